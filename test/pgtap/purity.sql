-- The same note gives the same rows: whatever the settings, in a worker, for any role
BEGIN;
-- The index of terms is rebuilt below; autovacuum at the same table would wait for us, and we for it.
LOCK TABLE medcode.term IN SHARE ROW EXCLUSIVE MODE;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(54);

-- a few hundred notes of terms, cues and section headers
CREATE TABLE public.purity_note (note_id integer, body text);
INSERT INTO public.purity_note
SELECT n, string_agg(initcap(h.header) || E':\r\n' || c.phrase || ' ' || t.phrase || ', ' || upper(u.phrase) || E'. Mother had gout.\r\n', E'\r\n' ORDER BY i)
FROM generate_series(1, 300) n, generate_series(1, 4) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 4000 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 4900 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 9000 LIMIT 1) t ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 53 + i * 499) % 9000 LIMIT 1) u ON true
GROUP BY n;
INSERT INTO public.purity_note VALUES (301, NULL), (302, ''), (303, E'Pt. 😀 denies Sjögren’s syndrome on 3/4/2020; T2DM…\r\n');
ANALYZE public.purity_note;

-- everything that is computed of the notes, each in the order in which it comes; parsed now, run under any search_path;
-- but not the version, which is NULL where the draft below takes part
CREATE FUNCTION public.purity_rows() RETURNS TABLE (note_id integer, what text, nth bigint, line text)
LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT n.note_id, 'suggest', r.ordinality, (to_jsonb(r) - 'version')::text FROM public.purity_note n, medcode.suggest(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'inpatient', r.ordinality, (to_jsonb(r) - 'version')::text FROM public.purity_note n, medcode.suggest(n.body, 'inpatient', '2026-01-31') WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'considered', r.ordinality, (to_jsonb(r) - 'version')::text FROM public.purity_note n, medcode.considered(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'questions', r.ordinality, (to_jsonb(r) - 'version')::text FROM public.purity_note n, medcode.open_questions(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'encounter', r.ordinality, (to_jsonb(r) - 'version')::text FROM public.purity_note n,
        medcode.suggest_encounter(ARRAY[ROW('a', '2026-01-30', NULL, NULL, NULL, n.body), ROW('b', NULL, NULL, NULL, false, 'No gout.' || n.body)]::medcode.note_input[]) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'audit', r.ordinality, (to_jsonb(r) - 'version')::text FROM public.purity_note n,
        medcode.audit(n.body, '{I10,E11.9,J18.9,M25.561}', as_of => '2026-01-31') WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'mentions', r.ordinality, to_jsonb(r)::text FROM public.purity_note n, medcode.mentions(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'findings', r.ordinality, to_jsonb(r)::text FROM public.purity_note n, medcode.findings(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'sections', r.ordinality, r::text FROM public.purity_note n, medcode.sections(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'sentences', r.ordinality, r::text FROM public.purity_note n, medcode.sentences(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'tokens', r.ordinality, r::text FROM public.purity_note n, medcode.tokens(n.body) WITH ORDINALITY r
    UNION ALL SELECT n.note_id, 'assertion', m.ordinality, to_jsonb(r)::text
        FROM public.purity_note n, medcode.mentions(n.body) WITH ORDINALITY m, medcode.assertion(n.body, m.start_char, m.end_char) r
    UNION ALL SELECT n.note_id, 'highlight', 1, medcode.highlight(n.body) FROM public.purity_note n
    UNION ALL SELECT n.note_id, 'fold', 1, medcode.fold(n.body) FROM public.purity_note n;
END;
CREATE FUNCTION public.purity_digest() RETURNS text LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT count(*) || ' ' || md5(string_agg(concat(r.note_id, r.what, r.nth, r.line), E'\n' ORDER BY r.note_id, r.what COLLATE "C", r.nth))
    FROM public.purity_rows() r;
END;

-- The digest under settings, in which the terminology is read anew: the row has a new one made. All is undone.
CREATE FUNCTION public.purity_under(VARIADIC settings text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    setting text;
    result text;
BEGIN
    BEGIN
        FOREACH setting IN ARRAY settings LOOP
            PERFORM pg_catalog.set_config(pg_catalog.split_part(setting, '=', 1), pg_catalog.split_part(setting, '=', 2), true);
        END LOOP;
        INSERT INTO medcode.term (phrase, code) VALUES ('qqqzz', 'E11.9');
        result := public.purity_digest();
        RAISE EXCEPTION USING ERRCODE = 'MC000', MESSAGE = result;
    EXCEPTION WHEN SQLSTATE 'MC000' THEN
        RETURN SQLERRM;
    WHEN OTHERS THEN
        RETURN pg_catalog.concat(SQLSTATE, ' ', SQLERRM);
    END;
END
$$;

CREATE TEMP TABLE baseline AS SELECT public.purity_digest() AS digest;
SELECT cmp_ok((SELECT count(*)::int FROM public.purity_rows() WHERE what = 'suggest'), '>', 300, 'the notes have suggestions');
SELECT cmp_ok((SELECT count(*)::int FROM medcode.mentions('') RIGHT JOIN public.purity_note n ON true, medcode.mentions(n.body) m WHERE m.negated), '>', 10, 'and negations');
SELECT is(public.purity_digest(), (SELECT digest FROM baseline), 'again');
SELECT is(public.purity_under('application_name=x'), (SELECT digest FROM baseline), 'after the terminology was read again');

--
-- Settings
--
CREATE SCHEMA hostile;
DO $$
DECLARE
    name text;
    type text;
BEGIN
    FOREACH name IN ARRAY ARRAY['release', 'code', 'term', 'abbreviation', 'cue', 'section_header', 'terminology_change'] LOOP
        EXECUTE format('CREATE TABLE hostile.%I (LIKE medcode.%1$I)', name);
    END LOOP;
    FOREACH type IN ARRAY ARRAY['text', 'bigint', 'integer', 'boolean', 'date', 'name', 'daterange', 'medcode.icd10cm'] LOOP
        FOREACH name IN ARRAY ARRAY['=', '<>', '<', '<=', '>', '>='] LOOP
            EXECUTE format('CREATE FUNCTION hostile.%I(%s, %2$s) RETURNS boolean LANGUAGE plpgsql AS
                $f$BEGIN RAISE EXCEPTION ''hostile operator''; END$f$', 'trap' || name, type);
            EXECUTE format('CREATE OPERATOR hostile.%s (LEFTARG = %s, RIGHTARG = %2$s, FUNCTION = hostile.%I)', name, type, 'trap' || name);
        END LOOP;
    END LOOP;
    FOREACH name IN ARRAY ARRAY['lower(text)', 'upper(text)', 'length(text)', 'fold(text)', 'nextval(regclass)', 'upper(daterange)',
        'lower(daterange)', 'count("any")', 'coalesce(text)', 'format(text, text)', 'min(text)', 'array_agg(text)', 'isempty(daterange)'] LOOP
        EXECUTE format('CREATE FUNCTION hostile.%s RETURNS text LANGUAGE plpgsql AS
            $f$BEGIN RAISE EXCEPTION ''hostile function''; END$f$', regexp_replace(name, '^count.*', 'count(anyelement)'));
    END LOOP;
    CREATE DOMAIN hostile.icd10cm AS pg_catalog.text CHECK (false);
    CREATE DOMAIN hostile.text AS pg_catalog.text CHECK (false);
    CREATE DOMAIN hostile.int8 AS pg_catalog.int8 CHECK (false);
    CREATE DOMAIN hostile.jsonb AS pg_catalog.jsonb CHECK (false);
END
$$;

SELECT is(public.purity_under(VARIADIC settings), (SELECT digest FROM baseline), 'the same rows with ' || array_to_string(settings, ', '))
FROM (VALUES
    (ARRAY['search_path=']), (ARRAY['search_path=medcode']), (ARRAY['search_path=hostile, pg_catalog, medcode']),
    (ARRAY['search_path=hostile, pg_temp']),
    (ARRAY['DateStyle=German, DMY']), (ARRAY['DateStyle=SQL, MDY']),
    (ARRAY['TimeZone=Pacific/Kiritimati']), (ARRAY['TimeZone=-12']),
    (ARRAY['lc_messages=POSIX', 'lc_monetary=C', 'lc_numeric=POSIX', 'lc_time=C']),
    (ARRAY['bytea_output=escape']), (ARRAY['IntervalStyle=sql_standard']), (ARRAY['extra_float_digits=-15']),
    (ARRAY['standard_conforming_strings=off', 'backslash_quote=on', 'escape_string_warning=off']), (ARRAY['quote_all_identifiers=on']),
    (ARRAY['default_text_search_config=pg_catalog.german']), (ARRAY['array_nulls=off', 'transform_null_equals=on']),
    (ARRAY['work_mem=64kB', 'hash_mem_multiplier=1']),
    (ARRAY['enable_seqscan=off']), (ARRAY['enable_indexscan=off', 'enable_bitmapscan=off', 'enable_indexonlyscan=off']),
    (ARRAY['enable_sort=off', 'enable_hashagg=off', 'enable_nestloop=off']), (ARRAY['synchronize_seqscans=on']),
    (ARRAY['jit=on', 'jit_above_cost=0', 'jit_inline_above_cost=0', 'jit_optimize_above_cost=0']),
    (ARRAY['row_security=off']), (ARRAY['plan_cache_mode=force_generic_plan']), (ARRAY['geqo=off', 'from_collapse_limit=1'])
) v(settings);

--
-- Parallel workers
--
CREATE FUNCTION public.workers_of(query text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    line text;
    most integer := 0;
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (ANALYZE, TIMING off, SUMMARY off, COSTS off) ' || query LOOP
        most := greatest(most, (regexp_match(line, 'Workers Launched: (\d+)'))[1]::integer);
    END LOOP;
    RETURN most;
END
$$;
CREATE FUNCTION public.serially(boolean) RETURNS void LANGUAGE sql AS $$
    SELECT set_config('max_parallel_workers_per_gather', CASE WHEN $1 THEN '0' ELSE '2' END, true),
        set_config('parallel_setup_cost', '0', true), set_config('parallel_tuple_cost', '0', true),
        set_config('min_parallel_table_scan_size', '0', true), set_config('parallel_leader_participation', 'off', true)
$$;
ALTER TABLE public.purity_note SET (parallel_workers = 2);
PREPARE suggestions AS SELECT note_id, r::text FROM public.purity_note, medcode.suggest(body) r ORDER BY note_id, (r).sequence;
PREPARE found AS SELECT note_id, r::text FROM public.purity_note, medcode.findings(body) r ORDER BY note_id, (r).start_char, (r).end_char, (r).code::text;
PREPARE structure AS SELECT note_id, r::text FROM public.purity_note, medcode.sections(body) r ORDER BY note_id, (r).start_char;

SELECT public.serially(true) \gset ignored_
CREATE TEMP TABLE serial_suggestions AS EXECUTE suggestions;
CREATE TEMP TABLE serial_found AS EXECUTE found;
CREATE TEMP TABLE serial_structure AS EXECUTE structure;
SELECT public.serially(false) \gset ignored_
SELECT cmp_ok(public.workers_of('SELECT count(*), sum(score) FROM public.purity_note, medcode.suggest(body)'), '>', 0,
    'suggest() runs in parallel workers');
SELECT results_eq('suggestions', 'SELECT * FROM serial_suggestions', 'and gives there what it gives here');
SELECT results_eq('found', 'SELECT * FROM serial_found', 'so does findings()');
SELECT results_eq('structure', 'SELECT * FROM serial_structure', 'so does sections()');
-- a term that nobody else can see yet
INSERT INTO medcode.term (phrase, code) VALUES ('mother had gout', 'E11.9');
SELECT public.serially(true) \gset ignored_
CREATE TEMP TABLE serial_draft AS EXECUTE found;
SELECT public.serially(false) \gset ignored_
SELECT isnt_empty('SELECT * FROM serial_draft EXCEPT SELECT * FROM serial_found', 'a term added in this transaction changes something');
SELECT results_eq('found', 'SELECT * FROM serial_draft', 'the same in parallel workers');
DELETE FROM medcode.term WHERE phrase = 'mother had gout';
SELECT results_eq('found', 'SELECT * FROM serial_found', 'and its deletion');
SELECT public.serially(true) \gset ignored_

--
-- The terminology that the snapshot sees
--
PREPARE sugar AS SELECT code::text FROM medcode.suggest('Sugar sickness.');
SELECT is_empty('sugar', 'nothing knows this word');
SAVEPOINT before;
INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9');
CREATE FUNCTION pg_temp.sugar() RETURNS text LANGUAGE sql AS $$SELECT string_agg(code::text, ' ') FROM medcode.suggest('Sugar sickness.')$$;
SELECT pg_temp.sugar() AS inside \gset
ROLLBACK TO before;
SELECT is(:'inside'::text, 'E11.9', 'a term works at once');
SELECT is_empty('sugar', 'and is gone with the savepoint');
SELECT lives_ok($$INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9')$$, 'it is added again');
SELECT lives_ok($$UPDATE medcode.term SET code = 'E10.9' WHERE phrase = 'sugar sickness'$$, 'and changed');
SELECT results_eq('sugar', ARRAY['E10.9'], 'a change works at once');

--
-- Roles
--
CREATE ROLE medcode_nobody;
CREATE ROLE medcode_editor;
GRANT INSERT ON medcode.term TO medcode_editor;
ALTER TABLE public.purity_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY a_hundred ON public.purity_note TO medcode_nobody USING (note_id <= 100);
GRANT SELECT ON public.purity_note TO medcode_nobody;
CREATE FUNCTION public.tried(role text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    PERFORM set_config('role', role, true);
    EXECUTE statement INTO result;
    PERFORM set_config('role', 'none', true);
    RETURN result;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END
$$;
SELECT is(public.tried('medcode_nobody', statement), result, 'role without rights: ' || statement)
FROM (VALUES
    ($$SELECT string_agg(code::text, ' ') FROM medcode.suggest('Gout, sugar sickness.')$$, 'M10.9 E10.9'),
    ($$SELECT count(DISTINCT note_id) FILTER (WHERE note_id > 100) || '' FROM public.purity_note, medcode.suggest(body)$$, '0'),
    ($$INSERT INTO medcode.term (phrase, code) VALUES ('x', 'E11.9')$$, '42501'),
    ($$UPDATE medcode.terminology_change SET stamp = gen_random_uuid()$$, '42501'),
    ($$SELECT medcode.terminology_changed()$$, '42501'),
    ($$SELECT medcode.load_content('')$$, '42501'),
    ($$SELECT medcode.load_file('/etc/passwd')$$, '42501')
) v(statement, result);
SELECT is(public.tried('medcode_editor', $$INSERT INTO medcode.term (phrase, code) VALUES ('salt sickness', 'E11.9') RETURNING code$$),
    'E11.9', 'who may insert terms needs no other right');
SELECT results_eq($$SELECT code::text FROM medcode.suggest('Salt sickness.')$$, ARRAY['E11.9'], 'and the term works');

-- a note that is no note
SELECT results_eq(
    $$SELECT n, code::text FROM (VALUES (1, 'gout'), (2, NULL), (3, ''), (4, 'asthma')) v(n, body)
      LEFT JOIN LATERAL medcode.suggest(body) ON true ORDER BY n$$,
    $$VALUES (1, 'M10.9'), (2, NULL), (3, NULL), (4, 'J45.909')$$,
    'NULL and empty notes give no row and do not disturb the others');

-- nor does it matter under which of its words the index holds a phrase: that of which it held fewest when it was built
CREATE TEMP VIEW listed AS SELECT f.* FROM medcode.findings(
    'He has joint pain, knee pain, back pain, foot and ankle pain, leg and foot swelling.', version => 1) f;
CREATE TEMP TABLE listed_before AS SELECT * FROM listed;
SAVEPOINT built;
INSERT INTO medcode.term (phrase, code) SELECT word || ' qqz' || i, 'E11.9' FROM generate_series(1, 3000) i, unnest(ARRAY['foot', 'pain']) word;
REINDEX INDEX medcode.term_phrase;
SELECT set_eq('SELECT * FROM listed', 'SELECT * FROM listed_before', 'the same where foot and pain are frequent');
ROLLBACK TO built;
INSERT INTO medcode.term (phrase, code) SELECT word || ' qqz' || i, 'E11.9' FROM generate_series(1, 3000) i, unnest(ARRAY['foot', 'ankle']) word;
REINDEX INDEX medcode.term_phrase;
SELECT set_eq('SELECT * FROM listed', 'SELECT * FROM listed_before', 'the same where foot and ankle are');

SELECT * FROM finish();
ROLLBACK;
