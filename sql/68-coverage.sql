-- Coverage policies: which diagnoses support a service, and what the note shows of it.

CREATE FUNCTION @extschema@.coverage_policies(hcpcs text, on_date date, contractor text DEFAULT NULL)
    RETURNS TABLE (policy text, contractor text, diagnosis text, covered boolean, documentation text, release text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 2000 ROWS 50
BEGIN ATOMIC
    -- of each table the newest edition that begins by the day
    WITH edition AS (
        SELECT DISTINCT ON (regexp_replace(r.release, '^[0-9-]+(Q[1-4])?', '')) r.release_id, r.release
        FROM @extschema@.current_release AS r
        WHERE r.kind = 'coverage' AND lower(r.effective) <= $2
        ORDER BY regexp_replace(r.release, '^[0-9-]+(Q[1-4])?', ''), lower(r.effective) DESC, r.release_id DESC
    ), live AS (
        SELECT c.*, e.release
        FROM edition AS e JOIN @extschema@.coverage_row AS c USING (release_id)
        WHERE (c.effective IS NULL OR c.effective <= $2) AND (c.ends IS NULL OR $2 <= c.ends)
            AND ($3 IS NULL OR c.contractor IS NULL OR lower(c.contractor) = lower(btrim($3)))
    ), service AS (
        SELECT l.* FROM live AS l WHERE l.hcpcs = upper(btrim($1))
    )
    -- rows that have both codes, or the service alone
    SELECT s.policy, s.contractor, s.diagnosis, s.covered, s.documentation, s.release FROM service AS s
    WHERE s.diagnosis IS NOT NULL OR s.documentation IS NOT NULL OR NOT s.covered
        OR NOT EXISTS (SELECT FROM live AS d WHERE d.policy = s.policy AND d.hcpcs IS NULL)
    UNION ALL
    SELECT d.policy, coalesce(d.contractor, s.contractor), d.diagnosis, d.covered, d.documentation, d.release
    FROM live AS d
    JOIN (SELECT DISTINCT s.policy, s.contractor, s.code_group FROM service AS s WHERE s.diagnosis IS NULL) AS s ON s.policy = d.policy
        AND (s.code_group IS NULL OR d.code_group IS NULL OR s.code_group = d.code_group)
    WHERE d.hcpcs IS NULL
    ORDER BY 1, 2, 4 DESC, 3, 5;
END;
COMMENT ON FUNCTION @extschema@.coverage_policies(text, date, text) IS
    'what the loaded coverage policies say of a service on a date: diagnoses (codes or headings) that are covered or not, and the documentation required; diagnosis NULL: whatever the diagnosis. No row: no policy names the service';

CREATE FUNCTION @extschema@.coverage_status(diagnoses text[], hcpcs text, on_date date, contractor text DEFAULT NULL)
    RETURNS TABLE (policy text, contractor text, status text, diagnoses text[])
    LANGUAGE sql STABLE PARALLEL SAFE COST 3000 ROWS 1
BEGIN ATOMIC
    SELECT p.policy, p.contractor,
        CASE WHEN bool_or(NOT p.covered AND p.diagnosis IS NULL) OR bool_or(NOT p.covered AND m.code IS NOT NULL)
                AND NOT bool_or(p.covered AND m.code IS NOT NULL) THEN 'not covered'
            WHEN bool_or(p.covered AND m.code IS NOT NULL) THEN 'covered'
            WHEN bool_or(p.covered AND p.diagnosis IS NOT NULL) THEN 'no covered diagnosis'
            ELSE 'not limited by diagnosis' END,
        coalesce(array_agg(DISTINCT m.code ORDER BY m.code) FILTER (WHERE m.code IS NOT NULL), '{}')
    FROM @extschema@.coverage_policies($2, $3, $4) AS p
    LEFT JOIN LATERAL (
        SELECT @extschema@.printed_code('icd10cm', d) AS code FROM unnest($1) AS d
        WHERE p.diagnosis IS NOT NULL AND starts_with(@extschema@.printed_code('icd10cm', d), p.diagnosis)) AS m ON true
    GROUP BY p.policy, p.contractor
    ORDER BY 1, 2;
END;
COMMENT ON FUNCTION @extschema@.coverage_status(text[], text, date, text) IS
    'does a policy cover a service for these diagnoses? status: covered, not covered, no covered diagnosis (the policy lists others), not limited by diagnosis; diagnoses: those that decide. No row: no policy names the service';

-- Plans are told by words before ("will repeat the test") or behind ("is to be treated", "next week").
CREATE FUNCTION @extschema@.is_planned(sentence text, at integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
BEGIN ATOMIC
    SELECT left($1, $2) ~* '\m(will|shall|going to|plans? (to|for)|planning|planned for|scheduled? for|recommend(s|ed)?|consider(ing)?)\M[^;:]*$'
        OR substr($1, $2 + 1) ~* '\m(tomorrow|next (visit|week|month|time|year|session)|(is|are|will) (to )?be (done|treated|performed|repeated|debrided|removed|excised|scheduled|started|given|addressed))\M';
END;
COMMENT ON FUNCTION @extschema@.is_planned(text, integer) IS 'is what stands behind so many characters of a sentence only planned? Part of coverage_evidence() and denial_review()';

CREATE FUNCTION @extschema@.is_left_undone(sentence text, at integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
BEGIN ATOMIC
    SELECT left($1, $2) ~* '\m(declin(es|ed)|refus(es|ed)|deferred|omitted)\M[^.,;:]*$'
        OR substr($1, $2 + 1) ~* '^[^.;:]*\m((not|never) (been |yet )*(done|performed|obtained|tested|checked|assessed|examined|completed|carried out)|omitted|deferred|declined|refused)\M';
END;
COMMENT ON FUNCTION @extschema@.is_left_undone(text, integer) IS 'was what stands behind so many characters of a sentence not done? Part of coverage_evidence()';

-- "Monofilament absent": the sense is denied, and the examination has its finding.
CREATE FUNCTION @extschema@.is_finding_of(criterion text, sentence text, cue text) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
BEGIN ATOMIC
    SELECT $1 ~* '\m(monofilament|sensation|sensory|sensibility|vibration|vibratory|proprioception|pulses?|reflex(es)?|(breath|bowel) sounds|capillary refill|hair growth)\M'
        -- where a loss is asked for, its denial is one
        AND $1 !~* '\m(loss|lost|decreased|diminished|reduced|impaired|abnormal|weak)\M'
        AND ($3 ~* '\m(absent|absence|lacks?|lacking|(not|unable to|cannot) (feel|felt|present))\M'
            OR $3 ~* '\m(no|not|without|nonpalpable)\M' AND $2 ~* '\m(palpable|palpated|felt|present|elicited|detected|heard|audible|appreciated)\M');
END;
COMMENT ON FUNCTION @extschema@.is_finding_of(text, text, text) IS
    'is a denial the finding of what a criterion has examined: a sense, a pulse, a reflex that is absent? Part of coverage_evidence()';

CREATE FUNCTION @extschema@.coverage_evidence(note text, hcpcs text, on_date date, contractor text DEFAULT NULL, policy text DEFAULT NULL)
    RETURNS TABLE (policy text, criterion text, kind text, met boolean, codes text[], start_char integer, end_char integer,
        sentence text, source text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 5
BEGIN ATOMIC
    WITH asked AS MATERIALIZED (
        SELECT p.* FROM @extschema@.coverage_policies($2, $3, $4) AS p WHERE $5 IS NULL OR p.policy = $5
    ), sentence AS MATERIALIZED (
        SELECT s.start_char, s.end_char, s.text FROM @extschema@.sentences($1) AS s
    ), stated AS MATERIALIZED (
        -- present, the patient's own and current
        SELECT f.code::text AS code, f.start_char, f.end_char FROM @extschema@.findings($1) AS f
        WHERE f.code IS NOT NULL AND NOT f.negated AND NOT f.uncertain AND NOT f.historical AND NOT f.hypothetical AND f.experiencer = 'patient'
    ), diagnosis AS (
        SELECT a.policy, s.code, s.start_char, s.end_char, t.start_char AS sentence_start, t.text
        FROM asked AS a
        JOIN stated AS s ON a.covered AND starts_with(s.code, a.diagnosis)
        JOIN sentence AS t ON s.start_char >= t.start_char AND s.start_char < t.end_char
    ), criterion AS (
        SELECT DISTINCT a.policy, btrim(c.criterion) AS criterion
        FROM asked AS a CROSS JOIN LATERAL regexp_split_to_table(a.documentation, ';') AS c(criterion)
        WHERE btrim(c.criterion) <> ''
    ), shown AS (
        SELECT c.policy, c.criterion, t.start_char, t.end_char, t.text
        FROM criterion AS c JOIN sentence AS t ON @extschema@.occurs(c.criterion, t.text)
        CROSS JOIN LATERAL (SELECT greatest(strpos(lower(t.text), lower(split_part(c.criterion, ' ', 1))), 1) - 1 AS at) AS w
        -- not where the words are denied, planned, left undone or another's
        WHERE NOT @extschema@.is_planned(t.text, w.at) AND NOT @extschema@.is_left_undone(t.text, w.at) AND NOT EXISTS (
            SELECT FROM @extschema@.assertion($1, t.start_char + strpos(lower(t.text), lower(split_part(c.criterion, ' ', 1))) - 1,
                t.start_char + strpos(lower(t.text), lower(split_part(c.criterion, ' ', 1))) - 1 + length(split_part(c.criterion, ' ', 1))) AS x
            WHERE strpos(lower(t.text), lower(split_part(c.criterion, ' ', 1))) > 0
                -- a criterion may itself ask for what is not there
                AND (x.negated AND c.criterion !~* '\m(no|not|without|negative|never|denies|absent|absence|lack)\M' AND NOT @extschema@.is_finding_of(c.criterion, t.text, coalesce(x.cue, ''))
                    OR x.uncertain OR x.hypothetical OR x.experiencer <> 'patient'))
    )
    SELECT d.policy, 'a covered diagnosis is documented', 'diagnosis', true, array_agg(DISTINCT d.code ORDER BY d.code),
        min(d.start_char), max(d.end_char), d.text, 'policy ' || d.policy
    FROM diagnosis AS d GROUP BY d.policy, d.sentence_start, d.text
    UNION ALL
    SELECT DISTINCT a.policy, 'a covered diagnosis is documented', 'diagnosis', false, '{}'::text[], NULL::integer, NULL::integer, NULL::text,
        'policy ' || a.policy
    FROM asked AS a
    WHERE a.covered AND a.diagnosis IS NOT NULL AND NOT EXISTS (SELECT FROM diagnosis AS d WHERE d.policy = a.policy)
    UNION ALL
    SELECT s.policy, s.criterion, 'documentation', true, '{}', s.start_char, s.end_char, s.text, 'policy ' || s.policy FROM shown AS s
    UNION ALL
    SELECT c.policy, c.criterion, 'documentation', false, '{}', NULL, NULL, NULL, 'policy ' || c.policy
    FROM criterion AS c
    WHERE NOT EXISTS (SELECT FROM shown AS s WHERE s.policy = c.policy AND s.criterion = c.criterion)
    UNION ALL
    SELECT $5, 'a policy that names the service on this date', 'issue', NULL, '{}', NULL, NULL, NULL,
        'SELECT * FROM medcode.load_file(''article_x_hcpc_code.csv'', ''2026-01-01-article-hcpcs'');'
    WHERE NOT EXISTS (SELECT FROM asked)
    ORDER BY 1, 3 DESC, 2, 6;
END;
COMMENT ON FUNCTION @extschema@.coverage_evidence(text, text, date, text, text) IS
    'for each criterion of the coverage policies of a service the sentences of the note that meet it, with offsets in characters, or a row with met false; before the service or after a denial. kind diagnosis: offsets of the words that name it; documentation: of the sentence. issue: no loaded policy names the service';
