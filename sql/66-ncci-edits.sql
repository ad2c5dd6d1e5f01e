-- NCCI edits: procedure-to-procedure edits and medically unlikely edits.
--
-- setting names those of suggest(): professional has the practitioners' edits,
-- outpatient, ed and observation those of hospitals; dme has medically unlikely
-- edits only, the others have none.  Where no file is loaded that speaks of the date the
-- functions raise, with the statement that mends it.

CREATE FUNCTION @extschema@.ptp_indicator(column1 text, column2 text, on_date date, setting text DEFAULT 'professional')
    RETURNS smallint
    LANGUAGE C STABLE STRICT PARALLEL SAFE COST 20
    AS 'MODULE_PATHNAME', 'mc_ptp_indicator_sql';
COMMENT ON FUNCTION @extschema@.ptp_indicator(text, text, date, text) IS
    'NCCI edit that pays column1 and not column2 on a date of service: 0: never together, 1: together with an NCCI-associated modifier; NULL: no edit on that date, or a setting that has none. Direction matters';

CREATE FUNCTION @extschema@.mue(hcpcs text, on_date date, setting text DEFAULT 'professional')
    RETURNS TABLE (units integer, mai smallint)
    LANGUAGE C STABLE STRICT PARALLEL SAFE COST 50 ROWS 1
    AS 'MODULE_PATHNAME', 'mc_mue_sql';
COMMENT ON FUNCTION @extschema@.mue(text, date, text) IS
    'medically unlikely edit of a code on a date of service: most units, and for what; mai 1: a line, 2: a day, absolute by policy, 3: a day, a clinical benchmark; no row: the code has none';

CREATE FUNCTION @extschema@.ncci_system(setting text, kind text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10
    RETURN CASE WHEN setting = 'professional' THEN 'ncci_practitioner' WHEN setting IN ('outpatient', 'ed', 'observation') THEN 'ncci_outpatient'
        WHEN setting = 'dme' AND kind = 'mue' THEN 'ncci_dme' END;
COMMENT ON FUNCTION @extschema@.ncci_system(text, text) IS
    'code system of the NCCI files of a kind (ptp, mue) for a setting; NULL: the setting has no such edits';

CREATE FUNCTION @extschema@.has_ptp_edits(on_date date, setting text) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE COST 100
BEGIN ATOMIC
    -- a file speaks of the days from its quarter on, and of those before as far back as its edits reach
    SELECT EXISTS (
        SELECT FROM @extschema@.current_release AS r LEFT JOIN @extschema@.ptp_file AS f USING (release_id)
        WHERE r.kind = 'ptp' AND least(lower(r.effective), f.first_day) <= $1 AND r.code_system = @extschema@.ncci_system($2, 'ptp'));
END;
COMMENT ON FUNCTION @extschema@.has_ptp_edits(date, text) IS
    'is a file of pair edits loaded that speaks of a date, for which ptp_indicator() does not raise?';

CREATE FUNCTION @extschema@.ptp_pairs(pairs bytea)
    RETURNS TABLE (column2 text, effective date, deletion date, indicator smallint, prior_1996 boolean, rationale integer)
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 50 ROWS 150
    AS 'MODULE_PATHNAME', 'mc_ptp_pairs_sql';
COMMENT ON FUNCTION @extschema@.ptp_pairs(bytea) IS 'the edits of a row of ptp_list; rationale: its number among the file''s';

CREATE FUNCTION @extschema@.ptp_edits(column1 text, setting text DEFAULT 'professional')
    RETURNS TABLE (release text, column2 text, effective date, deletion date, indicator smallint, prior_1996 boolean, rationale text)
    LANGUAGE sql STABLE PARALLEL SAFE COST 1000 ROWS 150
BEGIN ATOMIC
    SELECT r.release, p.column2, p.effective, p.deletion, p.indicator, p.prior_1996, f.rationales[p.rationale + 1]
    FROM @extschema@.current_release AS r
    JOIN @extschema@.ptp_list AS l ON l.release_id = r.release_id AND l.column1 = upper(btrim($1))
    JOIN @extschema@.ptp_file AS f ON f.release_id = r.release_id
    CROSS JOIN LATERAL @extschema@.ptp_pairs(l.pairs) AS p
    WHERE r.kind = 'ptp' AND r.code_system = @extschema@.ncci_system($2, 'ptp')
    ORDER BY r.release COLLATE "C", p.column2 COLLATE "C", p.effective, p.deletion, p.indicator;
END;
COMMENT ON FUNCTION @extschema@.ptp_edits(text, text) IS
    'all procedure-to-procedure edits with a column one code in the loaded files, past ones too; indicator 9: deleted as if it had never been';
