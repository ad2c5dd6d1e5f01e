-- The high-risk groups of OIG's audits: each rule with what it flags, what it does not, and what is missing. With the starter alone.
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(96);

CREATE SCHEMA ot;
CREATE TABLE ot.condition (person_id text, claim_id text, recorded_date date, normalized_code text);
CREATE TABLE ot.medical_claim (claim_id text, claim_type text, bill_type_code text);
CREATE TABLE ot.pharmacy_claim (person_id text, dispensing_date date, ndc_description text);
CREATE TABLE ot.procedure (person_id text, procedure_date date, normalized_code text);
CREATE TABLE ot.patient (person_id text, birth_date date);
-- each claim is its person, its place and its date
CREATE FUNCTION ot.bill(person text, place text, day date, VARIADIC codes text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO ot.condition SELECT person, concat_ws('-', person, place, day), day, c FROM unnest(codes) AS c;
    INSERT INTO ot.medical_claim SELECT concat_ws('-', person, place, day), CASE place WHEN 'prof' THEN 'professional' WHEN 'inpat' THEN 'institutional' WHEN 'outpat' THEN 'institutional' END,
        CASE place WHEN 'inpat' THEN '0111' WHEN 'outpat' THEN '131' END $$;
CREATE FUNCTION pg_temp.bills() RETURNS void LANGUAGE sql AS $$
    SELECT ot.bill(v.person, v.place, v.day::date, VARIADIC string_to_array(v.codes, ' ')) FROM (VALUES
        ('stroke1', 'prof', '2025-02-01', 'I63.9'),
        ('stroke2', 'prof', '2025-02-01', 'I639'), ('stroke2', 'inpat', '2025-01-20', 'I639'),
        ('stroke3', 'prof', '2025-02-01', 'I639'), ('stroke3', 'outpat', '2025-02-01', 'I639'),
        ('stroke4', 'prof', '2025-02-01', 'I639'), ('stroke4', 'prof', '2025-04-01', 'I639'),
        ('stroke5', 'inpat', '2025-02-01', 'I639'), ('stroke6', 'prof', '2024-02-01', 'I639'), ('stroke7', 'prof', '2025-02-01', 'I69354'), ('stroke8', 'odd', '2025-02-01', 'I639'),
        ('mi1', 'prof', '2025-02-01', 'I219'), ('mi2', 'outpat', '2025-02-01', 'I214'),
        ('mi3', 'prof', '2025-02-01', 'I219'), ('mi3', 'inpat', '2025-03-31', 'I219'),
        ('mi4', 'prof', '2025-02-01', 'I219'), ('mi4', 'inpat', '2025-04-10', 'I219'),
        ('mi5', 'prof', '2025-01-20', 'I219'), ('mi5', 'inpat', '2024-12-20', 'I219'), ('mi6', 'inpat', '2025-02-01', 'I219'), ('mi7', 'prof', '2025-02-01', 'I252'),
        ('pe1', 'prof', '2025-02-01', 'I2699'), ('pe2', 'prof', '2025-02-01', 'I2699'), ('pe3', 'prof', '2025-02-01', 'I2699'), ('pe3', 'prof', '2025-03-01', 'I2699'),
        ('pe4', 'prof', '2025-02-01', 'Z86711'),
        ('lung1', 'prof', '2025-02-01', 'C3490'), ('lung2', 'prof', '2025-02-01', 'C3490'), ('lung3', 'prof', '2025-02-01', 'C3490'), ('lung3', 'prof', '2025-03-01', 'C3490'),
        ('lung4', 'prof', '2025-02-01', 'C3490'), ('lung5', 'prof', '2025-02-01', 'Z85118'),
        ('breast1', 'prof', '2025-02-01', 'C50919'), ('breast2', 'prof', '2025-02-01', 'C50919'),
        ('colon1', 'prof', '2025-02-01', 'C189'), ('colon2', 'prof', '2025-02-01', 'C189'),
        ('prost1', 'prof', '2025-02-01', 'C61'), ('prost2', 'prof', '2025-02-01', 'C61'), ('prost3', 'prof', '2025-02-01', 'C61'), ('prost4', 'prof', '2025-02-01', 'C61'),
        ('sepsis1', 'prof', '2025-02-01', 'A419'), ('sepsis2', 'prof', '2025-02-01', 'A419'), ('sepsis2', 'inpat', '2025-02-03', 'A419'),
        ('ulcer1', 'outpat', '2025-02-01', 'L89154'), ('ulcer2', 'inpat', '2025-02-01', 'L89154'),
        ('claud1', 'prof', '2025-02-01', 'I70213'), ('claud2', 'prof', '2025-02-01', 'I70213'), ('claud2', 'prof', '2023-06-01', 'I739'), ('claud3', 'prof', '2025-02-01', 'I739'),
        ('mdd1', 'prof', '2025-02-01', 'F329 F331'), ('mdd2', 'prof', '2025-02-01', 'F331'), ('mdd3', 'prof', '2025-02-01', 'F331'), ('mdd3', 'outpat', '2025-05-01', 'F331'),
        ('mdd4', 'prof', '2025-02-01', 'F32A'),
        ('key1', 'prof', '2025-02-01', 'I129'), ('key1', 'prof', '2025-03-01', 'I129'), ('key1', 'prof', '2025-04-01', 'I219'),
        ('key2', 'prof', '2025-02-01', 'I129'), ('key2', 'prof', '2025-04-01', 'I219'),
        ('key3', 'prof', '2025-02-01', 'I129'), ('key3', 'prof', '2025-03-01', 'I129'), ('key3', 'prof', '2025-04-01', 'I219'),
        ('key4', 'prof', '2025-02-01', 'E1165'), ('key4', 'prof', '2025-03-01', 'E1165'), ('key4', 'prof', '2025-04-01', 'E1169'),
        ('key5', 'prof', '2025-02-01', 'I129'), ('key5', 'prof', '2025-03-01', 'I129'), ('key5', 'prof', '2025-04-01', 'I119'),
        ('key6', 'prof', '2025-02-01', 'I129'), ('key6', 'prof', '2025-03-01', 'I129'), ('key6', 'prof', '2025-04-01', 'I219'), ('key6', 'prof', '2025-05-01', 'I219')
    ) AS v(person, place, day, codes) $$;
SELECT pg_temp.bills() \g /dev/null
INSERT INTO ot.pharmacy_claim VALUES ('pe2', '2025-05-01', 'apixaban 5 MG Oral Tablet'), ('pe1', '2024-05-01', 'WARFARIN 5 MG'), ('claud1', '2025-03-01', 'Gabapentin 300 mg'), ('claud2', '2025-03-01', 'Gabapentin 300 mg'),
    ('mdd2', '2025-03-01', ' Sertraline 50 mg');
INSERT INTO ot.procedure VALUES ('lung2', '2024-06-01', '32480'), ('lung4', '2023-06-01', '32480'), ('breast2', '2025-09-01', '77412'), ('colon2', '2025-09-01', '0DTF0ZZ'), ('prost2', '2025-09-01', 'J9217'),
    ('breast1', '2025-09-01', '32480'), ('colon1', '2025-02-01', '99213');
INSERT INTO ot.patient VALUES ('prost1', '1945-05-01'), ('prost2', '1945-05-01'), ('prost3', '1960-05-01');

CREATE TEMP TABLE whole AS SELECT * FROM medcode.oig_review('ot.condition', 'ot.medical_claim', 2025, 'ot.pharmacy_claim', 'ot.procedure', 'ot.patient');
CREATE TEMP TABLE bare AS SELECT * FROM medcode.oig_review('ot.condition', NULL, 2025);
CREATE FUNCTION pg_temp.whole(person text) RETURNS text LANGUAGE sql AS
    $$ SELECT coalesce(string_agg(w.risk_group || ' ' || coalesce(w.flagged::text, 'missing ' || w.missing), ', '), '') FROM pg_temp.whole AS w WHERE w.person_id = person $$;
CREATE FUNCTION pg_temp.bare(person text) RETURNS text LANGUAGE sql AS
    $$ SELECT coalesce(string_agg(w.risk_group || ' ' || coalesce(w.flagged::text, 'missing ' || w.missing), ', '), '') FROM pg_temp.bare AS w WHERE w.person_id = person $$;
SELECT is(pg_temp.whole(v.person), v.expected, v.rule) FROM (VALUES
    ('stroke1', 'acute_stroke true', 'one acute stroke on one physician claim, none of a hospital: flagged'),
    ('stroke2', 'acute_stroke false', 'with an inpatient one: not'),
    ('stroke3', 'acute_stroke false', 'with one of outpatient hospital: not'),
    ('stroke4', 'acute_stroke false', 'on two physician claims: not exactly one'),
    ('stroke5', 'acute_stroke false', 'inpatient only: not'),
    ('stroke6', '', 'stroke of another year: no row'),
    ('stroke7', '', 'sequelae of stroke are not in the group'),
    ('stroke8', 'acute_stroke missing claims', 'a claim of unknown type: not known'),
    ('mi1', 'acute_heart_attack true', 'infarction on a physician claim, no stay: flagged'),
    ('mi2', 'acute_heart_attack true', 'on an outpatient claim: flagged'),
    ('mi3', 'acute_heart_attack false', 'with a stay 58 days later: not'),
    ('mi4', 'acute_heart_attack true', 'a stay 68 days later does not explain it'),
    ('mi5', 'acute_heart_attack false', 'a stay of the year before within 60 days does'),
    ('mi6', 'acute_heart_attack false', 'inpatient only: not'),
    ('mi7', '', 'old infarction is not in the group'),
    ('pe1', 'embolism true', 'one embolism, no anticoagulant in the year: flagged'),
    ('pe2', 'embolism false', 'with an anticoagulant: not'),
    ('pe3', 'embolism false', 'twice: not'),
    ('pe4', '', 'history of embolism is not in the group'),
    ('lung1', 'lung_cancer true', 'one lung cancer, no treatment: flagged'),
    ('lung2', 'lung_cancer false', 'surgery within the year before: not'),
    ('lung3', 'lung_cancer false', 'twice: not'),
    ('lung4', 'lung_cancer true', 'surgery two years before does not explain it'),
    ('lung5', '', 'history of lung cancer is not in the group'),
    ('breast1', 'breast_cancer true', 'one breast cancer, surgery of another organ: flagged'),
    ('breast2', 'breast_cancer false', 'radiation within the year after: not'),
    ('colon1', 'colon_cancer true', 'one colon cancer, a visit is no treatment: flagged'),
    ('colon2', 'colon_cancer false', 'resection by ICD-10-PCS: not'),
    ('prost1', 'prostate_cancer true', 'one prostate cancer at 80, no treatment: flagged'),
    ('prost2', 'prostate_cancer false', 'hormones by injection: not'),
    ('prost3', 'prostate_cancer false', 'below 74: not'),
    ('prost4', 'prostate_cancer missing birth_date', 'age not known: not known'),
    ('sepsis1', 'sepsis true', 'sepsis on a physician claim without a stay: flagged'),
    ('sepsis2', 'sepsis false', 'with a stay: not'),
    ('ulcer1', 'pressure_ulcer true', 'pressure ulcer on an outpatient claim without a stay: flagged'),
    ('ulcer2', 'pressure_ulcer false', 'of a stay: not'),
    ('claud1', 'vascular_claudication true', 'new claudication and a drug for neurogenic claudication: flagged'),
    ('claud2', 'vascular_claudication false', 'claudication in the two years before: not'),
    ('claud3', 'vascular_claudication false', 'without such a drug: not'),
    ('mdd1', 'major_depression true', 'one claim of major depression, no antidepressant: flagged'),
    ('mdd2', 'major_depression false', 'with an antidepressant: not'),
    ('mdd3', 'major_depression false', 'on two claims: not'),
    ('mdd4', '', 'depression unspecified is not in the group'),
    ('key1', 'acute_heart_attack true, miskeyed true', 'a code twice and its transposition once: mis-keyed'),
    ('key2', 'acute_heart_attack true', 'both once: not'),
    ('key4', '', 'two codes of one category: no slip'),
    ('key5', '', 'the single code has no HCC: not'),
    ('key6', 'acute_heart_attack true', 'both twice: not')
) v(person, expected, rule);
SELECT is(pg_temp.bare(v.person), v.expected, v.rule) FROM (VALUES
    ('stroke1', 'acute_stroke missing claims', 'without types of claims: not known, no pass'),
    ('mi1', 'acute_heart_attack missing claims', 'nor of infarction'),
    ('sepsis1', 'sepsis missing claims', 'nor of sepsis'),
    ('pe2', 'embolism missing pharmacy', 'without pharmacy data: not known, no pass'),
    ('pe3', 'embolism false', 'twice is no case whatever was dispensed'),
    ('mdd2', 'major_depression missing pharmacy', 'nor of depression'),
    ('claud1', 'vascular_claudication missing pharmacy', 'nor of claudication'),
    ('claud2', 'vascular_claudication false', 'claudication before is no case whatever was dispensed'),
    ('lung2', 'lung_cancer missing procedures', 'without procedures: not known, no pass'),
    ('prost2', 'prostate_cancer missing procedures', 'nor of prostate cancer'),
    ('key1', 'acute_heart_attack missing claims, miskeyed true', 'mis-keyed codes need diagnoses only')
) v(person, expected, rule);
SELECT is((SELECT codes FROM whole WHERE person_id = 'key1' AND risk_group = 'miskeyed'), ARRAY['I21.9', 'I12.9'], 'what was keyed and what was meant');
SELECT is((SELECT count(note_says) FROM whole), 0::bigint, 'without notes nothing is said of them');

--
-- What the notes say
--
CREATE TABLE ot.clinical_note (note_id text PRIMARY KEY, person_id text, encounter_id text, note_date date DEFAULT '2025-02-01', note_type text DEFAULT 'progress note', author_npi text,
    author_credential text DEFAULT 'MD', signed_at timestamptz DEFAULT '2025-02-01', setting text DEFAULT 'outpatient', data_source text, note_text text);
SELECT medcode.create_finding_table('finding', 'ot.clinical_note', 'note_text') \g /dev/null
SELECT medcode.keep_findings_current('ot.finding') \g /dev/null
INSERT INTO ot.clinical_note (note_id, person_id, note_text) SELECT v.person, v.person, v.body FROM (VALUES
    ('stroke1', E'Past Medical History: history of stroke in 2015.\nAssessment: Gout.'), ('stroke2', E'Assessment: Acute ischemic stroke, start aspirin.'),
    ('mi1', E'Assessment: Old myocardial infarction, continue aspirin.'), ('mi2', E'HPI: No myocardial infarction.\nAssessment: Gout.'), ('mi4', E'Assessment: Gout, stable.'),
    ('pe1', E'Assessment: Personal history of pulmonary embolism, off anticoagulation.'), ('breast1', E'Assessment: Personal history of breast cancer, no evidence of disease.'),
    ('colon1', E'Assessment: Possible colon cancer.'), ('mdd1', E'Psychiatric: Denies depression. No major depressive disorder.'), ('claud1', E'Assessment: Spinal stenosis of lumbar region with neurogenic claudication.'),
    ('lung1', E'Assessment: Lung cancer, continue chemotherapy.'), ('key3', E'Assessment: Myocardial infarction.'), ('key1', E'Assessment: Hypertension, stable.')) v(person, body);
INSERT INTO ot.clinical_note (note_id, person_id, note_type, note_text) VALUES ('prost1', 'prost1', 'radiology report', 'Impression: Prostate cancer.');
CREATE TEMP TABLE noted AS SELECT * FROM medcode.oig_review('ot.condition', 'ot.medical_claim', 2025, 'ot.pharmacy_claim', 'ot.procedure', 'ot.patient', 'ot.finding');
SELECT is((SELECT n.note_says FROM noted AS n WHERE n.person_id = v.person AND n.risk_group = v.risk_group), v.says, v.rule) FROM (VALUES
    ('stroke1', 'acute_stroke', 'past', 'the note says history of stroke'),
    ('stroke2', 'acute_stroke', 'current', 'the note states an acute stroke'),
    ('mi1', 'acute_heart_attack', 'past', 'the note says old infarction'),
    ('mi2', 'acute_heart_attack', 'denied', 'the note denies an infarction'),
    ('mi4', 'acute_heart_attack', 'not mentioned', 'the note does not name one'),
    ('mi3', 'acute_heart_attack', 'no note', 'there is no note'),
    ('pe1', 'embolism', 'past', 'history of embolism'),
    ('breast1', 'breast_cancer', 'past', 'history of cancer, no evidence of disease'),
    ('colon1', 'colon_cancer', 'uncertain', 'possible cancer'),
    ('lung1', 'lung_cancer', 'current', 'cancer under treatment'),
    ('prost1', 'prostate_cancer', 'current, in a record that does not count', 'radiology alone'),
    ('mdd1', 'major_depression', 'denied', 'the note denies depression'),
    ('claud1', 'vascular_claudication', 'other condition', 'spinal stenosis explains it')
) v(person, risk_group, says, rule);
SELECT is((SELECT note_codes FROM noted WHERE person_id = 'mi1' AND risk_group = 'acute_heart_attack'), ARRAY['I25.2'], 'the code of the past condition');
SELECT is((SELECT quote FROM noted WHERE person_id = 'mi2' AND risk_group = 'acute_heart_attack'), 'HPI: No myocardial infarction. Assessment: Gout.', 'in the words of the note');
SELECT is((SELECT flagged FROM noted WHERE person_id = 'key3' AND risk_group = 'miskeyed'), false, 'a note names the single code: not mis-keyed');
SELECT results_eq($$SELECT flagged, note_says FROM noted WHERE person_id = 'key1' AND risk_group = 'miskeyed'$$, $$VALUES (true, 'not mentioned')$$, 'no note names it: mis-keyed');

CREATE FUNCTION pg_temp.miskeyed(person text, notes regclass DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(concat_ws(' ', m.code, 'for', m.meant, m.meant_claims, m.claim_id, m.hccs, m.mentioned), ', ') FROM medcode.miskeyed_codes('ot.condition', 2025, 'V28', notes, ARRAY[person]) AS m $$;
SELECT is(pg_temp.miskeyed(v.person, v.notes), v.expected, v.rule) FROM (VALUES
    ('key1', NULL::regclass, 'I21.9 for I12.9 2 key1-prof-2025-04-01 {228}', 'once, one exchange from a code billed twice: mis-keyed'),
    ('key2', NULL, NULL, 'once each: nobody knows which was meant'),
    ('key4', NULL, NULL, 'within a category it is detail, no slip'),
    ('key5', NULL, NULL, 'a code without HCC pays nothing'),
    ('key6', NULL, NULL, 'twice is no slip'),
    ('key1', 'ot.finding', 'I21.9 for I12.9 2 key1-prof-2025-04-01 {228} f', 'no note names it'),
    ('key3', 'ot.finding', 'I21.9 for I12.9 2 key3-prof-2025-04-01 {228} t', 'a note does')
) v(person, notes, expected, rule);
SELECT throws_ok($$SELECT * FROM medcode.miskeyed_codes('ot.condition', 2024)$$, '55000', NULL, 'a year without mapping');

--
-- A site's rows, and what is wrong
--
INSERT INTO medcode.audit_code (risk_group, part, value, source, listed) VALUES ('sepsis', 'diagnosis', 'A41', 'site', false), ('acute_stroke', 'diagnosis', 'I69354', 'site', true);
SELECT is((SELECT count(*) FROM medcode.oig_review('ot.condition', 'ot.medical_claim', 2025, persons => '{sepsis1}')), 0::bigint, 'a site can take a row of the starter out');
SELECT is((SELECT flagged FROM medcode.oig_review('ot.condition', 'ot.medical_claim', 2025, persons => '{stroke7}')), true, 'and add its own');
SELECT is_empty($$SELECT * FROM medcode.audit_code WHERE part IN ('diagnosis', 'history', 'instead') AND medcode.try_icd10cm(value) IS NULL$$, 'codes are codes');
SELECT set_eq($$SELECT DISTINCT risk_group FROM medcode.audit_code WHERE part = 'diagnosis'$$, ARRAY['acute_stroke', 'acute_heart_attack', 'embolism', 'lung_cancer', 'breast_cancer', 'colon_cancer',
    'prostate_cancer', 'sepsis', 'pressure_ulcer', 'vascular_claudication', 'major_depression'], 'all groups');
SELECT throws_ok($$SELECT * FROM medcode.oig_review('ot.patient', NULL, 2025)$$, '42703', NULL, 'no diagnoses');
SELECT throws_ok($$SELECT * FROM medcode.oig_review('ot.condition', 'ot.patient', 2025)$$, '42703', NULL, 'no claims');
SELECT throws_ok($$SELECT * FROM medcode.oig_review('ot.condition', NULL, NULL)$$, '22023', NULL, 'no year');
SELECT throws_ok($$SELECT * FROM medcode.oig_review('ot.condition', NULL, 2012)$$, '55000', NULL, 'no mapping of that year');
SELECT is(medcode.code_edits('250.00', '205.00'), 1, 'a transposition is one typing error');
SELECT throws_ok($$SELECT medcode.code_edits(repeat('x', 33), 'x')$$, '22023', 'a code has at most 32 characters', 'what is no code');

SELECT * FROM finish();
ROLLBACK;
