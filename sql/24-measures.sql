-- What values_in() reads: measures, their names and units, the words around a value, and the
-- rules of value_questions().
--
-- Rows of origin 'starter' come with the extension, are never changed and not dumped; a row of
-- the site takes the place of the starter's for the same key.  They belong to no version of
-- the terminology: no code ever follows from them (docs/values.md).

CREATE TABLE @extschema@.measure (
	measure text NOT NULL CHECK (measure ~ '^[a-z][a-z0-9_]*$'),
	title text NOT NULL CHECK (title <> ''),
	class text NOT NULL CHECK (class IN ('lab', 'vital', 'score', 'study')),
	unit text,
	decimals smallint NOT NULL CHECK (decimals BETWEEN 0 AND 4),
	lowest numeric NOT NULL CHECK (lowest >= 0 AND lowest < 1000000000 AND scale(lowest) <= 9),
	highest numeric NOT NULL CHECK (highest > lowest AND highest < 1000000000 AND scale(highest) <= 9),
	out_of integer CHECK (out_of > 0),
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	PRIMARY KEY (measure, origin)
);
COMMENT ON TABLE @extschema@.measure IS 'What can be measured: laboratory tests, vital signs, scores, findings of studies';
COMMENT ON COLUMN @extschema@.measure.class IS 'lab: a range behind the value is the laboratory''s reference; vital: a limit without any word is ambiguous; score; study';
COMMENT ON COLUMN @extschema@.measure.unit IS 'the unit of normal_value; NULL: it has none';
COMMENT ON COLUMN @extschema@.measure.decimals IS 'of converted values';
COMMENT ON COLUMN @extschema@.measure.lowest IS 'least possible value, in that unit';
COMMENT ON COLUMN @extschema@.measure.highest IS 'greatest possible value';
COMMENT ON COLUMN @extschema@.measure.out_of IS 'points of a score, as in 14/27';

CREATE TABLE @extschema@.measure_name (
	phrase text NOT NULL CHECK (phrase <> '' AND octet_length(phrase) <= 200),
	measure text,
	second text CHECK (second IS NULL OR measure IS NOT NULL),
	letter_case text NOT NULL DEFAULT 'any' CHECK (letter_case IN ('any', 'capital')),
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	PRIMARY KEY (phrase, origin)
);
COMMENT ON TABLE @extschema@.measure_name IS 'Names of measures in notes; the longest one counts';
COMMENT ON COLUMN @extschema@.measure_name.measure IS 'NULL: what looks like a name and is none (weight loss)';
COMMENT ON COLUMN @extschema@.measure_name.second IS 'measure of the second of two numbers: BP 142/88';
COMMENT ON COLUMN @extschema@.measure_name.letter_case IS 'capital: only where it begins with a capital letter (K, Na)';

CREATE TABLE @extschema@.measure_unit (
	measure text NOT NULL,
	spelling text NOT NULL CHECK (spelling <> '' AND octet_length(spelling) <= 200),
	unit text NOT NULL CHECK (unit <> ''),
	bare boolean NOT NULL DEFAULT false,
	factor numeric NOT NULL CHECK (factor > 0 AND factor < 1000000000 AND scale(factor) <= 9),
	divisor numeric NOT NULL DEFAULT 1 CHECK (divisor > 0 AND divisor < 100000 AND scale(divisor) <= 4),
	addend numeric NOT NULL DEFAULT 0 CHECK (addend >= 0 AND addend < 1000000 AND scale(addend) <= 4),
	sub_unit text,
	sub_parts integer CHECK (sub_parts BETWEEN 2 AND 10000),
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	CHECK ((sub_unit IS NULL) = (sub_parts IS NULL)),
	PRIMARY KEY (measure, spelling, origin)
);
COMMENT ON TABLE @extschema@.measure_unit IS 'Units: value * factor / divisor + addend is the value in the unit of the measure';
COMMENT ON COLUMN @extschema@.measure_unit.spelling IS 'as notes have it';
COMMENT ON COLUMN @extschema@.measure_unit.unit IS 'its name, the same for all spellings';
COMMENT ON COLUMN @extschema@.measure_unit.bare IS 'values in this unit are written without it too; true for one spelling of a unit only';
COMMENT ON COLUMN @extschema@.measure_unit.sub_unit IS 'unit of the second part of a value in two: 5 ft 10 in';
COMMENT ON COLUMN @extschema@.measure_unit.sub_parts IS 'how many of them are one of this';

CREATE TABLE @extschema@.measure_word (
	phrase text NOT NULL CHECK (phrase <> '' AND octet_length(phrase) <= 200),
	role text NOT NULL CHECK (role IN ('filler', 'point', 'was', 'from', 'between', 'change', 'to', 'and', 'over', 'out_of',
		'earlier', 'again', 'now', 'goal', 'reference', 'normal', 'instruction', 'order', 'specimen', 'below', 'at_most', 'above',
		'at_least', 'about', 'count', 'other')),
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	PRIMARY KEY (phrase, role, origin)
);
COMMENT ON TABLE @extschema@.measure_word IS 'Words around a value and what they say of it';
COMMENT ON COLUMN @extschema@.measure_word.role IS 'docs/values.md, "Words"';

CREATE TABLE @extschema@.value_rule (
	rule text NOT NULL CHECK (rule <> ''),
	measure text NOT NULL,
	at_least numeric,
	below numeric CHECK (at_least IS NULL OR below > at_least),
	when_documented text,
	unless_documented text NOT NULL,
	adult boolean NOT NULL DEFAULT false,
	question text NOT NULL CHECK (question <> ''),
	source text NOT NULL CHECK (source <> ''),
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	CHECK (at_least IS NOT NULL OR below IS NOT NULL),
	PRIMARY KEY (rule, origin)
);
COMMENT ON TABLE @extschema@.value_rule IS 'Which value asks which question of the provider; never a code';
COMMENT ON COLUMN @extschema@.value_rule.at_least IS 'in the unit of the measure';
COMMENT ON COLUMN @extschema@.value_rule.when_documented IS 'codes and headings with blanks between, one of which has to be documented; NULL: none';
COMMENT ON COLUMN @extschema@.value_rule.unless_documented IS 'codes and headings; any of them documented answers the question';
COMMENT ON COLUMN @extschema@.value_rule.adult IS 'not asked of a patient whose age is given as below 20';
COMMENT ON COLUMN @extschema@.value_rule.question IS 'names the value and no diagnosis, so that it does not lead';
COMMENT ON COLUMN @extschema@.value_rule.source IS 'where the limit comes from';

CREATE FUNCTION @extschema@.protect_starter() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
	RAISE EXCEPTION 'rows of the starter cannot be changed'
		USING ERRCODE = 'object_not_in_prerequisite_state',
			HINT = format('Add a row of your own for the same; it takes its place: INSERT INTO @extschema@.%I ...', TG_TABLE_NAME);
END
$$;
REVOKE ALL ON FUNCTION @extschema@.protect_starter() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.protect_starter() IS 'Trigger: refuses to change what comes with the extension';

DO $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['measure', 'measure_name', 'measure_unit', 'measure_word', 'value_rule'] LOOP
		EXECUTE format(
			'CREATE TRIGGER a_starter BEFORE UPDATE OR DELETE ON @extschema@.%I FOR EACH ROW
			 WHEN (OLD.origin = ''starter'') EXECUTE FUNCTION @extschema@.protect_starter()', name);
		EXECUTE format(
			'CREATE TRIGGER a_starter_truncate BEFORE TRUNCATE ON @extschema@.%I
			 FOR EACH STATEMENT EXECUTE FUNCTION @extschema@.protect_starter()', name);
		-- sessions keep the rows in memory and ask terminology_change whether they are still right
		EXECUTE format(
			'CREATE TRIGGER terminology_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
			 ON @extschema@.%I FOR EACH STATEMENT EXECUTE FUNCTION @extschema@.terminology_changed()', name);
		EXECUTE format('ALTER TABLE @extschema@.%I ENABLE ALWAYS TRIGGER terminology_changed', name);
		EXECUTE format('GRANT SELECT ON @extschema@.%I TO PUBLIC', name);
		PERFORM pg_catalog.pg_extension_config_dump(format('@extschema@.%I', name)::regclass, $where$WHERE origin <> 'starter'$where$);
	END LOOP;
END
$$;
