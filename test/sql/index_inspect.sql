-- Looking into an index of stored phrases: index_verify, index_info, page_info, page_items, index_flush
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
CREATE SCHEMA inspect;
SET search_path = inspect, public;
-- temporary: no other session keeps vacuum from its dead rows
CREATE TEMP TABLE watch (id int, phrase text);
INSERT INTO watch SELECT n, concat('alpha', n % 10, ' beta', n, ' gamma', n % 7) FROM generate_series(1, 1000) AS n;
INSERT INTO watch VALUES (0, NULL), (-1, 'of the'), (-2, (SELECT string_agg('word' || n, ' ') FROM generate_series(1, 25) AS n)),
	(-3, 'pain, pain');
CREATE INDEX watch_phrase ON watch USING medcode (phrase);

-- a new index
SELECT medcode.index_verify('watch_phrase');
SELECT medcode.index_verify('watch_phrase', heapallindexed => true);
-- words: 10 alpha, 1000 beta, 7 gamma, pain, and the one of phrases that match nothing
SELECT format, analyser_is_current, phrases, wordless, too_long, dead, pending, words, longest_list, fill BETWEEN 0.5 AND 1 AS filled,
	blocks = 1 + directory_pages + overflow_pages + bucket_pages + pending_pages + empty_pages AS add_up,
	blocks * current_setting('block_size')::int = pg_relation_size('watch_phrase') AS all_blocks
FROM medcode.index_info('watch_phrase');

-- inserts are pending until they are sorted in
INSERT INTO watch SELECT n, concat('alpha', n % 10, ' delta', n) FROM generate_series(1, 300) AS n;
INSERT INTO watch VALUES (-4, 'and'), (-5, NULL);
SELECT phrases, pending, wordless, words, pending_pages FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase', true);
SELECT medcode.index_flush('watch_phrase');
SELECT medcode.index_flush('watch_phrase');
SELECT phrases, pending, wordless, words, pending_pages FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase', true);

-- what vacuum takes out is dead
DELETE FROM watch WHERE id % 2 = 0 OR id < 0;
SELECT medcode.index_verify('watch_phrase', true);
VACUUM watch;
SELECT phrases, dead, pending, wordless, too_long FROM medcode.index_info('watch_phrase');
SELECT medcode.index_verify('watch_phrase', true);
INSERT INTO watch VALUES (2000, 'epsilon');
UPDATE watch SET phrase = 'zeta' WHERE id = 1;
SELECT medcode.index_verify('watch_phrase', true);

-- pages: each has the number of items that page_info says, all of them together those of index_info
CREATE TEMP VIEW page AS SELECT b AS block, p.* FROM medcode.index_info('watch_phrase') AS i, generate_series(0, i.blocks - 1) AS b,
	medcode.page_info('watch_phrase', b) AS p;
CREATE TEMP VIEW item AS SELECT block, i.* FROM page, medcode.page_items('watch_phrase', block) AS i;
SELECT block, kind, next_block, items FROM page WHERE block = 0;
SELECT kind, sum(items), bool_and(used + free = current_setting('block_size')::int - 32) AS add_up FROM page WHERE kind <> 'meta' GROUP BY kind ORDER BY kind;
SELECT p.kind, i.kind AS item, count(*) FROM page AS p JOIN item AS i USING (block) WHERE block > 0 GROUP BY 1, 2 ORDER BY 1, 2;
SELECT kind, value FROM medcode.page_items('watch_phrase', 0) WHERE kind IN ('magic', 'format', 'phrases', 'dead', 'pending', 'words') ORDER BY item;
-- a word's phrases begin where its slot says; the rows are those of the table, some in places that became free
SELECT count(*) AS words, sum(s.phrases) AS phrases FROM item AS s
WHERE s.kind = 'word' AND s.bucket IS NOT NULL
	AND EXISTS (SELECT FROM item AS g WHERE g.kind = 'group' AND g.word = s.word AND g.block = s.bucket AND g."offset" = s.bucket_offset);
SELECT flags, words, cardinality(keys) AS keys, count(*), count(w.id) AS rows
FROM item AS i LEFT JOIN watch AS w ON w.ctid = i.tid WHERE i.kind = 'phrase' AND i.word IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT w.phrase, i.word IS NULL AS pending, i.words, cardinality(i.keys) FROM item AS i JOIN watch AS w ON w.ctid = i.tid
WHERE i.kind = 'phrase' AND i.flags = '' AND w.phrase IN ('epsilon', 'zeta') ORDER BY 1;

-- in one transaction with what it sees
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO watch VALUES (3000, 'eta');
SELECT medcode.index_verify('watch_phrase', true);
ROLLBACK;
SELECT medcode.index_verify('watch_phrase', true);

-- a partial index of an expression, which is evaluated as the owner; what it leaves out need not be there
CREATE TABLE kept AS SELECT * FROM watch WHERE id > 0;
CREATE INDEX kept_phrase ON kept USING medcode (phrase);
CREATE FUNCTION shown(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
	IF current_user <> 'medcode_inspect_owner' THEN
		RAISE EXCEPTION 'not the owner';
	END IF;
	RETURN upper($1);
END
$$;
CREATE ROLE medcode_inspect_owner;
CREATE ROLE medcode_inspect_reader;
GRANT ALL ON SCHEMA inspect TO medcode_inspect_owner;
ALTER TABLE kept OWNER TO medcode_inspect_owner;
CREATE INDEX kept_part ON kept USING medcode (shown(phrase)) WHERE id > 500;
SELECT medcode.index_verify('kept_part', true), (SELECT phrases FROM medcode.index_info('kept_part'));
-- an empty one
CREATE TABLE nothing (phrase text);
CREATE INDEX nothing_phrase ON nothing USING medcode (phrase);
SELECT medcode.index_verify('nothing_phrase', true);
SELECT phrases, words, bucket_pages, longest_list, fill FROM medcode.index_info('nothing_phrase');

-- an index whose expression is no longer what it was lacks phrases; by itself it is sound
CREATE FUNCTION changing(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE INDEX kept_changing ON kept USING medcode (changing(phrase));
CREATE OR REPLACE FUNCTION changing(text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 || '' theta''; END';
\c
SET search_path = inspect, public;
\set VERBOSITY sqlstate
SELECT medcode.index_verify('kept_changing');
SELECT medcode.index_verify('kept_changing', true);
REINDEX INDEX kept_changing;
SELECT medcode.index_verify('kept_changing', true);

-- what is not an index that can be looked into
\set VERBOSITY default
\set SHOW_CONTEXT never
SELECT medcode.index_verify('kept');
CREATE INDEX kept_id ON kept (id);
SELECT medcode.index_verify('kept_id');
CREATE TABLE parts (id int, phrase text) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF parts FOR VALUES IN (1);
CREATE INDEX parts_phrase ON parts USING medcode (phrase);
SELECT medcode.index_info('parts_phrase');
SELECT medcode.index_verify(relid, true) FROM pg_partition_tree('parts_phrase') WHERE isleaf;
SELECT medcode.index_flush(1::regclass);
SELECT medcode.page_info('kept_phrase', 1000000000000);
SELECT medcode.page_items('kept_phrase', -1);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'kept_part'::regclass;
SELECT medcode.index_verify('kept_part');
SELECT medcode.index_flush('kept_part');
SELECT medcode.index_verify(NULL) IS NULL AS strict;

-- whose it is
SELECT p.proname, has_function_privilege('medcode_inspect_reader', p.oid, 'EXECUTE') FROM pg_proc AS p
WHERE p.pronamespace = 'medcode'::regnamespace AND p.proname IN ('index_verify', 'index_info', 'page_info', 'page_items', 'index_flush') ORDER BY 1;
GRANT USAGE ON SCHEMA inspect, medcode TO medcode_inspect_reader, medcode_inspect_owner;
GRANT EXECUTE ON FUNCTION medcode.index_verify(regclass, boolean), medcode.index_info(regclass), medcode.page_info(regclass, bigint),
	medcode.page_items(regclass, bigint), medcode.index_flush(regclass) TO medcode_inspect_reader, medcode_inspect_owner;
SET ROLE medcode_inspect_reader;
SELECT medcode.index_verify('kept_phrase');
SELECT medcode.index_info('kept_phrase');
SELECT medcode.page_info('kept_phrase', 0);
SELECT medcode.page_items('kept_phrase', 0);
SELECT medcode.index_flush('kept_phrase');
RESET ROLE;
GRANT SELECT ON kept TO medcode_inspect_reader;
SET ROLE medcode_inspect_reader;
SELECT medcode.index_verify('kept_phrase', true);
SELECT kind FROM medcode.page_info('kept_phrase', 1);
SELECT medcode.index_flush('kept_phrase');
RESET ROLE;
ALTER TABLE kept ENABLE ROW LEVEL SECURITY;
SET ROLE medcode_inspect_reader;
SELECT medcode.page_items('kept_phrase', 1);
SET ROLE medcode_inspect_owner;
INSERT INTO kept VALUES (4000, 'theta');
SELECT medcode.index_verify('kept_phrase', true), medcode.index_flush('kept_phrase') AS sorted;
RESET ROLE;

SET client_min_messages = warning;
DROP SCHEMA inspect CASCADE;
DROP OWNED BY medcode_inspect_owner, medcode_inspect_reader;
DROP ROLE medcode_inspect_owner, medcode_inspect_reader;
