-- Does an index of type medcode find what the function finds? Tables note (note_id, body) and the loaded terms;
-- the first 300 notes by md5(note_id) against all terms: pairs compared, found, and differences, which must be none.
\timing off
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET enable_material = off;
SET enable_memoize = off;
CREATE TABLE oracle_note AS SELECT note_id, body FROM note ORDER BY md5(note_id) LIMIT 300;
CREATE TABLE oracle_phrase AS
	SELECT (row_number() OVER (ORDER BY phrase COLLATE "C"))::integer AS id, phrase
	FROM (SELECT DISTINCT phrase FROM medcode.current_term) AS t;
CREATE INDEX oracle_phrase_index ON oracle_phrase USING medcode (phrase);
ANALYZE oracle_note, oracle_phrase;

SET enable_seqscan = off;
CREATE TEMP TABLE oracle_plan (line text);
DO $$
DECLARE
	line text;
BEGIN
	FOR line IN EXPLAIN (COSTS OFF) SELECT n.note_id, p.id FROM oracle_note AS n JOIN oracle_phrase AS p ON medcode.occurs(p.phrase, n.body) LOOP
		INSERT INTO oracle_plan VALUES (line);
	END LOOP;
	IF NOT EXISTS (SELECT FROM oracle_plan AS o WHERE o.line LIKE '%Index Scan%oracle_phrase_index%') THEN
		RAISE EXCEPTION 'the index is not used';
	END IF;
END
$$;
CREATE TEMP TABLE by_index AS
	SELECT n.note_id, p.id FROM oracle_note AS n JOIN oracle_phrase AS p ON medcode.occurs(p.phrase, n.body);
SET enable_seqscan = on;
CREATE TEMP TABLE by_function AS
	SELECT n.note_id, f.id FROM oracle_note AS n CROSS JOIN LATERAL (SELECT p.id, p.phrase FROM oracle_phrase AS p OFFSET 0) AS f
	WHERE medcode.occurs(f.phrase, n.body);
SELECT (SELECT count(*) FROM oracle_note) * (SELECT count(*) FROM oracle_phrase) AS pairs,
	(SELECT count(*) FROM by_function) AS occurring,
	(SELECT count(*) FROM (TABLE by_function EXCEPT ALL TABLE by_index) AS d) AS missed,
	(SELECT count(*) FROM (TABLE by_index EXCEPT ALL TABLE by_function) AS d) AS too_much \gset
SELECT :'pairs' || ' pairs compared, ' || :'occurring' || ' occur, ' || (:missed + :too_much) || ' differences (' || :'missed' || ' missed, '
	|| :'too_much' || ' too much)';
-- which they are
SELECT 'missed', note_id, phrase FROM (TABLE by_function EXCEPT ALL TABLE by_index) AS d JOIN oracle_phrase USING (id) LIMIT 10;
SELECT 'too much', note_id, phrase FROM (TABLE by_index EXCEPT ALL TABLE by_function) AS d JOIN oracle_phrase USING (id) LIMIT 10;
DO $$
BEGIN
	IF EXISTS (TABLE by_function EXCEPT ALL TABLE by_index) OR EXISTS (TABLE by_index EXCEPT ALL TABLE by_function) THEN
		RAISE EXCEPTION 'the index and the function differ';
	END IF;
END
$$;
DROP TABLE oracle_note, oracle_phrase;
