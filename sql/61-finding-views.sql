-- Findings in the shapes that others have: OMOP's note_nlp, Amazon's InferICD10CM.

CREATE FUNCTION @extschema@.create_note_nlp_view(view_name text, finding_table regclass, note_id text DEFAULT NULL,
        note_date text DEFAULT NULL, concept regclass DEFAULT NULL)
    RETURNS regclass
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    setup CONSTANT @extschema@.finding_setup := @extschema@.finding_setup_of(finding_table);
    names CONSTANT text[] := @extschema@.qualified_name(view_name, finding_table);
    place CONSTANT text := format('%I.%I', names[1], names[2]);
BEGIN
    IF note_id IS NULL AND cardinality(setup.note_keys) > 1 THEN
        RAISE EXCEPTION 'the key of % has more than one column', setup.notes USING ERRCODE = 'invalid_parameter_value',
            HINT = 'Name the column of the notes that note_nlp is to have: note_id => ''note_id''.';
    END IF;
    -- With the rights of who asks, and only notes that they may read.
    EXECUTE @extschema@.finding_sql(setup, 'CREATE VIEW {view} WITH (security_invoker = true) AS
        SELECT s.note_no * 131072 + f.finding_no AS note_nlp_id, n.{note_id} AS note_id, 0 AS section_concept_id,
            -- a note may have changed since it was read
            CASE WHEN substr({n.body}, f.start_char + 1, f.end_char - f.start_char) = f."text"
                THEN substr({n.body}, greatest(1, f.start_char + 1 - greatest(0, 250 - f.end_char + f.start_char) / 2), 250)
                END::varchar(250) AS snippet,
            f.start_char::text::varchar(50) AS "offset", left(f."text", 250)::varchar(250) AS lexical_variant,
            0 AS note_nlp_concept_id, {concept_id} AS note_nlp_source_concept_id,
            (''medcode '' || (SELECT e.extversion FROM pg_extension AS e WHERE e.extname = ''medcode'')
                || '', terminology '' || f.version)::varchar(250) AS nlp_system,
            (s.read_at AT TIME ZONE ''UTC'')::date AS nlp_date, s.read_at AT TIME ZONE ''UTC'' AS nlp_datetime,
            CASE WHEN f.negated OR f.hypothetical OR f.experiencer <> ''patient'' OR f.status IS NOT DISTINCT FROM ''ruled_out''
                OR f.uncertain AND lower(f.cue) ~ ''\m(rule|ruling)[ -]out\M|\mr/o\M'' THEN ''N'' ELSE ''Y'' END::varchar(1) AS term_exists,
            CASE WHEN f.historical OR {is_earlier} THEN ''past'' ELSE ''present'' END::varchar(50) AS term_temporal,
            format(''negation=%s;subject=%s;uncertain=%s;conditional=%s;history=%s;status=%s'', f.negated::text, f.experiencer,
                f.uncertain::text, f.hypothetical::text, f.historical::text, f.status)::varchar(2000) AS term_modifiers,
            f.code, f.score, f.section, f.start_char, f.end_char, f.negated, f.uncertain, f.historical, f.hypothetical,
            f.experiencer, f.relation, f.status, f.event_date, f.cue, f.term, f.source, f.derived, f.version
        FROM {findings} AS f JOIN {seen} AS s ON {f=s} JOIN {notes} AS n ON {s=n} {join_concept}', jsonb_build_object(
            'view', place, 'note_id', quote_ident(coalesce(note_id, setup.note_keys[1])),
            'is_earlier', CASE WHEN note_date IS NULL THEN 'false' ELSE format('f.event_date < n.%I::date', note_date) END,
            'concept_id', CASE WHEN concept IS NULL THEN '0' ELSE 'coalesce(c.concept_id, 0)' END,
            'join_concept', CASE WHEN concept IS NULL THEN ''
                ELSE format('LEFT JOIN %s AS c ON c.vocabulary_id = ''ICD10CM'' AND c.concept_code = f.code::text', concept) END));
    EXECUTE format('COMMENT ON VIEW %s IS %L', place, format('%s in the shape of note_nlp of OMOP CDM 5.4, with typed columns behind', finding_table));
    RETURN place::regclass;
END
$$;
COMMENT ON FUNCTION @extschema@.create_note_nlp_view(text, regclass, text, text, regclass) IS
    'makes a view of a finding table in the shape of OMOP CDM 5.4 note_nlp; note_id, note_date: columns of the notes; concept: OMOP''s table of concepts, for note_nlp_source_concept_id';

-- Words that Amazon gives apart from the condition, where they stand within it.
CREATE FUNCTION @extschema@.infer_attributes(mention text, start_char integer, score numeric, entities bigint) RETURNS jsonb
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 500
BEGIN ATOMIC
    SELECT coalesce(jsonb_agg(jsonb_build_object('Type', w.type, 'Score', score, 'RelationshipScore', score,
            'RelationshipType', 'OVERLAP', 'Id', entities + start_char + t.start_char, 'BeginOffset', start_char + t.start_char, 'EndOffset', start_char + t.end_char,
            'Text', t.text, 'Traits', '[]'::jsonb, 'Category', 'MEDICAL_CONDITION') ORDER BY t.start_char), '[]')
    FROM @extschema@.tokens(mention) AS t
    JOIN (VALUES ('acute', 'ACUITY'), ('chronic', 'ACUITY'), ('subacute', 'ACUITY'), ('recurrent', 'ACUITY'),
        ('left', 'DIRECTION'), ('right', 'DIRECTION'), ('bilateral', 'DIRECTION'), ('upper', 'DIRECTION'), ('lower', 'DIRECTION'))
        AS w(word, type) ON w.word = lower(t.text);
END;
COMMENT ON FUNCTION @extschema@.infer_attributes(text, integer, numeric, bigint) IS
    'Attributes of an entity of infer_icd10cm(): words for acuity and side within the mention, numbered behind the entities';

CREATE FUNCTION @extschema@.infer_icd10cm(note text, past_history boolean DEFAULT false, version integer DEFAULT NULL) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE COST 2000
BEGIN ATOMIC
    WITH found AS MATERIALIZED (
        SELECT f.*, round(f.score / 100.0, 2) AS part FROM @extschema@.findings(infer_icd10cm.note, infer_icd10cm.version) AS f
    ), named AS ( -- of a place: the codes of its findings, and the less specific one of the words alone
        SELECT c.start_char, c.end_char, c.code, max(c.title) AS title, max(c.part) AS part
        FROM (SELECT f.start_char, f.end_char, f.code, f.title, f.part FROM found AS f
            UNION ALL
            SELECT m.start_char, m.end_char, m.code, m.title, round(m.score / 200.0, 2)
            FROM @extschema@.mentions(infer_icd10cm.note, infer_icd10cm.version) AS m) AS c
        GROUP BY c.start_char, c.end_char, c.code
    ), concepts AS (
        SELECT n.start_char, n.end_char, jsonb_agg(jsonb_build_object('Description', coalesce(n.title, n.code::text),
            'Code', n.code::text, 'Score', n.part) ORDER BY n.part DESC, n.code) AS list
        FROM named AS n GROUP BY n.start_char, n.end_char
    ), entity AS (
        SELECT DISTINCT ON (f.start_char, f.end_char) f.*, c.list
        FROM found AS f JOIN concepts AS c USING (start_char, end_char)
        WHERE NOT f.derived ORDER BY f.start_char, f.end_char, f.score DESC, f.code
    ), numbered AS (
        SELECT e.*, row_number() OVER (ORDER BY e.score DESC, e.start_char, e.end_char) - 1 AS id FROM entity AS e
    )
    SELECT jsonb_build_object(
        'Entities', coalesce((SELECT jsonb_agg(jsonb_build_object('Id', e.id, 'Text', e.text, 'Category', 'MEDICAL_CONDITION',
            'Type', 'DX_NAME', 'Score', e.part, 'BeginOffset', e.start_char, 'EndOffset', e.end_char,
            'Attributes', @extschema@.infer_attributes(e.text, e.start_char, e.part, (SELECT count(*) FROM entity)),
            'Traits', (SELECT jsonb_agg(jsonb_build_object('Name', t.name, 'Score', e.part) ORDER BY t.no)
                FROM (VALUES (1, 'NEGATION', e.negated), (2, 'PERTAINS_TO_FAMILY', e.experiencer <> 'patient'),
                    (3, 'HYPOTHETICAL', e.hypothetical), (4, 'LOW_CONFIDENCE', e.uncertain),
                    (5, 'PAST_HISTORY', e.historical AND infer_icd10cm.past_history),
                    (6, 'SYMPTOM', e.code::text LIKE 'R%'), (7, 'DIAGNOSIS', e.code::text NOT LIKE 'R%')) AS t(no, name, holds)
                WHERE t.holds),
            'ICD10CMConcepts', e.list) ORDER BY e.id) FROM numbered AS e), '[]'),
        'PaginationToken', NULL,
        'ModelVersion', 'medcode ' || (SELECT x.extversion FROM pg_extension AS x WHERE x.extname = 'medcode') || ', terminology '
            || coalesce(infer_icd10cm.version, (SELECT max(v.version) FROM @extschema@.terminology_version AS v)))
    WHERE infer_icd10cm.note IS NOT NULL;
END;
COMMENT ON FUNCTION @extschema@.infer_icd10cm(text, boolean, integer) IS
    'The findings of a note in the JSON shape of Amazon Comprehend Medical''s InferICD10CM; past_history: with the trait PAST_HISTORY, which Amazon does not have; NULL for no note';
