-- What holding a refused line against its note costs, by reason, beside audit() of the same note: table note (note_id, body).
-- Every tenth note, a claim of two lines with three codes; no lists of NCCI, no policies but the one below.
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SELECT FROM medcode.load_content($$policy,contractor,hcpcs,diagnosis,covered,documentation,effective,end_date
P1,,93306,I50,yes,left ventricular ejection fraction;shortness of breath,2025-01-01,
P1,,93306,I48,yes,,2025-01-01,
$$, '2025-01-01-bench');
CREATE TEMP TABLE refused AS
SELECT ARRAY[ROW(n.note_id, '2026-02-03', NULL, NULL, true, n.body)::medcode.note_input] AS notes, n.body, '{E11.9,I10,M25.561}'::text[] AS diagnoses,
	ARRAY[(1, '93306', '{}', 1, '2026-02-03', '1', '11', '{1}'), (2, '99214', '{}', 1, '2026-02-03', '1', '11', '{2,3}')]::medcode.claim_line[] AS lines
FROM (SELECT row_number() OVER (ORDER BY note_id) AS no, note_id, body FROM note) AS n WHERE n.no % 10 = 0;
CREATE TEMP TABLE lap (round integer, carc text, ms numeric);
DO $$
DECLARE
	start timestamptz;
	reason record;
BEGIN
	FOR round IN 0..3 LOOP
		start := clock_timestamp();
		PERFORM sum((SELECT count(*) FROM medcode.audit(body, diagnoses))) FROM refused;
		INSERT INTO lap SELECT round, 'audit()', extract(epoch FROM clock_timestamp() - start) * 1e3 / count(*) FROM refused;
		FOR reason IN SELECT * FROM (VALUES ('45', NULL, 1), ('16', 'M81', 1), ('146', NULL, 1), ('7', NULL, 1), ('11', NULL, 1), ('50', NULL, 1), ('97', NULL, 2),
				('4', NULL, 1), ('150', NULL, 2), ('151', NULL, 1), ('252', 'N706', 1)) AS v(carc, rarc, line) LOOP
			start := clock_timestamp();
			PERFORM sum((SELECT count(*) FROM medcode.denial_review(notes, 'CO', reason.carc, array_remove(ARRAY[reason.rarc], NULL), diagnoses, lines, reason.line,
				'professional', '2026-02-03', 'F', '1960-01-01'))) FROM refused;
			INSERT INTO lap SELECT round, 'CO-' || concat_ws(' ', reason.carc, reason.rarc), extract(epoch FROM clock_timestamp() - start) * 1e3 / count(*) FROM refused;
		END LOOP;
	END LOOP;
END
$$;
SELECT carc, round((percentile_cont(0.5) WITHIN GROUP (ORDER BY ms))::numeric, 2) || ' ms a call' FROM lap WHERE round > 0 GROUP BY 1 ORDER BY percentile_cont(0.5) WITHIN GROUP (ORDER BY ms);
