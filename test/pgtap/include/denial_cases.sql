-- What the tests of denial_review() share: lines, notes, small lists in the publishers' shapes, and the table of cases.
-- Included by them (\ir); denial_answers.sql runs the cases.
CREATE FUNCTION pg_temp.line(line integer, hcpcs text, modifiers text[] DEFAULT NULL, pointers integer[] DEFAULT '{1}', units double precision DEFAULT 1,
    day date DEFAULT '2026-02-03', provider text DEFAULT '1234567890')
    RETURNS medcode.claim_line LANGUAGE sql IMMUTABLE RETURN ROW(line, hcpcs, modifiers, units, day, provider, '11', pointers)::medcode.claim_line;
-- signed notes of the day, named n1, n2, ...
CREATE FUNCTION pg_temp.notes(VARIADIC bodies text[]) RETURNS medcode.note_input[] LANGUAGE sql IMMUTABLE RETURN
    (SELECT array_agg(ROW('n' || n, '2026-02-03', NULL, NULL, true, b)::medcode.note_input ORDER BY n) FROM unnest(bodies) WITH ORDINALITY AS u(b, n));

--
-- Small lists in the publishers' shapes
--
SELECT E'Column 1\tColumn 2\t*=In existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n11042\t97597\t \t20120101\t*\t1\tMisuse\n'
    || E'11042\t97598\t \t20120101\t20260131\t1\tMisuse\n11042\t99213\t \t20120101\t*\t1\tManual\n17000\t11102\t \t20190101\t*\t1\tManual\n01916\t64400\t \t20020101\t*\t0\tIncluded\n' AS ptp,
  E'HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n11042,1,2 Date of Service Edit: Policy,x\n64400,4,3 Date of Service Edit: Clinical,x\n97597,1,1 Line Edit,x\n' AS mue,
  E'hcpcs_code,hcpcs_desc_type,hcpcs_description\r\nA0021,Long,A ride\r\nA0021,Short,Ride\r\nA0030,Long,A flight\r\nA0030,Short,Flight\r\n' AS older,
  E'hcpcs_code,hcpcs_desc_type,hcpcs_description\r\nA0021,Long,A ride\r\nA0021,Short,Ride\r\n' AS newer,
  E'MCE_Version\tICD_Version\tMCE_Section\tMCE_Subsection\tMCE_Edit_Type\tICD_Code_Type\tICD_Code\tICD_Desc\n'
    || E'43\t10\t4\tA\tPerinatal\tD\tP599\tJaundice\n43\t10\t5\tA\tFemale_Only\tD\tD259\tFibroid\n43\t10\t5\tB\tMale_Only\tD\tN401\tProstate\n43\t10\t5\tB\tMale_Only\tD\tC61\tProstate\n' AS mce,
  E'policy,contractor,hcpcs,diagnosis,covered,documentation,effective,end_date\n'
    || E'L1,Acme,J1745,M06,yes,"methotrexate;tuberculosis test negative",2026-01-01,2026-06-30\nL3,,93306,I50,yes,,2026-01-01,\nL3,,93306,I35,yes,,2026-01-01,\n'
    || E'L4,,97110,M54.16,yes,,2026-01-01,\nL5,Other,95810,G47.33,yes,,2026-01-01,\n' AS policies \gset
SELECT is((SELECT array_agg(l.code_system || ' ' || l.rejected ORDER BY f.n) FROM (VALUES (1, :'ptp', '2026-Q1-practitioner-f1'), (2, :'mue', '2026-Q1'), (3, :'older', '2025-Q1'),
        (4, :'newer', '2026-Q1'), (5, :'mce', NULL), (6, :'policies', '2026-01-01-site')) AS f(n, content, release)
    CROSS JOIN LATERAL medcode.load_content(f.content, f.release) AS l),
    '{ncci_practitioner 0,ncci_practitioner 0,hcpcs 0,hcpcs 0,mce 0,coverage 0}'::text[], 'the lists');

--
-- A case: must and mustnt are answers, "answer", "answer use_code", with " ~ words of the quote" behind; action NULL: not looked at.
--
CREATE TEMP TABLE denial_case (no integer GENERATED ALWAYS AS IDENTITY, what text NOT NULL, carc text, rarcs text[] DEFAULT '{}', notes medcode.note_input[], diagnoses text[],
    lines medcode.claim_line[], denied integer DEFAULT 1, must text[] DEFAULT '{}', mustnt text[] DEFAULT '{}', action text, setting text DEFAULT 'professional',
    sex text, birth date, contractor text, grp text DEFAULT 'CO', on_date date DEFAULT '2026-02-03');
