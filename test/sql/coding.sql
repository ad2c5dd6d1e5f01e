--
-- From a note to codes
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

-- the main job: nothing loaded, no search_path
SELECT code, title, score, status FROM medcode.suggest('Assessment: type 2 diabetes mellitus, hypertension. Denies chest pain.');

CREATE TEMP TABLE note (note_id integer, body text);
INSERT INTO note VALUES
(1, E'Chief Complaint: cough\n\nHPI: 67 yo with COPD. Denies chest pain, fever or chills but reports dizziness.\nPMH: gout, appendicitis\nFamily History: mother with breast cancer\n\nAssessment:\n1. COPD with acute exacerbation\n2. Possible pneumonia\n'),
(2, E'Visit of Mrs. Müller 😀\r\n\r\nASSESSMENT AND PLAN\r\n1. Sjögren’s syndrome\r\n2. Acute on chronic systolic heart\r\nfailure\r\n3. Type\u00a02 diabetes mellitus\r\n\tNo evidence of asthma.\r\n'),
(3, E'☐ asthma ☑ gout [ ] COPD [x] hypertension\nDepression: no\nAnemia: yes\n'),
(4, 'Return if chest pain occurs. Stroke was ruled out. No increase in cough. Not only gout but asthma.'),
(5, NULL);

-- every condition, affirmed or not, and of whom
SELECT note_id, text, code, negated AS neg, uncertain AS unc, historical AS hist, hypothetical AS hyp, experiencer, cue
FROM note, medcode.mentions(body) ORDER BY note_id, start_char;
SELECT note_id, text, section FROM note, medcode.mentions(body) WHERE note_id IN (1, 2) ORDER BY note_id, start_char;

-- what is suggested of it; the NULL note gives no row, and not an error
SELECT note_id, sequence, code, title, status, support FROM note, medcode.suggest(body) ORDER BY note_id, sequence;
SELECT note_id, code FROM note LEFT JOIN LATERAL medcode.suggest(body) ON true WHERE note_id = 5;

-- the evidence is the text of the note, where it stands, with the cue
SELECT note_id, code, evidence FROM note, medcode.findings(body) WHERE note_id = 2 ORDER BY start_char;
SELECT 'mentions' AS of, count(*) > 0 AS some, bool_and(substr(body, start_char + 1, end_char - start_char) = text) AS right,
    bool_and(cue IS NULL OR substr(body, cue_start + 1, cue_end - cue_start) = cue) AS cues
FROM note, medcode.mentions(body)
UNION ALL
SELECT 'findings', count(*) > 0, bool_and(substr(body, start_char + 1, end_char - start_char) = text),
    bool_and(cue IS NULL OR substr(body, cue_start + 1, cue_end - cue_start) = cue)
FROM note, medcode.findings(body)
UNION ALL
SELECT 'suggestions', count(*) > 0, bool_and(substr(body, (e->>'start')::int + 1, (e->>'end')::int - (e->>'start')::int) = e->>'text'),
    NULL
FROM note, medcode.suggest(body) s, jsonb_array_elements(s.evidence) e;

-- words in another order, inflected, abbreviated
SELECT text, code, term FROM medcode.mentions('Failure, heart. Diabetes mellitus, type 2. T2DM. Hypertensions. CKD stage 4. Pneumonias.');
-- the longest wins
SELECT text, code FROM medcode.mentions('Type 2 diabetes mellitus with diabetic chronic kidney disease');
-- nothing to code
SELECT * FROM medcode.suggest('Feels well.');

-- negation reaches the whole list and ends where it should
SELECT text, negated, cue FROM medcode.mentions('No gout, asthma or anemia; hypertension is stable. Stroke: denied.');
SELECT text, negated, cue FROM medcode.mentions('No history of gout or asthma.');
SELECT note, bool_and(negated) AS negated FROM (VALUES
    ('No history of stroke or asthma.'), ('Denies history of stroke, asthma or gout.'), ('No family history of asthma.'),
    ('Negative for prior stroke.'), ('No personal history of breast cancer.')) v(note), medcode.mentions(note) GROUP BY note ORDER BY note COLLATE "C";
SELECT code FROM medcode.suggest('No family history of asthma. Denies history of stroke.');
-- a wrapped line is no end of a sentence
SELECT text, negated FROM medcode.mentions(E'The patient was seen in the clinic this morning and there is no evidence of\r\nasthma, nor did the history or the examination give any reason to think of a\r\nstroke. She has hypertension, which is well controlled with her medication,\r\nand gout; there is nothing else that she wants to tell us about. Type 2 diabetes\r\nmellitus is new.\r\n');

-- a span found by other means
SELECT negated, uncertain, historical, hypothetical, experiencer, cue, cue_start, cue_end
FROM medcode.assertion('No sign of zzyzx. Mother had zzyzx.', 11, 16);
SELECT negated, uncertain, historical, hypothetical, experiencer, cue, cue_start, cue_end
FROM medcode.assertion('No sign of zzyzx. Mother had zzyzx.', 29, 34);
SELECT count(*) FROM medcode.assertion(NULL, 1, 2);
SELECT * FROM medcode.assertion('No sign of zzyzx.', 16, 11);
SELECT * FROM medcode.assertion('No sign of zzyzx.', -1, 2);

-- for a browser: everything from the note is escaped
SELECT medcode.highlight('<script>"x" & ''y''</script> No gout, COPD');
SELECT medcode.highlight('') = '' AS empty, medcode.highlight(NULL) IS NULL AS "null";

-- settings and dates
SELECT medcode.suggest('gout', setting => 'in-patient');
SELECT medcode.suggest('gout', on_issue => 'ignore');
SELECT code, release FROM medcode.suggest('gout', setting => 'inpatient', as_of => '2025-10-01');
SELECT code FROM medcode.suggest('gout', as_of => '2015-09-30');
SELECT code, title, issue FROM medcode.suggest('gout', as_of => '2015-09-30', on_issue => 'row');
-- one bad row does not hide the others
SELECT to_char(d, 'YYYY-MM-DD') AS as_of, code, issue IS NOT NULL AS issue
FROM (VALUES (date '2015-09-30'), ('2025-10-01'), (NULL)) v(d), medcode.suggest('gout', as_of => d, on_issue => 'row');

-- the terminology is rows: a term of the site's own works at once, and goes with its transaction
BEGIN;
INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9');
INSERT INTO medcode.abbreviation (abbreviation, expansion) VALUES ('qzx', 'gout');
INSERT INTO medcode.cue (phrase, category, direction) VALUES ('zilch', 'negated', 'forward');
INSERT INTO medcode.section_header (header, category) VALUES ('grandma corner', 'family_history');
SELECT text, code, source, negated, experiencer, section
FROM medcode.mentions(E'Sugar sickness. QZX. zilch asthma.\nGrandma corner:\nhypertension\n');
ROLLBACK;
SELECT text, code, source, negated, experiencer, section
FROM medcode.mentions(E'Sugar sickness. QZX. zilch asthma.\nGrandma corner:\nhypertension\n');
