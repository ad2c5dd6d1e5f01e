-- What the Official Guidelines of FY2026 ask for: the cases of test/guidelines, against the publisher's code files.
-- To be run from the top of the tree; docs/guideline-cases.md says what is in the columns.
\getenv data MEDCODE_DATA
\if :{?data}
\else
\echo 1..0 # SKIP the official files are not here
\quit
\endif
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL datestyle = iso;

CREATE TEMP TABLE loaded AS
    SELECT f.file, l.*
    FROM (VALUES (1, 'order'), (2, 'tabular'), (3, 'index')) AS f (place, file)
    CROSS JOIN LATERAL medcode.load_file(:'data' || '/data/icd10cm/fy2026/icd10cm_' || f.file || '_2026.'
        || CASE f.file WHEN 'order' THEN 'txt' ELSE 'xml' END) AS l
    ORDER BY f.place;
SELECT medcode.publish() AS published \gset

CREATE TEMP TABLE guideline_case (case_id text PRIMARY KEY, rule text, setting text, options jsonb, must text, may text, ordered text,
    expect text, note text);
\copy guideline_case FROM PROGRAM 'tail -qn +2 test/guidelines/*.tsv'
CREATE TEMP TABLE known_failure (case_id text PRIMARY KEY);
\copy known_failure FROM PROGRAM 'sed -e "s/#.*//" -e "s/[[:space:]]*$//" -e "/^$/d" test/guidelines/known_failures.txt'
\set faults `test/guidelines/check_codes "$MEDCODE_DATA" 2>&1 || echo "check_codes: status $?"`

-- codes of a list separated by blanks
CREATE FUNCTION pg_temp.codes(list text) RETURNS text[] LANGUAGE sql IMMUTABLE
    RETURN array_remove(string_to_array(regexp_replace(btrim(list), '\s+', ' ', 'g'), ' '), '');

-- is it that code, or below that heading
CREATE FUNCTION pg_temp.is_at(code text, heading text) RETURNS boolean LANGUAGE sql IMMUTABLE
    RETURN starts_with(replace(code, '.', ''), replace(heading, '.', ''));

-- suggestions for one case
CREATE TEMP TABLE given (code text, role text, sequence integer, paired_with text, status text, support text);

-- What is wrong with the suggestions for a case, by kind; no row: nothing. Only codes and states, nothing of the note.
CREATE FUNCTION pg_temp.faults(the pg_temp.guideline_case) RETURNS TABLE (kind text, what text) LANGUAGE plpgsql AS $$
DECLARE
    o CONSTANT jsonb := the.options;
    must CONSTANT text[] := pg_temp.codes(the.must);
    may CONSTANT text[] := pg_temp.codes(the.may);
    suggested text[];
    part text[];
    expected text;
BEGIN
    DELETE FROM given;
    INSERT INTO given
        SELECT s.code::text AS code, s.role, s.sequence, s.paired_with::text AS paired_with, s.status, s.support
        FROM medcode.suggest(the.note, setting => the.setting, as_of => (o->>'as_of')::date, note_date => (o->>'note_date')::date,
            sex => o->>'sex', birth_date => (o->>'birth_date')::date, doc_type => o->>'doc_type',
            author_role => coalesce(o->>'author_role', 'provider'), final => (o->>'final')::boolean) AS s;
    SELECT coalesce(array_agg(DISTINCT g.code), '{}') INTO suggested FROM given AS g WHERE g.status = 'suggest';

    RETURN QUERY SELECT 'missing', string_agg(m, ' ' ORDER BY m) FROM unnest(must) AS m
        WHERE m <> ALL (suggested) HAVING count(*) > 0;
    RETURN QUERY SELECT 'extra', string_agg(s, ' ' ORDER BY s) FROM unnest(suggested) AS s
        WHERE s <> ALL (must) AND NOT EXISTS (SELECT FROM unnest(may) AS m WHERE pg_temp.is_at(s, m)) HAVING count(*) > 0;
    -- the same code once (I.B.12)
    RETURN QUERY SELECT 'twice', string_agg(twice.code, ' ' ORDER BY twice.code)
        FROM (SELECT g.code FROM given AS g WHERE g.status = 'suggest' GROUP BY g.code HAVING count(*) > 1) AS twice HAVING count(*) > 0;
    -- each code of the list stands before the next; a missing one is told above
    RETURN QUERY SELECT 'order', string_agg(pair.code || ' after ' || pair.next, ', ' ORDER BY pair.place)
        FROM (SELECT c.code, lead(c.code) OVER (ORDER BY c.place) AS next, c.place, c.sequence,
                lead(c.sequence) OVER (ORDER BY c.place) AS next_sequence
            FROM (SELECT l.code, l.place, min(g.sequence) AS sequence
                FROM unnest(pg_temp.codes(the.ordered)) WITH ORDINALITY AS l (code, place)
                JOIN given AS g ON g.code = l.code AND g.status = 'suggest' GROUP BY l.code, l.place) AS c) AS pair
        WHERE pair.next IS NOT NULL AND (pair.sequence < pair.next_sequence) IS NOT TRUE HAVING count(*) > 0;
    FOREACH expected IN ARRAY coalesce(string_to_array(nullif(the.expect, ''), ';'), '{}') LOOP
        part := regexp_match(expected, '^(\w+):([^=]+)=(.+)$');
        IF NOT EXISTS (SELECT FROM given AS g WHERE pg_temp.is_at(g.code, part[2])
                AND CASE part[1] WHEN 'status' THEN g.status WHEN 'support' THEN g.support WHEN 'role' THEN g.role
                    WHEN 'paired_with' THEN g.paired_with END = ANY (string_to_array(part[3], '|')))
            AND NOT ('none' = ANY (string_to_array(part[3], '|'))
                AND NOT EXISTS (SELECT FROM given AS g WHERE pg_temp.is_at(g.code, part[2])))
        THEN
            RETURN QUERY SELECT 'expected', expected || coalesce(' but got ' || (SELECT string_agg(DISTINCT g.code || ' ' || coalesce(
                CASE part[1] WHEN 'status' THEN g.status WHEN 'support' THEN g.support WHEN 'role' THEN g.role
                    WHEN 'paired_with' THEN g.paired_with END, 'NULL'), ', ') FROM given AS g WHERE pg_temp.is_at(g.code, part[2])), '');
        END IF;
    END LOOP;
EXCEPTION WHEN OTHERS THEN
    RETURN QUERY SELECT 'error', SQLSTATE || ' ' || SQLERRM;
END
$$;

CREATE TEMP TABLE outcome AS
    SELECT c.case_id, c.rule, c.case_id IN (SELECT k.case_id FROM known_failure AS k) AS known,
        (SELECT array_agg(f.kind || ': ' || f.what) FROM pg_temp.faults(c) AS f) AS faults
    FROM guideline_case AS c;

-- one case: its test, and what is wrong with it
CREATE FUNCTION pg_temp.report(one pg_temp.outcome) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    IF one.known THEN
        PERFORM todo('known failure', 1);
    END IF;
    RETURN NEXT ok(one.faults IS NULL, one.case_id || ' (' || one.rule || ')');
    RETURN QUERY SELECT diag('  ' || f) FROM unnest(one.faults) AS f;
END
$$;

SELECT plan(3 + count(*)::integer) FROM outcome;
SELECT is((SELECT count(*) FROM loaded), 3::bigint, 'the three files are loaded');
SELECT is(:'faults'::text, ''::text, 'every code of the cases stands in the order file');
SELECT is_empty('SELECT case_id FROM known_failure EXCEPT SELECT case_id FROM guideline_case', 'known failures are cases');
SELECT r FROM (SELECT o FROM outcome AS o ORDER BY o.rule, o.case_id) AS s CROSS JOIN LATERAL pg_temp.report(s.o) AS r;

SELECT diag(format('%s of %s  %s', count(*) FILTER (WHERE faults IS NULL), count(*), rule)) FROM outcome GROUP BY rule ORDER BY rule;
SELECT diag(format('%s of %s cases hold', count(*) FILTER (WHERE faults IS NULL), count(*))) FROM outcome;
SELECT diag('passes, but is a known failure: ' || case_id) FROM outcome WHERE known AND faults IS NULL ORDER BY case_id;
SELECT * FROM finish();
ROLLBACK;
