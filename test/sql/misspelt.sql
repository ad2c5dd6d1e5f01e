--
-- Misspelt words of a note: what is corrected, what is left alone, and how it is shown
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\set SHOW_CONTEXT never

-- what is found in a note, with the words as the terminology has them
CREATE FUNCTION pg_temp.found(note text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format('%s %s %s%s', f.text, f.code, f.score,
		coalesce(' ' || (SELECT string_agg(c->>'word' || ' ' || (c->>'start') || '-' || (c->>'end'), ', ')
			FROM jsonb_array_elements(f.evidence -> 0 -> 'corrected') AS c), '')), '; ' ORDER BY f.start_char)
	FROM medcode.findings(note) AS f
$$;

-- a letter left out, too many, another, exchanged with the next
SELECT note, pg_temp.found(note) FROM (VALUES ('pnuemonia'), ('hypertenson'), ('hypertensiion'), ('hypothyroidsm'), ('osteoarthrits'),
	('diabetis mellitus'), ('atrial fibrilation'), ('gastroesophagael reflux disease'), ('congestve heart failure'),
	('chronic obstuctive pulmonary disease'), ('rhuematoid arthritis'), ('Diverticulitus.'), ('migriane'), ('hypoglycema'), ('asthmaa'), ('pneumothoax and pneumothrax')) AS n(note);
-- of two words the words beside it say which: no term has the other one there
SELECT note, pg_temp.found(note) FROM (VALUES ('artrial fibrillation'), ('artrial fibrilation'), ('artrial')) AS n(note);
-- two errors where both are of those made by ear, in a long word
SELECT note, pg_temp.found(note) FROM (VALUES ('hemmorhoids'), ('schizofrenia'), ('bacterial endocardities')) AS n(note);
-- the place is of the note, in characters
SELECT f.start_char, f.evidence FROM medcode.findings('Plan — für pnuemonia: rest.') AS f;
-- mentions have the same score, and the text as written
SELECT m.text, m.term, m.score FROM medcode.mentions('He has hypertenson.') AS m;
SELECT medcode.highlight('He has hypertenson.') ~ 'hypertenson' AS as_written;

-- left alone: what could as well be the other, what is a word of its own, inflected or derived, short, in capitals, a name, a number
SELECT note, pg_temp.found(note) FROM (VALUES ('hyptension'), ('hyprthyroidism'), ('hypkalemia'), ('adduction'), ('inflection'),
	('infraction'), ('artistic'), ('historical'), ('impatience'), ('irrigation'), ('flatter'), ('hyperextension'), ('readmission'),
	('thrombolysis'), ('keratotomy'), ('arthritics'), ('astma'), ('gaut'), ('ANGNIA'), ('Seen by Dr. Artritis'),
	('Seen with Mrs. Migriane'), ('seen with Migrane'), ('h1pertension'), ('hypertension2'), ('xypertension'), ('hypertensian'), ('pneumoniq'),
	('Zoloft'), ('metformin'), ('Neurontin'), ('wheeling'), ('smelling')) AS n(note);
-- a word that is right is never taken for another
SELECT note, pg_temp.found(note) FROM (VALUES ('hypotension'), ('dysphagia'), ('dysphasia'), ('hypothyroidism')) AS n(note);

-- negation and section as ever
SELECT f.text, f.code, f.negated FROM medcode.findings('No evidence of pnuemonia. Mother has diabetis mellitus.') AS f;

-- suggestions: less sure, the rule named
SELECT s.code, s.status, s.score <= 60 AS low, s.rules[1] AS rule FROM medcode.suggest('Assessment: pnuemonia.') AS s;
SELECT a.score > b.score AS lower FROM medcode.suggest('Assessment: pneumonia.') AS a, medcode.suggest('Assessment: pnuemonia.') AS b;
-- a doubtful one is for review: two misspelt words, two errors, one of two words
SELECT n.note, s.code, s.status, s.rules[1] AS rule FROM (VALUES ('Assessment: artrial fibrilation.'), ('Assessment: artrial fibrillation.')) AS n(note),
	medcode.suggest(n.note) AS s;
-- where the note also has it right there is no doubt
SELECT s.code, s.status, array_to_string(s.rules, '; ') ~ 'spelling' AS misspelt, s.evidence
FROM medcode.suggest('Assessment: pneumonia. Plan: treat pnuemonia.') AS s;

-- a word of the draft is right at once, and the site's word role makes one right
BEGIN;
SELECT pg_temp.found('pnuemonia');
SELECT medcode.add_term('pnuemonia screening', 'Z13.83') IS NOT NULL AS added;
SELECT pg_temp.found('pnuemonia');
ROLLBACK;
SELECT pg_temp.found('pnuemonia');
BEGIN;
INSERT INTO medcode.word_role (word, role) VALUES ('pnuemonia', 'own');
SELECT pg_temp.found('pnuemonia');
ROLLBACK;

-- the words in one piece may be gone or damaged: they are counted anew, and the same is found
CREATE TEMP TABLE before AS SELECT pg_temp.found('pnuemonia, hypertenson, hyptension, inflection') AS found;
SELECT found FROM before;
BEGIN;
UPDATE medcode.spelling_words SET crc = crc + 1;
INSERT INTO medcode.word_role (word, role) VALUES ('qqqqqq', 'own');
SELECT pg_temp.found('pnuemonia, hypertenson, hyptension, inflection') = found AS same FROM before;
DELETE FROM medcode.spelling_words;
INSERT INTO medcode.word_role (word, role) VALUES ('qqqqqqq', 'own');
SELECT pg_temp.found('pnuemonia, hypertenson, hyptension, inflection') = found AS same FROM before;
ROLLBACK;

-- whatever the session's settings, in a worker, in a version by its number, and the second time as the first
SET search_path = pg_temp;
SELECT pg_temp.found('pnuemonia, hypertenson, hyptension, inflection') = found AS same FROM before;
RESET search_path;
SET force_parallel_mode = on;
SELECT count(*) FROM medcode.findings('pnuemonia, hypertenson');
RESET force_parallel_mode;
SELECT count(*) FROM medcode.findings('pnuemonia, hypertenson', version => 1);
SELECT count(*) FROM generate_series(1, 3), medcode.findings('pnuemonia, hypertenson');
