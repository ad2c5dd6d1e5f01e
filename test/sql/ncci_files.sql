--
-- NCCI files in the publishers' shapes, made up: procedure-to-procedure edits, medically unlikely edits
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
SET datestyle = iso;
\pset null '-'

-- the heading over several lines, an asterisk for none, a retroactive deletion (9), a pair that came back
CREATE FUNCTION pg_temp.ptp(VARIADIC lines text[]) RETURNS text LANGUAGE sql AS $$
    SELECT E'CPT only copyright 2025 American Medical Association.  All rights reserved.\nColumn 1\tColumn 2\t*=In existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n\t\t\t\t*=no data\t1=allowed\t\n'
        || array_to_string(lines, E'\n') || E'\n'
$$;
SELECT recognised, code_system, release, effective, rows_read, added, rejected FROM medcode.load_content(pg_temp.ptp(
    E'11042\t97597\t \t20120101\t*\t1\tMisuse of Column Two code with Column One code',
    E'11042\t97598\t \t20120101\t20251231\t1\tMisuse of Column Two code with Column One code',
    E'11042\t97602\t*\t19960101\t20200331\t0\tMutually exclusive procedures',
    E'11042\t97602\t \t20250101\t*\t1\tMutually exclusive procedures',
    E'G0101\tG0102\t \t20240101\t20240101\t9\tCPT Manual or CMS manual coding instructions',
    E'01916\t64400\t \t20020101\t*\t0\tAnesthesia service included in surgical procedure'), '2026-Q1-practitioner-f1');
-- the second part of the quarter, and the hospital's edits beside it
SELECT code_system, release, rows_read, added FROM medcode.load_content(pg_temp.ptp(
    E'99213\tG0447\t \t20120101\t*\t1\tMisuse of Column Two code with Column One code'), '2026-Q1-practitioner-f2');
SELECT code_system, release, rows_read, added FROM medcode.load_content(pg_temp.ptp(
    E'11042\t97597\t \t20120101\t*\t0\tMisuse of Column Two code with Column One code'), '2026-Q1-outpatient-f1');
SELECT code_system, release, valid FROM medcode.releases() WHERE kind = 'ptp' ORDER BY 1, 2;

SELECT v.c1, v.c2, v.day, v.setting, medcode.ptp_indicator(v.c1, v.c2, v.day, v.setting)
FROM (VALUES
    (1, '11042', '97597', '2026-02-01'::date, 'professional'),
    (2, '97597', '11042', '2026-02-01', 'professional'),  -- the other direction
    (3, '11042', '97597', '2026-02-01', 'outpatient'),
    (4, '11042', '97597', '2026-02-01', 'inpatient'),
    (5, '11042', '97597', '2011-12-31', 'professional'),  -- before it is effective
    (6, '11042', '97598', '2025-12-31', 'professional'),  -- the day of deletion
    (7, '11042', '97598', '2026-01-01', 'professional'),
    (8, '11042', '97602', '2020-03-31', 'professional'),
    (9, '11042', '97602', '2024-06-01', 'professional'),  -- between its two lives
    (10, '11042', '97602', '2025-06-01', 'professional'),
    (11, 'G0101', 'G0102', '2024-01-01', 'professional'), -- 9: as if it had never been
    (12, ' g0447 ', '99213', '2026-02-01', 'professional'),
    (13, '99213', 'g0447', '2026-02-01', 'professional'),
    (14, '99213', 'E11.9', '2026-02-01', 'professional')) AS v (n, c1, c2, day, setting)
ORDER BY n;
SELECT * FROM medcode.ptp_edits('11042');
SELECT medcode.ptp_indicator('11042', '97597', '1995-12-31');
SELECT medcode.ptp_indicator('11042', '97597', '2026-02-01', 'dme');
SELECT medcode.ptp_indicator('11042', '97597', '2026-02-01', 'ward');

-- a later quarter takes the place of the earlier one; the same file again changes nothing
SELECT release, added, changed FROM medcode.load_content(pg_temp.ptp(
    E'11042\t97597\t \t20120101\t20260331\t1\tMisuse of Column Two code with Column One code'), '2026-Q2-practitioner-f1');
SELECT release, added, changed FROM medcode.load_content(pg_temp.ptp(
    E'11042\t97597\t \t20120101\t20260331\t1\tMisuse of Column Two code with Column One code'), '2026-Q2-practitioner-f1');
SELECT medcode.ptp_indicator('11042', '97597', '2026-03-31') AS last_day, medcode.ptp_indicator('11042', '97597', '2026-04-01') AS after,
    medcode.ptp_indicator('99213', 'G0447', '2026-04-01') AS part_not_loaded_yet;

-- refused whole, with the line
SELECT * FROM medcode.load_content(pg_temp.ptp(E'11042\t97597\t \t20120101\t*\t1\tx', E'11042\t9759\t \t20120101\t*\t1\tx'), '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(pg_temp.ptp(E'11042\t97597\t \t20121301\t*\t1\tx'), '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(pg_temp.ptp(E'11042\t97597\t \t20120101\t20111231\t1\tx'), '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(pg_temp.ptp(E'11042\t97597\t \t20120101\t*\t2\tx'), '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(pg_temp.ptp(E'11042\t97597\t \t20120101\t*\t1\tx\ty\tz'), '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(pg_temp.ptp(E'11042\t97597\t \t20120101\t*\t1\tx') || '11042', '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(E'Column 1\tColumn 2\t*=In existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n', '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(pg_temp.ptp(E'1104\t97597\t \t20120101\t*\t1\tx'), '2026-Q3-practitioner-f1');
SELECT * FROM medcode.load_content(pg_temp.ptp(E'11042\t97597\t \t20120101\t*\t1\tx'), '2026-Q3');

-- medically unlikely edits
SELECT recognised, code_system, release, rows_read, added FROM medcode.load_content(
E'"CPT codes are copyright 2025 American Medical Association."\nHCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,1,2 Date of Service Edit: Policy,Anatomic Consideration\n64400,4,3 Date of Service Edit: Clinical,Clinical: Data\n97597,1,1 Line Edit,Nature of Service/Procedure\n', '2026-Q1');
SELECT c.code, m.* FROM unnest(ARRAY['11042', '64400', '97597', '99999']) AS c(code), medcode.mue(c.code, '2026-02-01') AS m;
SELECT count(*) FROM medcode.mue('11042', '2026-02-01', 'inpatient');
SELECT * FROM medcode.mue('11042', '2025-12-31');
SELECT * FROM medcode.mue('11042', '2026-02-01', 'ed');
SELECT * FROM medcode.load_content(E'HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,1,4 Edit,x\n', '2026-Q2');
SELECT * FROM medcode.load_content(E'HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,one,1,x\n', '2026-Q2');
SELECT * FROM medcode.load_content(E'HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,1,1,x\n11042,2,1,x\n', '2026-Q2');
SELECT * FROM medcode.load_content(E'HCPCS/CPT Code,MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,1,1,x\n', '2026-Q2');
DROP EXTENSION medcode CASCADE;
CREATE EXTENSION medcode;
