-- What an adjustment of a remittance means.

CREATE FUNCTION @extschema@.reason_code(kind text, code text, as_of date DEFAULT NULL)
    RETURNS TABLE (title text, usage text, notes text, alert boolean, in_use boolean, release text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 500 ROWS 1
BEGIN ATOMIC
    SELECT c.title, c.usage, c.notes, c.kind = 'rarc' AND c.title LIKE 'Alert:%',
        $3 IS NULL AND c.end_day IS NULL
            OR coalesce($3 >= c.first_day, true) AND coalesce($3 < c.end_day, c.end_day IS NULL),
        r.release
    FROM @extschema@.release AS r
    JOIN @extschema@.reason_code AS c USING (release_id)
    WHERE r.release_id = @extschema@.release_id_on('x12', 'reason_codes', NULL)
        AND c.kind = $1 AND c.code = $2;
END;
COMMENT ON FUNCTION @extschema@.reason_code(text, text, date) IS
    'text of a group code, reason code (carc) or remark code (rarc) from the newest list loaded, which has the days of each code itself; alert: for information only; in_use: on that day, or with NULL without end';

CREATE FUNCTION @extschema@.denial_cause(
    group_code text, carc text, rarcs text[] DEFAULT '{}',
    hcpcs text DEFAULT NULL, modifiers text[] DEFAULT NULL, units numeric DEFAULT NULL,
    service_date date DEFAULT NULL, payer text DEFAULT NULL,
    ptp_indicator text DEFAULT NULL, mai integer DEFAULT NULL,
    other_hcpcs text[] DEFAULT NULL, setting text DEFAULT 'professional')
    RETURNS TABLE (denial boolean, cause text, action text, hard_stop text,
        needs_line boolean, needs text[], look_at text, source text, issue text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 2000 ROWS 1
BEGIN ATOMIC
    WITH given AS (
        SELECT upper(btrim(denial_cause.group_code)) AS grp, upper(btrim(denial_cause.carc)) AS reason,
            ARRAY(SELECT upper(btrim(u.code)) FROM unnest(denial_cause.rarcs) AS u(code) WHERE btrim(u.code) <> '') AS remarks,
            ARRAY(SELECT upper(btrim(u.code)) FROM unnest(denial_cause.modifiers) AS u(code)) AS mods),
    loaded AS (
        -- does an answer hang on a list, and is there one that speaks of the date?
        SELECT g.*, EXISTS (SELECT FROM @extschema@.denial_rule AS r WHERE r.condition LIKE 'ptp%' AND (r.reason_code IS NULL OR r.reason_code = g.reason)) AS hangs_on_ptp,
            EXISTS (SELECT FROM @extschema@.denial_rule AS r WHERE r.condition LIKE 'mue%' AND (r.reason_code IS NULL OR r.reason_code = g.reason)
                AND (r.remark_code IS NULL OR r.remark_code = ANY (g.remarks))) AS hangs_on_mue,
            @extschema@.ncci_system(denial_cause.setting, 'ptp') IS NOT NULL AND denial_cause.ptp_indicator IS NULL AND denial_cause.hcpcs IS NOT NULL
                AND denial_cause.other_hcpcs IS NOT NULL AND denial_cause.service_date IS NOT NULL AS ask_ptp,
            @extschema@.ncci_system(denial_cause.setting, 'mue') IS NOT NULL AND denial_cause.mai IS NULL AND denial_cause.hcpcs IS NOT NULL AND denial_cause.service_date IS NOT NULL AS ask_mai,
            @extschema@.has_ptp_edits(denial_cause.service_date, denial_cause.setting) AS has_ptp,
            @extschema@.release_id_on(@extschema@.ncci_system(denial_cause.setting, 'mue'), 'mue', denial_cause.service_date) IS NOT NULL AS has_mue
        FROM given AS g),
    looked_up AS (
        SELECT l.*,
            -- the refused line has the code of column two; 0 rules out what 1 would allow
            coalesce(denial_cause.ptp_indicator, CASE WHEN l.hangs_on_ptp AND l.ask_ptp AND l.has_ptp THEN coalesce((
                SELECT min(i.indicator)::text
                FROM unnest(denial_cause.other_hcpcs) AS o(code)
                CROSS JOIN LATERAL @extschema@.ptp_indicator(o.code, denial_cause.hcpcs, denial_cause.service_date, denial_cause.setting) AS i(indicator)
                WHERE i.indicator IN (0, 1)), 'none') END) AS indicator,
            coalesce(denial_cause.mai, CASE WHEN l.hangs_on_mue AND l.ask_mai AND l.has_mue THEN coalesce((
                SELECT m.mai::integer FROM @extschema@.mue(denial_cause.hcpcs, denial_cause.service_date, denial_cause.setting) AS m), 0) END) AS limit_mai
        FROM loaded AS l),
    fact AS (
        SELECT g.*, array_remove(ARRAY[
                CASE WHEN cardinality(g.remarks) = 0 THEN 'no_remark' END,
                CASE g.indicator WHEN '0' THEN 'ptp_0' WHEN '1' THEN 'ptp_1' END,
                CASE WHEN g.limit_mai = 2 THEN 'mue_2' WHEN g.limit_mai IN (1, 3) THEN 'mue_1_3' END,
                CASE WHEN 'GA' = ANY (g.mods) THEN 'modifier_ga' END, CASE WHEN 'GX' = ANY (g.mods) THEN 'modifier_gx' END,
                CASE WHEN 'GY' = ANY (g.mods) THEN 'modifier_gy' END, CASE WHEN 'GZ' = ANY (g.mods) THEN 'modifier_gz' END], NULL) AS known
        FROM looked_up AS g),
    rule AS (
        SELECT r.*, f.known, f.indicator, f.limit_mai, r.condition IS NULL OR r.condition = ANY (f.known) AS holds,
            (r.condition IS NOT NULL)::integer * 16 + (r.remark_code IS NOT NULL)::integer * 8
                + (r.reason_code IS NOT NULL)::integer * 4 + (r.payer IS NOT NULL)::integer * 2
                + (r.group_code IS NOT NULL)::integer AS weight
        FROM fact AS f
        JOIN @extschema@.denial_rule AS r ON (r.reason_code IS NULL OR r.reason_code = f.reason)
            AND (r.group_code IS NULL OR r.group_code = f.grp)
            AND (r.remark_code IS NULL OR r.remark_code = ANY (f.remarks))
            AND (r.payer IS NULL OR r.payer = denial_cause.payer)
            AND (r.valid IS NULL OR denial_cause.service_date <@ r.valid)),
    answer AS (
        SELECT
            (array_agg(r.denial ORDER BY r.weight DESC, r.origin = 'starter', r.remark_code COLLATE "C", r.denial_rule_id)
                FILTER (WHERE r.holds AND r.denial IS NOT NULL))[1] AS denial,
            (array_agg(r.cause ORDER BY r.weight DESC, r.origin = 'starter', r.remark_code COLLATE "C", r.denial_rule_id)
                FILTER (WHERE r.holds AND r.cause IS NOT NULL))[1] AS cause,
            (array_agg(r.action ORDER BY r.weight DESC, r.origin = 'starter', r.remark_code COLLATE "C", r.denial_rule_id)
                FILTER (WHERE r.holds AND r.cause IS NOT NULL AND r.action IS NOT NULL))[1] AS action,
            (array_agg(r.hard_stop ORDER BY r.weight DESC, r.origin = 'starter', r.remark_code COLLATE "C", r.denial_rule_id)
                FILTER (WHERE r.holds AND r.hard_stop IS NOT NULL))[1] AS hard_stop,
            -- a remark that says what to do whatever the reason is
            (array_agg(r.action ORDER BY r.origin = 'starter', r.remark_code COLLATE "C", r.denial_rule_id)
                FILTER (WHERE r.holds AND r.hard_stop IS NOT NULL AND r.cause IS NULL AND r.action IS NOT NULL))[1] AS stop_action,
            (array_agg(r.look_at ORDER BY r.weight DESC, r.origin = 'starter', r.remark_code COLLATE "C", r.denial_rule_id)
                FILTER (WHERE r.holds AND r.cause IS NOT NULL))[1] AS look_at,
            (array_agg(r.source ORDER BY r.weight DESC, r.origin = 'starter', r.remark_code COLLATE "C", r.denial_rule_id)
                FILTER (WHERE r.holds AND r.cause IS NOT NULL))[1] AS source,
            coalesce(bool_or(r.holds AND r.reason_code IS NOT NULL), false) AS has_reason,
            -- facts of the line that a rule asks for and nobody has told
            coalesce(bool_or(r.condition LIKE 'ptp%' AND r.indicator IS NULL), false) AS needs_ptp,
            coalesce(bool_or(r.condition LIKE 'mue%' AND r.limit_mai IS NULL), false) AS needs_mai,
            coalesce(bool_or(r.condition LIKE 'modifier%') AND denial_cause.modifiers IS NULL, false) AS needs_modifiers
        FROM rule AS r)
    SELECT a.denial, a.cause,
        CASE
            WHEN NOT a.denial THEN a.action
            WHEN a.stop_action IS NOT NULL THEN a.stop_action
            WHEN a.hard_stop IS NOT NULL AND a.action = 'APPEAL' THEN 'CLOSE'
            WHEN a.action = 'PATIENT_BILL' AND f.grp = 'CO' THEN 'CLOSE'
            ELSE a.action END,
        a.hard_stop,
        a.denial AND (a.needs_ptp OR a.needs_mai OR a.needs_modifiers),
        CASE WHEN a.denial THEN array_remove(ARRAY[CASE WHEN a.needs_ptp THEN 'ptp_indicator' END,
            CASE WHEN a.needs_mai THEN 'mai' END, CASE WHEN a.needs_modifiers THEN 'modifiers' END], NULL) ELSE '{}' END,
        a.look_at, a.source,
        CASE WHEN f.grp IS NULL OR f.grp NOT IN ('CO', 'PR', 'OA', 'PI', 'CR') THEN 'the group code is none of CO, PR, OA, PI, CR'
            WHEN coalesce(f.reason, '') = '' THEN 'the reason code is missing'
            WHEN NOT a.has_reason THEN 'no rule for this reason code: INSERT INTO @extschema@.denial_rule (reason_code, denial, cause, action, source) VALUES (...);'
            WHEN a.denial AND a.needs_ptp AND f.ask_ptp THEN 'no procedure-to-procedure edits are loaded for the date of service: SELECT * FROM @extschema@.load_file(''ccipra-v321r0-f1.txt'', ''2026-Q1-practitioner-f1'');'
            WHEN a.denial AND a.needs_mai AND f.ask_mai THEN 'no medically unlikely edits are loaded for the date of service: SELECT * FROM @extschema@.load_file(''MCR_MUE_PractitionerServices_Eff_01-01-2026.csv'', ''2026-Q1'');' END
    FROM answer AS a CROSS JOIN fact AS f;
END;
COMMENT ON FUNCTION @extschema@.denial_cause(text, text, text[], text, text[], numeric, date, text, text, integer, text[], text) IS
    'what an adjustment means: whether it is a denial, its cause, what to do, and what forbids an appeal; other_hcpcs: the other services of that day and provider, by which the NCCI pair is looked up, as the MAI is by hcpcs, date and setting; needs: facts of the line on which the answer hangs and that are not known; issue: why there is no answer or only a general one';
