-- denial_review(): refusals held against notes written for the test, by reason and remark, each with the source of its
-- rule: what mends or defends, and what must not; what must not change an answer; arguments as nobody should give them.
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();

CREATE FUNCTION pg_temp.line(line integer, hcpcs text, modifiers text[] DEFAULT NULL, pointers integer[] DEFAULT '{1}', units double precision DEFAULT 1,
    day date DEFAULT '2026-02-03', provider text DEFAULT '1234567890')
    RETURNS medcode.claim_line LANGUAGE sql IMMUTABLE RETURN ROW(line, hcpcs, modifiers, units, day, provider, '11', pointers)::medcode.claim_line;
-- signed notes of the day, named n1, n2, ...
CREATE FUNCTION pg_temp.notes(VARIADIC bodies text[]) RETURNS medcode.note_input[] LANGUAGE sql IMMUTABLE RETURN
    (SELECT array_agg(ROW('n' || n, '2026-02-03', NULL, NULL, true, b)::medcode.note_input ORDER BY n) FROM unnest(bodies) WITH ORDINALITY AS u(b, n));

--
-- Small lists in the publishers' shapes
--
SELECT E'Column 1\tColumn 2\t*=In existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n11042\t97597\t \t20120101\t*\t1\tMisuse\n'
    || E'11042\t97598\t \t20120101\t20260131\t1\tMisuse\n11042\t99213\t \t20120101\t*\t1\tManual\n17000\t11102\t \t20190101\t*\t1\tManual\n01916\t64400\t \t20020101\t*\t0\tIncluded\n' AS ptp,
  E'HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,1,2 Date of Service Edit: Policy,x\n64400,4,3 Date of Service Edit: Clinical,x\n97597,1,1 Line Edit,x\n' AS mue,
  E'hcpcs_code,hcpcs_desc_type,hcpcs_description\r\nA0021,Long,A ride\r\nA0021,Short,Ride\r\nA0030,Long,A flight\r\nA0030,Short,Flight\r\n' AS older,
  E'hcpcs_code,hcpcs_desc_type,hcpcs_description\r\nA0021,Long,A ride\r\nA0021,Short,Ride\r\n' AS newer,
  E'MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_Desc\n'
    || E'43\t10\t4\tA\tPerinatal\tD\tP599\tJaundice\n43\t10\t5\tA\tFemale_Only\tD\tD259\tFibroid\n43\t10\t5\tB\tMale_Only\tD\tN401\tProstate\n43\t10\t5\tB\tMale_Only\tD\tC61\tProstate\n' AS mce,
  E'policy,contractor,hcpcs,diagnosis,covered,documentation,effective,end_date\n'
    || E'L1,Acme,J1745,M06,yes,"methotrexate;tuberculosis test negative",2026-01-01,2026-06-30\nL3,,93306,I50,yes,,2026-01-01,\nL3,,93306,I35,yes,,2026-01-01,\n'
    || E'L4,,97110,M54.16,yes,,2026-01-01,\nL5,Other,95810,G47.33,yes,,2026-01-01,\n' AS policies \gset
SELECT is((SELECT array_agg(l.code_system || ' ' || l.rejected ORDER BY f.n) FROM (VALUES (1, :'ptp', '2026-Q1-practitioner-f1'), (2, :'mue', '2026-Q1'), (3, :'older', '2025-Q1'),
        (4, :'newer', '2026-Q1'), (5, :'mce', NULL), (6, :'policies', '2026-01-01-site')) AS f(n, content, release)
    CROSS JOIN LATERAL medcode.load_content(f.content, f.release) AS l),
    '{ncci_practitioner 0,ncci_practitioner 0,hcpcs 0,hcpcs 0,mce 0,coverage 0}'::text[], 'the lists');

--
-- A case: must and mustnt are answers, "answer", "answer use_code", with " ~ words of the quote" behind; action NULL: not looked at.
--
CREATE TEMP TABLE denial_case (no integer GENERATED ALWAYS AS IDENTITY, what text NOT NULL, carc text, rarcs text[] DEFAULT '{}', notes medcode.note_input[], diagnoses text[],
    lines medcode.claim_line[], denied integer DEFAULT 1, must text[] DEFAULT '{}', mustnt text[] DEFAULT '{}', action text, setting text DEFAULT 'professional',
    sex text, birth date, contractor text, grp text DEFAULT 'CO', on_date date DEFAULT '2026-02-03');

-- 4, and 16 with N822 and N519: modifiers
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, must, mustnt, action) VALUES
('4: the side of the diagnosis is the right one, LT was billed (I.B.13; LT, RT)', '4', '{}', pg_temp.notes(
    E'S: Right knee aches on stairs, worse over six weeks.\nO: Crepitus right knee, no effusion.\nA: Primary osteoarthritis of the right knee.\nP: Injected 40 mg triamcinolone today, tolerated well.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{mends RT}', '{"mends LT"}', 'CORRECTED_CLAIM'),
('4: RT was billed and the right knee documented: nothing to mend (I.B.13)', '4', '{}', pg_temp.notes(
    E'Assessment: Primary osteoarthritis of the right knee. Joint injected under sterile conditions.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{RT}')], '{}', '{"mends LT","mends RT","mends 50"}', NULL),
('4: the other side is the mother''s (IV.J)', '4', '{}', pg_temp.notes(
    E'CC: left knee pain.\nFamily History: mother had osteoarthritis of the right knee and a replacement.\nAssessment: Primary osteoarthritis of the left knee, injected today.'),
    '{M17.12}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{}', '{"mends RT","mends 50"}', NULL),
('4: the other side is denied (IV.J)', '4', '{}', pg_temp.notes(
    E'HPI: He reports pain in the left knee. No pain in the right knee.\nImpression: Primary osteoarthritis, left knee. Injection given.'),
    '{M17.12}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{}', '{"mends RT","mends 50"}', NULL),
('16 N822: no modifier, the left knee is documented (I.B.13; LT)', '16', '{N822}', pg_temp.notes(
    'Dx: primary osteoarthritis left knee. Proc: large joint injection. Lot 2231. Pt tolerated.'),
    '{M17.12}', ARRAY[pg_temp.line(1, '20610')], '{mends LT}', '{"mends RT"}', 'CORRECTED_CLAIM'),
('16 N822: both knees are documented (I.B.13; 50)', '16', '{N822}', pg_temp.notes(
    E'ASSESSMENT: Bilateral primary osteoarthritis of the knees. Both knees were injected with 40 mg methylprednisolone.'),
    '{M17.0}', ARRAY[pg_temp.line(1, '20610')], '{mends 50}', '{}', 'CORRECTED_CLAIM'),
('16 N822: no side in the note (I.B.13)', '16', '{N822}', pg_temp.notes(
    E'A: Knee osteoarthritis, worse with weather.\nP: Injected today. Ice, rest.'),
    '{M17.9}', ARRAY[pg_temp.line(1, '20610')], '{}', '{"mends LT","mends RT","mends 50"}', 'REVIEW'),
('16 N519: LT beside a diagnosis of the right knee (I.B.13)', '16', '{N519}', pg_temp.notes(
    'The patient is seen for her right knee. Assessment: Unilateral primary osteoarthritis of the right knee. Arthrocentesis was carried out with 20 mL of clear fluid.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{LT}')], '{mends RT}', '{}', 'CORRECTED_CLAIM');
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
('16 N822: a visit told apart from the debridement (modifier 25)', '16', '{N822}', pg_temp.notes(
    E'Hypertension: BP 162/94, lisinopril increased to 20 mg. This was a significant, separately identifiable evaluation of a separate problem.\nProcedure: debridement of the right heel ulcer, 6 sq cm.'),
    '{I10,L97.412}', ARRAY[pg_temp.line(1, '99213'), pg_temp.line(2, '11042', NULL, '{2}')], 1, '{mends 25}', '{}', 'CORRECTED_CLAIM'),
('4: no visit apart from the procedure (modifier 25: negated)', '4', '{}', pg_temp.notes(
    E'Here for scheduled debridement. No separately identifiable evaluation was done today.\nProcedure: debridement of the right heel ulcer.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '99213'), pg_temp.line(2, '11042')], 1, '{}', '{"mends 25"}', NULL),
('4: 25 is for visits, a procedure does not get it', '4', '{}', pg_temp.notes(
    E'Hypertension addressed; this is separately identifiable from the wound care.\nDebridement right heel ulcer 6 sq cm.'),
    '{I10,L97.412}', ARRAY[pg_temp.line(1, '99213'), pg_temp.line(2, '11042', NULL, '{2}')], 2, '{}', '{"mends 25"}', NULL),
('4: done again by the same physician (modifier 76)', '4', '{}', pg_temp.notes(
    'ED course: dyspnea recurred at 14:00. The procedure was repeated with 600 mL out. Post-film shows full expansion.'),
    '{J90}', ARRAY[pg_temp.line(1, '32555'), pg_temp.line(2, '32555')], 2, '{mends 76}', '{}', 'CORRECTED_CLAIM'),
('4: done again by another physician (modifier 77)', '4', '{}', pg_temp.notes(
    'Film of 10:00 was of poor quality. It was repeated by another physician, Dr. Ames, at 11:20.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '71046'), pg_temp.line(2, '71046')], 2, '{mends 77}', '{}', 'CORRECTED_CLAIM'),
('4: tests in series that are only planned (modifier 91)', '4', '{}', pg_temp.notes(
    E'Assessment: Chest pain.\nPlan: Will order serial troponins tomorrow. Aspirin today.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '84484'), pg_temp.line(2, '84484')], 2, '{}', '{"mends 91"}', NULL),
('4: the test was not repeated (modifier 91: negated)', '4', '{}', pg_temp.notes(
    'Chest pain, resolved. Single troponin normal. No repeated test was needed.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '84484'), pg_temp.line(2, '84484')], 2, '{}', '{"mends 91"}', NULL);

-- 6, 7, 9, 10: age and sex
INSERT INTO denial_case (what, carc, notes, diagnoses, lines, sex, birth, must, mustnt, action) VALUES
('6: the note has a child, the claim a man of 71 (age)', '6', pg_temp.notes(
    'HPI: Liam is a 4-year-old boy here with his mother for a well visit. Growth on the 50th percentile. Shots given.'),
    '{Z00.129}', ARRAY[pg_temp.line(1, '99392')], 'M', '1954-05-01', '{mends}', '{}', 'CORRECTED_CLAIM'),
('6: a grandson of four is not the patient (age of another)', '6', pg_temp.notes(
    'Mr. Hall is a 71-year-old man with hypertension. He looks after his 4-year-old grandson on weekdays. BP 128/76, continue amlodipine.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], 'M', '1954-05-01', '{}', '{mends}', NULL),
('6: the age at an operation long ago (age in the past)', '6', pg_temp.notes(
    E'PSH: tonsillectomy at age 4.\nHPI: 71 y/o M, diagnosed with diabetes at the age of 52.\nAssessment: Type 2 diabetes.'),
    '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 'M', '1954-05-01', '{}', '{mends}', NULL),
('6: 72 in the note, 71 on the claim (a year apart)', '6', pg_temp.notes('This 72-year-old gentleman returns for hypertension. He feels well.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], 'M', '1954-05-01', '{}', '{mends}', NULL),
('6: how long a disease lasts is no age', '6', pg_temp.notes('Patient with a 40 year history of smoking and a 12-year-old knee prosthesis. Hypertension controlled.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], 'M', '1954-05-01', '{}', '{mends}', NULL),
('7: the note has a woman, the claim a man (sex)', '7', pg_temp.notes(
    'Mrs. Ortega is a 34-year-old woman, G2P2, who presents for a Pap smear. Cervix normal. Results to follow.'),
    '{Z12.4}', ARRAY[pg_temp.line(1, '88142')], 'M', '1991-06-01', '{mends F}', '{}', 'CORRECTED_CLAIM'),
('7: a wife is not the patient (sex of another)', '7', pg_temp.notes(
    '34-year-old man seen with his wife, a 33-year-old woman who is pregnant. He asks for a vasectomy. Risks explained.'),
    '{Z30.09}', ARRAY[pg_temp.line(1, '55250')], 'M', '1991-06-01', '{}', '{mends}', NULL),
('7: the family history has a sister (sex of another)', '7', pg_temp.notes(
    E'34 yo M with cough.\nFamily History: sister, 40-year-old female, breast cancer.\nAssessment: Cough.'),
    '{R05.9}', ARRAY[pg_temp.line(1, '99213')], 'M', '1991-06-01', '{}', '{mends}', NULL),
('9: a code of newborns, a patient of 71 in note and claim (Medicare Code Editor, perinatal)', '9', pg_temp.notes(
    E'71-year-old man with painless jaundice.\nAssessment: Jaundice. CT of the abdomen ordered.'),
    '{P59.9}', ARRAY[pg_temp.line(1, '99214')], 'M', '1954-05-01', '{against}', '{"mends P59.9",mends}', 'REVIEW'),
('9: the newborn is the patient, the claim has the father''s date of birth (age)', '9', pg_temp.notes(
    E'3-day-old male infant, term, breast fed.\nAssessment: Neonatal jaundice. Bilirubin 14.'),
    '{P59.9}', ARRAY[pg_temp.line(1, '99213')], 'M', '1990-05-01', '{mends}', '{}', 'CORRECTED_CLAIM'),
('10: a code of men, the note has a man, the claim a woman (sex)', '10', pg_temp.notes(
    E'CC: nocturia x3.\n62-year-old man.\nAssessment: Benign prostatic hyperplasia with lower urinary tract symptoms. Start tamsulosin.'),
    '{N40.1}', ARRAY[pg_temp.line(1, '99213')], 'F', '1963-09-01', '{mends M}', '{}', 'CORRECTED_CLAIM'),
('10: the husband has it (IV.J)', '10', pg_temp.notes(
    E'62-year-old woman with hypertension. Her husband has prostate cancer and she is worn out.\nAssessment: Hypertension.'),
    '{C61}', ARRAY[pg_temp.line(1, '99213')], 'F', '1963-09-01', '{against}', '{mends}', 'REVIEW'),
('10: ruled out, and the sex agrees (IV.H)', '10', pg_temp.notes(
    E'55 yo M. Pelvic mass on CT.\nAssessment: Pelvic pain. Fibroids excluded.'),
    '{D25.9}', ARRAY[pg_temp.line(1, '99213')], 'M', '1970-09-01', '{against}', '{mends}', 'REVIEW'),
('10: the note bears a code of men, and a man (I.A.19)', '10', pg_temp.notes('62-year-old man. Assessment: Benign prostatic hyperplasia with lower urinary tract symptoms.'),
    '{N40.1}', ARRAY[pg_temp.line(1, '99213')], 'F', '1963-09-01', '{mends M}', '{against}', 'CORRECTED_CLAIM'),
('7: the right age alone does not defend a line refused for the sex', '7', pg_temp.notes('A 34-year-old patient with cough for a week.'),
    '{R05.9}', ARRAY[pg_temp.line(1, '99213')], 'M', '1991-06-01', '{}', '{mends,defends}', 'REVIEW'),
('6: the right sex alone does not defend a line refused for the age', '6', pg_temp.notes('71F with cough.', 'Gentleman? No: the patient is female.'),
    '{R05.9}', ARRAY[pg_temp.line(1, '99213')], 'F', '1954-05-01', '{"defends ~ 71F"}', '{mends,"defends ~ female"}', 'APPEAL');

-- 11: diagnosis and procedure
INSERT INTO denial_case (what, carc, notes, diagnoses, lines, must, mustnt, action) VALUES
('11: covered, on the claim, linked to another line (policy L3)', '11', pg_temp.notes(
    E'S: ankle swelling, sleeps on two pillows.\nO: JVP 10 cm, rales.\nA: 1. Hypertension. 2. Heart failure.\nP: Echo done today: EF 55 %. Furosemide 40 mg.'),
    '{I10,I50.9}', ARRAY[pg_temp.line(1, '93306', NULL, '{1}')], '{mends}', '{}', 'CORRECTED_CLAIM'),
('11: covered, in the notes alone (policy L3)', '11', pg_temp.notes(
    'IMPRESSION: Chronic systolic heart failure, stable on carvedilol. Hypertension at goal.'),
    '{I10}', ARRAY[pg_temp.line(1, '93306')], '{"mends I50.22"}', '{}', 'CORRECTED_CLAIM'),
('11: covered, linked and documented (policy L3)', '11', pg_temp.notes(
    E'Assessment: Heart failure. Echocardiogram done for change in clinical status.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], '{"defends ~ eart failure"}', '{mends}', 'APPEAL'),
('11: denied (IV.J)', '11', pg_temp.notes('Assessment: Hypertension. No heart failure on exam or by history.'),
    '{I10}', ARRAY[pg_temp.line(1, '93306')], '{}', '{mends,defends}', 'REVIEW'),
('11: uncertain, of an outpatient (IV.H)', '11', pg_temp.notes('Leg edema for two weeks. Assessment: Possible heart failure. Will get an echo.'),
    '{R60.0}', ARRAY[pg_temp.line(1, '93306')], '{}', '{mends,defends}', NULL),
('11: of the mother (I.C.21.c.4)', '11', pg_temp.notes('Assessment: Hypertension. Mother died of heart failure at 80.'),
    '{I10}', ARRAY[pg_temp.line(1, '93306')], '{}', '{mends,defends}', NULL),
('11: to be ruled out by the test (IV.H)', '11', pg_temp.notes('Dyspnea on exertion. Echo to rule out heart failure.'),
    '{R06.00}', ARRAY[pg_temp.line(1, '93306')], '{}', '{mends,defends}', NULL),
('11: the policy covers something else (policy L4)', '11', pg_temp.notes('Assessment: Heart failure. Hypertension.'),
    '{I10,I50.9}', ARRAY[pg_temp.line(1, '97110', NULL, '{1}')], '{}', '{mends,defends}', 'REVIEW'),
('11: several notes, one of which helps (policy L3)', '11', pg_temp.notes('Nursing: vitals taken, weight 81 kg.', 'Assessment: Heart failure. Furosemide continued.', 'Phone call: refill of lisinopril.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], '{"defends ~ eart failure"}', '{}', 'APPEAL');

-- 16 M76, M64, MA63, and 146: codes that are not valid, incomplete or not to stand first
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
('16 M76: a heading, the complication is documented (I.B.2)', '16', '{M76}', pg_temp.notes(E'A/P:\n# T2DM with hyperglycemia - A1c 9.8, increase glargine to 24 u\n# HTN - stable'),
    '{E11,I10}', ARRAY[pg_temp.line(1, '99214', NULL, '{1,2}')], NULL, '{"mends E11.65"}', '{}', 'CORRECTED_CLAIM'),
('16 M76: a heading, and the disease is denied (IV.J)', '16', '{M76}', pg_temp.notes('Assessment: Hypertension. No diabetes; A1c 5.2.'),
    '{E11,I10}', ARRAY[pg_temp.line(1, '99214')], NULL, '{}', '{"mends E11.9","mends E11.65",defends}', NULL),
('16 M76: a heading, the sister has it (I.C.21.c.4)', '16', '{M76}', pg_temp.notes('Her sister has type 2 diabetes with neuropathy. Assessment: Hypertension.'),
    '{E11,I10}', ARRAY[pg_temp.line(1, '99214')], NULL, '{}', '{"mends E11.40","mends E11.42","mends E11.9"}', NULL),
('16 M76 MA130: what it is mended with is said, the claim is a new one (MA130)', '16', '{M76,MA130}', pg_temp.notes('Assessment: Type 2 diabetes with hyperglycemia. Metformin increased.'),
    '{E11}', ARRAY[pg_temp.line(1, '99214')], NULL, '{"mends E11.65"}', '{}', 'NEW_CLAIM'),
('16 M64: another diagnosis is a heading (I.B.2)', '16', '{M64}', pg_temp.notes(E'Dx:\n1) HTN, controlled.\n2) Chronic cough, since lisinopril. Switch to losartan.'),
    '{I10,R05}', ARRAY[pg_temp.line(1, '99213', NULL, '{1,2}')], NULL, '{"mends R05.3"}', '{}', 'CORRECTED_CLAIM'),
('16 M64: another diagnosis is missing and documented (III, IV.J)', '16', '{M64}', pg_temp.notes('Assessment: Hypertension, controlled on amlodipine. Hypothyroidism, levothyroxine raised to 75 mcg.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], NULL, '{"mends E03.9"}', '{}', 'CORRECTED_CLAIM'),
('16 M64: what is missing is only suspected (IV.H)', '16', '{M64}', pg_temp.notes('Assessment: Hypertension. Possible hypothyroidism, TSH ordered.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], NULL, '{}', '{"mends E03.9"}', NULL),
('16 MA63: an external cause stands first, the fracture is documented (I.C.20.a.6)', '16', '{MA63}', pg_temp.notes(
    'Fell at home today. Assessment: Closed fracture of the distal right radius, initial encounter. Splint applied.'),
    '{W19.XXXA,S52.501A}', ARRAY[pg_temp.line(1, '99283')], NULL, '{"mends S52.501A"}', '{"mends W19.XXXA"}', 'CORRECTED_CLAIM'),
('16 MA63: the first one is a heading (I.B.2)', '16', '{MA63}', pg_temp.notes('Discharge diagnosis: low back pain. Physical therapy, NSAID.'),
    '{M54.5}', ARRAY[pg_temp.line(1, '99213')], NULL, '{"mends M54.50"}', '{}', 'CORRECTED_CLAIM'),
('16 MA63: the first one is a heading of what is only past (IV.J)', '16', '{MA63}', pg_temp.notes('History of low back pain in 2019, resolved. Assessment: Hypertension.'),
    '{M54.5,I10}', ARRAY[pg_temp.line(1, '99213')], NULL, '{}', '{"mends M54.50"}', NULL),
('146: a code that became a heading, the kind is documented (FY2026, I.B.2)', '146', '{}', pg_temp.notes('Assessment: Relapsing-remitting multiple sclerosis, no relapse since ocrelizumab.'),
    '{G35}', ARRAY[pg_temp.line(1, '99214')], NULL, '{"mends G35.A"}', '{}', 'CORRECTED_CLAIM'),
('146: a heading, the cough is acute (I.B.2)', '146', '{}', pg_temp.notes('cc acute cough x 4 d. lungs clear. a/p: acute cough, viral. fluids.'),
    '{R05}', ARRAY[pg_temp.line(1, '99213')], NULL, '{"mends R05.1"}', '{}', 'CORRECTED_CLAIM'),
('146: a heading that the note does not bear (I.A.19)', '146', '{}', pg_temp.notes('Assessment: Sprain of the ankle. Denies cough.'),
    '{R05}', ARRAY[pg_temp.line(1, '99213')], NULL, '{}', '{"mends R05.1","mends R05.3","mends R05.9"}', NULL),
('146: a valid code and nothing wrong with it (list of codes)', '146', '{}', pg_temp.notes('Assessment: Hypertension.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], NULL, '{}', '{mends}', NULL),
-- 16 M81: not specific
('16 M81: polyneuropathy is documented (I.B.2, I.C.4.a)', '16', '{M81}', pg_temp.notes('Type 2 diabetes with diabetic polyneuropathy: burning feet, monofilament reduced. Gabapentin 300 mg tid.'),
    '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends E11.42 ~ polyneuropathy"}', '{}', 'CORRECTED_CLAIM'),
('16 M81: polyneuropathy is only possible (IV.H)', '16', '{M81}', pg_temp.notes('Assessment: Type 2 diabetes. Possible diabetic polyneuropathy, nerve conduction study ordered.'),
    '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{}', '{"mends E11.42","mends E11.40"}', NULL),
('16 M81: the kind of heart failure (I.B.2)', '16', '{M81}', pg_temp.notes('Impression: chronic systolic heart failure, EF 30 %. Continue sacubitril/valsartan.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends I50.22"}', '{}', 'CORRECTED_CLAIM'),
('16 M81: the note says no more than the code: a question (I.B.2)', '16', '{M81}', pg_temp.notes('Assessment: Heart failure, euvolemic. Continue furosemide.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{}', '{mends}', 'REVIEW'),
('16 M81: the left knee (I.B.13)', '16', '{M81}', pg_temp.notes(E'S: left knee hurts since Monday.\nO: FROM, no effusion.\nA: left knee pain.\nP: naproxen.'),
    '{M25.569}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends M25.562"}', '{"mends M25.561"}', 'CORRECTED_CLAIM'),
('16 M81: the sentence that has the side is quoted (I.B.13)', '16', '{M81}', pg_temp.notes(E'HPI: knee soreness woke him on Saturday.\nExam: tender medially.\nAssessment: right knee pain.'),
    '{M25.569}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends M25.561 ~ right knee"}', '{"mends M25.561 ~ Saturday"}', 'CORRECTED_CLAIM'),
('16 M81: the detail is denied (IV.J)', '16', '{M81}', pg_temp.notes('Assessment: Type 2 diabetes. No neuropathy, no retinopathy, no nephropathy.'),
    '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{}', '{mends}', NULL),
('16 M81: the detail is the brother''s (I.C.21.c.4)', '16', '{M81}', pg_temp.notes('Assessment: Type 2 diabetes. Brother has diabetic polyneuropathy and an amputation.'),
    '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{}', '{mends}', NULL),
-- 16 M20, M51, and 181: codes of services
('16 M20: a service that is no longer valid (HCPCS file)', '16', '{M20}', pg_temp.notes('Flown from the scene to the trauma center. Stable on arrival.'),
    '{I10}', ARRAY[pg_temp.line(1, 'A0030')], 1, '{check}', '{mends,defends}', NULL),
('16 M51: valid that day (HCPCS file)', '16', '{M51}', pg_temp.notes('Flown from the scene to the trauma center. Stable on arrival.'),
    '{I10}', ARRAY[pg_temp.line(1, 'A0030', day => '2025-06-01')], 1, '{}', '{mends}', NULL),
('181: a service that is no longer valid (HCPCS file)', '181', '{}', pg_temp.notes('Transport by air. Patient stable.'),
    '{I10}', ARRAY[pg_temp.line(1, 'a0030')], 1, '{check}', '{mends,defends}', NULL),
('181: a service that is valid (HCPCS file)', '181', '{}', pg_temp.notes('Transport by road. Patient stable.'),
    '{I10}', ARRAY[pg_temp.line(1, 'A0021')], 1, '{}', '{mends,defends}', NULL),
-- 16 N290, MA130: nothing of the note
('16 N290: the number of the provider is not in a note', '16', '{N290}', pg_temp.notes('Assessment: Type 2 diabetes with hyperglycemia. NPI on file.'),
    '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{none}', '{mends,defends}', NULL),
('16 MA130: alone it says nothing that a note can answer', '16', '{MA130}', pg_temp.notes('Assessment: Type 2 diabetes with hyperglycemia.'),
    '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{}', '{mends,defends}', 'NEW_CLAIM');

-- 50, 167, N115, N386: policies
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, contractor, must, mustnt, action) VALUES
('50: all criteria are met (policy L1)', '50', '{}', pg_temp.notes(
    'Rheumatoid arthritis, still twelve swollen joints. She failed methotrexate for six months. Tuberculosis test negative on January 5. First infusion given.'),
    '{M06.9}', ARRAY[pg_temp.line(1, 'J1745', '{}')], 'Acme', '{"defends ~ methotrexate","defends ~ uberculosis"}', '{missing}', 'APPEAL'),
('50: one criterion is not met (policy L1)', '50', '{}', pg_temp.notes(
    'Assessment: Rheumatoid arthritis. She failed methotrexate for six months. First infusion given.'),
    '{M06.9}', ARRAY[pg_temp.line(1, 'J1745', '{}')], 'Acme', '{"defends ~ methotrexate",missing}', '{}', 'REVIEW'),
('50: the drug was never taken (policy L1: negated)', '50', '{}', pg_temp.notes(
    'Assessment: Rheumatoid arthritis. She never took methotrexate. Tuberculosis test negative.'),
    '{M06.9}', ARRAY[pg_temp.line(1, 'J1745', '{}')], 'Acme', '{missing}', '{"defends ~ methotrexate"}', 'REVIEW'),
('50: the test is planned (policy L1)', '50', '{}', pg_temp.notes(
    'Assessment: Rheumatoid arthritis. Failed methotrexate. Plan: infusion if tuberculosis test negative.'),
    '{M06.9}', ARRAY[pg_temp.line(1, 'J1745', '{}')], 'Acme', '{missing}', '{"defends ~ uberculosis"}', 'REVIEW'),
('50: the arthritis is the aunt''s (policy L1; I.C.21.c.4)', '50', '{}', pg_temp.notes(
    'Joint pain. Her aunt has rheumatoid arthritis and failed methotrexate. Tuberculosis test negative.'),
    '{M06.9}', ARRAY[pg_temp.line(1, 'J1745', '{}')], 'Acme', '{}', '{"defends ~ methotrexate","mends M06.9"}', 'REVIEW'),
('50: the drug is to be started (policy L1: planned)', '50', '{}', pg_temp.notes(
    'Assessment: Rheumatoid arthritis. Tuberculosis test negative. Will start methotrexate next week.'),
    '{M06.9}', ARRAY[pg_temp.line(1, 'J1745', '{}')], 'Acme', '{missing}', '{"defends ~ methotrexate"}', 'REVIEW'),
('16 N115: a diagnosis that the policy covers (policy L3)', '16', '{N115}', pg_temp.notes('Assessment: Nonrheumatic aortic stenosis, moderate. Echo repeated after a year.'),
    '{I35.0}', ARRAY[pg_temp.line(1, '93306')], NULL, '{"defends ~ stenosis"}', '{}', 'APPEAL'),
('16 N386: the diagnosis was ruled out (policy L3; IV.H)', '16', '{N386}', pg_temp.notes('Murmur since birth. Aortic stenosis was ruled out.'),
    '{I35.0}', ARRAY[pg_temp.line(1, '93306')], NULL, '{}', '{defends,mends}', NULL),
('50 N211: met, but no appeal is allowed (N211)', '50', '{N211}', pg_temp.notes('Assessment: Heart failure.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '93306', '{}')], NULL, '{}', '{}', 'CLOSE'),
('50: the policy is another contractor''s (policy L5)', '50', '{}', pg_temp.notes('Assessment: Obstructive sleep apnea, on CPAP.'),
    '{I10}', ARRAY[pg_temp.line(1, '95810', '{}')], 'Acme', '{}', '{mends,defends}', NULL),
('167: another diagnosis of the note is covered (policy L3)', '167', '{}', pg_temp.notes('1. Hypertension, well controlled. 2. Heart failure, weight stable at 81 kg.'),
    '{I10}', ARRAY[pg_temp.line(1, '93306')], NULL, '{mends}', '{}', 'CORRECTED_CLAIM'),
('167: covered only as a plan to look for it (policy L3; IV.H)', '167', '{}', pg_temp.notes('Hypertension, well controlled. Screen for heart failure next year.'),
    '{I10}', ARRAY[pg_temp.line(1, '93306')], NULL, '{}', '{mends,defends}', NULL),
('167: covered only in the family history (policy L3; I.C.21.c.4)', '167', '{}', pg_temp.notes(E'FHx: father - heart failure, brother - aortic stenosis.\nA: Hypertension.'),
    '{I10}', ARRAY[pg_temp.line(1, '93306')], NULL, '{}', '{mends,defends}', NULL);

-- 97, 236, M15: pairs of NCCI; the denied line is the second
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
('97: a separate lesion (NCCI 11042/97597, indicator 1; XS)', '97', '{}', pg_temp.notes(
    'Procedure note. Right heel ulcer debrided into subcutaneous tissue, 8 sq cm. Selective debridement was then done of a separate lesion on the left shin, 4 sq cm. Dressed, tolerated well.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{"mends XS ~ separate lesion"}', '{}', 'CORRECTED_CLAIM'),
('236: later on the same day (NCCI, indicator 1; XE)', '236', '{}', pg_temp.notes(
    '09:00 debridement of the heel. Patient returned later the same day with the dressing soaked; selective debridement done.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{"mends XE"}', '{}', 'CORRECTED_CLAIM'),
('236: one and the same wound (NCCI, indicator 1)', '236', '{}', pg_temp.notes('Heel ulcer debrided, first the rim and then the base. Dressed.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: there is no separate lesion (negated)', '236', '{}', pg_temp.notes('Heel ulcer debrided. No separate lesion was found on either leg.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: a separate lesion is to be treated next week (planned)', '236', '{}', pg_temp.notes('Heel ulcer debrided. Plan: will debride the separate lesion of the left shin next week.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: later in the day, but nothing was done then (NCCI: a separate encounter)', '236', '{}', pg_temp.notes('Heel ulcer debrided. He tires out later in the day. A few days later he was better.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', 'REVIEW'),
('236: the words of a phrase in another order (NCCI: a separate site)', '236', '{}', pg_temp.notes('The site was prepped and the structures were separated. Heel debrided, the procedure was done in a separate room.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', 'REVIEW'),
('97: perhaps a second lesion (uncertain)', '97', '{}', pg_temp.notes('Heel ulcer debrided. Possible second lesion under the callus, not opened.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('97: a separate lesion years ago (history)', '97', '{}', pg_temp.notes(E'PMH: separate lesion of the left shin debrided in 2019.\nProcedure: heel ulcer debrided today.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('236: a separate site, but the indicator is 0 (NCCI 01916/64400)', '236', '{}', pg_temp.notes('Anesthesia for the angiogram. The nerve block was given at a separate site in a separate session.'),
    '{I10}', ARRAY[pg_temp.line(1, '01916'), pg_temp.line(2, '64400')], 2, '{none}', '{mends,defends}', 'CLOSE'),
('97 M15: a separate site, but the indicator is 0 (NCCI 01916/64400)', '97', '{M15}', pg_temp.notes('The block was at a separate site.'),
    '{I10}', ARRAY[pg_temp.line(1, '01916'), pg_temp.line(2, '64400')], 2, '{none}', '{mends,defends}', NULL),
('97 M15: a separate site, indicator 1 (NCCI 11042/97597; XS)', '97', '{M15}', pg_temp.notes('Selective debridement: separate site, left shin, 5 x 3 cm. Heel done as above.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{"mends XS"}', '{}', NULL),
('97: a visit told apart from the procedure (NCCI 11042/99213; 25)', '97', '{}', pg_temp.notes(
    E'A/P: Hypertension, uncontrolled - add chlorthalidone. This work was separate from the procedure.\nHeel ulcer - debrided, see note.'),
    '{I10,L97.412}', ARRAY[pg_temp.line(1, '11042', NULL, '{2}'), pg_temp.line(2, '99213')], 2, '{"mends 25"}', '{"mends XU"}', 'CORRECTED_CLAIM'),
('97: a visit that was nothing but the procedure (25)', '97', '{}', pg_temp.notes('Here for debridement. The visit was not separate from the procedure.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '99213')], 2, '{}', '{mends,defends}', NULL),
('236: XS was billed and the note bears it', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion, left shin. Heel debrided to fascia.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597', '{XS}')], 2, '{"defends ~ separate lesion"}', '{mends}', NULL),
('236: another provider, so no pair (NCCI: same provider)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', provider => '1111111111'), pg_temp.line(2, '97597', provider => '2222222222')], 2, '{}', '{"mends XS"}', NULL),
('236: after the edit ended (NCCI: deleted on January 31)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97598')], 2, '{}', '{"mends XS"}', NULL),
('236: a day of the year before the file, of which it speaks (NCCI: dates of the edits)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', day => '2025-06-02'), pg_temp.line(2, '97597', day => '2025-06-02')], 2, '{"mends XS"}', '{issue}', 'CORRECTED_CLAIM'),
('236: on the last day of the edit (NCCI: January 31)', '236', '{}', pg_temp.notes('Selective debridement of a separate lesion.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', day => '2026-01-31'), pg_temp.line(2, '97598', day => '2026-01-31')], 2, '{"mends XS"}', '{}', NULL);

-- 150: levels
INSERT INTO denial_case (what, carc, notes, diagnoses, lines, must, mustnt, action) VALUES
('150: the total time is enough for 99214 (CPT: 30 minutes)', '150', pg_temp.notes(E'Hypertension: BP 150/92, amlodipine raised.\nTotal time spent on the date of the encounter: 35 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"defends ~ 35 minutes"}', '{}', 'APPEAL'),
('150: exactly what is asked for (CPT 2024: met or exceeded)', '150', pg_temp.notes('Hypertension, stable. I spent a total of 30 minutes on this visit today, including record review.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"defends ~ 30 minutes"}', '{}', NULL),
('150: too little: the lower level, to be weighed (CPT: 20 minutes)', '150', pg_temp.notes('Hypertension, stable. Total time today: 22 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"check 99213"}', '{"defends ~ 22 minutes"}', NULL),
('150: time of counselling only (CPT before 2021)', '150', pg_temp.notes('Hypertension, stable. More than 50% of the visit, 35 minutes, was spent in counseling.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 35 minutes"}', NULL),
('150: time of the procedure (CPT: not of services billed apart)', '150', pg_temp.notes('Hypertension, stable. Procedure time: 45 minutes for the debridement.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 45 minutes"}', NULL),
('150: time of a repair (CPT: not of services billed apart)', '150', pg_temp.notes('Laceration of the scalp. The total time for repair of the laceration was 45 minutes.'),
    '{S01.01XA}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 45 minutes"}', NULL),
('150: how long pain lasts is no time of the visit', '150', pg_temp.notes('Chest pain for 45 minutes after dinner. ECG normal.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 45 minutes"}', NULL),
('150: the emergency department has no time (CPT)', '150', pg_temp.notes('Chest pain, resolved. Total time spent on the date of the encounter: 70 minutes.'),
    '{R07.9}', ARRAY[pg_temp.line(1, '99284')], '{check}', '{"defends ~ 70 minutes",issue}', 'REVIEW'),
('150: a fall is no problem that is managed (I.C.20; CPT)', '150', pg_temp.notes('Assessment: Low back pain after a fall at home, naproxen started.'),
    '{M54.50}', ARRAY[pg_temp.line(1, '99213')], '{"check M54.50"}', '{"check W19","check W19.XXXA",defends}', 'REVIEW'),
('150: an hour and ten minutes are seventy (CPT: 99205, 60 minutes)', '150', pg_temp.notes('New patient, multiple sclerosis. Total time on the date of the visit: 1 hour and 10 minutes.'),
    '{G35.D}', ARRAY[pg_temp.line(1, '99205')], '{"defends ~ 1 hour and 10 minutes"}', '{}', 'APPEAL'),
('150: of a range the lower end is sure (CPT: 99214, 30 minutes)', '150', pg_temp.notes('Hypertension. Total time today 20-30 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"check 99213"}', '{"defends ~ 20-30"}', 'REVIEW'),
('150: procedures are not in the time (CPT)', '150', pg_temp.notes('Hypertension, amlodipine raised. I spent 32 minutes today on this visit, excluding separately billed procedures.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{"defends ~ 32 minutes"}', '{}', 'APPEAL'),
('150: what the patient spends time on', '150', pg_temp.notes('Hypertension. She spent 45 minutes on the treadmill; he spends 50 minutes a day walking.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ minutes"}', 'REVIEW'),
('150: 99213 asks for 20 minutes since 2024 (CPT 2021: range from 20)', '150', pg_temp.notes('Hypertension. Total time: 20 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213')], '{"defends ~ 20 minutes"}', '{}', 'APPEAL'),
('150: time did not count for visits in the office before 2021 (CPT)', '150', pg_temp.notes('Hypertension. Total time: 40 minutes.'),
    '{I10}', ARRAY[pg_temp.line(1, '99213', day => '2020-06-01')], '{}', '{"defends ~ 40 minutes"}', NULL),
('150: total time less that of the procedure is not enough (CPT)', '150', pg_temp.notes('Hypertension. Total time 40 minutes, of which 20 minutes were for the joint injection.'),
    '{I10}', ARRAY[pg_temp.line(1, '99214')], '{}', '{"defends ~ 40 minutes"}', NULL);

-- 16 N362 and 97 N362: units
INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
('16 N362: over an edit of policy (MUE, MAI 2)', '16', '{N362}', pg_temp.notes('Two ulcers debrided, right heel and left shin.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042', NULL, '{1}', 2)], 1, '{none}', '{mends,defends}', 'CLOSE'),
('16 N362: over a clinical edit (MUE, MAI 3)', '16', '{N362}', pg_temp.notes('Six nerve blocks were given: both supraorbital, infraorbital and mental nerves.'),
    '{G50.0}', ARRAY[pg_temp.line(1, '64400', NULL, '{1}', 6)], 1, '{check}', '{none}', 'APPEAL'),
('16 N362: over an edit of a line (MUE, MAI 1)', '16', '{N362}', pg_temp.notes('Selective debridement of two wounds, 30 sq cm in all.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '97597', NULL, '{1}', 2)], 1, '{check}', '{none}', 'APPEAL'),
('97 N362: over an edit of policy, on two lines (MUE, MAI 2: units of a day)', '97', '{N362}', pg_temp.notes('Two ulcers debrided.'),
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '11042', '{59}')], 2, '{none}', '{mends,defends}', 'CLOSE'),
('16 N362: a stay has no such edit (NCCI)', '16', '{n362}', pg_temp.notes('Two ulcers debrided.'),
    '{L97.412}', ARRAY[pg_temp.line(1, 'A0021', NULL, '{1}', 2)], 1, '{check}', '{none,mends,defends}', NULL),
-- small letters, blanks, several remarks
('16 m81: a remark in small letters', '16 ', '{" m81 "}', pg_temp.notes('Assessment: Chronic systolic heart failure.'),
    '{i509}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends I50.22"}', '{}', 'CORRECTED_CLAIM'),
('16 M20 M76: a service and a diagnosis are invalid', '16', '{m20,M76}', pg_temp.notes('Assessment: Type 2 diabetes with hyperglycemia. Flown in.'),
    '{E11}', ARRAY[pg_temp.line(1, 'A0030')], 1, '{"mends E11.65",check}', '{}', 'CORRECTED_CLAIM'),
('4 N211: no appeal, but a correction (N211)', '4', '{N211}', pg_temp.notes('Assessment: Primary osteoarthritis of the right knee.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{LT}')], 1, '{mends RT}', '{}', 'CORRECTED_CLAIM'),
('146: no remarks at all', '146', NULL, pg_temp.notes('Assessment: Acute cough.'), '{R05}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends R05.1"}', '{}', 'CORRECTED_CLAIM'),
-- 252: documents
('252 N479: the note can be sent', '252', '{N479}', pg_temp.notes('Assessment: Heart failure. Echo done.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{}', '{nothing,no_record}', 'SEND_RECORDS'),
('252: no remark, so nobody knows what is wanted (remark mandatory)', '252', '{}', pg_temp.notes('Assessment: Heart failure. Echo done.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{}', '{mends,defends}', 'REVIEW'),
('252 N479: no note', '252', '{N479}', NULL,
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{no_record}', '{mends,defends}', NULL),
('252 N479: a note that is not signed cannot be sent', '252', '{N479}', ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Assessment: Heart failure.')]::medcode.note_input[],
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{no_record}', '{mends,defends}', NULL),
-- signatures, and no note at all, elsewhere
('11: the note that helps is not signed (policy L3)', '11', '{}', ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Assessment: Heart failure.')]::medcode.note_input[],
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{no_record}', '{mends,defends}', NULL),
('11: one is signed, the one that helps is not (policy L3)', '11', '{}',
    ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Assessment: Heart failure.'), ROW('n2', '2026-02-03', NULL, NULL, true, 'Assessment: Hypertension.')]::medcode.note_input[],
    '{I10}', ARRAY[pg_temp.line(1, '93306')], 1, '{}', '{mends,defends,no_record}', NULL),
('16 M81: no note', '16', '{M81}', '{}', '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{no_record}', '{mends,defends,ask}', NULL),
('236: the separate lesion stands in a note that is not signed', '236', '{}', ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Debridement of a separate lesion.'),
    ROW('n2', '2026-02-03', NULL, NULL, true, 'Heel ulcer debrided.')]::medcode.note_input[],
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('45: no denial', '45', '{}', pg_temp.notes('Assessment: Heart failure.'), '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{none}', '{mends,defends}', 'CLOSE'),
('29: a limit of time is not in a note', '29', '{}', pg_temp.notes('Assessment: Heart failure.'), '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{none}', '{mends,defends}', NULL),
('197: an authorisation is not in a note', '197', '{}', pg_temp.notes('Assessment: Heart failure.'), '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{none}', '{mends,defends}', NULL);

CREATE FUNCTION pg_temp.review(c denial_case) RETURNS TABLE(answer text, subject text, billed text, use_code text, message text, note_id text, start_char integer, end_char integer,
    quote text, source text, denial boolean, cause text, action text, hard_stop text, preventable boolean) LANGUAGE sql BEGIN ATOMIC
    SELECT * FROM medcode.denial_review(c.notes, c.grp, c.carc, c.rarcs, c.diagnoses, c.lines, c.denied, c.setting, c.on_date, c.sex, c.birth, contractor => c.contractor);
END;
CREATE TEMP TABLE found AS SELECT c.no, r.* FROM denial_case AS c CROSS JOIN LATERAL pg_temp.review(c) AS r;

-- Does an answer as a case writes it stand among those found?
CREATE FUNCTION pg_temp.stands(case_no integer, wanted text) RETURNS boolean LANGUAGE sql BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM found AS f WHERE f.no = case_no AND f.answer = split_part(split_part(wanted, ' ~ ', 1), ' ', 1)
        AND (split_part(split_part(wanted, ' ~ ', 1), ' ', 2) IN ('', f.use_code)) AND (split_part(wanted, ' ~ ', 2) = '' OR f.quote LIKE '%' || split_part(wanted, ' ~ ', 2) || '%'));
END;
-- what is missing of a case, or too much
CREATE FUNCTION pg_temp.wrong(c denial_case) RETURNS text[] LANGUAGE sql BEGIN ATOMIC
    SELECT array_agg(format('%s %s', d.p, d.w) ORDER BY d.p, d.w) FROM (
        SELECT 'wanted' AS p, w FROM unnest(c.must) AS w WHERE NOT pg_temp.stands(c.no, w)
        UNION ALL SELECT 'not', w FROM unnest(c.mustnt) AS w WHERE pg_temp.stands(c.no, w)
        UNION ALL SELECT 'action', f.action FROM (SELECT DISTINCT action FROM found WHERE found.no = c.no) AS f WHERE c.action IS NOT NULL AND f.action IS DISTINCT FROM c.action) AS d;
END;
SELECT is(pg_temp.wrong(c), NULL, c.what) FROM denial_case AS c ORDER BY c.no;

--
-- What must not change an answer
--
CREATE FUNCTION pg_temp.turned(list anyarray) RETURNS anyarray LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce((SELECT array_agg(list[n] ORDER BY n DESC) FROM generate_subscripts(list, 1) AS n), list)
$$;
CREATE TEMP VIEW answers AS SELECT no, array_agg(DISTINCT ROW(answer, subject, billed, use_code, message, note_id, start_char, end_char, quote, action)::text
    ORDER BY ROW(answer, subject, billed, use_code, message, note_id, start_char, end_char, quote, action)::text) AS all FROM found GROUP BY no;
CREATE FUNCTION pg_temp.all_of(c denial_case) RETURNS text[] LANGUAGE sql BEGIN ATOMIC
    SELECT array_agg(DISTINCT ROW(r.answer, r.subject, r.billed, r.use_code, r.message, r.note_id, r.start_char, r.end_char, r.quote, r.action)::text
        ORDER BY ROW(r.answer, r.subject, r.billed, r.use_code, r.message, r.note_id, r.start_char, r.end_char, r.quote, r.action)::text) FROM pg_temp.review(c) AS r;
END;
-- a case with something changed, whose answers have to stay
CREATE FUNCTION pg_temp.changed(c denial_case, with_notes medcode.note_input[], with_rarcs text[], with_diagnoses text[]) RETURNS denial_case LANGUAGE plpgsql AS $$
BEGIN
    c.notes := with_notes; c.rarcs := with_rarcs; c.diagnoses := with_diagnoses;
    RETURN c;
END $$;
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE a.all <> pg_temp.all_of(pg_temp.changed(c, pg_temp.turned(c.notes), c.rarcs, c.diagnoses))$$, 'the order of notes changes no answer');
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE a.all <> pg_temp.all_of(pg_temp.changed(c, c.notes, pg_temp.turned(c.rarcs), c.diagnoses))$$, 'the order of remarks changes no answer');
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE a.all <> pg_temp.all_of(pg_temp.changed(c, c.notes, ARRAY(SELECT lower(r) FROM unnest(c.rarcs) AS r), c.diagnoses))$$, 'the case of remarks changes no answer');
-- billed comes back as it was given
SELECT is_empty($$SELECT c.what FROM denial_case AS c JOIN answers AS a USING (no)
    WHERE upper(replace(array_to_string(a.all, chr(10)), '.', '')) <>
        upper(replace(array_to_string(pg_temp.all_of(pg_temp.changed(c, c.notes, c.rarcs, ARRAY(SELECT lower(replace(d, '.', '')) FROM unnest(c.diagnoses) WITH ORDINALITY AS u(d, n) ORDER BY n))), chr(10)), '.', ''))$$,
    'dots and case of codes change no answer');
SELECT is_empty($$SELECT c.what, f.answer, f.quote FROM found AS f JOIN denial_case AS c USING (no)
    WHERE f.quote IS NOT NULL AND NOT EXISTS (SELECT FROM unnest(c.notes) AS n
        WHERE n.note_id = f.note_id AND substr(n.body, f.start_char + 1, f.end_char - f.start_char) = f.quote)$$, 'a quote is what stands there in its note');
SELECT is_empty($$SELECT * FROM found WHERE quote IS NULL AND answer IN ('mends', 'defends') AND subject <> 'record'$$, 'what mends or defends has a quote');
SELECT is_empty($$SELECT c.what, b.answer FROM denial_case AS c CROSS JOIN LATERAL (SELECT DISTINCT f.answer, f.use_code FROM found AS f
        WHERE f.no = c.no AND f.answer IN ('mends', 'defends')) AS b
    WHERE NOT EXISTS (SELECT FROM pg_temp.review(pg_temp.changed(c, c.notes || ROW('z', '2026-02-03', NULL, NULL, true, 'Telephone call: the patient asks for a copy of the bill. Message left.')::medcode.note_input,
        c.rarcs, c.diagnoses)) AS r WHERE r.answer = b.answer AND r.use_code IS NOT DISTINCT FROM b.use_code)$$, 'an unrelated note takes no answer away');
SELECT is_empty($$SELECT no FROM found GROUP BY no, answer, subject, billed, use_code, note_id, start_char HAVING count(*) > 1 AND bool_and(answer IN ('mends', 'defends'))$$,
    'nothing is said twice of one sentence');
SELECT is_empty($$SELECT * FROM found WHERE message IS NULL OR btrim(message) = '' OR answer IS NULL OR subject IS NULL OR denial IS NULL OR action IS NULL OR preventable IS NULL$$,
    'no row is without message');
SELECT is_empty($$SELECT no FROM found GROUP BY no HAVING bool_or(preventable) <> bool_and(preventable) OR bool_or(preventable) <> bool_or(answer = 'mends')$$, 'preventable: something mends');

-- all reasons, with a note that bears something and one that does not
CREATE TEMP TABLE everything AS
SELECT g.grp, c.carc, m.rarcs, n.notes IS NULL AS no_notes, r.*
FROM unnest(ARRAY['CO', 'PR', 'OA', 'PI', 'CR']) AS g(grp), (SELECT DISTINCT reason_code FROM medcode.denial_rule WHERE reason_code IS NOT NULL) AS c(carc),
    (VALUES ('{}'::text[]), ('{N211}'), ('{MA130}'), ('{M76,N115}')) AS m(rarcs), (VALUES (NULL::medcode.note_input[]), (pg_temp.notes('Assessment: Heart failure.'))) AS n(notes)
LEFT JOIN LATERAL medcode.denial_review(n.notes, g.grp, c.carc, m.rarcs, '{I50.9}', ARRAY[pg_temp.line(1, '93306', '{}')], 1, on_date => '2026-02-03') AS r ON true;
SELECT is_empty($$SELECT * FROM everything WHERE answer IS NULL OR message IS NULL$$, 'there is an answer to every reason');
SELECT is_empty($$SELECT * FROM everything WHERE hard_stop IS NOT NULL AND action = 'APPEAL'$$, 'nobody appeals against a hard stop');
SELECT is_empty($$SELECT * FROM everything WHERE grp = 'CO' AND action = 'PATIENT_BILL'$$, 'CO is never billed to the patient');
SELECT is_empty($$SELECT * FROM everything WHERE no_notes AND answer IN ('mends', 'defends', 'against', 'ask')$$, 'without a note nothing is said of it');
SELECT is_empty($$SELECT * FROM everything WHERE NOT denial AND answer <> ALL ('{none,issue}')$$, 'what is no denial is not held against notes');

--
-- Arguments as nobody should give them
--
SELECT ok(count(*) > 0 AND bool_and(message <> '') AND bool_or(answer = 'issue'), 'no group is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), NULL, '50', '{}', '{M10.9}', ARRAY[pg_temp.line(1, '99213')], 1);
SELECT ok(count(*) > 0 AND bool_or(answer = 'issue'), 'an unknown reason is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', 'ZZZ', '{}', '{M10.9}');
SELECT ok(count(*) > 0 AND bool_or(answer = 'issue'), 'a missing reason is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', NULL, '{}', '{M10.9}');
SELECT is_empty($$SELECT c.carc FROM (SELECT DISTINCT reason_code FROM medcode.denial_rule WHERE reason_code IS NOT NULL) AS c(carc)
    WHERE NOT EXISTS (SELECT FROM medcode.denial_review(NULL, 'CO', c.carc))$$, 'nothing but a group and a reason');
SELECT throws_ok($$SELECT * FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '50', '{}', '{M10.9}', ARRAY[pg_temp.line(1, '99213')], 7)$$, '22023', NULL, 'a line that the claim does not have');
SELECT throws_ok($$SELECT * FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '50', '{}', '{M10.9}', NULL, 1)$$, '22023', NULL, 'a line of no lines');
SELECT ok(count(*) > 0, 'no lines: ' || c) FROM unnest('{4,6,11,50,97,146,150,151,181,236}'::text[]) AS c CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{}', '{M10.9}') AS r GROUP BY c ORDER BY c;
SELECT ok(count(*) > 0 AND bool_and(answer NOT IN ('mends', 'defends')), 'units below zero and none: ' || u) FROM unnest('{-3,0,NaN}'::float8[]) AS u
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '16', '{N362}', '{M10.9}', ARRAY[pg_temp.line(1, '11042', units => u)], 1) AS r GROUP BY u ORDER BY u;
SELECT ok(count(*) > 0 AND bool_and(r.message <> ''), 'a day before every release: ' || c) FROM unnest('{4,9,11,50,97,146,150,151,181,236}'::text[]) AS c
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{}', '{M10.9}', ARRAY[pg_temp.line(1, '11042', day => '1990-01-01'), pg_temp.line(2, '97597', day => '1990-01-01')], 2, on_date => '1990-01-01') AS r GROUP BY c ORDER BY c;
SELECT ok(bool_or(r.answer = 'issue'), 'pair edits of a day before all of them are missing, which is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '151', '{}', '{M10.9}',
    ARRAY[pg_temp.line(1, '11042', '{}', day => '1990-01-01')], 1, on_date => '1990-01-01') AS r;
SELECT ok(count(*) > 0 AND bool_and(r.message <> ''), 'codes of other systems: ' || c) FROM unnest('{4,9,11,16,50,97,146,150,181,236}'::text[]) AS c
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{M76}', '{99213,250.00,0FT44ZZ,"",NULL,not a code}', ARRAY[pg_temp.line(1, 'E11.9'), pg_temp.line(2, NULL), pg_temp.line(3, '')], 1) AS r GROUP BY c ORDER BY c;
SELECT is(r.answer, 'no_record', 'an empty note is none: ' || quote_nullable(b)) FROM (VALUES (''), (NULL)) AS n(b)
    CROSS JOIN LATERAL medcode.denial_review(ARRAY[ROW('n1', NULL, NULL, NULL, NULL, b)]::medcode.note_input[], 'CO', '146', '{}', '{M10}', ARRAY[pg_temp.line(1, '99213')], 1, on_date => '2026-02-03') AS r;
SELECT ok(bool_or(r.answer = 'mends' AND r.use_code = 'R05.1'), 'a note of a megabyte') FROM medcode.denial_review(ARRAY[ROW('n1', NULL, NULL, NULL, true,
    repeat('The patient was seen and examined, nothing of note. ', 20000) || 'Assessment: Acute cough.')]::medcode.note_input[], 'CO', '146', '{}', '{R05}', ARRAY[pg_temp.line(1, '99213')], 1, on_date => '2026-02-03') AS r;
SELECT ok(bool_or(r.answer = 'mends' AND r.use_code = 'XS' AND r.note_id = '150'), 'two hundred notes, named by their places') FROM medcode.denial_review(
    ARRAY(SELECT ROW(NULL, NULL, NULL, NULL, true, CASE WHEN i = 150 THEN 'Debridement of a separate lesion.' ELSE 'Dressing changed on day ' || i || '.' END)::medcode.note_input FROM generate_series(1, 200) AS i),
    'CO', '236', '{}', '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2) AS r;
SELECT ok(bool_and(r.quote IS NULL OR r.quote = substr(n.body, r.start_char + 1, r.end_char - r.start_char)), 'offsets are characters, not bytes')
FROM (SELECT E'Größe 180 cm \u2013 Ärztin. Señora: na\u00efve \u03b2. Assessment: Chronic cough \u2265 8 weeks.' AS body) AS n
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes(n.body), 'CO', '146', '{}', '{R05}', ARRAY[pg_temp.line(1, '99213')], 1, on_date => '2026-02-03') AS r;

-- settings that have no edits: nothing is missing that could be loaded
SELECT ok(bool_and(r.answer = 'check') AND bool_and(r.message LIKE 'NCCI %in this setting%'), c || ': NCCI has no edits of stays') FROM unnest('{97,151}'::text[]) AS c
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{}', '{M10.9}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, 'inpatient', '2026-02-03') AS r
    GROUP BY c ORDER BY c;
SELECT is((SELECT array_agg(medcode.ncci_system(s, k) ORDER BY n) FROM (VALUES (1, 'professional', 'ptp'), (2, 'ed', 'mue'), (3, 'dme', 'mue'), (4, 'dme', 'ptp'), (5, 'inpatient', 'mue'), (6, NULL, 'ptp')) AS v(n, s, k)),
    '{ncci_practitioner,ncci_outpatient,ncci_dme,NULL,NULL,NULL}'::text[], 'ncci_system()');

--
-- Rows of a site
--
SELECT ok(bool_and(r.answer <> 'mends'), 'words that no row has tell nothing apart') FROM medcode.denial_review(pg_temp.notes('Debridement of the other wound too.'), 'CO', '236', '{}', '{L97.412}',
    ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2) AS r;
INSERT INTO medcode.modifier_cue (modifier, phrase) VALUES ('XS', 'the other wound');
SELECT ok(bool_or(r.answer = 'mends' AND r.use_code = 'XS'), 'words that a site adds') FROM medcode.denial_review(pg_temp.notes('Debridement of the other wound too.'), 'CO', '236', '{}', '{L97.412}',
    ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2) AS r;
INSERT INTO medcode.visit_time (hcpcs, family, minutes, effective, source) VALUES ('99214', 'office, established patient', 50, '2026-01-01', 'a contract');
SELECT ok(bool_or(r.answer = 'check' AND r.use_code = '99213') AND bool_and(r.answer <> 'defends'), 'minutes that a site adds') FROM medcode.denial_review(
    pg_temp.notes('Hypertension. Total time: 35 minutes.'), 'CO', '150', '{}', '{I10}', ARRAY[pg_temp.line(1, '99214')], 1) AS r;
SELECT ok(bool_or(r.answer = 'defends'), 'and not before they hold') FROM medcode.denial_review(
    pg_temp.notes('Hypertension. Total time: 35 minutes.'), 'CO', '150', '{}', '{I10}', ARRAY[pg_temp.line(1, '99214', day => '2025-12-31')], 1) AS r;
SELECT is((SELECT array_agg(medcode.has_ptp_edits(d, s) ORDER BY n) FROM (VALUES (1, '2026-02-03'::date, 'professional'), (2, '2012-01-01', 'professional'), (3, '1990-01-01', 'professional'),
    (4, '2026-02-03', 'outpatient'), (5, '2026-02-03', 'inpatient'), (6, NULL, 'professional'), (7, '2026-02-03', NULL)) AS v(n, d, s)), '{t,t,f,f,f,f,f}'::boolean[], 'has_ptp_edits(): as far back as the edits of a file reach');
SELECT is(medcode.ptp_indicator('11042', '97597', '2012-01-01'), 1::smallint, 'and ptp_indicator() answers there');

--
-- denial_cause(): NCCI pairs and MUE by date
--
SELECT is((SELECT concat_ws(' ', d.action, CASE WHEN d.hard_stop IS NOT NULL THEN 'stop' END, nullif(array_to_string(d.needs, ','), ''))
    FROM medcode.denial_cause('CO', l.carc, string_to_array(l.rarcs, ' '), hcpcs => l.hcpcs, modifiers => '{}', units => 9, service_date => l.day::date, ptp_indicator => l.ptp, mai => l.mai,
        other_hcpcs => string_to_array(l.others, ' '), setting => l.setting) AS d), l.expected, l.what)
FROM (VALUES
    ('indicator 1 (NCCI 11042/97597)', '236', '', '97597', '11042', '2026-02-03', 'professional', NULL, NULL::integer, 'CORRECTED_CLAIM'),
    ('indicator 1 in small letters', '97', '', '97597', ' 11042', '2026-02-03', 'professional', NULL, NULL, 'CORRECTED_CLAIM'),
    ('indicator 0 (NCCI 01916/64400)', '236', '', '64400', '01916', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('of several pairs the one that is never paid', '236', '', '64400', '99213 01916', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('on the last day of an edit', '236', '', '97598', '11042', '2026-01-31', 'professional', NULL, NULL, 'CORRECTED_CLAIM'),
    ('after the last day of an edit', '236', '', '97598', '11042', '2026-02-01', 'professional', NULL, NULL, 'REVIEW'),
    ('before the first day of an edit', '236', '', '11102', '17000', '2018-12-31', 'professional', NULL, NULL, 'REVIEW'),
    ('a day of the year before, of which the file speaks', '236', '', '97597', '11042', '2025-06-01', 'professional', NULL, NULL, 'CORRECTED_CLAIM'),
    ('before all edits', '236', '', '97597', '11042', '1990-01-01', 'professional', NULL, NULL, 'REVIEW ptp_indicator'),
    ('no date of service', '236', '', '97597', '11042', NULL, 'professional', NULL, NULL, 'REVIEW ptp_indicator'),
    ('edits of hospitals are not loaded', '236', '', '97597', '11042', '2026-02-03', 'outpatient', NULL, NULL, 'REVIEW ptp_indicator'),
    ('the indicator that is given counts', '236', '', '97597', '11042', '2026-02-03', 'professional', '0', NULL, 'CLOSE stop'),
    ('nothing beside it', '236', '', '97597', '', '2026-02-03', 'professional', NULL, NULL, 'REVIEW'),
    ('what is beside it is not told', '236', '', '97597', NULL, '2026-02-03', 'professional', NULL, NULL, 'REVIEW ptp_indicator'),
    ('MAI 2 (MUE 11042)', '16', 'N362', '11042', '', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('MAI 2 beside 97', '97', 'N362', '11042', '', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('MAI 2 and 151', '151', '', '11042', '', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('MAI 3 (MUE 64400)', '151', '', '64400', '', '2026-02-03', 'professional', NULL, NULL, 'APPEAL'),
    ('MAI 1 (MUE 97597)', '151', '', '97597', '', '2026-02-03', 'professional', NULL, NULL, 'APPEAL'),
    ('a code without limit', '151', '', '99213', '', '2026-02-03', 'professional', NULL, NULL, 'APPEAL'),
    ('before the first list of limits', '151', '', '11042', '', '2025-12-31', 'professional', NULL, NULL, 'APPEAL mai'),
    ('the MAI that is given counts', '151', '', '11042', '', '2026-02-03', 'professional', NULL, 3, 'APPEAL')
) AS l(what, carc, rarcs, hcpcs, others, day, setting, ptp, mai, expected);

--
-- patient_statements()
--
SELECT is((SELECT string_agg(concat_ws(' ', p.age, p.sex, p.text), '; ' ORDER BY p.start_char) FROM medcode.patient_statements(s.note) AS p), s.expected, 'patient_statements: ' || s.what)
FROM (VALUES
    ('age and sex', 'This is a 62-year-old woman with gout.', '62 F 62-year-old woman'),
    ('short', '34 yo M with cough.', '34 M 34 yo M'),
    ('with words between', 'A 45 year old pleasant white female.', '45 F 45 year old pleasant white female'),
    ('in capitals', '71 YEAR OLD GENTLEMAN.', '71 M 71 YEAR OLD GENTLEMAN'),
    ('age alone', 'The patient is 80 years old.', '80 80 years old'),
    ('the family history is of others', E'Family History: father, 60-year-old man with gout.', NULL),
    ('a duration', 'Smoked for 40 years. Diagnosed 10 years ago.', NULL),
    ('her mother', 'She cares for her 70-year-old mother.', NULL),
    ('his wife', 'Seen with his wife, a 33-year-old woman.', NULL),
    ('a grandson', 'Lives with a 4-year-old grandson.', NULL),
    ('a mother herself', '34-year-old mother of three with migraine.', '34 34-year-old'),
    ('nobody is that old', 'A 400-year-old man.', NULL),
    ('of days', '3-day-old male infant, term.', '0 M 3-day-old male'),
    ('of weeks, of a baby', 'This 6 week old baby is here for shots.', '0 6 week old'),
    ('of weeks, of somebody', 'She is 6 weeks old.', '0 6 weeks old'),
    ('of months, in whole years', 'An 18-month-old girl with fever.', '1 F 18-month-old girl'),
    ('of months, short', '18 mo male.', '1 M 18 mo male'),
    ('a wound is weeks old', 'A 3-week-old wound; the fracture is 6 weeks old.', NULL),
    ('a burn and its patient', 'A 5-day-old burn in a 40-year-old man.', '40 M 40-year-old man'),
    ('a burn in a man', '5 day old burn in man.', NULL),
    ('after a birth', '6 weeks postpartum female.', NULL),
    ('a baby at home', 'She has a 6-week-old boy at home.', NULL),
    ('a mother of a baby', 'Mother of a 3-day-old girl.', NULL),
    ('a prosthesis', 'Pain in a 12-year-old left knee prosthesis.', NULL),
    ('a patient with a prosthesis', 'A 62-year-old with a knee prosthesis.', '62 62-year-old'),
    ('technetium', 'Tc-99m sestamibi, 99m technetium.', NULL),
    ('empty', '', NULL), ('NULL', NULL, NULL)
) AS s(what, note, expected);
SELECT is_empty($$SELECT * FROM denial_case AS c CROSS JOIN LATERAL unnest(c.notes) AS n CROSS JOIN LATERAL medcode.patient_statements(n.body) AS p
    WHERE p.text <> substr(n.body, p.start_char + 1, p.end_char - p.start_char) OR p.age IS NULL AND p.sex IS NULL$$, 'patient_statements: offsets are characters of the note');

SELECT * FROM finish();
ROLLBACK;
