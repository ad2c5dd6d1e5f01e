--
-- The publisher's Alphabetic Index, external cause index, table of neoplasms, table of drugs
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never
\getenv data MEDCODE_DATA
\set folder :data /data/icd10cm
\set fy2025 :folder /fy2025/icd10cm_order_2025.txt
\set fy2026 :folder /fy2026/icd10cm_order_2026.txt
\set index :folder /fy2026/icd10cm_index_2026.xml
\set eindex :folder /fy2025/icd-10-cm-eindex-2025.xml
\set neoplasm :folder /fy2025/icd-10-cm-neoplasm-2025.xml
\set drug :folder /fy2025/icd-10-cm-drug-2025.xml

BEGIN;
SELECT rows_read, rejected FROM medcode.load_file(:'fy2025');
SELECT rows_read, rejected FROM medcode.load_file(:'fy2026');

-- loaded with what is odd in them
SELECT recognised, release, effective, rows_read, rejected, jsonb_pretty(rejected_rows) AS rejected_rows
FROM medcode.load_file(:'index');
SELECT recognised, release, effective, rows_read, rejected, jsonb_pretty(rejected_rows) AS rejected_rows
FROM medcode.load_file(:'neoplasm');
SELECT recognised, release, effective, rows_read, rejected FROM medcode.load_file(:'eindex');
SELECT recognised, release, effective, rows_read, rejected FROM medcode.load_file(:'drug');
CREATE TEMP VIEW entry AS
SELECT kind, array_to_string(path, ' > ') AS title, e.*
FROM medcode.index_entry AS e JOIN medcode.release USING (release_id);

-- 63,142 codes and 129 subcategories, less three codes that are in no list
SELECT kind, count(*) FILTER (WHERE level = 0) AS main_terms, count(*) FILTER (WHERE level > 0) AS subterms, max(level) AS deepest,
	count(code) AS codes, count(*) FILTER (WHERE incomplete) AS incomplete, count(manifestation) AS manifestations,
	count(see) AS see, count(see_also) AS see_also, count(see_category) AS see_category
FROM entry GROUP BY kind ORDER BY kind COLLATE "C";
SELECT column_name, count(*) AS cells, count(*) FILTER (WHERE incomplete) AS incomplete
FROM medcode.table_cell GROUP BY column_name ORDER BY column_name COLLATE "C";
-- every code and cell is in the list of codes of its release
SELECT count(*) AS unknown
FROM (SELECT kind, code FROM entry UNION SELECT kind, manifestation FROM entry UNION SELECT kind, see_category FROM entry
	UNION SELECT kind, c.code FROM medcode.table_cell AS c JOIN medcode.release USING (release_id)) AS u
WHERE code IS NOT NULL AND NOT EXISTS (SELECT FROM medcode.code AS c JOIN medcode.release AS r USING (release_id)
	WHERE r.release = CASE u.kind WHEN 'index' THEN 'FY2026' ELSE 'FY2025' END AND c.code = u.code);
-- the path of an entry is that of its parent and its title; its number comes later
SELECT count(*) AS wrong
FROM medcode.index_entry AS e LEFT JOIN medcode.index_entry AS p ON p.release_id = e.release_id AND p.entry_id = e.parent_id
WHERE cardinality(e.path) <> e.level + 1 OR (e.parent_id IS NULL) <> (e.level = 0)
	OR p.path IS DISTINCT FROM nullif(e.path[:e.level], '{}') OR p.entry_id >= e.entry_id;

-- paths that coders know
SELECT title, nonessential, phrase, code, incomplete, manifestation
FROM entry
WHERE kind = 'index' AND title IN (
	'Failure, failed > heart > systolic', 'Failure, failed > heart > systolic > acute > and chronic',
	'Failure, failed > heart > stage B', 'Diabetes, diabetic > type 2',
	'Diabetes, diabetic > type 2 > with > foot ulcer', 'Diabetes, diabetic > type 2 > with > neuropathy',
	'Hypertension, hypertensive', 'Pneumonia > Klebsiella', 'Infarct, infarction > myocardium, myocardial',
	'Earache', 'Fracture, traumatic > femur, femoral', 'History > personal > malignant neoplasm > breast',
	'Amyloid heart', 'Disorder > persistent > somatoform')
ORDER BY entry_id;

-- cross references: how many lead to an entry; none to itself
SELECT kind, count(see) AS see, count(see_entry) AS resolved, count(see_also) AS see_also, count(see_also_entries) AS resolved_also,
	count(*) FILTER (WHERE see_entry = entry_id OR entry_id = ANY (see_also_entries)) AS own
FROM entry GROUP BY kind ORDER BY kind COLLATE "C";
SELECT e.title, e.see, s.title AS leads_to, s.code
FROM entry AS e LEFT JOIN entry AS s ON s.release_id = e.release_id AND s.entry_id = e.see_entry
WHERE e.kind = 'index' AND e.title IN (
	'Abandonment', 'Abdominalgia', 'Abdomen, abdominal', 'Boil', 'Failure, failed > heart > left > systolic',
	'Failure, failed > heart > hypertensive', 'Wound, open > knee > laceration', 'Tumor > von Recklinghausen''s',
	'Bronchitis > catarrhal > acute', 'Pain > leg', 'Ulcer, ulcerated, ulcerating, ulceration, ulcerative > antral')
ORDER BY e.entry_id;
SELECT e.title, e.see_also, a.title AS leads_to
FROM entry AS e, unnest(e.see_also_entries) WITH ORDINALITY AS u(entry_id, n)
JOIN entry AS a USING (entry_id)
WHERE e.kind = 'index' AND a.kind = 'index' AND e.see_also IN ('Failure, renal, and Failure, heart', 'Encephalopathy; and see also Epilepsy')
ORDER BY e.entry_id, n;

-- the tables
SELECT e.title, c.column_name, c.code, c.incomplete
FROM entry AS e JOIN medcode.table_cell AS c USING (release_id, entry_id)
WHERE (e.kind = 'neoplasm_table' AND e.title IN ('Neoplasm, neoplastic > breast > upper-outer quadrant', 'Neoplasm, neoplastic > lung'))
	OR (e.kind = 'drug_table' AND e.title IN ('Insulin', '1-propanol'))
ORDER BY e.kind COLLATE "C", e.entry_id, c.code COLLATE "C";
SELECT title, nonessential, phrase, code FROM entry
WHERE kind = 'external_cause_index' AND title IN ('Fall, falling', 'Abandonment NEC', 'Bite, bitten by > dog') ORDER BY entry_id;

-- phrases: none of a remainder, none of a reason for a contact
SELECT count(phrase) AS phrases, count(DISTINCT lower(phrase)) AS different,
	count(*) FILTER (WHERE phrase ~* '\m(specified|unspecified|NEC|NOS|elsewhere|except)\M' OR phrase ~ '[][(){}<>:;"*+=/|]') AS wrong,
	count(*) FILTER (WHERE path[1] ~ '^(Encounter|Examination|Screening|Counseling|Observation)' AND phrase IS NOT NULL) AS contacts,
	max(cardinality(string_to_array(phrase, ' '))) AS most_words
FROM entry;
SELECT phrase, code FROM medcode.term
WHERE origin = 'official' AND kind = 'index' AND phrase IN ('acute and chronic systolic heart failure', 'type 2 diabetes with neuropathy',
	'personal history of breast malignant neoplasm', 'biventricular heart failure') ORDER BY phrase COLLATE "C";
ROLLBACK;
