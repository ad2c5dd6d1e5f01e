-- What the notes say to a refused service: its diagnoses, the criteria of its policy, the
-- services beside it, its modifiers, its units.  Parts of denial_review():
-- docs/denial-review.md has the rules.

CREATE FUNCTION @extschema@.claim_line_rows(lines @extschema@.claim_line[], on_date date)
    RETURNS TABLE (line integer, hcpcs text, modifiers text[], units double precision, day date, provider text, pointers integer[])
    LANGUAGE sql STABLE PARALLEL SAFE COST 50 ROWS 5
BEGIN ATOMIC
    SELECT coalesce(l.line, l.n::integer), upper(btrim(l.hcpcs)), ARRAY(SELECT upper(btrim(m)) FROM unnest(l.modifiers) AS m WHERE btrim(m) <> ''),
        l.units, coalesce(l.service_date, $2), coalesce(l.provider, ''), l.diagnosis_pointers
    FROM unnest($1) WITH ORDINALITY AS l (line, hcpcs, modifiers, units, service_date, provider, place_of_service, diagnosis_pointers, n);
END;
COMMENT ON FUNCTION @extschema@.claim_line_rows(@extschema@.claim_line[], date) IS
    'lines of a claim with their codes and modifiers as printed; on_date stands for a date of service that is missing. Part of denial_review()';

CREATE FUNCTION @extschema@.tells_service(sentence text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
BEGIN ATOMIC
    SELECT $1 ~* '\m(perform|carried out|done\M|undertaken|procedure|operat|surg|debrid|excis|biops|inject|remov|repair|resect|incis|block\M|ablat|destr|treat|shav|curett|cauter|aspirat|repeat|closure)';
END;
COMMENT ON FUNCTION @extschema@.tells_service(text) IS 'does a sentence speak of something that was done? "Later in the day" of tiredness tells no services apart. Part of denial_review()';

CREATE FUNCTION @extschema@.is_visit(hcpcs text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE COST 50
BEGIN ATOMIC
    SELECT EXISTS (SELECT FROM @extschema@.visit_time AS v WHERE v.hcpcs = $1);
END;
COMMENT ON FUNCTION @extschema@.is_visit(text) IS 'is the code one of evaluation and management, to which modifier 25 belongs? Part of denial_review()';

-- Diagnoses that the policies of a service cover: linked to the line, on the claim, only in the notes.
CREATE FUNCTION @extschema@.denial_links(notes @extschema@.note_input[], diagnoses text[], lines @extschema@.claim_line[], denied_line integer,
    setting text, on_date date, sex text, birth_date date, contractor text)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 5
BEGIN ATOMIC
    WITH line AS MATERIALIZED (
        SELECT l.* FROM @extschema@.claim_line_rows($3, $6) AS l WHERE $4 IS NULL OR l.line = $4
    ), policy AS MATERIALIZED (
        SELECT DISTINCT l.line, l.hcpcs, l.pointers, p.policy, p.diagnosis, p.covered
        FROM line AS l CROSS JOIN LATERAL @extschema@.coverage_policies(l.hcpcs, l.day, $9) AS p
    ), documented AS MATERIALIZED (
        SELECT DISTINCT ON (d.code) d.code, d.title, d.status, d.note_id, d.start_char, d.end_char, d.quote, b.place
        FROM @extschema@.documented_codes($1, $2, $5, $6, $7, $8) AS d
        LEFT JOIN LATERAL (SELECT u.n::integer AS place FROM unnest($2) WITH ORDINALITY AS u(code, n)
            WHERE @extschema@.try_icd10cm(u.code)::text = d.code ORDER BY u.n LIMIT 1) AS b ON true
        WHERE d.code IS NOT NULL AND d.quote IS NOT NULL AND NOT d.against
            AND d.verdict IN ('SUPPORTED', 'MISSED', 'LESS_SPECIFIC', 'CONFLICTING_DETAIL', 'SEQUENCE', 'SUPPORTED_WEAK', 'HISTORY_CODED_AS_ACTIVE')
        ORDER BY d.code, d."position" IS NULL, d."position"
    ), covered AS MATERIALIZED (
        SELECT DISTINCT p.line, p.hcpcs, p.policy, d.code, d.title, d.status, d.note_id, d.start_char, d.end_char, d.quote, d.place,
            d.place IS NOT NULL AND (p.pointers IS NULL OR d.place = ANY (p.pointers)) AS linked
        FROM policy AS p JOIN documented AS d ON p.covered AND p.diagnosis IS NOT NULL AND starts_with(d.code, p.diagnosis)
        WHERE NOT EXISTS (SELECT FROM policy AS n WHERE n.line = p.line AND n.policy = p.policy AND NOT n.covered AND starts_with(d.code, n.diagnosis))
    )
    SELECT CASE WHEN c.linked THEN 'defends' WHEN c.status IS DISTINCT FROM 'suggest' THEN 'check' ELSE 'mends' END,
        CASE WHEN c.place IS NOT NULL AND NOT c.linked THEN 'pointer' ELSE 'diagnosis' END, c.hcpcs, c.code,
        CASE WHEN c.linked THEN c.code || ' (' || c.title || ') is covered, on the claim and documented'
            WHEN c.place IS NOT NULL THEN c.code || ' (' || c.title || ') is covered and on the claim: link line ' || c.line || ' to diagnosis ' || c.place
            ELSE c.code || ' (' || c.title || ') is covered and documented, and not on the claim' END,
        c.note_id, c.start_char, c.end_char, c.quote, 'policy ' || c.policy
    FROM covered AS c
    UNION ALL
    SELECT 'nothing', 'diagnosis', l.hcpcs, NULL, 'the notes document no diagnosis that the policies cover for the service', NULL, NULL, NULL, NULL,
        'policy ' || (SELECT string_agg(DISTINCT p.policy, ', ') FROM policy AS p WHERE p.line = l.line)
    FROM line AS l
    WHERE EXISTS (SELECT FROM policy AS p WHERE p.line = l.line AND p.covered AND p.diagnosis IS NOT NULL)
        AND NOT EXISTS (SELECT FROM covered AS c WHERE c.line = l.line)
    UNION ALL
    -- no policy says which: what is documented is for a person to weigh
    SELECT 'check', 'diagnosis', l.hcpcs, d.code, CASE WHEN d.place IS NULL THEN 'documented and not on the claim: ' ELSE 'on the claim and not linked to the line: ' END
        || d.code || ' (' || d.title || ')', d.note_id, d.start_char, d.end_char, d.quote, NULL
    FROM line AS l CROSS JOIN documented AS d
    WHERE NOT EXISTS (SELECT FROM policy AS p WHERE p.line = l.line) AND (d.place IS NULL OR l.pointers IS NOT NULL AND d.place <> ALL (l.pointers))
    UNION ALL
    SELECT 'issue', 'policy', l.hcpcs, NULL, 'no policy that is loaded names the service: SELECT * FROM medcode.load_file(''article_x_icd10_covered.csv'', ''2026-01-01-article-covered'');',
        NULL, NULL, NULL, NULL, NULL
    FROM line AS l WHERE NOT EXISTS (SELECT FROM policy AS p WHERE p.line = l.line);
END;
COMMENT ON FUNCTION @extschema@.denial_links(@extschema@.note_input[], text[], @extschema@.claim_line[], integer, text, date, text, date, text) IS
    'documented diagnoses that the policies of a refused service cover. Part of denial_review()';

-- Is the service necessary by the notes?  Criteria of its policies, and its diagnoses.
CREATE FUNCTION @extschema@.denial_criteria(notes @extschema@.note_input[], lines @extschema@.claim_line[], denied_line integer, on_date date, contractor text)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 5
BEGIN ATOMIC
    WITH shown AS MATERIALIZED (
        SELECT l.hcpcs, n.note_id, c.*
        FROM @extschema@.claim_line_rows($2, $4) AS l CROSS JOIN unnest($1) AS n
        CROSS JOIN LATERAL @extschema@.coverage_evidence(n.body, l.hcpcs, l.day, $5) AS c
        WHERE ($3 IS NULL OR l.line = $3) AND c.kind = 'documentation'
    )
    SELECT 'defends', 'criterion', s.hcpcs, NULL, 'the note meets it: ' || s.criterion, s.note_id, s.start_char, s.end_char, s.sentence, s.source
    FROM shown AS s WHERE s.met
    UNION ALL
    -- what no note meets, once
    SELECT DISTINCT 'missing', 'criterion', s.hcpcs, NULL, 'no note meets it: ' || s.criterion, NULL, NULL::integer, NULL::integer, NULL, s.source
    FROM shown AS s
    WHERE NOT s.met AND NOT EXISTS (SELECT FROM shown AS o WHERE o.met AND o.hcpcs = s.hcpcs AND o.policy = s.policy AND o.criterion = s.criterion);
END;
COMMENT ON FUNCTION @extschema@.denial_criteria(@extschema@.note_input[], @extschema@.claim_line[], integer, date, text) IS
    'criteria of the policies of a refused service that the notes meet, and those that none meets. Part of denial_review()';

-- Services of the same day and provider that a refused one is bundled into, and whether the
-- notes tell them apart.
CREATE FUNCTION @extschema@.denial_pairs(notes @extschema@.note_input[], lines @extschema@.claim_line[], denied_line integer, setting text, on_date date)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 3
BEGIN ATOMIC
    WITH line AS MATERIALIZED (
        SELECT * FROM @extschema@.claim_line_rows($2, $5)
    ), loaded AS (
        SELECT l.line, @extschema@.has_ptp_edits(l.day, $4) AS ok
        FROM line AS l
    ), pair AS MATERIALIZED (
        SELECT l.line, l.hcpcs, l.modifiers, o.hcpcs AS other, o.line AS other_line,
            CASE WHEN d.ok THEN @extschema@.ptp_indicator(o.hcpcs, l.hcpcs, l.day, $4) END AS indicator, @extschema@.is_visit(l.hcpcs) AS visit
        FROM line AS l
        JOIN loaded AS d USING (line)
        JOIN line AS o ON o.line <> l.line AND o.day = l.day AND o.provider = l.provider AND o.hcpcs <> l.hcpcs
        WHERE $3 IS NULL OR l.line = $3
    ), apart AS MATERIALIZED (
        SELECT DISTINCT ON (c.modifier = '25', s.note_id, s.start_char) c.modifier, s.*
        FROM (SELECT array_agg(DISTINCT m.phrase) AS phrases FROM @extschema@.modifier_cue AS m WHERE m.modifier LIKE 'X_' OR m.modifier = '25') AS p
        CROSS JOIN LATERAL @extschema@.shown_phrases($1, p.phrases) AS s
        JOIN @extschema@.modifier_cue AS c ON c.phrase = s.phrase AND (c.modifier LIKE 'X_' OR c.modifier = '25')
        WHERE EXISTS (SELECT FROM pair AS x WHERE x.indicator = 1) AND (c.modifier = '25' OR @extschema@.tells_service(s.sentence))
        ORDER BY c.modifier = '25', s.note_id, s.start_char, c.modifier
    )
    SELECT 'none', 'service', p.hcpcs, NULL, 'never paid beside ' || p.other || ' of line ' || p.other_line || ': the pair has indicator 0', NULL, NULL::integer, NULL::integer, NULL,
        'NCCI procedure-to-procedure edits'
    FROM pair AS p WHERE p.indicator = 0
    UNION ALL
    SELECT CASE WHEN p.modifiers && CASE WHEN p.visit THEN '{25}'::text[] ELSE '{59,XE,XP,XS,XU}' END THEN 'defends' ELSE 'mends' END,
        'modifier', p.hcpcs, a.modifier, 'the note tells it apart from ' || p.other || ' of line ' || p.other_line, a.note_id, a.start_char, a.end_char, a.sentence,
        'NCCI procedure-to-procedure edits, indicator 1'
    FROM pair AS p JOIN apart AS a ON (a.modifier = '25') = p.visit WHERE p.indicator = 1
    UNION ALL
    SELECT 'nothing', 'modifier', p.hcpcs, NULL, 'the notes do not tell it apart from ' || p.other || ' of line ' || p.other_line, NULL, NULL, NULL, NULL,
        'NCCI procedure-to-procedure edits, indicator 1'
    FROM pair AS p WHERE p.indicator = 1 AND NOT EXISTS (SELECT FROM apart AS a WHERE (a.modifier = '25') = p.visit)
    UNION ALL
    SELECT 'check', 'service', l.hcpcs, NULL, 'no pair of NCCI among the lines of the day and provider: a global period, a service of another claim, or a rule of the payer',
        NULL, NULL, NULL, NULL, 'NCCI procedure-to-procedure edits'
    FROM line AS l JOIN loaded AS d USING (line)
    WHERE ($3 IS NULL OR l.line = $3) AND d.ok AND NOT EXISTS (SELECT FROM pair AS p WHERE p.indicator IS NOT NULL)
    UNION ALL
    SELECT 'issue', 'service', l.hcpcs, NULL, 'no procedure-to-procedure edits are loaded for the date of service: SELECT * FROM medcode.load_file(''ccipra-v321r0-f1.txt'', ''2026-Q1-practitioner-f1'');',
        NULL, NULL, NULL, NULL, NULL
    FROM line AS l JOIN loaded AS d USING (line) WHERE ($3 IS NULL OR l.line = $3) AND NOT d.ok AND @extschema@.ncci_system($4, 'ptp') IS NOT NULL
    UNION ALL
    SELECT 'check', 'service', l.hcpcs, NULL, 'NCCI has no pairs in this setting: a global period, or a rule of the payer', NULL, NULL, NULL, NULL, 'NCCI procedure-to-procedure edits'
    FROM line AS l WHERE ($3 IS NULL OR l.line = $3) AND @extschema@.ncci_system($4, 'ptp') IS NULL;
END;
COMMENT ON FUNCTION @extschema@.denial_pairs(@extschema@.note_input[], @extschema@.claim_line[], integer, text, date) IS
    'NCCI pairs of a refused line, and words of the notes that tell the services apart. Part of denial_review()';

-- Which modifier the notes bear: the side, a separate visit, a repetition.
CREATE FUNCTION @extschema@.denial_modifiers(notes @extschema@.note_input[], diagnoses text[], lines @extschema@.claim_line[], denied_line integer,
    setting text, on_date date, sex text, birth_date date)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 3
BEGIN ATOMIC
    WITH line AS MATERIALIZED (
        SELECT l.* FROM @extschema@.claim_line_rows($3, $6) AS l
    ), refused AS (
        SELECT l.*, @extschema@.is_visit(l.hcpcs) AS visit
        FROM line AS l WHERE $4 IS NULL OR l.line = $4
    ), sided AS MATERIALIZED (
        -- the side of the diagnoses that the line points to, or of all
        SELECT l.line, l.hcpcs, l.modifiers, d.code, d.note_id, d.start_char, d.end_char, d.quote,
            CASE WHEN d.title ~* '\mbilateral\M' THEN '50' WHEN d.title ~* '\mright\M' THEN 'RT' WHEN d.title ~* '\mleft\M' THEN 'LT' END AS side
        FROM refused AS l CROSS JOIN @extschema@.documented_codes($1, $2, $5, $6, $7, $8) AS d
        WHERE NOT l.visit AND d.quote IS NOT NULL AND NOT d.against AND d.verdict IN ('SUPPORTED', 'LESS_SPECIFIC', 'CONFLICTING_DETAIL', 'SEQUENCE', 'MISSED')
            AND d.title ~* '\m(right|left|bilateral)\M'
            AND (d."position" IS NULL OR l.pointers IS NULL OR d."position" = ANY (l.pointers))
    ), sides AS (
        SELECT s.line, s.hcpcs, s.modifiers, CASE WHEN count(DISTINCT s.side) > 1 THEN '50' ELSE min(s.side) END AS side
        FROM sided AS s GROUP BY s.line, s.hcpcs, s.modifiers
    ), cue AS MATERIALIZED (
        SELECT DISTINCT ON (c.modifier, s.note_id, s.start_char) c.modifier, s.*
        FROM (SELECT array_agg(DISTINCT m.phrase) AS phrases FROM @extschema@.modifier_cue AS m) AS p
        CROSS JOIN LATERAL @extschema@.shown_phrases($1, p.phrases) AS s
        JOIN @extschema@.modifier_cue AS c ON c.phrase = s.phrase
        WHERE c.modifier NOT LIKE 'X_' OR @extschema@.tells_service(s.sentence)
        ORDER BY c.modifier, s.note_id, s.start_char
    )
    SELECT CASE WHEN x.side = ANY (x.modifiers) THEN 'defends' WHEN x.side = '50' AND x.modifiers && '{RT,LT}' THEN 'check' ELSE 'mends' END, 'modifier', x.hcpcs,
        CASE WHEN x.side = ANY (x.modifiers) THEN NULL ELSE x.side END,
        CASE WHEN x.side = ANY (x.modifiers) THEN 'the note has the side of the modifier (' || s.code || ')'
            WHEN x.modifiers && '{RT,LT,50}' THEN 'the note has another side than the modifier (' || s.code || ')'
            ELSE 'the note tells the side, the line does not (' || s.code || ')' END,
        s.note_id, s.start_char, s.end_char, s.quote, 'modifiers LT, RT, 50; ICD-10-CM Official Guidelines I.B.13'
    FROM sides AS x JOIN sided AS s ON s.line = x.line
    UNION ALL
    SELECT CASE WHEN '25' = ANY (l.modifiers) THEN 'defends' ELSE 'mends' END, 'modifier', l.hcpcs, '25',
        'a visit beside a procedure, which the note tells apart', c.note_id, c.start_char, c.end_char, c.sentence, 'modifier 25; NCCI policy manual, chapter I'
    FROM refused AS l JOIN cue AS c ON c.modifier = '25'
    WHERE l.visit AND EXISTS (SELECT FROM line AS o WHERE o.line <> l.line AND o.day = l.day AND o.provider = l.provider)
    UNION ALL
    SELECT CASE WHEN c.modifier = ANY (l.modifiers) THEN 'defends' ELSE 'mends' END, 'modifier', l.hcpcs, c.modifier,
        CASE WHEN c.modifier LIKE 'X_' THEN 'the note tells it apart from another service' ELSE 'the note tells that it was repeated' END,
        c.note_id, c.start_char, c.end_char, c.sentence, 'modifier ' || c.modifier
    FROM refused AS l JOIN cue AS c ON c.modifier LIKE 'X_' OR c.modifier IN ('76', '77', '91')
    WHERE NOT l.visit AND EXISTS (SELECT FROM line AS o WHERE o.line <> l.line AND o.day = l.day AND o.provider = l.provider
        AND (c.modifier LIKE 'X_' OR o.hcpcs = l.hcpcs));
END;
COMMENT ON FUNCTION @extschema@.denial_modifiers(@extschema@.note_input[], text[], @extschema@.claim_line[], integer, text, date, text, date) IS
    'modifiers that the notes bear for a refused line. Part of denial_review()';

CREATE FUNCTION @extschema@.denial_units(lines @extschema@.claim_line[], denied_line integer, setting text, on_date date)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 5000 ROWS 1
BEGIN ATOMIC
    WITH line AS MATERIALIZED (
        SELECT l.line, l.hcpcs, l.units, l.day, sum(l.units) OVER (PARTITION BY l.hcpcs, l.day, l.provider) AS of_day,
            @extschema@.release_id_on(@extschema@.ncci_system($3, 'mue'), 'mue', l.day) IS NOT NULL AS ok
        FROM @extschema@.claim_line_rows($1, $4) AS l
    ), edit AS (
        SELECT l.*, m.units AS most, m.mai FROM line AS l
        LEFT JOIN LATERAL @extschema@.mue(CASE WHEN l.ok THEN l.hcpcs END, l.day, $3) AS m ON true
        WHERE $2 IS NULL OR l.line = $2
    )
    SELECT CASE WHEN e.mai = 2 THEN 'none' ELSE 'check' END, 'units', e.hcpcs, NULL,
        CASE WHEN e.most IS NULL THEN 'NCCI has no limit for it: the limit is the payer''s own'
            WHEN e.mai = 1 THEN 'billed ' || e.units || ' on the line, at most ' || e.most || ' on one: services that are distinct stand on lines of their own with a modifier'
            WHEN e.mai = 2 THEN 'billed ' || e.of_day || ' on the day, at most ' || e.most || ' by policy'
            ELSE 'billed ' || e.of_day || ' on the day, benchmark ' || e.most || ': appeal with the record of each unit' END,
        NULL, NULL::integer, NULL::integer, NULL, 'NCCI medically unlikely edits' || coalesce(', MAI ' || e.mai, '')
    FROM edit AS e WHERE e.ok
    UNION ALL
    SELECT 'issue', 'units', e.hcpcs, NULL, 'no medically unlikely edits are loaded for the date of service: SELECT * FROM medcode.load_file(''MCR_MUE_PractitionerServices_Eff_01-01-2026.csv'', ''2026-Q1'');',
        NULL, NULL, NULL, NULL, NULL
    FROM edit AS e WHERE NOT e.ok AND @extschema@.ncci_system($3, 'mue') IS NOT NULL
    UNION ALL
    SELECT 'check', 'units', e.hcpcs, NULL, 'NCCI limits no units in this setting: the limit is the payer''s own', NULL, NULL, NULL, NULL, 'NCCI medically unlikely edits'
    FROM edit AS e WHERE @extschema@.ncci_system($3, 'mue') IS NULL;
END;
COMMENT ON FUNCTION @extschema@.denial_units(@extschema@.claim_line[], integer, text, date) IS
    'units of a refused line against medically unlikely edits. Part of denial_review()';

CREATE FUNCTION @extschema@.denial_records(notes @extschema@.note_input[]) RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 50 ROWS 2
BEGIN ATOMIC
    SELECT CASE WHEN n.signed IS NOT FALSE AND coalesce(n.author_role, 'provider') = 'provider' THEN 'defends' ELSE 'check' END, 'record', NULL, NULL,
        concat_ws(', ', 'a note to send: ' || coalesce(n.doc_type, 'kind not known'), 'of ' || to_char(n.note_date, 'YYYY-MM-DD'),
            CASE WHEN n.signed IS FALSE THEN 'not signed' END,
            CASE WHEN coalesce(n.author_role, 'provider') <> 'provider' THEN 'not by a provider' END),
        n.note_id, 0, length(n.body), NULL, 'documents that the payer asks for'
    FROM unnest($1) AS n WHERE n.body IS NOT NULL;
END;
COMMENT ON FUNCTION @extschema@.denial_records(@extschema@.note_input[]) IS 'the notes that can be sent where the payer asks for records. Part of denial_review()';
