-- The edits of check_claim(): for each of claim_edits() cases in which it speaks and in which it does not, each with
-- the source of its rule, over small lists in the publishers' shapes; claims as nobody should send them.
BEGIN;
SET LOCAL search_path = public, pg_catalog;
SET LOCAL client_min_messages = warning;
SELECT no_plan();

CREATE FUNCTION pg_temp.line(line integer, hcpcs text, modifiers text[] DEFAULT NULL, units double precision DEFAULT 1, day date DEFAULT '2026-02-03',
    provider text DEFAULT NULL, place text DEFAULT '11', pointers integer[] DEFAULT NULL)
    RETURNS medcode.claim_line LANGUAGE sql IMMUTABLE RETURN ROW(line, hcpcs, modifiers, units, day, provider, place, pointers)::medcode.claim_line;

-- A case: does the edit speak?  loaded 0: nothing but the starter; 1: the list of codes; 2: all lists.
CREATE TEMP TABLE edit_case (no integer GENERATED ALWAYS AS IDENTITY, loaded integer NOT NULL, edit text NOT NULL, speaks boolean NOT NULL, source text NOT NULL,
    diagnoses text[], lines medcode.claim_line[], setting text NOT NULL DEFAULT 'professional', on_date date DEFAULT '2026-02-03', poa text[], birth date, sex text);

-- the claim
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses, lines) VALUES
    (2, 'claim_without_diagnoses', true, 'G IV.F', '{}', NULL),
    (2, 'claim_without_diagnoses', true, 'G IV.F', NULL, NULL),
    (2, 'claim_without_diagnoses', false, 'G IV.F', '{I10}', NULL),
    (2, 'claim_without_lines', true, '837 loop 2400', '{I10}', '{}'),
    (2, 'claim_without_lines', false, '837 loop 2400', '{I10}', ARRAY[pg_temp.line(1, '11042')]),
    (2, 'claim_without_lines', false, 'lines that are not given are not missed', '{I10}', NULL),
    (2, 'too_many_diagnoses', true, 'X12 837', array_fill('I10'::text, '{101}'), NULL),
    (2, 'too_many_diagnoses', false, 'X12 837', array_fill('I10'::text, '{100}'), NULL),
    (2, 'line_date_unknown', true, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042', day => NULL)]),
    (2, 'line_date_unknown', false, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042')]);
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses, lines, on_date) VALUES
    (2, 'date_unknown', true, 'docs/claim-edits.md', '{I10}', NULL, NULL),
    (2, 'date_unknown', false, 'docs/claim-edits.md', '{I10}', NULL, '2026-02-03'),
    (2, 'date_unknown', false, 'the last date of service', '{I10}', ARRAY[pg_temp.line(1, '11042')], NULL);

-- diagnoses: the codes
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses) VALUES
    (2, 'dx_wrong_system', true, '45 CFR 162.1002: CPT', '{99213}'),
    (2, 'dx_wrong_system', true, '45 CFR 162.1002: ICD-9-CM', '{250.00}'),
    (2, 'dx_wrong_system', true, '45 CFR 162.1002: ICD-10-PCS', '{0FT44ZZ}'),
    (2, 'dx_wrong_system', false, '45 CFR 162.1002', '{I10}'),
    (2, 'dx_invalid', true, 'list of codes', '{E11.97}'),
    (2, 'dx_invalid', false, 'list of codes, however written', '{" e119"}'),
    (2, 'dx_not_billable', true, 'G I.B.2', '{I50}'),
    (2, 'dx_not_billable', false, 'G I.B.2', '{I50.9}'),
    (2, 'dx_seventh_missing', true, 'G I.A.5', '{T15.01}'),
    (2, 'dx_seventh_missing', false, 'G I.A.5', '{T15.01XA}'),
    (2, 'dx_seventh_invalid', true, 'G I.A.5', '{T15.01XZ}'),
    (2, 'dx_seventh_invalid', false, 'G I.A.5', '{T15.01XD}'),
    (2, 'dx_placeholder', true, 'G I.A.4', '{T15.01A}'),
    (2, 'dx_placeholder', false, 'G I.A.4', '{T15.01XA}'),
    (2, 'dx_duplicate', true, 'G I.B.12', '{I10,i10}'),
    (2, 'dx_duplicate', false, 'G I.B.12', '{I10,E11.9}'),
-- diagnoses: order
    (2, 'dx_manifestation_first', true, 'G I.A.13', '{H42,E85.4}'),
    (2, 'dx_manifestation_first', false, 'G I.A.13', '{E85.4,H42}'),
    (2, 'dx_external_cause_first', true, 'G I.C.20.a.6', '{W19.XXXA,T15.01XA}'),
    (2, 'dx_external_cause_first', false, 'G I.C.20.a.6', '{T15.01XA,W19.XXXA}'),
    (2, 'dx_never_first', true, 'G I.B.14', '{Z68.41,E66.01}'),
    (2, 'dx_never_first', false, 'G I.B.14', '{E66.01,Z68.41}'),
    (2, 'dx_only_first', true, 'G I.C.21.c.15', '{I10,Z00.00}'),
    (2, 'dx_only_first', false, 'G I.C.21.c.15', '{Z00.00,I10}'),
    (2, 'dx_code_first_missing', true, 'G I.A.13, note at H42', '{H42}'),
    (2, 'dx_code_first_missing', false, 'a note in words: what stands before may be meant', '{I10,H42}'),
    (2, 'dx_code_first_missing', false, 'G I.A.13, note at H42', '{E85.4,H42}'),
    (2, 'dx_order', true, 'note at I50', '{I50.9,I11.0}'),
    (2, 'dx_order', false, 'note at I50', '{I11.0,I50.9}'),
    (2, 'dx_use_additional_missing', true, 'G I.C.9.a.1', '{I11.0}'),
    (2, 'dx_use_additional_missing', false, 'G I.C.9.a.1', '{I11.0,I50.9}'),
    (2, 'dx_additional_first', true, 'note at I11.0', '{I50.9,I11.0}'),
    (2, 'dx_additional_first', false, 'note at I11.0', '{I11.0,I50.9}'),
    (2, 'dx_weeks_missing', true, 'G I.C.21.c.11', '{O10.011}'),
    (2, 'dx_weeks_missing', false, 'G I.C.21.c.11', '{O10.011,Z3A.12}'),
-- diagnoses: pairs
    (2, 'dx_excludes1', true, 'G I.A.12.a, note at J36', '{J36,J03.90}'),
    (2, 'dx_excludes1', true, 'G I.A.12.a, the note of the other', '{J03.90,J36}'),
    (2, 'dx_excludes1', false, 'G I.A.12.a, no note between them', '{J36,I10}'),
    (2, 'dx_diabetes_types', true, 'G I.C.4.a', '{E10.9,E11.9}'),
    (2, 'dx_diabetes_types', false, 'G I.C.4.a', '{E11.9,E11.22}'),
    (2, 'dx_combination', true, 'G I.C.9.a', '{I11.0,I50.9,I10}'),
    (2, 'dx_combination', true, 'G I.B.9', '{E11.22,N18.4,E11.9}'),
    (2, 'dx_combination', false, 'G I.B.9', '{E11.22,N18.4}'),
    (2, 'dx_bilateral_exists', true, 'G I.B.13', '{M17.11,M17.12}'),
    (2, 'dx_bilateral_exists', false, 'G I.B.13, no code for both', '{C50.911,C50.912}'),
    (2, 'dx_side_conflict', true, 'G I.B.13', '{M17.0,M17.11}'),
    (2, 'dx_side_conflict', false, 'G I.B.13', '{M17.0}'),
    (2, 'dx_unspecified_side', true, 'G I.B.13', '{M25.569}'),
    (2, 'dx_unspecified_side', false, 'G I.B.13', '{M25.561}'),
    (2, 'dx_symptom_of_disease', true, 'G I.B.5', '{J18.9,R05.9}'),
    (2, 'dx_symptom_of_disease', false, 'G I.B.5', '{I10,R05.9}'),
    (2, 'dx_history_and_active', true, 'G I.C.2.m', '{C50.911,Z85.3}'),
    (2, 'dx_history_and_active', true, 'G I.C.2.m, leukemia', '{C91.00,Z85.6}'),
    (2, 'dx_history_and_active', false, 'G I.C.2.m, another site', '{C50.911,Z85.46}');

-- the patient, the setting, stays
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses, setting, poa, birth, sex) VALUES
    (2, 'dx_unacceptable_principal', true, 'MCE', '{Z71.3}', 'inpatient', '{1}', NULL, NULL),
    (2, 'dx_unacceptable_principal', false, 'MCE', '{I10,Z71.3}', 'inpatient', '{Y,1}', NULL, NULL),
    (2, 'dx_unacceptable_principal', false, 'MCE: of stays', '{Z71.3}', 'professional', NULL, NULL, NULL),
    (2, 'dx_questionable_admission', true, 'MCE', '{R05.9}', 'inpatient', '{Y}', NULL, NULL),
    (2, 'dx_questionable_admission', false, 'MCE', '{J18.9,R05.9}', 'inpatient', '{Y,Y}', NULL, NULL),
    (2, 'dx_age', true, 'MCE, maternity', '{O10.011,Z3A.12}', 'inpatient', '{Y,1}', '1950-01-01', 'F'),
    (2, 'dx_age', false, 'MCE, maternity', '{O10.011,Z3A.12}', 'inpatient', '{Y,1}', '1995-01-01', 'F'),
    (2, 'dx_age', false, 'MCE: no birth date', '{O10.011,Z3A.12}', 'inpatient', '{Y,1}', NULL, 'F'),
    (2, 'dx_sex', true, 'MCE, female', '{O10.011,Z3A.12}', 'inpatient', '{Y,1}', NULL, 'M'),
    (2, 'dx_sex', true, 'MCE, male', '{N40.0}', 'inpatient', '{Y}', NULL, 'F'),
    (2, 'dx_sex', false, 'MCE, male', '{N40.0}', 'inpatient', '{Y}', NULL, 'M'),
    (2, 'dx_acute_stroke_office', true, 'G I.C.9.d; OIG', '{I63.9}', 'professional', NULL, NULL, NULL),
    (2, 'dx_acute_stroke_office', false, 'G I.C.9.d: in a hospital', '{I63.9}', 'inpatient', '{Y}', NULL, NULL),
    (2, 'dx_wrong_procedure', true, 'MCE', '{I10,Y65.51}', 'outpatient', NULL, NULL, NULL),
    (2, 'dx_wrong_procedure', false, 'MCE', '{I10}', 'outpatient', NULL, NULL, NULL),
    (2, 'poa_missing', true, 'G appendix I', '{I10,J18.9}', 'inpatient', '{Y,NULL}', NULL, NULL),
    (2, 'poa_missing', true, 'G appendix I: none is given', '{I10}', 'inpatient', NULL, NULL, NULL),
    (2, 'poa_missing', false, 'G appendix I', '{I10,J18.9}', 'inpatient', '{Y,N}', NULL, NULL),
    (2, 'poa_missing', false, 'G appendix I: of stays', '{I10}', 'outpatient', NULL, NULL, NULL),
    (2, 'poa_invalid', true, 'G appendix I', '{I10}', 'inpatient', '{X}', NULL, NULL),
    (2, 'poa_invalid', false, 'G appendix I', '{I10}', 'inpatient', '{w}', NULL, NULL),
    (2, 'poa_exempt', true, 'POA-exempt list', '{I10,Z85.3}', 'inpatient', '{Y,Y}', NULL, NULL),
    (2, 'poa_exempt', false, 'POA-exempt list', '{I10,Z85.3}', 'inpatient', '{Y,1}', NULL, NULL);
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses, lines) VALUES
    (2, 'dx_acute_stroke_office', false, 'G I.C.9.d: place of service 21', '{I63.9}', ARRAY[pg_temp.line(1, '11042', place => '21')]);

-- lines
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses, lines) VALUES
    (2, 'line_wrong_system', true, '837 SV1', '{I10}', ARRAY[pg_temp.line(1, 'E11.9')]),
    (2, 'line_wrong_system', false, '837 SV1', '{I10}', ARRAY[pg_temp.line(1, '11042')]),
    (2, 'line_wrong_system', false, '837 SV2: a revenue code alone', '{I10}', ARRAY[pg_temp.line(1, NULL)]),
    (2, 'line_code_invalid', true, 'HCPCS file', '{I10}', ARRAY[pg_temp.line(1, 'B0001')]),
    (2, 'line_code_invalid', false, 'HCPCS file', '{I10}', ARRAY[pg_temp.line(1, 'a0021')]),
    (2, 'line_code_retired', true, 'HCPCS file', '{I10}', ARRAY[pg_temp.line(1, 'A0030')]),
    (2, 'line_code_retired', false, 'HCPCS file, valid on that day', '{I10}', ARRAY[pg_temp.line(1, 'A0030', day => '2025-06-01')]),
    (2, 'line_units', true, '837 SV104: none', '{I10}', ARRAY[pg_temp.line(1, '11042', units => NULL)]),
    (2, 'line_units', true, '837 SV104: zero', '{I10}', ARRAY[pg_temp.line(1, '11042', units => 0)]),
    (2, 'line_units', true, '837 SV104: negative', '{I10}', ARRAY[pg_temp.line(1, '11042', units => -3)]),
    (2, 'line_units', true, '837 SV104: no number', '{I10}', ARRAY[pg_temp.line(1, '11042', units => 'NaN')]),
    (2, 'line_units', false, '837 SV104', '{I10}', ARRAY[pg_temp.line(1, '11042', units => 0.5)]),
    (2, 'line_pointer', true, '837 SV107: beyond the last', '{I10}', ARRAY[pg_temp.line(1, '11042', pointers => '{1,2}')]),
    (2, 'line_pointer', true, '837 SV107: they count from 1', '{I10}', ARRAY[pg_temp.line(1, '11042', pointers => '{0}')]),
    (2, 'line_pointer', false, '837 SV107', '{I10,E11.9}', ARRAY[pg_temp.line(1, '11042', pointers => '{1,2}')]),
    (2, 'line_side_conflict', true, 'G I.B.13; LT, RT', '{M17.11}', ARRAY[pg_temp.line(1, '11042', '{LT}', pointers => '{1}')]),
    (2, 'line_side_conflict', false, 'G I.B.13; LT, RT', '{M17.11}', ARRAY[pg_temp.line(1, '11042', '{RT}', pointers => '{1}')]),
    (2, 'line_side_conflict', false, 'G I.B.13: of another diagnosis', '{M17.11,I10}', ARRAY[pg_temp.line(1, '11042', '{LT}', pointers => '{2}')]),
    (2, 'line_duplicate', true, 'CARC 18', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '11042')]),
    (2, 'line_duplicate', false, 'modifier 76', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '11042', '{76}')]),
    (2, 'line_duplicate', false, 'another day', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '11042', day => '2026-02-04')]),
-- NCCI
    (2, 'ptp_never', true, 'PTP indicator 0, with a modifier too', '{I10}', ARRAY[pg_temp.line(1, '01916'), pg_temp.line(2, '64400', '{59}')]),
    (2, 'ptp_never', false, 'PTP: another day', '{I10}', ARRAY[pg_temp.line(1, '01916'), pg_temp.line(2, '64400', day => '2026-02-04')]),
    (2, 'ptp_never', false, 'PTP: another provider', '{I10}', ARRAY[pg_temp.line(1, '01916', provider => 'a'), pg_temp.line(2, '64400', provider => 'b')]),
    (2, 'ptp_modifier', true, 'PTP indicator 1', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')]),
    (2, 'ptp_modifier', true, 'PTP: GA is no NCCI-associated modifier', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597', '{GA}')]),
    (2, 'ptp_modifier', false, 'PTP: 59 on either code', '{I10}', ARRAY[pg_temp.line(1, '11042', '{59}'), pg_temp.line(2, '97597')]),
    (2, 'ptp_modifier', false, 'PTP: after the day of deletion', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97598')]),
    (2, 'ptp_modifier', true, 'PTP: on the day of deletion', '{I10}', ARRAY[pg_temp.line(1, '11042', day => '2026-01-31'), pg_temp.line(2, '97598', day => '2026-01-31')]),
    (2, 'ptp_modifier', false, 'PTP indicator 9 never held', '{I10}', ARRAY[pg_temp.line(1, 'G0101'), pg_temp.line(2, 'G0102')]),
    (2, 'ptp_documentation', true, 'PTP indicator 1 with XS', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597', '{xs}')]),
    (2, 'ptp_documentation', false, 'PTP: no pair', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '01916', '{59}')]),
    (2, 'mue_line', true, 'MUE, MAI 1: of a line', '{I10}', ARRAY[pg_temp.line(1, '97597', units => 2)]),
    (2, 'mue_line', false, 'MUE, MAI 1: two lines', '{I10}', ARRAY[pg_temp.line(1, '97597'), pg_temp.line(2, '97597', '{76}')]),
    (2, 'mue_day_policy', true, 'MUE, MAI 2: the lines of a day', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '11042', '{59}')]),
    (2, 'mue_day_policy', false, 'MUE, MAI 2', '{I10}', ARRAY[pg_temp.line(1, '11042')]),
    (2, 'mue_day_policy', false, 'MUE: an assistant at surgery has units of his own', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '11042', '{80}')]),
    (2, 'mue_day_clinical', true, 'MUE, MAI 3', '{I10}', ARRAY[pg_temp.line(1, '64400', units => 5)]),
    (2, 'mue_day_clinical', false, 'MUE, MAI 3', '{I10}', ARRAY[pg_temp.line(1, '64400', units => 4)]),
    (2, 'add_on_without_primary', true, 'add-on type 1', '{I10}', ARRAY[pg_temp.line(1, '99292'), pg_temp.line(2, '11042')]),
    (2, 'add_on_without_primary', false, 'add-on type 1', '{I10}', ARRAY[pg_temp.line(1, '99292'), pg_temp.line(2, '99291')]),
    (2, 'add_on_review', true, 'add-on type 3', '{I10}', ARRAY[pg_temp.line(1, '22208'), pg_temp.line(2, '11042')]),
    (2, 'add_on_review', false, 'add-on type 3', '{I10}', ARRAY[pg_temp.line(1, '22208'), pg_temp.line(2, '22206')]),
    (2, 'add_on_review', false, 'add-on type 2: the contractor decides, any other code may be the one', '{I10}', ARRAY[pg_temp.line(1, '0054T'), pg_temp.line(2, '11042')]);
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses, lines, setting) VALUES
    (2, 'ptp_never', false, 'NCCI: stays have none', '{I10}', ARRAY[pg_temp.line(1, '01916'), pg_temp.line(2, '64400')], 'inpatient'),
-- what is not checked
    (0, 'codes_not_loaded', true, 'docs/claim-edits.md', '{I10}', NULL, 'professional'),
    (1, 'codes_not_loaded', false, 'docs/claim-edits.md', '{I10}', NULL, 'professional'),
    (1, 'tabular_not_loaded', true, 'docs/claim-edits.md', '{I10}', NULL, 'professional'),
    (2, 'tabular_not_loaded', false, 'docs/claim-edits.md', '{I10}', NULL, 'professional'),
    (1, 'mce_not_loaded', true, 'docs/claim-edits.md', '{I10}', NULL, 'inpatient'),
    (2, 'mce_not_loaded', false, 'docs/claim-edits.md', '{I10}', NULL, 'inpatient'),
    (1, 'hcpcs_not_loaded', true, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, 'A0021')], 'professional'),
    (2, 'hcpcs_not_loaded', false, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, 'A0021')], 'professional'),
    (2, 'cpt_not_loaded', true, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '99999')], 'professional'),
    (2, 'cpt_not_loaded', false, 'a list of edits knows it', '{I10}', ARRAY[pg_temp.line(1, '11042')], 'professional'),
    (1, 'ptp_not_loaded', true, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 'professional'),
    (2, 'ptp_not_loaded', false, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042'), pg_temp.line(2, '97597')], 'professional'),
    (1, 'mue_not_loaded', true, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042')], 'professional'),
    (2, 'mue_not_loaded', false, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042')], 'professional'),
    (1, 'add_on_not_loaded', true, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042')], 'professional'),
    (2, 'add_on_not_loaded', false, 'docs/claim-edits.md', '{I10}', ARRAY[pg_temp.line(1, '11042')], 'professional'),
    (2, 'too_many_findings', true, 'more than 5,000', '{I10}', ARRAY(SELECT pg_temp.line(i, 'B' || lpad(i::text, 4, '0'), units => 0) FROM generate_series(1, 3000) AS i), 'professional'),
    (2, 'too_many_findings', false, 'more than 5,000', '{I10}', ARRAY(SELECT pg_temp.line(i, 'B' || lpad(i::text, 4, '0'), units => 0) FROM generate_series(1, 2000) AS i), 'professional');
INSERT INTO edit_case (loaded, edit, speaks, source, diagnoses, setting, poa) VALUES
    (1, 'poa_list_not_loaded', true, 'docs/claim-edits.md', '{I10}', 'inpatient', '{Y}'),
    (2, 'poa_list_not_loaded', false, 'docs/claim-edits.md', '{I10}', 'inpatient', '{Y}');

CREATE TEMP TABLE found (no integer, edit text, severity text, source text, message text, advice text);
CREATE FUNCTION pg_temp.check_cases(loaded integer) RETURNS void LANGUAGE sql BEGIN ATOMIC
    INSERT INTO found SELECT c.no, f.edit, f.severity, f.source, f.message, f.advice
    FROM edit_case AS c CROSS JOIN LATERAL medcode.check_claim(c.diagnoses, c.lines, c.setting, c.on_date, c.poa, c.birth, c.sex) AS f
    WHERE c.loaded = check_cases.loaded;
END;

--
-- The lists, one after the other
--
CREATE FUNCTION pg_temp.codes(VARIADIC rows text[]) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
        CASE WHEN split_part(r, '|', 2) LIKE '%...' THEN 0 ELSE 1 END, rpad(replace(split_part(r, '|', 2), '...', ''), 60), replace(split_part(r, '|', 2), '...', '')), '' ORDER BY n)
    FROM unnest(rows) WITH ORDINALITY AS u(r, n)
$$;
SELECT pg_temp.check_cases(0);
SELECT pg_temp.codes('C50|Malignant neoplasm of breast...', 'C509|Malignant neoplasm of breast of unspecified site...', 'C5091|Malignant neoplasm of breast of unspecified site, female...',
    'C50911|Malignant neoplasm of unspecified site of right female breast', 'C50912|Malignant neoplasm of unspecified site of left female breast',
    'C91|Lymphoid leukemia...', 'C910|Acute lymphoblastic leukemia [ALL]...', 'C9100|Acute lymphoblastic leukemia not having achieved remission',
    'E10|Type 1 diabetes mellitus...', 'E109|Type 1 diabetes mellitus without complications',
    'E11|Type 2 diabetes mellitus...', 'E112|Type 2 diabetes mellitus with kidney complications...', 'E1122|Type 2 diabetes mellitus with diabetic chronic kidney disease',
    'E119|Type 2 diabetes mellitus without complications', 'E66|Overweight and obesity...', 'E660|Obesity due to excess calories...', 'E6601|Morbid (severe) obesity due to excess calories',
    'E85|Amyloidosis...', 'E854|Organ-limited amyloidosis', 'H42|Glaucoma in diseases classified elsewhere', 'I10|Essential (primary) hypertension',
    'I11|Hypertensive heart disease...', 'I110|Hypertensive heart disease with heart failure', 'I50|Heart failure...', 'I509|Heart failure, unspecified',
    'I63|Cerebral infarction...', 'I639|Cerebral infarction, unspecified', 'J03|Acute tonsillitis...', 'J039|Acute tonsillitis, unspecified...', 'J0390|Acute tonsillitis, unspecified',
    'J18|Pneumonia, unspecified organism...', 'J189|Pneumonia, unspecified organism', 'J36|Peritonsillar abscess',
    'M17|Osteoarthritis of knee...', 'M170|Bilateral primary osteoarthritis of knee', 'M171|Unilateral primary osteoarthritis of knee...',
    'M1711|Unilateral primary osteoarthritis, right knee', 'M1712|Unilateral primary osteoarthritis, left knee',
    'M25|Other joint disorder...', 'M255|Pain in joint...', 'M2556|Pain in knee...', 'M25561|Pain in right knee', 'M25562|Pain in left knee', 'M25569|Pain in unspecified knee',
    'N18|Chronic kidney disease (CKD)...', 'N184|Chronic kidney disease, stage 4 (severe)', 'N40|Benign prostatic hyperplasia...', 'N400|Benign prostatic hyperplasia without lower urinary tract symptoms',
    'O10|Pre-existing hypertension complicating pregnancy...', 'O100|Pre-existing essential hypertension complicating pregnancy...', 'O1001|Pre-existing essential hypertension complicating pregnancy...',
    'O10011|Pre-existing essential hypertension complicating pregnancy, first trimester', 'R05|Cough...', 'R059|Cough, unspecified',
    'T15|Foreign body on external eye...', 'T150|Foreign body in cornea...', 'T1501|Foreign body in cornea, right eye...', 'T1501XA|Foreign body in cornea, right eye, initial encounter',
    'T1501XD|Foreign body in cornea, right eye, subsequent encounter', 'W19|Unspecified fall...', 'W19XXXA|Unspecified fall, initial encounter',
    'Y65|Other misadventures during care...', 'Y655|Performance of wrong procedure...', 'Y6551|Performance of wrong procedure on correct patient',
    'Z00|Encounter for general examination...', 'Z000|Encounter for general adult medical examination...', 'Z0000|Encounter for general adult medical examination without abnormal findings',
    'Z3A|Weeks of gestation...', 'Z3A1|Weeks of gestation, 10 to 19...', 'Z3A12|12 weeks gestation of pregnancy', 'Z68|Body mass index...', 'Z684|Body mass index 40 or greater, adult...',
    'Z6841|Body mass index 40.0-44.9, adult', 'Z71|Persons encountering health services for counseling...', 'Z713|Dietary counseling and surveillance',
    'Z85|Personal history of malignant neoplasm...', 'Z853|Personal history of malignant neoplasm of breast', 'Z854|Personal history of malignant neoplasm of genital organs...',
    'Z8546|Personal history of malignant neoplasm of prostate', 'Z856|Personal history of leukemia') AS codes \gset
SELECT is((SELECT l.recognised FROM medcode.load_content(:'codes', 'FY2026') AS l), 'ICD-10-CM order file', 'a list of codes');
SELECT pg_temp.check_cases(1);
SELECT '<?xml version="1.0" encoding="utf-8"?>' || E'\n<ICD10CM.tabular>\n<version>2026</version>\n'
    || '<chapter><name>7</name><desc>Eye (H00-H59)</desc>' || '<sectionIndex><sectionRef first="H40" last="H42" id="H40-H42"/></sectionIndex>'
    || '<section id="H40-H42"><desc>Glaucoma (H40-H42)</desc><diag><name>H42</name><desc>Glaucoma in diseases classified elsewhere</desc>'
    || '<codeFirst><note>underlying condition, such as:</note><note>amyloidosis (E85.-)</note></codeFirst></diag></section></chapter>' || E'\n'
    || '<chapter><name>9</name><desc>Circulation (I00-I99)</desc><sectionIndex><sectionRef first="I10" last="I50" id="I10-I50"/></sectionIndex>'
    || '<section id="I10-I50"><desc>Hypertension, heart (I10-I50)</desc><diag><name>I11</name><desc>Hypertensive heart disease</desc>'
    || '<diag><name>I11.0</name><desc>with heart failure</desc><useAdditionalCode><note>code to identify type of heart failure (I50.-)</note></useAdditionalCode></diag></diag>'
    || '<diag><name>I50</name><desc>Heart failure</desc><codeFirst><note>heart failure due to hypertension (I11.0)</note></codeFirst></diag></section></chapter>' || E'\n'
    || '<chapter><name>10</name><desc>Breathing (J00-J99)</desc><sectionIndex><sectionRef first="J30" last="J39" id="J30-J39"/></sectionIndex>'
    || '<section id="J30-J39"><desc>Upper airways (J30-J39)</desc><diag><name>J36</name><desc>Peritonsillar abscess</desc>'
    || '<excludes1><note>acute tonsillitis (J03.-)</note></excludes1></diag></section></chapter>' || E'\n</ICD10CM.tabular>\n' AS tabular,
  E'Order26\tPOAexemptCode\tDescription\r\n00001\tZ85.3\tHistory\r\n00002\tZ85.46\tHistory\r\n00003\tZ71.3\tCounseling\r\n00004\tZ3A.12\tWeeks\r\n' AS poa,
  E'MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_Desc\n' ||
  E'43\t10\t4\tA\tMaternity\tD\tO10011\tPregnancy\n43\t10\t5\tA\tFemale_Only\tD\tO10011\tPregnancy\n43\t10\t5\tB\tMale_Only\tD\tN400\tProstate\n' ||
  E'43\t10\t9\tA\tUnacceptable_Principal\tD\tZ713\tCounseling\n43\t10\t10\tA\tQuestionable_Admission\tD\tR059\tCough\n43\t10\t12\tA\tWrong_Performed\tD\tY6551\tWrong\n' AS mce,
  E'Column 1\tColumn 2\t*=In existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n11042\t97597\t \t20120101\t*\t1\tMisuse\n11042\t97598\t \t20120101\t20260131\t1\tMisuse\n' ||
  E'G0101\tG0102\t \t20240101\t20240101\t9\tManual\n01916\t64400\t \t20020101\t*\t0\tIncluded\n' AS ptp,
  E'HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,1,2 Date of Service Edit: Policy,x\n64400,4,3 Date of Service Edit: Clinical,x\n97597,1,1 Line Edit,x\n' AS mue,
  E'primary_code,add_on_code,aoc_edit_type\n99291,99292,1\n22206,22208,3\nCCCCC,0054T,2\n' AS add_on,
  E'hcpcs_code,hcpcs_desc_type,hcpcs_description\r\nA0021,Long,A ride\r\nA0021,Short,Ride\r\nA0030,Long,A flight\r\nA0030,Short,Flight\r\n' AS older,
  E'hcpcs_code,hcpcs_desc_type,hcpcs_description\r\nA0021,Long,A ride\r\nA0021,Short,Ride\r\n' AS newer \gset
SELECT is((SELECT array_agg(l.code_system || ' ' || l.rejected ORDER BY f.n) FROM (VALUES (1, :'tabular', NULL), (2, :'poa', NULL), (3, :'mce', NULL),
        (4, :'ptp', '2026-Q1-practitioner-f1'), (5, :'mue', '2026-Q1'), (6, :'add_on', '2026-Q1'), (7, :'older', '2025-Q1'), (8, :'newer', '2026-Q1')) AS f(n, content, release)
    CROSS JOIN LATERAL medcode.load_content(f.content, f.release) AS l),
    '{icd10cm 0,icd10cm 0,mce 0,ncci_practitioner 0,ncci_practitioner 0,ncci 0,hcpcs 0,hcpcs 0}'::text[], 'the other lists');
SELECT pg_temp.check_cases(2);

SELECT is(EXISTS (SELECT FROM found AS f WHERE f.no = c.no AND f.edit = c.edit), c.speaks,
    format('%s%s (%s): %s%s', CASE WHEN NOT c.speaks THEN 'not ' END, c.edit, c.source, array_to_string(c.diagnoses[1:3], ' '),
        (SELECT string_agg(concat_ws(' ', l.hcpcs, array_to_string(l.modifiers, ' ')), ', ') FROM unnest(c.lines[1:3]) AS l)))
FROM edit_case AS c ORDER BY c.no;
SELECT is_empty($$SELECT e.edit FROM medcode.claim_edits() AS e WHERE NOT EXISTS (SELECT FROM edit_case AS c WHERE c.edit = e.edit AND c.speaks)
    OR NOT EXISTS (SELECT FROM edit_case AS c WHERE c.edit = e.edit AND NOT c.speaks)$$, 'each edit has a case in which it speaks and one in which it does not');
SELECT is_empty($$SELECT f.edit FROM found AS f JOIN medcode.claim_edits() AS e USING (edit)
    WHERE f.message IS NULL OR f.source IS NULL OR array_position('{error,warning,review,issue}', f.severity) < array_position('{error,warning,review,issue}', e.severity)$$,
    'a finding has a message and a source, and is no harder than its edit');
SELECT is_empty($$SELECT edit FROM found WHERE edit LIKE '%\_not\_loaded' AND advice IS NULL$$, 'what is not checked comes with what mends it');

-- what must not change a finding
CREATE FUNCTION pg_temp.whole(c edit_case, diagnoses text[], lines medcode.claim_line[]) RETURNS text LANGUAGE sql STABLE RETURN (
    SELECT string_agg(f::text, ' ') FROM (SELECT f.edit, f.severity, f.lines, f.source FROM medcode.check_claim(diagnoses, lines, (c).setting, (c).on_date, (c).poa, (c).birth, (c).sex) AS f) AS f);
SELECT is_empty($$SELECT c.no FROM edit_case AS c WHERE c.loaded = 2 AND cardinality(c.lines) BETWEEN 1 AND 100
    AND pg_temp.whole(c, c.diagnoses, c.lines) IS DISTINCT FROM pg_temp.whole(c, c.diagnoses, (SELECT array_agg(l ORDER BY l.line DESC) FROM unnest(c.lines) AS l))$$,
    'the order of lines changes no finding');
SELECT is_empty($$SELECT c.no FROM edit_case AS c WHERE c.loaded = 2 AND cardinality(c.diagnoses) > 0 AND c.edit <> 'too_many_findings'
    AND pg_temp.whole(c, c.diagnoses, c.lines) IS DISTINCT FROM pg_temp.whole(c, (SELECT array_agg(' ' || lower(replace(d, '.', '')) ORDER BY o) FROM unnest(c.diagnoses) WITH ORDINALITY AS u(d, o)), c.lines)$$,
    'case, dots and blanks of diagnoses change none');
SELECT is_empty($$SELECT c.no FROM edit_case AS c WHERE c.loaded = 2 AND cardinality(c.diagnoses) > 2 AND c.poa IS NULL
    AND pg_temp.whole(c, c.diagnoses, c.lines) IS DISTINCT FROM pg_temp.whole(c, c.diagnoses[1:1] || (SELECT array_agg(d ORDER BY o DESC) FROM unnest(c.diagnoses[2:]) WITH ORDINALITY AS u(d, o)), c.lines)$$,
    'nor does the order of diagnoses behind the first one');

--
-- Claims as nobody should send them
--
CREATE FUNCTION pg_temp.edits(diagnoses text[], lines medcode.claim_line[] DEFAULT NULL, on_date date DEFAULT '2026-02-03', setting text DEFAULT 'professional', payer text DEFAULT NULL)
    RETURNS text LANGUAGE sql STABLE RETURN (SELECT string_agg(DISTINCT f.edit, ' ' ORDER BY f.edit) FROM medcode.check_claim(diagnoses, lines, setting, on_date, payer => payer) AS f);
SELECT is(pg_temp.edits('{I10}', payer => 'a payer that nobody knows'), NULL, 'a payer without rules finds nothing, and raises nothing');
SELECT is(pg_temp.edits('{NULL,I10}'), pg_temp.edits('{I10}'), 'a diagnosis that is NULL is none');
SELECT is(pg_temp.edits('{"",-,E11.9999999,é,"I10; DROP TABLE x"}'), 'dx_wrong_system', 'texts that are no code are of another system');
SELECT is(pg_temp.edits('{I10}', ARRAY[NULL::medcode.claim_line]), 'claim_without_lines', 'and so is a line');
SELECT is(pg_temp.edits('{I10}', ARRAY[pg_temp.line(-1, '11042', '{"",toolong,NULL}', 1, pointers => '{-5}')]), 'line_pointer', 'odd numbers, modifiers and pointers');
SELECT is(pg_temp.edits('{I10}', on_date => '1066-10-14'), 'codes_not_loaded', 'a day before every release is an issue');
SELECT is(pg_temp.edits('{I10}', on_date => '9999-12-31'), NULL, 'the last release is open-ended');
SELECT is(pg_temp.edits('{I10}', ARRAY[pg_temp.line(1, '11042', day => '1066-10-14')]), 'add_on_not_loaded cpt_not_loaded mue_not_loaded', 'a line before every list');
SELECT throws_ok($$SELECT pg_temp.edits('{I10}', setting => 'ward')$$, '22023', NULL, 'an unknown setting is refused');
CREATE FUNCTION pg_temp.peak() RETURNS bigint LANGUAGE sql RETURN (SELECT (regexp_match(pg_read_file('/proc/self/status'), 'VmHWM:\s+(\d+) kB'))[1]::bigint);
CREATE TEMP TABLE huge AS SELECT array_agg(pg_temp.line(i, (10000 + i % 20000)::text)) AS lines FROM generate_series(1, 100000) AS i;
SELECT pg_temp.peak() AS before, clock_timestamp() AS began \gset
SELECT is(pg_temp.edits('{I10}', h.lines), 'cpt_not_loaded line_duplicate too_many_findings', 'a claim of 100,000 lines is checked') FROM huge AS h;
SELECT cmp_ok(clock_timestamp() - :'began', '<', '20 s'::interval, 'in seconds');
SELECT cmp_ok(pg_temp.peak() - :before, '<', 200000::bigint, 'and in 200 MB');

SELECT * FROM finish();
ROLLBACK;
