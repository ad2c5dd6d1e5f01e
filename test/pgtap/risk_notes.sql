-- Risk adjustment from notes: which records count, what becomes of each HCC, packets of proof. With the starter alone.
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(142);

--
-- Which records count
--
CREATE FUNCTION pg_temp.standing(note_type text, setting text, credential text, signed boolean DEFAULT true, telehealth boolean DEFAULT true) RETURNS text
LANGUAGE sql AS 'SELECT CASE WHEN accepted THEN ''accepted'' ELSE array_to_string(reasons, ''; '') END FROM medcode.record_standing($1, $2, $3, $4, $5)';
SELECT is(pg_temp.standing(v.type, v.setting, v.credential), v.reason, v.rule) FROM (VALUES
    ('progress note', 'outpatient', 'MD', 'accepted', 'a physician''s visit is acceptable'),
    ('discharge summary', 'inpatient', 'DO', 'accepted', 'a stay in a hospital is acceptable'),
    ('emergency department note', 'ed', 'M.D.', 'accepted', 'hospital outpatient is acceptable'),
    ('Progress_Note', 'OUTPATIENT', 'PA-C', 'accepted', 'writing does not matter; a physician assistant is acceptable'),
    ('office visit', 'professional', 'Jane Roe, FNP-C', 'accepted', 'a nurse practitioner is acceptable, with the name beside'),
    ('office visit', 'professional', 'RN, NP', 'accepted', 'of two credentials the acceptable one counts'),
    ('cardiology consultation', 'outpatient', 'MD', 'accepted', 'words beside the type do not matter'),
    ('radiology report', 'outpatient', 'MD', 'note type: stand-alone diagnostic radiology', 'stand-alone radiology is not acceptable'),
    ('radiology consultation', 'outpatient', 'MD', 'note type: stand-alone diagnostic radiology', 'what refuses a type comes before what accepts'),
    ('CT Report - chest', 'outpatient', 'MD', 'note type: stand-alone diagnostic radiology', 'nor is a CT'),
    ('lab report', 'outpatient', 'MD', 'note type: stand-alone laboratory', 'stand-alone laboratory is not acceptable'),
    ('pathology report', 'outpatient', 'MD', 'note type: stand-alone pathology', 'stand-alone pathology is not acceptable'),
    ('problem list', 'outpatient', 'MD', 'note type: problem list standing alone', 'a problem list standing alone is not acceptable'),
    ('superbill', 'outpatient', 'MD', 'note type: superbill or claim, no record', 'a superbill is no record'),
    ('telephone encounter', 'outpatient', 'MD', 'note type: not face to face', 'a telephone call is not face to face'),
    ('nursing note', 'inpatient', 'MD', 'note type: written by nursing or ancillary staff', 'a nursing note is not acceptable'),
    ('progress note', 'snf', 'MD', 'setting: record of a skilled nursing facility', 'SNF records alone are not acceptable'),
    ('progress note', 'home_health', 'MD', 'setting: record of home health alone', 'home health alone is not acceptable'),
    ('progress note', 'hospice', 'MD', 'setting: record of hospice alone', 'hospice alone is not acceptable'),
    ('progress note', 'outpatient', 'RN', 'credential: not an acceptable type of provider', 'a nurse is no acceptable provider'),
    ('progress note', 'outpatient', 'PharmD', 'credential: not an acceptable type of provider', 'nor is a pharmacist'),
    ('progress note', 'outpatient', 'medical student', 'credential: not an acceptable type of provider', 'nor a student'),
    ('progress note', 'outpatient', '', 'credential: not given', 'a record needs a credential'),
    ('progress note', 'outpatient', 'XYZ', 'credential: no row in record_rule', 'what no row names is not accepted'),
    ('doodle', 'outpatient', 'MD', 'note type: no row in record_rule', 'nor a type that no row names'),
    ('progress note', NULL, 'MD', 'setting: not given', 'nor a record without setting')
) v(type, setting, credential, reason, rule);
SELECT is(pg_temp.standing('progress note', 'outpatient', 'MD', false), 'not signed', 'an unsigned record is never acceptable');
SELECT is(pg_temp.standing('progress note', 'outpatient', 'MD', NULL), 'not signed', 'nor one of which that is not known');
SELECT is(pg_temp.standing('video visit', 'outpatient', 'MD'), 'accepted', 'telehealth with video is face to face');
SELECT is(pg_temp.standing('video visit', 'outpatient', 'MD', true, false), 'note type: telehealth is not counted', 'unless the caller does not count it');
SELECT is(pg_temp.standing('audio only telehealth visit', 'outpatient', 'MD'), 'note type: not face to face', 'audio only never is');
INSERT INTO medcode.record_rule (aspect, value, accepted, reason, source) VALUES ('note_type', 'doodle', 'yes', NULL, 'site'),
    ('note_type', 'letter', 'no', 'letters are not counted here', 'site');
SELECT is(pg_temp.standing('doodle', 'outpatient', 'MD'), 'accepted', 'a site can add a type');
SELECT is(pg_temp.standing('letter', 'outpatient', 'MD'), 'note type: letters are not counted here', 'and take one of the starter out');
SELECT throws_ok($$INSERT INTO medcode.record_rule VALUES ('note_type', 'Radiology', 'no', 'x', 'site')$$, '23514', NULL, 'a value that would never be found is refused');
SELECT throws_ok($$INSERT INTO medcode.record_rule VALUES ('note_type', 'x', 'no', NULL, 'site')$$, '23514', NULL, 'a refusal needs a reason');
SELECT is_empty($$SELECT * FROM medcode.record_rule WHERE medcode.record_words(value) <> value$$, 'values are as record_words() writes them');

--
-- What becomes of each HCC
--
CREATE SCHEMA rt;
CREATE TABLE rt.clinical_note (note_id text PRIMARY KEY, person_id text, encounter_id text, note_date date, note_type text DEFAULT 'progress note', author_npi text DEFAULT '1',
    author_credential text DEFAULT 'MD', signed_at timestamptz DEFAULT '2025-12-31 10:00+00', setting text DEFAULT 'outpatient', data_source text DEFAULT 'test', note_text text);
CREATE TABLE rt.condition (person_id text, claim_id text, encounter_id text, recorded_date date, normalized_code text);
SELECT medcode.create_finding_table('finding', 'rt.clinical_note', 'note_text') \g /dev/null
SELECT medcode.keep_findings_current('rt.finding') \g /dev/null

INSERT INTO rt.clinical_note (note_id, person_id, encounter_id, note_date, note_text) VALUES
    ('add', 'add', 'e', '2025-03-01', E'Assessment and Plan:\n1. COPD: stable, continue tiotropium.'),
    ('supported', 'supported', 'e', '2025-03-01', E'Assessment and Plan:\n1. COPD: stable, continue tiotropium.'),
    ('denied', 'denied', 'e', '2025-03-01', E'HPI: No COPD. Knee pain.\nAssessment: Osteoarthritis of the right knee.'),
    ('past', 'past', 'e', '2025-03-01', E'Past Medical History: Myocardial infarction in 2015.\nAssessment: Osteoarthritis of the right knee.'),
    ('silent', 'silent', 'e', '2025-03-01', E'Assessment: Osteoarthritis of the right knee, continue naproxen.'),
    ('list', 'list', 'e', '2025-03-01', E'Problem List: COPD.\nAssessment: Osteoarthritis of the right knee.'),
    ('doubt', 'doubt', 'e', '2025-03-01', E'Assessment: Possible COPD. Spirometry ordered.'),
    ('named', 'named', 'e', '2025-03-01', E'Assessment:\nCOPD.'),
    ('higher', 'higher', 'e', '2025-03-01', E'Assessment: Type 2 diabetes mellitus with diabetic neuropathy, continue gabapentin.'),
    ('lower', 'lower', 'e', '2025-03-01', E'Assessment: Type 2 diabetes mellitus, continue metformin.'),
    ('far', 'far', 'other', '2025-08-01', E'Assessment: Osteoarthritis of the right knee.'),
    ('near', 'near', 'other', '2025-03-03', E'Assessment: Osteoarthritis of the right knee.'),
    ('family', 'family', 'e', '2025-03-01', E'Family History: Mother had COPD.\nAssessment: Osteoarthritis of the right knee.'),
    ('old_year', 'old_year', 'e', '2024-12-31', E'Assessment: COPD, stable, continue tiotropium.'),
    ('next_year', 'next_year', 'e', '2026-01-01', E'Assessment: COPD, stable, continue tiotropium.'),
    ('recap', 'recap', 'e', '2025-03-01', E'Assessment: COPD, stable, continue tiotropium.'),
    ('open', 'open', 'e', '2025-03-01', E'Assessment: Osteoarthritis of the right knee.'),
    ('over', 'over', 'e', '2025-03-01', E'HPI: No COPD.\nAssessment: Osteoarthritis of the right knee.'),
    ('twice1', 'twice', 'e', '2025-03-01', E'Assessment: COPD, stable, continue tiotropium.'),
    ('twice2', 'twice', 'e2', '2025-06-01', E'HPI: Denies COPD.\nAssessment: Osteoarthritis of the right knee.'),
    ('copied1', 'copied', 'e', '2024-12-01', E'Assessment:\n\nChronic obstructive pulmonary disease is stable and we will continue tiotropium at the same dose.\n'),
    ('copied2', 'copied', 'e2', '2025-03-01', E'Assessment:\n\nChronic obstructive pulmonary disease is stable and we will continue tiotropium at the same dose.\n'),
    ('both', 'both', 'e', '2025-03-01', E'HPI: No diabetic retinopathy.\nAssessment: Type 2 diabetes mellitus with diabetic neuropathy, continue gabapentin.'),
    ('dateless', 'dateless', 'e', NULL, E'Assessment: COPD, stable, continue tiotropium.'), ('nobody''s', NULL, 'e', '2025-03-01', E'Assessment: COPD, stable, continue tiotropium.'),
    ('newest', 'newest', 'e', '2025-03-01', E'Assessment: Osteoarthritis of the right knee.');
INSERT INTO rt.clinical_note (note_id, person_id, encounter_id, note_date, note_type, setting, author_credential, signed_at, note_text)
SELECT v.what, v.what, 'e', '2025-03-01', v.type, v.setting, v.credential, v.signed::timestamptz, E'Assessment: COPD, stable, continue tiotropium.' FROM (VALUES
    ('radiology', 'radiology report', 'outpatient', 'MD', '2025-03-01'), ('laboratory', 'lab report', 'outpatient', 'MD', '2025-03-01'), ('snf', 'progress note', 'snf', 'MD', '2025-03-01'),
    ('unsigned', 'progress note', 'outpatient', 'MD', NULL), ('nurse', 'progress note', 'outpatient', 'RN', '2025-03-01'), ('video', 'video visit', 'outpatient', 'MD', '2025-03-01'),
    ('radiology_billed', 'radiology report', 'outpatient', 'MD', '2025-03-01')) v(what, type, setting, credential, signed);
INSERT INTO rt.clinical_note (note_id, person_id, encounter_id, note_date, setting, note_type, note_text) VALUES
    ('stay', 'stay', 'e', '2025-03-01', 'inpatient', 'discharge summary', E'Discharge Diagnoses: Probable COPD.');
INSERT INTO rt.condition VALUES ('supported', 'c1', 'e', '2025-03-01', 'J449'), ('denied', 'c1', 'e', '2025-03-01', 'J449'), ('past', 'c1', 'e', '2025-03-01', 'I219'),
    ('silent', 'c1', 'e', '2025-03-01', 'J449'), ('far', 'c1', 'e', '2025-03-01', 'J44.9'), ('near', 'c1', 'e', '2025-03-01', 'J449'), ('higher', 'c1', 'e', '2025-03-01', 'E119'),
    ('lower', 'c1', 'e', '2025-03-01', 'E1140'), ('named', 'c1', 'e', '2025-03-01', 'J449'), ('radiology_billed', 'c1', 'e', '2025-03-01', 'J449'), ('list_billed', 'c1', 'e', '2025-03-01', 'J449'),
    ('family', 'c1', 'e', '2025-03-01', 'J449'), ('twice', 'c1', 'e', '2025-03-01', 'J449'), ('stay', 'c1', 'e', '2025-03-01', 'J449'),
    ('recap', 'c0', 'x', '2024-06-01', 'J449'), ('open', 'c0', 'x', '2024-06-01', 'J449'), ('over', 'c0', 'x', '2024-06-01', 'J449'), ('newest', 'c0', 'x', '2021-06-01', 'J449'),
    ('newest', NULL, 'e', '2025-03-01', 'I509'), ('bad', 'c1', 'e', '2025-03-01', 'NOCODE!'), ('undated', 'c1', 'e', NULL, 'J449');
INSERT INTO rt.clinical_note (note_id, person_id, encounter_id, note_date, note_text) VALUES ('list_billed', 'list_billed', 'e', '2025-03-01', E'Problem List: COPD.\nAssessment: Osteoarthritis of the right knee.');
CREATE TEMP TABLE reviewed AS SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026);
CREATE FUNCTION pg_temp.gaps(person text) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(concat_ws(' ', r.hcc_code, r.gap, r.verdict, r.suspect_type, r.evidence_status, r.hierarchical_status), ', ' ORDER BY r.hcc_code::integer, r.gap), '')
    FROM pg_temp.reviewed AS r WHERE r.person_id = person $$;

SELECT is(pg_temp.gaps(v.person), v.gaps, v.rule) FROM (VALUES
    ('add', '280 add MISSED net-new pending applied-not-superseded', 'current in an acceptable note with MEAT and on no claim: add'),
    ('supported', '280 supported SUPPORTED closed-gap applied-not-superseded', 'billed and proven: supported'),
    ('denied', '280 delete CONTRADICTED invalid-gap applied-not-superseded', 'billed and denied in the record: delete'),
    ('past', '228 delete HISTORY_CODED_AS_ACTIVE invalid-gap applied-not-superseded', 'billed as acute and past in the record: delete'),
    ('silent', '280 delete UNSUPPORTED invalid-gap applied-not-superseded', 'billed and not in the record that was read: delete'),
    ('family', '280 delete UNSUPPORTED invalid-gap applied-not-superseded', 'billed and only of the family: delete'),
    ('list_billed', '280 delete LIST_ONLY invalid-gap applied-not-superseded', 'billed and only in a list: delete'),
    ('radiology_billed', '280 no_record NO_RECORD pending applied-not-superseded', 'billed and only a record that does not count: no record'),
    ('far', '280 no_record NO_RECORD pending applied-not-superseded', 'billed, and no record of the visit: no record, kept apart from deletes'),
    ('near', '280 delete UNSUPPORTED invalid-gap applied-not-superseded', 'a record within the window is one of the visit'),
    ('named', '280 supported SUPPORTED_WEAK closed-gap applied-not-superseded', 'named by the provider without MEAT: weakly supported, MEAT is no law'),
    ('stay', '280 supported SUPPORTED_WEAK closed-gap applied-not-superseded', 'probable at the end of a stay may be coded: no delete'),
    ('higher', '37 add MISSED net-new pending applied-not-superseded, 38 supported LESS_SPECIFIC closed-gap applied-superseded', 'an HCC that outranks the billed one validates it, and is an add'),
    ('lower', '37 delete OVER_SPECIFIED invalid-gap applied-not-superseded, 38 add MISSED net-new pending applied-superseded', 'only a lower HCC is documented: over-specified'),
    ('twice', '280 supported SUPPORTED closed-gap applied-not-superseded', 'one best record validates, whatever others say'),
    ('radiology', '280 suspect NOT_CODABLE_SOURCE suspected open-gap not-applied', 'radiology alone: suspect, never an add'),
    ('laboratory', '280 suspect NOT_CODABLE_SOURCE suspected open-gap not-applied', 'laboratory alone: suspect'),
    ('snf', '280 suspect NOT_CODABLE_SOURCE suspected open-gap not-applied', 'SNF alone: suspect'),
    ('unsigned', '280 suspect NOT_CODABLE_SOURCE suspected open-gap not-applied', 'unsigned: suspect, never an add'),
    ('nurse', '280 suspect NOT_CODABLE_SOURCE suspected open-gap not-applied', 'author not acceptable: suspect'),
    ('video', '280 add MISSED net-new pending applied-not-superseded', 'telehealth counts by default'),
    ('list', '280 suspect LIST_ONLY suspected open-gap not-applied', 'problem list only: suspect'),
    ('doubt', '280 suspect UNCERTAIN_NOT_CODABLE suspected open-gap not-applied', 'possible only: suspect'),
    ('copied', '280 suspect LIST_ONLY suspected open-gap not-applied', 'copied forward from an earlier note: no add'),
    ('recap', '280 recapture MISSED historic pending applied-not-superseded', 'of a year before and documented now: recapture'),
    ('open', '280 recapture UNSUPPORTED historic open-gap not-applied', 'of a year before and not documented now: recapture, open'),
    ('over', '280 recapture CONTRADICTED historic invalid-gap not-applied', 'of a year before and denied now: recapture, invalid'),
    ('newest', '', 'before the years asked for, or on no claim: nothing'),
    ('old_year', '', 'a note of the year before proves nothing'),
    ('next_year', '', 'nor one of the year after'),
    ('bad', 'not_a_code', 'a code that is none is told'),
    ('undated', 'no_date', 'a claim without date is told'),
    ('dateless', 'no_date', 'a note without date proves nothing, and is told')
) v(person, gaps, rule);

SELECT results_eq($$SELECT gap, note_id, issue FROM reviewed WHERE person_id IS NULL$$, $$VALUES ('no_person', 'nobody''s', 'notes without person: 1')$$, 'a note without person is told');
SET LOCAL datestyle = 'German';
SET LOCAL timezone = 'Pacific/Auckland';
SELECT is_empty($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026) EXCEPT SELECT * FROM reviewed$$, 'the same under other settings of dates and time zone');
RESET datestyle;
RESET timezone;

-- what may be chosen
SELECT is((SELECT gap FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, telehealth => false, persons => '{video}')), 'suspect', 'telehealth not counted: suspect');
SELECT is((SELECT gap FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, minimum_grade => 'NAMED', persons => '{named}')), 'supported', 'the least grade is the caller''s');
SELECT is((SELECT verdict FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, minimum_grade => 'NAMED', persons => '{named}')), 'SUPPORTED', 'and decides what proves');
SELECT is((SELECT gap FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, window_days => 0, persons => '{near}')), 'no_record', 'no window: the record must be of the day or the encounter');
SELECT is((SELECT gap FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, window_days => 200, persons => '{far}')), 'delete', 'a wide window');
SELECT is((SELECT gap FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, prior_years => 4, persons => '{newest}')), 'recapture', 'more years before');
SELECT is((SELECT gap FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, prior_years => 0, persons => '{recap}')), 'add', 'none');
SELECT is((SELECT gap FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, earlier_notes => 0, persons => '{copied}')), 'add', 'without looking for copies');
SELECT results_eq($$SELECT gap, issue FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, persons => '{nobody}')$$,
    $$VALUES ('no_data', 'no diagnosis and no note of this person')$$, 'a person who is not there is told');

-- the parts that make it up
SELECT results_eq($$SELECT note_id, accepted, reasons, read, signature FROM medcode.risk_records('rt.finding', 2026, persons => '{add,nurse,unsigned,dateless}') ORDER BY 1$$,
    $$VALUES ('add', true, '{}'::text[], true, 'signed 2025-12-31 10:00:00+00'), ('dateless', false, '{no date of service}', true, 'signed 2025-12-31 10:00:00+00'),
        ('nurse', false, '{credential: not an acceptable type of provider}', true, 'signed 2025-03-01 00:00:00+00'), ('unsigned', false, '{not signed}', true, 'not signed')$$,
    'risk_records(): which notes of the year count, and why not');
SELECT is_empty($$SELECT note_id FROM medcode.risk_records('rt.finding', 2026) WHERE note_id IN ('old_year', 'next_year')$$, 'none of another year');
SELECT results_eq($$SELECT note_id, accepted FROM medcode.risk_records('rt.finding', 2026, false, '{video}')$$, $$VALUES ('video', false)$$, 'telehealth only if it is counted');
SELECT results_eq($$SELECT person_id, hcc, grade, elements, mention, denied FROM medcode.risk_evidence('rt.finding', 'V28', 2026, persons => '{add,denied,list,named,silent}') ORDER BY 1$$,
    $$VALUES ('add', 280, 'STRONG', 'MT', 'COPD', false), ('denied', 280, 'CONTRADICTED', '', 'COPD', false), ('list', 280, 'LIST_ONLY', '', 'COPD', false), ('named', 280, 'NAMED', '', 'COPD', false)$$,
    'risk_evidence(): how well each note proves an HCC');
SELECT is((SELECT grade || ' ' || grade_as_written FROM medcode.risk_evidence('rt.finding', 'V28', 2026, persons => '{copied}')), 'LIST_ONLY STRONG', 'text copied from an earlier note lowers the grade');
SELECT is((SELECT grade FROM medcode.risk_evidence('rt.finding', 'V28', 2026, earlier_notes => 0, persons => '{copied}')), 'STRONG', 'where earlier notes are looked at');
SELECT throws_ok($$SELECT * FROM medcode.risk_evidence('rt.finding', 'V28', 2026, earlier_notes => 101)$$, '22023', NULL, 'at most 100 of them');
SELECT results_eq($$SELECT person_id, hcc, code, claim_id, billed_date, prior FROM medcode.risk_billed('rt.condition', 'V28', 2026, persons => '{far,recap,newest,past}') ORDER BY 1$$,
    $$VALUES ('far', 280, 'J44.9', 'c1', date '2025-03-01', false), ('past', 228, 'I21.9', 'c1', '2025-03-01', false), ('recap', 280, 'J44.9', 'c0', '2024-06-01', true)$$,
    'risk_billed(): diagnoses on claims of the year and two before, with their HCCs');
SELECT is((SELECT string_agg(code || ' ' || prior, ' ') FROM medcode.risk_billed('rt.condition', 'V28', 2026, 4, '{newest}')), 'J44.9 true', 'more years, and never a diagnosis without claim');

-- columns that join
SELECT results_eq($$SELECT person_id, data_source, hcc_code, reason, contributing_factor, suspect_date FROM reviewed WHERE person_id IN ('add', 'open')$$,
    $$VALUES ('add', 'test', '280', 'Note text suspect', 'J44.9: COPD', date '2025-03-01'), ('open', NULL, '280', 'Prior coding history', 'J44.9 billed 2024-06-01', '2024-06-01')$$,
    'columns and reasons of Tuva');
SELECT is((SELECT hcc_description FROM reviewed WHERE person_id = 'add'), (SELECT label FROM medcode.hcc_label WHERE model = 'V28' AND hcc = 280), 'with the name of the HCC');
SELECT is((SELECT substr(n.note_text, r.start_char + 1, r.end_char - r.start_char) FROM reviewed AS r JOIN rt.clinical_note AS n USING (note_id) WHERE r.person_id = 'add'), 'COPD',
    'the span is of the note');
SELECT is((SELECT signature FROM reviewed WHERE person_id = 'unsigned'), 'not signed', 'signature status');
SELECT is((SELECT contradictions->0->>'note_id' FROM reviewed WHERE person_id = 'twice'), 'twice2', 'contradictions elsewhere are listed');
SELECT is((SELECT record_reasons FROM reviewed WHERE person_id = 'nurse'), ARRAY['credential: not an acceptable type of provider'], 'why a record does not count');
SELECT is((SELECT codes FROM medcode.risk_candidates('rt.finding', 'V28', 2026) WHERE note_id = 'both'), ARRAY['E11.40'], 'what a note denies is no code of the HCC that it states');
SELECT is_empty($$SELECT * FROM reviewed WHERE gap = 'add' AND NOT (record_accepted AND grade IN ('MODERATE', 'STRONG'))$$, 'no add without acceptable record and MEAT');

-- what it is worth
CREATE TABLE rt.member (person_id text, age integer, sex text, dual text);
INSERT INTO rt.member VALUES ('add', 70, 'F', '00'), ('denied', 70, 'F', '00'), ('higher', 70, 'F', '00'), ('supported', 70, 'X', '00'), ('silent', 70, 'F', '00'), ('silent', 71, 'F', '00');
CREATE TEMP TABLE valued AS SELECT person_id, hcc_code, score_change, issue FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, members => 'rt.member');
SELECT is((SELECT score_change FROM valued WHERE person_id = 'add'), (SELECT coefficient FROM medcode.hcc_coefficient WHERE model = 'V28' AND lower(term) = 'cna_hcc280'), 'an add is worth its coefficient');
SELECT is((SELECT score_change FROM valued WHERE person_id = 'denied'), (SELECT -coefficient FROM medcode.hcc_coefficient WHERE model = 'V28' AND lower(term) = 'cna_hcc280'), 'a delete takes it away');
SELECT is((SELECT score_change FROM valued WHERE person_id = 'higher' AND hcc_code = '37'), 0.000, 'an HCC of the same weight in the hierarchy adds nothing');
SELECT is((SELECT issue FROM valued WHERE person_id = 'supported'), 'unknown_sex', 'an unknown sex is told');
SELECT is((SELECT issue FROM valued WHERE person_id = 'silent'), 'two_beneficiaries', 'two beneficiaries under one id are told');
SELECT is((SELECT issue FROM valued WHERE person_id = 'named'), 'no_member', 'a person who is no member is told');

--
-- Packets
--
SELECT results_eq($$SELECT note_id, record_rank, grade, signature, author_credential, date_of_service FROM medcode.radv_packet('rt.finding', 'rt.condition', 'V28', 2026, persons => '{twice}')$$,
    $$VALUES ('twice1', 1, 'STRONG', 'signed 2025-12-31 10:00:00+00', 'MD', date '2025-03-01')$$, 'the best record of an HCC');
SELECT is((SELECT contradictions->0->>'says' FROM medcode.radv_packet('rt.finding', 'rt.condition', 'V28', 2026, persons => '{twice}')), 'denied', 'with what speaks against it');
SELECT is((SELECT spans->0->>'text' FROM medcode.radv_packet('rt.finding', 'rt.condition', 'V28', 2026, persons => '{supported}')), 'COPD', 'and all its places');
SELECT results_eq($$SELECT hcc_code, validating_hcc, note_id FROM medcode.radv_packet('rt.finding', 'rt.condition', 'V28', 2026, persons => '{higher}')$$,
    $$VALUES ('38', '37', 'higher')$$, 'a record of an HCC that outranks it validates, too');
SELECT results_eq($$SELECT verdict, note_id FROM medcode.radv_packet('rt.finding', 'rt.condition', 'V28', 2026, persons => '{radiology_billed}')$$,
    $$VALUES ('NO_RECORD', NULL::text)$$, 'a record that does not count is none');
SELECT results_eq($$SELECT note_id FROM medcode.radv_packet('rt.finding', 'rt.condition', 'V28', 2026, persons => '{denied}')$$, ARRAY[NULL::text], 'nor one that denies it');

--
-- Drugs alone
--
CREATE TABLE rt.pharmacy_claim (person_id text, dispensing_date date, ndc_description text);
INSERT INTO rt.pharmacy_claim VALUES ('drug', '2025-03-01', 'Glipizide 5 MG Oral Tablet'), ('drug', '2025-04-01', 'glipizide 5 mg'), ('many', '2025-03-01', 'metformin 500 mg'),
    ('early', '2024-03-01', 'glipizide 5 mg'), ('add', '2025-03-01', 'tudorza inhaler'), ('higher', '2025-03-01', 'glipizide 5 mg'), ('other', '2025-03-01', 'glipizidex 5 mg'), ('denied', '2025-03-01', 'tudorza inhaler');
CREATE TEMP TABLE drugs AS SELECT * FROM medcode.risk_drug_suspects('rt.pharmacy_claim', 'rt.finding', 'rt.condition', 'V28', 2026);
SELECT is((SELECT string_agg(concat_ws(' ', hcc_code, gap, verdict, suspect_type, reason, contributing_factor, suspect_date, dispensed), ', ') FROM drugs WHERE person_id = v.person), v.expected, v.rule) FROM (VALUES
    ('drug', '38 suspect QUERY_PROVIDER suspected Medication suspect E11.9: glipizide 2025-04-01 2', 'a drug for diabetes alone, on no claim and in no note: suspect, never an add'),
    ('many', NULL, 'a drug with other uses tells nothing'),
    ('early', NULL, 'nor one of another year'),
    ('add', NULL, 'nor one that a note explains'),
    ('higher', NULL, 'nor one that a claim explains'),
    ('other', NULL, 'names are whole words')
) v(person, expected, rule);
SELECT results_eq($$SELECT hcc, code FROM medcode.drug_hccs('V28', 2026) WHERE drug = 'glipizide'$$, $$VALUES (38, 'E11.9')$$, 'drug_hccs(): a drug whose indications lead to one HCC');
SELECT is_empty($$SELECT drug FROM medcode.drug_hccs('V28', 2026) WHERE drug = 'metformin'$$, 'and none with other uses');
SELECT is_empty($$SELECT h.drug FROM medcode.drug_hccs('V28', 2026) AS h JOIN medcode.drug AS d ON d.drug = h.drug AND d.kind = 'indication'
    WHERE NOT EXISTS (SELECT FROM medcode.hcc_mapping AS m WHERE m.model = 'V28' AND m.code LIKE d.code || '%')$$, 'each indication of such a drug has an HCC');
SELECT throws_ok($$SELECT * FROM medcode.drug_hccs('V28', 2012)$$, '55000', NULL, 'by a mapping that is loaded');
SELECT throws_ok($$SELECT * FROM medcode.risk_drug_suspects(NULL, 'rt.finding', 'rt.condition', 'V28', 2026)$$, '22023', 'a table of drugs dispensed is needed', 'no drugs');

--
-- Values alone
--
INSERT INTO rt.clinical_note (note_id, person_id, encounter_id, note_date, note_text) VALUES
    ('kidney1', 'kidney', 'e', '2025-02-01', 'Labs: eGFR 41.'), ('kidney2', 'kidney', 'e', '2025-06-01', 'Labs: eGFR 38.'), ('once', 'once', 'e', '2025-02-01', 'Labs: eGFR 38.'),
    ('soon1', 'soon', 'e', '2025-02-01', 'Labs: eGFR 41.'), ('soon2', 'soon', 'e', '2025-03-01', 'Labs: eGFR 38.'), ('sugar', 'sugar', 'e', '2025-02-01', 'Labs: A1c 8.2 %.'),
    ('sweet1', 'sweet', 'e', '2025-02-01', 'Labs: A1c 8.2 %.'), ('sweet2', 'sweet', 'e', '2025-03-01', 'Assessment: Type 2 diabetes mellitus with diabetic neuropathy.'),
    ('normal', 'normal', 'e', '2025-02-01', 'Labs: A1c 5.2 %. eGFR 92. EF 60 %.'), ('goal', 'goal', 'e', '2025-02-01', 'Goal A1c below 7 %.'), ('weight', 'weight', 'e', '2025-02-01', 'Vitals: BMI 43.1.');
CREATE TEMP TABLE measured AS SELECT * FROM medcode.risk_value_suspects('rt.finding', 'rt.condition', 'V28', 2026);
SELECT is((SELECT string_agg(concat_ws(' ', hcc_code, gap, verdict, reason, contributing_factor, suspect_date), ', ') FROM measured WHERE person_id = v.person), v.expected, v.rule) FROM (VALUES
    ('kidney', '328 suspect QUERY_PROVIDER Lab result suspect eGFR 38 2025-06-01', 'eGFR low twice, more than 90 days apart: suspect by the last value, never an add'),
    ('once', NULL, 'once tells nothing of a chronic disease'),
    ('soon', NULL, 'nor twice within 90 days'),
    ('sugar', '38 suspect QUERY_PROVIDER Lab result suspect A1c 8.2 % 2025-02-01', 'a high A1c and no diabetes anywhere: suspect'),
    ('sweet', NULL, 'another note names the diabetes'),
    ('normal', NULL, 'normal values ask nothing'),
    ('goal', NULL, 'a goal is no value'),
    ('weight', '48 suspect QUERY_PROVIDER Observation suspect BMI 43.1 2025-02-01', 'a body mass index of 40 and no obesity anywhere: suspect')
) v(person, expected, rule);
SELECT is_empty($$SELECT c.rule FROM medcode.value_condition AS c WHERE NOT EXISTS (SELECT FROM medcode.value_rule AS r WHERE r.rule = c.rule)$$, 'rules that there are');

--
-- What is missing raises
--
CREATE ROLE risk_notes_stranger;
GRANT USAGE ON SCHEMA rt TO risk_notes_stranger;
GRANT SELECT ON rt.condition TO risk_notes_stranger;
SET LOCAL ROLE risk_notes_stranger;
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026)$$, '42704', NULL, 'who may not read the findings sees nothing');
RESET ROLE;
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition')$$, '22023', 'a payment year is needed', 'no payment year');
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2019)$$, '55000', NULL, 'a year that is not loaded');
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.condition', 'rt.condition', 'V28', 2026)$$, '42704', NULL, 'no finding table');
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.member', 'V28', 2026)$$, '42703', NULL, 'no claims');
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, minimum_grade => 'GOOD')$$, '22023', NULL, 'no grade');
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, note_columns => '{"persn": "x"}')$$, '22023', NULL, 'no such column is asked for');
SELECT throws_ok($$SELECT * FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, diagnosis_columns => '{"claim_id": null}')$$, '42703', NULL, 'claims are needed');

--
-- A code newer than the mapping
--
CREATE FUNCTION pg_temp.lines(VARIADIC codes text[]) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7), split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60),
        split_part(r, '|', 3)), '' ORDER BY n) FROM unnest(codes) WITH ORDINALITY AS u(r, n) $$;
SELECT medcode.load_content(pg_temp.lines('G35|1|Multiple sclerosis', 'J44|0|Other chronic obstructive pulmonary disease', 'J448|1|Other specified chronic obstructive pulmonary disease'), 'FY2024') \g /dev/null
SELECT medcode.load_content(pg_temp.lines('G35|1|Multiple sclerosis', 'J44|0|Other chronic obstructive pulmonary disease', 'J449|1|Chronic obstructive pulmonary disease, unspecified'), 'FY2025') \g /dev/null
SELECT medcode.load_content(pg_temp.lines('G35|0|Multiple sclerosis', 'G35A|1|Relapsing-remitting multiple sclerosis', 'J44|0|Other chronic obstructive pulmonary disease',
    'J449|1|Chronic obstructive pulmonary disease, unspecified'), 'FY2026') \g /dev/null
INSERT INTO rt.condition VALUES ('new_code', 'c1', 'e', '2025-11-01', 'G35A');
INSERT INTO rt.clinical_note (note_id, person_id, encounter_id, note_date, note_text) VALUES ('new_code', 'new_code_noted', 'e', '2025-11-01', 'Assessment: Relapsing-remitting multiple sclerosis, stable.');
SELECT results_eq($$SELECT person_id, gap, codes, claims, note_id FROM medcode.risk_review('rt.finding', 'rt.condition', 'V28', 2026, persons => '{new_code,new_code_noted}')$$,
    $$VALUES ('new_code', 'unmapped_new_code', '{G35.A}'::text[], '{c1}'::text[], NULL), ('new_code_noted', 'unmapped_new_code', '{G35.A}', NULL, 'new_code')$$,
    'a code newer than the mapping is told, billed or documented');
SELECT medcode.load_content(E'current_code,effective,previous_codes\nG35.A,2026,G35\nG35.A,2026,J44.9\n', 'FY2026') \g /dev/null
SELECT results_eq($$SELECT v.code, a.advice_codes, a.advice_hccs FROM (VALUES (1, 'unmapped_new_code', 'G35.A'), (2, 'retired_code', 'G35'), (3, 'unmapped_new_code', 'J44.9'), (4, 'unknown_code', 'G35')) AS v(n, issue, code)
    CROSS JOIN LATERAL medcode.hcc_advice(v.issue, v.code, 'V28', 2026) AS a ORDER BY v.n$$,
    $$VALUES ('G35.A', '{G35,J44.9}'::text[], '{280}'::integer[]), ('G35', '{G35.A}', NULL), ('J44.9', NULL, NULL), ('G35', NULL, NULL)$$,
    'hcc_advice(): of a new code what it was before and that one''s HCCs, of a retired one what took its place; else nothing');
SELECT is((SELECT r.kind FROM medcode.release AS r WHERE r.release_id = medcode.required_hcc_release('hcc_mapping', 'v28', NULL)), 'hcc_mapping', 'required_hcc_release(): of the newest year');
SELECT throws_ok($$SELECT medcode.required_hcc_release('hcc_mapping', 'V28', 2031)$$, '55000', NULL, 'a mapping is of just the year');
SELECT ok(medcode.required_hcc_release('hcc_label', 'V28', 2031) IS NOT NULL, 'labels of the nearest year before');

SELECT * FROM finish();
ROLLBACK;
