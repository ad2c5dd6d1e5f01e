-- Links that follow from the official Index: what publish() derives
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(13);
\getenv data MEDCODE_DATA
CREATE TEMP TABLE loaded AS
    SELECT l.recognised, l.rows_read
    FROM (VALUES ('icd10cm_order_2026.txt'), ('icd10cm_tabular_2026.xml'), ('icd10cm_index_2026.xml')) AS f(file)
    CROSS JOIN LATERAL medcode.load_file(:'data' || '/data/icd10cm/fy2026/' || f.file) AS l;

CREATE TEMP VIEW link AS SELECT * FROM medcode.with_link WHERE origin = 'official';
SELECT cmp_ok((SELECT count(*) FROM link WHERE link <> 'due_to' AND NOT nec), '>', 1400::bigint, 'the Index presumes links');
SELECT is_empty(
    $$SELECT l.code FROM link, unnest(ARRAY[cause, condition, link.code, manifestation]) AS l(code)
      WHERE l.code IS NOT NULL AND NOT EXISTS (SELECT FROM medcode.code AS c
        WHERE c.release_id = medcode.release_id_on('icd10cm', 'codes', NULL) AND c.code = l.code)$$,
    'each code is in the list of codes');
SELECT is_empty(
    $$SELECT * FROM link WHERE cause ~ '^E(08|09|10|11|13)' AND link = 'with' AND left(code, 3) <> left(cause, 3)$$,
    'a link of diabetes leads to codes of the same type');
SELECT is_empty(
    $$SELECT * FROM link WHERE left(cause, 3) = left(condition, 3)
      AND NOT (cause = condition AND code = cause AND left(manifestation, 3) <> left(cause, 3))$$,
    'no condition is linked with its own category, but where the Index always gives a manifestation');
SELECT set_eq(
    $$SELECT cause, manifestation FROM link WHERE cause = condition$$,
    $$VALUES ('B50.0', 'G94'), ('G30.0', 'F02.80'), ('G30.1', 'F02.80'), ('G30.8', 'F02.80'), ('G30.9', 'F02.80'),
        ('G31.01', 'F02.80'), ('G31.09', 'F02.80')$$,
    'such a manifestation is that of the condition named: dementia of Alzheimer disease, not myositis of any neoplasm');
SELECT results_eq(
    $$SELECT code, beside, nec FROM link WHERE cause = 'E11' AND condition IN ('N18', 'G62.9', 'H26.9', 'M86', 'I73.9', 'L98.499')
      ORDER BY condition COLLATE "C"$$,
    $$VALUES ('E11.42', false, false), ('E11.36', false, false), ('E11.51', false, false), ('E11.622', true, true),
        ('E11.69', false, false), ('E11.22', true, false)$$,
    'type 2 diabetes: wide where the kinds differ by attributes, beside where the notes ask for it');
SELECT set_has(
    $$SELECT cause, condition, code, manifestation, link FROM link$$,
    $$VALUES ('I10', 'I50', 'I11.0', NULL, 'with'), ('N18', 'D64.9', 'N18', 'D63.1', 'in'),
        ('K51', 'M12.9', 'K51', 'M07.6', 'in'), ('G20', 'F03.90', 'G20', 'F02.80', 'in'), ('J44', 'J22', 'J44.0', NULL, 'with')$$,
    'hypertension, pairs of codes, chronic lung disease');
SELECT results_eq($$SELECT medcode.widened_code(v.code, medcode.release_id_on('icd10cm', 'codes', NULL), medcode.release_id_on('icd10cm', 'tabular', NULL))
      FROM (VALUES (1, 'N18.9'), (2, 'I50.9'), (3, 'G62.9'), (4, 'N18.4')) AS v(n, code) ORDER BY n$$,
    ARRAY['N18', 'I50', 'G62.9', 'N18.4'], 'a code without detail stands for its heading, if all below it differ by attributes only');
SELECT is_empty($$SELECT * FROM link WHERE link = 'in' AND path ~ 'due to' AND path !~ ', in, '$$, 'in is in');
SELECT is(medcode.write_links(), 0::bigint, 'written again, nothing changes');
SELECT is_empty('SELECT * FROM medcode.draft()', 'and no draft comes of it');
INSERT INTO medcode.retirement (relation, row_id, origin) SELECT 'with_link', with_link_id, 'site' FROM link
    WHERE cause = 'E11' AND condition = 'N18';
SELECT is(medcode.write_links(), 0::bigint, 'what a site retired does not come back');
SELECT ok((SELECT bool_and(medcode.verify_version(v.version)) FROM medcode.versions() AS v), 'each version holds what it held');
SELECT * FROM finish();
ROLLBACK;
