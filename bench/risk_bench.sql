-- Scores of a million synthetic members with twelve diagnoses each, parallel. Needs the mapping and coefficients of V28 for payment year 2026.
-- The members follow from their numbers; of the diagnoses half are of codes that V28 knows, the others any codes.
SET client_min_messages = warning;
CREATE UNLOGGED TABLE member AS
SELECT i AS member_id, (35 + i * 7919 % 64)::integer AS age, CASE i % 2 WHEN 0 THEN 'F' ELSE 'M' END AS sex,
	CASE WHEN 35 + i * 7919 % 64 < 65 OR i % 11 = 0 THEN '1' ELSE '0' END AS orec,
	CASE i % 7 WHEN 0 THEN '02' WHEN 1 THEN '01' ELSE '00' END AS dual, i % 50 = 0 AS lti
FROM generate_series(1::bigint, 1000000) AS i;
CREATE TEMP TABLE pool AS
SELECT row_number() OVER (ORDER BY pays DESC, code COLLATE "C") - 1 AS n, pays, code, count(*) FILTER (WHERE pays) OVER () AS paying, count(*) OVER () AS codes
FROM (
	SELECT code, bool_or(pays) AS pays FROM (
		SELECT m.code, true AS pays FROM medcode.hcc_mapping AS m JOIN medcode.hcc_source AS s USING (release_id, model)
		WHERE s.kind = 'hcc_mapping' AND s.model = 'V28' AND s.payment_year = 2026
		UNION ALL SELECT c.code, false FROM medcode.code AS c JOIN medcode.current_release AS r USING (release_id)
		WHERE r.code_system = 'icd10cm' AND r.kind = 'codes' AND c.billable) AS u
	GROUP BY code) AS d;
ANALYZE pool;
CREATE UNLOGGED TABLE diagnosis AS
SELECT m.member_id, p.code
FROM generate_series(1::bigint, 1000000) AS m(member_id), generate_series(0, 11) AS k
JOIN LATERAL (SELECT (m.member_id * 12 + k) * 2654435761 % 4294967296 AS h) AS h ON true
JOIN pool AS p ON p.n = CASE WHEN k % 2 = 0 THEN h.h % (SELECT max(paying) FROM pool) ELSE h.h % (SELECT max(codes) FROM pool) END
ORDER BY m.member_id;
CREATE INDEX ON diagnosis (member_id) INCLUDE (code);
VACUUM ANALYZE member;
VACUUM ANALYZE diagnosis;
SET max_parallel_workers_per_gather = 1;
SET min_parallel_table_scan_size = 0;
SET jit = off;
SET work_mem = '64MB';
-- a correlated subquery in its place would keep the plan from being parallel
CREATE FUNCTION diagnoses_of(bigint) RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
AS 'SELECT array_agg(d.code) FROM diagnosis AS d WHERE d.member_id = $1';
\timing on
EXPLAIN (ANALYZE, COSTS off, TIMING off) SELECT count(*), sum(r.raw_score), sum(r.payment_score), sum(cardinality(r.hccs)), count(r.issues)
FROM member AS m, LATERAL medcode.raf_score(diagnoses_of(m.member_id), 'V28', 2026, m.age, m.sex, m.dual, m.orec, m.lti) AS r;
-- the same with the codes at hand
CREATE UNLOGGED TABLE member_codes AS SELECT m.*, d.codes FROM member AS m
JOIN (SELECT member_id, array_agg(code) AS codes FROM diagnosis GROUP BY member_id) AS d USING (member_id);
VACUUM ANALYZE member_codes;
EXPLAIN (ANALYZE, COSTS off, TIMING off) SELECT count(*), sum(r.raw_score), sum(r.payment_score), sum(cardinality(r.hccs)), count(r.issues)
FROM member_codes AS m, LATERAL medcode.raf_score(m.codes, 'V28', 2026, m.age, m.sex, m.dual, m.orec, m.lti) AS r;
\timing off
SELECT count(*) FROM medcode.raf_score('{E11.9}', 'V28', 2026, 67, 'F');
SELECT sum(total_bytes) / 1024, 'kB of memory contexts of medcode in a backend' FROM pg_backend_memory_contexts WHERE name LIKE 'medcode%';
