-- Versions of the terminology: what must stay true of drafts, frozen versions and fingerprints
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(356);

-- the SQLSTATE of a statement; what it did is undone
CREATE FUNCTION pg_temp.state(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    RAISE EXCEPTION SQLSTATE 'MC000';
EXCEPTION
    WHEN SQLSTATE 'MC000' THEN RETURN '00000';
    WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;
-- the fingerprint after statements; all is undone
CREATE FUNCTION pg_temp.fingerprint_after(VARIADIC statements text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    statement text;
BEGIN
    FOREACH statement IN ARRAY statements LOOP
        EXECUTE statement;
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'MC000', MESSAGE = medcode.fingerprint();
EXCEPTION
    WHEN SQLSTATE 'MC000' THEN RETURN SQLERRM;
END
$$;
-- lines of an order file from codes, flags and titles
CREATE FUNCTION pg_temp.order_file(VARIADIC rows text[]) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format(E'%s %s %s %s %s\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
        split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60), split_part(r, '|', 3)), '' ORDER BY n)
    FROM unnest(rows) WITH ORDINALITY AS u(r, n)
$$;

-- one row of each table of the language, and for each of its fields another value
CREATE TEMP TABLE sample (relation text, columns text, row_values text);
INSERT INTO sample VALUES
    ('term', 'phrase, code_system, code, kind', $$'sugar sickness', 'icd10cm', 'E11.9', 'site'$$),
    ('abbreviation', 'abbreviation, expansion, letter_case, ambiguous', $$'qqz', 'sugar sickness', 'any', false$$),
    ('abbreviation_rule', 'abbreviation, expansion, feature, value', $$'qqz', 'sugar sickness', 'near', 'insulin'$$),
    ('cue', 'phrase, category, direction, max_scope', $$'is spared of', 'negated', 'forward', NULL$$),
    ('section_header', 'header, category', $$'what we think', 'assessment'$$),
    ('generic_word', 'word', $$'qqzish'$$),
    ('condition_class', 'code, class', $$'E11.9', 'acute'$$),
    ('symptom', 'symptom, disease, source', $$'R05', 'E11', 'a rule'$$),
    ('drug', 'drug, kind, code', $$'qqzumab', 'indication', 'E11'$$),
    ('with_exception', 'cause, condition, rule, source', $$'E11', 'M10', 'not_presumed', 'a rule'$$),
    ('with_link', 'cause, condition, code, manifestation, beside, link, nec, path, source', $$'E11', 'M10', 'E11.69', 'M10.9', false, 'with', false, 'a path', 'a rule'$$),
    ('not_a_condition', 'phrase, kind', $$'qqz clinic', 'after'$$),
    ('word_role', 'word, role', $$'qqzly', 'modifier'$$),
    ('meat_cue', 'phrase, element', $$'qqz checked', 'monitor'$$),
    ('disease_test', 'test, code', $$'qqz level', 'E11'$$),
    ('clinical_indicator', 'phrase, code', $$'qqz sign', 'E11'$$);
CREATE TEMP TABLE change (relation text, field text, value text);
INSERT INTO change VALUES
    ('term', 'phrase', 'sugar sicknes'), ('term', 'code', 'E10.9'), ('term', 'kind', 'lay'), ('term', 'code_system', 'icd9cm'),
    ('abbreviation', 'abbreviation', 'qqy'), ('abbreviation', 'expansion', 'salt sickness'),
    ('abbreviation', 'letter_case', 'upper'), ('abbreviation', 'ambiguous', 'true'),
    ('abbreviation_rule', 'abbreviation', 'qqy'), ('abbreviation_rule', 'expansion', 'salt sickness'),
    ('abbreviation_rule', 'feature', 'not_near'), ('abbreviation_rule', 'value', 'glucose'),
    ('cue', 'phrase', 'is spared from'), ('cue', 'category', 'uncertain'), ('cue', 'direction', 'backward'), ('cue', 'max_scope', '5'),
    ('section_header', 'header', 'what I think'), ('section_header', 'category', 'plan'),
    ('generic_word', 'word', 'qqyish'),
    ('condition_class', 'code', 'E10.9'), ('condition_class', 'class', 'chronic'),
    ('symptom', 'symptom', 'R06'), ('symptom', 'disease', 'E10'), ('symptom', 'source', 'another rule'),
    ('drug', 'drug', 'qqyumab'), ('drug', 'kind', 'long_term_use'), ('drug', 'code', 'E10'),
    ('with_exception', 'cause', 'E10'), ('with_exception', 'condition', 'M11'),
    ('with_exception', 'rule', 'explicit_link'), ('with_exception', 'source', 'another rule'),
    ('with_link', 'cause', 'E10'), ('with_link', 'condition', 'M11'), ('with_link', 'code', 'E11.618'),
    ('with_link', 'manifestation', 'M11.9'), ('with_link', 'beside', 'true'), ('with_link', 'link', 'in'),
    ('with_link', 'nec', 'true'), ('with_link', 'path', 'another path'), ('with_link', 'source', 'another rule'),
    ('not_a_condition', 'phrase', 'qqy clinic'), ('not_a_condition', 'kind', 'before'),
    ('word_role', 'word', 'qqyly'), ('word_role', 'role', 'break'),
    ('meat_cue', 'phrase', 'qqy checked'), ('meat_cue', 'element', 'treat'),
    ('disease_test', 'test', 'qqy level'), ('disease_test', 'code', 'E10'),
    ('clinical_indicator', 'phrase', 'qqy sign'), ('clinical_indicator', 'code', 'E10');
CREATE FUNCTION pg_temp.insertion(relation text) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO medcode.%I (%s) VALUES (%s)', relation, columns, row_values) FROM sample s WHERE s.relation = $1
$$;
CREATE TEMP TABLE content AS SELECT unnest(ARRAY['code', 'block', 'tabular_note', 'note_reference', 'seventh_character', 'index_entry',
    'table_cell', 'succession', 'poa_exempt', 'mapping', 'synonym', 'hcc_model', 'hcc_mapping', 'hcc_label', 'hcc_hierarchy', 'hcc_edit',
    'hcc_coefficient', 'hcc_variable', 'hcc_segment', 'hcc_adjustment', 'hcc_blend', 'hcc_eligible',
    'ptp_list', 'ptp_file', 'mue_value', 'add_on_pair', 'mce_code', 'coverage_row', 'reason_code']) AS relation;

SELECT set_eq('SELECT relation FROM sample',
    $$SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'medcode'::regnamespace AND c.relkind = 'r'
        AND c.relname NOT IN ('release', 'retirement', 'terminology_version', 'vocabulary', 'dictionary_image', 'knowledge_image', 'settled_version')
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'version')$$,
    'the tables whose rows carry a version are those of the language');
SELECT set_eq('SELECT relation FROM content',
    $$SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'medcode'::regnamespace AND c.relkind = 'r' AND c.relname NOT IN ('release', 'code_card')
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'release_id')$$,
    'and those whose rows belong to a release are those of the publishers');
SELECT set_eq('SELECT relation, field FROM change',
    $$SELECT c.relname::text, a.attname::text FROM sample s JOIN pg_class c ON c.relname = s.relation AND c.relnamespace = 'medcode'::regnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE a.attname NOT IN ('version', 'origin', c.relname || '_id')$$,
    'each field of theirs is tried below');

--
-- The starter
--
SELECT results_eq('SELECT version, starter FROM medcode.versions()', 'VALUES (1, 1)', 'edition 1 of the starter is version 1');
SELECT is((SELECT fingerprint FROM medcode.versions()), medcode.fingerprint(), 'with the fingerprint of all there is');
SELECT is((SELECT terms FROM medcode.versions()), (SELECT count(*) FROM medcode.term), 'and its terms');
CREATE TEMP VIEW starter_id AS
    SELECT 'term' AS relation, term_id AS id, phrase || E'\t' || code AS content, origin FROM medcode.term
    UNION ALL SELECT 'abbreviation', abbreviation_id, abbreviation || E'\t' || expansion, origin FROM medcode.abbreviation
    UNION ALL SELECT 'abbreviation_rule', abbreviation_rule_id, concat_ws(E'\t', abbreviation, expansion, feature, value), origin FROM medcode.abbreviation_rule
    UNION ALL SELECT 'cue', cue_id, concat_ws(E'\t', phrase, category, direction), origin FROM medcode.cue
    UNION ALL SELECT 'section_header', section_header_id, header, origin FROM medcode.section_header
    UNION ALL SELECT 'generic_word', generic_word_id, word, origin FROM medcode.generic_word
    UNION ALL SELECT 'condition_class', condition_class_id, code || E'\t' || class, origin FROM medcode.condition_class
    UNION ALL SELECT 'symptom', symptom_id, symptom || E'\t' || disease, origin FROM medcode.symptom
    UNION ALL SELECT 'drug', drug_id, concat_ws(E'\t', drug, kind, code), origin FROM medcode.drug
    UNION ALL SELECT 'with_exception', with_exception_id, concat_ws(E'\t', cause, condition, rule), origin FROM medcode.with_exception
    UNION ALL SELECT 'with_link', with_link_id, concat_ws(E'\t', cause, condition, code), origin FROM medcode.with_link
    UNION ALL SELECT 'not_a_condition', not_a_condition_id, concat_ws(E'\t', phrase, kind), origin FROM medcode.not_a_condition
    UNION ALL SELECT 'word_role', word_role_id, concat_ws(E'\t', word, role), origin FROM medcode.word_role
    UNION ALL SELECT 'meat_cue', meat_cue_id, concat_ws(E'\t', phrase, element), origin FROM medcode.meat_cue
    UNION ALL SELECT 'disease_test', disease_test_id, concat_ws(E'\t', test, code), origin FROM medcode.disease_test
    UNION ALL SELECT 'clinical_indicator', clinical_indicator_id, concat_ws(E'\t', phrase, code), origin FROM medcode.clinical_indicator;
SELECT is_empty($$SELECT relation, id FROM starter_id WHERE id NOT BETWEEN 1 AND 2147483647 OR origin <> 'starter'$$,
    'ids of the starter lie below 2^31');
SELECT is_empty('SELECT relation, id FROM starter_id GROUP BY 1, 2 HAVING count(*) > 1', 'and are unique');
-- a site's retirement names them: they must never be others
SELECT results_eq($$SELECT relation, id FROM starter_id WHERE (relation, content) IN (('term', E'gout\tM10.9'),
        ('abbreviation', E'copd\tchronic obstructive pulmonary disease'), ('cue', E'denies\tnegated\tforward')) ORDER BY 1$$,
    $$VALUES ('abbreviation', 1784233498::bigint), ('cue', 1385420251), ('term', 730970)$$, 'these rows had these ids in edition 1');

--
-- Protection
--
SET LOCAL client_min_messages = warning;
SELECT is(pg_temp.state(format(statement, relation)), '55000', format(statement, relation) || ' is refused')
FROM (SELECT relation FROM sample UNION ALL VALUES ('release'), ('terminology_version')) r,
    (VALUES ('UPDATE medcode.%I SET version = version'), ('DELETE FROM medcode.%I'), ('TRUNCATE medcode.%I CASCADE')) s(statement);
INSERT INTO medcode.block VALUES (1, '1', 'chapter', 'A00', 'B99', 'A chapter', 1);
INSERT INTO medcode.tabular_note (release_id, note_id, level, place, kind, note) VALUES (1, 1, 'code', 'E11', 'excludes1', 'A note');
INSERT INTO medcode.note_reference VALUES (1, 1, 1, 'E10', 'E10');
INSERT INTO medcode.seventh_character VALUES (1, 'S72', 'A', 'initial encounter');
INSERT INTO medcode.index_entry (release_id, entry_id, level, path) VALUES (1, 1, 0, '{Gout}');
INSERT INTO medcode.table_cell VALUES (1, 1, 'benign', 'D10');
INSERT INTO medcode.succession VALUES (1, 1, 1, 'E11.9', '2025-10-01', 'E11', 'E11');
INSERT INTO medcode.poa_exempt (release_id, code, title) VALUES (1, 'Z00', 'A title');
INSERT INTO medcode.mapping SELECT (jsonb_populate_record(NULL::medcode.mapping,
    '{"release_id": 1, "line": 1, "source_code": "E11.9", "target_code": "250.00", "approximate": true,
      "combination": false, "scenario": 0, "choice_list": 0, "target_system": "icd9cm"}')).*;
INSERT INTO medcode.hcc_eligible VALUES (101, '99213');
INSERT INTO medcode.synonym (release_id, line, concept, phrase, kind, code) VALUES (1, 1, 'X:1', 'gout', 'exact', 'M10.9');
INSERT INTO medcode.ptp_list (release_id, column1, pairs) VALUES (1, '11042', '');
INSERT INTO medcode.ptp_file (release_id, rationales) VALUES (1, '{}');
INSERT INTO medcode.mue_value (release_id, code, units, mai) VALUES (1, '11042', 1, 2);
INSERT INTO medcode.add_on_pair (release_id, line, add_on_code, edit_type) VALUES (1, 1, '0054T', 2);
INSERT INTO medcode.mce_code (release_id, list, code_system, code) VALUES (1, 'female', 'icd10cm', 'N80.00');
INSERT INTO medcode.coverage_row (release_id, line, policy, hcpcs, covered) VALUES (1, 1, 'L1', '93306', true);
INSERT INTO medcode.reason_code (release_id, kind, code, title) VALUES (1, 'carc', '16', 'A title');
SELECT is(pg_temp.state(format(statement, relation)), '55000', format(statement, relation) || ' is refused, of a published release')
FROM content, (VALUES ('UPDATE medcode.%I SET release_id = release_id'), ('DELETE FROM medcode.%I'), ('TRUNCATE medcode.%I')) s(statement);
-- the fingerprint would tell of it below
ALTER TABLE medcode.hcc_eligible DISABLE TRIGGER a_frozen;
DELETE FROM medcode.hcc_eligible;
ALTER TABLE medcode.hcc_eligible ENABLE TRIGGER a_frozen;
SELECT is_empty($$SELECT relname, tgname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE relnamespace = 'medcode'::regnamespace AND tgname LIKE 'a\_frozen%' AND tgenabled = 'D'$$, 'no protection is switched off');

--
-- Fingerprints
--
CREATE TEMP TABLE base AS SELECT medcode.fingerprint() AS fingerprint;
SELECT is(medcode.fingerprint(), fingerprint, 'the same when computed again') FROM base;
SELECT isnt(pg_temp.fingerprint_after(pg_temp.insertion(relation)), (SELECT fingerprint FROM base), 'a row counts: ' || relation) FROM sample;
SELECT isnt(pg_temp.fingerprint_after(pg_temp.insertion(c.relation),
        format('UPDATE medcode.%I SET %I = %L WHERE origin <> %L', c.relation, field, value, 'starter')),
    pg_temp.fingerprint_after(pg_temp.insertion(c.relation)), format('a field counts: %s.%s', c.relation, field))
FROM change c;
SELECT is(pg_temp.fingerprint_after(pg_temp.insertion(relation), format(
        'SELECT medcode.retire(%L, max(%I)) FROM medcode.%I', relation, relation || '_id', relation)),
    (SELECT fingerprint FROM base), 'a row of the draft that is retired does not count: ' || relation) FROM sample;
SELECT is(pg_temp.fingerprint_after(pg_temp.insertion(relation), 'SELECT medcode.publish()', format(
        'SELECT medcode.retire(%L, max(%I)) FROM medcode.%I', relation, relation || '_id', relation), 'SELECT medcode.publish()'),
    (SELECT fingerprint FROM base), 'nor a published one: ' || relation) FROM sample;
SELECT isnt(pg_temp.fingerprint_after($$SELECT medcode.retire_term('gout')$$), fingerprint, 'a term of the starter that is retired is missed') FROM base;
SELECT isnt(pg_temp.fingerprint_after($$INSERT INTO medcode.abbreviation (abbreviation, expansion) VALUES ('ab', 'c')$$),
    pg_temp.fingerprint_after($$INSERT INTO medcode.abbreviation (abbreviation, expansion) VALUES ('a', 'bc')$$),
    'it matters in which field a character stands');
SELECT isnt(pg_temp.fingerprint_after($$INSERT INTO medcode.term (phrase, code) VALUES ('a', 'I10'), ('b', 'E11.9')$$),
    pg_temp.fingerprint_after($$INSERT INTO medcode.term (phrase, code) VALUES ('a', 'E11.9'), ('b', 'I10')$$), 'and in which row');

-- one content on several paths
CREATE TEMP TABLE path (name text, fingerprint text);
INSERT INTO path SELECT 'functions', pg_temp.fingerprint_after($$SELECT medcode.add_term('sugar sickness', 'E11.9')$$,
    $$SELECT medcode.add_term('salt sickness', 'E87.0')$$, $$SELECT medcode.add_cue('is spared of', 'negated', 'forward')$$,
    $$SELECT medcode.add_section('what we think', 'assessment')$$, $$SELECT medcode.retire_term('gout')$$);
INSERT INTO path SELECT 'other order, INSERT, other ids', pg_temp.fingerprint_after($$SELECT medcode.retire_term('gout')$$,
    $$INSERT INTO medcode.section_header (section_header_id, header, category) VALUES (9000000001, 'what we think', 'assessment')$$,
    $$INSERT INTO medcode.cue (cue_id, phrase, category, direction) VALUES (9000000002, 'is spared of', 'negated', 'forward')$$,
    $$INSERT INTO medcode.term (term_id, phrase, code) VALUES (9000000004, 'salt sickness', 'E87.0'), (9000000003, 'sugar sickness', 'E11.9')$$);
INSERT INTO path SELECT 'in three versions', pg_temp.fingerprint_after($$SELECT medcode.add_term('salt sickness', 'E87.0')$$, 'SELECT medcode.publish()',
    $$SELECT medcode.retire_term('gout')$$, $$SELECT medcode.add_term('sugar sickness', 'E11.9')$$, 'SELECT medcode.publish()',
    $$SELECT medcode.add_section('what we think', 'assessment')$$, $$SELECT medcode.add_cue('is spared of', 'negated', 'forward')$$, 'SELECT medcode.publish()');
INSERT INTO path SELECT 'with detours', pg_temp.fingerprint_after($$SELECT medcode.add_term('pepper sickness', 'J30.9')$$,
    $$SELECT medcode.add_term('salt sickness', 'E87.1')$$, $$SELECT medcode.add_term('sugar sickness', 'E11.9')$$, 'SELECT medcode.publish()',
    $$SELECT medcode.retire_term('pepper sickness')$$, $$SELECT medcode.retire_term('salt sickness')$$, $$SELECT medcode.retire_term('sugar sickness')$$,
    $$SELECT medcode.retire_term('gout')$$, 'SELECT medcode.publish()',
    $$SELECT medcode.add_term('salt sickness', 'E87.0')$$, $$SELECT medcode.add_term('sugar sickness', 'E11.9')$$,
    $$SELECT medcode.add_section('what we think', 'assessment')$$, $$SELECT medcode.add_cue('is spared of', 'negated', 'forward')$$);
SELECT isnt((SELECT fingerprint FROM path WHERE name = 'functions'), (SELECT fingerprint FROM base), 'rows of several tables');
SELECT is(fingerprint, (SELECT fingerprint FROM path WHERE name = 'functions'), 'the same content, the same fingerprint: ' || name)
FROM path WHERE name <> 'functions';

-- releases
SELECT pg_temp.order_file('E11|0|Type 2 diabetes mellitus', 'E119|1|Type 2 diabetes mellitus without complications', 'M10|0|Gout', 'M109|1|Gout, unspecified') AS file \gset
SELECT pg_temp.order_file('E11|0|Type 2 diabetes mellitus', 'E119|1|Type 2 diabetes mellitus with no complications', 'M10|0|Gout', 'M109|1|Gout, unspecified') AS corrected \gset
CREATE TEMP TABLE loaded AS SELECT pg_temp.fingerprint_after(format('SELECT medcode.load_content(%L, %L)', :'file', 'FY2026')) AS fingerprint;
SELECT isnt(fingerprint, (SELECT fingerprint FROM base), 'a release counts') FROM loaded;
SELECT isnt(pg_temp.fingerprint_after(format('SELECT medcode.load_content(%L, %L)', :'file', 'FY2025')), fingerprint, 'and so does its name') FROM loaded;
SELECT is(pg_temp.fingerprint_after(format('SELECT medcode.load_content(%L, %L)', :'file', 'FY2026'),
        format('SELECT medcode.load_content(%L, %L)', :'file', 'FY2026')), fingerprint, 'loaded twice: no change') FROM loaded;
SELECT isnt(pg_temp.fingerprint_after(format('SELECT medcode.load_content(%L, %L)', :'corrected', 'FY2026')), fingerprint, 'a file with another word counts') FROM loaded;
SELECT is(pg_temp.fingerprint_after(format('SELECT medcode.load_content(%L, %L)', :'corrected', 'FY2026'),
        format('SELECT medcode.load_content(%L, %L)', :'file', 'FY2026')), fingerprint, 'a corrected file takes the place of the other one') FROM loaded;
SELECT is(pg_temp.fingerprint_after(format('SELECT medcode.load_content(%L, %L)', :'file', 'FY2025'),
        format('SELECT medcode.load_content(%L, %L)', :'corrected', 'FY2026')),
    pg_temp.fingerprint_after(format('SELECT medcode.load_content(%L, %L)', :'corrected', 'FY2026'),
        format('SELECT medcode.load_content(%L, %L)', :'file', 'FY2025')), 'the order of loading does not matter');
SELECT isnt(pg_temp.fingerprint_after($$INSERT INTO medcode.release (code_system, kind, release, effective) VALUES ('doid', 'synonyms', 'mine', '[2026-01-01,)')$$),
    fingerprint, 'a release made by hand counts') FROM base;
SELECT is(pg_temp.fingerprint_after($$INSERT INTO medcode.release (code_system, kind, release, effective) VALUES ('doid', 'synonyms', 'mine', '[2026-01-01,)')$$,
    $$DELETE FROM medcode.release WHERE release = 'mine'$$), fingerprint, 'and not when it is deleted again') FROM base;

--
-- Publishing
--
SELECT is(medcode.publish(), 1, 'without a draft nothing is published');
SELECT is((SELECT count(*) FROM medcode.versions()), 1::bigint, 'and no version made');
SELECT medcode.add_term('sugar sickness', 'E11.9') AS term \gset
DELETE FROM medcode.term WHERE term_id = :term;
SELECT is(medcode.publish(), 1, 'nor with a draft that was deleted again');
SELECT is(pg_temp.state(statement), '00000', 'a row of the draft may be changed: ' || relation) FROM sample,
    LATERAL (SELECT format('DO $do$ BEGIN %s; UPDATE medcode.%I SET origin = origin WHERE origin <> %3$L; DELETE FROM medcode.%2$I WHERE origin <> %3$L; END $do$',
        pg_temp.insertion(relation), relation, 'starter') AS statement) s;

--
-- Frozen versions give what they gave
--
CREATE TEMP TABLE note AS
SELECT n AS note_id, string_agg(initcap(h.header) || E':\r\n' || c.phrase || ' ' || t.phrase || ', ' || upper(u.phrase) || E'. Mother had gout.\r\n', E'\r\n' ORDER BY i)
    || E'WHAT WE THINK:\nShe is spared of asthma. Sugar sickness, qqz; salt sickness and gout. Type 2 diabetes mellitus with no complications.' AS body
FROM generate_series(1, 120) n, generate_series(1, 3) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 4000 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 4900 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 9000 LIMIT 1) t ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 53 + i * 499) % 9000 LIMIT 1) u ON true
GROUP BY n;
CREATE FUNCTION pg_temp.digest(version integer DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT (SELECT concat(count(*), ' ', md5(string_agg(concat(note_id, r), E'\n' ORDER BY note_id, (r).sequence)))
            FROM note, medcode.suggest(body, version => $1) r)
        || (SELECT concat(' ', count(*), ' ', md5(string_agg(concat(note_id, r), E'\n' ORDER BY note_id, (r).start_char)))
            FROM note, medcode.mentions(body, $1) r)
        || (SELECT concat(' ', count(*), ' ', md5(string_agg(concat(note_id, r), E'\n' ORDER BY note_id, (r).start_char)))
            FROM note, medcode.sections(body, $1) r)
$$;
CREATE TEMP TABLE gave AS SELECT 1 AS version, pg_temp.digest() AS digest, medcode.fingerprint() AS fingerprint;
SELECT cmp_ok(split_part(digest, ' ', 1)::int, '>', 300, 'the notes have suggestions') FROM gave;
SELECT is(pg_temp.digest(1), digest, 'version 1 is what is there') FROM gave;

SELECT count(*) AS added FROM (SELECT medcode.add_term('sugar sickness', 'E11.9'), medcode.add_term('salt sickness', 'E87.0'),
    medcode.add_abbreviation('qqz', 'sugar sickness'), medcode.add_cue('is spared of', 'negated', 'forward'),
    medcode.add_section('what we think', 'assessment')) a \gset
INSERT INTO medcode.generic_word (word) VALUES ('gout');
CREATE TEMP TABLE draft_gave AS SELECT pg_temp.digest() AS digest;
SELECT isnt(d.digest, g.digest, 'a draft changes it') FROM draft_gave d, gave g;
SELECT is(pg_temp.digest(1), digest, 'but not version 1') FROM gave;
SELECT is(medcode.publish(), 1001, 'it is published');
INSERT INTO gave SELECT 1001, pg_temp.digest(), medcode.fingerprint();
SELECT is((SELECT regexp_replace(pg_temp.digest(1001), ' .*', '')), (SELECT regexp_replace(digest, ' .*', '') FROM draft_gave), 'and gives as many codes as the draft did');

SELECT medcode.retire_term('gout') + medcode.retire_term('salt sickness') AS retired,
    (SELECT medcode.retire('cue', cue_id) FROM medcode.cue WHERE phrase = 'is spared of'),
    (SELECT medcode.retire('generic_word', generic_word_id) FROM medcode.generic_word WHERE word = 'gout'),
    (SELECT count(medcode.retire('abbreviation', abbreviation_id)) FROM medcode.abbreviation WHERE abbreviation = 'copd'),
    medcode.publish() AS published \gset
INSERT INTO gave SELECT 1002, pg_temp.digest(), medcode.fingerprint();
SELECT rows_read FROM medcode.load_content(:'corrected', 'FY2026') \gset
INSERT INTO gave SELECT 1003, pg_temp.digest(), medcode.fingerprint();
SELECT rows_read FROM medcode.load_content(:'file', 'FY2026') \gset
INSERT INTO gave SELECT 1004, pg_temp.digest(), medcode.fingerprint();
SELECT rows_read FROM medcode.load_content(:'corrected', 'FY2025') \gset
INSERT INTO gave SELECT 1005, pg_temp.digest(), medcode.fingerprint();
SELECT results_eq('SELECT version FROM medcode.versions()', ARRAY[1, 1001, 1002, 1003, 1004, 1005], 'each is a version');
SELECT is((SELECT count(DISTINCT digest) FROM gave), 6::bigint, 'each gives something else');
SELECT medcode.add_term('pepper sickness', 'J30.9') AS added \gset
SELECT is(pg_temp.digest(version), digest, 'this version gives what it gave: ' || version) FROM gave ORDER BY version;
SELECT is(v.fingerprint, g.fingerprint, 'its fingerprint was that of all there was: ' || version) FROM medcode.versions() v JOIN gave g USING (version);
SELECT is(medcode.fingerprint(version), fingerprint, 'and is what comes out now: ' || version) FROM gave ORDER BY version;
SELECT ok(medcode.verify_version(version), 'verified: ' || version) FROM gave ORDER BY version;
SELECT results_eq($$SELECT DISTINCT s.version FROM gave g, note n, medcode.suggest(n.body, version => g.version) s WHERE n.note_id = 1 ORDER BY 1$$,
    'SELECT version FROM gave ORDER BY 1', 'rows tell their version');
SELECT results_eq($$SELECT s.version FROM medcode.suggest('Asthma.') s$$, ARRAY[NULL::integer], 'but not with a draft');

--
-- The image of the dictionary changes nothing but the time
--
-- what the notes give after a statement that changes the terminology; all is undone
CREATE FUNCTION pg_temp.digest_after(statement text, image text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE statement;
    EXECUTE image;
    RAISE EXCEPTION USING ERRCODE = 'MC000', MESSAGE = pg_temp.digest();
EXCEPTION
    WHEN SQLSTATE 'MC000' THEN RETURN SQLERRM;
END
$$;
SELECT cmp_ok((SELECT count(*) FROM medcode.dictionary_image), '>', 0::bigint, 'there is an image');
SELECT is((SELECT count(DISTINCT version) FROM medcode.dictionary_image), 1::bigint, 'of one version');
CREATE TEMP TABLE with_image AS SELECT statement, pg_temp.digest_after(statement, 'SELECT 1') AS digest
FROM (SELECT pg_temp.insertion(relation) FROM sample WHERE relation <> 'with_exception'
    UNION ALL VALUES ('SELECT medcode.publish()'), ('DELETE FROM medcode.term WHERE version = medcode.draft_version()'),
        ($$SELECT medcode.retire_term('type 2 diabetes mellitus')$$),
        ($$SELECT medcode.retire('cue', cue_id) FROM medcode.cue WHERE phrase IN ('no', 'denies')$$),
        ($$SELECT medcode.retire('section_header', section_header_id) FROM medcode.section_header WHERE header = 'what we think'$$),
        ($$SELECT medcode.retire('abbreviation', abbreviation_id) FROM medcode.abbreviation WHERE abbreviation IN ('qqz', 'chf')$$),
        ($$SELECT medcode.retire('generic_word', generic_word_id) FROM medcode.generic_word WHERE word IN ('disease', 'other')$$)) v(statement);
SELECT is(pg_temp.digest_after(statement, 'DELETE FROM medcode.dictionary_image'), digest, 'the same without it: ' || statement) FROM with_image;
SELECT is(pg_temp.digest_after(statement, damage), digest, 'the same with a damaged one: ' || damage)
FROM with_image, (VALUES
    ('UPDATE medcode.dictionary_image SET image = set_byte(image, length(image) / 2, 255 - get_byte(image, length(image) / 2)) WHERE part = (SELECT max(part) FROM medcode.dictionary_image)'),
    ('DELETE FROM medcode.dictionary_image WHERE part = (SELECT max(part) FROM medcode.dictionary_image)'),
    ('DELETE FROM medcode.dictionary_image WHERE part = 0'),
    ('DELETE FROM medcode.knowledge_image'),
    ('UPDATE medcode.knowledge_image SET image = set_byte(image, length(image) / 2, 255 - get_byte(image, length(image) / 2))'),
    ($$UPDATE medcode.knowledge_image SET image = '', crc = 0$$),
    ($$UPDATE medcode.dictionary_image SET image = '', crc = 0 WHERE part = 0$$),
    ($$INSERT INTO medcode.dictionary_image SELECT version, max(part) + 1, 'more', 0 FROM medcode.dictionary_image GROUP BY 1$$)) d(damage)
WHERE statement = pg_temp.insertion('term');

--
-- Many rows
--
CREATE TEMP TABLE time AS SELECT clock_timestamp() AS copy, NULL::timestamptz AS publish, NULL::timestamptz AS finish;
COPY medcode.term (phrase, code) FROM PROGRAM $$LC_ALL=C seq -f 'invented sickness %.0f:E11.9' 300000$$ (DELIMITER ':');
UPDATE time SET publish = clock_timestamp();
CREATE FUNCTION pg_temp.places() RETURNS text LANGUAGE sql AS $$
    SELECT concat(count(*), ' ', sum(hashtext(concat(ctid, xmin, cmin, xmax))::bigint)) FROM medcode.term
$$;
CREATE TEMP TABLE place AS SELECT pg_temp.places() AS places;
SELECT is((SELECT added FROM medcode.draft() WHERE relation = 'term'), 300001::bigint, '300,000 terms by COPY are the draft');
SELECT is(medcode.publish(), 1006, 'they are published');
UPDATE time SET finish = clock_timestamp();
SELECT diag(format('300,000 terms: COPY %s s, publish %s s', round(extract(epoch FROM publish - copy), 1), round(extract(epoch FROM finish - publish), 1))) FROM time;
SELECT is(pg_temp.places(), places, 'and no row is touched by that') FROM place;
SELECT results_eq($$SELECT code::text, version FROM medcode.suggest('Invented sickness 299999.')$$, $$VALUES ('E11.9', 1006)$$, 'they act');
SELECT ok(medcode.verify_version(1006), 'and are verified');
SELECT is(pg_temp.digest(1001), digest, 'an old version gives what it gave') FROM gave WHERE version = 1001;

SELECT * FROM finish();
ROLLBACK;
