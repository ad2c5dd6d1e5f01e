-- Links of conditions, and what sessions keep of the coding knowledge.
--
-- medcode.with_link holds what the Index says under "with", "in" and "due to"
-- (ICD-10-CM Guidelines I.A.15).  docs/terminology.md, "Links", has the rules.

CREATE TABLE @extschema@.knowledge_image (
    version integer PRIMARY KEY,
    image bytea NOT NULL,
    crc bigint NOT NULL
);
ALTER TABLE @extschema@.knowledge_image ALTER image SET STORAGE EXTERNAL;
COMMENT ON TABLE @extschema@.knowledge_image IS 'Classes, symptoms, links and drugs of the newest version, sorted, so that a session need not do it; derived, docs/terminology.md';
GRANT SELECT ON @extschema@.knowledge_image TO PUBLIC;
SELECT pg_catalog.pg_extension_config_dump('@extschema@.knowledge_image', 'WHERE version > 1000');

CREATE FUNCTION @extschema@.write_knowledge(version integer, starter integer) RETURNS bigint
    LANGUAGE C VOLATILE PARALLEL UNSAFE STRICT COST 1000000
    AS 'MODULE_PATHNAME', 'mc_write_knowledge_sql';
REVOKE ALL ON FUNCTION @extschema@.write_knowledge(integer, integer) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.write_knowledge(integer, integer) IS
    'writes the image of the coding knowledge of a version that holds this edition of the starter; publish() calls it. Returns its bytes';

CREATE FUNCTION @extschema@.widened_code(code text, release_id bigint, tabular_id bigint) RETURNS text
    LANGUAGE C STABLE PARALLEL SAFE STRICT COST 200
    AS 'MODULE_PATHNAME', 'mc_widened_code_sql';
REVOKE ALL ON FUNCTION @extschema@.widened_code(text, bigint, bigint) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.widened_code(text, bigint, bigint) IS
    'the heading all below which is the condition that a code names without detail (N18.9: N18), or the code itself; by the cards of a list of codes and a Tabular List';

-- The steps, each a temporary table, so that the next one is planned with what is known of it.
CREATE FUNCTION @extschema@.index_links()
    RETURNS TABLE (entry_id integer, path text, link text, nec boolean, phrase text,
        cause text, condition text, code text, manifestation text, beside boolean, problem text)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000000 ROWS 10000
    SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off SET client_min_messages = warning
AS $$
#variable_conflict use_column
DECLARE
    index_id CONSTANT bigint := @extschema@.release_id_on('icd10cm', 'index', NULL);
    codes_id bigint;
    tabular_id bigint;
BEGIN
    IF index_id IS NULL THEN
        RETURN;
    END IF;
    SELECT s.release_id, s.tabular_id INTO codes_id, tabular_id FROM @extschema@.card_source() AS s;
    DROP TABLE IF EXISTS pg_temp.medcode_entry, pg_temp.medcode_place, pg_temp.medcode_above, pg_temp.medcode_named,
        pg_temp.medcode_judged, pg_temp.medcode_pair, pg_temp.medcode_wide;

    -- entries: is the title a link word, or does it begin with one ("with coma"); what else it says
    CREATE TEMPORARY TABLE medcode_entry ON COMMIT DROP AS
    SELECT e.entry_id, e.parent_id, e.code, e.manifestation, e.path,
        CASE WHEN t.title ~* '^with(\M|$)' THEN 'with' WHEN t.title ~* '^in$' THEN 'in'
            WHEN t.title ~* '^due to(\M|$)' THEN 'due_to' END AS link,
        btrim(regexp_replace(regexp_replace(regexp_replace(t.title, '^(with|in|due to)(\M|$)', '', 'i'),
            '\mNEC\M', '', 'g'), '\mdue to\M', '', 'g'), ' ,') AS words,
        t.title ~ '\mNEC\M' AS nec
    FROM @extschema@.index_entry AS e CROSS JOIN LATERAL (SELECT e.path[cardinality(e.path)]) AS t(title)
    WHERE e.release_id = index_id;
    ANALYZE medcode_entry;

    -- each link word above, or of, an entry with a code: what is below it as one phrase
    CREATE TEMPORARY TABLE medcode_place ON COMMIT DROP AS
    WITH RECURSIVE up AS (
        SELECT e.entry_id, e.parent_id, e.link, e.words AS phrase, e.nec
        FROM medcode_entry AS e WHERE e.code IS NOT NULL
        UNION ALL
        SELECT u.entry_id, p.parent_id, p.link, btrim(p.words || ' ' || u.phrase), u.nec OR p.nec
        FROM up AS u JOIN medcode_entry AS p ON p.entry_id = u.parent_id)
    SELECT u.entry_id, u.parent_id AS above_id, u.link, u.phrase, u.nec, @extschema@.term_words(u.phrase) AS words
    FROM up AS u
    WHERE u.link IS NOT NULL AND u.phrase <> '' AND u.parent_id IS NOT NULL;

    -- of each entry the nearest code at or above it, and whether words stand between
    CREATE TEMPORARY TABLE medcode_above ON COMMIT DROP AS
    WITH RECURSIVE down AS (
        SELECT e.entry_id, e.code, false AS skipped FROM medcode_entry AS e WHERE e.parent_id IS NULL
        UNION ALL
        SELECT e.entry_id, coalesce(e.code, d.code), e.code IS NULL AND (d.skipped OR e.words <> '')
        FROM down AS d JOIN medcode_entry AS e ON e.parent_id = d.entry_id)
    SELECT * FROM down;

    -- the codes of a phrase: those the Index and titles give, else those of other terms
    CREATE TEMPORARY TABLE medcode_named ON COMMIT DROP AS
    SELECT n.words, array_agg(DISTINCT n.code ORDER BY n.code) AS codes
    FROM (
        SELECT @extschema@.term_words(t.phrase) AS words, t.code, t.kind IN ('index', 'title') AS best,
            bool_or(t.kind IN ('index', 'title')) OVER (PARTITION BY @extschema@.term_words(t.phrase)) AS has_best
        FROM @extschema@.current_term AS t
        JOIN @extschema@.code AS c ON c.release_id = codes_id AND c.code = t.code
        WHERE t.code_system = 'icd10cm' AND t.kind IN ('index', 'title', 'inclusion', 'synonym')) AS n
    WHERE (n.best OR NOT n.has_best)
        AND EXISTS (SELECT FROM medcode_place AS p WHERE p.words = n.words)
        -- a code that says both is no condition of its own: E11.21 for Kimmelstiel-Wilson disease
        AND NOT EXISTS (SELECT FROM medcode_place AS p
            JOIN medcode_entry AS e ON e.entry_id = p.entry_id
            JOIN medcode_above AS a ON a.entry_id = p.above_id AND left(a.code, 3) = left(e.code, 3)
            WHERE p.words = n.words AND e.code = n.code)
    GROUP BY n.words;

    CREATE TEMPORARY TABLE medcode_judged ON COMMIT DROP AS
    SELECT p.entry_id, e.path, p.link, p.nec, p.phrase, e.code, e.manifestation, a.code AS above, n.codes AS others,
        CASE WHEN c.code IS NULL THEN 'the code is not in the list of codes'
            WHEN a.code IS NULL THEN 'the term above has no code'
            WHEN a.skipped AND left(a.code, 3) <> left(e.code, 3) THEN 'the term above has no code of its own'
            WHEN n.codes IS NULL THEN 'no term has just these words'
            WHEN cardinality(n.codes) > 6 THEN 'the words have many codes' END AS problem
    FROM medcode_place AS p
    JOIN medcode_entry AS e ON e.entry_id = p.entry_id
    JOIN medcode_above AS a ON a.entry_id = p.above_id
    LEFT JOIN medcode_named AS n ON n.words = p.words
    LEFT JOIN @extschema@.code AS c ON c.release_id = codes_id AND c.code = e.code;

    -- under "in" and "due to" the Index names the cause
    CREATE TEMPORARY TABLE medcode_pair ON COMMIT DROP AS
    SELECT j.entry_id, j.path, j.link, j.nec, j.phrase, j.code, j.manifestation,
        CASE j.link WHEN 'with' THEN j.above ELSE o.code END AS cause,
        CASE j.link WHEN 'with' THEN o.code ELSE j.above END AS condition
    FROM medcode_judged AS j CROSS JOIN LATERAL unnest(j.others) AS o(code)
    WHERE j.problem IS NULL;

    -- the codes of pairs, widened; plain: the code of the term alone
    CREATE TEMPORARY TABLE medcode_wide ON COMMIT DROP AS
    SELECT c.code, @extschema@.widened_code(c.code, codes_id, tabular_id) AS heading,
        c.code ~ '9$' OR d.title ~* 'unspecified' AS plain, d.title
    FROM (SELECT p.cause AS code FROM medcode_pair AS p UNION SELECT p.condition FROM medcode_pair AS p ORDER BY 1) AS c
    JOIN @extschema@.code AS d ON d.release_id = codes_id AND d.code = c.code;

    -- E11.9 with ... is E11.22: all of E11 is meant, the longest heading of both codes
    CREATE TEMPORARY TABLE medcode_linked ON COMMIT DROP AS
    WITH shared AS (
        SELECT w.code, p.code AS target, max(d.code COLLATE "C") AS heading
        FROM (SELECT DISTINCT x.side, x.code FROM medcode_pair AS q
            CROSS JOIN LATERAL (VALUES (q.cause, q.code), (q.condition, q.code)) AS x(side, code)) AS p
        JOIN medcode_wide AS w ON w.code = p.side AND w.plain AND left(w.code, 3) = left(p.code, 3)
        CROSS JOIN LATERAL generate_series(3, least(length(w.code), length(p.code))) AS i
        JOIN @extschema@.code AS d ON d.release_id = codes_id AND d.code = left(w.code, i)
        WHERE left(w.code, i) = left(p.code, i)
        GROUP BY w.code, p.code)
    SELECT p.*, coalesce(s.heading, c.heading) AS wide_cause, coalesce(t.heading, d.heading) AS wide_condition,
        -- the words are the very title: polyneuropathy is G62.9, neuropathy only leads there
        @extschema@.term_words(p.phrase) = @extschema@.term_words(@extschema@.title_phrase(
            CASE p.link WHEN 'with' THEN d.title ELSE c.title END)) AS named
    FROM medcode_pair AS p
    JOIN medcode_wide AS c ON c.code = p.cause
    JOIN medcode_wide AS d ON d.code = p.condition
    LEFT JOIN shared AS s ON s.code = p.cause AND s.target = p.code
    LEFT JOIN shared AS t ON t.code = p.condition AND t.target = p.code;

    -- What is coded beside the link's code, by the notes of the Tabular List: a condition that its "use additional code"
    -- names, or whose own "code first" names it; a cause that its "code first" names (D63.1: N18.-).
    CREATE TEMPORARY TABLE medcode_beside ON COMMIT DROP AS
    WITH reference AS (
        SELECT n.place, n.kind, r.first_code COLLATE "C" AS first_code, r.last_code || 'Z' COLLATE "C" AS last_code
        FROM @extschema@.tabular_note AS n
        JOIN @extschema@.note_reference AS r ON r.release_id = n.release_id AND r.note_id = n.note_id
        WHERE n.release_id = tabular_id AND n.level = 'code' AND n.kind IN ('use_additional', 'code_also', 'code_first')),
    pair AS (
        SELECT DISTINCT l.code, x.side, x.is_cause
        FROM medcode_linked AS l
        CROSS JOIN LATERAL (VALUES (l.wide_condition, false), (l.wide_cause, true)) AS x(side, is_cause)
        WHERE left(x.side, 3) <> left(l.code, 3))
    SELECT p.code, p.side, p.is_cause
    FROM pair AS p CROSS JOIN LATERAL generate_series(3, length(p.code)) AS i
    JOIN reference AS r ON r.place = left(p.code, i) AND (r.kind = 'code_first') = p.is_cause
    WHERE r.first_code <= p.side || 'Z' AND r.last_code >= p.side
    UNION
    SELECT p.code, p.side, p.is_cause
    FROM pair AS p CROSS JOIN LATERAL generate_series(3, length(p.side)) AS i
    JOIN reference AS r ON r.place = left(p.side, i) AND r.kind = 'code_first'
    WHERE NOT p.is_cause AND r.first_code <= p.code || 'Z' AND r.last_code >= p.code;

    RETURN QUERY
    SELECT j.entry_id, array_to_string(j.path, ', '), j.link, j.nec, j.phrase,
        NULL::text, NULL::text, j.code, j.manifestation, false, j.problem
    FROM medcode_judged AS j WHERE j.problem IS NOT NULL
    UNION ALL
    SELECT l.entry_id, array_to_string(l.path, ', '), l.link, l.nec, l.phrase, l.wide_cause, l.wide_condition,
        -- of a pair whose first code is the cause: whatever code the cause has
        CASE WHEN l.manifestation IS NULL AND c.is_cause OR l.manifestation IS NOT NULL AND starts_with(l.code, l.wide_cause)
            THEN l.wide_cause ELSE l.code END,
        CASE WHEN l.manifestation IS NULL AND c.is_cause THEN l.code ELSE l.manifestation END,
        b.side IS NOT NULL,
        CASE WHEN left(l.cause, 3) = left(l.condition, 3) THEN 'both are of one category'
            WHEN l.code IN (l.cause, l.condition) AND l.manifestation IS NULL THEN 'the code is that of one of them'
            WHEN NOT coalesce(l.named, false) AND coalesce(bool_or(l.named) OVER (
                PARTITION BY l.wide_cause, l.wide_condition, l.link, l.nec), false)
            THEN 'another entry has the very title' END
    FROM medcode_linked AS l
    LEFT JOIN medcode_beside AS b ON NOT b.is_cause AND b.code = l.code AND b.side = l.wide_condition
    LEFT JOIN medcode_beside AS c ON c.is_cause AND c.code = l.code AND c.side = l.wide_cause;
    DROP TABLE medcode_entry, medcode_place, medcode_above, medcode_named, medcode_judged, medcode_pair, medcode_wide,
        medcode_linked, medcode_beside;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.index_links() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.index_links() IS
    'what the newest Index says under "with", "in" and "due to": for each place of an entry with a code the link of conditions that follows, or why none does';

CREATE FUNCTION @extschema@.write_links() RETURNS bigint
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 10000000
    SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off SET client_min_messages = warning
AS $$
DECLARE
    added bigint;
BEGIN
    DROP TABLE IF EXISTS pg_temp.medcode_link_wanted, pg_temp.medcode_link_live;
    CREATE TEMPORARY TABLE medcode_link_wanted ON COMMIT DROP AS
    SELECT l.cause, l.condition, l.code, l.manifestation, l.beside, l.link, l.nec, min(l.path COLLATE "C") AS path
    FROM @extschema@.index_links() AS l
    WHERE l.problem IS NULL
    GROUP BY l.cause, l.condition, l.code, l.manifestation, l.beside, l.link, l.nec
    UNION ALL
    -- what the Index gives with a manifestation wherever it gives it: a link of the code with itself
    SELECT e.code, e.code, e.code, e.manifestation, false, 'in', false, e.path
    FROM (
        SELECT DISTINCT ON (e.code) e.code, e.manifestation, array_to_string(e.path, ' > ') AS path
        FROM @extschema@.index_entry AS e
        JOIN (SELECT r.release_id FROM @extschema@.current_release AS r WHERE r.kind = 'index'
            ORDER BY lower(r.effective) DESC, r.release_id DESC LIMIT 1) AS newest USING (release_id)
        WHERE e.manifestation IS NOT NULL AND NOT e.incomplete AND e.code <> e.manifestation
            -- "in", "with" and "due to" link two conditions
            AND NOT EXISTS (SELECT FROM unnest(e.path) AS t(title) WHERE t.title ~ '^(in|with|due to|associated with|secondary to)\M')
            AND @extschema@.try_icd10cm(e.code) IS NOT NULL AND @extschema@.try_icd10cm(e.manifestation) IS NOT NULL
            AND NOT EXISTS (SELECT FROM @extschema@.index_entry AS o
                WHERE o.release_id = e.release_id AND o.code = e.code AND o.manifestation IS NULL)
            -- but not a cause that the entry only names ("Dermatomyositis > in neoplastic disease", "Encephalitis > otitic":
            -- the manifestation is the main term), nor a manifestation that stands first
            AND NOT EXISTS (SELECT FROM unnest(e.path) AS p(title) WHERE p.title ~* '\m(in|with|due to)\M')
            AND NOT EXISTS (SELECT FROM @extschema@.code AS m
                WHERE m.release_id = @extschema@.release_id_on('icd10cm', 'codes', NULL)
                    AND (m.code = e.code AND m.title ~* 'classified elsewhere'
                        OR m.code = e.manifestation AND strpos(split_part(lower(m.title), ' in ', 1), lower(substring(e.path[1] FROM '^\w+'))) > 0))
        ORDER BY e.code, cardinality(e.path), e.path) AS e;
    CREATE TEMPORARY TABLE medcode_link_live ON COMMIT DROP AS
    SELECT t.with_link_id, t.cause, t.condition, t.code, coalesce(t.manifestation, '') AS manifestation, t.beside, t.link, t.nec, t.path
    FROM @extschema@.with_link AS t
    WHERE t.origin = 'official' AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r
        WHERE r.relation = 'with_link' AND r.row_id = t.with_link_id AND r.origin = 'official');
    -- rows of the draft that nobody published yet are simply gone
    DELETE FROM @extschema@.with_link AS t USING medcode_link_live AS l
    WHERE t.with_link_id = l.with_link_id AND t.version >= @extschema@.draft_version()
        AND NOT EXISTS (SELECT FROM medcode_link_wanted AS w
            WHERE (w.cause, w.condition, w.code, coalesce(w.manifestation, ''), w.beside, w.link, w.nec, w.path)
                = (l.cause, l.condition, l.code, l.manifestation, l.beside, l.link, l.nec, l.path));
    INSERT INTO @extschema@.retirement (relation, row_id, reason, origin)
    SELECT 'with_link', l.with_link_id, 'the Index does not give it any more', 'official'
    FROM medcode_link_live AS l
    JOIN @extschema@.with_link AS t USING (with_link_id)
    WHERE NOT EXISTS (SELECT FROM medcode_link_wanted AS w
        WHERE (w.cause, w.condition, w.code, coalesce(w.manifestation, ''), w.beside, w.link, w.nec, w.path)
            = (l.cause, l.condition, l.code, l.manifestation, l.beside, l.link, l.nec, l.path));
    INSERT INTO @extschema@.with_link (cause, condition, code, manifestation, beside, link, nec, path, source, origin)
    SELECT w.cause, w.condition, w.code, w.manifestation, w.beside, w.link, w.nec, w.path, 'ICD-10-CM Alphabetic Index', 'official'
    FROM medcode_link_wanted AS w
    WHERE NOT EXISTS (SELECT FROM medcode_link_live AS l
        WHERE (w.cause, w.condition, w.code, coalesce(w.manifestation, ''), w.beside, w.link, w.nec, w.path)
            = (l.cause, l.condition, l.code, l.manifestation, l.beside, l.link, l.nec, l.path))
    ORDER BY w.cause COLLATE "C", w.condition COLLATE "C", w.code COLLATE "C", w.manifestation COLLATE "C", w.beside, w.link, w.nec;
    GET DIAGNOSTICS added = ROW_COUNT;
    DROP TABLE medcode_link_wanted, medcode_link_live;
    RETURN added;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.write_links() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.write_links() IS
    'adds the links that follow from the newest Index to the draft and retires those that no longer do; publish() calls it. Returns the number of rows added';
