-- What search() costs and finds, beside what others do with the same terms.
-- 200 entries of the Alphabetic Index as they are, 200 others with one or two typing errors each; the right code is that
-- of the entry.  One backend, all contestants in turn for each query, after a round that is not counted.
-- A contestant whose extension is not there is left out and named.
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET client_min_messages = warning;

CREATE SCHEMA IF NOT EXISTS search_bench;
SET search_path = search_bench, pg_catalog;
DO $$
DECLARE
	extension text;
BEGIN
	FOR extension IN SELECT name FROM pg_available_extensions WHERE name IN ('pg_trgm', 'rum') LOOP
		EXECUTE format('CREATE EXTENSION IF NOT EXISTS %I SCHEMA search_bench', extension);
	END LOOP;
END
$$;

-- A typing error: a letter put in, left out, changed, or exchanged with the next
CREATE FUNCTION mistyped(phrase text) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
DECLARE
	place integer := 1 + floor(random() * (length(phrase) - 1));
	letter text := chr(97 + floor(random() * 26)::integer);
	kind integer := floor(random() * 4);
BEGIN
	RETURN left(phrase, place - 1) || CASE kind
		WHEN 0 THEN letter || substr(phrase, place)
		WHEN 1 THEN substr(phrase, place + 1)
		WHEN 2 THEN letter || substr(phrase, place + 1)
		ELSE substr(phrase, place + 1, 1) || substr(phrase, place, 1) || substr(phrase, place + 2) END;
END
$$;

CREATE TABLE search_case (id integer, kind text, query text, code text);
SELECT setseed(0.42) AS seeded \gset
INSERT INTO search_case
SELECT n, CASE WHEN n <= 200 THEN 'clean' ELSE 'edited' END,
	CASE WHEN n <= 200 THEN phrase WHEN n % 2 = 0 THEN mistyped(phrase) ELSE mistyped(mistyped(phrase)) END, code
FROM (SELECT phrase, code, row_number() OVER (ORDER BY md5('seed 1' || phrase || code)) AS n
	FROM medcode.current_term WHERE kind = 'index' AND length(phrase) > 4) AS entry
WHERE n <= 400
ORDER BY n;

CREATE TABLE copy AS SELECT phrase, code FROM medcode.current_term WHERE code_system = 'icd10cm';
DO $$
BEGIN
	IF to_regtype('search_bench.gtrgm') IS NOT NULL THEN
		CREATE INDEX ON copy USING gin (phrase gin_trgm_ops);
		CREATE INDEX ON copy USING gist (phrase gist_trgm_ops(siglen = 64));
	END IF;
	IF EXISTS (SELECT FROM pg_am WHERE amname = 'rum') THEN
		ALTER TABLE copy ADD words tsvector GENERATED ALWAYS AS (to_tsvector('english', phrase)) STORED;
		CREATE INDEX ON copy USING rum (words rum_tsvector_ops);
	END IF;
END
$$;
VACUUM ANALYZE copy;

-- Each gives the codes of the first ten, for a query $1.
CREATE TABLE contestant (place integer, name text, query text);
INSERT INTO contestant VALUES (1, 'medcode.search()', 'SELECT array_agg(code::text) FROM medcode.search($1)');
INSERT INTO contestant SELECT * FROM (VALUES
	(2, 'pg_trgm <%, GIN, by word_similarity', 'SELECT array_agg(code) FROM (SELECT code FROM copy WHERE $1 <% phrase
		GROUP BY code ORDER BY max(word_similarity($1, phrase)) DESC, max(similarity($1, phrase)) DESC, code LIMIT 10) AS t'),
	(3, 'pg_trgm <->, GiST, nearest 30 terms', 'SELECT (array_agg(code ORDER BY d))[1:10] FROM (SELECT code, min(d) AS d
		FROM (SELECT code, phrase <-> $1 AS d FROM copy ORDER BY phrase <-> $1 LIMIT 30) AS u GROUP BY code) AS t')) AS v
WHERE to_regtype('search_bench.gtrgm') IS NOT NULL;
INSERT INTO contestant SELECT 4, 'RUM <=>, any word, best 30 terms', replace('SELECT (array_agg(code ORDER BY d))[1:10]
	FROM (SELECT code, min(d) AS d FROM (SELECT code, words <=> $query AS d FROM copy
		WHERE words @@ $query ORDER BY words <=> $query LIMIT 30) AS u GROUP BY code) AS t',
	'$query', '(replace(plainto_tsquery(''english''::regconfig, $1)::text, '' & '', '' | '')::tsquery)')
WHERE EXISTS (SELECT FROM pg_am WHERE amname = 'rum');

CREATE TABLE result (place integer, id integer, round integer, us numeric, found boolean);
DO $$
DECLARE
	q search_case;
	c contestant;
	start timestamptz;
	codes text[];
	us numeric;
BEGIN
	FOR round IN 0..3 LOOP
		FOR q IN SELECT * FROM search_case ORDER BY id LOOP
			FOR c IN SELECT * FROM contestant ORDER BY place LOOP
				start := clock_timestamp();
				EXECUTE c.query INTO codes USING q.query;
				us := extract(epoch FROM clock_timestamp() - start) * 1e6;
				IF round > 0 THEN
					INSERT INTO result VALUES (c.place, q.id, round, us, coalesce(q.code = ANY (codes), false));
				END IF;
			END LOOP;
		END LOOP;
	END LOOP;
END
$$;
SELECT rpad(c.name, 36), k.kind, 'right code among ten ' || to_char(100.0 * avg(r.found::integer), '990.0') || ' %',
	'ms: median ' || to_char(percentile_cont(0.5) WITHIN GROUP (ORDER BY r.us) / 1000, '990.00'),
	'p90 ' || to_char(percentile_cont(0.9) WITHIN GROUP (ORDER BY r.us) / 1000, '990.00'),
	'p99 ' || to_char(percentile_cont(0.99) WITHIN GROUP (ORDER BY r.us) / 1000, '990.00'),
	'most ' || to_char(max(r.us) / 1000, '9990.00')
FROM contestant AS c JOIN result AS r USING (place) JOIN search_case AS k USING (id)
GROUP BY c.place, c.name, k.kind ORDER BY k.kind, c.place;
\if :{?keep}
\else
DROP SCHEMA search_bench CASCADE;
\endif
