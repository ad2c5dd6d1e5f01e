-- Invariants of what CREATE EXTENSION installs: functions, tables, privileges, the starter terminology
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(85);

CREATE TEMP VIEW ours AS
    SELECT p.*, p.oid::regprocedure::text AS signature
    FROM pg_proc p JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
    JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid AND e.extname = 'medcode';
CREATE TEMP VIEW tables AS
    SELECT c.* FROM pg_class c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND e.oid = d.refobjid AND e.extname = 'medcode'
    WHERE c.relkind = 'r';
CREATE TEMP TABLE terminology AS SELECT unnest(ARRAY['release', 'code', 'term', 'abbreviation', 'abbreviation_rule', 'cue', 'section_header', 'generic_word',
    'condition_class', 'symptom', 'drug', 'with_exception', 'with_link', 'not_a_condition', 'word_role',
    'meat_cue', 'disease_test', 'clinical_indicator']) AS name;

--
-- Functions
--
SELECT ok((SELECT count(*) FROM ours) > 30, 'the extension has functions');
SELECT is_empty($$SELECT signature FROM ours WHERE pronamespace <> 'medcode'::regnamespace$$, 'all of them in schema medcode');
SELECT is_empty(
    $$SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'medcode'::regnamespace AND oid NOT IN (SELECT oid FROM ours)$$,
    'and nothing else in schema medcode');
SELECT is_empty($$SELECT signature FROM ours WHERE obj_description(oid, 'pg_proc') IS NULL$$, 'each has a comment');
SELECT is_empty(
    $$SELECT relname FROM tables WHERE obj_description(oid, 'pg_class') IS NULL$$, 'each table has a comment');
SELECT is_empty($$SELECT signature FROM ours WHERE proretset AND prorows = 1000$$, 'ROWS is stated where rows are returned');
SELECT is_empty(
    $$SELECT signature FROM ours JOIN pg_language l ON l.oid = prolang
      WHERE proretset AND procost = CASE WHEN lanname IN ('c', 'internal') THEN 1 ELSE 100 END$$,
    'COST is stated where rows are returned');
SELECT is_empty(
    $$SELECT signature FROM ours WHERE prosecdef AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)$$,
    'SECURITY DEFINER only with a fixed search_path');
SELECT is_empty(
    $$SELECT signature FROM ours WHERE prosecdef AND has_function_privilege('public', oid, 'EXECUTE')$$,
    'SECURITY DEFINER not for everybody');
SELECT is_empty(
    $$SELECT signature FROM ours JOIN pg_language l ON l.oid = prolang
      WHERE lanname NOT IN ('c', 'internal') AND prosqlbody IS NULL
        AND NOT coalesce(array_to_string(proconfig, E'\n') ~ 'search_path=pg_catalog, pg_temp', false)
        -- with SET it could not commit; it has no operator, and no name without schema
        AND proname NOT IN ('refresh_findings', 'audit_claims')$$,
    'no function body that is read under the search_path of the caller');
SELECT is_empty(
    $$SELECT signature FROM ours WHERE provolatile = 'v' AND prokind = 'f'
        AND has_function_privilege('public', oid, 'EXECUTE')
        -- these write tables of the caller's own, with the caller's rights
        AND proname <> ALL (ARRAY['create_finding_table', 'keep_findings_current', 'keep_findings', 'create_note_nlp_view', 'create_suspecting_view',
            'look_for_notes', 'changed_notes', 'forget_gone_notes', 'read_findings', 'refresh_step',
            'create_audit_table', 'look_for_claims', 'forget_changed_claims', 'audit_step',
            'create_denial_views', 'create_denial_chance', 'learn_denial_groups', 'shrink_denial_level'])$$,
    'what changes anything is not for PUBLIC');
SELECT is_empty(
    $$SELECT signature FROM ours WHERE proname ~ '^(load|add|retire|publish)(_|$)' AND (provolatile <> 'v' OR proparallel <> 'u')$$,
    'load_*, add_*, retire_*, publish: VOLATILE, not parallel');
SELECT is_empty(
    $$SELECT signature FROM ours WHERE provolatile = 'v' AND proparallel <> 'u' AND prorettype <> 'trigger'::regtype$$,
    'nothing VOLATILE is run in parallel');
SELECT is_empty(
    $$SELECT signature FROM ours WHERE proname IN ('fold', 'tokens', 'occurs')
        AND (provolatile <> 'i' OR proparallel <> 's')$$,
    'fold, tokens, occurs: IMMUTABLE, PARALLEL SAFE');
SELECT is_empty(
    $$SELECT signature FROM ours
      WHERE proname IN ('sentences', 'sections', 'mentions', 'findings', 'assertion', 'suggest', 'suggest_encounter', 'highlight', 'releases',
            'release_on', 'code_info', 'search', 'documents', 'note_keys', 'notes_index_status', 'meat', 'note_fingerprints', 'considered', 'open_questions', 'audit', 'audit_encounter', 'values_in', 'value_questions', 'versions', 'fingerprint')
        AND (provolatile <> 's' OR proparallel <> 's')$$,
    'what reads the terminology: STABLE, PARALLEL SAFE');
SELECT is_empty(
    $$SELECT signature FROM ours WHERE proname IN ('fold', 'tokens') AND NOT proisstrict$$,
    'no text, nothing');
SELECT is((SELECT count(*) FROM medcode.sentences(NULL)) + (SELECT count(*) FROM medcode.sections(NULL))
    + (SELECT count(*) FROM medcode.mentions(NULL)) + (SELECT count(*) FROM medcode.patient_statements(NULL)) + (SELECT count(*) FROM medcode.findings(NULL))
    + (SELECT count(*) FROM medcode.assertion(NULL, 0, 1)) + (SELECT count(*) FROM medcode.assertion('gout', NULL, 1))
    + (SELECT count(*) FROM medcode.suggest(NULL)) + (SELECT count(*) FROM medcode.patient_statements(NULL)) + (SELECT count(*) FROM medcode.considered(NULL))
    + (SELECT count(*) FROM medcode.open_questions(NULL)) + (SELECT count(*) FROM medcode.suggest_encounter(NULL)) + (SELECT count(*) FROM medcode.highlight(NULL) AS h WHERE h IS NOT NULL),
    0::bigint, 'no note, no rows');
SELECT is_empty(
    $$SELECT signature FROM ours JOIN pg_language l ON l.oid = prolang
      WHERE lanname = 'c' AND NOT proisstrict AND proname NOT IN ('suggest', 'load_content', 'load_file')
        AND prokind = 'f' AND provolatile <> 'v' AND proname !~ '^(suggest|search|open|considered|audit)'
        AND proname NOT IN ('sentences', 'sections', 'mentions', 'findings', 'patient_statements', 'meat', 'assertion', 'highlight', 'fingerprint', 'draft_version',
            'code_card_rows', 'narrow', 'hcc_rows', 'raf_rows', 'raf_score', 'claim_findings')$$,
    'other C functions are STRICT');

-- names of arguments and columns are part of the contract
SELECT is((SELECT array_to_string(proargnames, ' ') FROM ours WHERE proname = v.f), v.names, 'names of ' || v.f || '()')
FROM (VALUES
    ('sections', 'note version start_char end_char category title title_start title_end'),
    ('mentions', 'note version start_char end_char text code title term source score section negated uncertain historical hypothetical experiencer relation status event_date cue cue_start cue_end'),
    ('findings', 'note version start_char end_char text code title term source score section negated uncertain historical hypothetical experiencer relation status event_date cue cue_start cue_end derived evidence'),
    ('assertion', 'note start_char end_char version negated uncertain historical hypothetical experiencer relation status event_date cue cue_start cue_end'),
    ('suggest', 'note setting as_of note_date sex birth_date doc_type author_role final on_issue version expect code title score role sequence paired_with status support section evidence rules release version issue'),
    ('suggest_encounter', 'notes setting as_of sex birth_date final on_issue version expect code title score role sequence paired_with status support section evidence rules release version issue'),
    ('considered', 'note setting as_of note_date sex birth_date doc_type author_role final on_issue version expect code title reason winner status score section evidence term source release version issue'),
    ('audit', 'note billed setting as_of note_date sex birth_date doc_type author_role final signed code_source on_issue version expect position billed code title verdict use_code use_title status rule rules evidence against advice code_source release version issue'),
    ('audit_encounter', 'notes billed setting as_of sex birth_date final code_source on_issue version expect position billed code title verdict use_code use_title status rule rules evidence against advice code_source release version issue'),
    ('open_questions', 'note setting as_of note_date sex birth_date doc_type author_role final on_issue version expect code title question axis choices evidence release version issue'),
    ('values_in', 'note start_char end_char text measure kind value low high comparator unit normal_value normal_low normal_high normal_unit measured name_start name_end name section issue'),
    ('value_questions', 'note age version rule measure found question evidence documented source')
) v(f, names) ORDER BY f;
SELECT is((SELECT (pronargs - pronargdefaults)::integer FROM ours WHERE proname = 'suggest'), 1, 'suggest() needs nothing but the note');
SELECT is((SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'medcode.suggestion'::regclass),
    (SELECT array_to_string(proargnames[13:], ' ') FROM ours WHERE proname = 'suggest'), 'type suggestion has the columns of suggest()');

--
-- Tables
--
SELECT is_empty(
    $$SELECT name FROM terminology EXCEPT SELECT relname FROM tables WHERE relnamespace = 'medcode'::regnamespace$$,
    'the tables of the terminology are there');
SELECT is_empty(
    $$SELECT relname FROM tables WHERE NOT has_table_privilege('public', oid, 'SELECT')$$, 'everybody may read them');
SELECT is_empty(
    $$SELECT relname FROM tables WHERE has_table_privilege('public', oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES')$$,
    'nobody else may change them');
SELECT is_empty(
    $$SELECT s.relname FROM pg_class s WHERE relnamespace = 'medcode'::regnamespace
        AND CASE WHEN relkind = 'S' THEN has_sequence_privilege('public', oid, 'USAGE, UPDATE') END$$,
    'nor draw from their sequences');
SELECT ok(has_schema_privilege('public', 'medcode', 'USAGE') AND NOT has_schema_privilege('public', 'medcode', 'CREATE'),
    'schema medcode: everybody may use it, nobody create in it');
SELECT set_eq(
    $$SELECT c.relname::text, pg_get_expr FROM (
        SELECT unnest(extconfig) AS oid, unnest(extcondition) AS pg_get_expr FROM pg_extension WHERE extname = 'medcode') e
      JOIN pg_class c USING (oid) WHERE relkind = 'r' AND relname IN (SELECT name FROM terminology)$$,
    $$SELECT name, $w$WHERE origin <> 'starter'$w$ FROM terminology$$,
    'dumped of each table: what does not come with the extension');
SELECT is_empty(
    $$SELECT relname FROM pg_class c WHERE relkind = 'S' AND relnamespace = 'medcode'::regnamespace
        AND NOT oid = ANY ((SELECT extconfig FROM pg_extension WHERE extname = 'medcode')::oid[])$$,
    'all sequences are dumped');
SELECT is_empty(
    $$SELECT c.relname FROM pg_sequence s JOIN pg_class c ON c.oid = seqrelid
      JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
      WHERE relnamespace = 'medcode'::regnamespace AND (seqstart <= 2147483647 OR pg_sequence_last_value(seqrelid) <= 2147483647)$$,
    'identities of the site start above 2^31');
SELECT ok(max(id) < 2147483648, 'ids of the starter lie below 2^31: ' || name)
FROM (SELECT 'release' AS name, release_id AS id FROM medcode.release WHERE origin = 'starter'
    UNION ALL SELECT 'code', release_id FROM medcode.code WHERE origin = 'starter'
    UNION ALL SELECT 'term', term_id FROM medcode.term WHERE origin = 'starter'
    UNION ALL SELECT 'abbreviation', abbreviation_id FROM medcode.abbreviation WHERE origin = 'starter'
    UNION ALL SELECT 'cue', cue_id FROM medcode.cue WHERE origin = 'starter'
    UNION ALL SELECT 'section_header', section_header_id FROM medcode.section_header WHERE origin = 'starter') v
GROUP BY name ORDER BY name;
SELECT is_empty(
    format('SELECT origin FROM medcode.%I WHERE origin <> %L', name, 'starter'), 'comes with the extension only: ' || name)
FROM terminology ORDER BY name;

--
-- The starter terminology
--
SELECT is_empty(
    $$SELECT t.code, t.phrase FROM medcode.term t
      LEFT JOIN medcode.code c ON c.code = t.code AND c.origin = 'starter'
      WHERE t.code_system = 'icd10cm' AND c.code IS NULL$$, 'the code of each term is there');
SELECT is_empty(
    $$SELECT t.code, t.phrase FROM medcode.term t JOIN medcode.code c ON c.code = t.code AND c.origin = 'starter'
      -- how the infant was born, or how many days old it is, is said elsewhere
      WHERE NOT c.billable AND c.code !~ '^[STV-Y]' AND c.code NOT IN ('Z00.11', 'Z38.0')$$,
    'and billable, but for injuries and causes: the note has to say which encounter');
SELECT is_empty(
    $$SELECT code FROM medcode.code WHERE medcode.try_icd10cm(code) IS NULL OR medcode.try_icd10cm(code)::text <> code$$,
    'each code is one, as printed');
SELECT is_empty(
    $$SELECT c.code FROM medcode.code c LEFT JOIN medcode.code p ON p.release_id = c.release_id AND p.code = c.parent
      WHERE c.parent IS NOT NULL AND (p.code IS NULL OR p.billable OR NOT medcode.is_under(c.code::medcode.icd10cm, p.code::medcode.icd10cm))
         OR c.parent IS NULL AND length(c.code) > 3$$,
    'each code stands under a heading, up to its category');
SELECT is_empty(
    $$SELECT p.code FROM medcode.code p WHERE billable AND EXISTS (SELECT FROM medcode.code c WHERE c.parent = p.code AND c.release_id = p.release_id)$$,
    'no code with codes under it is billable');
SELECT is_empty(
    $$SELECT p.code FROM medcode.code p WHERE NOT billable AND NOT EXISTS (SELECT FROM medcode.code c WHERE c.parent = p.code AND c.release_id = p.release_id)$$,
    'no heading without codes under it');
SELECT is_empty(
    $$SELECT code FROM medcode.code WHERE title <> btrim(title) OR title = '' OR title ~ '\s\s'$$, 'titles without stray blanks');
SELECT is_empty(
    $$SELECT tabular_order, release_id FROM medcode.code GROUP BY 1, 2 HAVING count(*) > 1$$, 'each place of the list once');
SELECT is_empty(
    $$SELECT medcode.fold(phrase), code FROM medcode.term GROUP BY 1, 2 HAVING count(*) > 1$$,
    'no term twice, not even in another spelling');
SELECT is_empty(
    $$SELECT medcode.fold(phrase), code_system FROM medcode.term GROUP BY 1, 2 HAVING count(DISTINCT code) > 1$$,
    'no term with two codes');
SELECT is_empty(
    $$SELECT medcode.fold(abbreviation), medcode.fold(expansion) FROM medcode.abbreviation GROUP BY 1, 2 HAVING count(*) > 1$$,
    'no abbreviation twice');
SELECT is_empty(
    $$SELECT abbreviation FROM medcode.abbreviation WHERE letter_case = 'upper' AND abbreviation <> upper(abbreviation)
        AND NOT ambiguous AND lower(abbreviation) = abbreviation$$,
    'what is read only in capitals has some');
SELECT is_empty(
    $$SELECT medcode.fold(phrase), category, direction FROM medcode.cue GROUP BY 1, 2, 3 HAVING count(*) > 1$$, 'no cue twice');
SELECT is_empty(
    $$SELECT medcode.fold(header) FROM medcode.section_header GROUP BY 1 HAVING count(*) > 1$$,
    'no section header twice, thus none with two categories');
SELECT is_empty(
    $$SELECT category, direction FROM (VALUES ('negated'), ('uncertain'), ('historical'), ('hypothetical'), ('family')) c(category),
        (VALUES ('forward'), ('backward'), ('pseudo')) d(direction)
      EXCEPT SELECT category, direction FROM medcode.cue$$,
    'cues of each kind');
SELECT is_empty(
    $$SELECT DISTINCT h.category FROM medcode.section_header h
      WHERE NOT EXISTS (SELECT FROM medcode.section_header g, medcode.sections(upper(g.header) || E':\ngout\n') s
                        WHERE g.category = h.category AND s.category = h.category)$$,
    'each category of section headers is found in a note');

-- what may be written
PREPARE wrong_cue AS INSERT INTO medcode.cue (phrase, category, direction) VALUES ('x', 'negative', 'forward');
SELECT throws_ok('wrong_cue', '23514', NULL, 'a cue of no known category is refused');
PREPARE wrong_direction AS INSERT INTO medcode.cue (phrase, category, direction) VALUES ('x', 'negated', 'up');
SELECT throws_ok('wrong_direction', '23514', NULL, 'a cue of no known direction is refused');
PREPARE wrong_phrase AS INSERT INTO medcode.term (phrase, code) VALUES ('', 'E11.9');
SELECT throws_ok('wrong_phrase', '23514', NULL, 'an empty term is refused');
PREPARE wrong_header AS INSERT INTO medcode.section_header (header, category) VALUES ('', 'plan');
SELECT throws_ok('wrong_header', '23514', NULL, 'an empty header is refused');
WITH new AS (INSERT INTO medcode.term (phrase, code) VALUES ('a term of the site', 'E11.9') RETURNING term_id, origin, kind)
SELECT ok(term_id >= 2147483648 AND origin = 'site' AND kind = 'site', 'a row of the site gets an id and an origin of the site') FROM new;

SELECT * FROM finish();
ROLLBACK;
