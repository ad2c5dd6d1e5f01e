-- Looking HCCs and codes up.

CREATE FUNCTION @extschema@.hcc_model_name(name text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 5
AS 'MODULE_PATHNAME', 'mc_hcc_model_name_sql';
COMMENT ON FUNCTION @extschema@.hcc_model_name(text) IS
	'the name of a risk adjustment model in the tables, however it is written: 28 and CMS-HCC Model V28 are V28; NULL if it is none';

-- plpgsql, because SQL cannot raise
CREATE FUNCTION @extschema@.required_hcc_release(kind text, model text, payment_year integer)
	RETURNS bigint
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 300
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	name CONSTANT text := @extschema@.hcc_model_name(model);
	-- mappings, coefficients and factors are made for a year; the rest changes with a model, if at all
	yearly CONSTANT boolean := kind IN ('hcc_mapping', 'hcc_coefficient', 'hcc_adjustment');
	found bigint;
	file text;
	years text;
BEGIN
	IF name IS NULL THEN
		RAISE EXCEPTION 'not the name of a risk adjustment model'
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Models are named V28, V24, ESRD V24, RxHCC V08: SELECT DISTINCT model FROM @extschema@.hcc_model;';
	END IF;
	SELECT s.release_id INTO found FROM @extschema@.hcc_source AS s
	WHERE s.kind = required_hcc_release.kind AND s.model = name
		AND (required_hcc_release.payment_year IS NULL OR NOT yearly OR s.payment_year = required_hcc_release.payment_year)
	-- else the edition before, or the first one
	ORDER BY (s.payment_year <= required_hcc_release.payment_year) DESC NULLS LAST,
		CASE WHEN s.payment_year > required_hcc_release.payment_year THEN -s.payment_year ELSE s.payment_year END DESC
	LIMIT 1;
	IF found IS NOT NULL THEN
		RETURN found;
	END IF;
	file := CASE kind
		WHEN 'hcc_mapping' THEN 'ra_dx_to_cc_%s.csv' WHEN 'hcc_label' THEN 'ra_labels_%s.csv'
		WHEN 'hcc_hierarchy' THEN 'ra_hierarchies_%s.csv' WHEN 'hcc_edit' THEN 'ra_dx_edits.csv'
		WHEN 'hcc_coefficient' THEN 'ra_coefficients_%s.csv' WHEN 'hcc_adjustment' THEN 'payment_adjustments.csv'
		ELSE kind || '.tsv' END;
	SELECT string_agg(s.payment_year::text, ', ' ORDER BY s.payment_year) INTO years
	FROM @extschema@.hcc_source AS s WHERE s.kind = required_hcc_release.kind AND s.model = name;
	RAISE EXCEPTION '% of % % not loaded%',
		CASE kind WHEN 'hcc_mapping' THEN 'the mapping of diagnoses' WHEN 'hcc_label' THEN 'the labels'
			WHEN 'hcc_hierarchy' THEN 'the hierarchies' WHEN 'hcc_edit' THEN 'the edits of diagnoses'
			WHEN 'hcc_coefficient' THEN 'the coefficients' WHEN 'hcc_adjustment' THEN 'the payment adjustments'
			WHEN 'hcc_segment' THEN 'the terms of the segments' ELSE 'the variables' END,
		name, CASE WHEN kind = 'hcc_mapping' THEN 'is' ELSE 'are' END,
		coalesce(CASE WHEN yearly THEN ' for payment year ' || payment_year END, '')
		USING ERRCODE = 'object_not_in_prerequisite_state',
			DETAIL = coalesce('Loaded payment years: ' || years || '.', 'No payment year of it is loaded.'),
			HINT = format('SELECT * FROM @extschema@.load_file(%L, %L);',
				format(file, coalesce(payment_year, 2026)), 'PY' || coalesce(payment_year, 2026));
END
$$;
COMMENT ON FUNCTION @extschema@.required_hcc_release(text, text, integer) IS
	'release that holds for a kind of rows, model and payment year, the newest year for NULL; raises, with the statement that mends it, if there is none. Mappings, coefficients and payment adjustments are of just that year, others of the nearest before, or the first';

CREATE FUNCTION @extschema@.hcc_codes(model text, hcc integer, payment_year integer DEFAULT NULL)
	RETURNS SETOF @extschema@.icd10cm
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 100
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	name CONSTANT text := @extschema@.hcc_model_name(model);
	mapping CONSTANT bigint := @extschema@.required_hcc_release('hcc_mapping', model, payment_year);
BEGIN
	RETURN QUERY SELECT m.code::@extschema@.icd10cm FROM @extschema@.hcc_mapping AS m
		WHERE m.release_id = mapping AND m.model = name AND m.hcc = hcc_codes.hcc
		ORDER BY m.code COLLATE "C";
	IF NOT FOUND AND hcc IS NOT NULL THEN
		RAISE EXCEPTION 'the mapping of % has no HCC %', name, hcc
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = (SELECT format('Its release is %s, of origin %s.', r.release, r.origin)
					FROM @extschema@.release AS r WHERE r.release_id = mapping),
				HINT = CASE WHEN mapping >= 2147483648
					THEN format('SELECT DISTINCT hcc FROM @extschema@.hcc_mapping WHERE release_id = %s AND model = %L;', mapping, name)
					ELSE format('The starter has a part of the model. SELECT * FROM @extschema@.load_file(''ra_dx_to_cc_%1$s.csv'', ''PY%1$s'');',
						coalesce(payment_year, 2026)) END;
	END IF;
END
$$;
COMMENT ON FUNCTION @extschema@.hcc_codes(text, integer, integer) IS
	'diagnosis codes that stand for an HCC, before any edit, in a payment year, the newest loaded for NULL; raises if model, year or HCC are not loaded';

CREATE FUNCTION @extschema@.hcc_of(code @extschema@.icd10cm, model text, payment_year integer DEFAULT NULL)
	RETURNS SETOF integer
	LANGUAGE sql STABLE PARALLEL SAFE COST 500 ROWS 1
BEGIN ATOMIC
	SELECT m.hcc
	FROM (SELECT @extschema@.required_hcc_release('hcc_mapping', $2, $3) AS release_id OFFSET 0) AS r
	JOIN @extschema@.hcc_mapping AS m ON m.release_id = r.release_id AND m.model = @extschema@.hcc_model_name($2)
		AND m.code = $1::text
	ORDER BY m.hcc;
END;
COMMENT ON FUNCTION @extschema@.hcc_of(@extschema@.icd10cm, text, integer) IS
	'HCCs that a diagnosis code stands for, before any edit; none: it does not count in that model. Raises if model or year are not loaded';
