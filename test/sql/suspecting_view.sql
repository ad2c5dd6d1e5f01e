-- Findings in the shape of Tuva's hcc_suspecting.list
SET client_min_messages = warning;
\set SHOW_CONTEXT never
CREATE SCHEMA suspects;
CREATE TABLE suspects.note (note_id integer PRIMARY KEY, person_id text, data_source text, note_date date, body text);
INSERT INTO suspects.note VALUES (1, 'p1', 'ehr', '2026-02-01', E'Type 2\ndiabetes. Diabetes again. No gout.'),
    (2, 'p2', 'ehr', '2026-02-02', 'Mother had type 2 diabetes. No type 2 diabetes. Possible type 2 diabetes.'),
    (3, 'p1', 'ehr', '2026-03-01', 'T2DM.'), (4, 'p3', 'ehr', '2026-03-01', 'Common cold.');
SELECT medcode.create_finding_table('finding', 'suspects.note', 'body');
CALL medcode.refresh_findings('suspects.finding');
-- the first mention of a note that scores best
SELECT medcode.create_suspecting_view('hcc_list', 'suspects.finding', 'person_id', 'V28', 2026, 'data_source', 'note_date');
SELECT person_id, data_source, hcc_code, hcc_description IS NOT NULL AS described, reason, contributing_factor, suspect_date
FROM suspects.hcc_list ORDER BY person_id, suspect_date;
SELECT medcode.create_suspecting_view('other_list', 'suspects.finding', 'person_id', model => 'no model');
DROP SCHEMA suspects CASCADE;
