-- Each step from diagnoses to the score, with the starter's V28 of payment year 2026: the rules, each with what it must not do
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SELECT plan(81);

CREATE FUNCTION pg_temp.hccs(codes text[], age integer, sex text) RETURNS integer[] LANGUAGE sql AS
$$ SELECT coalesce(array_agg(hcc ORDER BY hcc), '{}') FROM medcode.hccs(codes, 'V28', age, sex) WHERE kind = 'hcc' $$;
-- raw score of a woman of 67 who is entitled by age, unless said otherwise
CREATE FUNCTION pg_temp.raw(codes text[], age integer DEFAULT 67, sex text DEFAULT 'F', dual text DEFAULT '00', orec text DEFAULT '0',
    lti boolean DEFAULT false, new_enrollee boolean DEFAULT false, snp boolean DEFAULT false) RETURNS text LANGUAGE sql AS
$$ SELECT score_segment || ' ' || raw_score FROM medcode.raf_score(codes, 'V28', 2026, age, sex, dual, orec, lti, new_enrollee, snp => snp) $$;

--
-- Diagnoses to HCCs
--
SELECT is(pg_temp.hccs('{E11.9}', 67, 'F'), '{38}', 'a diagnosis');
SELECT is(pg_temp.hccs('{e119, " E11.9 "}', 67, 'female'), '{38}', 'however it is written, and once');
SELECT is(pg_temp.hccs('{I13.2}', 67, '2'), '{226,326}', 'one diagnosis, two HCCs');
SELECT is(pg_temp.hccs('{I10}', 67, 'F'), '{}', 'no HCC');
SELECT is(pg_temp.hccs('{}', 67, 'F'), '{}', 'no diagnosis');
SELECT is(pg_temp.hccs(NULL, 67, 'F'), '{}', 'nothing known');
SELECT is(pg_temp.hccs('{NULL, E11.9}', 67, 'F'), '{38}', 'a NULL among them');

--
-- Edits by age and sex
--
SELECT is(pg_temp.hccs('{D66}', 67, 'F'), '{112}', 'haemophilia in a woman');
SELECT is(pg_temp.hccs('{D66}', 67, 'M'), '{111}', 'and in a man');
SELECT is(pg_temp.hccs('{J44.9}', 17, 'M'), '{}', 'COPD under 18');
SELECT is(pg_temp.hccs('{J44.9}', 18, 'M'), '{280}', 'and at 18');
SELECT is(pg_temp.hccs('{C50.911}', 49, 'F'), '{22}', 'cancer of the breast under 50');
SELECT is(pg_temp.hccs('{C50.911}', 50, 'F'), '{23}', 'and at 50');
SELECT is(pg_temp.hccs('{P27.1}', 1, 'M'), '{213}', 'a newborn''s disease at one');
SELECT is(pg_temp.hccs('{P27.1}', 2, 'M'), '{}', 'and at two');
SELECT results_eq($$SELECT kind, from_codes, issue FROM medcode.hccs('{J44.9}', 'V28', 17, 'M')$$, $$VALUES ('edit', ARRAY['J44.9'], 'age_or_sex')$$, 'an edit says that it decided');
SELECT is(pg_temp.hccs('{C50.911, C61}', 49, 'F'), '{22}', 'edits come before hierarchies');

--
-- What an HCC requires
--
SELECT is(pg_temp.hccs('{Z95.811}', 70, 'M'), '{}', 'a heart assist device alone');
SELECT results_eq($$SELECT kind, hcc, from_codes, issue FROM medcode.hccs('{Z95.811}', 'V28', 70, 'M')$$,
    $$VALUES ('suppressed', 223, ARRAY['Z95.811'], 'requires_another_hcc')$$, 'says why');
SELECT is(pg_temp.hccs('{Z95.811, I50.9}', 70, 'M'), '{223}', 'with heart failure it counts, and outranks it');

--
-- Hierarchies
--
SELECT is(pg_temp.hccs('{E11.9, E11.22}', 67, 'F'), '{37}', 'a parent takes out its child');
SELECT is(pg_temp.hccs('{C61, C34.90, C78.00}', 67, 'M'), '{17}', 'and its children''s children');
SELECT is(pg_temp.hccs('{G80.0, G82.50}', 67, 'F'), '{191}', 'also one with a smaller number');
SELECT is(pg_temp.hccs('{G82.50, G82.20, G80.0, I69.351}', 67, 'F'), '{191}', 'all of them');
SELECT is(pg_temp.hccs('{E11.9, I50.9}', 67, 'F'), '{38,226}', 'others stay');
SELECT results_eq($$SELECT hcc, from_codes, suppressed_by FROM medcode.hccs('{C61, C34.90, C78.00}', 'V28', 67, 'M') WHERE kind = 'suppressed'$$,
    $$VALUES (20, ARRAY['C34.90'], ARRAY[17]), (23, ARRAY['C61'], ARRAY[17, 20])$$, 'those suppressed with all that suppress them, suppressed ones included');

--
-- Segments and demographic terms
--
SELECT is(pg_temp.raw('{}'), 'CNA 0.330', 'aged, not dual');
SELECT is(pg_temp.raw('{}', dual => '01'), 'CPA 0.365', 'aged, partial dual');
SELECT is(pg_temp.raw('{}', dual => '02'), 'CFA 0.435', 'aged, full dual');
SELECT is(pg_temp.raw('{}', 60, orec => '1'), 'CND 0.436', 'disabled, not dual');
SELECT is(pg_temp.raw('{}', 60, dual => '06', orec => '1'), 'CPD 0.414', 'disabled, partial dual');
SELECT is(pg_temp.raw('{}', 60, dual => '08', orec => '1'), 'CFD 0.502', 'disabled, full dual');
SELECT is(pg_temp.raw('{}', orec => '1'), 'CNA 0.558', 'originally disabled: 0.330 and 0.228');
SELECT is(pg_temp.raw('{}', orec => '2'), 'CNA 0.330', 'but not for renal disease');
SELECT is(pg_temp.raw('{}', 70, 'M', orec => '1'), 'CNA 0.531', 'a man: 0.396 and 0.135');
SELECT is(pg_temp.raw('{}', 64), 'CNA 0.330', 'who turns 65 in the year counts as 65');
SELECT is(pg_temp.raw('{}', 64, orec => '1'), 'CND 0.436', 'unless he is entitled by disability');
SELECT is(pg_temp.raw('{}', lti => true), 'INS 1.188', 'institutional');
SELECT is(pg_temp.raw('{}', lti => true, dual => '02'), 'INS 1.318', 'with Medicaid 0.130 more');
SELECT is(pg_temp.raw('{E11.9}', 65, new_enrollee => true), 'NE 0.532', 'a new enrollee has no HCCs');
SELECT is(pg_temp.raw('{}', 65, new_enrollee => true, lti => true, dual => '02', orec => '1'), 'NE 1.599', 'but Medicaid and the original reason count');
SELECT is(pg_temp.raw('{}', 64, 'M', orec => '1', new_enrollee => true), 'NE 1.057', 'disabled');
SELECT matches(pg_temp.raw('{}', new_enrollee => true, snp => true), '^SNPNE ', 'in a plan for special needs');
SELECT results_eq($$SELECT kind, term, hcc, coefficient FROM medcode.raf('{E11.9}', 'V28', 2026, 65, 'F', new_enrollee => true) WHERE hcc IS NOT NULL$$,
    $$VALUES ('not_in_segment', 'HCC38', 38, NULL::numeric)$$, 'the trace says that the HCC adds nothing');

--
-- Interactions: those of the segment, of HCCs after hierarchies
--
SELECT is(pg_temp.raw('{E11.9, I50.9}'), 'CNA 0.968', 'diabetes and heart failure: 0.330, 0.166, 0.360, 0.112');
SELECT is(pg_temp.raw('{I50.9, J44.9}'), 'CNA 1.087', 'heart failure and lungs: 0.330, 0.360, 0.319, 0.078');
SELECT is(pg_temp.raw('{I50.9, I48.91}'), 'CNA 1.066', 'heart failure and arrhythmia: 0.330, 0.360, 0.299, 0.077');
SELECT is(pg_temp.raw('{J44.9, J96.01}'), 'CNA 1.273', 'lungs and respiratory failure: 0.330, 0.319, 0.370, 0.254');
SELECT is(pg_temp.raw('{F11.20, F33.1}'), 'CNA 1.053', 'substance use and psychiatry not of the aged: 0.330, 0.424, 0.299');
SELECT is(pg_temp.raw('{F11.20, F33.1}', 60, orec => '1'), 'CND 1.054', 'but of the disabled: 0.436, 0.365, 0.166, 0.087');
SELECT is(pg_temp.raw('{I50.9}', 60, orec => '1', lti => true), 'INS 1.586', 'disabled and heart failure: 0.881, 0.217, 0.488');
SELECT is(pg_temp.raw('{I50.9}', lti => true), 'INS 1.405', 'not of the aged: 1.188, 0.217');
SELECT is(pg_temp.raw('{I50.9}', 60, orec => '1'), 'CND 0.878', 'nor outside the institution: 0.436, 0.442');
SELECT results_eq($$SELECT from_codes FROM medcode.raf('{E11.9, E11.22, I50.9, I10}', 'V28', 2026, 67, 'F') WHERE kind = 'interaction'$$,
    $$VALUES (ARRAY['E11.22', 'I50.9'])$$, 'the diagnoses that caused it, not those suppressed');

--
-- Count of payment HCCs
--
SELECT is(pg_temp.raw('{B20, A41.9, E11.9, M05.9}'), (SELECT 'CNA ' || 0.330 + sum(coefficient) FROM medcode.hcc_coefficient
    WHERE release_id = 105 AND term IN ('CNA_HCC1', 'CNA_HCC2', 'CNA_HCC38', 'CNA_HCC93', 'CNA_D4')), 'four');
SELECT is((SELECT coefficient FROM medcode.raf('{B20, A41.9, E11.9, E11.22, M05.9, K70.30}', 'V28', 2026, 67, 'F') WHERE term = 'D5'), 0.050, 'five, and one suppressed that is not counted');
SELECT is((SELECT term || ' ' || coefficient FROM medcode.raf('{B20, A41.9, E11.9, M05.9, K70.30, I63.9, F20.9, C61, L89.154, S06.2X9A, E66.01}', 'V28', 2026, 67, 'M') WHERE kind = 'payment_count'),
    'D10P 0.728', 'eleven are ten or more');

--
-- From raw to payment
--
SELECT is((SELECT concat_ws(' ', raw_score, normalized_score, payment_score) FROM medcode.raf_score('{E11.22, N18.32, I50.22}', 'V28', 2026, 67, 'F')),
    '1.271 1.191 1.121', '1.271 / 1.067, times 0.941, each rounded to three places');
SELECT is((SELECT sum(coefficient) FROM medcode.raf('{E11.22, N18.32, I50.22}', 'V28', 2026, 67, 'F') WHERE kind NOT LIKE '%score'), 1.271, 'the factors add up');
SELECT is((SELECT payment_score FROM medcode.raf_blend('{E11.9}', 2026, 67, 'F') WHERE model = 'blend'), 0.438, 'a year of one model');
SELECT throws_ok($$SELECT medcode.raf_blend('{E11.9}', 2019, 67, 'F')$$, '55000', 'the weights of the models are not known for payment year 2019', 'a year whose weights nobody knows');

--
-- What one code changes
--
SELECT results_eq($$SELECT hccs_added, hccs_removed, raw_change FROM medcode.raf_change('{E11.9}', '{E11.22}', NULL, 'V28', 2026, 67, 'F')$$,
    $$VALUES (ARRAY[37], ARRAY[38], 0.000)$$, 'of diabetes all add the same');
SELECT results_eq($$SELECT hccs_added, raw_change, payment_change FROM medcode.raf_change('{E11.9}', '{I50.9}', NULL, 'V28', 2026, 67, 'F')$$,
    $$VALUES (ARRAY[226], 0.472, 0.415)$$, 'heart failure with its interaction');
SELECT results_eq($$SELECT hccs_removed, raw_change FROM medcode.raf_change('{E11.9, I50.9}', '{}', '{i509}', 'V28', 2026, 67, 'F')$$,
    $$VALUES (ARRAY[226], -0.472)$$, 'and without it');

--
-- Bad input
--
SELECT is((SELECT array_agg(coalesce(raw_score::text, issues::text)) FROM (VALUES (1, 67, 'X', '0', '00'), (2, 130, 'F', '0', '00'), (3, NULL, 'F', '0', '00'), (4, -1, 'F', '0', '00'),
    (5, 67, NULL, '0', '00'), (6, 67, 'F', '7', '00'), (7, 67, 'F', '0', '99'), (8, 0, 'F', '0', '00'), (9, 40, 'F', '0', '00'), (10, 0, 'F', '1', '00')) v(n, age, sex, orec, dual),
    LATERAL medcode.raf_score('{}', 'V28', 2026, v.age, v.sex, v.dual, v.orec)),
    ARRAY['{unknown_sex}', '{unknown_age}', '{unknown_age}', '{unknown_age}', '{unknown_sex}', '{unknown_orec}', '{unknown_dual}', '{not_entitled}', '{not_entitled}', '0.238'], 'what is unknown is an issue and no score');
SELECT is((SELECT issues FROM medcode.raf_score('{"not a code", Q99.99}', 'V28', 2026, 67, 'F')), ARRAY['not_a_code not a code', 'unchecked_code Q99.99'], 'codes that are none, and such as the starter cannot check');
SELECT throws_ok($$SELECT medcode.raf_score('{}', 'V28', 2019, 67, 'F')$$, '55000', NULL, 'a year before the model');
SELECT throws_ok($$SELECT medcode.raf_score('{}', 'V28', 0, 67, 'F')$$, '22023', '0 is not a payment year', 'no year');
SELECT throws_ok($$SELECT medcode.raf_score('{}', NULL, 2026, 67, 'F')$$, '22004', NULL, 'no model');
SELECT throws_ok($$SELECT medcode.raf_score('{}', 'V28', 2026, 67, 'F', segment => 'XYZ')$$, '22023', 'V28 has no segment of that name', 'no segment');
SELECT throws_ok($$SELECT medcode.raf_score('{E11.9}', 'V28', 2026, 67, 'F', dates => '{}')$$, '22023', 'there are 1 codes and 0 dates of service', 'a date missing');
SELECT is((SELECT issues FROM medcode.raf_score('{E11.9}', 'V28', 2026, 67, 'F', dates => '{1999-01-01}')), ARRAY['outside_service_year E11.9'], 'a date of another year');

--
-- Tables of members
--
CREATE TABLE public.risk_member (member_id integer, age integer, sex text, orec text);
CREATE TABLE public.risk_diagnosis (member_id integer, code medcode.icd10cm);
INSERT INTO public.risk_member VALUES (1, 67, 'F', '0'), (2, 60, 'M', '1'), (3, 70, 'M', '0'), (3, 30, 'F', '1'), (NULL, 70, 'M', '0'), (5, 70, '?', '0');
INSERT INTO public.risk_diagnosis VALUES (1, 'E11.9'), (1, 'I50.9'), (3, 'E11.9'), (4, 'E11.9');
SELECT results_eq($$SELECT member_id, hccs, raw_score, issues FROM medcode.raf_of('risk_member', 'risk_diagnosis', 'V28', 2026) ORDER BY member_id$$,
    $$VALUES ('1', ARRAY[38, 226], 0.968, NULL::text[]), ('2', '{}', 0.345, NULL), ('3', NULL, NULL, ARRAY['two_beneficiaries']), ('4', NULL, NULL, ARRAY['no_member']),
        ('5', '{}', NULL, ARRAY['unknown_sex']), (NULL, NULL, NULL, ARRAY['no_member_id'])$$, 'a score for each member, an issue for who is none or two');
SELECT throws_ok($$SELECT medcode.raf_of('risk_diagnosis', 'risk_diagnosis', 'V28', 2026)$$, '42703', NULL, 'a table without sex');

--
-- Loaded rows are used at once, and a rollback takes them back
--
-- the claims and notes behind each factor (5(d) step 10)
CREATE TEMP TABLE traced AS SELECT * FROM medcode.raf_trace(ARRAY[ROW('e1122', 'C1', NULL, '2025-03-01'), ROW('I50.9', 'C2', 'N7', '2025-04-01'),
    ROW('I50.9', 'C1', NULL, '2025-03-01'), ROW('E11.9', 'C3', 'N8', '2025-05-01')]::medcode.risk_diagnosis[], 'V28', 2026, 70, 'F');
SELECT results_eq($$SELECT claims, notes FROM traced WHERE kind = 'interaction' AND term = 'DIABETES_HF_V28'$$,
    $$VALUES (ARRAY['C1', 'C2'], ARRAY['N7'])$$, 'an interaction names the claims and notes of both');
SELECT is((SELECT claims FROM traced WHERE term = 'HCC226'), ARRAY['C1', 'C2'], 'an HCC names every claim it was on');
SELECT is((SELECT claims || notes FROM traced WHERE kind = 'suppressed' AND hcc = 38), ARRAY['C3', 'N8'], 'a suppressed HCC names its own');
SELECT results_eq($$SELECT kind, term, coefficient, from_codes FROM traced$$,
    $$SELECT kind, term, coefficient, from_codes FROM medcode.raf(ARRAY['e1122', 'I50.9', 'I50.9', 'E11.9'], 'V28', 2026, 70, 'F',
        dates => ARRAY['2025-03-01', '2025-04-01', '2025-03-01', '2025-05-01']::date[])$$, 'beside that it is raf()');
SAVEPOINT before;
SELECT rows_read FROM medcode.load_content(E'model,payment_year,segment,normalization_factor,ma_coding_pattern_adjustment\nV28,2026,all,1.000,0\n') \gset ignored_
SELECT is((SELECT payment_score FROM medcode.raf_score('{}', 'V28', 2026, 67, 'F')), 0.330, 'another factor');
ROLLBACK TO before;
SELECT is((SELECT payment_score FROM medcode.raf_score('{}', 'V28', 2026, 67, 'F')), 0.291, 'and back');
SELECT rows_read FROM medcode.load_content(E'coefficient,value,model_domain,model_version\nCNA_HCC38,0.2,CMS-HCC,V28\n', 'PY2026') \gset ignored_
SELECT throws_ok($$SELECT medcode.raf_score('{}', 'V28', 2026, 67, 'F')$$, '22000', 'the files of V28 for payment year 2026 do not make a model',
    'a term without coefficient is no zero');

SELECT * FROM finish();
ROLLBACK;
