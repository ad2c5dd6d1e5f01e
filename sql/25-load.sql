-- Loading official code files, and looking codes up by date.
--
-- Inside a load, joins of 100,000 rows meet tables just filled, without
-- statistics; a nested loop chosen there takes minutes.

CREATE FUNCTION @extschema@.load_content(
    content text, release text DEFAULT NULL, effective daterange DEFAULT NULL)
    RETURNS TABLE (recognised text, code_system text, release text, effective daterange,
        rows_read bigint, added bigint, changed bigint, rejected bigint, rejected_rows jsonb)
    AS 'MODULE_PATHNAME', 'mc_load_content'
    LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 1
    SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off;
REVOKE ALL ON FUNCTION @extschema@.load_content(text, text, daterange) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.load_content(text, text, daterange) IS
    'loads the content of a publisher''s file, recognised by content, as a release and publishes; or refuses it whole';

CREATE FUNCTION @extschema@.load_file(
    path text, release text DEFAULT NULL, effective daterange DEFAULT NULL)
    RETURNS TABLE (recognised text, code_system text, release text, effective daterange,
        rows_read bigint, added bigint, changed bigint, rejected bigint, rejected_rows jsonb)
    AS 'MODULE_PATHNAME', 'mc_load_file'
    LANGUAGE C VOLATILE PARALLEL UNSAFE COST 1000000 ROWS 1
    SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off;
REVOKE ALL ON FUNCTION @extschema@.load_file(text, text, daterange) FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.load_file(text, text, daterange) IS
    'the same for a file on the server; takes the rights of pg_read_server_files';

CREATE VIEW @extschema@.current_term AS
SELECT t.*
FROM @extschema@.term AS t
WHERE NOT EXISTS (SELECT FROM @extschema@.retirement AS r WHERE r.relation = 'term' AND r.row_id = t.term_id);
COMMENT ON VIEW @extschema@.current_term IS 'terms in use: those of the last version and the draft';
GRANT SELECT ON @extschema@.current_term TO PUBLIC;

CREATE FUNCTION @extschema@.title_phrase(title text) RETURNS text
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20
AS 'MODULE_PATHNAME', 'mc_title_phrase_sql';
COMMENT ON FUNCTION @extschema@.title_phrase(text) IS
'the phrase that names the concept of a title: without "unspecified"; NULL for a remainder ("Other ...") or an encounter';

-- Of several rows of one name the last one counts.
CREATE VIEW @extschema@.current_release AS
SELECT r.*
FROM @extschema@.release AS r
WHERE NOT EXISTS (
        SELECT FROM @extschema@.release AS n
        WHERE n.code_system = r.code_system AND n.kind = r.kind AND n.release = r.release AND n.version > r.version)
    AND (r.origin <> 'starter' OR NOT EXISTS (
        SELECT FROM @extschema@.release AS o
        WHERE o.code_system = r.code_system AND o.kind = r.kind AND o.origin = 'official'));
COMMENT ON VIEW @extschema@.current_release IS
    'releases in use: not those that a corrected file took the place of, nor the starter once official codes are loaded';
GRANT SELECT ON @extschema@.current_release TO PUBLIC;

-- The terms that follow from what the publishers say.  Of one phrase and code
-- only the best kind; of one phrase in the titles of a release the first code
-- that is complete.
CREATE VIEW @extschema@.official_term AS
SELECT DISTINCT ON (u.phrase COLLATE "C", u.code COLLATE "C") u.phrase, u.code, u.kind
FROM (
    SELECT t.phrase, t.code, 'title' AS kind, 1 AS rank
    FROM (
        SELECT DISTINCT ON (c.release_id, lower(p.phrase COLLATE "C")) p.phrase, c.code
        FROM @extschema@.current_release AS r
        JOIN @extschema@.code AS c USING (release_id),
            @extschema@.title_phrase(c.title) AS p(phrase)
        WHERE r.code_system = 'icd10cm' AND r.kind = 'codes' AND r.origin = 'official' AND c.origin = 'official'
            AND p.phrase IS NOT NULL
        ORDER BY c.release_id, lower(p.phrase COLLATE "C"), c.billable DESC, c.tabular_order) AS t
    UNION ALL
    SELECT n.phrase, n.place, 'inclusion', 2
    FROM @extschema@.current_release AS r
    JOIN @extschema@.tabular_note AS n USING (release_id)
    WHERE r.kind = 'tabular' AND n.kind = 'inclusion_term' AND n.level = 'code' AND n.phrase IS NOT NULL
        -- a single word under injuries, causes and contacts names a bone, a deed, a thing: axis, shot, dye
        AND (n.place COLLATE "C" < 'S' OR n.phrase ~ ' ')
    UNION ALL
    SELECT e.phrase, e.code, 'index', 3
    FROM @extschema@.current_release AS r
    JOIN @extschema@.index_entry AS e USING (release_id)
    WHERE r.kind IN ('index', 'external_cause_index') AND e.phrase IS NOT NULL AND e.code IS NOT NULL
    UNION ALL
    -- a fracture that is not called pathological is one of trauma
    SELECT regexp_replace(e.phrase, '\mtraumatic (fractures?)\M', '\1'), e.code, 'index', 5
    FROM @extschema@.current_release AS r
    JOIN @extschema@.index_entry AS e USING (release_id)
    WHERE r.kind = 'index' AND e.phrase ~ '\mtraumatic fracture' AND e.path[1] ~ '^Fracture' AND e.code IS NOT NULL
        AND cardinality(e.path) > 1
    UNION ALL
    -- what is coded where nothing is said of it: displaced (Guidelines I.C.19.c); the Index has the others as defaults
    SELECT d.phrase, d.code, 'title', 5
    FROM (
        SELECT DISTINCT ON (c.release_id, lower(p.phrase COLLATE "C")) p.phrase, c.code
        FROM @extschema@.current_release AS r
        JOIN @extschema@.code AS c USING (release_id),
            @extschema@.title_phrase(c.title) AS t(phrase),
            regexp_replace(t.phrase, '^Displaced |,? current injury| without (damage to nail|foreign body)', '', 'gi') AS p(phrase)
        WHERE r.code_system = 'icd10cm' AND r.kind = 'codes' AND r.origin = 'official' AND c.origin = 'official'
            AND t.phrase IS NOT NULL AND p.phrase <> t.phrase AND p.phrase !~* '^other '
        ORDER BY c.release_id, lower(p.phrase COLLATE "C"), c.billable DESC, c.tabular_order) AS d
    UNION ALL
    SELECT s.phrase, s.code, 'ontology', 4
    FROM @extschema@.current_release AS r
    JOIN @extschema@.synonym AS s USING (release_id)
    WHERE r.kind = 'synonyms' AND s.kind IN ('label', 'exact')
        -- only of the newest edition of each file: 2026-07-31-DO_rare_slim
        AND NOT EXISTS (SELECT FROM @extschema@.current_release AS n
            WHERE n.kind = 'synonyms' AND n.code_system = r.code_system AND lower(n.effective) > lower(r.effective)
                AND regexp_replace(n.release, '^[0-9-]+', '') = regexp_replace(r.release, '^[0-9-]+', ''))) AS u
WHERE octet_length(u.phrase) <= 2000 AND @extschema@.try_icd10cm(u.code) IS NOT NULL
    -- an abbreviation is no term: PR+, PIN, PRES
    AND (u.kind = 'title' OR u.phrase !~ '^[A-Z0-9+/-]{1,7}$' AND u.phrase !~ '[+]')
ORDER BY u.phrase COLLATE "C", u.code COLLATE "C", u.rank;
COMMENT ON VIEW @extschema@.official_term IS
    'terms that follow from the loaded files: titles, inclusion terms, paths of the Indexes, names of ontologies';
GRANT SELECT ON @extschema@.official_term TO PUBLIC;

CREATE FUNCTION @extschema@.refresh_official_terms() RETURNS void
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE COST 1000000
    SET search_path = pg_catalog, pg_temp SET enable_nestloop = off SET jit = off SET client_min_messages = warning
AS $$
BEGIN
    DROP TABLE IF EXISTS pg_temp.medcode_term_wanted, pg_temp.medcode_term_live;
    CREATE TEMPORARY TABLE medcode_term_wanted ON COMMIT DROP AS
        SELECT o.phrase, o.code, o.kind FROM @extschema@.official_term AS o;
    CREATE TEMPORARY TABLE medcode_term_live ON COMMIT DROP AS
        SELECT t.term_id, t.phrase, t.code, t.kind
        FROM @extschema@.term AS t
        WHERE t.origin = 'official' AND t.code_system = 'icd10cm'
            AND t.kind IN ('title', 'inclusion', 'index', 'ontology')
            AND NOT EXISTS (SELECT FROM @extschema@.retirement AS r
                WHERE r.relation = 'term' AND r.row_id = t.term_id AND r.origin = 'official');
    INSERT INTO @extschema@.retirement (relation, row_id, reason, origin)
    SELECT 'term', l.term_id, 'no loaded file gives it any more', 'official'
    FROM medcode_term_live AS l
    WHERE NOT EXISTS (SELECT FROM medcode_term_wanted AS w
        WHERE w.phrase = l.phrase AND w.code = l.code AND w.kind = l.kind);
    INSERT INTO @extschema@.term (phrase, code_system, code, kind, origin)
    SELECT w.phrase, 'icd10cm', w.code, w.kind, 'official'
    FROM medcode_term_wanted AS w
    WHERE NOT EXISTS (SELECT FROM medcode_term_live AS l
        WHERE w.phrase = l.phrase AND w.code = l.code AND w.kind = l.kind)
    ORDER BY w.phrase COLLATE "C", w.code COLLATE "C";
    DROP TABLE medcode_term_wanted, medcode_term_live;
END
$$;
REVOKE ALL ON FUNCTION @extschema@.refresh_official_terms() FROM PUBLIC;
COMMENT ON FUNCTION @extschema@.refresh_official_terms() IS
    'adds the terms that follow from the loaded files to the draft and retires those that no longer do; a load calls it';

-- When a release is valid; mc_choose_release says the same for the engine.  Functions with a parsed
-- body need no search_path and can be inlined, which leaves out the counts
-- where nobody asks for them.
CREATE FUNCTION @extschema@.releases()
    RETURNS TABLE (code_system text, kind text, release text, effective daterange, valid daterange,
        version integer, origin text, rows bigint, codes bigint, billable bigint)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 20
BEGIN ATOMIC
    SELECT r.code_system, r.kind, r.release, r.effective,
        CASE WHEN r.used AND r.code_system = 'hcc' THEN r.effective
            WHEN r.used THEN
            daterange(lower(r.effective), lead(lower(r.effective)) OVER (
                PARTITION BY r.code_system, r.kind, r.used,
                    -- lists of names hold beside each other, and so do the parts of a quarter's edits
                    CASE WHEN r.kind IN ('synonyms', 'ptp', 'coverage') THEN regexp_replace(r.release, '^[0-9-]+(Q[1-4])?', '') END
                ORDER BY lower(r.effective), r.release_id))
            ELSE 'empty'::daterange END,
        r.version, r.origin, r.rows, coalesce(n.codes, 0), coalesce(n.billable, 0)
    FROM (
        SELECT a.*, EXISTS (SELECT FROM @extschema@.current_release AS u WHERE u.release_id = a.release_id) AS used
        FROM @extschema@.release AS a) AS r
    LEFT JOIN (
        SELECT c.release_id, count(*) AS codes, count(*) FILTER (WHERE c.billable) AS billable
        FROM @extschema@.code AS c GROUP BY c.release_id) AS n ON n.release_id = r.release_id
    ORDER BY r.code_system, r.kind, lower(r.effective), r.release_id;
END;
COMMENT ON FUNCTION @extschema@.releases() IS
    'files loaded; valid: dates of service each is used for, up to the next one of its system and kind; empty for one that a corrected file took the place of, and for the starter once official codes are loaded; codes includes headings';

CREATE FUNCTION @extschema@.release_id_on(code_system text, kind text, as_of date)
    RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE COST 100
BEGIN ATOMIC
    SELECT r.release_id
    FROM @extschema@.current_release AS r
    WHERE r.code_system = $1 AND r.kind = $2 AND (as_of IS NULL OR lower(r.effective) <= as_of)
    ORDER BY lower(r.effective) DESC, r.release_id DESC
    LIMIT 1;
END;
COMMENT ON FUNCTION @extschema@.release_id_on(text, text, date) IS
    'release of a code system and kind that applies on a date of service, the newest one for NULL; NULL if there is none';

-- plpgsql, because SQL cannot raise
CREATE FUNCTION @extschema@.release_on(code_system text, as_of date)
    RETURNS text
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000
    SET search_path = pg_catalog, pg_temp SET datestyle = iso
AS $$
DECLARE
    found text;
    first record;
BEGIN
    SELECT r.release INTO found FROM @extschema@.release AS r
    WHERE r.release_id = @extschema@.release_id_on(release_on.code_system, 'codes', as_of);
    IF found IS NOT NULL THEN
        RETURN found;
    END IF;
    SELECT r.release, lower(r.effective) AS day INTO first FROM @extschema@.current_release AS r
    WHERE r.code_system = release_on.code_system AND r.kind = 'codes'
    ORDER BY lower(r.effective) LIMIT 1;
    IF first IS NULL THEN
        RAISE EXCEPTION 'no release of this code system is loaded'
            USING ERRCODE = 'object_not_in_prerequisite_state',
                HINT = 'SELECT * FROM @extschema@.load_file(''icd10cm_order_2026.txt'', ''FY2026'');';
    END IF;
    RAISE EXCEPTION 'no release of this code system is loaded for %', as_of
        USING ERRCODE = 'object_not_in_prerequisite_state',
            DETAIL = format('The first release, %s, begins on %s.', first.release, first.day),
            HINT = format('Load an older one: SELECT * FROM @extschema@.load_file(''icd10cm_order_%1$s.txt'', ''FY%1$s'');',
                CASE WHEN isfinite(as_of) THEN extract(year FROM as_of + interval '3 months') ELSE 2021 END);
END
$$;
COMMENT ON FUNCTION @extschema@.release_on(text, date) IS
    'release of a code system valid on a date of service; the newest one for NULL; raises for a date before the first one';

CREATE FUNCTION @extschema@.code_info(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (code @extschema@.icd10cm, title text, billable boolean, release text, tabular_order integer)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1
BEGIN ATOMIC
    SELECT $1, c.title, c.billable, r.release, c.tabular_order
    FROM @extschema@.release AS r
    JOIN @extschema@.code AS c ON c.release_id = r.release_id
    WHERE r.release_id = @extschema@.release_id_on('icd10cm', 'codes', $2)
        AND @extschema@.release_on('icd10cm', $2) IS NOT NULL
        AND c.code = $1::text;
END;
COMMENT ON FUNCTION @extschema@.code_info(@extschema@.icd10cm, date) IS
    'title of a code or heading on a date of service, the newest release''s for NULL; no row if that release has no such code';
