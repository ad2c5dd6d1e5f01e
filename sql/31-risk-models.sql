-- Risk adjustment models as data: which diagnosis stands for which HCC, which
-- HCC outranks which, and what each term of a segment adds.
--
-- Each loaded file is a release of code system hcc (docs/risk.md).  A file may
-- have several models; hcc_model says which, and for which payment year.

CREATE TABLE @extschema@.hcc_model (
	release_id bigint NOT NULL,
	model text NOT NULL,
	payment_year integer NOT NULL,
	PRIMARY KEY (release_id, model, payment_year)
);
COMMENT ON TABLE @extschema@.hcc_model IS 'Models and payment years that each file of risk adjustment has rows of';
COMMENT ON COLUMN @extschema@.hcc_model.model IS 'V28, V24, ESRD V24, RxHCC V08, ...; hcc_model_name() gives this name for however it is written';
COMMENT ON COLUMN @extschema@.hcc_model.payment_year IS 'year of payment; the dates of service are those of the year before';

CREATE TABLE @extschema@.hcc_mapping (
	release_id bigint NOT NULL,
	model text NOT NULL,
	code text NOT NULL,
	hcc integer NOT NULL CHECK (hcc > 0),
	PRIMARY KEY (release_id, model, code, hcc)
);
CREATE INDEX hcc_mapping_by_hcc ON @extschema@.hcc_mapping (release_id, model, hcc);
COMMENT ON TABLE @extschema@.hcc_mapping IS 'The HCCs that a diagnosis code stands for: some codes have two';
COMMENT ON COLUMN @extschema@.hcc_mapping.code IS 'as printed: E11.9';

CREATE TABLE @extschema@.hcc_label (
	release_id bigint NOT NULL,
	model text NOT NULL,
	hcc integer NOT NULL,
	label text NOT NULL,
	PRIMARY KEY (release_id, model, hcc)
);
COMMENT ON TABLE @extschema@.hcc_label IS 'Names of the HCCs';

CREATE TABLE @extschema@.hcc_hierarchy (
	release_id bigint NOT NULL,
	model text NOT NULL,
	hcc integer NOT NULL,
	suppressed integer NOT NULL CHECK (suppressed <> hcc),
	PRIMARY KEY (release_id, model, hcc, suppressed)
);
COMMENT ON TABLE @extschema@.hcc_hierarchy IS 'Which HCC takes out which; a smaller number does not always outrank a larger one';

CREATE TABLE @extschema@.hcc_edit (
	release_id bigint NOT NULL,
	line integer NOT NULL,
	model text NOT NULL,
	code text NOT NULL,
	sex text CHECK (sex IN ('male', 'female')),
	age_min integer,
	age_max integer,
	hcc integer,
	PRIMARY KEY (release_id, line)
);
COMMENT ON TABLE @extschema@.hcc_edit IS 'What a diagnosis stands for at some age or sex instead of its mapping';
COMMENT ON COLUMN @extschema@.hcc_edit.sex IS 'only for this sex; NULL: for both';
COMMENT ON COLUMN @extschema@.hcc_edit.age_min IS 'only from this age on; NULL: from birth';
COMMENT ON COLUMN @extschema@.hcc_edit.age_max IS 'only up to this age, included';
COMMENT ON COLUMN @extschema@.hcc_edit.hcc IS 'instead of the HCCs of the mapping; NULL: none';

CREATE TABLE @extschema@.hcc_coefficient (
	release_id bigint NOT NULL,
	line integer NOT NULL,
	model text NOT NULL,
	term text NOT NULL,
	coefficient numeric NOT NULL,
	PRIMARY KEY (release_id, line)
);
CREATE INDEX hcc_coefficient_by_term ON @extschema@.hcc_coefficient (release_id, model, lower(term));
COMMENT ON TABLE @extschema@.hcc_coefficient IS 'What a term of a segment adds to the raw score';
COMMENT ON COLUMN @extschema@.hcc_coefficient.line IS 'line of the file, or place in the row of names';
COMMENT ON COLUMN @extschema@.hcc_coefficient.term IS 'segment and variable as published: CNA_HCC37';

CREATE TABLE @extschema@.hcc_variable (
	release_id bigint NOT NULL,
	model text NOT NULL,
	variable text NOT NULL,
	definition text NOT NULL,
	PRIMARY KEY (release_id, model, variable)
);
COMMENT ON TABLE @extschema@.hcc_variable IS 'Groups of HCCs, interactions, and what an HCC requires';
COMMENT ON COLUMN @extschema@.hcc_variable.variable IS 'as CMS names it; HCCn: this HCC counts only where its definition holds before hierarchies';
COMMENT ON COLUMN @extschema@.hcc_variable.definition IS 'one of several: HCC35 | HCC36; all of several: DIABETES_V28 & HF_V28; names are HCCn, DISABL, or variables of the model';

CREATE TABLE @extschema@.hcc_segment (
	release_id bigint NOT NULL,
	model text NOT NULL,
	segment text NOT NULL,
	term text NOT NULL,
	PRIMARY KEY (release_id, model, segment, term)
);
COMMENT ON TABLE @extschema@.hcc_segment IS 'The list of terms of each segment; a term that is not listed adds nothing there, one that is must have a coefficient';
COMMENT ON COLUMN @extschema@.hcc_segment.segment IS 'as in the names of its coefficients: CNA, INS, NE, ...';
COMMENT ON COLUMN @extschema@.hcc_segment.term IS 'a variable; HCC: each HCC of the model';

CREATE TABLE @extschema@.hcc_adjustment (
	release_id bigint NOT NULL,
	model text NOT NULL,
	payment_year integer NOT NULL,
	segment text NOT NULL,
	normalization_factor numeric NOT NULL CHECK (normalization_factor > 0),
	coding_adjustment numeric NOT NULL CHECK (coding_adjustment >= 0 AND coding_adjustment < 1),
	PRIMARY KEY (release_id, model, payment_year, segment)
);
COMMENT ON TABLE @extschema@.hcc_adjustment IS 'From the raw score to that for payment: normalisation and MA coding pattern';
COMMENT ON COLUMN @extschema@.hcc_adjustment.segment IS 'all, or the part of the model it is for: dialysis, functioning graft, MAPD, PDP';

CREATE TABLE @extschema@.hcc_blend (
	release_id bigint NOT NULL,
	payment_year integer NOT NULL,
	model text NOT NULL,
	weight numeric NOT NULL CHECK (weight > 0 AND weight <= 1),
	PRIMARY KEY (release_id, payment_year, model)
);
COMMENT ON TABLE @extschema@.hcc_blend IS 'Weights of the models whose payment scores are blended in a payment year';

CREATE TABLE @extschema@.hcc_eligible (
	release_id bigint NOT NULL,
	code text NOT NULL,
	PRIMARY KEY (release_id, code)
);
COMMENT ON TABLE @extschema@.hcc_eligible IS 'CPT and HCPCS codes that make a claim a source of diagnoses for risk adjustment';

-- Triggers, privileges and dumps, as the other tables of releases have them.
DO $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['hcc_model', 'hcc_mapping', 'hcc_label', 'hcc_hierarchy', 'hcc_edit', 'hcc_coefficient',
		'hcc_variable', 'hcc_segment', 'hcc_adjustment', 'hcc_blend', 'hcc_eligible'] LOOP
		EXECUTE format(
			'CREATE TRIGGER terminology_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE
			 ON @extschema@.%I FOR EACH STATEMENT EXECUTE FUNCTION @extschema@.terminology_changed()', name);
		EXECUTE format('ALTER TABLE @extschema@.%I ENABLE ALWAYS TRIGGER terminology_changed', name);
		EXECUTE format(
			'CREATE TRIGGER a_frozen BEFORE UPDATE OR DELETE ON @extschema@.%I
			 FOR EACH ROW EXECUTE FUNCTION @extschema@.protect_release()', name);
		EXECUTE format(
			'CREATE TRIGGER a_frozen_truncate BEFORE TRUNCATE ON @extschema@.%I
			 FOR EACH STATEMENT EXECUTE FUNCTION @extschema@.protect_release()', name);
		EXECUTE format('GRANT SELECT ON @extschema@.%I TO PUBLIC', name);
		PERFORM pg_catalog.pg_extension_config_dump(format('@extschema@.%I', name)::regclass,
			'WHERE release_id >= 2147483648');
	END LOOP;
END
$$;

-- One release of the starter for each kind, so that an official file takes the
-- place of just what it has.
INSERT INTO @extschema@.release (release_id, code_system, kind, release, effective, version, origin)
SELECT 100 + n, 'hcc', kind, 'starter', daterange('2025-01-01', '2026-01-01'), 1, 'starter'
FROM unnest(ARRAY['hcc_mapping', 'hcc_label', 'hcc_hierarchy', 'hcc_edit', 'hcc_coefficient', 'hcc_variable',
	'hcc_segment', 'hcc_adjustment', 'hcc_blend']) WITH ORDINALITY AS k(kind, n);

-- Of several files for one model and payment year the last one loaded holds.
CREATE VIEW @extschema@.hcc_source AS
SELECT DISTINCT ON (r.kind, m.model, m.payment_year) r.kind, m.model, m.payment_year, r.release_id, r.release, r.origin
FROM @extschema@.release AS r
JOIN @extschema@.hcc_model AS m USING (release_id)
WHERE r.code_system = 'hcc'
	AND (r.origin <> 'starter' OR NOT EXISTS (
		SELECT FROM @extschema@.release AS o
		JOIN @extschema@.hcc_model AS n USING (release_id)
		WHERE o.code_system = 'hcc' AND o.kind = r.kind AND n.model = m.model AND o.origin <> 'starter'))
ORDER BY r.kind, m.model, m.payment_year, r.version DESC, r.release_id DESC;
COMMENT ON VIEW @extschema@.hcc_source IS
	'the release that holds for each kind of rows, model and payment year; the starter''s only where no file of that kind and model is loaded';
GRANT SELECT ON @extschema@.hcc_source TO PUBLIC;
