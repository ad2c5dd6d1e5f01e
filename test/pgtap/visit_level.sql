-- denial_review() of refused visits (CARC 150), and visit_decision(): total time, and medical decision making by the rules of CPT
-- (office visits 2021, all others 2023).
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();
\ir include/denial_cases.sql

-- 150: levels
INSERT INTO denial_case (what, carc, notes, diagnoses, lines, must, mustnt, action) VALUES
('150: the total time is enough for 99214 (CPT: 30 minutes)', '150', pg_temp.notes(E'Hypertension: BP 150/92, amlodipine raised.\nTotal time spent on the date of the encounter: 35 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"defends ~ 35 minutes"}', '{}', 'APPEAL'),
('150: exactly what is asked for (CPT 2024: met or exceeded)', '150', pg_temp.notes('Hypertension, stable. I spent a total of 30 minutes on this visit today, including record review.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"defends ~ 30 minutes"}', '{}', NULL),
('150: too little: the lower level, to be weighed (CPT: 20 minutes)', '150', pg_temp.notes('Hypertension, stable. Total time today: 22 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"check 99213"}', '{"defends ~ 22 minutes"}', NULL),
('150: time of counselling only (CPT before 2021)', '150', pg_temp.notes('Hypertension, stable. More than 50% of the visit, 35 minutes, was spent in counseling.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 35 minutes"}', NULL),
('150: time of the procedure (CPT: not of services billed apart)', '150', pg_temp.notes('Hypertension, stable. Procedure time: 45 minutes for the debridement.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 45 minutes"}', NULL),
('150: time of a repair (CPT: not of services billed apart)', '150', pg_temp.notes('Laceration of the scalp. The total time for repair of the laceration was 45 minutes.'),
    '{S01.01XA}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 45 minutes"}', NULL),
('150: how long pain lasts is no time of the visit', '150', pg_temp.notes('Chest pain for 45 minutes after dinner. ECG normal.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 45 minutes"}', NULL),
('150: the emergency department has no time (CPT)', '150', pg_temp.notes('Chest pain, resolved. Total time spent on the date of the encounter: 70 minutes.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '99284')], '{check}', '{"defends ~ 70 minutes",issue}', 'REVIEW'),
('150: a fall is no problem that is managed (I.C.20; CPT)', '150', pg_temp.notes('Assessment: Low back pain after a fall at home, naproxen started.'),
    '{M54.50}', ARRAY[pg_temp.line(1, '99213')], '{"check M54.50"}', '{"check W19","check W19.XXXA",defends}', 'REVIEW'),
('150: an hour and ten minutes are seventy (CPT: 99205, 60 minutes)', '150', pg_temp.notes('New patient, multiple sclerosis. Total time on the date of the visit: 1 hour and 10 minutes.'),
    '{G35.D}', ARRAY[pg_temp.line(1, '99205')], '{"defends ~ 1 hour and 10 minutes"}', '{}', 'APPEAL'),
('150: of a range the lower end is sure (CPT: 99214, 30 minutes)', '150', pg_temp.notes('Hypertension. Total time today 20-30 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"check 99213"}', '{"defends ~ 20-30"}', 'REVIEW'),
('150: procedures are not in the time (CPT)', '150', pg_temp.notes('Hypertension, amlodipine raised. I spent 32 minutes today on this visit, excluding separately billed procedures.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"defends ~ 32 minutes"}', '{}', 'APPEAL'),
('150: what the patient spends time on', '150', pg_temp.notes('Hypertension. She spent 45 minutes on the treadmill; he spends 50 minutes a day walking.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ minutes"}', 'REVIEW'),
('150: 99213 asks for 20 minutes since 2024 (CPT 2021: range from 20)', '150', pg_temp.notes('Hypertension. Total time: 20 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], '{"defends ~ 20 minutes"}', '{}', 'APPEAL'),
('150: time did not count for visits in the office before 2021 (CPT)', '150', pg_temp.notes('Hypertension. Total time: 40 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213', day => '2020-06-01')], '{}', '{"defends ~ 40 minutes"}', NULL),
('150: total time less that of the procedure is not enough (CPT)', '150', pg_temp.notes('Hypertension. Total time 40 minutes, of which 20 minutes were for the joint injection.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 40 minutes"}', NULL);

\ir include/denial_answers.sql
--
-- Medical decision making. Each element of a note: its level (1 straightforward to 4 high) and what stands for it, by the table of CPT.
--
-- "level: item, item" of an element: what counts, sorted
CREATE FUNCTION pg_temp.shown(body text, wanted text) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(': ', max(d.level) FILTER (WHERE d.item IS NULL), string_agg(d.item || coalesce(' ' || d.code, ''), ', ' ORDER BY d.item, d.code) FILTER (WHERE d.counts))
    FROM medcode.visit_decision(pg_temp.notes(body), 'professional', '2026-02-03') AS d WHERE d.element = wanted $$;

SELECT is(pg_temp.shown(c.note, 'problem'), c.expected, 'problems: ' || c.what) FROM (VALUES
    ('nothing', 'Here for a form.', '1'),
    ('one self-limited', 'Assessment: Tinea pedis, advised to keep the feet dry.', '1: minor B35.3'),
    ('two self-limited are low', 'Assessment: Tinea pedis, advised to keep the feet dry. Common cold, reassurance.', '2: minor B35.3, minor J00'),
    ('acute uncomplicated', 'Assessment: Acute cystitis, start nitrofurantoin.', '2: acute N30.00'),
    ('one stable chronic illness', 'Assessment: Hypertension, at goal, continue amlodipine 5 mg.', '2: stable I10'),
    ('two stable chronic illnesses', 'Assessment: Hypertension, at goal, continue amlodipine. Hypothyroidism, stable, continue levothyroxine.', '3: stable E03.9, stable I10'),
    ('not at goal is not stable', 'Assessment: Hypertension, not at goal, increase amlodipine.', '3: worse I10'),
    ('an exacerbation', 'Assessment: COPD with acute exacerbation, start prednisone.', '3: worse J44.1'),
    ('an exacerbation that is denied', 'Assessment: COPD, no exacerbation, continue tiotropium.', '2: stable J44.9'),
    ('a severe exacerbation', 'Assessment: COPD with severe exacerbation, start prednisone.', '4: severe J44.1'),
    ('an acute illness with systemic symptoms', 'Assessment: Acute pyelonephritis, start ciprofloxacin.', '3: systemic N10'),
    ('a new problem with uncertain prognosis', 'Assessment: Lump in the right breast, mammogram ordered.', '3: unclear N63.10'),
    ('a threat to life', 'Assessment: Sepsis, started on ceftriaxone.', '4: threat A41.9'),
    ('what a stroke leaves behind threatens no life', 'Assessment: Dysphagia following cerebral infarction, speech therapy continued.', '2: stable I69.391'),
    ('an infarction of long ago', 'Assessment: Old myocardial infarction, continue aspirin.', '2: stable I25.2'),
    ('side effects that are only explained', 'Assessment: Hypertension, at goal, continue lisinopril, its side effects were discussed.', '2: stable I10'),
    ('side effects', 'Assessment: Hypertension, having side effects, stop lisinopril.', '3: worse I10'),
    ('two in a sentence, told behind them', 'Assessment: Hypertension, stable on amlodipine; hypothyroidism, worsening, increase levothyroxine.', '3: stable I10, worse E03.9'),
    ('two in a sentence, told before them', 'Assessment: Stable hypertension on amlodipine, worsening hypothyroidism, increase levothyroxine.', '3: stable I10, worse E03.9'),
    ('told below the name', E'Assessment and Plan:\n1. Hypertension.\nNot at goal. Increase amlodipine.\n2. Hypothyroidism.\nStable. Continue levothyroxine.', '3: stable E03.9, worse I10'),
    ('a symptom', 'Assessment: Chest pain, ECG ordered.', '2: symptom R07.9'),
    ('listed and not addressed', 'Assessment: Hypertension, at goal, continue amlodipine. Gout.', '2: stable I10'),
    ('of the past', E'PMH: pneumonia 2019.\nAssessment: Hypertension, at goal, continue amlodipine.', '2: stable I10'),
    ('of another', 'Assessment: Hypertension, at goal, continue amlodipine. Her mother has diabetes, on insulin.', '2: stable I10'),
    ('to be ruled out by a test', 'Assessment: Cough, honey advised. COVID test to rule out.', '2: symptom R05.9'),
    ('one disease of several codes is one problem', 'Assessment: Type 2 diabetes with polyneuropathy and chronic kidney disease stage 3a, continue metformin.', '3: stable E11.22, stable N18.31'),
    ('a fall is none', 'Assessment: Low back pain after a fall at home, naproxen started.', '2: acute M54.50')
) AS c(what, note, expected);

SELECT is(pg_temp.shown(c.note, 'data'), c.expected, 'data: ' || c.what) FROM (VALUES
    ('nothing', 'Assessment: Gout.', '1'),
    ('one test', 'Plan: CBC.', '1: test'),
    ('two tests', 'I ordered a CBC and a TSH.', '2: test, test'),
    ('three tests', 'I ordered a CBC, a TSH and a lipid panel.', '3: test, test, test'),
    ('parts of one panel are one test', 'Creatinine 1.4, BUN 22, eGFR 51.', '1: test'),
    ('a test that is ordered and reviewed is one', 'CBC ordered. CBC reviewed: normal.', '1: test'),
    ('a film with a longer name is one', 'Chest x-ray reviewed.', '1: test'),
    ('a test that is only named', 'We talked about what a CBC is for.', '1'),
    ('a test that is not done', 'No CBC was ordered. CT is not needed.', '1'),
    ('a test under a condition', 'If the pain goes on, order an MRI.', '1'),
    ('somebody else tells the history', 'History obtained from his mother, as he cannot speak.', '2: historian'),
    ('a source, a test and a historian', 'Outside records reviewed. CBC ordered. History was obtained from her daughter.', '3: external_note, historian, test'),
    ('an own interpretation', 'ECG: my interpretation is sinus rhythm.', '3: interpretation'),
    ('a talk with another physician', 'Management was discussed with cardiology.', '3: discussion'),
    ('a talk with the patient is none', 'Discussed with the patient, who agrees.', '1'),
    ('two of three categories', 'Discussed with cardiology. The images were reviewed by me: my interpretation is no fracture.', '4: discussion, interpretation')
) AS c(what, note, expected);

SELECT is(pg_temp.shown(c.note, 'risk'), c.expected, 'risk: ' || c.what) FROM (VALUES
    ('nothing', 'Assessment: Gout, diet discussed.', '1'),
    ('a prescription drug', 'Plan: start lisinopril 10 mg daily.', '3: prescription'),
    ('a drug that is refilled', 'Lisinopril was refilled.', '3: prescription'),
    ('a bare list of drugs', E'Medications:\nlisinopril 10 mg daily\nmetformin 500 mg bid\n\nAssessment: Hypertension.', '1'),
    ('what another started', E'HPI: He was started on lisinopril by his cardiologist.\nAssessment: Hypertension.', '1'),
    ('a drug that is denied', 'Plan: no antibiotics, do not start amoxicillin.', '1'),
    ('a drug under a condition', 'If it does not heal, start amoxicillin.', '1'),
    ('a drug without prescription', 'Plan: start ibuprofen over the counter.', '2: no_prescription'),
    ('both', 'Plan: continue aspirin 81 mg, increase lisinopril to 20 mg.', '3: no_prescription, prescription'),
    ('physical therapy', 'Plan: refer to physical therapy.', '2: therapy'),
    ('determinants that limit treatment', 'He cannot afford his inhaler.', '3: social'),
    ('a drug for a few days', 'Plan: start nitrofurantoin.', '3: prescription'),
    ('surgery', 'After discussion she elected to have surgery.', '3: surgery'),
    ('surgery under a condition', 'If this fails, schedule surgery.', '1'),
    ('an emergency', 'She needs emergency surgery.', '4: emergency_surgery'),
    ('a hospital', 'Plan: admit to the hospital.', '4: hospital'),
    ('a hospital under a condition', 'If fever returns, admit to the hospital.', '1'),
    ('he admits to something', 'He does admit to smoking.', '1'),
    ('a hospital last year', 'HPI: hospital admission last year for pneumonia.', '1'),
    ('monitoring for toxicity', 'Plan: monitoring for toxicity with a monthly CBC.', '4: toxicity'),
    ('not to resuscitate', 'After talking with the family he is now DNR.', '4: no_resuscitation'),
    ('an opioid by vein', 'Plan: IV morphine for pain now.', '4: controlled_injection')
) AS c(what, note, expected);

-- two of three: the level is the middle one
SELECT is((SELECT d.level FROM medcode.visit_decision(pg_temp.notes(c.note), 'professional', '2026-02-03') AS d WHERE d.element = 'level'), c.level, 'two of three: ' || c.what) FROM (VALUES
    ('moderate, none, moderate', 'Assessment: Hypertension, not at goal, increase amlodipine to 10 mg.', 3),
    ('low, none, moderate', 'Assessment: Acute cystitis, start nitrofurantoin.', 2),
    ('low, none, none', 'Assessment: Hypertension, at goal, low salt diet discussed.', 1),
    ('high, none, high', 'Assessment: Sepsis, started on ceftriaxone. Plan: admit to the hospital.', 4),
    ('nothing at all', 'Here for a form.', 1)
) AS c(what, note, level);
SELECT is_empty($$SELECT medcode.visit_decision(NULL), medcode.visit_decision('{}'), medcode.visit_decision(ARRAY[ROW('n', NULL, NULL, NULL, false, 'Gout.')]::medcode.note_input[])$$,
    'no signed note, no rows');
SELECT is((SELECT count(*) FROM medcode.visit_decision(pg_temp.notes('Plan: CBC.', 'Result: CBC normal.'), 'professional', '2026-02-03') AS d WHERE d.item = 'test'), 1::bigint, 'a test of two notes is one');
SELECT is_empty($$SELECT d.quote, substr(n.body, d.start_char + 1, d.end_char - d.start_char)
    FROM (VALUES (E'Gr\u00f6\u00dfe 98 cm. Assessment: Hypertension, not at goal, increase amlodipine to 10 mg. CBC ordered.')) AS n(body)
    CROSS JOIN LATERAL medcode.visit_decision(pg_temp.notes(n.body), 'professional', '2026-02-03') AS d
    WHERE d.item IS NOT NULL AND d.quote IS DISTINCT FROM substr(n.body, d.start_char + 1, d.end_char - d.start_char)$$, 'each piece of evidence has its sentence');
SELECT is_empty($$SELECT DISTINCT c.item FROM medcode.decision_cue AS c WHERE c.item NOT IN ('ordering', 'drug_decision') AND NOT EXISTS (SELECT FROM medcode.decision_items() AS d WHERE d.item = c.item)$$,
    'each item of decision_cue is one of decision_items() or tells that one counts');
SELECT is((SELECT array_agg(medcode.decision_name(n) ORDER BY n) FROM generate_series(0, 5) AS n), '{NULL,straightforward,low,moderate,high,NULL}'::text[], 'decision_name()');
SELECT is((SELECT array_agg(medcode.condition_class_of(c) ORDER BY n) FROM unnest('{I10,J02.9,E10.9,Z95.1,QQQ}'::text[]) WITH ORDINALITY AS u(c, n)), '{chronic,acute,lifelong,status,NULL}'::text[],
    'condition_class_of()');
INSERT INTO medcode.decision_cue (item, phrase) VALUES ('discussion', 'tumor board');
SELECT is(pg_temp.shown('Her case was presented at the tumor board.', 'data'), '3: discussion', 'words that a site adds');
SELECT throws_ok($$INSERT INTO medcode.decision_cue (item, phrase) VALUES ('test', 'CBC')$$, '23514', NULL, 'phrases are in small letters');

-- a refused visit: the level that was billed against the level that the notes show
SELECT is((SELECT string_agg(r.answer || ' ' || substring(r.message FROM 'asks for \w+: they bear (?:it|\w+)'), '; ') FROM medcode.denial_review(pg_temp.notes(c.note), 'CO', '150', '{}', '{I10}',
        ARRAY[pg_temp.line(1, c.hcpcs, day => c.day)], 1, on_date => c.day) AS r WHERE r.subject = 'level' AND r.message LIKE 'decision making%'), c.expected, 'refused: ' || c.what) FROM (VALUES
    ('moderate and 99214', 'Assessment: Hypertension, not at goal, increase amlodipine to 10 mg.', '99214', '2026-02-03'::date, 'check asks for moderate: they bear it'),
    ('moderate and 99215', 'Assessment: Hypertension, not at goal, increase amlodipine to 10 mg.', '99215', '2026-02-03', 'check asks for high: they bear 99214'),
    ('moderate and a new patient', 'Assessment: Hypertension, not at goal, increase amlodipine to 10 mg.', '99205', '2026-02-03', 'check asks for high: they bear 99204'),
    ('low and the first day in hospital, where straightforward and low are one', 'Assessment: Acute cystitis, start nitrofurantoin.', '99222', '2026-02-03', 'check asks for moderate: they bear 99221'),
    ('the emergency department', 'Assessment: Hypertension, not at goal, increase amlodipine to 10 mg.', '99285', '2026-02-03', 'check asks for high: they bear 99284'),
    ('before these rules', 'Assessment: Hypertension, not at goal, increase amlodipine to 10 mg.', '99214', '2020-06-01', NULL),
    ('a hospital before these rules', 'Assessment: Hypertension, not at goal, increase amlodipine to 10 mg.', '99222', '2022-06-01', NULL),
    ('an eye examination', 'Assessment: Glaucoma, continue latanoprost.', '92014', '2026-02-03', NULL)
) AS c(what, note, hcpcs, day, expected);
SELECT is_empty($$SELECT r.* FROM medcode.denial_review(pg_temp.notes('Assessment: Acute cystitis, start nitrofurantoin.'), 'CO', '150', '{}', '{N30.00}', ARRAY[pg_temp.line(1, '99215')], 1) AS r
    WHERE r.subject <> 'problem' AND r.use_code IS NOT NULL OR r.answer <> 'check' OR r.action <> 'REVIEW'$$, 'decision making changes no code, and a person looks');

SELECT * FROM finish();
ROLLBACK;
