-- Claims as a source of diagnoses: type of bill, procedures, specialty
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(19);

SELECT throws_ok($$SELECT medcode.risk_eligibility('professional', NULL, '{99213}', 2026)$$, '55000', 'the list of eligible CPT and HCPCS codes is not loaded for payment year 2026', 'no list');
SELECT lives_ok($$SELECT medcode.risk_eligibility('institutional', '111', NULL, 2026)$$, 'which inpatients do not need');
SELECT rows_read FROM medcode.load_content(E'cpt_hcpcs_code\n99213\nG0438\n', 'PY2026') \gset ignored_
SELECT is(medcode.risk_eligibility(claim_type, bill_type, procedures, year), result, what)
FROM (VALUES
    ('professional', NULL, ARRAY['99213'], 2026, 'eligible', 'an office visit'),
    ('professional', NULL, ARRAY['80053', ' g0438 '], NULL, 'eligible', 'one line is enough, however it is written'),
    ('professional', NULL, ARRAY['80053'], 2026, 'no_eligible_procedure', 'laboratory alone'),
    ('professional', NULL, '{}', 2026, 'no_eligible_procedure', 'no procedure'),
    ('professional', NULL, NULL, 2026, 'no_eligible_procedure', 'none known'),
    ('institutional', '111', NULL, 2026, 'eligible', 'an inpatient without procedure'),
    ('institutional', '0117', NULL, 2026, 'eligible', 'with a zero before it, and another frequency'),
    ('institutional', '411', NULL, 2026, 'eligible', 'religious nonmedical'),
    ('institutional', '131', ARRAY['99213'], 2026, 'eligible', 'an outpatient'),
    ('institutional', '131', ARRAY['80053'], 2026, 'no_eligible_procedure', 'but not for laboratory'),
    ('institutional', '211', ARRAY['99213'], 2026, 'bill_type', 'a nursing facility'),
    ('institutional', '871', ARRAY['99213'], 2026, 'eligible', 'a type added later'),
    ('institutional', NULL, ARRAY['99213'], 2026, 'bill_type', 'no type of bill'),
    ('dme', NULL, ARRAY['99213'], 2026, 'claim_type', 'another claim'),
    (NULL, NULL, ARRAY['99213'], 2026, 'claim_type', 'an unknown one')) v(claim_type, bill_type, procedures, year, result, what);
SELECT is(medcode.risk_eligibility('institutional', '871', '{99213}', 2026, outpatient_bill_types => '{13}'), 'bill_type', 'types of bill as parameters');
SELECT is(medcode.risk_eligibility('professional', NULL, '{99213}', 2026, '69', '{08,11}'), 'specialty', 'a specialty that is not acceptable');

SELECT * FROM finish();
ROLLBACK;
