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
    'loads the content of the publisher''s ICD-10-CM order file as a release, or refuses it whole';

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

-- When a release is valid; mc_choose_release says the same for the engine.  Functions with a parsed
-- body need no search_path and can be inlined, which leaves out the counts
-- where nobody asks for them.
CREATE FUNCTION @extschema@.releases()
    RETURNS TABLE (code_system text, release text, effective daterange, valid daterange,
        origin text, codes bigint, billable bigint)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 10
BEGIN ATOMIC
    SELECT r.code_system, r.release, r.effective,
        CASE WHEN r.used THEN
            daterange(lower(r.effective), lead(lower(r.effective)) OVER (
                PARTITION BY r.code_system, r.used ORDER BY lower(r.effective), r.release_id))
            ELSE 'empty'::daterange END,
        r.origin, coalesce(n.codes, 0), coalesce(n.billable, 0)
    FROM (
        SELECT a.*, a.origin <> 'starter' OR NOT EXISTS (
            SELECT FROM @extschema@.release AS o
            WHERE o.code_system = a.code_system AND o.origin = 'official') AS used
        FROM @extschema@.release AS a) AS r
    LEFT JOIN (
        SELECT c.release_id, count(*) AS codes, count(*) FILTER (WHERE c.billable) AS billable
        FROM @extschema@.code AS c GROUP BY c.release_id) AS n ON n.release_id = r.release_id
    ORDER BY r.code_system, lower(r.effective), r.release_id;
END;
COMMENT ON FUNCTION @extschema@.releases() IS
    'releases loaded; valid: dates of service they are used for, up to the next one of the system, empty for the starter once an official one is loaded; codes includes headings';

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
    SELECT r.release INTO found FROM @extschema@.releases() AS r
    WHERE r.code_system = release_on.code_system
        AND CASE WHEN as_of IS NULL THEN upper_inf(r.valid) ELSE r.valid @> as_of END;
    IF found IS NOT NULL THEN
        RETURN found;
    END IF;
    SELECT r.release, lower(r.valid) AS day INTO first FROM @extschema@.releases() AS r
    WHERE r.code_system = release_on.code_system AND NOT isempty(r.valid)
    ORDER BY lower(r.valid) LIMIT 1;
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
    WHERE r.code_system = 'icd10cm' AND r.release = @extschema@.release_on('icd10cm', $2)
        AND c.code = $1::text;
END;
COMMENT ON FUNCTION @extschema@.code_info(@extschema@.icd10cm, date) IS
    'title of a code or heading on a date of service, the newest release''s for NULL; no row if that release has no such code';
