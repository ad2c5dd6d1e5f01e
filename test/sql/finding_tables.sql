-- Finding tables: made, filled, kept current
SET client_min_messages = warning;
\set SHOW_CONTEXT never

-- Names with capitals and blanks, a key of two columns, one of them named as a column of findings
CREATE SCHEMA "My Ward";
CREATE SCHEMA ward;
CREATE TABLE "My Ward"."The Notes" ("Note Id" integer, code text, "Body Text" text, PRIMARY KEY ("Note Id", code));
INSERT INTO "My Ward"."The Notes" VALUES
    (1, 'a', 'Type 2 diabetes. No gout.'), (1, 'b', NULL), (2, 'a', ''), (3, 'x', 'Hypertension. Mother had asthma.');
SELECT medcode.create_finding_table('"The Findings"', '"My Ward"."The Notes"', 'Body Text');
SELECT finding_table, state, done, total FROM medcode.finding_progress;
CALL medcode.refresh_findings('"My Ward"."The Findings"');
SELECT "Note Id", note_code, finding_no, start_char, text, code, negated, experiencer, cue, version FROM "My Ward"."The Findings" ORDER BY 1, 2, 3;
SELECT "Note Id", note_code, version, findings, body_hash IS NULL AS no_hash, issue FROM "My Ward"."The Findings_note" ORDER BY 1, 2;
SELECT finding_table, state, done, total, issues, sessions FROM medcode.finding_progress;

-- Only what has changed is read again, and what is gone is forgotten
UPDATE "My Ward"."The Notes" SET "Body Text" = 'Gout.' WHERE code = 'b';
DELETE FROM "My Ward"."The Notes" WHERE code = 'x';
INSERT INTO "My Ward"."The Notes" VALUES (4, 'a', 'Asthma.');
CALL medcode.refresh_findings('"My Ward"."The Findings"');
SELECT "Note Id", note_code, code FROM "My Ward"."The Findings" ORDER BY 1, 2, finding_no;
CALL medcode.refresh_findings('"My Ward"."The Findings"');

-- The index on code answers without the table
VACUUM ANALYZE "My Ward"."The Findings";
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT "Note Id" FROM "My Ward"."The Findings"
WHERE medcode.is_under(code, 'E11') AND NOT negated AND experiencer = 'patient' AND score >= 80;
RESET enable_seqscan;

-- A uuid as key, a view as notes, and a note that cannot be read
CREATE TABLE ward.raw_note (id uuid, content bytea);
INSERT INTO ward.raw_note VALUES ('00000000-0000-0000-0000-000000000001', 'Gout.'), ('00000000-0000-0000-0000-000000000002', '\xff476f7574'),
    ('00000000-0000-0000-0000-000000000003', 'Obesity.');
CREATE VIEW ward.decoded_note AS SELECT id, convert_from(content, 'UTF8') AS body FROM ward.raw_note;
SELECT medcode.create_finding_table('decoded_finding', 'ward.decoded_note', 'body', ARRAY['id']);
CALL medcode.refresh_findings('ward.decoded_finding', batch_size => 2);
SELECT n.id, n.findings, f.code, n.issue FROM ward.decoded_finding_note AS n LEFT JOIN ward.decoded_finding AS f USING (id) ORDER BY 1;
UPDATE ward.raw_note SET content = 'Asthma.' WHERE id::text LIKE '%3';
CALL medcode.refresh_findings('ward.decoded_finding');
UPDATE ward.raw_note SET content = 'Asthma, gout.' WHERE id::text LIKE '%2';
CALL medcode.refresh_findings('ward.decoded_finding');
SELECT n.id, f.code, n.issue FROM ward.decoded_finding_note AS n LEFT JOIN ward.decoded_finding AS f USING (id) ORDER BY 1, finding_no;
INSERT INTO ward.raw_note SELECT id, 'Gout.' FROM ward.raw_note LIMIT 1;
CALL medcode.refresh_findings('ward.decoded_finding');

-- With a column that says when a note changed, the text is not looked at
CREATE TABLE ward.stamped (note_id bigint PRIMARY KEY, body text, edition integer NOT NULL);
INSERT INTO ward.stamped VALUES (1, 'Gout.', 1), (2, 'Asthma.', 1);
SELECT medcode.create_finding_table('stamped_finding', 'ward.stamped', 'body', changed_column => 'edition');
CALL medcode.refresh_findings('ward.stamped_finding');
UPDATE ward.stamped SET body = 'Obesity.';
CALL medcode.refresh_findings('ward.stamped_finding');
UPDATE ward.stamped SET edition = 2 WHERE note_id = 1;
CALL medcode.refresh_findings('ward.stamped_finding');
SELECT note_id, code FROM ward.stamped_finding ORDER BY 1;

-- Triggers, on a partitioned table and its partitions
CREATE TABLE ward.note (id int, part int, body text, other int, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
CREATE TABLE ward.note1 PARTITION OF ward.note FOR VALUES IN (1);
CREATE TABLE ward.note2 PARTITION OF ward.note FOR VALUES IN (2);
SELECT medcode.create_finding_table('finding', 'ward.note', 'body', partitions => 2);
SELECT medcode.keep_findings_current('ward.finding');
INSERT INTO ward.note VALUES (1, 1, 'Gout.'), (2, 1, 'Asthma and gout'), (3, 2, 'Hypertension');
INSERT INTO ward.note2 VALUES (4, 2, 'Pneumonia, hypertension');
SELECT id, part, code, negated FROM ward.finding ORDER BY id, part, finding_no;
UPDATE ward.note SET other = 1;
UPDATE ward.note SET body = 'No gout' WHERE id = 2;
UPDATE ward.note1 SET body = 'Asthma' WHERE id = 1;
UPDATE ward.note SET part = 2 WHERE id = 1;
DELETE FROM ward.note WHERE id = 3;
SELECT id, part, code, negated FROM ward.finding ORDER BY id, part, finding_no;
INSERT INTO ward.note VALUES (1, 2, 'Obesity') ON CONFLICT (id, part) DO UPDATE SET body = excluded.body;
SELECT id, part, code FROM ward.finding ORDER BY id, part, finding_no;
TRUNCATE ward.note2;
SELECT id, part, code FROM ward.finding ORDER BY id, part, finding_no;
CALL medcode.refresh_findings('ward.finding');
-- what goes wrong with findings does not stop who writes notes
ALTER TABLE ward.finding ADD CONSTRAINT no_gout CHECK (code::text !~ '^M10') NOT VALID;
INSERT INTO ward.note VALUES (5, 1, 'Chronic gout'), (6, 1, 'Gout of a kind');
ALTER TABLE ward.finding DROP CONSTRAINT no_gout;
SELECT count(*) FROM ward.note;
CALL medcode.refresh_findings('ward.finding');
SELECT medcode.keep_findings_current('ward.finding', false);
INSERT INTO ward.note VALUES (7, 1, 'Gout');
SELECT count(*) FROM ward.finding WHERE id = 7;

-- What is wrong is said
CREATE TABLE ward.no_key (body text);
SELECT medcode.create_finding_table('x', 'ward.raw_note', 'content', ARRAY['id']);
SELECT medcode.create_finding_table('x', 'ward.stamped', 'text');
SELECT medcode.create_finding_table('x', 'ward.stamped', 'body', ARRAY['edition']);
SELECT medcode.create_finding_table('x', 'ward.no_key', 'body');
SELECT medcode.create_finding_table('a.b.c', 'ward.stamped', 'body');
CALL medcode.refresh_findings('ward.stamped');
CALL medcode.refresh_findings('ward.finding', batch_size => 0);
BEGIN;
CALL medcode.refresh_findings('ward.finding');
ROLLBACK;

DROP SCHEMA "My Ward", ward CASCADE;
