-- MEAT: was a diagnosis monitored, evaluated, assessed or treated in a note?  docs/meat.md.

CREATE FUNCTION @extschema@.meat(note text, earlier text[] DEFAULT NULL, strong text DEFAULT 'AT', minimum integer DEFAULT 1,
	version integer DEFAULT NULL,
	OUT code @extschema@.icd10cm, OUT title text, OUT grade text, OUT grade_as_written text, OUT elements text,
	OUT start_char integer, OUT end_char integer, OUT "text" text, OUT section text, OUT denied boolean, OUT signs jsonb)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 1200 ROWS 10
AS 'MODULE_PATHNAME', 'mc_meat_sql';
COMMENT ON FUNCTION @extschema@.meat(text, text[], text, integer, integer) IS
'How well a note proves each diagnosis it names: grade STRONG, MODERATE, NAMED, LIST_ONLY, HISTORY_ONLY, UNCERTAIN, CONTRADICTED; elements of MEAT with the words that show them; earlier: the member''s earlier notes, text copied from which lowers the grade; strong: elements of which one makes it strong; minimum: elements that make it moderate';

CREATE FUNCTION @extschema@.note_fingerprints(note text, OUT start_char integer, OUT end_char integer, OUT words integer, OUT shingles bigint[])
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 200 ROWS 20
AS 'MODULE_PATHNAME', 'mc_note_fingerprints_sql';
COMMENT ON FUNCTION @extschema@.note_fingerprints(text) IS
'Paragraphs of a note with a number for each five words that follow each other: equal numbers, equal words';
