-- Proof: the records that validate a billed HCC.  docs/risk-notes.md.

CREATE FUNCTION @extschema@.risk_spans(finding_table regclass, model text, payment_year integer, persons text[] DEFAULT NULL,
	note_columns jsonb DEFAULT '{}')
	RETURNS TABLE (note_id text, hcc integer, spans jsonb)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 ROWS 10000
	SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' SET jit = off
AS $$
BEGIN
	RETURN QUERY EXECUTE @extschema@.risk_note_sql(finding_table, 'SELECT {n.keys}::text, m.hcc,
			jsonb_agg(jsonb_build_object(''start'', f.start_char, ''end'', f.end_char, ''text'', f."text", ''code'', f.code::text,
				''says'', CASE WHEN f.negated THEN ''denied'' WHEN f.hypothetical THEN ''hypothetical'' WHEN f.uncertain THEN ''uncertain''
					WHEN f.historical THEN ''past'' ELSE ''current'' END, ''section'', f.section) ORDER BY f.start_char, f.finding_no)
		FROM {notes} AS n JOIN {findings} AS f ON {f=n}
		JOIN @extschema@.hcc_mapping AS m ON m.release_id = $3 AND m.model = $4 AND m.code = f.code::text
		WHERE {note_date}::date <@ $1 AND ($2 IS NULL OR {person_id}::text = ANY ($2)) AND f.experiencer = ''patient''
		GROUP BY {n.keys}, m.hcc', note_columns)
		USING @extschema@.risk_service_year(payment_year), persons,
			@extschema@.required_hcc_release('hcc_mapping', model, payment_year), @extschema@.hcc_model_name(model);
END
$$;
COMMENT ON FUNCTION @extschema@.risk_spans(regclass, text, integer, text[], jsonb) IS
	'all places of the notes of the year of service that name an HCC, as they were when they were read';

CREATE FUNCTION @extschema@.radv_packet(finding_table regclass, diagnoses regclass, model text DEFAULT 'V28', payment_year integer DEFAULT NULL,
	records integer DEFAULT 1, minimum_grade text DEFAULT 'MODERATE', telehealth boolean DEFAULT true, window_days integer DEFAULT 3,
	earlier_notes integer DEFAULT 5, persons text[] DEFAULT NULL, note_columns jsonb DEFAULT '{}', diagnosis_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, hcc_code text, hcc_description text, codes text[], claims text[], verdict text, record_rank integer,
		validating_hcc text, note_id text, date_of_service date, encounter_id text, setting text, author_npi text, author_credential text,
		signature text, grade text, elements text, start_char integer, end_char integer, quote text, section text, spans jsonb, signs jsonb,
		contradictions jsonb)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 2000
	SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	pairs CONSTANT bigint := @extschema@.required_hcc_release('hcc_hierarchy', model, payment_year);
	name CONSTANT text := @extschema@.hcc_model_name(model);
BEGIN
	IF coalesce(records, 0) NOT BETWEEN 1 AND 100 THEN
		RAISE EXCEPTION 'from 1 to 100 records of an HCC can be asked for' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- An HCC that outranks the billed one validates it, too; its records come behind those of the HCC itself.
	RETURN QUERY
	WITH billed AS MATERIALIZED (
		SELECT r.* FROM @extschema@.risk_review(finding_table, diagnoses, model, payment_year, minimum_grade, telehealth, window_days, 0,
			earlier_notes, persons, NULL, note_columns, diagnosis_columns) AS r
		WHERE r.gap IN ('supported', 'delete', 'no_record')),
	usable AS MATERIALIZED (
		SELECT e.* FROM @extschema@.risk_evidence(finding_table, model, payment_year, telehealth, earlier_notes, persons, note_columns) AS e
		WHERE e.accepted AND @extschema@.meat_rank(e.grade) >= @extschema@.meat_rank('LIST_ONLY')),
	ranked AS (
		SELECT b.person_id AS billed_person, b.hcc_code AS billed_hcc, u.*, row_number() OVER (PARTITION BY b.person_id, b.hcc_code
			ORDER BY u.hcc::text = b.hcc_code DESC, @extschema@.meat_rank(u.grade) DESC, u.denied, u.note_date DESC, u.note_id COLLATE "C") AS place
		FROM billed AS b JOIN usable AS u ON u.person_id = b.person_id
		WHERE u.hcc::text = b.hcc_code OR @extschema@.meat_rank(u.grade) >= @extschema@.meat_rank(minimum_grade) AND EXISTS (
			SELECT FROM @extschema@.hcc_hierarchy AS h
			WHERE h.release_id = pairs AND h.model = name AND h.hcc = u.hcc AND h.suppressed::text = b.hcc_code))
	SELECT b.person_id, b.hcc_code, b.hcc_description, b.codes, b.claims, b.verdict, r.place::integer, r.hcc::text, r.note_id, r.note_date,
		r.encounter_id, r.setting, r.author_npi, r.author_credential, r.signature, r.grade, r.elements, r.start_char, r.end_char, r.quote,
		r.section, s.spans, r.signs, b.contradictions
	FROM billed AS b
	LEFT JOIN ranked AS r ON r.billed_person = b.person_id AND r.billed_hcc = b.hcc_code AND r.place <= records
	LEFT JOIN @extschema@.risk_spans(finding_table, model, payment_year, persons, note_columns) AS s ON s.note_id = r.note_id AND s.hcc = r.hcc
	ORDER BY b.person_id COLLATE "C", b.hcc_code::integer, r.place;
END
$$;
COMMENT ON FUNCTION @extschema@.radv_packet(regclass, regclass, text, integer, integer, text, boolean, integer, integer, text[], jsonb, jsonb) IS
	'for each person and billed HCC the best acceptable records: where they name it, whose they are, signed or not, how well they prove it, and what other notes say against it; one row without record where there is none. records: how many of each';

CREATE FUNCTION @extschema@.code_edits(a text, b text) RETURNS integer
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5
	AS 'MODULE_PATHNAME', 'mc_code_edits_sql';
COMMENT ON FUNCTION @extschema@.code_edits(text, text) IS
	'typing errors between two codes: the Damerau-Levenshtein distance, without regard to dots, blanks and the case of letters';
