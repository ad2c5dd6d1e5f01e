--
-- Names from an ontology, and a site's own terms and codes
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on

BEGIN;
-- an ontology's table: one code each
SELECT E'id\tlabel\txrefs\n'
	'"X:1"\t"azure fever"\t"ICD10CM:A92.8"\n"X:2"\t"Azure fever, NOS"\t"ICD10CM:A92.8"\n"X:3"\t"obsolete fever"\t"ICD10CM:A92.8"\n'
	'"X:4"\t"two fevers"\t"ICD10CM:A92.8, ICD10CM:A92.9"\n"X:5"\t"fevers"\t"ICD10CM:A92-A99"\n"X:6"\t"open fever"\t"ICD10CM:A92.-"\n'
	'"X:7"\t"odd fever"\t"ICD10CM:92"\n' AS ontology \gset
SELECT * FROM medcode.load_content(:'ontology', '2030-01-31');
SELECT line, concept, phrase, kind, code FROM medcode.synonym ORDER BY line;
SELECT phrase, code, kind, origin FROM medcode.term WHERE origin = 'official' ORDER BY term_id;
SELECT code, term, source FROM medcode.mentions('Azure fever since Monday');
SELECT rows_read, added, changed FROM medcode.load_content(:'ontology', '2030-01-31');
SELECT * FROM medcode.load_content(:'ontology');
SELECT * FROM medcode.load_content(replace(:'ontology', 'xrefs', 'subClassOf'), '2030-01-31');
SELECT * FROM medcode.load_content(rtrim(:'ontology', E'\n'), '2030-01-31');

-- an obo file tells its release; a part does not take the place of the whole
SELECT $$format-version: 1.2
data-version: doid/releases/2030-01-31/subsets/DO_azure_slim.obo
ontology: doid/subsets/DO_azure_slim

[Term]
id: X:8
name: cobalt fever
synonym: "Kobold's fever" EXACT []
synonym: "KF" EXACT OMO:0003012 []
synonym: "metal fever" BROAD []
xref: ICD10CM:A92.8

[Term]
id: X:9
name: gone fever
xref: ICD10CM:A92.8
is_obsolete: true

$$ AS obo \gset
SELECT recognised, release, effective, rows_read, added, rejected_rows FROM medcode.load_content(:'obo');
SELECT s.line, s.phrase, s.kind, s.code FROM medcode.synonym AS s JOIN medcode.release AS r USING (release_id)
WHERE r.release LIKE '%slim' ORDER BY s.line;
SELECT phrase, code, kind FROM medcode.term WHERE origin = 'official' ORDER BY term_id;
SELECT * FROM medcode.load_content(replace(:'obo', 'ontology: doid', 'ontology: other'));
SELECT * FROM medcode.load_content(rtrim(:'obo', E'\n') || E'\n');

-- a site's terms: those that are there already are passed over
SELECT recognised, code_system, rows_read, added FROM medcode.load_content(
	E'code\tphrase\tkind\nA92.8\tour fever\t\na928\tour fever\tlay\nA92.8\tthe blue shivers\tlay\nE11.9\ttype 2 diabetes mellitus\t\nA92.8\tcobalt fever\tsynonym\n',
	'2030-02-01');
SELECT phrase, code_system, code, kind, version = medcode.draft_version() - 1 AS published FROM medcode.term WHERE origin = 'site' ORDER BY term_id;
SELECT code, term, source FROM medcode.mentions('the blue shivers again');
SELECT rows_read, added FROM medcode.load_content(E'phrase\tcode\tcode_system\nour fever\tA92.8\t\nour visit\t99213\tcpt\n', '2030-02-02');
-- a retired one comes back
SELECT medcode.retire_term('our fever', 'A92.8');
SELECT medcode.publish() > 1000 AS published;
SELECT added FROM medcode.load_content(E'phrase\tcode\nour fever\tA92.8\n', '2030-02-03');
SELECT code_system, kind, release, origin, rows FROM medcode.releases() WHERE code_system = 'site' ORDER BY release;
-- refused whole
SELECT * FROM medcode.load_content(E'phrase\tcode\tcolour\na\tI10\tred\n', '2030-02-04');
SELECT * FROM medcode.load_content(E'phrase\tcode\na\tI10\nb\n', '2030-02-04');
SELECT * FROM medcode.load_content(E'phrase\tcode\na\tI10\n \tI10\n', '2030-02-04');
SELECT * FROM medcode.load_content(E'phrase\tcode\na\tI10\nCANARY Jane Roe\tCANARY-1\n', '2030-02-04');
SELECT count(*) FROM medcode.term WHERE phrase = 'a';

-- a site's list of codes is a release of the code system that it names
SELECT recognised, code_system, release, rows_read, added, changed FROM medcode.load_content(
	E'code_system\tcode\ttitle\tbillable\tparent\nlicensed\t1\tVisits\tno\t\nlicensed\t1a\tA visit\t\t1\nlicensed\t1B\tA longer visit\tyes\t1\n',
	'2030-01-01');
SELECT code_system, kind, release, origin, codes, billable FROM medcode.releases() WHERE code_system = 'licensed';
SELECT code, title, billable, parent, tabular_order, origin FROM medcode.code WHERE title LIKE '%isit%' ORDER BY tabular_order;
SELECT code, title, release FROM medcode.lookup_code('licensed', ' 1B', '2030-06-01');
SELECT code, title, release FROM medcode.lookup_code('licensed', '1b');
SELECT added, changed FROM medcode.load_content(
	E'code_system\tcode\ttitle\tbillable\tparent\nlicensed\t1\tVisits\tno\t\nlicensed\t1a\tA visit\t\t1\nlicensed\t1B\tA longer visit\tyes\t1\n',
	'2030-01-01');
SELECT added, changed FROM medcode.load_content(E'code_system\tcode\ttitle\nlicensed\t1a\tA short visit\nlicensed\t2\tAnother\n', '2030-01-01');
SELECT * FROM medcode.load_content(E'code_system\tcode\ttitle\nlicensed\t1\tA\nlicensed\t1\tB\n', '2031-01-01');
SELECT * FROM medcode.load_content(E'code_system\tcode\ttitle\tparent\nlicensed\t1\tA\t2\n', '2031-01-01');
SELECT * FROM medcode.load_content(E'code_system\tcode\ttitle\nlicensed\t1\tA\nother\t1\tB\n', '2031-01-01');
ROLLBACK;
\set ON_ERROR_ROLLBACK off
\unset ontology
\unset obo
