-- The text of a note: folding, tokens, sentences, sections.
-- All offsets are characters of the note, counted from 0; the end is exclusive.

CREATE FUNCTION @extschema@.fold("text" text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20
AS 'MODULE_PATHNAME', 'mc_fold_sql';
COMMENT ON FUNCTION @extschema@.fold(text) IS
'The form of a text in which two ways of typing the same words are equal: Unicode NFKC, case folded, white space, quotation marks, dashes, bullets and check boxes unified; diacritics stay';

CREATE FUNCTION @extschema@.tokens(note text,
	OUT start_char integer, OUT end_char integer, OUT "text" text, OUT kind text, OUT stem text)
RETURNS SETOF record
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 500 ROWS 500
AS 'MODULE_PATHNAME', 'mc_tokens_sql';
COMMENT ON FUNCTION @extschema@.tokens(text) IS
'The tokens of a note; kind is word, number, date, punctuation, checkbox, blank (removed by de-identification), markup or symbol; stem is what matching compares';

CREATE FUNCTION @extschema@.sentences(note text, version integer DEFAULT NULL,
	OUT start_char integer, OUT end_char integer, OUT "text" text, OUT kind text, OUT section text)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 500 ROWS 50
AS 'MODULE_PATHNAME', 'mc_sentences_sql';
COMMENT ON FUNCTION @extschema@.sentences(text, integer) IS
'The sentences of a note; kind is text, header, item (of a list), checked, unchecked (behind a check box) or key_value';

CREATE FUNCTION @extschema@.sections(note text, version integer DEFAULT NULL,
	OUT start_char integer, OUT end_char integer, OUT category text, OUT title text,
	OUT title_start integer, OUT title_end integer)
RETURNS SETOF record
LANGUAGE C STABLE PARALLEL SAFE COST 500 ROWS 10
AS 'MODULE_PATHNAME', 'mc_sections_sql';
COMMENT ON FUNCTION @extschema@.sections(text, integer) IS
'The sections of a note, which cover it without gap; title is the header as written, NULL where there is none; what stands before the first header has category preamble';
