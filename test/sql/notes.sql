-- Notes by code: the query language, documents(), the operator class note_ops. docs/notes-by-code.md.

--
-- The query language
--
SELECT given, given::medcode.codequery AS printed
FROM (VALUES ('e119'), ('E11'), ('E11*'), ('E11.*'), ('E11.-'), ('c*'), ('e1*'), ('i10 - i15'), ('E08-E13.9'), ('E11-E11.Z'), ('E11.2-E11.ZZ'),
    ('HCC28:37'), ('hcc28/2025:037'), ('E11 : Negated @ 80'), ('E11:affirmed@0'), ('E11@80:family'), ('!!a01'), ('!(A01)'),
    ('A01 & (B01 & C01)'), ('(A01|B01)|C01'), ('(A01|B01)&C01'), ('A01|(B01&C01)'), ('!(A01&B01)'),
    ('E11 & !N18.6:any | hcc28:37@80'), (E' E11.9\n')) AS v(given);
DO $$ BEGIN PERFORM 'E11 & & E12'::medcode.codequery; EXCEPTION WHEN OTHERS THEN RAISE NOTICE '% %', SQLSTATE, SQLERRM; END $$;
SELECT 'E11 & & E12'::medcode.codequery;
-- where reading stopped, in characters; the text is not repeated
CREATE FUNCTION refused(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    detail text;
BEGIN
    PERFORM query::medcode.codequery;
    RETURN NULL;
EXCEPTION WHEN invalid_text_representation THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RETURN detail;
END
$$;
SELECT given, refused(given)
FROM (VALUES (''), ('E1'), ('E11,E12'), ('E11 E12'), ('(E11'), ('E11)'), ('((((')
    , ('E11:nope'), ('E11:any:negated'), ('E11@101'), ('E11@1@2'), ('I15-I10'), ('hcc28:'), ('hcc28/25:37'), ('E11.'), ('S72.001AB'), ('Ä11'), ('E11 & Ä11'), ('E11 ∧ E12')) AS v(given);
SELECT refused(repeat('(', 100) || 'E11' || repeat(')', 100)) AS hundred, refused(repeat('(', 101) || 'E11' || repeat(')', 101)) AS more,
    refused('E11' || repeat('&E11', 9998)) AS parts, refused('E11' || repeat('&E11', 9999)) AS more_parts;
-- equal queries are equal, and have one hash and one place
SELECT 'A01&(B01&C01)'::medcode.codequery OPERATOR(medcode.=) '(A01 & B01) & C01'::medcode.codequery AS equal, 'A01 & B01'::medcode.codequery OPERATOR(medcode.=) 'B01 & A01'::medcode.codequery AS turned;
SELECT count(DISTINCT q), count(*) FROM (VALUES ('E11'::medcode.codequery), ('E11.-'), ('E11:affirmed'), ('E11:any'), ('E11@1')) AS v(q);
SELECT q, count(*) FROM (VALUES ('E11'::medcode.codequery), ('E11.-'), ('!!E11'), ('E11:any')) AS v(q) GROUP BY q ORDER BY q;

--
-- What a query means
--
CREATE TABLE notes (id integer, body text);
INSERT INTO notes VALUES
    (1, 'Assessment: type 2 diabetes mellitus.'),
    (2, 'Assessment: no diabetes. Hypertension.'),
    (3, 'Family history: mother had type 2 diabetes mellitus.'),
    (4, 'Assessment: possible pneumonia.'),
    (5, 'Past medical history: myocardial infarction.'),
    (6, 'Return if asthma worsens: if she develops pneumonia, call us.'),
    (7, 'Assessment: hypertension, heart failure.'),
    (8, 'Nothing to report.'),
    (9, ''),
    (10, NULL),
    (11, 'Assessment: gout. No gout in the left foot.'),
    -- the function derives codes from these
    (12, 'Assessment: type 2 diabetes mellitus. Plan: follow up for chronic kidney disease stage 3. Hypertension.');
SELECT id, code, negated, uncertain, historical, hypothetical, experiencer, score, derived
FROM notes, medcode.findings(body) ORDER BY id, code, negated;
CREATE FUNCTION found(query text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(id::text, ' ' ORDER BY id) FROM notes WHERE medcode.documents(body, query::medcode.codequery)
$$;
CREATE TABLE asked (number serial, query text);
INSERT INTO asked (query) VALUES ('E11'), ('E11:any'), ('E11:family'), ('E11:negated'), ('E08-E13:any'), ('E*:any'), ('J18'), ('J18:uncertain'), ('J18:any'),
    ('I21:historical | I25.2:historical'), ('I21 | I25.2'), ('I11'), ('I11.0 & I10'), ('I12 & I10 & N18'), ('E11.22'), ('I12@100'), ('M10 & M10:negated'), ('M10 & !M10:negated'), ('I10@100'), ('I10@0'),
    ('!E11:any'), ('!E11'), ('!(E11:any | I10:any | J18:any)'), ('A*:any & !A*:any'), ('A*:any | !A*:any');
SELECT query, found(query) FROM asked ORDER BY number;
-- NULL in, NULL out; no codes are no finding
SELECT medcode.documents(NULL, 'E11') AS no_note, medcode.documents('gout', NULL) AS no_query, medcode.documents('', 'E11') AS nothing, medcode.documents('', '!E11') AS holds;

--
-- The index: by the function and by the operator, without any search_path
--
CREATE INDEX notes_codes ON notes USING gin (body medcode.note_ops);
SELECT * FROM medcode.notes_index_status('notes_codes');
SET enable_seqscan = off;
SET search_path = '';
EXPLAIN (COSTS OFF) SELECT id FROM public.notes WHERE medcode.documents(body, 'E11 & !N18.6:any');
EXPLAIN (COSTS OFF) SELECT id FROM public.notes WHERE body OPERATOR(medcode.@?) 'e11';
PREPARE by_query(medcode.codequery) AS SELECT id FROM public.notes WHERE medcode.documents(body, $1) ORDER BY id;
SET plan_cache_mode = force_generic_plan;
EXPLAIN (COSTS OFF) EXECUTE by_query('I10');
EXECUTE by_query('I10');
EXECUTE by_query('!I10');
RESET plan_cache_mode;
RESET search_path;
-- the same answers
SELECT query, found(query) FROM asked ORDER BY number;
EXPLAIN (COSTS OFF) SELECT a.number, n.id FROM asked AS a JOIN notes AS n ON medcode.documents(n.body, a.query::medcode.codequery);
-- what it keeps of a note
SELECT code, negated, uncertain, historical, hypothetical, family, section, derived, score FROM medcode.note_keys('Assessment: hypertension, heart failure. Labs: no gout.') ORDER BY code;
SELECT count(*) FROM medcode.note_keys('');

-- partial, of an expression, of several columns
CREATE INDEX notes_few ON notes USING gin (body medcode.note_ops) WHERE id < 8;
CREATE INDEX notes_made ON notes USING gin (('Assessment: ' || body) medcode.note_ops);
CREATE INDEX notes_both ON notes USING gin (body medcode.note_ops, to_tsvector('english', body));
SELECT c.relname, s.* FROM pg_class AS c, medcode.notes_index_status(c.oid) AS s WHERE c.relname LIKE 'notes\_%' AND c.relkind = 'i' ORDER BY 1;
EXPLAIN (COSTS OFF) SELECT id FROM notes WHERE medcode.documents('Assessment: ' || body, 'I10');
DROP INDEX notes_codes, notes_made;
EXPLAIN (COSTS OFF) SELECT id FROM notes WHERE medcode.documents(body, 'I10') AND to_tsvector('english', body) @@ 'heart';
SELECT id FROM notes WHERE medcode.documents(body, 'I10 | I11') AND to_tsvector('english', body) @@ 'heart';
DROP INDEX notes_both;
EXPLAIN (COSTS OFF) SELECT id FROM notes WHERE medcode.documents(body, 'I10') AND id < 8;
SELECT id FROM notes WHERE medcode.documents(body, 'I10') AND id < 8;
DROP INDEX notes_few;

--
-- A new version: rows wait, are right, are read anew
--
CREATE INDEX notes_codes ON notes USING gin (body medcode.note_ops);
INSERT INTO notes VALUES (20, 'Assessment: sugar sickness.'), (21, 'Assessment: salt sickness.');
SELECT medcode.add_term('sugar sickness', 'E11.9') > 0 AS added;
SELECT found('E11') AS the_draft_takes_no_part, (SELECT string_agg(code::text, ' ') FROM medcode.findings('Sugar sickness.')) AS but_in_findings;
SELECT medcode.publish();
SELECT * FROM medcode.notes_index_status('notes_codes');
SELECT found('E11') AS right_at_once, found('!E11:any') AS and_not;
CALL medcode.rework_notes_index('notes_codes', 3);
SELECT * FROM medcode.notes_index_status('notes_codes');
SELECT found('E11') AS right_by_the_index, found('!E11:any') AS and_not;
CALL medcode.rework_notes_index('notes_codes');
-- two versions later: a row that was exact in the first, one that was not, one that is new
SELECT medcode.add_term('salt sickness', 'E87.0') > 0 AS added, medcode.retire_term('sugar sickness') > 0 AS retired;
SELECT medcode.publish();
INSERT INTO notes VALUES (22, 'Assessment: salt sickness and gout.');
SELECT medcode.add_term('pepper sickness', 'J30.9') > 0 AS added;
SELECT medcode.publish();
INSERT INTO notes VALUES (23, 'Assessment: pepper sickness, salt sickness.');
SELECT * FROM medcode.notes_index_status('notes_codes');
SELECT query, found(query) FROM (VALUES ('E11'), ('E87'), ('E87 & M10'), ('J30'), ('!E87:any')) AS v(query);
CALL medcode.rework_notes_index('notes_codes', 1);
SELECT * FROM medcode.notes_index_status('notes_codes');
SELECT query, found(query) FROM (VALUES ('E11'), ('E87'), ('E87 & M10'), ('J30'), ('!E87:any')) AS v(query);
REINDEX INDEX notes_codes;
SELECT * FROM medcode.notes_index_status('notes_codes');
SELECT query, found(query) FROM (VALUES ('E11'), ('E87'), ('E87 & M10'), ('J30'), ('!E87:any')) AS v(query);
-- a version that does not come to be leaves nothing in the index
BEGIN;
SELECT medcode.add_term('vinegar sickness', 'K21.9') > 0 AS added;
SELECT medcode.publish();
INSERT INTO notes VALUES (24, 'Vinegar sickness.');
SELECT found('K21');
CALL medcode.rework_notes_index('notes_codes');
ROLLBACK;
INSERT INTO notes VALUES (24, 'Vinegar sickness.');
SELECT medcode.add_term('vinegar sickness', 'L40.9') > 0 AS added;
SELECT medcode.publish();
SELECT found('K21') AS not_this, found('L40') AS but_this;

--
-- What is refused
--
SELECT * FROM medcode.notes_index_status('pg_class_oid_index');
SELECT * FROM medcode.notes_index_status('notes');
CALL medcode.rework_notes_index('notes_codes', 0);
CALL medcode.rework_notes_index(NULL);
CREATE ROLE medcode_reader;
GRANT SELECT ON notes TO medcode_reader;
SET ROLE medcode_reader;
SELECT count(*) FROM notes WHERE medcode.documents(body, 'I10');
SELECT * FROM medcode.notes_index_status('notes_codes');
CALL medcode.rework_notes_index('notes_codes');
SELECT medcode.settle_version();
RESET ROLE;
SELECT medcode.settle_version() = (SELECT max(version) FROM medcode.versions()) AS settled;
DROP TABLE notes, asked;
DROP FUNCTION refused, found;
DROP ROLE medcode_reader;
