-- denial_review(): which refusals notes answer at all, records that are missing, arguments as nobody should give them, rows of a
-- site. Refused diagnoses, services and visits: denial_diagnoses.sql, denial_services.sql, visit_level.sql.
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();
\ir include/denial_cases.sql

INSERT INTO denial_case (what, carc, rarcs, notes, diagnoses, lines, denied, must, mustnt, action) VALUES
-- small letters, blanks, several remarks
('16 m81: a remark in small letters', '16 ', '{" m81 "}', pg_temp.notes('Assessment: Chronic systolic heart failure.'),
    '{i509}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends I50.22"}', '{}', 'CORRECTED_CLAIM'),
('16 M20 M76: a service and a diagnosis are invalid', '16', '{m20,M76}', pg_temp.notes('Assessment: Type 2 diabetes with hyperglycemia. Flown in.'),
    '{E11}', ARRAY[pg_temp.line(1, 'A0030')], 1, '{"mends E11.65",check}', '{}', 'CORRECTED_CLAIM'),
('4 N211: no appeal, but a correction (N211)', '4', '{N211}', pg_temp.notes('Assessment: Primary osteoarthritis of the right knee.'),
    '{M17.11}', ARRAY[pg_temp.line(1, '20610', '{LT}')], 1, '{mends RT}', '{}', 'CORRECTED_CLAIM'),
('146: no remarks at all', '146', NULL, pg_temp.notes('Assessment: Acute cough.'), '{R05}', ARRAY[pg_temp.line(1, '99213')], 1, '{"mends R05.1"}', '{}', 'CORRECTED_CLAIM'),
-- 252: documents
('252 N479: the note can be sent', '252', '{N479}', pg_temp.notes('Assessment: Heart failure. Echo done.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{}', '{nothing,no_record}', 'SEND_RECORDS'),
('252: no remark, so nobody knows what is wanted (remark mandatory)', '252', '{}', pg_temp.notes('Assessment: Heart failure. Echo done.'),
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{}', '{mends,defends}', 'REVIEW'),
('252 N479: no note', '252', '{N479}', NULL,
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{no_record}', '{mends,defends}', NULL),
('252 N479: a note that is not signed cannot be sent', '252', '{N479}', ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Assessment: Heart failure.')]::medcode.note_input[],
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{no_record}', '{mends,defends}', NULL),
-- signatures, and no note at all, elsewhere
('11: the note that helps is not signed (policy L3)', '11', '{}', ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Assessment: Heart failure.')]::medcode.note_input[],
    '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{no_record}', '{mends,defends}', NULL),
('11: one is signed, the one that helps is not (policy L3)', '11', '{}',
    ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Assessment: Heart failure.'), ROW('n2', '2026-02-03', NULL, NULL, true, 'Assessment: Hypertension.')]::medcode.note_input[],
    '{I10}', ARRAY[pg_temp.line(1, '93306')], 1, '{}', '{mends,defends,no_record}', NULL),
('16 M81: no note', '16', '{M81}', '{}', '{E11.9}', ARRAY[pg_temp.line(1, '99213')], 1, '{no_record}', '{mends,defends,ask}', NULL),
('236: the separate lesion stands in a note that is not signed', '236', '{}', ARRAY[ROW('n1', '2026-02-03', NULL, NULL, false, 'Debridement of a separate lesion.'),
    ROW('n2', '2026-02-03', NULL, NULL, true, 'Heel ulcer debrided.')]::medcode.note_input[],
    '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, '{}', '{mends,defends}', NULL),
('45: no denial', '45', '{}', pg_temp.notes('Assessment: Heart failure.'), '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{none}', '{mends,defends}', 'CLOSE'),
('29: a limit of time is not in a note', '29', '{}', pg_temp.notes('Assessment: Heart failure.'), '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{none}', '{mends,defends}', NULL),
('197: an authorisation is not in a note', '197', '{}', pg_temp.notes('Assessment: Heart failure.'), '{I50.9}', ARRAY[pg_temp.line(1, '93306')], 1, '{none}', '{mends,defends}', NULL);

\ir include/denial_answers.sql

-- all reasons, with a note that bears something and one that does not
CREATE TEMP TABLE everything AS
SELECT g.grp, c.carc, m.rarcs, n.notes IS NULL AS no_notes, r.*
FROM unnest(ARRAY['CO', 'PR', 'OA', 'PI', 'CR']) AS g(grp), (SELECT DISTINCT reason_code FROM medcode.denial_rule WHERE reason_code IS NOT NULL) AS c(carc),
    (VALUES ('{}'::text[]), ('{N211}'), ('{MA130}'), ('{M76,N115}')) AS m(rarcs), (VALUES (NULL::medcode.note_input[]), (pg_temp.notes('Assessment: Heart failure.'))) AS n(notes)
LEFT JOIN LATERAL medcode.denial_review(n.notes, g.grp, c.carc, m.rarcs, '{I50.9}', ARRAY[pg_temp.line(1, '93306', '{}')], 1, on_date => '2026-02-03') AS r ON true;
SELECT is_empty($$SELECT * FROM everything WHERE answer IS NULL OR message IS NULL$$, 'there is an answer to every reason');
SELECT is_empty($$SELECT * FROM everything WHERE hard_stop IS NOT NULL AND action = 'APPEAL'$$, 'nobody appeals against a hard stop');
SELECT is_empty($$SELECT * FROM everything WHERE grp = 'CO' AND action = 'PATIENT_BILL'$$, 'CO is never billed to the patient');
SELECT is_empty($$SELECT * FROM everything WHERE no_notes AND answer IN ('mends', 'defends', 'against', 'ask')$$, 'without a note nothing is said of it');
SELECT is_empty($$SELECT * FROM everything WHERE NOT denial AND answer <> ALL ('{none,issue}')$$, 'what is no denial is not held against notes');

--
-- Arguments as nobody should give them
--
SELECT ok(count(*) > 0 AND bool_and(message <> '') AND bool_or(answer = 'issue'), 'no group is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), NULL, '50', '{}', '{M10.9}', ARRAY[pg_temp.line(1, '99213')], 1);
SELECT ok(count(*) > 0 AND bool_or(answer = 'issue'), 'an unknown reason is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', 'ZZZ', '{}', '{M10.9}');
SELECT ok(count(*) > 0 AND bool_or(answer = 'issue'), 'a missing reason is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', NULL, '{}', '{M10.9}');
SELECT is_empty($$SELECT c.carc FROM (SELECT DISTINCT reason_code FROM medcode.denial_rule WHERE reason_code IS NOT NULL) AS c(carc)
    WHERE NOT EXISTS (SELECT FROM medcode.denial_review(NULL, 'CO', c.carc))$$, 'nothing but a group and a reason');
SELECT throws_ok($$SELECT * FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '50', '{}', '{M10.9}', ARRAY[pg_temp.line(1, '99213')], 7)$$, '22023', NULL, 'a line that the claim does not have');
SELECT throws_ok($$SELECT * FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '50', '{}', '{M10.9}', NULL, 1)$$, '22023', NULL, 'a line of no lines');
SELECT ok(count(*) > 0, 'no lines: ' || c) FROM unnest('{4,6,11,50,97,146,150,151,181,236}'::text[]) AS c CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{}', '{M10.9}') AS r GROUP BY c ORDER BY c;
SELECT ok(count(*) > 0 AND bool_and(answer NOT IN ('mends', 'defends')), 'units below zero and none: ' || u) FROM unnest('{-3,0,NaN}'::float8[]) AS u
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '16', '{N362}', '{M10.9}', ARRAY[pg_temp.line(1, '11042', units => u)], 1) AS r GROUP BY u ORDER BY u;
SELECT ok(count(*) > 0 AND bool_and(r.message <> ''), 'a day before every release: ' || c) FROM unnest('{4,9,11,50,97,146,150,151,181,236}'::text[]) AS c
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{}', '{M10.9}', ARRAY[pg_temp.line(1, '11042', day => '1990-01-01'), pg_temp.line(2, '97597', day => '1990-01-01')], 2, on_date => '1990-01-01') AS r GROUP BY c ORDER BY c;
SELECT ok(bool_or(r.answer = 'issue'), 'pair edits of a day before all of them are missing, which is said') FROM medcode.denial_review(pg_temp.notes('Gout.'), 'CO', '151', '{}', '{M10.9}',
    ARRAY[pg_temp.line(1, '11042', '{}', day => '1990-01-01')], 1, on_date => '1990-01-01') AS r;
SELECT ok(count(*) > 0 AND bool_and(r.message <> ''), 'codes of other systems: ' || c) FROM unnest('{4,9,11,16,50,97,146,150,181,236}'::text[]) AS c
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{M76}', '{99213,250.00,0FT44ZZ,"",NULL,not a code}', ARRAY[pg_temp.line(1, 'E11.9'), pg_temp.line(2, NULL), pg_temp.line(3, '')], 1) AS r GROUP BY c ORDER BY c;
SELECT is(r.answer, 'no_record', 'an empty note is none: ' || quote_nullable(b)) FROM (VALUES (''), (NULL)) AS n(b)
    CROSS JOIN LATERAL medcode.denial_review(ARRAY[ROW('n1', NULL, NULL, NULL, NULL, b)]::medcode.note_input[], 'CO', '146', '{}', '{M10}', ARRAY[pg_temp.line(1, '99213')], 1, on_date => '2026-02-03') AS r;
SELECT ok(bool_or(r.answer = 'mends' AND r.use_code = 'R05.1'), 'a note of a megabyte') FROM medcode.denial_review(ARRAY[ROW('n1', NULL, NULL, NULL, true,
    repeat('The patient was seen and examined, nothing of note. ', 20000) || 'Assessment: Acute cough.')]::medcode.note_input[], 'CO', '146', '{}', '{R05}', ARRAY[pg_temp.line(1, '99213')], 1, on_date => '2026-02-03') AS r;
SELECT ok(bool_or(r.answer = 'mends' AND r.use_code = 'XS' AND r.note_id = '150'), 'two hundred notes, named by their places') FROM medcode.denial_review(
    ARRAY(SELECT ROW(NULL, NULL, NULL, NULL, true, CASE WHEN i = 150 THEN 'Debridement of a separate lesion.' ELSE 'Dressing changed on day ' || i || '.' END)::medcode.note_input FROM generate_series(1, 200) AS i),
    'CO', '236', '{}', '{L97.412}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2) AS r;
SELECT ok(bool_and(r.quote IS NULL OR r.quote = substr(n.body, r.start_char + 1, r.end_char - r.start_char)), 'offsets are characters, not bytes')
FROM (SELECT E'Größe 180 cm \u2013 Ärztin. Señora: na\u00efve \u03b2. Assessment: Chronic cough \u2265 8 weeks.' AS body) AS n
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes(n.body), 'CO', '146', '{}', '{R05}', ARRAY[pg_temp.line(1, '99213')], 1, on_date => '2026-02-03') AS r;

-- settings that have no edits: nothing is missing that could be loaded
SELECT ok(bool_and(r.answer = 'check') AND bool_and(r.message LIKE 'NCCI %in this setting%'), c || ': NCCI has no edits of stays') FROM unnest('{97,151}'::text[]) AS c
    CROSS JOIN LATERAL medcode.denial_review(pg_temp.notes('Gout.'), 'CO', c, '{}', '{M10.9}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2, 'inpatient', '2026-02-03') AS r
    GROUP BY c ORDER BY c;
SELECT is((SELECT array_agg(medcode.ncci_system(s, k) ORDER BY n) FROM (VALUES (1, 'professional', 'ptp'), (2, 'ed', 'mue'), (3, 'dme', 'mue'), (4, 'dme', 'ptp'), (5, 'inpatient', 'mue'), (6, NULL, 'ptp')) AS v(n, s, k)),
    '{ncci_practitioner,ncci_outpatient,ncci_dme,NULL,NULL,NULL}'::text[], 'ncci_system()');

--
-- Rows of a site
--
SELECT ok(bool_and(r.answer <> 'mends'), 'words that no row has tell nothing apart') FROM medcode.denial_review(pg_temp.notes('Debridement of the other wound too.'), 'CO', '236', '{}', '{L97.412}',
    ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2) AS r;
INSERT INTO medcode.modifier_cue (modifier, phrase) VALUES ('XS', 'the other wound');
SELECT ok(bool_or(r.answer = 'mends' AND r.use_code = 'XS'), 'words that a site adds') FROM medcode.denial_review(pg_temp.notes('Debridement of the other wound too.'), 'CO', '236', '{}', '{L97.412}',
    ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 2) AS r;
INSERT INTO medcode.visit_time (hcpcs, family, minutes, effective, source) VALUES ('99214', 'office, established patient', 50, '2026-01-01', 'a contract');
SELECT ok(bool_or(r.answer = 'check' AND r.use_code = '99213') AND bool_and(r.answer <> 'defends'), 'minutes that a site adds') FROM medcode.denial_review(
    pg_temp.notes('Hypertension. Total time: 35 minutes.'), 'CO', '150', '{}', '{I10}', ARRAY[pg_temp.line(1, '99214')], 1) AS r;
SELECT ok(bool_or(r.answer = 'defends'), 'and not before they hold') FROM medcode.denial_review(
    pg_temp.notes('Hypertension. Total time: 35 minutes.'), 'CO', '150', '{}', '{I10}', ARRAY[pg_temp.line(1, '99214', day => '2025-12-31')], 1) AS r;
SELECT is((SELECT array_agg(medcode.has_ptp_edits(d, s) ORDER BY n) FROM (VALUES (1, '2026-02-03'::date, 'professional'), (2, '2012-01-01', 'professional'), (3, '1990-01-01', 'professional'),
    (4, '2026-02-03', 'outpatient'), (5, '2026-02-03', 'inpatient'), (6, NULL, 'professional'), (7, '2026-02-03', NULL)) AS v(n, d, s)), '{t,t,f,f,f,f,f}'::boolean[], 'has_ptp_edits(): as far back as the edits of a file reach');
SELECT is(medcode.ptp_indicator('11042', '97597', '2012-01-01'), 1::smallint, 'and ptp_indicator() answers there');

SELECT * FROM finish();
ROLLBACK;
