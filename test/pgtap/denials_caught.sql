-- Denials that an edit foretold: denials_caught(), edit_causes(), claim_setting().
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT plan(31);

SELECT FROM medcode.load_content($$column_1,column_2,deletion_date,modifier,rationale
G0447,G0473,,1,Mutually exclusive procedures
G0463,G0270,,0,Misuse of Column Two code with Column One code
$$, '2026-Q1-practitioner-f1');
SELECT FROM medcode.load_content($$hcpcs_code,mue_units,mue_mai,mue_rationale,mue_service
20610,2,3,Clinical: Data,Practitioner
J1885,8,3,Prescribing Information,Practitioner
$$, '2026-Q1');
SELECT FROM medcode.load_content($$policy,contractor,hcpcs,diagnosis,covered,documentation,effective,end_date
P1,,93306,I50,yes,,2025-01-01,
$$, '2025-01-01-test');

CREATE SCHEMA claims_test;
CREATE TABLE claims_test.line (claim_id text, claim_line_number integer, payer text, claim_type text, bill_type_code text, hcpcs_code text,
    hcpcs_modifier_1 text, service_unit_quantity numeric, claim_line_start_date date, rendering_npi text, place_of_service_code text,
    charge_amount numeric, paid_amount numeric, sex text, birth_date date);
INSERT INTO claims_test.line
SELECT c, n, 'Plan', 'professional', NULL, h, m, u, '2026-02-03', '1', '11', 100, p, 'F', '1960-05-05'
FROM (VALUES ('A', 1, 'G0447', NULL, 1, 100), ('A', 2, 'G0473', NULL, 1, 0),	-- a pair that wants a modifier
    ('B', 1, 'G0463', NULL, 1, 100), ('B', 2, 'G0270', '59', 1, 0),			-- a pair that is never paid
    ('C', 1, 'J1885', NULL, 30, 0),											-- units
    ('D', 1, '93306', NULL, 1, 0),											-- no covered diagnosis
    ('E', 1, '93306', NULL, 1, 0),											-- a covered one: denied all the same
    ('F', 1, '99213', NULL, 1, 0), ('F', 2, '20610', 'RT', 1, 0),			-- a heading; a line that is denied for its time
    ('G', 1, '99213', NULL, 1, 0),											-- a diagnosis of men
    ('H', 1, '99213', NULL, 1, 0),											-- prior authorisation, by a rule of the payer
    ('I', 1, 'J1885', NULL, 30, 100),										-- units, paid
    ('J', 1, 'J1885', NULL, 30, 0)) AS v(c, n, h, m, u, p);					-- units, denied for another reason
CREATE TABLE claims_test.adjustment (claim_id text, claim_line_number integer, group_code text, reason_code text, amount numeric, remark_codes text[], payer text);
INSERT INTO claims_test.adjustment VALUES
    ('A', 2, 'CO', '236', 100, '{}', 'Plan'), ('B', 2, 'CO', '236', 100, '{}', 'Plan'), ('C', 1, 'CO', '151', 100, '{}', 'Plan'),
    ('D', 1, 'CO', '50', 100, '{}', 'Plan'), ('E', 1, 'CO', '50', 100, '{}', 'Plan'), ('F', 1, 'CO', '16', 100, '{M76}', 'Plan'),
    ('F', 2, 'CO', '29', 100, '{}', 'Plan'), ('G', 1, 'CO', '10', 100, '{}', 'Plan'), ('H', 1, 'CO', '197', 100, '{}', 'Plan'),
    ('J', 1, 'CO', '31', 100, '{}', 'Plan');
CREATE TABLE claims_test.condition (claim_id text, normalized_code text, condition_rank integer);
INSERT INTO claims_test.condition VALUES ('A', 'E669', 1), ('B', 'E119', 1), ('C', 'M545', 1), ('D', 'I10', 1), ('E', 'I509', 1), ('F', 'I50', 1),
    ('G', 'N401', 1), ('H', 'I10', 1), ('I', 'I10', 1), ('J', 'I10', 1);
INSERT INTO medcode.payer_rule (payer, code_system, first_code, last_code, requirement, severity, rule)
VALUES ('plan', 'hcpcs', '99213', NULL, 'prior_authorization', 'warning', 'contract, 5');

CREATE TEMP TABLE c AS SELECT * FROM medcode.denials_caught('claims_test.line', 'claims_test.adjustment', 'claims_test.condition');
SELECT is(c.caught || coalesce(' ' || c.edit, ''), x.want, x.why) FROM (VALUES
    ('A', 2, 'true ptp_modifier', 'a pair without modifier (NCCI, indicator 1)'),
    ('B', 2, 'true ptp_never', 'a pair that no modifier mends (NCCI, indicator 0)'),
    ('C', 1, 'true mue_day_clinical', 'units over the benchmark (NCCI, MAI 3)'),
    ('D', 1, 'true coverage', 'no covered diagnosis (the policy)'),
    ('E', 1, 'false', 'a covered diagnosis: nothing foretold the denial'),
    ('F', 1, 'true dx_not_billable', 'a heading as diagnosis (G I.B.2)'),
    ('F', 2, 'false', 'denied for its time: the heading on the claim is another matter'),
    ('G', 1, 'true dx_sex', 'a diagnosis of men for a woman (Medicare Code Editor)'),
    ('H', 1, 'true payer_prior_authorization', 'an authorisation that the contract asks for'),
    ('J', 1, 'false', 'units too many, and denied because the patient was not known')) AS x(claim, line, want, why)
LEFT JOIN c ON c.claim_id = x.claim AND c.claim_line_number = x.line;
SELECT is((SELECT count(*) FROM c), 10::bigint, 'one row for each denied line, none for one that was paid');
SELECT is((SELECT sum(amount_denied) FROM c), 1000::numeric, 'amounts are those that were denied');
SELECT is((SELECT severity FROM c WHERE claim_id = 'B'), 'error', 'with the severity of the finding');
SELECT ok((SELECT not_checked @> '{codes_not_loaded,add_on_not_loaded}' FROM c WHERE claim_id = 'E'), 'what is not loaded is no innocence');
SELECT ok(NOT (SELECT not_checked && '{ptp_not_loaded,mue_not_loaded}' FROM c WHERE claim_id = 'E'), 'and what is loaded is checked');
SELECT is((SELECT array_agg(x.row ORDER BY x.row) FROM (SELECT md5(t::text) AS row FROM (
        SELECT * FROM medcode.denials_caught('claims_test.line', 'claims_test.adjustment', 'claims_test.condition')) AS t) AS x),
    (SELECT array_agg(md5(c::text) ORDER BY md5(c::text)) FROM c), 'the same a second time');

-- columns that only some warehouses have
ALTER TABLE claims_test.line DROP COLUMN sex, DROP COLUMN birth_date, DROP COLUMN claim_type, DROP COLUMN bill_type_code, DROP COLUMN hcpcs_modifier_1,
    DROP COLUMN rendering_npi, DROP COLUMN place_of_service_code, DROP COLUMN service_unit_quantity;
SELECT is((SELECT string_agg(x.claim_id, ' ' ORDER BY x.claim_id) FROM medcode.denials_caught('claims_test.line', 'claims_test.adjustment', 'claims_test.condition') AS x
    WHERE x.caught AND x.claim_line_number = 1), 'D F H', 'with fewer columns less is foretold, and nothing fails');
SELECT throws_ok($$SELECT * FROM medcode.denials_caught('claims_test.line', 'claims_test.adjustment', 'claims_test.adjustment')$$, '42703', NULL, 'a relation without diagnoses');
SELECT throws_ok($$SELECT * FROM medcode.denials_caught('claims_test.condition', 'claims_test.adjustment', 'claims_test.condition')$$, '42703', NULL, 'and one without lines');

SELECT set_eq($$SELECT claim_id || ' ' || edit FROM medcode.check_claims('claims_test.line', 'claims_test.condition', '{D,F,I}') WHERE severity <> 'issue'$$,
    '{F dx_not_billable,F payer_prior_authorization}'::text[], 'the claims named, with what their relation has');
SELECT throws_ok($$SELECT * FROM medcode.check_claims('claims_test.line', 'claims_test.line')$$, '42703', NULL, 'a relation without diagnoses is no relation of conditions');
SELECT is(medcode.claim_setting('professional', NULL), 'professional', 'a professional claim');
SELECT is(medcode.claim_setting(NULL, NULL), 'professional', 'a claim of no known type');
SELECT is(medcode.claim_setting('institutional', '111'), 'inpatient', 'type of bill 111: a stay in a hospital');
SELECT is(medcode.claim_setting('institutional', '0131'), 'outpatient', 'type of bill 0131: hospital outpatient');
SELECT is(medcode.claim_setting('institutional', '211'), 'snf', 'type of bill 211: skilled nursing');
SELECT is(medcode.claim_setting('institutional', NULL), 'outpatient', 'no type of bill');
SELECT is_empty($$SELECT e.edit FROM (SELECT edit FROM medcode.claim_edits() WHERE edit ~ '^(ptp_n|ptp_m|mue|dx_age|dx_sex|dx_invalid|line_code)' AND severity <> 'issue') AS e
    WHERE medcode.edit_causes(e.edit) = '{}'$$, 'edits that refuse a service foretell a cause');
SELECT is_empty($$SELECT e.edit FROM medcode.claim_edits() AS e WHERE e.severity = 'issue' AND medcode.edit_causes(e.edit) <> '{}'$$, 'what is not checked foretells nothing');
SELECT is_empty($$SELECT e.edit, x.cause FROM medcode.claim_edits() AS e, unnest(medcode.edit_causes(e.edit)) AS x(cause)
    WHERE x.cause NOT IN (SELECT r.cause FROM medcode.denial_rule AS r WHERE r.cause IS NOT NULL)$$, 'causes are those of denials');
SELECT is(medcode.edit_causes(NULL), NULL, 'no edit, no causes');
SELECT * FROM finish();
ROLLBACK;
