-- Denial rates and chances over made-up lines: psql -v lines=1000000 -f bench/denial_bench.sql
-- The process is that of docs/denial-rates.md: 12 payers and 300 codes with volumes by Zipf's law, five sets of modifiers,
-- seeded by md5, so that all have the same lines.
\set ON_ERROR_STOP on
SET max_parallel_workers_per_gather = 0;
CREATE SCHEMA denial_bench;
SET search_path = denial_bench, public;
CREATE FUNCTION uniform(key text, part integer DEFAULT 1) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN (('x' || substr(md5(key), part * 8 - 7, 8))::bit(32)::bigint + 0.5) / 4294967296.0;
CREATE FUNCTION normal(key text) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN sqrt(-2 * ln(uniform(key, 1))) * cos(2 * pi() * uniform(key, 2));
CREATE TABLE truth AS
SELECT p, c, m, (ARRAY['', '25', '59', '26', 'RT 59'])[m] AS modifiers, 1 / (1 + exp(2.4 - 0.5 * normal('payer ' || p) - 0.8 * normal('code ' || c)
	- 0.4 * normal(format('payer %s code %s', p, c)) - CASE m WHEN 1 THEN 0 ELSE 0.4 * normal(format('code %s modifiers %s', c, m)) END)) AS chance
FROM generate_series(1, 12) AS p, generate_series(1, 300) AS c, generate_series(1, 5) AS m;
CREATE TABLE line AS
SELECT format('C%s', (d.i + 2) / 3) AS claim_id, (d.i - 1) % 3 + 1 AS claim_line_number, 'payer ' || d.p AS payer, (10000 + d.c)::text AS hcpcs_code,
	nullif(split_part(t.modifiers, ' ', 1), '') AS hcpcs_modifier_1, nullif(split_part(t.modifiers, ' ', 2), '') AS hcpcs_modifier_2,
	1 AS service_unit_quantity, date '2025-01-01' + (d.i % 365)::integer AS claim_line_start_date, 100.00 AS charge_amount,
	CASE WHEN d.u < t.chance THEN 0 ELSE 60.00 END AS paid_amount, d.u < t.chance AS denied, 'coder ' || d.i % 20 AS coder
FROM (SELECT i, uniform('line ' || i, 4) AS u, width_bucket(uniform('line ' || i, 1), z.payers) AS p, width_bucket(uniform('line ' || i, 2), z.codes) AS c,
		width_bucket(uniform('line ' || i, 3), '{0,0.7,0.82,0.9,0.96}'::float8[]) AS m
	FROM generate_series(1, :lines) AS i,
		(SELECT (SELECT array_agg(w ORDER BY r) FROM (SELECT r, (sum(1.0 / r) OVER (ORDER BY r) - 1.0 / r)::float8 / (sum(1.0 / r) OVER ())::float8 AS w FROM generate_series(1, 12) AS r) AS s) AS payers,
			(SELECT array_agg(w ORDER BY r) FROM (SELECT r, (sum(1.0 / r) OVER (ORDER BY r) - 1.0 / r)::float8 / (sum(1.0 / r) OVER ())::float8 AS w FROM generate_series(1, 300) AS r) AS s) AS codes) AS z) AS d
JOIN truth AS t USING (p, c, m);
CREATE TABLE adjustment AS
SELECT claim_id, claim_line_number, 'CO' AS group_code, '45' AS reason_code, 40.00 AS amount, '{}'::text[] AS remark_codes, payer FROM line WHERE NOT denied
UNION ALL SELECT claim_id, claim_line_number, 'CO', (ARRAY['16', '50', '97', '197', '29'])[1 + hashtext(claim_id) & 3], 100.00, '{N706}', payer FROM line WHERE denied;
ANALYZE truth, line, adjustment;
SELECT count(*) AS lines, count(*) FILTER (WHERE denied) AS denied FROM line;
\timing on
SELECT count(*), sum(lines_denied) FROM medcode.denial_rates('line', 'adjustment', '{payer}');
SELECT count(*), sum(lines_denied) FROM medcode.denial_rates('line', 'adjustment', '{payer,code,carc}');
SELECT count(*) FROM medcode.denial_lines('line', 'adjustment');
SELECT medcode.create_denial_chance('denial_chance', 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01');
SELECT * FROM medcode.denial_chance_check('denial_chance', 'line', 'adjustment', '2025-11-01', '2026-01-01');
SELECT * FROM medcode.denial_chance_score('denial_chance', 'line', 'adjustment', '2025-11-01', '2026-01-01');
SELECT * FROM medcode.denial_chance('denial_chance', 'payer 3', '10007', '{59,rt}');
\timing off
\x on
SELECT * FROM denial_chance_model;
\x off
SELECT level, count(*), min(chance), max(chance) FROM denial_chance GROUP BY level ORDER BY 2;
-- estimates against the truth, beside the rates as they are
SELECT width_bucket(g.lines, '{1,5,20,100,500,2000}'::bigint[]) AS size, count(*) AS groups, sqrt(avg((g.estimate - t.chance) ^ 2)) AS estimate,
	sqrt(avg((g.denied::float8 / g.lines - t.chance) ^ 2)) AS raw
FROM denial_chance AS g JOIN truth AS t ON g.level = 'payer_code_modifiers' AND g.payer = 'payer ' || t.p AND g.code = (10000 + t.c)::text
	AND g.modifiers = medcode.modifier_set(string_to_array(t.modifiers, ' '))
GROUP BY 1 ORDER BY 1;
SELECT g.level, count(*) AS groups, round(avg((t.chance BETWEEN g.low AND g.high)::int), 3) AS inside FROM denial_chance AS g JOIN truth AS t ON g.level = 'payer_code_modifiers' AND g.payer = 'payer ' || t.p AND g.code = (10000 + t.c)::text
	AND g.modifiers = medcode.modifier_set(string_to_array(t.modifiers, ' ')) GROUP BY 1;
DROP SCHEMA denial_bench CASCADE;
