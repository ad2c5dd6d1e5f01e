-- Suspects from laboratory values and vital signs in notes that no diagnosis explains.  docs/risk-notes.md.

CREATE FUNCTION @extschema@.risk_value_suspects(finding_table regclass, diagnoses regclass, model text DEFAULT 'V28', payment_year integer DEFAULT NULL,
	persons text[] DEFAULT NULL, note_columns jsonb DEFAULT '{}', diagnosis_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, hcc_code text, hcc_description text, gap text, verdict text, suspect_type text, evidence_status text,
		hierarchical_status text, reason text, contributing_factor text, suspect_date date, data_source text, note_id text, start_char integer,
		end_char integer, question text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 2000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET datestyle = 'ISO, MDY' SET jit = off
AS $$
BEGIN
	-- The last value of each rule decides. What a claim of three years or any note of the year names is explained.
	RETURN QUERY EXECUTE @extschema@.risk_note_sql(finding_table, 'WITH condition AS MATERIALIZED (
			SELECT c.rule, c.at_least, c.below, c.code, c.days_apart, h.hcc
			FROM @extschema@.value_condition AS c CROSS JOIN LATERAL @extschema@.hcc_of(c.code::@extschema@.icd10cm, $3, $4) AS h(hcc)
			WHERE c.origin = ''site'' OR NOT EXISTS (SELECT FROM @extschema@.value_condition AS s WHERE s.origin = ''site'' AND s.rule = c.rule)),
		known AS MATERIALIZED (
			SELECT b.person_id, b.hcc FROM @extschema@.risk_billed($5, $3, $4, 2, $2, $7) AS b WHERE b.hcc IS NOT NULL
			UNION SELECT c.person_id, c.hcc FROM @extschema@.risk_candidates($6, $3, $4, $2, $8) AS c WHERE c.said <> ''denied''),
		explained AS MATERIALIZED (
			SELECT k.person_id, k.hcc FROM known AS k
			UNION SELECT k.person_id, h.suppressed FROM known AS k
			JOIN @extschema@.hcc_hierarchy AS h ON h.release_id = $9 AND h.model = $10 AND h.hcc = k.hcc),
		asked AS (
			SELECT {person_id}::text AS person, {note_date}::date AS day, {n.keys}::text AS note, {data_source}::text AS source, q.rule, q.question,
				(v.item ->> ''value'')::numeric AS value, v.item
			FROM {notes} AS n
			CROSS JOIN LATERAL @extschema@.value_questions({n.body}) AS q
			CROSS JOIN LATERAL jsonb_array_elements(q.evidence) WITH ORDINALITY AS v(item, place)
			WHERE {note_date}::date <@ $1 AND ($2 IS NULL OR {person_id}::text = ANY ($2)) AND v.place = jsonb_array_length(q.evidence)),
		latest AS (
			SELECT DISTINCT ON (a.person, a.rule) a.*, max(a.day) OVER w - min(a.day) OVER w AS apart
			FROM asked AS a WINDOW w AS (PARTITION BY a.person, a.rule)
			ORDER BY a.person, a.rule, a.day DESC, a.note COLLATE "C")
		SELECT l.person, c.hcc::text, (SELECT b.label FROM @extschema@.hcc_label AS b WHERE b.release_id = $11 AND b.model = $10 AND b.hcc = c.hcc),
			''suspect'', ''QUERY_PROVIDER'', ''suspected'', ''open-gap'', ''not-applied'',
			CASE WHEN l.rule LIKE ''bmi%'' OR l.rule LIKE ''bp%'' THEN ''Observation suspect'' ELSE ''Lab result suspect'' END,
			(l.item ->> ''name'') || '' '' || (l.item ->> ''text''), l.day, l.source, l.note, (l.item ->> ''start_char'')::integer,
			(l.item ->> ''end_char'')::integer, l.question
		FROM latest AS l JOIN condition AS c ON c.rule = l.rule AND l.apart >= c.days_apart
			AND (c.at_least IS NULL OR l.value >= c.at_least) AND (c.below IS NULL OR l.value < c.below)
		WHERE NOT EXISTS (SELECT FROM explained AS e WHERE e.person_id = l.person AND e.hcc = c.hcc)
		ORDER BY l.person COLLATE "C", c.hcc, l.rule COLLATE "C"', note_columns)
		USING @extschema@.risk_service_year(payment_year), persons, model, payment_year, diagnoses, finding_table, diagnosis_columns, note_columns,
			@extschema@.required_hcc_release('hcc_hierarchy', model, payment_year), @extschema@.hcc_model_name(model),
			@extschema@.required_hcc_release('hcc_label', model, payment_year);
END
$$;
COMMENT ON FUNCTION @extschema@.risk_value_suspects(regclass, regclass, text, integer, text[], jsonb, jsonb) IS
	'HCCs that only values in the notes of the year of service point to, by value_condition: on no claim, in no note. A question to the provider, never a code';
