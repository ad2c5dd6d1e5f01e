-- Values of laboratory tests, vital signs, scores and studies in notes, and the questions that
-- they ask of the provider. Evidence, never a code.

CREATE FUNCTION @extschema@.values_in(note text,
	OUT start_char integer, OUT end_char integer, OUT "text" text, OUT measure text, OUT kind text,
	OUT value numeric, OUT low numeric, OUT high numeric, OUT comparator text, OUT unit text,
	OUT normal_value numeric, OUT normal_low numeric, OUT normal_high numeric, OUT normal_unit text,
	OUT measured date, OUT name_start integer, OUT name_end integer, OUT name text, OUT section text, OUT issue text)
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 500 ROWS 10
AS 'MODULE_PATHNAME', 'mc_values_in_sql';
COMMENT ON FUNCTION @extschema@.values_in(text) IS
'The values of laboratory tests, vital signs, scores and ejection fractions that a note states, as written and in the unit of the measure (normal_*); kind is measurement, earlier, goal, reference or instruction; issue says why a value is not to be relied on; measured is the date beside it, the first day of the month or year where the note says no more';

CREATE FUNCTION @extschema@.value_questions(note text, age integer DEFAULT NULL, version integer DEFAULT NULL)
RETURNS TABLE (rule text, measure text, found text, question text, evidence jsonb, documented text[], source text)
LANGUAGE sql STABLE PARALLEL SAFE COST 3000 ROWS 3
BEGIN ATOMIC
	WITH rules AS (
		SELECT DISTINCT ON (r.rule) r.rule, r.measure, r.at_least, r.below, r.when_documented, r.unless_documented,
			r.adult, r.question, r.source
		FROM @extschema@.value_rule AS r
		ORDER BY r.rule, r.origin = 'starter'
	), stated AS (
		SELECT v.*, coalesce(v.normal_value, v.normal_low, v.normal_high) AS least,
			coalesce(v.normal_value, v.normal_high, v.normal_low) AS greatest
		FROM @extschema@.values_in(note) AS v
		WHERE v.kind = 'measurement' AND v.issue IS NULL
	), asked AS (
		SELECT r.rule, r.measure, r.when_documented, r.unless_documented, r.question, r.source,
			string_agg(s.name || ' ' || s.text, '; ' ORDER BY s.start_char) AS found,
			jsonb_agg(jsonb_build_object('start_char', s.start_char, 'end_char', s.end_char, 'text', s.text,
				'name', s.name, 'section', s.section, 'value', coalesce(s.normal_value, s.normal_low, s.normal_high),
				'unit', s.normal_unit, 'measured', s.measured) ORDER BY s.start_char) AS evidence
		FROM rules AS r JOIN stated AS s ON s.measure = r.measure
			-- the whole range has to lie there; of a limit the side that is open does if the rule is open there
			AND (r.at_least IS NULL OR s.least >= r.at_least AND coalesce(s.comparator, '') NOT IN ('<', '<='))
			AND (r.below IS NULL OR (s.greatest < r.below OR s.comparator = '<' AND s.greatest <= r.below)
				AND coalesce(s.comparator, '') NOT IN ('>', '>='))
		WHERE NOT (r.adult AND coalesce(age < 20, false))
		GROUP BY r.rule, r.measure, r.when_documented, r.unless_documented, r.question, r.source
	), documented AS (
		SELECT DISTINCT f.code::text AS code
		FROM @extschema@.findings(note, version) AS f
		WHERE f.code IS NOT NULL AND NOT f.negated AND NOT f.hypothetical AND NOT f.uncertain AND f.experiencer = 'patient'
			AND EXISTS (SELECT FROM asked)
	)
	SELECT a.rule, a.measure, a.found, a.question, a.evidence,
		(SELECT array_agg(d.code ORDER BY d.code COLLATE "C") FROM documented AS d
		 WHERE EXISTS (SELECT FROM string_to_table(a.when_documented, ' ') AS c (code) WHERE starts_with(d.code, c.code))),
		a.source
	FROM asked AS a
	WHERE NOT EXISTS (SELECT FROM documented AS d, string_to_table(a.unless_documented, ' ') AS c (code)
			WHERE starts_with(d.code, c.code))
		AND (a.when_documented IS NULL OR EXISTS (
			SELECT FROM documented AS d, string_to_table(a.when_documented, ' ') AS c (code) WHERE starts_with(d.code, c.code)))
	ORDER BY a.rule COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.value_questions(text, integer, integer) IS
'What the values of a note ask of the provider: measured values for which the same note documents no condition (or no type, no stage); found is what the note says, question is neutral, evidence has the spans, documented the codes that the rule needs and found; never a code to bill';
