-- Publishing the draft, adding to it, retiring from it.

-- A transaction with an older snapshot must not freeze what it cannot see.
CREATE FUNCTION @extschema@.require_current_snapshot() RETURNS void
    LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000
    AS 'MODULE_PATHNAME', 'mc_require_current_snapshot_sql';
REVOKE ALL ON FUNCTION @extschema@.require_current_snapshot() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.require_current_snapshot() IS
    'raises serialization_failure (40001) if the transaction does not see the newest terminology';

-- SHARE ROW EXCLUSIVE: writers wait, readers do not.
CREATE FUNCTION @extschema@.lock_terminology() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    LOCK TABLE @extschema@.release, @extschema@.term, @extschema@.abbreviation, @extschema@.abbreviation_rule,
        @extschema@.cue, @extschema@.section_header, @extschema@.generic_word, @extschema@.condition_class,
        @extschema@.symptom, @extschema@.drug, @extschema@.with_exception, @extschema@.with_link,
        @extschema@.not_a_condition, @extschema@.word_role, @extschema@.meat_cue, @extschema@.disease_test, @extschema@.clinical_indicator,
        @extschema@.retirement
        IN SHARE ROW EXCLUSIVE MODE;
    PERFORM @extschema@.require_current_snapshot();
END
$$;
REVOKE ALL ON FUNCTION @extschema@.lock_terminology() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.lock_terminology() IS
    'keeps others from writing terminology until the transaction ends; waits for those at work';

CREATE FUNCTION @extschema@.fingerprint(version integer DEFAULT NULL) RETURNS text
    LANGUAGE C STABLE PARALLEL SAFE COST 1000000
    AS 'MODULE_PATHNAME', 'mc_fingerprint_sql';
COMMENT ON FUNCTION @extschema@.fingerprint(integer) IS
    'of what a version holds, computed anew; without a version: of all that can be seen, the draft included. Equal if and only if the content is';

CREATE FUNCTION @extschema@.compute_fingerprint(version integer, starter integer) RETURNS text
    LANGUAGE C STABLE PARALLEL SAFE STRICT COST 1000000
    AS 'MODULE_PATHNAME', 'mc_compute_fingerprint_sql';
COMMENT ON FUNCTION @extschema@.compute_fingerprint(integer, integer) IS
    'the fingerprint that a version will have which holds this edition of the starter';

CREATE FUNCTION @extschema@.write_words(version integer, starter integer) RETURNS bigint
    LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT COST 1000000
    AS 'MODULE_PATHNAME', 'mc_write_words_sql';
REVOKE ALL ON FUNCTION @extschema@.write_words(integer, integer) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.write_words(integer, integer) IS
    'writes the word tables of a version that holds this edition of the starter, and the image of its dictionary; publish() calls it. Returns its number of terms';

-- What the draft holds: rows by table, and whether words are among them.
CREATE FUNCTION @extschema@.draft() RETURNS TABLE (relation text, added bigint, retired bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 15
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    number CONSTANT integer := @extschema@.draft_version();
    starter CONSTANT integer := coalesce((SELECT v.starter FROM @extschema@.terminology_version AS v
        ORDER BY v.version DESC LIMIT 1), 0);
BEGIN
    FOREACH relation IN ARRAY ARRAY['term', 'abbreviation', 'abbreviation_rule', 'cue', 'section_header', 'generic_word',
            'condition_class', 'symptom', 'drug', 'with_exception', 'with_link', 'not_a_condition', 'word_role',
            'meat_cue', 'disease_test', 'clinical_indicator', 'release'] LOOP
        EXECUTE format('SELECT count(*) FROM @extschema@.%I WHERE version >= $1 OR (version > $2 AND version <= 1000)', relation)
            INTO added USING number, starter;
        SELECT count(*) INTO retired FROM @extschema@.retirement AS r
        WHERE r.relation = draft.relation AND (r.version >= number OR (r.version > starter AND r.version <= 1000));
        CONTINUE WHEN added = 0 AND retired = 0;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION @extschema@.draft() IS
    'rows that publish() would freeze, by table; none: the published version is all there is';

CREATE FUNCTION @extschema@.publish(comment text DEFAULT NULL) RETURNS integer
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
AS $$
DECLARE
    number integer;
    last @extschema@.terminology_version;
    changed text[];
    words integer;
    findings integer;
    terms bigint;
    edition integer;
    useless text;
BEGIN
    PERFORM @extschema@.lock_terminology();
    number := @extschema@.draft_version();
    SELECT max(v.version) INTO edition FROM @extschema@.terminology_version AS v WHERE v.origin = 'starter';
    SELECT v.* INTO last FROM @extschema@.terminology_version AS v ORDER BY v.version DESC LIMIT 1;
    SELECT array_agg(d.relation) INTO changed FROM @extschema@.draft() AS d;
    IF changed IS NULL AND last.version IS NOT NULL THEN
        RETURN last.version;
    END IF;
    IF 'term' = ANY (changed) THEN
        SELECT string_agg(t.term_id::text, ', ' ORDER BY t.term_id) INTO useless
        FROM (SELECT n.term_id FROM @extschema@.term AS n WHERE n.version = number AND n.kind = 'site'
            AND @extschema@.phrase_words(n.phrase) NOT BETWEEN 1 AND 24 ORDER BY n.term_id LIMIT 20) AS t;
        IF useless IS NOT NULL THEN
            RAISE WARNING 'terms without a word that counts, or with more than 24, are never found'
                USING DETAIL = format('The first of them: term_id %s.', useless);
        END IF;
    END IF;
    IF last.version IS NULL OR changed && ARRAY['term', 'abbreviation', 'abbreviation_rule',
         'generic_word', 'cue', 'section_header', 'not_a_condition', 'word_role']
        OR EXISTS (SELECT FROM @extschema@.release AS r
            WHERE r.version >= number AND r.code_system = 'icd10cm' AND r.kind = 'codes') THEN
        words := number;
        terms := @extschema@.write_words(number, edition);
    ELSE
        words := last.words_version;
        terms := last.terms;
    END IF;
    -- of releases, those of other systems and of what is looked up beside a code bear on no finding
    findings := CASE WHEN last.version IS NULL OR EXISTS (SELECT FROM unnest(changed) AS c (relation)
            WHERE c.relation NOT IN ('release', 'meat_cue', 'disease_test', 'clinical_indicator'))
        OR EXISTS (SELECT FROM @extschema@.release AS r WHERE r.version >= number AND r.code_system = 'icd10cm'
            AND r.kind NOT IN ('succession', 'poa_exempt', 'mapping'))
        THEN number ELSE last.findings_version END;
    PERFORM @extschema@.write_cards();
    IF EXISTS (SELECT FROM @extschema@.release AS r WHERE r.version >= number AND r.code_system = 'icd10cm'
            AND r.kind IN ('codes', 'tabular', 'index')) THEN
        PERFORM @extschema@.write_links();
    END IF;
    PERFORM @extschema@.write_knowledge(number, edition);
    PERFORM @extschema@.forget_changes();
    INSERT INTO @extschema@.terminology_version (version, starter, words_version, findings_version, fingerprint, terms, comment)
    VALUES (number, edition, words, findings, @extschema@.compute_fingerprint(number, edition), terms, comment);
    INSERT INTO @extschema@.settled_version (version) VALUES (number) ON CONFLICT DO NOTHING;
    RETURN number;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.publish(text) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.publish(text) IS
    'freezes the draft as a version and returns its number; without a draft, the number of the last one';

-- For the scripts that install the extension or bring it up to date.
CREATE FUNCTION @extschema@.publish_starter(edition integer) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE STRICT COST 1000000
    SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off
AS $$
BEGIN
    PERFORM @extschema@.lock_terminology();
    INSERT INTO @extschema@.terminology_version (version, starter, words_version, findings_version, published, fingerprint, terms, comment, origin)
    SELECT edition, edition, edition, edition, NULL, @extschema@.compute_fingerprint(edition, edition),
        @extschema@.write_words(edition, edition), 'starter', 'starter';
    INSERT INTO @extschema@.settled_version (version) VALUES (edition) ON CONFLICT DO NOTHING;
    PERFORM @extschema@.write_cards();
    PERFORM @extschema@.write_knowledge(edition, edition);
    -- a site that has versions of its own gets one with the new starter
    IF EXISTS (SELECT FROM @extschema@.terminology_version AS v WHERE v.origin <> 'starter') THEN
        PERFORM @extschema@.publish(format('starter, edition %s', edition));
    ELSIF NOT EXISTS (SELECT FROM @extschema@.draft()) THEN
        PERFORM @extschema@.forget_changes();
    END IF;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.publish_starter(integer) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.publish_starter(integer) IS
    'freezes the starter''s rows of an edition; for install and upgrade scripts';

CREATE FUNCTION @extschema@.versions()
    RETURNS TABLE (version integer, fingerprint text, terms bigint, starter integer, published timestamptz, comment text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 200 ROWS 10
BEGIN ATOMIC
    SELECT v.version, v.fingerprint, v.terms, v.starter, v.published, v.comment
    FROM @extschema@.terminology_version AS v
    ORDER BY v.version;
END;
COMMENT ON FUNCTION @extschema@.versions() IS 'published versions of the terminology; the last one holds';

CREATE FUNCTION @extschema@.verify_version(version integer) RETURNS boolean
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    kept text;
BEGIN
    SELECT v.fingerprint INTO kept FROM @extschema@.terminology_version AS v WHERE v.version = verify_version.version;
    IF kept IS NULL THEN
        RAISE EXCEPTION 'there is no version % of the terminology', version
            USING ERRCODE = 'undefined_object', HINT = 'SELECT * FROM @extschema@.versions();';
    END IF;
    RETURN kept = @extschema@.fingerprint(version);
END
$$;
COMMENT ON FUNCTION @extschema@.verify_version(integer) IS
    'does a published version still hold what it held when it was frozen?';

-- Indexes of notes trust no version before (docs/notes-by-code.md, "After a restore").
CREATE FUNCTION @extschema@.settle_version(version integer DEFAULT NULL) RETURNS integer
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    number CONSTANT integer := coalesce(version, (SELECT max(v.version) FROM @extschema@.terminology_version AS v));
    missing bigint;
BEGIN
    IF EXISTS (SELECT FROM @extschema@.settled_version AS s WHERE s.version = number) THEN
        RETURN number;
    END IF;
    IF NOT @extschema@.verify_version(number) THEN
        RAISE EXCEPTION 'version % of the terminology does not hold what it held when it was frozen', number
            USING ERRCODE = 'object_not_in_prerequisite_state',
                HINT = 'Restore the tables of medcode whole, or load the files again.';
    END IF;
    SELECT count(*) INTO missing
    FROM @extschema@.release AS r JOIN @extschema@.code AS c ON c.release_id = r.release_id AND length(c.code) = 3
    WHERE r.code_system = 'icd10cm' AND r.kind = 'codes' AND r.version <= number
        AND EXISTS (SELECT FROM @extschema@.code_card AS k WHERE k.release_id = r.release_id)
        AND NOT EXISTS (SELECT FROM @extschema@.code_card AS k WHERE k.release_id = r.release_id AND k.category = c.code);
    IF missing > 0 THEN
        RAISE EXCEPTION 'the cards of % categories are missing', missing
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'SELECT @extschema@.write_cards(rewrite => true);';
    END IF;
    INSERT INTO @extschema@.settled_version (version) VALUES (number) ON CONFLICT DO NOTHING;
    RETURN number;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.settle_version(integer) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.settle_version(integer) IS
    'after a restore: checks that a version is here whole, so that indexes of notes may rely on it, and returns its number; without a number, the last one. Frozen here, it is settled already';

-- Additions.  Each returns the id of its row, which may have been there already.
CREATE FUNCTION @extschema@.add_term(phrase text, code text, code_system text DEFAULT 'icd10cm', kind text DEFAULT 'site')
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found bigint;
BEGIN
    IF code_system = 'icd10cm' THEN
        code := coalesce(@extschema@.try_icd10cm(code)::text, code);
    END IF;
    IF @extschema@.phrase_words(phrase) NOT BETWEEN 1 AND 24 THEN
        RAISE WARNING 'a term without a word that counts, or with more than 24, is never found';
    END IF;
    -- what the draft retired is back
    DELETE FROM @extschema@.retirement AS r USING @extschema@.term AS t
    WHERE r.relation = 'term' AND r.row_id = t.term_id AND r.version >= @extschema@.draft_version()
        AND t.phrase = add_term.phrase AND t.code_system = add_term.code_system AND t.code = add_term.code
        AND t.kind = add_term.kind;
    SELECT t.term_id INTO found FROM @extschema@.term AS t
    WHERE t.phrase = add_term.phrase AND t.code_system = add_term.code_system AND t.code = add_term.code
        AND t.kind = add_term.kind
        AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = 'term' AND r.row_id = t.term_id)
    ORDER BY t.term_id LIMIT 1;
    IF found IS NULL THEN
        INSERT INTO @extschema@.term (phrase, code_system, code, kind) VALUES (phrase, code_system, code, kind)
        ON CONFLICT DO NOTHING RETURNING term_id INTO found;
    END IF;
    IF found IS NULL THEN -- another session was faster
        SELECT t.term_id INTO found FROM @extschema@.term AS t
        WHERE t.phrase = add_term.phrase AND t.code_system = add_term.code_system AND t.code = add_term.code
            AND t.kind = add_term.kind
        ORDER BY t.term_id DESC LIMIT 1;
    END IF;
    RETURN found;
END
$$;
COMMENT ON FUNCTION @extschema@.add_term(text, text, text, text) IS
    'adds a phrase and the code it stands for to the draft; returns the term_id';

CREATE FUNCTION @extschema@.add_abbreviation(abbreviation text, expansion text, letter_case text DEFAULT 'any',
    ambiguous boolean DEFAULT false)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found bigint;
BEGIN
    -- what the draft retired is back
    DELETE FROM @extschema@.retirement AS r USING @extschema@.abbreviation AS t
    WHERE r.relation = 'abbreviation' AND r.row_id = t.abbreviation_id AND r.version >= @extschema@.draft_version()
        AND (t.abbreviation, t.expansion, t.letter_case, t.ambiguous)
        = (add_abbreviation.abbreviation, add_abbreviation.expansion, add_abbreviation.letter_case, add_abbreviation.ambiguous);
    SELECT a.abbreviation_id INTO found FROM @extschema@.abbreviation AS a
    WHERE (a.abbreviation, a.expansion, a.letter_case, a.ambiguous)
        = (add_abbreviation.abbreviation, add_abbreviation.expansion, add_abbreviation.letter_case, add_abbreviation.ambiguous)
        AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r
            WHERE r.relation = 'abbreviation' AND r.row_id = a.abbreviation_id)
    ORDER BY 1 LIMIT 1;
    IF found IS NULL THEN
        INSERT INTO @extschema@.abbreviation (abbreviation, expansion, letter_case, ambiguous)
        VALUES (abbreviation, expansion, letter_case, ambiguous)
        ON CONFLICT DO NOTHING RETURNING abbreviation_id INTO found;
    END IF;
    IF found IS NULL THEN
        SELECT a.abbreviation_id INTO found FROM @extschema@.abbreviation AS a
        WHERE (a.abbreviation, a.expansion, a.letter_case, a.ambiguous)
            = (add_abbreviation.abbreviation, add_abbreviation.expansion, add_abbreviation.letter_case, add_abbreviation.ambiguous)
        ORDER BY 1 DESC LIMIT 1;
    END IF;
    RETURN found;
END
$$;
COMMENT ON FUNCTION @extschema@.add_abbreviation(text, text, text, boolean) IS
    'adds an abbreviation and what it stands for to the draft; returns the abbreviation_id';

CREATE FUNCTION @extschema@.add_cue(phrase text, category text, direction text, max_scope integer DEFAULT NULL)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found bigint;
BEGIN
    -- what the draft retired is back
    DELETE FROM @extschema@.retirement AS r USING @extschema@.cue AS t
    WHERE r.relation = 'cue' AND r.row_id = t.cue_id AND r.version >= @extschema@.draft_version()
        AND (t.phrase, t.category, t.direction) = (add_cue.phrase, add_cue.category, add_cue.direction)
        AND t.max_scope IS NOT DISTINCT FROM add_cue.max_scope;
    SELECT c.cue_id INTO found FROM @extschema@.cue AS c
    WHERE (c.phrase, c.category, c.direction) = (add_cue.phrase, add_cue.category, add_cue.direction)
        AND c.max_scope IS NOT DISTINCT FROM add_cue.max_scope
        AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = 'cue' AND r.row_id = c.cue_id)
    ORDER BY 1 LIMIT 1;
    IF found IS NULL THEN
        INSERT INTO @extschema@.cue (phrase, category, direction, max_scope)
        VALUES (phrase, category, direction, max_scope) ON CONFLICT DO NOTHING RETURNING cue_id INTO found;
    END IF;
    IF found IS NULL THEN
        SELECT c.cue_id INTO found FROM @extschema@.cue AS c
        WHERE (c.phrase, c.category, c.direction) = (add_cue.phrase, add_cue.category, add_cue.direction)
            AND c.max_scope IS NOT DISTINCT FROM add_cue.max_scope
        ORDER BY 1 DESC LIMIT 1;
    END IF;
    RETURN found;
END
$$;
COMMENT ON FUNCTION @extschema@.add_cue(text, text, text, integer) IS
    'adds words that say whether a condition is affirmed to the draft; returns the cue_id';

CREATE FUNCTION @extschema@.add_section(header text, category text)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    found bigint;
BEGIN
    -- what the draft retired is back
    DELETE FROM @extschema@.retirement AS r USING @extschema@.section_header AS t
    WHERE r.relation = 'section_header' AND r.row_id = t.section_header_id AND r.version >= @extschema@.draft_version()
        AND (t.header, t.category) = (add_section.header, add_section.category);
    SELECT s.section_header_id INTO found FROM @extschema@.section_header AS s
    WHERE (s.header, s.category) = (add_section.header, add_section.category)
        AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r
            WHERE r.relation = 'section_header' AND r.row_id = s.section_header_id)
    ORDER BY 1 LIMIT 1;
    IF found IS NULL THEN
        INSERT INTO @extschema@.section_header (header, category)
        VALUES (header, category) ON CONFLICT DO NOTHING RETURNING section_header_id INTO found;
    END IF;
    IF found IS NULL THEN
        SELECT s.section_header_id INTO found FROM @extschema@.section_header AS s
        WHERE (s.header, s.category) = (add_section.header, add_section.category)
        ORDER BY 1 DESC LIMIT 1;
    END IF;
    RETURN found;
END
$$;
COMMENT ON FUNCTION @extschema@.add_section(text, text) IS
    'adds a header of sections and its category to the draft; returns the section_header_id';

-- Retirement.  Rows of the draft that nobody published yet may simply be deleted.
CREATE FUNCTION @extschema@.retire(relation text, row_id bigint, reason text DEFAULT NULL) RETURNS boolean
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    there boolean;
BEGIN
    IF relation IS NULL OR relation <> ALL (ARRAY['term', 'abbreviation', 'abbreviation_rule', 'cue', 'section_header',
            'generic_word', 'condition_class', 'symptom', 'drug', 'with_exception', 'with_link', 'not_a_condition', 'word_role',
            'meat_cue', 'disease_test', 'clinical_indicator']) THEN
        RAISE EXCEPTION 'rows of this table cannot be retired'
            USING ERRCODE = 'invalid_parameter_value',
                HINT = 'Tables of the language are term, abbreviation, abbreviation_rule, cue, section_header, generic_word, condition_class, symptom, drug, with_exception, with_link, not_a_condition, word_role, meat_cue, disease_test, clinical_indicator.';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM @extschema@.%I WHERE %I = $1)', relation, relation || '_id')
        INTO there USING row_id;
    IF NOT there THEN
        RAISE EXCEPTION 'table %.% has no row %', '@extschema@', relation, row_id
            USING ERRCODE = 'undefined_object';
    END IF;
    IF EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = retire.relation AND r.row_id = retire.row_id) THEN
        RETURN false;
    END IF;
    INSERT INTO @extschema@.retirement (relation, row_id, reason) VALUES (relation, row_id, reason)
    ON CONFLICT DO NOTHING;
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION @extschema@.retire(text, bigint, text) IS
    'takes a row of the language out of the draft and the versions to come; false if it is out already';

CREATE FUNCTION @extschema@.retire_term(phrase text, code text DEFAULT NULL, code_system text DEFAULT 'icd10cm',
    reason text DEFAULT NULL)
    RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    number bigint;
BEGIN
    IF code_system = 'icd10cm' THEN
        code := coalesce(@extschema@.try_icd10cm(code)::text, code);
    END IF;
    INSERT INTO @extschema@.retirement (relation, row_id, reason)
    SELECT 'term', t.term_id, retire_term.reason FROM @extschema@.term AS t
    -- as matching reads phrase and code, however they are written
    WHERE @extschema@.fold(t.phrase) = @extschema@.fold(retire_term.phrase) AND t.code_system = retire_term.code_system
        AND (retire_term.code IS NULL OR t.code = retire_term.code
            OR t.code_system = 'icd10cm' AND @extschema@.try_icd10cm(t.code)::text = retire_term.code)
        AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = 'term' AND r.row_id = t.term_id)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS number = ROW_COUNT;
    IF number = 0 THEN
        RAISE EXCEPTION 'there is no such term, or it is retired already'
            USING ERRCODE = 'undefined_object',
                HINT = 'SELECT * FROM @extschema@.current_term WHERE phrase ILIKE ''...'';';
    END IF;
    RETURN number;
END
$$;
COMMENT ON FUNCTION @extschema@.retire_term(text, text, text, text) IS
    'takes a phrase, for one code or all, out of the draft and the versions to come, whoever brought it; returns the number of terms retired';

DO $$
DECLARE
    name regprocedure;
BEGIN
    FOR name IN SELECT p.oid FROM pg_catalog.pg_proc AS p
        WHERE p.pronamespace = '@extschema@'::regnamespace
            AND (p.proname LIKE 'add\_%' OR p.proname IN ('retire', 'retire_term')) LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', name);
    END LOOP;
END
$$;
