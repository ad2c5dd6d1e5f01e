--
-- values_in() and value_questions(): laboratory tests, vital signs, scores
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\pset null '-'
\set SHOW_CONTEXT never

-- as written and in the unit of the measure
SELECT start_char, end_char, text, measure, value, low, high, comparator, unit, normal_value, normal_low, normal_high, normal_unit
FROM medcode.values_in('BP: 142/88 | HR 72 | Wt 210 lb | Height 5''10" | BMI 31.4. LVEF 55-60%. eGFR <15. Creatinine 133 umol/L. SBP in the 140s');

-- offsets are characters of the note, whatever stands before
SELECT substr(n, start_char + 1, end_char - start_char) AS value, substr(n, name_start + 1, name_end - name_start) AS name, text, name
FROM (VALUES (E'Größe\r\n\u00a0\U0001F489 A1c: 9.2 %')) AS v (n), medcode.values_in(n)
WHERE section IS NOT NULL;

-- kinds and dates
SELECT measure, kind, coalesce(value, low, high) AS value, comparator, measured
FROM medcode.values_in('A1c 7.2 (was 8.0 in March 2024), goal < 7%. Target BP 130/80. Hold metoprolol if HR < 60. Hgb 12.1 g/dL (13.0-17.0). EF 35% on 5/3/2023.');

-- what is not certain is said and not mended
SELECT text, measure, value, normal_value, issue
FROM medcode.values_in('BMI 314. A1c 92. BP 12/8. Weight 210. Hemoglobin 9.2%. BP 142. CSF glucose 16. Urine with WBC 12. HR > 100.');

-- no value, no note
SELECT count(*) FROM medcode.values_in('Weight loss of 10 lb. A1c pending. Repeat A1c in 3 months. Vitamin K 10 mg.');
SELECT count(*) FROM medcode.values_in(NULL);
SELECT count(*) FROM medcode.values_in('');

-- rows of the site take the place of the starter's, in the same transaction and not after a rollback
BEGIN;
INSERT INTO medcode.measure_name (phrase, measure) VALUES ('sugar', 'glucose'), ('bmi', NULL);
INSERT INTO medcode.measure (measure, title, class, unit, decimals, lowest, highest)
VALUES ('ferritin', 'Ferritin', 'lab', 'ng/mL', 0, 1, 100000);
INSERT INTO medcode.measure_name (phrase, measure) VALUES ('ferritin', 'ferritin');
INSERT INTO medcode.measure_unit (measure, spelling, unit, bare, factor) VALUES ('ferritin', 'ng/mL', 'ng/mL', true, 1);
SELECT measure, value, normal_value, normal_unit FROM medcode.values_in('Sugar 180, BMI 31.4, ferritin 250');
ROLLBACK;
SELECT measure, value, normal_value, normal_unit FROM medcode.values_in('Sugar 180, BMI 31.4, ferritin 250');

-- and its words
SELECT count(*) FROM medcode.values_in('A1c weighed in at around 9.2');
BEGIN;
INSERT INTO medcode.measure_word (phrase, role) VALUES ('weighed in', 'filler');
SELECT measure, value FROM medcode.values_in('A1c weighed in at around 9.2');
ROLLBACK;

-- rows that can never act are told of
BEGIN;
INSERT INTO medcode.measure_name (phrase, measure) VALUES ('zzz', 'no_such_measure');
SELECT count(*) FROM medcode.values_in('zzz 5');
ROLLBACK;

-- the starter's rows are not changed
UPDATE medcode.measure SET highest = 1000 WHERE measure = 'bmi';
DELETE FROM medcode.measure_unit WHERE measure = 'weight';
TRUNCATE medcode.value_rule;

-- questions to the provider
SELECT rule, found, documented, question
FROM medcode.value_questions('A1c 9.2%. BMI 41. BP 152/96. eGFR 44. EF 35%. PHQ-9: 14.');
-- not where the note answers them
SELECT rule, found, documented
FROM medcode.value_questions('Type 2 diabetes, morbid obesity, hypertension, CKD stage 3b, systolic heart failure, major depression. A1c 9.2%. BMI 41. BP 152/96. eGFR 44. EF 35%. PHQ-9: 14.');
-- only a type or a stage is missing
SELECT rule, found, documented FROM medcode.value_questions('Heart failure, CKD. EF 35-40%. eGFR 44.');
-- a negated, a relative's or an uncertain condition documents nothing
SELECT rule, found, documented
FROM medcode.value_questions('No diabetes. Mother has diabetes. Possible diabetes. A1c 9.2%.');
-- goals, limits, earlier and implausible values ask nothing
SELECT rule, found
FROM medcode.value_questions('A1c goal < 8. BMI 414. If BP > 160/100 call. A1c 9.1 -> 5.6. eGFR >60. EF 40-55%.');
-- with comorbidity, and for whom
SELECT rule, found, documented FROM medcode.value_questions('Hypertension. BMI 36.2.');
SELECT rule, found FROM medcode.value_questions('BMI 36.2. BP 150/95', age => 12);
SELECT jsonb_pretty(evidence) FROM medcode.value_questions('Weight 210 lb. A1c of 9.2% on 5/3/2024');
-- by whatever role
CREATE ROLE medcode_values_reader;
SET ROLE medcode_values_reader;
SELECT count(*) FROM medcode.value_questions('A1c 9.2%');
RESET ROLE;
DROP ROLE medcode_values_reader;
