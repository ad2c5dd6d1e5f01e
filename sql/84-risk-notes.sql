-- Risk adjustment from notes: which records count, which of them name an HCC, how well.  docs/risk-notes.md.

CREATE FUNCTION @extschema@.record_words(value text) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50
	RETURN pg_catalog.btrim(pg_catalog.regexp_replace(pg_catalog.replace(pg_catalog.lower(value COLLATE "C"), '.', ''), '[^a-z0-9]+', ' ', 'g'));
COMMENT ON FUNCTION @extschema@.record_words(text) IS
	'a type of note, setting or credential as record_rule has it: small letters, no dots, one blank between words';

CREATE FUNCTION @extschema@.record_standing(note_type text, setting text, credential text, signed boolean,
	telehealth boolean DEFAULT true, OUT accepted boolean, OUT reasons text[])
	LANGUAGE sql STABLE PARALLEL SAFE COST 20000
BEGIN ATOMIC
	WITH given(place, aspect, words) AS (
		VALUES (1, 'note_type', @extschema@.record_words($1)), (2, 'setting', @extschema@.record_words($2)),
			(3, 'credential', @extschema@.record_words($3))),
	-- The whole value decides, else the words in it: what refuses before what accepts, but that of
	-- the credentials of an author ("RN, NP") the longer one tells more, and then the accepted one.
	ruled AS (
		SELECT DISTINCT ON (g.place) g.place, g.aspect, g.words, r.accepted, r.reason
		FROM given AS g
		LEFT JOIN @extschema@.current_record_rule AS r ON r.aspect = g.aspect
			AND position(' ' || r.value || ' ' IN ' ' || g.words || ' ') > 0
		ORDER BY g.place, r.value = g.words DESC, CASE WHEN g.aspect = 'credential' THEN -length(r.value) END,
			CASE WHEN g.aspect = 'credential' THEN r.accepted = 'no' ELSE r.accepted <> 'no' END,
			r.accepted COLLATE "C" DESC, length(r.value) DESC, r.value COLLATE "C"),
	refused AS (
		SELECT r.place, replace(r.aspect, '_', ' ') || ': ' || CASE
			WHEN coalesce(r.words, '') = '' THEN 'not given'
			WHEN r.accepted IS NULL THEN 'no row in record_rule'
			ELSE r.reason END AS reason
		FROM ruled AS r
		WHERE r.accepted IS NULL OR r.accepted = 'no' OR r.accepted = 'telehealth' AND $5 IS NOT TRUE
		UNION ALL
		SELECT 4, 'not signed' WHERE $4 IS NOT TRUE)
	SELECT NOT EXISTS (SELECT FROM refused), coalesce((SELECT array_agg(f.reason ORDER BY f.place) FROM refused AS f), '{}');
END;
COMMENT ON FUNCTION @extschema@.record_standing(text, text, text, boolean, boolean) IS
	'may a record prove a diagnosis for risk adjustment? By the rows of record_rule; what they do not name is not accepted. reasons: why not; telehealth: does it count as face to face';

CREATE FUNCTION @extschema@.note_quote(note text, start_char integer, end_char integer) RETURNS text
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 200
	RETURN pg_catalog.btrim(pg_catalog.regexp_replace(
		pg_catalog.regexp_replace(pg_catalog.substr(note, greatest(start_char - 60, 0) + 1, least(start_char, 60)),
			CASE WHEN start_char > 60 THEN '^\S*' ELSE '^$' END, '')
		|| pg_catalog.substr(note, start_char + 1, end_char - start_char)
		|| pg_catalog.regexp_replace(pg_catalog.substr(note, end_char + 1, 60),
			CASE WHEN pg_catalog.length(note) > end_char + 60 THEN '\S*$' ELSE '^$' END, ''), '\s+', ' ', 'g'));
COMMENT ON FUNCTION @extschema@.note_quote(text, integer, integer) IS 'a place of a note with the whole words of 60 characters on both sides, in one line';

CREATE FUNCTION @extschema@.risk_columns(relation regclass, alias text, names text[], required text[], given jsonb)
	RETURNS jsonb
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	wrong text;
BEGIN
	IF relation IS NULL OR jsonb_typeof(given) IS DISTINCT FROM 'object' THEN
		RAISE EXCEPTION 'a table and its columns as an object are needed' USING ERRCODE = 'invalid_parameter_value',
			HINT = 'Columns with the usual names need no word: ''{}''. Others: ''{"person_id": "member_id", "encounter_id": null}''.';
	END IF;
	SELECT string_agg(quote_literal(k.name), ', ' ORDER BY k.name) INTO wrong
	FROM jsonb_object_keys(given) AS k(name) WHERE k.name <> ALL (names);
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'no such column is asked for: %', wrong USING ERRCODE = 'invalid_parameter_value',
			HINT = format('Those of %s are: %s.', relation, array_to_string(names, ', '));
	END IF;
	SELECT string_agg(coalesce(given ->> n.name, n.name), ', ' ORDER BY n.place) INTO wrong
	FROM unnest(names) WITH ORDINALITY AS n(name, place)
	WHERE CASE WHEN given ? n.name AND given ->> n.name IS NULL THEN n.name = ANY (required)
		ELSE NOT @extschema@.has_column(relation, coalesce(given ->> n.name, n.name)) END;
	IF wrong IS NOT NULL THEN
		RAISE EXCEPTION 'table % has no column %', relation, wrong USING ERRCODE = 'undefined_column',
			HINT = format('Say what it is called, or null where there is none, but for %s: ''{"%s": "..."}''.',
				array_to_string(required, ', '), split_part(wrong, ', ', 1));
	END IF;
	RETURN (SELECT jsonb_object_agg(n.name, CASE WHEN given ? n.name AND given ->> n.name IS NULL THEN 'NULL'
			ELSE format('%s.%I', alias, coalesce(given ->> n.name, n.name)) END)
		FROM unnest(names) AS n(name));
END
$$;
COMMENT ON FUNCTION @extschema@.risk_columns(regclass, text, text[], text[], jsonb) IS
	'the columns of a table as SQL, by the names the functions of risk adjustment have for them; given: other names, null for what there is not. Raises on what is missing';

CREATE FUNCTION @extschema@.risk_note_sql(finding_table regclass, template text, note_columns jsonb)
	RETURNS text
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	setup CONSTANT @extschema@.finding_setup := @extschema@.finding_setup_of(finding_table);
BEGIN
	IF cardinality(setup.note_keys) > 1 THEN
		RAISE EXCEPTION 'the key of % has more than one column', setup.notes USING ERRCODE = 'invalid_parameter_value',
			HINT = 'Make the finding table over a view of the notes that has one: create_finding_table(..., key_columns => ARRAY[''note_id'']).';
	END IF;
	RETURN @extschema@.finding_sql(setup, template, @extschema@.risk_columns(setup.notes, 'n',
		ARRAY['person_id', 'note_date', 'encounter_id', 'note_type', 'author_npi', 'author_credential', 'signed_at', 'setting', 'data_source'],
		ARRAY['person_id', 'note_date'], note_columns));
END
$$;
COMMENT ON FUNCTION @extschema@.risk_note_sql(regclass, text, jsonb) IS
	'a statement on a finding table and the notes behind it from its template; part of the functions of risk adjustment';

CREATE FUNCTION @extschema@.risk_service_year(payment_year integer) RETURNS daterange
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF payment_year IS NULL OR payment_year NOT BETWEEN 2000 AND 9999 THEN
		RAISE EXCEPTION 'a payment year is needed' USING ERRCODE = 'invalid_parameter_value',
			HINT = 'Dates of service of 2025 count for payment year 2026.';
	END IF;
	RETURN daterange(make_date(payment_year - 1, 1, 1), make_date(payment_year, 1, 1));
END
$$;
COMMENT ON FUNCTION @extschema@.risk_service_year(integer) IS 'dates of service that count for a payment year: the year before';

CREATE FUNCTION @extschema@.risk_records(finding_table regclass, payment_year integer, telehealth boolean DEFAULT true,
	persons text[] DEFAULT NULL, note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (note_id text, person_id text, note_date date, encounter_id text, data_source text, setting text, author_npi text,
		author_credential text, signature text, accepted boolean, reasons text[], read boolean)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET jit = off
AS $$
BEGIN
	-- few notes differ in type, setting, credential and signature: the rules are asked once for each kind
	RETURN QUERY EXECUTE @extschema@.risk_note_sql(finding_table, 'WITH note AS MATERIALIZED (
			SELECT {n.keys} AS key, {person_id}::text AS person, {note_date}::date AS day, {encounter_id}::text AS encounter,
				{data_source}::text AS source, {setting}::text AS setting, {note_type}::text AS type, {author_npi}::text AS npi,
				{author_credential}::text AS credential, {signed_at} IS NOT NULL AS signed,
				{signed_at}::text AS signature, s.version > 0 AND s.issue IS NULL AS read
			FROM {notes} AS n LEFT JOIN {seen} AS s ON {s=n}
			WHERE coalesce({note_date}::date <@ $1, true) AND ($2 IS NULL OR {person_id}::text = ANY ($2))),
		kind AS MATERIALIZED (
			SELECT k.*, t.accepted, t.reasons
			FROM (SELECT DISTINCT n.type, n.setting, n.credential, n.signed FROM note AS n) AS k
			CROSS JOIN LATERAL @extschema@.record_standing(k.type, k.setting, k.credential, k.signed, $3) AS t)
		SELECT n.key::text, n.person, n.day, n.encounter, n.source, n.setting, n.npi, n.credential,
			coalesce(''signed '' || n.signature, ''not signed''), k.accepted AND n.day IS NOT NULL,
			CASE WHEN n.day IS NULL THEN k.reasons || ''no date of service''::text ELSE k.reasons END, coalesce(n.read, false)
		FROM note AS n JOIN kind AS k ON k.signed = n.signed AND k.type IS NOT DISTINCT FROM n.type
			AND k.setting IS NOT DISTINCT FROM n.setting AND k.credential IS NOT DISTINCT FROM n.credential', note_columns)
		USING @extschema@.risk_service_year(payment_year), persons, telehealth;
END
$$;
COMMENT ON FUNCTION @extschema@.risk_records(regclass, integer, boolean, text[], jsonb) IS
	'the notes of the year of service, and those without date: may they prove a diagnosis, why not, and were they read; note_columns: names of columns where they differ from clinical_note of the docs';

CREATE FUNCTION @extschema@.risk_candidates(finding_table regclass, model text, payment_year integer,
	persons text[] DEFAULT NULL, note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, hcc integer, note_id text, note_date date, said text, codes text[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET jit = off
AS $$
BEGIN
	-- Only columns that the index on the code has: no text is read.
	RETURN QUERY EXECUTE @extschema@.risk_note_sql(finding_table, 'WITH mapped AS MATERIALIZED (
			SELECT m.code::@extschema@.icd10cm AS code, m.hcc FROM @extschema@.hcc_mapping AS m
			WHERE m.release_id = $3 AND m.model = $4),
		found AS (
			SELECT {f.keys} AS key, m.hcc, f.code,
				CASE WHEN f.negated OR f.hypothetical THEN 0 WHEN f.uncertain THEN 1 WHEN f.historical THEN 2 ELSE 3 END AS said
			FROM {findings} AS f JOIN mapped AS m ON m.code OPERATOR(@extschema@.=) f.code
			WHERE f.experiencer = ''patient''),
		told AS (
			SELECT DISTINCT ON (f.key, f.hcc) f.key, f.hcc, f.said, array_agg(DISTINCT f.code::text COLLATE "C") AS codes
			FROM found AS f GROUP BY f.key, f.hcc, f.said ORDER BY f.key, f.hcc, f.said DESC)
		SELECT {person_id}::text, t.hcc, t.key::text, {note_date}::date, (ARRAY[''denied'', ''uncertain'', ''past'', ''current''])[t.said + 1], t.codes
		FROM told AS t JOIN {notes} AS n ON t.key = {n.keys}
		WHERE {note_date}::date <@ $1 AND ($2 IS NULL OR {person_id}::text = ANY ($2))', note_columns)
		USING @extschema@.risk_service_year(payment_year), persons,
			@extschema@.required_hcc_release('hcc_mapping', model, payment_year), @extschema@.hcc_model_name(model);
END
$$;
COMMENT ON FUNCTION @extschema@.risk_candidates(regclass, text, integer, text[], jsonb) IS
	'persons, HCCs and the notes of the year of service that name them, by the finding table alone. said: the most that a note says of the HCC: current, past, uncertain, denied; codes: those of which it says so';

CREATE FUNCTION @extschema@.risk_evidence(finding_table regclass, model text, payment_year integer, telehealth boolean DEFAULT true,
	earlier_notes integer DEFAULT 5, persons text[] DEFAULT NULL, note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, hcc integer, note_id text, note_date date, encounter_id text, data_source text, setting text,
		author_npi text, author_credential text, signature text, accepted boolean, reasons text[], code text, codes text[], grade text,
		grade_as_written text, elements text, start_char integer, end_char integer, mention text, quote text, section text,
		denied boolean, signs jsonb)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET jit = off
AS $$
BEGIN
	IF coalesce(earlier_notes, -1) NOT BETWEEN 0 AND 100 THEN
		RAISE EXCEPTION 'from 0 to 100 earlier notes can be compared' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- each note once, however many HCCs it names; what was copied from the notes before it does not count
	RETURN QUERY EXECUTE @extschema@.risk_note_sql(finding_table, 'WITH candidate AS MATERIALIZED (
			SELECT c.person_id, c.hcc, c.note_id, c.codes FROM @extschema@.risk_candidates($1, $2, $3, $6, $7) AS c),
		line AS MATERIALIZED (
			SELECT {n.keys} AS key, {person_id}::text AS person, {note_date}::date AS day,
				array_agg({n.keys}) OVER (PARTITION BY {person_id} ORDER BY {note_date}::date, {n.keys}
					ROWS BETWEEN $5 PRECEDING AND 1 PRECEDING) AS before
			FROM {notes} AS n
			WHERE $6 IS NULL OR {person_id}::text = ANY ($6)),
		graded AS MATERIALIZED (
			SELECT l.key, g.code, g.grade, g.grade_as_written, g.elements, g.start_char, g.end_char, g."text", g.section, g.denied, g.signs,
				@extschema@.note_quote({n.body}, g.start_char, g.end_char) AS quote
			FROM line AS l JOIN {notes} AS n ON {n.keys} = l.key
			CROSS JOIN LATERAL @extschema@.meat({n.body}, CASE WHEN l.before IS NOT NULL THEN (
				SELECT array_agg({o.body} ORDER BY b.place) FROM unnest(l.before) WITH ORDINALITY AS b(key, place)
				JOIN {notes} AS o ON {o.keys} = b.key) END) AS g
			WHERE l.key::text IN (SELECT c.note_id FROM candidate AS c)),
		best AS (
			SELECT DISTINCT ON (c.hcc, c.note_id) c.person_id, c.hcc, c.note_id, c.codes, g.*
			FROM candidate AS c JOIN graded AS g ON g.key::text = c.note_id AND g.code::text = ANY (c.codes)
			ORDER BY c.hcc, c.note_id, @extschema@.meat_rank(g.grade) DESC, @extschema@.meat_rank(g.grade_as_written) DESC,
				g.start_char, g.code)
		SELECT b.person_id, b.hcc, b.note_id, r.note_date, r.encounter_id, r.data_source, r.setting, r.author_npi, r.author_credential,
			r.signature, r.accepted, r.reasons, b.code::text, b.codes, b.grade, b.grade_as_written, b.elements, b.start_char, b.end_char,
			b."text", b.quote, b.section, b.denied, b.signs
		FROM best AS b JOIN @extschema@.risk_records($1, $3, $4, $6, $7) AS r ON r.note_id = b.note_id', note_columns)
		USING finding_table, model, payment_year, telehealth, earlier_notes, persons, note_columns;
END
$$;
COMMENT ON FUNCTION @extschema@.risk_evidence(regclass, text, integer, boolean, integer, text[], jsonb) IS
	'for each person, HCC and note of the year of service that names it: how well it proves it, where, whose record it is and whether it counts; earlier_notes: how many notes of the person before it are searched for copied text';

CREATE FUNCTION @extschema@.meat_rank(grade text) RETURNS integer
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 10
	RETURN pg_catalog.array_position('{CONTRADICTED,UNCERTAIN,HISTORY_ONLY,LIST_ONLY,NAMED,MODERATE,STRONG}'::text[], grade);
COMMENT ON FUNCTION @extschema@.meat_rank(text) IS 'grades of meat() in their order: 1 CONTRADICTED to 7 STRONG';
