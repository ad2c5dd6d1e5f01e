-- The publishers' files: all that is in them is in the tables, and the questions are answered as they say
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL datestyle = iso;
SELECT plan(57);
\getenv data MEDCODE_DATA

CREATE TEMP TABLE loaded AS
    SELECT l.*, f.file
    FROM (VALUES (1, 'icd10cm/fy2025/icd10cm_order_2025.txt'), (2, 'icd10cm/fy2026/icd10cm_order_2026.txt'),
        (3, 'icd10cm/fy2026/icd10cm_tabular_2026.xml'), (4, 'icd10cm/fy2026/icd10cm_index_2026.xml'),
        (5, 'icd10cm/fy2025/icd-10-cm-eindex-2025.xml'), (6, 'icd10cm/fy2025/icd-10-cm-neoplasm-2025.xml'),
        (7, 'icd10cm/fy2025/icd-10-cm-drug-2025.xml'), (8, 'icd10cm/fy2026/icd10cm_conversion_table_2026.csv'),
        (9, 'icd10cm/fy2026/POAexemptCodesFY26.txt'), (10, 'icd10pcs/icd10pcs_order_2026.txt'),
        (11, 'icd9cm/2018_I9gem.txt'), (12, 'icd9cm/2018_I10gem.txt'), (13, 'icd9cm/CMS32_DESC_LONG_DX.txt')) AS f (place, file)
    CROSS JOIN LATERAL medcode.load_file(:'data' || '/data/' || f.file) AS l
    ORDER BY f.place;
INSERT INTO loaded SELECT l.*, 'ontology' FROM medcode.load_file(:'data' || '/data/synonyms/ICD10inDO.tsv', '2026-07-31') AS l;

-- rows of a table, of the release of that code system, kind and name
CREATE FUNCTION pg_temp.rows(relation text, code_system text, kind text, release text, condition text DEFAULT 'true')
    RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM medcode.%I AS t JOIN medcode.release AS r USING (release_id)
        WHERE r.code_system = %L AND r.kind = %L AND r.release = %L AND (%s)', relation, code_system, kind, release, condition)
        INTO number;
    RETURN number;
END
$$;

--
-- Totals of the publishers
--
SELECT is((SELECT count(*) FROM loaded), 14::bigint, 'all files are loaded');
SELECT is(pg_temp.rows('code', 'icd10cm', 'codes', 'FY2026'), 98186::bigint, 'lines of the order file');
SELECT is(pg_temp.rows('code', 'icd10cm', 'codes', 'FY2026', 't.billable'), 74719::bigint, 'billable codes');
SELECT is(pg_temp.rows('code', 'icd10cm', 'codes', 'FY2025'), 97584::bigint, 'lines of the order file of FY2025');
SELECT is(pg_temp.rows('code', 'icd10pcs', 'codes', 'FY2026'), 80029::bigint, 'lines of the order file of ICD-10-PCS');
SELECT is(pg_temp.rows('code', 'icd10pcs', 'codes', 'FY2026', 't.billable'), 79115::bigint, 'complete codes of ICD-10-PCS');
SELECT is(pg_temp.rows('code', 'icd9cm', 'codes', 'FY2015'), 14567::bigint, 'codes of ICD-9-CM');
SELECT is(pg_temp.rows('tabular_note', 'icd10cm', 'tabular', 'FY2026'), 25159::bigint, 'notes of the Tabular List');
-- elements of the file by kind
SELECT is(pg_temp.rows('tabular_note', 'icd10cm', 'tabular', 'FY2026', format('t.kind = %L', v.kind)), v.number, 'notes of kind ' || v.kind)
FROM (VALUES ('inclusion_term', 12580::bigint), ('includes', 1024), ('excludes1', 5433), ('excludes2', 2494), ('use_additional', 1493),
    ('code_first', 813), ('code_also', 634), ('seventh_character', 508), ('note', 180)) AS v (kind, number) ORDER BY v.kind;
SELECT is(pg_temp.rows('seventh_character', 'icd10cm', 'tabular', 'FY2026'), 1790::bigint, 'seventh characters defined');
-- 63,142 codes; where there is none, the subcategory to look at: 126 of 129
SELECT is(pg_temp.rows('index_entry', 'icd10cm', 'index', 'FY2026', 't.code IS NOT NULL'), 63142 + 126::bigint, 'codes of the Index');
SELECT is(pg_temp.rows('index_entry', 'icd10cm', 'index', 'FY2026', 't.manifestation IS NOT NULL'), 764::bigint, 'manifestations in the Index');
-- four titles are notes
SELECT is(pg_temp.rows('index_entry', 'icd10cm', 'index', 'FY2026'), 8121 + 73389 - 4::bigint, 'main terms and subterms');
SELECT is(pg_temp.rows('index_entry', 'icd10cm', 'index', 'FY2026', 't.level = 0'), 8121::bigint, 'main terms');
SELECT is(pg_temp.rows('index_entry', 'icd10cm', 'external_cause_index', 'FY2025'), 314 + 7750::bigint, 'entries of the external cause index');
SELECT is(pg_temp.rows('index_entry', 'icd10cm', 'drug_table', 'FY2025'), 5177 + 2251::bigint, 'substances');
SELECT is((SELECT rows_read FROM loaded WHERE file ~ 'conversion'), 5892::bigint, 'successions');
SELECT is(pg_temp.rows('poa_exempt', 'icd10cm', 'poa_exempt', 'FY2026'), 38349::bigint, 'codes exempt from POA');
SELECT is(pg_temp.rows('mapping', 'icd9cm', 'mapping', 'FY2018'), 24860::bigint, 'mappings from ICD-9-CM');
SELECT is(pg_temp.rows('mapping', 'icd9cm', 'mapping', 'FY2018', 't.target_code IS NULL'), 422::bigint, 'codes of ICD-9-CM without an equivalent');
SELECT is(pg_temp.rows('mapping', 'icd10cm', 'mapping', 'FY2018'), 81593::bigint, 'mappings from ICD-10-CM');
SELECT is((SELECT rows_read FROM loaded WHERE file = 'ontology'), 3571::bigint, 'diseases of the ontology');
-- of 3,571 8 are obsolete, 83 refer to several codes or to a range; 32 labels are no wording of a note
SELECT is((SELECT rejected FROM loaded WHERE file = 'ontology'), 91::bigint, 'of which some cannot be loaded');
SELECT is(pg_temp.rows('synonym', 'doid', 'synonyms', '2026-07-31'), 3571 - 91 - 32::bigint, 'names of the ontology');

--
-- Facts
--
SELECT results_eq($$SELECT code::text FROM medcode.children('E11')$$,
    ARRAY['E11.0', 'E11.1', 'E11.2', 'E11.3', 'E11.4', 'E11.5', 'E11.6', 'E11.8', 'E11.9', 'E11.A'], 'children of E11');
SELECT is((SELECT count(*) FROM medcode.descendants('S72')), 2659::bigint, 'S72 has 2,659 codes and headings under it');
SELECT is((SELECT count(*) FROM medcode.descendants('G35', '2025-09-30')), 0::bigint, 'G35 had none until FY2026');
SELECT results_eq($$SELECT place FROM medcode.ancestors('C4A.9')$$, ARRAY['C4A', 'C43-C44', 'C00-C75', 'C00-C96', '2'],
    'C4A stands between C43 and C44; sections within sections');
SELECT results_eq($$SELECT place FROM medcode.ancestors('S72.001A')$$, ARRAY['S72.001', 'S72.00', 'S72.0', 'S72', 'S70-S79', '19'],
    'a code that is not in the Tabular List stands under those that are');
SELECT is(ARRAY[medcode.is_billable('G35', '2025-09-30'), medcode.is_billable('G35'), medcode.is_billable('G35.A', '2025-09-30')],
    ARRAY[true, false, NULL], 'G35 was billable until FY2026');
SELECT results_eq($$SELECT code::text FROM medcode.replaced_by('G35')$$,
    ARRAY['G35.A', 'G35.B0', 'G35.B1', 'G35.B2', 'G35.C0', 'G35.C1', 'G35.C2', 'G35.D'], 'what took the place of G35');
SELECT is_empty($$SELECT * FROM medcode.replaced_by('G35', '2025-09-30')$$, 'nothing before');
SELECT results_eq($$SELECT step, previous::text, code::text, effective FROM medcode.replaced_by('K35.2') WHERE step = 1 OR previous::text = 'K35.20'$$,
    $$VALUES (1, 'K35.2', 'K35.20', '2018-10-01'::date), (1, 'K35.2', 'K35.21', '2018-10-01'), (2, 'K35.20', 'K35.200', '2023-10-01'),
        (2, 'K35.20', 'K35.201', '2023-10-01'), (2, 'K35.20', 'K35.209', '2023-10-01')$$, 'in two steps: K35.2');
SELECT results_eq($$SELECT step, code::text, previous_first::text FROM medcode.replaces('K35.200')$$,
    $$VALUES (1, 'K35.200', 'K35.20'), (2, 'K35.20', 'K35.2')$$, 'and back');
SELECT results_eq($$SELECT place, kind FROM medcode.notes('J44.9') WHERE kind IN ('code_also', 'use_additional') AND note ~ 'J45|F17'$$,
    $$VALUES ('J44', 'code_also'), ('10', 'use_additional')$$, 'notes of J44 and of chapter 10 hold for J44.9');
SELECT set_eq($$SELECT DISTINCT place FROM medcode.notes('E11.9')$$, ARRAY['E11.9', 'E11', '4'], 'places of the notes that hold for E11.9');
SELECT results_eq($$SELECT code::text, excluded::text, place FROM medcode.excludes1_conflict('E11.9', 'E10.9')$$,
    $$VALUES ('E11.9', 'E10.9', 'E11'), ('E10.9', 'E11.9', 'E10')$$, 'the types of diabetes exclude each other');
SELECT results_eq($$SELECT code::text, excluded::text FROM medcode.excludes1_conflict('O24.410', 'E11.9')$$,
    $$VALUES ('E11.9', 'O24.410')$$, 'only one of the two has the note');
SELECT is_empty($$SELECT * FROM medcode.excludes1_conflict('E11.9', 'I10')$$, 'diabetes and hypertension do not');
SELECT is((SELECT string_agg("character", '') FROM medcode.seventh_characters('S72.001')), 'ABCDEFGHJKMNPQRS', 'seventh characters of a fracture of the femur');
SELECT is((SELECT string_agg("character" || ' ' || place, ',') FROM medcode.seventh_characters('M1A.0110')), '0 M1A,1 M1A', 'and of chronic gout');
SELECT ok(EXISTS (SELECT FROM medcode.index_paths('I50.9') WHERE path = 'Failure, failed, heart, congestive' AND NOT incomplete AND role = 'code'),
    'Failure, heart, congestive');
SELECT ok(EXISTS (SELECT FROM medcode.index_paths('T36.0X5A') WHERE kind = 'drug_table' AND path = 'Penicillin' AND role = 'adverse_effect'),
    'adverse effect of penicillin');
SELECT ok(EXISTS (SELECT FROM medcode.index_paths('W01.0XXA') WHERE kind = 'external_cause_index' AND path = 'Slipping' AND incomplete), 'Slipping');
SELECT is(ARRAY[medcode.is_poa_exempt('Z79.4'), medcode.is_poa_exempt('E11.9')], ARRAY[true, false], 'exempt from POA');
SELECT results_eq($$SELECT target_code FROM medcode.mapped('icd9cm', '4280', 'icd10cm')$$, ARRAY['I50.814', 'I50.9'], 'equivalents of 428.0');
SELECT results_eq($$SELECT target_code, choice_list FROM medcode.mapped('icd10cm', 'R65.21', 'icd9cm')$$,
    $$VALUES ('785.52', 1), ('995.92', 2)$$, 'two that are needed together');
SELECT is((SELECT title FROM medcode.lookup_code('icd10pcs', '0DTJ4ZZ')), 'Resection of Appendix, Percutaneous Endoscopic Approach', 'a code of ICD-10-PCS');
SELECT is((SELECT code FROM medcode.lookup_code('icd9cm', '25000')), '250.00', 'a code of ICD-9-CM without its dot');

SELECT * FROM finish();
ROLLBACK;
