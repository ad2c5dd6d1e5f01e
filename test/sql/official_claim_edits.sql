--
-- check_claim() with the publishers' files: each edit where it must speak, and where it must not
--
SET client_min_messages = warning;
DROP EXTENSION IF EXISTS medcode CASCADE;
CREATE EXTENSION medcode;
SET datestyle = iso;
\pset format unaligned
\pset tuples_only on
\getenv data MEDCODE_DATA
\set order :data '/data/icd10cm/fy2026/icd10cm_order_2026.txt'
\set tabular :data '/data/icd10cm/fy2026/icd10cm_tabular_2026.xml'
\set conversion :data '/data/icd10cm/fy2026/icd10cm_conversion_table_2026.csv'
\set poa :data '/data/icd10cm/fy2026/POAexemptCodesFY26.txt'
\set mce37 :data '/data/mce/MCE_Simple_Code_Edits_v37.txt'
\set mce41 :data '/data/mce/mce_v41.1_fy2024_apr_code_edits.csv'
\set mue_prac :data '/data/ncci/mue_prac_2024q3.csv'
\set mue_out :data '/data/ncci/mue_out_2024q3.csv'
\set aoc :data '/data/ncci/aoc_2024q3.csv'
\set ptp :data '/data/ncci/ptp_practitioner_2024q3_level2_only.csv'
\set anweb :data '/data/hcpcs/raw_official/HCPC2019_CONTR_ANWEB.txt'
\set hcpcs :data '/data/hcpcs/hcpcs_level2_2024_july_descriptions.csv'
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'order');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'tabular');
-- nothing else is loaded: said once, with the statement
SELECT edit, severity, lines, advice FROM medcode.check_claim('{M17.11}', ARRAY[(1, '29881', '{RT}', 1, '2025-11-03', NULL, '24', '{1}'),
    (2, 'J1885', '{}', 1, '2025-11-03', NULL, '24', '{1}')]::medcode.claim_line[]);
SELECT edit, severity, advice FROM medcode.check_claim('{G20}', NULL, 'inpatient', '2025-11-03', '{Y}');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'conversion');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'poa');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'mce37');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'mce41');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'mue_prac');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'mue_out');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'aoc');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'ptp');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'anweb');
SELECT code_system, release, rows_read, rejected FROM medcode.load_file(:'hcpcs', '2024-Q3');
SELECT r.release, m.list, m.code_system, count(*), min(age_from), max(age_to)
FROM medcode.mce_code AS m JOIN medcode.release AS r USING (release_id) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- diagnoses: what each case is for, and the edits that speak
CREATE TEMP TABLE dx (n integer, source text, diagnoses text[], setting text, sex text, birth date, poa text[], expected text[]);
INSERT INTO dx VALUES
    (1, 'complete code of the day', '{E11.9}', 'professional', 'F', '1960-01-01', NULL, '{}'),
    (2, 'domain 5(b).9 invalid', '{E11.97}', 'professional', NULL, NULL, NULL, '{dx_invalid}'),
    (3, 'G I.B.2 heading; N18.3 since October 2020', '{N18.3}', 'professional', NULL, NULL, NULL, '{dx_not_billable}'),
    (4, 'G I.A.5', '{S72.001}', 'professional', NULL, NULL, NULL, '{dx_seventh_missing}'),
    (5, 'G I.A.5', '{S72.001A}', 'professional', NULL, NULL, NULL, '{}'),
    (6, 'G I.A.5', '{S72.001Z}', 'professional', NULL, NULL, NULL, '{dx_seventh_invalid}'),
    (7, 'G I.A.4', '{T15.00A}', 'professional', NULL, NULL, NULL, '{dx_placeholder}'),
    (8, 'G I.A.4', '{T15.01XA}', 'professional', NULL, NULL, NULL, '{}'),
    (9, 'G I.B.12', '{J44.9,J449}', 'professional', NULL, NULL, NULL, '{dx_duplicate}'),
    (10, 'wrong system', '{99213,250.00,0FT44ZZ}', 'professional', NULL, NULL, NULL, '{dx_wrong_system,dx_wrong_system,dx_wrong_system}'),
    (11, 'G I.A.13 manifestation', '{H42,E85.4}', 'professional', NULL, NULL, NULL, '{dx_manifestation_first,dx_order}'),
    (12, 'G I.A.13', '{E85.4,H42}', 'professional', NULL, NULL, NULL, '{}'),
    (13, 'G I.C.20.a.6', '{V03.10XA,S72.001A}', 'professional', NULL, NULL, NULL, '{dx_external_cause_first}'),
    (14, 'G I.C.20.a.6', '{S72.001A,V03.10XA}', 'professional', NULL, NULL, NULL, '{}'),
    (15, 'G I.B.14 body mass index', '{Z68.41,E66.01}', 'professional', NULL, '1960-01-01', NULL, '{dx_never_first,dx_additional_first}'),
    (16, 'G I.C.21.c.15', '{I10,Z00.00}', 'professional', NULL, '1960-01-01', NULL, '{dx_only_first}'),
    (17, 'G I.C.21.c.15', '{Z00.00,I10}', 'professional', NULL, '1960-01-01', NULL, '{}'),
    (18, 'G I.C.15.b.5, Tabular List O80', '{Z37.0,O80}', 'inpatient', 'F', '1995-01-01', '{NULL,NULL}', '{dx_never_first,dx_unacceptable_principal,dx_additional_first}'),
    (19, 'MCE only for stays', '{Z71.3}', 'professional', NULL, NULL, NULL, '{}'),
    (20, 'MCE v37 unacceptable principal', '{Z71.3}', 'inpatient', NULL, NULL, '{NULL}', '{dx_unacceptable_principal}'),
    (21, 'Tabular List N18 code first', '{N18.4,E11.22}', 'professional', NULL, NULL, NULL, '{dx_order,dx_additional_first}'),
    (22, 'Tabular List N18 code first', '{E11.22,N18.4}', 'professional', NULL, NULL, NULL, '{}'),
    (23, 'Tabular List I50 code first', '{I50.9,I11.0}', 'professional', NULL, NULL, NULL, '{dx_order,dx_additional_first}'),
    (24, 'G I.A.12.a', '{J36,J03.90}', 'professional', NULL, NULL, NULL, '{dx_excludes1}'),
    (25, 'G I.A.12.a, no note between them', '{J36,I10}', 'professional', NULL, NULL, NULL, '{}'),
    (26, 'G I.C.4.a', '{E10.9,E11.65}', 'professional', NULL, NULL, NULL, '{dx_diabetes_types}'),
    (27, 'G I.C.9.a', '{I13.0,I10}', 'professional', NULL, NULL, NULL, '{dx_use_additional_missing,dx_use_additional_missing,dx_combination}'),
    (28, 'G I.B.9', '{E11.65,E11.9}', 'professional', NULL, NULL, NULL, '{dx_combination}'),
    (29, 'G I.B.13', '{M17.11,M17.12}', 'professional', NULL, NULL, NULL, '{dx_bilateral_exists}'),
    (30, 'G I.B.13', '{M17.0,M17.12}', 'professional', NULL, NULL, NULL, '{dx_side_conflict}'),
    (31, 'G I.B.13, no code for both', '{C50.911,C50.912}', 'professional', 'F', '1960-01-01', NULL, '{}'),
    (32, 'G I.B.13; MCE unspecified code', '{M25.569}', 'professional', NULL, NULL, NULL, '{dx_unspecified_side}'),
    (33, 'G I.B.5', '{J18.9,R05.9}', 'professional', NULL, NULL, NULL, '{dx_symptom_of_disease}'),
    (34, 'G I.B.5, not part of it', '{J18.9,R19.7}', 'professional', NULL, NULL, NULL, '{}'),
    (35, 'G I.C.2.m', '{C50.911,Z85.3}', 'professional', 'F', '1960-01-01', NULL, '{dx_history_and_active}'),
    (36, 'G I.C.2.m, another site', '{C50.911,Z85.038}', 'professional', 'F', '1960-01-01', NULL, '{}'),
    (37, 'MCE v41.1 maternity 9-64', '{O80,Z37.0}', 'inpatient', 'F', '1950-01-01', '{NULL,NULL}', '{dx_age,dx_age}'),
    (38, 'MCE v41.1 female', '{N80.00}', 'inpatient', 'M', '1980-01-01', '{Y}', '{dx_sex}'),
    (39, 'MCE v41.1 female', '{N80.00}', 'inpatient', 'F', '1980-01-01', '{Y}', '{}'),
    (40, 'MCE v41.1 newborn', '{Z38.00}', 'inpatient', 'F', '2025-01-01', '{NULL}', '{}'),
    (41, 'MCE v41.1 newborn', '{Z38.00}', 'inpatient', 'F', '2020-01-01', '{NULL}', '{dx_age}'),
    (42, 'G appendix I', '{I21.4,J18.9}', 'inpatient', NULL, NULL, '{Y,NULL}', '{poa_missing}'),
    (43, 'G appendix I', '{I21.4,J18.9}', 'inpatient', NULL, NULL, '{Y,X}', '{poa_invalid}'),
    (44, 'POA-exempt list', '{I21.4,Z79.4}', 'inpatient', NULL, NULL, '{Y,N}', '{poa_exempt}'),
    (45, 'POA-exempt list', '{I21.4,Z79.4}', 'inpatient', NULL, NULL, '{Y,1}', '{}'),
    (46, 'POA: none is given', '{I21.4,J18.9}', 'inpatient', NULL, NULL, NULL, '{poa_missing}'),
    (47, 'POA is of stays', '{I21.4,J18.9}', 'outpatient', NULL, NULL, NULL, '{}'),
    (48, 'G I.C.9.d, place not known', '{I63.9}', 'professional', NULL, NULL, NULL, '{dx_acute_stroke_office}'),
    (49, 'G I.C.9.d', '{I69.351}', 'professional', NULL, NULL, NULL, '{}'),
    (50, 'G I.C.21.c.11', '{O10.011}', 'professional', 'F', '1995-01-01', NULL, '{dx_weeks_missing}'),
    (51, 'G I.C.21.c.11', '{O10.011,Z3A.12}', 'professional', 'F', '1995-01-01', NULL, '{}'),
    (52, 'G I.C.19.e.5.c underdosing', '{T36.0X6A,J18.9}', 'professional', NULL, NULL, NULL, '{dx_never_first}'),
    (53, 'G I.C.1.d.1.b', '{R65.20,A41.9}', 'inpatient', NULL, NULL, '{Y,Y}', '{dx_never_first,dx_unacceptable_principal,dx_order}'),
    (54, 'no diagnosis', '{}', 'professional', NULL, NULL, NULL, '{claim_without_diagnoses}'),
    (56, 'G I.C.9.a.1', '{I11.0}', 'professional', NULL, NULL, NULL, '{dx_use_additional_missing}'),
    (57, 'G I.C.9.a.1', '{I11.0,I50.9}', 'professional', NULL, NULL, NULL, '{}'),
    (58, 'Tabular List A41: a list of what may be the case', '{A41.9}', 'inpatient', NULL, NULL, '{Y}', '{}'),
    (59, 'Tabular List D63.1, code first; a manifestation', '{D63.1,N18.4}', 'professional', NULL, NULL, NULL, '{dx_manifestation_first,dx_order}'),
    (60, 'OIG: in a hospital it may be acute', '{I63.9}', 'inpatient', NULL, NULL, '{Y}', '{}'),
    (61, 'Tabular List E11.621', '{E11.621}', 'professional', NULL, NULL, NULL, '{dx_use_additional_missing}'),
    (62, 'MCE v37 questionable admission', '{E66.09,Z68.31}', 'inpatient', NULL, NULL, '{Y,NULL}', '{dx_questionable_admission}'),
    (55, 'MCE v37 wrong procedure', '{I10,Y65.51}', 'outpatient', NULL, NULL, NULL, '{dx_wrong_procedure}');
SELECT d.n, d.source, d.diagnoses, d.expected, f.found
FROM dx AS d
CROSS JOIN LATERAL (SELECT coalesce(array_agg(c.edit), '{}') AS found
    FROM medcode.check_claim(d.diagnoses, NULL, d.setting, '2025-11-03', d.poa, d.birth, d.sex) AS c) AS f
WHERE f.found <> d.expected ORDER BY d.n;
SELECT count(*) || ' cases' FROM dx;

-- what replaced a code, and where a note stands
SELECT edit, codes, message, advice, source FROM medcode.check_claim('{N18.3,E66.8,G20,E11.9A}', NULL, 'professional', '2025-11-03');
SELECT edit, codes, source FROM medcode.check_claim('{N18.4,E11.22}', NULL, 'professional', '2025-11-03');

-- case, dots and blanks change nothing; nor does the order of what stands behind the first one
SELECT count(*) AS differences FROM dx AS d
CROSS JOIN LATERAL (SELECT array_agg(c::text) AS found FROM medcode.check_claim(d.diagnoses, NULL, d.setting, '2025-11-03', d.poa, d.birth, d.sex) AS c) AS a
CROSS JOIN LATERAL (SELECT array_agg(c::text) AS found FROM medcode.check_claim(
    ARRAY(SELECT ' ' || lower(CASE WHEN n IN ('250.00') THEN n ELSE replace(n, '.', '') END) FROM unnest(d.diagnoses) WITH ORDINALITY AS u(n, o) ORDER BY o),
    NULL, d.setting, '2025-11-03', CASE WHEN d.poa IS NOT NULL THEN ARRAY(SELECT lower(p) FROM unnest(d.poa) WITH ORDINALITY AS u(p, o) ORDER BY o) END, d.birth, d.sex) AS c) AS b
WHERE a.found IS DISTINCT FROM b.found;
SELECT bool_and(a.found = b.found) AS same FROM (SELECT ARRAY['I10', 'E11.65', 'E11.9', 'I13.0', 'M17.0', 'M17.11', 'J18.9', 'R05.9', 'C50.911', 'Z85.3'] AS d) AS x
CROSS JOIN LATERAL (SELECT array_agg(c::text) AS found FROM medcode.check_claim(x.d, NULL, 'professional', '2025-11-03', NULL, '1960-01-01', 'F') AS c) AS a
CROSS JOIN LATERAL (SELECT array_agg(c::text) AS found FROM medcode.check_claim(
    x.d[1:1] || ARRAY(SELECT v FROM unnest(x.d[2:]) AS v ORDER BY md5(v)), NULL, 'professional', '2025-11-03', NULL, '1960-01-01', 'F') AS c) AS b;

-- lines, in the third quarter of 2024, for which NCCI is loaded (no codes of ICD-10-CM are)
CREATE TEMP TABLE service (n integer, source text, lines medcode.claim_line[], setting text, expected text[]);
INSERT INTO service VALUES
    (1, 'PTP A9500-A9512, indicator 1', ARRAY[(1, 'A9500', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, 'a9512', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{ptp_modifier}'),
    (2, 'the same with 59', ARRAY[(1, 'A9500', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, 'A9512', '{59}', 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{ptp_documentation}'),
    (3, 'either code may have it', ARRAY[(1, 'A9500', '{xs}', 1, '2024-08-01', NULL, '11', NULL), (2, 'A9512', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{ptp_documentation}'),
    (4, 'GA is no NCCI modifier', ARRAY[(1, 'A9500', '{GA}', 1, '2024-08-01', NULL, '11', NULL), (2, 'A9512', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{ptp_modifier}'),
    (5, 'PTP A9501-A9512, indicator 0', ARRAY[(1, 'A9501', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, 'A9512', '{59}', 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{ptp_never}'),
    (6, 'another day', ARRAY[(1, 'A9501', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, 'A9512', NULL, 1, '2024-08-02', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{}'),
    (7, 'another provider', ARRAY[(1, 'A9501', NULL, 1, '2024-08-01', 'a', '11', NULL), (2, 'A9512', NULL, 1, '2024-08-01', 'b', '11', NULL)]::medcode.claim_line[], 'professional', '{}'),
    (8, 'indicator 9 never held: A4263-A4262', ARRAY[(1, 'A4263', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, 'A4262', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{mue_day_clinical,mue_day_clinical}'),
    (9, 'deleted 2001-12-31: A4580-A4590', ARRAY[(1, 'A4580', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, 'A4590', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{mue_day_clinical,mue_day_clinical}'),
    (10, 'MUE 99213: 2, MAI 3', ARRAY[(1, '99213', NULL, 2, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{}'),
    (11, 'MUE 99213: 2, MAI 3, summed', ARRAY[(1, '99213', NULL, 2, '2024-08-01', NULL, '11', NULL), (2, '99213', '{25}', 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{mue_day_clinical}'),
    (12, 'add-on 0095T, primary 22864', ARRAY[(1, '0095T', NULL, 1, '2024-08-01', NULL, '21', NULL)]::medcode.claim_line[], 'professional', '{add_on_without_primary}'),
    (13, 'add-on 0095T, primary 22864', ARRAY[(1, '0095T', NULL, 1, '2024-08-01', NULL, '21', NULL), (2, '22864', NULL, 1, '2024-08-01', NULL, '21', NULL)]::medcode.claim_line[], 'professional', '{}'),
    (14, 'negative units', ARRAY[(1, '99213', NULL, -1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{line_units}'),
    (15, 'no units', ARRAY[(1, '99213', NULL, 0, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{line_units}'),
    (16, 'a diagnosis as service', ARRAY[(1, 'E11.9', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{line_wrong_system}'),
    (17, 'HCPCS code that never was', ARRAY[(1, 'G9Z99', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, 'B0001', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{line_code_invalid,cpt_not_loaded}'),
    (18, 'the same twice', ARRAY[(1, '99213', NULL, 1, '2024-08-01', NULL, '11', NULL), (2, '99213', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{line_duplicate}'),
    (19, 'repeated by the same physician', ARRAY[(1, '99213', '{76}', 1, '2024-08-01', NULL, '11', NULL), (2, '99213', '{76}', 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], 'professional', '{}'),
    (20, 'no lines', '{}', 'professional', '{claim_without_lines,date_unknown}'),
    (21, 'pointer', ARRAY[(1, '99213', NULL, 1, '2024-08-01', NULL, '11', '{1,2}')]::medcode.claim_line[], 'professional', '{line_pointer}'),
    (22, 'stays have no NCCI edits', ARRAY[(1, 'A9501', NULL, 1, '2024-08-01', NULL, '21', NULL), (2, 'A9512', NULL, 1, '2024-08-01', NULL, '21', NULL)]::medcode.claim_line[], 'inpatient', '{}'),
    (23, 'revenue code alone', ARRAY[(1, NULL, NULL, 1, '2024-08-01', NULL, NULL, NULL)]::medcode.claim_line[], 'outpatient', '{}');
SELECT s.n, s.source, s.expected, f.found FROM service AS s
CROSS JOIN LATERAL (SELECT coalesce(array_agg(c.edit), '{}') AS found FROM medcode.check_claim('{I10}', s.lines, s.setting) AS c
    WHERE c.edit NOT IN ('codes_not_loaded', 'poa_missing')) AS f
WHERE f.found <> s.expected ORDER BY s.n;
SELECT count(*) || ' cases' FROM service;
SELECT edit, codes, lines, message FROM medcode.check_claim('{I10}', ARRAY[(7, 'A9501', NULL, 1, '2024-08-01', NULL, '11', NULL),
    (3, 'A9512', NULL, 1, '2024-08-01', NULL, '11', NULL), (4, '99213', NULL, 4, NULL, NULL, '11', NULL)]::medcode.claim_line[]) WHERE severity <> 'issue';
-- sides: the modifier against the diagnosis it points to
SELECT edit, codes, lines, message FROM medcode.check_claim('{M17.11,I10}', ARRAY[(1, '20610', '{LT}', 1, '2025-11-03', NULL, '11', '{1}'),
    (2, '20610', '{RT}', 1, '2025-11-03', NULL, '11', '{1}'), (3, '20610', '{LT}', 1, '2025-11-03', NULL, '11', '{2}')]::medcode.claim_line[]) WHERE edit = 'line_side_conflict';
-- an acute stroke: place of service decides
SELECT p.place, c.severity FROM (VALUES ('11'), ('21'), (NULL)) AS p(place) LEFT JOIN LATERAL medcode.check_claim('{I63.9}',
    ARRAY[(1, '99213', NULL, 1, '2025-11-03', NULL, p.place, '{1}')]::medcode.claim_line[]) AS c ON c.edit = 'dx_acute_stroke_office';

-- dates: none, and before all files
SELECT edit, advice FROM medcode.check_claim('{I10}');
SELECT edit, advice FROM medcode.check_claim('{I10}', ARRAY[(1, '99213', NULL, 1, '1999-01-01', NULL, '11', NULL), (2, 'A0021', NULL, 1, '1999-01-01', NULL, '11', NULL)]::medcode.claim_line[]);
SELECT edit FROM medcode.check_claim('{I10}', NULL, 'ward', '2025-11-03');

-- a payer's rules
INSERT INTO medcode.payer_rule (payer, code_system, first_code, last_code, requirement, value, severity, effective, rule) VALUES
    ('Acme', 'hcpcs', '99202', '99215', 'diagnosis', '{E11,I10}', 'error', '[2024-01-01,2025-01-01)', 'office visits for diabetes and hypertension only'),
    ('Acme', 'hcpcs', '99213', NULL, 'modifier', '{25,GC}', 'warning', '(,)', 'modifier 25 or GC'),
    ('acme', 'hcpcs', '99213', NULL, 'place_of_service', '{11,22}', 'error', '(,)', 'office or hospital'),
    ('Acme', 'hcpcs', '99213', NULL, 'units', '{1}', 'error', '(,)', 'one visit a line'),
    ('Other', 'hcpcs', '99213', NULL, 'not_covered', NULL, 'error', '(,)', 'not covered'),
    (NULL, 'icd10cm', 'Z41', NULL, 'prior_authorization', NULL, 'review', '(,)', 'cosmetic: authorization first');
SELECT c.edit, c.severity, c.codes, c.lines, c.message, c.advice FROM medcode.check_claim('{J18.9,z411}',
    ARRAY[(1, '99213', NULL, 2, '2024-08-01', NULL, '12', NULL)]::medcode.claim_line[], payer => 'ACME') AS c WHERE c.edit LIKE 'payer%';
SELECT count(*) FROM medcode.check_claim('{I10}', ARRAY[(1, '99213', '{25}', 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[], payer => 'Acme') WHERE edit LIKE 'payer%';
SELECT count(*) FROM medcode.check_claim('{J18.9}', ARRAY[(1, '99213', '{25}', 1, '2025-08-01', NULL, '11', NULL)]::medcode.claim_line[], payer => 'Acme') WHERE edit LIKE 'payer%';
SELECT count(*) FROM medcode.check_claim('{J18.9}', ARRAY[(1, '99213', NULL, 1, '2024-08-01', NULL, '11', NULL)]::medcode.claim_line[]) WHERE edit LIKE 'payer%';
INSERT INTO medcode.payer_rule (code_system, first_code, requirement, rule) VALUES ('hcpcs', '99213', 'modifier', 'no value');

-- a claim of 100,000 lines
SELECT count(*) > 0 AS checked FROM (SELECT array_agg(ROW(i, (10000 + i % 20000)::text, NULL, 1, '2024-08-01', NULL, '11', NULL)::medcode.claim_line) AS lines
    FROM generate_series(1, 100000) AS i) AS c CROSS JOIN LATERAL medcode.check_claim('{I10}', c.lines) AS f;
DROP EXTENSION medcode CASCADE;
CREATE EXTENSION medcode;
