--
-- Notes against what was billed: audit(), audit_encounter(), audit tables
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\set SHOW_CONTEXT never

-- a claim: what the note says of each code, and what was left out
SELECT position AS pos, billed, verdict, use_code AS use, status, evidence -> 0 ->> 'text' AS evidence, against -> 0 ->> 'text' AS against, issue
FROM medcode.audit(E'HPI: knee pain.\nAssessment: chronic systolic heart failure. Gout. No pneumonia. Old myocardial infarction.',
    '{I50.9,j189,I21.9,M10.9,K80.20,E11,99213,M10.9,NULL}', 'outpatient', '2026-01-15');
-- why
SELECT billed, rule FROM medcode.audit('Assessment: gout. Possible asthma.', '{M10.9,J45.909,I10}', code_source => 'vendor b');
SELECT DISTINCT code_source, release, version IS NULL AS draft FROM medcode.audit('Assessment: gout.', '{M10.9}', code_source => 'vendor b');
-- the words for and against, of two notes that disagree
SELECT billed, verdict, evidence, against FROM medcode.audit_encounter(ARRAY[
    ROW('a', '2026-01-04', NULL, NULL, true, 'Assessment: asthma.')::medcode.note_input,
    ROW('b', '2026-01-05', NULL, NULL, true, 'Assessment: no asthma.')::medcode.note_input], '{J45.909}');
-- no record is no error
SELECT billed, verdict, rule FROM medcode.audit(NULL, '{M10.9,I10}');
SELECT billed, verdict FROM medcode.audit('Assessment: gout.', '{M10.9}', signed => false);
SELECT billed, verdict FROM medcode.audit_encounter(NULL, '{M10.9}');
-- clinical validation is advice
SELECT billed, verdict, advice FROM medcode.audit('Assessment: sepsis.', '{A41.9}');
SELECT billed, verdict, advice FROM medcode.audit('Assessment: sepsis, lactate 4.', '{A41.9}');

-- what is wrong with the input
SELECT verdict, code FROM medcode.audit('Assessment: gout.', NULL);
SELECT count(*) FROM medcode.audit('', NULL);
SELECT * FROM medcode.audit('Assessment: gout.', '{M10.9}', 'hotel');
SELECT issue FROM medcode.audit('Assessment: gout.', '{M10.9}', 'hotel', on_issue => 'row');
SELECT issue FROM medcode.audit('Assessment: gout.', '{M10.9}', as_of => '1999-01-01', on_issue => 'row');
SELECT * FROM medcode.audit('Assessment: gout.', array_fill('M10.9'::text, ARRAY[1001]));

-- tables of notes and claims
CREATE TABLE audit_note (encounter_id integer, note_id text PRIMARY KEY, note_date date, signed boolean, body text);
INSERT INTO audit_note VALUES
(1, 'a', '2026-01-04', true, 'Assessment: gout. Asthma.'),
(2, 'b', '2026-01-05', true, 'Assessment: chronic systolic heart failure.'),
(3, 'c', '2026-01-06', false, 'Assessment: gout.');
CREATE TABLE audit_billed (encounter_id integer, position integer, code text, code_source text, setting text, service_date date, coder text, payer text, amount numeric);
INSERT INTO audit_billed VALUES
(1, 1, 'M10.9', 'coder', 'outpatient', '2026-01-04', 'ann', 'p1', 100),
(1, 2, 'K80.20', 'coder', 'outpatient', '2026-01-04', 'ann', 'p1', 50),
(1, 1, 'J45.909', 'vendor', 'outpatient', '2026-01-04', NULL, 'p1', NULL),
(2, 1, 'I50.9', 'coder', 'outpatient', '2026-01-05', 'bob', 'p2', 80),
(3, 1, 'M10.9', 'coder', 'outpatient', '2026-01-06', 'bob', 'p2', 70),
(4, 1, 'I10', NULL, 'outpatient', '2026-01-07', 'bob', 'p2', 60),
(5, 1, 'I10', 'coder', 'outpatient', '2026-01-07', 'bob', 'p2', 60),
(5, 2, 'E11.9', 'coder', 'inpatient', '2026-01-07', 'bob', 'p2', 60);
SELECT medcode.create_audit_table('audit_result', 'audit_billed');
CALL medcode.audit_claims('audit_result', 'audit_note', 'audit_billed', 2);
SELECT * FROM medcode.audit_progress('audit_result');
SELECT encounter_id AS enc, code_source, position AS pos, coalesce(code::text, billed) AS code, verdict, use_code AS use, coder, amount, issue FROM audit_result ORDER BY 1, 2, line_no;
-- what is done is not done again, but for what is taken out, and what is new
CALL medcode.audit_claims('audit_result', 'audit_note', 'audit_billed');
DELETE FROM audit_result_claim WHERE encounter_id = 3;
UPDATE audit_note SET signed = true WHERE encounter_id = 3;
INSERT INTO audit_billed VALUES (6, 1, 'Z23', 'coder', 'outpatient', '2026-01-08', 'ann', 'p1', 10);
CALL medcode.audit_claims('audit_result', 'audit_note', 'audit_billed');
SELECT encounter_id AS enc, code, verdict FROM audit_result WHERE encounter_id IN (3, 6);
-- what changed is found: a note, a code, an amount; the way dates are written is no change
SELECT medcode.forget_changed_claims('audit_result', 'audit_note', 'audit_billed');
UPDATE audit_note SET body = body || ' Hypertension, controlled.' WHERE encounter_id = 1;
UPDATE audit_billed SET code = 'K21.9' WHERE encounter_id = 2;
UPDATE audit_billed SET amount = amount + 1 WHERE encounter_id = 4;
SET datestyle = 'German';
SELECT medcode.forget_changed_claims('audit_result', 'audit_note', 'audit_billed');
RESET datestyle;
SELECT encounter_id AS enc, code_source FROM audit_result_claim ORDER BY 1, 2;
CALL medcode.audit_claims('audit_result', 'audit_note', 'audit_billed');
SELECT medcode.forget_changed_claims('audit_result', 'audit_note', 'audit_billed');
DELETE FROM audit_billed WHERE encounter_id = 2;
SELECT medcode.forget_changed_claims('audit_result', 'audit_note', 'audit_billed');
INSERT INTO audit_billed VALUES (2, 1, 'I50.9', 'coder', 'outpatient', '2026-01-05', 'bob', 'p2', 80);
UPDATE audit_note SET body = replace(body, ' Hypertension, controlled.', '') WHERE encounter_id = 1;
-- no time, no batch
DELETE FROM audit_result_claim;
CALL medcode.audit_claims('audit_result', 'audit_note', 'audit_billed', time_limit => '0');
SELECT done, total FROM medcode.audit_progress('audit_result');
CALL medcode.audit_claims('audit_result', 'audit_note', 'audit_billed');
-- what is not what it should be
CALL medcode.audit_claims('audit_note', 'audit_note', 'audit_billed');
CALL medcode.audit_claims('audit_result', 'audit_billed', 'audit_billed');
CALL medcode.audit_claims('audit_result', 'audit_note', 'audit_billed', 0);

-- error patterns
SELECT "group", codes, errors, open, error_rate, rate_low, rate_high, no_record, missed, issues, amount, amount_in_error FROM medcode.audit_errors('audit_result');
SELECT "group", codes, errors FROM medcode.audit_errors('audit_result', '{payer,month}');
SELECT "group", codes, errors FROM medcode.audit_errors('audit_result', '{family}') WHERE codes > 0;
SELECT * FROM medcode.audit_errors('audit_result', '{shoe_size}');

-- a sample is the same for the same seed
CREATE TABLE many (claim_no bigint PRIMARY KEY);
CREATE TABLE wide (claim_no bigint REFERENCES many, line_no integer, encounter_id integer, code_source text, "position" integer, billed text, code medcode.icd10cm, verdict text, use_code medcode.icd10cm, amount numeric);
INSERT INTO many SELECT generate_series(1, 1000);
INSERT INTO wide SELECT i, 1, i, 'coder', 1, 'M10.9', 'M10.9', CASE WHEN i % 5 = 0 THEN 'UNSUPPORTED' WHEN i % 50 = 1 THEN 'NO_RECORD' ELSE 'SUPPORTED' END, NULL, i % 100 FROM generate_series(1, 1000) AS i;
SELECT count(*), count(DISTINCT claim_no), min(stratum), min(stratum_size), min(stratum_sample) FROM medcode.audit_sample('wide', 60, 'a seed');
SELECT (SELECT array_agg(claim_no ORDER BY claim_no) FROM medcode.audit_sample('wide', 60, 'a seed')) = (SELECT array_agg(claim_no ORDER BY claim_no) FROM medcode.audit_sample('wide', 60, 'a seed')) AS same,
    (SELECT array_agg(claim_no ORDER BY claim_no) FROM medcode.audit_sample('wide', 60, 'a seed')) = (SELECT array_agg(claim_no ORDER BY claim_no) FROM medcode.audit_sample('wide', 60, 'another')) AS other_same;
SELECT stratum, stratum_size, stratum_sample, count(*), min(amount) >= 0 AS valued FROM medcode.audit_sample('wide', 60, 'a seed', true) GROUP BY 1, 2, 3 ORDER BY 1;
SELECT * FROM medcode.audit_sample('wide', 1, 'a seed');

-- extrapolation: one stratum of 100, five reviewed; by hand: mean 20, variance 450, so the error of the total 100 * sqrt(0.95 * 450 / 5) = 924.66; t(0.95, 4) = 2.13185
CREATE TABLE review AS SELECT 'all' AS stratum, 100::bigint AS stratum_size, o::numeric AS overpayment FROM unnest(ARRAY[0, 0, 20, 30, 50]) AS o;
SELECT point_estimate, standard_error, lower_limit, upper_limit, errors, error_rate, rate_low, rate_high FROM medcode.audit_estimate('review');
SELECT round(2000 - 2.131847 * 100 * sqrt(0.95 * var_samp(overpayment) / 5), 2) AS lower_limit FROM review;
-- two strata of which one is reviewed whole adds no variance
INSERT INTO review VALUES ('b', 2, 10), ('b', 2, 30);
SELECT population, strata, point_estimate, standard_error, lower_limit FROM medcode.audit_estimate('review');
UPDATE review SET overpayment = NULL WHERE stratum = 'b';
SELECT * FROM medcode.audit_estimate('review');
-- tables: t of 95 % with 1, 10, 1000 degrees of freedom; 0 and 8 of 20, 95 %
SELECT round(medcode.student_quantile(0.95, f)::numeric, 4) FROM unnest(ARRAY[1, 10, 1000]) AS f;
SELECT round(low::numeric, 4), round(high::numeric, 4) FROM unnest(ARRAY[0, 8, 20]) AS n, medcode.share_interval(n, 20);
DROP TABLE audit_result, audit_result_claim, audit_note, audit_billed, wide, many, review;
