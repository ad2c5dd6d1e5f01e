-- Which stored phrases occur in a text: the function, its operator, the index type.
-- docs/phrases.md, docs/index-format.md.

CREATE FUNCTION @extschema@.occurs_support(internal) RETURNS internal
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_occurs_support_sql';
REVOKE ALL ON FUNCTION @extschema@.occurs_support(internal) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.occurs_support(internal) IS
'Tells the planner that medcode.occurs() can be answered by an index of type medcode';

CREATE FUNCTION @extschema@.occurs(phrase text, note text) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100
SUPPORT @extschema@.occurs_support
AS 'MODULE_PATHNAME', 'mc_occurs_sql';
COMMENT ON FUNCTION @extschema@.occurs(text, text) IS
'Do the words of the phrase stand together in the note: inflected, in any order, within one sentence, in a window of as many words as the phrase has and five more? Uses an index of type medcode on the phrase';

CREATE FUNCTION @extschema@.contains(note text, phrase text) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100
AS 'MODULE_PATHNAME', 'mc_contains_sql';
COMMENT ON FUNCTION @extschema@.contains(text, text) IS
'medcode.occurs() with its arguments the other way round, for the operator @>';

CREATE FUNCTION @extschema@.phrase_words(phrase text) RETURNS integer
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50
AS 'MODULE_PATHNAME', 'mc_phrase_words_sql';
COMMENT ON FUNCTION @extschema@.phrase_words(text) IS
'Words of a phrase that count; a phrase with none, or with more than 24, occurs nowhere';

CREATE FUNCTION @extschema@.occurs_selectivity(internal, oid, internal, integer) RETURNS double precision
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_occurs_selectivity_sql';
REVOKE ALL ON FUNCTION @extschema@.occurs_selectivity(internal, oid, internal, integer) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.occurs_selectivity(internal, oid, internal, integer) IS
'Restriction estimator of the operators <@ and @>: asks an index if the note is known';

CREATE FUNCTION @extschema@.occurs_join_selectivity(internal, oid, internal, smallint, internal) RETURNS double precision
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_occurs_join_selectivity_sql';
REVOKE ALL ON FUNCTION @extschema@.occurs_join_selectivity(internal, oid, internal, smallint, internal) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.occurs_join_selectivity(internal, oid, internal, smallint, internal) IS
'Join estimator of the operators <@ and @>';

CREATE OPERATOR @extschema@.<@ (
	LEFTARG = text, RIGHTARG = text, FUNCTION = @extschema@.occurs, COMMUTATOR = OPERATOR(@extschema@.@>),
	RESTRICT = @extschema@.occurs_selectivity, JOIN = @extschema@.occurs_join_selectivity
);
COMMENT ON OPERATOR @extschema@.<@ (text, text) IS 'phrase <@ note: medcode.occurs(phrase, note)';
CREATE OPERATOR @extschema@.@> (
	LEFTARG = text, RIGHTARG = text, FUNCTION = @extschema@.contains, COMMUTATOR = OPERATOR(@extschema@.<@),
	RESTRICT = @extschema@.occurs_selectivity, JOIN = @extschema@.occurs_join_selectivity
);
COMMENT ON OPERATOR @extschema@.@> (text, text) IS 'note @> phrase: medcode.occurs(phrase, note)';

CREATE FUNCTION @extschema@.medcode_handler(internal) RETURNS index_am_handler
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_am_handler_sql';
REVOKE ALL ON FUNCTION @extschema@.medcode_handler(internal) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.medcode_handler(internal) IS 'Handler of the access method medcode';

CREATE ACCESS METHOD medcode TYPE INDEX HANDLER @extschema@.medcode_handler;
COMMENT ON ACCESS METHOD medcode IS 'Index of stored phrases: which of them occur in a text';

CREATE OPERATOR CLASS @extschema@.phrase_ops DEFAULT FOR TYPE text USING medcode AS
	OPERATOR 1 @extschema@.<@ (text, text);
COMMENT ON OPERATOR CLASS @extschema@.phrase_ops USING medcode IS 'Phrases, found by phrase <@ note';
COMMENT ON OPERATOR FAMILY @extschema@.phrase_ops USING medcode IS 'Phrases, found by phrase <@ note';
