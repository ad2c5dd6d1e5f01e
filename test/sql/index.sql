--
-- Loading the Alphabetic Index and its tables
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never

-- A file of the Index to Diseases, of the table of neoplasms
CREATE FUNCTION pg_temp.index_file(content text, version text DEFAULT '2026',
	title text DEFAULT 'ICD-10-CM INDEX TO DISEASES and INJURIES') RETURNS text LANGUAGE sql AS $$
	SELECT E'<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index>\n<version>' || version || E'</version>\n<title>' || title
		|| E'</title>\n<letter><title>A</title>\n' || content || E'\n</letter></ICD10CM.index>\n'
$$;
CREATE FUNCTION pg_temp.table_file(heads text[], content text) RETURNS text LANGUAGE sql AS $$
	SELECT E'<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index>\n<version>2026</version>\n<indexHeading>'
		|| (SELECT string_agg(format('<head col="%s">%s</head>', n, h), '' ORDER BY n)
			FROM unnest(heads) WITH ORDINALITY AS u(h, n))
		|| E'</indexHeading>\n<letter><title>A</title>\n' || content || E'\n</letter></ICD10CM.index>\n'
$$;
-- Lines of the order file from codes, flags and titles
CREATE FUNCTION pg_temp.lines(VARIADIC rows text[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
		split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60), split_part(r, '|', 3)), '' ORDER BY n)
	FROM unnest(rows) WITH ORDINALITY AS u(r, n)
$$;
SELECT pg_temp.index_file($$<mainTerm><title>Failure, failed</title><code>R69</code>
<term level="1"><title>heart<nemod>(acute) (sudden)</nemod></title><code>I50.9</code>
<term level="2"><title>with</title>
<term level="3"><title>shock</title><see>Shock, cardiogenic</see></term></term></term>
<term level="1"><title>Note: what is below belongs to the term before</title>
<term level="2"><title>systolic</title><code>I50.2-</code></term></term>
<term level="1"><title>renal</title><seeAlso>Failure, heart; Shock</seeAlso><code>N19.9</code></term>
<term level="1"><title>specified NEC</title><see>condition</see><subcat>I50.8</subcat></term></mainTerm>
<mainTerm><title>Shock</title><see>Failure</see>
<term level="1"><title>cardiogenic</title><code>I50.9</code><manif>R57.0</manif><seecat>R57</seecat></term></mainTerm>$$) AS index \gset

-- without a list of codes nothing is checked
BEGIN;
SELECT recognised, code_system, release, effective, rows_read, added, changed, rejected FROM medcode.load_content(:'index');
SELECT rejected_rows FROM medcode.load_content(:'index', 'FY2027');
SELECT entry_id, parent_id, level, path, nonessential, phrase, code, incomplete, manifestation
FROM medcode.index_entry JOIN medcode.release USING (release_id) WHERE release = 'FY2026' ORDER BY entry_id;
SELECT entry_id, see, see_entry, see_also, see_also_entries, see_category
FROM medcode.index_entry JOIN medcode.release USING (release_id)
WHERE release = 'FY2026' AND (see IS NOT NULL OR see_also IS NOT NULL OR see_category IS NOT NULL) ORDER BY entry_id;
-- the paths become terms
SELECT phrase, code FROM medcode.term WHERE origin = 'official' ORDER BY phrase COLLATE "C";
-- again
SELECT rows_read, added, changed, rejected FROM medcode.load_content(:'index');
ROLLBACK;

-- a code that is in no list is left out, and its entry stays
BEGIN;
SELECT rows_read FROM medcode.load_content(pg_temp.lines('I50|0|Heart failure', 'I502|1|Systolic heart failure',
	'I508|1|Other heart failure', 'I509|1|Heart failure, unspecified', 'R57|0|Shock', 'R570|1|Cardiogenic shock', 'R69|1|Illness'), 'FY2026');
SELECT rejected, jsonb_pretty(rejected_rows) AS rejected_rows FROM medcode.load_content(:'index');
SELECT path, phrase, code, incomplete FROM medcode.index_entry WHERE path[2] = 'renal';
ROLLBACK;

-- the other files
BEGIN;
SELECT recognised, release, rows_read, rejected FROM medcode.load_content(pg_temp.index_file(
	'<mainTerm><title>Fall</title><code>W19</code></mainTerm>', '2026', 'ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX'));
SELECT recognised, release, rows_read, rejected FROM medcode.load_content(pg_temp.table_file(
	'{Neoplasm,Malignant Primary,Malignant Secondary,Ca in situ,Benign,Uncertain Behavior,Unspecified Behavior}',
	'<mainTerm><title>Neoplasm</title><cell col="2">C80.1</cell><cell col="3">C79.9</cell>
	<term level="1"><title>lung</title><cell col="2">C34.9-</cell><cell col="3">C78.0-</cell><cell col="4">-</cell>
	<cell col="7">D49.1</cell></term></mainTerm>'));
SELECT recognised, release, rows_read, rejected FROM medcode.load_content(pg_temp.table_file(
	'{Substance,Poisoning Accidental (unintentional),Poisoning Intentional self-harm,Poisoning Assault,Poisoning Undetermined,Adverse effect,Underdosing}',
	'<mainTerm><title>Oil</title><cell col="2">T47.4X1</cell><cell col="3">T47.4X2</cell><cell col="4">T47.4X3</cell>
	<cell col="5">T47.4X4</cell><cell col="6">T47.4X5</cell><cell col="7">--</cell></mainTerm>'));
SELECT kind, path, phrase, e.code, column_name, c.code, c.incomplete
FROM medcode.index_entry AS e JOIN medcode.release USING (release_id)
LEFT JOIN medcode.table_cell AS c USING (release_id, entry_id)
ORDER BY kind, entry_id, c.code;
ROLLBACK;

-- the release: from the version, if that is a year; a name given wins
BEGIN;
SELECT release FROM medcode.load_content(pg_temp.index_file('<mainTerm><title>a</title></mainTerm>', '2024'));
SELECT release FROM medcode.load_content(pg_temp.index_file('<mainTerm><title>a</title></mainTerm>', '2024'), 'FY2023');
\set VERBOSITY terse
SELECT release FROM medcode.load_content(pg_temp.index_file('<mainTerm><title>a</title></mainTerm>', 'spring'));
\set VERBOSITY default
ROLLBACK;

-- what is no index is refused whole, with line and reason
SELECT count(*) FROM medcode.load_content(left(:'index', 500));
SELECT count(*) FROM medcode.load_content(pg_temp.index_file('<mainTerm><title>a</title>
<term level="2"><title>b</title></term></mainTerm>'));
SELECT count(*) FROM medcode.load_content(pg_temp.index_file('<mainTerm><title>a</title><cell col="2">A00</cell></mainTerm>'));
SELECT count(*) FROM medcode.load_content(pg_temp.table_file('{Neoplasm,Benign,Malignant Primary,Malignant Secondary,Ca in situ,Uncertain Behavior,Unspecified Behavior}',
	'<mainTerm><title>a</title></mainTerm>'));
SELECT count(*) FROM medcode.load_content(replace(:'index', '<ICD10CM.index>', '<ICD10CM.index isAddenda="true">'));
SELECT count(*) FROM medcode.index_entry;
