-- Keeping a finding table current by triggers on the notes.
--
-- One trigger per statement, with the rows it changed; whatever goes wrong while they are read,
-- the statement itself succeeds, and the next refresh_findings() finds the notes.

-- TG_ARGV: schema and name of the finding table.  Runs as whoever writes the notes.
CREATE FUNCTION @extschema@.keep_findings() RETURNS trigger
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    setup @extschema@.finding_setup;
    published record;
    taken tid[];
BEGIN
    IF to_regclass(format('%I.%I', TG_ARGV[0], TG_ARGV[1])) IS NULL THEN
        RAISE WARNING 'a trigger belongs to a finding table that is not there any more'
            USING HINT = format('DROP TRIGGER %I ON %I.%I;', TG_NAME, TG_TABLE_SCHEMA, TG_TABLE_NAME);
        RETURN NULL;
    END IF;
    setup := @extschema@.finding_setup_of(format('%I.%I', TG_ARGV[0], TG_ARGV[1])::regclass);
    IF @extschema@.is_filtered(setup) THEN
        RETURN NULL; -- the rows of the statement are not what the owner of the finding table may read
    END IF;
    IF TG_OP = 'TRUNCATE' THEN
        PERFORM @extschema@.forget_gone_notes(setup);
        RETURN NULL;
    END IF;
    -- As in refresh_findings() the row of x_note comes first: whoever has it may write the findings of its note.
    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        EXECUTE @extschema@.finding_sql(setup, 'WITH s AS (DELETE FROM {seen} AS s USING old_rows AS o WHERE {s=o}' ||
            CASE TG_OP WHEN 'UPDATE' THEN ' AND NOT EXISTS (SELECT FROM new_rows AS n WHERE {o=n})' ELSE '' END ||
            ' RETURNING {s.keys}) DELETE FROM {findings} AS f USING s WHERE {f=s}');
    END IF;
    IF TG_OP IN ('INSERT', 'UPDATE') THEN
        -- a row of x_note that is there already belongs to a note that was taken away unseen, or to an older text
        EXECUTE @extschema@.finding_sql(setup, 'WITH taken AS (INSERT INTO {seen} AS s ({keys}) SELECT {n.keys} FROM new_rows AS n' ||
            CASE TG_OP WHEN 'UPDATE' THEN ' WHERE NOT EXISTS (SELECT FROM old_rows AS o WHERE {o=n}
                AND {o.body} IS NOT DISTINCT FROM {n.body} COLLATE "C")' ELSE '' END ||
            ' ON CONFLICT ({keys}) DO UPDATE SET version = 0 RETURNING s.ctid) SELECT array_agg(taken.ctid) FROM taken') INTO taken;
        IF taken IS NOT NULL THEN
            SELECT p.* INTO published FROM @extschema@.published_version() AS p;
            EXECUTE @extschema@.finding_sql(setup, 'DELETE FROM {findings} AS f USING {seen} AS s
                WHERE s.ctid = ANY ($1) AND s.findings > 0 AND {f=s}') USING taken;
            EXECUTE @extschema@.finding_read_sql(setup, 'new_rows') USING taken, published.version, published.fingerprint;
        END IF;
    END IF;
    RETURN NULL;
EXCEPTION WHEN OTHERS THEN
    -- of the message only the SQLSTATE is told, for it could have words of a note
    RAISE WARNING 'notes written now are not in a finding table yet (SQLSTATE %)', SQLSTATE
        USING HINT = format('CALL @extschema@.refresh_findings(%L);', format('%I.%I', TG_ARGV[0], TG_ARGV[1]));
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION @extschema@.keep_findings() IS
    'Trigger: reads the notes that a statement wrote into a finding table; keep_findings_current() makes it';

CREATE FUNCTION @extschema@.is_filtered(setup @extschema@.finding_setup) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE COST 100
BEGIN ATOMIC
    SELECT n.relrowsecurity AND NOT r.rolsuper AND NOT r.rolbypassrls AND (n.relforcerowsecurity OR n.relowner <> f.relowner)
    FROM pg_class AS n, pg_class AS f, pg_roles AS r
    WHERE n.oid = (setup).notes AND f.oid = (setup).finding_table AND r.oid = f.relowner;
END;
COMMENT ON FUNCTION @extschema@.is_filtered(@extschema@.finding_setup) IS
    'does row-level security keep notes from the owner of the finding table? Part of keep_findings_current()';

CREATE FUNCTION @extschema@.keep_findings_current(finding_table regclass, "on" boolean DEFAULT true) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    setup CONSTANT @extschema@.finding_setup := @extschema@.finding_setup_of(finding_table);
    place record;
    relation regclass;
    event record;
    old record;
BEGIN
    SELECT e.nspname AS schema, c.relname AS name, c.oid INTO place
    FROM pg_class AS c JOIN pg_namespace AS e ON e.oid = c.relnamespace WHERE c.oid = finding_table;
    IF "on" AND @extschema@.is_filtered(setup) THEN
        RAISE EXCEPTION 'row-level security keeps notes of % from the owner of %', setup.notes, finding_table
            USING ERRCODE = 'insufficient_privilege', DETAIL = 'Triggers see every row that is written.',
                HINT = format('CALL @extschema@.refresh_findings(%L);', finding_table);
    END IF;
    FOR old IN SELECT t.tgname AS name, t.tgrelid::regclass AS relation FROM pg_trigger AS t
        WHERE t.tgfoid = '@extschema@.keep_findings'::regproc
            AND t.tgargs = convert_to(place.schema, 'UTF8') || '\x00' || convert_to(place.name, 'UTF8') || '\x00' LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', old.name, old.relation);
    END LOOP;
    IF NOT "on" THEN
        RETURN;
    END IF;
    -- A statement fires the triggers of the table it names alone: of the partitioned table, or of a partition.
    FOR relation IN SELECT t.relid FROM pg_partition_tree(setup.notes) AS t UNION SELECT setup.notes ORDER BY 1 LOOP
        FOR event IN SELECT v.* FROM (VALUES ('INSERT', 'REFERENCING NEW TABLE AS new_rows'),
                ('UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
                ('DELETE', 'REFERENCING OLD TABLE AS old_rows'), ('TRUNCATE', '')) AS v(name, rows) LOOP
            -- two finding tables of one name may lie in different schemas
            EXECUTE format('CREATE TRIGGER %I AFTER %s ON %s %s FOR EACH STATEMENT EXECUTE FUNCTION @extschema@.keep_findings(%L, %L)',
                format('medcode_%s_%s', lower(event.name), left(md5(format('%I.%I', place.schema, place.name)), 8)),
                event.name, relation, event.rows, place.schema, place.name);
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION @extschema@.keep_findings_current(regclass, boolean) IS
    'makes the triggers that read notes into the finding table as they are written, or takes them away; what is there already waits for refresh_findings(). Needs the right to make triggers on the notes, and whoever writes notes the right to write the finding table and the two beside it';
