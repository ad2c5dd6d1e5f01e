--
-- The index type medcode: which stored phrases occur in a text
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

-- the words of the phrase stand together in the note
SELECT phrase, note, medcode.occurs(phrase, note) AS occurs, phrase OPERATOR(medcode.<@) note AS "<@", note OPERATOR(medcode.@>) phrase AS "@>"
FROM (VALUES
    ('fracture of the femur', 'Two femoral fractures; left femur was fractured'),
    ('edema', 'No oedema.'),
    ('hepatitis', 'hepatic failure'),
    ('type 2 diabetes', 'Diabetes (type two), stable'),
    ('heart failure', 'heart of a patient with acute on chronic failure'),
    ('heart failure', 'heart one two three four five six failure'),
    ('heart failure', 'The heart is fine. Failure to thrive'),
    ('heart failure', 'heart: failure'),
    ('of the', 'of the'),
    ('gout', NULL),
    (NULL, 'gout')) AS v (phrase, note);

-- from a table
CREATE TABLE watch (id integer PRIMARY KEY, phrase text);
INSERT INTO watch VALUES (1, 'heart failure'), (2, 'failure of the heart, acute'), (3, 'gout'), (4, 'of the'), (5, NULL), (6, ''),
    (7, 'type 2 diabetes'), (8, 'diabetes'), (9, array_to_string(ARRAY(SELECT 'word' || i FROM generate_series(1, 25) AS i), ' '));
CREATE INDEX watch_phrase ON watch USING medcode (phrase);
CREATE TABLE message (id integer, body text);
INSERT INTO message VALUES (1, 'Acute heart failure. Gout?'), (2, 'Two heart failures, diabetes of type two'), (3, NULL), (4, ''), (5, 'fine');
ANALYZE watch, message;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SET enable_memoize = off;
SELECT m.id, w.phrase FROM message AS m JOIN watch AS w ON medcode.occurs(w.phrase, m.body) ORDER BY m.id, w.id;
SELECT m.id, w.phrase FROM message AS m JOIN watch AS w ON w.phrase OPERATOR(medcode.<@) m.body ORDER BY m.id, w.id;
SELECT id FROM watch WHERE medcode.occurs(phrase, 'Gout and diabetes') ORDER BY id;
SELECT id FROM watch WHERE medcode.occurs(phrase, NULL);
EXPLAIN (COSTS OFF) SELECT m.id, w.phrase FROM message AS m JOIN watch AS w ON medcode.occurs(w.phrase, m.body);
EXPLAIN (COSTS OFF) SELECT m.id, w.phrase FROM message AS m JOIN watch AS w ON w.phrase OPERATOR(medcode.<@) m.body;
EXPLAIN (COSTS OFF) SELECT m.id, w.phrase FROM message AS m JOIN watch AS w ON m.body OPERATOR(medcode.@>) w.phrase;
EXPLAIN (COSTS OFF) SELECT id FROM watch WHERE medcode.occurs(phrase, 'Gout and diabetes');
-- the phrase is what is indexed, not the note
EXPLAIN (COSTS OFF) SELECT id FROM watch WHERE medcode.occurs('gout', phrase);
EXPLAIN (COSTS OFF) SELECT id FROM watch WHERE medcode.occurs(phrase, phrase);
RESET enable_seqscan;
RESET enable_bitmapscan;
RESET enable_memoize;

-- no setting and no path to the function is needed, and what is in front of it does no harm
CREATE SCHEMA hostile;
CREATE FUNCTION hostile.occurs(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT 1 / 0 = 1';
CREATE OPERATOR hostile.<@ (LEFTARG = text, RIGHTARG = text, FUNCTION = hostile.occurs);
SET search_path = hostile, pg_catalog;
SET enable_seqscan = off;
SELECT id FROM public.watch WHERE medcode.occurs(phrase, 'Gout and diabetes') ORDER BY id;
RESET enable_seqscan;
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA hostile CASCADE;
RESET client_min_messages;

-- what an index cannot be
\set VERBOSITY terse
CREATE INDEX ON watch USING medcode (phrase, phrase);
CREATE INDEX ON watch USING medcode (phrase) INCLUDE (id);
CREATE UNIQUE INDEX ON watch USING medcode (phrase);
CREATE INDEX ON watch USING medcode (phrase DESC);
CREATE INDEX ON watch USING medcode (phrase NULLS FIRST);
CREATE INDEX ON watch USING medcode (id);
CREATE INDEX ON watch USING medcode (phrase text_ops);
ALTER TABLE watch ADD EXCLUDE USING medcode (phrase WITH OPERATOR(medcode.<@));
CLUSTER watch USING watch_phrase;
CREATE INDEX ON watch USING medcode (phrase) WITH (pending_pages = 0);
CREATE INDEX ON watch USING medcode (phrase) WITH (pending_pages = 1025);
CREATE INDEX ON watch USING medcode (phrase) WITH (pending_pages = 'many');
CREATE INDEX ON watch USING medcode (phrase) WITH (expected_words = -1);
CREATE INDEX ON watch USING medcode (phrase) WITH (expected_words = 10000001);
CREATE INDEX ON watch USING medcode (phrase) WITH (fillfactor = 70);
ALTER INDEX watch_phrase SET (pending_pages = 1025);
\set VERBOSITY default
ALTER INDEX watch_phrase SET (pending_pages = 64, expected_words = 10000);
SELECT reloptions FROM pg_class WHERE oid = 'watch_phrase'::regclass;
ALTER INDEX watch_phrase RESET (pending_pages, expected_words);

-- what it is
SELECT amname, amtype, opcname, opcdefault, opcintype::regtype, amvalidate(c.oid)
FROM pg_opclass AS c JOIN pg_am AS a ON a.oid = opcmethod WHERE amname = 'medcode';
SELECT name, pg_indexam_has_property(a.oid, name) AS of_the_type
FROM pg_am AS a, unnest(ARRAY['can_order', 'can_unique', 'can_multi_col', 'can_exclude', 'can_include']) AS name WHERE amname = 'medcode';
SELECT name, pg_index_has_property('watch_phrase', name) AS of_the_index
FROM unnest(ARRAY['clusterable', 'backward_scan']) AS name;
SELECT name, pg_index_column_has_property('watch_phrase', 1, name) AS of_the_column
FROM unnest(ARRAY['orderable', 'distance_orderable', 'returnable', 'search_array', 'search_nulls']) AS name;
-- an operator class of something else is not valid
CREATE OPERATOR CLASS wrong FOR TYPE text USING medcode AS OPERATOR 2 medcode.<@ (text, text);
CREATE OPERATOR CLASS wrong FOR TYPE integer USING medcode AS OPERATOR 1 = (integer, integer);
SELECT amvalidate(oid) FROM pg_opclass WHERE opcname = 'wrong';
DROP OPERATOR FAMILY wrong USING medcode;

-- inside
SELECT phrases, wordless, too_long, dead, pending FROM medcode.index_info('watch_phrase');
INSERT INTO watch VALUES (10, 'gout of the heart'), (11, 'the'), (12, NULL);
SELECT phrases, wordless, too_long, dead, pending FROM medcode.index_info('watch_phrase');
SELECT medcode.index_flush('watch_phrase') AS flushed, medcode.index_flush('watch_phrase') AS again;
DELETE FROM watch WHERE id IN (3, 4, 10);
VACUUM watch;
SELECT phrases, wordless, too_long, dead, pending FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase'), medcode.index_verify('watch_phrase', true);
REINDEX INDEX watch_phrase;
SELECT phrases, wordless, too_long, dead, pending FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase', heapallindexed => true);
SELECT medcode.index_flush(NULL) IS NULL AS "null";

-- not an index of this type
\set VERBOSITY sqlstate
SELECT medcode.index_verify('watch'::regclass);
SELECT medcode.index_verify('watch_pkey'::regclass);
SELECT medcode.index_flush('watch_pkey'::regclass);
SELECT * FROM medcode.index_info('watch_pkey'::regclass);
SELECT * FROM medcode.page_info('watch_pkey'::regclass, 0);
SELECT * FROM medcode.page_items('watch_pkey'::regclass, 0);
SELECT * FROM medcode.page_info('watch_phrase'::regclass, -1);
SELECT * FROM medcode.page_info('watch_phrase'::regclass, 1000000);
SELECT * FROM medcode.page_items('watch_phrase'::regclass, 1000000);

-- not for everybody
CREATE ROLE medcode_reader;
GRANT SELECT ON watch, message TO medcode_reader;
SET ROLE medcode_reader;
SELECT count(*) FROM message AS m JOIN watch AS w ON medcode.occurs(w.phrase, m.body);
SELECT * FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase');
SELECT * FROM medcode.page_info('watch_phrase', 0);
SELECT * FROM medcode.page_items('watch_phrase', 1);
SELECT medcode.index_flush('watch_phrase');
RESET ROLE;
-- who may call them also needs SELECT on the table, and to sort in must own it
GRANT EXECUTE ON FUNCTION medcode.index_info(regclass), medcode.index_verify(regclass, boolean), medcode.page_info(regclass, bigint),
    medcode.page_items(regclass, bigint), medcode.index_flush(regclass) TO medcode_reader;
GRANT CREATE ON SCHEMA public TO medcode_reader;
REVOKE SELECT ON watch FROM medcode_reader;
SET ROLE medcode_reader;
SELECT * FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase');
SELECT * FROM medcode.page_info('watch_phrase', 0);
SELECT * FROM medcode.page_items('watch_phrase', 1);
SELECT medcode.index_flush('watch_phrase');
RESET ROLE;
GRANT SELECT ON watch TO medcode_reader;
SET ROLE medcode_reader;
SELECT phrases, wordless, too_long, dead, pending FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase');
SELECT kind FROM medcode.page_info('watch_phrase', 0);
SELECT count(*) > 0 AS some FROM medcode.page_items('watch_phrase', 1);
SELECT medcode.index_flush('watch_phrase');
CREATE TABLE own AS SELECT * FROM watch;
CREATE INDEX own_phrase ON own USING medcode (phrase);
SELECT phrases, wordless, too_long, dead, pending FROM medcode.index_info('own_phrase');
SELECT medcode.index_verify('own_phrase', true);
RESET ROLE;
\set VERBOSITY default

DROP TABLE watch, message, own;
DROP OWNED BY medcode_reader;
DROP ROLE medcode_reader;
