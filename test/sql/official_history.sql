--
-- History against current, neoplasms, pregnancy and the newborn
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\getenv data MEDCODE_DATA
\set fy2026 :data /data/icd10cm/fy2026

BEGIN;
SELECT rows_read FROM medcode.load_file(:'fy2026' || '/icd10cm_order_2026.txt');
SELECT count(*) FROM medcode.load_file(:'fy2026' || '/icd10cm_tabular_2026.xml');

CREATE TEMP TABLE note (id serial, body text, setting text DEFAULT 'outpatient', born date);
CREATE TEMP VIEW proposed AS
SELECT n.id, string_agg(s.code::text || CASE s.status WHEN 'suggest' THEN '' ELSE ' ' || s.status END
	|| CASE s.support WHEN 'assessed' THEN '' ELSE ' ' || s.support END
	|| coalesce(' with ' || s.paired_with::text, ''), ', ' ORDER BY s.code::text COLLATE "C") AS codes
FROM note AS n
LEFT JOIN LATERAL medcode.suggest(n.body, n.setting, '2026-02-03', birth_date => n.born) AS s ON true
GROUP BY n.id ORDER BY n.id;

-- what lasts is current, what is over has a code of history where there is one
INSERT INTO note (body) VALUES
(E'PMH: kidney stones, pneumonia, emphysema, heart failure\nAssessment: Cough.'),
(E'Assessment: hx of emphysema.'),
(E'Assessment: history of appendicitis.'),
(E'Assessment: History of pulmonary embolism and DVT.'),
(E'Assessment: NSTEMI 2 weeks ago.'),
(E'Assessment: NSTEMI 3 months ago.'),
(E'Assessment: prior stroke with residual left hemiparesis.'),
(E'Assessment: prior stroke. Bell palsy.'),
(E'Assessment: history of alcohol dependence, sober for 5 years.'),
(E'PMH: below knee amputation right, kidney transplant\nAssessment: Gout.'),
(E'PMH: DVT\nAssessment: DVT of left leg.'),
(E'Family history: mother with breast cancer, father with diabetes. Husband has gout.\nAssessment: Asthma.'),
(E'Assessment: Asthma. Wife has diabetes.'),
(E'Assessment: Gout. History of ventricular septal defect, repaired in infancy.'),
(E'Assessment: Gout. Family history of breast cancer in her mother.');
SELECT * FROM proposed;
SELECT n.id, c.code, c.winner, c.reason FROM note AS n, LATERAL medcode.considered(n.body) AS c WHERE n.id IN (1, 3, 6, 7) ORDER BY 1, c.code::text COLLATE "C";
TRUNCATE note RESTART IDENTITY;

-- primary and secondary sites, treatment and its end
INSERT INTO note (body) VALUES
(E'Assessment: Breast cancer metastatic to bone and liver.'),
(E'Assessment: Metastatic colon cancer.'),
(E'Assessment: Metastatic colon cancer. Liver mets.'),
(E'Assessment: Metastases to the lung, primary unknown.'),
(E'Assessment: Brain metastasis.'),
(E'Assessment: Liver cancer metastatic from colon.'),
(E'Assessment: Renal cell carcinoma, metastatic to left lung and right adrenal gland.'),
(E'Assessment: Colon cancer. No liver mets.'),
(E'Assessment: Colon cancer. Possible bone metastases.'),
(E'Assessment: Breast mass. Lung nodule.'),
(E'Assessment: Breast cancer, s/p lumpectomy and radiation 2016, NED.'),
(E'Assessment: Breast cancer, s/p mastectomy 2020, continues anastrozole.'),
(E'Assessment: History of breast cancer, on tamoxifen.'),
(E'Assessment: History of breast cancer.'),
(E'Assessment: Prostate cancer on active surveillance.'),
(E'Assessment: Left breast cancer, DCIS, stage 0.'),
(E'PMH: breast cancer\nAssessment: Gout.'),
(E'Assessment: Chronic lymphocytic leukemia in remission.'),
(E'Assessment: Lung cancer metastatic to the left adrenal gland.'),
(E'Assessment: Cancer of the right ovary.'),
(E'Assessment: Lung cancer. Mother had metastatic breast cancer to bone.');
SELECT * FROM proposed;
TRUNCATE note RESTART IDENTITY;

-- chapter 15 first, by trimester; not where the pregnancy is denied, another's or incidental
INSERT INTO note (body) VALUES
(E'Assessment: G2P1 at 28 weeks gestation. Iron deficiency anemia. Asthma.'),
(E'Assessment: 10 weeks pregnant with UTI. Chronic hypertension.'),
(E'Assessment: 24 3/7 weeks gestation. Hypertension. Obesity.'),
(E'Assessment: Pregnant at 30 weeks, type 1 diabetes. Chronic hypertension with superimposed preeclampsia.'),
(E'Assessment: Hypothyroidism in pregnancy, second trimester.'),
(E'Assessment: Pregnant. Migraine.'),
(E'Assessment: Gout. Incidentally pregnant at 12 weeks.'),
(E'Assessment: Not pregnant. UTI.'),
(E'Assessment: If she becomes pregnant stop lisinopril. Hypertension.'),
(E'Assessment: Asthma. Cough for 3 weeks.'),
(E'Assessment: Wife is pregnant at 20 weeks. Asthma.'),
(E'Assessment: Gestational diabetes at 31 weeks gestation, controlled with diet and insulin.'),
(E'Assessment: Gestational hypertension without proteinuria, 35 weeks gestation.');
INSERT INTO note (body, setting, born) VALUES
(E'Final diagnosis: Full-term uncomplicated vaginal delivery of a single liveborn, 39 weeks gestation.', 'inpatient', '1999-01-01'),
(E'Hospital course: NSVD at 39 weeks gestation of a liveborn male. Gestational hypertension.', 'inpatient', '1999-01-01'),
(E'Assessment: Term newborn delivered vaginally, jaundice. Mother with gestational diabetes.', 'inpatient', '2026-02-02'),
(E'Assessment: Jaundice.', 'inpatient', '1999-01-01');
SELECT * FROM proposed;
ROLLBACK;
