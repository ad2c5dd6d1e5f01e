--
-- Loading the order file, and looking codes up by date
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
	'E11|0|Type 2 diabetes mellitus',
	'E110|0|Type 2 diabetes mellitus with hyperosmolarity',
	'E1101|1|Type 2 diabetes mellitus with hyperosmolarity with coma',
	'E119|1|Type 2 diabetes mellitus without complications',
	'G35|1|Multiple sclerosis',
	'J18|0|Pneumonia, unspecified organism',
	'J188|1|Other pneumonia, unspecified organism',
	'J189|1|Pneumonia, unspecified organism',
	'S72|0|Fracture of femur',
	'S729XXA|1|Unspecified fracture of femur, initial encounter for closed fracture') AS older \gset
SELECT pg_temp.lines(
	'E11|0|Type 2 diabetes mellitus',
	'E119|1|Type 2 diabetes mellitus without complications',
	'G35|0|Multiple sclerosis',
	'G35A|1|Relapsing-remitting multiple sclerosis',
	'G35D|1|Multiple sclerosis, unspecified',
	'J18|0|Pneumonia, unspecified organism',
	'J189|1|Pneumonia, unspecified organism') AS newer \gset

-- with the starter alone
SELECT code_system, release, valid, origin FROM medcode.releases() WHERE code_system <> 'hcc';
SELECT * FROM medcode.code_info('E11.9', '2025-09-30');

BEGIN;
SELECT * FROM medcode.load_content(:'older', 'FY2025');
SELECT code, title, short_title, billable, parent, tabular_order, origin
FROM medcode.code JOIN medcode.release USING (release_id, origin) WHERE release = 'FY2025' ORDER BY tabular_order;
SELECT code, phrase, kind FROM medcode.current_term WHERE origin = 'official' ORDER BY phrase COLLATE "C", code;

-- again, then another edition
SELECT string_agg(stamp::text, ' ' ORDER BY stamp) AS before FROM medcode.terminology_change \gset
SELECT rows_read, added, changed FROM medcode.load_content(:'older', 'FY2025');
SELECT rows_read, added, changed FROM medcode.load_content(replace(:'older', E'\r', ''), 'FY2025');
SELECT string_agg(stamp::text, ' ' ORDER BY stamp) = :'before' AS untouched FROM medcode.terminology_change;
SELECT release, effective, rows_read, added, changed FROM medcode.load_content(:'newer', 'FY2026');
SELECT code, phrase FROM medcode.current_term WHERE origin = 'official' ORDER BY phrase COLLATE "C", code;
SELECT release, effective, valid, origin, codes, billable FROM medcode.releases() WHERE origin <> 'starter';
SELECT count(*), bool_and(isempty(valid)) FROM medcode.releases() WHERE origin = 'starter' AND code_system = 'icd10cm';

-- by date of service
SELECT day, info.*
FROM (VALUES ('2024-10-01'::date), ('2025-09-30'), ('2025-10-01'), ('2031-01-01'), (NULL)) AS d(day),
	medcode.code_info('g35', day) AS info;
SELECT * FROM medcode.code_info('G35.A', '2025-09-30');
-- a phrase that has had several codes has that of the date
SELECT day, s.code, s.status, s.release
FROM (VALUES ('2025-09-30'::date), ('2025-10-01'), (NULL)) AS d(day),
	medcode.suggest('Assessment: Multiple sclerosis.', as_of => day) AS s;
SELECT * FROM medcode.code_info('E11.01');
SAVEPOINT here;
SET LOCAL datestyle = 'German';
SELECT * FROM medcode.code_info('G35', '2024-09-30');
ROLLBACK TO here;

-- a corrected file: what changed, came and went, with its terms
SELECT replace(:'newer', 'Relapsing-remitting', 'Relapsing') AS corrected \gset
SELECT added, changed FROM medcode.load_content(:'corrected', 'FY2026');
SELECT added, changed FROM medcode.load_content(:'older', 'FY2026');
SELECT code, phrase FROM medcode.current_term WHERE origin = 'official' ORDER BY phrase COLLATE "C", code;
SELECT added, changed FROM medcode.load_content(:'newer', 'FY2026');
-- the site's own rows stay, in the release that they were added to
INSERT INTO medcode.code (release_id, code, title, billable, tabular_order)
SELECT release_id, 'G35.Z', 'Own', true, 0 FROM medcode.current_release WHERE release = 'FY2026';
INSERT INTO medcode.term (phrase, code) VALUES ('own words', 'G35.Z');
SELECT added, changed FROM medcode.load_content(:'newer', 'FY2026');
SELECT code, origin FROM medcode.code WHERE title = 'Own';
SELECT phrase, origin FROM medcode.term WHERE code = 'G35.Z';

-- other names and dates
SELECT release, effective FROM medcode.load_content(:'newer', 'FY2026-April');
SELECT release, effective, added FROM medcode.load_content(:'newer', 'test', '[2030-01-01,)');
SELECT release, effective, added FROM medcode.load_content(:'newer', 'test', '[2030-02-01,2031-02-01)');
SELECT release, effective, added FROM medcode.load_content(:'newer', 'test');
ROLLBACK;

-- arguments that are missing or wrong
SELECT * FROM medcode.load_content(:'older');
SELECT * FROM medcode.load_content(NULL, 'FY2025');
SELECT * FROM medcode.load_content(:'older', '');
SELECT * FROM medcode.load_content(:'older', E'FY\n2025');
SELECT * FROM medcode.load_content(:'older', '2025');
SELECT * FROM medcode.load_content(:'older', 'FY2025', '(,2025-10-01)');
SELECT * FROM medcode.load_content(:'older', 'FY2025', 'empty');
SELECT * FROM medcode.load_content(:'older', 'starter', '[2024-10-01,)');
BEGIN;
SELECT release FROM medcode.load_content(:'older', 'FY2025');
SELECT release FROM medcode.load_content(:'older', 'mine', '[2024-10-01,)');
ROLLBACK;

-- refused whole, and never repeated
SELECT * FROM medcode.load_content('', 'FY2025');
SELECT * FROM medcode.load_content('CANARY Jane Roe has diabetes', 'FY2025');
SELECT * FROM medcode.load_content('<?xml version="1.0" encoding="utf-8"?>' || E'\n<ICD10CM.tabular>\n', 'FY2025');
-- codes of ICD-10-PCS between those of ICD-10-CM
SELECT * FROM medcode.load_content(:'older' || pg_temp.lines('001|0|Central Nervous System', '0016070|1|Bypass'), 'FY2025');
SELECT * FROM medcode.load_content(:'older' || :'older', 'FY2025');
SELECT * FROM medcode.load_content(replace(:'older', 'Multiple', 'Multipl' || chr(233)), 'FY2025');
SELECT * FROM medcode.load_content(replace(:'older', 'E1101   1', 'E1101   0'), 'FY2025');
SELECT * FROM medcode.load_content(replace(:'older', 'E110    0', 'E110    1'), 'FY2025');
SELECT * FROM medcode.load_content(replace(:'older', 'E119 ', 'E110 '), 'FY2025');
SELECT * FROM medcode.load_content(rtrim(:'older', E'\r\n'), 'FY2025');
-- of all cuts, those behind a line of a billable code are the only ones that pass
DO $$
DECLARE
	whole text := pg_temp.lines('E11|0|Diabetes', 'E119|1|Without complications', 'I10|1|Hypertension');
	passed int[] := '{}';
BEGIN
	FOR cut IN 0 .. length(whole) LOOP
		BEGIN
			PERFORM medcode.load_content(left(whole, cut), 'FY2025');
			passed := passed || cut;
		EXCEPTION WHEN data_exception THEN
			NULL;
		END;
	END LOOP;
	RAISE NOTICE 'passed: %, lines end at %', passed, (
		SELECT array_agg(n) FROM generate_series(1, length(whole)) AS n WHERE substr(whole, n, 1) = E'\n');
	RAISE EXCEPTION 'undo';
END
$$;
SELECT count(*) FROM medcode.release WHERE origin <> 'starter';

-- who may
CREATE ROLE regress_medcode_loader;
GRANT USAGE ON SCHEMA medcode TO regress_medcode_loader;
SET ROLE regress_medcode_loader;
SELECT * FROM medcode.load_content('', 'FY2025');
SELECT * FROM medcode.load_file('icd10cm_order_2026.txt');
SELECT count(*) FROM medcode.releases() WHERE code_system <> 'hcc';
SELECT code, billable FROM medcode.code_info('E11.9');
RESET ROLE;
GRANT EXECUTE ON FUNCTION medcode.load_content, medcode.load_file TO regress_medcode_loader;
SET ROLE regress_medcode_loader;
SELECT * FROM medcode.load_file('icd10cm_order_2026.txt');
SELECT * FROM medcode.load_content(:'older', 'FY2025');
RESET ROLE;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA medcode TO regress_medcode_loader;
GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA medcode TO regress_medcode_loader;
BEGIN;
SET ROLE regress_medcode_loader;
-- whatever the session's search_path holds
CREATE TEMP TABLE release ();
CREATE TEMP TABLE code ();
SET search_path = pg_temp, public;
SELECT rows_read, added FROM medcode.load_content(:'older', 'FY2025');
SELECT title FROM medcode.code_info('G35');
ROLLBACK;
DROP OWNED BY regress_medcode_loader;
DROP ROLE regress_medcode_loader;

-- files
SELECT * FROM medcode.load_file(NULL, 'FY2026');
SELECT * FROM medcode.load_file('no-such-folder/icd10cm_order_2026.txt');
SELECT * FROM medcode.load_file('base', 'FY2026');
SELECT * FROM medcode.load_file('PG_VERSION');
SELECT * FROM medcode.load_file('PG_VERSION', 'FY2026');
\unset older
\unset newer
\unset corrected
