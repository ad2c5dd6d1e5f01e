--
-- Several notes of one encounter: suggest_encounter(), suggest_agg()
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

CREATE TEMP TABLE note (encounter_id integer, note_id text, note_date date, doc_type text, author_role text, signed boolean, body text);
INSERT INTO note VALUES
-- the same thing in two notes, and more in one
(1, 'b', '2026-01-05', 'progress_note', 'provider', true, E'Assessment: chronic kidney disease, gout.\n'),
(1, 'a', '2026-01-04', 'progress_note', 'provider', true, E'Assessment: chronic kidney disease stage 4. Gout.\n'),
-- a draft
(2, 'a', '2026-01-04', NULL, NULL, true, E'Assessment: gout.\n'),
(2, 'b', '2026-01-05', NULL, NULL, false, E'Assessment: gout, asthma.\n'),
-- one says so, the other denies it
(3, 'a', '2026-01-04', NULL, NULL, true, E'Assessment: asthma. Gout.\n'),
(3, 'b', '2026-01-05', NULL, NULL, true, E'Assessment: gout. No asthma. Denies cough. Mother has no gout.\n'),
(3, 'c', '2026-01-05', NULL, NULL, true, E'Assessment: cough.\n'),
-- a nurse's note
(4, 'a', '2026-01-04', 'nursing_note', 'nurse', true, E'Assessment: asthma.\n'),
(4, 'b', '2026-01-04', NULL, 'provider', true, E'Assessment: gout.\n'),
-- notes that are none
(5, 'a', NULL, NULL, NULL, NULL, NULL),
(5, 'b', NULL, NULL, NULL, NULL, E'Assessment: gout.\n');
CREATE TEMP VIEW encounter AS
SELECT encounter_id, array_agg(ROW(note_id, note_date, doc_type, author_role, signed, body)::medcode.note_input ORDER BY note_id DESC) AS notes
FROM note GROUP BY encounter_id;

-- a code once, the most specific, with the evidence of all notes
SELECT encounter_id AS enc, sequence AS seq, code, status, (SELECT string_agg(concat_ws(' ', e->>'note_id', e->>'start', e->>'text'), ', ')
    FROM jsonb_array_elements(evidence) e) AS evidence
FROM encounter, medcode.suggest_encounter(notes) ORDER BY encounter_id, sequence;
-- with the rule
SELECT encounter_id AS enc, code, r AS rule FROM encounter, medcode.suggest_encounter(notes), unnest(rules) r
WHERE encounter_id IN (2, 3, 4) AND r ~ 'signed|denies|author' ORDER BY 1, 2;
-- the evidence is the text of its note
SELECT bool_and(substr(n.body, (e->>'start')::int + 1, (e->>'end')::int - (e->>'start')::int) = e->>'text') AS right, count(*)
FROM encounter c, medcode.suggest_encounter(notes) s, jsonb_array_elements(s.evidence) e
    JOIN note n ON n.note_id = e->>'note_id' WHERE n.encounter_id = c.encounter_id;

-- the aggregate gives the same, in whatever order the notes come
SELECT a.encounter_id AS enc, cardinality(asc_) AS rows, asc_ = desc_ AS any_order,
    asc_ = (SELECT array_agg(s::medcode.suggestion ORDER BY sequence) FROM medcode.suggest_encounter(notes) s) AS same
FROM (SELECT encounter_id, medcode.suggest_agg(ROW(note_id, note_date, doc_type, author_role, signed, body)::medcode.note_input ORDER BY note_id) AS asc_,
        medcode.suggest_agg(ROW(note_id, note_date, doc_type, author_role, signed, body)::medcode.note_input, 'outpatient' ORDER BY note_id DESC) AS desc_
    FROM note GROUP BY encounter_id) a JOIN encounter USING (encounter_id) ORDER BY 1;
SELECT s.code, s.status, s.evidence -> 0 ->> 'note_id' AS note_id
FROM (SELECT medcode.suggest_agg(ROW(note_id, note_date, doc_type, author_role, signed, body)::medcode.note_input, 'inpatient',
        '2026-01-06', 'F', '1950-01-01', true, 'row', NULL, NULL) AS list FROM note WHERE encounter_id = 2) a, unnest(list) s;
-- as a window function too: the state may be asked more than once
SELECT note_id, cardinality(medcode.suggest_agg(ROW(note_id, note_date, doc_type, author_role, signed, body)::medcode.note_input) OVER (ORDER BY note_id)) AS rows
FROM note WHERE encounter_id = 2 ORDER BY note_id;
SELECT medcode.suggest_agg(NULL::medcode.note_input) AS of_null, medcode.suggest_agg(ROW(NULL, NULL, NULL, NULL, NULL, body)::medcode.note_input) IS NULL AS of_none
FROM note WHERE false;
SELECT medcode.suggest_agg(NULL::medcode.note_input) AS of_null FROM note;
SELECT cardinality(medcode.suggest_agg(ROW(note_id, note_date, NULL, NULL, true, body)::medcode.note_input, CASE note_id WHEN 'a' THEN 'ed' ELSE 'snf' END)) FROM note;

-- one note gives what suggest() gives, but for its name
SELECT s.code, s.score, s.status, s.rules, s.release, s.version FROM note, medcode.suggest(body, 'ed', note_date) s WHERE encounter_id = 1 AND note_id = 'a'
EXCEPT
SELECT s.code, s.score, s.status, s.rules, s.release, s.version
FROM note, medcode.suggest_encounter(ARRAY[ROW(note_id, note_date, NULL, NULL, NULL, body)::medcode.note_input], 'ed') s WHERE encounter_id = 1 AND note_id = 'a';

-- nothing, and what is wrong
SELECT count(*) FROM medcode.suggest_encounter(NULL);
SELECT count(*) FROM medcode.suggest_encounter('{}');
SELECT count(*) FROM medcode.suggest_encounter('{NULL}');
SELECT code, issue FROM medcode.suggest_encounter('{}', on_issue => 'row');
SELECT code, issue FROM encounter, medcode.suggest_encounter(notes, on_issue => 'row') WHERE encounter_id = 5;
SELECT code, issue FROM encounter, medcode.suggest_encounter(notes, sex => 'x', on_issue => 'row') WHERE encounter_id = 1;
SELECT code, issue FROM medcode.suggest_encounter(ARRAY[ROW('a', NULL, 'letter', NULL, NULL, 'Gout.'), ROW('b', NULL, NULL, NULL, NULL, 'Asthma.')]::medcode.note_input[], on_issue => 'row');
SELECT code FROM medcode.suggest_encounter(ARRAY[ROW('a', NULL, 'letter', NULL, NULL, 'Gout.')]::medcode.note_input[]);
-- the last date decides the release and the age
SELECT code, issue FROM medcode.suggest_encounter(ARRAY[ROW('a', '1999-12-31', NULL, NULL, NULL, 'Gout.'), ROW('b', '2026-01-02', NULL, NULL, NULL, 'Gout.')]::medcode.note_input[]);
SELECT code, issue FROM medcode.suggest_encounter(ARRAY[ROW('a', '1999-12-31', NULL, NULL, NULL, 'Gout.')]::medcode.note_input[], on_issue => 'row');
SELECT code, issue FROM medcode.suggest_encounter(ARRAY[ROW('a', '2025-12-31', NULL, NULL, NULL, 'Gout.'), ROW('b', '2026-01-02', NULL, NULL, NULL, 'Gout.')]::medcode.note_input[],
    birth_date => '2026-01-02', on_issue => 'row');
SELECT code, issue FROM medcode.suggest_encounter(ARRAY[ROW('a', '2025-12-31', NULL, NULL, NULL, 'Gout.')]::medcode.note_input[], birth_date => '2026-01-02', on_issue => 'row');

-- of the notes of a stay one is the final statement: the last discharge summary, or with final the last note
CREATE FUNCTION pg_temp.uncertain(final boolean, first text, second text, second_signed boolean) RETURNS TABLE (code text, status text) LANGUAGE sql AS $$
    SELECT code, status FROM medcode.suggest_encounter(ARRAY[
        ROW('a', '2026-01-04', first, NULL, NULL, 'Assessment: probable pneumonia.'),
        ROW('b', '2026-01-05', second, NULL, second_signed, 'Assessment: probable gout.')]::medcode.note_input[], 'inpatient', final => final)
$$;
SELECT n, code, status FROM (VALUES
    (1, NULL::boolean, 'discharge_summary', 'progress_note', true), (2, NULL, 'progress_note', 'discharge_summary', true),
    (3, NULL, 'discharge_summary', 'discharge_summary', true), (4, true, NULL, NULL, true), (5, true, NULL, 'nursing_note', true),
    (6, true, 'progress_note', 'progress_note', true), (7, NULL, 'progress_note', 'progress_note', true),
    (8, NULL, 'discharge_summary', 'discharge_summary', false)) v(n, final, first, second, signed),
    pg_temp.uncertain(final, first, second, signed) ORDER BY n, code COLLATE "C";

-- what comes and goes is no contradiction; nor what another person does not have, nor what the same note says of itself
SELECT n, code, status FROM (VALUES
    (1, 'Assessment: cough.', 'Denies cough.'), (2, 'Assessment: asthma.', 'Father has no asthma.'),
    (3, 'Assessment: asthma.', 'ROS: no asthma. Assessment: asthma.'), (4, 'Assessment: asthma.', 'Return if no asthma.'),
    (5, 'Assessment: moderate persistent asthma.', 'No asthma.'), (6, 'Assessment: asthma.', 'No moderate persistent asthma.'),
    (7, 'Assessment: asthma.', 'Asthma was ruled out.')) v(n, first, second),
    medcode.suggest_encounter(ARRAY[ROW('a', NULL, NULL, NULL, NULL, first), ROW('b', NULL, NULL, NULL, NULL, second)]::medcode.note_input[])
ORDER BY n, code;
