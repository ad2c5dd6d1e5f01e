--
-- Loading the Tabular List: chapters and sections, notes, the codes they name, seventh characters
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never

-- Lines of the order file from codes, flags and titles
CREATE FUNCTION pg_temp.lines(VARIADIC rows text[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
		split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60), split_part(r, '|', 3)), '' ORDER BY n)
	FROM unnest(rows) WITH ORDINALITY AS u(r, n)
$$;
SELECT pg_temp.lines(
	'C43|0|Melanoma',
	'C439|1|Melanoma, unspecified',
	'C4A|1|Merkel',
	'E10|0|Diabetes one',
	'E106|0|Diabetes one with more',
	'E1061|0|Diabetes one with joint trouble',
	'E10610|1|Diabetes one with Charcot joint',
	'E109|1|Diabetes one without',
	'E11|0|Diabetes two',
	'E116|0|Diabetes two with more',
	'E1161|0|Diabetes two with joint trouble',
	'E11610|1|Diabetes two with Charcot joint',
	'E119|1|Diabetes two without',
	'S42|0|Broken shoulder',
	'S429|0|Broken shoulder, unspecified',
	'S429XXA|1|Broken shoulder, unspecified, first',
	'S429XXB|1|Broken shoulder, unspecified, first, open') AS codes \gset

-- A Tabular List of three sections; E11.8 is in no list of codes
\set list '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.tabular>\n<version>2026</version>\n<introduction><introSection type="title"><title>List</title></introSection></introduction>\n'
\set list :list '<chapter><name>2</name><desc>Growths (C00-D49)</desc>\n<notes><note>Growths of the skin are in C43.-, others are not.</note></notes>\n'
\set list :list '<sectionIndex>\n<sectionRef first="C43" last="C44" id="C43-C44"> Skin </sectionRef>\n<sectionRef first="C45" last="C49" id="C45-C49"/>\n</sectionIndex>\n'
\set list :list '<section id="C43-C44"><desc>Growths of skin (C43-C44)</desc>\n<diag><name>C43</name><desc>Melanoma</desc>\n<excludes2><note>Merkel growth (C4A)</note></excludes2>\n'
\set list :list '<diag><name>C43.9</name><desc>Melanoma, unspecified</desc><inclusionTerm><note>Melanoma NOS</note></inclusionTerm></diag></diag>\n<diag><name>C4A</name><desc>Merkel</desc></diag>\n</section></chapter>\n'
\set list :list '<chapter><name>4</name><desc>Glands (E00-E89)</desc>\n<section id="E08-E13"><desc>Diabetes (E08-E13)</desc>\n<useAdditionalCode><note>code to identify:</note><note>insulin (Z79.4)</note></useAdditionalCode>\n'
\set list :list '<diag><name>E10</name><desc>Diabetes one</desc>\n<inclusionTerm><note>sugar  disease\n\tof the young NOS</note><note>Conditions in E10</note><note>vitamin B12 diabetes</note></inclusionTerm>\n'
\set list :list '<excludes1><note>diabetes two (E11.-)</note><note>of both (E08-E13 with .610)</note><note>of B12 (E10-E11, E09 with .3)</note></excludes1>\n'
\set list :list '<codeFirst><note>underlying disease</note><note>, if applicable, poisoning (T36-T50 with fifth or sixth character 5)</note></codeFirst>\n'
\set list :list '<codeAlso><note>any shoulder (S42.- with 7th character B or C)</note><note/></codeAlso>\n'
\set list :list '<diag><name>E10.6</name><desc>Diabetes one with more</desc><diag><name>E10.61</name><desc>with joint trouble</desc><diag><name>E10.610</name><desc>with Charcot joint</desc></diag></diag></diag></diag>\n'
\set list :list '<diag><name>E11</name><desc>Diabetes two</desc>\n<diag><name>E11.6</name><desc>with more</desc><diag><name>E11.61</name><desc>with joint trouble</desc><diag><name>E11.610</name><desc>with Charcot joint</desc></diag></diag></diag>\n'
\set list :list '<diag><name>E11.8</name><desc>with something</desc><includes><note>something</note></includes></diag>\n</diag></section></chapter>\n'
\set list :list '<chapter><name>19</name><desc>Injury (S00-T88)</desc>\n<section id="S40-S49"><desc>Shoulder (S40-S49)</desc>\n<diag><name>S42</name><desc>Broken shoulder</desc>\n'
\set list :list '<sevenChrNote><note>The appropriate 7th character is to be added to all codes from category S42</note></sevenChrNote>\n'
\set list :list '<sevenChrDef>\n<extension char="A">first encounter</extension>\n<extension char="B">first encounter, open</extension>\n<extension char="A">again</extension>\n</sevenChrDef>\n'
\set list :list '<diag><name>S42.9</name><desc>unspecified</desc></diag></diag></section></chapter>\n</ICD10CM.tabular>\n'
SELECT replace(replace(:'list', '\n', E'\n'), '\t', E'\t') AS list \gset

BEGIN;
-- without the list of codes nothing can be checked
SAVEPOINT here;
SELECT rows_read, added, rejected FROM medcode.load_content(:'list');
ROLLBACK TO here;

SELECT rows_read FROM medcode.load_content(:'codes', 'FY2026');
SELECT recognised, code_system, release, effective, rows_read, added, changed, rejected
FROM medcode.load_content(:'list');
SELECT kind, release, rows, origin FROM medcode.release WHERE kind = 'tabular';
SELECT block, level, first_category, last_category, title, tabular_order FROM medcode.block ORDER BY tabular_order;
SELECT note_id, level, place, kind, conditional, note, phrase FROM medcode.tabular_note ORDER BY note_id;
SELECT place, first_code, last_code, characters, character_places
FROM medcode.note_reference JOIN medcode.tabular_note USING (release_id, note_id) ORDER BY note_id, position;
SELECT place, character, meaning FROM medcode.seventh_character ORDER BY place, character;
-- inclusion terms that name a condition are official terms
SELECT phrase, code, kind FROM medcode.term WHERE origin = 'official' AND kind = 'inclusion' ORDER BY phrase;

-- again: nothing is written; a corrected file takes the place of the older
SELECT rows_read, added, changed FROM medcode.load_content(:'list');
SELECT added, changed FROM medcode.load_content(replace(:'list', 'of the young', 'of youth'));
SELECT count(*) FROM medcode.release WHERE kind = 'tabular';
-- other releases, told by the file or by the caller
SELECT release, effective FROM medcode.load_content(replace(:'list', '>2026<', '>2026-April<'));
SELECT release, effective FROM medcode.load_content(:'list', 'FY2025');
ROLLBACK;

-- what was odd and survived
BEGIN;
SELECT rows_read FROM medcode.load_content(:'codes', 'FY2026');
SELECT r.line, r.reason FROM medcode.load_content(:'list'), jsonb_to_recordset(rejected_rows) AS r(line int, reason text);
ROLLBACK;

-- refused whole, and never repeated
SELECT * FROM medcode.load_content(replace(:'list', '<version>2026</version>', ''));
SELECT * FROM medcode.load_content(replace(:'list', '<version>2026</version>', ''), 'FY2026');
SELECT * FROM medcode.load_content(replace(:'list', '<name>E10.6</name>', '<name>E12.6</name>'));
SELECT * FROM medcode.load_content(replace(:'list', '<name>C4A</name>', '<name>D03</name>'));
SELECT * FROM medcode.load_content(replace(:'list', '<name>E11</name>', '<name>E10</name>'));
SELECT * FROM medcode.load_content(replace(:'list', '<name>E11</name>', '<name>CANARY Jane Roe</name>'));
SELECT * FROM medcode.load_content(replace(:'list', '<name>E11</name>', ''));
SELECT * FROM medcode.load_content(replace(:'list', '<excludes2>', '<excludes3/><excludes2>'));
SELECT * FROM medcode.load_content(replace(:'list', '<excludes2>', 'CANARY Jane Roe<excludes2>'));
SELECT * FROM medcode.load_content(replace(:'list', 'char="B"', 'char="BB"'));
SELECT * FROM medcode.load_content(replace(:'list', 'id="E08-E13"', 'id="C43-C44"'));
SELECT * FROM medcode.load_content(regexp_replace(:'list', '<section id="E08.*</section>', ''));
SELECT * FROM medcode.load_content(replace(:'list', '<ICD10CM.tabular>', '<ICD10CM.tabular isAddenda="true">'));
SELECT * FROM medcode.load_content(:'list' || 'CANARY');
SELECT * FROM medcode.load_content(replace(:'list', '<desc>Merkel', '<desc>&CANARY;'));
SELECT * FROM medcode.load_content(replace(:'list', '<ICD10CM.tabular>',
	'<!DOCTYPE x [<!ENTITY a "CANARY">]><ICD10CM.tabular>'), 'FY2026');
CREATE TEMP TABLE list AS SELECT :'list' AS content;
-- of all cuts only those in the white space at the end pass
DO $$
DECLARE
	whole text := (SELECT content FROM list);
	passed int[] := '{}';
BEGIN
	FOR cut IN 0 .. length(whole) LOOP
		BEGIN
			PERFORM medcode.load_content(left(whole, cut), 'FY2026');
			passed := passed || (length(whole) - cut);
		EXCEPTION WHEN data_exception THEN
			NULL;
		END;
	END LOOP;
	RAISE NOTICE 'passed, counted from the end: %', passed;
	RAISE EXCEPTION 'undo';
END
$$;
SELECT count(*) FROM medcode.release WHERE origin <> 'starter';
\unset list
\unset codes
