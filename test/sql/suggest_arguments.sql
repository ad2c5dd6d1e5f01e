--
-- The arguments of suggest(), considered() and open_questions(): what they do, what is wrong with them
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;

-- a wrong value is an error with a hint that lists the right ones
SELECT code FROM medcode.suggest('Gout.', setting => 'clinic');
SELECT code FROM medcode.suggest('Gout.', setting => NULL);
SELECT code FROM medcode.suggest('Gout.', sex => 'x');
SELECT code FROM medcode.suggest('Gout.', doc_type => 'letter');
SELECT code FROM medcode.suggest('Gout.', author_role => 'gardener');
SELECT code FROM medcode.suggest('Gout.', as_of => '2025-12-01', birth_date => '2026-01-01');
SELECT code FROM medcode.suggest('Gout.', on_issue => 'ignore');
SELECT code FROM medcode.suggest('Gout.', version => 0);
\set VERBOSITY terse
SELECT code FROM medcode.suggest('Gout.', expect => 'another');
\set VERBOSITY default

-- or, for one row of many, a row that says so, and nothing else
SELECT a, s.code, s.issue FROM (VALUES
    (1, 'clinic', NULL, NULL, 'provider', NULL::date), (2, NULL, NULL, NULL, NULL, NULL), (3, 'ed', 'x', NULL, NULL, NULL),
    (4, 'ed', 'F', 'letter', NULL, NULL), (5, 'ed', 'F', NULL, 'gardener', NULL), (6, 'ed', 'F', NULL, NULL, '2026-01-01'),
    (7, 'ed', 'F', NULL, NULL, NULL)) v(a, setting, sex, doc_type, author, born),
    medcode.suggest('Assessment: gout.', setting, '2025-12-01', sex => sex, doc_type => doc_type, author_role => author,
        birth_date => born, on_issue => 'row') s
ORDER BY a;
SELECT 'considered' AS of, code, issue FROM medcode.considered('Gout.', sex => 'x', on_issue => 'row')
UNION ALL SELECT 'open_questions', code, issue FROM medcode.open_questions('Gout.', sex => 'x', on_issue => 'row')
UNION ALL SELECT 'considered', code, issue FROM medcode.considered(NULL, on_issue => 'row')
UNION ALL SELECT 'open_questions', code, issue FROM medcode.open_questions(NULL, on_issue => 'row')
UNION ALL SELECT 'suggest', code, issue FROM medcode.suggest(NULL, on_issue => 'row')
UNION ALL SELECT 'suggest', code, issue FROM medcode.suggest('Gout.', note_date => '1999-12-31', on_issue => 'row');
-- a NULL note is nothing, whatever else is said
SELECT count(*) FROM medcode.suggest(NULL, 'clinic', sex => 'x');
SELECT count(*) FROM medcode.considered(NULL, 'clinic', sex => 'x');
SELECT count(*) FROM medcode.open_questions(NULL, 'clinic', sex => 'x');

-- names as people write them; each name of a hint is one
SELECT count(*) AS rows, count(issue) AS issues
FROM unnest(ARRAY['F', 'M', 'U', 'f', 'm', 'u', 'female', 'Male', 'UNKNOWN', NULL]) s, medcode.suggest('Gout.', sex => s, on_issue => 'row');
SELECT count(*) AS rows, count(issue) AS issues
FROM unnest(ARRAY['progress_note', 'office_visit', 'consultation', 'telehealth', 'history_and_physical', 'admission', 'ed_note',
    'discharge_summary', 'operative_note', 'procedure_note', 'radiology_report', 'pathology_report', 'laboratory', 'nursing_note',
    'problem_list', 'Discharge Summary', 'ED note', NULL]) d, medcode.suggest('Gout.', doc_type => d, on_issue => 'row');
SELECT count(*) AS rows, count(issue) AS issues
FROM unnest(ARRAY['provider', 'physician', 'attending', 'resident', 'surgeon', 'nurse_practitioner', 'physician_assistant', 'psychologist',
    'clinician', 'nurse', 'dietitian', 'therapist', 'pharmacist', 'emt', 'social_worker', 'case_manager', 'technician', 'coder', 'patient',
    'Nurse Practitioner', NULL]) r, medcode.suggest('Gout.', author_role => r, on_issue => 'row');
SELECT count(*) AS rows, count(issue) AS issues
FROM unnest(ARRAY['inpatient', 'outpatient', 'ed', 'observation', 'professional', 'snf', 'rehab', 'home_health', 'hospice']) s,
    medcode.suggest('Gout.', s, on_issue => 'row');

-- dates without end or beginning do no harm
SELECT code, issue FROM medcode.suggest('Gout.', as_of => 'infinity', birth_date => '-infinity', on_issue => 'row');
SELECT code, issue FROM medcode.suggest('Gout.', as_of => '-infinity', birth_date => 'infinity', on_issue => 'row');
SELECT code, issue FROM medcode.suggest('Gout.', as_of => '5874897-12-31', birth_date => '4713-01-01 BC', on_issue => 'row');
-- the age counts on the date of service, else on that of the note; without either it is not known
SELECT code, issue FROM medcode.suggest('Gout.', note_date => '2025-12-01', birth_date => '2026-01-01', on_issue => 'row');
SELECT code, issue FROM medcode.suggest('Gout.', as_of => '2026-02-01', note_date => '2025-12-01', birth_date => '2026-01-01', on_issue => 'row');
SELECT code, issue FROM medcode.suggest('Gout.', birth_date => '9999-01-01', on_issue => 'row');

-- who wrote it and what it is decides what may be coded
SELECT doc_type, author_role, setting, code, status, support
FROM (VALUES ('progress_note', 'provider', 'outpatient'), ('nursing_note', 'provider', 'outpatient'), (NULL, 'nurse', 'outpatient'),
        ('laboratory', NULL, 'outpatient'), ('radiology_report', NULL, 'outpatient'), ('radiology_report', NULL, 'inpatient'),
        ('problem_list', NULL, 'outpatient')) v(doc_type, author_role, setting),
    medcode.suggest('Assessment: gout.', setting, doc_type => doc_type, author_role => author_role)
ORDER BY doc_type, author_role, setting;
-- an uncertain diagnosis is coded as if established in the final statement of a stay, not elsewhere
SELECT setting, doc_type, final, status
FROM (VALUES ('inpatient', 'discharge_summary', NULL::boolean), ('inpatient', 'progress_note', NULL), ('inpatient', 'progress_note', true),
        ('snf', 'discharge_summary', true), ('outpatient', NULL, true)) v(setting, doc_type, final)
    LEFT JOIN LATERAL medcode.suggest('Assessment: probable pneumonia.', setting, doc_type => doc_type, final => final) ON true
ORDER BY setting, doc_type, final;

-- no message has a word of the note, or of what was passed as an argument
CREATE FUNCTION pg_temp.says(query text, VARIADIC arguments text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    message text; detail text; hint text; context text;
BEGIN
    EXECUTE query USING arguments;
    RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
    RETURN CASE WHEN concat_ws(' ', message, detail, hint, context) ~* 'zyxwv' THEN 'tells it: ' ELSE '' END || message;
END
$$;
SELECT pg_temp.says(format('SELECT count(*) FROM medcode.%s(%s)', f, call), 'Zyxwv has gout.', 'zyxwv') AS message, count(*)
FROM unnest(ARRAY['suggest', 'considered', 'open_questions']) f,
    unnest(ARRAY['$1[1], $1[2]', '$1[1], sex => $1[2]', '$1[1], doc_type => $1[2]', '$1[1], author_role => $1[2]', '$1[1], on_issue => $1[2]',
        '$1[1], expect => $1[2]', '$1[1], as_of => ''1999-12-31''', 'repeat($1[1], 120000)']) call
GROUP BY 1 ORDER BY 1;
SELECT pg_temp.says(format('SELECT count(*) FROM medcode.suggest_encounter(ARRAY[ROW($1[1], ''2026-01-01'', %s)]::medcode.note_input[])', v),
    'zyxwv', 'Zyxwv has gout.') AS message
FROM unnest(ARRAY['$1[1], NULL, true, $1[2]', 'NULL, $1[1], true, $1[2]', 'NULL, NULL, true, repeat($1[2], 120000)']) v;
