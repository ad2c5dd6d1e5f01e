-- The high-risk groups of OIG's audits, from claims, drugs, procedures and notes.  docs/risk-notes.md has the rules.
-- What is missing makes a flag NULL, never false: SQL's own logic carries it.

CREATE FUNCTION @extschema@.audit_diagnoses(diagnoses regclass, claims regclass, service_year integer, persons text[],
	diagnosis_columns jsonb, claim_columns jsonb)
	RETURNS TABLE (person_id text, code text, claim_id text, billed_date date, place text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET jit = off
AS $$
DECLARE
	d CONSTANT jsonb := @extschema@.risk_columns(diagnoses, 'd', ARRAY['person_id', 'claim_id', 'recorded_date', 'normalized_code'],
		ARRAY['person_id', 'claim_id', 'recorded_date', 'normalized_code'], diagnosis_columns);
	c jsonb;
	place text := 'NULL::text';
	join_claims text := '';
BEGIN
	IF service_year IS NULL OR service_year NOT BETWEEN 1990 AND 9998 THEN
		RAISE EXCEPTION 'a year of service is needed' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	IF claims IS NOT NULL THEN
		c := @extschema@.risk_columns(claims, 'c', ARRAY['claim_id', 'claim_type', 'bill_type_code'], ARRAY['claim_id', 'claim_type'], claim_columns);
		-- an institutional claim without type of bill may be of a stay or not
		place := 'c.place';
		join_claims := format('LEFT JOIN (SELECT %1$s AS claim_id, min(CASE WHEN %2$s = ''professional'' THEN ''professional''
				WHEN %2$s = ''institutional'' AND left(ltrim(%3$s::text, ''0''), 2) IN (''11'', ''41'') THEN ''inpatient''
				WHEN %2$s = ''institutional'' AND %3$s IS NOT NULL THEN ''outpatient'' END) AS place
			FROM %4$s AS c GROUP BY %1$s) AS c ON c.claim_id = %5$s', c ->> 'claim_id', c ->> 'claim_type', c ->> 'bill_type_code', claims, d ->> 'claim_id');
	END IF;
	RETURN QUERY EXECUTE format('SELECT DISTINCT %1$s::text, @extschema@.undotted(@extschema@.try_icd10cm(%2$s::text)), %3$s::text, %4$s::date, %5$s
		FROM %6$s AS d %7$s
		WHERE %3$s IS NOT NULL AND %4$s::date >= make_date($1 - 2, 1, 1) AND %4$s::date < make_date($1 + 1, 3, 2)
			AND @extschema@.try_icd10cm(%2$s::text) IS NOT NULL AND ($2 IS NULL OR %1$s::text = ANY ($2))',
		d ->> 'person_id', d ->> 'normalized_code', d ->> 'claim_id', d ->> 'recorded_date', place, diagnoses, join_claims)
		USING service_year, persons;
END
$$;
COMMENT ON FUNCTION @extschema@.audit_diagnoses(regclass, regclass, integer, text[], jsonb, jsonb) IS
	'billed diagnoses of a year of service, the two before and 60 days behind; place: professional, inpatient, outpatient, NULL: not known. Part of oig_review()';

CREATE FUNCTION @extschema@.audit_services(relation regclass, columns jsonb, date_column text, value_column text, persons text[])
	RETURNS TABLE (person_id text, served date, value text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET jit = off
AS $$
DECLARE
	names CONSTANT text[] := ARRAY['person_id', date_column, value_column];
	c jsonb;
BEGIN
	IF relation IS NOT NULL THEN
		c := @extschema@.risk_columns(relation, 's', names, names, columns);
		RETURN QUERY EXECUTE format('SELECT DISTINCT %s::text, %s::date, upper(btrim(%s::text)) FROM %s AS s WHERE $1 IS NULL OR %1$s::text = ANY ($1)',
			c ->> 'person_id', c ->> date_column, c ->> value_column, relation) USING persons;
	END IF;
END
$$;
COMMENT ON FUNCTION @extschema@.audit_services(regclass, jsonb, text, text, text[]) IS
	'drugs dispensed or procedures done: person, date, name or code in capitals; none for no table. Part of oig_review()';

CREATE FUNCTION @extschema@.audit_covers(rule text, value text) RETURNS boolean
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 20
	RETURN CASE WHEN rule LIKE '%-%' THEN pg_catalog.length(value) = pg_catalog.length(pg_catalog.split_part(rule, '-', 1))
			AND value COLLATE "C" BETWEEN pg_catalog.split_part(rule, '-', 1) AND pg_catalog.split_part(rule, '-', 2)
		ELSE pg_catalog.starts_with(value, rule) END;
COMMENT ON FUNCTION @extschema@.audit_covers(text, text) IS 'is a code or name covered by a value of audit_code: a range or a beginning';

CREATE FUNCTION @extschema@.audit_notes(finding_table regclass, service_year integer, telehealth boolean DEFAULT true,
	persons text[] DEFAULT NULL, note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, risk_group text, note_says text, note_id text, note_date date, code text, quote text, note_codes text[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 2000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET jit = off
AS $$
BEGIN
	IF finding_table IS NULL THEN
		RETURN;
	END IF;
	-- Of what the notes of the year say the most telling: current in a record that counts, else past, another
	-- condition, doubted, denied, and last what only records state that do not count.
	-- Who denies the category ("no depression") denies what is below it.
	RETURN QUERY EXECUTE @extschema@.risk_note_sql(finding_table, 'WITH asked AS MATERIALIZED (
			SELECT DISTINCT c.code, a.risk_group, CASE WHEN @extschema@.audit_covers(a.value, @extschema@.undotted(c.code)) THEN a.part ELSE ''category'' END AS part
			FROM (SELECT DISTINCT f.code FROM {findings} AS f) AS c
			JOIN @extschema@.current_audit_code AS a ON a.part IN (''diagnosis'', ''history'', ''instead'')
				AND @extschema@.audit_covers(a.value, @extschema@.undotted(c.code))
				OR a.part = ''diagnosis'' AND left(a.value, 3) = left(@extschema@.undotted(c.code), 3)),
		found AS (
			SELECT {person_id}::text AS person, a.risk_group, {n.keys}::text AS note, r.note_date AS day, f.code, f.start_char,
				@extschema@.note_quote({n.body}, f.start_char, f.end_char) AS quote, a.part,
				CASE WHEN f.negated OR f.hypothetical OR f.status IS NOT DISTINCT FROM ''ruled_out'' THEN 5 WHEN f.uncertain THEN 4
					WHEN a.part = ''history'' OR a.part = ''diagnosis'' AND (f.historical OR f.status IS NOT DISTINCT FROM ''resolved'') THEN 2
					WHEN a.part = ''instead'' THEN 3 WHEN r.accepted THEN 1 ELSE 6 END AS says
			FROM asked AS a JOIN {findings} AS f ON f.code OPERATOR(@extschema@.=) a.code JOIN {notes} AS n ON {f=n}
			JOIN @extschema@.risk_records($1, $2, $3, $4, $5) AS r ON r.note_id = {n.keys}::text
			WHERE f.experiencer = ''patient''
				-- another condition counts only where it is stated
				AND CASE a.part WHEN ''diagnosis'' THEN true WHEN ''category'' THEN f.negated ELSE NOT f.negated AND NOT f.uncertain AND NOT f.hypothetical END)
		SELECT DISTINCT ON (f.person, f.risk_group) f.person, f.risk_group,
			(ARRAY[''current'', ''past'', ''other condition'', ''uncertain'', ''denied'', ''current, in a record that does not count''])[f.says],
			f.note, f.day, f.code::text, f.quote,
			coalesce(t.codes, CASE WHEN f.says = 2 THEN ARRAY(SELECT DISTINCT a.value::@extschema@.icd10cm::text COLLATE "C" FROM @extschema@.current_audit_code AS a
				WHERE a.risk_group = f.risk_group AND a.part = ''history'' ORDER BY 1) ELSE ARRAY[]::text[] END)
		FROM found AS f
		LEFT JOIN (SELECT h.person, h.risk_group, array_agg(DISTINCT h.code::text COLLATE "C") AS codes FROM found AS h
			WHERE h.part IN (''history'', ''instead'') GROUP BY h.person, h.risk_group) AS t USING (person, risk_group)
		ORDER BY f.person, f.risk_group, f.says, f.day DESC, f.note COLLATE "C", f.start_char, f.code', note_columns)
		USING finding_table, service_year + 1, telehealth, persons, note_columns;
END
$$;
COMMENT ON FUNCTION @extschema@.audit_notes(regclass, integer, boolean, text[], jsonb) IS
	'what the notes of a year say of the conditions of the high-risk groups: current, past, other condition, uncertain, denied; note_codes: codes of the past or other condition, else those that the group has for the past one. Part of oig_review()';

CREATE FUNCTION @extschema@.miskeyed_codes(diagnoses regclass, service_year integer, model text DEFAULT 'V28',
	finding_table regclass DEFAULT NULL, persons text[] DEFAULT NULL, diagnosis_columns jsonb DEFAULT '{}', note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, code text, claim_id text, billed_date date, hccs integer[], meant text, meant_claims bigint, mentioned boolean)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 100
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	mentions text := 'SELECT NULL::text AS person, NULL::text AS category WHERE false';
BEGIN
	IF finding_table IS NOT NULL THEN
		mentions := @extschema@.risk_note_sql(finding_table, 'SELECT DISTINCT {person_id}::text AS person, left(f.code::text, 3) AS category
			FROM {findings} AS f JOIN {notes} AS n ON {f=n} WHERE $6 IS NULL OR {person_id}::text = ANY ($6)', note_columns);
	END IF;
	-- once against several times; within a category a code near another is more or less detail, no slip
	RETURN QUERY EXECUTE format('WITH used AS MATERIALIZED (
			SELECT d.person_id, d.code, count(DISTINCT d.claim_id) AS claims, min(d.claim_id COLLATE "C") AS claim_id, min(d.billed_date) AS day
			FROM @extschema@.audit_diagnoses($1, NULL, $2, $6, $3, ''{}'') AS d
			WHERE d.billed_date >= make_date($2, 1, 1) AND d.billed_date < make_date($2 + 1, 1, 1)
			GROUP BY d.person_id, d.code),
		single AS (
			SELECT u.*, ARRAY(SELECT m.hcc FROM @extschema@.hcc_mapping AS m WHERE m.release_id = $4 AND m.model = $5
				AND m.code = u.code::@extschema@.icd10cm::text ORDER BY m.hcc) AS hccs
			FROM used AS u WHERE u.claims = 1),
		mention AS (%s)
		SELECT DISTINCT ON (s.person_id, s.code) s.person_id, s.code::@extschema@.icd10cm::text, s.claim_id, s.day, s.hccs,
			o.code::@extschema@.icd10cm::text, o.claims, CASE WHEN $7 THEN EXISTS (SELECT FROM mention AS m WHERE m.person = s.person_id AND m.category = left(s.code, 3)) END
		FROM single AS s JOIN used AS o ON o.person_id = s.person_id AND o.claims > 1 AND left(o.code, 3) <> left(s.code, 3)
			AND @extschema@.code_edits(o.code, s.code) = 1
		WHERE s.hccs <> ''{}''
		ORDER BY s.person_id, s.code, o.claims DESC, o.code COLLATE "C"', mentions)
		USING diagnoses, service_year, diagnosis_columns, @extschema@.required_hcc_release('hcc_mapping', model, service_year + 1),
			@extschema@.hcc_model_name(model), persons, finding_table IS NOT NULL;
END
$$;
COMMENT ON FUNCTION @extschema@.miskeyed_codes(regclass, integer, text, regclass, text[], jsonb, jsonb) IS
	'codes with an HCC that a person has on one claim of the year, one typing error away from a code of another category on several; mentioned: does any note of the person name a condition of that category, NULL without notes';

CREATE FUNCTION @extschema@.oig_review(diagnoses regclass, claim_lines regclass, service_year integer, pharmacy regclass DEFAULT NULL,
	procedures regclass DEFAULT NULL, patients regclass DEFAULT NULL, finding_table regclass DEFAULT NULL, persons text[] DEFAULT NULL,
	model text DEFAULT 'V28', telehealth boolean DEFAULT true, diagnosis_columns jsonb DEFAULT '{}', claim_columns jsonb DEFAULT '{}', pharmacy_columns jsonb DEFAULT '{}',
	procedure_columns jsonb DEFAULT '{}', patient_columns jsonb DEFAULT '{}', note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (risk_group text, person_id text, flagged boolean, missing text, codes text[], claims text[], first_date date, note_says text,
		note_id text, note_date date, quote text, note_codes text[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 2000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	begins CONSTANT date := make_date(service_year, 1, 1);
	ends CONSTANT date := make_date(service_year + 1, 1, 1);
BEGIN
	RETURN QUERY
	WITH diagnosis AS MATERIALIZED (
		SELECT d.* FROM @extschema@.audit_diagnoses(diagnoses, claim_lines, service_year, persons, diagnosis_columns, claim_columns) AS d),
	asked AS MATERIALIZED (
		SELECT c.code, a.risk_group FROM (SELECT DISTINCT d.code FROM diagnosis AS d) AS c
		JOIN @extschema@.current_audit_code AS a ON a.part = 'diagnosis' AND @extschema@.audit_covers(a.value, c.code)),
	-- a claim once for each group
	billed AS MATERIALIZED (
		SELECT DISTINCT a.risk_group, d.person_id, d.claim_id, d.code, d.billed_date, d.place, d.billed_date >= begins AND d.billed_date < ends AS now
		FROM diagnosis AS d JOIN asked AS a ON a.code = d.code),
	known AS MATERIALIZED (
		SELECT b.risk_group, b.person_id, count(DISTINCT b.claim_id) FILTER (WHERE b.now) AS claims,
			array_agg(DISTINCT b.code::@extschema@.icd10cm::text COLLATE "C") FILTER (WHERE b.now) AS codes, array_agg(DISTINCT b.claim_id COLLATE "C") FILTER (WHERE b.now) AS claim_ids,
			min(b.billed_date) FILTER (WHERE b.now) AS first_date,
			bool_or(b.billed_date < begins) AS before,
			bool_and(b.place = 'professional') FILTER (WHERE b.now) AS professional,
			bool_or(b.place IN ('professional', 'outpatient')) FILTER (WHERE b.now) AS outside,
			bool_or(b.place = 'inpatient') FILTER (WHERE b.now) AS inpatient,
			bool_or(b.place IN ('professional', 'outpatient') AND NOT b.near_stay) FILTER (WHERE b.now) AS outside_alone,
			bool_or(b.place IS NULL) AS unplaced
		FROM (SELECT b.*, coalesce(b.billed_date - max(b.billed_date) FILTER (WHERE b.place = 'inpatient') OVER earlier <= 60, false)
				OR coalesce(min(b.billed_date) FILTER (WHERE b.place = 'inpatient') OVER later - b.billed_date <= 60, false) AS near_stay
			FROM billed AS b
			WINDOW earlier AS (PARTITION BY b.risk_group, b.person_id ORDER BY b.billed_date),
				later AS (PARTITION BY b.risk_group, b.person_id ORDER BY b.billed_date DESC)) AS b
		GROUP BY b.risk_group, b.person_id HAVING bool_or(b.now)),
	drug AS (
		SELECT DISTINCT s.person_id, a.risk_group
		FROM @extschema@.audit_services(pharmacy, pharmacy_columns, 'dispensing_date', 'ndc_description', persons) AS s
		JOIN @extschema@.current_audit_code AS a ON a.part = 'drug' AND @extschema@.audit_covers(a.value, s.value)
		WHERE s.served >= begins AND s.served < ends),
	treatment AS (
		SELECT s.person_id, s.served, a.risk_group
		FROM @extschema@.audit_services(procedures, procedure_columns, 'procedure_date', 'normalized_code', persons) AS s
		JOIN @extschema@.current_audit_code AS a ON a.part = 'treatment' AND @extschema@.audit_covers(a.value, s.value)),
	born AS (
		SELECT s.person_id, min(s.served) AS birth_date
		FROM @extschema@.audit_services(patients, patient_columns, 'birth_date', 'person_id', persons) AS s GROUP BY s.person_id),
	weighed AS (
		SELECT k.*, CASE WHEN pharmacy IS NOT NULL THEN d.person_id IS NOT NULL END AS dispensed,
			CASE WHEN procedures IS NOT NULL THEN t.person_id IS NOT NULL END AS treated,
			extract(year FROM age(ends - 1, b.birth_date)) AS years
		FROM known AS k LEFT JOIN born AS b USING (person_id) LEFT JOIN drug AS d USING (risk_group, person_id)
		LEFT JOIN (SELECT DISTINCT t.risk_group, t.person_id FROM treatment AS t JOIN known AS k USING (risk_group, person_id)
			WHERE t.served BETWEEN k.first_date - interval '1 year' AND k.first_date + interval '1 year') AS t USING (risk_group, person_id)),
	ruled AS (
		SELECT w.*, CASE
			WHEN w.risk_group = 'acute_stroke' THEN w.claims = 1 AND w.professional
			WHEN w.risk_group = 'acute_heart_attack' THEN w.outside_alone AND (NOT w.unplaced OR NULL)
			WHEN w.risk_group IN ('embolism', 'major_depression') THEN w.claims = 1 AND NOT w.dispensed
			WHEN w.risk_group IN ('lung_cancer', 'breast_cancer', 'colon_cancer') THEN w.claims = 1 AND NOT w.treated
			WHEN w.risk_group = 'prostate_cancer' THEN w.claims = 1 AND NOT w.treated AND w.years >= 74
			WHEN w.risk_group IN ('sepsis', 'pressure_ulcer') THEN w.outside AND NOT coalesce(w.inpatient, false) AND (NOT w.unplaced OR NULL)
			WHEN w.risk_group = 'vascular_claudication' THEN NOT w.before AND w.dispensed END AS flagged
		FROM weighed AS w),
	said AS MATERIALIZED (
		SELECT n.* FROM @extschema@.audit_notes(finding_table, service_year, telehealth, persons, note_columns) AS n),
	noted AS MATERIALIZED (
		SELECT DISTINCT r.person_id FROM @extschema@.risk_records(finding_table, service_year + 1, telehealth, persons, note_columns) AS r
		WHERE finding_table IS NOT NULL AND r.read)
	SELECT u.* FROM (SELECT r.risk_group, r.person_id, r.flagged,
		CASE WHEN r.flagged IS NULL THEN CASE
			WHEN r.risk_group IN ('acute_stroke', 'acute_heart_attack', 'sepsis', 'pressure_ulcer') THEN 'claims'
			WHEN r.risk_group IN ('embolism', 'major_depression', 'vascular_claudication') THEN 'pharmacy'
			WHEN r.risk_group LIKE '%\_cancer' THEN CASE WHEN r.treated IS NULL THEN 'procedures' ELSE 'birth_date' END
			ELSE 'rule' END END,
		r.codes, r.claim_ids, r.first_date,
		CASE WHEN finding_table IS NOT NULL THEN coalesce(s.note_says, CASE WHEN o.person_id IS NULL THEN 'no note' ELSE 'not mentioned' END) END,
		s.note_id, s.note_date, s.quote, s.note_codes
	FROM ruled AS r LEFT JOIN said AS s USING (person_id, risk_group) LEFT JOIN noted AS o USING (person_id)
	UNION ALL
	SELECT 'miskeyed', m.person_id, NOT coalesce(m.mentioned, false), NULL, ARRAY[m.code, m.meant], ARRAY[m.claim_id], m.billed_date,
		CASE WHEN finding_table IS NOT NULL THEN CASE WHEN m.mentioned THEN 'mentioned' WHEN o.person_id IS NULL THEN 'no note' ELSE 'not mentioned' END END,
		NULL, NULL, NULL, ARRAY[m.meant]
	FROM @extschema@.miskeyed_codes(diagnoses, service_year, model, finding_table, persons, diagnosis_columns, note_columns) AS m
	LEFT JOIN noted AS o USING (person_id)) AS u
	ORDER BY u.risk_group COLLATE "C", u.person_id COLLATE "C", u.codes COLLATE "C";
END
$$;
COMMENT ON FUNCTION @extschema@.oig_review(regclass, regclass, integer, regclass, regclass, regclass, regclass, text[], text, boolean, jsonb, jsonb, jsonb, jsonb, jsonb, jsonb) IS
	'persons with a diagnosis of a high-risk group of OIG''s audits: flagged true or false by claims, drugs and procedures, NULL with what is missing; and what the notes of the year say. docs/risk-notes.md';
