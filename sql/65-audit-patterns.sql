-- What verdicts add up to: error rates, samples for a review, what a review says of all.  docs/audit.md.

CREATE FUNCTION @extschema@.student_quantile(p double precision, freedom double precision) RETURNS double precision
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000
    AS 'MODULE_PATHNAME', 'mc_student_quantile_sql';
COMMENT ON FUNCTION @extschema@.student_quantile(double precision, double precision) IS 'Student''s t below which a share p of it lies';

CREATE FUNCTION @extschema@.share_interval(count bigint, total bigint, confidence double precision DEFAULT 0.95,
    OUT low double precision, OUT high double precision)
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 2000
    AS 'MODULE_PATHNAME', 'mc_share_interval_sql';
COMMENT ON FUNCTION @extschema@.share_interval(bigint, bigint, double precision) IS 'two-sided interval of Clopper and Pearson for a share';

CREATE FUNCTION @extschema@.verdict_class(verdict text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
    RETURN CASE verdict WHEN 'SUPPORTED' THEN 'right'
        WHEN 'SUPPORTED_WEAK' THEN 'open' WHEN 'CONFLICTING_RECORD' THEN 'open'
        WHEN 'NO_RECORD' THEN 'no record' WHEN 'MISSED' THEN 'missed' ELSE 'error' END;
COMMENT ON FUNCTION @extschema@.verdict_class(text) IS
    'what a verdict counts as: right; error: the notes do not bear the code as it was billed; open: a coder or the provider has to say; no record and missed, which are in no error rate';

CREATE FUNCTION @extschema@.audit_errors(audit_table regclass, by text[] DEFAULT '{coder}', confidence double precision DEFAULT 0.95)
    RETURNS TABLE ("group" text[], codes bigint, errors bigint, open bigint, error_rate numeric, rate_low numeric, rate_high numeric,
        no_record bigint, missed bigint, issues bigint, amount numeric, amount_in_error numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 100
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    columns CONSTANT jsonb := '{"coder": "a.coder", "provider": "a.provider", "specialty": "a.specialty", "payer": "a.payer",
        "code_source": "a.code_source", "verdict": "a.verdict", "family": "left(coalesce(a.code::text, a.billed), 3)",
        "code": "coalesce(a.code::text, a.billed)", "month": "to_char(a.service_date, ''YYYY-MM'')"}';
    name text;
    keys text := '';
BEGIN
    PERFORM @extschema@.claims_of(audit_table);
    FOREACH name IN ARRAY coalesce(by, '{}') LOOP
        IF columns ->> name IS NULL THEN
            RAISE EXCEPTION 'nothing to group by of that name' USING ERRCODE = 'invalid_parameter_value',
                HINT = 'by has names among coder, provider, specialty, payer, code_source, verdict, family, code, month.';
        END IF;
        keys := keys || CASE keys WHEN '' THEN '' ELSE ', ' END || (columns ->> name);
    END LOOP;
    RETURN QUERY EXECUTE format('SELECT g.key, g.codes, g.errors, g.open, round(g.errors::numeric / nullif(g.codes, 0), 4),
            round(i.low::numeric, 4), round(i.high::numeric, 4), g.no_record, g.missed, g.issues, g.amount, g.amount_in_error
        FROM (SELECT ARRAY[%s]::text[] AS key, count(*) FILTER (WHERE v.class IN (''right'', ''error'', ''open'')) AS codes,
                count(*) FILTER (WHERE v.class = ''error'') AS errors, count(*) FILTER (WHERE v.class = ''open'') AS open,
                count(*) FILTER (WHERE v.class = ''no record'') AS no_record, count(*) FILTER (WHERE v.class = ''missed'') AS missed,
                count(a.issue) AS issues, sum(a.amount) FILTER (WHERE v.class IN (''right'', ''error'', ''open'')) AS amount,
                sum(a.amount) FILTER (WHERE v.class = ''error'') AS amount_in_error
            FROM %s AS a CROSS JOIN LATERAL (SELECT @extschema@.verdict_class(a.verdict) AS class) AS v GROUP BY 1) AS g
        LEFT JOIN LATERAL @extschema@.share_interval(g.errors, nullif(g.codes, 0), $1) AS i ON true
        ORDER BY g.errors DESC, g.key COLLATE "C"', keys, audit_table) USING confidence;
END
$$;
COMMENT ON FUNCTION @extschema@.audit_errors(regclass, text[], double precision) IS
    'error rates of an audit table by coder, provider, specialty, payer, code_source, verdict, family (category of the code), code, month, or several of them; codes: those with a record that were judged, of which errors and open; the interval is that of share_interval(); no_record, missed and issues are counted apart';

CREATE FUNCTION @extschema@.audit_sample(audit_table regclass, size integer, seed text, stratified boolean DEFAULT false,
        code_source text DEFAULT NULL)
    RETURNS TABLE (stratum text, stratum_size bigint, stratum_sample bigint, claim_no bigint, line_no integer, encounter_id text,
        "position" integer, billed text, verdict text, use_code text, amount numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 100
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
BEGIN
    PERFORM @extschema@.claims_of(audit_table);
    IF size IS NULL OR size < 2 OR seed IS NULL THEN
        RAISE EXCEPTION 'a sample has a size of at least 2 and a seed' USING ERRCODE = 'invalid_parameter_value',
            HINT = 'audit_sample(''audit'', 100, ''2026-Q1'')';
    END IF;
    RETURN QUERY EXECUTE format('WITH unit AS MATERIALIZED (
            SELECT a.claim_no, a.line_no, a.encounter_id::text AS encounter_id, a."position", a.billed, a.verdict, a.use_code::text AS use_code, a.amount,
                @extschema@.verdict_class(a.verdict) AS class,
                md5(concat_ws(E''\t'', $2, a.encounter_id::text, a.code_source, a."position")) AS draw
            FROM %s AS a WHERE a."position" IS NOT NULL AND a.verdict <> ''NO_RECORD'' AND ($4 IS NULL OR a.code_source = $4)),
        placed AS (
            SELECT u.*, CASE WHEN NOT $3 THEN ''all'' ELSE u.class || '' / '' || CASE WHEN u.amount IS NULL THEN ''no amount''
                ELSE (ARRAY[''low'', ''middle'', ''high''])[ntile(3) OVER (PARTITION BY u.class, u.amount IS NULL ORDER BY u.amount, u.draw)] END END AS stratum
            FROM unit AS u),
        -- in proportion to the size of the stratum, and two at least, without which it has no variance
        stratum AS (
            SELECT p.stratum, count(*) AS size, least(count(*), greatest(2, round($1 * count(*)::numeric / sum(count(*)) OVER ())::bigint)) AS sample
            FROM placed AS p GROUP BY p.stratum)
        SELECT r.stratum, s.size, s.sample, r.claim_no, r.line_no, r.encounter_id, r."position", r.billed, r.verdict, r.use_code, r.amount
        FROM (SELECT p.*, row_number() OVER (PARTITION BY p.stratum ORDER BY p.draw, p.claim_no, p.line_no) AS no FROM placed AS p) AS r
        JOIN stratum AS s ON s.stratum = r.stratum WHERE r.no <= s.sample ORDER BY r.stratum COLLATE "C", r.no', audit_table)
        USING size, seed, stratified, code_source;
END
$$;
COMMENT ON FUNCTION @extschema@.audit_sample(regclass, integer, text, boolean, text) IS
    'billed codes of an audit table, drawn for a review: simple random, or stratified by risk (what the verdict counts as) and value (thirds of the amount), in proportion to the strata with at least two each; the same seed draws the same codes; those without record are not drawn';

CREATE FUNCTION @extschema@.audit_estimate(reviewed regclass, confidence double precision DEFAULT 0.90,
        OUT population bigint, OUT sampled bigint, OUT strata bigint, OUT errors bigint, OUT error_rate numeric, OUT rate_low numeric, OUT rate_high numeric,
        OUT point_estimate numeric, OUT standard_error numeric, OUT lower_limit numeric, OUT upper_limit numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    missing bigint;
    wrong text;
    rate_error numeric;
    t numeric;
BEGIN
    PERFORM @extschema@.require_columns(reviewed, ARRAY['stratum', 'stratum_size', 'overpayment']);
    EXECUTE format('SELECT count(*) FILTER (WHERE r.overpayment IS NULL), count(*), count(*) FILTER (WHERE r.overpayment <> 0) FROM %s AS r', reviewed)
        INTO missing, sampled, errors;
    IF missing > 0 OR sampled < 2 THEN
        RAISE EXCEPTION 'the review is not complete' USING ERRCODE = 'object_not_in_prerequisite_state',
            DETAIL = format('Of %s rows %s have no overpayment.', sampled, missing),
            HINT = 'Set overpayment in each row: what was paid too much, 0 where the code was right, below 0 where too little was paid.';
    END IF;
    EXECUTE format('SELECT min(s.stratum) FROM (SELECT r.stratum, count(*) AS n, min(r.stratum_size) AS low, max(r.stratum_size) AS high
        FROM %s AS r GROUP BY r.stratum) AS s WHERE s.low <> s.high OR s.n > s.low OR s.n < 2 AND s.low > 1', reviewed) INTO wrong;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'a stratum has two sizes, more rows than its size, or one row of several' USING ERRCODE = 'data_exception',
            HINT = 'Keep the rows of audit_sample() as they were drawn.';
    END IF;
    EXECUTE format('SELECT sum(s.size), count(*), sum(s.size * s.mean), sqrt(sum(s.size * (s.size - s.n) * s.variance / s.n)),
            sum(s.size * s.share) / sum(s.size), sqrt(sum(s.size * (s.size - s.n) * s.share_variance / s.n)) / sum(s.size)
        FROM (SELECT min(r.stratum_size)::numeric AS size, count(*)::numeric AS n, avg(r.overpayment::numeric) AS mean,
                coalesce(var_samp(r.overpayment::numeric), 0) AS variance, avg((r.overpayment <> 0)::int::numeric) AS share,
                coalesce(var_samp((r.overpayment <> 0)::int::numeric), 0) AS share_variance
            FROM %s AS r GROUP BY r.stratum) AS s', reviewed)
        INTO population, strata, point_estimate, standard_error, error_rate, rate_error;
    t := @extschema@.student_quantile((1 + confidence) / 2, greatest(sampled - strata, 1))::numeric;
    lower_limit := round(point_estimate - t * standard_error, 2);
    upper_limit := round(point_estimate + t * standard_error, 2);
    IF strata = 1 THEN
        SELECT i.low::numeric, i.high::numeric INTO rate_low, rate_high FROM @extschema@.share_interval(errors, sampled, confidence) AS i;
    ELSE
        rate_low := greatest(0, error_rate - t * rate_error);
        rate_high := least(1, error_rate + t * rate_error);
    END IF;
    error_rate := round(error_rate, 4);
    rate_low := round(rate_low, 4);
    rate_high := round(rate_high, 4);
    point_estimate := round(point_estimate, 2);
    standard_error := round(standard_error, 2);
END
$$;
COMMENT ON FUNCTION @extschema@.audit_estimate(regclass, double precision) IS
    'what a reviewed sample says of all codes it was drawn from: error rate, and the overpayment with the limits of a two-sided interval, of which auditors take the lower one of 90 %; reviewed: the rows of audit_sample() with a column overpayment';
