--
-- The site's own rows, and the session's copy of the terminology
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\set VERBOSITY terse

-- a row that could break every note is refused when it is written
INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11,9');
INSERT INTO medcode.section_header (header, category) VALUES ('assesment', 'assesment');

SELECT medcode.is_section_category('assessment') AS known, medcode.is_section_category('assesment') AS not_known;

-- one that can never act is named
BEGIN;
SELECT medcode.add_term('of the', 'I10') > 0 AS added;
SAVEPOINT before;
INSERT INTO medcode.term (term_id, phrase, code) VALUES (4000000001, 'in the', 'I10');
SELECT medcode.publish() > 1000 AS published;
ROLLBACK TO before;
INSERT INTO medcode.abbreviation (abbreviation_id, abbreviation, expansion)
	VALUES (4000000002, 'h/o dm', 'history of diabetes');
\set VERBOSITY default
SELECT code FROM medcode.mentions('Hypertension.');
\set VERBOSITY terse
ROLLBACK;

-- words of the site act at once, and vanish with their transaction
BEGIN;
INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9');
INSERT INTO medcode.abbreviation (abbreviation, expansion) VALUES ('susi', 'sugar sickness');
INSERT INTO medcode.cue (phrase, category, direction) VALUES ('surely lacks', 'negated', 'forward');
INSERT INTO medcode.section_header (header, category) VALUES ('what we think', 'assessment');
SELECT text, code, section, negated, cue
FROM medcode.mentions(E'WHAT WE THINK: susi.\nShe surely lacks sugar sickness.');
ROLLBACK;
SELECT text, code, section, negated, cue
FROM medcode.mentions(E'WHAT WE THINK: susi.\nShe surely lacks sugar sickness.');

-- a replica's or a restore's writes count too
BEGIN;
SELECT count(*) FROM medcode.mentions('Sugar sickness.');
SET LOCAL session_replication_role = replica;
INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9');
SELECT count(*) FROM medcode.mentions('Sugar sickness.');
ROLLBACK;

-- the copy of an earlier life of the extension is not taken for the new one's
BEGIN;
INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9');
SELECT code FROM medcode.mentions('Sugar sickness. Salt sickness.');
SET LOCAL client_min_messages = warning;
DROP EXTENSION medcode CASCADE;
CREATE EXTENSION medcode;
INSERT INTO medcode.term (phrase, code) VALUES ('salt sickness', 'E87.0');
SELECT code FROM medcode.mentions('Sugar sickness. Salt sickness.');
ROLLBACK;

-- what is wrong with one row of many comes out as a row
SELECT setting, s.code, s.issue
FROM (VALUES ('outpatient'), ('clinic'), (NULL)) AS v(setting)
CROSS JOIN LATERAL medcode.suggest('Assessment: gout.', setting, on_issue => 'row') AS s;
SELECT code, issue FROM medcode.suggest(NULL, on_issue => 'row');
SELECT code, issue FROM medcode.suggest('Assessment: gout.', as_of => '2001-01-01', on_issue => 'row');
SELECT code FROM medcode.suggest('Assessment: gout.', sex => 'f');
SELECT code FROM medcode.suggest('Assessment: gout.', 'clinic');

-- a span without a word is no span of the words around it
SELECT negated FROM medcode.assertion('No fever.     Cough.', 10, 12);
SELECT negated, cue FROM medcode.assertion('No fever.     Cough.', 2, 9);
