--
-- The type icd10cm: what a user types and sees
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

-- functions work without any search_path
SELECT medcode.is_under('E11.9', 'E11') AS under,
       medcode.category('S72.001A') AS category,
       medcode.undotted('S72.001A') AS undotted;

-- operators and unqualified names need it
SET search_path = public, medcode;

--
-- Input: dot or no dot, any case, white space around it
--
SELECT input, input::icd10cm AS code
FROM (VALUES ('E11'), ('E119'), ('E11.9'), ('e11.65'), ('  E11.9 '), (E'\tI10\r\n'),
             ('T360X1A'), ('t36.0x1a'), ('C4A.111'), ('M1A.0110'), ('Z3A.01'), ('QA0'), ('U07.1')) v(input);

-- what is none says why and where, and never repeats the value
SELECT ''::icd10cm;
SELECT '  '::icd10cm;
SELECT 'E1'::icd10cm;
SELECT '411.9'::icd10cm;
SELECT 'E11.'::icd10cm;
SELECT 'E11.-'::icd10cm;
SELECT 'S72.0-'::icd10cm;
SELECT 'E1.19'::icd10cm;
SELECT 'E119.1'::icd10cm;
SELECT 'E11..9'::icd10cm;
SELECT 'E11 9'::icd10cm;
SELECT 'E11.65é'::icd10cm;
SELECT 'S72.001AB'::icd10cm;

-- a note in the wrong column does not reach the message
CREATE TEMP TABLE wrong (body text);
INSERT INTO wrong VALUES ('CANARY Jane Roe, 54 y, été: has diabetes');
SELECT body::icd10cm FROM wrong;
UPDATE wrong SET body = repeat('CANARY ', 100000);
SELECT body::icd10cm FROM wrong;

-- try_icd10cm never raises
SELECT input, try_icd10cm(input) AS code
FROM (VALUES ('e119'), (' E11.9'), ('E11.'), ('E11.-'), (''), ('diabetes'), ('Ä11'), ('250.00'), (NULL)) v(input);
SELECT count(*), count(try_icd10cm(body)) FROM wrong;

-- no cast happens behind the user's back
CREATE TEMP TABLE dx (code icd10cm);
INSERT INTO dx SELECT 'E11.9'::text;
SELECT 'E11.9'::icd10cm = 'E11.9'::text;
SELECT upper('E11.9'::icd10cm);
SELECT 'E11.9'::icd10cm::text, CAST('e119'::text AS icd10cm);

--
-- Order, equality, aggregates, NULL
--
INSERT INTO dx VALUES ('E11.9'), ('C44'), ('E11'), ('E11.65'), (NULL), ('C4A'), ('C43'), ('E12'), ('E11.9'), ('E10.9'), ('E11.6');
SELECT string_agg(code::text, ' ' ORDER BY code) AS ascending,
       min(code), max(code), count(DISTINCT code) FROM dx;
SELECT code FROM dx ORDER BY code DESC NULLS LAST LIMIT 2;
SELECT 'E11' < 'E11.0'::icd10cm AS lt, 'E11' <= 'E11'::icd10cm AS le, 'E119' = 'e11.9'::icd10cm AS eq,
       'E11' <> 'E11'::icd10cm AS ne, 'E11.9' >= 'E11.65'::icd10cm AS ge, 'E11' > 'E12'::icd10cm AS gt;
SELECT min(code), max(code) FROM dx WHERE false;
SELECT is_under(NULL, 'E11'), is_under('E11', NULL), undotted(NULL), category(NULL), try_icd10cm(NULL);

--
-- Headings
--
SELECT code, heading, is_under(code, heading), code << heading AS op
FROM (VALUES ('E11.9'::icd10cm, 'E11'::icd10cm), ('E11', 'E11'), ('E11.9', 'E11.9'), ('E11.65', 'E11.6'),
             ('E11', 'E11.9'), ('E12', 'E11'), ('E10.9', 'E11'), ('E11.6', 'E11.65'), ('C4A.1', 'C4A'),
             ('T36.0X1A', 'T36.0X1A'), ('T36.0X1D', 'T36.0X1A')) v(code, heading);
SELECT heading, heading_upper(heading)
FROM (VALUES ('E11'::icd10cm), ('E11.6'), ('S72.001'), ('S72.001A')) v(heading);

--
-- Plans
--
CREATE TEMP TABLE claim (id int, code icd10cm);
INSERT INTO claim
SELECT id, (chr(65 + n % 26) || lpad((n % 100)::text, 2, '0') || n / 100 % 10 || n % 7)::icd10cm
FROM generate_series(1, 5000) id, LATERAL (SELECT id % 2500) v(n);
INSERT INTO claim VALUES (0, NULL);
CREATE INDEX claim_code ON claim (code);
VACUUM ANALYZE claim;
CREATE TEMP TABLE heading (heading icd10cm);
INSERT INTO heading VALUES ('E04'), ('F31.1'), ('Z99'), ('E04.3'), (NULL);
ANALYZE heading;
SET enable_seqscan = off;
SET enable_bitmapscan = off;

-- a constant: an exact range, so nothing is left to filter
EXPLAIN (COSTS OFF) SELECT code FROM claim WHERE is_under(code, 'E04');
EXPLAIN (COSTS OFF) SELECT id FROM claim WHERE code << 'E04.3';
EXPLAIN (COSTS OFF) SELECT code FROM claim WHERE is_under(code, NULL);

-- a parameter, in a generic plan
SET plan_cache_mode = force_generic_plan;
PREPARE under(icd10cm) AS SELECT count(*) FROM claim WHERE is_under(code, $1);
EXPLAIN (COSTS OFF) EXECUTE under('E04');
EXECUTE under('E04');
EXECUTE under(NULL);
RESET plan_cache_mode;

-- a column of the other side of a join
SET enable_seqscan = on;
SET enable_material = off;
SET enable_memoize = off;
EXPLAIN (COSTS OFF) SELECT heading, code FROM heading JOIN claim ON is_under(code, heading);
EXPLAIN (COSTS OFF) SELECT heading, id FROM heading JOIN claim ON code << heading;
SELECT heading, count(*), min(code), max(code) FROM heading JOIN claim ON is_under(code, heading) GROUP BY heading ORDER BY heading;
SET enable_indexscan = off;
SET enable_indexonlyscan = off;
SELECT heading, count(*), min(code), max(code) FROM heading JOIN claim ON is_under(code, heading) GROUP BY heading ORDER BY heading;
RESET enable_indexscan;
RESET enable_indexonlyscan;
RESET enable_material;
RESET enable_memoize;

-- an index over a column of text
CREATE TEMP TABLE warehouse AS SELECT id, undotted(code) AS dx FROM claim;
INSERT INTO warehouse VALUES (-1, 'not coded'), (-2, '');
CREATE INDEX ON warehouse (try_icd10cm(dx));
ANALYZE warehouse;
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT * FROM warehouse WHERE is_under(try_icd10cm(dx), 'E04');

-- what cannot be a range is filtered: wrong side, volatile heading, a family that sorts backwards
EXPLAIN (COSTS OFF) SELECT code FROM claim WHERE is_under('E04.04', code);
EXPLAIN (COSTS OFF) SELECT code FROM claim WHERE is_under(code, clock_timestamp()::text::icd10cm);
CREATE FUNCTION pg_temp.backwards(icd10cm, icd10cm) RETURNS int
    LANGUAGE sql IMMUTABLE STRICT RETURN medcode.icd10cm_cmp($2, $1);
CREATE OPERATOR CLASS backwards FOR TYPE icd10cm USING btree AS
    OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <,
    FUNCTION 1 pg_temp.backwards(icd10cm, icd10cm);
CREATE TEMP TABLE mirror AS SELECT * FROM claim;
CREATE INDEX ON mirror (code backwards);
EXPLAIN (COSTS OFF) SELECT count(*) FROM mirror WHERE is_under(code, 'E04');
SELECT count(*) FROM mirror WHERE is_under(code, 'E04');
DROP TABLE mirror;
DROP OPERATOR FAMILY backwards USING btree CASCADE;
RESET enable_seqscan;
RESET enable_bitmapscan;

-- joining and grouping
SET enable_nestloop = off;
SET enable_mergejoin = off;
EXPLAIN (COSTS OFF) SELECT count(*) FROM claim a JOIN claim b ON a.code = b.code;
SELECT count(*) FROM claim a JOIN claim b ON a.code = b.code;
SET enable_mergejoin = on;
SET enable_hashjoin = off;
SELECT count(*) FROM claim a JOIN claim b ON a.code = b.code;
RESET enable_nestloop;
RESET enable_hashjoin;
RESET enable_mergejoin;
SET enable_sort = off;
SET enable_indexonlyscan = off;
EXPLAIN (COSTS OFF) SELECT code, count(*) FROM claim GROUP BY code;
RESET enable_sort;
RESET enable_indexonlyscan;

-- hash index and hash partitions
CREATE INDEX ON warehouse USING hash (try_icd10cm(dx));
CREATE TEMP TABLE parted (code icd10cm) PARTITION BY HASH (code);
CREATE TEMP TABLE parted0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TEMP TABLE parted1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT code FROM claim;
SELECT count(*) FROM parted WHERE code = 'E04.04';
SELECT (SELECT count(*) FROM parted0) BETWEEN 1000 AND 4000 AS spread;

--
-- Binary form
--
SELECT icd10cm_send('E11.9') AS e119, icd10cm_send('S72.001A') AS s72001a;
CREATE TEMP TABLE copied (LIKE claim);
COPY claim TO PROGRAM 'cat > icd10cm_regress.bin' (FORMAT binary);
COPY copied FROM PROGRAM 'cat icd10cm_regress.bin && rm icd10cm_regress.bin' (FORMAT binary);
SELECT count(*), count(code) FROM (TABLE claim INTERSECT ALL TABLE copied) both_sides;

-- one row each, the field being: right, lower case, two characters, a gap, an eighth character, nothing, seven bytes
TRUNCATE dx;
COPY dx FROM PROGRAM $$printf 'PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010E11\000\000\000\000\000\377\377'$$ (FORMAT binary);
COPY dx FROM PROGRAM $$printf 'PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010e11\000\000\000\000\000\377\377'$$ (FORMAT binary);
COPY dx FROM PROGRAM $$printf 'PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010E1\000\000\000\000\000\000\377\377'$$ (FORMAT binary);
COPY dx FROM PROGRAM $$printf 'PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010E11\0009\000\000\000\377\377'$$ (FORMAT binary);
COPY dx FROM PROGRAM $$printf 'PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010E1199999\377\377'$$ (FORMAT binary);
COPY dx FROM PROGRAM $$printf 'PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\010\000\000\000\000\000\000\000\000\377\377'$$ (FORMAT binary);
COPY dx FROM PROGRAM $$printf 'PGCOPY\n\377\r\n\000\000\000\000\000\000\000\000\000\000\001\000\000\000\007E11\000\000\000\000\377\377'$$ (FORMAT binary);
TABLE dx;
