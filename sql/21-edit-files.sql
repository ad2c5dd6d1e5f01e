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
