-- Reading notes into finding tables: in batches that commit, by any number of sessions at a time.
--
-- A note to be read is a row of x_note whose version is older than that since which findings are the same, 0 where the
-- note is new or has changed.  A session takes a batch of such rows with FOR UPDATE SKIP LOCKED,
-- reads their notes, and sets the version, in one transaction: what a session that dies had taken
-- is to be read again, and nothing is read twice.

CREATE TYPE @extschema@.finding_work AS (since timestamptz, until timestamptz, at_version integer, last_no bigint,
    notes_read bigint, ended boolean);
COMMENT ON TYPE @extschema@.finding_work IS 'Where a session that runs refresh_findings() stands';

-- Keys of advisory locks: while a session looks for notes to be read; while it reads a batch.
CREATE FUNCTION @extschema@.finding_lock(finding_table regclass, kind text) RETURNS bigint
    LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1
    RETURN (CASE kind WHEN 'look' THEN 1835230051 ELSE 1835230052 END::bigint << 32) + finding_table::oid::bigint;
COMMENT ON FUNCTION @extschema@.finding_lock(regclass, text) IS 'key of the advisory lock of those who work on a finding table; kind: look or read';

CREATE FUNCTION @extschema@.short_fingerprint(fingerprint text) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
    RETURN ('x' || left(fingerprint, 16))::bit(64)::bigint;
COMMENT ON FUNCTION @extschema@.short_fingerprint(text) IS 'the first 64 bits of the fingerprint of a version';

-- 64 bits of the fingerprint are enough to tell the versions of one database from those it was restored into.
CREATE FUNCTION @extschema@.published_version(OUT version integer, OUT fingerprint bigint, OUT since integer)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT v.version, @extschema@.short_fingerprint(v.fingerprint), v.findings_version
    INTO published_version.version, published_version.fingerprint, published_version.since
    FROM @extschema@.terminology_version AS v ORDER BY v.version DESC LIMIT 1;
    IF published_version.version IS NULL THEN
        RAISE EXCEPTION 'no version of the terminology is published'
            USING ERRCODE = 'object_not_in_prerequisite_state', HINT = 'SELECT @extschema@.publish();';
    END IF;
END
$$;
COMMENT ON FUNCTION @extschema@.published_version() IS 'number and fingerprint, in 64 bits, of the published version; since: the version since which findings are the same';

-- What refresh_findings() does with notes it has taken: their rows of x_note are $1, the version is $2 and $3.
-- source: where their texts are, the notes or the new rows of a trigger.
CREATE FUNCTION @extschema@.finding_read_sql(setup @extschema@.finding_setup, source text DEFAULT NULL) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    RETURN @extschema@.finding_sql(setup, 'WITH note AS MATERIALIZED (
            SELECT s.ctid AS medcode_place, {n.keys as keys}, {n.body} AS medcode_body{n.changed_at}
            FROM {seen} AS s JOIN {notes} AS n ON {s=n} WHERE s.ctid = ANY ($1)),
        found AS MATERIALIZED (
            SELECT note.medcode_place, {note.keys}, f.*
            FROM note CROSS JOIN LATERAL @extschema@.findings(note.medcode_body, $2) WITH ORDINALITY AS f(start_char, end_char,
                "text", code, title, term, source, score, section, negated, uncertain, historical, hypothetical, experiencer,
                relation, status, event_date, cue, cue_start, cue_end, derived, evidence, finding_no)),
        added AS (
            INSERT INTO {findings} ({keys}, finding_no, start_char, end_char, "text", code, term, source, score, section,
                negated, uncertain, historical, hypothetical, experiencer, relation, status, event_date, cue, derived, version)
            SELECT {found.keys}, finding_no, start_char, end_char, "text", code, term, source, score, section,
                negated, uncertain, historical, hypothetical, experiencer, relation, status, event_date, cue, derived, $2 FROM found)
        UPDATE {seen} AS s SET version = $2, fingerprint = $3, read_at = now(), findings = coalesce(c.findings, 0),
            body_hash = @extschema@.note_hash(note.medcode_body){, changed_at},
            issue = CASE WHEN note.medcode_body IS NULL THEN ''there is no text''
                WHEN btrim(note.medcode_body, E'' \t\r\n'') = '''' THEN ''the text is empty''
                WHEN c.mentions >= 100000 THEN ''the note was not read to its end: it has more than 100000 mentions'' END
        FROM note LEFT JOIN (SELECT medcode_place, count(*) AS findings, count(*) FILTER (WHERE NOT derived) AS mentions
            FROM found GROUP BY medcode_place) AS c ON c.medcode_place = note.medcode_place
        WHERE s.ctid = note.medcode_place', CASE WHEN source IS NULL THEN '{}' ELSE jsonb_build_object('notes', source) END);
COMMENT ON FUNCTION @extschema@.finding_read_sql(@extschema@.finding_setup, text) IS
    'the statement that reads notes into a finding table. Part of refresh_findings()';

-- Is an error the fault of one note, which the others need not suffer for?
CREATE FUNCTION @extschema@.is_error_of_note(state text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
    -- not of it: rollback, rights and names, resources (but for the memory that a note needs), the operator, the system
    RETURN state = '53200' OR left(state, 2) <> ALL (ARRAY['25', '40', '42', '53', '55', '57', '58', 'F0']);
COMMENT ON FUNCTION @extschema@.is_error_of_note(text) IS 'may the reading of other notes go on after an error of this SQLSTATE? Part of refresh_findings()';

CREATE FUNCTION @extschema@.read_findings(setup @extschema@.finding_setup, taken tid[]) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    reading CONSTANT text := @extschema@.finding_read_sql(setup);
    published record;
    place tid;
BEGIN
    SELECT p.* INTO published FROM @extschema@.published_version() AS p;
    EXECUTE @extschema@.finding_sql(setup, 'DELETE FROM {findings} AS f USING {seen} AS s
        WHERE s.ctid = ANY ($1) AND s.findings > 0 AND {f=s}') USING taken;
    BEGIN
        EXECUTE reading USING taken, published.version, published.fingerprint;
    EXCEPTION WHEN OTHERS THEN
        IF NOT @extschema@.is_error_of_note(SQLSTATE) THEN
            RAISE;
        END IF;
        -- one by one; of the message only the SQLSTATE is kept, for it could have words of the note
        FOREACH place IN ARRAY taken LOOP
            BEGIN
                EXECUTE reading USING ARRAY[place], published.version, published.fingerprint;
            EXCEPTION WHEN OTHERS THEN
                IF NOT @extschema@.is_error_of_note(SQLSTATE) THEN
                    RAISE;
                END IF;
                EXECUTE @extschema@.finding_sql(setup, 'UPDATE {seen} AS s SET version = $2, fingerprint = $3, read_at = now(),
                    findings = 0, body_hash = NULL, issue = $4 WHERE s.ctid = $1')
                    USING place, published.version, published.fingerprint, format('the note cannot be read (SQLSTATE %s)', SQLSTATE);
            END;
        END LOOP;
    END;
    -- A row that was updated has another place: what is left has no note any more.
    EXECUTE @extschema@.finding_sql(setup, 'DELETE FROM {seen} AS s WHERE s.ctid = ANY ($1)') USING taken;
END
$$;
COMMENT ON FUNCTION @extschema@.read_findings(@extschema@.finding_setup, tid[]) IS
    'reads the notes whose rows of x_note are given and locked. Part of refresh_findings()';

-- The rows of x_note whose notes have changed since they were read with the published version.
CREATE FUNCTION @extschema@.changed_notes(setup @extschema@.finding_setup, published integer) RETURNS tid[]
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    changed tid[];
    place tid;
    one boolean;
BEGIN
    BEGIN
        EXECUTE @extschema@.finding_sql(setup, 'SELECT array_agg(c.ctid) FROM (SELECT s.ctid
            FROM {seen} AS s JOIN {notes} AS n ON {s=n} WHERE s.version >= $1 AND {s<>n} FOR UPDATE OF s SKIP LOCKED) AS c')
            INTO changed USING published;
        RETURN changed;
    EXCEPTION WHEN OTHERS THEN
        IF NOT @extschema@.is_error_of_note(SQLSTATE) THEN
            RAISE;
        END IF;
    END;
    -- There is a text that cannot be read: ask for one at a time.  That one keeps its issue.
    FOR place IN EXECUTE @extschema@.finding_sql(setup, 'SELECT s.ctid FROM {seen} AS s WHERE s.version >= $1 FOR UPDATE SKIP LOCKED')
        USING published LOOP
        BEGIN
            EXECUTE @extschema@.finding_sql(setup, 'SELECT {s<>n} FROM {seen} AS s JOIN {notes} AS n ON {s=n} WHERE s.ctid = $1')
                INTO one USING place;
            IF one THEN
                changed := changed || place;
            END IF;
        EXCEPTION WHEN OTHERS THEN
            IF NOT @extschema@.is_error_of_note(SQLSTATE) THEN
                RAISE;
            END IF;
        END;
    END LOOP;
    RETURN changed;
END
$$;
COMMENT ON FUNCTION @extschema@.changed_notes(@extschema@.finding_setup, integer) IS
    'locks and names the rows of x_note whose notes have changed. Part of refresh_findings()';

CREATE FUNCTION @extschema@.forget_gone_notes(setup @extschema@.finding_setup) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
    EXECUTE @extschema@.finding_sql(setup, 'WITH s AS MATERIALIZED (SELECT s.ctid AS medcode_place, {s.keys} FROM {seen} AS s
            WHERE NOT EXISTS (SELECT FROM {notes} AS n WHERE {s=n}) FOR UPDATE SKIP LOCKED),
        f AS (DELETE FROM {findings} AS f USING s WHERE {f=s})
        DELETE FROM {seen} AS g WHERE g.ctid = ANY (ARRAY(SELECT s.medcode_place FROM s))');
END
$$;
COMMENT ON FUNCTION @extschema@.forget_gone_notes(@extschema@.finding_setup) IS
    'removes what is kept of notes that are not there any more. Part of refresh_findings()';

CREATE FUNCTION @extschema@.look_for_notes(setup @extschema@.finding_setup, since timestamptz) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    began timestamptz;
    known boolean;
    published integer;
    changed tid[];
BEGIN
    PERFORM pg_advisory_xact_lock(@extschema@.finding_lock(setup.finding_table, 'look'));
    EXECUTE format('SELECT looked_at >= $1 FROM %s', setup.setup_table) INTO known USING since;
    IF known THEN
        RETURN; -- another session has looked while this one waited
    END IF;
    began := clock_timestamp();
    published := (SELECT p.since FROM @extschema@.published_version() AS p);
    IF NOT @extschema@.has_unique_key(setup.notes, setup.note_keys) THEN
        EXECUTE @extschema@.finding_sql(setup, 'SELECT EXISTS (SELECT FROM {notes} AS n GROUP BY {n.keys}
            HAVING count(*) > 1 OR num_nulls({n.keys}) > 0)') INTO known;
        IF known THEN
            RAISE EXCEPTION 'the key of % is not unique, or NULL in some rows', setup.notes USING ERRCODE = 'unique_violation';
        END IF;
    END IF;
    EXECUTE @extschema@.finding_sql(setup, 'INSERT INTO {seen} ({keys}) SELECT {n.keys}
        FROM {notes} AS n LEFT JOIN {seen} AS s ON {s=n} WHERE s.note_no IS NULL ON CONFLICT DO NOTHING');
    -- Rows that others have locked are passed over: whoever reads or writes a note now knows it best.
    -- A version that is not of this database came with a restore.
    EXECUTE @extschema@.finding_sql(setup, 'UPDATE {seen} AS u SET version = 0 WHERE u.ctid = ANY (ARRAY(
        SELECT s.ctid FROM {seen} AS s WHERE s.version > 0 AND NOT EXISTS (SELECT FROM @extschema@.terminology_version AS v
            WHERE v.version = s.version AND @extschema@.short_fingerprint(v.fingerprint) = s.fingerprint) FOR UPDATE SKIP LOCKED))');
    EXECUTE @extschema@.finding_sql(setup, 'UPDATE {seen} AS s SET version = 0 WHERE s.ctid = ANY ($1)')
        USING @extschema@.changed_notes(setup, published);
    PERFORM @extschema@.forget_gone_notes(setup);
    EXECUTE @extschema@.finding_sql(setup, format('UPDATE %s SET looked_at = $1,
        waiting = (SELECT count(*) FROM {seen} AS s WHERE s.version < $2)', setup.setup_table)) USING began, published;
END
$$;
COMMENT ON FUNCTION @extschema@.look_for_notes(@extschema@.finding_setup, timestamptz) IS
    'finds the notes that are new, changed or gone, unless that was done since. Part of refresh_findings()';

CREATE FUNCTION @extschema@.refresh_step(finding_table regclass, batch_size integer, time_limit interval,
        work @extschema@.finding_work) RETURNS @extschema@.finding_work
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    setup CONSTANT @extschema@.finding_setup := @extschema@.finding_setup_of(finding_table);
    taken tid[];
    last_no bigint;
    older integer;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(@extschema@.finding_lock(finding_table, 'read'));
    IF work.since IS NULL THEN
        IF batch_size IS NULL OR batch_size < 1 THEN
            RAISE EXCEPTION 'a batch has at least one note' USING ERRCODE = 'invalid_parameter_value', HINT = 'batch_size => 500';
        END IF;
        -- The rows are those that the owner may read, so nobody else fills them.
        IF (SELECT c.relowner FROM pg_class AS c WHERE c.oid = finding_table) <> current_user::regrole THEN
            RAISE EXCEPTION 'only its owner can refresh %', finding_table USING ERRCODE = 'insufficient_privilege',
                HINT = 'SET ROLE to the owner: the notes are read with the owner''s rights and row-level security.';
        END IF;
        work.since := clock_timestamp();
        work.until := work.since + time_limit;
        work.notes_read := 0;
        work.ended := false;
    END IF;
    IF work.at_version IS NULL THEN
        BEGIN
            PERFORM @extschema@.look_for_notes(setup, work.since);
        EXCEPTION WHEN deadlock_detected THEN
            RETURN work; -- with those who write notes: again from the start
        END;
        work.at_version := -1;
        work.last_no := 0;
        RETURN work;
    END IF;
    IF clock_timestamp() >= work.until THEN
        work.ended := true;
        RETURN work;
    END IF;

    EXECUTE @extschema@.finding_sql(setup, 'SELECT array_agg(t.ctid), max(t.note_no) FROM (SELECT s.ctid, s.note_no FROM {seen} AS s
        WHERE s.version = $1 AND s.note_no > $2 ORDER BY s.note_no LIMIT $3 FOR UPDATE SKIP LOCKED) AS t')
        INTO taken, last_no USING work.at_version, work.last_no, batch_size;
    IF taken IS NOT NULL THEN
        PERFORM @extschema@.read_findings(setup, taken);
        work.last_no := last_no;
        work.notes_read := work.notes_read + cardinality(taken);
    ELSIF work.last_no > 0 THEN
        work.last_no := 0; -- once more from the first, for what a session gave up that had passed it
    ELSE
        EXECUTE @extschema@.finding_sql(setup, 'SELECT min(s.version) FROM {seen} AS s WHERE s.version > $1 AND s.version < $2')
            INTO older USING work.at_version, (SELECT p.since FROM @extschema@.published_version() AS p);
        work.at_version := older;
        work.ended := older IS NULL;
    END IF;
    RETURN work;
END
$$;
COMMENT ON FUNCTION @extschema@.refresh_step(regclass, integer, interval, @extschema@.finding_work) IS
    'what refresh_findings() does in one transaction: looks for notes to be read, or reads a batch';

-- No SET search_path, with which a procedure cannot commit: so it has no operator and no name without schema.
CREATE PROCEDURE @extschema@.refresh_findings(finding_table regclass, batch_size integer DEFAULT 500,
        time_limit interval DEFAULT NULL, INOUT notes_read bigint DEFAULT NULL)
    LANGUAGE plpgsql
AS $$
DECLARE
    work @extschema@.finding_work;
BEGIN
    LOOP
        COMMIT;
        SET TRANSACTION ISOLATION LEVEL READ COMMITTED; -- what others commit meanwhile is to be seen
        work := @extschema@.refresh_step(finding_table, batch_size, time_limit, work);
        EXIT WHEN work.ended;
    END LOOP;
    notes_read := work.notes_read;
END
$$;
COMMENT ON PROCEDURE @extschema@.refresh_findings(regclass, integer, interval, bigint) IS
    'reads the notes of a finding table that are new, changed or read with an older version of the terminology, and forgets those that are gone; commits after each batch; several sessions may call it at once and share the work; time_limit: begins no batch after that time. For the owner of the table';

CREATE FUNCTION @extschema@.finding_progress_rows()
    RETURNS TABLE (finding_table regclass, state text, done bigint, total bigint, issues bigint, per_second numeric,
        time_left interval, looked_at timestamptz, sessions bigint)
    LANGUAGE plpgsql STABLE PARALLEL UNSAFE COST 100000 ROWS 5
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    setup @extschema@.finding_setup;
    read bigint;
BEGIN
    FOR setup IN SELECT t.* FROM @extschema@.finding_tables() AS t WHERE has_table_privilege(t.note_table, 'SELECT') LOOP
        finding_table := setup.finding_table;
        looked_at := setup.looked_at;
        EXECUTE @extschema@.finding_sql(setup, 'SELECT count(*) FILTER (WHERE s.version >= v.version), count(*), count(s.issue)
            FROM {seen} AS s, (SELECT max(findings_version) AS version FROM @extschema@.terminology_version) AS v') INTO done, total, issues;
        sessions := (SELECT count(DISTINCT l.pid) FROM pg_locks AS l
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
                AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
                AND (l.classid::bigint << 32) + l.objid::bigint = @extschema@.finding_lock(setup.finding_table, 'read'));
        read := setup.waiting - (total - done);
        per_second := NULL;
        time_left := NULL;
        IF sessions > 0 AND read > 0 THEN
            per_second := round(read / greatest(extract(epoch FROM clock_timestamp() - looked_at), 0.001), 1);
            time_left := make_interval(secs => round((total - done) / greatest(per_second, 0.1))::double precision);
        END IF;
        state := CASE WHEN sessions > 0 AND done < total THEN 'reading' WHEN sessions > 0 THEN 'looking'
            WHEN looked_at IS NULL THEN 'never read' WHEN done < total THEN 'waiting' ELSE 'read' END;
        RETURN NEXT;
    END LOOP;
END
$$;
COMMENT ON FUNCTION @extschema@.finding_progress_rows() IS 'rows of finding_progress';

CREATE VIEW @extschema@.finding_progress AS SELECT * FROM @extschema@.finding_progress_rows();
COMMENT ON VIEW @extschema@.finding_progress IS 'How far each finding table is that the caller may read: of total notes done are read with the published version; state: reading, looking (for new and changed notes), waiting, read, never read; sessions: those that run refresh_findings() now';
GRANT SELECT ON @extschema@.finding_progress TO PUBLIC;
