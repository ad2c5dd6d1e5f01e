-- Until when a denied line may be filed again, reopened or appealed.

CREATE FUNCTION @extschema@.is_federal_holiday(day date) RETURNS boolean
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50
BEGIN ATOMIC
    SELECT CASE extract(isodow FROM day)
            WHEN 1 THEN (extract(month FROM day), (extract(day FROM day)::integer + 6) / 7) IN ((1, 3), (2, 3), (9, 1), (10, 2))
                OR extract(month FROM day) = 5 AND extract(day FROM day) > 24
            WHEN 4 THEN extract(month FROM day) = 11 AND extract(day FROM day) BETWEEN 22 AND 28
            ELSE false END
        -- holidays of a date: on a Saturday kept the Friday before, on a Sunday the Monday after
        OR EXISTS (
            SELECT FROM unnest(ARRAY[day, CASE extract(isodow FROM day) WHEN 5 THEN day + 1 WHEN 1 THEN day - 1 END]) AS h(day)
            WHERE (extract(month FROM h.day), extract(day FROM h.day)) IN ((1, 1), (7, 4), (11, 11), (12, 25))
                OR (extract(month FROM h.day), extract(day FROM h.day)) = (6, 19) AND h.day >= '2021-06-17');
END;
COMMENT ON FUNCTION @extschema@.is_federal_holiday(date) IS
    'is the day a legal public holiday of the federal government, 5 U.S.C. 6103, or the workday on which one is kept? As the law is since 1986; without days that an executive order adds, and without Inauguration Day';

CREATE FUNCTION @extschema@.next_workday(day date) RETURNS date
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 300
BEGIN ATOMIC
    -- no more than four days in a row are none
    SELECT min(day + n) FROM generate_series(0, 6) AS n
    WHERE extract(isodow FROM day + n) < 6 AND NOT @extschema@.is_federal_holiday(day + n);
END;
COMMENT ON FUNCTION @extschema@.next_workday(date) IS 'the day, or the next one that is no Saturday, Sunday or federal holiday';

CREATE FUNCTION @extschema@.payer_clocks(payer text, service_date date, remit_date date DEFAULT NULL, as_of date DEFAULT NULL,
    filing_indicator text DEFAULT NULL, through_date date DEFAULT NULL, decisions date[] DEFAULT NULL)
    RETURNS TABLE (kind text, level integer, name text, starts date, due date, days_left integer, passed boolean,
        proof text, source text, issue text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 2000 ROWS 8
BEGIN ATOMIC
    WITH given AS (
        SELECT nullif(btrim(payer_clocks.payer), '') AS payer, nullif(upper(btrim(payer_clocks.filing_indicator)), '') AS indicator,
            payer_clocks.service_date AS first_day, coalesce(payer_clocks.through_date, payer_clocks.service_date) AS last_day,
            payer_clocks.remit_date AS remitted, payer_clocks.decisions AS decided),
    asked AS (
        SELECT g.*, CASE
                WHEN coalesce(g.payer, g.indicator) IS NULL THEN 'the payer is missing'
                WHEN g.first_day IS NULL THEN 'the date of service is missing'
                WHEN g.last_day < g.first_day THEN 'the last day of the service is before the first'
                WHEN EXISTS (SELECT FROM unnest(ARRAY[g.first_day, g.last_day, g.remitted], g.decided) AS u(day, decided)
                    WHERE u.day NOT BETWEEN '1900-01-01' AND '9999-12-31'
                        OR u.decided NOT BETWEEN '1900-01-01' AND '9999-12-31') THEN 'a date is none of a claim' END AS issue,
            format('INSERT INTO @extschema@.payer_clock (%s, kind, name, days, counted_from, source) VALUES (%L, ',
                CASE WHEN g.payer IS NULL THEN 'filing_indicator' ELSE 'payer' END, coalesce(g.payer, g.indicator)) AS statement
        FROM given AS g),
    clock AS (
        SELECT c.*, a.first_day <@ c.effective AS holds,
            (c.payer IS NOT NULL)::integer * 2 + (c.filing_indicator IS NOT NULL)::integer AS weight
        FROM asked AS a
        JOIN @extschema@.payer_clock AS c ON (c.payer IS NULL OR lower(c.payer COLLATE "C") = lower(a.payer COLLATE "C"))
            AND (c.filing_indicator IS NULL OR c.filing_indicator = a.indicator)
        WHERE a.issue IS NULL),
    chosen AS (
        SELECT DISTINCT ON (c.kind, c.level) c.*,
            min(lower(c.effective)) OVER (PARTITION BY c.kind, c.level) AS first_effective
        FROM clock AS c
        ORDER BY c.kind, c.level, c.holds DESC, c.weight DESC, c.origin = 'starter', lower(c.effective) DESC NULLS LAST, c.payer_clock_id),
    started AS (
        SELECT c.*, f.day + c.presumed_days AS starts,
            CASE WHEN NOT c.holds THEN 'no row of this clock holds for the date of service'
                    || coalesce(': the first begins ' || to_char(c.first_effective, 'YYYY-MM-DD'), '')
                WHEN f.day IS NULL AND c.counted_from = 'remit_date' THEN 'the date of the remittance is missing'
                WHEN f.day IS NULL THEN format('the date of the decision at level %s is missing', c.level - 1)
                WHEN f.day < f.before THEN format('the %s is before what it follows',
                    CASE c.counted_from WHEN 'remit_date' THEN 'remittance' ELSE 'decision' END) END AS issue
        FROM asked AS a CROSS JOIN chosen AS c
        CROSS JOIN LATERAL (
            SELECT CASE c.counted_from WHEN 'service_date' THEN a.first_day WHEN 'through_date' THEN a.last_day
                    WHEN 'remit_date' THEN a.remitted ELSE a.decided[c.level - 1] END AS day,
                CASE c.counted_from WHEN 'remit_date' THEN a.first_day
                    WHEN 'decision_date' THEN coalesce(a.decided[c.level - 2], a.remitted, a.first_day) END AS before) AS f),
    counted AS (
        SELECT s.*, CASE WHEN s.nonworkday = 'next_workday' THEN @extschema@.next_workday(l.day) ELSE l.day END AS due
        FROM started AS s
        CROSS JOIN LATERAL (
            SELECT CASE WHEN s.issue IS NULL THEN coalesce(s.starts + s.days, (s.starts + make_interval(months => s.months))::date) END AS day) AS l)
    SELECT r.kind, r.level, r.name, r.starts, r.due, r.days_left, r.passed, r.proof, r.source, r.issue
    FROM (
        SELECT c.kind, c.level, c.name, CASE WHEN c.issue IS NULL THEN c.starts END AS starts, c.due,
            CASE WHEN isfinite(payer_clocks.as_of) THEN c.due - payer_clocks.as_of END AS days_left,
            payer_clocks.as_of > c.due AS passed,
            CASE WHEN c.holds THEN c.proof END AS proof, CASE WHEN c.holds THEN c.source END AS source, c.issue
        FROM counted AS c
        UNION ALL
        SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, coalesce(a.issue, format('no clock of this payer is known: %s%s', a.statement,
            '''filing'', ''claim'', :days, ''service_date'', :''source'');'))
        FROM asked AS a
        WHERE a.issue IS NOT NULL OR NOT EXISTS (SELECT FROM clock)
        UNION ALL
        -- a payer that is known by half
        SELECT k.kind, 1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, format('no such clock of this payer is known: %s%s', a.statement, k.row)
        FROM asked AS a
        CROSS JOIN (VALUES ('filing', '''filing'', ''claim'', :days, ''service_date'', :''source'');'),
            ('appeal', '''appeal'', ''first appeal'', :days, ''remit_date'', :''source'');')) AS k(kind, row)
        WHERE EXISTS (SELECT FROM clock) AND NOT EXISTS (SELECT FROM clock AS c WHERE c.kind = k.kind AND c.level = 1)
    ) AS r
    ORDER BY array_position(ARRAY['filing', 'corrected_claim', 'reopening', 'appeal'], r.kind), r.level;
END;
COMMENT ON FUNCTION @extschema@.payer_clocks(text, date, date, date, text, date, date[]) IS
    'until when something may be filed with a payer, a row for each of its clocks: starts, the day from which is counted; due, the last day that is in time; days_left and passed on as_of, NULL without it. through_date NULL: a service of one day; decisions: days of the decisions on appeal, by level. issue: why there is no day, with the statement that mends it';
