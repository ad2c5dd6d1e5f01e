--
-- The starter terminology against the publisher's list of FY2026
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\getenv data MEDCODE_DATA
\set fy2026 :data /data/icd10cm/fy2026/icd10cm_order_2026.txt

BEGIN;
SELECT recognised, release, rows_read FROM medcode.load_file(:'fy2026');

-- each starter code stands in the list with the same title, flag and heading
CREATE TEMP VIEW pair AS
SELECT s.code, s.title, s.billable, s.parent, o.code AS official, o.title AS official_title,
	o.billable AS official_billable, o.parent AS official_parent
FROM medcode.code AS s
LEFT JOIN medcode.code AS o ON o.code = s.code
	AND o.release_id = (SELECT release_id FROM medcode.release WHERE release = 'FY2026')
WHERE s.origin = 'starter';
SELECT count(*) > 3000 AS many, count(*) - count(official) AS not_official FROM pair;
SELECT code, title, official_title FROM pair WHERE title <> official_title;
SELECT code, billable FROM pair WHERE billable <> official_billable;
SELECT code, parent, official_parent FROM pair WHERE parent IS DISTINCT FROM official_parent;

-- each starter phrase leads to a complete code; of an injury or a cause to a heading, for the note has to say the rest;
-- so too how the infant was born and how many days old it is
SELECT t.phrase, t.code FROM medcode.term AS t
WHERE t.origin = 'starter'
	AND NOT EXISTS (SELECT FROM pair AS p WHERE p.code = t.code AND p.official IS NOT NULL
		AND (p.official_billable OR p.code ~ '^[STV-Y]' OR p.code IN ('Z00.11', 'Z38.0')));

-- a title still leads to its own code: where it does not, a starter phrase says something else
SELECT count(*) > 1800 AS many, count(*) FILTER (WHERE m.code IS NULL) <= 5 AS nearly_all_found
FROM pair AS p
LEFT JOIN LATERAL (SELECT code FROM medcode.mentions(p.title) AS m
	WHERE m.code OPERATOR(medcode.=) p.code::medcode.icd10cm LIMIT 1) AS m ON true
WHERE p.billable AND p.title !~* 'unspecified|other|elsewhere|encounter|sequela';
ROLLBACK;

-- every HCC of V28 has a complete starter code, and every code that the starter's rows name is in the list
\set mapping :data /data/cms_hcc/v28/F2824T1N.TXT
CREATE TEMP TABLE hcc (code text, hcc text, rest text);
COPY hcc FROM :'mapping';
SELECT count(DISTINCT h.hcc) AS hccs, count(DISTINCT h.hcc) FILTER (WHERE c.code IS NOT NULL) AS with_code,
	count(DISTINCT h.hcc) FILTER (WHERE t.code IS NOT NULL) AS with_term
FROM hcc AS h
LEFT JOIN medcode.code AS c ON c.release_id = 1 AND c.billable AND medcode.undotted(c.code::medcode.icd10cm) = h.code
LEFT JOIN medcode.term AS t ON t.origin = 'starter' AND t.code = c.code;
BEGIN;
SELECT rows_read FROM medcode.load_file(:'fy2026');
SELECT relation, code
FROM (SELECT 'condition_class' AS relation, code FROM medcode.condition_class
	UNION SELECT 'symptom', symptom FROM medcode.symptom
	UNION SELECT 'disease', disease FROM medcode.symptom
	UNION SELECT 'drug', code FROM medcode.drug
	UNION SELECT 'cause', cause FROM medcode.with_exception
	UNION SELECT 'condition', condition FROM medcode.with_exception
	UNION SELECT 'link', unnest(ARRAY[cause, condition, code, manifestation]) FROM medcode.with_link WHERE origin = 'starter') AS u
WHERE NOT EXISTS (SELECT FROM medcode.code AS c JOIN medcode.current_release AS r USING (release_id)
	WHERE r.release = 'FY2026' AND c.code = u.code) AND u.code IS NOT NULL;
ROLLBACK;
