--
-- Cards of categories, and narrowing
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never

-- the starter's come with the extension
SELECT release_id, tabular_id, count(*) = (SELECT count(DISTINCT left(code, 3)) FROM medcode.code WHERE release_id = 1) AS all_of_them
FROM medcode.code_card GROUP BY 1, 2;
SELECT code, parent, billable, acuity, flags, added_words, notes FROM medcode.code_card_rows('I50') WHERE code::text COLLATE "C" NOT BETWEEN 'I50.24' AND 'I50.82';
SELECT code, severity, pattern, course, flags FROM medcode.code_card_rows('j45') WHERE code::text COLLATE "C" BETWEEN 'J45.5' AND 'J45.909';
SELECT * FROM medcode.narrow('N18.9', '{stage 3b}');
SELECT * FROM medcode.narrow('I50.9', '{acute}');
SELECT * FROM medcode.narrow('I50.9', '{acute,systolic}');
SELECT * FROM medcode.narrow('J45', '{}');
SELECT * FROM medcode.narrow('J45.909', '{moderate,NULL,persistent}');
SELECT * FROM medcode.narrow('I50.2', NULL);
-- codes that are not in the list, and what is no category
SELECT * FROM medcode.narrow('I50.99', '{acute}');
SELECT * FROM medcode.narrow('Y99.Z', '{}');
SELECT * FROM medcode.narrow(NULL, '{}');
SELECT count(*) FROM medcode.code_card_rows('Z0Z');
SELECT count(*) FROM medcode.code_card_rows(NULL);
SELECT * FROM medcode.code_card_rows('I50.9');
SELECT * FROM medcode.code_card_rows('50');
SELECT * FROM medcode.narrow('N18.9', '{}', '1999-01-01');
SELECT medcode.write_cards() AS none_is_missing;

-- Lines of the order file from codes, flags and titles
CREATE FUNCTION pg_temp.lines(VARIADIC rows text[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
		split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60), split_part(r, '|', 3)), '' ORDER BY n)
	FROM unnest(rows) WITH ORDINALITY AS u(r, n)
$$;
SELECT pg_temp.lines(
	'C43|1|Malignant melanoma',
	'C4A|0|Merkel cell carcinoma',
	'C4A0|1|Merkel cell carcinoma, right eyelid',
	'C4A1|1|Merkel cell carcinoma, left eyelid',
	'C44|1|Other malignant neoplasm of skin',
	'H25|0|Age-related cataract',
	'H251|0|Age-related nuclear cataract',
	'H2510|1|Age-related nuclear cataract, unspecified eye',
	'H2511|1|Age-related nuclear cataract, right eye',
	'H2513|1|Age-related nuclear cataract, bilateral',
	'J10|1|Influenza') AS list \gset
BEGIN;
SELECT recognised, rows_read FROM medcode.load_content(:'list', 'FY2026');
SELECT tabular_id, category FROM medcode.code_card WHERE release_id > 1 ORDER BY category COLLATE "C";
SELECT code, parent, billable, side, flags FROM medcode.code_card_rows('H25');
SELECT * FROM medcode.narrow('H25.1', '{left,right}');
SELECT * FROM medcode.narrow('H25.1', '{left}');
SELECT * FROM medcode.narrow('H25.10', '{right}', '2026-01-01');

-- with a Tabular List of that edition they are written again, and both are kept
SELECT release_id AS codes FROM medcode.release WHERE kind = 'codes' AND origin <> 'starter' \gset
INSERT INTO medcode.release (code_system, kind, release, effective, origin)
VALUES ('icd10cm', 'tabular', 'FY2026', '[2025-10-01,2026-10-01)', 'official') RETURNING release_id AS tabular \gset
INSERT INTO medcode.block (release_id, block, level, first_category, last_category, title, tabular_order)
VALUES (:tabular, '2', 'chapter', 'C43', 'C44', 'Invented chapter', 1), (:tabular, 'C43-C44', 'section', 'C43', 'C44', 'Invented section', 2),
	(:tabular, '7', 'chapter', 'H25', 'H25', 'Another', 3);
INSERT INTO medcode.tabular_note (release_id, note_id, level, place, kind, note)
VALUES (:tabular, 1, 'chapter', '2', 'excludes2', 'Invented'), (:tabular, 2, 'section', 'C43-C44', 'note', 'Invented'),
	(:tabular, 3, 'code', 'C4A', 'excludes1', 'Invented'), (:tabular, 4, 'code', 'C4A.1', 'code_first', 'Invented');
INSERT INTO medcode.note_reference (release_id, note_id, position, first_code, last_code)
VALUES (:tabular, 3, 1, 'C43', 'C44');
SELECT medcode.publish() > 0 AS published;
SELECT release_id = :codes AND tabular_id IN (0, :tabular) AS known, count(*) FROM medcode.code_card WHERE release_id > 1 GROUP BY 1, tabular_id ORDER BY tabular_id;
SELECT code, side, notes FROM medcode.code_card_rows('C4A');
SELECT code, notes FROM medcode.code_card_rows('C44');
SELECT code, notes FROM medcode.code_card_rows('H25') LIMIT 1;
SELECT medcode.write_cards() AS none_is_missing, (SELECT count(*) > 900 FROM medcode.code_card) AS many;
SELECT md5(string_agg(card, ''::bytea ORDER BY category COLLATE "C")) AS before FROM medcode.code_card WHERE tabular_id = :tabular \gset
SELECT medcode.write_cards(rewrite => true);
SELECT md5(string_agg(card, ''::bytea ORDER BY category COLLATE "C")) = :'before' AS same FROM medcode.code_card WHERE tabular_id = :tabular;

-- a card that is damaged or missing is an error that says what to do
SAVEPOINT here;
UPDATE medcode.code_card SET card = overlay(card PLACING '\xffff' FROM 9) WHERE category = 'J10';
SELECT * FROM medcode.narrow('J10', '{}');
ROLLBACK TO here;
UPDATE medcode.code_card SET card = '' WHERE category = 'J10';
SELECT * FROM medcode.narrow('J10', '{}');
ROLLBACK TO here;
DELETE FROM medcode.code_card WHERE release_id > 1;
SELECT * FROM medcode.narrow('J10', '{}');
ROLLBACK TO here;
SELECT * FROM medcode.narrow('J10', '{}');
ROLLBACK;

-- another life of the extension has other cards under the same ids
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT count(*) FROM medcode.narrow('N18.9', '{stage 4}');
DROP EXTENSION medcode CASCADE;
CREATE EXTENSION medcode;
UPDATE medcode.code_card SET card = (SELECT card FROM medcode.code_card WHERE category = 'J45') WHERE category = 'N18';
SELECT * FROM medcode.narrow('N18.9', '{stage 4}');
ROLLBACK;
