-- Recall and precision of section headers: tables note and header (with markup) to medcode.sections().
CREATE TEMP TABLE gold AS
SELECT note_id, start_char, rtrim(title, ': ') AS title FROM header;
CREATE TEMP TABLE found AS
SELECT n.note_id, s.title_start AS start_char, s.title, s.category
FROM note AS n, LATERAL medcode.sections(n.body) AS s WHERE s.title IS NOT NULL;
SELECT format('gold %s, found %s, right %s: recall %s, precision %s', g, f, r,
	round(r::numeric / g, 3), round(r::numeric / f, 3))
FROM (SELECT count(*) AS g FROM gold) AS g, (SELECT count(*) AS f FROM found) AS f,
	(SELECT count(*) AS r FROM gold NATURAL JOIN found) AS r;
SELECT format('place alone: recall %s, precision %s', round(r::numeric / g, 3), round(r::numeric / f, 3))
FROM (SELECT count(*) AS g FROM gold) AS g, (SELECT count(*) AS f FROM found) AS f,
	(SELECT count(*) AS r FROM gold JOIN found USING (note_id, start_char)) AS r;
SELECT format('with a category other than "other": %s of the right ones', round(avg((category <> 'other')::int), 3))
FROM gold NATURAL JOIN found;
