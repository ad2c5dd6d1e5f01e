-- Edits of claims: 1,000,000 service lines of 250,000 claims against 2.5 million pair edits.
--
-- All of it is made up by a seeded generator, in the shapes of the publisher's file and of
-- Tuva's core.medical_claim and core.condition: there is no public file of all pair edits.
-- 10,000 codes; each is column one of 250 edits, of which a tenth are deleted; codes of
-- claims lean to the first ones, so that about every sixth claim meets an edit.  It shows what checking costs,
-- and nothing of what claims are like.
--
--     psql -v dir=/tmp -f bench/claim_bench.sql

\set ON_ERROR_STOP on
\pset format unaligned
\pset tuples_only on
SET max_parallel_workers_per_gather = 0;
SET jit = off;

\echo making 2,500,000 pair edits
\set ptp :dir '/medcode_bench_ptp.txt'
COPY (
    SELECT v.line FROM (
        SELECT 0 AS n, E'Column 1\tColumn 2\t*=In existence prior to 1996\tEffective Date\tDeletion Date\tModifier\tPTP Edit Rationale' AS line
        UNION ALL
        SELECT i, concat_ws(E'\t', 10000 + i / 250, 10000 + (i / 250 + 1 + (i % 250) * 37) % 10000, ' ', '20150101',
            CASE WHEN hashint4(i) % 10 = 0 THEN '20231231' ELSE '*' END, abs(hashint4(i + 17)) % 2,
            'Misuse of Column Two code with Column One code')
        FROM generate_series(0, 2499999) AS i) AS v
    ORDER BY v.n
) TO :'ptp' WITH (FORMAT csv, DELIMITER E'\b', QUOTE E'\f', ESCAPE E'\f');

\timing on
\echo loading them
SELECT recognised, release, rows_read, added FROM medcode.load_file(:'ptp', '2026-Q1-practitioner-f1');
\timing off

\echo making 10,000 medically unlikely edits, and the claims
SELECT recognised, rows_read FROM medcode.load_content((
    SELECT E'HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
        || string_agg(format(E'%s,%s,%s,Clinical: Data\n', 10000 + i, 1 + i % 6, 1 + i % 3), '' ORDER BY i)
    FROM generate_series(0, 9999) AS i), '2026-Q1');
SELECT recognised, rows_read FROM medcode.load_content(
    E'primary_code,add_on_code,aoc_edit_type\n10001,10002,1\n10003,10004,1\nCCCCC,10005,2\n', '2026-Q1');

SELECT setseed(0.42);
DROP SCHEMA IF EXISTS claim_bench CASCADE;
CREATE SCHEMA claim_bench;
CREATE UNLOGGED TABLE claim_bench.medical_claim AS
SELECT 'c' || i / 4 AS claim_id, i % 4 + 1 AS claim_line_number, DATE '2026-01-01' + (i / 4) % 90 AS claim_line_start_date,
    '11' AS place_of_service_code, (10000 + floor(10000 * random() ^ 3))::integer::text AS hcpcs_code,
    CASE WHEN random() < 0.1 THEN '59' WHEN random() < 0.1 THEN 'RT' END AS hcpcs_modifier_1, NULL::text AS hcpcs_modifier_2,
    1 + floor(2 * random())::integer AS service_unit_quantity, '1' AS rendering_npi
FROM generate_series(0, 999999) AS i;
CREATE UNLOGGED TABLE claim_bench.condition AS
SELECT 'c' || i / 4 AS claim_id, i % 4 + 1 AS condition_rank, c.codes[1 + floor(cardinality(c.codes) * random() ^ 2)::integer] AS source_code
FROM generate_series(0, 999999) AS i,
    (SELECT array_agg(replace(code, '.', '') ORDER BY code) AS codes FROM (
        SELECT DISTINCT code FROM medcode.term JOIN medcode.code USING (code) WHERE billable ORDER BY code LIMIT 400) AS x) AS c;
CREATE VIEW claim_bench.claim AS
SELECT l.claim_id, d.diagnoses, l.lines
FROM (
    SELECT claim_id, array_agg(ROW(claim_line_number, hcpcs_code, ARRAY[hcpcs_modifier_1, hcpcs_modifier_2], service_unit_quantity,
        claim_line_start_date, rendering_npi, place_of_service_code, NULL)::medcode.claim_line ORDER BY claim_line_number) AS lines
    FROM claim_bench.medical_claim GROUP BY claim_id) AS l
LEFT JOIN (
    SELECT claim_id, array_agg(source_code ORDER BY condition_rank) AS diagnoses FROM claim_bench.condition GROUP BY claim_id) AS d USING (claim_id);
ANALYZE claim_bench.medical_claim;
ANALYZE claim_bench.condition;
\set memory 'SELECT line FROM regexp_split_to_table(pg_read_file(''/proc/self/status'', 0, 4000), E''\n'') AS line WHERE line ~ ''^(VmHWM|RssShmem)'';'

-- each in a session of its own, so that its memory is its own; VmHWM has the shared buffers it touched
\connect
SET max_parallel_workers_per_gather = 0;
SET jit = off;
\timing on
\echo lines alone: 1,000,000 lines, one core
SELECT f.edit, f.severity, count(*) FROM claim_bench.claim AS c CROSS JOIN LATERAL medcode.check_claim('{I10}', c.lines) AS f GROUP BY 1, 2 ORDER BY 3 DESC;
\timing off
:memory
\connect
SET max_parallel_workers_per_gather = 0;
SET jit = off;
\timing on
\echo the same without any check
SELECT sum(cardinality(lines)) FROM claim_bench.claim;
\echo lines and four diagnoses a claim
SELECT f.severity, count(*) FROM claim_bench.claim AS c CROSS JOIN LATERAL medcode.check_claim(c.diagnoses, c.lines) AS f GROUP BY 1 ORDER BY 2 DESC;
\timing off
:memory
\connect
\timing on
\echo one claim of 100,000 lines
SELECT count(*), max(cardinality(f.lines)) FROM (
    SELECT array_agg(ROW(claim_line_number, hcpcs_code, NULL, 1, '2026-02-01', NULL, '11', NULL)::medcode.claim_line) AS lines
    FROM (SELECT * FROM claim_bench.medical_claim LIMIT 100000) AS x) AS c CROSS JOIN LATERAL medcode.check_claim('{I10}', c.lines) AS f;
\timing off
:memory
DROP SCHEMA claim_bench CASCADE;
