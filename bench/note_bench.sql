-- What reading a note costs in SQL: table note (note_id, body), all contestants in each round.
SET max_parallel_workers_per_gather = 0;
SET jit = off;
CREATE TEMP TABLE contestant (name text, query text);
INSERT INTO contestant VALUES
	('length(body), that is detoast', 'SELECT sum(length(body)) FROM note'),
	('to_tsvector(''english'', body)', 'SELECT sum(length(to_tsvector(''english'', body))) FROM note'),
	('medcode.tokens(body)', 'SELECT sum((SELECT count(*) FROM medcode.tokens(body))) FROM note'),
	('medcode.sections(body)', 'SELECT sum((SELECT count(*) FROM medcode.sections(body))) FROM note'),
	('medcode.findings(body)', 'SELECT sum((SELECT count(*) FROM medcode.findings(body))) FROM note'),
	('medcode.suggest(body)', 'SELECT sum((SELECT count(*) FROM medcode.suggest(body))) FROM note');
CREATE TEMP TABLE lap (name text, us numeric);
DO $$
DECLARE
	c contestant;
	start timestamptz;
BEGIN
	FOR round IN 0..5 LOOP
		FOR c IN SELECT * FROM contestant LOOP
			start := clock_timestamp();
			EXECUTE c.query;
			IF round > 0 THEN
				INSERT INTO lap VALUES (c.name, extract(epoch FROM clock_timestamp() - start) * 1e6 / (SELECT count(*) FROM note));
			END IF;
		END LOOP;
	END LOOP;
END
$$;
SELECT rpad(name, 32), to_char(median, '99990.0') || ' us per note',
	to_char(median / max(median) FILTER (WHERE name LIKE 'to_tsvector%') OVER (), '990.00') || ' of to_tsvector'
FROM (SELECT name, percentile_cont(0.5) WITHIN GROUP (ORDER BY us) AS median FROM lap GROUP BY name) AS m
ORDER BY median;
