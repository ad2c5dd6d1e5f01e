-- denial_cause(): NCCI pairs and medically unlikely edits by date of service
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

SELECT * FROM finish();
ROLLBACK;
