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

CREATE FUNCTION @extschema@.claim_setting(claim_type text, bill_type_code text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10
    RETURN CASE WHEN claim_type = 'institutional' THEN
            -- type of bill: facility 1 (hospital), care 1 (inpatient) or 2; a leading 0 may stand before it
            CASE WHEN ltrim(bill_type_code, '0') ~ '^1[12]' THEN 'inpatient' WHEN ltrim(bill_type_code, '0') ~ '^2[12]' THEN 'snf' ELSE 'outpatient' END
        ELSE 'professional' END;
COMMENT ON FUNCTION @extschema@.claim_setting(text, text) IS
    'setting of a claim, as check_claim() takes it, from its type (professional, institutional) and type of bill; no type: professional';

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
        billed AS MATERIALIZED (
            SELECT l.claim_id::text AS claim_id, max(l.payer::text) AS payer, max(@extschema@.claim_setting(%3$s, %4$s)) AS setting,
                max(%5$s) AS sex, max(%6$s) AS birth_date,
                array_agg(ROW(l.claim_line_number, l.hcpcs_code, array_remove(ARRAY[%7$s, %8$s, %9$s, %10$s], NULL), %11$s, l.claim_line_start_date, %12$s,
                    %13$s, %14$s)::@extschema@.claim_line ORDER BY l.claim_line_number) AS lines
            FROM %1$s AS l WHERE l.claim_id::text IN (SELECT d.claim_id FROM denied AS d) GROUP BY 1),
        diagnosed AS MATERIALIZED (
            SELECT c.claim_id::text AS claim_id, array_agg(c.normalized_code::text ORDER BY c.condition_rank, c.normalized_code::text COLLATE "C") AS diagnoses
            FROM %2$s AS c WHERE c.claim_id::text IN (SELECT d.claim_id FROM denied AS d) GROUP BY 1),
        found AS MATERIALIZED (
            SELECT b.claim_id, f.edit, f.severity, f.lines, f.message, f.advice
            FROM billed AS b LEFT JOIN diagnosed AS x ON x.claim_id = b.claim_id
            CROSS JOIN LATERAL @extschema@.check_claim(coalesce(x.diagnoses, ''{}''), b.lines, b.setting, NULL, NULL, b.birth_date, b.sex, b.payer) AS f
            -- a relation without units has none to be wrong
            WHERE f.edit <> ''line_units'' OR $3),
        covered AS (
            SELECT d.claim_id, d.claim_line_number, s.policy, s.status
            FROM denied AS d LEFT JOIN diagnosed AS x ON x.claim_id = d.claim_id
            CROSS JOIN LATERAL @extschema@.coverage_status(coalesce(x.diagnoses, ''{}''), d.code, d.service_date) AS s
            WHERE d.cause IN (''DX_PROC_MISMATCH'', ''MEDICAL_NECESSITY'') AND s.status IN (''not covered'', ''no covered diagnosis'')),
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
            ARRAY(SELECT DISTINCT f.edit COLLATE "C" FROM found AS f WHERE f.claim_id = d.claim_id AND f.severity = ''issue'' ORDER BY 1)
        FROM denied AS d LEFT JOIN caught AS h ON h.claim_id = d.claim_id AND h.claim_line_number = d.claim_line_number
        ORDER BY d.amount_denied DESC, d.claim_id COLLATE "C", d.claim_line_number', lines, conditions,
            @extschema@.audit_column(lines, 'l', 'claim_type', 'text'), @extschema@.audit_column(lines, 'l', 'bill_type_code', 'text'),
            @extschema@.audit_column(lines, 'l', 'sex', 'text'), @extschema@.audit_column(lines, 'l', 'birth_date', 'date'),
            @extschema@.audit_column(lines, 'l', 'hcpcs_modifier_1', 'text'), @extschema@.audit_column(lines, 'l', 'hcpcs_modifier_2', 'text'),
            @extschema@.audit_column(lines, 'l', 'hcpcs_modifier_3', 'text'), @extschema@.audit_column(lines, 'l', 'hcpcs_modifier_4', 'text'),
            @extschema@.audit_column(lines, 'l', 'service_unit_quantity', 'double precision'), @extschema@.audit_column(lines, 'l', 'rendering_npi', 'text'),
            @extschema@.audit_column(lines, 'l', 'place_of_service_code', 'text'), @extschema@.audit_column(lines, 'l', 'diagnosis_pointers', 'integer[]'))
        USING lines, adjustments, EXISTS (SELECT FROM pg_attribute AS a WHERE a.attrelid = lines AND a.attname = 'service_unit_quantity' AND NOT a.attisdropped);
END
$$;
COMMENT ON FUNCTION @extschema@.denials_caught(regclass, regclass, regclass) IS
    'each denied line with the edit of check_claim(), rule of the payer or policy that foretold its cause before the claim was sent, the strictest first; caught false: none did; not_checked: edits whose lists are not loaded. conditions: claim_id, normalized_code, condition_rank, as in Tuva''s core.condition';
