-- Denial rates and chances over made-up lines: psql -v lines=1000000 -f bench/denial_bench.sql
\set ON_ERROR_STOP on
SET max_parallel_workers_per_gather = 0;
CREATE SCHEMA denial_bench;
SET search_path = denial_bench, public;
\ir denial_process.sql
SELECT count(*) AS lines, count(*) FILTER (WHERE denied) AS denied FROM line;
\timing on
SELECT count(*), sum(lines_denied) FROM medcode.denial_rates('line', 'adjustment', '{payer}');
SELECT count(*), sum(lines_denied) FROM medcode.denial_rates('line', 'adjustment', '{payer,code,carc}');
SELECT count(*) FROM medcode.denial_lines('line', 'adjustment');
SELECT medcode.create_denial_chance('denial_chance', 'line', 'adjustment', '2025-01-01', '2025-09-01', '2025-11-01', '2026-02-01');
SELECT * FROM medcode.denial_chance_check('denial_chance', 'line', 'adjustment', '2025-11-01', '2026-01-01');
SELECT * FROM medcode.denial_chance_score('denial_chance', 'line', 'adjustment', '2025-11-01', '2026-01-01');
SELECT * FROM medcode.denial_chance('denial_chance', 'payer 3', '10007', '{59,rt}');
SELECT count(*), sum(amount_at_risk) FROM medcode.denial_chance_lines('denial_chance', 'line');
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
