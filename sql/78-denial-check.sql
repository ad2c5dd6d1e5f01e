-- Chances of denial held against months that they were not learned from.  docs/denial-rates.md.

-- What was predicted for the lines of these days, by payer, code and modifiers, and what came.
CREATE FUNCTION @extschema@.denial_held_back(model_table regclass, lines regclass, adjustments regclass, check_from date, check_until date)
    RETURNS TABLE (chance double precision, lines_decided bigint, lines_denied bigint, undecided bigint)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000000 ROWS 10000
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $$
DECLARE
    model CONSTANT regclass := @extschema@.denial_model_of(model_table);
    learned date;
    found bigint;
BEGIN
    IF check_from IS NULL OR check_until IS NULL OR NOT check_from < check_until THEN
        RAISE EXCEPTION 'the days to check are needed, one after the other' USING ERRCODE = 'invalid_parameter_value',
            HINT = 'check_from => ''2025-12-01'', check_until => ''2026-02-01''; check_until is the first day that does not count.';
    END IF;
    EXECUTE format('SELECT coalesce(m.calibrate_until, m.learn_until) FROM %s AS m', model) INTO learned;
    IF check_from < learned THEN
        RAISE EXCEPTION 'the model has learned from days before %', to_char(learned, 'YYYY-MM-DD') USING ERRCODE = 'invalid_parameter_value',
            HINT = format('check_from => %L', to_char(learned, 'YYYY-MM-DD'));
    END IF;
    PERFORM @extschema@.check_denial_input(lines, adjustments);
    RETURN QUERY EXECUTE @extschema@.denial_sql(lines, adjustments) || format(',
        cell AS MATERIALIZED (
            SELECT o.payer, o.code, o.modifiers, count(*) FILTER (WHERE o.first_decided) AS decided,
                count(*) FILTER (WHERE o.first_denied) AS denied, count(*) FILTER (WHERE NOT o.first_decided) AS undecided
            FROM outcome AS o WHERE o.issue IS NULL GROUP BY 1, 2, 3)
        SELECT @extschema@.expit(m.intercept + m.slope * @extschema@.logit(p.estimate)), p.decided, p.denied, p.undecided
        FROM (%s) AS p CROSS JOIN %s AS m', @extschema@.denial_predict_sql(model_table, model, 'SELECT c.* FROM cell AS c'), model)
        USING check_from, check_until;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found = 0 THEN
        RAISE EXCEPTION 'no line of % has a date of service from % to before %', lines, to_char(check_from, 'YYYY-MM-DD'), to_char(check_until, 'YYYY-MM-DD') USING ERRCODE = 'no_data_found',
            HINT = format('SELECT * FROM @extschema@.denial_rates(%L, %L, ''{month}'');', lines, adjustments);
    END IF;
END
$$;
COMMENT ON FUNCTION @extschema@.denial_held_back(regclass, regclass, regclass, date, date) IS
    'chances of a model for the lines of later days with what was decided; an error where the model has learned from these days. Part of denial_chance_check()';

CREATE FUNCTION @extschema@.denial_chance_check(model_table regclass, lines regclass, adjustments regclass, check_from date, check_until date,
        confidence double precision DEFAULT 0.95)
    RETURNS TABLE (tenth integer, lines_decided bigint, lines_denied bigint, predicted numeric, observed numeric, low numeric, high numeric, inside boolean)
    LANGUAGE sql STABLE PARALLEL SAFE COST 10000000 ROWS 10
BEGIN ATOMIC
    SELECT t.tenth, t.decided, t.denied, round(t.predicted::numeric, 4), round(t.denied::numeric / t.decided, 4), round(i.low::numeric, 4), round(i.high::numeric, 4),
        t.predicted BETWEEN i.low AND i.high
    FROM (
        -- lines of one chance stay together: in the tenth in which their middle lies
        SELECT s.tenth, sum(s.decided)::bigint AS decided, sum(s.denied)::bigint AS denied, sum(s.chance * s.decided ORDER BY s.chance) / sum(s.decided)::double precision AS predicted
        FROM (SELECT c.chance, c.decided, c.denied,
                1 + floor(10 * (sum(c.decided) OVER (ORDER BY c.chance) - c.decided / 2.0) / sum(c.decided) OVER ())::integer AS tenth
            FROM (SELECT h.chance, sum(h.lines_decided) AS decided, sum(h.lines_denied) AS denied
                FROM @extschema@.denial_held_back(model_table, lines, adjustments, check_from, check_until) AS h
                WHERE h.lines_decided > 0 GROUP BY h.chance) AS c) AS s
        GROUP BY s.tenth) AS t
    CROSS JOIN LATERAL @extschema@.share_interval(t.denied, t.decided, confidence) AS i
    ORDER BY t.tenth;
END;
COMMENT ON FUNCTION @extschema@.denial_chance_check(regclass, regclass, regclass, date, date, double precision) IS
    'a model held against later days: for each tenth of the lines, by their chance, the mean chance and the share that was denied at first with the interval of share_interval(); inside: the mean chance lies in it';

CREATE FUNCTION @extschema@.denial_chance_score(model_table regclass, lines regclass, adjustments regclass, check_from date, check_until date,
        OUT lines_decided bigint, OUT lines_denied bigint, OUT undecided bigint, OUT base_rate numeric, OUT brier numeric, OUT brier_base numeric,
        OUT log_loss numeric, OUT log_loss_base numeric, OUT intercept numeric, OUT slope numeric, OUT issue text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 10000000
BEGIN ATOMIC
    SELECT a.decided, a.denied, a.undecided, round(b.rate::numeric, 4), round((a.brier / nullif(a.decided, 0))::numeric, 5), round((b.rate * (1 - b.rate))::numeric, 5),
        round((a.loss / nullif(a.decided, 0))::numeric, 5),
        round((CASE WHEN b.rate IN (0, 1) THEN 0 ELSE - b.rate * ln(b.rate) - (1 - b.rate) * ln(1 - b.rate) END)::numeric, 5),
        CASE WHEN r.issue IS NULL THEN round(r.intercept::numeric, 3) END, CASE WHEN r.issue IS NULL THEN round(r.slope::numeric, 3) END,
        CASE WHEN a.decided = 0 THEN 'none of these lines was decided' ELSE r.issue END
    FROM (SELECT sum(h.lines_decided)::bigint AS decided, sum(h.lines_denied)::bigint AS denied, sum(h.undecided)::bigint AS undecided,
            sum(h.lines_denied * (1 - h.chance) ^ 2 + (h.lines_decided - h.lines_denied) * h.chance ^ 2) AS brier,
            sum(- h.lines_denied * ln(h.chance) - (h.lines_decided - h.lines_denied) * ln(1 - h.chance)) AS loss,
            array_agg(h.lines_decided) AS n, array_agg(h.lines_denied) AS d, array_agg(h.chance) AS p
        FROM (SELECT c.* FROM @extschema@.denial_held_back(model_table, lines, adjustments, check_from, check_until) AS c
            ORDER BY c.chance, c.lines_decided, c.lines_denied) AS h) AS a
    CROSS JOIN LATERAL (SELECT a.denied / nullif(a.decided, 0)::double precision AS rate) AS b
    CROSS JOIN LATERAL @extschema@.recalibration(a.n, a.d, a.p) AS r;
END;
COMMENT ON FUNCTION @extschema@.denial_chance_score(regclass, regclass, regclass, date, date) IS
    'a model held against later days: Brier score and log loss beside those of one chance for all, their own rate; intercept and slope of calibration, 0 and 1 where chances are right; issue: too few lines for these';
