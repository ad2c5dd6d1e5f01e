-- Verdicts of audit(): hand-made cases by verdict, each with the source of its rule; what must not change a verdict
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(179);

-- A case: what a note and a claim have to give for one code.  verdict NULL: the row has an issue; none: there is no row.
CREATE TEMP TABLE audit_case (no integer GENERATED ALWAYS AS IDENTITY, what text, setting text, note text, billed text[], code text, verdict text, use_code text);
INSERT INTO audit_case (what, setting, note, billed, code, verdict, use_code) VALUES
-- SUPPORTED
('SUPPORTED: stated in the assessment (I.A.19)', 'outpatient', 'Assessment: gout.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
('SUPPORTED: a code without dot, in small letters', 'outpatient', 'Assessment: gout.', '{m109}', 'M10.9', 'SUPPORTED', NULL),
('SUPPORTED: an uncertain diagnosis at discharge is coded as if established (II.H)', 'inpatient', 'Discharge diagnosis: probable pneumonia.', '{J18.9}', 'J18.9', 'SUPPORTED', NULL),
('SUPPORTED: linked by "with" (I.A.15)', 'outpatient', 'Assessment: type 2 diabetes. Chronic kidney disease stage 4.', '{E11.22,N18.4}', 'E11.22', 'SUPPORTED', NULL),
('SUPPORTED: hypertension with heart failure (I.C.9.a.1)', 'outpatient', 'Assessment: hypertension. Heart failure.', '{I11.0,I50.9}', 'I11.0', 'SUPPORTED', NULL),
('SUPPORTED: in the past history, and treated in the plan (MEAT)', 'outpatient', E'Past Medical History: gout.\nAssessment: cough.\nPlan: continue allopurinol.', '{R05.9,M10.9}', 'M10.9', 'SUPPORTED', NULL),
('SUPPORTED: an abbreviation (I.A.19)', 'outpatient', 'Assessment: HTN.', '{I10}', 'I10', 'SUPPORTED', NULL),
('SUPPORTED: its words in another order', 'outpatient', 'Assessment: diabetes mellitus type 2.', '{E11.9}', 'E11.9', 'SUPPORTED', NULL),
('not SUPPORTED: nothing of it in the note', 'outpatient', 'Assessment: gout.', '{K80.20}', 'K80.20', 'UNSUPPORTED', NULL),
('not SUPPORTED: of the mother (I.C.21.c.4)', 'outpatient', E'Family History: mother has gout.\nAssessment: cough.', '{M10.9}', 'M10.9', 'CONTRADICTED', NULL),
('not SUPPORTED: screened for, and not found (I.C.21.c.5)', 'outpatient', 'Assessment: cough. Screened negative for osteoporosis.', '{M81.0}', 'M81.0', 'CONTRADICTED', NULL),
-- LESS_SPECIFIC
('LESS_SPECIFIC: the kind of heart failure is documented (I.B.2)', 'outpatient', 'Assessment: chronic systolic heart failure.', '{I50.9}', 'I50.9', 'LESS_SPECIFIC', 'I50.22'),
('LESS_SPECIFIC: the side is documented (I.B.13)', 'outpatient', 'Assessment: left knee pain.', '{M25.569}', 'M25.569', 'LESS_SPECIFIC', 'M25.562'),
('LESS_SPECIFIC: the stage is documented (I.C.14.a)', 'outpatient', 'Assessment: chronic kidney disease stage 4.', '{N18.9}', 'N18.9', 'LESS_SPECIFIC', 'N18.4'),
('LESS_SPECIFIC: the complication is documented (I.C.4.a)', 'outpatient', 'Assessment: type 2 diabetes with diabetic polyneuropathy.', '{E11.9}', 'E11.9', 'LESS_SPECIFIC', 'E11.42'),
('LESS_SPECIFIC: severity of asthma (I.B.2)', 'outpatient', 'Assessment: moderate persistent asthma.', '{J45.909}', 'J45.909', 'LESS_SPECIFIC', 'J45.40'),
('not LESS_SPECIFIC: the note says no more', 'outpatient', 'Assessment: heart failure.', '{I50.9}', 'I50.9', 'SUPPORTED', NULL),
('not LESS_SPECIFIC: a heading is an issue, not a verdict (I.B.2)', 'outpatient', 'Assessment: type 2 diabetes.', '{E11}', 'E11', NULL, NULL),
('not LESS_SPECIFIC: no side is documented (I.B.13)', 'outpatient', 'Assessment: knee pain.', '{M25.569}', 'M25.569', 'SUPPORTED', NULL),
-- OVER_SPECIFIED
('OVER_SPECIFIED: the kind of heart failure is not documented (I.B.2)', 'outpatient', 'Assessment: heart failure.', '{I50.22}', 'I50.22', 'OVER_SPECIFIED', 'I50.9'),
('OVER_SPECIFIED: the side is not documented (I.B.13)', 'outpatient', 'Assessment: knee pain.', '{M25.561}', 'M25.561', 'OVER_SPECIFIED', 'M25.569'),
('OVER_SPECIFIED: the stage is not documented (I.C.14.a)', 'outpatient', 'Assessment: chronic kidney disease.', '{N18.4}', 'N18.4', 'OVER_SPECIFIED', 'N18.9'),
('OVER_SPECIFIED: the complication is not documented (I.C.4.a)', 'outpatient', 'Assessment: type 2 diabetes.', '{E11.42}', 'E11.42', 'OVER_SPECIFIED', 'E11.9'),
('OVER_SPECIFIED: severity of asthma (I.B.2)', 'outpatient', 'Assessment: asthma.', '{J45.50}', 'J45.50', 'OVER_SPECIFIED', 'J45.909'),
('not OVER_SPECIFIED: the detail stands elsewhere in the note (I.A.19)', 'outpatient', E'HPI: right knee pain for a week.\nAssessment: right knee pain.', '{M25.561}', 'M25.561', 'SUPPORTED', NULL),
('not OVER_SPECIFIED: the kind is documented (I.B.2)', 'outpatient', 'Assessment: chronic systolic heart failure.', '{I50.22}', 'I50.22', 'SUPPORTED', NULL),
('not OVER_SPECIFIED: the stage is documented (I.C.14.a)', 'outpatient', 'Assessment: chronic kidney disease stage 4.', '{N18.4}', 'N18.4', 'SUPPORTED', NULL),
-- CONFLICTING_DETAIL
('CONFLICTING_DETAIL: the other side (I.B.13)', 'outpatient', 'Assessment: left knee pain.', '{M25.561}', 'M25.561', 'CONFLICTING_DETAIL', 'M25.562'),
('CONFLICTING_DETAIL: acute for chronic (I.B.8)', 'outpatient', 'Assessment: chronic systolic heart failure.', '{I50.21}', 'I50.21', 'CONFLICTING_DETAIL', 'I50.22'),
('CONFLICTING_DETAIL: another stage (I.C.14.a)', 'outpatient', 'Assessment: chronic kidney disease stage 3b.', '{N18.4}', 'N18.4', 'CONFLICTING_DETAIL', 'N18.32'),
('CONFLICTING_DETAIL: another severity (I.B.2)', 'outpatient', 'Assessment: mild persistent asthma.', '{J45.40}', 'J45.40', 'CONFLICTING_DETAIL', 'J45.30'),
('CONFLICTING_DETAIL: the other hip (I.B.13)', 'outpatient', 'Assessment: left hip pain.', '{M25.551}', 'M25.551', 'CONFLICTING_DETAIL', 'M25.552'),
('not CONFLICTING_DETAIL: both sides are documented (I.B.13)', 'outpatient', 'Assessment: left knee pain, right knee pain.', '{M25.561,M25.562}', 'M25.561', 'SUPPORTED', NULL),
('not CONFLICTING_DETAIL: the other side is billed for itself', 'outpatient', 'Assessment: left knee pain.', '{M25.562,M25.561}', 'M25.561', 'UNSUPPORTED', NULL),
('not CONFLICTING_DETAIL: acute with chronic is acute on chronic (I.B.8)', 'outpatient', 'Assessment: acute on chronic systolic heart failure.', '{I50.23}', 'I50.23', 'SUPPORTED', NULL),
-- CONTRADICTED
('CONTRADICTED: denied (IV.J)', 'outpatient', 'Assessment: cough. No pneumonia.', '{J18.9}', 'J18.9', 'CONTRADICTED', NULL),
('CONTRADICTED: ruled out (IV.H)', 'outpatient', 'Assessment: chest pain. Pulmonary embolism was ruled out.', '{I26.99}', 'I26.99', 'CONTRADICTED', NULL),
('CONTRADICTED: of a relative (I.C.21.c.4)', 'outpatient', 'Assessment: cough. Father had asthma.', '{J45.909}', 'J45.909', 'CONTRADICTED', NULL),
('CONTRADICTED: who denies asthma denies moderate asthma', 'outpatient', 'Assessment: cough. No asthma.', '{J45.40}', 'J45.40', 'CONTRADICTED', NULL),
('CONTRADICTED: without it (IV.J)', 'outpatient', 'Assessment: cough without pneumonia.', '{J18.9}', 'J18.9', 'CONTRADICTED', NULL),
('CONTRADICTED: only a risk of it (IV.J)', 'outpatient', 'Assessment: cough. At risk for osteoporosis.', '{M81.0}', 'M81.0', 'CONTRADICTED', NULL),
('not CONTRADICTED: denied as symptom in the review, stated in the assessment', 'outpatient', E'Review of Systems: denies gout.\nAssessment: gout.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
('not CONTRADICTED: another condition is denied', 'outpatient', 'Assessment: gout. No asthma.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
('not CONTRADICTED: the denial is of something else', 'outpatient', 'Assessment: asthma, no wheezing today.', '{J45.909}', 'J45.909', 'SUPPORTED', NULL),
-- UNCERTAIN_NOT_CODABLE
('UNCERTAIN_NOT_CODABLE: probable, of an outpatient (IV.H)', 'outpatient', 'Assessment: cough. Probable pneumonia.', '{J18.9}', 'J18.9', 'UNCERTAIN_NOT_CODABLE', NULL),
('UNCERTAIN_NOT_CODABLE: rule out, in the emergency department (IV.H)', 'ed', 'Assessment: chest pain, rule out myocardial infarction.', '{I21.9}', 'I21.9', 'UNCERTAIN_NOT_CODABLE', NULL),
('UNCERTAIN_NOT_CODABLE: in a nursing facility too (II.H)', 'snf', 'Assessment: suspected gout.', '{M10.9}', 'M10.9', 'UNCERTAIN_NOT_CODABLE', NULL),
('UNCERTAIN_NOT_CODABLE: COVID-19 is coded only when confirmed (I.C.1.g.1.a)', 'inpatient', 'Discharge diagnosis: probable COVID-19. Cough.', '{U07.1}', 'U07.1', 'UNCERTAIN_NOT_CODABLE', NULL),
('UNCERTAIN_NOT_CODABLE: "consistent with" (IV.H)', 'outpatient', 'Assessment: joint pain consistent with gout.', '{M10.9}', 'M10.9', 'UNCERTAIN_NOT_CODABLE', NULL),
('UNCERTAIN_NOT_CODABLE: a working diagnosis (IV.H)', 'professional', 'Assessment: working diagnosis of gout.', '{M10.9}', 'M10.9', 'UNCERTAIN_NOT_CODABLE', NULL),
('not UNCERTAIN_NOT_CODABLE: the same of an inpatient at discharge (II.H)', 'inpatient', 'Discharge diagnosis: suspected gout.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
('not UNCERTAIN_NOT_CODABLE: "evidence of" is certain', 'outpatient', 'Assessment: evidence of gout.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
('not UNCERTAIN_NOT_CODABLE: likely in one sentence, established in another (I.A.19)', 'outpatient', E'HPI: likely gout.\nAssessment: gout, confirmed by crystals.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
-- HISTORY_CODED_AS_ACTIVE
('HISTORY_CODED_AS_ACTIVE: an old infarction (I.C.9.e.4)', 'outpatient', 'Assessment: old myocardial infarction.', '{I21.9}', 'I21.9', 'HISTORY_CODED_AS_ACTIVE', 'I25.2'),
('HISTORY_CODED_AS_ACTIVE: a stroke years ago without deficit (I.C.9.d.3)', 'outpatient', 'Assessment: history of stroke.', '{I63.9}', 'I63.9', 'HISTORY_CODED_AS_ACTIVE', 'Z86.73'),
('HISTORY_CODED_AS_ACTIVE: past embolism (I.C.21.c.4)', 'outpatient', 'Assessment: history of pulmonary embolism.', '{I26.99}', 'I26.99', 'HISTORY_CODED_AS_ACTIVE', 'Z86.711'),
('HISTORY_CODED_AS_ACTIVE: cancer removed and not treated any more (I.C.2.m)', 'outpatient', 'Assessment: history of breast cancer, status post mastectomy in 2010, no evidence of disease.', '{C50.919}', 'C50.919', 'HISTORY_CODED_AS_ACTIVE', 'Z85.3'),
('HISTORY_CODED_AS_ACTIVE: past pneumonia (I.C.21.c.4)', 'outpatient', 'Assessment: cough. History of pneumonia.', '{J18.9}', 'J18.9', 'HISTORY_CODED_AS_ACTIVE', 'Z87.01'),
('not HISTORY_CODED_AS_ACTIVE: an infarction ten days ago (I.C.9.e.1)', 'outpatient', 'Assessment: myocardial infarction 10 days ago.', '{I21.9}', 'I21.9', 'SUPPORTED', NULL),
('not HISTORY_CODED_AS_ACTIVE: cancer called history and treated (I.C.2.m)', 'outpatient', 'Assessment: breast cancer, on chemotherapy.', '{C50.919}', 'C50.919', 'SUPPORTED', NULL),
('not HISTORY_CODED_AS_ACTIVE: the code of history itself', 'outpatient', 'Assessment: old myocardial infarction.', '{I25.2}', 'I25.2', 'SUPPORTED', NULL),
-- SUPPORTED_WEAK
('SUPPORTED_WEAK: history of what lasts (IV.I)', 'outpatient', E'HPI: history of asthma.\nAssessment: gout.', '{M10.9,J45.909}', 'J45.909', 'SUPPORTED_WEAK', NULL),
('SUPPORTED_WEAK: told, not assessed (IV.J)', 'outpatient', E'HPI: she has gout.\nAssessment: asthma.', '{J45.909,M10.9}', 'M10.9', 'SUPPORTED_WEAK', NULL),
('SUPPORTED_WEAK: only observed (III.B)', 'outpatient', E'Physical Exam: edema.\nAssessment: gout.', '{M10.9,R60.9}', 'R60.9', 'SUPPORTED_WEAK', NULL),
('not SUPPORTED_WEAK: history of what lasts, and treated', 'outpatient', E'HPI: history of asthma, continue albuterol.\nAssessment: gout.', '{M10.9,J45.909}', 'J45.909', 'SUPPORTED', NULL),
('not SUPPORTED_WEAK: told and assessed (IV.J)', 'outpatient', E'HPI: she has gout.\nAssessment: gout.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
('not SUPPORTED_WEAK: observed and assessed (III.B)', 'outpatient', E'Physical Exam: edema.\nAssessment: edema.', '{R60.9}', 'R60.9', 'SUPPORTED', NULL),
-- LIST_ONLY
('LIST_ONLY: only in the past history (IV.J)', 'outpatient', E'Past Medical History: gout.\nAssessment: asthma.', '{J45.909,M10.9}', 'M10.9', 'LIST_ONLY', NULL),
('LIST_ONLY: only in the problem list (IV.J)', 'outpatient', E'Problem List: gout, osteoporosis.\nAssessment: asthma.', '{J45.909,M81.0}', 'M81.0', 'LIST_ONLY', NULL),
('LIST_ONLY: a drug in the list of drugs is no treatment told', 'outpatient', E'Past Medical History: gout.\nMedications: allopurinol.\nAssessment: asthma.', '{M10.9}', 'M10.9', 'LIST_ONLY', NULL),
('not LIST_ONLY: in the list and assessed', 'outpatient', E'Past Medical History: gout.\nAssessment: gout.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
('not LIST_ONLY: in the problem list, and its drug continued (MEAT)', 'outpatient', E'Problem List: gout.\nAssessment: asthma.\nPlan: continue allopurinol.', '{J45.909,M10.9}', 'M10.9', 'SUPPORTED', NULL),
('not LIST_ONLY: a discharge diagnosis (III)', 'inpatient', 'Discharge diagnosis: gout.', '{M10.9}', 'M10.9', 'SUPPORTED', NULL),
-- NOT_CODABLE_SOURCE, single notes: the laboratory section
('NOT_CODABLE_SOURCE: only among the values (III.B)', 'outpatient', E'Labs: hyponatremia.\nAssessment: gout.', '{M10.9,E87.1}', 'E87.1', 'NOT_CODABLE_SOURCE', NULL),
('not NOT_CODABLE_SOURCE: the provider says what the value means (III.B)', 'outpatient', E'Labs: hyponatremia.\nAssessment: hyponatremia.', '{E87.1}', 'E87.1', 'SUPPORTED', NULL),
-- COMPONENT_OF_COMBINATION
('COMPONENT_OF_COMBINATION: hypertension beside heart failure (I.C.9.a.1)', 'outpatient', 'Assessment: hypertension. Heart failure.', '{I10,I50.9}', 'I10', 'COMPONENT_OF_COMBINATION', 'I11.0'),
('COMPONENT_OF_COMBINATION: hypertension beside kidney disease (I.C.9.a.2)', 'outpatient', 'Assessment: hypertension. Chronic kidney disease stage 4.', '{I10,N18.4}', 'I10', 'COMPONENT_OF_COMBINATION', 'I12.9'),
('COMPONENT_OF_COMBINATION: named by the combination alone (I.C.9.a.2)', 'outpatient', 'Assessment: hypertensive chronic kidney disease, stage 3b. Continue lisinopril.', '{I10,N18.32}', 'I10', 'COMPONENT_OF_COMBINATION', 'I12.9'),
('COMPONENT_OF_COMBINATION: cough of pneumonia (I.B.5)', 'outpatient', 'Assessment: pneumonia, cough.', '{J18.9,R05.9}', 'R05.9', 'COMPONENT_OF_COMBINATION', 'J18.9'),
('COMPONENT_OF_COMBINATION: fever of pneumonia (I.B.5)', 'outpatient', 'Assessment: pneumonia with fever.', '{J18.9,R50.9}', 'R50.9', 'COMPONENT_OF_COMBINATION', 'J18.9'),
('not COMPONENT_OF_COMBINATION: hypertension alone', 'outpatient', 'Assessment: hypertension.', '{I10}', 'I10', 'SUPPORTED', NULL),
('not COMPONENT_OF_COMBINATION: the stage stands beside the combination (I.C.9.a.2)', 'outpatient', 'Assessment: hypertension. Chronic kidney disease stage 4.', '{I12.9,N18.4}', 'N18.4', 'SUPPORTED', NULL),
('not COMPONENT_OF_COMBINATION: a symptom of something else (I.B.6)', 'outpatient', 'Assessment: pneumonia. Left knee pain.', '{J18.9,M25.562}', 'M25.562', 'SUPPORTED', NULL),
-- SEQUENCE
('SEQUENCE: a symptom before the diagnosis (IV.D)', 'outpatient', 'Assessment: gout. Fatigue.', '{R53.83,M10.9}', 'R53.83', 'SEQUENCE', 'M10.9'),
('SEQUENCE: a code before one of chapter 15 (I.C.15.a)', 'outpatient', 'Assessment: gout. Gestational diabetes, diet controlled, 30 weeks pregnant.', '{M10.9,O24.410}', 'M10.9', 'SEQUENCE', 'O24.410'),
('SEQUENCE: an external cause first (I.C.20.a.6)', 'outpatient', 'Assessment: left ankle sprain after a fall, splint applied today.', '{W19.XXXA,S93.402A}', 'W19.XXXA', 'SEQUENCE', NULL),
('SEQUENCE: severe sepsis before the infection (I.C.1.d.3)', 'inpatient', 'Discharge diagnosis: sepsis due to E. coli with septic shock.', '{R65.21,A41.51}', 'R65.21', 'SEQUENCE', NULL),
('not SEQUENCE: the injury first (I.C.20.a.6)', 'outpatient', 'Assessment: left ankle sprain after a fall, splint applied today.', '{S93.402A,W19.XXXA}', 'W19.XXXA', 'SUPPORTED', NULL),
('not SEQUENCE: the diagnosis first', 'outpatient', 'Assessment: gout. Fatigue.', '{M10.9,R53.83}', 'R53.83', 'SUPPORTED', NULL),
('not SEQUENCE: a symptom alone (I.B.4)', 'outpatient', 'Assessment: fatigue.', '{R53.83}', 'R53.83', 'SUPPORTED', NULL),
('not SEQUENCE: either of two diagnoses may come first (II.C)', 'outpatient', 'Assessment: gout. Asthma.', '{J45.909,M10.9}', 'J45.909', 'SUPPORTED', NULL),
('not SEQUENCE: what is before it is not documented', 'outpatient', 'Assessment: fatigue.', '{R53.83,M10.9}', 'R53.83', 'SUPPORTED', NULL),
-- QUERY_PROVIDER
('QUERY_PROVIDER: only the drug (III.B)', 'outpatient', E'Assessment: cough.\nMedications: metformin.', '{E11.9}', 'E11.9', 'QUERY_PROVIDER', NULL),
('QUERY_PROVIDER: only the value (III.B)', 'outpatient', E'Labs: A1c 9.1.\nAssessment: cough.', '{E11.9}', 'E11.9', 'QUERY_PROVIDER', NULL),
('QUERY_PROVIDER: levothyroxine and no diagnosis (III.B)', 'outpatient', 'Assessment: cough. Continue levothyroxine.', '{E03.9}', 'E03.9', 'QUERY_PROVIDER', NULL),
('not QUERY_PROVIDER: the diagnosis is stated', 'outpatient', 'Assessment: type 2 diabetes, on metformin.', '{E11.9}', 'E11.9', 'SUPPORTED', NULL),
('not QUERY_PROVIDER: the drug as an allergy', 'outpatient', E'Allergies: levothyroxine.\nAssessment: cough.', '{E03.9}', 'E03.9', 'UNSUPPORTED', NULL),
('not QUERY_PROVIDER: the drug is not taken', 'outpatient', 'Assessment: cough. She does not take levothyroxine.', '{E03.9}', 'E03.9', 'UNSUPPORTED', NULL),
('not QUERY_PROVIDER: a drug with another use is billed for that', 'outpatient', 'Assessment: hypertension, continue lisinopril.', '{I10}', 'I10', 'SUPPORTED', NULL),
-- UNSUPPORTED
('UNSUPPORTED: nothing of the kind (I.A.19)', 'outpatient', 'Assessment: gout.', '{M10.9,F32.9}', 'F32.9', 'UNSUPPORTED', NULL),
('UNSUPPORTED: a risk is no condition, and another one is billed', 'outpatient', 'Assessment: gout.', '{K35.80}', 'K35.80', 'UNSUPPORTED', NULL),
('UNSUPPORTED: another disease of the same organ (I.A.19)', 'outpatient', 'Assessment: cataract.', '{H40.9}', 'H40.9', 'UNSUPPORTED', NULL),
('not UNSUPPORTED: named otherwise', 'outpatient', 'Assessment: high blood pressure.', '{I10}', 'I10', 'SUPPORTED', NULL),
('not UNSUPPORTED: misspelt, and no other word can be meant', 'outpatient', 'Assessment: hypertention.', '{I10}', 'I10', 'SUPPORTED', NULL),
('not UNSUPPORTED: only denied', 'outpatient', 'Assessment: gout. Denies asthma.', '{J45.909}', 'J45.909', 'CONTRADICTED', NULL),
-- NO_RECORD, single notes
('NO_RECORD: no note', 'outpatient', NULL, '{M10.9}', 'M10.9', 'NO_RECORD', NULL),
('NO_RECORD: an empty note', 'outpatient', E' \n', '{M10.9}', 'M10.9', 'NO_RECORD', NULL),
('not NO_RECORD: a note that says nothing of it', 'outpatient', 'Seen today.', '{M10.9}', 'M10.9', 'UNSUPPORTED', NULL),
('not NO_RECORD: what is denied was read', 'outpatient', 'No gout.', '{M10.9}', 'M10.9', 'CONTRADICTED', NULL),
-- MISSED
('MISSED: documented and not billed (IV.J)', 'outpatient', 'Assessment: gout. Asthma.', '{M10.9}', 'J45.909', 'MISSED', NULL),
('MISSED: nothing is billed', 'outpatient', 'Assessment: gout.', '{}', 'M10.9', 'MISSED', NULL),
('MISSED: the combination of what is billed in part (I.C.9.a.1)', 'outpatient', 'Assessment: hypertension. Heart failure.', '{I50.9}', 'I11.0', 'MISSED', NULL),
('not MISSED: it is the code to use for another', 'outpatient', 'Assessment: chronic systolic heart failure.', '{I50.9}', 'I50.22', 'none', NULL),
('not MISSED: denied', 'outpatient', 'Assessment: gout. No asthma.', '{M10.9}', 'J45.909', 'none', NULL),
('not MISSED: only in a list (IV.J)', 'outpatient', E'Past Medical History: asthma.\nAssessment: gout.', '{M10.9}', 'J45.909', 'none', NULL),
('not MISSED: uncertain (IV.H)', 'outpatient', 'Assessment: gout. Possible asthma.', '{M10.9}', 'J45.909', 'none', NULL),
('not MISSED: a symptom of the disease (I.B.5)', 'outpatient', 'Assessment: pneumonia with cough.', '{J18.9}', 'R05.9', 'none', NULL),
('not MISSED: no record', 'outpatient', NULL, '{}', 'M10.9', 'none', NULL),
('not MISSED: a relative''s (I.C.21.c.4)', 'outpatient', 'Assessment: gout. Mother has asthma.', '{M10.9}', 'J45.909', 'none', NULL),
-- what is no code
('an issue: a code of procedures', 'outpatient', 'Assessment: gout.', '{99213}', '99213', NULL, NULL),
('an issue: not in the release', 'outpatient', 'Assessment: gout.', '{M10.999}', 'M10.999', NULL, NULL),
('an issue: HCPCS', 'outpatient', 'Assessment: gout.', '{G0438}', 'G0438', NULL, NULL);

CREATE TEMP VIEW audited AS
SELECT c.no, a.verdict, a.use_code::text AS use_code, a.issue, a.rule, a.rules, a.evidence, a.against,
    coalesce(a.code::text, a.billed) AS code
FROM audit_case AS c CROSS JOIN LATERAL medcode.audit(c.note, c.billed, c.setting, as_of => '2026-01-15') AS a;

SELECT is(
    (SELECT string_agg(concat_ws(' ', coalesce(a.verdict, CASE WHEN a.issue IS NOT NULL THEN 'issue' END), a.use_code), ', ') FROM audited AS a WHERE a.no = c.no AND a.code = c.code),
    CASE WHEN c.verdict = 'none' THEN NULL ELSE concat_ws(' ', coalesce(c.verdict, 'issue'), c.use_code) END, c.what)
FROM audit_case AS c ORDER BY c.no;

--
-- Several notes
--
CREATE TEMP TABLE encounter_case (no integer GENERATED ALWAYS AS IDENTITY, what text, setting text, notes medcode.note_input[], billed text[], code text, verdict text);
CREATE FUNCTION pg_temp.note(id text, body text, doc_type text DEFAULT NULL, author text DEFAULT 'provider', signed boolean DEFAULT true, day date DEFAULT '2026-01-10')
    RETURNS medcode.note_input LANGUAGE sql RETURN ROW(id, day, doc_type, author, signed, body)::medcode.note_input;
INSERT INTO encounter_case (what, setting, notes, billed, code, verdict) VALUES
('CONFLICTING_RECORD: one note documents it, another denies it (I.A.19)', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: asthma. Gout.'), pg_temp.note('b', 'Assessment: gout. No asthma.')], '{J45.909}', 'J45.909', 'CONFLICTING_RECORD'),
('CONFLICTING_RECORD: of the more specific code as well', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: moderate persistent asthma.'), pg_temp.note('b', 'Assessment: gout. No asthma.')], '{J45.40}', 'J45.40', 'CONFLICTING_RECORD'),
('not CONFLICTING_RECORD: both say so', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: asthma.'), pg_temp.note('b', 'Assessment: asthma.')], '{J45.909}', 'J45.909', 'SUPPORTED'),
('CONFLICTING_RECORD: in the emergency department as well', 'ed', ARRAY[pg_temp.note('a', 'Assessment: gout.', 'ed_note'), pg_temp.note('b', 'Assessment: cough. No gout.', 'consultation')], '{M10.9}', 'M10.9', 'CONFLICTING_RECORD'),
('not CONFLICTING_RECORD: acute, and found after the day of the denial', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: cough. No pneumonia.'), pg_temp.note('b', 'Assessment: pneumonia.', day => '2026-01-14')], '{J18.9}', 'J18.9', 'SUPPORTED'),
('not CONFLICTING_RECORD: symptoms come and go', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: cough.'), pg_temp.note('b', 'Assessment: gout. No cough.')], '{R05.9}', 'R05.9', 'SUPPORTED'),
('NOT_CODABLE_SOURCE: only a nurse writes it (I.B.14)', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: asthma.', 'nursing_note', 'nurse'), pg_temp.note('b', 'Assessment: gout.')], '{J45.909}', 'J45.909', 'NOT_CODABLE_SOURCE'),
('NOT_CODABLE_SOURCE: only a note that is not signed (I.A.19)', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: asthma.', signed => false), pg_temp.note('b', 'Assessment: gout.')], '{J45.909}', 'J45.909', 'NOT_CODABLE_SOURCE'),
('NOT_CODABLE_SOURCE: only the radiologist, of an inpatient (III.B)', 'inpatient', ARRAY[pg_temp.note('a', 'Impression: pneumonia.', 'radiology_report'), pg_temp.note('b', 'Discharge diagnosis: gout.', 'discharge_summary')], '{J18.9}', 'J18.9', 'NOT_CODABLE_SOURCE'),
('not NOT_CODABLE_SOURCE: the radiologist, of an outpatient (IV.K)', 'outpatient', ARRAY[pg_temp.note('a', 'Impression: pneumonia.', 'radiology_report')], '{J18.9}', 'J18.9', 'SUPPORTED'),
('not NOT_CODABLE_SOURCE: the provider says so too', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: asthma.', 'nursing_note', 'nurse'), pg_temp.note('b', 'Assessment: asthma.')], '{J45.909}', 'J45.909', 'SUPPORTED'),
('UNCERTAIN_NOT_CODABLE: of an inpatient, not in the final statement (II.H)', 'inpatient', ARRAY[pg_temp.note('a', 'Assessment: probable asthma.', 'progress_note'), pg_temp.note('b', 'Discharge diagnosis: gout.', 'discharge_summary', day => '2026-01-12')], '{J45.909}', 'J45.909', 'UNCERTAIN_NOT_CODABLE'),
('NO_RECORD: only a note that is not signed', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: gout.', signed => false)], '{M10.9}', 'M10.9', 'NO_RECORD'),
('NO_RECORD: only a nursing note', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: gout.', 'nursing_note', 'nurse')], '{M10.9}', 'M10.9', 'NO_RECORD'),
('NO_RECORD: only laboratory values', 'outpatient', ARRAY[pg_temp.note('a', 'A1c 9.1', 'laboratory')], '{E11.9}', 'E11.9', 'NO_RECORD'),
('NO_RECORD: only a problem list (RADV)', 'outpatient', ARRAY[pg_temp.note('a', 'Gout.', 'problem_list')], '{M10.9}', 'M10.9', 'NO_RECORD'),
('NO_RECORD: no notes at all', 'outpatient', '{}', '{M10.9}', 'M10.9', 'NO_RECORD'),
('not NO_RECORD: a signed note beside the draft', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: gout.', signed => false), pg_temp.note('b', 'Assessment: gout.')], '{M10.9}', 'M10.9', 'SUPPORTED'),
('LESS_SPECIFIC: the detail stands in another note (I.A.19)', 'outpatient', ARRAY[pg_temp.note('a', 'Assessment: chronic kidney disease.'), pg_temp.note('b', 'Assessment: chronic kidney disease stage 4.')], '{N18.9}', 'N18.9', 'LESS_SPECIFIC');
SELECT is((SELECT string_agg(a.verdict, ', ') FROM medcode.audit_encounter(c.notes, c.billed, c.setting, '2026-01-15') AS a WHERE a.code::text = c.code), c.verdict, c.what)
FROM encounter_case AS c ORDER BY c.no;

--
-- What each row has to have
--
SELECT is_empty($$SELECT no, verdict, rule FROM audited WHERE verdict IS NOT NULL AND (rule IS NULL OR rule !~ 'Guidelines|signed')$$, 'each verdict has a rule with its source');
SELECT is(medcode.verdict_class(v.verdict), v.class, v.verdict || ' counts as ' || v.class) FROM (VALUES
    ('SUPPORTED', 'right'), ('SUPPORTED_WEAK', 'open'), ('CONFLICTING_RECORD', 'open'), ('NO_RECORD', 'no record'), ('MISSED', 'missed'),
    ('UNSUPPORTED', 'error'), ('SEQUENCE', 'error'), ('LESS_SPECIFIC', 'error'), ('CONTRADICTED', 'error')) AS v(verdict, class);
SELECT is_empty($$SELECT no, verdict FROM audited WHERE verdict IN ('SUPPORTED', 'LESS_SPECIFIC', 'OVER_SPECIFIED', 'LIST_ONLY', 'SUPPORTED_WEAK', 'NOT_CODABLE_SOURCE', 'COMPONENT_OF_COMBINATION', 'SEQUENCE', 'QUERY_PROVIDER', 'MISSED')
    AND coalesce(jsonb_array_length(evidence), 0) = 0$$, 'what is documented has words for it');
SELECT is_empty($$SELECT no, verdict FROM audited WHERE verdict IN ('CONTRADICTED', 'UNCERTAIN_NOT_CODABLE', 'HISTORY_CODED_AS_ACTIVE', 'CONFLICTING_DETAIL') AND coalesce(jsonb_array_length(against), 0) = 0$$,
    'what is contradicted has words against it');
SELECT is_empty($$SELECT c.no FROM audited AS a JOIN audit_case AS c USING (no), jsonb_array_elements(coalesce(a.evidence, '[]') || coalesce(a.against, '[]')) AS e
    WHERE substr(c.note, (e ->> 'start')::int + 1, (e ->> 'end')::int - (e ->> 'start')::int) IS DISTINCT FROM e ->> 'text'$$, 'the words are those of the note');
SELECT is_empty($$SELECT c.no FROM audit_case AS c WHERE cardinality(c.billed) <> (SELECT count(*) FROM medcode.audit(c.note, c.billed, c.setting) AS a WHERE a.position IS NOT NULL)$$,
    'a row for each billed code');

--
-- What must not change a verdict.  SEQUENCE is a verdict on the order, and SUPPORTED for the rest.
--
CREATE TEMP TABLE claim AS SELECT c.no, c.setting, ARRAY[pg_temp.note('a', c.note)] AS notes, c.billed || '{K80.20,I10,J45.909}'::text[] AS billed
    FROM audit_case AS c WHERE c.verdict IS NOT NULL AND c.note IS NOT NULL
    UNION ALL SELECT 1000 + no, setting, notes, billed || '{K80.20,I10,M10.9}'::text[] FROM encounter_case;
CREATE FUNCTION pg_temp.verdicts(notes medcode.note_input[], billed text[], setting text) RETURNS text LANGUAGE sql STABLE RETURN (
    SELECT string_agg(concat_ws('=', v.code, v.verdict), ' ' ORDER BY v.code, v.verdict)
    FROM (SELECT DISTINCT a.code::text AS code, replace(a.verdict, 'SEQUENCE', 'SUPPORTED') AS verdict FROM medcode.audit_encounter(notes, billed, setting, '2026-01-15') AS a WHERE a.issue IS NULL) AS v);
SELECT is_empty($$SELECT no, pg_temp.verdicts(notes, billed, setting), pg_temp.verdicts(notes, (SELECT array_agg(b ORDER BY o DESC) FROM unnest(billed) WITH ORDINALITY AS u(b, o)), setting) FROM claim
    WHERE pg_temp.verdicts(notes, billed, setting) IS DISTINCT FROM pg_temp.verdicts(notes, (SELECT array_agg(b ORDER BY o DESC) FROM unnest(billed) WITH ORDINALITY AS u(b, o)), setting)$$,
    'the order of codes changes no verdict');
SELECT is_empty($$SELECT no FROM claim
    WHERE pg_temp.verdicts(notes, billed, setting) IS DISTINCT FROM pg_temp.verdicts(notes, (SELECT array_agg(b ORDER BY md5(b)) FROM unnest(billed) AS u(b)), setting)$$,
    'nor does any other order');
SELECT is_empty($$SELECT no FROM claim
    WHERE pg_temp.verdicts(notes, billed, setting) IS DISTINCT FROM pg_temp.verdicts(notes, (SELECT array_agg(lower(replace(b, '.', '')) ORDER BY o) FROM unnest(billed) WITH ORDINALITY AS u(b, o)), setting)$$,
    'case and dots change none');
SELECT is_empty($$SELECT no FROM claim WHERE cardinality(notes) > 1
    AND pg_temp.verdicts(notes, billed, setting) IS DISTINCT FROM pg_temp.verdicts((SELECT array_agg(n::medcode.note_input ORDER BY o DESC) FROM unnest(notes) WITH ORDINALITY AS n(note_id, note_date, doc_type, author_role, signed, body, o)
        , LATERAL (SELECT ROW(n.note_id, n.note_date, n.doc_type, n.author_role, n.signed, n.body)::medcode.note_input AS n) AS t), billed, setting)$$,
    'the order of notes changes none');
CREATE FUNCTION pg_temp.supported(notes medcode.note_input[], billed text[], setting text) RETURNS SETOF text LANGUAGE sql STABLE
    BEGIN ATOMIC SELECT a.code::text FROM medcode.audit_encounter(notes, billed, setting, '2026-01-15') AS a WHERE a.verdict IN ('SUPPORTED', 'SEQUENCE'); END;
SELECT is_empty($$SELECT c.no, s.code, a.verdict FROM claim AS c CROSS JOIN LATERAL pg_temp.supported(c.notes, c.billed, c.setting) AS s(code)
    CROSS JOIN LATERAL medcode.audit_encounter(c.notes || pg_temp.note('z', 'Assessment: sprain of the left ankle.', day => '2026-01-11'), c.billed, c.setting, '2026-01-15') AS a
    WHERE a.code::text = s.code AND a.verdict = 'UNSUPPORTED'$$, 'a note that has nothing to do with it makes nothing supported unsupported');
SELECT isnt_empty($$SELECT s FROM claim AS c CROSS JOIN LATERAL pg_temp.supported(c.notes, c.billed, c.setting) AS s$$, 'which is no empty saying');

SELECT is_empty($$SELECT c.no, a.code, a.verdict FROM audit_case AS c
    CROSS JOIN LATERAL (SELECT array_agg(s.code::text ORDER BY s.sequence) AS codes FROM medcode.suggest(c.note, c.setting, '2026-01-15') AS s WHERE s.status = 'suggest') AS s
    CROSS JOIN LATERAL medcode.audit(c.note, s.codes, c.setting, '2026-01-15') AS a WHERE a.verdict IS DISTINCT FROM 'SUPPORTED'$$,
    'who bills what suggest() is sure of, in its order, bills what is supported, and misses nothing');

--
-- Clinical validation: advice, and no change of the verdict
--
SELECT is((SELECT a.verdict || ' ' || (a.advice IS NOT NULL) FROM medcode.audit(v.note, ARRAY[v.code], 'outpatient') AS a WHERE a.code::text = v.code), v.expected, v.note)
FROM (VALUES
    ('Assessment: sepsis.', 'A41.9', 'SUPPORTED true'),
    ('Assessment: sepsis. Lactate 4.1.', 'A41.9', 'SUPPORTED false'),
    ('Assessment: sepsis. No fever.', 'A41.9', 'SUPPORTED true'),
    ('Assessment: acute kidney injury.', 'N17.9', 'SUPPORTED true'),
    ('Assessment: acute kidney injury, creatinine 3.1.', 'N17.9', 'SUPPORTED false'),
    ('Assessment: severe protein calorie malnutrition.', 'E43', 'SUPPORTED true'),
    ('Assessment: severe protein calorie malnutrition, BMI 16.', 'E43', 'SUPPORTED false'),
    ('Assessment: acute respiratory failure with hypoxia.', 'J96.01', 'SUPPORTED true'),
    ('Assessment: acute respiratory failure, SpO2 82 % on room air.', 'J96.00', 'SUPPORTED false'),
    ('Assessment: gout.', 'M10.9', 'SUPPORTED false')) AS v(note, code, expected);

--
-- Input as it should not be
--
SELECT results_eq($$SELECT a.billed, a.verdict, a.issue IS NOT NULL FROM medcode.audit('Assessment: gout.', '{M10.9,99213,250.00,0DTJ4ZZ,"",NULL,m109}', as_of => '2026-01-15') AS a WHERE position IS NOT NULL ORDER BY position$$,
    $$VALUES ('M10.9', 'SUPPORTED', false), ('99213', NULL, true), ('250.00', NULL, true), ('0DTJ4ZZ', NULL, true), ('', NULL, true), (NULL, NULL, true), ('m109', NULL, true)$$,
    'codes of other systems, none and the same again are issues, and change no verdict');
SELECT throws_ok($$SELECT * FROM medcode.audit('Gout.', '{M10.9}', as_of => '1999-01-01')$$, '22023', NULL, 'a date before every release');
SELECT results_eq($$SELECT a.verdict, a.issue IS NOT NULL FROM medcode.audit('Gout.', '{M10.9}', as_of => '1999-01-01', on_issue => 'row') AS a$$, $$VALUES (NULL::text, true)$$, 'is a row if that is asked for');
SELECT is((SELECT string_agg(a.verdict, ' ') FROM medcode.audit('Assessment: gout.', '{M10.9}', as_of => '9999-12-31') AS a), 'SUPPORTED', 'the last release is open-ended');
SELECT throws_ok($$SELECT * FROM medcode.audit('Gout.', '{M10.9}', 'ward')$$, '22023', NULL, 'an unknown setting');
SELECT throws_ok($$SELECT * FROM medcode.audit('Gout.', array_fill('M10.9'::text, '{1001}'))$$, '54000', NULL, 'more than 1000 codes');
SELECT is_empty($$SELECT * FROM medcode.audit('Cough and cold. ' || repeat('x ', 1000), '{}') AS a WHERE a.position IS NOT NULL$$, 'nothing billed');

SELECT * FROM finish();
ROLLBACK;
