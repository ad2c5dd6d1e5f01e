-- Verdicts of audit() that need the Tabular List: what has to come first, and detail of the official titles
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(18);
\getenv data MEDCODE_DATA
CREATE TEMP TABLE loaded AS
    SELECT l.recognised, l.rows_read
    FROM (VALUES ('icd10cm_order_2026.txt'), ('icd10cm_tabular_2026.xml'), ('icd10cm_index_2026.xml')) AS f(file)
    CROSS JOIN LATERAL medcode.load_file(:'data' || '/data/icd10cm/fy2026/' || f.file) AS l;

CREATE TEMP TABLE audit_case (no integer GENERATED ALWAYS AS IDENTITY, what text, setting text, note text, billed text[], code text, expected text);
INSERT INTO audit_case (what, setting, note, billed, code, expected) VALUES
('SEQUENCE: heart failure before hypertensive heart disease (I.C.9.a.1, I50 code first)', 'outpatient', 'Assessment: hypertension. Heart failure.', '{I50.9,I11.0}', 'I50.9', 'SEQUENCE I11.0'),
('not SEQUENCE: the other way round', 'outpatient', 'Assessment: hypertension. Heart failure.', '{I11.0,I50.9}', 'I50.9', 'SUPPORTED'),
('SEQUENCE: dementia before the disease it comes from (I.A.13)', 'outpatient', 'Assessment: Alzheimer''s disease with dementia.', '{F02.80,G30.9}', 'F02.80', 'SEQUENCE G30.9'),
('SEQUENCE: the stage before the diabetes (N18 code first)', 'outpatient', 'Assessment: type 2 diabetes with chronic kidney disease stage 4.', '{N18.4,E11.22}', 'N18.4', 'SEQUENCE E11.22'),
('not SEQUENCE: the diabetes before the stage', 'outpatient', 'Assessment: type 2 diabetes with chronic kidney disease stage 4.', '{E11.22,N18.4}', 'N18.4', 'SUPPORTED'),
('SEQUENCE: the body mass index before obesity (I.B.14)', 'outpatient', 'Assessment: morbid obesity, BMI 42.', '{Z68.41,E66.01}', 'Z68.41', 'SEQUENCE E66.01'),
('LESS_SPECIFIC: which lobe', 'outpatient', 'Assessment: lobar pneumonia.', '{J18.9}', 'J18.9', 'LESS_SPECIFIC J18.1'),
('LESS_SPECIFIC: side of a fracture and its encounter (I.C.19.c)', 'ed', 'Assessment: closed fracture of the lower end of the left radius, splint applied.', '{S52.509A}', 'S52.509A', 'LESS_SPECIFIC S52.502A'),
('CONFLICTING_DETAIL: the other side of a fracture (I.B.13)', 'ed', 'Assessment: closed fracture of the lower end of the left radius, splint applied.', '{S52.501A}', 'S52.501A', 'CONFLICTING_DETAIL S52.502A'),
('CONFLICTING_DETAIL: another encounter (I.C.19.a)', 'ed', 'Assessment: closed fracture of the lower end of the left radius, splint applied.', '{S52.502D}', 'S52.502D', 'CONFLICTING_DETAIL S52.502A'),
('CONTRADICTED: a kind of what is denied (IV.J)', 'outpatient', 'Assessment: cough. No pneumonia.', '{J18.1}', 'J18.1', 'CONTRADICTED'),
('UNSUPPORTED: another joint is not the same condition', 'outpatient', 'Assessment: left knee pain.', '{M25.562,M25.511}', 'M25.511', 'UNSUPPORTED'),
('an issue: retired before the date (I.A)', 'outpatient', 'Assessment: morbid obesity.', '{E66.8}', 'E66.8', 'issue');
SELECT is((SELECT string_agg(concat_ws(' ', coalesce(a.verdict, 'issue'), a.use_code::text), ', ') FROM medcode.audit(c.note, c.billed, c.setting, '2026-01-15') AS a
    WHERE coalesce(a.code::text, a.billed) = c.code), c.expected, c.what) FROM audit_case AS c ORDER BY c.no;

-- a date before the release
SELECT is((SELECT string_agg(DISTINCT a.issue, ', ') FROM medcode.audit('Assessment: gout.', '{M10.9}', as_of => '2001-01-01', on_issue => 'row') AS a),
    'the date of service lies before the first release of ICD-10-CM in this database', 'a date before the first release is an issue');
SELECT is((SELECT DISTINCT a.release FROM medcode.audit('Assessment: gout.', '{M10.9}', as_of => '2026-01-15') AS a), 'FY2026', 'the release is that of the date');
-- what suggest() proposes, billed in its order
SELECT is_empty($$SELECT c.no, a.code, a.verdict FROM audit_case AS c
    CROSS JOIN LATERAL (SELECT array_agg(s.code::text ORDER BY s.sequence) AS codes FROM medcode.suggest(c.note, c.setting, '2026-01-15') AS s WHERE s.status = 'suggest') AS s
    CROSS JOIN LATERAL medcode.audit(c.note, s.codes, c.setting, '2026-01-15') AS a WHERE a.verdict IS DISTINCT FROM 'SUPPORTED'$$,
    'what suggest() is sure of is supported, in its order');
SELECT is_empty($$SELECT i.code FROM medcode.clinical_indicator AS i WHERE NOT EXISTS (SELECT FROM medcode.code AS c
    WHERE c.release_id = medcode.release_id_on('icd10cm', 'codes', NULL) AND c.code = i.code)$$, 'indicators are of codes and headings of the list');
SELECT isnt_empty($$SELECT i.code FROM medcode.clinical_indicator AS i$$, 'of which there are some');
SELECT * FROM finish();
ROLLBACK;
