-- The published models: every beneficiary with gold has just its HCCs, terms, segment and raw score
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(34);
\getenv data MEDCODE_DATA

CREATE TEMP TABLE loaded AS
    SELECT f.file, l.*
    FROM (VALUES (1, 'tables/ra_dx_to_cc_2025.csv', NULL), (2, 'tables/ra_dx_to_cc_2026.csv', NULL), (3, 'tables/ra_coefficients_2025.csv', NULL),
        (4, 'tables/ra_coefficients_2026.csv', NULL), (5, 'tables/ra_hierarchies_2025.csv', NULL), (6, 'tables/ra_hierarchies_2026.csv', NULL),
        (7, 'tables/ra_labels_2026.csv', NULL), (8, 'tables/ra_dx_edits.csv', 'PY2026'), (9, 'payment_adjustments.csv', NULL),
        (10, 'tables/ra_eligible_cpt_hcpcs_2026.csv', NULL), (11, 'v28/F2824T1N.TXT', 'V28-PY2024'), (12, 'v24/F2422P1M.TXT', 'V24-PY2022'),
        (13, 'v28/V28115L3.TXT', 'V28-PY2024'), (14, 'v28/V28115H1.TXT', 'V28-PY2024'), (15, 'v28/V28I0ED1.TXT', 'V28-PY2024'), (16, 'v28/V28hcccoefn.csv', 'V28-PY2024'),
        (17, 'v24/V24H86L1.TXT', 'V24-PY2022'), (18, 'v24/V24H86H1.TXT', 'V24-PY2022'), (19, 'v24/V24I0ED1.TXT', 'V24-PY2022'), (20, 'v24/V24hcccoefn.csv', 'V24-PY2022')) AS f(place, file, release)
    CROSS JOIN LATERAL medcode.load_file(:'data' || '/data/cms_hcc/' || f.file, f.release) AS l
    ORDER BY f.place;
SELECT results_eq($$SELECT release || ' ' || rows_read FROM loaded ORDER BY file COLLATE "C"$$,
    ARRAY['PY2020-PY2027 20', 'PY2025 6351', 'PY2026 8413', 'PY2026 107', 'PY2025 53951', 'PY2026 58985', 'PY2026 6747', 'PY2025 486', 'PY2026 734',
        'PY2026 783', 'V24-PY2022 9875', 'V24-PY2022 72', 'V24-PY2022 86', 'V24-PY2022 18', 'V24-PY2022 1039', 'V28-PY2024 8090', 'V28-PY2024 149', 'V28-PY2024 115',
        'V28-PY2024 102', 'V28-PY2024 1271'], 'all files are loaded, with their payment years');

CREATE TEMP TABLE gold AS
SELECT b ->> 'beneficiary_id' AS id, (b ->> 'age')::int AS age, b ->> 'sex' AS sex, b ->> 'orec' AS orec, b ->> 'dual_elgbl_cd' AS dual,
    (b ->> 'medicaid')::boolean AS medicaid, b ->> 'segment' AS segment, ARRAY(SELECT jsonb_array_elements_text(b -> 'dx')) AS dx,
    e.key AS model, CASE e.key WHEN 'V24' THEN 2025 ELSE 2026 END AS payment_year,
    ARRAY(SELECT jsonb_array_elements(e.value -> 'hccs')::int) AS hccs, (e.value ->> 'raw_score')::numeric AS raw_score,
    ARRAY(SELECT t FROM jsonb_array_elements_text(e.value -> 'other_terms') AS t ORDER BY t COLLATE "C") AS terms
FROM regexp_split_to_table(pg_read_file(:'data' || '/eval/hcc/beneficiaries.jsonl'), E'\n') AS line,
    LATERAL (SELECT nullif(line, '')::jsonb AS b) AS j, LATERAL jsonb_each(b -> 'expected') AS e;
CREATE TEMP TABLE scored AS
SELECT g.*, s.hccs AS found, s.raw_score AS score, s.score_segment
FROM gold AS g, LATERAL medcode.raf_score(g.dx, g.model, g.payment_year, g.age, g.sex, g.dual, g.orec,
    lti => g.segment = 'INS', new_enrollee => g.segment = 'NE', medicaid => g.medicaid) AS s;
SELECT is((SELECT count(*) FROM scored), 1989::bigint, 'gold of 1,000 beneficiaries in two models');
SELECT is_empty($$SELECT id, model, segment, score_segment FROM scored WHERE segment IS DISTINCT FROM score_segment$$, 'segments');
SELECT is_empty($$SELECT id, model, hccs, found FROM scored WHERE hccs IS DISTINCT FROM found$$, 'HCCs after hierarchies');
SELECT is_empty($$SELECT id, model, raw_score, score FROM scored WHERE raw_score IS DISTINCT FROM score$$, 'raw scores');
-- the gold has cells of new enrollees without their prefix, and one name for originally disabled
SELECT is_empty($$
    SELECT g.id, g.model FROM gold AS g, LATERAL (
        SELECT array_agg(DISTINCT t.name COLLATE "C" ORDER BY t.name COLLATE "C") AS terms, sum(r.coefficient) FILTER (WHERE r.kind NOT LIKE '%score') AS sum,
            sum(r.coefficient) FILTER (WHERE r.kind = 'raw_score') AS raw
        FROM medcode.raf(g.dx, g.model, g.payment_year, g.age, g.sex, g.dual, g.orec, g.segment = 'INS', g.segment = 'NE', g.medicaid) AS r
        LEFT JOIN LATERAL (SELECT regexp_replace(r.term, '^N?MCAID_N?ORIGDIS_', '') AS name
            WHERE r.kind NOT IN ('segment', 'hcc', 'suppressed') AND r.hcc IS NULL AND r.term <> 'ORIGDS') AS t ON true) AS r
    WHERE array_remove(r.terms, NULL) IS DISTINCT FROM g.terms OR r.sum IS DISTINCT FROM r.raw$$, 'the other terms that hold; and the factors add up to the raw score');

-- The published files say what the starter says
SELECT is_empty($$SELECT s.code, s.hcc FROM medcode.hcc_mapping AS s WHERE s.release_id = 101
    EXCEPT SELECT m.code, m.hcc FROM medcode.hcc_mapping AS m JOIN medcode.hcc_source AS h USING (release_id, model)
    WHERE h.kind = 'hcc_mapping' AND h.model = 'V28' AND h.payment_year = 2026$$, 'the starter''s mapping is a part of the published one');
SELECT is_empty($$SELECT s.term, s.coefficient FROM medcode.hcc_coefficient AS s WHERE s.release_id = 105
    EXCEPT SELECT c.term, c.coefficient FROM medcode.hcc_coefficient AS c JOIN medcode.hcc_source AS h USING (release_id, model)
    WHERE h.kind = 'hcc_coefficient' AND h.model = 'V28' AND h.payment_year = 2026$$, 'so are its coefficients');
SELECT is_empty($$SELECT s.model, s.payment_year, s.normalization_factor, s.coding_adjustment FROM medcode.hcc_adjustment AS s WHERE s.release_id = 108
    EXCEPT SELECT a.model, a.payment_year, a.normalization_factor, a.coding_adjustment FROM medcode.hcc_adjustment AS a WHERE a.release_id <> 108$$, 'and its factors');

-- Each model of CMS-HCC has a coefficient for each term of each segment
SELECT lives_ok(format('SELECT medcode.raf_score(''{}'', %L, %s, 70, ''F'')', model, year), format('%s of payment year %s is whole', model, year))
FROM (VALUES ('V24', 2025), ('V28', 2025), ('V28', 2026)) AS v(model, year);
SELECT throws_ok($$SELECT medcode.raf_score('{}', 'V24', 2023, 70, 'F')$$, '55000', 'the mapping of diagnoses of V24 is not loaded for payment year 2023', 'a year without mapping gives no score');
-- CMS's macros and the tables made of them say the same
SELECT is_empty($$SELECT s.hcc, s.suppressed FROM medcode.hcc_hierarchy AS s JOIN medcode.release AS r USING (release_id) WHERE r.release = 'V28-PY2024' AND s.model = 'V28'
    EXCEPT SELECT t.hcc, t.suppressed FROM medcode.hcc_hierarchy AS t JOIN medcode.release AS r USING (release_id) WHERE r.release = 'PY2026' AND t.model = 'V28'$$, 'hierarchies of V28');
SELECT is_empty($$SELECT s.code, s.sex, s.age_min, s.age_max, s.hcc FROM medcode.hcc_edit AS s JOIN medcode.release AS r USING (release_id) WHERE r.release = 'V28-PY2024'
    EXCEPT SELECT t.code, t.sex, t.age_min, t.age_max, t.hcc FROM medcode.hcc_edit AS t JOIN medcode.release AS r USING (release_id) WHERE r.release = 'PY2026' AND t.model = 'V28'$$, 'edits of V28');
SELECT results_eq($$SELECT s.code, s.sex, s.age_min, s.age_max, s.hcc FROM medcode.hcc_edit AS s JOIN medcode.release AS r USING (release_id) WHERE r.release = 'V24-PY2022' ORDER BY 1, 3, 4$$,
    $$SELECT s.code, s.sex, s.age_min, s.age_max, s.hcc FROM medcode.hcc_edit AS s WHERE s.release_id = 104 AND s.model = 'V24' ORDER BY 1, 3, 4$$, 'edits of V24, which the starter has');
SELECT is((SELECT r.raw_score FROM medcode.raf_score('{E11.9}', 'V24', 2022, 70, 'F') AS r), 0.491, 'CMS''s files of one model alone score: 0.386 and 0.105');
SELECT throws_ok($$SELECT medcode.raf_score('{}', 'RxHCC V08', 2026, 70, 'F')$$, '55000', 'the terms of the segments of RxHCC V08 are not loaded', 'nor a model whose lists of terms nobody brought');
SELECT results_eq($$SELECT hcc FROM medcode.hccs('{E11.9, I10}', 'RxHCC V08', 70, 'F', 2026) WHERE kind = 'hcc'$$, ARRAY[31, 187], 'its HCCs are there all the same');

-- Golden cases, computed by hand from the tables
SELECT is((SELECT r.hccs::text || ' ' || r.raw_score || ' ' || r.payment_score FROM medcode.raf_score(codes, 'V28', 2026, age, sex) AS r), result, codes::text)
FROM (VALUES (ARRAY['E11.9'], 67, 'F', '{38} 0.496 0.438'), (ARRAY['E11.22', 'N18.32', 'I50.22'], 67, 'F', '{37,226,328} 1.271 1.121'),
    (ARRAY['I11.0', 'I50.9', 'J44.9', 'E11.65'], 72, 'M', '{38,226,280} 1.431 1.262'), (ARRAY['I13.2'], 78, 'F', '{226,326} 1.816 1.602'),
    (ARRAY['Z95.811'], 70, 'M', '{} 0.396 0.349'), (ARRAY['Z95.811', 'I50.22'], 70, 'M', '{223} 2.901 2.559'), (ARRAY['N18.3', 'I10'], 70, 'F', '{} 0.395 0.348')) v(codes, age, sex, result);

-- With the lists of codes: what is new, what is retired
SELECT l.release FROM medcode.load_file(:'data' || '/data/icd10cm/fy2025/icd10cm_order_2025.txt') AS l \gset fy2025_
SELECT l.release FROM medcode.load_file(:'data' || '/data/icd10cm/fy2026/icd10cm_order_2026.txt') AS l \gset fy2026_
SELECT l.release FROM medcode.load_file(:'data' || '/data/icd10cm/fy2026/icd10cm_conversion_table_2026.csv', 'FY2026') AS l \gset conversion_
PREPARE issues(text[], date[]) AS SELECT kind, from_codes[1], issue, advice_codes, advice_hccs FROM medcode.hccs($1, 'V28', 70, 'F', 2026, $2) WHERE kind <> 'hcc';
SELECT results_eq($$EXECUTE issues('{G35.A}', '{2025-11-01}')$$, $$VALUES ('issue', 'G35.A', 'unmapped_new_code', ARRAY['G35'], ARRAY[198])$$, 'a new code, with its predecessor''s HCC as advice');
SELECT is((SELECT hccs FROM medcode.raf_score('{G35.A}', 'V28', 2026, 70, 'F')), '{}'::integer[], 'which is not taken for it');
SELECT results_eq($$EXECUTE issues('{N18.3}', '{2025-11-01}')$$, $$VALUES ('issue', 'N18.3', 'heading', ARRAY['N18.30', 'N18.31', 'N18.32'], ARRAY[328, 329])$$, 'a retired code, with what took its place');
SELECT results_eq($$EXECUTE issues('{G35}', '{2025-11-01}')$$, $$VALUES ('issue', 'G35', 'retired_code', ARRAY['G35.A', 'G35.B0', 'G35.B1', 'G35.B2', 'G35.C0', 'G35.C1', 'G35.C2', 'G35.D'], NULL::integer[])$$, 'a code after its last day');
SELECT is_empty($$EXECUTE issues('{G35}', '{2025-09-30}')$$, 'and on it');
SELECT results_eq($$EXECUTE issues('{E11.9, I10, I10.9, x, E11}', '{2024-12-31, 2025-02-01, 2025-02-01, 2025-02-01, 2025-02-01}')$$,
    $$VALUES ('issue', 'E11.9', 'outside_service_year', NULL::text[], NULL::integer[]), ('issue', 'I10.9', 'unknown_code', NULL, NULL), ('issue', 'x', 'not_a_code', NULL, NULL),
        ('issue', 'E11', 'heading', NULL, NULL)$$, 'codes that cannot count');
SELECT results_eq($$SELECT kind, hcc, issue FROM medcode.hccs('{E66.813}', 'V24', 70, 'F', 2025)$$, $$VALUES ('hcc', 22, NULL), ('later_mapping', NULL, 'PY2026')$$,
    'a code that the publisher mapped a year later counts, and says so');
SELECT is((SELECT count(*) FROM medcode.code AS c JOIN medcode.release AS r USING (release_id), LATERAL medcode.raf_score(ARRAY[c.code], 'V28', 2026, 70, 'F') AS s
    WHERE r.kind = 'codes' AND r.release = 'FY2026' AND c.billable AND s.issues[1] LIKE 'unmapped_new_code %'), 487::bigint, 'all new codes of FY2026 are told');

SELECT * FROM finish();
ROLLBACK;
