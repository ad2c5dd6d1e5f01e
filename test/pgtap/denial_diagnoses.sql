-- denial_review() of refused diagnoses, age and sex, and of services that a policy does not cover for them (CARC 6, 7, 9, 10, 11, 16,
-- 50, 146, 167): refusals held against notes written for the test, each with the source of its rule.
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();
\ir include/denial_cases.sql

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

\ir include/denial_answers.sql
SELECT * FROM finish();
ROLLBACK;
