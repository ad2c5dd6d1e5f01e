--
-- Cards of the publisher's edition
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
\getenv data MEDCODE_DATA
\set fy2026 :data /data/icd10cm/fy2026

BEGIN;
SELECT rows_read FROM medcode.load_file(:'fy2026' || '/icd10cm_order_2026.txt');
SELECT count(*) FROM medcode.load_file(:'fy2026' || '/icd10cm_tabular_2026.xml');
SELECT tabular_id > 0 AS tabular, count(*) FROM medcode.code_card WHERE release_id > 1 GROUP BY 1 ORDER BY 1;

-- every code is in its card, with its heading
CREATE TEMPORARY TABLE carded AS
SELECT r.* FROM (SELECT DISTINCT category FROM medcode.code_card WHERE release_id > 1) AS c, medcode.code_card_rows(c.category) AS r;
SELECT count(*), count(*) FILTER (WHERE c.billable IS DISTINCT FROM r.billable OR c.parent IS DISTINCT FROM r.parent::text) AS wrong
FROM medcode.code AS c
JOIN medcode.release AS e ON e.release_id = c.release_id AND e.origin = 'official'
LEFT JOIN carded AS r ON r.code::text = c.code;
-- sides that a title names are read
SELECT count(*) FILTER (WHERE (title ~* '\mleft\M' AND title !~ '[[(][^])]*left') <> coalesce(r.side ~ 'left', false)
		AND title !~* 'unilateral|without') AS wrong_left,
	count(*) FILTER (WHERE title ~ ', initial encounter' AND r.encounter IS DISTINCT FROM 'initial') AS wrong_initial,
	count(*) FILTER (WHERE title ~ ', subsequent encounter' AND r.encounter IS DISTINCT FROM 'subsequent') AS wrong_subsequent,
	count(*) FILTER (WHERE title ~ ', sequela$' AND r.encounter IS DISTINCT FROM 'sequela') AS wrong_sequela,
	count(*) FILTER (WHERE title ~ '(first|second|third|unspecified) trimester' AND r.trimester IS NULL) AS wrong_trimester
FROM medcode.code AS c
JOIN medcode.release AS e ON e.release_id = c.release_id AND e.origin = 'official'
JOIN carded AS r ON r.code::text = c.code;
-- the notes of the card are those that the tables give
SELECT s.code, r.notes, (SELECT count(*) FROM medcode.notes(s.code)) AS in_tables
FROM unnest('{E11.9,I10,S72.002A,T36.0X1A,C4A.0,O24.011,J45.20,QA0.0101}'::medcode.icd10cm[]) AS s(code)
LEFT JOIN carded AS r ON r.code::text = s.code::text
ORDER BY s.code::text COLLATE "C";

SELECT c.code, c.attributes, n.code AS narrowed, n.open
FROM (VALUES
	(1, 'E11.32', '{left}'), (2, 'E11.3299', '{bilateral,macular edema}'), (3, 'E11', '{}'),
	(4, 'S72.00', '{left,closed,initial}'), (5, 'S72.00', '{left,initial}'), (6, 'S72.0', '{left,initial}'), (7, 'S72.009A', '{right}'),
	(8, 'H25', '{right}'), (9, 'H25.1', '{right}'), (10, 'I50', '{acute}'), (11, 'I50.9', '{acute on chronic,diastolic}'),
	(12, 'N18.9', '{stage 3b}'), (13, 'N18.3', '{stage 3}'), (14, 'J45', '{}'), (15, 'J45.909', '{severe,persistent,status asthmaticus}'),
	(16, 'M1A.01', '{left}'), (17, 'F32.9', '{severe}'), (18, 'F33.9', '{full remission}'), (19, 'O24.01', '{third trimester}'),
	(20, 'T36.0', '{poisoning,initial}'), (21, 'T51.0', '{initial}'), (22, 'G81.9', '{left}'), (23, 'G40.9', '{}'), (24, 'S06.0', '{initial}'),
	(25, 'L89.159', '{stage 3}'), (26, 'I12', '{}'), (27, 'K25', '{}'), (28, 'H40.11', '{left,moderate stage}'), (29, 'C91.0', '{}'),
	(30, 'I48.91', '{paroxysmal}'), (31, 'S82.85', '{left,initial}'), (32, 'K40.9', '{}'), (33, 'G20', '{}'), (34, 'K35.2', '{}'), (35, 'H40.069', '{}'), (36, 'A41', '{}'), (37, 'H60.3', '{left}')
) AS c(n, code, attributes), medcode.narrow(c.code::medcode.icd10cm, c.attributes::text[]) AS n
ORDER BY c.n;

-- what narrowing gives stands under its heading, and narrowing it again changes nothing
SELECT count(*), count(*) FILTER (WHERE n.code IS NULL) AS missing,
	count(*) FILTER (WHERE NOT c.billable AND NOT medcode.is_under(n.code, c.code) AND NOT 'unspecified' = ANY (c.flags)) AS elsewhere,
	count(*) FILTER (WHERE again.code::text <> n.code::text) AS unsettled
FROM carded AS c
CROSS JOIN LATERAL medcode.narrow(c.code, '{}') AS n
CROSS JOIN LATERAL medcode.narrow(n.code, '{}') AS again
WHERE c.code::text COLLATE "C" BETWEEN 'E00' AND 'I99.9ZZZ';
ROLLBACK;
