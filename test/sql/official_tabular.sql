--
-- The publisher's Tabular List
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never
\getenv data MEDCODE_DATA
\set folder :data /data/icd10cm/fy2026
\set codes :folder /icd10cm_order_2026.txt
\set tabular :folder /icd10cm_tabular_2026.xml

BEGIN;
SELECT rows_read FROM medcode.load_file(:'codes');
CREATE TEMP TABLE loaded AS SELECT * FROM medcode.load_file(:'tabular');
SELECT recognised, release, effective, rows_read, added, rejected FROM loaded;
SELECT line, reason FROM loaded, jsonb_to_recordset(rejected_rows) AS r(line int, reason text);
-- every note is there
SELECT kind, count(*) AS notes, count(DISTINCT place) AS places, count(phrase) AS phrases,
	count(*) FILTER (WHERE conditional) AS conditional, bool_or(note ~ '^\s|\s\s|\s$|[\n\t]') AS untidy
FROM medcode.tabular_note GROUP BY kind ORDER BY kind;
SELECT count(*), max(note_id) FROM medcode.tabular_note;
SELECT level, count(*), sum(tabular_order) FROM medcode.block GROUP BY level ORDER BY level;
SELECT block, first_category, last_category FROM medcode.block
WHERE block IN ('1', '9', '15', '17', 'A00-A09', 'B99', 'I10-I1A', 'C43-C44', 'QA0', 'V00-V09') ORDER BY tabular_order;

-- places are codes of the list, sections or chapters
SELECT n.level, count(DISTINCT n.place) AS places, count(DISTINCT n.place) FILTER (WHERE c.code IS NULL AND b.block IS NULL) AS unknown
FROM medcode.tabular_note n
LEFT JOIN medcode.code c ON n.level = 'code' AND c.code = n.place
	AND c.release_id = (SELECT release_id FROM medcode.release WHERE kind = 'codes' AND release = 'FY2026')
LEFT JOIN medcode.block b ON b.release_id = n.release_id AND b.level = n.level AND b.block = n.place
GROUP BY n.level ORDER BY n.level;

-- codes that the notes name: every one in parentheses that is of the form of a code, and nothing else
SELECT kind, count(DISTINCT note_id) AS notes, count(*) AS named, count(*) FILTER (WHERE first_code <> last_code) AS ranges,
	count(characters) AS by_character
FROM medcode.note_reference JOIN medcode.tabular_note USING (release_id, note_id) GROUP BY kind ORDER BY kind;
SELECT count(DISTINCT note_id) FROM medcode.tabular_note n
WHERE note ~ '\([A-Z][0-9][0-9A-Z](\.[0-9A-Z]+)?[-.]*[,)-]'
	AND NOT EXISTS (SELECT FROM medcode.note_reference r WHERE (r.release_id, r.note_id) = (n.release_id, n.note_id));
SELECT substring(note FROM '\m[A-Z][0-9][0-9A-Z]\M[^ )]*') AS no_code, count(*)
FROM medcode.tabular_note n WHERE note ~ '\m[A-Z][0-9][0-9A-Z]\M'
	AND NOT EXISTS (SELECT FROM medcode.note_reference r WHERE (r.release_id, r.note_id) = (n.release_id, n.note_id))
GROUP BY 1 ORDER BY 1;
SELECT n.place, n.kind, string_agg(first_code || CASE WHEN last_code <> first_code THEN '-' || last_code ELSE '' END
	|| coalesce(' ' || characters || ' at ' || array_to_string(character_places, ','), ''), '; ' ORDER BY position) AS names
FROM medcode.note_reference r JOIN medcode.tabular_note n USING (release_id, note_id)
WHERE (n.place, n.kind) IN
	(('E11', 'excludes1'), ('I10', 'excludes1'), ('N18', 'code_first'), ('M14.6', 'excludes1'), ('R47.01', 'excludes1'),
	('E87.0', 'excludes2'), ('S41', 'excludes2'), ('S51', 'excludes1'), ('T88', 'excludes2'), ('Z91.1', 'code_also'), ('QA0', 'code_also'))
GROUP BY note_id, n.place, n.kind ORDER BY note_id;

-- seventh characters
SELECT count(*), count(DISTINCT place) AS places, string_agg(DISTINCT character, '' ORDER BY character) AS characters
FROM medcode.seventh_character;
SELECT string_agg(character, '' ORDER BY character) FROM medcode.seventh_character WHERE place = 'S52';

-- phrases of the inclusion terms
SELECT count(*) FILTER (WHERE phrase ~* '\m(NOS|NEC|other|unspecified|elsewhere|classifiable)\M|[:;] |\.$|^ | $') AS wrong,
	max(length(phrase)) AS longest FROM medcode.tabular_note;
SELECT place, count(*), count(phrase) AS phrases FROM medcode.tabular_note
WHERE kind = 'inclusion_term' AND place IN ('I21.9', 'J44.9', 'A15.4', 'O15.9', 'C92.A') GROUP BY place ORDER BY place;
ROLLBACK;

-- cut
SELECT * FROM medcode.load_content(pg_read_file(:'tabular', 0, 5000000), 'FY2026');
SELECT count(*) FROM medcode.release WHERE origin <> 'starter';
