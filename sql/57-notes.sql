-- Notes by code: the query language, medcode.documents(), the operator class for GIN.
-- docs/notes-by-code.md.

CREATE TYPE @extschema@.codequery;
CREATE FUNCTION @extschema@.codequery_in(cstring) RETURNS @extschema@.codequery
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'mc_codequery_in';
COMMENT ON FUNCTION @extschema@.codequery_in(cstring) IS 'Input of type codequery';
CREATE FUNCTION @extschema@.codequery_out(@extschema@.codequery) RETURNS cstring
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'mc_codequery_out';
COMMENT ON FUNCTION @extschema@.codequery_out(@extschema@.codequery) IS 'Output of type codequery';
CREATE FUNCTION @extschema@.codequery_recv(internal) RETURNS @extschema@.codequery
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'mc_codequery_recv';
COMMENT ON FUNCTION @extschema@.codequery_recv(internal) IS 'Binary input of type codequery; checks all of it';
CREATE FUNCTION @extschema@.codequery_send(@extschema@.codequery) RETURNS bytea
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'mc_codequery_send';
COMMENT ON FUNCTION @extschema@.codequery_send(@extschema@.codequery) IS 'Binary output of type codequery';
CREATE TYPE @extschema@.codequery (
	INPUT = @extschema@.codequery_in, OUTPUT = @extschema@.codequery_out,
	RECEIVE = @extschema@.codequery_recv, SEND = @extschema@.codequery_send,
	INTERNALLENGTH = VARIABLE, ALIGNMENT = double, STORAGE = extended
);
COMMENT ON TYPE @extschema@.codequery IS
'What notes are asked for: codes, headings, ranges, hcc28:37, with :affirmed (if none is given), :negated, :historical, :family, :uncertain, :any and @least score, joined by &, |, ! and parentheses';

CREATE FUNCTION @extschema@.codequery_eq(@extschema@.codequery, @extschema@.codequery) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_eq';
COMMENT ON FUNCTION @extschema@.codequery_eq(@extschema@.codequery, @extschema@.codequery) IS 'Do two queries print alike?';
CREATE FUNCTION @extschema@.codequery_ne(@extschema@.codequery, @extschema@.codequery) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_ne';
COMMENT ON FUNCTION @extschema@.codequery_ne(@extschema@.codequery, @extschema@.codequery) IS 'Do two queries print differently?';
CREATE FUNCTION @extschema@.codequery_lt(@extschema@.codequery, @extschema@.codequery) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_lt';
COMMENT ON FUNCTION @extschema@.codequery_lt(@extschema@.codequery, @extschema@.codequery) IS 'Order of queries, for sorting alone';
CREATE FUNCTION @extschema@.codequery_le(@extschema@.codequery, @extschema@.codequery) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_le';
COMMENT ON FUNCTION @extschema@.codequery_le(@extschema@.codequery, @extschema@.codequery) IS 'Order of queries, for sorting alone';
CREATE FUNCTION @extschema@.codequery_ge(@extschema@.codequery, @extschema@.codequery) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_ge';
COMMENT ON FUNCTION @extschema@.codequery_ge(@extschema@.codequery, @extschema@.codequery) IS 'Order of queries, for sorting alone';
CREATE FUNCTION @extschema@.codequery_gt(@extschema@.codequery, @extschema@.codequery) RETURNS boolean
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_gt';
COMMENT ON FUNCTION @extschema@.codequery_gt(@extschema@.codequery, @extschema@.codequery) IS 'Order of queries, for sorting alone';
CREATE FUNCTION @extschema@.codequery_cmp(@extschema@.codequery, @extschema@.codequery) RETURNS integer
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_cmp';
COMMENT ON FUNCTION @extschema@.codequery_cmp(@extschema@.codequery, @extschema@.codequery) IS 'Order of queries, for sorting alone';
CREATE FUNCTION @extschema@.codequery_hash(@extschema@.codequery) RETURNS integer
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF AS 'MODULE_PATHNAME', 'mc_codequery_hash';
COMMENT ON FUNCTION @extschema@.codequery_hash(@extschema@.codequery) IS 'Hash of a query';

CREATE OPERATOR @extschema@.= (LEFTARG = @extschema@.codequery, RIGHTARG = @extschema@.codequery, FUNCTION = @extschema@.codequery_eq,
	COMMUTATOR = OPERATOR(@extschema@.=), NEGATOR = OPERATOR(@extschema@.<>), RESTRICT = eqsel, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR @extschema@.<> (LEFTARG = @extschema@.codequery, RIGHTARG = @extschema@.codequery, FUNCTION = @extschema@.codequery_ne,
	COMMUTATOR = OPERATOR(@extschema@.<>), NEGATOR = OPERATOR(@extschema@.=), RESTRICT = neqsel, JOIN = neqjoinsel);
CREATE OPERATOR @extschema@.< (LEFTARG = @extschema@.codequery, RIGHTARG = @extschema@.codequery, FUNCTION = @extschema@.codequery_lt,
	COMMUTATOR = OPERATOR(@extschema@.>), NEGATOR = OPERATOR(@extschema@.>=), RESTRICT = scalarltsel, JOIN = scalarltjoinsel);
CREATE OPERATOR @extschema@.<= (LEFTARG = @extschema@.codequery, RIGHTARG = @extschema@.codequery, FUNCTION = @extschema@.codequery_le,
	COMMUTATOR = OPERATOR(@extschema@.>=), NEGATOR = OPERATOR(@extschema@.>), RESTRICT = scalarlesel, JOIN = scalarlejoinsel);
CREATE OPERATOR @extschema@.>= (LEFTARG = @extschema@.codequery, RIGHTARG = @extschema@.codequery, FUNCTION = @extschema@.codequery_ge,
	COMMUTATOR = OPERATOR(@extschema@.<=), NEGATOR = OPERATOR(@extschema@.<), RESTRICT = scalargesel, JOIN = scalargejoinsel);
CREATE OPERATOR @extschema@.> (LEFTARG = @extschema@.codequery, RIGHTARG = @extschema@.codequery, FUNCTION = @extschema@.codequery_gt,
	COMMUTATOR = OPERATOR(@extschema@.<), NEGATOR = OPERATOR(@extschema@.<=), RESTRICT = scalargtsel, JOIN = scalargtjoinsel);
CREATE OPERATOR CLASS @extschema@.codequery_ops DEFAULT FOR TYPE @extschema@.codequery USING btree AS
	OPERATOR 1 @extschema@.<, OPERATOR 2 @extschema@.<=, OPERATOR 3 @extschema@.=, OPERATOR 4 @extschema@.>=, OPERATOR 5 @extschema@.>,
	FUNCTION 1 @extschema@.codequery_cmp(@extschema@.codequery, @extschema@.codequery);
CREATE OPERATOR CLASS @extschema@.codequery_hash_ops DEFAULT FOR TYPE @extschema@.codequery USING hash AS
	OPERATOR 1 @extschema@.=, FUNCTION 1 @extschema@.codequery_hash(@extschema@.codequery);

-- LEAKPROOF: whatever a note says, there is no error and no message (docs/notes-by-code.md, "Row-level security").
CREATE FUNCTION @extschema@.documents_support(internal) RETURNS internal
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_documents_support_sql';
REVOKE ALL ON FUNCTION @extschema@.documents_support(internal) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.documents_support(internal) IS
'Tells the planner that medcode.documents() can be answered by a GIN index of class note_ops';

CREATE FUNCTION @extschema@.documents(note text, query @extschema@.codequery) RETURNS boolean
LANGUAGE C STABLE STRICT PARALLEL SAFE LEAKPROOF COST 1000
SUPPORT @extschema@.documents_support
AS 'MODULE_PATHNAME', 'mc_documents_sql';
COMMENT ON FUNCTION @extschema@.documents(text, @extschema@.codequery) IS
'Does the query hold over the findings of the note, under the terminology that is published? Uses a GIN index of class medcode.note_ops on the note';

CREATE FUNCTION @extschema@.documents_selectivity(internal, oid, internal, integer) RETURNS double precision
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_documents_selectivity_sql';
REVOKE ALL ON FUNCTION @extschema@.documents_selectivity(internal, oid, internal, integer) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.documents_selectivity(internal, oid, internal, integer) IS
'Restriction estimator of the operator @?: by how much a query names';

CREATE OPERATOR @extschema@.@? (
	LEFTARG = text, RIGHTARG = @extschema@.codequery, FUNCTION = @extschema@.documents,
	RESTRICT = @extschema@.documents_selectivity, JOIN = matchingjoinsel
);
COMMENT ON OPERATOR @extschema@.@? (text, @extschema@.codequery) IS 'note @? query: medcode.documents(note, query)';

CREATE FUNCTION @extschema@.note_extract_value(text, internal) RETURNS internal
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000
AS 'MODULE_PATHNAME', 'mc_note_extract_value_sql';
COMMENT ON FUNCTION @extschema@.note_extract_value(text, internal) IS 'GIN support of note_ops: the keys of a note';
-- The query of the last three is a codequery, whatever is declared: amvalidate() wants the type of the column there.
CREATE FUNCTION @extschema@.note_extract_query(text, internal, smallint, internal, internal, internal, internal) RETURNS internal
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_note_extract_query_sql';
COMMENT ON FUNCTION @extschema@.note_extract_query(text, internal, smallint, internal, internal, internal, internal) IS
'GIN support of note_ops: the keys a query asks for';
CREATE FUNCTION @extschema@.note_consistent(internal, smallint, text, integer, internal, internal, internal, internal) RETURNS boolean
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_note_consistent_sql';
COMMENT ON FUNCTION @extschema@.note_consistent(internal, smallint, text, integer, internal, internal, internal, internal) IS
'GIN support of note_ops: is a row one that a query asks for?';
CREATE FUNCTION @extschema@.note_compare_partial(bigint, bigint, smallint, internal) RETURNS integer
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_note_compare_partial_sql';
COMMENT ON FUNCTION @extschema@.note_compare_partial(bigint, bigint, smallint, internal) IS
'GIN support of note_ops: is a key one of a range?';
CREATE FUNCTION @extschema@.note_tri_consistent(internal, smallint, text, integer, internal, internal, internal) RETURNS "char"
LANGUAGE C STABLE STRICT PARALLEL SAFE
AS 'MODULE_PATHNAME', 'mc_note_tri_consistent_sql';
COMMENT ON FUNCTION @extschema@.note_tri_consistent(internal, smallint, text, integer, internal, internal, internal) IS
'GIN support of note_ops: the same where some keys are not known yet';
REVOKE ALL ON FUNCTION @extschema@.note_extract_value(text, internal),
	@extschema@.note_extract_query(text, internal, smallint, internal, internal, internal, internal),
	@extschema@.note_consistent(internal, smallint, text, integer, internal, internal, internal, internal),
	@extschema@.note_compare_partial(bigint, bigint, smallint, internal),
	@extschema@.note_tri_consistent(internal, smallint, text, integer, internal, internal, internal) FROM PUBLIC;

CREATE OPERATOR CLASS @extschema@.note_ops FOR TYPE text USING gin AS
	OPERATOR 1 @extschema@.@? (text, @extschema@.codequery),
	FUNCTION 1 btint8cmp(bigint, bigint),
	FUNCTION 2 @extschema@.note_extract_value(text, internal),
	FUNCTION 3 @extschema@.note_extract_query(text, internal, smallint, internal, internal, internal, internal),
	FUNCTION 4 @extschema@.note_consistent(internal, smallint, text, integer, internal, internal, internal, internal),
	FUNCTION 5 @extschema@.note_compare_partial(bigint, bigint, smallint, internal),
	FUNCTION 6 @extschema@.note_tri_consistent(internal, smallint, text, integer, internal, internal, internal),
	STORAGE bigint;
COMMENT ON OPERATOR CLASS @extschema@.note_ops USING gin IS 'Notes, found by the codes they document';
COMMENT ON OPERATOR FAMILY @extschema@.note_ops USING gin IS 'Notes, found by the codes they document';

CREATE FUNCTION @extschema@.note_keys(note text, OUT key bigint, OUT code @extschema@.icd10cm, OUT negated boolean, OUT uncertain boolean,
	OUT historical boolean, OUT hypothetical boolean, OUT family boolean, OUT section text, OUT derived boolean, OUT score integer)
RETURNS SETOF record
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 1000 ROWS 20
AS 'MODULE_PATHNAME', 'mc_note_keys_sql';
COMMENT ON FUNCTION @extschema@.note_keys(text) IS
'What an index of class note_ops keeps of a note; section: diagnosis, course, list, observation, other';

CREATE FUNCTION @extschema@.notes_index_status(index regclass, OUT version integer, OUT rows bigint, OUT exact bigint, OUT waiting bigint)
LANGUAGE C STABLE STRICT PARALLEL SAFE COST 100000
AS 'MODULE_PATHNAME', 'mc_notes_index_status_sql';
COMMENT ON FUNCTION @extschema@.notes_index_status(regclass) IS
'Of an index of class note_ops: the version since which findings are the same, rows in it, those it decides by itself, and those that wait for CALL medcode.rework_notes_index(index): each query looks at their notes';

CREATE PROCEDURE @extschema@.rework_notes_index(index regclass, batch_size integer DEFAULT 1000)
LANGUAGE C
AS 'MODULE_PATHNAME', 'mc_rework_notes_index_sql';
REVOKE ALL ON PROCEDURE @extschema@.rework_notes_index(regclass, integer) FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE @extschema@.rework_notes_index(regclass, integer) TO PUBLIC;
COMMENT ON PROCEDURE @extschema@.rework_notes_index(regclass, integer) IS
'Reads the notes that wait in an index of class note_ops with the version that is published, a transaction for each batch; for the owner of the index';

CREATE FUNCTION @extschema@.codequery_sql(query @extschema@.codequery, keys text, findings text, notes text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 100
AS 'MODULE_PATHNAME', 'mc_codequery_sql_sql';
COMMENT ON FUNCTION @extschema@.codequery_sql(@extschema@.codequery, text, text, text) IS
'A query as SQL over a table of findings: keys is a select list of alias f, findings and notes are names of tables, as they are written in SQL';

CREATE FUNCTION @extschema@.finding_query(finding_table regclass, query @extschema@.codequery) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- of a note that was not read, or has no text, nobody knows what it does not say
	RETURN @extschema@.finding_sql(@extschema@.finding_setup_of(finding_table), 'SELECT DISTINCT {f.keys} FROM ('
		|| @extschema@.codequery_sql(query, '{f.keys}', '{findings}', '(SELECT s.* FROM {seen} AS s WHERE s.body_hash IS NOT NULL)')
		|| ') AS f');
END
$$;
COMMENT ON FUNCTION @extschema@.finding_query(regclass, @extschema@.codequery) IS
'The statement that gives the keys of the notes in a finding table for which a query holds, as they were when they were read';

CREATE FUNCTION @extschema@.documented_in(finding_table regclass, query @extschema@.codequery) RETURNS SETOF jsonb
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 100000 ROWS 500
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RETURN QUERY EXECUTE 'SELECT to_jsonb(f) FROM (' || @extschema@.finding_query(finding_table, query) || ') AS f';
END
$$;
COMMENT ON FUNCTION @extschema@.documented_in(regclass, @extschema@.codequery) IS
'Keys of the notes in a finding table for which a query holds, each as an object of its key columns';
