-- 60,000 phrases against one note, beside what PostgreSQL offers otherwise: RUM's inverse index of
-- tsquery, and plain SQL that looks phrases up by their rarest word. Tables note, medcode.term.
-- The others look for the words anywhere in the note, medcode.occurs() within a window.
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS rum;
SELECT setseed(0.4);
CREATE TEMP TABLE phrase AS
	SELECT row_number() OVER () AS id, phrase, plainto_tsquery('english', phrase) AS query
	FROM (SELECT DISTINCT phrase FROM medcode.term WHERE medcode.phrase_words(phrase) BETWEEN 1 AND 5) AS p
	WHERE numnode(plainto_tsquery('english', phrase)) > 0
	ORDER BY md5(phrase) LIMIT 60000;
CREATE INDEX phrase_medcode ON phrase USING medcode (phrase);
CREATE INDEX phrase_rum ON phrase USING rum (query);
-- the rarest word of each
CREATE TEMP TABLE lexeme AS
	SELECT id, l AS word FROM phrase, unnest(tsvector_to_array(to_tsvector('english', phrase))) AS l;
CREATE TEMP TABLE anchored AS
	SELECT DISTINCT ON (l.id) l.id, l.word, p.query
	FROM lexeme AS l JOIN (SELECT word, count(*) FROM lexeme GROUP BY 1) AS f USING (word) JOIN phrase AS p USING (id)
	ORDER BY l.id, f.count, l.word;
CREATE INDEX ON anchored (word);
CREATE TEMP TABLE sample AS SELECT body FROM note ORDER BY md5(note_id) LIMIT 50;
ANALYZE phrase; ANALYZE anchored; ANALYZE sample;
SET enable_seqscan = off;
CREATE TEMP TABLE contestant (name text, query text);
INSERT INTO contestant VALUES
	('medcode.occurs(phrase, body)', 'SELECT sum((SELECT count(*) FROM phrase AS p WHERE medcode.occurs(p.phrase, n.body))) FROM sample AS n'),
	('RUM, query @@ to_tsvector(body)', 'SELECT sum((SELECT count(*) FROM phrase AS p WHERE p.query @@ v.vector)) FROM (SELECT to_tsvector(''english'', body) AS vector FROM sample OFFSET 0) AS v'),
	('SQL, by the rarest word', 'SELECT sum((SELECT count(*) FROM unnest(tsvector_to_array(v.vector)) AS w(word) JOIN anchored AS a USING (word) WHERE a.query @@ v.vector)) FROM (SELECT to_tsvector(''english'', body) AS vector FROM sample OFFSET 0) AS v');
CREATE TEMP TABLE lap (name text, us numeric, found bigint);
DO $$
DECLARE
	c contestant;
	start timestamptz;
	n bigint;
BEGIN
	FOR round IN 0..5 LOOP
		FOR c IN SELECT * FROM contestant LOOP
			start := clock_timestamp();
			EXECUTE c.query INTO n;
			IF round > 0 THEN
				INSERT INTO lap VALUES (c.name, extract(epoch FROM clock_timestamp() - start) * 1e6 / 50, n);
			END IF;
		END LOOP;
	END LOOP;
END
$$;
SELECT rpad(name, 34), to_char(median, '999990.0') || ' us per note',
	to_char(median / max(median) FILTER (WHERE name LIKE 'medcode%') OVER (), '9990.0') || ' times',
	round(found / 50.0, 1) || ' phrases a note'
FROM (SELECT name, percentile_cont(0.5) WITHIN GROUP (ORDER BY us) AS median, max(found) AS found FROM lap GROUP BY name) AS m
ORDER BY median;
DROP EXTENSION rum CASCADE;
