-- HCCs and scores of one beneficiary; docs/risk.md has the steps and the kinds of rows.

CREATE FUNCTION @extschema@.hcc_rows(codes text[], model text, age integer, sex text, payment_year integer, dates date[])
	RETURNS TABLE (kind text, term text, hcc integer, label text, coefficient numeric, from_codes text[],
		suppressed_by integer[], issue text)
	LANGUAGE C STABLE PARALLEL SAFE COST 100 ROWS 8
	AS 'MODULE_PATHNAME', 'mc_hcc_rows_sql';
COMMENT ON FUNCTION @extschema@.hcc_rows(text[], text, integer, text, integer, date[]) IS
	'HCCs of a set of diagnoses; behind hccs()';

CREATE FUNCTION @extschema@.raf_rows(codes text[], model text, payment_year integer, age integer, sex text, dual text,
	orec text, lti boolean, new_enrollee boolean, medicaid boolean, snp boolean, segment text, dates date[])
	RETURNS TABLE (kind text, term text, hcc integer, label text, coefficient numeric, from_codes text[],
		suppressed_by integer[], issue text)
	LANGUAGE C STABLE PARALLEL SAFE COST 100 ROWS 12
	AS 'MODULE_PATHNAME', 'mc_raf_rows_sql';
COMMENT ON FUNCTION @extschema@.raf_rows(text[], text, integer, integer, text, text, text, boolean, boolean, boolean, boolean, text, date[]) IS
	'factors and scores of one beneficiary; behind raf()';

CREATE FUNCTION @extschema@.raf_score(codes text[], model text, payment_year integer, age integer, sex text,
	dual text DEFAULT '00', orec text DEFAULT '0', lti boolean DEFAULT false, new_enrollee boolean DEFAULT false,
	medicaid boolean DEFAULT NULL, snp boolean DEFAULT false, segment text DEFAULT NULL, dates date[] DEFAULT NULL,
	OUT score_segment text, OUT hccs integer[], OUT raw_score numeric, OUT normalized_score numeric,
	OUT payment_score numeric, OUT issues text[])
	LANGUAGE C STABLE PARALLEL SAFE COST 100
	AS 'MODULE_PATHNAME', 'mc_raf_score_sql';
COMMENT ON FUNCTION @extschema@.raf_score(text[], text, integer, integer, text, text, text, boolean, boolean, boolean, boolean, text, date[]) IS
	'the scores of one beneficiary without the trace, for many: raw, normalised, payment; NULL with an issue where something needed is unknown. age: on 1 February of the payment year; dual, orec: CMS''s codes';

-- What a code that does not count was before, or what took its place
CREATE FUNCTION @extschema@.hcc_advice(issue text, code text, model text, payment_year integer)
	RETURNS TABLE (advice_codes text[], advice_hccs integer[])
	LANGUAGE sql STABLE PARALLEL SAFE COST 5000 ROWS 1
BEGIN ATOMIC
	SELECT array_agg(DISTINCT o.code), array_agg(DISTINCT m.hcc) FILTER (WHERE m.hcc IS NOT NULL)
	FROM (
		SELECT coalesce(x.code, s.previous_first) AS code
		FROM @extschema@.succession AS s
		-- a heading or a range: the codes of it that the mapping has
		LEFT JOIN @extschema@.hcc_mapping AS x ON x.release_id = @extschema@.required_hcc_release('hcc_mapping', $3, $4)
			AND x.model = @extschema@.hcc_model_name($3)
			AND @extschema@.covers(s.previous_first, s.previous_last, NULL, NULL, x.code::@extschema@.icd10cm)
		WHERE $1 = 'unmapped_new_code' AND s.code = $2
			AND s.release_id = @extschema@.release_id_on('icd10cm', 'succession', NULL)
			AND s.effective = (SELECT max(l.effective) FROM @extschema@.succession AS l
				WHERE l.release_id = s.release_id AND l.code = $2)
		UNION
		SELECT s.code
		FROM @extschema@.succession AS s
		WHERE $1 IN ('retired_code', 'heading') AND s.code <> $2
			AND s.release_id = @extschema@.release_id_on('icd10cm', 'succession', NULL)
			AND @extschema@.covers(s.previous_first, s.previous_last, NULL, NULL, $2::@extschema@.icd10cm)) AS o
	LEFT JOIN @extschema@.hcc_mapping AS m ON m.release_id = @extschema@.required_hcc_release('hcc_mapping', $3, $4)
		AND m.model = @extschema@.hcc_model_name($3) AND m.code = o.code;
END;
COMMENT ON FUNCTION @extschema@.hcc_advice(text, text, text, integer) IS
	'advice for a code that does not count, by the conversion table: of a new one its predecessors with their HCCs, of a retired one its successors; never applied by itself';

CREATE FUNCTION @extschema@.hccs(codes text[], model text, age integer, sex text, payment_year integer DEFAULT NULL,
	dates date[] DEFAULT NULL)
	RETURNS TABLE (kind text, hcc integer, label text, from_codes text[], suppressed_by integer[], issue text,
		advice_codes text[], advice_hccs integer[])
	LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 8
BEGIN ATOMIC
	SELECT r.kind, r.hcc, r.label, r.from_codes, r.suppressed_by, r.issue, a.advice_codes, a.advice_hccs
	FROM @extschema@.hcc_rows($1, $2, $3, $4, $5, $6) WITH ORDINALITY
		AS r(kind, term, hcc, label, coefficient, from_codes, suppressed_by, issue, place)
	LEFT JOIN LATERAL @extschema@.hcc_advice(r.issue, r.from_codes[1], $2, $5) AS a
		ON r.issue IN ('unmapped_new_code', 'retired_code', 'heading')
	ORDER BY r.place;
END;
COMMENT ON FUNCTION @extschema@.hccs(text[], text, integer, text, integer, date[]) IS
	'HCCs of a set of diagnoses after edits and hierarchies, those suppressed with what suppresses them, and what is wrong with codes. kind: hcc, suppressed, edit, later_mapping, issue';

CREATE FUNCTION @extschema@.raf(codes text[], model text, payment_year integer, age integer, sex text,
	dual text DEFAULT '00', orec text DEFAULT '0', lti boolean DEFAULT false, new_enrollee boolean DEFAULT false,
	medicaid boolean DEFAULT NULL, snp boolean DEFAULT false, segment text DEFAULT NULL, dates date[] DEFAULT NULL)
	RETURNS TABLE (kind text, term text, hcc integer, label text, coefficient numeric, from_codes text[],
		suppressed_by integer[], issue text, advice_codes text[], advice_hccs integer[])
	LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 12
BEGIN ATOMIC
	SELECT r.kind, r.term, r.hcc, r.label, r.coefficient, r.from_codes, r.suppressed_by, r.issue, a.advice_codes, a.advice_hccs
	FROM @extschema@.raf_rows($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY
		AS r(kind, term, hcc, label, coefficient, from_codes, suppressed_by, issue, place)
	LEFT JOIN LATERAL @extschema@.hcc_advice(r.issue, r.from_codes[1], $2, $3) AS a
		ON r.issue IN ('unmapped_new_code', 'retired_code', 'heading')
	ORDER BY r.place;
END;
COMMENT ON FUNCTION @extschema@.raf(text[], text, integer, integer, text, text, text, boolean, boolean, boolean, boolean, text, date[]) IS
	'the score of one beneficiary with each factor and the diagnoses that caused it. kind: segment, demographic, originally_disabled, medicaid, hcc, interaction, payment_count, raw_score, normalized_score, payment_score (coefficient: the score), not_in_segment, suppressed, edit, later_mapping, issue';

CREATE TYPE @extschema@.risk_diagnosis AS (code text, claim_id text, note_id text, service_date date);
COMMENT ON TYPE @extschema@.risk_diagnosis IS 'A diagnosis of a beneficiary with the claim and the note it came from, for raf_trace(); either may be NULL';

CREATE FUNCTION @extschema@.raf_trace(diagnoses @extschema@.risk_diagnosis[], model text, payment_year integer, age integer, sex text,
	dual text DEFAULT '00', orec text DEFAULT '0', lti boolean DEFAULT false, new_enrollee boolean DEFAULT false,
	medicaid boolean DEFAULT NULL, snp boolean DEFAULT false, segment text DEFAULT NULL)
	RETURNS TABLE (kind text, term text, hcc integer, label text, coefficient numeric, from_codes text[],
		suppressed_by integer[], issue text, claims text[], notes text[])
	LANGUAGE sql STABLE PARALLEL SAFE COST 1500 ROWS 12
BEGIN ATOMIC
	SELECT r.kind, r.term, r.hcc, r.label, r.coefficient, r.from_codes, r.suppressed_by, r.issue, s.claims, s.notes
	FROM @extschema@.raf(ARRAY(SELECT d.code FROM unnest(diagnoses) WITH ORDINALITY AS d(code, claim_id, note_id, service_date, place) ORDER BY d.place),
		model, payment_year, age, sex, dual, orec, lti, new_enrollee, medicaid, snp, segment,
		ARRAY(SELECT d.service_date FROM unnest(diagnoses) WITH ORDINALITY AS d(code, claim_id, note_id, service_date, place) ORDER BY d.place))
		WITH ORDINALITY AS r(kind, term, hcc, label, coefficient, from_codes, suppressed_by, issue, advice_codes, advice_hccs, place)
	CROSS JOIN LATERAL (
		SELECT array_agg(DISTINCT d.claim_id COLLATE "C") FILTER (WHERE d.claim_id IS NOT NULL) AS claims,
			array_agg(DISTINCT d.note_id COLLATE "C") FILTER (WHERE d.note_id IS NOT NULL) AS notes
		FROM unnest(diagnoses) AS d(code, claim_id, note_id, service_date)
		WHERE coalesce(@extschema@.try_icd10cm(d.code)::text, d.code) = ANY (r.from_codes)) AS s
	ORDER BY r.place;
END;
COMMENT ON FUNCTION @extschema@.raf_trace(@extschema@.risk_diagnosis[], text, integer, integer, text, text, text, boolean, boolean, boolean, boolean, text) IS
	'raf() with the claims and the notes behind each factor, each suppressed HCC and each issue';
