-- The terms of the official files in real notes: an index of type medcode finds what the function finds
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(10);
\getenv data MEDCODE_DATA

CREATE TEMP TABLE loaded AS
    SELECT l.rows_read
    FROM (VALUES ('icd10cm_order_2026.txt'), ('icd10cm_tabular_2026.xml'), ('icd10cm_index_2026.xml')) AS f (file)
    CROSS JOIN LATERAL medcode.load_file(:'data' || '/data/icd10cm/fy2026/' || f.file) AS l;
CREATE TABLE public.phrase AS
    SELECT (row_number() OVER (ORDER BY phrase COLLATE "C"))::integer AS id, phrase
    FROM (SELECT DISTINCT phrase FROM medcode.current_term) AS t;
CREATE INDEX phrase_index ON phrase USING medcode (phrase);
-- the last tenth by INSERT: some of it stays in pending pages
CREATE TEMP TABLE late AS SELECT * FROM phrase WHERE id % 10 = 0;
DELETE FROM phrase WHERE id % 10 = 0;
INSERT INTO phrase SELECT * FROM late;
ANALYZE phrase;

-- Notes of our own, out of the terms; and real ones where the client can read them.
CREATE TABLE public.note (note_id text PRIMARY KEY, body text);
INSERT INTO note
    SELECT 'made ' || n, 'Assessment: ' || string_agg(p.phrase || CASE i % 3 WHEN 0 THEN '. ' WHEN 1 THEN ', ' ELSE E'\n' END, 'with ' ORDER BY i)
    FROM generate_series(1, 5) AS n CROSS JOIN generate_series(1, 30) AS i
    JOIN phrase AS p ON p.id = 1 + (n * 7919 + i * 104729) % (SELECT count(*) FROM late)
    GROUP BY n;
CREATE TEMP TABLE line (line text);
\copy line FROM PROGRAM 'head -n 30 "$MEDCODE_SOURCE/eval/mtsamples/notes.jsonl" 2>/dev/null || true' (FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')
INSERT INTO note SELECT line::jsonb ->> 'note_id', line::jsonb ->> 'text' FROM line;
ANALYZE note;

SELECT cmp_ok((SELECT count(*) FROM phrase), '>', 100000::bigint, 'there are terms');
SELECT CASE WHEN EXISTS (SELECT FROM line) THEN is((SELECT count(*) FROM line), 30::bigint, 'and notes')
    ELSE skip('no notes that the client can read', 1) END;

SET LOCAL jit = off;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL enable_material = off;
SET LOCAL enable_memoize = off;
SET LOCAL enable_seqscan = off;
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    result text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        result := result || line || E'\n';
    END LOOP;
    RETURN result;
END
$$;
\set by_index 'SELECT n.note_id, p.id FROM note AS n JOIN phrase AS p ON medcode.occurs(p.phrase, n.body)'
SELECT matches(pg_temp.plan_of(:'by_index'), '(Index Scan using|Bitmap Index Scan on) phrase_index', 'the index is used');
CREATE TEMP TABLE by_index AS :by_index;
-- all phrases for a note, then all for the next; an offset keeps the index away
SET LOCAL enable_seqscan = on;
\set by_function 'SELECT n.note_id, f.id FROM note AS n CROSS JOIN LATERAL (SELECT p.id, p.phrase FROM phrase AS p OFFSET 0) AS f WHERE medcode.occurs(f.phrase, n.body)'
SELECT doesnt_match(pg_temp.plan_of(:'by_function'), 'phrase_index', 'and is not');
CREATE TEMP TABLE by_function AS :by_function;

SELECT cmp_ok((SELECT count(*) FROM by_function), '>', (SELECT 5 * count(*) FROM note), 'terms are found in each note');
SELECT is((SELECT count(*) FROM by_index), (SELECT count(*) FROM by_function), 'as many by the index as by the function');
SELECT is_empty('TABLE by_function EXCEPT TABLE by_index', 'the index misses none');
SELECT is_empty('TABLE by_index EXCEPT TABLE by_function', 'and has none too much');

-- again when all is sorted in
SELECT medcode.index_flush('phrase_index') \gset ignored_
SET LOCAL enable_seqscan = off;
CREATE TEMP TABLE sorted_in AS :by_index;
SELECT is_empty('(TABLE sorted_in EXCEPT ALL TABLE by_function) UNION ALL (TABLE by_function EXCEPT ALL TABLE sorted_in)', 'the same when all is sorted in');
SELECT lives_ok($$SELECT medcode.index_verify('phrase_index'::regclass, true)$$, 'the index is sound');

SELECT * FROM finish();
ROLLBACK;
