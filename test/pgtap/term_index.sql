-- suggest() and all else find terms through the index of phrases.
BEGIN;
SELECT plan(29);

-- what is remembered of a row under an index entry may not change in place
SELECT is_empty($$
	SELECT attname FROM pg_attribute AS a
	WHERE attrelid = 'medcode.term'::regclass AND attname IN ('term_id', 'phrase', 'code_system', 'code', 'kind', 'version')
		AND NOT EXISTS (SELECT FROM pg_index AS i WHERE i.indrelid = a.attrelid AND i.indpred IS NULL AND a.attnum = ANY (i.indkey::int2[]))
$$, 'every column that is read of a term is in an index');
SELECT is((SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'medcode.term'::regclass AND attnum BETWEEN 1 AND 6),
	'term_id phrase code_system code kind version', 'and stands where it is looked for');
SELECT is((SELECT count(*)::integer FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid JOIN pg_am AS a ON a.oid = c.relam
	WHERE a.amname = 'medcode' AND i.indrelid = 'medcode.term'::regclass AND i.indisvalid), 1, 'there is one index of the terms');
SELECT lives_ok($$SELECT medcode.index_verify('medcode.term_phrase', true)$$, 'it is sound');
-- and more, where a transaction was rolled back and vacuum has not come yet
SELECT cmp_ok((SELECT phrases + pending FROM medcode.index_info('medcode.term_phrase')), '>=', (SELECT count(*) FROM medcode.term), 'and has all terms');

CREATE FUNCTION pg_temp.codes(note text, version integer DEFAULT NULL) RETURNS text LANGUAGE sql AS
	$$SELECT coalesce(string_agg(code::text, ' ' ORDER BY code::text COLLATE "C"), '-') FROM medcode.mentions(note, version)$$;

-- words of a phrase that count
SELECT results_eq($$SELECT medcode.phrase_words(p) FROM unnest(ARRAY['of the', 'pain in the chest', 'stage 3, and 4', repeat('gout ', 30)]) AS p$$,
	ARRAY[0, 2, 3, 30], 'words such as of and the do not count, numbers do');
SELECT is(medcode.phrase_words(NULL), NULL, 'NULL has none');

-- publishing needs to see what is there
SELECT lives_ok($$SELECT medcode.require_current_snapshot()$$, 'the newest snapshot will do');
SELECT ok(medcode.add_term('zwack sickness', 'E11.9') > 0, 'a term of the draft');
SELECT ok(EXISTS (SELECT FROM medcode.terminology_change WHERE relation = 'term'), 'leaves a row that says so');
SELECT lives_ok($$SELECT medcode.require_current_snapshot()$$, 'the own changes are seen');
DELETE FROM medcode.term WHERE phrase = 'zwack sickness';

-- the own transaction's terms
SELECT is(pg_temp.codes('Zwick sickness and gout.'), 'M10.9', 'a word nobody has');
SAVEPOINT added;
SELECT ok(medcode.add_term('zwick sickness', 'E11.9') > 0, 'added');
SELECT is(pg_temp.codes('Zwick sickness and gout.'), 'E11.9 M10.9', 'it is found');
SELECT is(pg_temp.codes('Zwick sickness and gout.', 1), 'M10.9', 'not in an older version');
SELECT ok(medcode.index_flush('medcode.term_phrase') > 0, 'sorted in');
SELECT is(pg_temp.codes('Zwick sickness and gout.'), 'E11.9 M10.9', 'it is found in its bucket too');
SELECT is(medcode.retire_term('zwick sickness'), 1::bigint, 'retired');
SELECT is(pg_temp.codes('Zwick sickness and gout.'), 'M10.9', 'it is gone');
ROLLBACK TO added;
SELECT is(pg_temp.codes('Zwick sickness and gout.'), 'M10.9', 'and after a rollback');
SELECT ok(medcode.publish('no draft') = 1, 'nothing is left of it');

-- which index is used
SAVEPOINT dropped;
DROP INDEX medcode.term_phrase;
SELECT throws_ok($$SELECT * FROM medcode.suggest('Gout.')$$, '55000', 'table medcode.term has no index of its phrases', 'no index, no guess');
CREATE INDEX partial ON medcode.term USING medcode (phrase) WHERE kind <> 'title';
SELECT throws_ok($$SELECT * FROM medcode.suggest('Gout.')$$, '55000', NULL, 'a partial index does not serve');
CREATE INDEX folded ON medcode.term USING medcode (lower(phrase));
SELECT throws_ok($$SELECT * FROM medcode.suggest('Gout.')$$, '55000', NULL, 'nor does one of an expression');
CREATE INDEX anew ON medcode.term USING medcode (phrase);
SELECT is(pg_temp.codes('Gout.'), 'M10.9', 'one over the whole table does, whatever its name');
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'medcode.anew'::regclass;
SELECT throws_ok($$SELECT * FROM medcode.suggest('Gout.')$$, '55000', NULL, 'an invalid one does not');
ROLLBACK TO dropped;
SELECT is(pg_temp.codes('Gout.'), 'M10.9', 'the first one is back');

-- who may read terms
CREATE ROLE medcode_stranger;
REVOKE SELECT ON medcode.term FROM PUBLIC;
SET LOCAL ROLE medcode_stranger;
SELECT throws_ok($$SELECT * FROM medcode.suggest('Gout.')$$, '42501', NULL, 'who may not read terms is not told of them');
RESET ROLE;

-- parallel workers
CREATE TABLE note AS SELECT i AS id, 'Gout ' || i || ', hypertension and copd.' AS body FROM generate_series(1, 2000) AS i;
SET LOCAL force_parallel_mode = on;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SELECT is((SELECT count(*) FROM note, medcode.suggest(body)), 6000::bigint, 'parallel workers see the same');
SELECT * FROM finish();
ROLLBACK;
