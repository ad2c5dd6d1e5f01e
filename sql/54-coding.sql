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
'What a note says of a span that was found by other means: negated, uncertain, historical, hypothetical, of whom (relation: the relative, NULL for the patient), status (resolved, remission, ruled_out, surveillance, at_risk, screening, planned, allergy), event_date (its first day where only month or year are given), with the cue';

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
'The codes a note supports for an encounter in a setting, each with its evidence; as_of is the date of service, NULL: that of the note, and without either the newest release; sex: F, M, U; the age follows from birth_date and the date of service; doc_type: what kind of document the note is (discharge_summary, radiology_report, ...); author_role: provider or who else wrote it; final: whether it is the final statement of an inpatient stay; a NULL note gives no row; on_issue => ''row'': what is wrong with the input as a row with issue instead of an error; version: a published version, NULL: all that can be seen, the draft included; expect: the fingerprint the terminology must have; the version is NULL in rows that the draft took part in';

CREATE TYPE @extschema@.note_input AS (note_id text, note_date date, doc_type text, author_role text, signed boolean, body text);
COMMENT ON TYPE @extschema@.note_input IS
'A note of an encounter, for suggest_encounter() and suggest_agg(); what is NULL is taken as signed, written by the provider, of a kind and date that are not known';

CREATE TYPE @extschema@.suggestion AS (code @extschema@.icd10cm, title text, score integer, role text, sequence integer,
	paired_with @extschema@.icd10cm, status text, support text, section text, evidence jsonb,
	rules text[], release text, version integer, issue text);
COMMENT ON TYPE @extschema@.suggestion IS 'A row of suggest(), as suggest_agg() gives them';

CREATE FUNCTION @extschema@.suggest_encounter(notes @extschema@.note_input[], setting text DEFAULT 'outpatient',
	as_of date DEFAULT NULL, sex text DEFAULT NULL, birth_date date DEFAULT NULL, final boolean DEFAULT NULL,
	on_issue text DEFAULT 'error', version integer DEFAULT NULL, expect text DEFAULT NULL)
RETURNS TABLE (code @extschema@.icd10cm, title text, score integer, role text, sequence integer,
	paired_with @extschema@.icd10cm, status text, support text, section text, evidence jsonb,
	rules text[], release text, version integer, issue text)
LANGUAGE C STABLE PARALLEL SAFE COST 5000 ROWS 20
AS 'MODULE_PATHNAME', 'mc_suggest_encounter_sql';
COMMENT ON FUNCTION @extschema@.suggest_encounter(@extschema@.note_input[], text, date, text, date, boolean, text, integer, text) IS
'The codes that the notes of an encounter support together, as suggest() does for one: each code once, the most specific; evidence names the note; what one note documents and another denies has status query, what only an unsigned note says review; as_of NULL: the date of the last note; the order of the array does not matter';

CREATE FUNCTION @extschema@.suggest_agg_transition(state internal, note @extschema@.note_input) RETURNS internal
LANGUAGE C STABLE PARALLEL SAFE COST 10
AS 'MODULE_PATHNAME', 'mc_suggest_agg_transition';
COMMENT ON FUNCTION @extschema@.suggest_agg_transition(internal, @extschema@.note_input) IS 'Part of suggest_agg()';
CREATE FUNCTION @extschema@.suggest_agg_transition(state internal, note @extschema@.note_input, setting text) RETURNS internal
LANGUAGE C STABLE PARALLEL SAFE COST 10
AS 'MODULE_PATHNAME', 'mc_suggest_agg_transition';
COMMENT ON FUNCTION @extschema@.suggest_agg_transition(internal, @extschema@.note_input, text) IS 'Part of suggest_agg()';
CREATE FUNCTION @extschema@.suggest_agg_transition(state internal, note @extschema@.note_input, setting text,
	as_of date, sex text, birth_date date, final boolean, on_issue text, version integer, expect text) RETURNS internal
LANGUAGE C STABLE PARALLEL SAFE COST 10
AS 'MODULE_PATHNAME', 'mc_suggest_agg_transition';
COMMENT ON FUNCTION @extschema@.suggest_agg_transition(internal, @extschema@.note_input, text, date, text, date, boolean, text, integer, text) IS 'Part of suggest_agg()';
CREATE FUNCTION @extschema@.suggest_agg_final(state internal) RETURNS @extschema@.suggestion[]
LANGUAGE C STABLE PARALLEL SAFE COST 5000
AS 'MODULE_PATHNAME', 'mc_suggest_agg_final';
COMMENT ON FUNCTION @extschema@.suggest_agg_final(internal) IS 'Part of suggest_agg()';

CREATE AGGREGATE @extschema@.suggest_agg(note @extschema@.note_input) (
	SFUNC = @extschema@.suggest_agg_transition, STYPE = internal, SSPACE = 16384,
	FINALFUNC = @extschema@.suggest_agg_final, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.suggest_agg(@extschema@.note_input) IS
'suggest_encounter() over the notes of a group, for an outpatient; unnest() makes rows of it';
CREATE AGGREGATE @extschema@.suggest_agg(note @extschema@.note_input, setting text) (
	SFUNC = @extschema@.suggest_agg_transition, STYPE = internal, SSPACE = 16384,
	FINALFUNC = @extschema@.suggest_agg_final, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.suggest_agg(@extschema@.note_input, text) IS
'suggest_encounter() over the notes of a group in a setting, the same for all of them; unnest() makes rows of it';
CREATE AGGREGATE @extschema@.suggest_agg(note @extschema@.note_input, setting text, as_of date, sex text,
	birth_date date, final boolean, on_issue text, version integer, expect text) (
	SFUNC = @extschema@.suggest_agg_transition, STYPE = internal, SSPACE = 16384,
	FINALFUNC = @extschema@.suggest_agg_final, PARALLEL = SAFE);
COMMENT ON AGGREGATE @extschema@.suggest_agg(@extschema@.note_input, text, date, text, date, boolean, text, integer, text) IS
'suggest_encounter() over the notes of a group, with all that is known of the encounter, the same for all of them; unnest() makes rows of it';

CREATE FUNCTION @extschema@.considered(note text, setting text DEFAULT 'outpatient',
	as_of date DEFAULT NULL, note_date date DEFAULT NULL, sex text DEFAULT NULL,
	birth_date date DEFAULT NULL, doc_type text DEFAULT NULL, author_role text DEFAULT 'provider',
	final boolean DEFAULT NULL, on_issue text DEFAULT 'error', version integer DEFAULT NULL,
	expect text DEFAULT NULL)
RETURNS TABLE (code @extschema@.icd10cm, title text, reason text, winner @extschema@.icd10cm,
	status text, score integer, section text, evidence jsonb, term text, source text,
	release text, version integer, issue text)
LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 10
AS 'MODULE_PATHNAME', 'mc_considered_sql';
COMMENT ON FUNCTION @extschema@.considered(text, text, date, date, text, date, text, text, boolean, text, integer, text) IS
'The codes that a note names and suggest() with the same arguments does not propose: the rule that took each out, the code in its place (winner), and the status and score it would have had';

CREATE FUNCTION @extschema@.open_questions(note text, setting text DEFAULT 'outpatient',
	as_of date DEFAULT NULL, note_date date DEFAULT NULL, sex text DEFAULT NULL,
	birth_date date DEFAULT NULL, doc_type text DEFAULT NULL, author_role text DEFAULT 'provider',
	final boolean DEFAULT NULL, on_issue text DEFAULT 'error', version integer DEFAULT NULL,
	expect text DEFAULT NULL)
RETURNS TABLE (code @extschema@.icd10cm, title text, question text, axis text, choices jsonb,
	evidence jsonb, release text, version integer, issue text)
LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 10
AS 'MODULE_PATHNAME', 'mc_open_questions_sql';
COMMENT ON FUNCTION @extschema@.open_questions(text, text, date, date, text, date, text, text, boolean, text, integer, text) IS
'What a note leaves open of the codes that suggest() with the same arguments proposes: which side, which stage, ...; choices are the codes that the answers lead to; only questions whose answer changes the code';

CREATE FUNCTION @extschema@.patient_statements(note text, version integer DEFAULT NULL,
	OUT start_char integer, OUT end_char integer, OUT "text" text, OUT age integer, OUT sex text, OUT section text)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 500 ROWS 1
AS 'MODULE_PATHNAME', 'mc_patient_statements_sql';
COMMENT ON FUNCTION @extschema@.patient_statements(text, integer) IS
'What a note says of the age (in whole years, 0 below one) and the sex (F, M; NULL: not there) of the patient, as in "62-year-old male" and "3-day-old infant", outside of sections that speak of others as well';

CREATE FUNCTION @extschema@.condition_class_of(code text) RETURNS text
LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 200
BEGIN ATOMIC
	SELECT c.class FROM @extschema@.condition_class AS c
	WHERE c.code IN ($1, left($1, 3), left($1, 5), left($1, 6), left($1, 7))
		AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = 'condition_class' AND r.row_id = c.condition_class_id)
	ORDER BY length(c.code) DESC, c.origin = 'site' DESC LIMIT 1;
END;
COMMENT ON FUNCTION @extschema@.condition_class_of(text) IS
'chronic, acute, lifelong or status, by the longest code of condition_class that the code stands under; NULL: no row says it';

CREATE FUNCTION @extschema@.highlight(note text, version integer DEFAULT NULL) RETURNS text
LANGUAGE C STABLE PARALLEL SAFE COST 1000
AS 'MODULE_PATHNAME', 'mc_highlight_sql';
COMMENT ON FUNCTION @extschema@.highlight(text, integer) IS
'The note as HTML with its findings and cues marked (classes mc-affirmed, mc-negated, mc-uncertain, mc-historical, mc-hypothetical, mc-family, mc-cue); everything from the note is escaped';

GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;
