-- Denials that an edit would have caught before the claim was sent.  docs/denial-rates.md.

CREATE FUNCTION @extschema@.edit_causes(edit text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
    RETURN CASE
        WHEN edit IN ('dx_not_billable', 'dx_seventh_missing', 'dx_seventh_invalid', 'dx_placeholder') THEN '{CODE_INVALID_DATE,NOT_SPECIFIC}'
        WHEN edit = 'dx_unspecified_side' THEN '{NOT_SPECIFIC}'
        WHEN edit IN ('dx_age', 'dx_sex') THEN '{AGE_SEX}'
        WHEN edit IN ('dx_wrong_system', 'dx_invalid', 'dx_manifestation_first', 'dx_external_cause_first', 'dx_never_first', 'dx_only_first',
            'dx_unacceptable_principal', 'dx_code_first_missing', 'dx_order', 'claim_without_diagnoses', 'poa_missing', 'poa_invalid',
            'line_wrong_system', 'line_code_invalid', 'line_code_retired') THEN '{CODE_INVALID_DATE}'
        WHEN edit = 'line_pointer' THEN '{CODE_INVALID_DATE,DX_PROC_MISMATCH}'
        WHEN edit = 'line_side_conflict' THEN '{MODIFIER,DX_PROC_MISMATCH}'
        WHEN edit IN ('line_units', 'mue_line', 'mue_day_policy', 'mue_day_clinical', 'payer_units') THEN '{UNITS}'
        WHEN edit = 'line_duplicate' THEN '{DUPLICATE}'
        WHEN edit IN ('ptp_never', 'ptp_documentation', 'add_on_without_primary', 'add_on_review') THEN '{BUNDLED}'
        WHEN edit = 'ptp_modifier' THEN '{BUNDLED,MODIFIER}'
        WHEN edit = 'coverage' THEN '{DX_PROC_MISMATCH,MEDICAL_NECESSITY}'
        WHEN edit = 'payer_prior_authorization' THEN '{AUTH}'
        WHEN edit = 'payer_documentation' THEN '{DOCUMENTATION}'
        WHEN edit IN ('payer_modifier', 'payer_no_modifier') THEN '{MODIFIER}'
        WHEN edit = 'payer_diagnosis' THEN '{DX_PROC_MISMATCH,MEDICAL_NECESSITY}'
        WHEN edit = 'payer_not_covered' THEN '{MEDICAL_NECESSITY,ELIGIBILITY_COB}'
        ELSE '{}' END::text[];
COMMENT ON FUNCTION @extschema@.edit_causes(text) IS
    'causes of denials (denial_cause()) that an edit of check_claim() foretells; coverage: no covered diagnosis by coverage_status(). Empty: none';

CREATE FUNCTION @extschema@.denials_caught(lines regclass, adjustments regclass, conditions regclass)
    RETURNS TABLE (claim_id text, claim_line_number integer, payer text, code text, cause text, action text, reasons text[], amount_denied numeric,
        caught boolean, edit text, severity text, message text, advice text, not_checked text[])
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000000 ROWS 10000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
    PERFORM @extschema@.require_columns(conditions, ARRAY['claim_id', 'normalized_code', 'condition_rank']);
    RETURN QUERY EXECUTE format('WITH denied AS MATERIALIZED (
            SELECT d.* FROM @extschema@.denial_lines($1, $2) AS d WHERE d.denied AND d.issue IS NULL),
        diagnosed AS MATERIALIZED (
            SELECT c.claim_id::text AS claim_id, array_agg(c.normalized_code::text) AS diagnoses
            FROM %1$s AS c WHERE c.claim_id::text IN (SELECT d.claim_id FROM denied AS d) GROUP BY 1),
        found AS MATERIALIZED (
            SELECT f.* FROM @extschema@.check_claims($1, $3, ARRAY(SELECT DISTINCT d.claim_id FROM denied AS d)) AS f),
        covered AS (
            SELECT d.claim_id, d.claim_line_number, s.policy, s.status
            FROM denied AS d LEFT JOIN diagnosed AS x ON x.claim_id = d.claim_id
            CROSS JOIN LATERAL @extschema@.coverage_status(coalesce(x.diagnoses, ''{}''), d.code, d.service_date) AS s
            WHERE d.cause IN (''DX_PROC_MISMATCH'', ''MEDICAL_NECESSITY'') AND s.status IN (''not covered'', ''no covered diagnosis'')
                -- most services are in no policy
                AND d.code IN (SELECT r.hcpcs FROM @extschema@.coverage_row AS r)),
        unchecked AS (
            SELECT f.claim_id, array_agg(DISTINCT f.edit COLLATE "C" ORDER BY f.edit COLLATE "C") AS edits FROM found AS f WHERE f.severity = ''issue'' GROUP BY 1),
        caught AS (
            SELECT DISTINCT ON (h.claim_id, h.claim_line_number) h.*
            FROM (SELECT d.claim_id, d.claim_line_number, f.edit, f.severity, f.message, f.advice
                FROM denied AS d JOIN found AS f ON f.claim_id = d.claim_id AND d.cause = ANY (@extschema@.edit_causes(f.edit))
                    AND (cardinality(f.lines) = 0 OR d.claim_line_number = ANY (f.lines))
                UNION ALL
                SELECT c.claim_id, c.claim_line_number, ''coverage'', ''warning'', ''policy '' || c.policy || '': '' || c.status, NULL FROM covered AS c) AS h
            ORDER BY h.claim_id, h.claim_line_number, array_position(''{error,warning,review}'', h.severity), h.edit COLLATE "C", h.message COLLATE "C")
        SELECT d.claim_id, d.claim_line_number, d.payer, d.code, d.cause, d.action, d.reasons, d.amount_denied,
            h.edit IS NOT NULL, h.edit, h.severity, h.message, h.advice,
            coalesce(u.edits, ''{}'')
        FROM denied AS d LEFT JOIN caught AS h ON h.claim_id = d.claim_id AND h.claim_line_number = d.claim_line_number
        LEFT JOIN unchecked AS u ON u.claim_id = d.claim_id
        ORDER BY d.amount_denied DESC, d.claim_id COLLATE "C", d.claim_line_number', conditions) USING lines, adjustments, conditions;
END
$$;
COMMENT ON FUNCTION @extschema@.denials_caught(regclass, regclass, regclass) IS
    'each denied line with the edit of check_claim(), rule of the payer or policy that foretold its cause before the claim was sent, the strictest first; caught false: none did; not_checked: edits whose lists are not loaded. conditions: claim_id, normalized_code, condition_rank, as in Tuva''s core.condition';
