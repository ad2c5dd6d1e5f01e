--
-- Seventh characters, external causes, drugs and additional codes, against the publisher's edition
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\getenv data MEDCODE_DATA
\set fy2026 :data /data/icd10cm/fy2026

BEGIN;
SELECT count(*) FROM medcode.load_file(:'fy2026' || '/icd10cm_order_2026.txt');
SELECT count(*) FROM medcode.load_file(:'fy2026' || '/icd10cm_tabular_2026.xml');

CREATE TEMPORARY TABLE visit (place serial, about text, setting text, note text);
INSERT INTO visit (about, setting, note) VALUES
    ('splint given, follow-up only planned: A', 'ed',
     E'HPI: She slipped on ice and fell this morning.\nAssessment: Closed fracture of the distal right radius.\nPlan: Splint applied. Follow up in 2 weeks.'),
    ('surgery to come: A', 'outpatient', E'Assessment and Plan:\n1. Left bimalleolar ankle fracture. ORIF scheduled for tomorrow. Follow up in 2 weeks.'),
    ('after the surgery: D', 'outpatient', 'Status post ORIF of left bimalleolar ankle fracture 6 weeks ago, healing well. Assessment: Left bimalleolar ankle fracture.'),
    ('removal of sutures to come: A', 'ed', 'Assessment: Laceration of the right forearm. Repaired with 6 sutures. Return for suture removal in 10 days.'),
    ('removal of sutures now: D', 'outpatient', 'Here for suture removal. Assessment: Laceration of the right forearm, healing well.'),
    ('nothing said: open', 'outpatient', 'Assessment: Sprain of the right ankle.'),
    ('nonunion: K', 'outpatient', 'Assessment: Nonunion of left scaphoid fracture, surgery planned.'),
    ('open, type', 'ed', 'Operated today. Assessment: Displaced comminuted fracture of the left tibial shaft, open type IIIA.'),
    ('open reduction of a closed one', 'ed', 'Open reduction today. Assessment: Displaced comminuted fracture of the left tibial shaft.'),
    ('sequela behind what it left', 'outpatient', 'Assessment: Sequela of a third degree burn of the right forearm: hypertrophic scar.'),
    ('adverse effect', 'outpatient', 'Assessment: Rash due to amoxicillin, stopped today.'),
    ('perhaps an adverse effect: none', 'outpatient', 'Assessment: Rash, possibly due to amoxicillin.'),
    ('intent denied', 'ed', 'Assessment: Acetaminophen overdose, not a suicide attempt.'),
    ('intent', 'ed', 'Assessment: Acetaminophen overdose, intentional.'),
    ('underdosing, cost', 'outpatient', 'Assessment: Hypertension. Underdosing of lisinopril because of cost.'),
    ('long-term use stated', 'outpatient', 'Assessment: Atrial fibrillation on long-term warfarin.'),
    ('drug in a list', 'outpatient', E'Medications: warfarin 5 mg daily.\nAssessment: Atrial fibrillation.'),
    ('insulin beside diabetes', 'outpatient', E'Medications: insulin glargine.\nAssessment: Type 2 diabetes, stable.'),
    ('insulin held', 'outpatient', E'Medications: insulin glargine held.\nAssessment: Type 2 diabetes, stable.'),
    ('body mass', 'outpatient', E'Vitals: BMI 41.2\nAssessment: Morbid obesity, diet discussed.'),
    ('body mass without a diagnosis', 'outpatient', E'Vitals: BMI 41.2\nAssessment: Hypertension.'),
    ('body mass in pregnancy', 'outpatient', E'Vitals: BMI 41.2\nAssessment: Obesity complicating pregnancy, 20 weeks gestation.'),
    ('examination, findings', 'outpatient', 'Annual physical exam with abnormal findings. Assessment: Hypothyroidism.'),
    ('examination, none', 'outpatient', 'Annual physical exam. No abnormal findings.'),
    ('two types', 'outpatient', E'Assessment:\n1. Type 1 diabetes mellitus\n2. Type 2 diabetes mellitus'),
    ('emphysema with COPD', 'outpatient', 'Assessment: Emphysema. COPD.'),
    ('exposure, test negative', 'outpatient', 'Assessment: Exposure to COVID-19, test negative.');

SELECT v.about, s.code, s.status, s.role,
       (SELECT string_agg(e->>'text', '; ' ORDER BY (e->>'start')::int) FROM jsonb_array_elements(s.evidence) AS e) AS evidence
FROM visit AS v CROSS JOIN LATERAL medcode.suggest(v.note, setting => v.setting) AS s
ORDER BY v.place, s.sequence;
ROLLBACK;
