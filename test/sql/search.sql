--
-- search(): what a person types, and the codes it may mean
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never

-- the first code with its term; and the place of a code
CREATE FUNCTION pg_temp.first(query text) RETURNS text LANGUAGE sql AS $$
	SELECT format('%s %s: %s', code, score, term) FROM medcode.search(query, 1)
$$;
CREATE FUNCTION pg_temp.place(query text, code text) RETURNS bigint LANGUAGE sql AS $$
	SELECT s.ordinality FROM medcode.search(query) WITH ORDINALITY AS s WHERE s.code::text = $2
$$;

SELECT * FROM medcode.search('low back pain', 3);

-- beginnings of words, the last one and others
SELECT query, pg_temp.first(query) FROM (VALUES ('hypertens'), ('chronic obstr pulm'), ('pneum'), ('gou')) AS q(query);
-- typing errors: exchanged, left out, too much, another; two of them; a blank too much or too little
SELECT query, pg_temp.first(query) FROM (VALUES ('low back pian'), ('hypertnsion'), ('asthmma'), ('pneumomia'),
	('hpyertensoin'), ('rheumatod arthritsi'), ('hyper tension'), ('lowback pain')) AS q(query);
-- abbreviations, however they are written, with all their readings
SELECT query, pg_temp.first(query) FROM (VALUES ('htn'), ('CHF'), ('copd exac'), ('dm2 retinopathy'), ('hx of mi')) AS q(query);
SELECT pg_temp.place('ms', 'G35.D') IS NOT NULL OR pg_temp.place('ms', 'G35') IS NOT NULL AS sclerosis,
	bool_or(term ~ 'musculoskeletal') AS musculoskeletal FROM medcode.search('ms');
-- words in any order
SELECT pg_temp.first('pain back low') = pg_temp.first('low back pain') AS same;
-- what the term lacks, and what the query lacks, costs
SELECT code, score, term FROM medcode.search('pulmonary hypertension') WHERE code::text IN ('I10', 'I27.20');
SELECT query, score FROM (VALUES ('asthma'), ('asthma zzzzzz'), ('asthm'), ('athsma')) AS q(query), medcode.search(query, 1) ORDER BY score DESC;
-- each code once, in descending order, scores from 0 to 100
SELECT count(*), count(DISTINCT code) = count(*) AS once, bool_and(score BETWEEN 0 AND 100) AS scores,
	array_agg(score ORDER BY ordinality) = array_agg(score ORDER BY score DESC) AS in_order
FROM medcode.search('diabetes', 50) WITH ORDINALITY;
-- the longer list begins with the shorter one
SELECT array_agg(s.code ORDER BY s.ordinality) = (SELECT array_agg(code) FROM medcode.search('fracture', 10)) AS same
FROM medcode.search('fracture', 40) WITH ORDINALITY AS s WHERE ordinality <= 10;
-- a code
SELECT code, score FROM medcode.search('e119', 1);
SELECT code, score, title FROM medcode.search('I10', 1);

-- nothing typed, nothing meant
SELECT count(*) FROM medcode.search(NULL);
SELECT count(*) FROM medcode.search(E' \t\n');
SELECT count(*) FROM medcode.search('qqzzxxqq');
-- errors
SELECT * FROM medcode.search('?!');
SELECT * FROM medcode.search('gout', 0);
SELECT * FROM medcode.search('gout', NULL);
SELECT * FROM medcode.search('gout', version => 0);
SELECT * FROM medcode.search('gout', version => 999);
SELECT * FROM medcode.search('gout', as_of => '2015-09-30');

--
-- The draft
--
BEGIN;
SELECT medcode.add_term('zebraflu of the knee', 'M25.569') > 0 AS added;
SELECT query, pg_temp.first(query) FROM (VALUES ('zebraflu knee'), ('zebr'), ('zebraflu'), ('knee zebra'), ('zebraful')) AS q(query);
SELECT medcode.add_abbreviation('zbf', 'zebraflu') > 0 AS added;
SELECT pg_temp.first('zbf knee');
-- not in a published version
SELECT count(*) FROM medcode.search('zebraflu', version => 1);
SAVEPOINT one;
SELECT medcode.retire_term('zebraflu of the knee');
SELECT count(*) FROM medcode.search('zebraflu');
ROLLBACK TO one;
SELECT pg_temp.first('zebraflu');
-- published, then retired
SELECT medcode.publish('with zebraflu') AS with_zebraflu \gset
SELECT medcode.retire_term('zebraflu of the knee');
SELECT count(*) FROM medcode.search('zebraflu');
SELECT medcode.publish('without') AS without \gset
SELECT (SELECT count(*) FROM medcode.search('zebraflu', version => :with_zebraflu)) AS had_it,
	(SELECT count(*) FROM medcode.search('zebraflu', version => :without)) AS lost_it,
	(SELECT count(*) FROM medcode.search('zebrafly', version => :with_zebraflu)) AS mistyped;
-- the words are read from the vocabulary where their copy is damaged or missing, with the same result
CREATE TEMP TABLE before AS SELECT * FROM medcode.search('zebrafly knee', version => :with_zebraflu);
UPDATE medcode.search_words SET crc = crc + 1;
SELECT medcode.add_term('makes sessions read anew', 'M25.569') > 0 AS added;
SELECT (SELECT array_agg(b::text) FROM before AS b)
	= (SELECT array_agg(s::text) FROM medcode.search('zebrafly knee', version => :with_zebraflu) AS s) AS damaged;
DELETE FROM medcode.search_words;
SELECT medcode.add_term('makes sessions read once more', 'M25.569') > 0 AS added;
SELECT (SELECT array_agg(b::text) FROM before AS b)
	= (SELECT array_agg(s::text) FROM medcode.search('zebrafly knee', version => :with_zebraflu) AS s) AS missing;
ROLLBACK;
SELECT count(*) FROM medcode.search('zebraflu');

--
-- Dates: title and codes are those of the release
--
CREATE FUNCTION pg_temp.lines(VARIADIC rows text[]) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
		split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60), split_part(r, '|', 3)), '' ORDER BY n)
	FROM unnest(rows) WITH ORDINALITY AS u(r, n)
$$;
BEGIN;
SELECT recognised FROM medcode.load_content(pg_temp.lines('G35|1|Multiple sclerosis', 'M10|0|Gout', 'M109|1|Gout, old title'), 'FY2025');
SELECT recognised FROM medcode.load_content(pg_temp.lines('G35|0|Multiple sclerosis', 'G35D|1|Multiple sclerosis, unspecified',
	'M10|0|Gout', 'M109|1|Gout, unspecified'), 'FY2026');
SELECT day, code, title FROM (VALUES ('2025-09-30'::date), ('2025-10-01'), (NULL)) AS d(day),
	medcode.search('multiple sclerosis', as_of => day) ORDER BY day, code;
SELECT day, title FROM (VALUES ('2025-09-30'::date), (NULL)) AS d(day), medcode.search('gout', as_of => day)
WHERE code::text = 'M10.9' ORDER BY day;
SELECT * FROM medcode.search('gout', as_of => '2020-01-01');
ROLLBACK;

--
-- Whatever the session's settings, and in a worker
--
CREATE TEMP TABLE answers AS
SELECT q, s.* FROM unnest(ARRAY['dm2 retinop', 'low bakc pain', 'fracture', 'acute resp failur', 'a']) AS q, medcode.search(q) AS s;
CREATE FUNCTION pg_temp.differ() RETURNS bigint LANGUAGE sql AS $$
	SELECT count(*) FROM (SELECT q, s.* FROM (SELECT DISTINCT q FROM answers) AS a, medcode.search(q) AS s EXCEPT SELECT * FROM answers) AS d
$$;
SET search_path = pg_temp;
SELECT pg_temp.differ();
RESET search_path;
SET enable_bitmapscan = off;
SELECT pg_temp.differ();
RESET enable_bitmapscan;
SET work_mem = '64kB';
SELECT pg_temp.differ();
RESET work_mem;
SELECT md5(string_agg(s::text, ';')) AS here FROM medcode.search('low bakc pain') AS s \gset
SET force_parallel_mode = on;
SELECT md5(string_agg(s::text, ';')) = :'here' AS same FROM medcode.search('low bakc pain') AS s;
RESET force_parallel_mode;

-- lexemes of the index
SELECT medcode.term_words('Fractures of the femur'), medcode.term_words('type II diabetes mellitus'), medcode.term_words('of the') AS none;
SELECT length(medcode.term_words(repeat('xyz', 1000))) AS long_word, length(medcode.term_words(repeat('gout ', 100000))) AS many;

-- no terms at all
BEGIN;
DO $$ BEGIN
	INSERT INTO medcode.retirement (relation, row_id) SELECT 'term', term_id FROM medcode.term;
END $$;
SELECT * FROM medcode.search('gout');
ROLLBACK;
SELECT count(*) > 0 AS again FROM medcode.search('gout');
