--
-- Loading the other files of codes: ICD-10-PCS, HCPCS, ICD-9-CM, mappings, successions, POA-exempt codes
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never

-- Lines of an order file from codes, flags and titles
CREATE FUNCTION pg_temp.lines(VARIADIC rows text[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
		split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60), split_part(r, '|', 3)), '' ORDER BY n)
	FROM unnest(rows) WITH ORDINALITY AS u(r, n)
$$;
-- A record of the HCPCS file from column numbers and texts
CREATE FUNCTION pg_temp.record(fields text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	record text := repeat(' ', 320);
BEGIN
	FOR i IN 1 .. array_length(fields, 1) LOOP
		record := overlay(record PLACING fields[i][2] FROM fields[i][1]::int);
	END LOOP;
	RETURN record || E'\r\n';
END
$$;

SELECT pg_temp.lines('001|0|Central Nervous System and Cranial Nerves, Bypass', '0016070|1|Bypass to Nasopharynx',
	'0016071|1|Bypass to Mastoid Sinus', 'B00|0|Central Nervous System, Plain Radiography', 'B00B0ZZ|1|Plain Radiography') AS pcs \gset
SELECT pg_temp.lines('B00|0|Herpes', 'B000|1|Eczema') AS icd10cm \gset
SELECT E'***Disclaimers\t\t\t\r\n\t\t\t\r\n\r\n'
	|| pg_temp.record('{{1,"   A1001007A dressing"},{92,Dressing},{230,C},{269,2002070120020701},{293,N}}')
	|| pg_temp.record('{{1,"   ZA001007An older modifier"},{92,Older},{230,D},{269,201601012018040120180331D}}')
	|| pg_temp.record('{{1,"A0021001003A service,  with"},{92,Service},{120,0038},{128,9},{129,60-9},{147,"2049    4450.1"},{171,1862(a)(7)},{181,140220},{205,A0030},{230,I},{231,YY20080101},{253,0088},{257,O1A},{261,DP},{266,"  7"},{269,1985010119960910},{293,N}}')
	|| pg_temp.record('{{1,"A0021002004a long description"}}')
	|| pg_temp.record('{{1,"A0030001003Ends early"},{92,Ends},{269,201901012019010120181231D}}')
	|| pg_temp.record('{{1,"A0040001003One day"},{92,One},{269,201901012019010120190101D}}')
	|| pg_temp.record('{{1,"V5364001003A screening"},{92,Screening},{277,20040101},{293,N}}') AS hcpcs \gset
SELECT E'042   A disease\n25000 A disease, type II\nE8000 An accident\nV01   A contact\nV9199 A status\n' AS icd9cm \gset
SELECT E'042   B20     00000\n24901 E0865   10111\n24901 E0965   10121\n24901 E119    10112\n36570 NoDx    11000\nE8000 V05XXXA 10000\n' AS gem_icd9cm \gset
SELECT E'A000    0010  00000\nA021    0031  10111\nA021    99591 10112\nR29700  NoDx  11000\nT8853XD V5889 10000\n' AS gem_icd10cm \gset
SELECT E'current_code,effective,previous_codes\nB00.0,2025,"B00, B01.1"\nB00.0,2025,"B00, B01.1"\nB00.1,2016,Codes in Categories T15-T19\n'
	'B00,2020-04-01 00:00:00,None\nB00.0,2020,I63.- and P91.88\nB00.0,2021,see elsewhere\nW453XXA,2025,W45.8XXA\n' AS conversion \gset
SELECT E'Order26\tPOAexemptCode\tDescription\r\n00002\tB00.0\t"Eczema, herpetic"\r\n01238\tB90.0\tSequelae\r\n' AS poa \gset

BEGIN;
-- each is recognised as what it is
SELECT k.name, l.recognised, l.code_system, l.release, l.effective, l.rows_read, l.added, l.rejected
FROM (VALUES (1, 'icd10cm', :'icd10cm', 'FY2026'), (2, 'pcs', :'pcs', 'FY2026'), (3, 'hcpcs', :'hcpcs', '2019'), (4, 'icd9cm', :'icd9cm', 'FY2015'),
	(5, 'gem_icd9cm', :'gem_icd9cm', 'FY2018'), (6, 'gem_icd10cm', :'gem_icd10cm', 'FY2018'), (7, 'conversion', :'conversion', 'FY2026'),
	(8, 'poa', :'poa', NULL)) AS k(n, name, content, release), LATERAL medcode.load_content(k.content, k.release) AS l
ORDER BY k.n;
SELECT code_system, kind, release, rows, origin FROM medcode.release WHERE origin <> 'starter' ORDER BY release_id;
SELECT r.code_system, c.code, c.title, c.short_title, c.billable, c.parent, c.tabular_order
FROM medcode.code c JOIN medcode.release r USING (release_id) WHERE r.origin = 'official' AND r.code_system <> 'icd10cm'
ORDER BY r.release_id, c.tabular_order;
SELECT code, valid, jsonb_pretty(attributes) AS attributes FROM medcode.code JOIN medcode.release USING (release_id)
WHERE code_system = 'hcpcs' ORDER BY tabular_order;
SELECT r.code_system, m.line, m.source_code, m.target_system, m.target_code, m.approximate, m.combination, m.scenario, m.choice_list
FROM medcode.mapping m JOIN medcode.release r USING (release_id) ORDER BY 1 DESC, 2;
SELECT s.line, s.position, s.code, s.effective, s.previous_first, s.previous_last FROM medcode.succession s ORDER BY 1, 2;
SELECT code, title FROM medcode.poa_exempt ORDER BY 1;

-- again nothing is written; what is odd is reported
SELECT l.recognised, l.rows_read, l.added, l.changed
FROM (VALUES (1, :'pcs', 'FY2026'), (2, :'hcpcs', '2019'), (3, :'gem_icd9cm', 'FY2018'), (4, :'conversion', 'FY2026'), (5, :'poa', NULL)) AS k(n, content, release),
	LATERAL medcode.load_content(k.content, k.release) AS l ORDER BY k.n;
SELECT r.* FROM medcode.load_content(:'hcpcs', '2020') AS l, jsonb_to_recordset(l.rejected_rows) AS r(line int, reason text);
SELECT r.* FROM medcode.load_content(:'poa' || E'01239\tB90.1\tSequelae\r\n') AS l, jsonb_to_recordset(l.rejected_rows) AS r(line int, reason text);
SELECT r.* FROM medcode.load_content(:'conversion' || E'Z00,2025,B90.0\n', 'FY2026') AS l,
	jsonb_to_recordset(l.rejected_rows) AS r(line int, reason text);
-- without a list of codes of that release nothing can be checked
SELECT rows_read, rejected FROM medcode.load_content(:'poa', 'FY2020');
-- HCPCS as CSV
SELECT recognised, release, rows_read, added FROM medcode.load_content(
	E'hcpcs_code,hcpcs_desc_type,hcpcs_description\r\nA0021,Long,"A service, with ""more"""\r\nA0021,Short,Service\r\n', '2024');
SELECT code, title, short_title, billable, tabular_order FROM medcode.code JOIN medcode.release USING (release_id) WHERE release = '2024';
-- the publisher's headings, tabs
SELECT recognised, rows_read, added FROM medcode.load_content(
	E'Current code assignment\tEffective\tPrevious Code(s) Assignment\r\nB00.0\t10/1/2025\tB00 & B01.1\r\n', 'FY2024');
ROLLBACK;

-- ICD-10-PCS and ICD-10-CM are never mixed up, nor mixed
SELECT * FROM medcode.load_content(:'pcs' || :'icd10cm', 'FY2026');
SELECT * FROM medcode.load_content(:'icd10cm' || :'pcs', 'FY2026');
SELECT * FROM medcode.load_content(replace(:'pcs', '0016070', '00160A'), 'FY2026');
-- refused whole, with line and reason and nothing of the content
SELECT * FROM medcode.load_content(replace(:'pcs', '00003', '00004'), 'FY2026');
SELECT * FROM medcode.load_content(rtrim(:'pcs', E'\r\n'), 'FY2026');
SELECT * FROM medcode.load_content(replace(:'hcpcs', 'A0021002004', 'A0021003004'), '2019');
SELECT * FROM medcode.load_content(:'hcpcs' || E'CANARY Jane Roe\r\n', '2019');
SELECT * FROM medcode.load_content(replace(:'icd9cm', 'V01  ', '25000'), 'FY2015');
SELECT * FROM medcode.load_content(replace(:'icd9cm', 'accident', 'acc' || chr(133) || 'ident'), 'FY2015');
SELECT * FROM medcode.load_content(:'icd9cm' || :'gem_icd9cm', 'FY2015');
SELECT * FROM medcode.load_content(:'gem_icd9cm' || 'V9199 O30899  1000', 'FY2018');
SELECT * FROM medcode.load_content(:'gem_icd9cm' || :'gem_icd10cm', 'FY2018');
SELECT * FROM medcode.load_content(replace(:'gem_icd10cm', '10112', '10002'), 'FY2018');
SELECT * FROM medcode.load_content(:'conversion' || E'CANARY Jane Roe,2025,B00\n', 'FY2026');
SELECT * FROM medcode.load_content(:'poa' || E'01239\tB00.0\tAgain\r\n');
SELECT * FROM medcode.load_content(:'poa' || E'01237\tB00.1\tBefore\r\n');
SELECT count(*) FROM medcode.release WHERE origin <> 'starter';

-- the content of most does not tell the release
SELECT * FROM medcode.load_content(:'gem_icd9cm');
\unset pcs
\unset icd10cm
\unset hcpcs
\unset icd9cm
\unset gem_icd9cm
\unset gem_icd10cm
\unset conversion
\unset poa
