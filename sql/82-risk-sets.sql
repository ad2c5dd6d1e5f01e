-- What follows from scores: the value of one code, blends of models, all members of a table.

CREATE FUNCTION @extschema@.raf_change(codes text[], add text[], remove text[], model text, payment_year integer, age integer,
	sex text, dual text DEFAULT '00', orec text DEFAULT '0', lti boolean DEFAULT false, new_enrollee boolean DEFAULT false,
	medicaid boolean DEFAULT NULL, snp boolean DEFAULT false, segment text DEFAULT NULL,
	OUT hccs_added integer[], OUT hccs_removed integer[], OUT raw_before numeric, OUT raw_after numeric, OUT raw_change numeric,
	OUT payment_before numeric, OUT payment_after numeric, OUT payment_change numeric, OUT issues text[])
	LANGUAGE sql STABLE PARALLEL SAFE COST 500
BEGIN ATOMIC
	SELECT ARRAY(SELECT unnest(a.hccs) EXCEPT SELECT unnest(b.hccs) ORDER BY 1),
		ARRAY(SELECT unnest(b.hccs) EXCEPT SELECT unnest(a.hccs) ORDER BY 1),
		b.raw_score, a.raw_score, a.raw_score - b.raw_score,
		b.payment_score, a.payment_score, a.payment_score - b.payment_score, a.issues
	FROM (
		SELECT ARRAY(SELECT c FROM unnest($1) AS c
			WHERE NOT EXISTS (SELECT FROM unnest($3) AS r
				WHERE coalesce(@extschema@.try_icd10cm(r)::text, r) = coalesce(@extschema@.try_icd10cm(c)::text, c))) || $2 AS codes) AS n,
		LATERAL @extschema@.raf_score($1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS b,
		LATERAL @extschema@.raf_score(n.codes, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS a;
END;
COMMENT ON FUNCTION @extschema@.raf_change(text[], text[], text[], text, integer, integer, text, text, text, boolean, boolean, boolean, boolean, text) IS
	'what adding or removing codes changes, after hierarchies, interactions and counts: zero where an HCC that is there already outranks the new one';

CREATE FUNCTION @extschema@.raf_blend(codes text[], payment_year integer, age integer, sex text, dual text DEFAULT '00',
	orec text DEFAULT '0', lti boolean DEFAULT false, new_enrollee boolean DEFAULT false, medicaid boolean DEFAULT NULL,
	snp boolean DEFAULT false)
	RETURNS TABLE (model text, weight numeric, score_segment text, hccs integer[], raw_score numeric,
		normalized_score numeric, payment_score numeric, issues text[])
	LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 ROWS 3
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	total CONSTANT numeric := (SELECT sum(b.weight) FROM @extschema@.hcc_blend AS b
		JOIN @extschema@.hcc_source AS s ON s.kind = 'hcc_blend' AND s.release_id = b.release_id AND s.model = b.model
			AND s.payment_year = b.payment_year
		WHERE b.payment_year = raf_blend.payment_year);
BEGIN
	IF total IS DISTINCT FROM 1 THEN
		RAISE EXCEPTION 'the weights of the models are not known for payment year %', payment_year
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = CASE WHEN total IS NULL THEN 'None is loaded.' ELSE format('They add up to %s.', total) END,
				HINT = format('SELECT * FROM @extschema@.load_content(E''payment_year\tmodel\tweight\n%s\tV28\t1\n'');', payment_year);
	END IF;
	RETURN QUERY
	WITH scored AS (
		SELECT b.model, b.weight, r.score_segment, r.hccs, r.raw_score, r.normalized_score, r.payment_score, r.issues
		FROM @extschema@.hcc_blend AS b
		JOIN @extschema@.hcc_source AS s ON s.kind = 'hcc_blend' AND s.release_id = b.release_id AND s.model = b.model
			AND s.payment_year = b.payment_year,
			LATERAL @extschema@.raf_score(raf_blend.codes, b.model, b.payment_year, raf_blend.age, raf_blend.sex, raf_blend.dual,
				raf_blend.orec, raf_blend.lti, raf_blend.new_enrollee, raf_blend.medicaid, raf_blend.snp) AS r
		WHERE b.payment_year = raf_blend.payment_year)
	SELECT * FROM (
		SELECT * FROM scored
		UNION ALL
		SELECT 'blend', 1, NULL, NULL, NULL, NULL,
			CASE WHEN bool_and(x.payment_score IS NOT NULL) THEN round(sum(x.weight * x.payment_score), 3) END, NULL
		FROM scored AS x) AS u
	ORDER BY u.model = 'blend', u.model COLLATE "C";
END
$$;
COMMENT ON FUNCTION @extschema@.raf_blend(text[], integer, integer, text, text, text, boolean, boolean, boolean, boolean) IS
	'the scores by each model of a payment year, each to its end, and their weighted sum, rounded once';

CREATE FUNCTION @extschema@.raf_of(members regclass, diagnoses regclass, model text, payment_year integer)
	RETURNS TABLE (member_id text, score_segment text, hccs integer[], raw_score numeric, normalized_score numeric,
		payment_score numeric, issues text[])
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED COST 1000000 ROWS 100000
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	arguments text := '';
	wanted text;
	argument record;
BEGIN
	-- what a table does not have takes the default of raf_score()
	FOR argument IN
		SELECT w.name, w.otherwise, w.type, w.place, @extschema@.has_column(members, w.name) AS there
		FROM (VALUES (1, 'age', NULL, 'integer'), (2, 'sex', NULL, 'text'), (3, 'dual', $q$'00'$q$, 'text'), (4, 'orec', $q$'0'$q$, 'text'),
			(5, 'lti', 'false', 'boolean'), (6, 'new_enrollee', 'false', 'boolean'), (7, 'medicaid', 'NULL', 'boolean'), (8, 'snp', 'false', 'boolean'))
			AS w(place, name, otherwise, type)
		ORDER BY w.place
	LOOP
		IF NOT argument.there AND argument.otherwise IS NULL THEN
			wanted := argument.name;
		END IF;
		arguments := arguments || ', ' || CASE WHEN argument.there THEN format('m.%I::%s', argument.name, argument.type)
			ELSE argument.otherwise || '::' || argument.type END;
	END LOOP;
	IF wanted IS NOT NULL THEN
		RAISE EXCEPTION 'table % has no column %', members, wanted
			USING ERRCODE = 'undefined_column',
				HINT = 'Give a view with member_id, age (on 1 February of the payment year), sex, and those that are known of dual, orec, lti, new_enrollee, medicaid, snp.';
	END IF;
	RETURN QUERY EXECUTE format($q$
		SELECT m.member_id::text, r.score_segment, r.hccs, r.raw_score, r.normalized_score, r.payment_score, r.issues
		FROM %1$s AS m
		LEFT JOIN (SELECT d.member_id, array_agg(d.code::text) AS codes FROM %2$s AS d GROUP BY d.member_id) AS d USING (member_id)
		LEFT JOIN (SELECT n.member_id FROM %1$s AS n GROUP BY n.member_id HAVING count(*) > 1) AS t USING (member_id),
			LATERAL @extschema@.raf_score(coalesce(d.codes, '{}'), $1, $2 %3$s) AS r
		WHERE t.member_id IS NULL AND m.member_id IS NOT NULL
		UNION ALL
		SELECT n.member_id::text, NULL, NULL, NULL, NULL, NULL,
			ARRAY[CASE WHEN n.member_id IS NULL THEN 'no_member_id' ELSE 'two_beneficiaries' END]
		FROM %1$s AS n GROUP BY n.member_id HAVING count(*) > 1 OR n.member_id IS NULL
		UNION ALL
		SELECT d.member_id::text, NULL, NULL, NULL, NULL, NULL, ARRAY['no_member']
		FROM %2$s AS d WHERE NOT EXISTS (SELECT FROM %1$s AS n WHERE n.member_id = d.member_id) GROUP BY d.member_id$q$,
		members, diagnoses, arguments) USING model, payment_year;
END
$$;
COMMENT ON FUNCTION @extschema@.raf_of(regclass, regclass, text, integer) IS
	'scores of all members of a table, with diagnoses of another (member_id, code): an id with two rows of members, or with diagnoses and no member, is an issue';
