-- What was paid against what was billed: lines that were denied, and how often.  docs/denial-rates.md.

CREATE FUNCTION @extschema@.create_denial_views(target_schema text) RETURNS void
    LANGUAGE plpgsql VOLATILE STRICT PARALLEL UNSAFE COST 100000
    SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
    missing text;
BEGIN
    SELECT n.name INTO missing FROM unnest('{remit_payment,remit_claim,remit_line,remit_adjustment,claim_submission,claim,claim_line,claim_diagnosis}'::text[]) AS n(name)
    WHERE to_regclass(format('%I.%I', target_schema, n.name)) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'schema % has no table %', target_schema, missing USING ERRCODE = 'undefined_table',
            HINT = format('SELECT @extschema@.create_remittance_tables(%1$L), @extschema@.create_claim_tables(%1$L);', target_schema);
    END IF;
    EXECUTE format($sql$
CREATE VIEW %1$I.remit_decision WITH (security_invoker = true) AS
WITH event AS (
    SELECT c.remit_id, c.claim_number, c.claim_id, c.claim_status_code, c.paid_amount, p.payer, p.remit_date,
        -- a reversal stands before what takes its place
        row_number() OVER (PARTITION BY c.claim_id
            ORDER BY p.remit_date, c.remit_id, c.claim_status_code <> '22', c.claim_number) AS place,
        bool_or(c.claim_status_code <> '22') OVER (PARTITION BY c.claim_id, p.payer) AS decides
    FROM %1$I.remit_claim AS c JOIN %1$I.remit_payment AS p USING (remit_id)
    WHERE NOT p.is_test AND c.claim_status_code <> ALL ('{2,3,20,21,25}')),
decision AS (
    SELECT e.*, coalesce(max(e.place) FILTER (WHERE e.claim_status_code = '22' AND e.decides) OVER (PARTITION BY e.claim_id) > e.place, false) AS reversed
    FROM event AS e)
SELECT d.remit_id, d.claim_number, d.claim_id, d.claim_status_code, d.payer, d.remit_date, d.paid_amount, d.place, d.reversed,
    d.place = min(d.place) OVER (PARTITION BY d.claim_id) AS first_decision,
    d.place = max(d.place) OVER (PARTITION BY d.claim_id) AND NOT d.reversed AS last_decision
FROM decision AS d
WHERE d.claim_status_code <> '22'
    -- the refusal of a duplicate leaves what was decided before
    AND (d.place = 1 OR NOT EXISTS (SELECT FROM %1$I.remit_adjustment AS a
        WHERE a.remit_id = d.remit_id AND a.claim_number = d.claim_number AND a.reason_code = '18'));
COMMENT ON VIEW %1$I.remit_decision IS 'What the payer that is asked first decided on claims, without reversals';
COMMENT ON COLUMN %1$I.remit_decision.place IS 'order of the decisions and reversals of a claim';
COMMENT ON COLUMN %1$I.remit_decision.reversed IS 'a reversal came later';
COMMENT ON COLUMN %1$I.remit_decision.last_decision IS 'the last, unless it was reversed';
CREATE VIEW %1$I.remit_line_decision WITH (security_invoker = true) AS
WITH billed AS (
    SELECT DISTINCT ON (l.claim_id, coalesce(l.line_control_number, l.claim_line_number::text))
        l.claim_id, coalesce(l.line_control_number, l.claim_line_number::text) AS line_control_number, l.claim_line_number
    FROM %1$I.claim_line AS l
    ORDER BY l.claim_id, coalesce(l.line_control_number, l.claim_line_number::text), l.submission_id, l.claim_number, l.claim_line_number)
SELECT d.remit_id, d.claim_number, r.claim_line_number AS remit_line_number, d.claim_id, b.claim_line_number, r.paid_amount, r.allowed_amount,
    d.place = min(d.place) OVER line AS first_decision, d.place = max(d.place) OVER line AND NOT d.reversed AS last_decision
FROM %1$I.remit_decision AS d JOIN %1$I.remit_line AS r USING (remit_id, claim_number)
JOIN billed AS b ON b.claim_id = d.claim_id AND b.line_control_number = r.line_control_number
WINDOW line AS (PARTITION BY d.claim_id, b.claim_line_number);
COMMENT ON VIEW %1$I.remit_line_decision IS 'Decisions on lines, with the number that the line was billed by';
COMMENT ON COLUMN %1$I.remit_line_decision.claim_line_number IS 'as billed';
COMMENT ON COLUMN %1$I.remit_line_decision.first_decision IS 'first of those that hold the line';
CREATE VIEW %1$I.billed_line WITH (security_invoker = true) AS
WITH billed AS (
    SELECT DISTINCT ON (l.claim_id, l.claim_line_number) l.claim_id, l.claim_line_number, c.claim_type, c.member_id, coalesce(c.payer, c.payer_id) AS payer,
        c.claim_start_date, c.claim_end_date, coalesce(l.claim_line_start_date, c.claim_start_date) AS claim_line_start_date,
        coalesce(l.claim_line_end_date, c.claim_end_date) AS claim_line_end_date,
        coalesce(l.place_of_service_code, c.place_of_service_code) AS place_of_service_code, c.bill_type_code, l.revenue_center_code,
        l.hcpcs_code, l.hcpcs_modifier_1, l.hcpcs_modifier_2, l.hcpcs_modifier_3, l.hcpcs_modifier_4, l.service_unit_quantity, l.charge_amount,
        coalesce(l.rendering_npi, c.rendering_npi) AS rendering_npi, c.billing_npi, l.diagnosis_pointers, c.sex, c.birth_date
    FROM %1$I.claim_line AS l JOIN %1$I.claim AS c USING (submission_id, claim_number) JOIN %1$I.claim_submission AS s USING (submission_id)
    WHERE NOT s.is_test AND c.frequency_code IS DISTINCT FROM '8' AND coalesce(c.payer_responsibility, 'P') = 'P'
    ORDER BY l.claim_id, l.claim_line_number, s.submission_date, l.submission_id, l.claim_number),
paid AS (
    SELECT d.claim_id, d.claim_line_number, sum(d.paid_amount) FILTER (WHERE d.first_decision) AS first_paid_amount,
        sum(d.paid_amount) FILTER (WHERE d.last_decision) AS paid_amount, sum(d.allowed_amount) FILTER (WHERE d.last_decision) AS allowed_amount
    FROM %1$I.remit_line_decision AS d GROUP BY d.claim_id, d.claim_line_number),
-- claims that were decided as a whole: their payment in proportion to the charges
whole AS (
    SELECT d.claim_id, sum(d.paid_amount) FILTER (WHERE d.first_decision) AS first_paid_amount, sum(d.paid_amount) FILTER (WHERE d.last_decision) AS paid_amount
    FROM %1$I.remit_decision AS d
    WHERE NOT EXISTS (SELECT FROM %1$I.remit_line AS r WHERE r.remit_id = d.remit_id AND r.claim_number = d.claim_number)
    GROUP BY d.claim_id),
share AS (
    SELECT b.*, coalesce(b.charge_amount / nullif(sum(b.charge_amount) OVER (PARTITION BY b.claim_id), 0), 0) AS of_claim FROM billed AS b)
SELECT s.claim_id, s.claim_line_number, s.claim_type, s.member_id, s.payer, s.claim_start_date, s.claim_end_date, s.claim_line_start_date,
    s.claim_line_end_date, s.place_of_service_code, s.bill_type_code, s.revenue_center_code, s.hcpcs_code, s.hcpcs_modifier_1, s.hcpcs_modifier_2,
    s.hcpcs_modifier_3, s.hcpcs_modifier_4, s.service_unit_quantity, s.charge_amount,
    coalesce(p.paid_amount, round(w.paid_amount * s.of_claim, 2)) AS paid_amount,
    coalesce(p.first_paid_amount, round(w.first_paid_amount * s.of_claim, 2)) AS first_paid_amount, p.allowed_amount, s.rendering_npi, s.billing_npi,
    s.diagnosis_pointers, s.sex, s.birth_date
FROM share AS s LEFT JOIN paid AS p ON p.claim_id = s.claim_id AND p.claim_line_number = s.claim_line_number
LEFT JOIN whole AS w ON w.claim_id = s.claim_id;
COMMENT ON VIEW %1$I.billed_line IS 'Lines as they were first billed to the payer that is asked first, and what was paid; columns are named as in Tuva''s medical_claim';
COMMENT ON COLUMN %1$I.billed_line.paid_amount IS 'by the last decision; NULL: there is none, or it was reversed';
COMMENT ON COLUMN %1$I.billed_line.first_paid_amount IS 'by the first decision; NULL: there is none';
COMMENT ON COLUMN %1$I.billed_line.diagnosis_pointers IS 'billed_condition.condition_rank';
CREATE VIEW %1$I.billed_condition WITH (security_invoker = true) AS
WITH billed AS (
    SELECT DISTINCT ON (c.claim_id) c.claim_id, c.submission_id, c.claim_number, c.member_id, coalesce(c.payer, c.payer_id) AS payer
    FROM %1$I.claim AS c JOIN %1$I.claim_submission AS s USING (submission_id)
    WHERE NOT s.is_test AND c.frequency_code IS DISTINCT FROM '8' AND coalesce(c.payer_responsibility, 'P') = 'P'
    ORDER BY c.claim_id, s.submission_date, c.submission_id, c.claim_number)
SELECT b.claim_id, b.member_id, b.payer, d.diagnosis_type AS condition_type, d.code_type AS normalized_code_type, d.diagnosis_code AS normalized_code,
    row_number() OVER (PARTITION BY b.claim_id ORDER BY d.diagnosis_type = 'external_cause', d.diagnosis_rank)::integer AS condition_rank,
    d.present_on_admit_code
FROM billed AS b JOIN %1$I.claim_diagnosis AS d USING (submission_id, claim_number)
WHERE d.diagnosis_type IN ('principal', 'other', 'external_cause');
COMMENT ON VIEW %1$I.billed_condition IS 'Diagnoses of the claims of billed_line as first billed, without those of admission and reasons for a visit; columns are named as in Tuva''s condition';
COMMENT ON COLUMN %1$I.billed_condition.condition_rank IS 'from 1: principal, others, external causes';
CREATE VIEW %1$I.billed_adjustment WITH (security_invoker = true) AS
SELECT a.claim_id, d.claim_line_number, a.group_code, a.reason_code, a.amount, a.quantity, a.remark_codes, a.payer, a.payer_claim_id, a.remit_date,
    a.claim_status_code, d.first_decision, d.last_decision
FROM %1$I.remit_adjustment AS a JOIN %1$I.remit_line_decision AS d
    -- claim_id follows from the others: by it a query for one claim reads no other
    ON d.claim_id = a.claim_id AND d.remit_id = a.remit_id AND d.claim_number = a.claim_number AND d.remit_line_number = a.claim_line_number
UNION ALL
SELECT a.claim_id, NULL, a.group_code, a.reason_code, a.amount, a.quantity, a.remark_codes, a.payer, a.payer_claim_id, a.remit_date,
    a.claim_status_code, d.first_decision, d.last_decision
FROM %1$I.remit_adjustment AS a JOIN %1$I.remit_decision AS d USING (claim_id, remit_id, claim_number)
WHERE a.claim_line_number IS NULL;
COMMENT ON VIEW %1$I.billed_adjustment IS 'Adjustments with the number that their line was billed by';
COMMENT ON COLUMN %1$I.billed_adjustment.claim_line_number IS 'as billed; NULL: of the claim as a whole';
COMMENT ON COLUMN %1$I.billed_adjustment.last_decision IS 'false: another decision came later, or a reversal';
REVOKE ALL ON %1$I.remit_decision, %1$I.remit_line_decision, %1$I.billed_line, %1$I.billed_condition, %1$I.billed_adjustment FROM PUBLIC;
$sql$, target_schema);
END
$function$;
COMMENT ON FUNCTION @extschema@.create_denial_views(text) IS
    'makes the views billed_line, billed_condition and billed_adjustment in a schema that load_835() and load_837() fill: lines as billed with what was paid, their diagnoses, adjustments with the number of the line as billed, first and last decisions told apart';

CREATE FUNCTION @extschema@.modifier_set(modifiers text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 200
BEGIN ATOMIC
    SELECT ARRAY(SELECT DISTINCT upper(btrim(m.code)) COLLATE "C" FROM unnest(modifiers) AS m(code) WHERE btrim(m.code) <> '' ORDER BY 1);
END;
COMMENT ON FUNCTION @extschema@.modifier_set(text[]) IS 'modifiers in capitals and in order, each once';

CREATE FUNCTION @extschema@.check_denial_input(lines regclass, adjustments regclass) RETURNS void
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $$
DECLARE
    found boolean;
BEGIN
    PERFORM @extschema@.require_columns(lines, ARRAY['claim_id', 'claim_line_number', 'payer', 'hcpcs_code', 'claim_line_start_date', 'charge_amount', 'paid_amount']);
    PERFORM @extschema@.require_columns(adjustments, ARRAY['claim_id', 'claim_line_number', 'group_code', 'reason_code', 'amount']);
    EXECUTE format('SELECT EXISTS (SELECT FROM %s AS l GROUP BY l.claim_id, l.claim_line_number
        HAVING count(*) > 1 AND l.claim_id IS NOT NULL AND l.claim_line_number IS NOT NULL)', lines) INTO found;
    IF found THEN
        RAISE EXCEPTION '% has a line of a claim twice', lines USING ERRCODE = 'cardinality_violation',
            HINT = 'Make a view with one row for each claim_id and claim_line_number.';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %s AS l JOIN %s AS a ON a.claim_id::text = l.claim_id::text)', lines, adjustments) INTO found;
    IF NOT found THEN
        RAISE EXCEPTION 'no adjustment of % is of a claim of %', adjustments, lines USING ERRCODE = 'no_data_found',
            HINT = 'claim_id must be the same number in both: of an 835 it is the provider''s (CLP01).';
    END IF;
    EXECUTE format('SELECT EXISTS (SELECT FROM %s AS a WHERE %s = ''22'' AND %L)', adjustments,
        @extschema@.column_or_null(adjustments, 'a', 'claim_status_code', 'text'),
        @extschema@.column_or_null(adjustments, 'a', 'last_decision', 'boolean') = 'NULL::boolean') INTO found;
    IF found THEN
        RAISE EXCEPTION '% has reversals', adjustments USING ERRCODE = 'data_exception',
            HINT = 'SELECT @extschema@.create_denial_views(''finance''); and take finance.billed_adjustment, which tells decisions apart.';
    END IF;
END
$$;
COMMENT ON FUNCTION @extschema@.check_denial_input(regclass, regclass) IS
    'an error where lines and adjustments cannot be joined: columns missing, lines twice, no claim in common, reversals. Part of denial_rates()';

CREATE FUNCTION @extschema@.billed_service_sql(lines regclass) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    RETURN format('nullif(btrim(l.payer::text), '''') AS payer, coalesce(nullif(upper(btrim(l.hcpcs_code::text)), ''''), nullif(btrim(%1$s), '''')) AS code,
                CASE WHEN coalesce(%3$s, %4$s, %5$s, %6$s) IS NOT NULL THEN @extschema@.modifier_set(ARRAY[%2$s, %3$s, %4$s, %5$s, %6$s])
                    WHEN btrim(%2$s) <> '''' THEN ARRAY[upper(btrim(%2$s))] ELSE ''{}'' END AS modifiers',
        @extschema@.column_or_null(lines, 'l', 'revenue_center_code', 'text'),
        @extschema@.column_or_null(lines, 'l', 'hcpcs_modifier_1', 'text'), @extschema@.column_or_null(lines, 'l', 'hcpcs_modifier_2', 'text'),
        @extschema@.column_or_null(lines, 'l', 'hcpcs_modifier_3', 'text'), @extschema@.column_or_null(lines, 'l', 'hcpcs_modifier_4', 'text'),
        @extschema@.column_or_null(lines, 'l', 'hcpcs_modifier_5', 'text'));
COMMENT ON FUNCTION @extschema@.billed_service_sql(regclass) IS 'payer, code and modifiers of a line as expressions. Part of denial_rates()';

-- The queries that others end: line, what was billed from the day $1 to before the day $2; told, the
-- adjustments of each line with what they mean; outcome, the lines with what was decided.
-- denial_cause() is asked once for what differs in something that a rule can ask for.  Who runs this does so without
-- nested loops, which the planner takes where it does not know how many rows a step gives.
CREATE FUNCTION @extschema@.denial_sql(lines regclass, adjustments regclass) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    RETURN format('WITH line AS MATERIALIZED (
            SELECT row_number() OVER () AS no, l.claim_id::text COLLATE "C" AS claim_id, l.claim_line_number::integer AS claim_line_number,
                %3$s,
                l.claim_line_start_date::date AS service_date, %4$s AS coder, %5$s AS provider, @extschema@.claim_setting(%12$s, %13$s) AS setting,
                l.charge_amount::numeric AS charge, l.paid_amount::numeric AS paid, coalesce(%6$s, l.paid_amount::numeric) AS first_paid,
                CASE WHEN l.claim_id IS NULL OR l.claim_line_number IS NULL THEN ''the claim or the number of the line is missing''
                    WHEN %7$s < 0 OR l.charge_amount < 0 THEN ''units or charge are below 0: a reversal'' END AS issue
            FROM %1$s AS l
            WHERE ($1 IS NULL OR l.claim_line_start_date >= $1) AND ($2 IS NULL OR l.claim_line_start_date < $2)),
        rule AS MATERIALIZED (
            SELECT (SELECT array_agg(DISTINCT r.payer) FROM @extschema@.denial_rule AS r WHERE r.payer IS NOT NULL) AS payers,
                (SELECT array_agg(DISTINCT d.day) FROM @extschema@.denial_rule AS r
                    CROSS JOIN LATERAL (VALUES (''-infinity''::date), (lower(r.valid)), (upper(r.valid))) AS d(day) WHERE d.day IS NOT NULL) AS days,
                (SELECT array_agg(DISTINCT r.reason_code) FROM @extschema@.denial_rule AS r WHERE r.condition ~ ''^(ptp|mue)'') AS listed,
                EXISTS (SELECT FROM @extschema@.denial_rule AS r WHERE r.condition ~ ''^(ptp|mue)'' AND r.reason_code IS NULL) AS any_reason),
        adjustment AS MATERIALIZED (
            SELECT a.claim_id::text COLLATE "C" AS claim_id, a.claim_line_number::integer AS claim_line_number, coalesce(a.group_code::text, '''') AS group_code,
                coalesce(a.reason_code::text, '''') AS carc, coalesce(%8$s, ''{}'') AS remarks, a.amount::numeric AS amount,
                CASE WHEN %9$s = ANY (r.payers) THEN %9$s ELSE '''' END AS payer,
                coalesce(%10$s, true) AS first, coalesce(%11$s, true) AS last
            FROM %2$s AS a CROSS JOIN rule AS r),
        claim AS (
            SELECT l.claim_id, sum(l.charge) AS charge, count(*) AS lines FROM line AS l
            WHERE l.claim_id IN (SELECT a.claim_id FROM adjustment AS a WHERE a.claim_line_number IS NULL) GROUP BY l.claim_id),
        held AS (
            SELECT l.no, l.modifiers, l.service_date, a.group_code, a.carc, a.remarks, a.payer, a.amount, a.first, a.last
            FROM adjustment AS a JOIN line AS l ON l.claim_id = a.claim_id AND l.claim_line_number = a.claim_line_number
            UNION ALL
            -- what is said of the whole claim, in proportion to the charges
            SELECT l.no, l.modifiers, l.service_date, a.group_code, a.carc, a.remarks, a.payer,
                a.amount * coalesce(l.charge / nullif(c.charge, 0), 1.0 / c.lines), a.first, a.last
            FROM adjustment AS a JOIN line AS l ON l.claim_id = a.claim_id JOIN claim AS c ON c.claim_id = a.claim_id
            WHERE a.claim_line_number IS NULL),
        -- reasons that hang on the pair of a line or on the limit of its units: few, so that all else is passed by
        kind AS MATERIALIZED (
            SELECT k.carc, k.remarks, bool_or(r.condition LIKE ''ptp%%'') AS asks_ptp, bool_or(r.condition LIKE ''mue%%'') AS asks_mue
            FROM (SELECT DISTINCT a.carc, a.remarks FROM adjustment AS a CROSS JOIN rule AS r WHERE upper(btrim(a.carc)) = ANY (r.listed) OR r.any_reason) AS k
            JOIN @extschema@.denial_rule AS r ON (r.reason_code IS NULL OR r.reason_code = upper(btrim(k.carc))) AND r.condition ~ ''^(ptp|mue)''
                AND (r.remark_code IS NULL OR r.remark_code IN (SELECT upper(btrim(m.code)) FROM unnest(k.remarks) AS m(code)))
            GROUP BY k.carc, k.remarks),
        hanging AS MATERIALIZED (
            SELECT l.no, l.claim_id, l.code, l.service_date, l.setting, coalesce(l.provider, '''') AS provider, bool_or(k.asks_ptp) AS asks_ptp, bool_or(k.asks_mue) AS asks_mue
            FROM kind AS k JOIN adjustment AS a USING (carc, remarks)
            JOIN line AS l ON l.claim_id = a.claim_id AND coalesce(l.claim_line_number = a.claim_line_number, a.claim_line_number IS NULL)
            WHERE l.code IS NOT NULL AND l.service_date IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6),
        loaded AS MATERIALIZED (
            SELECT d.service_date, d.setting, @extschema@.has_ptp_edits(d.service_date, d.setting) AS has_ptp,
                @extschema@.release_id_on(@extschema@.ncci_system(d.setting, ''mue''), ''mue'', d.service_date) IS NOT NULL AS has_mue
            FROM (SELECT DISTINCT h.service_date, h.setting FROM hanging AS h) AS d),
        -- as in denial_cause(): the refused line has the code of column two, and 0 rules out what 1 would allow
        pair AS MATERIALIZED (
            SELECT p.no, coalesce((min(p.indicator) FILTER (WHERE p.indicator IN (0, 1)))::text, ''none'') AS indicator
            FROM (SELECT h.no, @extschema@.ptp_indicator(o.code, h.code, h.service_date, h.setting) AS indicator
                FROM hanging AS h JOIN loaded AS d ON d.service_date = h.service_date AND d.setting = h.setting AND d.has_ptp
                LEFT JOIN line AS o ON o.claim_id = h.claim_id AND o.service_date = h.service_date AND coalesce(o.provider, '''') = h.provider
                    AND o.no <> h.no AND o.code <> h.code
                WHERE h.asks_ptp) AS p GROUP BY p.no),
        unit_limit AS MATERIALIZED (
            SELECT u.code, u.service_date, u.setting, coalesce((SELECT m.mai::integer FROM @extschema@.mue(u.code, u.service_date, u.setting) AS m), 0) AS mai
            FROM (SELECT DISTINCT h.code, h.service_date, h.setting FROM hanging AS h
                JOIN loaded AS d ON d.service_date = h.service_date AND d.setting = h.setting AND d.has_mue WHERE h.asks_mue) AS u),
        fact AS (
            SELECT h.no, p.indicator, u.mai FROM hanging AS h LEFT JOIN pair AS p USING (no)
            LEFT JOIN unit_limit AS u ON h.asks_mue AND u.code = h.code AND u.service_date = h.service_date AND u.setting = h.setting),
        asked AS MATERIALIZED (
            SELECT h.no, coalesce(f.indicator, '''') AS indicator, coalesce(f.mai, -1) AS mai, h.group_code, h.carc, h.remarks, h.payer, h.amount, h.first, h.last, coalesce(width_bucket(h.service_date, r.days), 0) AS period,
                CASE WHEN h.modifiers && ''{GA,GX,GY,GZ}'' THEN ARRAY(SELECT m.code FROM unnest(h.modifiers) AS m(code)
                    WHERE m.code = ANY (''{GA,GX,GY,GZ}'') ORDER BY m.code) ELSE ''{}'' END AS notices
            FROM held AS h CROSS JOIN rule AS r LEFT JOIN fact AS f ON f.no = h.no),
        meaning AS MATERIALIZED (
            SELECT k.*, c.denial, c.cause, c.action
            FROM (SELECT DISTINCT a.group_code, a.carc, a.remarks, a.payer, a.period, a.notices, a.indicator, a.mai FROM asked AS a) AS k CROSS JOIN rule AS r
            CROSS JOIN LATERAL @extschema@.denial_cause(k.group_code, k.carc, k.remarks, modifiers => k.notices,
                service_date => CASE WHEN k.period > 0 THEN r.days[k.period] END, payer => k.payer,
                ptp_indicator => nullif(k.indicator, ''''), mai => nullif(k.mai, -1)) AS c),
        told AS MATERIALIZED (
            SELECT a.no, upper(btrim(a.group_code)) AS group_code, upper(btrim(a.carc)) AS carc, m.cause, m.action, a.amount, a.first, a.last,
                -- what does not lower the payment denies nothing
                m.denial AND coalesce(a.amount > 0, true) AS denial
            FROM asked AS a JOIN meaning AS m USING (group_code, carc, remarks, payer, period, notices, indicator, mai)),
        verdict AS (
            SELECT t.no, bool_or(t.first) AS first, bool_or(t.last) AS last, bool_or(t.denial AND t.first) AS first_denied,
                bool_or(t.denial AND t.last) AS denied, bool_or(t.denial IS NULL) AS unknown
            FROM told AS t GROUP BY t.no),
        outcome AS MATERIALIZED (
            SELECT d.no, d.claim_id, d.claim_line_number, d.payer, d.code, d.modifiers, d.service_date, d.coder, d.provider, d.charge, d.paid,
                d.decided, CASE WHEN d.decided THEN coalesce(d.denied, false) END AS denied,
                d.first_decided, CASE WHEN d.first_decided THEN coalesce(d.first_denied, false) END AS first_denied, d.issue
            FROM (SELECT l.no, l.claim_id, l.claim_line_number, l.payer, l.code, l.modifiers, l.service_date, l.coder, l.provider, l.charge, l.paid,
                    coalesce(v.last OR l.paid <> 0 OR l.paid = 0 AND l.charge = 0, false) AS decided, v.denied,
                    coalesce(v.first OR l.first_paid <> 0 OR l.first_paid = 0 AND l.charge = 0, false) AS first_decided, v.first_denied,
                    coalesce(l.issue, CASE WHEN v.unknown THEN ''denial_cause() has no answer for an adjustment'' END) AS issue
                FROM line AS l LEFT JOIN verdict AS v USING (no)) AS d)',
        lines, adjustments, @extschema@.billed_service_sql(lines), @extschema@.column_or_null(lines, 'l', 'coder', 'text'),
        @extschema@.column_or_null(lines, 'l', 'rendering_npi', 'text'), @extschema@.column_or_null(lines, 'l', 'first_paid_amount', 'numeric'),
        @extschema@.column_or_null(lines, 'l', 'service_unit_quantity', 'numeric'), @extschema@.column_or_null(adjustments, 'a', 'remark_codes', 'text[]'),
        @extschema@.column_or_null(adjustments, 'a', 'payer', 'text'), @extschema@.column_or_null(adjustments, 'a', 'first_decision', 'boolean'),
        @extschema@.column_or_null(adjustments, 'a', 'last_decision', 'boolean'),
        @extschema@.column_or_null(lines, 'l', 'claim_type', 'text'), @extschema@.column_or_null(lines, 'l', 'bill_type_code', 'text'));
COMMENT ON FUNCTION @extschema@.denial_sql(regclass, regclass) IS 'the queries that join lines with what was decided on them. Part of denial_rates()';

CREATE FUNCTION @extschema@.denial_lines(lines regclass, adjustments regclass)
    RETURNS TABLE (claim_id text, claim_line_number integer, payer text, code text, modifiers text[], service_date date, coder text, provider text,
        charge_amount numeric, paid_amount numeric, decided boolean, denied boolean, first_decided boolean, first_denied boolean,
        cause text, action text, reasons text[], amount_denied numeric, issue text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000000 ROWS 100000
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $$
BEGIN
    PERFORM @extschema@.check_denial_input(lines, adjustments);
    RETURN QUERY EXECUTE @extschema@.denial_sql(lines, adjustments) || ',
        reason AS (
            SELECT t.no, (array_agg(t.cause ORDER BY t.amount DESC NULLS LAST, t.group_code COLLATE "C", t.carc COLLATE "C"))[1] AS cause,
                (array_agg(t.action ORDER BY t.amount DESC NULLS LAST, t.group_code COLLATE "C", t.carc COLLATE "C"))[1] AS action,
                array_agg(DISTINCT (t.group_code || ''-'' || t.carc) COLLATE "C") AS reasons, round(sum(t.amount), 2) AS amount
            FROM told AS t WHERE t.denial AND t.last GROUP BY t.no)
        SELECT o.claim_id, o.claim_line_number, o.payer, o.code, o.modifiers, o.service_date, o.coder, o.provider, o.charge, o.paid,
            o.decided, o.denied, o.first_decided, o.first_denied, r.cause, r.action, coalesce(r.reasons, ''{}''), coalesce(r.amount, 0), o.issue
        FROM outcome AS o LEFT JOIN reason AS r USING (no)' USING NULL::date, NULL::date;
END
$$;
COMMENT ON FUNCTION @extschema@.denial_lines(regclass, regclass) IS
    'a row for each billed line: whether it was decided and denied, by the last decision and by the first; cause and action of the denial with the largest amount; what is not decided has denied NULL; issue: lines that no rate counts';

CREATE FUNCTION @extschema@.denial_rates(lines regclass, adjustments regclass, by text[] DEFAULT '{payer}', confidence double precision DEFAULT 0.95)
    RETURNS TABLE ("group" text[], lines_decided bigint, lines_denied bigint, denial_rate numeric, rate_low numeric, rate_high numeric,
        first_decided bigint, first_denied bigint, first_rate numeric, undecided bigint, charge_amount numeric, amount_denied numeric,
        amount_mendable numeric, amount_review numeric, amount_patient numeric, amount_lost numeric, issues bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000000 ROWS 100
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $$
DECLARE
    of_line CONSTANT jsonb := '{"payer": "o.payer", "code": "o.code", "modifiers": "array_to_string(o.modifiers, '' '')", "coder": "o.coder",
        "provider": "o.provider", "month": "to_char(o.service_date, ''YYYY-MM'')"}';
    of_reason CONSTANT jsonb := '{"carc": "t.carc", "cause": "t.cause", "action": "t.action"}';
    name text;
    line_keys text := '';
    keys text := '';
BEGIN
    FOREACH name IN ARRAY coalesce(by, '{}') LOOP
        IF of_line || of_reason ->> name IS NULL THEN
            RAISE EXCEPTION 'nothing to group by of that name' USING ERRCODE = 'invalid_parameter_value',
                HINT = 'by has names among payer, code, modifiers, coder, provider, month, carc, cause, action.';
        END IF;
        keys := keys || CASE keys WHEN '' THEN '' ELSE ', ' END || (of_line || of_reason ->> name);
        line_keys := line_keys || CASE WHEN of_line ->> name IS NULL THEN '' WHEN line_keys = '' THEN '' ELSE ', ' END || coalesce(of_line ->> name, '');
    END LOOP;
    PERFORM @extschema@.check_denial_input(lines, adjustments);
    RETURN QUERY EXECUTE @extschema@.denial_sql(lines, adjustments) || format(',
        base AS (
            SELECT ARRAY[%1$s]::text[] AS line_key, count(*) FILTER (WHERE o.decided AND o.issue IS NULL) AS decided,
                count(*) FILTER (WHERE o.first_decided AND o.issue IS NULL) AS first_decided, count(*) FILTER (WHERE NOT o.decided AND o.issue IS NULL) AS undecided,
                sum(o.charge) FILTER (WHERE o.decided AND o.issue IS NULL) AS charge, count(o.issue) AS issues
            FROM outcome AS o GROUP BY 1),
        -- a line counts once, however many reasons of a group it has
        denied AS (
            SELECT d.line_key, d.key, count(*) FILTER (WHERE d.last) AS denied, count(*) FILTER (WHERE d.first) AS first_denied,
                sum(d.mendable) AS mendable, sum(d.review) AS review, sum(d.patient) AS patient, sum(d.lost) AS lost, sum(d.amount) AS amount
            FROM (SELECT t.no, ARRAY[%1$s]::text[] AS line_key, ARRAY[%2$s]::text[] AS key, bool_or(t.last) AS last, bool_or(t.first) AS first,
                    sum(t.amount) FILTER (WHERE t.last) AS amount,
                    sum(t.amount) FILTER (WHERE t.last AND t.action IN (''APPEAL'', ''CORRECTED_CLAIM'', ''NEW_CLAIM'', ''REBILL_OTHER_PAYER'', ''SEND_RECORDS'')) AS mendable,
                    sum(t.amount) FILTER (WHERE t.last AND coalesce(t.action, ''REVIEW'') = ''REVIEW'') AS review,
                    sum(t.amount) FILTER (WHERE t.last AND t.action = ''PATIENT_BILL'') AS patient,
                    sum(t.amount) FILTER (WHERE t.last AND t.action = ''CLOSE'') AS lost
                FROM told AS t JOIN outcome AS o USING (no) WHERE t.denial AND o.issue IS NULL GROUP BY 1, 2, 3) AS d
            GROUP BY 1, 2)
        SELECT coalesce(d.key, b.line_key), b.decided, coalesce(d.denied, 0), round(coalesce(d.denied, 0)::numeric / nullif(b.decided, 0), 4),
            round(i.low::numeric, 4), round(i.high::numeric, 4),
            b.first_decided, coalesce(d.first_denied, 0), round(coalesce(d.first_denied, 0)::numeric / nullif(b.first_decided, 0), 4), b.undecided,
            b.charge, round(coalesce(d.amount, 0), 2), round(coalesce(d.mendable, 0), 2), round(coalesce(d.review, 0), 2),
            round(coalesce(d.patient, 0), 2), round(coalesce(d.lost, 0), 2), b.issues
        FROM base AS b %3$s JOIN denied AS d ON d.line_key = b.line_key
        LEFT JOIN LATERAL @extschema@.share_interval(coalesce(d.denied, 0), nullif(b.decided, 0), $3) AS i ON true
        ORDER BY coalesce(d.amount, 0) DESC, coalesce(d.key, b.line_key) COLLATE "C"',
        line_keys, keys, CASE WHEN keys = line_keys THEN 'LEFT' ELSE '' END) USING NULL::date, NULL::date, confidence;
END
$$;
COMMENT ON FUNCTION @extschema@.denial_rates(regclass, regclass, text[], double precision) IS
    'denial rates with their amounts by payer, code, modifiers, coder, provider, month of service, carc, cause, action, or several of them; rate and its interval (that of share_interval) by the last decision, first_rate by the first; of what is denied amount_mendable, amount_review, amount_patient and amount_lost say what is still to be done; by a reason, lines_decided are all of the other groups';
