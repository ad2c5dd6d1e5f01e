-- Checking a claim before it is submitted.  docs/claim-edits.md has the edits with
-- their sources.

CREATE TYPE @extschema@.claim_line AS (line integer, hcpcs text, modifiers text[], units double precision,
    service_date date, provider text, place_of_service text, diagnosis_pointers integer[]);
COMMENT ON TYPE @extschema@.claim_line IS
    'A service line, for check_claim(): provider is whoever the edits of a day are counted by, NULL: all lines are of one; line NULL: its place in the array; diagnosis_pointers count from 1';

CREATE FUNCTION @extschema@.claim_edits()
    RETURNS TABLE (edit text, severity text, message text, source text)
    LANGUAGE C IMMUTABLE PARALLEL SAFE COST 100 ROWS 70
    AS 'MODULE_PATHNAME', 'mc_claim_edits_sql';
COMMENT ON FUNCTION @extschema@.claim_edits() IS
    'the edits of check_claim(), but for those of payers, in the order of its rows; G: ICD-10-CM Official Guidelines FY2026; a finding may be milder than its edit';

CREATE FUNCTION @extschema@.claim_findings(diagnoses text[], lines @extschema@.claim_line[], setting text, on_date date,
    poa text[], birth_date date, sex text)
    RETURNS TABLE (edit text, severity text, codes text[], lines integer[], message text, advice text, source text)
    LANGUAGE C STABLE PARALLEL SAFE COST 1000 ROWS 2
    AS 'MODULE_PATHNAME', 'mc_claim_findings_sql';
COMMENT ON FUNCTION @extschema@.claim_findings(text[], @extschema@.claim_line[], text, date, text[], date, text) IS
    'check_claim() without the rules of payers';
