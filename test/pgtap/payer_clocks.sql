-- Until when something may be filed: cases from the rules, days counted by hand
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT no_plan();

INSERT INTO medcode.payer_clock (payer, filing_indicator, kind, level, name, days, months, counted_from, presumed_days, nonworkday, effective, source) VALUES
    ('Acme Health', NULL, 'filing', 1, 'claim', 180, NULL, 'service_date', 0, 'stays', '[2020-01-01,2026-01-01)', 'contract 4.1 of 2020'),
    ('Acme Health', NULL, 'filing', 1, 'claim', 90, NULL, 'service_date', 0, 'stays', '[2026-01-01,)', 'contract 4.1 of 2026'),
    ('Acme Health', NULL, 'corrected_claim', 1, 'corrected claim', NULL, 6, 'remit_date', 0, 'stays', '(,)', 'contract 4.3'),
    ('Acme Health', NULL, 'appeal', 1, 'first appeal', 60, NULL, 'remit_date', 0, 'next_workday', '(,)', 'contract 9.1'),
    ('Acme Health', NULL, 'appeal', 2, 'second appeal', 30, NULL, 'decision_date', 3, 'stays', '(,)', 'contract 9.2'),
    ('Half Plan', NULL, 'filing', 1, 'claim', NULL, 6, 'through_date', 0, 'stays', '(,)', 'manual 2'),
    ('Contractor J', NULL, 'filing', 1, 'claim', NULL, 6, 'service_date', 0, 'stays', '(,)', 'named by payer'),
    ('Contractor J', 'MA', 'filing', 1, 'claim', NULL, 3, 'service_date', 0, 'stays', '(,)', 'named by payer and filing indicator');

CREATE TEMP TABLE expected (payer text, indicator text, service date, through date, remit date, decisions date[],
    kind text, level integer, starts date, due date, why text);
INSERT INTO expected VALUES
    -- Medicare: a calendar year from the date of service
    (NULL, 'MB', '2025-03-31', NULL, NULL, NULL, 'filing', 1, '2025-03-31', '2026-03-31', 'the same day a year on'),
    (NULL, 'mb', '2025-03-31', NULL, NULL, NULL, 'filing', 1, '2025-03-31', '2026-03-31', 'filing indicator of any case'),
    ('Whoever', 'MB', '2025-03-31', NULL, NULL, NULL, 'filing', 1, '2025-03-31', '2026-03-31', 'any contractor'),
    (NULL, 'MB', '2024-02-29', NULL, NULL, NULL, 'filing', 1, '2024-02-29', '2025-02-28', 'February 29 until February 28'),
    (NULL, 'MB', '2023-02-28', NULL, NULL, NULL, 'filing', 1, '2023-02-28', '2024-02-28', 'not the 29th of a leap year'),
    (NULL, 'MB', '2023-03-01', NULL, NULL, NULL, 'filing', 1, '2023-03-01', '2024-03-01', 'over a leap day: 366 days'),
    (NULL, 'MB', '2010-01-01', NULL, NULL, NULL, 'filing', 1, '2010-01-01', '2011-01-03', 'the first day of the rule; a holiday on a Saturday'),
    -- a last day on which nobody works
    (NULL, 'MB', '2025-01-31', NULL, NULL, NULL, 'filing', 1, '2025-01-31', '2026-02-02', 'Saturday'),
    (NULL, 'MB', '2025-02-01', NULL, NULL, NULL, 'filing', 1, '2025-02-01', '2026-02-02', 'Sunday'),
    (NULL, 'MB', '2025-01-01', NULL, NULL, NULL, 'filing', 1, '2025-01-01', '2026-01-02', 'New Year'),
    (NULL, 'MB', '2025-01-19', NULL, NULL, NULL, 'filing', 1, '2025-01-19', '2026-01-20', 'third Monday of January'),
    (NULL, 'MB', '2025-02-16', NULL, NULL, NULL, 'filing', 1, '2025-02-16', '2026-02-17', 'third Monday of February'),
    (NULL, 'MB', '2025-05-23', NULL, NULL, NULL, 'filing', 1, '2025-05-23', '2026-05-26', 'Saturday before Memorial Day'),
    (NULL, 'MB', '2025-06-19', NULL, NULL, NULL, 'filing', 1, '2025-06-19', '2026-06-22', 'Juneteenth on a Friday'),
    (NULL, 'MB', '2019-06-19', NULL, NULL, NULL, 'filing', 1, '2019-06-19', '2020-06-19', 'Juneteenth was none before 2021'),
    (NULL, 'MB', '2020-06-18', NULL, NULL, NULL, 'filing', 1, '2020-06-18', '2021-06-21', 'the first Juneteenth, kept on Friday'),
    (NULL, 'MB', '2025-07-04', NULL, NULL, NULL, 'filing', 1, '2025-07-04', '2026-07-06', 'July 4 on a Saturday'),
    (NULL, 'MB', '2025-07-03', NULL, NULL, NULL, 'filing', 1, '2025-07-03', '2026-07-06', 'the Friday on which it is kept'),
    (NULL, 'MB', '2025-09-07', NULL, NULL, NULL, 'filing', 1, '2025-09-07', '2026-09-08', 'first Monday of September'),
    (NULL, 'MB', '2025-10-12', NULL, NULL, NULL, 'filing', 1, '2025-10-12', '2026-10-13', 'second Monday of October'),
    (NULL, 'MB', '2022-11-10', NULL, NULL, NULL, 'filing', 1, '2022-11-10', '2023-11-13', 'Veterans Day kept on Friday'),
    (NULL, 'MB', '2024-11-27', NULL, NULL, NULL, 'filing', 1, '2024-11-27', '2025-11-28', 'Thanksgiving'),
    (NULL, 'MB', '2024-12-25', NULL, NULL, NULL, 'filing', 1, '2024-12-25', '2025-12-26', 'Christmas'),
    (NULL, 'MB', '2020-12-31', NULL, NULL, NULL, 'filing', 1, '2020-12-31', '2022-01-03', 'New Year kept in the old year'),
    -- spans: institutional claims go by the last day, professional ones by the first
    (NULL, 'MA', '2025-11-03', '2025-11-07', NULL, NULL, 'filing', 1, '2025-11-07', '2026-11-09', 'through date, then Saturday'),
    (NULL, 'MB', '2025-11-03', '2025-11-07', NULL, NULL, 'filing', 1, '2025-11-03', '2026-11-03', 'from date'),
    (NULL, 'MA', '2025-11-03', NULL, NULL, NULL, 'filing', 1, '2025-11-03', '2026-11-03', 'a service of one day'),
    -- redetermination: 120 days from receipt, 5 days after the notice; the first four as a contractor publishes them
    (NULL, 'MB', '2017-04-20', NULL, '2017-05-15', NULL, 'appeal', 1, '2017-05-20', '2017-09-17', 'a Sunday stays'),
    (NULL, 'MB', '2017-04-20', NULL, '2017-08-15', NULL, 'appeal', 1, '2017-08-20', '2017-12-18', 'over months of 30 and 31'),
    (NULL, 'MB', '2020-04-20', NULL, '2020-05-15', NULL, 'appeal', 1, '2020-05-20', '2020-09-17', 'example of 2020'),
    (NULL, 'MB', '2020-04-20', NULL, '2020-08-14', NULL, 'appeal', 1, '2020-08-19', '2020-12-17', 'example of 2020'),
    (NULL, 'MA', '2023-12-20', NULL, '2024-01-31', NULL, 'appeal', 1, '2024-02-05', '2024-06-04', 'over a leap day'),
    (NULL, 'MA', '2022-12-20', NULL, '2023-01-31', NULL, 'appeal', 1, '2023-02-05', '2023-06-05', 'the year before'),
    -- reopening: calendar years from the notice itself
    (NULL, 'MB', '2024-01-10', NULL, '2024-02-29', NULL, 'reopening', 1, '2024-02-29', '2025-02-28', 'a year from a leap day'),
    (NULL, 'MB', '2024-01-10', NULL, '2024-02-29', NULL, 'reopening', 2, '2024-02-29', '2028-02-29', 'four years from a leap day'),
    (NULL, 'MB', '2025-01-10', NULL, '2025-03-15', NULL, 'reopening', 1, '2025-03-15', '2026-03-15', 'a Sunday stays'),
    -- later levels: from receipt of the decision before
    (NULL, 'MB', '2025-01-10', NULL, '2025-02-03', '{2025-06-10}', 'appeal', 2, '2025-06-15', '2025-12-12', 'reconsideration'),
    (NULL, 'MB', '2025-01-10', NULL, '2025-02-03', '{2025-06-10,2025-12-30}', 'appeal', 3, '2026-01-04', '2026-03-05', 'hearing'),
    (NULL, 'MB', '2025-01-10', NULL, '2025-02-03', '{2025-06-10,2025-12-30,2026-01-15}', 'appeal', 4, '2026-01-20', '2026-03-21', 'Council; a Saturday stays'),
    (NULL, 'MB', '2025-01-10', NULL, '2025-02-03', '{2025-06-10,2025-12-30,2026-01-15,2026-03-02}', 'appeal', 5, '2026-03-07', '2026-05-06', 'court'),
    (NULL, 'MB', '2025-01-10', NULL, NULL, '{2025-06-10}', 'appeal', 2, '2025-06-15', '2025-12-12', 'the remittance is not needed for it'),
    -- a site's payers
    ('Acme Health', NULL, '2025-12-31', NULL, NULL, NULL, 'filing', 1, '2025-12-31', '2026-06-29', 'the last day of a row'),
    ('Acme Health', NULL, '2026-01-01', NULL, NULL, NULL, 'filing', 1, '2026-01-01', '2026-04-01', 'the first day of the next'),
    (' ACME HEALTH ', NULL, '2026-11-30', NULL, NULL, NULL, 'filing', 1, '2026-11-30', '2027-02-28', 'of any case; a Sunday stays'),
    ('acme health', '16', '2026-02-10', NULL, '2026-08-31', NULL, 'corrected_claim', 1, '2026-08-31', '2027-02-28', 'six months from the end of August'),
    ('Acme Health', NULL, '2026-02-10', NULL, '2026-03-02', NULL, 'appeal', 1, '2026-03-02', '2026-05-01', 'a Friday'),
    ('Acme Health', NULL, '2026-02-10', NULL, '2026-03-26', NULL, 'appeal', 1, '2026-03-26', '2026-05-26', 'Memorial Day, and the contract moves it'),
    ('Acme Health', NULL, '2026-02-10', NULL, '2026-03-02', '{2026-04-10}', 'appeal', 2, '2026-04-13', '2026-05-13', 'three days for the mail'),
    ('Half Plan', NULL, '2025-08-29', '2025-08-31', NULL, NULL, 'filing', 1, '2025-08-31', '2026-02-28', 'six months from the last day'),
    -- which row: payer and indicator, payer, indicator
    ('Contractor J', 'MA', '2026-01-15', NULL, NULL, NULL, 'filing', 1, '2026-01-15', '2026-04-15', 'both named'),
    ('Contractor J', 'MB', '2026-01-15', NULL, NULL, NULL, 'filing', 1, '2026-01-15', '2026-07-15', 'payer named'),
    ('Contractor J', 'MB', '2026-01-15', NULL, '2026-02-02', NULL, 'appeal', 1, '2026-02-07', '2026-06-07', 'what the site does not say is the law');

SELECT is(array_agg(ARRAY[c.starts, c.due] ORDER BY c.due), ARRAY[ARRAY[e.starts, e.due]],
    format('%s %s %s, service %s: %s', coalesce(e.payer, e.indicator), e.kind, e.level, e.service, e.why))
FROM expected AS e
LEFT JOIN LATERAL medcode.payer_clocks(e.payer, e.service, e.remit, filing_indicator => e.indicator, through_date => e.through,
    decisions => e.decisions) AS c ON c.kind = e.kind AND c.level = e.level AND c.issue IS NULL
GROUP BY e.*, e.payer, e.indicator, e.kind, e.level, e.service, e.why, e.starts, e.due;

-- on the day itself and beside it
SELECT results_eq(
    $$SELECT d.as_of, c.days_left, c.passed FROM (VALUES ('2026-03-30'::date), ('2026-03-31'), ('2026-04-01'), (NULL)) AS d(as_of),
        LATERAL medcode.payer_clocks(NULL, '2025-03-31', as_of => d.as_of, filing_indicator => 'MB') AS c WHERE c.kind = 'filing'
      ORDER BY d.as_of$$,
    $$VALUES ('2026-03-30'::date, 1, false), ('2026-03-31', 0, false), ('2026-04-01', -1, true), (NULL, NULL, NULL)$$,
    'the last day is in time; without as_of nothing is said');

-- what a row of the site does to one of the extension
INSERT INTO medcode.payer_clock (filing_indicator, kind, name, months, counted_from, effective, source)
    VALUES ('MB', 'filing', 'claim', 11, 'service_date', '[2026-01-01,2027-01-01)', 'a law to come');
SELECT results_eq(
    $$SELECT d.day, c.due, c.source LIKE '42 CFR%' FROM (VALUES ('2025-12-31'::date), ('2026-01-01'), ('2026-12-31'), ('2027-01-01')) AS d(day),
        LATERAL medcode.payer_clocks(NULL, d.day, filing_indicator => 'MB') AS c WHERE c.kind = 'filing' ORDER BY d.day$$,
    $$VALUES ('2025-12-31'::date, '2026-12-31'::date, true), ('2026-01-01', '2026-12-01', false), ('2026-12-31', '2027-11-30', false),
        ('2027-01-01', '2028-01-03', true)$$,
    'it goes first while it holds');
SELECT is((SELECT count(*) FROM medcode.payer_clocks(NULL, '2026-05-05', '2026-06-01', filing_indicator => 'MB') AS c WHERE c.kind = 'filing'),
    1::bigint, 'one row a clock');
SELECT is((SELECT c.due FROM medcode.payer_clocks(NULL, '2026-05-05', filing_indicator => 'MA') AS c WHERE c.kind = 'filing'),
    '2027-05-05', 'another filing indicator is as it was');
DELETE FROM medcode.payer_clock WHERE filing_indicator = 'MB' AND origin = 'site';

-- issues
SELECT is((SELECT array_agg(c.issue) FROM medcode.payer_clocks('O''Hara Mutual', '2026-01-15', '2026-02-02') AS c),
    ARRAY[$$no clock of this payer is known: INSERT INTO medcode.payer_clock (payer, kind, name, days, counted_from, source) VALUES ('O''Hara Mutual', 'filing', 'claim', :days, 'service_date', :'source');$$],
    'an unknown payer is one row with the statement');
DO $do$
BEGIN
    EXECUTE (SELECT replace(replace(substring(c.issue FROM 'INSERT.*;'), ':days', '120'), ':''source''', '''contract''')
        FROM medcode.payer_clocks('O''Hara Mutual', '2026-01-15') AS c);
END $do$;
SELECT is((SELECT c.due FROM medcode.payer_clocks('O''HARA MUTUAL', '2026-01-15') AS c WHERE c.kind = 'filing'), '2026-05-15', 'which mends it');
SELECT results_eq($$SELECT c.kind, c.due, c.issue LIKE 'no such clock of this payer is known: INSERT % VALUES (''Half Plan'', ''appeal'', %;'
    FROM medcode.payer_clocks('Half Plan', '2025-08-31', '2025-10-01') AS c$$,
    $$VALUES ('filing', '2026-02-28'::date, NULL), ('appeal', NULL, true)$$, 'a payer that is known by half');
SELECT is((SELECT array_agg(c.issue) FROM medcode.payer_clocks('', '2026-01-15') AS c), '{the payer is missing}'::text[], 'no payer');
SELECT is((SELECT array_agg(c.issue) FROM medcode.payer_clocks('Acme Health', NULL, '2026-02-02') AS c), '{the date of service is missing}'::text[], 'no date of service');
SELECT is((SELECT array_agg(c.issue) FROM medcode.payer_clocks('Acme Health', d.day) AS c), '{a date is none of a claim}'::text[], 'no day: ' || d.day)
FROM (VALUES ('infinity'::date), ('-infinity'), ('0001-01-01'), ('5874897-12-31')) AS d(day);
SELECT is((SELECT array_agg(c.issue) FROM medcode.payer_clocks('Acme Health', '2026-01-15', through_date => '2026-01-14') AS c),
    '{the last day of the service is before the first}'::text[], 'a span turned round');
SELECT results_eq($$SELECT c.kind, c.level, c.due, c.source, c.issue FROM medcode.payer_clocks(NULL, '2009-12-31', '2010-02-01', filing_indicator => 'MB') AS c
    WHERE c.kind <> 'appeal'$$,
    $$SELECT k.kind, k.level, NULL::date, NULL, 'no row of this clock holds for the date of service: the first begins 2010-01-01'
      FROM (VALUES ('filing', 1), ('reopening', 1), ('reopening', 2)) AS k(kind, level)$$, 'before the first row');
SELECT results_eq($$SELECT c.kind, c.level, c.starts, c.due, c.days_left, c.passed, c.issue
    FROM medcode.payer_clocks('Acme Health', '2026-01-15', as_of => '2026-12-01') AS c WHERE c.kind <> 'filing'$$,
    $$VALUES ('corrected_claim', 1, NULL::date, NULL::date, NULL::integer, NULL::boolean, 'the date of the remittance is missing'),
        ('appeal', 1, NULL, NULL, NULL, NULL, 'the date of the remittance is missing'),
        ('appeal', 2, NULL, NULL, NULL, NULL, 'the date of the decision at level 1 is missing')$$, 'what is missing is not guessed');
SELECT is((SELECT c.issue FROM medcode.payer_clocks('Acme Health', '2026-01-15', '2026-01-14') AS c WHERE c.kind = 'appeal' AND c.level = 1),
    'the remittance is before what it follows', 'a remittance before the service');
SELECT is((SELECT c.issue FROM medcode.payer_clocks('Acme Health', '2026-01-15', '2026-02-14', decisions => '{2026-02-13}') AS c WHERE c.level = 2),
    'the decision is before what it follows', 'a decision before the remittance');

-- the holidays of two years, as the Office of Personnel Management lists them
SELECT results_eq(
    $$SELECT d::date FROM generate_series('2026-01-01'::timestamp, '2027-12-31', '1 day') AS d
      WHERE extract(isodow FROM d) < 6 AND medcode.is_federal_holiday(d::date) ORDER BY 1$$,
    $$SELECT unnest('{2026-01-01,2026-01-19,2026-02-16,2026-05-25,2026-06-19,2026-07-03,2026-09-07,2026-10-12,2026-11-11,2026-11-26,2026-12-25,
        2027-01-01,2027-01-18,2027-02-15,2027-05-31,2027-06-18,2027-07-05,2027-09-06,2027-10-11,2027-11-11,2027-11-25,2027-12-24,2027-12-31}'::date[])$$,
    'federal holidays of 2026 and 2027');
SELECT is_empty(
    $$SELECT d FROM generate_series('2010-01-01'::timestamp, '2040-12-31', '1 day') AS d, medcode.next_workday(d::date) AS w
      WHERE w IS NULL OR w NOT BETWEEN d::date AND d::date + 4 OR extract(isodow FROM w) > 5 OR medcode.is_federal_holiday(w)
        OR extract(isodow FROM d) < 6 AND NOT medcode.is_federal_holiday(d::date) AND w <> d::date$$,
    'the next workday is one, and a workday stays');

-- nothing hangs on the session
SET LOCAL datestyle = 'SQL, DMY';
SET LOCAL timezone = 'Pacific/Kiritimati';
SET LOCAL search_path = pg_temp, public;
SELECT is_empty(
    $$SELECT 1 FROM expected AS e
      WHERE NOT EXISTS (SELECT FROM medcode.payer_clocks(e.payer, e.service, e.remit, filing_indicator => e.indicator, through_date => e.through,
        decisions => e.decisions) AS c WHERE (c.kind, c.level, c.starts, c.due) = (e.kind, e.level, e.starts, e.due))$$,
    'the same in another session');
SELECT is((SELECT c.issue FROM medcode.payer_clocks(NULL, '2009-12-31'::date, filing_indicator => 'MB') AS c WHERE c.kind = 'filing'),
    'no row of this clock holds for the date of service: the first begins 2010-01-01', 'and so are issues');
RESET datestyle;
SET LOCAL search_path = public, pg_catalog;

-- what no row may say
PREPARE clock (text, text, text, integer, integer, integer, text, integer) AS
    INSERT INTO medcode.payer_clock (payer, filing_indicator, kind, level, name, days, months, counted_from, presumed_days, source)
    VALUES ($1, $2, $3, $4, 'x', $5, $6, $7, $8, 'x');
SELECT throws_ok(format('EXECUTE clock(%s)', w.arguments), w.state, NULL, w.why)
FROM (VALUES ('NULL, NULL, ''filing'', 1, 90, NULL, ''service_date'', 0', '23514', 'neither payer nor filing indicator'),
    ('''B'', NULL, ''filing'', 1, 90, 3, ''service_date'', 0', '23514', 'days and months'),
    ('''B'', NULL, ''filing'', 1, NULL, NULL, ''service_date'', 0', '23514', 'no length'),
    ('''B'', NULL, ''filing'', 1, 0, NULL, ''service_date'', 0', '23514', 'no days'),
    ('''B'', NULL, ''claim'', 1, 90, NULL, ''service_date'', 0', '23514', 'an unknown kind'),
    ('''B'', NULL, ''appeal'', 1, 90, NULL, ''decision_date'', 0', '23514', 'a first appeal has no decision before it'),
    ('''B'', NULL, ''filing'', 1, 90, NULL, ''service_date'', 5', '23514', 'a service is not received'),
    ('''B'', ''mb'', ''filing'', 1, 90, NULL, ''service_date'', 0', '23514', 'a filing indicator in small letters'),
    ('''half plan'', NULL, ''filing'', 1, 90, NULL, ''service_date'', 0', '23505', 'a second row for the same')) AS w(arguments, state, why);
SELECT is_empty($$SELECT 1 FROM medcode.payer_clock AS c WHERE c.origin = 'starter' AND (c.filing_indicator NOT IN ('MA', 'MB') OR c.payer IS NOT NULL
    OR c.source NOT LIKE '42 CFR %' OR c.payer_clock_id >= 2147483648)$$, 'the extension has only what is law for all');
SELECT results_eq($$SELECT c.filing_indicator, count(*) FROM medcode.payer_clock AS c WHERE c.origin = 'starter' GROUP BY 1 ORDER BY 1$$,
    $$VALUES ('MA', 8::bigint), ('MB', 8)$$, 'for both parts');
SELECT * FROM finish();
ROLLBACK;
