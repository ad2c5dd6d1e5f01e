-- Code look-up for a person typing.  docs/search.md has the rules.

-- Written when a version is frozen.
CREATE TABLE @extschema@.search_words (
    words_version integer PRIMARY KEY,
    words bytea NOT NULL,
    crc bigint NOT NULL
);
ALTER TABLE @extschema@.search_words ALTER words SET STORAGE EXTERNAL;
COMMENT ON TABLE @extschema@.search_words IS 'The vocabulary of a version in one piece, as search() holds it in memory; derived, docs/search.md';
GRANT SELECT ON @extschema@.search_words TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('@extschema@.search_words', 'WHERE words_version > 1000');

-- Written when a version is frozen, for correcting misspelt words of notes.  docs/matching.md has the rules.
CREATE TABLE @extschema@.spelling_words (
    words_version integer PRIMARY KEY,
    words bytea NOT NULL,
    crc bigint NOT NULL
);
ALTER TABLE @extschema@.spelling_words ALTER words SET STORAGE EXTERNAL;
COMMENT ON TABLE @extschema@.spelling_words IS 'The words of a version in one piece, as a session holds them to correct misspelt ones; derived, docs/matching.md';
GRANT SELECT ON @extschema@.spelling_words TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('@extschema@.spelling_words', 'WHERE words_version > 1000');

-- The index holds the terms of all versions; search() asks which of them are in the one that counts.
CREATE FUNCTION @extschema@.term_words(phrase text) RETURNS tsvector
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 200
    AS 'MODULE_PATHNAME', 'mc_term_words_sql';
COMMENT ON FUNCTION @extschema@.term_words(text) IS
    'stems of the words of a phrase that count; of a phrase of at most three words each again with the number of words';

CREATE INDEX term_by_words ON @extschema@.term USING gin (@extschema@.term_words(phrase))
    WITH (gin_pending_list_limit = 64);

CREATE FUNCTION @extschema@.search(query text, max_results integer DEFAULT 10, as_of date DEFAULT NULL,
    version integer DEFAULT NULL)
    RETURNS TABLE (code @extschema@.icd10cm, title text, score integer, term text)
    LANGUAGE C STABLE PARALLEL SAFE COST 10000 ROWS 10
    AS 'MODULE_PATHNAME', 'mc_search_sql';
COMMENT ON FUNCTION @extschema@.search(text, integer, date, integer) IS
    'codes for what a person types: beginnings of words, typing errors and abbreviations are understood, words may stand in any order; each code once with the term that fits best, the best codes first; score 0 to 100; as_of: the date of service whose release counts, NULL: the newest; version: a published version, NULL: all that can be seen, the draft included';
