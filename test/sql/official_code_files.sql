--
-- The publishers' other files of codes: ICD-10-PCS, HCPCS, ICD-9-CM, mappings, successions, POA-exempt codes
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never
\getenv data MEDCODE_DATA
\set pcs :data /data/icd10pcs/icd10pcs_order_2026.txt
\set hcpcs :data /data/hcpcs/raw_official/HCPC2019_CONTR_ANWEB.txt
\set hcpcs_csv :data /data/hcpcs/hcpcs_level2_2024_july_descriptions.csv
\set icd9cm :data /data/icd9cm/CMS32_DESC_LONG_DX.txt
\set gem_icd9cm :data /data/icd9cm/2018_I9gem.txt
\set gem_icd10cm :data /data/icd9cm/2018_I10gem.txt
\set order :data /data/icd10cm/fy2026/icd10cm_order_2026.txt
\set conversion :data /data/icd10cm/fy2026/icd10cm_conversion_table_2026.csv
\set poa :data /data/icd10cm/fy2026/POAexemptCodesFY26.txt

BEGIN;
SELECT rows_read FROM medcode.load_file(:'order');
SELECT k.n, l.recognised, l.code_system, l.release, l.effective, l.rows_read, l.added, l.rejected
FROM (VALUES (1, :'pcs'), (2, :'hcpcs'), (3, :'icd9cm'), (4, :'gem_icd9cm'), (5, :'gem_icd10cm'), (6, :'conversion'), (7, :'poa')) AS k(n, path),
	LATERAL medcode.load_file(k.path) AS l
ORDER BY 1;
ANALYZE medcode.code, medcode.mapping, medcode.succession, medcode.poa_exempt;

-- ICD-10-PCS: every line is there, as it was
WITH line AS (
	SELECT n, rtrim(line, E'\r') AS line
	FROM string_to_table(rtrim(pg_read_file(:'pcs'), E'\n'), E'\n') WITH ORDINALITY AS l(line, n)
)
SELECT count(*), count(c.code), bool_and(c.title = rtrim(substr(line, 78)) AND c.short_title = rtrim(substr(line, 17, 60))
	AND c.billable = (substr(line, 15, 1) = '1') AND c.tabular_order = n
	AND c.parent IS NOT DISTINCT FROM CASE WHEN substr(line, 15, 1) = '1' THEN substr(line, 7, 3) END) AS equal
FROM line
LEFT JOIN medcode.code c ON c.code = rtrim(substr(line, 7, 7))
	AND c.release_id = (SELECT release_id FROM medcode.release WHERE code_system = 'icd10pcs');
SELECT count(*) FILTER (WHERE billable) AS codes, count(*) FILTER (WHERE NOT billable) AS headings, min(code), max(code)
FROM medcode.code JOIN medcode.release USING (release_id) WHERE code_system = 'icd10pcs';

-- HCPCS: codes and modifiers, dates of service, fields
SELECT count(*) FILTER (WHERE billable) AS codes, count(*) FILTER (WHERE attributes ->> 'modifier' = 'true') AS modifiers,
	count(*) FILTER (WHERE NOT upper_inf(valid)) AS ended, max(length(title)) AS longest, count(*) FILTER (WHERE title ~ '\s\s|^\s|\s$') AS uneven
FROM medcode.code JOIN medcode.release USING (release_id) WHERE code_system = 'hcpcs';
SELECT code, valid, attributes FROM medcode.code JOIN medcode.release USING (release_id)
WHERE code_system = 'hcpcs' AND release = '2019' AND code IN ('A1', 'CP', 'A5513', 'C8904', 'G0432', 'J9999') ORDER BY tabular_order;
SELECT key, count(*) FROM medcode.code JOIN medcode.release USING (release_id), jsonb_object_keys(attributes) AS key
WHERE code_system = 'hcpcs' GROUP BY key ORDER BY key COLLATE "C";

-- another edition, as CSV
SELECT recognised, release, effective, rows_read, rejected FROM medcode.load_file(:'hcpcs_csv');
SELECT code, title, short_title, billable, valid FROM medcode.code JOIN medcode.release USING (release_id)
WHERE code_system = 'hcpcs' AND release = '2024' AND code IN ('A0021', 'G0008', 'V5364') ORDER BY tabular_order;

-- ICD-9-CM, which has accents
SELECT count(*) FILTER (WHERE code ~ '^\d{3}(\.\d{1,2})?$') AS numeric, count(*) FILTER (WHERE code ~ '^V\d\d(\.\d{1,2})?$') AS v,
	count(*) FILTER (WHERE code ~ '^E\d{3}(\.\d)?$') AS e, count(*) FILTER (WHERE title ~ '[^ -~]') AS accents
FROM medcode.code JOIN medcode.release USING (release_id) WHERE code_system = 'icd9cm';
SELECT code, title FROM medcode.code JOIN medcode.release USING (release_id) WHERE code_system = 'icd9cm' AND code IN ('386.00', '250.00', 'V91.99', 'E800.0');

-- mappings
SELECT r.code_system, count(*), count(DISTINCT source_code) AS sources, count(*) FILTER (WHERE target_code IS NULL) AS none,
	count(*) FILTER (WHERE NOT approximate) AS exact, count(*) FILTER (WHERE combination) AS combined, max(scenario) AS scenarios, max(choice_list) AS lists
FROM medcode.mapping JOIN medcode.release r USING (release_id) GROUP BY 1 ORDER BY 1;
SELECT r.code_system, count(*) AS unknown FROM medcode.mapping m JOIN medcode.release r USING (release_id)
WHERE NOT EXISTS (SELECT FROM medcode.code c JOIN medcode.release cr USING (release_id) WHERE cr.code_system = 'icd9cm'
	AND c.code = CASE r.code_system WHEN 'icd9cm' THEN m.source_code ELSE coalesce(m.target_code, '042') END)
GROUP BY 1;
SELECT source_code, target_system, target_code, approximate, combination, scenario, choice_list
FROM medcode.mapping WHERE source_code IN ('250.00', 'A02.1', 'T88.53XD', 'R29.700', '365.70') ORDER BY source_code, line;

-- successions: the codes that are new in FY2026 are those effective on its first day
SELECT count(*), count(DISTINCT line) AS records, count(DISTINCT code) AS codes, count(*) FILTER (WHERE previous_first <> previous_last) AS ranges
FROM medcode.succession;
SELECT effective, count(DISTINCT code) FROM medcode.succession GROUP BY 1 ORDER BY 1;
SELECT line, code, effective, array_agg(previous_first || CASE WHEN previous_last <> previous_first THEN '-' || previous_last ELSE '' END ORDER BY position)
FROM medcode.succession WHERE code IN ('C50.A0', 'E78.01', 'G11.5', 'H02.20C', 'H44.2A1', 'K59.03', 'P91.821', 'R11.15', 'U07.0', 'W44.A0XA', 'W45.3XXA') GROUP BY 1, 2, 3 ORDER BY 1;
SELECT r.* FROM medcode.load_content(pg_read_file(:'conversion') || E'Z99.89,2026,Z99.89\r\n', 'FY2026') AS l,
	jsonb_to_recordset(l.rejected_rows) AS r(line int, reason text);

-- POA-exempt: each is a billable code of the order file, with its title
SELECT count(*), count(*) FILTER (WHERE c.billable AND p.title = c.title) AS as_in_order_file
FROM medcode.poa_exempt p
LEFT JOIN medcode.code c ON c.code = p.code
	AND c.release_id = (SELECT release_id FROM medcode.release WHERE code_system = 'icd10cm' AND kind = 'codes' AND release = 'FY2026');
SELECT code, title FROM medcode.poa_exempt WHERE code IN ('B90.0', 'I69.065', 'Z99.89') ORDER BY code;
ROLLBACK;

-- cut, in a line and behind one; mixed; put in another order
CREATE FUNCTION pg_temp.head(path text, size bigint) RETURNS text LANGUAGE sql AS $$
	SELECT convert_from(pg_read_binary_file(path, 0, size), 'WIN1252')
$$;
CREATE FUNCTION pg_temp.lines_of(path text, size bigint) RETURNS text LANGUAGE sql AS $$
	SELECT left(cut, 1 - strpos(reverse(cut), E'\n')) FROM pg_temp.head(path, size) AS cut
$$;
SELECT * FROM medcode.load_content(pg_temp.head(:'pcs', 9000000), 'FY2026');
SELECT * FROM medcode.load_content(pg_temp.lines_of(:'pcs', 9000000), 'FY2026');
SELECT * FROM medcode.load_content(pg_temp.head(:'hcpcs', 2000000), '2019');
SELECT * FROM medcode.load_content(pg_temp.lines_of(:'hcpcs', 2000000), '2019');
SELECT * FROM medcode.load_content(pg_temp.lines_of(:'icd9cm', 800000), 'FY2015');
SELECT * FROM medcode.load_content(pg_temp.lines_of(:'gem_icd9cm', 400000), 'FY2018');
SELECT * FROM medcode.load_content(pg_temp.lines_of(:'gem_icd10cm', 1000000), 'FY2018');
SELECT * FROM medcode.load_content(pg_temp.lines_of(:'conversion', 90000), 'FY2026');
SELECT * FROM medcode.load_content(pg_temp.lines_of(:'poa', 2000000), 'FY2026');
SELECT * FROM medcode.load_content((
	SELECT string_agg(line, E'\n' ORDER BY CASE n WHEN 5000 THEN 5200 WHEN 5200 THEN 5000 ELSE n END)
	FROM string_to_table(pg_read_file(:'gem_icd9cm'), E'\n') WITH ORDINALITY AS l(line, n)), 'FY2018');
-- the list of short titles has the same form
SELECT * FROM medcode.load_content((
	SELECT string_agg(left(line, 30), E'\n' ORDER BY n) || E'\n'
	FROM string_to_table(rtrim(pg_temp.head(:'icd9cm', 10000000), E'\n'), E'\n') WITH ORDINALITY AS l(line, n)), 'FY2015');
SELECT count(*) FROM medcode.release WHERE origin <> 'starter';
