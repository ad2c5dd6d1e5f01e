-- Lines as billed against what was decided: cases by hand
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT no_plan();

--
-- Views over what load_835() and load_837() fill
--
CREATE SCHEMA finance;
SELECT throws_ok($$SELECT medcode.create_denial_views('finance')$$, '42P01', NULL, 'without tables there is nothing to view');
SELECT lives_ok($$SELECT medcode.create_remittance_tables('finance'), medcode.create_claim_tables('finance'), medcode.create_denial_views('finance')$$, 'the views are made');

INSERT INTO finance.claim_submission SELECT i, 'S', 'R', '1', i::text, '1', '1', i = 4, 'professional', NULL, date '2026-01-01' + i * 7
    FROM generate_series(1, 4) AS i;
CREATE FUNCTION pg_temp.bill(submission bigint, no integer, claim text, payer text, frequency text, responsibility text, VARIADIC lines text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO finance.claim (submission_id, claim_number, claim_id, claim_type, payer, payer_responsibility, frequency_code, claim_start_date, charge_amount, rendering_npi)
    VALUES (submission, no, claim, 'professional', payer, responsibility, frequency, '2025-12-30', 0, '1999999984');
    -- code, modifier, charge, number for the line
    INSERT INTO finance.claim_line (submission_id, claim_number, claim_line_number, claim_id, hcpcs_code, hcpcs_modifier_1, charge_amount, line_control_number, service_unit_quantity, diagnosis_pointers)
    SELECT submission, no, l.i, claim, split_part(l.v, ' ', 1), nullif(split_part(l.v, ' ', 2), '-'), split_part(l.v, ' ', 3)::numeric, nullif(split_part(l.v, ' ', 4), ''), 1, '{}'
    FROM unnest(lines) WITH ORDINALITY AS l(v, i)
$$;
SELECT pg_temp.bill(1, 1, 'A', 'PLAN', '1', 'P', '99213 25 150', '85025 - 50 X9');
SELECT pg_temp.bill(1, 2, 'B', 'PLAN', '1', 'P', '99221 - 100', '99222 - 200');
SELECT pg_temp.bill(1, 3, 'C', 'PLAN', '1', 'P', '99213 - 80');
SELECT pg_temp.bill(1, 4, 'D', 'PLAN', '1', NULL, '99213 - 80');
SELECT pg_temp.bill(1, 5, 'E', 'PLAN', '1', 'P', '99213 - 80');
SELECT pg_temp.bill(1, 6, 'F', 'PLAN', '1', 'P', '99213 - 80');
SELECT pg_temp.bill(1, 7, 'G', 'PLAN', '1', 'P', '99214 - 120');
SELECT pg_temp.bill(2, 1, 'G', 'PLAN', '7', 'P', '99213 - 80');
SELECT pg_temp.bill(2, 2, 'H', 'PLAN', '8', 'P', '99213 - 80');
SELECT pg_temp.bill(1, 8, 'I', 'PLAN', '1', 'P', '99213 - 80');
SELECT pg_temp.bill(3, 1, 'I', 'SECOND', '1', 'S', '99213 - 80');
SELECT pg_temp.bill(1, 9, 'K', 'PLAN', '1', 'P', '99213 - 80', '85025 - 20');
SELECT pg_temp.bill(4, 1, 'T', 'PLAN', '1', 'P', '99213 - 80');

INSERT INTO finance.remit_payment (remit_id, sender_id, receiver_id, interchange_date, interchange_control_number, group_control_number, transaction_control_number,
        is_test, payer, payment_amount, remit_date, trace_number)
    SELECT i, 'S', 'R', '1', i::text, '1', '1', i = 9, CASE i WHEN 8 THEN 'SECOND' ELSE 'PLAN' END, 0, date '2026-01-10' + i, i::text FROM generate_series(1, 9) AS i;
CREATE FUNCTION pg_temp.decide(remit bigint, no integer, claim text, status text, paid numeric, VARIADIC lines text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO finance.remit_claim (remit_id, claim_number, claim_id, claim_status_code, charge_amount, paid_amount, remark_codes) VALUES (remit, no, claim, status, 0, paid, '{}');
    -- number of the line (- of the claim as a whole), paid, group, reason, amount
    INSERT INTO finance.remit_line (remit_id, claim_number, claim_line_number, claim_id, line_control_number, code_qualifier, service_code, charge_amount, paid_amount,
        service_unit_quantity, submitted_unit_quantity, remark_codes)
    SELECT remit, no, l.i, claim, split_part(l.v, ' ', 1), 'HC', '-', 0, split_part(l.v, ' ', 2)::numeric, 1, 1, '{}'
    FROM unnest(lines) WITH ORDINALITY AS l(v, i) WHERE l.v !~ '^-';
    INSERT INTO finance.remit_adjustment (remit_id, claim_number, claim_id, claim_line_number, adjustment_number, level, group_code, reason_code, amount, remark_codes, payer, remit_date, claim_status_code)
    SELECT remit, no, claim, CASE WHEN l.v !~ '^-' THEN l.i END, 1, 'line', split_part(l.v, ' ', 3), split_part(l.v, ' ', 4), split_part(l.v, ' ', 5)::numeric, '{}', p.payer, p.remit_date, status
    FROM unnest(lines) WITH ORDINALITY AS l(v, i), finance.remit_payment AS p WHERE p.remit_id = remit AND l.v ~ ' .* .* '
$$;
SELECT pg_temp.decide(1, 1, 'A', '1', 100, 'X9 0 CO 97 50', '1 100 CO 45 50');
SELECT pg_temp.decide(2, 2, 'A', '1', 140, 'X9 40 CO 45 10', '1 100 CO 45 50');     -- stands before the reversal in the file
SELECT pg_temp.decide(2, 3, 'A', '22', -100, 'X9 0 CO 97 -50', '1 -100 CO 45 -50');
SELECT pg_temp.decide(1, 2, 'B', '1', 0, '- - CO 29 300');
SELECT pg_temp.decide(1, 3, 'C', '1', 60, '1 60 CO 45 20');
SELECT pg_temp.decide(3, 1, 'C', '22', -60, '1 -60 CO 45 -20');
SELECT pg_temp.decide(1, 4, 'D', '1', 60, '1 60 CO 45 20');
SELECT pg_temp.decide(3, 2, 'D', '1', 0, '1 0 OA 18 80');
SELECT pg_temp.decide(3, 3, 'E', '2', 0, '1 0 CO 97 80');
SELECT pg_temp.decide(9, 1, 'F', '1', 0, '1 0 CO 97 80');
SELECT pg_temp.decide(1, 5, 'G', '1', 0, '1 0 CO 150 120');
SELECT pg_temp.decide(4, 1, 'G', '1', 60, '1 60 CO 45 20');
SELECT pg_temp.decide(1, 6, 'I', '1', 60, '1 60 PR 2 20');
SELECT pg_temp.decide(8, 1, 'I', '22', -10, '1 -10 CO 45 -10');
SELECT pg_temp.decide(1, 7, 'K', '1', 80, '1 80');
SELECT pg_temp.decide(1, 8, 'K', '1', 0, '2 0 CO 97 20');

CREATE TEMP TABLE expected (line text, code text, first_paid numeric, paid numeric, first_denied boolean, denied boolean, reasons text[], amount numeric);
INSERT INTO expected VALUES
    ('A 1', '99213', 100, 100, false, false, '{}', 0),
    ('A 2', '85025', 0, 40, true, false, '{}', 0),
    ('B 1', '99221', 0, 0, true, true, '{CO-29}', 100),
    ('B 2', '99222', 0, 0, true, true, '{CO-29}', 200),
    ('C 1', '99213', 60, NULL, false, NULL, '{}', 0),
    ('D 1', '99213', 60, 60, false, false, '{}', 0),
    ('E 1', '99213', NULL, NULL, NULL, NULL, '{}', 0),
    ('F 1', '99213', NULL, NULL, NULL, NULL, '{}', 0),
    ('G 1', '99214', 0, 60, true, false, '{}', 0),
    ('I 1', '99213', 60, 60, false, false, '{}', 0),
    ('K 1', '99213', 80, 80, false, false, '{}', 0),
    ('K 2', '85025', 0, 0, true, true, '{CO-97}', 20);
SELECT results_eq($$SELECT d.claim_id || ' ' || d.claim_line_number, d.code, b.first_paid_amount, d.paid_amount, d.first_denied, d.denied, d.reasons, d.amount_denied
    FROM medcode.denial_lines('finance.billed_line', 'finance.billed_adjustment') AS d JOIN finance.billed_line AS b USING (claim_id, claim_line_number)
    ORDER BY d.claim_id COLLATE "C", d.claim_line_number$$, 'SELECT * FROM expected',
    'reversals, corrected claims, duplicates, second payers, tests, claims as a whole and in parts');
SELECT results_eq($$SELECT lines_decided, lines_denied, first_decided, first_denied, undecided, amount_denied FROM medcode.denial_rates('finance.billed_line', 'finance.billed_adjustment')$$,
    'VALUES (9::bigint, 3::bigint, 10::bigint, 5::bigint, 3::bigint, 320.00)', 'and what they add up to');
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.billed_line', 'finance.remit_adjustment')$$, '22000', NULL, 'adjustments with reversals are refused');
SELECT is((SELECT array_agg(DISTINCT relacl IS NULL OR NOT relacl::text ~ '[{,]=') FROM pg_class WHERE relnamespace = 'finance'::regnamespace AND relkind = 'v'), '{true}', 'the views are not for PUBLIC');

--
-- Rates of lines in the shape of Tuva's medical_claim
--
CREATE TABLE finance.medical_claim (claim_id text, claim_line_number integer, payer text, hcpcs_code text, hcpcs_modifier_1 text, hcpcs_modifier_2 text, service_unit_quantity integer,
    claim_line_start_date date, charge_amount numeric, paid_amount numeric, coder text);
INSERT INTO finance.medical_claim VALUES
    ('1', 1, 'P1', '99213', '25', NULL, 1, '2025-01-05', 100, 0, 'ann'),
    ('1', 2, 'P1', '20610', 'rt', '59', 1, '2025-01-05', 100, 0, 'ann'),
    ('2', 1, 'P1', '99213', ' 25 ', '', 1, '2025-01-31', 100, 100, 'bob'),
    ('2', 2, 'P1', '20610', '59', 'RT', 1, '2025-02-01', 100, 55, 'bob'),
    ('3', 1, 'P1', '99213', NULL, NULL, 1, '2025-02-01', 100, 0, 'bob'),
    ('4', 1, 'P2', '99213', NULL, NULL, 1, '2025-02-01', 60, 0, 'ann'),
    ('5', 1, 'P2', NULL, NULL, NULL, 1, '2025-02-01', 60, 60, 'ann'),
    ('6', 1, 'P2', '99213', NULL, NULL, -1, '2025-02-01', -60, -60, 'ann'),
    (NULL, 1, 'P2', '99213', NULL, NULL, 1, '2025-02-01', 60, 60, 'ann'),
    ('7', 1, 'P3', '99213', NULL, NULL, 1, '2025-02-01', 40, NULL, NULL),
    ('8', 1, NULL, '3044F', NULL, NULL, 1, '2025-02-01', 0, 0, NULL);
CREATE TABLE finance.reason (claim_id text, claim_line_number integer, group_code text, reason_code text, amount numeric, remark_codes text[], payer text);
INSERT INTO finance.reason VALUES
    ('1', 1, 'CO', '50', 100, '{}', 'P1'),
    ('1', 2, 'CO', '97', 80, '{}', 'P1'), ('1', 2, 'CO', '16', 20, '{MA130}', 'P1'),
    ('2', 2, 'CO', '45', 40, '{}', 'P1'), ('2', 2, 'CO', '97', -5, '{}', 'P1'), ('2', 2, 'PR', '2', 10, NULL, 'P1'),
    ('4', 1, 'OA', '18', 40, '{}', 'P2'), ('4', 1, 'PR', '27', 20, '{}', 'P2'),
    ('99', 1, 'CO', '97', 20, '{}', 'P2');

-- 2 of 4 by Clopper and Pearson: 0.0676 to 0.9324; 1 of 2: 1 - sqrt(0.975) to sqrt(0.975)
CREATE TEMP TABLE rate AS SELECT * FROM medcode.denial_rates('finance.medical_claim', 'finance.reason') WITH NO DATA;
INSERT INTO rate VALUES
    ('{P1}', 4, 2, 0.5, 0.0676, 0.9324, 4, 2, 0.5, 1, 400, 200, 120, 80, 0, 0, 0),
    ('{P2}', 2, 1, 0.5, 0.0126, 0.9874, 2, 1, 0.5, 0, 120, 60, 0, 0, 20, 40, 2),
    ('{NULL}', 1, 0, 0, 0, 0.975, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ('{P3}', 0, 0, NULL, NULL, NULL, 0, 0, NULL, 1, NULL, 0, 0, 0, 0, 0, 0);
SELECT set_eq($$SELECT * FROM medcode.denial_rates('finance.medical_claim', 'finance.reason')$$, 'SELECT * FROM rate', 'rates by payer');
SELECT is((SELECT array_agg("group" || (lines_denied || '/' || lines_decided) ORDER BY "group") FROM medcode.denial_rates('finance.medical_claim', 'finance.reason', v.by)), v.expected, array_to_string(v.by, ', '))
FROM (VALUES
    ('{}'::text[], '{{3/7}}'::text[]),
    ('{code}', '{{20610,1/2},{3044F,0/1},{99213,2/3},{NULL,0/1}}'),
    ('{modifiers}', '{{"",1/3},{25,1/2},{"59 RT",1/2}}'),
    ('{coder}', '{{ann,3/4},{bob,0/2},{NULL,0/1}}'),
    ('{month}', '{{2025-01,2/3},{2025-02,1/4}}'),
    ('{provider}', '{{NULL,3/7}}'),
    ('{carc}', '{{16,1/7},{18,1/7},{27,1/7},{50,1/7},{97,1/7}}'),
    ('{carc,payer}', '{{16,P1,1/4},{18,P2,1/2},{27,P2,1/2},{50,P1,1/4},{97,P1,1/4}}'),
    ('{payer,cause}', '{{P1,BUNDLED,1/4},{P1,MEDICAL_NECESSITY,1/4},{P1,OTHER,1/4},{P2,DUPLICATE,1/2},{P2,ELIGIBILITY_COB,1/2}}'),
    ('{action,payer}', '{{APPEAL,P1,1/4},{CLOSE,P2,1/2},{NEW_CLAIM,P1,1/4},{PATIENT_BILL,P2,1/2},{REVIEW,P1,1/4}}')) AS v(by, expected);
SELECT results_eq($$SELECT cause, action, reasons, amount_denied, modifiers FROM medcode.denial_lines('finance.medical_claim', 'finance.reason') WHERE claim_id = '1' AND claim_line_number = 2$$,
    $$VALUES ('BUNDLED', 'REVIEW', '{CO-16,CO-97}'::text[], 100.00, '{59,RT}'::text[])$$, 'the cause is that of the largest amount');
SELECT is((SELECT count(*) FROM medcode.denial_lines('finance.medical_claim', 'finance.reason') WHERE issue IS NOT NULL), 2::bigint, 'a row without claim and a reversal are issues');

-- rules of a site: for a payer, for dates of service, and none for a group that is none
INSERT INTO medcode.denial_rule (payer, group_code, reason_code, valid, denial, cause, action, source)
    VALUES ('P2', 'OA', '18', '[2025-02-01,2025-03-01)', false, 'OTHER', 'CLOSE', 'test'), ('P2', 'PR', '27', '[2025-01-01,2025-02-01)', false, 'OTHER', 'CLOSE', 'test');
SELECT results_eq($$SELECT reasons FROM medcode.denial_lines('finance.medical_claim', 'finance.reason') WHERE claim_id = '4'$$, $$VALUES ('{PR-27}'::text[])$$,
    'a rule of a payer counts in its days');
INSERT INTO finance.reason VALUES ('5', 1, 'ZZ', NULL, 10, '{}', 'P2');
SELECT is((SELECT issue IS NOT NULL FROM medcode.denial_lines('finance.medical_claim', 'finance.reason') WHERE claim_id = '5'), true, 'a reason that no rule knows is an issue, and no payment');

-- what cannot be joined
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.medical_claim', 'finance.reason', '{clerk}')$$, '22023', NULL, 'nothing of that name');
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.medical_claim', 'finance.reason', '{payer}', 1)$$, '22023', NULL, 'no confidence of 1');
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.reason', 'finance.reason')$$, '42703', NULL, 'columns of lines are missing');
SELECT throws_ok($$SELECT * FROM medcode.denial_lines('finance.medical_claim', 'finance.medical_claim')$$, '42703', NULL, 'columns of adjustments are missing');
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.medical_claim', 'finance.billed_adjustment')$$, 'P0002', NULL, 'no claim in common');
CREATE VIEW finance.twice AS SELECT * FROM finance.medical_claim UNION ALL SELECT * FROM finance.medical_claim;
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.twice', 'finance.reason')$$, '21000', NULL, 'a line twice');
CREATE VIEW finance.none AS SELECT * FROM finance.medical_claim WHERE false;
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.none', 'finance.reason')$$, 'P0002', NULL, 'no lines');

-- with the caller's rights
CREATE ROLE regress_medcode_clerk;
GRANT USAGE ON SCHEMA finance TO regress_medcode_clerk;
GRANT SELECT ON finance.medical_claim TO regress_medcode_clerk;
SET LOCAL ROLE regress_medcode_clerk;
SELECT throws_ok($$SELECT * FROM medcode.denial_rates('finance.medical_claim', 'finance.reason')$$, '42501', NULL, 'who may not read the adjustments gets no rates');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
