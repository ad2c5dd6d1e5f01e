-- Models of risk adjustment as tables: what the starter brings, looking up, files in and out
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(43);

--
-- Names of models
--
SELECT is(medcode.hcc_model_name(given), name, 'model ' || given)
FROM (VALUES ('28', 'V28'), ('V28', 'V28'), ('c28', 'V28'), ('CMS-HCC Model V28', 'V28'), ('CMS-HCC-V28', 'V28'), ('CMS-HCC V22 (PACE)', 'V22'),
    ('CMS-HCC ESRD Model V24', 'ESRD V24'), ('D24', 'ESRD V24'), ('RxHCC Model V08', 'RxHCC V08'), ('RxHCC R08', 'RxHCC V08'), ('HHS-HCC V07', 'HHS-HCC V07'),
    ('', NULL), ('V', NULL), ('V2', NULL), ('V280', NULL), ('V00', NULL), ('CMS-HCC', NULL), ('V28 V24', NULL), ('X28', NULL)) v(given, name);

--
-- The starter
--
SELECT results_eq($$SELECT medcode.hcc_of('E11.9', 'V28')$$, ARRAY[38], 'a code of one HCC');
SELECT results_eq($$SELECT medcode.hcc_of('I132', '28', 2026)$$, ARRAY[226, 326], 'a code of two');
SELECT is_empty($$SELECT medcode.hcc_of('I10', 'V28')$$, 'a code of none');
SELECT is_empty($$SELECT medcode.hcc_of(NULL, 'V28')$$, 'no code, no HCC');
SELECT set_has($$SELECT code::text FROM medcode.hcc_codes('28', 226) AS code$$, $$VALUES ('I50.9'), ('I13.2'), ('I11.0')$$, 'codes of an HCC');
SELECT bag_hasnt($$SELECT code::text FROM medcode.hcc_codes('28', 226) AS code$$, $$VALUES ('Z95.811')$$, 'and not those of another');
SELECT is((SELECT count(*) FROM medcode.hcc_label WHERE model = 'V28'), 115::bigint, 'all labels of V28');
SELECT is((SELECT count(*) FROM medcode.hcc_hierarchy WHERE model = 'V28' AND suppressed < hcc), 8::bigint, 'eight pairs in which the smaller number is outranked');
SELECT is_empty($$SELECT s.model, s.segment, s.term FROM medcode.hcc_segment s
    WHERE s.model = 'V28' AND s.term <> 'HCC' AND NOT EXISTS (SELECT FROM medcode.hcc_coefficient c
        WHERE c.model = 'V28' AND lower(c.term) = lower(s.segment || '_' || s.term))$$, 'each term that is listed has a coefficient');
SELECT is_empty($$SELECT h.hcc FROM (SELECT DISTINCT hcc FROM medcode.hcc_mapping WHERE release_id = 101) h
    WHERE NOT EXISTS (SELECT FROM medcode.hcc_label l WHERE l.release_id = 102 AND l.hcc = h.hcc)$$, 'each HCC has a label');

--
-- What is not loaded
--
SELECT throws_ok($$SELECT medcode.hcc_codes('V28', 226, 2019)$$, '55000', 'the mapping of diagnoses of V28 is not loaded for payment year 2019', 'a year that is not loaded');
SELECT throws_ok($$SELECT medcode.hcc_codes('V23', 85)$$, '55000', 'the mapping of diagnoses of V23 is not loaded', 'a model that is not loaded');
SELECT throws_ok($$SELECT medcode.hcc_codes('V28', 85)$$, '22023', 'the mapping of V28 has no HCC 85', 'an HCC that the model does not have');
SELECT throws_ok($$SELECT medcode.hcc_of('E11.9', 'nonsense')$$, '22023', 'not the name of a risk adjustment model', 'no model at all');
SELECT throws_ok($$SELECT medcode.hcc_of('E11.9', 'V28', 2019)$$, '55000', NULL, 'a year for a code');

--
-- Files
--
SELECT is((SELECT recognised || ', ' || release || ', ' || effective || ', ' || rows_read FROM medcode.load_content(E'E119\t19\t\nI132\t85\t\nI132\t136\tD\n', 'V23-PY2019')),
    'CMS mapping of diagnoses to HCCs, V23-PY2019, [2018-01-01,2019-01-01), 3', 'a mapping as CMS publishes it');
SELECT results_eq($$SELECT medcode.hcc_of('I13.2', 'V23')$$, ARRAY[85, 136], 'is in use');
SELECT results_eq($$SELECT medcode.hcc_of('E11.9', 'V28')$$, ARRAY[38], 'beside the starter');
SELECT is((SELECT added || ', ' || changed FROM medcode.load_content(E'E119\t18\t\nI132\t85\t\nI132\t136\tD\n', 'V23-PY2019')), '1, 1', 'a corrected file');
SELECT results_eq($$SELECT medcode.hcc_of('E11.9', 'V23', 2019)$$, ARRAY[18], 'takes the place of the first');
SELECT throws_ok($$SELECT medcode.load_content(E'E119\t19\t\n', 'PY2019')$$, '22023', 'the model is not known', 'a file that does not name its model');
SELECT throws_ok($$SELECT medcode.load_content(E'E119\t19\t\n', 'V28-2019')$$, '22023', 'release "V28-2019" tells no payment year', 'a release without payment year');
SELECT throws_ok($$SELECT medcode.load_content(E'diagnosis_code,cc,model_name\nE119,38,CMS-HCC Model V28\nE119,x,CMS-HCC Model V28\n', 'PY2030')$$,
    '22000', 'not a complete table of diagnoses and HCCs', 'a line that is wrong');
SELECT throws_ok($$SELECT medcode.load_content(E'diagnosis_code,cc,model_name\nE119,38,CMS-HCC Model V28\n', 'V24-PY2030')$$,
    '22000', NULL, 'a model that is not that of the release');

SELECT * FROM finish();
ROLLBACK;
