-- Invariants of the coding knowledge: the starter's links, their image, and what of them publish() writes
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(20);

CREATE TEMP VIEW link AS SELECT l.* FROM medcode.with_link AS l WHERE l.origin = 'starter';
CREATE FUNCTION pg_temp.is_under(code text, heading text) RETURNS boolean LANGUAGE sql AS $$
    SELECT medcode.is_under(code::medcode.icd10cm, heading::medcode.icd10cm)
$$;

SELECT cmp_ok((SELECT count(*) FROM link), '>', 300::bigint, 'the starter has links');
SELECT is_empty(
    $$SELECT cause, condition, link, nec FROM link GROUP BY 1, 2, 3, 4 HAVING count(*) > 1$$, 'of a pair of conditions one code');
SELECT is_empty(
    $$SELECT * FROM link WHERE pg_temp.is_under(cause, condition) OR pg_temp.is_under(condition, cause)$$,
    'no condition is linked with itself');
SELECT is_empty(
    $$SELECT * FROM link WHERE cause ~ '^E(08|09|10|11|13)' AND left(code, 3) <> left(cause, 3)$$,
    'a link of diabetes leads to codes of the same type');
SELECT is_empty(
    $$SELECT * FROM link WHERE cause ~ '^I1[0-3]' AND code !~ '^I1[1-3]'$$, 'one of hypertension to I11 to I13');
SELECT is_empty(
    $$SELECT * FROM link WHERE cause ~ '^I1[0-3]' AND condition ~ '^N18' AND NOT beside$$, 'with the stage of kidney disease beside');
SELECT is_empty(
    $$SELECT * FROM link WHERE manifestation IS NOT NULL AND (beside OR pg_temp.is_under(manifestation, code))$$,
    'a second code is another than the first and than the condition');
SELECT is_empty(
    $$SELECT a.cause, a.condition FROM link AS a JOIN link AS b ON b.cause = a.cause AND b.condition <> a.condition
        AND pg_temp.is_under(b.condition, a.condition) AND b.code = a.code AND b.beside = a.beside AND b.nec = a.nec
        AND b.manifestation IS NOT DISTINCT FROM a.manifestation AND a.cause <> 'N40.0'$$,
    'no row says what that of a heading says');
SELECT is_empty(
    $$SELECT l.cause, l.condition FROM link AS l JOIN medcode.with_exception AS e
        ON pg_temp.is_under(l.cause, e.cause) AND pg_temp.is_under(l.condition, e.condition)
      WHERE e.rule = 'not_presumed' AND l.link <> 'due_to'$$,
    'none is presumed that the Guidelines do not presume');

-- hypertension, heart failure and kidney disease lead to one code, in whichever order
CREATE FUNCTION pg_temp.linked(code text, VARIADIC conditions text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    other text;
BEGIN
    FOREACH other IN ARRAY conditions LOOP
        code := coalesce((SELECT l.code FROM link AS l
            WHERE pg_temp.is_under(linked.code, l.cause) AND pg_temp.is_under(other, l.condition)
            ORDER BY length(l.cause) DESC, length(l.condition) DESC LIMIT 1), code);
    END LOOP;
    RETURN code;
END
$$;
SELECT results_eq(
    $$SELECT pg_temp.linked('I10', 'I50.22', k), pg_temp.linked('I10', k, 'I50.22'), pg_temp.linked('I10', 'I51.7', k),
        pg_temp.linked('I10', k, 'I51.7'), pg_temp.linked('I10', k)
      FROM (VALUES ('N18.4'), ('N18.5'), ('N18.6')) AS v(k)$$,
    $$VALUES ('I13.0', 'I13.0', 'I13.10', 'I13.10', 'I12.9'), ('I13.2', 'I13.2', 'I13.11', 'I13.11', 'I12.0'),
        ('I13.2', 'I13.2', 'I13.11', 'I13.11', 'I12.0')$$,
    'hypertension with heart and kidney disease (Guidelines I.C.9.a), in any order');
SELECT is(pg_temp.linked('E11.9', 'L97.511'), 'E11.621', 'a foot ulcer of a diabetic');
SELECT is(pg_temp.linked('E10.9', 'E87.0'), 'E10.9', 'hypernatremia is no complication of diabetes');

-- the image is that of the last version, and only that
SELECT is((SELECT array_agg(version) FROM medcode.knowledge_image), ARRAY[(SELECT max(version) FROM medcode.versions())],
    'the last version has an image');
INSERT INTO medcode.condition_class (code, class) VALUES ('E11', 'acute');
INSERT INTO medcode.with_link (cause, condition, code, link, source) VALUES ('E11', 'M10', 'E11.69', 'with', 'a rule');
SELECT results_eq($$SELECT relation, added FROM medcode.draft() ORDER BY 1$$,
    $$VALUES ('condition_class', 1::bigint), ('with_link', 1)$$, 'a site''s rows are in the draft');
SELECT isnt(medcode.publish(), 1, 'and can be published');
SELECT is((SELECT array_agg(version) FROM medcode.knowledge_image), ARRAY[(SELECT max(version) FROM medcode.versions())],
    'with an image of their own');
SELECT ok(medcode.verify_version((SELECT max(version) FROM medcode.versions())), 'the version is what it was when frozen');
SELECT throws_ok($$DELETE FROM medcode.with_link WHERE source = 'a rule'$$, '55000', NULL, 'and stays so');
SELECT lives_ok($$SELECT medcode.retire('with_link', with_link_id) FROM medcode.with_link WHERE source = 'a rule'$$,
    'a link can be retired');
SELECT is((SELECT count(*) FROM medcode.index_links()), 0::bigint, 'without an Index no links follow from one');

SELECT * FROM finish();
ROLLBACK;
