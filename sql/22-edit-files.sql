-- Edits of claims as the publishers' files have them.  Rows of a release, as in
-- 21-codes.sql; docs/claim-edits.md has the rules.

CREATE TABLE @extschema@.ptp_list (
	release_id bigint NOT NULL,
	column1 text NOT NULL,
	pairs bytea NOT NULL,
	PRIMARY KEY (release_id, column1)
);
ALTER TABLE @extschema@.ptp_list ALTER pairs SET STORAGE EXTERNAL;
COMMENT ON TABLE @extschema@.ptp_list IS 'NCCI procedure-to-procedure edits, a row for each column one code; ptp_edits() shows them';
COMMENT ON COLUMN @extschema@.ptp_list.pairs IS 'ten bytes for each edit, in order; docs/claim-edits.md';

CREATE TABLE @extschema@.ptp_file (
	release_id bigint PRIMARY KEY,
	first_day date,
	rationales text[] NOT NULL
);
COMMENT ON TABLE @extschema@.ptp_file IS 'What is true of a file of procedure-to-procedure edits as a whole';
COMMENT ON COLUMN @extschema@.ptp_file.first_day IS 'the earliest effective date in it; NULL: there are edits without, and the file speaks of days of its own quarter and later';
COMMENT ON COLUMN @extschema@.ptp_file.rationales IS 'texts that its records name by number, from 0';

CREATE TABLE @extschema@.mue_value (
	release_id bigint NOT NULL,
	code text NOT NULL,
	units integer NOT NULL CHECK (units >= 0),
	mai smallint NOT NULL CHECK (mai BETWEEN 1 AND 3),
	rationale text,
	PRIMARY KEY (release_id, code)
);
COMMENT ON TABLE @extschema@.mue_value IS 'Medically unlikely edits: units of a code that one provider reports for one patient';
COMMENT ON COLUMN @extschema@.mue_value.mai IS '1: units of a line; 2: units of a day, absolute by policy; 3: units of a day, a clinical benchmark';

CREATE TABLE @extschema@.add_on_pair (
	release_id bigint NOT NULL,
	line integer NOT NULL,
	add_on_code text NOT NULL,
	primary_code text,
	edit_type smallint NOT NULL CHECK (edit_type BETWEEN 1 AND 3),
	effective date,
	deletion date,
	PRIMARY KEY (release_id, line)
);
CREATE INDEX add_on_pair_by_code ON @extschema@.add_on_pair (release_id, add_on_code);
COMMENT ON TABLE @extschema@.add_on_pair IS 'Add-on codes and the codes they are added to';
COMMENT ON COLUMN @extschema@.add_on_pair.primary_code IS 'NULL: the contractor decides';
COMMENT ON COLUMN @extschema@.add_on_pair.edit_type IS '1: all primary codes are listed; 2: the contractor decides; 3: some are listed';
COMMENT ON COLUMN @extschema@.add_on_pair.deletion IS 'the last day';

CREATE TABLE @extschema@.mce_code (
	release_id bigint NOT NULL,
	list text NOT NULL,
	code_system text NOT NULL CHECK (code_system IN ('icd10cm', 'icd10pcs')),
	code text NOT NULL,
	age_from integer,
	age_to integer,
	PRIMARY KEY (release_id, list, code_system, code)
);
COMMENT ON TABLE @extschema@.mce_code IS 'Lists of the Medicare Code Editor';
COMMENT ON COLUMN @extschema@.mce_code.list IS 'newborn, pediatric, maternity, adult, female, male, manifestation, unacceptable_principal, questionable_admission, wrong_procedure, unspecified, or the publisher''s name of another';
COMMENT ON COLUMN @extschema@.mce_code.age_from IS 'years, of the lists of ages';

CREATE TABLE @extschema@.coverage_row (
	release_id bigint NOT NULL,
	line integer NOT NULL,
	policy text NOT NULL,
	contractor text,
	hcpcs text,
	diagnosis text,
	code_group integer,
	covered boolean NOT NULL,
	documentation text,
	effective date,
	ends date,
	PRIMARY KEY (release_id, line),
	CHECK (hcpcs IS NOT NULL OR diagnosis IS NOT NULL)
);
CREATE INDEX coverage_row_by_hcpcs ON @extschema@.coverage_row (hcpcs);
CREATE INDEX coverage_row_by_policy ON @extschema@.coverage_row (policy, code_group);
COMMENT ON TABLE @extschema@.coverage_row IS 'Coverage policies as their tables have them: rows of services, of diagnoses, or of both';
COMMENT ON COLUMN @extschema@.coverage_row.policy IS 'number of the LCD, article or NCD, or a payer''s own';
COMMENT ON COLUMN @extschema@.coverage_row.contractor IS 'NULL: the policy holds for all';
COMMENT ON COLUMN @extschema@.coverage_row.code_group IS 'joins services with diagnoses; NULL: all of the policy';
COMMENT ON COLUMN @extschema@.coverage_row.diagnosis IS 'code or heading';
COMMENT ON COLUMN @extschema@.coverage_row.documentation IS 'what the record has to show, criteria separated by semicolons';
COMMENT ON COLUMN @extschema@.coverage_row.ends IS 'the last day';
