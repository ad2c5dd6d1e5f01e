-- Risk adjustment both ways in one run: what notes prove and claims lack, what claims have and notes do not prove.
-- docs/risk-notes.md has the rules.

CREATE FUNCTION @extschema@.risk_billed(diagnoses regclass, model text, payment_year integer, prior_years integer DEFAULT 2,
	persons text[] DEFAULT NULL, diagnosis_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, hcc integer, code text, claim_id text, encounter_id text, billed_date date, prior boolean)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET jit = off
AS $$
DECLARE
	service CONSTANT daterange := @extschema@.risk_service_year(payment_year);
	columns CONSTANT jsonb := @extschema@.risk_columns(diagnoses, 'd',
		ARRAY['person_id', 'claim_id', 'encounter_id', 'recorded_date', 'normalized_code'],
		ARRAY['person_id', 'claim_id', 'recorded_date', 'normalized_code'], diagnosis_columns);
BEGIN
	IF coalesce(prior_years, -1) NOT BETWEEN 0 AND 50 THEN
		RAISE EXCEPTION 'from 0 to 50 years before can be asked for' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- a diagnosis without claim was not billed: a list of problems
	RETURN QUERY EXECUTE format('
		WITH billed AS MATERIALIZED (
			SELECT DISTINCT %1$s::text AS person, coalesce(@extschema@.try_icd10cm(%2$s::text)::text, %2$s::text) AS code, %3$s::text AS claim,
				%4$s::text AS encounter, %5$s::date AS day
			FROM %6$s AS d
			WHERE %3$s IS NOT NULL AND (%5$s IS NULL OR %5$s::date <@ daterange((lower($1) - make_interval(years => $2))::date, upper($1)))
				AND ($3 IS NULL OR %1$s::text = ANY ($3)))
		SELECT b.person, m.hcc, b.code, b.claim, b.encounter, b.day, b.day < lower($1)
		FROM billed AS b LEFT JOIN @extschema@.hcc_mapping AS m ON m.release_id = $4 AND m.model = $5 AND m.code = b.code',
		columns ->> 'person_id', columns ->> 'normalized_code', columns ->> 'claim_id', columns ->> 'encounter_id',
		columns ->> 'recorded_date', diagnoses)
		USING service, prior_years, persons, @extschema@.required_hcc_release('hcc_mapping', model, payment_year),
			@extschema@.hcc_model_name(model);
END
$$;
COMMENT ON FUNCTION @extschema@.risk_billed(regclass, text, integer, integer, text[], jsonb) IS
	'billed diagnoses of the year of service and those before it with their HCCs, none: it does not count; diagnosis_columns: names of columns where they differ from Tuva''s core.condition';

CREATE FUNCTION @extschema@.risk_code_issues(codes text[], model text, payment_year integer)
	RETURNS TABLE (code text, issue text, advice_codes text[], advice_hccs integer[])
	LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 5
BEGIN ATOMIC
	-- What is wrong with a code does not depend on age and sex; edits that do are for the score.
	SELECT h.from_codes[1], h.issue, h.advice_codes, h.advice_hccs
	FROM @extschema@.hccs($1, $2, 70, 'female', $3) AS h
	WHERE h.kind = 'issue' AND cardinality(h.from_codes) = 1 AND h.issue <> 'edit_needs_age_and_sex';
END;
COMMENT ON FUNCTION @extschema@.risk_code_issues(text[], text, integer) IS
	'codes that cannot count as they stand, or that are newer than the mapping, with advice';

CREATE FUNCTION @extschema@.risk_unmapped(finding_table regclass, model text, payment_year integer, persons text[] DEFAULT NULL,
	note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, note_id text, note_date date, code text, advice_codes text[], advice_hccs integer[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 100
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET jit = off
AS $$
BEGIN
	RETURN QUERY EXECUTE @extschema@.risk_note_sql(finding_table, 'WITH newer AS MATERIALIZED (
			SELECT i.code::@extschema@.icd10cm AS code, i.advice_codes, i.advice_hccs
			FROM @extschema@.risk_code_issues(ARRAY(SELECT DISTINCT f.code::text FROM {findings} AS f), $3, $4) AS i
			WHERE i.issue = ''unmapped_new_code'')
		SELECT DISTINCT ON ({person_id}::text, w.code) {person_id}::text, {n.keys}::text, {note_date}::date, w.code::text, w.advice_codes, w.advice_hccs
		FROM newer AS w JOIN {findings} AS f ON f.code OPERATOR(@extschema@.=) w.code JOIN {notes} AS n ON {f=n}
		WHERE NOT f.negated AND NOT f.uncertain AND NOT f.historical AND NOT f.hypothetical AND f.experiencer = ''patient''
			AND {note_date}::date <@ $1 AND ($2 IS NULL OR {person_id}::text = ANY ($2))
		ORDER BY {person_id}::text, w.code, {note_date}::date DESC, {n.keys}', note_columns)
		USING @extschema@.risk_service_year(payment_year), persons, model, payment_year;
END
$$;
COMMENT ON FUNCTION @extschema@.risk_unmapped(regclass, text, integer, text[], jsonb) IS
	'codes that notes of the year of service state and that are newer than the mapping of the model, the last note of each person; advice: what their predecessors stand for';

CREATE FUNCTION @extschema@.risk_members(members regclass, persons text[] DEFAULT NULL)
	RETURNS TABLE (person_id text, member jsonb, rows bigint)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 10000
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF members IS NULL THEN
		RETURN;
	END IF;
	PERFORM @extschema@.risk_columns(members, 'm', ARRAY['person_id', 'age', 'sex'], ARRAY['person_id', 'age', 'sex'], '{}');
	RETURN QUERY EXECUTE format('SELECT m.person_id::text, min(to_jsonb(m)::text COLLATE "C")::jsonb, count(*) FROM %s AS m
		WHERE $1 IS NULL OR m.person_id::text = ANY ($1) GROUP BY m.person_id::text', members) USING persons;
END
$$;
COMMENT ON FUNCTION @extschema@.risk_members(regclass, text[]) IS
	'rows of a table of members with person_id, age, sex and what it has of dual, orec, lti, new_enrollee, medicaid, snp, segment';

CREATE FUNCTION @extschema@.risk_member_score(member jsonb, codes text[], model text, payment_year integer, OUT raw_score numeric,
	OUT issue text)
	LANGUAGE sql STABLE PARALLEL SAFE COST 500
BEGIN ATOMIC
	SELECT s.raw_score, CASE WHEN s.raw_score IS NULL THEN s.issues[1] END
	FROM @extschema@.raf_score($2, $3, $4, ($1 ->> 'age')::integer, $1 ->> 'sex', coalesce($1 ->> 'dual', '00'),
		coalesce($1 ->> 'orec', '0'), coalesce(($1 ->> 'lti')::boolean, false), coalesce(($1 ->> 'new_enrollee')::boolean, false),
		($1 ->> 'medicaid')::boolean, coalesce(($1 ->> 'snp')::boolean, false), $1 ->> 'segment') AS s;
END;
COMMENT ON FUNCTION @extschema@.risk_member_score(jsonb, text[], text, integer) IS 'the raw score of a member with these codes; issue: why there is none';

CREATE FUNCTION @extschema@.outlasts_history(code text) RETURNS boolean
	LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 200
BEGIN ATOMIC
	SELECT coalesce(@extschema@.condition_class_of($1) IN ('chronic', 'lifelong', 'status'), false);
END;
COMMENT ON FUNCTION @extschema@.outlasts_history(text) IS
	'is a condition current although a note lists it as past, by condition_class? ICD-10-CM Guidelines IV.J';

CREATE FUNCTION @extschema@.risk_review(finding_table regclass, diagnoses regclass, model text DEFAULT 'V28', payment_year integer DEFAULT NULL,
	minimum_grade text DEFAULT 'MODERATE', telehealth boolean DEFAULT true, window_days integer DEFAULT 3, prior_years integer DEFAULT 2,
	earlier_notes integer DEFAULT 5, persons text[] DEFAULT NULL, members regclass DEFAULT NULL, note_columns jsonb DEFAULT '{}',
	diagnosis_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, hcc_code text, hcc_description text, gap text, verdict text, suspect_type text, evidence_status text,
		hierarchical_status text, superseded_by integer[], reason text, contributing_factor text, suspect_date date, data_source text, note_id text, note_date date,
		start_char integer, end_char integer, quote text, section text, author_npi text, author_credential text, signature text,
		record_accepted boolean, record_reasons text[], grade text, elements text, signs jsonb, codes text[], claims text[],
		claims_without_record text[], contradictions jsonb, score_change numeric, issue text, advice_codes text[], advice_hccs integer[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	least CONSTANT integer := CASE WHEN minimum_grade IN ('NAMED', 'MODERATE', 'STRONG') THEN @extschema@.meat_rank(minimum_grade) END;
	labels CONSTANT bigint := @extschema@.required_hcc_release('hcc_label', model, payment_year);
	pairs CONSTANT bigint := @extschema@.required_hcc_release('hcc_hierarchy', model, payment_year);
	name CONSTANT text := @extschema@.hcc_model_name(model);
BEGIN
	IF least IS NULL OR coalesce(window_days, -1) NOT BETWEEN 0 AND 366 THEN
		RAISE EXCEPTION '%', CASE WHEN least IS NULL THEN 'the least grade that proves is NAMED, MODERATE or STRONG' ELSE 'a window is of 0 to 366 days' END
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'SELECT * FROM @extschema@.risk_review(''finding'', ''core.condition'', ''V28'', 2026, minimum_grade => ''MODERATE'', window_days => 3);';
	END IF;
	RETURN QUERY
	WITH evidence AS MATERIALIZED (
		SELECT e.*, @extschema@.meat_rank(e.grade) AS rank, e.accepted AND @extschema@.meat_rank(e.grade) >= least AS proves
		FROM @extschema@.risk_evidence(finding_table, model, payment_year, telehealth, earlier_notes, persons, note_columns) AS e),
	record AS MATERIALIZED (
		SELECT r.* FROM @extschema@.risk_records(finding_table, payment_year, telehealth, persons, note_columns) AS r),
	diagnosis AS MATERIALIZED (
		SELECT b.* FROM @extschema@.risk_billed(diagnoses, model, payment_year, prior_years, persons, diagnosis_columns) AS b),
	hierarchy AS MATERIALIZED (
		SELECT h.hcc, h.suppressed FROM @extschema@.hcc_hierarchy AS h WHERE h.release_id = pairs AND h.model = name),
	-- claims of the year, with and without a record of the visit that was read
	claim AS (
		SELECT d.person_id, d.hcc, d.claim_id, array_agg(DISTINCT d.code COLLATE "C") AS codes, bool_or(r.note_id IS NOT NULL) AS recorded
		FROM diagnosis AS d
		LEFT JOIN record AS r ON r.person_id = d.person_id AND r.accepted AND r.read
			AND (r.encounter_id = d.encounter_id OR abs(r.note_date - d.billed_date) <= window_days)
		WHERE d.hcc IS NOT NULL AND NOT d.prior
		GROUP BY d.person_id, d.hcc, d.claim_id),
	billed AS MATERIALIZED (
		SELECT c.person_id, c.hcc, array_agg(DISTINCT c.claim_id COLLATE "C") AS claims, bool_or(c.recorded) AS recorded,
			array_agg(DISTINCT c.claim_id COLLATE "C") FILTER (WHERE NOT c.recorded) AS unrecorded, array_agg(DISTINCT u.code COLLATE "C") AS codes
		FROM claim AS c, unnest(c.codes) AS u(code) GROUP BY c.person_id, c.hcc),
	before AS MATERIALIZED (
		SELECT DISTINCT ON (d.person_id, d.hcc) d.person_id, d.hcc, d.code, d.billed_date, d.claim_id
		FROM diagnosis AS d WHERE d.hcc IS NOT NULL AND d.prior
		ORDER BY d.person_id, d.hcc, d.billed_date DESC, d.code COLLATE "C", d.claim_id COLLATE "C"),
	-- The note that proves an HCC best. What counts of a billed one is what acceptable records say.
	best AS MATERIALIZED (
		SELECT DISTINCT ON (e.person_id, e.hcc) e.*
		FROM evidence AS e LEFT JOIN billed AS b USING (person_id, hcc)
		ORDER BY e.person_id, e.hcc, e.proves DESC, e.accepted AND (b.person_id IS NOT NULL OR e.grade = 'NAMED') DESC, e.rank DESC,
			e.accepted DESC, e.note_date DESC, e.note_id COLLATE "C"),
	against AS (
		SELECT e.person_id, e.hcc, jsonb_agg(jsonb_build_object('note_id', e.note_id, 'note_date', e.note_date,
			'says', CASE WHEN e.grade = 'HISTORY_ONLY' THEN 'past' ELSE 'denied' END, 'start', e.start_char, 'end', e.end_char, 'quote', e.quote)
			ORDER BY e.note_date, e.note_id COLLATE "C") AS list
		FROM evidence AS e
		WHERE e.denied OR e.grade = 'CONTRADICTED' OR e.grade = 'HISTORY_ONLY' AND NOT @extschema@.outlasts_history(e.code)
		GROUP BY e.person_id, e.hcc),
	-- HCCs that hold as claims and notes stand together
	applied AS MATERIALIZED (
		SELECT b.person_id, b.hcc, false AS proven FROM billed AS b
		UNION ALL SELECT e.person_id, e.hcc, true FROM best AS e WHERE e.proves),
	entry AS MATERIALIZED (
		SELECT a.person_id, a.hcc FROM applied AS a UNION SELECT p.person_id, p.hcc FROM before AS p
		UNION SELECT e.person_id, e.hcc FROM best AS e),
	above AS (
		SELECT k.person_id, k.hcc, array_agg(DISTINCT a.hcc) AS superseded_by, bool_or(a.proven) AS proven
		FROM entry AS k JOIN hierarchy AS h ON h.suppressed = k.hcc JOIN applied AS a ON a.person_id = k.person_id AND a.hcc = h.hcc
		GROUP BY k.person_id, k.hcc),
	below AS (
		SELECT DISTINCT k.person_id, k.hcc
		FROM entry AS k JOIN hierarchy AS h ON h.hcc = k.hcc JOIN applied AS a ON a.person_id = k.person_id AND a.hcc = h.suppressed
		WHERE a.proven),
	seen AS (SELECT DISTINCT r.person_id FROM record AS r WHERE r.accepted AND r.read),
	judged AS (
		SELECT k.person_id, k.hcc, b.person_id IS NOT NULL AS is_billed, p.person_id IS NOT NULL AS is_prior, coalesce(e.proves, false) AS proven,
			coalesce(u.proven, false) AS higher, l.person_id IS NOT NULL AS lower, coalesce(u.superseded_by, '{}') AS superseded_by,
			r.person_id IS NOT NULL AS any_record,
			e.grade IN ('NAMED', 'MODERATE') OR e.grade = 'HISTORY_ONLY' AND @extschema@.outlasts_history(e.code)
				OR e.grade = 'UNCERTAIN' AND @extschema@.record_words(e.setting) = 'inpatient' AS weakly,
			b.codes AS billed_codes, b.claims, b.recorded, b.unrecorded, p.code AS prior_code, p.billed_date AS prior_date, p.claim_id AS prior_claim, e.*
		FROM entry AS k
		LEFT JOIN billed AS b USING (person_id, hcc) LEFT JOIN before AS p USING (person_id, hcc)
		LEFT JOIN above AS u USING (person_id, hcc) LEFT JOIN below AS l USING (person_id, hcc) LEFT JOIN seen AS r USING (person_id)
		LEFT JOIN best AS e(e_person, e_hcc) ON e.e_person = k.person_id AND e.e_hcc = k.hcc),
	named AS (
		SELECT j.*, CASE
				WHEN j.proven THEN CASE WHEN j.is_billed THEN 'SUPPORTED' ELSE 'MISSED' END
				WHEN j.is_billed AND j.higher THEN 'LESS_SPECIFIC'
				WHEN j.accepted AND j.weakly THEN 'SUPPORTED_WEAK'
				WHEN CASE WHEN j.is_billed THEN NOT j.recorded ELSE j.grade IS NULL AND NOT j.any_record END THEN 'NO_RECORD'
				WHEN j.grade = 'CONTRADICTED' THEN 'CONTRADICTED'
				WHEN j.grade IS NOT NULL AND NOT j.accepted THEN 'NOT_CODABLE_SOURCE'
				WHEN j.grade = 'LIST_ONLY' THEN 'LIST_ONLY'
				WHEN j.grade = 'HISTORY_ONLY' THEN 'HISTORY_CODED_AS_ACTIVE'
				WHEN j.grade = 'UNCERTAIN' THEN 'UNCERTAIN_NOT_CODABLE'
				WHEN j.is_billed AND j.lower THEN 'OVER_SPECIFIED'
				ELSE 'UNSUPPORTED' END AS verdict
		FROM judged AS j),
	gapped AS (
		SELECT n.*, CASE
				WHEN n.is_billed THEN CASE WHEN n.verdict IN ('SUPPORTED', 'SUPPORTED_WEAK', 'LESS_SPECIFIC') THEN 'supported'
					WHEN n.verdict = 'NO_RECORD' THEN 'no_record' ELSE 'delete' END
				WHEN n.is_prior THEN 'recapture'
				WHEN n.proven THEN 'add'
				ELSE 'suspect' END AS gap
		FROM named AS n
		-- what is only denied or over is no suspect
		WHERE n.is_billed OR n.is_prior OR n.proven OR n.grade <> 'CONTRADICTED' AND n.verdict <> 'HISTORY_CODED_AS_ACTIVE'),
	now AS (
		SELECT d.person_id, array_agg(DISTINCT d.code COLLATE "C") AS codes FROM diagnosis AS d WHERE d.hcc IS NOT NULL AND NOT d.prior GROUP BY d.person_id),
	scored AS (
		SELECT g.person_id, g.hcc, CASE WHEN g.is_billed THEN b.raw_score - o.raw_score ELSE o.raw_score - b.raw_score END AS change,
			CASE WHEN coalesce(m.rows, 0) <> 1 THEN CASE WHEN m.rows > 1 THEN 'two_beneficiaries' ELSE 'no_member' END
				ELSE coalesce(b.issue, o.issue) END AS issue
		FROM gapped AS g
		LEFT JOIN @extschema@.risk_members(members, persons) AS m ON m.person_id = g.person_id
		LEFT JOIN now AS w ON w.person_id = g.person_id
		CROSS JOIN LATERAL (SELECT coalesce(w.codes, '{}') AS all_codes,
			ARRAY(SELECT u.code FROM unnest(w.codes) AS u(code) WHERE u.code <> ALL (coalesce(g.billed_codes, '{}'))) AS other_codes) AS c
		-- b: without the HCC; o: with it, by the codes that were billed, by that of the note, or by that of the claim before
		LEFT JOIN LATERAL @extschema@.risk_member_score(m.member, CASE WHEN g.is_billed THEN c.other_codes ELSE c.all_codes END, model, payment_year)
			AS b ON m.rows = 1
		LEFT JOIN LATERAL @extschema@.risk_member_score(m.member, CASE WHEN g.is_billed THEN c.all_codes
			ELSE c.all_codes || coalesce(g.code, g.prior_code) END, model, payment_year) AS o ON m.rows = 1
		WHERE members IS NOT NULL),
	line AS (
		SELECT g.person_id, g.hcc::text, (SELECT l.label FROM @extschema@.hcc_label AS l WHERE l.release_id = labels AND l.model = name AND l.hcc = g.hcc),
			g.gap, g.verdict,
			CASE g.gap WHEN 'recapture' THEN 'historic' WHEN 'suspect' THEN 'suspected' WHEN 'add' THEN 'net-new' END,
			CASE WHEN g.gap = 'supported' THEN 'closed-gap' WHEN g.gap = 'delete' OR g.verdict IN ('CONTRADICTED', 'HISTORY_CODED_AS_ACTIVE') THEN 'invalid-gap'
				WHEN g.gap IN ('add', 'no_record') OR g.proven THEN 'pending' ELSE 'open-gap' END,
			CASE WHEN NOT g.is_billed AND NOT g.proven THEN 'not-applied' WHEN g.superseded_by <> '{}' THEN 'applied-superseded' ELSE 'applied-not-superseded' END,
			g.superseded_by,
			CASE WHEN g.gap IN ('add', 'suspect') OR g.gap = 'recapture' AND g.proven THEN 'Note text suspect' WHEN g.gap = 'recapture' THEN 'Prior coding history' END,
			CASE WHEN g.gap = 'recapture' AND NOT g.proven THEN g.prior_code || ' billed ' || to_char(g.prior_date, 'YYYY-MM-DD')
				ELSE g.code || ': ' || regexp_replace(g.mention, '\s+', ' ', 'g') END,
			CASE WHEN g.gap = 'recapture' AND NOT g.proven THEN g.prior_date ELSE g.note_date END, g.data_source,
			g.note_id, g.note_date, g.start_char, g.end_char, g.quote, g.section, g.author_npi, g.author_credential, g.signature,
			g.accepted, g.reasons, g.grade, g.elements, g.signs,
			CASE WHEN g.is_billed THEN g.billed_codes WHEN g.grade IS NULL OR g.gap = 'recapture' AND NOT g.proven THEN ARRAY[g.prior_code] ELSE g.codes END,
			coalesce(g.claims, CASE WHEN g.is_prior THEN ARRAY[g.prior_claim] END), g.unrecorded, coalesce(a.list, '[]'),
			s.change, s.issue, NULL::text[], NULL::integer[]
		FROM gapped AS g LEFT JOIN against AS a USING (person_id, hcc) LEFT JOIN scored AS s USING (person_id, hcc)),
	-- what cannot be judged says so
	told AS (
		SELECT d.person_id, i.issue AS gap, array_agg(DISTINCT d.code COLLATE "C") AS codes, array_agg(DISTINCT d.claim_id COLLATE "C") AS claims, NULL::text AS note_id,
			NULL::date AS note_date, NULL::text AS issue, i.advice_codes, i.advice_hccs
		FROM @extschema@.risk_code_issues(ARRAY(SELECT DISTINCT d.code FROM diagnosis AS d WHERE NOT d.prior AND d.hcc IS NULL), model, payment_year) AS i
		JOIN diagnosis AS d ON d.code = i.code AND NOT d.prior
		GROUP BY d.person_id, i.code, i.issue, i.advice_codes, i.advice_hccs
		UNION ALL
		SELECT u.person_id, 'unmapped_new_code', ARRAY[u.code], NULL, u.note_id, u.note_date, NULL, u.advice_codes, u.advice_hccs
		FROM @extschema@.risk_unmapped(finding_table, model, payment_year, persons, note_columns) AS u
		WHERE NOT EXISTS (SELECT FROM diagnosis AS d WHERE d.person_id = u.person_id AND d.code = u.code AND NOT d.prior)
		UNION ALL
		SELECT d.person_id, 'no_date', array_agg(DISTINCT d.code COLLATE "C"), array_agg(DISTINCT d.claim_id COLLATE "C"), NULL, NULL, 'a claim without date counts for no year', NULL, NULL
		FROM diagnosis AS d WHERE d.billed_date IS NULL GROUP BY d.person_id
		UNION ALL
		SELECT r.person_id, 'no_date', NULL, NULL, min(r.note_id COLLATE "C"), NULL, format('notes without date of service: %s', count(*)), NULL, NULL
		FROM record AS r WHERE r.note_date IS NULL GROUP BY r.person_id
		UNION ALL
		SELECT NULL, 'no_person', array_agg(DISTINCT d.code COLLATE "C"), array_agg(DISTINCT d.claim_id COLLATE "C"), NULL, NULL, 'claims without person', NULL, NULL
		FROM diagnosis AS d WHERE d.person_id IS NULL HAVING count(*) > 0
		UNION ALL
		SELECT NULL, 'no_person', NULL, NULL, min(r.note_id COLLATE "C"), NULL, format('notes without person: %s', count(*)), NULL, NULL
		FROM record AS r WHERE r.person_id IS NULL HAVING count(*) > 0
		UNION ALL
		SELECT r.person_id, 'unread_note', NULL, NULL, min(r.note_id COLLATE "C"), min(r.note_date),
			format('notes not read: %s; CALL @extschema@.refresh_findings(%L)', count(*), finding_table), NULL, NULL
		FROM record AS r WHERE NOT r.read GROUP BY r.person_id
		UNION ALL
		SELECT p.person_id, 'no_data', NULL, NULL, NULL, NULL, 'no diagnosis and no note of this person', NULL, NULL
		FROM unnest(persons) AS p(person_id)
		WHERE NOT EXISTS (SELECT FROM record AS r WHERE r.person_id = p.person_id) AND NOT EXISTS (SELECT FROM diagnosis AS d WHERE d.person_id = p.person_id))
	SELECT * FROM (
		SELECT * FROM line
		UNION ALL
		SELECT t.person_id, NULL, NULL, t.gap, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, t.note_id, t.note_date, NULL, NULL, NULL, NULL, NULL,
			NULL, NULL, NULL, NULL, NULL, NULL, NULL, t.codes, t.claims, NULL, NULL, NULL, t.issue, t.advice_codes, t.advice_hccs
		FROM told AS t) AS u(person_id, hcc_code, hcc_description, gap)
	ORDER BY u.person_id COLLATE "C", u.hcc_code::integer, u.gap COLLATE "C", u.codes COLLATE "C";
END
$$;
COMMENT ON FUNCTION @extschema@.risk_review(regclass, regclass, text, integer, text, boolean, integer, integer, integer, text[], regclass, jsonb, jsonb) IS
	'HCCs of notes and claims side by side: gap is add, suspect, recapture, supported, delete or no_record, or what could not be judged: unmapped_new_code, retired_code, heading, not_a_code, no_date, no_person, unread_note, no_data. docs/risk-notes.md';
