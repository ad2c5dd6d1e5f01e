-- The type icd10cm: an ICD-10-CM code in eight bytes.
--
-- No cast is created.  Explicit casts from and to text go through the input
-- and output functions; an implicit one would let a column of codes be
-- compared as text, and one bad text would end a query over many rows.  Where
-- a text may be no code, try_icd10cm(text) gives NULL instead.
--
-- Errors of the type never repeat a value, but COPY in text form adds a context
-- line of its own that does.  A file that may hold notes in the wrong column is
-- loaded into a column of type text, and read through try_icd10cm().
--
-- Operators live in this schema.  A session without it in its search_path
-- writes a = b as a OPERATOR(@extschema@.=) b, or uses is_under(); sorting,
-- grouping, DISTINCT and indexes find what they need without it.
--
-- What cannot raise on any value is LEAKPROOF, so that indexes on codes serve
-- tables with row-level security.

CREATE TYPE @extschema@.icd10cm;

-- Input and output

CREATE FUNCTION @extschema@.icd10cm_in(cstring)
    RETURNS @extschema@.icd10cm
    AS 'MODULE_PATHNAME', 'mc_icd10cm_in'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_in(cstring) IS
    'input function of icd10cm: with dot or without, upper or lower case; errors never repeat the value';

CREATE FUNCTION @extschema@.icd10cm_out(@extschema@.icd10cm)
    RETURNS cstring
    AS 'MODULE_PATHNAME', 'mc_icd10cm_out'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_out(@extschema@.icd10cm) IS
    'output function of icd10cm: upper case, with dot';

CREATE FUNCTION @extschema@.icd10cm_recv(internal)
    RETURNS @extschema@.icd10cm
    AS 'MODULE_PATHNAME', 'mc_icd10cm_recv'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_recv(internal) IS
    'binary input of icd10cm: eight bytes, all of them checked';

CREATE FUNCTION @extschema@.icd10cm_send(@extschema@.icd10cm)
    RETURNS bytea
    AS 'MODULE_PATHNAME', 'mc_icd10cm_send'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_send(@extschema@.icd10cm) IS
    'binary output of icd10cm: eight bytes, the characters without dot, then zero bytes';

CREATE TYPE @extschema@.icd10cm (
    INPUT = @extschema@.icd10cm_in,
    OUTPUT = @extschema@.icd10cm_out,
    RECEIVE = @extschema@.icd10cm_recv,
    SEND = @extschema@.icd10cm_send,
    INTERNALLENGTH = 8,
    PASSEDBYVALUE,
    ALIGNMENT = double,
    STORAGE = plain,
    CATEGORY = 'U'
);
COMMENT ON TYPE @extschema@.icd10cm IS
    'ICD-10-CM code or heading: three to seven characters, printed with the dot, sorted byte by byte, so that each heading stands directly before the codes under it';

-- Order and equality

CREATE FUNCTION @extschema@.icd10cm_lt(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'mc_icd10cm_lt'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_lt(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'implementation of the operator <';

CREATE FUNCTION @extschema@.icd10cm_le(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'mc_icd10cm_le'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_le(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'implementation of the operator <=';

CREATE FUNCTION @extschema@.icd10cm_eq(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'mc_icd10cm_eq'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_eq(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'implementation of the operator =';

CREATE FUNCTION @extschema@.icd10cm_ne(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'mc_icd10cm_ne'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_ne(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'implementation of the operator <>';

CREATE FUNCTION @extschema@.icd10cm_ge(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'mc_icd10cm_ge'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_ge(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'implementation of the operator >=';

CREATE FUNCTION @extschema@.icd10cm_gt(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'mc_icd10cm_gt'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_gt(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'implementation of the operator >';

CREATE FUNCTION @extschema@.icd10cm_cmp(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS integer
    AS 'MODULE_PATHNAME', 'mc_icd10cm_cmp'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_cmp(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'B-tree comparison: below, equal to or above zero';

CREATE FUNCTION @extschema@.icd10cm_sortsupport(internal)
    RETURNS void
    AS 'MODULE_PATHNAME', 'mc_icd10cm_sortsupport'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_sortsupport(internal) IS
    'B-tree sort support: compare as unsigned numbers';

CREATE FUNCTION @extschema@.icd10cm_hash(@extschema@.icd10cm)
    RETURNS integer
    AS 'MODULE_PATHNAME', 'mc_icd10cm_hash'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_hash(@extschema@.icd10cm) IS
    'hash of a code';

CREATE FUNCTION @extschema@.icd10cm_hash_extended(@extschema@.icd10cm, bigint)
    RETURNS bigint
    AS 'MODULE_PATHNAME', 'mc_icd10cm_hash_extended'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_hash_extended(@extschema@.icd10cm, bigint) IS
    'seeded 64-bit hash of a code';

CREATE OPERATOR @extschema@.< (
    LEFTARG = @extschema@.icd10cm,
    RIGHTARG = @extschema@.icd10cm,
    FUNCTION = @extschema@.icd10cm_lt,
    COMMUTATOR = OPERATOR(@extschema@.>),
    NEGATOR = OPERATOR(@extschema@.>=),
    RESTRICT = pg_catalog.scalarltsel,
    JOIN = pg_catalog.scalarltjoinsel
);
COMMENT ON OPERATOR @extschema@.< (@extschema@.icd10cm, @extschema@.icd10cm) IS
    'sorts before';

CREATE OPERATOR @extschema@.<= (
    LEFTARG = @extschema@.icd10cm,
    RIGHTARG = @extschema@.icd10cm,
    FUNCTION = @extschema@.icd10cm_le,
    COMMUTATOR = OPERATOR(@extschema@.>=),
    NEGATOR = OPERATOR(@extschema@.>),
    RESTRICT = pg_catalog.scalarlesel,
    JOIN = pg_catalog.scalarlejoinsel
);
COMMENT ON OPERATOR @extschema@.<= (@extschema@.icd10cm, @extschema@.icd10cm) IS
    'sorts before or equal';

CREATE OPERATOR @extschema@.= (
    LEFTARG = @extschema@.icd10cm,
    RIGHTARG = @extschema@.icd10cm,
    FUNCTION = @extschema@.icd10cm_eq,
    COMMUTATOR = OPERATOR(@extschema@.=),
    NEGATOR = OPERATOR(@extschema@.<>),
    RESTRICT = pg_catalog.eqsel,
    JOIN = pg_catalog.eqjoinsel,
    HASHES,
    MERGES
);
COMMENT ON OPERATOR @extschema@.= (@extschema@.icd10cm, @extschema@.icd10cm) IS
    'equal';

CREATE OPERATOR @extschema@.<> (
    LEFTARG = @extschema@.icd10cm,
    RIGHTARG = @extschema@.icd10cm,
    FUNCTION = @extschema@.icd10cm_ne,
    COMMUTATOR = OPERATOR(@extschema@.<>),
    NEGATOR = OPERATOR(@extschema@.=),
    RESTRICT = pg_catalog.neqsel,
    JOIN = pg_catalog.neqjoinsel
);
COMMENT ON OPERATOR @extschema@.<> (@extschema@.icd10cm, @extschema@.icd10cm) IS
    'not equal';

CREATE OPERATOR @extschema@.>= (
    LEFTARG = @extschema@.icd10cm,
    RIGHTARG = @extschema@.icd10cm,
    FUNCTION = @extschema@.icd10cm_ge,
    COMMUTATOR = OPERATOR(@extschema@.<=),
    NEGATOR = OPERATOR(@extschema@.<),
    RESTRICT = pg_catalog.scalargesel,
    JOIN = pg_catalog.scalargejoinsel
);
COMMENT ON OPERATOR @extschema@.>= (@extschema@.icd10cm, @extschema@.icd10cm) IS
    'sorts after or equal';

CREATE OPERATOR @extschema@.> (
    LEFTARG = @extschema@.icd10cm,
    RIGHTARG = @extschema@.icd10cm,
    FUNCTION = @extschema@.icd10cm_gt,
    COMMUTATOR = OPERATOR(@extschema@.<),
    NEGATOR = OPERATOR(@extschema@.<=),
    RESTRICT = pg_catalog.scalargtsel,
    JOIN = pg_catalog.scalargtjoinsel
);
COMMENT ON OPERATOR @extschema@.> (@extschema@.icd10cm, @extschema@.icd10cm) IS
    'sorts after';

-- Families by name, so that they can be commented on
CREATE OPERATOR FAMILY @extschema@.icd10cm_ops USING btree;
COMMENT ON OPERATOR FAMILY @extschema@.icd10cm_ops USING btree IS
    'order of ICD-10-CM codes, byte by byte';

CREATE OPERATOR CLASS @extschema@.icd10cm_ops
    DEFAULT FOR TYPE @extschema@.icd10cm USING btree FAMILY @extschema@.icd10cm_ops AS
    OPERATOR 1 @extschema@.<,
    OPERATOR 2 @extschema@.<=,
    OPERATOR 3 @extschema@.=,
    OPERATOR 4 @extschema@.>=,
    OPERATOR 5 @extschema@.>,
    FUNCTION 1 @extschema@.icd10cm_cmp(@extschema@.icd10cm, @extschema@.icd10cm),
    FUNCTION 2 @extschema@.icd10cm_sortsupport(internal),
    FUNCTION 4 pg_catalog.btequalimage(oid);
COMMENT ON OPERATOR CLASS @extschema@.icd10cm_ops USING btree IS
    'default B-tree class of ICD-10-CM codes; also serves is_under()';

CREATE OPERATOR FAMILY @extschema@.icd10cm_ops USING hash;
COMMENT ON OPERATOR FAMILY @extschema@.icd10cm_ops USING hash IS
    'equality of ICD-10-CM codes';

CREATE OPERATOR CLASS @extschema@.icd10cm_ops
    DEFAULT FOR TYPE @extschema@.icd10cm USING hash FAMILY @extschema@.icd10cm_ops AS
    OPERATOR 1 @extschema@.=,
    FUNCTION 1 @extschema@.icd10cm_hash(@extschema@.icd10cm),
    FUNCTION 2 @extschema@.icd10cm_hash_extended(@extschema@.icd10cm, bigint);
COMMENT ON OPERATOR CLASS @extschema@.icd10cm_ops USING hash IS
    'default hash class of ICD-10-CM codes';

-- Aggregates

CREATE FUNCTION @extschema@.icd10cm_smaller(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS @extschema@.icd10cm
    AS 'MODULE_PATHNAME', 'mc_icd10cm_smaller'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_smaller(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'the smaller of two codes; transition function of min()';

CREATE FUNCTION @extschema@.icd10cm_larger(@extschema@.icd10cm, @extschema@.icd10cm)
    RETURNS @extschema@.icd10cm
    AS 'MODULE_PATHNAME', 'mc_icd10cm_larger'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_larger(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'the larger of two codes; transition function of max()';

CREATE AGGREGATE @extschema@.min(@extschema@.icd10cm) (
    SFUNC = @extschema@.icd10cm_smaller,
    STYPE = @extschema@.icd10cm,
    COMBINEFUNC = @extschema@.icd10cm_smaller,
    SORTOP = OPERATOR(@extschema@.<),
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.min(@extschema@.icd10cm) IS
    'smallest code of all input values, byte by byte';

CREATE AGGREGATE @extschema@.max(@extschema@.icd10cm) (
    SFUNC = @extschema@.icd10cm_larger,
    STYPE = @extschema@.icd10cm,
    COMBINEFUNC = @extschema@.icd10cm_larger,
    SORTOP = OPERATOR(@extschema@.>),
    PARALLEL = SAFE
);
COMMENT ON AGGREGATE @extschema@.max(@extschema@.icd10cm) IS
    'largest code of all input values, byte by byte';

-- Codes from and to other columns

CREATE FUNCTION @extschema@.try_icd10cm(input text)
    RETURNS @extschema@.icd10cm
    AS 'MODULE_PATHNAME', 'mc_icd10cm_try'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.try_icd10cm(text) IS
    'the ICD-10-CM code that a text is, or NULL if it is none; takes what a cast takes and never raises';

CREATE FUNCTION @extschema@.undotted(code @extschema@.icd10cm)
    RETURNS text
    AS 'MODULE_PATHNAME', 'mc_icd10cm_undotted'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.undotted(@extschema@.icd10cm) IS
    'the code without its dot, as claim formats and warehouses keep it';

-- Headings

CREATE FUNCTION @extschema@.category(code @extschema@.icd10cm)
    RETURNS @extschema@.icd10cm
    AS 'MODULE_PATHNAME', 'mc_icd10cm_category_sql'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.category(@extschema@.icd10cm) IS
    'the category of a code: its first three characters';

CREATE FUNCTION @extschema@.heading_upper(heading @extschema@.icd10cm)
    RETURNS @extschema@.icd10cm
    AS 'MODULE_PATHNAME', 'mc_icd10cm_heading_upper_sql'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.heading_upper(@extschema@.icd10cm) IS
    'upper bound of what stands under a heading: the range from the heading to this bound, both included, is its subtree';

CREATE FUNCTION @extschema@.icd10cm_is_under_support(internal)
    RETURNS internal
    AS 'MODULE_PATHNAME', 'mc_icd10cm_is_under_support'
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 1;
COMMENT ON FUNCTION @extschema@.icd10cm_is_under_support(internal) IS
    'planner support of is_under(): a range condition on a B-tree index, and selectivity';

CREATE FUNCTION @extschema@.is_under(code @extschema@.icd10cm, heading @extschema@.icd10cm)
    RETURNS boolean
    AS 'MODULE_PATHNAME', 'mc_icd10cm_is_under_sql'
    LANGUAGE C IMMUTABLE STRICT LEAKPROOF PARALLEL SAFE COST 1
    SUPPORT @extschema@.icd10cm_is_under_support;
COMMENT ON FUNCTION @extschema@.is_under(@extschema@.icd10cm, @extschema@.icd10cm) IS
    'is the code the heading itself or one of the codes under it? Becomes a range on a B-tree index of codes';

CREATE OPERATOR @extschema@.<< (
    LEFTARG = @extschema@.icd10cm,
    RIGHTARG = @extschema@.icd10cm,
    FUNCTION = @extschema@.is_under,
    RESTRICT = pg_catalog.matchingsel,
    JOIN = pg_catalog.matchingjoinsel
);
COMMENT ON OPERATOR @extschema@.<< (@extschema@.icd10cm, @extschema@.icd10cm) IS
    'is under: the code is the heading itself or one of the codes under it';
