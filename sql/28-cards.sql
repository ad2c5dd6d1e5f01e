-- Cards: what a code needs to be resolved, compiled for each category.
--
-- A card is derived from the rows of a list of codes and of the Tabular List of
-- the same edition, which are frozen by then.  docs/cards.md has the rules.

CREATE TABLE @extschema@.code_card (
    release_id bigint NOT NULL,
    tabular_id bigint NOT NULL,
    category text NOT NULL,
    card bytea NOT NULL,
    PRIMARY KEY (release_id, tabular_id, category)
);
COMMENT ON TABLE @extschema@.code_card IS 'Compiled cards of the categories of ICD-10-CM, for resolving mentions; derived, docs/cards.md';
COMMENT ON COLUMN @extschema@.code_card.release_id IS 'the list of codes';
COMMENT ON COLUMN @extschema@.code_card.tabular_id IS 'the Tabular List of that edition; 0: none was loaded';
COMMENT ON COLUMN @extschema@.code_card.card IS 'medcode.code_card_rows() shows what is in it';
GRANT SELECT ON @extschema@.code_card TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('@extschema@.code_card', 'WHERE release_id >= 2147483648');

CREATE FUNCTION @extschema@.write_cards(rewrite boolean DEFAULT false) RETURNS bigint
    LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT COST 1000000
    AS 'MODULE_PATHNAME', 'mc_write_cards_sql';
REVOKE ALL ON FUNCTION @extschema@.write_cards(boolean) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.write_cards(boolean) IS
    'writes the cards of the ICD-10-CM releases in use for which they are missing, or of all with rewrite; publish() calls it. Returns the number of cards written';

CREATE FUNCTION @extschema@.card_source(as_of date DEFAULT NULL, OUT release_id bigint, OUT tabular_id bigint)
    RETURNS record
    LANGUAGE sql STABLE PARALLEL SAFE COST 500
BEGIN ATOMIC
    SELECT c.release_id, coalesce((
        SELECT t.release_id FROM @extschema@.current_release AS t
        WHERE t.code_system = 'icd10cm' AND t.kind = 'tabular' AND t.release = c.release
        ORDER BY t.release_id DESC LIMIT 1), 0)
    FROM (SELECT @extschema@.required_release('icd10cm', 'codes', as_of) AS release_id OFFSET 0) AS r
    JOIN @extschema@.release AS c ON c.release_id = r.release_id;
END;
COMMENT ON FUNCTION @extschema@.card_source(date) IS
    'ids of the cards that apply on a date of service, as medcode.code_card has them';

CREATE FUNCTION @extschema@.code_card_rows(category text, as_of date DEFAULT NULL)
    RETURNS TABLE (code @extschema@.icd10cm, parent @extschema@.icd10cm, billable boolean,
        side text, acuity text, pattern text, stage text, stage_letter text, severity text, type text, trimester text,
        remission text, course text, intractable text, displaced text, open text, open_type text, encounter text,
        healing text, intent text, dominance text, fetus text, flags text[], added_words integer, absent_words integer,
        notes integer)
    LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 50
    AS 'MODULE_PATHNAME', 'mc_code_card_rows_sql';
COMMENT ON FUNCTION @extschema@.code_card_rows(text, date) IS
    'the card of a category on a date of service: its codes with the attributes that their titles state (alternatives joined by |), words that are none, and the number of tabular notes that hold for each';

CREATE FUNCTION @extschema@.narrow(code @extschema@.icd10cm, attributes text[], as_of date DEFAULT NULL)
    RETURNS TABLE (code @extschema@.icd10cm, open text[])
    LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 1
    AS 'MODULE_PATHNAME', 'mc_narrow_sql';
COMMENT ON FUNCTION @extschema@.narrow(@extschema@.icd10cm, text[], date) IS
    'the most specific code that documented attributes and words (left, stage 3b, initial, systolic, ...) lead to from a code or heading on a date of service, and what stays open; no row for a code that the list of that date does not have';
