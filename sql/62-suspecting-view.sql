-- Findings in the shape of Tuva's hcc_suspecting.list.

CREATE FUNCTION @extschema@.create_suspecting_view(view_name text, finding_table regclass, person_id text, model text DEFAULT 'V28',
        payment_year integer DEFAULT NULL, data_source text DEFAULT NULL, suspect_date text DEFAULT NULL)
    RETURNS regclass
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    setup CONSTANT @extschema@.finding_setup := @extschema@.finding_setup_of(finding_table);
    names CONSTANT text[] := @extschema@.qualified_name(view_name, finding_table);
    place CONSTANT text := format('%I.%I', names[1], names[2]);
BEGIN
    IF person_id IS NULL OR @extschema@.hcc_model_name(model) IS NULL THEN
        RAISE EXCEPTION 'the column of the person and the name of a risk adjustment model are needed' USING ERRCODE = 'invalid_parameter_value',
            HINT = format('SELECT @extschema@.create_suspecting_view(%L, %L, person_id => ''person_id'', model => ''V28'');', view_name, finding_table);
    END IF;
    -- With the rights of who asks.  A code is mapped once, however often it was found.
    EXECUTE @extschema@.finding_sql(setup, 'CREATE VIEW {view} WITH (security_invoker = true) AS
        WITH hcc AS MATERIALIZED (
            SELECT c.code, h.hcc, (SELECT l.label FROM @extschema@.hcc_label AS l WHERE l.model = @extschema@.hcc_model_name({model})
                    AND l.release_id = @extschema@.required_hcc_release(''hcc_label'', {model}, {year}) AND l.hcc = h.hcc) AS label
            FROM (SELECT DISTINCT f.code FROM {findings} AS f) AS c
            CROSS JOIN LATERAL @extschema@.hcc_of(c.code, {model}, {year}) AS h(hcc)),
        best AS (
            SELECT DISTINCT ON ({f.keys}, h.hcc) n.{person_id} AS person_id, {data_source} AS data_source, h.hcc, h.label,
                f.code, f."text", {suspect_date} AS suspect_date
            FROM {findings} AS f JOIN hcc AS h ON h.code OPERATOR(@extschema@.=) f.code JOIN {notes} AS n ON {f=n}
            WHERE NOT f.negated AND NOT f.uncertain AND NOT f.historical AND NOT f.hypothetical AND f.experiencer = ''patient''
                AND coalesce(f.status, '''') NOT IN (''resolved'', ''ruled_out'', ''at_risk'', ''screening'', ''planned'')
            ORDER BY {f.keys}, h.hcc, f.score DESC, f.start_char, f.finding_no)
        SELECT b.person_id, b.data_source, b.hcc::text AS hcc_code, b.label AS hcc_description, ''Note text suspect''::text AS reason,
            b.code::text || '': '' || regexp_replace(b."text", ''\s+'', '' '', ''g'') AS contributing_factor, b.suspect_date
        FROM best AS b', jsonb_build_object('view', place, 'person_id', quote_ident(person_id), 'model', quote_literal(model),
            'year', coalesce(payment_year::text, 'NULL::integer'),
            'data_source', CASE WHEN data_source IS NULL THEN 'NULL::text' ELSE format('n.%I', data_source) END,
            'suspect_date', CASE WHEN suspect_date IS NULL THEN 'NULL::date' ELSE format('n.%I::date', suspect_date) END));
    EXECUTE format('COMMENT ON VIEW %s IS %L', place, format('HCCs that notes document, %s in the shape of hcc_suspecting.list of Tuva', finding_table));
    RETURN place::regclass;
END
$$;
COMMENT ON FUNCTION @extschema@.create_suspecting_view(text, regclass, text, text, integer, text, text) IS
    'makes a view of a finding table in the shape of Tuva''s hcc_suspecting.list: for each note and HCC its best affirmed finding; person_id, data_source, suspect_date: columns of the notes; before hierarchies, whether or not the HCC was billed';
