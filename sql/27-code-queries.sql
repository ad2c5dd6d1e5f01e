-- What the loaded files say of a code.
--
-- as_of is a date of service; NULL means the newest release that is loaded.
-- Where no release of what is asked for applies on that date these functions
-- raise; for a code that the list of that date does not have they give no row.
--
-- The release is asked for once, and before all else, so that they raise even
-- where the tables are empty: what depends on it stands in a LATERAL subquery,
-- and OFFSET 0 keeps the planner from merging either.

-- plpgsql, because SQL cannot raise
CREATE FUNCTION @extschema@.required_release(code_system text, kind text, as_of date)
    RETURNS bigint
    LANGUAGE plpgsql STABLE PARALLEL SAFE COST 200
    SET search_path = pg_catalog, pg_temp SET datestyle = iso
AS $$
DECLARE
    found bigint := @extschema@.release_id_on(code_system, kind, as_of);
    what text;
    file text;
    first record;
BEGIN
    IF found IS NOT NULL OR code_system IS NULL THEN
        RETURN found;
    END IF;
    what := CASE kind WHEN 'codes' THEN 'list of codes' WHEN 'tabular' THEN 'Tabular List' WHEN 'index' THEN 'Alphabetic Index'
        WHEN 'succession' THEN 'conversion table' WHEN 'poa_exempt' THEN 'list of codes exempt from POA'
        WHEN 'mapping' THEN 'equivalence mapping' ELSE replace(kind, '_', ' ') END;
    -- names of the publishers' files; %s is the fiscal year
    file := CASE code_system || ' ' || kind
        WHEN 'icd10cm codes' THEN 'icd10cm_order_%s.txt' WHEN 'icd10cm tabular' THEN 'icd10cm_tabular_%s.xml'
        WHEN 'icd10cm index' THEN 'icd10cm_index_%s.xml' WHEN 'icd10cm external_cause_index' THEN 'icd10cm_eindex_%s.xml'
        WHEN 'icd10cm neoplasm_table' THEN 'icd10cm_neoplasm_%s.xml' WHEN 'icd10cm drug_table' THEN 'icd10cm_drug_%s.xml'
        WHEN 'icd10cm succession' THEN 'icd10cm_conversion_table_%s.csv' WHEN 'icd10cm poa_exempt' THEN 'POAexemptCodesFY%s.txt'
        WHEN 'icd10cm mapping' THEN '2018_I10gem.txt' WHEN 'icd9cm mapping' THEN '2018_I9gem.txt'
        WHEN 'icd10pcs codes' THEN 'icd10pcs_order_%s.txt' WHEN 'icd9cm codes' THEN 'CMS32_DESC_LONG_DX.txt'
        WHEN 'hcpcs codes' THEN 'HCPC%s_CONTR_ANWEB.txt' WHEN 'hcpcs_modifier codes' THEN 'HCPC%s_CONTR_ANWEB.txt'
        ELSE code_system || '_' || kind || '.tsv' END;
    SELECT r.release, lower(r.effective) AS day INTO first FROM @extschema@.current_release AS r
    WHERE r.code_system = required_release.code_system AND r.kind = required_release.kind
    ORDER BY lower(r.effective), r.release_id LIMIT 1;
    -- years of a publisher's name: FY26, or the fiscal or calendar year of the date
    file := format(file, CASE WHEN as_of IS NULL OR NOT isfinite(as_of) THEN CASE WHEN kind = 'poa_exempt' THEN '26' ELSE '2026' END
        WHEN kind = 'poa_exempt' THEN to_char(as_of + interval '3 months', 'YY')
        WHEN code_system LIKE 'hcpcs%' THEN to_char(as_of, 'YYYY')
        ELSE to_char(as_of + interval '3 months', 'YYYY') END);
    IF first IS NULL THEN
        RAISE EXCEPTION 'no % of % is loaded', what, code_system
            USING ERRCODE = 'object_not_in_prerequisite_state',
                HINT = format('SELECT * FROM @extschema@.load_file(%L);', file);
    END IF;
    RAISE EXCEPTION 'no % of % is loaded for %', what, code_system, as_of
        USING ERRCODE = 'object_not_in_prerequisite_state',
            DETAIL = format('The first release, %s, begins on %s.', first.release, first.day),
            HINT = format('Load an older one: SELECT * FROM @extschema@.load_file(%L);', file);
END
$$;
COMMENT ON FUNCTION @extschema@.required_release(text, text, date) IS
    'release of a code system and kind that applies on a date of service, the newest one for NULL; raises, with the statement that mends it, if there is none';

CREATE FUNCTION @extschema@.printed_code(code_system text, code text)
    RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10
BEGIN ATOMIC
    SELECT CASE
        WHEN code_system = 'icd10cm' THEN coalesce(@extschema@.try_icd10cm(code)::text, upper(btrim(code)))
        WHEN code_system = 'icd9cm' THEN regexp_replace(upper(btrim(code)), '^(E[0-9]{3}|[0-9V][0-9]{2})([0-9]+)$', '\1.\2')
        WHEN code_system IN ('icd10pcs', 'hcpcs', 'hcpcs_modifier') THEN upper(btrim(code))
        ELSE btrim(code) END;
END;
COMMENT ON FUNCTION @extschema@.printed_code(text, text) IS
    'a code as its publisher prints it, from however it is written: e119 is E11.9, 25000 of ICD-9-CM is 250.00; those of a site''s own code systems as they are';

--
-- Headings, and what stands under them
--

CREATE FUNCTION @extschema@.children(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (code @extschema@.icd10cm, title text, billable boolean, tabular_order integer)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 8
BEGIN ATOMIC
    SELECT c.code::@extschema@.icd10cm, c.title, c.billable, c.tabular_order
    FROM (SELECT @extschema@.required_release('icd10cm', 'codes', $2) AS release_id OFFSET 0) AS r
    CROSS JOIN LATERAL (
        SELECT x.* FROM @extschema@.code AS x WHERE x.release_id = r.release_id AND x.parent = $1::text OFFSET 0) AS c
    ORDER BY c.tabular_order;
END;
COMMENT ON FUNCTION @extschema@.children(@extschema@.icd10cm, date) IS
    'codes and headings directly under a heading on a date of service, in the order of the Tabular List';

CREATE FUNCTION @extschema@.descendants(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (code @extschema@.icd10cm, title text, billable boolean, tabular_order integer, level integer)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 50
BEGIN ATOMIC
    WITH RECURSIVE below AS (
        SELECT c.release_id, c.code, c.title, c.billable, c.tabular_order, 1 AS level
        FROM (SELECT @extschema@.required_release('icd10cm', 'codes', $2) AS release_id OFFSET 0) AS r
        CROSS JOIN LATERAL (
            SELECT x.* FROM @extschema@.code AS x WHERE x.release_id = r.release_id AND x.parent = $1::text OFFSET 0) AS c
        UNION ALL
        SELECT c.release_id, c.code, c.title, c.billable, c.tabular_order, b.level + 1
        FROM below AS b
        JOIN @extschema@.code AS c ON c.release_id = b.release_id AND c.parent = b.code)
    SELECT b.code::@extschema@.icd10cm, b.title, b.billable, b.tabular_order, b.level
    FROM below AS b
    ORDER BY b.tabular_order;
END;
COMMENT ON FUNCTION @extschema@.descendants(@extschema@.icd10cm, date) IS
    'all codes and headings under a heading on a date of service, in the order of the Tabular List; level 1: directly under it';

-- A range of categories goes by the order of the Tabular List, in which C4A
-- stands between C43 and C44, J4A behind J47, M1A before M10.
CREATE FUNCTION @extschema@.in_category_range(codes bigint, first_category text, last_category text, category text)
    RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE COST 300
BEGIN ATOMIC
    SELECT coalesce(
        (SELECT c.tabular_order BETWEEN f.tabular_order AND l.tabular_order
         FROM @extschema@.code AS c, @extschema@.code AS f, @extschema@.code AS l
         WHERE c.release_id = codes AND c.code = category
            AND f.release_id = codes AND f.code = first_category
            AND l.release_id = codes AND l.code = last_category),
        category COLLATE "C" BETWEEN first_category AND last_category);
END;
COMMENT ON FUNCTION @extschema@.in_category_range(bigint, text, text, text) IS
    'does a category stand between two others in the list of codes with that release_id? By characters if the list lacks one of them';

CREATE FUNCTION @extschema@.places(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (distance integer, level text, place text, title text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 2000 ROWS 6
BEGIN ATOMIC
    WITH RECURSIVE up AS (
        SELECT c.release_id, 0 AS distance, c.code, c.title, c.parent
        FROM (SELECT @extschema@.required_release('icd10cm', 'codes', $2) AS release_id OFFSET 0) AS r
        CROSS JOIN LATERAL (
            SELECT x.* FROM @extschema@.code AS x WHERE x.release_id = r.release_id AND x.code = $1::text OFFSET 0) AS c
        UNION ALL
        SELECT c.release_id, u.distance + 1, c.code, c.title, c.parent
        FROM up AS u
        JOIN @extschema@.code AS c ON c.release_id = u.release_id AND c.code = u.parent)
    SELECT u.distance, 'code', u.code, u.title
    FROM up AS u
    UNION ALL
    -- a section can hold others: the narrower one first
    SELECT u.distance + (row_number() OVER (ORDER BY b.level DESC, b.first_category COLLATE "C" DESC, b.last_category COLLATE "C"))::integer,
        b.level, b.block, b.title
    FROM up AS u
    JOIN @extschema@.block AS b ON b.release_id = @extschema@.release_id_on('icd10cm', 'tabular', $2)
    WHERE u.parent IS NULL
        -- up to the second character the order of characters is that of the list
        AND substr(u.code, 1, 2) COLLATE "C" BETWEEN substr(b.first_category, 1, 2) AND substr(b.last_category, 1, 2)
        AND @extschema@.in_category_range(u.release_id, b.first_category, b.last_category, substr(u.code, 1, 3))
    ORDER BY 1;
END;
COMMENT ON FUNCTION @extschema@.places(@extschema@.icd10cm, date) IS
    'a code (distance 0) and all above it on a date of service: headings, then section and chapter if the Tabular List is loaded';

CREATE FUNCTION @extschema@.ancestors(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (distance integer, level text, place text, title text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 2000 ROWS 5
BEGIN ATOMIC
    SELECT p.distance, p.level, p.place, p.title
    FROM @extschema@.places($1, $2) AS p
    WHERE p.distance > 0
    ORDER BY p.distance;
END;
COMMENT ON FUNCTION @extschema@.ancestors(@extschema@.icd10cm, date) IS
    'headings above a code on a date of service, nearest first, then section and chapter if the Tabular List is loaded; level: code, section, chapter';

CREATE FUNCTION @extschema@.is_billable(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE COST 300
BEGIN ATOMIC
    SELECT (SELECT c.billable
        FROM (SELECT @extschema@.required_release('icd10cm', 'codes', $2) AS release_id OFFSET 0) AS r
        CROSS JOIN LATERAL (
            SELECT x.billable FROM @extschema@.code AS x WHERE x.release_id = r.release_id AND x.code = $1::text OFFSET 0) AS c);
END;
COMMENT ON FUNCTION @extschema@.is_billable(@extschema@.icd10cm, date) IS
    'is the code complete on a date of service? false: a heading; NULL: the list of that date does not have it';

CREATE FUNCTION @extschema@.lookup_code(code_system text, code text, as_of date DEFAULT NULL)
    RETURNS TABLE (code text, title text, short_title text, billable boolean, parent text, valid daterange,
        attributes jsonb, release text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 1
BEGIN ATOMIC
    SELECT c.code, c.title, c.short_title, c.billable, c.parent, c.valid, c.attributes, e.release
    FROM (SELECT @extschema@.required_release($1, 'codes', $3) AS release_id OFFSET 0) AS r
    CROSS JOIN LATERAL (
        SELECT x.* FROM @extschema@.code AS x
        WHERE x.release_id = r.release_id AND x.code = @extschema@.printed_code($1, $2)
            AND ($3 IS NULL OR x.valid IS NULL OR x.valid @> $3) OFFSET 0) AS c
    JOIN @extschema@.release AS e ON e.release_id = c.release_id;
END;
COMMENT ON FUNCTION @extschema@.lookup_code(text, text, date) IS
    'a code of any code system on a date of service, with or without its dot; no row if it is not valid then';

--
-- Successions
--

-- plain characters: of two categories the one that sorts first stands first
CREATE FUNCTION @extschema@.covers(first_code text, last_code text, characters text, character_places integer[],
    code @extschema@.icd10cm)
    RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20
BEGIN ATOMIC
    SELECT code::text COLLATE "C" >= first_code
        AND (code::text COLLATE "C" <= last_code OR starts_with(code::text, last_code))
        AND (characters IS NULL OR EXISTS (
            SELECT FROM unnest(character_places) AS p(place)
            WHERE place <= length(@extschema@.undotted(code))
                AND strpos(characters, substr(@extschema@.undotted(code), place, 1)) > 0));
END;
COMMENT ON FUNCTION @extschema@.covers(text, text, text, integer[], @extschema@.icd10cm) IS
    'does a reference of a note, from first_code to last_code with all below both, name the code? characters: only codes with one of them at one of the places, which count from 1 without the dot';

CREATE FUNCTION @extschema@.replaced_by(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (step integer, previous @extschema@.icd10cm, code @extschema@.icd10cm, effective date, title text, billable boolean)
    LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 3
BEGIN ATOMIC
    WITH RECURSIVE r AS MATERIALIZED (
        SELECT @extschema@.required_release('icd10cm', 'codes', $2) AS codes,
            -- a conversion table has all successions up to its edition
            @extschema@.required_release('icd10cm', 'succession', NULL) AS succession
    ), walk AS (
        -- what happened since the code came into being concerns it
        SELECT 0 AS step, NULL::text AS previous, $1::text AS code, coalesce(
            (SELECT max(s.effective) FROM @extschema@.succession AS s
             WHERE s.release_id = r.succession AND s.code = $1::text AND ($2 IS NULL OR s.effective <= $2)),
            '-infinity'::date) AS effective
        FROM r WHERE r.codes IS NOT NULL
        UNION
        SELECT w.step + 1, w.code, s.code, s.effective
        FROM walk AS w
        CROSS JOIN r
        JOIN @extschema@.succession AS s ON s.release_id = r.succession
            AND @extschema@.covers(s.previous_first, s.previous_last, NULL, NULL, w.code::@extschema@.icd10cm)
            AND s.code <> w.code AND s.effective > w.effective AND ($2 IS NULL OR s.effective <= $2)
        WHERE NOT EXISTS (
            SELECT FROM @extschema@.code AS c WHERE c.release_id = r.codes AND c.code = w.code AND c.billable))
    SELECT w.step, w.previous::@extschema@.icd10cm, w.code::@extschema@.icd10cm, w.effective, c.title, c.billable
    FROM walk AS w
    CROSS JOIN r
    LEFT JOIN @extschema@.code AS c ON c.release_id = r.codes AND c.code = w.code
    WHERE w.step > 0
    ORDER BY w.step, w.previous COLLATE "C", w.effective, w.code COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.replaced_by(@extschema@.icd10cm, date) IS
    'codes that took the place of one that is no longer billable on a date of service, step by step up to those that are; billable NULL: not in the list of that date either';

CREATE FUNCTION @extschema@.replaces(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (step integer, code @extschema@.icd10cm, effective date, previous_first @extschema@.icd10cm,
        previous_last @extschema@.icd10cm)
    LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 3
BEGIN ATOMIC
    WITH RECURSIVE r AS MATERIALIZED (
        SELECT @extschema@.required_release('icd10cm', 'succession', NULL) AS succession
    ), walk AS (
        SELECT 1 AS step, s.code, s.effective, s.previous_first, s.previous_last
        FROM r
        CROSS JOIN LATERAL (
            SELECT x.* FROM @extschema@.succession AS x
            WHERE x.release_id = r.succession AND x.code = $1::text AND ($2 IS NULL OR x.effective <= $2) OFFSET 0) AS s
        UNION
        SELECT w.step + 1, s.code, s.effective, s.previous_first, s.previous_last
        FROM walk AS w
        CROSS JOIN r
        JOIN @extschema@.succession AS s ON s.release_id = r.succession AND s.effective < w.effective
            AND @extschema@.covers(w.previous_first, w.previous_last, NULL, NULL, s.code::@extschema@.icd10cm))
    SELECT w.step, w.code::@extschema@.icd10cm, w.effective, w.previous_first::@extschema@.icd10cm,
        w.previous_last::@extschema@.icd10cm
    FROM walk AS w
    ORDER BY w.step, w.effective DESC, w.code COLLATE "C", w.previous_first COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.replaces(@extschema@.icd10cm, date) IS
    'codes that were used before a code, and before those: from its effective day on the code stands for previous_first to previous_last; a heading means all below it';

--
-- Notes of the Tabular List
--

CREATE FUNCTION @extschema@.notes(code @extschema@.icd10cm, as_of date DEFAULT NULL, kind text DEFAULT NULL)
    RETURNS TABLE (distance integer, level text, place text, kind text, note text, conditional boolean, note_id integer)
    LANGUAGE sql STABLE PARALLEL SAFE COST 3000 ROWS 20
BEGIN ATOMIC
    SELECT p.distance, p.level, p.place, n.kind, n.note, n.conditional, n.note_id
    FROM (SELECT @extschema@.required_release('icd10cm', 'tabular', $2) AS release_id OFFSET 0) AS r
    CROSS JOIN LATERAL (SELECT a.* FROM @extschema@.places($1, $2) AS a WHERE r.release_id IS NOT NULL OFFSET 0) AS p
    CROSS JOIN LATERAL (
        SELECT x.* FROM @extschema@.tabular_note AS x
        WHERE x.release_id = r.release_id AND x.place = p.place AND x.level = p.level OFFSET 0) AS n
    WHERE $3 IS NULL OR n.kind = $3
    ORDER BY p.distance, n.note_id;
END;
COMMENT ON FUNCTION @extschema@.notes(@extschema@.icd10cm, date, text) IS
    'notes that hold for a code on a date of service, those of headings, section and chapter too, nearest first; of one kind if it is given';

CREATE FUNCTION @extschema@.excludes1(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (distance integer, level text, place text, note text, first_code text, last_code text,
        characters text, character_places integer[])
    LANGUAGE sql STABLE PARALLEL SAFE COST 3000 ROWS 10
BEGIN ATOMIC
    SELECT p.distance, p.level, p.place, n.note, f.first_code, f.last_code, f.characters, f.character_places
    FROM (SELECT @extschema@.required_release('icd10cm', 'tabular', $2) AS release_id OFFSET 0) AS r
    CROSS JOIN LATERAL (SELECT a.* FROM @extschema@.places($1, $2) AS a WHERE r.release_id IS NOT NULL OFFSET 0) AS p
    CROSS JOIN LATERAL (
        SELECT x.* FROM @extschema@.tabular_note AS x
        WHERE x.release_id = r.release_id AND x.place = p.place AND x.level = p.level OFFSET 0) AS n
    LEFT JOIN @extschema@.note_reference AS f ON f.release_id = n.release_id AND f.note_id = n.note_id
    WHERE n.kind = 'excludes1'
    ORDER BY p.distance, n.note_id, f.position;
END;
COMMENT ON FUNCTION @extschema@.excludes1(@extschema@.icd10cm, date) IS
    'excludes1 notes that hold for a code on a date of service, inherited ones too, with each code or range that they name';

-- Excludes1 is not symmetric in the publisher's file, so both ways are looked at.
CREATE FUNCTION @extschema@.excludes1_conflict(code @extschema@.icd10cm, other @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (code @extschema@.icd10cm, excluded @extschema@.icd10cm, level text, place text, note text,
        first_code text, last_code text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 10000 ROWS 1
BEGIN ATOMIC
    SELECT pair.code, pair.excluded, e.level, e.place, e.note, e.first_code, e.last_code
    FROM (SELECT @extschema@.required_release('icd10cm', 'codes', $3) AS codes OFFSET 0) AS r
    CROSS JOIN (VALUES (1, $1, $2), (2, $2, $1)) AS pair (way, code, excluded)
    CROSS JOIN LATERAL @extschema@.excludes1(pair.code, $3) AS e
    WHERE e.first_code IS NOT NULL AND $1::text <> $2::text
        AND CASE WHEN substr(e.first_code, 1, 3) = substr(e.last_code, 1, 3)
            THEN @extschema@.covers(e.first_code, e.last_code, e.characters, e.character_places, pair.excluded)
            ELSE @extschema@.in_category_range(r.codes, substr(e.first_code, 1, 3), substr(e.last_code, 1, 3),
                    substr(pair.excluded::text, 1, 3))
                AND (substr(e.first_code, 1, 3) <> substr(pair.excluded::text, 1, 3)
                    OR pair.excluded::text COLLATE "C" >= e.first_code)
                AND (substr(e.last_code, 1, 3) <> substr(pair.excluded::text, 1, 3)
                    OR pair.excluded::text COLLATE "C" <= e.last_code OR starts_with(pair.excluded::text, e.last_code))
                AND @extschema@.covers('A', 'ZZZ', e.characters, e.character_places, pair.excluded) END
    ORDER BY pair.way, e.distance, e.first_code COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.excludes1_conflict(@extschema@.icd10cm, @extschema@.icd10cm, date) IS
    'excludes1 notes of either code that name the other: the two are not reported together for one condition. To be reviewed, not deleted: both stand if the conditions are unrelated';

CREATE FUNCTION @extschema@.seventh_characters(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE ("character" text, meaning text, place text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 3000 ROWS 6
BEGIN ATOMIC
    SELECT s."character", s.meaning, s.place
    FROM (SELECT @extschema@.required_release('icd10cm', 'tabular', $2) AS release_id OFFSET 0) AS r
    CROSS JOIN LATERAL (
        SELECT p.place FROM @extschema@.places($1, $2) AS p
        WHERE r.release_id IS NOT NULL AND EXISTS (
            SELECT FROM @extschema@.seventh_character AS h WHERE h.release_id = r.release_id AND h.place = p.place)
        ORDER BY p.distance LIMIT 1) AS nearest
    JOIN @extschema@.seventh_character AS s ON s.release_id = r.release_id AND s.place = nearest.place
    ORDER BY s."character" COLLATE "C";
END;
COMMENT ON FUNCTION @extschema@.seventh_characters(@extschema@.icd10cm, date) IS
    'seventh characters of a code on a date of service, and what they mean; given at the code, or the nearest heading that gives them';

--
-- The Index, and other lists
--

CREATE INDEX index_entry_by_manifestation ON @extschema@.index_entry (release_id, manifestation) WHERE manifestation IS NOT NULL;

-- A code of the Index that has codes below it is incomplete, with a dash or without.
CREATE FUNCTION @extschema@.index_paths(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS TABLE (kind text, path text, nonessential text[], role text, code @extschema@.icd10cm, incomplete boolean)
    LANGUAGE sql STABLE PARALLEL SAFE COST 5000 ROWS 10
BEGIN ATOMIC
    WITH r AS MATERIALIZED (
        SELECT k.kind, k.place AS kind_place,
            CASE WHEN k.needed THEN @extschema@.required_release('icd10cm', k.kind, $2)
                ELSE @extschema@.release_id_on('icd10cm', k.kind, $2) END AS release_id
        FROM (VALUES (1, 'index', true),
            (2, 'external_cause_index', $1::text COLLATE "C" BETWEEN 'V' AND 'YZ'),
            (3, 'neoplasm_table', $1::text COLLATE "C" BETWEEN 'C' AND 'D49.Z'),
            (4, 'drug_table', $1::text COLLATE "C" BETWEEN 'T36' AND 'T65.Z')) AS k (place, kind, needed)
    ), places AS MATERIALIZED (
        SELECT array_agg(p.place) AS place FROM @extschema@.places($1, $2) AS p WHERE p.level = 'code')
    SELECT r.kind, array_to_string(f.path, ', '), f.nonessential, f.role, f.place::@extschema@.icd10cm, f.place <> $1::text
    FROM r
    CROSS JOIN LATERAL (
        SELECT e.entry_id, e.path, e.nonessential, 1 AS role_place, 'code' AS role, e.code AS place
        FROM @extschema@.index_entry AS e
        WHERE e.release_id = r.release_id AND e.code = ANY ((SELECT p.place FROM places AS p)::text[])
        UNION ALL
        SELECT e.entry_id, e.path, e.nonessential, 2, 'manifestation', $1::text
        FROM @extschema@.index_entry AS e
        WHERE e.release_id = r.release_id AND e.manifestation = $1::text
        UNION ALL
        SELECT e.entry_id, e.path, e.nonessential, 3, t.column_name, t.code
        FROM @extschema@.table_cell AS t
        JOIN @extschema@.index_entry AS e ON e.release_id = t.release_id AND e.entry_id = t.entry_id
        WHERE t.release_id = r.release_id AND t.code = ANY ((SELECT p.place FROM places AS p)::text[])
        OFFSET 0) AS f
    ORDER BY f.place <> $1::text, length(f.place) DESC, r.kind_place, f.role_place, f.entry_id, f.role;
END;
COMMENT ON FUNCTION @extschema@.index_paths(@extschema@.icd10cm, date) IS
    'paths of the Index, the external cause index, the neoplasm table and the table of drugs that lead to a code on a date of service; role: code, manifestation, or the column of a table; incomplete: the path leads to a heading above the code';

CREATE FUNCTION @extschema@.is_poa_exempt(code @extschema@.icd10cm, as_of date DEFAULT NULL)
    RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE COST 500
BEGIN ATOMIC
    SELECT CASE WHEN (SELECT x.listed
            FROM (SELECT @extschema@.required_release('icd10cm', 'poa_exempt', $2) AS release_id OFFSET 0) AS r
            CROSS JOIN LATERAL (SELECT EXISTS (
                SELECT FROM @extschema@.poa_exempt AS p WHERE p.release_id = r.release_id AND p.code = $1::text) AS listed
                OFFSET 0) AS x)
        THEN true
        WHEN @extschema@.is_billable($1, $2) IS NOT NULL THEN false END;
END;
COMMENT ON FUNCTION @extschema@.is_poa_exempt(@extschema@.icd10cm, date) IS
    'does the code need no indicator "present on admission" on a date of discharge? NULL: the list of that date does not have the code';

CREATE FUNCTION @extschema@.mapped(code_system text, code text, target_system text, as_of date DEFAULT NULL)
    RETURNS TABLE (target_code text, title text, approximate boolean, combination boolean, scenario integer, choice_list integer)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 2
BEGIN ATOMIC
    SELECT m.target_code, c.title, m.approximate, m.combination, m.scenario, m.choice_list
    FROM (SELECT @extschema@.required_release($1, 'mapping', $4) AS release_id,
            @extschema@.release_id_on($3, 'codes', $4) AS codes OFFSET 0) AS r
    CROSS JOIN LATERAL (
        SELECT x.* FROM @extschema@.mapping AS x
        WHERE x.release_id = r.release_id AND x.source_code = @extschema@.printed_code($1, $2) AND x.target_system = $3
        OFFSET 0) AS m
    LEFT JOIN @extschema@.code AS c ON c.release_id = r.codes AND c.code = m.target_code
    ORDER BY m.scenario, m.choice_list, m.line;
END;
COMMENT ON FUNCTION @extschema@.mapped(text, text, text, date) IS
    'equivalents of a code in another code system by the general equivalence mappings; target_code NULL: the publisher gives none. Of a combination one of each choice_list of a scenario is needed; title: from the list of codes of that date, if it has the code';
