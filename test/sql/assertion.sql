--
-- What a note says of a condition
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET DateStyle = 'ISO';

-- what a note says of a mention: axes, relation, status, event date, cue
SELECT text, negated AS n, uncertain AS u, historical AS h, hypothetical AS p, experiencer, relation, status, event_date, cue
FROM medcode.mentions('Pneumonia resolved. Gout in remission. Stroke was ruled out. Breast cancer, NED. At risk for osteoporosis. Screening exam for type 2 diabetes mellitus.');
SELECT text, historical AS h, relation, status, event_date, cue
FROM medcode.mentions(E'Stroke in 2019. Gout since 3/2018. Pneumonia on 2019-05-03. Asthma for 10 years. Migraine 3 years ago.');
SET DateStyle = 'German';
SELECT event_date FROM medcode.mentions('Stroke in March 2019.');
SET DateStyle = 'ISO';
SELECT text, experiencer, relation, cue
FROM medcode.mentions(E'Family History:\nMother: gout, asthma.\nFather died of stroke.\nHer paternal grandfather had breast cancer.\nMigraine.\n\nAssessment:\nHypertension.\n');
-- the patient's own in a family history, an ulcer of today in the past history
SELECT text, experiencer, historical, section
FROM medcode.mentions(E'Family History: Patient has asthma.\nPast Medical History: Gout, currently with migraine.\nInstructions: You were treated because of pneumonia. Call us with any fever.\n');
-- spans found by other means: procedures and substances
SELECT hypothetical, status, cue, cue_start, cue_end FROM medcode.assertion('Scheduled for hernia repair for hernia.', 14, 27);
SELECT hypothetical, status, cue FROM medcode.assertion('Scheduled for hernia repair for hernia.', 32, 38);
SELECT negated, historical, status, cue FROM medcode.assertion('Allergic to penicillin.', 12, 22);
SELECT negated, status, cue FROM medcode.assertion(E'Allergies:\nPenicillin', 11, 21);
-- what was feared or looked for is no diagnosis of this encounter
SELECT code, status, support FROM medcode.suggest(E'Assessment:\nHypertension. Stroke was ruled out. At risk for gout. Screening for asthma.');
-- cues are rows: a slot for a quantity, one for an operation, a status
BEGIN;
INSERT INTO medcode.cue (phrase, category, direction) VALUES ('since # zzyzxes', 'historical', 'backward'),
	('unzzyzxed by @', 'resolved', 'backward');
SELECT historical, status, cue FROM medcode.assertion('Gout since a couple of zzyzxes.', 0, 4);
SELECT historical, status, cue FROM medcode.assertion('Gout since blue zzyzxes.', 0, 4);
SELECT historical, status, cue FROM medcode.assertion('Gout unzzyzxed by left nephrectomy.', 0, 4);
ROLLBACK;
-- what is not needed is denied, but not the disease named before it; considered and excluded is excluded
SELECT n.n, m.text, m.negated, m.uncertain, m.cue
FROM (VALUES (1, 'Dialysis is not needed at present.'), (2, 'Asthma: oxygen is not needed.'), (3, 'Dialysis is not foreseeable.'),
    (4, 'Pneumonia was considered and excluded.'), (5, 'Pneumonia was considered.')) AS n(n, note),
    LATERAL medcode.mentions(n.note) AS m ORDER BY n.n, m.start_char;
\set VERBOSITY terse
INSERT INTO medcode.cue (phrase, category, direction) VALUES ('zzyzx', 'sleepy', 'forward');
