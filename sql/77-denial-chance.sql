-- The chance that a line will be denied, learned from a site's own history.  docs/denial-rates.md.

CREATE FUNCTION @extschema@.logit(chance double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 2
    RETURN ln(chance / (1 - chance));
COMMENT ON FUNCTION @extschema@.logit(double precision) IS 'logarithm of the odds';

CREATE FUNCTION @extschema@.expit(logit double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 2
    RETURN 1 / (1 + exp(- least(greatest(logit, -30), 30)));
COMMENT ON FUNCTION @extschema@.expit(double precision) IS 'the chance of which this is the logarithm of the odds; logarithms beyond 30 count as 30';

CREATE FUNCTION @extschema@.beta_quantile(p double precision, a double precision, b double precision) RETURNS double precision
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1000
    AS 'MODULE_PATHNAME', 'mc_beta_quantile_sql';
COMMENT ON FUNCTION @extschema@.beta_quantile(double precision, double precision, double precision) IS 'where a share p of the beta distribution lies below';

-- Moments: with n lines, d of them denied, the chance m of the coarser group, of which the group itself has the part h,
-- z = (d - nm)^2 / (nm(1 - m)(1 - h)) - 1 has the mean (n - 1)(1 - h) / (k + 1); least squares, weighted by the variance of z.
CREATE FUNCTION @extschema@.shrinkage(lines bigint[], denied bigint[], expected double precision[], own double precision[] DEFAULT NULL)
    RETURNS double precision
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    total CONSTANT double precision := (SELECT sum(u.n) FROM unnest(lines) AS u(n));
    spread double precision := 0.01;
    before double precision;
BEGIN
    FOR step IN 1 .. 50 LOOP
        before := spread;
        SELECT CASE WHEN count(*) > 1 THEN sum(w.weight * w.z * w.t) / sum(w.weight * w.t ^ 2) END INTO spread
        FROM (SELECT g.t, (g.d - g.n * g.m) ^ 2 / (g.noise * (1 - g.h)) - 1 AS z, 1 / (2 * (1 + g.t * before) ^ 2 + 1 / g.noise) AS weight
            FROM (SELECT u.n, u.d, u.m, coalesce(u.h, 0) AS h, u.n * u.m * (1 - u.m) AS noise, (u.n - 1) * (1 - coalesce(u.h, 0)) AS t
                FROM unnest(lines, denied, expected, own) AS u(n, d, m, h)) AS g
            -- a group that is nearly all of the coarser one cannot differ from it
            WHERE g.t > 0 AND g.noise > 0 AND g.h < 0.95) AS w;
        EXIT WHEN spread IS NULL;
        -- no less than the lines can tell from nothing
        spread := least(greatest(spread, 1 / (total + 1)), 0.99);
        EXIT WHEN abs(spread - before) <= 1e-6 * spread;
    END LOOP;
    RETURN 1 / spread - 1;
END
$$;
COMMENT ON FUNCTION @extschema@.shrinkage(bigint[], bigint[], double precision[], double precision[]) IS
    'of how many lines the weight of the coarser group is, by how much groups differ beyond chance: lines and denied of each group, the chance expected of the coarser one, the part that the group has in it; NULL: no groups that could be compared';

CREATE FUNCTION @extschema@.recalibration(lines bigint[], denied bigint[], chance double precision[],
        OUT intercept double precision, OUT slope double precision, OUT issue text)
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    total CONSTANT double precision := (SELECT sum(u.n) FROM unnest(lines) AS u(n));
    positive CONSTANT double precision := (SELECT sum(u.d) FROM unnest(denied) AS u(d));
    spread CONSTANT double precision := (SELECT sum(u.n * (@extschema@.logit(u.p) - m.mean) ^ 2) / sum(u.n) FROM unnest(lines, chance) AS u(n, p),
        (SELECT sum(u.n * @extschema@.logit(u.p)) / sum(u.n) AS mean FROM unnest(lines, chance) AS u(n, p)) AS m);
    s record;
    step_a double precision;
    step_b double precision;
BEGIN
    intercept := 0;
    slope := 1;
    -- Vergouwe and others, Journal of Clinical Epidemiology 58, 2005: a hundred of either kind at least
    IF coalesce(positive, 0) < 100 OR coalesce(total - positive, 0) < 100 THEN
        issue := format('not calibrated: %s lines were denied and %s were not, and 100 of either are needed', coalesce(positive, 0), coalesce(total - positive, 0));
        RETURN;
    END IF;
    FOR step IN 1 .. 50 LOOP
        SELECT sum(v.d - v.n * v.p) AS score_a, sum((v.d - v.n * v.p) * v.x) AS score_b, sum(v.n * v.p * (1 - v.p)) AS aa,
            sum(v.n * v.p * (1 - v.p) * v.x) AS ab, sum(v.n * v.p * (1 - v.p) * v.x ^ 2) AS bb INTO s
        FROM (SELECT u.n, u.d, @extschema@.logit(u.p) AS x, @extschema@.expit(intercept + slope * @extschema@.logit(u.p)) AS p
            FROM unnest(lines, denied, chance) AS u(n, d, p)) AS v;
        IF spread > 1e-6 THEN
            step_a := (s.bb * s.score_a - s.ab * s.score_b) / nullif(s.aa * s.bb - s.ab ^ 2, 0);
            step_b := (s.aa * s.score_b - s.ab * s.score_a) / nullif(s.aa * s.bb - s.ab ^ 2, 0);
        ELSE
            step_a := s.score_a / nullif(s.aa, 0);
            step_b := 0;
        END IF;
        EXIT WHEN step_a IS NULL OR step_b IS NULL OR abs(step_a) > 1e6 OR abs(step_b) > 1e6;
        intercept := intercept + step_a;
        slope := slope + step_b;
        IF abs(step_a) + abs(step_b) < 1e-9 THEN
            RETURN;
        END IF;
    END LOOP;
    intercept := 0;
    slope := 1;
    issue := 'not calibrated: Newton''s method found no end';
END
$$;
COMMENT ON FUNCTION @extschema@.recalibration(bigint[], bigint[], double precision[]) IS
    'intercept and slope of a logistic regression of what was denied on the logarithm of the odds of the chance: 0 and 1 where chances are right; where chances do not differ the slope stays 1; issue: too few lines, then 0 and 1';

CREATE FUNCTION @extschema@.calibrated_quantile(p double precision, estimate double precision, width double precision,
        intercept double precision, slope double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000
    RETURN @extschema@.expit(intercept + slope * @extschema@.logit(
        least(greatest(@extschema@.beta_quantile(p, estimate * (1 / width - 1), (1 - estimate) * (1 / width - 1)), 1e-9), 1 - 1e-9)));
COMMENT ON FUNCTION @extschema@.calibrated_quantile(double precision, double precision, double precision, double precision, double precision) IS
    'where a share p lies below of a beta distribution about an estimate, calibrated. Part of denial_chance()';

CREATE FUNCTION @extschema@.denial_model_of(model_table regclass) RETURNS regclass
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    model regclass;
BEGIN
    SELECT c.confrelid INTO model FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.conrelid = model_table AND c.contype = 'f' AND a.attname = 'model_date';
    IF model IS NULL THEN
        RAISE EXCEPTION '% is no table of chances', coalesce(model_table::text, 'NULL') USING ERRCODE = 'undefined_object',
            HINT = 'SELECT @extschema@.create_denial_chance(''denial_chance'', ''finance.billed_line'', ''finance.billed_adjustment'', ''2025-01-01'', ''2025-10-01'', ''2025-12-01'', ''2026-02-01'');';
    END IF;
    RETURN model;
END
$$;
COMMENT ON FUNCTION @extschema@.denial_model_of(regclass) IS 'the table with what was learned for a table of chances; an error where it is none';

-- Spread of a chance about its estimate, as that of a beta distribution with a + b = 1 / width - 1: what so many lines leave
-- open, and of what the coarser groups leave open the part with which they count.
CREATE FUNCTION @extschema@.shrunk_width(lines bigint, k double precision, coarser double precision) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10
    RETURN least(1 / (lines + coalesce(k, 0) + 1) + coalesce(k / (lines + k), 1) ^ 2 * coarser, 0.99);
COMMENT ON FUNCTION @extschema@.shrunk_width(bigint, double precision, double precision) IS 'how wide a chance lies about its estimate, by the lines of its group and what the coarser groups leave open. Part of denial_chance()';

-- Cells are what is asked for: payer, code, modifiers (NULL: not told).  A group that is not known takes the chance
-- of the coarser ones, multiplied on the odds.
CREATE FUNCTION @extschema@.denial_predict_sql(groups regclass, model regclass, cells text) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000
    RETURN format('SELECT a.*, e.estimate, w.width,
            CASE WHEN pcm.lines IS NOT NULL THEN ''payer_code_modifiers'' WHEN pc.lines IS NOT NULL THEN ''payer_code''
                WHEN p.lines IS NOT NULL AND c.lines IS NOT NULL THEN ''payer, code'' WHEN cm.lines IS NOT NULL THEN ''code_modifiers''
                WHEN c.lines IS NOT NULL THEN ''code'' WHEN p.lines IS NOT NULL THEN ''payer'' ELSE ''all'' END AS level,
            coalesce(pcm.lines, pc.lines, CASE WHEN p.lines IS NOT NULL THEN least(p.lines, c.lines) ELSE coalesce(cm.lines, c.lines) END, t.lines) AS behind,
            p.lines IS NOT NULL AS payer_known, c.lines IS NOT NULL AS code_known
        FROM (%3$s) AS a CROSS JOIN %2$s AS m
        JOIN %1$s AS t ON t.level = ''all''
        LEFT JOIN %1$s AS p ON p.level = ''payer'' AND p.payer = a.payer
        LEFT JOIN %1$s AS c ON c.level = ''code'' AND c.payer IS NULL AND c.code = a.code
        LEFT JOIN %1$s AS cm ON cm.level = ''code_modifiers'' AND cm.payer IS NULL AND cm.code = a.code AND cm.modifiers = a.modifiers
        LEFT JOIN %1$s AS pc ON pc.level = ''payer_code'' AND pc.payer = a.payer AND pc.code = a.code
        LEFT JOIN %1$s AS pcm ON pcm.level = ''payer_code_modifiers'' AND pcm.payer = a.payer AND pcm.code = a.code AND pcm.modifiers = a.modifiers
        CROSS JOIN LATERAL (SELECT coalesce(pcm.estimate, @extschema@.expit(
            coalesce(@extschema@.logit(pc.estimate), @extschema@.logit(coalesce(p.estimate, t.estimate)) + coalesce(@extschema@.logit(c.estimate) - @extschema@.logit(t.estimate), 0))
            + coalesce(@extschema@.logit(cm.estimate) - @extschema@.logit(c.estimate), 0))) AS estimate) AS e
        CROSS JOIN LATERAL (SELECT coalesce(pc.width, @extschema@.shrunk_width(0, m.k_payer_code, coalesce(p.width, @extschema@.shrunk_width(0, m.k_payer, t.width))
            + coalesce(c.width, @extschema@.shrunk_width(0, m.k_code, t.width)))) AS width) AS payer_code
        CROSS JOIN LATERAL (SELECT CASE WHEN a.modifiers IS NULL THEN payer_code.width
            ELSE coalesce(pcm.width, @extschema@.shrunk_width(0, m.k_payer_code_modifiers, payer_code.width
                + coalesce(cm.width, @extschema@.shrunk_width(0, m.k_code_modifiers, coalesce(c.width, @extschema@.shrunk_width(0, m.k_code, t.width)))))) END AS width) AS w',
        groups, model, cells);
COMMENT ON FUNCTION @extschema@.denial_predict_sql(regclass, regclass, text) IS 'the query that gives the chance, before calibration, of payers, codes and modifiers. Part of denial_chance()';

-- What create_denial_chance() works with, in the session's own temporary tables: cells of payer, code and modifiers
-- with their lines, and the groups, level after level.  base is what the odds of a group are a multiple of; width
-- is that of the coarser groups until the level is estimated.
CREATE FUNCTION @extschema@.shrink_denial_level(level text) RETURNS double precision
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    k double precision;
BEGIN
    -- always in the same order: sums of floating point numbers depend on it
    SELECT @extschema@.shrinkage(array_agg(g.lines), array_agg(g.denied), array_agg(g.expected), array_agg(g.own)) INTO k
    FROM (SELECT g.* FROM pg_temp.medcode_denial_group AS g WHERE g.level = shrink_denial_level.level
        ORDER BY g.payer COLLATE "C", g.code COLLATE "C", g.modifiers COLLATE "C") AS g;
    UPDATE pg_temp.medcode_denial_group AS g
    SET width = @extschema@.shrunk_width(g.lines, k, g.width),
        estimate = least(greatest(@extschema@.expit(@extschema@.logit(g.base) - @extschema@.logit(g.expected) + @extschema@.logit(
            least(greatest(coalesce((g.denied + k * g.expected) / (g.lines + k), g.expected), 1e-6), 1 - 1e-6))), 1e-6), 1 - 1e-6)
    WHERE g.level = shrink_denial_level.level;
    RETURN k;
END
$$;
COMMENT ON FUNCTION @extschema@.shrink_denial_level(text) IS 'estimates the groups of a level, and returns how strongly they lean on the coarser ones. Part of create_denial_chance()';

CREATE FUNCTION @extschema@.learn_denial_groups(model regclass) RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $$
DECLARE
    k_payer double precision;
    k_code double precision;
    k_payer_code double precision;
    k_code_modifiers double precision;
    k_payer_code_modifiers double precision;
BEGIN
    INSERT INTO pg_temp.medcode_denial_group (level, lines, denied, width, estimate)
    SELECT 'all', sum(c.lines), sum(c.denied), 1 / (sum(c.lines) + 2), (sum(c.denied) + 0.5) / (sum(c.lines) + 1)
    FROM pg_temp.medcode_denial_cell AS c WHERE NOT c.later;

    INSERT INTO pg_temp.medcode_denial_group (level, payer, code, lines, denied, base, estimate)
    SELECT v.level, v.payer, v.code, sum(c.lines), sum(c.denied), t.estimate, t.estimate
    FROM pg_temp.medcode_denial_cell AS c JOIN pg_temp.medcode_denial_group AS t ON t.level = 'all'
    CROSS JOIN LATERAL (VALUES ('payer', c.payer, NULL), ('code', NULL, c.code), ('payer_code', c.payer, c.code)) AS v(level, payer, code)
    WHERE NOT c.later AND c.lines > 0 AND CASE v.level WHEN 'payer' THEN v.payer IS NOT NULL WHEN 'code' THEN v.code IS NOT NULL ELSE v.payer IS NOT NULL AND v.code IS NOT NULL END
    GROUP BY v.level, v.payer, v.code, t.estimate;

    -- in turn against what is expected of the codes and of the payers of their lines: neither is blamed for the other
    FOR step IN 1 .. 10 LOOP
        UPDATE pg_temp.medcode_denial_group AS g
        SET expected = t.estimate + coalesce(s.more, 0) / g.lines, own = coalesce(s.own, g.lines ^ 2 / t.lines) / g.lines, width = t.width
        FROM pg_temp.medcode_denial_group AS t, pg_temp.medcode_denial_group AS n
        LEFT JOIN (SELECT pc.payer, sum(pc.lines * (c.estimate - c.base) ORDER BY pc.code COLLATE "C") AS more, sum(pc.lines::double precision ^ 2 / (c.lines + k_code) ORDER BY pc.code COLLATE "C") AS own
            FROM pg_temp.medcode_denial_group AS pc JOIN pg_temp.medcode_denial_group AS c ON c.level = 'code' AND c.code = pc.code
            WHERE pc.level = 'payer_code' GROUP BY pc.payer) AS s ON s.payer = n.payer
        WHERE t.level = 'all' AND n.level = 'payer' AND g.level = 'payer' AND g.payer = n.payer;
        k_payer := @extschema@.shrink_denial_level('payer');
        UPDATE pg_temp.medcode_denial_group AS g
        SET expected = t.estimate + coalesce(s.more, 0) / g.lines, own = coalesce(s.own, g.lines ^ 2 / t.lines) / g.lines, width = t.width
        FROM pg_temp.medcode_denial_group AS t, pg_temp.medcode_denial_group AS n
        LEFT JOIN (SELECT pc.code, sum(pc.lines * (p.estimate - p.base) ORDER BY pc.payer COLLATE "C") AS more, sum(pc.lines::double precision ^ 2 / (p.lines + k_payer) ORDER BY pc.payer COLLATE "C") AS own
            FROM pg_temp.medcode_denial_group AS pc JOIN pg_temp.medcode_denial_group AS p ON p.level = 'payer' AND p.payer = pc.payer
            WHERE pc.level = 'payer_code' GROUP BY pc.code) AS s ON s.code = n.code
        WHERE t.level = 'all' AND n.level = 'code' AND g.level = 'code' AND g.code = n.code;
        k_code := @extschema@.shrink_denial_level('code');
    END LOOP;

    UPDATE pg_temp.medcode_denial_group AS n
    SET expected = e.expected, base = e.expected, width = p.width + c.width,
        own = 1 - (1 - n.lines / coalesce(p.lines + k_payer, t.lines)) * (1 - n.lines / coalesce(c.lines + k_code, t.lines))
    FROM pg_temp.medcode_denial_group AS t, pg_temp.medcode_denial_group AS p, pg_temp.medcode_denial_group AS c,
        LATERAL (SELECT @extschema@.expit(@extschema@.logit(p.estimate) + @extschema@.logit(c.estimate) - @extschema@.logit(t.estimate)) AS expected) AS e
    WHERE n.level = 'payer_code' AND t.level = 'all' AND p.level = 'payer' AND p.payer = n.payer AND c.level = 'code' AND c.code = n.code;
    k_payer_code := @extschema@.shrink_denial_level('payer_code');

    INSERT INTO pg_temp.medcode_denial_group (level, code, modifiers, lines, denied, expected, base, own, width)
    SELECT 'code_modifiers', n.code, n.modifiers, sum(n.lines), sum(n.denied), sum(n.lines * coalesce(pc.estimate, c.estimate) ORDER BY n.payer COLLATE "C") / sum(n.lines), c.estimate,
        sum(n.lines::double precision ^ 2 / coalesce(pc.lines + k_payer_code, c.lines) ORDER BY n.payer COLLATE "C") / sum(n.lines), c.width
    FROM pg_temp.medcode_denial_cell AS n JOIN pg_temp.medcode_denial_group AS c ON c.level = 'code' AND c.code = n.code
    LEFT JOIN pg_temp.medcode_denial_group AS pc ON pc.level = 'payer_code' AND pc.payer = n.payer AND pc.code = n.code
    WHERE NOT n.later AND n.lines > 0 GROUP BY n.code, n.modifiers, c.estimate, c.width;
    k_code_modifiers := @extschema@.shrink_denial_level('code_modifiers');

    INSERT INTO pg_temp.medcode_denial_group (level, payer, code, modifiers, lines, denied, expected, base, own, width)
    SELECT 'payer_code_modifiers', n.payer, n.code, n.modifiers, n.lines, n.denied, e.expected, e.expected,
        1 - (1 - n.lines / coalesce(pc.lines + k_payer_code, pc.lines)) * (1 - n.lines / coalesce(cm.lines + k_code_modifiers, c.lines)), pc.width + cm.width
    FROM pg_temp.medcode_denial_cell AS n JOIN pg_temp.medcode_denial_group AS c ON c.level = 'code' AND c.code = n.code
    JOIN pg_temp.medcode_denial_group AS pc ON pc.level = 'payer_code' AND pc.payer = n.payer AND pc.code = n.code
    JOIN pg_temp.medcode_denial_group AS cm ON cm.level = 'code_modifiers' AND cm.code = n.code AND cm.modifiers = n.modifiers
    CROSS JOIN LATERAL (SELECT @extschema@.expit(@extschema@.logit(pc.estimate) + @extschema@.logit(cm.estimate) - @extschema@.logit(c.estimate)) AS expected) AS e
    WHERE NOT n.later AND n.lines > 0;
    k_payer_code_modifiers := @extschema@.shrink_denial_level('payer_code_modifiers');

    EXECUTE format('UPDATE %s SET k_payer = $1, k_code = $2, k_payer_code = $3, k_code_modifiers = $4, k_payer_code_modifiers = $5', model)
        USING k_payer, k_code, k_payer_code, k_code_modifiers, k_payer_code_modifiers;
END
$$;
COMMENT ON FUNCTION @extschema@.learn_denial_groups(regclass) IS 'estimates the groups level by level, from the coarse to the fine. Part of create_denial_chance()';

CREATE FUNCTION @extschema@.create_denial_chance(model_table text, lines regclass, adjustments regclass, learn_from date, learn_until date,
        calibrate_until date, model_date date, confidence double precision DEFAULT 0.95) RETURNS regclass
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000000
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $function$
DECLARE
    names text[];
    place text;
    model text;
    fit record;
    line record;
BEGIN
    IF model_table IS NULL OR model_date IS NULL OR learn_from IS NULL OR learn_until IS NULL OR NOT learn_from < learn_until
            OR calibrate_until <= learn_until OR NOT coalesce(confidence > 0 AND confidence < 1, false) THEN
        RAISE EXCEPTION 'a name, the days to learn from and to calibrate with, one after the other, and the date of the model are needed' USING ERRCODE = 'invalid_parameter_value',
            HINT = 'learn_from => ''2025-01-01'', learn_until => ''2025-10-01'', calibrate_until => ''2025-12-01'', model_date => ''2026-02-01''; each until is the first day that does not count, calibrate_until NULL calibrates nothing.';
    END IF;
    PERFORM @extschema@.check_denial_input(lines, adjustments);
    names := @extschema@.qualified_name(model_table, lines);
    place := format('%I.%I', names[1], names[2]);
    model := format('%I.%I', names[1], names[2] || '_model');
    CREATE TEMP TABLE medcode_denial_cell (later boolean, payer text, code text, modifiers text[],
        lines bigint, denied bigint, undecided bigint, issues bigint) ON COMMIT DROP;
    CREATE TEMP TABLE medcode_denial_group (level text, payer text, code text, modifiers text[], lines bigint, denied bigint,
        expected double precision, base double precision, own double precision, width double precision, estimate double precision) ON COMMIT DROP;
    EXECUTE 'INSERT INTO pg_temp.medcode_denial_cell ' || @extschema@.denial_sql(lines, adjustments) || '
        SELECT o.service_date >= $3, o.payer, o.code, o.modifiers, count(*) FILTER (WHERE o.first_decided AND o.issue IS NULL),
            count(*) FILTER (WHERE o.first_denied AND o.issue IS NULL), count(*) FILTER (WHERE NOT o.first_decided AND o.issue IS NULL), count(o.issue)
        FROM outcome AS o GROUP BY 1, 2, 3, 4' USING learn_from, coalesce(calibrate_until, learn_until), learn_until;
    ANALYZE pg_temp.medcode_denial_cell;
    SELECT coalesce(sum(c.lines) FILTER (WHERE NOT c.later), 0) AS lines, coalesce(sum(c.denied) FILTER (WHERE NOT c.later), 0) AS denied,
        coalesce(sum(c.undecided) FILTER (WHERE NOT c.later), 0) AS undecided, coalesce(sum(c.lines) FILTER (WHERE c.later), 0) AS later_lines,
        coalesce(sum(c.denied) FILTER (WHERE c.later), 0) AS later_denied, coalesce(sum(c.undecided) FILTER (WHERE c.later), 0) AS later_undecided,
        coalesce(sum(c.issues), 0) AS issues INTO line FROM pg_temp.medcode_denial_cell AS c;
    IF line.lines = 0 THEN
        RAISE EXCEPTION 'no line of % that was decided has a date of service from % to before %', lines, to_char(learn_from, 'YYYY-MM-DD'), to_char(learn_until, 'YYYY-MM-DD')
            USING ERRCODE = 'no_data_found', HINT = format('SELECT * FROM @extschema@.denial_rates(%L, %L, ''{month}'');', lines, adjustments);
    END IF;

    EXECUTE format('CREATE TABLE %s (model_date date PRIMARY KEY, learn_from date NOT NULL, learn_until date NOT NULL, calibrate_until date,
        lines bigint NOT NULL, denied bigint NOT NULL, undecided bigint NOT NULL,
        calibration_lines bigint NOT NULL, calibration_denied bigint NOT NULL, calibration_undecided bigint NOT NULL, issues bigint NOT NULL,
        k_payer double precision, k_code double precision, k_payer_code double precision, k_code_modifiers double precision,
        k_payer_code_modifiers double precision, intercept double precision, slope double precision, confidence double precision NOT NULL, issue text)', model);
    EXECUTE format('COMMENT ON TABLE %s IS %L', model, 'what create_denial_chance() learned from, and how');
    EXECUTE format('INSERT INTO %s (model_date, learn_from, learn_until, calibrate_until, lines, denied, undecided, calibration_lines,
        calibration_denied, calibration_undecided, issues, confidence) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', model)
        USING model_date, learn_from, learn_until, calibrate_until, line.lines, line.denied, line.undecided, line.later_lines,
            line.later_denied, line.later_undecided, line.issues, confidence;
    PERFORM @extschema@.learn_denial_groups(model::regclass);

    EXECUTE 'SELECT r.* FROM (SELECT array_agg(p.lines) AS lines, array_agg(p.denied) AS denied, array_agg(p.estimate) AS chance FROM (SELECT p.* FROM ('
        || @extschema@.denial_predict_sql('pg_temp.medcode_denial_group', model::regclass,
            'SELECT c.payer, c.code, c.modifiers, c.lines, c.denied FROM pg_temp.medcode_denial_cell AS c WHERE c.later AND c.lines > 0')
        || ') AS p ORDER BY p.payer COLLATE "C", p.code COLLATE "C", p.modifiers COLLATE "C") AS p) AS a CROSS JOIN LATERAL @extschema@.recalibration(a.lines, a.denied, a.chance) AS r' INTO fit;
    IF calibrate_until IS NULL THEN
        fit.issue := 'not calibrated: no months are set apart for it';
    ELSIF fit.slope <= 0 THEN
        fit.intercept := @extschema@.logit(line.later_denied / line.later_lines::double precision);
        fit.slope := 0;
        fit.issue := 'the history says nothing of the months it was calibrated with: all chances are the same';
    END IF;
    EXECUTE format('UPDATE %s SET intercept = $1, slope = $2, issue = $3', model) USING fit.intercept, fit.slope, fit.issue;

    EXECUTE format('CREATE TABLE %s (model_date date NOT NULL, level text NOT NULL, payer text, code text, modifiers text[],
        lines bigint NOT NULL, denied bigint NOT NULL, expected double precision, estimate double precision NOT NULL, width double precision NOT NULL,
        chance double precision NOT NULL, low double precision NOT NULL, high double precision NOT NULL)', place);
    EXECUTE format('INSERT INTO %s SELECT $1, g.level, g.payer, g.code, g.modifiers, g.lines, g.denied, g.expected, g.estimate, g.width,
            @extschema@.expit($2 + $3 * @extschema@.logit(g.estimate)),
            @extschema@.calibrated_quantile((1 - $4) / 2, g.estimate, g.width, $2, $3), @extschema@.calibrated_quantile((1 + $4) / 2, g.estimate, g.width, $2, $3)
        FROM pg_temp.medcode_denial_group AS g', place) USING model_date, fit.intercept, fit.slope, confidence;
    EXECUTE format('CREATE UNIQUE INDEX ON %s (level, payer, code, modifiers) NULLS NOT DISTINCT', place);
    EXECUTE format('ALTER TABLE %s ADD FOREIGN KEY (model_date) REFERENCES %s', place, model);
    EXECUTE format('COMMENT ON TABLE %s IS %L', place, 'chance of denial by payer, code and modifiers; asked by denial_chance()');
    EXECUTE format('COMMENT ON COLUMN %s.expected IS %L', place, 'what the coarser groups expect of these lines');
    EXECUTE format('COMMENT ON COLUMN %s.estimate IS %L', place, 'before calibration');
    EXECUTE format('COMMENT ON COLUMN %s.width IS %L', place, 'a chance lies about its estimate as in a beta distribution with a + b = 1 / width - 1');
    EXECUTE format('ANALYZE %s', place);
    DROP TABLE pg_temp.medcode_denial_cell, pg_temp.medcode_denial_group;
    RETURN place::regclass;
END
$function$;
COMMENT ON FUNCTION @extschema@.create_denial_chance(text, regclass, regclass, date, date, date, date, double precision) IS
    'learns the chance of a denial from what was decided first on lines with dates of service from learn_from to before learn_until, calibrates it with those to before calibrate_until, and makes two tables, in the schema of the lines unless the name has one: the chances of all groups, and with _model behind its name what they rest on';

CREATE FUNCTION @extschema@.denial_chance(model_table regclass, payer text, hcpcs text, modifiers text[] DEFAULT NULL)
    RETURNS TABLE (chance numeric, low numeric, high numeric, level text, lines bigint, model_date date, issue text)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 10000 ROWS 1
    SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
DECLARE
    model CONSTANT regclass := @extschema@.denial_model_of(model_table);
BEGIN
    RETURN QUERY EXECUTE 'SELECT round(@extschema@.expit(m.intercept + m.slope * @extschema@.logit(p.estimate))::numeric, 4),
            round(@extschema@.calibrated_quantile((1 - m.confidence) / 2, p.estimate, p.width, m.intercept, m.slope)::numeric, 4),
            round(@extschema@.calibrated_quantile((1 + m.confidence) / 2, p.estimate, p.width, m.intercept, m.slope)::numeric, 4),
            p.level, p.behind, m.model_date,
            CASE WHEN p.payer_known AND p.code_known THEN NULL
                WHEN p.code_known THEN ''the payer is not in the history: the chance is that of the code with all payers''
                WHEN p.payer_known THEN ''the code is not in the history: the chance is that of the payer with all codes''
                ELSE ''neither the payer nor the code is in the history: the chance is that of all lines'' END
        FROM (' || @extschema@.denial_predict_sql(model_table, model, 'SELECT $1 AS payer, $2 AS code, $3 AS modifiers') || format(') AS p CROSS JOIN %s AS m', model)
        USING btrim(payer), upper(btrim(hcpcs)), CASE WHEN modifiers IS NOT NULL THEN @extschema@.modifier_set(modifiers) END;
END
$$;
COMMENT ON FUNCTION @extschema@.denial_chance(regclass, text, text, text[]) IS
    'the chance that a new line is denied at first, with an interval for the group it belongs to; level and lines: the finest group of the history that it rests on; modifiers in any order, {} none, NULL not told; issue: payer or code are not in the history';

CREATE FUNCTION @extschema@.denial_chance_lines(model_table regclass, lines regclass)
    RETURNS TABLE (claim_id text, claim_line_number integer, payer text, code text, modifiers text[], chance numeric, low numeric, high numeric,
        level text, lines_known bigint, charge_amount numeric, amount_at_risk numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 10000
    SET search_path = pg_catalog, pg_temp SET jit = off SET enable_nestloop = off
AS $$
DECLARE
    model CONSTANT regclass := @extschema@.denial_model_of(model_table);
BEGIN
    PERFORM @extschema@.require_columns(lines, ARRAY['claim_id', 'claim_line_number', 'payer', 'hcpcs_code']);
    -- asked once for what is billed alike
    RETURN QUERY EXECUTE format('WITH line AS MATERIALIZED (
            SELECT l.claim_id::text AS claim_id, l.claim_line_number::integer AS claim_line_number, %s, %s AS charge FROM %s AS l),
        told AS MATERIALIZED (
            SELECT p.payer, p.code, p.modifiers, p.level, p.behind, round(@extschema@.expit(m.intercept + m.slope * @extschema@.logit(p.estimate))::numeric, 4) AS chance,
                round(@extschema@.calibrated_quantile((1 - m.confidence) / 2, p.estimate, p.width, m.intercept, m.slope)::numeric, 4) AS low,
                round(@extschema@.calibrated_quantile((1 + m.confidence) / 2, p.estimate, p.width, m.intercept, m.slope)::numeric, 4) AS high
            FROM (%s) AS p CROSS JOIN %s AS m)
        SELECT l.claim_id, l.claim_line_number, l.payer, l.code, l.modifiers, t.chance, t.low, t.high, t.level, t.behind, l.charge, round(l.charge * t.chance, 2)
        FROM line AS l JOIN told AS t ON (coalesce(t.payer, ''''), coalesce(t.code, ''''), t.modifiers) = (coalesce(l.payer, ''''), coalesce(l.code, ''''), l.modifiers)
        ORDER BY l.charge * t.chance DESC NULLS LAST, t.chance DESC, l.claim_id COLLATE "C", l.claim_line_number',
        @extschema@.billed_service_sql(lines), @extschema@.column_or_null(lines, 'l', 'charge_amount', 'numeric'), lines,
        @extschema@.denial_predict_sql(model_table, model, 'SELECT DISTINCT l.payer, l.code, l.modifiers FROM line AS l'), model);
END
$$;
COMMENT ON FUNCTION @extschema@.denial_chance_lines(regclass, regclass) IS
    'denial_chance() of a whole table of lines that are to be billed, those first with the most at risk: the charge times the chance';
