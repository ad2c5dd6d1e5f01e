-- Refused lines against the notes, joined from what load_835() and load_837() fill
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();

CREATE SCHEMA finance;
SELECT FROM (SELECT medcode.create_remittance_tables('finance'), medcode.create_claim_tables('finance')) AS made;
-- three lines: a visit that is paid, one denied for the sex (CO-10), one for a diagnosis that is not specific (CO-16, M81)
SELECT is((SELECT lines FROM medcode.load_837_content($x12$ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260301*1200*^*00501*000000001*0*P*:~
GS*HC*SENDER*RECEIVER*20260301*1200*1*X*005010X222A1~
ST*837*0001*005010X222A1~
BHT*0019*00*1*20260205*1200*CH~
NM1*41*2*CLINIC*****46*TIN~
PER*IC*BILL*TE*5555551212~
NM1*40*2*ACME HEALTH*****46*ACME~
HL*1**20*1~
NM1*85*2*CLINIC*****XX*1234567893~
N3*1 STREET~
N4*TOWN*NY*10001~
REF*EI*123456789~
HL*2*1*22*0~
SBR*P*18*******CI~
NM1*IL*1*DOE*JANE****MI*M123~
N3*2 STREET~
N4*TOWN*NY*10001~
DMG*D8*19600101*F~
NM1*PR*2*ACME HEALTH*****PI*ACME~
CLM*C1*300***11:B:1*Y*A*Y*Y~
HI*ABK:E119*ABF:I10*ABF:N401~
NM1*82*1*DOC*JOHN****XX*1234567893~
LX*1~
SV1*HC:99214:25*150*UN*1***1:2~
DTP*472*D8*20260203~
REF*6R*L1~
LX*2~
SV1*HC:20610:RT*120*UN*1***3~
DTP*472*D8*20260203~
REF*6R*L2~
LX*3~
SV1*HC:83036*30*UN*1***1~
DTP*472*D8*20260203~
REF*6R*L3~
SE*33*0001~
GE*1*1~
IEA*1*000000001~
$x12$, 'finance')), 3::bigint, 'a claim of three lines');
SELECT is((SELECT adjustments FROM medcode.load_835_content($x12$ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260301*1200*^*00501*000000002*0*P*:~
GS*HP*SENDER*RECEIVER*20260301*1200*1*X*005010X221A1~
ST*835*0001~
BPR*I*100*C*ACH*CTX*01*999999999*DA*123*1512345678**01*999988880*DA*98765*20260228~
TRN*1*T1*1512345678~
DTM*405*20260228~
N1*PR*ACME HEALTH~
N3*9 ROAD~
N4*TOWN*NY*10001~
N1*PE*CLINIC*XX*1234567893~
LX*1~
CLP*C1*1*300*100*20*12*PAYER1*11*1~
NM1*QC*1*DOE*JANE****MI*M123~
DTM*232*20260203~
SVC*HC:99214:25*150*100**1~
DTM*472*20260203~
CAS*CO*45*30~
CAS*PR*3*20~
REF*6R*L1~
AMT*B6*120~
SVC*HC:20610:RT*120*0**1~
DTM*472*20260203~
CAS*CO*10*120~
REF*6R*L2~
SVC*HC:83036*30*0**1~
DTM*472*20260203~
CAS*CO*16*30~
REF*6R*L3~
LQ*HE*M81~
SE*28*0001~
GE*1*1~
IEA*1*000000002~
$x12$, 'finance')), 4::bigint, 'and its remittance');
SELECT lives_ok($$SELECT medcode.create_denial_views('finance')$$, 'the views are made');

-- a corrected claim, a void and a test later; a diagnosis of admission
INSERT INTO finance.claim_submission SELECT i, 'S', 'R', '1', i::text, '1', '1', i = 13, 'professional', NULL, date '2026-03-01' + i FROM generate_series(11, 13) AS i;
INSERT INTO finance.claim (submission_id, claim_number, claim_id, claim_type, payer, payer_responsibility, frequency_code, claim_start_date, charge_amount)
    VALUES (11, 1, 'C1', 'professional', 'ACME HEALTH', 'P', '7', '2026-02-03', 300), (12, 1, 'C2', 'professional', 'ACME HEALTH', 'P', '8', '2026-02-03', 300),
        (13, 1, 'C3', 'professional', 'ACME HEALTH', 'P', '1', '2026-02-03', 300);
INSERT INTO finance.claim_diagnosis (submission_id, claim_number, claim_id, diagnosis_type, diagnosis_rank, code_type, diagnosis_code)
    SELECT i, 1, 'C' || i - 10, 'principal', 1, 'icd-10-cm', 'E1142' FROM generate_series(11, 13) AS i
    UNION ALL SELECT submission_id, 1, 'C1', v.type, 1, 'icd-10-cm', v.code FROM finance.claim, (VALUES ('admitting', 'R739'), ('external_cause', 'W19XXXA')) AS v(type, code) WHERE submission_id < 11;

SELECT results_eq('SELECT claim_id, condition_rank, normalized_code, normalized_code_type FROM finance.billed_condition ORDER BY 1, 2',
    $$VALUES ('C1', 1, 'E119', 'icd-10-cm'), ('C1', 2, 'I10', 'icd-10-cm'), ('C1', 3, 'N401', 'icd-10-cm'), ('C1', 4, 'W19XXXA', 'icd-10-cm')$$,
    'diagnoses as first billed: none of the corrected claim, of a void, of a test, of the admission');
SELECT results_eq('SELECT claim_line_number, diagnosis_pointers, sex, birth_date FROM finance.billed_line ORDER BY 1',
    $$VALUES (1, '{1,2}'::integer[], 'F', '1960-01-01'::date), (2, '{3}', 'F', '1960-01-01'), (3, '{1}', 'F', '1960-01-01')$$, 'lines have what claims are checked by');
SELECT results_eq($$SELECT claim_line_number, cause, caught, edit FROM medcode.denials_caught('finance.billed_line', 'finance.billed_adjustment', 'finance.billed_condition')$$,
    $$VALUES (2, 'AGE_SEX', true, 'dx_sex'), (3, 'NOT_SPECIFIC', false, NULL)$$, 'the sex of the claim foretells its denial');

CREATE TABLE finance.encounter_note (claim_id text, note_id text, note_date date, signed boolean, body text);
INSERT INTO finance.encounter_note VALUES ('C1', 'n1', '2026-02-03', true, '62-year-old woman seen for follow-up.
HISTORY: Type 2 diabetes mellitus, hypertension.
ASSESSMENT: Type 2 diabetes mellitus with diabetic polyneuropathy, metformin increased. Hypertension, continue lisinopril.');
-- the query of docs/denial-review.md
CREATE TEMP VIEW refused AS
SELECT a.claim_id, a.claim_line_number, a.reason_code, a.amount, r.answer, r.billed, r.use_code, r.quote, r.action
FROM finance.billed_adjustment AS a
JOIN (SELECT l.claim_id, max(l.claim_type) AS claim_type, max(l.bill_type_code) AS bill_type_code, max(l.claim_end_date) AS claim_end_date,
        max(l.sex) AS sex, max(l.birth_date) AS birth_date,
        array_agg(ROW(l.claim_line_number, l.hcpcs_code, array_remove(ARRAY[l.hcpcs_modifier_1, l.hcpcs_modifier_2, l.hcpcs_modifier_3, l.hcpcs_modifier_4], NULL),
            l.service_unit_quantity, l.claim_line_start_date, l.rendering_npi, l.place_of_service_code, l.diagnosis_pointers)::medcode.claim_line) AS lines
    FROM finance.billed_line AS l GROUP BY l.claim_id) AS c ON c.claim_id = a.claim_id
LEFT JOIN (SELECT d.claim_id, array_agg(d.normalized_code ORDER BY d.condition_rank) AS diagnoses
    FROM finance.billed_condition AS d GROUP BY d.claim_id) AS d ON d.claim_id = a.claim_id
LEFT JOIN (SELECT n.claim_id, array_agg(ROW(n.note_id, n.note_date, NULL, NULL, n.signed, n.body)::medcode.note_input) AS notes
    FROM finance.encounter_note AS n GROUP BY n.claim_id) AS n ON n.claim_id = a.claim_id
CROSS JOIN LATERAL medcode.denial_review(n.notes, a.group_code, a.reason_code, a.remark_codes, d.diagnoses, c.lines, a.claim_line_number,
    medcode.claim_setting(c.claim_type, c.bill_type_code), c.claim_end_date, c.sex, c.birth_date, a.payer) AS r
WHERE a.last_decision AND r.denial IS NOT FALSE
ORDER BY a.amount DESC, a.claim_id, a.claim_line_number;
SELECT results_eq($$SELECT claim_line_number, reason_code, amount, use_code, quote, action FROM refused WHERE answer = 'mends' AND claim_line_number = 3$$,
    $$VALUES (3, '16', 30.00, 'E11.42', 'Type 2 diabetes mellitus with diabetic polyneuropathy, metformin increased.', 'CORRECTED_CLAIM')$$,
    'the more specific code with the sentence that has the detail, not the first that names diabetes');
SELECT is((SELECT array_agg(DISTINCT claim_line_number) FROM refused), '{2,3}', 'each denied line and no other');
SELECT results_eq($$SELECT claim_line_number, reason_code, amount, answer, use_code, action FROM medcode.denial_reviews('finance.billed_line', 'finance.billed_adjustment',
        'finance.billed_condition', 'finance.encounter_note') ORDER BY 1, 2, 4, 5$$,
    'SELECT claim_line_number, reason_code, amount, answer, use_code, action FROM refused ORDER BY 1, 2, 4, 5', 'denial_reviews() says the same');
SELECT is((SELECT count(*) FROM medcode.denial_reviews('finance.billed_line', 'finance.billed_adjustment', 'finance.billed_condition', 'finance.encounter_note', '{C9}')),
    0::bigint, 'of other claims nothing');
SELECT throws_ok($$SELECT * FROM medcode.denial_reviews('finance.billed_line', 'finance.billed_adjustment', 'finance.billed_condition', 'finance.billed_condition')$$,
    '42703', NULL, 'notes have a text');
DELETE FROM finance.encounter_note;
SELECT is((SELECT array_agg(DISTINCT answer) FROM medcode.denial_reviews('finance.billed_line', 'finance.billed_adjustment', 'finance.billed_condition', 'finance.encounter_note')),
    '{no_record}', 'and so denial_reviews()');
SELECT is((SELECT array_agg(DISTINCT answer) FROM refused), '{no_record}', 'without notes: no record');

--
-- What leads to no answer says why
--
CREATE FUNCTION pg_temp.answers(grp text, carc text, rarcs text[], day date) RETURNS text[] LANGUAGE sql AS $$
    SELECT array_agg(r.answer || coalesce(' ' || r.use_code, '')) FROM medcode.denial_review(ARRAY[ROW('n', day, NULL, NULL, true,
        'Assessment: type 2 diabetes mellitus with diabetic polyneuropathy.')]::medcode.note_input[], grp, carc, rarcs, '{E11.9}', on_date => day) AS r
$$;
SELECT is(pg_temp.answers('CO', '146', NULL, '2026-02-03'), '{mends E11.42}', 'remark codes that are not known are none');
SELECT is(pg_temp.answers('co', ' 16', '{m81 }', '2026-02-03'), '{mends E11.42}', 'codes count without regard to capitals and blanks');
SELECT is(pg_temp.answers('CO', '16', '{M81}', '1999-02-03'), '{issue}', 'a date before the first release is an issue, not a record without an answer');
SELECT is(pg_temp.answers('16', 'CO', '{M81}', '2026-02-03'), '{issue}', 'group and reason in the wrong order: an issue alone');

SELECT * FROM finish();
ROLLBACK;
