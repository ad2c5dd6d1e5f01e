-- From a note to codes: mentions, findings, suggestions.
-- All offsets are characters of the note, counted from 0; the end is exclusive.

CREATE FUNCTION @extschema@.mentions(note text, version integer DEFAULT NULL,
	OUT start_char integer, OUT end_char integer, OUT "text" text,
	OUT code @extschema@.icd10cm, OUT title text, OUT term text, OUT source text, OUT score integer,
	OUT section text, OUT negated boolean, OUT uncertain boolean, OUT historical boolean,
	OUT hypothetical boolean, OUT experiencer text, OUT relation text, OUT status text,
	OUT event_date date, OUT cue text, OUT cue_start integer, OUT cue_end integer)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 20
AS 'MODULE_PATHNAME', 'mc_mentions_sql';
COMMENT ON FUNCTION @extschema@.mentions(text, integer) IS
'The places of a note where a term occurs, with the code it names and what the note says of it; score 0 to 100 says how well the words fit';

CREATE FUNCTION @extschema@.findings(note text, version integer DEFAULT NULL,
	OUT start_char integer, OUT end_char integer, OUT "text" text,
	OUT code @extschema@.icd10cm, OUT title text, OUT term text, OUT source text, OUT score integer,
	OUT section text, OUT negated boolean, OUT uncertain boolean, OUT historical boolean,
	OUT hypothetical boolean, OUT experiencer text, OUT relation text, OUT status text,
	OUT event_date date, OUT cue text, OUT cue_start integer, OUT cue_end integer,
	OUT derived boolean, OUT evidence jsonb)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 20
AS 'MODULE_PATHNAME', 'mc_findings_sql';
COMMENT ON FUNCTION @extschema@.findings(text, integer) IS
'All conditions a note mentions, affirmed or not, with code, assertion and evidence; no setting applied';

CREATE FUNCTION @extschema@.assertion(note text, start_char integer, end_char integer, version integer DEFAULT NULL,
	OUT negated boolean, OUT uncertain boolean, OUT historical boolean,
	OUT hypothetical boolean, OUT experiencer text, OUT relation text, OUT status text,
	OUT event_date date, OUT cue text, OUT cue_start integer, OUT cue_end integer)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 1
AS 'MODULE_PATHNAME', 'mc_assertion_sql';
COMMENT ON FUNCTION @extschema@.assertion(text, integer, integer, integer) IS
'What a note says of a span that was found by other means: negated, uncertain, historical, hypothetical, of whom, with the cue';

CREATE FUNCTION @extschema@.suggest(note text, setting text DEFAULT 'outpatient',
	as_of date DEFAULT NULL, note_date date DEFAULT NULL, sex text DEFAULT NULL,
	birth_date date DEFAULT NULL, doc_type text DEFAULT NULL, author_role text DEFAULT 'provider',
	final boolean DEFAULT NULL, on_issue text DEFAULT 'error', version integer DEFAULT NULL,
	expect text DEFAULT NULL)
RETURNS TABLE (code @extschema@.icd10cm, title text, score integer, role text, sequence integer,
	paired_with @extschema@.icd10cm, status text, support text, section text, evidence jsonb,
	rules text[], release text, version integer, issue text)
LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 10
AS 'MODULE_PATHNAME', 'mc_suggest_sql';
COMMENT ON FUNCTION @extschema@.suggest(text, text, date, date, text, date, text, text, boolean, text, integer, text) IS
'The codes a note supports for an encounter in a setting, each with its evidence; as_of is the date of service, NULL: the newest release; a NULL note gives no row, with on_issue => ''row'' one that says so; version: a published version, NULL: all that can be seen, the draft included; expect: the fingerprint the terminology must have; the version is NULL in rows that the draft took part in; sex, birth_date, doc_type and final are not used yet and must be NULL';

CREATE FUNCTION @extschema@.highlight(note text, version integer DEFAULT NULL) RETURNS text
LANGUAGE C STABLE PARALLEL SAFE COST 1000
AS 'MODULE_PATHNAME', 'mc_highlight_sql';
COMMENT ON FUNCTION @extschema@.highlight(text, integer) IS
'The note as HTML with its findings and cues marked (classes mc-affirmed, mc-negated, mc-uncertain, mc-historical, mc-hypothetical, mc-family, mc-cue); everything from the note is escaped';

GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;
