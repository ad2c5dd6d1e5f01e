-- Which records count for risk adjustment, and which codes the audits of high-risk groups ask for.
-- Rows, so that a site can change them: a row of the site takes the place of the starter's of the same value.

CREATE TABLE @extschema@.record_rule (
	aspect text NOT NULL CHECK (aspect IN ('note_type', 'setting', 'credential')),
	value text NOT NULL CHECK (value = lower(btrim(value)) AND value ~ '^[a-z0-9]+( [a-z0-9]+)*$'),
	accepted text NOT NULL CHECK (accepted IN ('yes', 'no', 'telehealth')),
	reason text,
	source text NOT NULL CHECK (source <> ''),
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	PRIMARY KEY (aspect, value, origin),
	CHECK (accepted <> 'no' OR coalesce(reason, '') <> '')
);
COMMENT ON TABLE @extschema@.record_rule IS 'Which records may prove a diagnosis for risk adjustment, by type of note, setting and credential of the author';
COMMENT ON COLUMN @extschema@.record_rule.value IS 'small letters and digits, words with one blank between them: discharge summary; it is looked for as whole words';
COMMENT ON COLUMN @extschema@.record_rule.accepted IS 'yes; no; telehealth: where the caller counts telehealth';
COMMENT ON COLUMN @extschema@.record_rule.reason IS 'why not';
COMMENT ON COLUMN @extschema@.record_rule.source IS 'where the rule comes from';

CREATE TABLE @extschema@.audit_code (
	risk_group text NOT NULL CHECK (risk_group <> ''),
	part text NOT NULL CHECK (part IN ('diagnosis', 'treatment', 'drug', 'history', 'instead')),
	value text NOT NULL CHECK (value = upper(value) AND value ~ '^[A-Z0-9][A-Z0-9 -]*$'),
	source text NOT NULL CHECK (source <> ''),
	listed boolean NOT NULL DEFAULT true,
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	PRIMARY KEY (risk_group, part, value, origin)
);
COMMENT ON TABLE @extschema@.audit_code IS 'Codes and drugs that decide the high-risk groups of OIG''s audits';
COMMENT ON COLUMN @extschema@.audit_code.part IS 'diagnosis: is in the group; treatment: procedures that prove it; drug: proves it, of claudication the drug that speaks against it; history: what a note codes instead when it is past; instead: another condition that explains it';
COMMENT ON COLUMN @extschema@.audit_code.value IS 'beginning of a code without dot, a range of procedure codes (77261-77799), or the beginning of a drug''s name, in capitals';
COMMENT ON COLUMN @extschema@.audit_code.listed IS 'false: a row of the site that takes the starter''s of the same value out';

CREATE TABLE @extschema@.value_condition (
	rule text NOT NULL CHECK (rule <> ''),
	at_least numeric,
	below numeric,
	code text NOT NULL CHECK (@extschema@.try_icd10cm(code) IS NOT NULL),
	days_apart integer NOT NULL DEFAULT 0 CHECK (days_apart >= 0),
	source text NOT NULL CHECK (source <> ''),
	origin text NOT NULL DEFAULT 'site' CHECK (origin IN ('starter', 'site')),
	PRIMARY KEY (rule, code, origin)
);
COMMENT ON TABLE @extschema@.value_condition IS 'The condition that a value without diagnosis may point to: a suspect for risk adjustment, never a code. Rows of a site for a rule take the place of all the starter has for it';
COMMENT ON COLUMN @extschema@.value_condition.rule IS 'of value_rule: the question that the value asks';
COMMENT ON COLUMN @extschema@.value_condition.at_least IS 'only for values from this on, in the unit of the measure';
COMMENT ON COLUMN @extschema@.value_condition.days_apart IS 'the rule must have asked of two notes at least so many days apart';

DO $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['record_rule', 'audit_code', 'value_condition'] LOOP
		EXECUTE format('GRANT SELECT ON @extschema@.%I TO PUBLIC', name);
		PERFORM pg_catalog.pg_extension_config_dump(format('@extschema@.%I', name)::regclass, 'WHERE origin <> ''starter''');
	END LOOP;
END
$$;

CREATE VIEW @extschema@.current_record_rule AS
SELECT r.aspect, r.value, r.accepted, r.reason, r.source, r.origin FROM @extschema@.record_rule AS r
WHERE r.origin = 'site' OR NOT EXISTS (SELECT FROM @extschema@.record_rule AS s
	WHERE s.origin = 'site' AND s.aspect = r.aspect AND s.value = r.value);
COMMENT ON VIEW @extschema@.current_record_rule IS 'rules for records in use: the site''s, and the starter''s where the site has none of the same value';
CREATE VIEW @extschema@.current_audit_code AS
SELECT a.risk_group, a.part, a.value, a.source, a.origin FROM @extschema@.audit_code AS a
WHERE a.listed AND (a.origin = 'site' OR NOT EXISTS (SELECT FROM @extschema@.audit_code AS s
	WHERE s.origin = 'site' AND s.risk_group = a.risk_group AND s.part = a.part AND s.value = a.value));
COMMENT ON VIEW @extschema@.current_audit_code IS 'codes and drugs of the high-risk groups in use';
GRANT SELECT ON @extschema@.current_record_rule, @extschema@.current_audit_code TO PUBLIC;
