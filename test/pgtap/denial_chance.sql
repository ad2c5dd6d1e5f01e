-- The chance of a denial: what is learned from a made-up process is what the process was made of
BEGIN;
CREATE SCHEMA made;
SET LOCAL search_path = made, public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();

--
-- The parts
--
SELECT ok(bool_and(abs(medcode.beta_quantile(p, 1, 1) - p) < 1e-12 AND abs(medcode.beta_quantile(p, 2, 1) - sqrt(p)) < 1e-12
        AND abs(medcode.beta_quantile(p, 1, 3) - (1 - (1 - p) ^ (1 / 3.0))) < 1e-12), 'quantiles of beta distributions that have a formula')
FROM unnest('{0.001,0.025,0.5,0.9,0.999}'::float8[]) AS p;
SELECT ok(bool_and(abs(medcode.beta_quantile(p, a, b) + medcode.beta_quantile(1 - p, b, a) - 1) < 1e-9), 'and of their mirror images')
FROM unnest('{0.025,0.3,0.975}'::float8[]) AS p, unnest('{0.05,0.7,4,300,200000}'::float8[]) AS a, unnest('{0.6,11,5000}'::float8[]) AS b;
SELECT throws_ok($$SELECT medcode.beta_quantile(0.5, 0, 1)$$, '22023', NULL, 'parameters above 0');
SELECT is(medcode.modifier_set('{rt, 59,RT,"",NULL}'), '{59,RT}', 'modifiers in capitals and order, each once');
SELECT is(medcode.modifier_set(NULL), '{}', 'no modifiers');
SELECT ok(abs(medcode.expit(medcode.logit(0.123)) - 0.123) < 1e-12, 'odds there and back');

\set lines 60000
\ir ../../bench/denial_process.sql

-- groups whose chances are beta distributed with a mean of 0.1 and a + b = 20, and groups that are all alike
CREATE FUNCTION pg_temp.k(spread boolean, groups integer, sizes integer) RETURNS double precision LANGUAGE sql AS $$
    SELECT medcode.shrinkage(array_agg(n), array_agg(d), array_agg(0.1::float8))
    FROM (SELECT g.n::bigint AS n, (SELECT count(*) FROM generate_series(1, g.n) AS i WHERE uniform(format('%s %s', g.g, i)) < g.p) AS d
        FROM (SELECT g, 1 + g % sizes AS n, CASE WHEN spread THEN medcode.beta_quantile(uniform('group ' || g), 2, 18) ELSE 0.1 END AS p FROM generate_series(1, groups) AS g) AS g) AS s
$$;
SELECT ok(pg_temp.k(true, 3000, 60) BETWEEN 17 AND 23, '3,000 groups of 1 to 60 lines: k is 20');
SELECT ok(pg_temp.k(true, 30000, 4) BETWEEN 14 AND 29, '30,000 groups of 1 to 4 lines: k is about 20');
SELECT ok(pg_temp.k(false, 3000, 60) > 400, 'groups that do not differ count for little');
SELECT is(medcode.shrinkage('{1,1}', '{0,1}', '{0.5,0.5}'), NULL, 'single lines tell nothing of how groups differ');
SELECT is(medcode.shrinkage('{100}', '{7}', '{0.07}', '{1}'), NULL, 'nor does a group that is all of the coarser one');

-- 10,000 lines each at odds that are off by an intercept of 0.5 and a slope of 0.6
SELECT ok(abs(r.intercept - 0.5) < 0.01 AND abs(r.slope - 0.6) < 0.01 AND r.issue IS NULL, 'intercept and slope are found')
FROM (SELECT array_agg(10000::bigint) AS n, array_agg(round(10000 * medcode.expit(0.5 + 0.6 * medcode.logit(p)))::bigint) AS d, array_agg(p) AS p
    FROM unnest('{0.01,0.05,0.1,0.3,0.6,0.9}'::float8[]) AS p) AS c, medcode.recalibration(c.n, c.d, c.p) AS r;
SELECT ok(r.slope = 1 AND abs(medcode.expit(r.intercept + medcode.logit(0.1)) - 0.2) < 1e-6, 'chances that do not differ keep their slope')
FROM medcode.recalibration('{1000,1000}', '{190,210}', '{0.1,0.1}') AS r;
SELECT ok(r.slope = 1 AND r.intercept = 0 AND r.issue LIKE 'not calibrated: 99 %', 'too few lines change nothing')
FROM medcode.recalibration('{1000,1000}', '{0,99}', '{0.1,0.2}') AS r;
SELECT ok(r.slope = 1 AND r.intercept = 0 AND r.issue LIKE 'not calibrated: 0 %', 'nor do none') FROM medcode.recalibration(NULL, NULL, NULL) AS r;

--
-- What the process was made of is found again
--
SELECT is(medcode.create_denial_chance('chance', 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01')::text, 'chance', 'a model is made');
CREATE TEMP TABLE known AS
    SELECT g.*, g.denied::float8 / g.lines AS raw, t.chance AS truth FROM chance AS g JOIN truth AS t ON g.level = 'payer_code_modifiers' AND g.payer = 'payer ' || t.p
        AND g.code = (10000 + t.c)::text AND g.modifiers = medcode.modifier_set(string_to_array(t.modifiers, ' '));
SELECT is((SELECT sum(lines) FROM known), (SELECT lines::numeric FROM chance_model), 'each line is in a group of the finest level');
SELECT is((SELECT lines FROM chance_model), (SELECT count(*) FROM line WHERE claim_line_start_date BETWEEN '2025-01-01' AND '2025-08-31'), 'learned from its months');
SELECT ok(sqrt(avg((chance - truth) ^ 2)) < 0.3 * sqrt(avg((raw - truth) ^ 2)), 'groups of fewer than 5 lines: the error is far below that of raw rates') FROM known WHERE lines < 5;
SELECT ok(sqrt(avg((chance - truth) ^ 2)) < 0.6 * sqrt(avg((raw - truth) ^ 2)), 'of 5 to 50 lines: below it') FROM known WHERE lines BETWEEN 5 AND 50;
SELECT ok(count(*) > 10 AND max(abs(chance - truth)) < 0.08 AND sqrt(avg((chance - truth) ^ 2)) < 0.03, 'of 200 lines and more: near the truth') FROM known WHERE lines >= 200;
SELECT ok(avg((truth BETWEEN low AND high)::int) BETWEEN 0.90 AND 0.99, 'the intervals of 0.95 hold the truth that often') FROM known;
SELECT ok(corr(medcode.logit(g.estimate), normal('code ' || t.c)) > 0.9, 'deviations of codes are found') FROM chance AS g JOIN generate_series(1, 40) AS t(c) ON g.level = 'code' AND g.code = (10000 + t.c)::text;
SELECT ok(corr(medcode.logit(g.estimate), normal(g.payer)) > 0.9, 'and those of payers') FROM chance AS g WHERE g.level = 'payer';

-- k is what the variances say: spread of the chances of the groups about those of the coarser ones, in m (1 - m)
SELECT ok(m.k_code BETWEEN t.k / 1.6 AND t.k * 1.6, 'k of codes')
FROM chance_model AS m, (SELECT 1 / (var_pop(chance) / (avg(chance) * (1 - avg(chance)))) - 1 AS k FROM (SELECT c, avg(chance) AS chance FROM truth WHERE m = 1 GROUP BY c) AS s) AS t;
SELECT ok(m.k_payer_code BETWEEN 25 AND 130 AND m.k_payer BETWEEN 20 AND 250, 'k of payers, and of their codes') FROM chance_model AS m;
SELECT ok(m.k_payer_code_modifiers > 1000, 'modifiers have no deviation of their own with a payer, and k says so') FROM chance_model AS m;
SELECT is((SELECT count(*) FROM chance AS g, chance_model AS m,
        LATERAL (SELECT CASE g.level WHEN 'payer_code' THEN m.k_payer_code ELSE m.k_payer_code_modifiers END AS k) AS k
    WHERE g.level IN ('payer_code', 'payer_code_modifiers') AND abs(g.estimate - (g.denied + k.k * g.expected) / (g.lines + k.k)) > 1e-9), 0::bigint,
    'an estimate is (denied + k x expected) / (lines + k)');

--
-- Months that it has not seen
--
SELECT ok(abs(m.slope - 1) < 0.15 AND abs(m.intercept) < 0.3 AND m.issue IS NULL, 'there is little to calibrate') FROM chance_model AS m;
CREATE TEMP TABLE tenth AS SELECT * FROM medcode.denial_chance_check('chance', 'line', 'adjustment', '2025-11-01', '2026-01-01', 0.999);
SELECT ok(count(*) = 10 AND bool_and(inside), 'the chances of held-back tenths lie within their limits') FROM tenth;
SELECT ok(max(predicted) > 5 * min(predicted), 'and differ') FROM tenth;
SELECT is((SELECT sum(lines_decided) FROM tenth), (SELECT count(*)::numeric FROM line WHERE claim_line_start_date >= '2025-11-01'), 'each line is in a tenth');
SELECT ok(s.brier < 0.95 * s.brier_base AND s.log_loss < 0.95 * s.log_loss_base AND abs(s.slope - 1) < 0.15 AND s.issue IS NULL, 'the scores are better than those of one chance for all')
FROM medcode.denial_chance_score('chance', 'line', 'adjustment', '2025-11-01', '2026-01-01') AS s;
SELECT ok(abs(s.brier - t.brier) < 0.003, 'and near those of the truth')
FROM medcode.denial_chance_score('chance', 'line', 'adjustment', '2025-11-01', '2026-01-01') AS s,
    (SELECT avg((t.chance - l.denied::int) ^ 2) AS brier FROM line AS l JOIN truth AS t ON l.payer = 'payer ' || t.p AND l.hcpcs_code = (10000 + t.c)::text
        AND concat_ws(' ', l.hcpcs_modifier_1, l.hcpcs_modifier_2) = t.modifiers WHERE l.claim_line_start_date >= '2025-11-01') AS t;
SELECT throws_ok($$SELECT * FROM medcode.denial_chance_check('chance', 'line', 'adjustment', '2025-10-31', '2026-01-01')$$, '22023', NULL, 'days that it has learned from check nothing');
SELECT throws_ok($$SELECT * FROM medcode.denial_chance_score('chance', 'line', 'adjustment', '2026-01-01', '2025-11-01')$$, '22023', NULL, 'dates reversed');
SELECT throws_ok($$SELECT * FROM medcode.denial_chance_check('chance', 'line', 'adjustment', '2027-01-01', '2027-02-01')$$, 'P0002', NULL, 'no lines to check with');
SELECT ok(s.issue LIKE 'not calibrated%' AND s.slope IS NULL AND s.brier > 0, 'a week is too thin for a slope, not for a score')
FROM medcode.denial_chance_score('chance', 'line', 'adjustment', '2025-11-01', '2025-11-02') AS s;

-- later months change no estimate
CREATE VIEW changed AS SELECT claim_id, claim_line_number, payer, hcpcs_code, hcpcs_modifier_1, hcpcs_modifier_2, service_unit_quantity, claim_line_start_date, charge_amount,
    CASE WHEN claim_line_start_date < '2025-09-01' THEN paid_amount END AS paid_amount FROM line;
SELECT lives_ok($$SELECT medcode.create_denial_chance('chance_early', 'changed', 'adjustment', '2025-01-01', '2025-09-01', NULL, '2026-02-01')$$, 'without months to calibrate with');
SELECT is((SELECT count(*) FROM chance AS a FULL JOIN chance_early AS b ON (a.level, coalesce(a.payer, ''), coalesce(a.code, ''), coalesce(a.modifiers, '{-}'))
        = (b.level, coalesce(b.payer, ''), coalesce(b.code, ''), coalesce(b.modifiers, '{-}')) WHERE a.estimate IS DISTINCT FROM b.estimate), 0::bigint, 'what came later is in no estimate');
SELECT is((SELECT intercept || ' ' || slope || ' ' || issue FROM chance_early_model), '0 1 not calibrated: no months are set apart for it', 'which is said');
SELECT ok(bool_and(abs(chance - estimate) < 1e-9), 'and the chances are the estimates') FROM chance_early;

--
-- Asking
--
SELECT is(ROW(a.*)::text, ROW(b.*)::text, 'order, case and blanks of modifiers do not matter')
FROM medcode.denial_chance('chance', 'payer 2', '10003', '{59,RT}') AS a, medcode.denial_chance('chance', 'payer 2 ', ' 10003', '{rt,"59 ",""}') AS b;
SELECT is((SELECT ROW(a.chance, a.low, a.high, a.level, a.lines, a.issue) FROM medcode.denial_chance('chance', 'payer 2', '10003', '{59,RT}') AS a),
    (SELECT ROW(round(g.chance::numeric, 4), round(g.low::numeric, 4), round(g.high::numeric, 4), g.level, g.lines, NULL::text) FROM chance AS g
        WHERE g.level = 'payer_code_modifiers' AND g.payer = 'payer 2' AND g.code = '10003' AND g.modifiers = '{59,RT}'), 'a group of the table is what is answered');
SELECT is((SELECT ROW(a.chance, a.level, a.lines, a.issue IS NOT NULL) FROM medcode.denial_chance('chance', 'nobody', '10003') AS a),
    (SELECT ROW(round(g.chance::numeric, 4), 'code'::text, g.lines, true) FROM chance AS g WHERE g.level = 'code' AND g.code = '10003'), 'a payer never seen: the chance of the code');
SELECT is((SELECT ROW(a.chance, a.level) FROM medcode.denial_chance('chance', NULL, '10003', '{25}') AS a),
    (SELECT ROW(round(g.chance::numeric, 4), 'code_modifiers'::text) FROM chance AS g WHERE g.level = 'code_modifiers' AND g.code = '10003' AND g.modifiers = '{25}'), 'or that of its modifiers');
SELECT is((SELECT ROW(a.chance, a.level, a.lines) FROM medcode.denial_chance('chance', 'payer 2', '99999', '{25}') AS a),
    (SELECT ROW(round(g.chance::numeric, 4), 'payer'::text, g.lines) FROM chance AS g WHERE g.level = 'payer' AND g.payer = 'payer 2'), 'a code never seen: the chance of the payer');
SELECT is((SELECT ROW(a.chance, a.level, a.lines, a.issue) FROM medcode.denial_chance('chance', NULL, NULL) AS a),
    (SELECT ROW(round(g.chance::numeric, 4), 'all'::text, g.lines, 'neither the payer nor the code is in the history: the chance is that of all lines'::text) FROM chance AS g WHERE g.level = 'all'), 'nothing known: the chance of all');
SELECT ok(n.high - n.low > c.high - c.low AND c.high - c.low > g.high - g.low AND n.low < g.chance AND n.high > g.chance, 'the less is known, the wider the interval')
FROM medcode.denial_chance('chance', 'payer 1', '10001', '{}') AS g, medcode.denial_chance('chance', 'nobody', '10001', '{}') AS c, medcode.denial_chance('chance', 'nobody', NULL, '{}') AS n;
SELECT is(l.level, 'payer, code', 'payer and code that are known, not together')
FROM medcode.denial_chance('chance', (SELECT max(p.payer) FROM chance AS p WHERE p.level = 'payer' AND NOT EXISTS (SELECT FROM chance AS g WHERE g.payer = p.payer AND g.code = '10290')), '10290') AS l;
CREATE VIEW today AS SELECT claim_id, claim_line_number, CASE claim_line_number WHEN 1 THEN 'nobody' ELSE payer END AS payer, CASE claim_line_number WHEN 2 THEN NULL ELSE hcpcs_code END AS hcpcs_code,
    hcpcs_modifier_2 AS hcpcs_modifier_4, hcpcs_modifier_1, charge_amount * claim_line_number AS charge_amount FROM line WHERE claim_line_start_date = '2025-12-31';
SELECT is((SELECT count(*) FROM medcode.denial_chance_lines('chance', 'today') AS a JOIN today AS l USING (claim_id, claim_line_number)
        CROSS JOIN LATERAL medcode.denial_chance('chance', l.payer, l.hcpcs_code, ARRAY[l.hcpcs_modifier_1, l.hcpcs_modifier_4]) AS b
    WHERE ROW(a.chance, a.low, a.high, a.level, a.lines_known, a.amount_at_risk) = ROW(b.chance, b.low, b.high, b.level, b.lines, round(b.chance * l.charge_amount, 2))),
    (SELECT count(*) FROM line WHERE claim_line_start_date = '2025-12-31'), 'a table of lines has the answers of its lines');
SELECT throws_ok($$SELECT * FROM medcode.denial_chance_lines('chance', 'truth')$$, '42703', NULL, 'a table without the columns has none');
SELECT throws_ok($$SELECT * FROM medcode.denial_chance('line', 'payer 1', '10001')$$, '42704', NULL, 'not every table is one of chances');
SELECT throws_ok($$SELECT * FROM medcode.denial_chance(NULL, 'payer 1', '10001')$$, '42704', NULL, 'nor is none');

--
-- Not to be fooled: outcomes that have nothing to do with payer, code and modifiers
--
CREATE VIEW shuffled AS SELECT claim_id, claim_line_number, payer, hcpcs_code, hcpcs_modifier_1, hcpcs_modifier_2, service_unit_quantity, claim_line_start_date, charge_amount,
    CASE WHEN uniform(claim_id || ' ' || claim_line_number) < 0.13 THEN 0 ELSE 60 END AS paid_amount FROM line;
CREATE VIEW shuffled_reason AS SELECT claim_id, claim_line_number, 'CO' AS group_code, CASE paid_amount WHEN 0 THEN '97' ELSE '45' END AS reason_code, 40 AS amount FROM shuffled;
SELECT lives_ok($$SELECT medcode.create_denial_chance('fooled', 'shuffled', 'shuffled_reason', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01')$$, 'outcomes by chance');
SELECT ok(min(chance) > 0.10 AND max(chance) < 0.16, 'give the base rate everywhere') FROM fooled;
SELECT ok(min(least(k_payer, k_code, k_payer_code, k_code_modifiers, k_payer_code_modifiers)) > 500, 'and the coarser group all the weight') FROM fooled_model;
SELECT ok(s.brier BETWEEN s.brier_base - 0.0005 AND s.brier_base + 0.0005, 'they are no better than one chance for all') FROM medcode.denial_chance_score('fooled', 'shuffled', 'shuffled_reason', '2025-11-01', '2026-01-01') AS s;

-- payers that are all alike but bill easy and hard codes in other proportions: neither is blamed for the other
CREATE TABLE mixed AS
    SELECT 'M' || i AS claim_id, 1 AS claim_line_number, 'payer ' || i % 8 AS payer, CASE WHEN m.hard THEN 'HARD' ELSE 'EASY' END || i % 7 AS hcpcs_code, date '2025-01-01' + i % 300 AS claim_line_start_date,
        100 AS charge_amount, CASE WHEN uniform('mixed ' || i, 2) < CASE WHEN m.hard THEN 0.4 ELSE 0.05 END THEN 0 ELSE 60 END AS paid_amount
    FROM generate_series(1, 30000) AS i, LATERAL (SELECT uniform('mixed ' || i) < 0.05 + 0.9 * (i % 8) / 7 AS hard) AS m;
CREATE VIEW mixed_reason AS SELECT claim_id, claim_line_number, 'CO' AS group_code, CASE paid_amount WHEN 0 THEN '97' ELSE '45' END AS reason_code, 40 AS amount FROM mixed;
SELECT lives_ok($$SELECT medcode.create_denial_chance('fair', 'mixed', 'mixed_reason', '2025-01-01', '2025-09-01', NULL, '2026-02-01')$$, 'payers with other codes');
SELECT ok(max(raw) > 4 * min(raw) AND max(abs(chance - avg)) < 0.06, 'payers are not blamed for the codes they see')
FROM (SELECT denied::float8 / lines AS raw, chance, avg(chance) OVER () AS avg FROM fair WHERE level = 'payer') AS p;
SELECT ok(bool_and(abs(a.chance - v.truth) < 0.06), 'nor codes for their payers') FROM (VALUES ('HARD1', 0.4), ('HARD5', 0.4), ('EASY1', 0.05), ('EASY6', 0.05)) AS v(code, truth),
    LATERAL medcode.denial_chance('fair', 'nobody', v.code, '{}') AS a;

--
-- Bad input
--
CREATE TABLE few AS SELECT * FROM changed WHERE claim_line_start_date < '2025-01-12';
UPDATE few SET service_unit_quantity = -1 WHERE claim_id = 'C1';
UPDATE few SET hcpcs_code = NULL WHERE claim_id = 'C2';
UPDATE few SET payer = NULL WHERE claim_id = 'C3';
UPDATE few SET claim_id = 'X' || claim_id, paid_amount = NULL WHERE claim_id = 'C123';
SELECT lives_ok($$SELECT medcode.create_denial_chance('"Few ""chances"""', 'few', 'adjustment', '2025-01-01', '2025-01-10', '2025-01-12', '2026-02-01')$$, 'a thin history, and a name with quotes');
SELECT ok(m.issues = 3 AND m.undecided = 3 AND m.issue LIKE 'not calibrated%' AND m.lines + m.calibration_lines = (SELECT count(*) - 6 FROM few), 'reversals and lines without decision are left out, and counted') FROM "Few ""chances""_model" AS m;
SELECT is((SELECT count(*) FROM "Few ""chances""" AS g WHERE g.payer IS NULL AND g.level ~ 'payer' OR g.code IS NULL AND g.level ~ 'code'), 0::bigint, 'no group without name');
SELECT ok(a.chance BETWEEN 0 AND 1 AND a.low <= a.chance AND a.chance <= a.high, 'it answers') FROM medcode.denial_chance('"Few ""chances"""', 'payer 1', '10001', '{}') AS a;
SELECT throws_ok(format('SELECT medcode.create_denial_chance(%s)', v.arguments), v.state, NULL, v.what)
FROM (VALUES
    ($$'x', 'line', 'adjustment', '2025-09-01', '2025-01-01', '2025-11-01', '2026-02-01'$$, '22023', 'dates reversed'),
    ($$'x', 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-08-01', '2026-02-01'$$, '22023', 'calibrated with what was learned from'),
    ($$'x', 'line', 'adjustment', NULL, '2025-09-01', '2025-11-01', '2026-02-01'$$, '22023', 'no first day'),
    ($$'x', 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', NULL$$, '22023', 'no date of the model'),
    ($$NULL, 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01'$$, '22023', 'no name'),
    ($$'x', 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01', 1.5$$, '22023', 'no confidence of 1.5'),
    ($$'x', 'line', 'adjustment', '2022-01-01', '2022-09-01', '2022-11-01', '2026-02-01'$$, 'P0002', 'no lines in these months'),
    ($$'x', 'truth', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01'$$, '42703', 'columns are missing'),
    ($$'chance', 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01'$$, '42P07', 'the name is taken')) AS v(arguments, state, what);
SELECT hasnt_table('x', 'and nothing is left behind');

-- one payer, one code: nothing to compare, and an answer all the same
CREATE VIEW single AS SELECT claim_id, claim_line_number, 'only' AS payer, '10001' AS hcpcs_code, service_unit_quantity, claim_line_start_date, charge_amount, paid_amount FROM line;
SELECT lives_ok($$SELECT medcode.create_denial_chance('alone', 'single', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01')$$, 'one payer with one code');
SELECT ok(a.chance BETWEEN a.low AND a.high AND a.high - a.low < 0.02 AND b.high - b.low > 0.5, 'of other payers nothing is known')
FROM medcode.denial_chance('alone', 'only', '10001', '{}') AS a, medcode.denial_chance('alone', 'other', '10001', '{}') AS b;
CREATE VIEW one_payer AS SELECT claim_id, claim_line_number, 'only' AS payer, hcpcs_code, service_unit_quantity, claim_line_start_date, charge_amount, paid_amount FROM line;
SELECT lives_ok($$SELECT medcode.create_denial_chance('one', 'one_payer', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01')$$, 'one payer with many codes');
SELECT ok(m.k_payer IS NULL AND m.k_code > 0 AND b.high - b.low > 0.5, 'how payers differ is not known from one')
FROM one_model AS m, medcode.denial_chance('one', 'other', '10001', '{}') AS b;

-- with the caller's rights
CREATE ROLE regress_medcode_clerk;
GRANT USAGE ON SCHEMA made TO regress_medcode_clerk;
SET LOCAL ROLE regress_medcode_clerk;
SELECT throws_ok($$SELECT * FROM medcode.denial_chance('chance', 'payer 1', '10001')$$, '42501', NULL, 'who may not read the table gets no chance');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
