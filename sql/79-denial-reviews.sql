-- All refused lines of tables of claims against their notes.  docs/denial-review.md.

CREATE FUNCTION @extschema@.denial_reviews(lines regclass, adjustments regclass, conditions regclass, notes regclass, claims text[] DEFAULT NULL)
    RETURNS TABLE (claim_id text, claim_line_number integer, group_code text, reason_code text, remark_codes text[], payer text, amount numeric,
        answer text, subject text, billed text, use_code text, message text, note_id text, start_char integer, end_char integer,
        quote text, source text, denial boolean, cause text, action text, hard_stop text, preventable boolean)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000000 ROWS 10000
    -- as in denial_lines(): a nested loop over claims, where few rows are expected, takes the square of their number
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $$
DECLARE
    by_encounter CONSTANT boolean := @extschema@.has_column(notes, 'encounter_id') AND @extschema@.has_column(lines, 'encounter_id');
BEGIN
    PERFORM @extschema@.require_columns(conditions, ARRAY['claim_id', 'normalized_code', 'condition_rank']);
    PERFORM @extschema@.require_columns(notes, ARRAY[CASE WHEN by_encounter THEN 'encounter_id' ELSE 'claim_id' END, 'body']);
    RETURN QUERY EXECUTE format('WITH refused AS MATERIALIZED (
            SELECT d.claim_id, d.claim_line_number, d.service_date FROM @extschema@.denial_lines($1, $2) AS d
            WHERE d.denied AND ($3 IS NULL OR d.claim_id = ANY ($3))),
        rule AS MATERIALIZED (
            SELECT array_agg(DISTINCT d.day) AS days FROM @extschema@.denial_rule AS r
            CROSS JOIN LATERAL (VALUES (''-infinity''::date), (lower(r.valid)), (upper(r.valid))) AS d(day) WHERE d.day IS NOT NULL),
        held AS (
            SELECT a.claim_id::text AS claim_id, a.claim_line_number::integer AS claim_line_number, a.group_code::text AS group_code, a.reason_code::text AS reason_code,
                coalesce(%1$s, ''{}'') AS remark_codes, %2$s AS payer, a.amount::numeric AS amount,
                coalesce(width_bucket(r.service_date, b.days), 0) AS period
            FROM %3$s AS a CROSS JOIN rule AS b
            JOIN (SELECT r.claim_id, r.claim_line_number, r.service_date FROM refused AS r
                UNION ALL SELECT r.claim_id, NULL, max(r.service_date) FROM refused AS r GROUP BY r.claim_id) AS r
                ON r.claim_id = a.claim_id::text AND r.claim_line_number IS NOT DISTINCT FROM a.claim_line_number
            WHERE coalesce(%4$s, true) AND coalesce(a.amount > 0, true)),
        -- most of what is adjusted is no denial: it is asked once for all of a kind
        adjustment AS MATERIALIZED (
            SELECT h.*, dense_rank() OVER (ORDER BY h.group_code, h.reason_code, h.remark_codes, h.payer, h.period) AS kind FROM held AS h),
        meant AS MATERIALIZED (
            SELECT k.kind, d.denial
            FROM (SELECT DISTINCT ON (a.kind) a.* FROM adjustment AS a) AS k CROSS JOIN rule AS b
            CROSS JOIN LATERAL @extschema@.denial_cause(k.group_code, k.reason_code, k.remark_codes,
                service_date => CASE WHEN k.period > 0 THEN b.days[k.period] END, payer => k.payer) AS d),
        asked AS MATERIALIZED (
            SELECT a.* FROM adjustment AS a JOIN meant AS m USING (kind) WHERE m.denial IS NOT FALSE),
        %5$s,
        noted AS (
            SELECT n.%6$I::text AS id, array_agg(ROW(%7$s, %8$s, %9$s, %10$s, %11$s, n.body::text)::@extschema@.note_input ORDER BY %7$s, md5(n.body::text)) AS notes
            FROM %12$s AS n WHERE n.%6$I::text IN (SELECT b.%6$I FROM billed AS b) GROUP BY 1)
        SELECT a.claim_id, a.claim_line_number, a.group_code, a.reason_code, a.remark_codes, a.payer, a.amount, r.*
        FROM asked AS a JOIN billed AS b ON b.claim_id = a.claim_id LEFT JOIN diagnosed AS d ON d.claim_id = a.claim_id LEFT JOIN noted AS n ON n.id = b.%6$I
        CROSS JOIN LATERAL @extschema@.denial_review(n.notes, a.group_code, a.reason_code, a.remark_codes, d.diagnoses, b.lines, a.claim_line_number, b.setting,
            b.last_day, b.sex, b.birth_date, a.payer, a.payer) AS r
        ORDER BY a.amount DESC NULLS LAST, a.claim_id COLLATE "C", a.claim_line_number, a.group_code COLLATE "C", a.reason_code COLLATE "C"',
            @extschema@.column_or_null(adjustments, 'a', 'remark_codes', 'text[]'), @extschema@.column_or_null(adjustments, 'a', 'payer', 'text'), adjustments,
            @extschema@.column_or_null(adjustments, 'a', 'last_decision', 'boolean'),
            @extschema@.claims_sql(lines, conditions, '{claim} IN (SELECT s.claim_id FROM asked AS s)'),
            CASE WHEN by_encounter THEN 'encounter_id' ELSE 'claim_id' END,
            @extschema@.column_or_null(notes, 'n', 'note_id', 'text'), @extschema@.column_or_null(notes, 'n', 'note_date', 'date'),
            @extschema@.column_or_null(notes, 'n', 'doc_type', 'text'), @extschema@.column_or_null(notes, 'n', 'author_role', 'text'),
            @extschema@.column_or_null(notes, 'n', 'signed', 'boolean'), notes)
        USING lines, adjustments, claims;
END
$$;
COMMENT ON FUNCTION @extschema@.denial_reviews(regclass, regclass, regclass, regclass, text[]) IS
    'denial_review() of every refusal that holds, those of the largest amounts first. lines, adjustments, conditions: as of denials_caught(); notes: encounter_id (or claim_id) and body, with note_id, note_date, doc_type, author_role, signed where they are there; claims: only these';
