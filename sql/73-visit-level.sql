-- The level of a visit by the time that its notes state and by the decision making that they
-- show: evidence for a person, never a code.  docs/visit-level.md has the rules.

CREATE FUNCTION @extschema@.decision_items()
    RETURNS TABLE (item text, element text, level integer, label text, doubt text)
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10 ROWS 22
BEGIN ATOMIC
    VALUES ('minor', 'problem', 1, 'self-limited or minor problem', NULL),
        ('acute', 'problem', 2, 'acute uncomplicated illness or injury', NULL),
        ('symptom', 'problem', 2, 'symptom or sign without diagnosis', 'moderate if it is new and what it may be has a high risk'),
        ('stable', 'problem', 2, 'stable chronic illness', NULL),
        ('worse', 'problem', 3, 'chronic illness with exacerbation, progression or side effects of treatment', NULL),
        ('unclear', 'problem', 3, 'undiagnosed new problem with uncertain prognosis', 'is it new'),
        ('systemic', 'problem', 3, 'acute illness with systemic symptoms', NULL),
        ('complicated', 'problem', 3, 'acute complicated injury', NULL),
        ('severe', 'problem', 4, 'illness with severe exacerbation or progression', 'does it threaten life or a function, or may it need a hospital'),
        ('threat', 'problem', 4, 'acute or chronic illness or injury that threatens life or bodily function', 'in the near term without treatment'),
        ('test', 'data', 1, 'test ordered or its result reviewed', 'not if the same physician bills it with interpretation'),
        ('external_note', 'data', 1, 'external note reviewed', 'of another group or specialty; each source once'),
        ('historian', 'data', 1, 'independent historian', 'because the patient cannot tell it, or to confirm it'),
        ('interpretation', 'data', 3, 'independent interpretation of a test', 'not if the same physician bills it'),
        ('discussion', 'data', 3, 'discussion of management with another professional', 'not of the own group and specialty'),
        ('no_prescription', 'risk', 2, 'drug without prescription', 'moderate if prescribed in a strength that needs it'),
        ('therapy', 'risk', 2, 'physical, occupational or speech therapy', NULL),
        ('prescription', 'risk', 3, 'prescription drug management', 'does the drug need a prescription, and is it this provider who manages it'),
        ('social', 'risk', 3, 'diagnosis or treatment limited by social determinants of health', 'does it limit diagnosis or treatment'),
        ('surgery', 'risk', 3, 'decision on elective major surgery', 'high with risk factors of patient or procedure; low if minor'),
        ('emergency_surgery', 'risk', 4, 'decision on emergency major surgery', NULL),
        ('toxicity', 'risk', 4, 'drug therapy that needs intensive monitoring for toxicity', 'at least quarterly, for toxicity and not for effect'),
        ('hospital', 'risk', 4, 'decision on hospitalisation or escalation of hospital care', 'is it decided in this visit'),
        ('no_resuscitation', 'risk', 4, 'decision not to resuscitate or to de-escalate care', 'decided in this visit because of poor prognosis'),
        ('controlled_injection', 'risk', 4, 'parenteral controlled substance', NULL);
END;
COMMENT ON FUNCTION @extschema@.decision_items() IS
    'items of medical decision making with the element they count for, the level that one alone bears (1 straightforward to 4 high; of data 1 is what counts by number) and what a note does not tell. CPT E/M guidelines 2021 and 2023';

CREATE FUNCTION @extschema@.decision_name(level integer) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
    RETURN (ARRAY['straightforward', 'low', 'moderate', 'high'])[$1];
COMMENT ON FUNCTION @extschema@.decision_name(integer) IS 'name of a level of medical decision making';

-- A sentence or phrase with single blanks between its words and around it.
CREATE FUNCTION @extschema@.spaced_words(input text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
    RETURN ' ' || btrim(regexp_replace(lower($1), '[^a-z0-9-]+', ' ', 'g')) || ' ';
COMMENT ON FUNCTION @extschema@.spaced_words(text) IS 'words of a text, in small letters, with one blank between and around them. Part of visit_decision()';

CREATE FUNCTION @extschema@.decision_cues(notes @extschema@.note_input[])
    RETURNS TABLE (item text, phrase text, counts_as text, note_id text, at integer, start_char integer, end_char integer, sentence text, section text,
        current boolean)
    LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 30
BEGIN ATOMIC
    WITH note AS MATERIALIZED (
        SELECT n.note_id, n.body, @extschema@.spaced_words(n.body) AS words FROM unnest($1) AS n
    ), sought AS MATERIALIZED (
        SELECT n.note_id, c.item, c.phrase, coalesce(c.counts_as, c.phrase) AS counts_as, ' ' || c.phrase || ' ' AS words
        FROM note AS n
        JOIN @extschema@.decision_cue AS c ON strpos(n.words, ' ' || c.phrase || ' ') > 0
    ), sentence AS MATERIALIZED (
        SELECT n.note_id, s.start_char, s.end_char, s.text, s.section, @extschema@.spaced_words(s.text) AS words
        FROM note AS n CROSS JOIN LATERAL @extschema@.sentences(n.body) AS s
        -- of others, of the past, or for the patient to read
        WHERE s.kind <> 'header' AND s.section <> ALL ('{family_history,past_medical_history,past_surgical_history,birth_history,obstetric_history,review_of_systems,
            allergies,immunizations,patient_instructions,patient_education,consent,technique,comparison,signature,administrative}')
    ), found AS MATERIALIZED (
        SELECT p.item, p.phrase, p.counts_as, s.*, w.at, regexp_instr(s.text, w.pattern, 1, 1, 1, 'i') - 1 AS ends
        FROM sought AS p JOIN sentence AS s ON s.note_id = p.note_id AND strpos(s.words, p.words) > 0
        CROSS JOIN LATERAL (SELECT '\m' || replace(p.phrase, ' ', '[^[:alnum:]-]+') || '\M' AS pattern) AS t
        CROSS JOIN LATERAL (SELECT t.pattern, regexp_instr(s.text, t.pattern, 1, 1, 0, 'i') - 1 AS at) AS w
        WHERE w.at >= 0
    )
    SELECT f.item, f.phrase, f.counts_as, f.note_id, f.start_char + f.at, f.start_char, f.end_char, f.text, f.section, NOT x.historical
    FROM found AS f CROSS JOIN LATERAL @extschema@.assertion(f.text, f.at, f.ends) AS x
    -- what is to be done was decided; what may be done was not
    WHERE NOT x.negated AND NOT x.uncertain AND (NOT x.hypothetical OR x.status = 'planned') AND (x.experiencer = 'patient' OR f.item = 'historian')
        -- of words that stand within others of the same item only the others count: x-ray, chest x-ray
        AND NOT EXISTS (SELECT FROM found AS o WHERE o.item = f.item AND o.note_id = f.note_id AND o.start_char = f.start_char
            AND o.at <= f.at AND o.ends >= f.ends AND length(o.phrase) > length(f.phrase));
END;
COMMENT ON FUNCTION @extschema@.decision_cues(@extschema@.note_input[]) IS
    'where words of decision_cue stand in notes and are not denied, doubtful, conditional or another''s; current: nor past. Part of visit_decision()';

-- Problems that a visit addresses, each once: a code of suggest_encounter() with what meat() finds for it.
CREATE FUNCTION @extschema@.visit_problems(notes @extschema@.note_input[], setting text, on_date date, sex text, birth_date date)
    RETURNS TABLE (code text, title text, item text, addressed boolean, why text, note_id text, at integer)
    LANGUAGE sql STABLE PARALLEL SAFE COST 30000 ROWS 5
BEGIN ATOMIC
    WITH proposed AS MATERIALIZED (
        SELECT s.code::text AS code, s.title, s.section, s.evidence,
            left(CASE WHEN s.role = 'manifestation' THEN coalesce(s.paired_with, s.code) ELSE s.code END::text, 3) AS problem,
            -- what a title denies, and what came after an illness, is not that illness
            CASE WHEN s.title ~* '\m(old\M|following|sequela)' THEN '' ELSE @extschema@.spaced_words(regexp_replace(s.title, '\mwithout\M.*', '', 'i')) END AS words
        FROM @extschema@.suggest_encounter($1, $2, $3, $4, $5, on_issue => 'row') AS s
        -- what happened and how, and what only bears on a visit, is no problem that is managed (chapters 20 and 21)
        WHERE s.code IS NOT NULL AND s.code::text !~ '^[V-Z]'
    ), graded AS MATERIALIZED (
        SELECT n.note_id, m.code::text AS code, m.grade, m.elements, m.start_char, m.end_char, m.signs
        FROM unnest($1) AS n CROSS JOIN LATERAL @extschema@.meat(n.body) AS m
        WHERE NOT m.denied
    ), best AS MATERIALIZED (
        SELECT DISTINCT ON (p.code) p.code, g.grade, g.elements, g.note_id, g.start_char
        FROM proposed AS p JOIN graded AS g ON left(g.code, 3) = left(p.code, 3)
        ORDER BY p.code, array_position('{STRONG,MODERATE,NAMED}', g.grade) NULLS LAST, g.code = p.code DESC, g.note_id, g.start_char
    ), place AS MATERIALIZED (
        -- where a problem is named, and its signs below that
        SELECT p.code, e.value ->> 'note_id' AS note_id, (e.value ->> 'start')::integer AS at, (e.value ->> 'end')::integer AS until, true AS names
        FROM proposed AS p CROSS JOIN LATERAL jsonb_array_elements(p.evidence) AS e
        UNION
        SELECT p.code, g.note_id, w.at, w.until, w.names
        FROM proposed AS p JOIN graded AS g ON g.code = p.code
        CROSS JOIN LATERAL (SELECT g.start_char, g.end_char, true UNION ALL
            SELECT (s.value ->> 'start')::integer, (s.value ->> 'end')::integer, false FROM jsonb_array_elements(g.signs) AS s
            WHERE s.value ->> 'link' IN ('sentence', 'problem')) AS w(at, until, names)
    ), near AS (
        SELECT p.code, p.names, c.item, c.phrase, c.note_id, c.at,
            CASE WHEN p.at <= c.at THEN 2 * greatest(c.at - p.until, 0) ELSE 2 * (p.at - c.at - length(c.phrase)) + 1 END AS distance
        FROM place AS p JOIN @extschema@.decision_cues($1) AS c ON c.note_id = p.note_id AND c.start_char <= p.at AND p.at < c.end_char
        -- an illness that threatens life is told by its own name
        WHERE c.current AND c.item IN ('minor', 'stable', 'worse', 'severe', 'unclear', 'systemic', 'complicated')
    ), told AS (
        -- of several problems of a sentence the one that stands next to the words
        SELECT n.code, n.item, n.phrase, false AS by_title
        FROM (SELECT n.*, bool_or(n.names) OVER words AS named, min(n.distance) FILTER (WHERE n.names) OVER words AS least
            FROM near AS n WINDOW words AS (PARTITION BY n.item, n.phrase, n.note_id, n.at)) AS n
        WHERE NOT n.named OR n.names AND n.distance = n.least
        UNION ALL
        SELECT p.code, c.item, c.phrase, true
        FROM proposed AS p JOIN @extschema@.decision_cue AS c ON c.item IN ('minor', 'worse', 'severe', 'threat', 'unclear', 'systemic', 'complicated')
            AND strpos(p.words, ' ' || c.phrase || ' ') > 0
    ), kind AS (
        SELECT p.code, CASE WHEN p.code ~ '^R' THEN 'symptom' WHEN p.code ~ '^D(3[7-9]|4[0-9])' THEN 'unclear'
            WHEN @extschema@.condition_class_of(p.code) IN ('chronic', 'lifelong', 'status') THEN 'stable' ELSE 'acute' END AS item
        FROM proposed AS p
    ), item AS (
        -- the gravest that goes with the kind of problem
        SELECT DISTINCT ON (k.code) k.code, coalesce(t.item, k.item) AS item, t.phrase, t.by_title
        FROM kind AS k LEFT JOIN told AS t ON t.code = k.code AND CASE t.item
            WHEN 'stable' THEN k.item = 'stable'
            WHEN 'worse' THEN k.item = 'stable'
            WHEN 'severe' THEN true
            WHEN 'threat' THEN k.item <> 'stable'
            WHEN 'unclear' THEN k.item <> 'stable'
            WHEN 'complicated' THEN k.code ~ '^[ST]'
            ELSE k.item = 'acute' END
        LEFT JOIN @extschema@.decision_items() AS d ON d.item = t.item
        ORDER BY k.code, d.level DESC NULLS LAST, t.by_title, t.item, t.phrase COLLATE "C"
    )
    SELECT DISTINCT ON (p.problem) p.code, p.title, i.item, w.addressed,
        concat_ws('; ', CASE WHEN w.addressed THEN 'proposed by suggest_encounter() and addressed (MEAT ' || b.grade || ', ' || b.elements || ')'
                ELSE 'proposed by suggest_encounter(), and nothing says that it was evaluated or treated: it does not count' END,
            CASE WHEN i.phrase IS NOT NULL THEN '"' || i.phrase || '"' || CASE WHEN i.by_title THEN ' by the code' ELSE '' END
                WHEN i.item = 'stable' THEN 'taken as stable: the notes do not say whether it is at goal' END),
        coalesce(b.note_id, e.note_id), coalesce(b.start_char, e.at)
    FROM proposed AS p JOIN item AS i USING (code) LEFT JOIN best AS b USING (code)
    CROSS JOIN LATERAL (SELECT coalesce(b.grade IN ('STRONG', 'MODERATE'), false) AS addressed) AS w
    LEFT JOIN LATERAL (SELECT x.note_id, x.at FROM place AS x WHERE x.code = p.code ORDER BY x.note_id, x.at LIMIT 1) AS e ON true
    JOIN @extschema@.decision_items() AS d ON d.item = i.item
    -- what is only told or found is no problem of the visit; a diagnosis without a plan may be
    WHERE w.addressed OR p.section IN ('preamble', 'assessment', 'assessment_and_plan', 'plan', 'impression', 'diagnoses', 'discharge_diagnosis', 'hospital_course')
    ORDER BY p.problem, w.addressed DESC, d.level DESC, p.code;
END;
COMMENT ON FUNCTION @extschema@.visit_problems(@extschema@.note_input[], text, date, text, date) IS
    'problems of a visit, those of one heading once: what suggest_encounter() proposes, whether meat() finds it addressed, and its kind as an item of decision_items(). Part of visit_decision()';

-- What was ordered, reviewed and discussed; what was decided.
CREATE FUNCTION @extschema@.visit_work(notes @extschema@.note_input[])
    RETURNS TABLE (item text, what text, note_id text, at integer)
    LANGUAGE sql STABLE PARALLEL SAFE COST 30000 ROWS 10
BEGIN ATOMIC
    WITH cue AS MATERIALIZED (
        SELECT c.* FROM @extschema@.decision_cues($1) AS c
    ), test AS (
        -- named beside an order or a result, in a plan, or among results
        SELECT DISTINCT ON (c.counts_as) 'test' AS item, c.counts_as AS what, c.note_id, c.at
        FROM cue AS c
        WHERE c.item = 'test' AND (c.section IN ('plan', 'labs', 'studies', 'imaging') OR EXISTS (SELECT FROM cue AS o WHERE o.item = 'ordering'
                AND o.note_id = c.note_id AND o.start_char = c.start_char)
            OR substr(c.sentence, c.at - c.start_char + length(c.phrase) + 1) ~* '^\W*((level|was|is|of|at|today|now)\M\W*){0,2}\d')
        ORDER BY c.counts_as, c.note_id, c.at
    ), decided AS MATERIALIZED (
        SELECT c.* FROM cue AS c
        WHERE c.current AND c.section <> ALL ('{history_of_present_illness,subjective,chief_complaint,problem_list,medications,discharge_medications,labs,imaging,studies,
            findings,physical_exam,physical_exam_item,vital_signs,indication}')
            AND (c.section <> 'social_history' OR c.item = 'social')
    ), treated AS MATERIALIZED (
        SELECT DISTINCT ON (d.note_id, d.start_char) d.* FROM decided AS d WHERE d.item = 'drug_decision' ORDER BY d.note_id, d.start_char, d.at
    ), named AS MATERIALIZED (
        -- one to three words of a sentence that are the name of a drug
        SELECT w.note_id, w.start_char, w.at, w.sentence, array_agg(DISTINCT w.name ORDER BY w.name) FILTER (WHERE
                EXISTS (SELECT FROM @extschema@.drug AS d WHERE d.drug = w.name
                    AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = 'drug' AND r.row_id = d.drug_id)
                    AND NOT EXISTS (SELECT FROM cue AS o WHERE o.item = 'no_prescription' AND o.phrase = w.name))
                OR EXISTS (SELECT FROM cue AS o WHERE o.item = 'prescription' AND o.phrase = w.name)) AS drugs
        FROM (SELECT t.note_id, t.start_char, t.at, t.sentence, array_to_string(t.words[i:i + n], ' ') AS name
            FROM (SELECT t.*, string_to_array(btrim(@extschema@.spaced_words(t.sentence)), ' ') AS words FROM treated AS t) AS t
            CROSS JOIN generate_subscripts(t.words, 1) AS i CROSS JOIN generate_series(0, 2) AS n) AS w
        GROUP BY w.note_id, w.start_char, w.at, w.sentence
    ), drug AS (
        SELECT n.* FROM named AS n
        WHERE n.drugs IS NOT NULL OR n.sentence ~* '\m(prescription|rx|refill(s|ed)?)\M'
            OR n.sentence ~* '\d\s*(mg|mcg|meq|units?|puffs?)\M' AND NOT EXISTS (SELECT FROM cue AS o WHERE o.item = 'no_prescription'
                AND o.note_id = n.note_id AND o.start_char = n.start_char)
    )
    SELECT t.item, t.what, t.note_id, t.at FROM test AS t
    UNION ALL
    -- a source, a historian, a talk once a sentence
    (SELECT DISTINCT ON (c.item, c.note_id, c.start_char) c.item, c.phrase, c.note_id, c.at
    FROM cue AS c WHERE c.current AND c.item IN ('external_note', 'historian', 'interpretation', 'discussion')
    ORDER BY c.item, c.note_id, c.start_char, c.at)
    UNION ALL
    SELECT 'prescription', coalesce(array_to_string(d.drugs, ', '), 'a drug that is not in the table of drugs'), d.note_id, d.at FROM drug AS d
    UNION ALL
    (SELECT DISTINCT ON (d.item, d.note_id, d.start_char) d.item, d.phrase, d.note_id, d.at
    FROM decided AS d
    WHERE d.item IN ('no_prescription', 'therapy', 'social', 'surgery', 'emergency_surgery', 'toxicity', 'hospital', 'no_resuscitation', 'controlled_injection')
    ORDER BY d.item, d.note_id, d.start_char, d.at);
END;
COMMENT ON FUNCTION @extschema@.visit_work(@extschema@.note_input[]) IS
    'tests, sources, talks and decisions of a visit that its notes tell, as items of decision_items(); a test once. Part of visit_decision()';

CREATE FUNCTION @extschema@.visit_decision(notes @extschema@.note_input[], setting text DEFAULT 'professional', on_date date DEFAULT NULL,
    sex text DEFAULT NULL, birth_date date DEFAULT NULL)
    RETURNS TABLE (element text, item text, level integer, code text, counts boolean, message text, note_id text, start_char integer, end_char integer, quote text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 60000 ROWS 10
BEGIN ATOMIC
    WITH named AS MATERIALIZED (
        SELECT n.no, ROW(coalesce(n.note_id, n.no::text), n.note_date, n.doc_type, n.author_role, n.signed, n.body)::@extschema@.note_input AS note
        FROM unnest($1) WITH ORDINALITY AS n(note_id, note_date, doc_type, author_role, signed, body, no)
        WHERE n.body <> '' AND n.signed IS NOT FALSE
    ), known AS MATERIALIZED (
        SELECT array_agg(n.note ORDER BY n.no) AS notes FROM named AS n
    ), shown AS MATERIALIZED (
        SELECT p.item, p.code, p.addressed AS counts, p.title || ': ' || p.why AS what, p.note_id, p.at
        FROM known AS k CROSS JOIN LATERAL @extschema@.visit_problems(k.notes, $2, $3, $4, $5) AS p
        UNION ALL
        SELECT w.item, NULL, true, w.what, w.note_id, w.at
        FROM known AS k CROSS JOIN LATERAL @extschema@.visit_work(k.notes) AS w
    ), evidence AS MATERIALIZED (
        SELECT d.element, d.item, d.level, s.code, s.counts, d.label || ': ' || s.what || coalesce(' (' || d.doubt || '?)', '') AS message, s.note_id, s.at
        FROM shown AS s JOIN @extschema@.decision_items() AS d USING (item)
    ), counted AS (
        SELECT count(*) FILTER (WHERE e.element = 'problem') AS problems, max(e.level) FILTER (WHERE e.element = 'problem') AS gravest,
            count(*) FILTER (WHERE e.item = 'stable') AS stable, count(*) FILTER (WHERE e.item = 'minor') AS minor,
            count(*) FILTER (WHERE e.element = 'data') AS data, count(*) FILTER (WHERE e.item IN ('test', 'external_note')) AS sources,
            count(*) FILTER (WHERE e.item = 'test') AS tests, count(*) FILTER (WHERE e.item = 'external_note') AS external_notes,
            coalesce(bool_or(e.item = 'historian'), false) AS historian, coalesce(bool_or(e.item = 'interpretation'), false) AS interpretation,
            coalesce(bool_or(e.item = 'discussion'), false) AS discussion, max(e.level) FILTER (WHERE e.element = 'risk') AS risk
        FROM evidence AS e WHERE e.counts
    ), reached AS (
        SELECT c.*, CASE WHEN c.gravest >= 3 THEN c.gravest WHEN c.stable >= 2 THEN 3 WHEN c.gravest = 2 OR c.minor >= 2 THEN 2 ELSE 1 END AS problem_level,
            CASE (c.sources + c.historian::integer >= 3)::integer + c.interpretation::integer + c.discussion::integer
                WHEN 0 THEN CASE WHEN c.sources >= 2 OR c.historian THEN 2 ELSE 1 END WHEN 1 THEN 3 ELSE 4 END AS data_level,
            coalesce(c.risk, 1) AS risk_level
        FROM counted AS c
    ), summary AS (
        SELECT s.* FROM reached AS r CROSS JOIN LATERAL (VALUES
            ('problem', r.problem_level, CASE WHEN r.problems = 0 THEN 'the notes show no problem that was addressed'
                ELSE 'problems addressed: ' || r.problems || CASE WHEN r.stable >= 2 THEN ', of them stable chronic illnesses: ' || r.stable ELSE '' END END),
            ('data', r.data_level, CASE WHEN r.data = 0 THEN 'the notes are silent: no test, external note, historian, interpretation or discussion'
                ELSE concat_ws(', ', 'tests: ' || r.tests, 'external notes: ' || r.external_notes, CASE WHEN r.historian THEN 'independent historian' END,
                    CASE WHEN r.interpretation THEN 'independent interpretation' END, CASE WHEN r.discussion THEN 'discussion' END) END),
            ('risk', r.risk_level, CASE WHEN r.risk IS NULL THEN 'the notes are silent: no drug, procedure, admission or other decision that carries risk' ELSE 'the gravest decision counts' END),
            -- two of three are met by the middle one
            ('level', r.problem_level + r.data_level + r.risk_level - greatest(r.problem_level, r.data_level, r.risk_level) - least(r.problem_level, r.data_level, r.risk_level),
                'two of three: problems ' || @extschema@.decision_name(r.problem_level) || ', data ' || @extschema@.decision_name(r.data_level)
                    || ', risk ' || @extschema@.decision_name(r.risk_level))) AS s(element, level, message)
        WHERE EXISTS (SELECT FROM named)
    ), every AS (
        SELECT e.element, e.item, e.level, e.code, e.counts, e.message, e.note_id, t.start_char, t.end_char, t.sentence
        FROM evidence AS e CROSS JOIN known AS k LEFT JOIN LATERAL @extschema@.sentence_at(k.notes, e.note_id, e.at) AS t ON true
        UNION ALL
        SELECT s.element, NULL, s.level, NULL, NULL, s.message, NULL, NULL, NULL, NULL FROM summary AS s
    )
    SELECT v.* FROM every AS v
    ORDER BY array_position('{problem,data,risk,level}', v.element), v.item IS NOT NULL, v.level DESC, v.item COLLATE "C", v.code COLLATE "C",
        v.note_id COLLATE "C", v.start_char, v.message COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.visit_decision(@extschema@.note_input[], text, date, text, date) IS
    'medical decision making as far as signed notes show it: for problem, data and risk a row with item NULL that has the level (1 straightforward to 4 high), below it a row for each piece of evidence with its sentence (counts: false: listed, not addressed), and last the level of which two of three bear. Evidence for a person, never a code';

CREATE FUNCTION @extschema@.stated_minutes(sentence text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
BEGIN ATOMIC
    -- the visit's own time: not that of counselling, of a procedure, of critical care, of others; what it excludes is not in it
    SELECT CASE WHEN v.said ~* '\m(total|overall)\s+(visit\s+|encounter\s+)?time\M|\mtime\s+spent\M|\mspent\M|\mminutes\s+(was|were)\s+spent\M|\mtook\s+a\s+total\M'
            AND v.said !~* '50\s*%|\mcounsel|critical care|smoking|tobacco|\mprocedure|\mof (which|that)\M|\mnurse|\mresident\M|\m(he|she|they|patient|pt) (has |had )?spen[dt]|\minfusion|\mtourniquet|\moperative|\man(a)?esthesia|\mfluoroscop|\mtreadmill|\mexercis|\mrepair\M|\mlaceration'
        -- of a range the lower end, and hours with their minutes
        THEN (60 * coalesce(h.hours[1]::numeric, 0) + coalesce(m.minutes[1]::integer, 0))::integer END
    FROM (SELECT regexp_replace($1, '\m(exclud|exclusive of|not (including|counting)|separate from|apart from).*$', '', 'i') AS said) AS v
    CROSS JOIN LATERAL (SELECT regexp_match(v.said, '\m([1-9](?:\.[0-9])?)\s*-?\s*(?:hours?|hrs?)\M', 'i') AS hours) AS h
    CROSS JOIN LATERAL (SELECT regexp_match(v.said, '\m([1-9][0-9]{0,2})(?:\s*(?:-|to)\s*[0-9]{1,3})?\s*-?\s*min(?:ute)?s?\M', 'i') AS minutes) AS m
    WHERE h.hours IS NOT NULL OR m.minutes IS NOT NULL;
END;
COMMENT ON FUNCTION @extschema@.stated_minutes(text) IS
    'the minutes that a sentence gives as total time of the visit; NULL: none, or of counselling, a procedure, critical care or another person. Part of denial_review()';

-- The level of a refused visit: by the time that the notes state, and by decision making.
CREATE FUNCTION @extschema@.denial_level(notes @extschema@.note_input[], lines @extschema@.claim_line[], denied_line integer, setting text, on_date date,
    sex text, birth_date date)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 80000 ROWS 10
BEGIN ATOMIC
    WITH visit AS MATERIALIZED (
        SELECT l.line, l.hcpcs, l.day, EXISTS (SELECT FROM @extschema@.visit_time AS v WHERE v.hcpcs = l.hcpcs AND v.minutes IS NOT NULL) AS timed
        FROM @extschema@.claim_line_rows($2, $5) AS l
        WHERE ($3 IS NULL OR l.line = $3) AND @extschema@.is_visit(l.hcpcs)
    ), level AS MATERIALIZED (
        SELECT DISTINCT ON (l.line) l.line, l.hcpcs, l.day, v.family, v.minutes, v.source
        FROM visit AS l
        JOIN @extschema@.visit_time AS v ON v.hcpcs = l.hcpcs AND v.effective <= l.day AND v.minutes IS NOT NULL
        ORDER BY l.line, v.effective DESC
    ), stated AS MATERIALIZED (
        SELECT n.note_id, s.start_char, s.end_char, s.text, @extschema@.stated_minutes(s.text) AS minutes
        FROM unnest($1) AS n CROSS JOIN LATERAL @extschema@.sentences(n.body) AS s
        WHERE EXISTS (SELECT FROM level) AND @extschema@.stated_minutes(s.text) IS NOT NULL
    ), best AS (
        -- of the same kind of visit the highest level that the time bears on that day
        SELECT DISTINCT ON (l.line, s.note_id, s.start_char) l.line, l.hcpcs, l.minutes AS needed, l.source, s.note_id, s.start_char, s.end_char, s.text, s.minutes,
            b.hcpcs AS reached
        FROM level AS l CROSS JOIN stated AS s
        LEFT JOIN LATERAL (
            SELECT DISTINCT ON (v.hcpcs) v.hcpcs, v.minutes FROM @extschema@.visit_time AS v
            WHERE v.family = l.family AND v.effective <= l.day ORDER BY v.hcpcs, v.effective DESC) AS b ON b.minutes <= s.minutes
        ORDER BY l.line, s.note_id, s.start_char, b.minutes DESC NULLS LAST
    ), asked AS MATERIALIZED (
        SELECT DISTINCT ON (l.line) l.line, l.hcpcs, l.day, v.family, v.decision
        FROM visit AS l
        JOIN @extschema@.visit_time AS v ON v.hcpcs = l.hcpcs AND v.effective <= l.day AND v.decision IS NOT NULL
        ORDER BY l.line, v.effective DESC
    ), decision AS MATERIALIZED (
        SELECT d.* FROM @extschema@.visit_decision($1, $4, $5, $6, $7) AS d WHERE EXISTS (SELECT FROM asked)
    )
    -- less time is no reason to bill less before decision making is weighed
    SELECT CASE WHEN b.minutes >= b.needed THEN 'defends' ELSE 'check' END, 'level', b.hcpcs,
        CASE WHEN b.minutes >= b.needed THEN NULL ELSE b.reached END,
        b.minutes || ' minutes are stated, ' || b.hcpcs || ' needs ' || b.needed
            || CASE WHEN b.minutes >= b.needed THEN '' ELSE '; by time ' || coalesce(b.reached, 'no level of this kind of visit') || ', decision making may bear more' END,
        b.note_id, b.start_char, b.end_char, b.text, b.source
    FROM best AS b WHERE b.minutes >= b.needed OR b.reached IS NOT NULL
    UNION ALL
    -- what notes show of decision making is for a person to weigh, whichever way it points
    SELECT 'check', d.element, a.hcpcs, d.code, CASE WHEN d.item IS NULL THEN concat_ws(': ', CASE d.element WHEN 'problem' THEN 'number and complexity of problems'
                WHEN 'data' THEN 'amount and complexity of data' ELSE 'risk of management' END, @extschema@.decision_name(d.level), d.message)
            ELSE d.message END,
        d.note_id, d.start_char, d.end_char, d.quote, 'CPT, medical decision making'
    FROM asked AS a CROSS JOIN decision AS d WHERE d.element <> 'level'
    UNION ALL
    SELECT 'check', 'level', a.hcpcs, NULL, 'decision making as the notes show it is ' || @extschema@.decision_name(d.level) || ' (' || d.message || '); '
            || a.hcpcs || ' asks for ' || @extschema@.decision_name(a.decision)
            || CASE WHEN d.level >= a.decision THEN ': they bear it' ELSE ': they bear ' || coalesce(r.hcpcs, 'no level of this kind of visit') || ', unless more was done than they say' END,
        NULL, NULL, NULL, NULL, 'CPT, medical decision making: two of three elements'
    FROM asked AS a JOIN decision AS d ON d.element = 'level'
    LEFT JOIN LATERAL (SELECT v.hcpcs FROM @extschema@.visit_time AS v
        WHERE v.family = a.family AND v.effective <= a.day AND v.decision <= d.level ORDER BY v.decision DESC, v.hcpcs LIMIT 1) AS r ON true
    UNION ALL
    SELECT 'issue', 'level', l.hcpcs, NULL, 'no times are known for this code on the date: INSERT INTO medcode.visit_time (hcpcs, family, minutes, effective, source) VALUES (...);',
        NULL, NULL, NULL, NULL, NULL
    FROM @extschema@.claim_line_rows($2, $5) AS l
    WHERE ($3 IS NULL OR l.line = $3) AND NOT EXISTS (SELECT FROM level AS x WHERE x.line = l.line)
        AND NOT EXISTS (SELECT FROM visit AS v WHERE v.line = l.line AND NOT v.timed)
    UNION ALL
    SELECT 'check', 'level', l.hcpcs, NULL, 'the level of this kind of visit is not chosen by time', NULL, NULL, NULL, NULL, 'CPT, evaluation and management'
    FROM visit AS l WHERE NOT l.timed;
END;
COMMENT ON FUNCTION @extschema@.denial_level(@extschema@.note_input[], @extschema@.claim_line[], integer, text, date, text, date) IS
    'the level of a refused visit: total time as the notes state it, and medical decision making as they show it. Part of denial_review()';
