-- Whole tables of claims held against whole tables of notes, in batches that commit.
--
-- For an audit table "x" there are "x" with the verdicts and "x_claim" with a row for each claim,
-- which says whether it is done: a session takes claims with FOR UPDATE SKIP LOCKED, writes their
-- verdicts and marks them, in one transaction.  What a session that dies had taken is to be done again.

CREATE FUNCTION @extschema@.create_audit_table(audit_table text, billed regclass) RETURNS regclass
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    names CONSTANT text[] := @extschema@.qualified_name(audit_table, billed);
    place CONSTANT text := format('%I.%I', names[1], names[2]);
    claims CONSTANT text := format('%I.%I', names[1], names[2] || '_claim');
    key text;
BEGIN
    PERFORM @extschema@.require_columns(billed, ARRAY['encounter_id', 'code']);
    SELECT format_type(a.atttypid, a.atttypmod) INTO key FROM pg_attribute AS a WHERE a.attrelid = billed AND a.attname = 'encounter_id';
    EXECUTE format('CREATE TABLE %s (
        claim_no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, encounter_id %s NOT NULL, code_source text NOT NULL,
        audited_at timestamptz, digest text, issues integer, UNIQUE (encounter_id, code_source))', claims, key);
    EXECUTE format('CREATE INDEX ON %s (claim_no) WHERE audited_at IS NULL', claims);
    EXECUTE format('CREATE TABLE %s (
        claim_no bigint NOT NULL REFERENCES %s ON DELETE CASCADE, line_no integer NOT NULL,
        encounter_id %s NOT NULL, code_source text NOT NULL, "position" integer, billed text, code @extschema@.icd10cm, verdict text,
        use_code @extschema@.icd10cm, status text, rule text, rules text[], evidence jsonb, against jsonb, advice text,
        coder text, provider text, specialty text, payer text, service_date date, amount numeric,
        release text, version integer, issue text, PRIMARY KEY (claim_no, line_no))', place, claims, key);
    EXECUTE format('COMMENT ON TABLE %s IS %L', place, 'verdicts on billed codes, filled by audit_claims()');
    EXECUTE format('COMMENT ON TABLE %s IS %L', claims, 'claims that were or are to be audited; a row that is deleted goes with its verdicts, and the claim is audited anew');
    RETURN place::regclass;
END
$$;
COMMENT ON FUNCTION @extschema@.create_audit_table(text, regclass) IS
    'makes a table for the verdicts of audit_claims(), and one of the claims with _claim behind its name, in the schema of the claims unless the name has one';

CREATE FUNCTION @extschema@.claims_of(audit_table regclass) RETURNS regclass
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    claims regclass;
BEGIN
    SELECT c.confrelid INTO claims FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.conrelid = audit_table AND c.contype = 'f' AND a.attname = 'claim_no';
    IF claims IS NULL THEN
        RAISE EXCEPTION '% is no audit table', coalesce(audit_table::text, 'NULL') USING ERRCODE = 'undefined_object',
            HINT = 'SELECT @extschema@.create_audit_table(''audit'', ''billed'');';
    END IF;
    RETURN claims;
END
$$;
COMMENT ON FUNCTION @extschema@.claims_of(regclass) IS 'the table of the claims of an audit table; an error where it is none';

CREATE FUNCTION @extschema@.look_for_claims(audit_table regclass, billed regclass) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    found bigint;
BEGIN
    EXECUTE format('INSERT INTO %s (encounter_id, code_source)
        SELECT b.encounter_id, coalesce(%s, ''coder'') FROM %s AS b WHERE b.encounter_id IS NOT NULL
        GROUP BY 1, 2 ORDER BY 1, 2 ON CONFLICT (encounter_id, code_source) DO NOTHING',
        @extschema@.claims_of(audit_table), @extschema@.column_or_null(billed, 'b', 'code_source', 'text'), billed);
    GET DIAGNOSTICS found = ROW_COUNT;
    RETURN found;
END
$$;
COMMENT ON FUNCTION @extschema@.look_for_claims(regclass, regclass) IS 'adds the claims that an audit table does not have yet. Part of audit_claims()';

-- The statement that audits a batch: $1 is the claims taken, $2 the published version.
CREATE FUNCTION @extschema@.audit_batch_sql(audit_table regclass, notes regclass, billed regclass) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    RETURN format('WITH line AS MATERIALIZED (
            SELECT c.claim_no, c.encounter_id, c.code_source, b.code::text AS code,
                row_number() OVER (PARTITION BY c.claim_no ORDER BY %s, b.code::text) AS no,
                coalesce(%s, ''outpatient'') AS setting, %s AS service_date, %s AS sex, %s AS birth_date,
                %s AS coder, %s AS provider, %s AS specialty, %s AS payer, %s AS amount
            FROM %s AS c JOIN %s AS b ON b.encounter_id = c.encounter_id AND coalesce(%s, ''coder'') = c.code_source
            WHERE c.claim_no = ANY ($1)),
        claim AS MATERIALIZED (
            SELECT l.claim_no, l.encounter_id, l.code_source, array_agg(l.code ORDER BY l.no) AS codes,
                min(l.setting) AS setting, max(l.service_date) AS service_date, min(l.sex) AS sex, min(l.birth_date) AS birth_date,
                count(DISTINCT l.setting) > 1 OR count(DISTINCT l.sex) > 1 OR count(DISTINCT l.birth_date) > 1 AS differs
            FROM line AS l GROUP BY l.claim_no, l.encounter_id, l.code_source),
        note AS MATERIALIZED (
            SELECT n.encounter_id, array_agg(ROW(%s, %s, %s, %s, %s, n.body::text)::@extschema@.note_input) AS notes
            FROM %s AS n WHERE n.encounter_id = ANY (ARRAY(SELECT c.encounter_id FROM claim AS c)) GROUP BY n.encounter_id),
        found AS MATERIALIZED (
            SELECT c.claim_no, c.encounter_id, c.code_source, a."position", a.billed, a.code, a.verdict, a.use_code, a.status, a.rule,
                a.rules, a.evidence, a.against, a.advice, a.release, a.version, a.issue, a.line_no
            FROM claim AS c LEFT JOIN note AS n ON n.encounter_id = c.encounter_id
            CROSS JOIN LATERAL @extschema@.audit_encounter(n.notes, c.codes, c.setting, c.service_date, c.sex, c.birth_date, NULL,
                c.code_source, ''row'', $2) WITH ORDINALITY AS a("position", billed, code, title, verdict, use_code, use_title, status,
                rule, rules, evidence, against, advice, code_source, release, version, issue, line_no)
            WHERE NOT c.differs
            UNION ALL
            SELECT c.claim_no, c.encounter_id, c.code_source, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                $2, ''the lines of the claim have different settings, sexes or birth dates'', 1
            FROM claim AS c WHERE c.differs),
        added AS (
            INSERT INTO %s (claim_no, line_no, encounter_id, code_source, "position", billed, code, verdict, use_code, status, rule, rules,
                evidence, against, advice, coder, provider, specialty, payer, service_date, amount, release, version, issue)
            SELECT f.claim_no, f.line_no, f.encounter_id, f.code_source, f."position", f.billed, f.code, f.verdict, f.use_code, f.status,
                f.rule, f.rules, f.evidence, f.against, f.advice, l.coder, l.provider, l.specialty, l.payer, l.service_date,
                CASE WHEN f."position" IS NOT NULL THEN l.amount END, f.release, f.version, f.issue
            -- what was missed has no line: it is of whoever coded the first
            FROM found AS f LEFT JOIN line AS l ON l.claim_no = f.claim_no AND l.no = coalesce(f."position", 1))
        UPDATE %s AS c SET audited_at = now(), issues = (SELECT count(f.issue) FROM found AS f WHERE f.claim_no = c.claim_no)
        WHERE c.claim_no = ANY ($1)',
        @extschema@.column_or_null(billed, 'b', 'position', 'integer'), @extschema@.column_or_null(billed, 'b', 'setting', 'text'),
        @extschema@.column_or_null(billed, 'b', 'service_date', 'date'), @extschema@.column_or_null(billed, 'b', 'sex', 'text'),
        @extschema@.column_or_null(billed, 'b', 'birth_date', 'date'), @extschema@.column_or_null(billed, 'b', 'coder', 'text'),
        @extschema@.column_or_null(billed, 'b', 'provider', 'text'), @extschema@.column_or_null(billed, 'b', 'specialty', 'text'),
        @extschema@.column_or_null(billed, 'b', 'payer', 'text'), @extschema@.column_or_null(billed, 'b', 'amount', 'numeric'),
        @extschema@.claims_of(audit_table), billed, @extschema@.column_or_null(billed, 'b', 'code_source', 'text'),
        @extschema@.column_or_null(notes, 'n', 'note_id', 'text'), @extschema@.column_or_null(notes, 'n', 'note_date', 'date'),
        @extschema@.column_or_null(notes, 'n', 'doc_type', 'text'), @extschema@.column_or_null(notes, 'n', 'author_role', 'text'),
        @extschema@.column_or_null(notes, 'n', 'signed', 'boolean'), notes, audit_table, @extschema@.claims_of(audit_table));
COMMENT ON FUNCTION @extschema@.audit_batch_sql(regclass, regclass, regclass) IS 'the statement that audits the claims of a batch. Part of audit_claims()';

-- The claims with a digest of all that their rows rest on; chosen: which encounters.
CREATE FUNCTION @extschema@.audit_digest_sql(audit_table regclass, notes regclass, billed regclass, chosen text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    RETURN format('SELECT c.claim_no, md5(coalesce(l.digest, '''') || ''/'' || coalesce(n.digest, '''')) AS digest
        FROM %1$s AS c
        LEFT JOIN (SELECT p.encounter_id, p.code_source, md5(string_agg(p.print, '''' ORDER BY p.print)) AS digest
            FROM (SELECT b.encounter_id, coalesce(%4$s, ''coder'') AS code_source, md5(jsonb_build_array(b.code::text, %5$s, %6$s, %7$s, %8$s, %9$s, %16$s, %17$s, %18$s, %19$s, %20$s)::text) AS print
                FROM %2$s AS b WHERE b.encounter_id %10$s) AS p GROUP BY 1, 2) AS l
            ON l.encounter_id = c.encounter_id AND l.code_source = c.code_source
        LEFT JOIN (SELECT p.encounter_id, md5(string_agg(p.print, '''' ORDER BY p.print)) AS digest
            FROM (SELECT n.encounter_id, md5(jsonb_build_array(%11$s, %12$s, %13$s, %14$s, %15$s, md5(n.body::text))::text) AS print
                FROM %3$s AS n WHERE n.encounter_id %10$s) AS p GROUP BY 1) AS n
            ON n.encounter_id = c.encounter_id
        WHERE c.encounter_id %10$s', @extschema@.claims_of(audit_table), billed, notes,
        @extschema@.column_or_null(billed, 'b', 'code_source', 'text'), @extschema@.column_or_null(billed, 'b', 'position', 'integer'),
        @extschema@.column_or_null(billed, 'b', 'setting', 'text'), @extschema@.column_or_null(billed, 'b', 'service_date', 'date'),
        @extschema@.column_or_null(billed, 'b', 'sex', 'text'), @extschema@.column_or_null(billed, 'b', 'birth_date', 'date'), chosen,
        @extschema@.column_or_null(notes, 'n', 'note_id', 'text'), @extschema@.column_or_null(notes, 'n', 'note_date', 'date'),
        @extschema@.column_or_null(notes, 'n', 'doc_type', 'text'), @extschema@.column_or_null(notes, 'n', 'author_role', 'text'),
        @extschema@.column_or_null(notes, 'n', 'signed', 'boolean'), @extschema@.column_or_null(billed, 'b', 'coder', 'text'),
        @extschema@.column_or_null(billed, 'b', 'provider', 'text'), @extschema@.column_or_null(billed, 'b', 'specialty', 'text'),
        @extschema@.column_or_null(billed, 'b', 'payer', 'text'), @extschema@.column_or_null(billed, 'b', 'amount', 'numeric'));
COMMENT ON FUNCTION @extschema@.audit_digest_sql(regclass, regclass, regclass, text) IS 'the query that gives what the verdicts of claims rest on as a digest. Part of forget_changed_claims()';

CREATE FUNCTION @extschema@.forget_changed_claims(audit_table regclass, notes regclass, billed regclass) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    forgotten bigint;
BEGIN
    PERFORM @extschema@.require_columns(billed, ARRAY['encounter_id', 'code']);
    PERFORM @extschema@.require_columns(notes, ARRAY['encounter_id', 'body']);
    EXECUTE format('DELETE FROM %s AS c USING (%s) AS d WHERE d.claim_no = c.claim_no AND c.audited_at IS NOT NULL AND d.digest IS DISTINCT FROM c.digest',
        @extschema@.claims_of(audit_table), @extschema@.audit_digest_sql(audit_table, notes, billed, 'IS NOT NULL'));
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END
$$;
COMMENT ON FUNCTION @extschema@.forget_changed_claims(regclass, regclass, regclass) IS
    'takes claims out of an audit table, with their verdicts, whose codes or notes are no longer those that were audited; audit_claims() audits them anew. Gives how many';

CREATE FUNCTION @extschema@.audit_step(audit_table regclass, notes regclass, billed regclass, batch_size integer) RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    taken bigint[];
BEGIN
    IF batch_size IS NULL OR batch_size < 1 THEN
        RAISE EXCEPTION 'a batch has at least one claim' USING ERRCODE = 'invalid_parameter_value', HINT = 'batch_size => 500';
    END IF;
    PERFORM @extschema@.require_columns(billed, ARRAY['encounter_id', 'code']);
    PERFORM @extschema@.require_columns(notes, ARRAY['encounter_id', 'body']);
    EXECUTE format('SELECT array_agg(t.claim_no) FROM (SELECT c.claim_no FROM %s AS c
        WHERE c.audited_at IS NULL ORDER BY c.claim_no LIMIT $1 FOR UPDATE SKIP LOCKED) AS t', @extschema@.claims_of(audit_table))
        INTO taken USING batch_size;
    IF taken IS NOT NULL THEN
        -- before the notes are read: what changes in between counts as changed
        EXECUTE format('UPDATE %1$s AS c SET digest = d.digest FROM (%2$s) AS d WHERE d.claim_no = c.claim_no AND c.claim_no = ANY ($1)',
            @extschema@.claims_of(audit_table), @extschema@.audit_digest_sql(audit_table, notes, billed,
                format('= ANY (ARRAY(SELECT t.encounter_id FROM %s AS t WHERE t.claim_no = ANY ($1)))', @extschema@.claims_of(audit_table)))) USING taken;
        EXECUTE @extschema@.audit_batch_sql(audit_table, notes, billed)
            USING taken, (SELECT p.version FROM @extschema@.published_version() AS p);
    END IF;
    RETURN coalesce(cardinality(taken), 0);
END
$$;
COMMENT ON FUNCTION @extschema@.audit_step(regclass, regclass, regclass, integer) IS 'audits a batch of claims; returns how many. Part of audit_claims()';

-- No SET search_path, with which a procedure cannot commit: so it has no name without schema.
CREATE PROCEDURE @extschema@.audit_claims(audit_table regclass, notes regclass, billed regclass, batch_size integer DEFAULT 500,
        time_limit interval DEFAULT NULL, INOUT claims_audited bigint DEFAULT NULL)
    LANGUAGE plpgsql
AS $$
DECLARE
    until CONSTANT timestamptz := pg_catalog.clock_timestamp() OPERATOR(pg_catalog.+) time_limit;
    done bigint;
BEGIN
    COMMIT;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    PERFORM @extschema@.look_for_claims(audit_table, billed);
    claims_audited := 0;
    LOOP
        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
        EXIT WHEN pg_catalog.clock_timestamp() OPERATOR(pg_catalog.>=) until;
        done := @extschema@.audit_step(audit_table, notes, billed, batch_size);
        EXIT WHEN done OPERATOR(pg_catalog.=) 0;
        claims_audited := claims_audited OPERATOR(pg_catalog.+) done;
    END LOOP;
END
$$;
COMMENT ON PROCEDURE @extschema@.audit_claims(regclass, regclass, regclass, integer, interval, bigint) IS
    'audits the claims of a table that an audit table does not have yet against a table of notes; commits after each batch; several sessions may call it at once and share the work; time_limit: begins no batch after that time';

CREATE FUNCTION @extschema@.audit_progress(audit_table regclass, OUT done bigint, OUT total bigint, OUT issues bigint, OUT share numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
    EXECUTE format('SELECT count(c.audited_at), count(*), count(*) FILTER (WHERE c.issues > 0), round(100.0 * count(c.audited_at) / nullif(count(*), 0), 1) FROM %s AS c',
        @extschema@.claims_of(audit_table)) INTO done, total, issues, share;
END
$$;
COMMENT ON FUNCTION @extschema@.audit_progress(regclass) IS 'how far an audit table is: claims audited, all, those with an issue, and the share done in percent';
