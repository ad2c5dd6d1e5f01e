-- What holding a note against a claim costs beside reading it: table note (note_id, body), both in each round.
-- A claim has two of three codes that suggest() proposes, of the first six, and four that it may well not.
SET max_parallel_workers_per_gather = 0;
SET jit = off;
CREATE TEMP TABLE claim AS
SELECT n.note_id, n.body, (SELECT array_agg(s.code::text ORDER BY s.sequence) FROM medcode.suggest(n.body) AS s
		WHERE s.sequence <= 6 AND s.sequence % 3 <> 0) || '{E11.42,I50.22,K80.20,M25.561}'::text[] AS billed
FROM note AS n;
CREATE TEMP TABLE lap (round integer, suggest numeric, audit numeric);
DO $$
DECLARE
	start timestamptz;
	middle timestamptz;
BEGIN
	FOR round IN 0..9 LOOP
		start := clock_timestamp();
		PERFORM sum((SELECT count(*) FROM medcode.suggest(body))) FROM claim;
		middle := clock_timestamp();
		PERFORM sum((SELECT count(*) FROM medcode.audit(body, billed))) FROM claim;
		IF round > 0 THEN
			INSERT INTO lap SELECT round, extract(epoch FROM middle - start) * 1e6 / count(*),
				extract(epoch FROM clock_timestamp() - middle) * 1e6 / count(*) FROM claim;
		END IF;
	END LOOP;
END
$$;
SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY suggest)) || ' us suggest', round(percentile_cont(0.5) WITHIN GROUP (ORDER BY audit)) || ' us audit',
	round((percentile_cont(0.5) WITHIN GROUP (ORDER BY audit / suggest))::numeric, 2) || ' median of the ratios of ' || count(*) || ' rounds' FROM lap;
SELECT count(*) FILTER (WHERE verdict IS NOT NULL) || ' verdicts on ' || (SELECT sum(cardinality(billed)) FROM claim) || ' billed codes' FROM claim, medcode.audit(body, billed);
