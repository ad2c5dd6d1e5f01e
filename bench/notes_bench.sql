-- Notes by code: the index gives what reading the notes gives, and how fast. Tables note (note_id, body) of real notes and
-- many (note_id, body) of made ones (scripts/make-notes). Nothing is said of what a note says.
SET max_parallel_workers_per_gather = 0;
SET max_parallel_maintenance_workers = 0;
SET maintenance_work_mem = '256MB';
SET jit = off;
SET client_min_messages = warning;

-- queries of codes that occur, in every form, with every qualifier
CREATE TABLE bench_said AS SELECT note_id, code::text, negated, uncertain, historical, hypothetical, experiencer FROM note, medcode.findings(body);
CREATE FUNCTION bench_pick(n integer, choices text[]) RETURNS text LANGUAGE sql IMMUTABLE
RETURN choices[1 + (hashint4(n)::bigint & 2147483647) % cardinality(choices)];
CREATE TABLE bench_atom AS
WITH f AS (SELECT row_number() OVER (ORDER BY note_id, code, negated, historical, uncertain, experiencer) - 1 AS nth, * FROM bench_said)
SELECT n, bench_pick(n * 3, ARRAY[code, code, left(code, 3), left(code, 3) || '.-', left(code, 2) || '*', left(code, 1) || '*', left(code, 3) || '-' || code, left(code, 3) || '-' || left(code, 1) || '99'])
    || CASE WHEN n % 5 = 0 THEN bench_pick(n, ARRAY['', ':affirmed', ':negated', ':historical', ':family', ':uncertain', ':any'])
        WHEN negated THEN ':negated' WHEN historical THEN ':historical' WHEN uncertain THEN ':uncertain' WHEN experiencer <> 'patient' THEN ':family'
        WHEN hypothetical THEN ':any' ELSE '' END
    || CASE WHEN n % 7 = 0 THEN '@' || bench_pick(n, ARRAY['0', '50', '90', '95', '100']) ELSE '' END AS atom
FROM generate_series(1, 4000) AS n JOIN f ON f.nth = n::bigint * 7919 % (SELECT count(*) FROM bench_said);
CREATE TABLE bench_query AS
SELECT a.n, (CASE WHEN a.n % 3 < 2 THEN a.atom
    ELSE bench_pick(a.n, ARRAY[format('%s & %s', a.atom, b.atom), format('%s | %s', a.atom, b.atom), format('!%s', a.atom), format('%s & !%s', a.atom, b.atom),
        format('!(%s | %s) & %s', b.atom, c.atom, a.atom), format('(%s | %s) & (%s | !%s)', a.atom, b.atom, c.atom, a.atom), format('!(%s & !%s)', b.atom, a.atom)]) END)::medcode.codequery AS query
FROM generate_series(1, 2000) AS n JOIN bench_atom AS a USING (n) JOIN bench_atom AS b ON b.n = (a.n * 31) % 4000 + 1 JOIN bench_atom AS c ON c.n = (a.n * 57) % 4000 + 1;

-- differences between index and reading; documents() remembers the last note, so each is read once; every: of so many
-- queries one, where rows wait and each query reads each note
CREATE PROCEDURE bench_compare(what text, every integer DEFAULT 1) LANGUAGE plpgsql AS $$
DECLARE
    search CONSTANT text := 'SELECT q.n, d.note_id FROM bench_query AS q JOIN note AS d ON medcode.documents(d.body, q.query) WHERE q.n % ' || every || ' = 0';
    reading CONSTANT text := 'SELECT q.n, d.note_id FROM note AS d, LATERAL (SELECT n FROM bench_query WHERE medcode.documents(d.body, query) OFFSET 0) AS q WHERE q.n % ' || every || ' = 0';
    line text;
    plan text := '';
    differ bigint;
BEGIN
    PERFORM set_config('enable_seqscan', 'on', true), set_config('enable_bitmapscan', 'off', true);
    EXECUTE 'CREATE TEMP TABLE by_reading AS ' || reading;
    PERFORM set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'on', true);
    FOR line IN EXECUTE 'EXPLAIN ' || search LOOP
        plan := plan || line;
    END LOOP;
    IF plan !~ 'Bitmap Index Scan on note_codes' THEN
        RAISE EXCEPTION 'not by the index: %', plan;
    END IF;
    EXECUTE 'CREATE TEMP TABLE by_index AS ' || search;
    SELECT count(*) INTO differ FROM ((TABLE by_reading EXCEPT ALL TABLE by_index) UNION ALL (TABLE by_index EXCEPT ALL TABLE by_reading)) AS d;
    RAISE NOTICE '%: % queries, % find something, % pairs, % differences', what, (SELECT count(*) FROM bench_query WHERE n % every = 0),
        (SELECT count(DISTINCT n) FROM by_reading), (SELECT count(*) FROM by_reading), differ;
    DROP TABLE IF EXISTS bench_read;
    CREATE TABLE bench_read AS TABLE by_reading;
    DROP TABLE by_reading, by_index;
END
$$;

-- differences between the finding table, once it is refreshed, and what reading gave just before
CREATE PROCEDURE bench_compare_table(what text) LANGUAGE plpgsql AS $$
DECLARE
    q record;
    differ bigint;
BEGIN
    CREATE TEMP TABLE by_table (n integer, note_id text);
    FOR q IN SELECT DISTINCT n, query FROM bench_query LOOP
        EXECUTE format('INSERT INTO by_table SELECT %s, note_id FROM (%s) AS f', q.n, medcode.finding_query('bench_notes', q.query));
    END LOOP;
    SELECT count(*) INTO differ FROM ((TABLE bench_read EXCEPT ALL TABLE by_table) UNION ALL (TABLE by_table EXCEPT ALL TABLE bench_read)) AS d;
    RAISE NOTICE '%, finding table: % pairs, % differences', what, (SELECT count(*) FROM by_table), differ;
    DROP TABLE by_table;
END
$$;
CREATE UNIQUE INDEX note_key ON note (note_id);
ALTER TABLE note ALTER note_id SET NOT NULL;
DO $$ BEGIN PERFORM medcode.create_finding_table('bench_notes', 'note', 'body', ARRAY['note_id']); END $$;
SET client_min_messages = notice;
CREATE INDEX note_codes ON note USING gin (body medcode.note_ops);
CALL bench_compare('built');
CALL medcode.refresh_findings('bench_notes');
CALL bench_compare_table('built');
UPDATE note SET body = body || E'\nAssessment: gout.' WHERE hashtext(note_id) % 4 = 1;
DELETE FROM note WHERE hashtext(note_id) % 9 = 2;
INSERT INTO note SELECT note_id || 'x', left(body, length(body) / 2) FROM note WHERE hashtext(note_id) % 5 = 3;
CALL bench_compare('changed');
CALL medcode.refresh_findings('bench_notes');
CALL bench_compare_table('changed');
DO $$ BEGIN PERFORM medcode.add_term('benchmark sickness', 'R69'), medcode.retire_term('gout'), medcode.publish(); END $$;
CALL bench_compare('a new version', 80);
CALL medcode.rework_notes_index('note_codes');
CALL bench_compare('reworked');
CALL medcode.refresh_findings('bench_notes');
CALL bench_compare_table('a new version');
VACUUM note;
CALL bench_compare('vacuumed');

-- building, and its size; entering 10,000 notes
SET client_min_messages = warning;
CREATE TABLE bench_lap (name text, round integer, ms numeric);
CREATE PROCEDURE bench_time(given text, round integer, statement text) LANGUAGE plpgsql AS $$
DECLARE
    start timestamptz := clock_timestamp();
BEGIN
    EXECUTE statement;
    INSERT INTO bench_lap VALUES (given, round, extract(epoch FROM clock_timestamp() - start) * 1e3);
END
$$;
CALL bench_time('build, note_ops', 1, 'CREATE INDEX many_codes ON many USING gin (body medcode.note_ops)');
CALL bench_time('build, to_tsvector', 1, 'CREATE INDEX many_words ON many USING gin (to_tsvector(''english'', body))');
SELECT pg_size_pretty(pg_relation_size('many_codes')), 'note_ops', round(pg_relation_size('many_codes')::numeric / pg_relation_size('many_words'), 2) || ' of to_tsvector';
CREATE TABLE bench_ten AS SELECT * FROM many ORDER BY note_id LIMIT 10000;
CREATE TABLE into_codes (LIKE many);
CREATE TABLE into_words (LIKE many);
CREATE INDEX ON into_codes USING gin (body medcode.note_ops);
CREATE INDEX ON into_words USING gin (to_tsvector('english', body));
DO $$
BEGIN
    FOR round IN 1..3 LOOP
        TRUNCATE into_codes, into_words;
        CALL bench_time('insert 10,000, note_ops', round, 'INSERT INTO into_codes SELECT * FROM bench_ten');
        CALL bench_time('insert 10,000, to_tsvector', round, 'INSERT INTO into_words SELECT * FROM bench_ten');
    END LOOP;
END
$$;
SELECT name, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::numeric) || ' ms' FROM bench_lap GROUP BY name ORDER BY name;

-- queries by rows found: those nearest to 10, 1,000, 10,000 of many
VACUUM ANALYZE many;
SET work_mem = '4MB';
CREATE TABLE bench_found (rows bigint, query text, ms numeric, goal numeric);
DO $$
DECLARE
    q record;
    start timestamptz;
    n bigint;
    best numeric;
    lap numeric;
BEGIN
    SET LOCAL enable_seqscan = off;
    FOR q IN SELECT query FROM (SELECT DISTINCT query FROM bench_query ORDER BY 1 LIMIT 400) AS d UNION SELECT query::medcode.codequery FROM (VALUES ('I10'), ('A*:any | B*:any | C*:any'), ('R*'), ('I*'), ('!I10:any & R*'), ('E08-E13 & !N18:any')) AS v(query) LOOP
        best := NULL;
        FOR round IN 1..4 LOOP
            start := clock_timestamp();
            EXECUTE 'SELECT count(*) FROM many WHERE medcode.documents(body, $1)' INTO n USING q.query;
            lap := extract(epoch FROM clock_timestamp() - start) * 1e3;
            best := CASE WHEN round > 1 THEN least(best, lap) END;
        END LOOP;
        INSERT INTO bench_found VALUES (n, q.query::text, best, 1 + n * 0.001);
    END LOOP;
END
$$;
SELECT '1 ms + 1 us per row: ' || count(*) FILTER (WHERE ms <= goal) || ' of ' || count(*) || ' queries' FROM bench_found WHERE rows > 0;
SELECT target || ' rows: ' || count(*) || ' queries, ' || round(percentile_cont(0.5) WITHIN GROUP (ORDER BY rows)) || ' rows, '
    || round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::numeric, 2) || ' ms (median), ' || round(max(ms), 2) || ' ms at most, goal ' || round(percentile_cont(0.5) WITHIN GROUP (ORDER BY goal)::numeric, 2)
FROM (VALUES (10), (1000), (10000)) AS v(target) JOIN bench_found ON rows BETWEEN target * 0.5 AND target * 1.5 GROUP BY target ORDER BY target;
