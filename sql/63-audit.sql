-- Notes against what was billed: a verdict for each code.  docs/audit.md.

CREATE FUNCTION @extschema@.audit(note text, billed text[], setting text DEFAULT 'outpatient',
	as_of date DEFAULT NULL, note_date date DEFAULT NULL, sex text DEFAULT NULL,
	birth_date date DEFAULT NULL, doc_type text DEFAULT NULL, author_role text DEFAULT 'provider',
	final boolean DEFAULT NULL, signed boolean DEFAULT NULL, code_source text DEFAULT 'coder',
	on_issue text DEFAULT 'error', version integer DEFAULT NULL, expect text DEFAULT NULL,
	OUT "position" integer, OUT billed text, OUT code @extschema@.icd10cm, OUT title text, OUT verdict text,
	OUT use_code @extschema@.icd10cm, OUT use_title text, OUT status text, OUT rule text, OUT rules text[],
	OUT evidence jsonb, OUT against jsonb, OUT advice text, OUT code_source text, OUT release text,
	OUT version integer, OUT issue text)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 1100 ROWS 10
AS 'MODULE_PATHNAME', 'mc_audit_sql';
COMMENT ON FUNCTION @extschema@.audit(text, text[], text, date, date, text, date, text, text, boolean, boolean, text, text, integer, text) IS
'What a note says of each billed code, and which documented code was not billed (verdict MISSED, position NULL): SUPPORTED, LESS_SPECIFIC, OVER_SPECIFIED, CONFLICTING_DETAIL, CONTRADICTED, UNCERTAIN_NOT_CODABLE, HISTORY_CODED_AS_ACTIVE, SUPPORTED_WEAK, LIST_ONLY, NOT_CODABLE_SOURCE, COMPONENT_OF_COMBINATION, SEQUENCE, CONFLICTING_RECORD, QUERY_PROVIDER, UNSUPPORTED, NO_RECORD; the code to use instead, the words for and against it, the rule; billed: the first-listed or principal code first; note NULL or signed false: NO_RECORD; code_source: who proposed the codes, given back; advice: a question of clinical validation, never a change of code; what is wrong with a billed code is a row with issue; other arguments as of suggest()';

CREATE FUNCTION @extschema@.audit_encounter(notes @extschema@.note_input[], billed text[], setting text DEFAULT 'outpatient',
	as_of date DEFAULT NULL, sex text DEFAULT NULL, birth_date date DEFAULT NULL, final boolean DEFAULT NULL,
	code_source text DEFAULT 'coder', on_issue text DEFAULT 'error', version integer DEFAULT NULL, expect text DEFAULT NULL,
	OUT "position" integer, OUT billed text, OUT code @extschema@.icd10cm, OUT title text, OUT verdict text,
	OUT use_code @extschema@.icd10cm, OUT use_title text, OUT status text, OUT rule text, OUT rules text[],
	OUT evidence jsonb, OUT against jsonb, OUT advice text, OUT code_source text, OUT release text,
	OUT version integer, OUT issue text)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 5500 ROWS 20
AS 'MODULE_PATHNAME', 'mc_audit_encounter_sql';
COMMENT ON FUNCTION @extschema@.audit_encounter(@extschema@.note_input[], text[], text, date, text, date, boolean, text, text, integer, text) IS
'What the notes of an encounter say together of each billed code, as audit() does for one; no note, or none that diagnoses may be coded from: NO_RECORD';
