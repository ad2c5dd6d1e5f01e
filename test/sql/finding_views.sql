-- Findings in the shapes of OMOP's note_nlp and of Amazon's InferICD10CM
SET client_min_messages = warning;
\set SHOW_CONTEXT never
CREATE SCHEMA shapes;

-- In the shape of OMOP's note_nlp
CREATE TABLE shapes.concept (concept_id integer, vocabulary_id text, concept_code text);
INSERT INTO shapes.concept VALUES (35207042, 'ICD10CM', 'M10.9'), (1, 'ICD9CM', 'M10.9');
CREATE TABLE shapes.long_note (note_id integer PRIMARY KEY, note_date date, body text);
INSERT INTO shapes.long_note VALUES (1, '2026-05-01', repeat('A day. ', 100) || 'Rule out pneumonia. Gout in 2019. Possible asthma. ' || repeat('A day. ', 100)),
    (2, '2026-05-01', 'Father had gout. Obesity was ruled out.');
SELECT medcode.create_finding_table('long_finding', 'shapes.long_note', 'body');
CALL medcode.refresh_findings('shapes.long_finding');
SELECT medcode.create_note_nlp_view('shapes."Long NLP"', 'shapes.long_finding', note_date => 'note_date', concept => 'shapes.concept');
SELECT note_nlp_id, note_id, length(snippet) AS snippet, position(lexical_variant IN snippet) AS at, "offset", lexical_variant, note_nlp_source_concept_id AS concept,
    term_exists, term_temporal, term_modifiers, code FROM shapes."Long NLP" ORDER BY 1;
SELECT column_name, data_type, character_maximum_length FROM information_schema.columns WHERE table_schema = 'shapes' AND table_name = 'Long NLP' AND ordinal_position <= 14 ORDER BY ordinal_position;

-- In the shape of InferICD10CM
SELECT jsonb_pretty(medcode.infer_icd10cm('Acute left otitis media 😀. No fever.', version => 1));
SELECT e ->> 'Text' AS text, e -> 'Score' AS score, jsonb_path_query_array(e, '$.Traits[*].Name') AS traits,
    substr(n.note, (e -> 'BeginOffset')::int + 1, (e -> 'EndOffset')::int - (e -> 'BeginOffset')::int) = e ->> 'Text' AS at_its_place
FROM (VALUES ('😀 History of gout. Mother had asthma. Possible pneumonia. Return if fever.')) AS n(note),
    jsonb_array_elements(medcode.infer_icd10cm(n.note, past_history => true) -> 'Entities') AS e;
SELECT medcode.infer_icd10cm('') -> 'Entities' AS none, medcode.infer_icd10cm(NULL) AS no_note;

-- What is wrong is said
CREATE TABLE shapes.two_keys (a integer, b integer, body text, PRIMARY KEY (a, b));
SELECT medcode.create_finding_table('two_keys_finding', 'shapes.two_keys', 'body');
SELECT medcode.create_note_nlp_view('x', 'shapes.two_keys_finding');
SELECT medcode.create_note_nlp_view('x', 'shapes.two_keys');

DROP SCHEMA shapes CASCADE;
