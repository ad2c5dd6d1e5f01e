-- Invariants of the type icd10cm
BEGIN;
SELECT plan(49);
SET LOCAL search_path = public, medcode;

--
-- The type in the catalog
--
SELECT has_type('medcode', 'icd10cm', 'type icd10cm exists');
SELECT results_eq(
    $$SELECT typlen::int, typbyval, typalign::text, typstorage::text, typcategory::text, typispreferred
      FROM pg_catalog.pg_type WHERE oid = 'medcode.icd10cm'::regtype$$,
    $$VALUES (8, true, 'd', 'p', 'U', false)$$,
    'eight bytes by value, no string category, not preferred');
SELECT is_empty(
    $$SELECT castsource::regtype, casttarget::regtype FROM pg_catalog.pg_cast
      WHERE 'medcode.icd10cm'::regtype IN (castsource, casttarget)$$,
    'no cast is defined: explicit ones go through input and output');
SELECT results_eq(
    $$SELECT a.amname, opcdefault, amvalidate(c.oid)
      FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am a ON a.oid = opcmethod
      WHERE opcintype = 'medcode.icd10cm'::regtype ORDER BY 1$$,
    $$VALUES ('btree'::name, true, true), ('hash', true, true)$$,
    'default B-tree and hash classes, both valid');

CREATE TEMP VIEW type_function AS
    SELECT p.* FROM pg_catalog.pg_proc p
    WHERE prosrc LIKE 'mc\_icd10cm\_%'
      AND ('medcode.icd10cm'::regtype = ANY (proargtypes) OR prorettype = 'medcode.icd10cm'::regtype
           OR proname IN ('icd10cm_sortsupport', 'icd10cm_is_under_support'));
SELECT cmp_ok((SELECT count(*)::int FROM type_function), '=', 22, 'number of C functions');
SELECT is_empty(
    $$SELECT proname FROM type_function
      WHERE NOT proisstrict OR provolatile <> 'i' OR proparallel <> 's' OR prosecdef OR procost <> 1
         OR pronamespace <> 'medcode'::regnamespace$$,
    'all of them: STRICT, IMMUTABLE, PARALLEL SAFE, cost stated, no SECURITY DEFINER');
SELECT set_eq(
    $$SELECT proname::text FROM type_function WHERE NOT proleakproof$$,
    ARRAY['icd10cm_in', 'icd10cm_out', 'icd10cm_recv', 'icd10cm_send', 'icd10cm_sortsupport', 'icd10cm_is_under_support'],
    'LEAKPROOF: all that users put into a WHERE clause');
SELECT is_empty(
    $$SELECT proname FROM pg_catalog.pg_proc p
      WHERE ('medcode.icd10cm'::regtype = ANY (proargtypes) OR prorettype = 'medcode.icd10cm'::regtype
             OR p.oid IN (SELECT oid FROM type_function))
        AND pronamespace = 'medcode'::regnamespace AND obj_description(p.oid, 'pg_proc') IS NULL$$,
    'every function and aggregate has a comment');
SELECT is_empty(
    $$SELECT oprname FROM pg_catalog.pg_operator o
      WHERE oprleft = 'medcode.icd10cm'::regtype AND obj_description(o.oid, 'pg_operator') IS NULL$$,
    'every operator has a comment');
SELECT is_empty(
    $$SELECT opcname FROM pg_catalog.pg_opclass c
      WHERE opcintype = 'medcode.icd10cm'::regtype
        AND (obj_description(c.oid, 'pg_opclass') IS NULL OR obj_description(opcfamily, 'pg_opfamily') IS NULL)$$,
    'every operator class and family has a comment');
SELECT isnt(obj_description('medcode.icd10cm'::regtype, 'pg_type'), NULL, 'the type has a comment');

SELECT results_eq(
    $$SELECT o.oprname, c.oprname, n.oprname, o.oprcanhash, o.oprcanmerge, o.oprrest::text, o.oprjoin::text
      FROM pg_catalog.pg_operator o
      LEFT JOIN pg_catalog.pg_operator c ON c.oid = o.oprcom
      LEFT JOIN pg_catalog.pg_operator n ON n.oid = o.oprnegate
      WHERE o.oprleft = 'medcode.icd10cm'::regtype AND o.oprright = 'medcode.icd10cm'::regtype
      ORDER BY o.oprname$$,
    $$VALUES ('<'::name, '>'::name, '>='::name, false, false, 'scalarltsel', 'scalarltjoinsel'),
             ('<<', NULL, NULL, false, false, 'matchingsel', 'matchingjoinsel'),
             ('<=', '>=', '>', false, false, 'scalarlesel', 'scalarlejoinsel'),
             ('<>', '<>', '=', false, false, 'neqsel', 'neqjoinsel'),
             ('=', '=', '<>', true, true, 'eqsel', 'eqjoinsel'),
             ('>', '<', '<=', false, false, 'scalargtsel', 'scalargtjoinsel'),
             ('>=', '<=', '<', false, false, 'scalargesel', 'scalargejoinsel')$$,
    'operators with commutator, negator and estimators');
SELECT is_empty(
    $$SELECT oid FROM pg_catalog.pg_operator
      WHERE (oprcode = 0 OR oprleft = 0) AND oprnamespace = 'medcode'::regnamespace$$,
    'no shell operator is left');

--
-- A sample in which headings and codes meet
--
CREATE TEMP TABLE sample AS
    SELECT DISTINCT (l || d1 || d2 || r)::medcode.icd10cm AS code
    FROM unnest('{A,E,Z}'::text[]) l, unnest('{0,A,Z}'::text[]) d1, unnest('{1,Z}'::text[]) d2,
         unnest('{"",0,9,Z,00,0X,ZZ,0X1,Z0Z,0X1A,ZZZZ,0X1D}'::text[]) r;
ALTER TABLE sample ADD undotted text COLLATE "C";
UPDATE sample SET undotted = medcode.undotted(code);
CREATE INDEX ON sample (code);
ANALYZE sample;
SELECT cmp_ok((SELECT count(*)::int FROM sample), '=', 216, 'the sample');

SELECT is_empty(
    $$SELECT code FROM sample WHERE code::text::medcode.icd10cm <> code OR undotted::medcode.icd10cm <> code
         OR lower(code::text)::medcode.icd10cm <> code OR medcode.try_icd10cm(E' \t' || code::text || E'\n') IS DISTINCT FROM code$$,
    'printed with dot or without, in any case, every code reads back');
SELECT is_empty(
    $$SELECT code FROM sample
      WHERE code::text <> CASE WHEN length(undotted) > 3 THEN left(undotted, 3) || '.' || substr(undotted, 4) ELSE undotted END$$,
    'the dot stands after the third character if the code goes on');
SELECT is_empty(
    $$SELECT a.code, b.code FROM sample a, sample b
      WHERE (a.code < b.code) <> (a.undotted < b.undotted) OR (a.code <= b.code) <> (a.undotted <= b.undotted)
         OR (a.code = b.code) <> (a.undotted = b.undotted) OR (a.code <> b.code) <> (a.undotted <> b.undotted)
         OR (a.code >= b.code) <> (a.undotted >= b.undotted) OR (a.code > b.code) <> (a.undotted > b.undotted)
         OR medcode.icd10cm_cmp(a.code, b.code) <> sign(bttextcmp(a.undotted, b.undotted))
      LIMIT 5$$,
    'comparison is that of the bytes');
SELECT results_eq(
    'SELECT undotted FROM sample ORDER BY code DESC', 'SELECT undotted FROM sample ORDER BY undotted DESC',
    'sorting is that of the bytes');
SELECT is_empty(
    $$SELECT c.code, h.code FROM sample c, sample h
      WHERE medcode.is_under(c.code, h.code) <> starts_with(c.undotted, h.undotted)
         OR (c.code << h.code) <> starts_with(c.undotted, h.undotted)
         OR (c.code BETWEEN h.code AND medcode.heading_upper(h.code)) <> starts_with(c.undotted, h.undotted)
      LIMIT 5$$,
    'is_under, << and the range are: begins with');
SELECT is_empty(
    $$SELECT h.code FROM sample h JOIN sample c ON starts_with(c.undotted, h.undotted)
      GROUP BY h.code HAVING count(*) <> (SELECT count(*) FROM sample s WHERE s.code BETWEEN h.code AND max(c.code))$$,
    'every subtree is contiguous');
SELECT is_empty(
    $$SELECT code FROM sample WHERE medcode.category(code)::text <> left(undotted, 3)
         OR NOT medcode.is_under(code, medcode.category(code))$$,
    'category: the first three characters');
SELECT is_empty($$SELECT a.code, b.code FROM sample AS a, sample AS b WHERE medcode.icd10cm_smaller(a.code, b.code) <> CASE WHEN a.code < b.code THEN a.code ELSE b.code END
    OR medcode.icd10cm_larger(a.code, b.code) <> CASE WHEN a.code < b.code THEN b.code ELSE a.code END LIMIT 3$$, 'the smaller and the larger of two, behind min and max');
SELECT results_eq('SELECT min(code)::text, max(code)::text FROM sample', $$VALUES ('A01', 'ZZZ.ZZZZ')$$, 'min and max');
SELECT results_eq(
    'SELECT count(DISTINCT medcode.icd10cm_hash(code)), count(DISTINCT medcode.icd10cm_hash_extended(code, 1)) FROM sample',
    'VALUES (216::bigint, 216::bigint)', 'hash values spread');
SELECT is_empty(
    $$SELECT code FROM sample
      WHERE (medcode.icd10cm_hash_extended(code, 0) & 4294967295) <> (medcode.icd10cm_hash(code)::bigint & 4294967295)$$,
    'the extended hash with seed 0 agrees with the plain one');
SELECT isnt(medcode.icd10cm_hash_extended('E11', 1), medcode.icd10cm_hash_extended('E11', 2), 'the seed matters');

--
-- try_icd10cm and the input function agree, and nothing leaks
--
CREATE FUNCTION pg_temp.diagnostics(value text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    state text; message text; detail text; hint text; context text;
    code medcode.icd10cm;
BEGIN
    SELECT value::medcode.icd10cm INTO code;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
        hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
    RETURN concat_ws('|', state, message, detail, hint, context);
END $$;
CREATE TEMP TABLE garbage (value text);
INSERT INTO garbage VALUES (''), (' '), ('E'), ('E1'), ('E1.'), ('E11.'), ('E11.-'), ('E11-'), ('E11..9'), ('E119.9'), ('E.119'),
    ('.E11'), ('111'), ('E11_'), ('E11 9'), ('E11,E12'), ('S72.001AB'), ('S72001AXX'), ('Ä11'), ('E1١'), ('E11.９'), (E'E11\u00A0'),
    (E'\U0001F600'), ('NULL'), ('250.00'), (repeat('9', 100000)), (repeat('E11.9 ', 100000)), (repeat(' ', 1000000));
INSERT INTO garbage SELECT chr(n) FROM generate_series(1, 300) n;
INSERT INTO garbage SELECT 'E11.' || chr(n) FROM generate_series(1, 300) n;
INSERT INTO garbage SELECT code::text FROM sample;
SELECT is_empty(
    $$SELECT left(value, 20) FROM garbage WHERE (medcode.try_icd10cm(value) IS NULL) <> (pg_temp.diagnostics(value) IS NOT NULL)$$,
    'try_icd10cm gives NULL exactly where a cast raises');
SELECT is_empty(
    $$SELECT left(value, 20) FROM garbage WHERE pg_temp.diagnostics(value) NOT LIKE '22P02|invalid ICD-10-CM code|Length %, position %: %.|%'$$,
    'every refusal has the same code, message and form');
SELECT is_empty(
    $$SELECT left(value, 20) FROM garbage
      WHERE pg_temp.diagnostics(value) NOT LIKE '%|Length ' || length(value) || ', position %'$$,
    'the length is in characters');
SELECT is(medcode.try_icd10cm(NULL), NULL, 'NULL stays NULL');
SELECT throws_ok($$SELECT 'E11.'::medcode.icd10cm$$, '22P02', 'invalid ICD-10-CM code', 'a trailing dot is refused');
SELECT matches(pg_temp.diagnostics('E11.'), 'Write a heading without its final dot', 'with a hint');
SELECT matches(pg_temp.diagnostics('E11.-'), 'Write a heading without its final dot', 'so is a dash, with a hint');
SELECT is_empty(
    $$SELECT n FROM generate_series(0, 40) n
      WHERE pg_temp.diagnostics(repeat(' ', n) || 'QXCANARYQX of a note ' || repeat('QXCANARYQX ', n * 50)) ~* 'canary|QX|note'$$,
    'a canary does not reach message, detail, hint or context');
SELECT is_empty(
    $$SELECT n FROM generate_series(1, 20) n
      WHERE pg_temp.diagnostics(left('E11QXQXQX.QXQXQX', n)) ~ 'QX'$$,
    'nor does a part of a value');

--
-- Plans: is_under becomes a range
--
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text; whole text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        whole := whole || line || E'\n';
    END LOOP;
    RETURN whole;
END $$;
CREATE TEMP TABLE claim AS
    SELECT n AS id, ('E' || lpad((n % 100)::text, 2, '0') || '.' || n / 100 % 100)::medcode.icd10cm AS code
    FROM generate_series(1, 20000) n;
CREATE INDEX claim_code ON claim (code);
CREATE TEMP TABLE heading AS SELECT ('E0' || n)::medcode.icd10cm AS heading FROM generate_series(0, 4) n;
ANALYZE claim, heading;

-- no enable_* setting here: the planner chooses the index by itself
SELECT matches(pg_temp.plan_of($$SELECT * FROM claim WHERE medcode.is_under(code, 'E04')$$),
    'on claim_code\s.*code >= ''E04''::icd10cm\) AND \(code <= ''E04.ZZZZ''::icd10cm', 'a constant');
SELECT matches(pg_temp.plan_of($$SELECT * FROM claim WHERE code << 'E04.1'$$),
    'on claim_code\s.*code >= ''E04.1''::icd10cm\) AND \(code <= ''E04.1ZZZ''::icd10cm', 'the operator');
SELECT matches(pg_temp.plan_of($$SELECT * FROM claim WHERE medcode.is_under(code, (SELECT min(heading) FROM heading))$$),
    'claim_code.*code <= heading_upper\(', 'an uncorrelated subquery');
SELECT matches(pg_temp.plan_of($$SELECT * FROM heading JOIN claim ON medcode.is_under(code, heading)$$),
    'Nested Loop.*claim_code.*code >= heading.heading\) AND \(code <= heading_upper\(heading.heading\)', 'a join');
SELECT matches(pg_temp.plan_of($$SELECT max(code) FROM claim$$), 'Scan Backward using claim_code', 'max() reads the end of the index');
SELECT results_eq(
    $$SELECT heading::text, count(*) FROM heading JOIN claim ON medcode.is_under(code, heading) GROUP BY 1 ORDER BY 1$$,
    $$SELECT left(undotted(code), 3), count(*) FROM claim WHERE undotted(code) LIKE 'E0_%' AND substr(undotted(code), 3, 1) < '5' GROUP BY 1 ORDER BY 1$$,
    'and it finds what a scan finds');
CREATE DOMAIN pg_temp.dx AS medcode.icd10cm CHECK (value <> 'R69');
CREATE TEMP TABLE domained AS SELECT id, code::pg_temp.dx AS code FROM claim;
CREATE INDEX domained_code ON domained (code);
ANALYZE domained;
SELECT matches(pg_temp.plan_of($$SELECT * FROM domained WHERE medcode.is_under(code, 'E04')$$), 'domained_code', 'a domain over the type');

-- estimates: 200 of 20,000 rows are under E04, and none under Z99
CREATE FUNCTION pg_temp.rows_of(query text) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
    found json;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO found;
    RETURN (found -> 0 -> 'Plan' ->> 'Plan Rows')::numeric::int;
END $$;
SELECT ok(pg_temp.rows_of($$SELECT * FROM claim WHERE medcode.is_under(code, 'E04')$$) BETWEEN 50 AND 800, 'rows expected under a heading');
SELECT ok(pg_temp.rows_of($$SELECT * FROM claim WHERE medcode.is_under(code, 'Z99')$$) < 50, 'rows expected under a heading that is not there');
SELECT is(pg_temp.rows_of($$SELECT * FROM claim WHERE medcode.is_under(code, 'E04')$$),
    pg_temp.rows_of($$SELECT * FROM claim WHERE code << 'E04'$$), 'function and operator are estimated alike');

-- row-level security: only a leakproof condition may go to the index
CREATE ROLE medcode_tap_reader;
GRANT USAGE ON SCHEMA medcode TO medcode_tap_reader;
GRANT SELECT ON claim TO medcode_tap_reader;
ALTER TABLE claim ENABLE ROW LEVEL SECURITY;
CREATE POLICY odd ON claim USING (id % 2 = 1);
SET LOCAL ROLE medcode_tap_reader;
CREATE TEMP TABLE seen AS SELECT pg_temp.plan_of($$SELECT * FROM claim WHERE medcode.is_under(code, 'E04')$$) AS plan,
    (SELECT count(*) FROM claim WHERE medcode.is_under(code, 'E05')) AS rows;
RESET ROLE;
SELECT matches((SELECT plan FROM seen), 'claim_code.*code <= ''E04.ZZZZ''', 'an index serves a table with row-level security');
SELECT is((SELECT rows FROM seen), 200::bigint, 'and the policy holds');

SELECT throws_ok($$INSERT INTO sample (code) SELECT 'E11'::text$$, '42804', NULL, 'no assignment from text without a cast');
SELECT lives_ok($$CREATE TEMP TABLE keyed (code medcode.icd10cm PRIMARY KEY) PARTITION BY RANGE (code);
    CREATE TEMP TABLE keyed_e PARTITION OF keyed FOR VALUES FROM ('E00') TO ('F00');
    INSERT INTO keyed VALUES ('E11') ON CONFLICT DO NOTHING$$, 'primary key, range partition, ON CONFLICT');

SELECT * FROM finish();
ROLLBACK;
