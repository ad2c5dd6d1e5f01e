-- A refused line against the notes: what defends it, what mends it, or that nothing does.
-- docs/denial-review.md has the rules.

CREATE FUNCTION @extschema@.denial_review(notes @extschema@.note_input[], group_code text, carc text, rarcs text[] DEFAULT '{}',
    diagnoses text[] DEFAULT NULL, lines @extschema@.claim_line[] DEFAULT NULL, denied_line integer DEFAULT NULL,
    setting text DEFAULT 'professional', on_date date DEFAULT NULL, sex text DEFAULT NULL, birth_date date DEFAULT NULL,
    payer text DEFAULT NULL, contractor text DEFAULT NULL)
    RETURNS TABLE (answer text, subject text, billed text, use_code text, message text, note_id text, start_char integer, end_char integer,
        quote text, source text, denial boolean, cause text, action text, hard_stop text, preventable boolean)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 5
    -- the queries of a review take longer to plan, and far longer to compile, than to run
    SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off SET enable_nestloop = on
AS $$
DECLARE
    asked record;
    beside text[];		-- services of that day and provider
    line record;
    day date := on_date;
    known @extschema@.note_input[];
    readable @extschema@.note_input[];
    answers @extschema@.denial_answer[] := '{}';
    next_action text;
    of_notes boolean;		-- do notes decide what to do?
    reason text := upper(btrim(carc));
    remarks text[] := ARRAY(SELECT upper(btrim(r)) FROM unnest(rarcs) AS r WHERE btrim(r) <> '');
    of_services boolean := reason = '181' OR remarks && '{M20,M51}';
BEGIN
    -- notes without a name take their place, and so do those whose name another has; those that diagnoses may be coded from
    SELECT array_agg(n.note ORDER BY n.no), array_agg(n.note ORDER BY n.no) FILTER (WHERE n.body <> '' AND n.signed IS NOT FALSE)
        INTO known, readable
        FROM (SELECT u.no, u.body, u.signed, ROW(coalesce(u.note_id || CASE WHEN count(*) OVER (PARTITION BY u.note_id) > 1 THEN ' (' || u.no || ')' ELSE '' END, u.no::text),
                u.note_date, u.doc_type, u.author_role, u.signed, u.body)::@extschema@.note_input AS note
            FROM unnest(notes) WITH ORDINALITY AS u(note_id, note_date, doc_type, author_role, signed, body, no)) AS n;
    SELECT l.* INTO line FROM @extschema@.claim_line_rows(lines, on_date) AS l WHERE l.line = denied_line ORDER BY l.hcpcs LIMIT 1;
    IF denied_line IS NOT NULL AND line.line IS NULL THEN
        RAISE EXCEPTION 'the claim has no such line' USING ERRCODE = 'invalid_parameter_value',
            HINT = 'denied_line is the number of an element of lines; NULL: the claim as a whole was refused.';
    END IF;
    -- a claim of one line was refused with it
    IF denied_line IS NULL AND cardinality(lines) = 1 THEN
        SELECT l.* INTO line FROM @extschema@.claim_line_rows(lines, on_date) AS l;
    END IF;
    day := coalesce(on_date, line.day, (SELECT max(l.day) FROM @extschema@.claim_line_rows(lines, NULL) AS l));
    IF line.line IS NOT NULL THEN
        beside := ARRAY(SELECT o.hcpcs FROM @extschema@.claim_line_rows(lines, on_date) AS o
            WHERE o.line <> line.line AND o.day = line.day AND o.provider = line.provider AND o.hcpcs <> line.hcpcs);
    END IF;
    SELECT d.* INTO asked FROM @extschema@.denial_cause(group_code, reason, remarks, line.hcpcs, line.modifiers, line.units::numeric,
        coalesce(line.day, day), payer, other_hcpcs => beside, setting => setting) AS d;
    next_action := asked.action;
    of_notes := asked.denial AND asked.hard_stop IS NULL AND asked.cause IN ('CODE_INVALID_DATE', 'NOT_SPECIFIC', 'AGE_SEX', 'DX_PROC_MISMATCH',
        'MEDICAL_NECESSITY', 'BUNDLED', 'MODIFIER', 'LEVEL_OF_SERVICE');
    IF asked.denial IS NULL THEN
        answers := ARRAY[ROW('issue', 'denial', NULL, NULL, asked.issue, NULL, NULL, NULL, NULL, NULL)::@extschema@.denial_answer];
    ELSIF NOT asked.denial OR asked.hard_stop IS NOT NULL AND asked.action NOT IN ('NEW_CLAIM', 'CORRECTED_CLAIM') THEN
        answers := ARRAY[ROW('none', 'denial', NULL, NULL, coalesce(asked.hard_stop, 'no denial'), NULL, NULL, NULL, NULL, asked.source)::@extschema@.denial_answer];
    ELSIF asked.cause IN ('BUNDLED', 'UNITS') OR readable IS NOT NULL THEN
        CASE asked.cause
            WHEN 'CODE_INVALID_DATE', 'NOT_SPECIFIC' THEN
                answers := ARRAY(SELECT d FROM @extschema@.denial_diagnoses(readable, asked.cause, remarks, diagnoses, lines, setting, day, sex, birth_date) AS d
                        WHERE of_services IS NOT TRUE OR remarks && '{M76,M64,MA63}')
                    || ARRAY(SELECT s FROM @extschema@.denial_services(diagnoses, lines, setting, day) AS s WHERE of_services);
            WHEN 'AGE_SEX' THEN
                answers := ARRAY(SELECT p FROM @extschema@.denial_patient(readable, reason, day, sex, birth_date) AS p)
                    || ARRAY(SELECT d FROM @extschema@.denial_diagnoses(readable, asked.cause, remarks, diagnoses, lines, setting, day, sex, birth_date) AS d);
            WHEN 'DX_PROC_MISMATCH' THEN
                answers := ARRAY(SELECT l FROM @extschema@.denial_links(readable, diagnoses, lines, denied_line, setting, day, sex, birth_date, contractor) AS l);
            WHEN 'MEDICAL_NECESSITY' THEN
                answers := ARRAY(SELECT c FROM @extschema@.denial_criteria(readable, lines, denied_line, day, contractor) AS c)
                    || ARRAY(SELECT l FROM @extschema@.denial_links(readable, diagnoses, lines, denied_line, setting, day, sex, birth_date, contractor) AS l);
            WHEN 'BUNDLED' THEN
                answers := ARRAY(SELECT p FROM @extschema@.denial_pairs(coalesce(readable, '{}'), lines, denied_line, setting, day) AS p);
            WHEN 'MODIFIER' THEN
                answers := ARRAY(SELECT m FROM @extschema@.denial_modifiers(readable, diagnoses, lines, denied_line, setting, day, sex, birth_date) AS m);
            WHEN 'LEVEL_OF_SERVICE' THEN
                answers := ARRAY(SELECT v FROM @extschema@.denial_level(readable, lines, denied_line, setting, day, sex, birth_date) AS v);
            WHEN 'UNITS' THEN
                answers := ARRAY(SELECT u FROM @extschema@.denial_units(lines, denied_line, setting, day) AS u);
            WHEN 'DOCUMENTATION' THEN
                answers := ARRAY(SELECT r FROM @extschema@.denial_records(known) AS r);
            ELSE
                answers := ARRAY[ROW('none', 'denial', NULL, NULL, 'not a matter of the note: ' || asked.look_at, NULL, NULL, NULL, NULL, asked.source)::@extschema@.denial_answer];
        END CASE;
    END IF;
    IF readable IS NULL AND (of_notes OR asked.denial AND asked.hard_stop IS NULL AND asked.cause = 'DOCUMENTATION') THEN
        answers := answers || ROW('no_record', 'record', NULL, NULL, 'no signed note of the encounter is at hand', NULL, NULL, NULL, NULL, NULL)::@extschema@.denial_answer;
    END IF;
    -- a record that could not be read says nothing either way
    IF cardinality(answers) = 0 THEN
        answers := ARRAY(SELECT ROW('issue', 'record', NULL, NULL, a.issue, NULL, NULL, NULL, NULL, NULL)::@extschema@.denial_answer
            FROM @extschema@.audit_encounter(readable, '{}', setting, day, sex, birth_date, NULL, 'coder', 'row') AS a WHERE a.issue IS NOT NULL);
    END IF;
    IF cardinality(answers) = 0 THEN
        answers := ARRAY[ROW('nothing', 'denial', NULL, NULL, 'the notes were read and nothing in them answers this denial: ' || asked.look_at,
            NULL, NULL, NULL, NULL, asked.source)::@extschema@.denial_answer];
    END IF;
    IF asked.issue IS NOT NULL AND NOT EXISTS (SELECT FROM unnest(answers) AS a WHERE a.answer = 'issue') THEN
        answers := answers || ROW('issue', 'denial', NULL, NULL, asked.issue, NULL, NULL, NULL, NULL, NULL)::@extschema@.denial_answer;
    END IF;
    -- what the notes add to the action: only a note that mends or defends bears one, anything else is for a person
    IF of_notes THEN
        next_action := CASE
            WHEN EXISTS (SELECT FROM unnest(answers) AS a WHERE a.answer = 'none' AND a.subject <> 'denial') THEN 'CLOSE'
            WHEN EXISTS (SELECT FROM unnest(answers) AS a WHERE a.answer = 'mends') THEN 'CORRECTED_CLAIM'
            WHEN EXISTS (SELECT FROM unnest(answers) AS a WHERE a.answer = 'defends')
                AND NOT EXISTS (SELECT FROM unnest(answers) AS a WHERE a.answer IN ('missing', 'against', 'nothing')) THEN 'APPEAL'
            ELSE 'REVIEW' END;
    END IF;
    RETURN QUERY SELECT a.answer, a.subject, a.billed, a.use_code, a.message, a.note_id, a.start_char, a.end_char, a.quote, a.source,
            asked.denial, asked.cause, next_action, asked.hard_stop, asked.denial AND bool_or(a.answer = 'mends') OVER ()
        FROM unnest(answers) AS a
        ORDER BY array_position('{none,no_record,mends,defends,against,missing,ask,check,nothing,issue}', a.answer), a.subject COLLATE "C", a.use_code COLLATE "C",
            a.billed COLLATE "C", a.note_id COLLATE "C", a.start_char, a.message COLLATE "C";
END
$$;
COMMENT ON FUNCTION @extschema@.denial_review(@extschema@.note_input[], text, text, text[], text[], @extschema@.claim_line[], integer, text, date, text, date, text, text) IS
    'a refused line held against the notes of its encounter. answer: mends (a documented code, modifier or level to bill instead), defends (a sentence for the appeal), against (the record does not bear what was billed), missing (a criterion that no note meets), ask (a question to the provider), check (a person has to weigh it), nothing, none (no denial, a hard stop, or no matter of the note), no_record, issue (what is not loaded); offsets are characters of the note; action: what denial_cause() says, with what the notes add; preventable: a code, modifier or level that the notes bear would have met the reason when the claim was made';
