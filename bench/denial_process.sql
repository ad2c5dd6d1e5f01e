-- The made-up process of docs/denial-rates.md, in the first schema of the search path: :lines lines of 12 payers and 300 codes with volumes by
-- Zipf's law and five sets of modifiers, seeded by md5, so that all have the same lines.  truth has the chances, line and adjustment what came.
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
UNION ALL SELECT claim_id, claim_line_number, 'CO', (ARRAY['16', '50', '97', '197', '29'])[1 + floor(5 * uniform('reason ' || claim_id))::integer], 100.00, '{N706}', payer FROM line WHERE denied;
ANALYZE truth, line, adjustment;
