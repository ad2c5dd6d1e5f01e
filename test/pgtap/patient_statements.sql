-- patient_statements(): age and sex of the patient in the words of a note
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();

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
SELECT is(p.text, substr(n.note, p.start_char + 1, p.end_char - p.start_char), 'offsets are characters of the note, not bytes')
FROM (VALUES (E'Gr\u00f6\u00dfe 98 cm. Se\u00f1ora P\u00e9rez brings a 3-year-old boy.')) AS n(note) CROSS JOIN LATERAL medcode.patient_statements(n.note) AS p;

SELECT * FROM finish();
ROLLBACK;
