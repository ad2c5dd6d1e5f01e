-- Runs the cases of denial_case: each has the answers that it must have and none that it must not, and nothing that
-- says the same otherwise changes them.
CREATE FUNCTION pg_temp.review(c denial_case) RETURNS TABLE(answer text, subject text, billed text, use_code text, message text, note_id text, start_char integer, end_char integer,
    quote text, source text, denial boolean, cause text, action text, hard_stop text, preventable boolean) LANGUAGE sql BEGIN ATOMIC
    SELECT * FROM medcode.denial_review(c.notes, c.grp, c.carc, c.rarcs, c.diagnoses, c.lines, c.denied, c.setting, c.on_date, c.sex, c.birth, contractor => c.contractor);
END;
CREATE TEMP TABLE found AS SELECT c.no, r.* FROM denial_case AS c CROSS JOIN LATERAL pg_temp.review(c) AS r;

-- Does an answer as a case writes it stand among those found?
CREATE FUNCTION pg_temp.stands(case_no integer, wanted text) RETURNS boolean LANGUAGE sql BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM found AS f WHERE f.no = case_no AND f.answer = split_part(split_part(wanted, ' ~ ', 1), ' ', 1)
        AND (split_part(split_part(wanted, ' ~ ', 1), ' ', 2) IN ('', f.use_code)) AND (split_part(wanted, ' ~ ', 2) = '' OR f.quote LIKE '%' || split_part(wanted, ' ~ ', 2) || '%'));
END;
-- what is missing of a case, or too much
CREATE FUNCTION pg_temp.wrong(c denial_case) RETURNS text[] LANGUAGE sql BEGIN ATOMIC
    SELECT array_agg(format('%s %s', d.p, d.w) ORDER BY d.p, d.w) FROM (
        SELECT 'wanted' AS p, w FROM unnest(c.must) AS w WHERE NOT pg_temp.stands(c.no, w)
        UNION ALL SELECT 'not', w FROM unnest(c.mustnt) AS w WHERE pg_temp.stands(c.no, w)
        UNION ALL SELECT 'action', f.action FROM (SELECT DISTINCT action FROM found WHERE found.no = c.no) AS f WHERE c.action IS NOT NULL AND f.action IS DISTINCT FROM c.action) AS d;
END;
SELECT is(pg_temp.wrong(c), NULL, c.what) FROM denial_case AS c ORDER BY c.no;

--
-- What must not change an answer
--
CREATE FUNCTION pg_temp.turned(list anyarray) RETURNS anyarray LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((SELECT array_agg(list[n] ORDER BY n DESC) FROM generate_subscripts(list, 1) AS n), list)
$$;
CREATE TEMP VIEW answers AS SELECT no, array_agg(DISTINCT ROW(answer, subject, billed, use_code, message, note_id, start_char, end_char, quote, action)::text
    ORDER BY ROW(answer, subject, billed, use_code, message, note_id, start_char, end_char, quote, action)::text) AS all FROM found GROUP BY no;
CREATE FUNCTION pg_temp.all_of(c denial_case) RETURNS text[] LANGUAGE sql BEGIN ATOMIC
    SELECT array_agg(DISTINCT ROW(r.answer, r.subject, r.billed, r.use_code, r.message, r.note_id, r.start_char, r.end_char, r.quote, r.action)::text
        ORDER BY ROW(r.answer, r.subject, r.billed, r.use_code, r.message, r.note_id, r.start_char, r.end_char, r.quote, r.action)::text) FROM pg_temp.review(c) AS r;
END;
-- a case with something changed, whose answers have to stay
CREATE FUNCTION pg_temp.changed(c denial_case, with_notes medcode.note_input[], with_rarcs text[], with_diagnoses text[]) RETURNS denial_case LANGUAGE plpgsql AS $$
BEGIN
    c.notes := with_notes; c.rarcs := with_rarcs; c.diagnoses := with_diagnoses;
    RETURN c;
END $$;
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE a.all <> pg_temp.all_of(pg_temp.changed(c, pg_temp.turned(c.notes), c.rarcs, c.diagnoses))$$, 'the order of notes changes no answer');
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE a.all <> pg_temp.all_of(pg_temp.changed(c, c.notes, pg_temp.turned(c.rarcs), c.diagnoses))$$, 'the order of remarks changes no answer');
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE a.all <> pg_temp.all_of(pg_temp.changed(c, c.notes, ARRAY(SELECT lower(r) FROM unnest(c.rarcs) AS r), c.diagnoses))$$, 'the case of remarks changes no answer');
-- billed comes back as it was given
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE upper(replace(array_to_string(a.all, chr(10)), '.', '')) <>
        upper(replace(array_to_string(pg_temp.all_of(pg_temp.changed(c, c.notes, c.rarcs, ARRAY(SELECT lower(replace(d, '.', '')) FROM unnest(c.diagnoses) WITH ORDINALITY AS u(d, n) ORDER BY n))), chr(10)), '.', ''))$$,
    'dots and case of codes change no answer');
SELECT is_empty($$SELECT c.what, f.answer, f.quote FROM found AS f JOIN denial_case AS c USING (no)
    WHERE f.quote IS NOT NULL AND NOT EXISTS (SELECT FROM unnest(c.notes) AS n
        WHERE n.note_id = f.note_id AND substr(n.body, f.start_char + 1, f.end_char - f.start_char) = f.quote)$$, 'a quote is what stands there in its note');
SELECT is_empty($$SELECT * FROM found WHERE quote IS NULL AND answer IN ('mends', 'defends') AND subject <> 'record'$$, 'what mends or defends has a quote');
SELECT is_empty($$SELECT c.what, b.answer FROM denial_case AS c CROSS JOIN LATERAL (SELECT DISTINCT f.answer, f.use_code FROM found AS f
        WHERE f.no = c.no AND f.answer IN ('mends', 'defends')) AS b
    WHERE NOT EXISTS (SELECT FROM pg_temp.review(pg_temp.changed(c, c.notes || ROW('z', '2026-02-03', NULL, NULL, true, 'Telephone call: the patient asks for a copy of the bill. Message left.')::medcode.note_input,
        c.rarcs, c.diagnoses)) AS r WHERE r.answer = b.answer AND r.use_code IS NOT DISTINCT FROM b.use_code)$$, 'an unrelated note takes no answer away');
SELECT is_empty($$SELECT no FROM found GROUP BY no, answer, subject, billed, use_code, note_id, start_char HAVING count(*) > 1 AND bool_and(answer IN ('mends', 'defends'))$$,
    'nothing is said twice of one sentence');
SELECT is_empty($$SELECT * FROM found WHERE message IS NULL OR btrim(message) = '' OR answer IS NULL OR subject IS NULL OR denial IS NULL OR action IS NULL OR preventable IS NULL$$,
    'no row is without message');
SELECT is_empty($$SELECT no FROM found GROUP BY no HAVING bool_or(preventable) <> bool_and(preventable) OR bool_or(preventable) <> bool_or(answer = 'mends')$$, 'preventable: something mends');
