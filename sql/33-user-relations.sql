-- Columns and names of the relations of users that functions are given or make.

CREATE FUNCTION @extschema@.has_column(relation regclass, name text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE COST 100
    RETURN EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = relation AND a.attname = name AND a.attnum > 0 AND NOT a.attisdropped);
COMMENT ON FUNCTION @extschema@.has_column(regclass, text) IS 'has the relation a column of this name?';

CREATE FUNCTION @extschema@.column_or_null(relation regclass, alias text, name text, type text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 200
    RETURN CASE WHEN @extschema@.has_column(relation, name) THEN format('%s.%I::%s', alias, name, type) ELSE format('NULL::%s', type) END;
COMMENT ON FUNCTION @extschema@.column_or_null(regclass, text, text, text) IS 'the column of a relation as an expression, NULL of the type where it has none';

CREATE FUNCTION @extschema@.require_columns(relation regclass, names text[]) RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    missing text;
BEGIN
    SELECT n.name INTO missing FROM unnest(names) AS n(name)
    WHERE NOT @extschema@.has_column(relation, n.name) LIMIT 1;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION '% has no column %', relation, missing USING ERRCODE = 'undefined_column',
            HINT = 'Make a view that has the columns by these names.';
    END IF;
END
$$;
COMMENT ON FUNCTION @extschema@.require_columns(regclass, text[]) IS 'an error where a relation lacks one of these columns.';

CREATE FUNCTION @extschema@.qualified_name(name text, beside regclass) RETURNS text[]
    LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 100
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    names text[] := parse_ident(name);
BEGIN
    IF cardinality(names) = 1 THEN
        names := (SELECT e.nspname::text FROM pg_class AS c JOIN pg_namespace AS e ON e.oid = c.relnamespace WHERE c.oid = beside) || names;
    END IF;
    -- room for the longest of what stands behind a name: _setup
    IF cardinality(names) <> 2 OR octet_length(names[2]) > 57 THEN
        RAISE EXCEPTION 'a name of at most 57 bytes is needed, with or without a schema' USING ERRCODE = 'invalid_name';
    END IF;
    RETURN names;
END
$$;
COMMENT ON FUNCTION @extschema@.qualified_name(text, regclass) IS
    'schema and name of what is to be made; without a schema, that of another relation';
