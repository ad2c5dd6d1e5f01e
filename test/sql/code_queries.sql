--
-- What the loaded files say of a code: small invented files in the publishers' formats
--
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
RESET client_min_messages;
SET datestyle = iso;
\set SHOW_CONTEXT never
\set ON_ERROR_ROLLBACK on

-- Lines of the order file from codes, flags and titles
CREATE FUNCTION pg_temp.lines(rows text) RETURNS text LANGUAGE sql AS $$
	SELECT string_agg(format(E'%s %s %s %s %s\r\n', lpad(n::text, 5, '0'), rpad(split_part(r, '|', 1), 7),
		split_part(r, '|', 2), rpad(split_part(r, '|', 3), 60), split_part(r, '|', 3)), '' ORDER BY n)
	FROM unnest(string_to_array(btrim(rows, E'\n'), E'\n')) WITH ORDINALITY AS u(r, n)
$$;
\set VERBOSITY terse
SELECT pg_temp.lines($$
C43|0|Melanoma
C439|1|Melanoma, unspecified
C4A|0|Merkel
C4A9|1|Merkel, unspecified
C44|0|Other skin
C449|1|Other skin, unspecified
C49|0|Soft tissue
C499|1|Soft tissue, unspecified
C50|0|Breast
C509|0|Breast, unspecified
C5091|0|Breast, unspecified, female
C50911|1|Breast, unspecified, right
C50912|1|Breast, unspecified, left
D36|0|Benign
D369|1|Benign, unspecified
E10|0|Diabetes one
E109|1|Diabetes one, plain
E11|0|Diabetes two
E110|0|Diabetes two with hyperosmolarity
E1100|1|Diabetes two with hyperosmolarity, awake
E1101|1|Diabetes two with hyperosmolarity, coma
E119|1|Diabetes two, plain
K90|0|Malabsorption
K900|0|Gluten
K9001|1|Gluten, first kind
K9003|1|Gluten, third kind
K9004|1|Gluten, fourth kind
S72|0|Femur
S720|0|Neck
S7200|0|Neck, plain
S72001|0|Neck, right
S72001A|1|Neck, right, first visit
S72001D|1|Neck, right, later
S723|0|Shaft
S723XXA|1|Shaft, first visit
T36|0|Antibiotics
T360|0|Penicillins
T360X|0|Penicillins, filled
T360X1|0|Penicillins, accident
T360X1A|1|Penicillins, accident, first visit
T360X5|0|Penicillins, adverse
T360X5A|1|Penicillins, adverse, first visit
T50|0|Others
T509|1|Others, unspecified
W01|0|Falls
W010|0|Falls, same level
W010XXA|1|Falls, same level, first visit
Z79|0|Long term
Z794|1|Long term insulin$$) AS fy2026, pg_temp.lines($$
K90|0|Malabsorption
K900|0|Gluten
K9001|1|Gluten, first kind
K9002|1|Gluten, second kind$$) AS fy2025, pg_temp.lines($$
K90|0|Malabsorption
K900|1|Gluten$$) AS fy2024 \gset

SELECT $$<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version>
<chapter><name>2</name><desc>Neoplasms (C00-D49)</desc>
<excludes1><note>nothing of the blood (E10-E11)</note></excludes1>
<sectionIndex><sectionRef first="C43" last="C44" id="C43-C44">Skin</sectionRef>
<sectionRef first="C45" last="C49" id="C45-C49">Soft</sectionRef><sectionRef first="C50" last="C50" id="C50">Breast</sectionRef>
<sectionRef first="D10" last="D36" id="D10-D36">Benign</sectionRef></sectionIndex>
<section id="C43-C44"><desc>Skin (C43-C44)</desc>
<diag><name>C43</name><desc>Melanoma</desc><diag><name>C43.9</name><desc>Melanoma, unspecified</desc></diag></diag>
<diag><name>C4A</name><desc>Merkel</desc><diag><name>C4A.9</name><desc>Merkel, unspecified</desc></diag></diag>
<diag><name>C44</name><desc>Other skin</desc><diag><name>C44.9</name><desc>Other skin, unspecified</desc></diag></diag>
</section>
<section id="C45-C49"><desc>Soft (C45-C49)</desc><excludes2><note>bone (C40-C41)</note></excludes2>
<diag><name>C49</name><desc>Soft tissue</desc><excludes1><note>growths of the skin (C43-C44)</note></excludes1>
<diag><name>C49.9</name><desc>Soft tissue, unspecified</desc></diag></diag>
</section>
<section id="C50"><desc>Breast (C50)</desc>
<diag><name>C50</name><desc>Breast</desc><diag><name>C50.9</name><desc>Breast, unspecified</desc>
<diag><name>C50.91</name><desc>Female</desc><diag><name>C50.911</name><desc>Right</desc></diag><diag><name>C50.912</name><desc>Left</desc></diag></diag>
</diag></diag>
</section>
<section id="D10-D36"><desc>Benign (D10-D36)</desc><diag><name>D36</name><desc>Benign</desc><diag><name>D36.9</name><desc>Benign, unspecified</desc></diag></diag></section>
</chapter>
<chapter><name>4</name><desc>Hormones (E00-E89)</desc>
<sectionIndex><sectionRef first="E08" last="E13" id="E08-E13">Sugar</sectionRef></sectionIndex>
<section id="E08-E13"><desc>Sugar (E08-E13)</desc>
<diag><name>E10</name><desc>Diabetes one</desc><diag><name>E10.9</name><desc>Diabetes one, plain</desc></diag></diag>
<diag><name>E11</name><desc>Diabetes two</desc>
<includes><note>sugar of old age</note></includes>
<excludes1><note>sugar of youth (E10.-)</note><note>sugar without a code</note></excludes1>
<useAdditionalCode><note>code to identify control using:</note><note>insulin (Z79.4)</note></useAdditionalCode>
<diag><name>E11.0</name><desc>Diabetes two with hyperosmolarity</desc>
<diag><name>E11.00</name><desc>Awake</desc><inclusionTerm><note>Sugar with thirst</note></inclusionTerm></diag>
<diag><name>E11.01</name><desc>Coma</desc></diag></diag>
<diag><name>E11.9</name><desc>Diabetes two, plain</desc></diag></diag>
</section></chapter>
<chapter><name>11</name><desc>Digestion (K00-K95)</desc>
<sectionIndex><sectionRef first="K90" last="K95" id="K90-K95">Others</sectionRef></sectionIndex>
<section id="K90-K95"><desc>Others (K90-K95)</desc>
<diag><name>K90</name><desc>Malabsorption</desc><diag><name>K90.0</name><desc>Gluten</desc>
<diag><name>K90.01</name><desc>First kind</desc><excludes1><note>gluten of drugs (T36-T50 with fifth or sixth character 5)</note></excludes1></diag>
<diag><name>K90.03</name><desc>Third kind</desc></diag><diag><name>K90.04</name><desc>Fourth kind</desc></diag></diag></diag>
</section></chapter>
<chapter><name>19</name><desc>Injury (S00-T88)</desc>
<sectionIndex><sectionRef first="S70" last="S79" id="S70-S79">Thigh</sectionRef><sectionRef first="T36" last="T50" id="T36-T50">Drugs</sectionRef></sectionIndex>
<section id="S70-S79"><desc>Thigh (S70-S79)</desc>
<diag><name>S72</name><desc>Femur</desc>
<sevenChrNote><note>One of these:</note></sevenChrNote>
<sevenChrDef><extension char="A">first visit, closed</extension><extension char="B">first visit, open</extension></sevenChrDef>
<diag><name>S72.0</name><desc>Neck</desc>
<sevenChrDef><extension char="A">first visit</extension><extension char="D">later</extension></sevenChrDef>
<diag><name>S72.00</name><desc>Neck, plain</desc><diag><name>S72.001</name><desc>Neck, right</desc></diag></diag></diag>
<diag><name>S72.3</name><desc>Shaft</desc></diag></diag>
</section>
<section id="T36-T50"><desc>Drugs (T36-T50)</desc>
<diag><name>T36</name><desc>Antibiotics</desc><diag><name>T36.0</name><desc>Penicillins</desc>
<diag placeholder="true"><name>T36.0X</name><desc>Penicillins</desc>
<diag><name>T36.0X1</name><desc>Accident</desc></diag><diag><name>T36.0X5</name><desc>Adverse</desc></diag></diag></diag></diag>
<diag><name>T50</name><desc>Others</desc><diag><name>T50.9</name><desc>Others, unspecified</desc></diag></diag>
</section></chapter>
<chapter><name>20</name><desc>Outside (V00-Y99)</desc>
<sectionIndex><sectionRef first="W00" last="W19" id="W00-W19">Falls</sectionRef></sectionIndex>
<section id="W00-W19"><desc>Falls (W00-W19)</desc><diag><name>W01</name><desc>Falls</desc><diag><name>W01.0</name><desc>Same level</desc></diag></diag></section></chapter>
<chapter><name>21</name><desc>Status (Z00-Z99)</desc>
<sectionIndex><sectionRef first="Z77" last="Z99" id="Z77-Z99">Status</sectionRef></sectionIndex>
<section id="Z77-Z99"><desc>Status (Z77-Z99)</desc><diag><name>Z79</name><desc>Long term</desc><diag><name>Z79.4</name><desc>Insulin</desc></diag></diag></section></chapter>
</ICD10CM.tabular>$$ AS tabular, $$<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>A</title>
<mainTerm><title>Arthritis</title><term level="1"><title>in sugar</title><code>E11.9</code><manif>K90.03</manif></term></mainTerm></letter>
<letter><title>D</title>
<mainTerm><title>Diabetes, diabetic<nemod>(mellitus) (sugar)</nemod></title><code>E11.9</code>
<term level="1"><title>with</title><term level="2"><title>coma</title><code>E11.01</code></term><term level="2"><title>thirst</title><code>E11.0-</code></term></term>
<term level="1"><title>type 1</title><code>E10.9</code></term></mainTerm></letter>
<letter><title>F</title>
<mainTerm><title>Fracture</title><term level="1"><title>neck<nemod>(closed)</nemod></title><term level="2"><title>femur</title><code>S72.00-</code></term></term></mainTerm></letter>
</ICD10CM.index>$$ AS index, $$<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>
<letter><title>F</title><mainTerm><title>Fall</title><term level="1"><title>slipping</title><code>W01.0</code></term></mainTerm></letter>
</ICD10CM.index>$$ AS causes, $$<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><indexHeading><head col="1">Neoplasm</head><head col="2">Malignant Primary</head>
<head col="3">Malignant Secondary</head><head col="4">Ca in situ</head><head col="5">Benign</head><head col="6">Uncertain Behavior</head>
<head col="7">Unspecified Behavior</head></indexHeading>
<letter><title>N</title><mainTerm><title>Neoplasm, neoplastic</title><cell col="5">D36.9</cell>
<term level="1"><title>breast</title><cell col="2">C50.9-</cell><cell col="5">D36.9</cell></term></mainTerm></letter>
</ICD10CM.index>$$ AS neoplasms, $$<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2026</version><indexHeading><head col="1">Substance</head><head col="2">Poisoning Accidental (unintentional)</head>
<head col="3">Poisoning Intentional self-harm</head><head col="4">Poisoning Assault</head><head col="5">Poisoning Undetermined</head>
<head col="6">Adverse effect</head><head col="7">Underdosing</head></indexHeading>
<letter><title>P</title><mainTerm><title>Penicillin<nemod>(any)</nemod></title><cell col="2">T36.0X1</cell><cell col="6">T36.0X5</cell></mainTerm></letter>
</ICD10CM.index>$$ AS drugs, E'current_code,effective,previous_codes\nC50.911,2016,C50.9\nK90.01,2024,K90.0\nK90.02,2024,K90.0\nK90.03,2025,K90.02\nK90.04,2025,K90.01-K90.02\nT50.9,2025,T36\n' AS conversion,
E'Order26\tPOAexemptCode\tDescription\r\n00045\tW01.0XXA\tFalls, same level, first visit\r\n00047\tZ79.4\tLong term insulin\r\n' AS poa,
E'0010  A000    00000\r\n25000 E119    10000\r\n25001 E109    10000\r\n25013 E109    10111\r\n25013 Z794    10112\r\n99999 NoDx    11000\r\n' AS gems \gset

-- with the starter alone: codes and headings; the rest says what to load
SELECT code, title, billable FROM medcode.children('E11.0');
SELECT distance, level, place FROM medcode.ancestors('E11.65');
SELECT medcode.is_billable('e119'), medcode.is_billable('E11'), medcode.is_billable('E11.99');
\set VERBOSITY default
SELECT * FROM medcode.notes('E11.9');
SELECT * FROM medcode.excludes1_conflict('E11.9', 'E10.9');
SELECT * FROM medcode.index_paths('E11.9');
SELECT * FROM medcode.index_paths('C50.911');
SELECT * FROM medcode.replaced_by('K90.0');
SELECT * FROM medcode.seventh_characters('S72.001');
SELECT medcode.is_poa_exempt('Z79.4');
SELECT * FROM medcode.mapped('icd9cm', '250.00', 'icd10cm');
SELECT * FROM medcode.lookup_code('cpt', '99213');
SELECT * FROM medcode.children('E11', '2025-09-30');

BEGIN;
SELECT recognised, release, rejected FROM medcode.load_content(:'fy2024', 'FY2024');
SELECT release, rejected FROM medcode.load_content(:'fy2025', 'FY2025');
SELECT release, rejected FROM medcode.load_content(:'fy2026', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'tabular', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'index', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'causes', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'neoplasms', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'drugs', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'conversion', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'poa', 'FY2026');
SELECT recognised, release, rejected FROM medcode.load_content(:'gems', 'FY2018');

-- headings and what stands under them
SELECT * FROM medcode.children('E11');
SELECT code, billable, level FROM medcode.descendants('T36');
SELECT code FROM medcode.descendants('E11.9');
SELECT * FROM medcode.ancestors('S72.001A');
-- C4A stands between C43 and C44
SELECT * FROM medcode.ancestors('C4A.9');
SELECT * FROM medcode.ancestors('E99.9');
-- ranges of categories go by the order of the list, by characters where it lacks one; codes as they are printed
SELECT r.*, medcode.in_category_range(medcode.required_release('icd10cm', 'codes', NULL), r.first, r.last, r.category)
FROM (VALUES ('C43', 'C44', 'C4A'), ('C44', 'C49', 'C4A'), ('C43', 'C44', 'C44'), ('C43', 'C44', 'C49'), ('A00', 'B99', 'A50'), ('A00', 'B99', 'C43')) AS r(first, last, category);
SELECT medcode.printed_code(system, code) FROM (VALUES (1, 'icd10cm', ' e119'), (2, 'icd9cm', '25000'), (3, 'icd9cm', 'E8000'), (4, 'icd10pcs', '0dtj4zz'), (5, 'licensed', '1b')) AS v(n, system, code) ORDER BY n;
SELECT medcode.title_phrase(title) FROM (VALUES (1, 'Pneumonia, unspecified organism'), (2, 'Other pneumonia'), (3, 'Gout, unspecified'), (4, 'Fracture of femur, initial encounter')) AS v(n, title) ORDER BY n;
-- by date of service
SELECT day, medcode.is_billable('K90.0', day), array(SELECT code FROM medcode.children('K90.0', day)) AS children
FROM (VALUES ('2023-10-01'::date), ('2024-09-30'), ('2024-10-01'), ('2025-10-01'), (NULL)) AS d(day);
SELECT medcode.is_billable('K90.0', '2023-09-30');

-- any code system
SELECT * FROM medcode.lookup_code('icd10cm', 'k9002', '2025-01-01');
SELECT * FROM medcode.lookup_code('icd10cm', 'K90.02');
SAVEPOINT here;
INSERT INTO medcode.release (code_system, release, effective) VALUES ('hcpcs', '2024', '[2024-01-01,2025-01-01)');
INSERT INTO medcode.code (release_id, code, title, billable, tabular_order, valid, attributes)
SELECT release_id, 'A0001', 'Ride', true, 1, '[2020-01-01,2024-07-01)', '{"action": "D"}' FROM medcode.release WHERE code_system = 'hcpcs';
SELECT day, found.* FROM (VALUES ('2024-06-30'::date), ('2024-07-01'), (NULL)) AS d(day), medcode.lookup_code('hcpcs', ' a0001', day) AS found;
SELECT * FROM medcode.lookup_code('hcpcs', 'A0001', '2023-12-31');
ROLLBACK TO here;

-- successions: a chain, a range, a heading; a code that is valid has none
SELECT * FROM medcode.replaced_by('K90.0');
SELECT * FROM medcode.replaced_by('K90.0', '2025-09-30');
SELECT * FROM medcode.replaced_by('K90.0', '2024-09-30');
SELECT step, code FROM medcode.replaced_by('K90.02');
SELECT step, code FROM medcode.replaced_by('K90.01');
SELECT step, code FROM medcode.replaced_by('T36.1X1A');
SELECT step, code FROM medcode.replaced_by('C50.9');
SELECT * FROM medcode.replaces('K90.04');
SELECT step, code FROM medcode.replaces('K90.04', '2025-09-30');
SELECT * FROM medcode.replaces('C50.911');

-- notes
SELECT distance, level, place, kind, note, conditional FROM medcode.notes('E11.00');
SELECT place, note FROM medcode.notes('E11.9', NULL, 'use_additional');
SELECT place, kind, note FROM medcode.notes('C49.9', '2026-01-01');
SELECT * FROM medcode.notes('E11.ZZ');
SELECT * FROM medcode.notes('K90.01', '2025-09-30');
SELECT * FROM medcode.excludes1('E11.01');
SELECT * FROM medcode.excludes1('K90.01');

-- what a reference names
SELECT code, medcode.covers('T36', 'T50', '5', '{5,6}', code) AS drugs, medcode.covers('E11', 'E11', NULL, NULL, code) AS heading,
	medcode.covers('E10.9', 'E11.0', NULL, NULL, code) AS range
FROM unnest('{T36.0X5A,T36.0X1A,T50.A95S,T36.5X1A,T51.0X5A,E11,E11.01,E12,E10.8,E10.9,E11.1,E10}'::medcode.icd10cm[]) AS code;
SELECT medcode.covers('E11', 'E11', NULL, NULL, NULL);

-- conflicts, whichever of the two has the note
SELECT * FROM medcode.excludes1_conflict('E11.9', 'E10.9');
SELECT code, excluded FROM medcode.excludes1_conflict('E10.9', 'E11.9');
SELECT code, excluded FROM medcode.excludes1_conflict('E11.9', 'E11.9');
SELECT code, excluded FROM medcode.excludes1_conflict('E11.9', 'Z79.4');
-- only adverse effects
SELECT excluded, first_code, last_code FROM medcode.excludes1_conflict('K90.01', 'T36.0X5A');
SELECT excluded, first_code, last_code FROM medcode.excludes1_conflict('K90.01', 'T36.0X1A');
-- the range C43-C44 holds C4A, and ends there; a chapter's note holds for all in it
SELECT other, excluded, level, place FROM unnest('{C43.9,C4A.9,C44.9,C50.911,E11.9}'::medcode.icd10cm[]) AS other,
	medcode.excludes1_conflict('C49.9', other);

-- seventh characters: the nearest place counts
SELECT * FROM medcode.seventh_characters('S72.001');
SELECT * FROM medcode.seventh_characters('S72.3XXA');
SELECT * FROM medcode.seventh_characters('E11.9');

-- paths of the Index and the tables
SELECT * FROM medcode.index_paths('E11.9');
SELECT * FROM medcode.index_paths('E11.01');
SELECT kind, path, role, code FROM medcode.index_paths('K90.03');
SELECT * FROM medcode.index_paths('S72.001A');
SELECT kind, path, role, code, incomplete FROM medcode.index_paths('W01.0XXA');
SELECT kind, path, role, code, incomplete FROM medcode.index_paths('C50.911');
SELECT kind, path, role, code, incomplete FROM medcode.index_paths('D36.9');
SELECT * FROM medcode.index_paths('T36.0X5A');

-- present on admission; equivalents
SELECT medcode.is_poa_exempt('Z79.4'), medcode.is_poa_exempt('E11.9'), medcode.is_poa_exempt('E11.99');
SELECT * FROM medcode.mapped('icd9cm', '25000', 'icd10cm');
SELECT * FROM medcode.mapped('icd9cm', '250.13', 'icd10cm');
SELECT * FROM medcode.mapped('icd9cm', '999.99', 'icd10cm');
SELECT * FROM medcode.mapped('icd9cm', '250.00', 'icd10pcs');

-- many codes at once, some of them unknown
SELECT c.code, array_agg(DISTINCT n.kind ORDER BY n.kind) FILTER (WHERE n.kind IS NOT NULL) AS kinds
FROM unnest('{E11.9,E10.9,A00.0,S72.001A}'::medcode.icd10cm[]) AS c(code) LEFT JOIN LATERAL medcode.notes(c.code) AS n ON true
GROUP BY c.code ORDER BY c.code;
ROLLBACK;
\set ON_ERROR_ROLLBACK off
\unset fy2024
\unset fy2025
\unset fy2026
\unset tabular
\unset index
\unset causes
\unset neoplasms
\unset drugs
\unset conversion
\unset poa
\unset gems
