-- What the notes say to a refused line, a function for each kind of cause.  Parts of
-- denial_review(): docs/denial-review.md has the rules.

CREATE TYPE @extschema@.denial_answer AS (answer text, subject text, billed text, use_code text, message text,
    note_id text, start_char integer, end_char integer, quote text, source text);
COMMENT ON TYPE @extschema@.denial_answer IS 'A row of denial_review(), without what concerns the denial as a whole';

CREATE FUNCTION @extschema@.sentence_at(notes @extschema@.note_input[], note_id text, at integer)
    RETURNS TABLE (start_char integer, end_char integer, sentence text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1
BEGIN ATOMIC
    SELECT s.start_char, s.end_char, s.text
    FROM unnest($1) AS n CROSS JOIN LATERAL @extschema@.sentences(n.body) AS s
    WHERE n.note_id = $2 AND s.start_char <= $3 AND $3 < s.end_char
    LIMIT 1;
END;
COMMENT ON FUNCTION @extschema@.sentence_at(@extschema@.note_input[], text, integer) IS
    'the sentence of a note that a character stands in. Part of denial_review()';

CREATE FUNCTION @extschema@.shown_phrases(notes @extschema@.note_input[], phrases text[])
    RETURNS TABLE (phrase text, note_id text, start_char integer, end_char integer, sentence text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 5000 ROWS 1
BEGIN ATOMIC
    -- the very words in their order: "a few days later" is not "later that day"
    WITH sentence AS MATERIALIZED (
        SELECT n.note_id, n.body, s.start_char, s.end_char, s.text, ' ' || regexp_replace(lower(s.text), '[^a-z0-9-]+', ' ', 'g') || ' ' AS words
        FROM unnest($1) AS n CROSS JOIN LATERAL @extschema@.sentences(n.body) AS s
    ), sought AS MATERIALIZED (
        SELECT u.phrase, ' ' || regexp_replace(lower(u.phrase), '[^a-z0-9-]+', ' ', 'g') || ' ' AS words FROM unnest($2) AS u(phrase)
    ), found AS MATERIALIZED (
        SELECT p.phrase, s.note_id, s.body, s.start_char, s.end_char, s.text,
            greatest(coalesce(nullif(strpos(lower(s.text), lower(p.phrase)), 0), strpos(lower(s.text), lower(split_part(p.phrase, ' ', 1)))), 1) - 1 AS at
        FROM sentence AS s JOIN sought AS p ON strpos(s.words, p.words) > 0
    )
    SELECT f.phrase, f.note_id, f.start_char, f.end_char, f.text
    FROM found AS f
    WHERE NOT @extschema@.is_planned(f.text, f.at) AND f.text !~* '\mlast (year|month|week|visit)\M' AND NOT EXISTS (
        SELECT FROM @extschema@.assertion(f.body, f.start_char + f.at, f.start_char + f.at + length(split_part(f.phrase, ' ', 1))) AS x
        WHERE x.negated OR x.uncertain OR x.historical OR x.hypothetical OR x.experiencer <> 'patient');
END;
COMMENT ON FUNCTION @extschema@.shown_phrases(@extschema@.note_input[], text[]) IS
    'sentences in which a phrase stands and is not denied, doubted, past, planned or another''s. Part of denial_review()';

-- Each code that the notes bear, once: as billed, in place of a billed one, or missing on the claim.
CREATE FUNCTION @extschema@.documented_codes(notes @extschema@.note_input[], diagnoses text[], setting text, on_date date, sex text, birth_date date)
    RETURNS TABLE (code text, title text, "position" integer, billed text, verdict text, status text, rule text,
        note_id text, start_char integer, end_char integer, quote text, against boolean, issue text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 6000 ROWS 10
BEGIN ATOMIC
    SELECT coalesce(a.use_code, a.code)::text, coalesce(a.use_title, a.title), a."position", a.billed, a.verdict, a.status, a.rule,
        e.note_id, s.start_char, s.end_char, s.sentence, w.against, a.issue
    FROM @extschema@.audit_encounter($1, coalesce($2, '{}'), $3, $4, $5, $6, NULL, 'coder', 'row') AS a
    CROSS JOIN LATERAL (SELECT a.evidence IS NULL AND a.against IS NOT NULL AS against) AS w
    LEFT JOIN LATERAL (
        SELECT j.value ->> 'note_id' AS note_id, (j.value ->> 'start')::integer AS at
        FROM jsonb_array_elements(coalesce(a.evidence, a.against)) WITH ORDINALITY AS j
        -- words that say the side of the code before others, then those with the most detail
        ORDER BY strpos(lower(j.value ->> 'text'), coalesce(substring(lower(coalesce(a.use_title, a.title)) FROM '\m(right|left|bilateral)\M'), '')) = 0,
            length(j.value ->> 'text') DESC, j.ordinality
        LIMIT 1) AS e ON true
    LEFT JOIN LATERAL @extschema@.sentence_at($1, e.note_id, e.at) AS s ON true;
END;
COMMENT ON FUNCTION @extschema@.documented_codes(@extschema@.note_input[], text[], text, date, text, date) IS
    'the verdicts of audit_encounter() with the sentence of the piece of evidence that has the side of the code, or else is longest; against: it speaks against the code. Part of denial_review()';

-- Codes that are invalid, not specific, or not for the patient's age or sex.
CREATE FUNCTION @extschema@.denial_diagnoses(notes @extschema@.note_input[], cause text, rarcs text[], diagnoses text[],
    lines @extschema@.claim_line[], setting text, on_date date, sex text, birth_date date)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 20000 ROWS 5
BEGIN ATOMIC
    WITH documented AS MATERIALIZED (
        -- where age or sex of the claim are in doubt, those of the notes say what the notes bear
        SELECT * FROM @extschema@.documented_codes($1, $4, $6, $7, CASE WHEN $2 <> 'AGE_SEX' THEN $8 END, CASE WHEN $2 <> 'AGE_SEX' THEN $9 END)
    ), wrong AS MATERIALIZED (
        SELECT f.edit, c.code, f.message, f.advice, f.source, @extschema@.undotted(@extschema@.try_icd10cm(c.code)) AS bare
        FROM @extschema@.check_claim($4, $5, $6, $7, NULL, $9, $8) AS f CROSS JOIN LATERAL unnest(f.codes) AS c(code)
        WHERE f.edit = ANY (CASE $2
            WHEN 'NOT_SPECIFIC' THEN '{dx_not_billable,dx_seventh_missing,dx_seventh_invalid,dx_placeholder,dx_unspecified_side,dx_side_conflict}'::text[]
            WHEN 'AGE_SEX' THEN '{dx_age,dx_sex}'
            ELSE '{dx_wrong_system,dx_invalid,dx_not_billable,dx_seventh_missing,dx_seventh_invalid,dx_placeholder,dx_manifestation_first,
                dx_external_cause_first,dx_never_first,dx_unacceptable_principal,dx_order}' END)
    ), better AS (
        -- another code in place of a billed one, by the words of the notes
        -- (a heading above the billed code says what is documented, and is not to be billed)
        SELECT d.billed, CASE WHEN NOT starts_with(@extschema@.try_icd10cm(d.billed)::text, d.code) THEN d.code END AS code, d.code AS documented, d.title,
            d.status, d.rule AS why, d.note_id, d.start_char, d.end_char, d.quote
        FROM documented AS d
        WHERE d.code IS NOT NULL AND d."position" IS NOT NULL AND d.verdict NOT IN ('SUPPORTED', 'SEQUENCE')
            AND NOT d.against AND d.quote IS NOT NULL AND d.code IS DISTINCT FROM @extschema@.try_icd10cm(d.billed)::text
            AND ($2 <> 'AGE_SEX' OR EXISTS (SELECT FROM wrong AS w WHERE w.code = @extschema@.try_icd10cm(d.billed)::text))
        UNION
        -- or one of the same heading, or that took the place of one that ended
        SELECT w.code, d.code, d.code, d.title, d.status, w.message, d.note_id, d.start_char, d.end_char, d.quote
        FROM wrong AS w
        JOIN documented AS d ON d.code IS NOT NULL AND d.verdict IN ('MISSED', 'SUPPORTED', 'LESS_SPECIFIC') AND d.quote IS NOT NULL AND d.code <> w.code
            AND (left(d.code, 3) = left(w.bare, 3) OR strpos(coalesce(w.advice, ''), d.code) > 0)
        WHERE NOT EXISTS (SELECT FROM documented AS o WHERE o.code = d.code AND @extschema@.try_icd10cm(o.billed)::text = w.code)
    ), added AS (
        -- the payer misses a diagnosis: what is documented and not on the claim
        SELECT d.* FROM documented AS d
        WHERE d.verdict = 'MISSED' AND d.quote IS NOT NULL AND $2 = 'CODE_INVALID_DATE' AND $3 && '{M76,M64,MA63}'
            AND NOT EXISTS (SELECT FROM better AS b WHERE b.code = d.code)
    ), ordered AS (
        -- what comes before a billed code; where that may never stand first, the first billed code that the notes bear
        SELECT d.billed, d.rule, coalesce(f.code, d.code) AS code, coalesce(f.title, d.title) AS title, coalesce(f.note_id, d.note_id) AS note_id,
            coalesce(f.start_char, d.start_char) AS start_char, coalesce(f.end_char, d.end_char) AS end_char, coalesce(f.quote, d.quote) AS quote
        FROM documented AS d CROSS JOIN LATERAL (SELECT d.code = @extschema@.try_icd10cm(d.billed)::text AS itself) AS w
        LEFT JOIN LATERAL (SELECT o.* FROM documented AS o WHERE w.itself AND o.verdict IN ('SUPPORTED', 'LESS_SPECIFIC') AND o.quote IS NOT NULL
            ORDER BY o."position" LIMIT 1) AS f ON true
        WHERE d.verdict = 'SEQUENCE' AND $2 = 'CODE_INVALID_DATE' AND (f.code IS NOT NULL OR NOT w.itself)
    ), asked AS (
        SELECT DISTINCT ON (q.code, q.question) q.code::text AS code, q.question, n.note_id, s.start_char, s.end_char, s.sentence
        FROM unnest($1) AS n
        CROSS JOIN LATERAL @extschema@.open_questions(n.body, $6, $7, n.note_date, $8, $9, n.doc_type, coalesce(n.author_role, 'provider'), on_issue => 'row') AS q
        CROSS JOIN LATERAL @extschema@.sentence_at($1, n.note_id, (q.evidence -> 0 ->> 'start')::integer) AS s
        WHERE $2 = 'NOT_SPECIFIC' AND q.issue IS NULL
            AND EXISTS (SELECT FROM unnest($4) AS b(code) WHERE @extschema@.try_icd10cm(b.code) = q.code)
        ORDER BY q.code, q.question, n.note_id
    )
    SELECT CASE WHEN b.status = 'suggest' THEN 'mends' ELSE 'check' END, 'diagnosis', b.billed, b.code,
        'the note bears ' || b.documented || ' (' || b.title || '): ' || b.why, b.note_id, b.start_char, b.end_char, b.quote,
        'ICD-10-CM Official Guidelines I.B.2, I.A.19'
    FROM better AS b
    UNION ALL
    SELECT CASE WHEN a.status = 'suggest' THEN 'mends' ELSE 'check' END, 'diagnosis', NULL, a.code,
        'documented and not on the claim: ' || a.code || ' (' || a.title || ')', a.note_id, a.start_char, a.end_char, a.quote, a.rule
    FROM added AS a
    UNION ALL
    SELECT 'mends', 'order', o.billed, o.code, 'comes first: ' || o.code || ' (' || o.title || ')', o.note_id, o.start_char, o.end_char, o.quote, o.rule
    FROM ordered AS o
    UNION ALL
    SELECT 'ask', 'diagnosis', q.code, NULL, q.question, q.note_id, q.start_char, q.end_char, q.sentence, 'ICD-10-CM Official Guidelines I.B.2: a query to the provider'
    FROM asked AS q WHERE NOT EXISTS (SELECT FROM better AS b WHERE @extschema@.try_icd10cm(b.billed)::text = q.code)
    UNION ALL
    SELECT 'against', 'diagnosis', d.billed, NULL, 'the record does not bear it: ' || d.rule, d.note_id, d.start_char, d.end_char, d.quote, d.rule
    FROM documented AS d
    WHERE d.verdict IN ('CONTRADICTED', 'UNSUPPORTED', 'HISTORY_CODED_AS_ACTIVE', 'UNCERTAIN_NOT_CODABLE', 'NOT_CODABLE_SOURCE')
        AND (d.against OR d.quote IS NULL OR d.code = @extschema@.try_icd10cm(d.billed)::text)
        AND ($2 <> 'AGE_SEX' OR EXISTS (SELECT FROM wrong AS w WHERE w.code = @extschema@.try_icd10cm(d.billed)::text))
    UNION ALL
    SELECT 'check', 'diagnosis', w.code, NULL, concat_ws(': ', w.message, w.advice), NULL, NULL, NULL, NULL, w.source
    FROM wrong AS w
    WHERE NOT EXISTS (SELECT FROM better AS b WHERE b.billed = w.code OR @extschema@.try_icd10cm(b.billed)::text = w.code);
END;
COMMENT ON FUNCTION @extschema@.denial_diagnoses(@extschema@.note_input[], text, text[], text[], @extschema@.claim_line[], text, date, text, date) IS
    'diagnoses in place of billed ones that are invalid, not specific or not for the patient. Part of denial_review()';

CREATE FUNCTION @extschema@.denial_services(diagnoses text[], lines @extschema@.claim_line[], setting text, on_date date)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 5000 ROWS 1
BEGIN ATOMIC
    SELECT 'check', 'service', array_to_string(f.codes, ' '), NULL, concat_ws(': ', f.message, f.advice), NULL, NULL::integer, NULL::integer, NULL, f.source
    FROM @extschema@.check_claim($1, $2, $3, $4) AS f
    WHERE f.edit IN ('line_wrong_system', 'line_code_invalid', 'line_code_retired', 'cpt_not_loaded', 'hcpcs_not_loaded');
END;
COMMENT ON FUNCTION @extschema@.denial_services(text[], @extschema@.claim_line[], text, date) IS
    'services whose code is not valid on their date. Part of denial_review()';

-- Age and sex of the claim against those of the notes.
CREATE FUNCTION @extschema@.denial_patient(notes @extschema@.note_input[], carc text, on_date date, sex text, birth_date date)
    RETURNS SETOF @extschema@.denial_answer
    LANGUAGE sql STABLE PARALLEL SAFE COST 3000 ROWS 2
BEGIN ATOMIC
    -- that the age is right does not defend a line refused for the sex, nor the other way round; and where both are
    -- right it is the diagnosis that is not for the patient
    WITH stated AS (
        SELECT DISTINCT ON (n.note_id) n.note_id, p.age, p.sex, p.start_char, p.end_char, p.text,
            extract(year FROM age(coalesce(n.note_date, $3), $5))::integer AS years
        FROM unnest($1) AS n CROSS JOIN LATERAL @extschema@.patient_statements(n.body) AS p
        ORDER BY n.note_id, p.sex IS NULL, p.start_char
    )
    SELECT CASE WHEN upper($4) <> s.sex THEN 'mends' WHEN $2 = '10' THEN 'check' ELSE 'defends' END, 'sex', upper($4), CASE WHEN upper($4) = s.sex THEN NULL ELSE s.sex END,
        CASE WHEN upper($4) = s.sex THEN 'the note has the sex of the claim' || CASE WHEN $2 = '10' THEN ': look at the diagnosis' ELSE '' END ELSE 'the note has the other sex: one of the two is wrong' END,
        s.note_id, s.start_char, s.end_char, s.text, 'the patient as the note describes him'
    FROM stated AS s WHERE s.sex IS NOT NULL AND upper($4) IN ('F', 'M') AND (upper($4) <> s.sex OR $2 IS NULL OR $2 NOT IN ('6', '9'))
    UNION ALL
    -- a year more or less is how ages are written
    SELECT CASE WHEN abs(s.age - s.years) > 1 THEN 'mends' WHEN $2 = '9' THEN 'check' ELSE 'defends' END, 'age', s.years::text,
        CASE WHEN abs(s.age - s.years) <= 1 THEN NULL ELSE s.age::text END,
        CASE WHEN abs(s.age - s.years) <= 1 THEN 'the note has the age of the claim' || CASE WHEN $2 = '9' THEN ': look at the diagnosis' ELSE '' END ELSE 'the note has another age: look at the date of birth' END,
        s.note_id, s.start_char, s.end_char, s.text, 'the patient as the note describes him'
    FROM stated AS s WHERE s.age IS NOT NULL AND s.years IS NOT NULL AND (abs(s.age - s.years) > 1 OR $2 IS NULL OR $2 NOT IN ('7', '10'));
END;
COMMENT ON FUNCTION @extschema@.denial_patient(@extschema@.note_input[], text, date, text, date) IS
    'age and sex of a claim against what the notes say. Part of denial_review()';
