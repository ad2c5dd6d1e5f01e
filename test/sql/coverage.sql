--
-- Coverage policies: loading tables in the shapes of the Medicare Coverage Database, and what a note shows; made up
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
SET datestyle = iso;
\pset format unaligned
\pset tuples_only on
SELECT recognised, code_system, release, rows_read FROM medcode.load_content(
E'article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,long_description\n'
'A50001,7,93306,60,1,,2026-01-01,"made up"\nA50001,7,93307,60,1,,2026-01-01,"made up"\n', '2026-01-01-article-hcpcs');
SELECT recognised, release, rows_read FROM medcode.load_content(
E'article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,last_updated,description\n'
'A50001,7,I50.9,60,1,,2026-01-01,"made up, too"\nA50001,7,I35,60,1,,2026-01-01,x\nA50001,7,Q21.1,60,2,,2026-01-01,x\n', '2026-01-01-article-covered');
SELECT recognised, release, rows_read FROM medcode.load_content(
E'article_id,article_version,icd10_code_id,icd10_code_version,icd10_noncovered_group,range,last_updated,description\n'
'A50001,7,Z00.00,60,1,,2026-01-01,x\n', '2026-01-01-article-noncovered');
SELECT recognised, release, rows_read FROM medcode.load_content(
E'policy,contractor,hcpcs,diagnosis,covered,documentation,effective,end_date\n'
'L1,Acme,J1745,M05,yes,"methotrexate;tuberculosis test negative",2026-01-01,2026-06-30\n'
'L1,Acme,J1745,M06,yes,,2026-01-01,\nL2,,S9999,,no,,,\n', '2026-01-01-site');
-- refused whole
SELECT * FROM medcode.load_content(E'policy,hcpcs,diagnosis,covered\nL1,J1745,M05,maybe\n', '2026-01-02-site');
SELECT * FROM medcode.load_content(E'policy,hcpcs,diagnosis,covered\nL1,J1745,M05,yes\nL1,,,yes\n', '2026-01-02-site');

SELECT policy, diagnosis, covered, documentation FROM medcode.coverage_policies('93306', '2026-02-01');
SELECT policy, diagnosis, documentation FROM medcode.coverage_policies('j1745', '2026-02-01', 'ACME');
SELECT policy, diagnosis FROM medcode.coverage_policies('J1745', '2026-07-01');
SELECT count(*) FROM medcode.coverage_policies('J1745', '2026-02-01', 'Other');
SELECT count(*) FROM medcode.coverage_policies('93306', '2025-12-31');
SELECT v.n, s.policy, s.status, s.diagnoses FROM (VALUES (1, '{I509}'::text[], '93306'), (2, '{i35.0,I10}', '93306'), (3, '{I10}', '93306'), (4, '{Z00.00}', '93306'),
    (5, '{Q21.10}', '93306'), (6, '{M05.79}', 'J1745'), (7, '{I10}', 'S9999'), (8, '{I10}', '99213')) AS v(n, d, hcpcs)
LEFT JOIN LATERAL medcode.coverage_status(v.d, v.hcpcs, '2026-02-01') AS s ON true ORDER BY v.n;

-- the note: the sentence that meets a criterion, or its absence
SELECT policy, criterion, kind, met, codes, start_char, end_char, sentence FROM medcode.coverage_evidence(
    'Assessment: Heart failure with leg swelling. Echocardiogram planned.', '93306', '2026-02-01');
SELECT policy, criterion, kind, met, codes, sentence FROM medcode.coverage_evidence(
    'Assessment: No heart failure. Mother had heart failure.', '93306', '2026-02-01');
SELECT policy, criterion, kind, met, codes, sentence FROM medcode.coverage_evidence(
    'Rheumatoid arthritis with rheumatoid factor. She failed methotrexate for six months.', 'J1745', '2026-02-01');
SELECT policy, criterion, kind, met, sentence FROM medcode.coverage_evidence(
    'Never took methotrexate. No methotrexate so far. Tuberculosis test was negative.', 'J1745', '2026-02-01') WHERE kind = 'documentation';
SELECT kind, met, source FROM medcode.coverage_evidence('Gout.', '99213', '2026-02-01');
DROP EXTENSION medcode CASCADE;
CREATE EXTENSION medcode;
