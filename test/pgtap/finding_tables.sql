-- A finding table holds what findings() gives of every note, whatever happens to the notes and the terminology
-- in a database of its own: refresh_findings() commits, and a version is published
SET client_min_messages = warning;
SELECT current_database() AS home \gset
DROP DATABASE IF EXISTS medcode_finding_test;
CREATE DATABASE medcode_finding_test ENCODING 'UTF8' TEMPLATE template0;
\connect medcode_finding_test
SET client_min_messages = error;
CREATE EXTENSION pgtap;
CREATE EXTENSION medcode;
SELECT plan(33);
CREATE SCHEMA finding_test;
CREATE TABLE finding_test.note ("Key" uuid, part char(3), body varchar, other integer, PRIMARY KEY (part, "Key"));
INSERT INTO finding_test.note
SELECT md5(n::text)::uuid, 'p' || n % 3, string_agg(initcap(h.header) || E':\r\n' || c.phrase || ' ' || t.phrase || E'. Mother had gout. 😀\r\n', '' ORDER BY i)
FROM generate_series(1, 300) n, generate_series(1, 3) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 400 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 900 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 900 LIMIT 1) t ON true
GROUP BY n;
INSERT INTO finding_test.note VALUES (md5('a')::uuid, 'x', NULL), (md5('b')::uuid, 'x', ''), (md5('c')::uuid, 'x', E' \r\n');

SELECT is(medcode.create_finding_table('finding', 'finding_test.note', 'body', partitions => 3)::text, 'finding_test.finding', 'a table');

-- what is in one and not in the other
CREATE FUNCTION finding_test.differences() RETURNS bigint LANGUAGE sql AS $$
	WITH should AS (SELECT n."Key", n.part, f.ordinality, f.start_char, f.end_char, f.text, f.code::text, f.term, f.source, f.score, f.section,
			f.negated, f.uncertain, f.historical, f.hypothetical, f.experiencer, f.relation, f.status, f.event_date, f.cue, f.derived, v.version
		FROM (SELECT max(version) AS version FROM medcode.versions()) AS v, finding_test.note AS n, medcode.findings(n.body, v.version) WITH ORDINALITY AS f),
	kept AS (SELECT "Key", part, finding_no, start_char, end_char, text, code::text, term, source, score, section,
			negated, uncertain, historical, hypothetical, experiencer, relation, status, event_date, cue, derived, version
		FROM finding_test.finding)
	SELECT count(*) FROM ((TABLE should EXCEPT ALL TABLE kept) UNION ALL (TABLE kept EXCEPT ALL TABLE should)) AS d $$;
CREATE FUNCTION finding_test.counts_are_right() RETURNS boolean LANGUAGE sql AS $$
	SELECT (SELECT count(*) FROM finding_test.note) = (SELECT count(*) FROM finding_test.finding_note)
		AND bool_and(s.version = (SELECT max(version) FROM medcode.versions())
			AND s.findings = (SELECT count(*) FROM finding_test.finding AS f WHERE (f."Key", f.part) = (s."Key", s.part)))
	FROM finding_test.finding_note AS s $$;

CALL medcode.refresh_findings('finding_test.finding', batch_size => 7) \g /dev/null
SELECT is(finding_test.differences(), 0::bigint, 'filled');
SELECT ok(finding_test.counts_are_right(), 'each note has its row');
SELECT cmp_ok((SELECT count(*) FROM finding_test.finding), '>', 800::bigint, 'there is something in it');
SELECT set_eq('SELECT issue FROM finding_test.finding_note WHERE issue IS NOT NULL', ARRAY['there is no text', 'the text is empty'], 'and issues are told');
SELECT is((SELECT string_agg(concat(attname, ' ', format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) FROM pg_attribute
	WHERE attrelid = 'finding_test.finding'::regclass AND attnum IN (1, 2)), 'part character(3), Key uuid', 'keys keep their names and types');

SELECT results_eq('SELECT notes::text, body_column FROM medcode.finding_tables()', $$VALUES ('finding_test.note', 'body')$$, 'finding_tables() names it');

-- the same question to the notes and to the table
CREATE FUNCTION finding_test.answers_differ(query medcode.codequery) RETURNS bigint LANGUAGE sql AS $$
	WITH asked AS (SELECT to_jsonb(k) AS key FROM finding_test.note AS n, LATERAL (SELECT n.part, n."Key") AS k WHERE medcode.documents(n.body, query)),
	kept AS (SELECT medcode.documented_in('finding_test.finding', query) AS key)
	SELECT count(*) FROM ((TABLE asked EXCEPT ALL TABLE kept) UNION ALL (TABLE kept EXCEPT ALL TABLE asked)) AS d $$;
SELECT is(finding_test.answers_differ(q::medcode.codequery), 0::bigint, 'documented_in() is documents(): ' || q) FROM unnest(ARRAY['I10', 'E11', '!I10', 'I*:any & !I10:negated',
	'M10.9:family', 'A00-Z99:historical | R*@80', 'E08-E13:uncertain', '!(C*:any | I*:any)', 'hcc28:37 | hcc28:280:any']) AS q;
SELECT cmp_ok((SELECT count(*) FROM medcode.documented_in('finding_test.finding', 'M10.9:family')), '>', 100::bigint, 'which is no empty saying');
CREATE FUNCTION finding_test.rows_of(statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	found bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM (%s) AS s', statement) INTO found;
	RETURN found;
END $$;
SELECT is(finding_test.rows_of(medcode.finding_query('finding_test.finding', 'M10.9:family')), (SELECT count(*) FROM medcode.documented_in('finding_test.finding', 'M10.9:family')), 'finding_query() is the statement for it');
SELECT is(finding_test.rows_of(medcode.codequery_sql('M10:family & !I10', 'f."Key", f.part', 'finding_test.finding', 'finding_test.finding_note')),
	(SELECT count(*) FROM medcode.documented_in('finding_test.finding', 'M10:family & !I10')), 'and codequery_sql() one over any tables');
INSERT INTO finding_test.note VALUES (md5('f')::uuid, 'z', 'Gout.');
SELECT is_empty($$SELECT k FROM medcode.documented_in('finding_test.finding', '!I10') AS k WHERE k ->> 'part' = 'z'$$, 'what was not read yet is not said to lack anything');
SELECT throws_ok($$SELECT medcode.finding_query('pg_class', 'I10')$$, '42704', NULL, 'which have to be finding tables');

UPDATE finding_test.note SET body = 'Chronic gout, no asthma.' WHERE "Key"::text LIKE '3%';
UPDATE finding_test.note SET "Key" = md5("Key"::text)::uuid WHERE "Key"::text LIKE '4%';
DELETE FROM finding_test.note WHERE "Key"::text LIKE '5%';
INSERT INTO finding_test.note VALUES (md5('d')::uuid, 'y', 'Obesity.'), (md5('e')::uuid, 'y', repeat('Gout. ', 100001));
CALL medcode.refresh_findings('finding_test.finding') \g /dev/null
SELECT is(finding_test.differences(), 0::bigint, 'after changes');
SELECT ok(finding_test.counts_are_right(), 'each note has its row');

SELECT is((SELECT concat(findings, ': ', issue) FROM finding_test.finding_note WHERE "Key" = md5('e')::uuid),
	'100000: the note was not read to its end: it has more than 100000 mentions', 'and a note that is too long says so');
DELETE FROM finding_test.note WHERE "Key" = md5('e')::uuid;

SELECT ok(medcode.add_term('sugar sickness', 'E11.9') > 0 AND medcode.retire_term('obesity') IS NOT NULL AND medcode.publish() > 1000, 'a new version');
CALL medcode.refresh_findings('finding_test.finding', batch_size => 50) \g /dev/null
SELECT is(finding_test.differences(), 0::bigint, 'after a new version');
SELECT ok(finding_test.counts_are_right(), 'each note has its row');
SELECT is((SELECT count(*) FROM finding_test.finding WHERE code::text LIKE 'E66%' AND text = 'Obesity'), 0::bigint, 'without what was retired');

SELECT medcode.keep_findings_current('finding_test.finding') \g /dev/null
INSERT INTO finding_test.note SELECT md5("Key"::text || 'x')::uuid, part, body FROM finding_test.note;
UPDATE finding_test.note SET body = body || ' Sugar sickness.' WHERE "Key"::text LIKE '6%';
UPDATE finding_test.note SET "Key" = md5("Key"::text || 'y')::uuid WHERE "Key"::text LIKE '7%';
DELETE FROM finding_test.note WHERE "Key"::text LIKE '8%';
SELECT is(finding_test.differences(), 0::bigint, 'with triggers');
SELECT ok(finding_test.counts_are_right(), 'each note has its row');
CREATE TABLE finding_test.saved AS SELECT s.ctid AS place, s.* FROM finding_test.finding_note AS s;
CALL medcode.refresh_findings('finding_test.finding') \g /dev/null
SELECT is((SELECT count(*) FROM finding_test.saved AS a JOIN finding_test.finding_note AS s USING ("Key", part) WHERE s.ctid <> a.place), 0::bigint, 'nothing is left for refresh_findings()');
TRUNCATE finding_test.note;
SELECT is((SELECT count(*) FROM finding_test.finding) + (SELECT count(*) FROM finding_test.finding_note), 0::bigint, 'no notes, no findings');
SELECT is((SELECT count(*) FROM pg_trigger WHERE tgrelid = 'finding_test.note'::regclass), 4::bigint, 'one trigger for each kind of statement');

SELECT * FROM finish();
\connect :home
DROP DATABASE medcode_finding_test;
