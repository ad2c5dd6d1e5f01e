-- Finding tables: the findings of a table of notes, kept as rows in the user's schema.
-- docs/finding-tables.md has the rules.
--
-- For a finding table "x" there are "x" with the findings, "x_note" with what is known of each
-- note, and "x_setup" with one row that says how they were made.  All three belong to the user
-- and are dumped with the user's tables; the type of "x_setup" is how they are found again.

CREATE TYPE @extschema@.finding_setup AS (setup_table regclass, finding_table regclass,
    note_table regclass, notes regclass,    note_keys text[], finding_keys text[], body_column text, changed_column text, looked_at timestamptz, waiting bigint);
COMMENT ON TYPE @extschema@.finding_setup IS 'How a finding table was made; create_finding_table() makes a table of this type with one row';
COMMENT ON COLUMN @extschema@.finding_setup.setup_table IS 'the table of this row itself';
COMMENT ON COLUMN @extschema@.finding_setup.finding_table IS 'the findings';
COMMENT ON COLUMN @extschema@.finding_setup.note_table IS 'a row for each note: what it held when it was read, and with which version';
COMMENT ON COLUMN @extschema@.finding_setup.note_keys IS 'columns of the notes that are their key';
COMMENT ON COLUMN @extschema@.finding_setup.finding_keys IS 'what they are called in finding_table and note_table: the same, but note_... where a column there has that name';
COMMENT ON COLUMN @extschema@.finding_setup.changed_column IS 'column of the notes that changes whenever the text does; NULL: the text is compared';
COMMENT ON COLUMN @extschema@.finding_setup.looked_at IS 'when notes that are new, changed or gone were last looked for';
COMMENT ON COLUMN @extschema@.finding_setup.waiting IS 'notes that were then to be read';

CREATE FUNCTION @extschema@.finding_tables() RETURNS SETOF @extschema@.finding_setup
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 5
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    place regclass;
BEGIN
    -- Anybody may make a table of this type and name any other in it.  So only tables of one owner count,
    -- and only such whose reading runs no code of the owner's: no views, no policies.
    FOR place IN
        SELECT c.oid FROM pg_class AS c
        WHERE c.reloftype = '@extschema@.finding_setup'::regtype AND c.relkind = 'r' AND NOT c.relrowsecurity
            AND (c.relpersistence <> 't' OR c.relnamespace = pg_my_temp_schema()) -- not those of other sessions
            AND has_schema_privilege(c.relnamespace, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
        ORDER BY c.oid LOOP
        RETURN QUERY EXECUTE format('SELECT p.* FROM %1$s AS p JOIN pg_class AS f ON f.oid = p.finding_table
            JOIN pg_class AS s ON s.oid = p.note_table
            WHERE p.setup_table = %1$L::regclass AND f.relowner = $1 AND s.relowner = $1
                AND f.relkind IN (''r'', ''p'') AND s.relkind = ''r'' AND NOT s.relrowsecurity ORDER BY p.finding_table', place)
            USING (SELECT c.relowner FROM pg_class AS c WHERE c.oid = place);
    END LOOP;
END
$$;
COMMENT ON FUNCTION @extschema@.finding_tables() IS 'the finding tables whose setup the caller may read';

CREATE FUNCTION @extschema@.finding_setup_of(finding_table regclass) RETURNS @extschema@.finding_setup
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    setup @extschema@.finding_setup;
BEGIN
    SELECT t.* INTO setup FROM @extschema@.finding_tables() AS t WHERE t.finding_table = finding_setup_of.finding_table;
    IF setup.finding_table IS NULL THEN
        RAISE EXCEPTION '% is no finding table, or not one that you may read', coalesce(finding_table::text, 'NULL')
            USING ERRCODE = 'undefined_object', HINT = 'SELECT * FROM @extschema@.finding_tables();';
    END IF;
    RETURN setup;
END
$$;
COMMENT ON FUNCTION @extschema@.finding_setup_of(regclass) IS 'how a finding table was made; an error where it is none';

CREATE FUNCTION @extschema@.note_hash(body text) RETURNS bigint
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 100
    RETURN pg_catalog.hashtextextended(body COLLATE "C", 0);
COMMENT ON FUNCTION @extschema@.note_hash(text) IS 'fingerprint of a text in 64 bits: by it refresh_findings() sees that a note has changed';

CREATE FUNCTION @extschema@.has_unique_key(relation regclass, key_columns text[]) RETURNS boolean
    LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1000
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM pg_index AS i
        WHERE i.indrelid = relation AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL AND i.indexprs IS NULL
            AND (SELECT array_agg(a.attname::text ORDER BY a.attname) FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, no)
                JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND a.attnotnull WHERE k.no <= i.indnkeyatts)
            = (SELECT array_agg(n.name ORDER BY n.name COLLATE "C") FROM unnest(key_columns) AS n(name)));
END;
COMMENT ON FUNCTION @extschema@.has_unique_key(regclass, text[]) IS 'is there a unique index on these columns, none of which can be NULL?';

-- The statements on finding tables are templates, in which each {word} is replaced, all in one pass:
-- {a.keys} is the list of the keys of table a, {a=b} the comparison of the keys of two tables.
-- n and o are notes, s is the table of what is known of them, f that of findings.
CREATE FUNCTION @extschema@.finding_sql(setup @extschema@.finding_setup, template text, more jsonb DEFAULT '{}')
    RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    words jsonb;
    equals text[];
    pair text[];
BEGIN
    words := jsonb_build_object('findings', setup.finding_table::text, 'seen', setup.note_table::text, 'notes', setup.notes::text,
        'n.body', format('n.%I::text', setup.body_column), 'o.body', format('o.%I::text', setup.body_column));
    IF setup.changed_column IS NULL THEN
        words := words || jsonb_build_object('n.changed_at', '', ', changed_at', '',
            's<>n', format('s.body_hash IS DISTINCT FROM @extschema@.note_hash(n.%I::text)', setup.body_column));
    ELSE
        words := words || jsonb_build_object('n.changed_at', format(', n.%I AS changed_at', setup.changed_column),
            ', changed_at', ', changed_at = note.changed_at',
            's<>n', format('s.changed_at IS DISTINCT FROM n.%I', setup.changed_column));
    END IF;
    -- the operator by which the primary key of the notes seen compares, whatever the search_path
    SELECT array_agg(format('OPERATOR(%I.%s)', e.nspname, o.oprname) ORDER BY k.no) INTO equals
    FROM pg_index AS i
    CROSS JOIN LATERAL unnest(i.indclass::oid[]) WITH ORDINALITY AS k(opclass, no)
    JOIN pg_opclass AS c ON c.oid = k.opclass
    JOIN pg_amop AS a ON a.amopfamily = c.opcfamily AND a.amoplefttype = c.opcintype
        AND a.amoprighttype = c.opcintype AND a.amopstrategy = 3
    JOIN pg_operator AS o ON o.oid = a.amopopr
    JOIN pg_namespace AS e ON e.oid = o.oprnamespace
    WHERE i.indrelid = setup.note_table AND i.indisprimary;
    words := words || (
        SELECT jsonb_object_agg(t.alias || 'keys', t.keys)
        FROM (SELECT a.alias, string_agg(a.alias || quote_ident(CASE WHEN a.alias IN ('n.', 'o.') THEN k.note ELSE k.finding END),
                ', ' ORDER BY k.no) AS keys
            FROM unnest(ARRAY['', 'n.', 'o.', 's.', 'f.', 'note.', 'found.']) AS a(alias),
                unnest(setup.note_keys, setup.finding_keys) WITH ORDINALITY AS k(note, finding, no)
            GROUP BY a.alias) AS t);
    words := words || (
        SELECT jsonb_build_object('n.keys as keys', string_agg(format('n.%I AS %I', k.note, k.finding), ', ' ORDER BY k.no))
        FROM unnest(setup.note_keys, setup.finding_keys) WITH ORDINALITY AS k(note, finding, no));
    FOREACH pair SLICE 1 IN ARRAY ARRAY[['s', 'n'], ['s', 'o'], ['o', 'n'], ['f', 's'], ['f', 'o'], ['f', 'n']] LOOP
        words := words || (
            SELECT jsonb_build_object(pair[1] || '=' || pair[2], string_agg(format('%s.%I %s %s.%I',
                pair[1], CASE WHEN pair[1] IN ('n', 'o') THEN k.note ELSE k.finding END, equals[k.no],
                pair[2], CASE WHEN pair[2] IN ('n', 'o') THEN k.note ELSE k.finding END), ' AND ' ORDER BY k.no))
            FROM unnest(setup.note_keys, setup.finding_keys) WITH ORDINALITY AS k(note, finding, no));
    END LOOP;
    RETURN (SELECT string_agg(p.part[1] || CASE WHEN p.part[2] IS NULL THEN '' ELSE (words || more) ->> p.part[2] END, '' ORDER BY p.no)
        FROM regexp_matches(template, '([^{]*)(?:\{([^}]*)\})?', 'g') WITH ORDINALITY AS p(part, no));
END
$$;
COMMENT ON FUNCTION @extschema@.finding_sql(@extschema@.finding_setup, text, jsonb) IS
    'a statement on a finding table from its template; more: words besides those of the table, or in their place. Part of refresh_findings()';

CREATE FUNCTION @extschema@.create_finding_table(finding_table text, notes regclass, body_column text,
        key_columns text[] DEFAULT NULL, changed_column text DEFAULT NULL, partitions integer DEFAULT 0)
    RETURNS regclass
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    ours CONSTANT text[] := ARRAY['finding_no', 'start_char', 'end_char', 'text', 'code', 'term', 'source', 'score', 'section',
        'negated', 'uncertain', 'historical', 'hypothetical', 'experiencer', 'relation', 'status', 'event_date', 'cue', 'derived',
        'version', 'note_no', 'body_hash', 'changed_at', 'fingerprint', 'findings', 'read_at', 'issue'];
    names text[];
    place text;
    finding_keys text[];
    columns text;
    wrong text;
BEGIN
    IF finding_table IS NULL OR notes IS NULL OR body_column IS NULL OR coalesce(partitions, -1) < 0 THEN
        RAISE EXCEPTION 'a name, the notes, the column of their text and the number of partitions are needed'
            USING ERRCODE = 'invalid_parameter_value',
                HINT = 'SELECT @extschema@.create_finding_table(''finding'', ''clinical_note'', ''note_text'');';
    END IF;
    names := @extschema@.qualified_name(finding_table, notes);
    IF key_columns IS NULL THEN
        SELECT array_agg(a.attname::text ORDER BY k.no) INTO key_columns
        FROM pg_index AS i CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY AS k(attnum, no)
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
        WHERE i.indrelid = notes AND i.indisprimary AND k.no <= i.indnkeyatts;
    END IF;
    IF coalesce(cardinality(key_columns), 0) = 0 THEN
        RAISE EXCEPTION '% has no primary key', notes USING ERRCODE = 'undefined_object',
            HINT = 'Name the columns that are unique and never NULL: key_columns => ARRAY[''note_id''].';
    END IF;
    SELECT string_agg(quote_ident(n.name), ', ') INTO wrong
    FROM unnest(key_columns || body_column || changed_column) AS n(name)
    WHERE n.name IS NOT NULL AND NOT @extschema@.has_column(notes, n.name);
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION '% has no column %', notes, wrong USING ERRCODE = 'undefined_column';
    END IF;
    IF (SELECT t.typcategory <> 'S' FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
            WHERE a.attrelid = notes AND a.attname = body_column) THEN
        RAISE EXCEPTION 'column % of % is no text', quote_ident(body_column), notes USING ERRCODE = 'datatype_mismatch',
            HINT = 'Make a view of the notes that has it as text, and name the view.';
    END IF;
    -- A table has to prove that its key is one; of a view every look asks anew.
    IF NOT EXISTS (SELECT FROM pg_class AS c WHERE c.oid = notes AND c.relkind IN ('v', 'm', 'f'))
        AND NOT @extschema@.has_unique_key(notes, key_columns) THEN
        RAISE EXCEPTION 'the key of % is not known to be unique', notes USING ERRCODE = 'invalid_foreign_key',
            HINT = format('CREATE UNIQUE INDEX ON %s (%s);', notes,
                (SELECT string_agg(quote_ident(k.name), ', ' ORDER BY k.no) FROM unnest(key_columns) WITH ORDINALITY AS k(name, no)));
    END IF;

    finding_keys := ARRAY(SELECT CASE WHEN k.name = ANY (ours) THEN 'note_' || k.name ELSE k.name END
        FROM unnest(key_columns) WITH ORDINALITY AS k(name, no) ORDER BY k.no);
    SELECT string_agg(format('%I %s%s NOT NULL', k.finding, format_type(a.atttypid, a.atttypmod),
            CASE WHEN l.oid IS NULL THEN '' ELSE format(' COLLATE %I.%I', e.nspname, l.collname) END), ', ' ORDER BY k.no)
        INTO columns
    FROM unnest(key_columns, finding_keys) WITH ORDINALITY AS k(note, finding, no)
    JOIN pg_attribute AS a ON a.attrelid = notes AND a.attname = k.note
    JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_collation AS l ON l.oid = a.attcollation AND l.oid <> t.typcollation
    LEFT JOIN pg_namespace AS e ON e.oid = l.collnamespace;
    SELECT string_agg(quote_ident(k.name), ', ' ORDER BY k.no) INTO wrong FROM unnest(finding_keys) WITH ORDINALITY AS k(name, no);

    place := format('%I.%I', names[1], names[2]);
    EXECUTE format('CREATE TABLE %s (%s, finding_no integer, start_char integer NOT NULL, end_char integer NOT NULL, "text" text NOT NULL,
            code @extschema@.icd10cm NOT NULL, term text, source text NOT NULL, score smallint NOT NULL, section text NOT NULL,
            negated boolean NOT NULL, uncertain boolean NOT NULL, historical boolean NOT NULL, hypothetical boolean NOT NULL,
            experiencer text NOT NULL, relation text, status text, event_date date, cue text,
            derived boolean NOT NULL, version integer NOT NULL, PRIMARY KEY (%s, finding_no))%s',
        place, columns, wrong, CASE WHEN partitions > 0 THEN format(' PARTITION BY HASH (%I)', finding_keys[1]) ELSE '' END);
    FOR part IN 1 .. partitions LOOP
        EXECUTE format('CREATE TABLE %I.%I PARTITION OF %s FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
            names[1], names[2] || '_' || part, place, partitions, part - 1);
    END LOOP;
    EXECUTE format('CREATE INDEX ON %s (code, %s) INCLUDE (score, negated, uncertain, historical, hypothetical, experiencer, derived)',
        place, wrong);
    EXECUTE format('COMMENT ON TABLE %s IS %L', place, format('Findings of the notes in %s; kept by CALL @extschema@.refresh_findings(%L)', notes, place));

    EXECUTE format('CREATE TABLE %I.%I (%s, note_no bigint GENERATED ALWAYS AS IDENTITY, body_hash bigint, %s
            version integer NOT NULL DEFAULT 0, fingerprint bigint, findings integer, read_at timestamptz, issue text, PRIMARY KEY (%s))',
        names[1], names[2] || '_note', columns,
        (SELECT format('changed_at %s,', format_type(a.atttypid, a.atttypmod)) FROM pg_attribute AS a
            WHERE a.attrelid = notes AND a.attname = changed_column), wrong);
    EXECUTE format('CREATE INDEX ON %I.%I (version, note_no)', names[1], names[2] || '_note');
    EXECUTE format('COMMENT ON TABLE %I.%I IS %L', names[1], names[2] || '_note',
        format('What is known of each note in %s: version 0 has still to be read, issue says what is wrong with it', notes));

    EXECUTE format('CREATE TABLE %I.%I OF @extschema@.finding_setup', names[1], names[2] || '_setup');
    EXECUTE format('COMMENT ON TABLE %I.%I IS %L', names[1], names[2] || '_setup', format('How %s was made', place));
    EXECUTE format('INSERT INTO %I.%I VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', names[1], names[2] || '_setup')
        USING format('%I.%I', names[1], names[2] || '_setup')::regclass, place::regclass, format('%I.%I', names[1], names[2] || '_note')::regclass, notes, key_columns, finding_keys,
            body_column, changed_column;
    RETURN place::regclass;
END
$$;
COMMENT ON FUNCTION @extschema@.create_finding_table(text, regclass, text, text[], text, integer) IS
    'makes a table for the findings of a table of notes, in the schema of the notes unless the name has one, with the tables x_note and x_setup beside it; key_columns: the primary key unless given; changed_column: a column that changes whenever the text does; partitions: by hash of the key';
