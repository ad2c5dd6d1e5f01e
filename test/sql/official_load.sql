--
-- The publisher's order files
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never
\getenv data MEDCODE_DATA
\set folder :data /data/icd10cm
\set fy2021 :folder /fy2021/icd10cm_order_2021.txt
\set fy2025 :folder /fy2025/icd10cm_order_2025.txt
\set fy2026 :folder /fy2026/icd10cm_order_2026.txt

BEGIN;
SELECT * FROM medcode.load_file(:'fy2026');
SELECT * FROM medcode.load_file(:'fy2021', 'FY2021');
SELECT * FROM medcode.load_file(:'fy2025');
SELECT release, effective, valid, origin, codes, billable FROM medcode.releases() WHERE origin <> 'starter';

-- every line is there, as it was
WITH line AS (
	SELECT n, rtrim(line, E'\r') AS line
	FROM string_to_table(rtrim(pg_read_file(:'fy2026'), E'\n'), E'\n') WITH ORDINALITY AS l(line, n)
)
SELECT count(*), count(c.code), bool_and(c.title = substr(line, 78) AND c.short_title = rtrim(substr(line, 17, 60))
	AND c.billable = (substr(line, 15, 1) = '1') AND c.tabular_order = n) AS equal
FROM line
LEFT JOIN medcode.code c ON c.code = regexp_replace(rtrim(substr(line, 7, 7)), '^(...)(.+)', '\1.\2')
	AND c.release_id = (SELECT release_id FROM medcode.release WHERE release = 'FY2026');

-- the parent is the longest other code that a code begins with
ANALYZE medcode.code;
SELECT count(*) FILTER (WHERE c.parent IS NULL) AS categories, count(p.code) AS others,
	count(*) FILTER (WHERE p.billable OR p.tabular_order > c.tabular_order
		OR medcode.undotted(c.code::medcode.icd10cm) NOT LIKE medcode.undotted(p.code::medcode.icd10cm) || '_%') AS wrong,
	count(between_them.code) AS too_short
FROM medcode.code c
LEFT JOIN medcode.code p ON p.release_id = c.release_id AND p.code = c.parent
LEFT JOIN medcode.code between_them ON between_them.release_id = c.release_id AND between_them.code <> c.code
	AND between_them.code IN (left(c.code, 5), left(c.code, 6), left(c.code, 7))
	AND length(between_them.code) > length(c.parent)
WHERE c.origin = 'official';

-- loading again writes nothing
SELECT string_agg(stamp::text, ' ' ORDER BY stamp) AS before FROM medcode.terminology_change \gset
SELECT rows_read, added, changed FROM medcode.load_file(:'fy2026');
SELECT rows_read, added, changed FROM medcode.load_content(pg_read_file(:'fy2025'), 'FY2025');
SELECT string_agg(stamp::text, ' ' ORDER BY stamp) = :'before' AS untouched FROM medcode.terminology_change;

-- codes by date of service
SELECT dx.code, day, info.title, info.billable, info.release
FROM (VALUES ('N18.3'), ('N18.30'), ('G35'), ('G35.D'), ('U09.9'), ('QA0')) AS dx(code),
	(VALUES ('2020-10-01'::date), ('2024-10-01'), ('2025-09-30'), ('2025-10-01'), (NULL)) AS d(day)
LEFT JOIN LATERAL medcode.code_info(dx.code::medcode.icd10cm, day) AS info ON true
ORDER BY dx.code, day;
SELECT * FROM medcode.code_info('N18.3', '2020-09-30');
ROLLBACK;

-- phrases of the titles
BEGIN;
SELECT rows_read FROM medcode.load_file(:'fy2026');
SELECT count(*), count(DISTINCT lower(phrase)) AS phrases, count(DISTINCT code) AS codes,
	count(*) FILTER (WHERE phrase ~* '^other |unspecified|elsewhere classified|classified elsewhere|(initial|subsequent) encounter|, sequela$') AS wrong
FROM medcode.current_term WHERE origin = 'official';
SELECT phrase, code FROM medcode.current_term
WHERE origin = 'official' AND lower(phrase) IN ('heart failure', 'pneumonia', 'asthma, uncomplicated', 'multiple sclerosis',
	'chronic kidney disease', 'essential (primary) hypertension', 'type 2 diabetes mellitus')
ORDER BY 1;
-- an edition becomes another one, and the terms with it
SELECT added, changed FROM medcode.load_file(:'fy2025', 'FY2026');
SELECT count(*) FROM medcode.current_term WHERE origin = 'official';
ROLLBACK;
BEGIN;
SELECT rows_read FROM medcode.load_file(:'fy2025');
SELECT count(*) FROM medcode.current_term WHERE origin = 'official';
ROLLBACK;

-- another file of the publisher
SELECT * FROM medcode.load_file(:'folder' || '/fy2026/icd10cm_order_addenda_2026.txt', 'FY2026');

-- cut in a line, between CR and LF, between lines, at the beginning; two lines mixed up; all mixed and numbered anew
SELECT * FROM medcode.load_content(pg_read_file(:'fy2026', 0, 10000000), 'FY2026');
SELECT loaded.* FROM pg_read_file(:'fy2026', 0, 10000000) AS cut,
	medcode.load_content(left(cut, -strpos(reverse(cut), E'\n')), 'FY2026') AS loaded;
SELECT loaded.* FROM pg_read_file(:'fy2026', 0, 9000000) AS cut,
	medcode.load_content(left(cut, 1 - strpos(reverse(cut), E'\n')), 'FY2026') AS loaded;
SELECT loaded.* FROM pg_read_file(:'fy2026') AS whole,
	medcode.load_content(substr(whole, strpos(whole, E'\n') + 1), 'FY2026') AS loaded;
SELECT * FROM medcode.load_content((
	SELECT string_agg(line, E'\n' ORDER BY CASE n WHEN 50000 THEN 50001 WHEN 50001 THEN 50000 ELSE n END)
	FROM string_to_table(pg_read_file(:'fy2026'), E'\n') WITH ORDINALITY AS l(line, n)), 'FY2026');
SELECT * FROM medcode.load_content((
	SELECT string_agg(lpad(n::text, 5, '0') || rest, E'\n' ORDER BY n) || E'\n'
	FROM (SELECT row_number() OVER (ORDER BY md5(line)) AS n, substr(line, 6) AS rest
		FROM string_to_table(rtrim(pg_read_file(:'fy2026'), E'\n'), E'\n') AS line) AS mixed), 'FY2026');
SELECT count(*) FROM medcode.release WHERE origin <> 'starter';
