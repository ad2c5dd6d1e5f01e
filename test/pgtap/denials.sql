-- What adjustments of remittances mean: cases from the rules, properties over all of them
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT no_plan();

CREATE TEMP TABLE expected (grp text, carc text, rarcs text, modifiers text, ptp text, mai integer,
    denial boolean, cause text, action text, stops boolean, needs text);
INSERT INTO expected VALUES
    -- not a denial; the same reasons where they do not belong are left to a person
    ('PR', '1', '', NULL, NULL, NULL, false, 'PATIENT_SHARE', 'PATIENT_BILL', true, ''),
    ('PR', '2', '', NULL, NULL, NULL, false, 'PATIENT_SHARE', 'PATIENT_BILL', true, ''),
    ('PR', '3', 'N211', NULL, NULL, NULL, false, 'PATIENT_SHARE', 'PATIENT_BILL', true, ''),
    ('CO', '1', '', NULL, NULL, NULL, false, 'OTHER', 'REVIEW', false, ''),
    ('CO', '2', '', NULL, NULL, NULL, false, 'OTHER', 'REVIEW', false, ''),
    ('CO', '3', '', NULL, NULL, NULL, false, 'OTHER', 'REVIEW', false, ''),
    ('CO', '45', '', NULL, NULL, NULL, false, 'CONTRACTUAL', 'CLOSE', true, ''),
    ('CO', '45', 'MA130', NULL, NULL, NULL, false, 'CONTRACTUAL', 'CLOSE', true, ''),
    ('OA', '23', '', NULL, NULL, NULL, false, 'ELIGIBILITY_COB', 'CLOSE', true, ''),
    ('CO', '253', '', NULL, NULL, NULL, false, 'CONTRACTUAL', 'CLOSE', true, ''),
    ('CO', '254', '', NULL, NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    -- one reason after the other
    ('CO', '4', '', NULL, NULL, NULL, true, 'MODIFIER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '5', '', NULL, NULL, NULL, true, 'OTHER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '6', '', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', false, ''),
    ('CO', '7', '', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', false, ''),
    ('CO', '8', '', NULL, NULL, NULL, true, 'CREDENTIAL', 'REVIEW', false, ''),
    ('CO', '9', '', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', false, ''),
    ('CO', '10', '', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', false, ''),
    ('CO', '11', '', NULL, NULL, NULL, true, 'DX_PROC_MISMATCH', 'CORRECTED_CLAIM', false, ''),
    ('CO', '12', '', NULL, NULL, NULL, true, 'CREDENTIAL', 'REVIEW', false, ''),
    ('CO', '15', '', NULL, NULL, NULL, true, 'AUTH', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'M76', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'M64', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'M81', NULL, NULL, NULL, true, 'NOT_SPECIFIC', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'MA63', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'M20', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'M51', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'N822', NULL, NULL, NULL, true, 'MODIFIER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'N519', NULL, NULL, NULL, true, 'MODIFIER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'N290', NULL, NULL, NULL, true, 'CREDENTIAL', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'N657', NULL, NULL, NULL, true, 'OTHER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '16', 'N115', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'APPEAL', false, ''),
    ('CO', '16', 'M15', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', '16', 'MA130', NULL, NULL, NULL, true, 'OTHER', 'NEW_CLAIM', true, ''),
    ('CO', '16', 'M76 MA130', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'NEW_CLAIM', true, ''),
    ('CO', '16', 'N362', NULL, NULL, NULL, true, 'UNITS', 'APPEAL', false, 'mai'),
    ('CO', '16', 'N362', NULL, NULL, 2, true, 'UNITS', 'CLOSE', true, ''),
    ('CO', '16', 'N362', NULL, NULL, 3, true, 'UNITS', 'APPEAL', false, ''),
    ('CO', '16', '', NULL, NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    ('CO', '16', 'ZZ9', NULL, NULL, NULL, true, 'OTHER', 'CORRECTED_CLAIM', false, ''),
    ('OA', '18', '', NULL, NULL, NULL, true, 'DUPLICATE', 'CLOSE', false, ''),
    ('CO', '18', '', NULL, NULL, NULL, true, 'DUPLICATE', 'REVIEW', false, ''),
    ('CO', '22', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'REBILL_OTHER_PAYER', false, ''),
    ('CO', '26', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'REVIEW', false, ''),
    ('PR', '26', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('CO', '27', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'REVIEW', false, ''),
    ('PR', '27', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('CO', '29', '', NULL, NULL, NULL, true, 'TIMELY', 'REVIEW', false, ''),
    ('CO', '31', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'CORRECTED_CLAIM', false, ''),
    ('CO', '140', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'CORRECTED_CLAIM', false, ''),
    ('CO', '49', '', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'CORRECTED_CLAIM', false, ''),
    ('PR', '49', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('CO', '50', '', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'APPEAL', false, 'modifiers'),
    ('CO', '50', '', '', NULL, NULL, true, 'MEDICAL_NECESSITY', 'APPEAL', false, ''),
    ('CO', '50', '', 'GZ', NULL, NULL, true, 'MEDICAL_NECESSITY', 'CLOSE', false, ''),
    ('CO', '50', '', 'GA', NULL, NULL, true, 'MEDICAL_NECESSITY', 'REVIEW', false, ''),
    ('PR', '50', '', 'GA', NULL, NULL, true, 'MEDICAL_NECESSITY', 'PATIENT_BILL', false, ''),
    ('CO', '50', 'N211', '25', NULL, NULL, true, 'MEDICAL_NECESSITY', 'CLOSE', true, ''),
    ('CO', '50', 'N115', '25', NULL, NULL, true, 'MEDICAL_NECESSITY', 'APPEAL', false, ''),
    ('CO', '59', '', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', '96', 'N130', '', NULL, NULL, true, 'ELIGIBILITY_COB', 'REVIEW', false, ''),
    ('CO', '96', 'N569', '', NULL, NULL, true, 'DX_PROC_MISMATCH', 'CORRECTED_CLAIM', false, ''),
    ('CO', '96', '', '', NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    ('PR', '96', 'N30', '', NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('PR', '96', 'N425', 'GY', NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('PR', '96', 'N425', 'GX', NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('PR', '96', 'N425', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, 'modifiers'),
    ('CO', '97', '', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, 'ptp_indicator'),
    ('CO', '97', '', NULL, '0', NULL, true, 'BUNDLED', 'CLOSE', true, ''),
    ('CO', '97', 'M15', NULL, '1', NULL, true, 'BUNDLED', 'CORRECTED_CLAIM', false, ''),
    ('CO', '107', '', NULL, NULL, NULL, true, 'OTHER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '109', '', NULL, NULL, NULL, true, 'ELIGIBILITY_COB', 'REBILL_OTHER_PAYER', false, ''),
    ('PR', '119', '', '', NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('CO', '119', '', '', NULL, NULL, true, 'ELIGIBILITY_COB', 'REVIEW', false, ''),
    ('CO', '146', '', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', false, ''),
    ('CO', '150', '', NULL, NULL, NULL, true, 'LEVEL_OF_SERVICE', 'APPEAL', false, ''),
    ('CO', '150', 'N211', NULL, NULL, NULL, true, 'LEVEL_OF_SERVICE', 'CLOSE', true, ''),
    ('CO', '151', '', '', NULL, NULL, true, 'UNITS', 'APPEAL', false, 'mai'),
    ('CO', '151', '', '', NULL, 1, true, 'UNITS', 'APPEAL', false, ''),
    ('CO', '151', '', '', NULL, 3, true, 'UNITS', 'APPEAL', false, ''),
    ('CO', '151', '', '', NULL, 2, true, 'UNITS', 'CLOSE', true, ''),
    ('CO', '152', '', NULL, NULL, NULL, true, 'LEVEL_OF_SERVICE', 'APPEAL', false, ''),
    ('CO', '154', '', NULL, NULL, NULL, true, 'UNITS', 'APPEAL', false, ''),
    ('CO', '186', '', NULL, NULL, NULL, true, 'LEVEL_OF_SERVICE', 'APPEAL', false, ''),
    ('CO', '167', '', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'REVIEW', false, ''),
    ('PR', '167', '', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'PATIENT_BILL', false, ''),
    ('CO', '170', '', NULL, NULL, NULL, true, 'CREDENTIAL', 'REVIEW', false, ''),
    ('CO', '185', '', NULL, NULL, NULL, true, 'CREDENTIAL', 'REVIEW', false, ''),
    ('CO', 'B7', '', NULL, NULL, NULL, true, 'CREDENTIAL', 'REVIEW', false, ''),
    ('CO', '181', '', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', false, ''),
    ('CO', '182', '', NULL, NULL, NULL, true, 'MODIFIER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '197', '', NULL, NULL, NULL, true, 'AUTH', 'APPEAL', false, ''),
    ('CO', '197', 'MA130', NULL, NULL, NULL, true, 'AUTH', 'NEW_CLAIM', true, ''),
    ('CO', '198', '', NULL, NULL, NULL, true, 'AUTH', 'REVIEW', false, ''),
    ('CO', '199', '', NULL, NULL, NULL, true, 'OTHER', 'CORRECTED_CLAIM', false, ''),
    ('CO', '204', '', '', NULL, NULL, true, 'ELIGIBILITY_COB', 'CLOSE', false, ''),
    ('PR', '204', '', '', NULL, NULL, true, 'ELIGIBILITY_COB', 'PATIENT_BILL', false, ''),
    ('CO', '231', '', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', '234', 'N20', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', '234', '', NULL, NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    ('CO', '236', '', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, 'ptp_indicator'),
    ('CO', '236', '', NULL, '0', NULL, true, 'BUNDLED', 'CLOSE', true, ''),
    ('CO', '236', '', NULL, '1', NULL, true, 'BUNDLED', 'CORRECTED_CLAIM', false, ''),
    ('CO', '236', '', NULL, '9', NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', '252', 'N479', NULL, NULL, NULL, true, 'DOCUMENTATION', 'SEND_RECORDS', false, ''),
    ('CO', '252', '', NULL, NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    ('CO', '272', '', NULL, NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    ('CO', 'B15', '', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', 'B20', '', NULL, NULL, NULL, true, 'DUPLICATE', 'REVIEW', false, ''),
    -- where the usual answer is not the one: MA130 asks for a new claim, N211 forbids an appeal and no correction, a share of the patient is billed to nobody else
    ('CO', '4', 'MA130', NULL, NULL, NULL, true, 'MODIFIER', 'NEW_CLAIM', true, ''),
    ('CO', '4', 'N211', NULL, NULL, NULL, true, 'MODIFIER', 'CORRECTED_CLAIM', true, ''),
    ('CO', '6', 'MA130', NULL, NULL, NULL, true, 'AGE_SEX', 'NEW_CLAIM', true, ''),
    ('CO', '6', 'N211', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', true, ''),
    ('CO', '7', 'MA130', NULL, NULL, NULL, true, 'AGE_SEX', 'NEW_CLAIM', true, ''),
    ('CO', '7', 'N211', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', true, ''),
    ('CO', '9', 'MA130', NULL, NULL, NULL, true, 'AGE_SEX', 'NEW_CLAIM', true, ''),
    ('CO', '9', 'N211', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', true, ''),
    ('CO', '10', 'MA130', NULL, NULL, NULL, true, 'AGE_SEX', 'NEW_CLAIM', true, ''),
    ('CO', '10', 'N211', NULL, NULL, NULL, true, 'AGE_SEX', 'CORRECTED_CLAIM', true, ''),
    ('CO', '11', 'MA130', NULL, NULL, NULL, true, 'DX_PROC_MISMATCH', 'NEW_CLAIM', true, ''),
    ('CO', '11', 'N211', NULL, NULL, NULL, true, 'DX_PROC_MISMATCH', 'CORRECTED_CLAIM', true, ''),
    ('CO', '146', 'MA130', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'NEW_CLAIM', true, ''),
    ('CO', '146', 'N211', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', true, ''),
    ('CO', '181', 'MA130', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'NEW_CLAIM', true, ''),
    ('CO', '181', 'N211', NULL, NULL, NULL, true, 'CODE_INVALID_DATE', 'CORRECTED_CLAIM', true, ''),
    ('CO', '167', 'N211', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'REVIEW', true, ''),
    ('CO', '167', 'MA130', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'NEW_CLAIM', true, ''),
    ('CO', '236', 'MA130', NULL, '1', NULL, true, 'BUNDLED', 'NEW_CLAIM', true, ''),
    ('CO', '97', 'N211', NULL, '1', NULL, true, 'BUNDLED', 'CORRECTED_CLAIM', true, ''),
    ('CO', '150', 'MA130', NULL, NULL, NULL, true, 'LEVEL_OF_SERVICE', 'NEW_CLAIM', true, ''),
    -- remarks that say the same beside 16 and elsewhere: policy decisions, bundling
    ('CO', '16', 'N386', NULL, NULL, NULL, true, 'MEDICAL_NECESSITY', 'APPEAL', false, ''),
    ('CO', '16', 'N390', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', '16', 'M80', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    ('CO', '16', 'N20', NULL, NULL, NULL, true, 'BUNDLED', 'REVIEW', false, ''),
    -- without a rule of its own
    ('CO', '9999', '', NULL, NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    ('PR', '9999', '', NULL, NULL, NULL, true, 'OTHER', 'PATIENT_BILL', false, ''),
    ('PI', '9999', '', NULL, NULL, NULL, true, 'OTHER', 'REVIEW', false, ''),
    ('CR', '9999', '', NULL, NULL, NULL, false, 'OTHER', 'REVIEW', false, '');
SELECT is(
    (SELECT format('%s %s %s%s %s', d.denial, d.cause, d.action, CASE WHEN d.hard_stop IS NOT NULL THEN ' stop' END, array_to_string(d.needs, ','))
        FROM medcode.denial_cause(e.grp, e.carc, string_to_array(e.rarcs, ' '), modifiers => string_to_array(e.modifiers, ' '),
            ptp_indicator => e.ptp, mai => e.mai) AS d),
    format('%s %s %s%s %s', e.denial, e.cause, e.action, CASE WHEN e.stops THEN ' stop' END, e.needs),
    format('%s-%s %s %s %s %s', e.grp, e.carc, e.rarcs, e.modifiers, e.ptp, e.mai))
FROM expected AS e;

-- properties over all reasons that rules know, all groups, some remarks and modifiers
CREATE TEMP TABLE everything AS
SELECT g.grp, c.carc, m.rarcs, x.modifiers, p.ptp, a.mai, d.*
FROM unnest(ARRAY['CO', 'PR', 'OA', 'PI', 'CR']) AS g(grp),
    (SELECT DISTINCT reason_code FROM medcode.denial_rule WHERE reason_code IS NOT NULL UNION ALL SELECT '9999') AS c(carc),
    (VALUES ('{}'::text[]), ('{N211}'), ('{MA130}'), ('{M76,N115}')) AS m(rarcs),
    (VALUES (NULL::text[]), ('{}'), ('{GA}'), ('{GY,GX}')) AS x(modifiers),
    (VALUES (NULL), ('0'), ('1')) AS p(ptp), (VALUES (NULL::integer), (2)) AS a(mai),
    LATERAL medcode.denial_cause(g.grp, c.carc, m.rarcs, modifiers => x.modifiers, ptp_indicator => p.ptp, mai => a.mai) AS d;
SELECT is_empty($$SELECT * FROM everything WHERE grp = 'CO' AND action = 'PATIENT_BILL'$$, 'what the provider writes off is never billed to the patient');
SELECT is_empty($$SELECT * FROM everything WHERE denial AND hard_stop IS NOT NULL AND action = 'APPEAL'$$, 'nobody appeals against a hard stop');
SELECT is_empty($$SELECT * FROM everything WHERE denial AND 'N211' = ANY (rarcs) AND hard_stop IS NULL$$, 'N211 stops every appeal');
SELECT is_empty($$SELECT * FROM everything WHERE denial AND 'MA130' = ANY (rarcs) AND action <> 'NEW_CLAIM'$$, 'MA130 asks for a new claim');
SELECT is_empty($$SELECT * FROM everything WHERE denial IS NULL OR cause IS NULL OR action IS NULL OR look_at IS NULL OR source IS NULL$$, 'there is always an answer with its source');
SELECT is_empty($$SELECT * FROM everything WHERE needs_line <> (needs <> '{}') OR needs_line AND modifiers IS NOT NULL AND ptp IS NOT NULL AND mai IS NOT NULL$$,
    'the line is asked for only where something of it is missing');
SELECT is_empty($$SELECT * FROM everything WHERE (carc = '9999') <> (issue IS NOT NULL)$$, 'a reason without a rule is said');
SELECT results_eq(
    $$SELECT d.* FROM medcode.denial_cause(' co', '16 ', '{ma130,m76}') AS d$$,
    $$SELECT d.* FROM medcode.denial_cause('CO', '16', '{M76,MA130}') AS d$$, 'neither case, blanks nor the order of remarks count');
SELECT isnt((SELECT issue FROM medcode.denial_cause('XX', '50')), NULL, 'an unknown group is said');
SELECT isnt((SELECT issue FROM medcode.denial_cause('CO', NULL)), NULL, 'a missing reason is said');
SELECT isnt((SELECT issue FROM medcode.denial_cause(NULL, '50')), NULL, 'a missing group is said');
SELECT is((SELECT d FROM medcode.denial_cause('CO', '50', modifiers => '{}', payer => 'a payer that nobody knows') AS d)::text,
    (SELECT d FROM medcode.denial_cause('CO', '50', modifiers => '{}') AS d)::text, 'a payer without rules is all payers');
SELECT is((SELECT d.action FROM medcode.denial_cause('CO', '97', NULL, 'not a code', '{"",NULL}', -3, '1066-10-14', '', '7', -1) AS d), 'REVIEW', 'odd facts of the line decide nothing');

-- a site's rules
PREPARE bill_patient AS INSERT INTO medcode.denial_rule (group_code, reason_code, cause, action, source) VALUES ('CO', '50', 'OTHER', 'PATIENT_BILL', 'x');
SELECT throws_ok('bill_patient', '23514', NULL, 'a rule that bills the patient for CO is refused');
INSERT INTO medcode.denial_rule (payer, reason_code, valid, denial, cause, action, look_at, source) VALUES
    ('EXAMPLE HEALTH PLAN', '50', '[2026-01-01,)', true, 'AUTH', 'REVIEW', 'x', 'contract');
SELECT is((SELECT cause FROM medcode.denial_cause('CO', '50', modifiers => '{}', service_date => '2026-02-01', payer => 'EXAMPLE HEALTH PLAN')), 'AUTH', 'a rule of a payer');
SELECT is((SELECT cause FROM medcode.denial_cause('CO', '50', modifiers => '{}', service_date => '2025-02-01', payer => 'EXAMPLE HEALTH PLAN')), 'MEDICAL_NECESSITY', 'not before it holds');
SELECT is((SELECT cause FROM medcode.denial_cause('CO', '50', modifiers => '{}', service_date => '2026-02-01', payer => 'OTHER PLAN')), 'MEDICAL_NECESSITY', 'nor for another payer');
INSERT INTO medcode.denial_rule (reason_code, denial, cause, action, look_at, source) VALUES ('9999', true, 'AUTH', 'APPEAL', 'x', 'site'), ('204', false, 'CONTRACTUAL', 'CLOSE', 'x', 'site');
SELECT is((SELECT d.cause || coalesce(d.issue, '') FROM medcode.denial_cause('CO', '9999') AS d), 'AUTH', 'a reason that the extension does not know');
SELECT is((SELECT d.denial FROM medcode.denial_cause('CO', '204', modifiers => '{}') AS d), false, 'a rule of the site before one of the extension');

SELECT * FROM finish();
ROLLBACK;
