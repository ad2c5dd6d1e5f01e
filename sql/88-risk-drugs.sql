-- Suspects from drugs that were dispensed and that neither claim nor note explains.  docs/risk-notes.md.

CREATE FUNCTION @extschema@.drug_hccs(model text, payment_year integer)
	RETURNS TABLE (drug text, hcc integer, code text)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 500
	SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	mapping CONSTANT bigint := @extschema@.required_hcc_release('hcc_mapping', model, payment_year);
	pairs CONSTANT bigint := @extschema@.required_hcc_release('hcc_hierarchy', model, payment_year);
	name CONSTANT text := @extschema@.hcc_model_name(model);
BEGIN
	-- Only a drug all whose indications lead to one HCC, or to HCCs of which one is below all others, tells anything;
	-- an indication stands for what its category is without detail.
	RETURN QUERY
	WITH indication AS (
		SELECT DISTINCT d.drug, d.code FROM @extschema@.drug AS d
		WHERE d.kind = 'indication' AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = 'drug' AND r.row_id = d.drug_id)),
	plain AS (
		SELECT DISTINCT ON (c.code) c.code, m.code AS mapped, m.hcc
		FROM (SELECT DISTINCT i.code FROM indication AS i) AS c
		JOIN @extschema@.hcc_mapping AS m ON m.release_id = mapping AND m.model = name
			AND m.code IN (c.code, c.code || '.9', c.code || '.90', c.code || '9', c.code || '0')
		ORDER BY c.code, length(m.code), m.hcc DESC),
	told AS (
		SELECT i.drug, array_agg(DISTINCT p.hcc) AS hccs FROM indication AS i LEFT JOIN plain AS p USING (code)
		GROUP BY i.drug HAVING bool_and(p.hcc IS NOT NULL))
	SELECT t.drug, h.hcc, (SELECT min(p.mapped COLLATE "C") FROM indication AS i JOIN plain AS p USING (code) WHERE i.drug = t.drug AND p.hcc = h.hcc)
	FROM told AS t, unnest(t.hccs) AS h(hcc)
	WHERE NOT EXISTS (SELECT FROM unnest(t.hccs) AS o(hcc) WHERE o.hcc <> h.hcc AND NOT EXISTS (
		SELECT FROM @extschema@.hcc_hierarchy AS g WHERE g.release_id = pairs AND g.model = name AND g.hcc = o.hcc AND g.suppressed = h.hcc));
END
$$;
COMMENT ON FUNCTION @extschema@.drug_hccs(text, integer) IS
	'drugs that are given for conditions of one HCC only, or of HCCs above it; code: the least that the drug is given for';

CREATE FUNCTION @extschema@.risk_drug_suspects(pharmacy regclass, finding_table regclass, diagnoses regclass, model text DEFAULT 'V28',
	payment_year integer DEFAULT NULL, persons text[] DEFAULT NULL, pharmacy_columns jsonb DEFAULT '{}', note_columns jsonb DEFAULT '{}',
	diagnosis_columns jsonb DEFAULT '{}')
	RETURNS TABLE (person_id text, hcc_code text, hcc_description text, gap text, verdict text, suspect_type text, evidence_status text,
		hierarchical_status text, reason text, contributing_factor text, suspect_date date, dispensed bigint)
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000000 ROWS 2000
	SET search_path = pg_catalog, pg_temp SET jit = off
AS $$
#variable_conflict use_column
DECLARE
	service CONSTANT daterange := @extschema@.risk_service_year(payment_year);
	labels CONSTANT bigint := @extschema@.required_hcc_release('hcc_label', model, payment_year);
	pairs CONSTANT bigint := @extschema@.required_hcc_release('hcc_hierarchy', model, payment_year);
	name CONSTANT text := @extschema@.hcc_model_name(model);
BEGIN
	IF pharmacy IS NULL THEN
		RAISE EXCEPTION 'a table of drugs dispensed is needed' USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- The name begins with the drug, so that "insulin" does not make a syringe of it.
	RETURN QUERY
	WITH served AS (
		SELECT s.person_id, d.hcc, d.drug, d.code, count(*) AS dispensed, max(s.served) AS last
		FROM @extschema@.audit_services(pharmacy, pharmacy_columns, 'dispensing_date', 'ndc_description', persons) AS s
		JOIN @extschema@.drug_hccs(model, payment_year) AS d ON starts_with(s.value || ' ', upper(d.drug) || ' ')
		WHERE s.served <@ service
		GROUP BY s.person_id, d.hcc, d.drug, d.code),
	known AS MATERIALIZED (
		SELECT b.person_id, b.hcc FROM @extschema@.risk_billed(diagnoses, model, payment_year, 2, persons, diagnosis_columns) AS b WHERE b.hcc IS NOT NULL
		UNION SELECT c.person_id, c.hcc FROM @extschema@.risk_candidates(finding_table, model, payment_year, persons, note_columns) AS c
		WHERE c.said <> 'denied'),
	explained AS (
		SELECT k.person_id, k.hcc FROM known AS k
		UNION SELECT k.person_id, h.suppressed FROM known AS k
		JOIN @extschema@.hcc_hierarchy AS h ON h.release_id = pairs AND h.model = name AND h.hcc = k.hcc)
	SELECT s.person_id, s.hcc::text, (SELECT l.label FROM @extschema@.hcc_label AS l WHERE l.release_id = labels AND l.model = name AND l.hcc = s.hcc),
		'suspect', 'QUERY_PROVIDER', 'suspected', 'open-gap', 'not-applied', 'Medication suspect', s.code || ': ' || s.drug, s.last, s.dispensed
	FROM served AS s
	WHERE NOT EXISTS (SELECT FROM explained AS e WHERE e.person_id = s.person_id AND e.hcc = s.hcc)
	ORDER BY s.person_id COLLATE "C", s.hcc, s.drug COLLATE "C";
END
$$;
COMMENT ON FUNCTION @extschema@.risk_drug_suspects(regclass, regclass, regclass, text, integer, text[], jsonb, jsonb, jsonb) IS
	'HCCs that only drugs dispensed in the year of service point to: on no claim, in no note. A question to the provider, never a code';
