-- denial_cause(), and denial_lines() over tables: NCCI pairs and medically unlikely edits by date of service
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();
\ir include/denial_cases.sql

SELECT is((SELECT concat_ws(' ', d.action, CASE WHEN d.hard_stop IS NOT NULL THEN 'stop' END, nullif(array_to_string(d.needs, ','), ''))
    FROM medcode.denial_cause('CO', l.carc, string_to_array(l.rarcs, ' '), hcpcs => l.hcpcs, modifiers => '{}', units => 9, service_date => l.day::date, ptp_indicator => l.ptp, mai => l.mai,
        other_hcpcs => string_to_array(l.others, ' '), setting => l.setting) AS d), l.expected, l.what)
FROM (VALUES
    ('indicator 1 (NCCI 11042/97597)', '236', '', '97597', '11042', '2026-02-03', 'professional', NULL, NULL::integer, 'CORRECTED_CLAIM'),
    ('indicator 1 in small letters', '97', '', '97597', ' 11042', '2026-02-03', 'professional', NULL, NULL, 'CORRECTED_CLAIM'),
    ('indicator 0 (NCCI 01916/64400)', '236', '', '64400', '01916', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('of several pairs the one that is never paid', '236', '', '64400', '99213 01916', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('on the last day of an edit', '236', '', '97598', '11042', '2026-01-31', 'professional', NULL, NULL, 'CORRECTED_CLAIM'),
    ('after the last day of an edit', '236', '', '97598', '11042', '2026-02-01', 'professional', NULL, NULL, 'REVIEW'),
    ('before the first day of an edit', '236', '', '11102', '17000', '2018-12-31', 'professional', NULL, NULL, 'REVIEW'),
    ('a day of the year before, of which the file speaks', '236', '', '97597', '11042', '2025-06-01', 'professional', NULL, NULL, 'CORRECTED_CLAIM'),
    ('before all edits', '236', '', '97597', '11042', '1990-01-01', 'professional', NULL, NULL, 'REVIEW ptp_indicator'),
    ('no date of service', '236', '', '97597', '11042', NULL, 'professional', NULL, NULL, 'REVIEW ptp_indicator'),
    ('edits of hospitals are not loaded', '236', '', '97597', '11042', '2026-02-03', 'outpatient', NULL, NULL, 'REVIEW ptp_indicator'),
    ('the indicator that is given counts', '236', '', '97597', '11042', '2026-02-03', 'professional', '0', NULL, 'CLOSE stop'),
    ('nothing beside it', '236', '', '97597', '', '2026-02-03', 'professional', NULL, NULL, 'REVIEW'),
    ('what is beside it is not told', '236', '', '97597', NULL, '2026-02-03', 'professional', NULL, NULL, 'REVIEW ptp_indicator'),
    ('MAI 2 (MUE 11042)', '16', 'N362', '11042', '', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('MAI 2 beside 97', '97', 'N362', '11042', '', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('MAI 2 and 151', '151', '', '11042', '', '2026-02-03', 'professional', NULL, NULL, 'CLOSE stop'),
    ('MAI 3 (MUE 64400)', '151', '', '64400', '', '2026-02-03', 'professional', NULL, NULL, 'APPEAL'),
    ('MAI 1 (MUE 97597)', '151', '', '97597', '', '2026-02-03', 'professional', NULL, NULL, 'APPEAL'),
    ('a code without limit', '151', '', '99213', '', '2026-02-03', 'professional', NULL, NULL, 'APPEAL'),
    ('before the first list of limits', '151', '', '11042', '', '2025-12-31', 'professional', NULL, NULL, 'APPEAL mai'),
    ('the MAI that is given counts', '151', '', '11042', '', '2026-02-03', 'professional', NULL, 3, 'APPEAL')
) AS l(what, carc, rarcs, hcpcs, others, day, setting, ptp, mai, expected);

--
-- The same over tables: each line beside the others of its claim, day and provider
--
CREATE TEMP TABLE billed (claim_id text, claim_line_number integer, payer text, hcpcs_code text, claim_line_start_date date, charge_amount numeric, paid_amount numeric,
    rendering_npi text, claim_type text, bill_type_code text);
CREATE TEMP TABLE decided (claim_id text, claim_line_number integer, group_code text, reason_code text, remark_codes text[], amount numeric);
INSERT INTO billed SELECT c.id, l.n, 'P', split_part(l.v, ' ', 1), coalesce(nullif(split_part(l.v, ' ', 2), '')::date, '2026-02-03'), 100, 0,
        coalesce(nullif(split_part(l.v, ' ', 3), ''), 'N1'), c.kind, CASE c.kind WHEN 'institutional' THEN '131' END
    FROM (VALUES ('allowed', 'professional', '{11042,97597}'::text[]), ('never', 'professional', '{01916,64400}'), ('no pair', 'professional', '{99213,64400}'),
        ('turned', 'professional', '{97597,11042}'), ('other day', 'professional', '{11042 2026-02-02,97597}'), ('other provider', 'professional', '{11042 2026-02-03 N2,97597}'),
        ('of several', 'professional', '{99213,64400,01916}'), ('ended', 'professional', '{11042 2026-02-01,97598 2026-02-01}'), ('last day', 'professional', '{11042 2026-01-31,97598 2026-01-31}'),
        ('before all edits', 'professional', '{11042 1990-01-01,97597 1990-01-01}'), ('hospital', 'institutional', '{11042,97597}'), ('alone', 'professional', '{99213,97597}'),
        ('policy', 'professional', '{99213,11042}'), ('clinical', 'professional', '{99213,64400}'), ('no limit', 'professional', '{11042,99213}'), ('before limits', 'professional', '{99213 2025-12-31,11042 2025-12-31}')) AS c(id, kind, lines)
    CROSS JOIN LATERAL unnest(c.lines) WITH ORDINALITY AS l(v, n);
INSERT INTO decided SELECT c.id, 2, 'CO', c.carc, c.rarcs, 100 FROM (VALUES ('allowed', '97', '{}'::text[]), ('never', '236', '{}'), ('no pair', '97', '{}'), ('turned', '97', '{}'), ('other day', '97', '{}'),
    ('other provider', '97', '{}'), ('of several', ' b10', '{}'), ('ended', '236', '{}'), ('last day', '236', '{}'), ('before all edits', '236', '{}'), ('hospital', '236', '{}'), ('alone', '45', '{}'),
    ('policy', '16', '{n362}'), ('clinical', '151', '{}'), ('no limit', '151', '{}'), ('before limits', '16', '{N362}')) AS c(id, carc, rarcs);
SELECT is((SELECT d.action FROM medcode.denial_lines('billed', 'decided') AS d WHERE d.claim_id = e.claim AND d.claim_line_number = 2), e.action, 'a table: ' || e.claim)
FROM (VALUES ('allowed', 'CORRECTED_CLAIM'), ('never', 'CLOSE'), ('no pair', 'REVIEW'), ('turned', 'REVIEW'), ('other day', 'REVIEW'), ('other provider', 'REVIEW'), ('of several', 'CLOSE'),
    ('ended', 'REVIEW'), ('last day', 'CORRECTED_CLAIM'), ('before all edits', 'REVIEW'), ('hospital', 'REVIEW'), ('alone', NULL), ('policy', 'CLOSE'), ('clinical', 'APPEAL'), ('no limit', 'APPEAL')) AS e(claim, action);
SELECT is_empty($$SELECT d.claim_id, d.action, c.action FROM medcode.denial_lines('billed', 'decided') AS d JOIN billed AS b USING (claim_id, claim_line_number)
        JOIN decided AS a USING (claim_id, claim_line_number)
        CROSS JOIN LATERAL medcode.denial_cause(a.group_code, a.reason_code, a.remark_codes, b.hcpcs_code, '{}', 1, b.claim_line_start_date, 'P',
            other_hcpcs => ARRAY(SELECT o.hcpcs_code FROM billed AS o WHERE o.claim_id = b.claim_id AND o.claim_line_number <> b.claim_line_number
                AND o.claim_line_start_date = b.claim_line_start_date AND o.rendering_npi = b.rendering_npi),
            setting => medcode.claim_setting(b.claim_type, b.bill_type_code)) AS c
    WHERE d.action IS DISTINCT FROM CASE WHEN c.denial THEN c.action END$$, 'a table has what denial_cause() says of each line');
-- of a claim that was refused as a whole each line by itself
UPDATE decided SET claim_line_number = NULL WHERE claim_id = 'never';
SELECT is((SELECT array_agg(d.action ORDER BY d.claim_line_number) FROM medcode.denial_lines('billed', 'decided') AS d WHERE d.claim_id = 'never'), '{REVIEW,CLOSE}'::text[], 'a claim as a whole');
SELECT is((SELECT (r.amount_lost, r.amount_review) FROM medcode.denial_rates('billed', 'decided', '{payer}') AS r), (SELECT (round(sum(d.amount_denied) FILTER (WHERE d.action = 'CLOSE'), 2),
    round(sum(d.amount_denied) FILTER (WHERE d.action = 'REVIEW'), 2)) FROM medcode.denial_lines('billed', 'decided') AS d), 'denial_rates() adds it up');

INSERT INTO medcode.denial_rule (remark_code, condition, denial, cause, action, hard_stop, source) VALUES ('N999', 'mue_2', true, 'UNITS', 'CLOSE', 'a limit of policy', 'a site');
INSERT INTO decided VALUES ('no limit', 1, 'CO', '16', '{N999}', 100);
SELECT is((SELECT d.action FROM medcode.denial_lines('billed', 'decided') AS d WHERE d.claim_id = 'no limit' AND d.claim_line_number = 1), 'CLOSE', 'a rule of a site for a remark, whatever the reason');

SELECT * FROM finish();
ROLLBACK;
