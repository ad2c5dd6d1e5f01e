--
-- Versions of the terminology: the draft, publishing it, asking for a version
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\set SHOW_CONTEXT never

-- what a note gives, and with which version
CREATE FUNCTION pg_temp.codes(note text, version integer DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format('%s (%s)', s.code, coalesce(s.version::text, 'draft')), ', ' ORDER BY s.sequence)
	FROM medcode.suggest(note, version => $2) AS s
$$;

-- as installed: one version, nothing to publish
SELECT version, terms > 1000 AS terms, starter, comment FROM medcode.versions();
SELECT * FROM medcode.draft();
SELECT medcode.draft_version();
SELECT medcode.publish();
SELECT pg_temp.codes('Gout.'), pg_temp.codes('Gout.', 1) AS version_1, pg_temp.codes('Sugar sickness.') AS unknown;
SELECT medcode.fingerprint() = fingerprint AS same, fingerprint ~ '^[0-9a-f]{64}$' AS form, medcode.verify_version(1)
FROM medcode.versions();

BEGIN;
--
-- The draft
--
SELECT medcode.add_term('sugar sickness', 'E119') >= 2147483648 AS id;
SELECT medcode.add_abbreviation('susi', 'sugar sickness') >= 2147483648 AS id;
SELECT medcode.add_cue('is spared of', 'negated', 'forward') >= 2147483648 AS id;
SELECT medcode.add_section('what we think', 'assessment') >= 2147483648 AS id;
INSERT INTO medcode.term (phrase, code) VALUES ('salt sickness', 'E87.0');
SELECT * FROM medcode.draft();
SELECT phrase, code, kind, origin, version FROM medcode.term WHERE origin <> 'starter' ORDER BY phrase;
-- it acts, and the rows say that there is no number for it
SELECT pg_temp.codes('Sugar sickness. Salt sickness.');
SELECT text, code, section, negated, cue FROM medcode.mentions(E'WHAT WE THINK: susi.\nShe is spared of salt sickness.');
-- what is there is not added again
SELECT medcode.add_term('sugar sickness', 'E11.9') = medcode.add_term('sugar sickness', 'E119') AS same_row;
SELECT count(*) FROM medcode.term WHERE phrase = 'sugar sickness';

-- a savepoint undoes its part
SAVEPOINT one;
SELECT medcode.add_term('pepper sickness', 'J30.9') > 0 AS added;
SELECT pg_temp.codes('Pepper sickness.');
ROLLBACK TO one;
SELECT pg_temp.codes('Pepper sickness.');

--
-- Publishing
--
SELECT medcode.publish('first of the site');
SELECT version, starter, comment FROM medcode.versions();
SELECT * FROM medcode.draft();
SELECT medcode.draft_version(), medcode.publish('nothing to publish') AS published;
SELECT pg_temp.codes('Sugar sickness. Salt sickness.');
SELECT pg_temp.codes('Sugar sickness. Salt sickness. Gout.', 1) AS version_1;
SELECT fingerprint = medcode.fingerprint() AS of_now, fingerprint = medcode.fingerprint(1001) AS of_the_version,
	fingerprint <> medcode.fingerprint(1) AS other_than_1
FROM medcode.versions() WHERE version = 1001;

-- the next one: terms leave, the site's and the starter's
SELECT medcode.retire_term('salt sickness');
SELECT medcode.retire_term('gout', 'M109', reason => 'we write it otherwise');
SELECT medcode.retire('cue', cue_id) FROM medcode.cue WHERE phrase = 'is spared of';
SELECT medcode.retire('cue', cue_id) AS once_more FROM medcode.cue WHERE phrase = 'is spared of';
SELECT * FROM medcode.draft();
SELECT pg_temp.codes('Sugar sickness. Salt sickness. Gout.');
SELECT pg_temp.codes('Sugar sickness. Salt sickness. Gout.', 1001) AS version_1001;
SELECT medcode.publish('second');
SELECT v, pg_temp.codes('Sugar sickness. Salt sickness. Gout.', v) FROM unnest(ARRAY[NULL, 1, 1001, 1002]) AS v;
SELECT version, negated FROM unnest(ARRAY[1, 1001, 1002]) AS version,
	medcode.assertion('She is spared of asthma.', 17, 23, version);
SELECT version, category FROM unnest(ARRAY[1, 1001]) AS version, medcode.sections(E'WHAT WE THINK: asthma.', version);
SELECT version, medcode.verify_version(version) FROM medcode.versions();
-- what was retired may come back
SELECT medcode.add_term('salt sickness', 'E87.0') > 0 AS added;
SELECT pg_temp.codes('Salt sickness.');
-- even within one draft
SAVEPOINT one;
SELECT medcode.retire_term('salt sickness');
SELECT medcode.add_term('salt sickness', 'E87.0') > 0 AS added;
SELECT pg_temp.codes('Salt sickness.');
-- or with another property
SELECT medcode.retire('abbreviation', medcode.add_abbreviation('qqz', 'salt sickness'));
SELECT medcode.add_abbreviation('qqz', 'salt sickness', 'upper') > 0 AS added;
SELECT text, code FROM medcode.mentions('She has qqz and QQZ.');
ROLLBACK TO one;

--
-- expect => fingerprint
--
SELECT fingerprint AS published FROM medcode.versions() WHERE version = 1001 \gset
SELECT medcode.fingerprint() AS draft \gset
SELECT code FROM medcode.suggest('Asthma.', version => 1001, expect => :'published');
SELECT code FROM medcode.suggest('Asthma.', expect => :'draft');
\set VERBOSITY terse
SELECT code FROM medcode.suggest('Asthma.', version => 1002, expect => :'published');
ROLLBACK TO one;
SELECT code FROM medcode.suggest('Asthma.', expect => :'published');
ROLLBACK TO one;
SELECT code FROM medcode.suggest('Asthma.', expect => '');
ROLLBACK TO one;
\set VERBOSITY default

--
-- Frozen rows
--
UPDATE medcode.term SET code = 'E10.9' WHERE phrase = 'sugar sickness';
ROLLBACK TO one;
DELETE FROM medcode.cue WHERE phrase = 'is spared of';
ROLLBACK TO one;
TRUNCATE medcode.term;
ROLLBACK TO one;
DELETE FROM medcode.term WHERE origin = 'starter';
ROLLBACK TO one;
DELETE FROM medcode.retirement WHERE version = 1002;
ROLLBACK TO one;
UPDATE medcode.terminology_version SET comment = 'other';
ROLLBACK TO one;
UPDATE medcode.release SET effective = '[2020-01-01,)';
ROLLBACK TO one;
UPDATE medcode.code SET title = 'other' WHERE code = 'M10.9';
ROLLBACK TO one;
-- rows of the draft are anybody's who may write
UPDATE medcode.term SET code = 'E10.9' WHERE phrase = 'salt sickness' AND version = 1003;
DELETE FROM medcode.term WHERE version = 1003;
DELETE FROM medcode.retirement WHERE version = 1003;
SELECT * FROM medcode.draft();
SELECT medcode.fingerprint() = fingerprint AS as_before FROM medcode.versions() WHERE version = 1002;

-- a row that slipped into a frozen version is found
INSERT INTO medcode.term (phrase, code, version) VALUES ('pepper sickness', 'J30.9', 1001);
SELECT version, medcode.verify_version(version) FROM medcode.versions();
ROLLBACK;

-- all undone
SELECT version FROM medcode.versions();
SELECT * FROM medcode.draft();
SELECT pg_temp.codes('Sugar sickness. Gout.');
SELECT medcode.fingerprint() = fingerprint AS same FROM medcode.versions();

--
-- What is not there
--
SELECT code FROM medcode.suggest('Gout.', version => 1001);
SELECT code FROM medcode.suggest('Gout.', version => 0);
SELECT code FROM medcode.mentions('Gout.', -1);
SELECT medcode.highlight('Gout.', 2147483647);
SELECT medcode.fingerprint(1001);
SELECT medcode.verify_version(1001);
SELECT medcode.retire_term('no such phrase');
SELECT medcode.retire_term('gout', 'E11.9');
SELECT medcode.retire('term', -1);
SELECT medcode.retire('code', 1);
SELECT medcode.retire(NULL, 1);
\set VERBOSITY terse
SELECT medcode.add_term('gout', 'E11,9');
SELECT medcode.add_term(NULL, 'E11.9');
SELECT medcode.add_section('what we think', 'thoughts');

--
-- Who may
--
CREATE ROLE regress_medcode_reader;
SET ROLE regress_medcode_reader;
SELECT version FROM medcode.versions();
SELECT count(*) FROM medcode.draft();
SELECT medcode.verify_version(1);
SELECT medcode.publish();
SELECT medcode.add_term('sugar sickness', 'E11.9');
SELECT medcode.retire_term('gout');
RESET ROLE;
DROP ROLE regress_medcode_reader;
\set VERBOSITY default
