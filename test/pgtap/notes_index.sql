-- An index of notes never changes an answer: hundreds of queries by index and by reading the notes, after whatever
-- happens to rows, index and terminology. In a database of its own, for what it publishes stays published.
DROP DATABASE IF EXISTS medcode_notes_index;
CREATE DATABASE medcode_notes_index TEMPLATE template0 ENCODING 'UTF8';
\connect medcode_notes_index
SET client_min_messages = warning;
CREATE EXTENSION pgtap;
CREATE EXTENSION medcode;
SELECT plan(52);

--
-- What is declared
--
SELECT is(proleakproof, leakproof, proname || '(): leakproof ' || leakproof)
FROM pg_proc JOIN (VALUES ('documents', true), ('note_keys', false), ('notes_index_status', false), ('codequery_in', false), ('codequery_eq', true)) AS v(name, leakproof)
    ON proname = name AND pronamespace = 'medcode'::regnamespace ORDER BY proname;
SELECT is(concat(provolatile, proparallel, proisstrict), flags, proname || '(): ' || flags)
FROM pg_proc JOIN (VALUES ('documents', 'sst'), ('note_keys', 'sst'), ('codequery_in', 'ist'), ('codequery_recv', 'ist'), ('codequery_hash', 'ist'),
    ('note_extract_value', 'sst')) AS v(name, flags) ON proname = name AND pronamespace = 'medcode'::regnamespace ORDER BY proname;
SELECT ok(NOT has_function_privilege('public', oid, 'EXECUTE'), proname || '() is not for everybody')
FROM pg_proc WHERE pronamespace = 'medcode'::regnamespace AND proname IN ('settle_version', 'documents_support', 'documents_selectivity', 'note_extract_value', 'note_extract_query',
    'note_consistent', 'note_compare_partial', 'note_tri_consistent') ORDER BY proname;
SELECT ok(amvalidate(oid), 'the operator class ' || opcname || ' is valid') FROM pg_opclass WHERE opcname IN ('note_ops', 'codequery_ops', 'codequery_hash_ops') ORDER BY opcname;

--
-- Notes and queries
--
CREATE TABLE note (id integer, body text);
INSERT INTO note
SELECT n, string_agg(initcap(h.header) || E':\n' || c.phrase || ' ' || t.phrase || ', ' || u.phrase || '. ' || initcap(v.phrase) || E'.\n', E'\n' ORDER BY i)
FROM generate_series(1, 300) n, generate_series(1, 4) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 4000 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 4900 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 9000 LIMIT 1) t ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 53 + i * 499) % 9000 LIMIT 1) u ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n % 40) * 211 LIMIT 1) v ON true
GROUP BY n;
INSERT INTO note VALUES (301, NULL), (302, ''), (303, 'Nothing.'), (304, repeat('Gout. ', 3000));
-- longer than a page, compressed and not
INSERT INTO note SELECT 310, string_agg(body, E'\n') FROM note WHERE id <= 60;

CREATE TABLE finding AS SELECT id, code::text, negated, uncertain, historical, hypothetical, experiencer, score FROM note, medcode.findings(body);
CREATE FUNCTION pick(n integer, choices text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT choices[1 + (hashint4(n)::bigint & 2147483647) % cardinality(choices)] $$;
-- an atom: codes that occur, in every form, with every qualifier, mostly one that the code has
CREATE TABLE atom AS
SELECT n, f.form || CASE WHEN n % 5 = 0 THEN pick(n, ARRAY['', ':affirmed', ':negated', ':historical', ':family', ':uncertain', ':any'])
        WHEN negated THEN ':negated' WHEN historical THEN ':historical' WHEN uncertain THEN ':uncertain' WHEN experiencer <> 'patient' THEN ':family'
        WHEN hypothetical THEN ':any' ELSE '' END
    || CASE WHEN n % 7 = 0 THEN '@' || pick(n, ARRAY['0', '50', '90', '95', '100']) ELSE '' END AS atom
FROM generate_series(1, 900) AS n
JOIN LATERAL (SELECT * FROM finding ORDER BY id, code, negated, score OFFSET (n * 7919) % (SELECT count(*) FROM finding) LIMIT 1) AS o ON true
JOIN LATERAL (SELECT pick(n * 3, ARRAY[code, code, left(code, 3), left(code, 3) || '.-', left(code, 2) || '*', left(code, 1) || '*',
    left(code, 3) || '-' || code, left(code, 3) || '-' || left(code, 1) || '99', replace(lower(code), '.', '')]) AS form) AS f ON true;
CREATE TABLE query AS
SELECT a.n, CASE WHEN a.n % 3 < 2 THEN a.atom
    ELSE pick(a.n, ARRAY[format('%s & %s', a.atom, b.atom), format('%s | %s', a.atom, b.atom), format('!%s', a.atom), format('%s & !%s', a.atom, b.atom),
        format('!(%s | %s) & %s', b.atom, c.atom, a.atom), format('(%s | %s) & (%s | !%s)', a.atom, b.atom, c.atom, a.atom), format('!(%s & !%s)', b.atom, a.atom)]) END AS query
FROM generate_series(1, 450) AS n JOIN atom AS a USING (n) JOIN atom AS b ON b.n = (a.n * 31) % 900 + 1 JOIN atom AS c ON c.n = (a.n * 57) % 900 + 1;
ALTER TABLE query ALTER query TYPE medcode.codequery USING query::medcode.codequery;

-- each pair of note and query for which it holds
CREATE FUNCTION pairs(by_index boolean, every integer) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    -- documents() remembers the last note: one note after the other, with all queries
    search CONSTANT text := CASE WHEN by_index THEN 'SELECT q.n || ''/'' || d.id FROM query AS q JOIN note AS d ON medcode.documents(d.body, q.query) WHERE q.n % ' || every || ' = 0'
        ELSE 'SELECT q.n || ''/'' || d.id FROM note AS d, LATERAL (SELECT n FROM query WHERE medcode.documents(d.body, query) OFFSET 0) AS q WHERE q.n % ' || every || ' = 0' END;
    plan text := '';
    line text;
BEGIN
    PERFORM set_config('enable_bitmapscan', by_index::text, true), set_config('enable_seqscan', (NOT by_index)::text, true),
        set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_material', 'on', true);
    FOR line IN EXECUTE 'EXPLAIN ' || search LOOP
        plan := plan || line;
    END LOOP;
    IF by_index <> (plan ~ 'Bitmap Index Scan on note_codes') THEN
        RAISE EXCEPTION 'another plan: %', plan;
    END IF;
    RETURN QUERY EXECUTE search;
END
$$;
CREATE TABLE expected (pair text);
-- every: of so many queries one, where rows wait and each query reads each note
CREATE FUNCTION differences(every integer DEFAULT 1) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    TRUNCATE expected;
    INSERT INTO expected SELECT pairs(false, every);
    CREATE TEMP TABLE by_index ON COMMIT DROP AS SELECT pairs(true, every) AS pair;
    SELECT string_agg(format('%s %s: %s', sign, pair, (SELECT q.query FROM query AS q WHERE q.n = split_part(pair, '/', 1)::integer)), ', ')
    INTO result
    FROM (SELECT 'missing' AS sign, * FROM (TABLE expected EXCEPT ALL TABLE by_index) AS m
        UNION ALL SELECT 'too much', * FROM (TABLE by_index EXCEPT ALL TABLE expected) AS t LIMIT 10) AS d;
    DROP TABLE by_index;
    RETURN coalesce(result, 'none');
END
$$;

CREATE INDEX note_codes ON note USING gin (body medcode.note_ops) WITH (fastupdate = on);
SELECT is(differences(), 'none', 'by index and by reading: after CREATE INDEX');
SELECT cmp_ok((SELECT count(DISTINCT split_part(pair, '/', 1)) FROM expected), '>=', (SELECT count(*) * 4 / 5 FROM query), 'of five queries four find something');
SELECT is((SELECT count(*) FROM (VALUES (':negated'), (':historical'), (':family'), (':uncertain'), (':any'), ('@'), ('!'), ('&'), ('|')) AS v(sign)
    WHERE (SELECT count(*) FROM query AS q JOIN (SELECT DISTINCT split_part(pair, '/', 1)::integer AS n FROM expected) AS e USING (n) WHERE strpos(q.query::text, sign) > 0) < 5), 0::bigint,
    'with each qualifier and operator several do');

-- the meaning, written in SQL over findings()
SELECT is((
    WITH atoms AS (
        SELECT n, atom::medcode.codequery AS query,
            CASE WHEN form ~ '\*$' THEN rtrim(form, '*') WHEN form ~ '-' THEN replace(split_part(form, '-', 1), '.', '') ELSE replace(form, '.', '') END AS first,
            CASE WHEN form ~ '\.-$' THEN replace(form, '.-', '') WHEN form ~ '-' THEN replace(split_part(form, '-', 2), '.', '') ELSE replace(rtrim(form, '*'), '.', '') END AS last,
            coalesce(substring(atom FROM ':([a-z]+)'), 'affirmed') AS assertion, coalesce(substring(atom FROM '@(\d+)')::integer, 0) AS score
        FROM atom, LATERAL (SELECT upper(rtrim(regexp_replace(atom, '[:@].*', ''))) AS form) AS f),
    right_ones AS (
        SELECT DISTINCT a.n, f.id FROM atoms AS a JOIN finding AS f
            ON replace(f.code, '.', '') COLLATE "C" >= a.first AND left(replace(f.code, '.', ''), length(a.last)) COLLATE "C" <= a.last AND f.score >= a.score
            AND CASE a.assertion WHEN 'affirmed' THEN NOT (f.negated OR f.uncertain OR f.historical OR f.hypothetical OR f.experiencer <> 'patient')
                WHEN 'negated' THEN f.negated WHEN 'historical' THEN f.historical WHEN 'uncertain' THEN f.uncertain WHEN 'family' THEN f.experiencer <> 'patient' ELSE true END),
    found AS (SELECT a.n, d.id FROM note AS d, LATERAL (SELECT n FROM atoms AS a WHERE medcode.documents(d.body, a.query) OFFSET 0) AS a)
    SELECT count(*) || ' differ of ' || (SELECT count(*) > 1000 FROM right_ones) FROM ((TABLE right_ones EXCEPT TABLE found) UNION ALL (TABLE found EXCEPT TABLE right_ones)) AS d),
    '0 differ of true', 'each form and qualifier finds what findings() says');

-- the type
SELECT is((SELECT count(*) FROM query WHERE query::text::medcode.codequery OPERATOR(medcode.<>) query), 0::bigint, 'what is printed reads as the same');
COPY query (query) TO '/tmp/medcode_notes_index.bin' (FORMAT binary);
CREATE TABLE query_again (query medcode.codequery);
COPY query_again FROM '/tmp/medcode_notes_index.bin' (FORMAT binary);
COPY (SELECT 1) TO PROGRAM 'rm -f /tmp/medcode_notes_index.bin && cat >/dev/null';
SELECT bag_eq('SELECT query::text FROM query_again', 'SELECT query::text FROM query', 'and what is sent in binary form is received as the same');
SELECT is((SELECT count(*) FROM query AS a, query AS b WHERE (a.query OPERATOR(medcode.=) b.query) <> (a.query::text = b.query::text)
    OR (a.query OPERATOR(medcode.=) b.query AND medcode.codequery_hash(a.query) <> medcode.codequery_hash(b.query))
    OR medcode.codequery_cmp(a.query, b.query) <> -medcode.codequery_cmp(b.query, a.query)), 0::bigint, 'queries are equal, and hash alike, if they print alike; the order is one');

--
-- Whatever happens
--
INSERT INTO note SELECT id + 1000, body FROM note WHERE id % 3 = 0 AND id < 300;
SELECT is(differences(), 'none', 'after inserting, the new keys pending');
UPDATE note SET body = (SELECT o.body FROM note AS o WHERE o.id = note.id + 1) WHERE id % 5 = 1 AND id < 290;
UPDATE note SET id = id WHERE id % 5 = 2;
DELETE FROM note WHERE id % 7 = 3;
SELECT is(differences(), 'none', 'after updating and deleting');
VACUUM note;
SELECT is(differences(), 'none', 'after VACUUM');
SELECT is((SELECT (rows - exact, waiting, exact)::text FROM medcode.notes_index_status('note_codes')), (SELECT format('(0,0,%s)', count(body)) FROM note), 'all rows are exact');
BEGIN;
INSERT INTO note SELECT id + 2000, body FROM note WHERE id < 50;
DELETE FROM note WHERE id % 2 = 1;
SELECT is(differences(), 'none', 'in a transaction');
SAVEPOINT one;
INSERT INTO medcode.term (phrase, code) VALUES ('nothing', 'R69');
SELECT is(differences(), 'none', 'with a draft');
SELECT medcode.publish() > 1000 AS published \gset
SELECT is(differences(11), 'none', 'with a version that is not committed');
ROLLBACK TO one;
SELECT is(differences(), 'none', 'and is rolled back');
ROLLBACK;
INSERT INTO note SELECT id + 3000, body FROM note WHERE id < 100;
SELECT is(differences(), 'none', 'after the transaction was rolled back, and room is used again');

-- a version that adds, retires and denies: what is found changes
CREATE TABLE before AS TABLE expected;
SELECT medcode.add_term('nothing', 'R69'), medcode.add_cue('gout', 'historical', 'both') \gset ignored_
SELECT count(medcode.retire_term(phrase)) FROM (SELECT DISTINCT phrase FROM medcode.current_term JOIN finding USING (code) WHERE length(phrase) > 12 ORDER BY 1 LIMIT 60) AS t \gset ignored_
INSERT INTO query VALUES (451, 'R69'), (452, '!R69:any'), (453, 'M10:historical | R69');
SELECT medcode.publish() > 1000 AS published \gset
SELECT is(differences(11), 'none', 'after a version');
TRUNCATE expected;
INSERT INTO expected SELECT pairs(false, 1);
SELECT isnt_empty('TABLE before EXCEPT TABLE expected', 'by which some are found no more');
SELECT isnt_empty('TABLE expected EXCEPT TABLE before', 'and others are');
SELECT is((SELECT exact || ' ' || (waiting = rows) FROM medcode.notes_index_status('note_codes')), '0 true', 'all rows wait');
INSERT INTO note SELECT id + 4000, body FROM note WHERE id % 4 = 0 AND id < 300;
SELECT is(differences(11), 'none', 'rows of both versions');
CALL medcode.rework_notes_index('note_codes', 50);
VACUUM note;
SELECT is((SELECT waiting || ' ' || (exact = (SELECT count(body) FROM note)) FROM medcode.notes_index_status('note_codes')), '0 true', 'reworked, all are exact');
SELECT is(differences(), 'none', 'and right');
UPDATE note SET body = 'Nothing but gout.' WHERE id % 11 = 5;
VACUUM note;
SELECT is(differences(), 'none', 'updated after that, vacuumed');
REINDEX INDEX note_codes;
SELECT is(differences(), 'none', 'after REINDEX');
SELECT medcode.retire_term('nothing') \gset ignored_
SELECT medcode.publish() > 1000 AS published \gset
UPDATE note SET id = id WHERE id % 3 = 1;
CALL medcode.rework_notes_index('note_codes', 7);
SELECT is(differences(), 'none', 'a second rework');

-- pages that a bitmap does not keep row by row
CREATE TABLE wide (id integer, body text, filler text) WITH (fillfactor = 10);
ALTER TABLE wide ALTER filler SET STORAGE PLAIN;
INSERT INTO wide SELECT n, CASE WHEN n % 100 = 0 THEN 'Gout.' WHEN n % 7 = 0 THEN 'No asthma.' ELSE 'Nothing.' END, repeat('x', 3500) FROM generate_series(1, 4000) AS n;
CREATE INDEX wide_codes ON wide USING gin (body medcode.note_ops);
SELECT medcode.add_term('nothing', 'R69') \gset ignored_
SELECT medcode.publish() > 1000 AS published \gset
SET work_mem = '64kB';
SET enable_seqscan = off;
SELECT is((SELECT (rows, exact, waiting)::text FROM medcode.notes_index_status('wide_codes')), '(4000,0,4000)', 'more pages than work_mem has room for are counted row by row');
SELECT is((SELECT count(*) FROM wide WHERE medcode.documents(body, 'R69')), (SELECT count(*) FROM wide WHERE body = 'Nothing.'), 'and answered rightly');
CALL medcode.rework_notes_index('wide_codes');
SELECT is((SELECT (rows, exact, waiting)::text FROM medcode.notes_index_status('wide_codes')), '(4000,4000,0)', 'and reworked');
SELECT is((SELECT count(*) FROM wide WHERE medcode.documents(body, 'R69 & !M10')), (SELECT count(*) FROM wide WHERE body = 'Nothing.'), 'and right again');

SELECT * FROM finish();
\connect postgres
DROP DATABASE medcode_notes_index;
