--
-- What was not proposed, and why; what is left open
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

CREATE TEMP TABLE note (note_id integer, body text);
INSERT INTO note VALUES
(1, E'Family history: mother with breast cancer\nAssessment: gout. No asthma. Possible pneumonia. Return if stroke.\n'),
(2, E'Assessment: anemia. Iron deficiency anemia.\n'),
(3, E'Assessment: knee pain, chronic kidney disease stage 3.\n'),
(4, E'Feels well 😀.\n'),
(5, NULL);

SELECT note_id, code, winner, term, source, section, evidence -> 0 ->> 'text' AS text, evidence -> 0 ->> 'cue' AS cue, reason
FROM note, medcode.considered(body) ORDER BY note_id, code;
-- in another setting another thing
SELECT note_id, code, reason ~ 'uncertain' AS uncertain FROM note, medcode.considered(body, 'inpatient', doc_type => 'discharge_summary') WHERE code::text = 'J18.9';
-- each code of a note is suggested or considered, not lost; nothing is both for the same words
SELECT note_id, f.code FROM note, medcode.findings(body) f
WHERE NOT EXISTS (SELECT FROM medcode.suggest(body) s WHERE s.code::text = f.code::text) AND NOT EXISTS (SELECT FROM medcode.considered(body) c WHERE c.code::text = f.code::text);
SELECT s.code FROM note, medcode.suggest(body) s, medcode.considered(body) c WHERE s.code::text = c.code::text AND s.evidence @> c.evidence;
-- the evidence is the text of the note
SELECT bool_and(substr(body, (e->>'start')::int + 1, (e->>'end')::int - (e->>'start')::int) = e->>'text') AS right, count(*) > 4 AS some
FROM note, medcode.considered(body) c, jsonb_array_elements(c.evidence) e;
SELECT DISTINCT release, version IS NOT NULL AS version, issue FROM note, medcode.considered(body);

-- questions, with the code that each answer leads to
SELECT note_id, code, question, axis, jsonb_path_query_array(choices, '$[*].answer') AS answers, jsonb_path_query_array(choices, '$[*].code') AS codes,
    evidence -> 0 ->> 'text' AS text
FROM note, medcode.open_questions(body) WHERE note_id = 3 ORDER BY note_id, code, axis;
SELECT DISTINCT c.title = i.title AS title_right FROM note, medcode.open_questions(body) q, jsonb_to_recordset(q.choices) AS c(code text, title text),
    medcode.code_info(c.code::medcode.icd10cm) i;
-- who answers gets that code
SELECT q.code AS open, c.answer, c.code AS leads_to, (SELECT string_agg(s.code::text, ' ') FROM medcode.suggest('Assessment: ' || c.answer || ' knee pain.') s) AS gives
FROM medcode.open_questions('Assessment: knee pain.') q, jsonb_to_recordset(q.choices) AS c(answer text, code text) WHERE axis = 'side';
-- nothing open, nothing asked; nothing is asked of what is not proposed
SELECT count(*) FROM medcode.open_questions('Assessment: right knee pain.') WHERE axis = 'side';
SELECT count(*) FROM medcode.open_questions('Assessment: no knee pain.');
SELECT count(*) FROM medcode.open_questions('Mother had knee pain.');
-- each question has a choice, none leads to where it starts
SELECT code, axis FROM note, medcode.open_questions(body) q
WHERE jsonb_array_length(choices) = 0 OR choices @> jsonb_build_array(jsonb_build_object('code', q.code::text));
