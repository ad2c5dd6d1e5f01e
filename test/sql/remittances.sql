-- Remittances (X12 835) and claims (837): loading, what is refused, who may see the rows
\set VERBOSITY default
SET client_min_messages = warning;
SET datestyle = iso;
SELECT current_setting('data_directory') AS folder \gset
CREATE SCHEMA finance;
SELECT medcode.load_835_content('ISA', 'finance');
SELECT medcode.create_remittance_tables('finance'), medcode.create_claim_tables('finance');

-- A file from its segments: the envelopes and counts are put around them.
CREATE FUNCTION wrapped(segments text, control text DEFAULT '000000001', kind text DEFAULT '835') RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT 'ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *260115*1200*^*00501*' || control || '*0*P*:~'
        || CASE kind WHEN '835' THEN 'GS*HP*P*C*20260115*1200*1*X*005010X221A1~ST*835*0001~'
            ELSE 'GS*HC*C*P*20260115*1200*1*X*005010X' || kind || '~ST*837*0001*005010X' || kind || '~' END
        || s || 'SE*' || length(s) - length(replace(s, '~', '')) + 2 || '*0001~GE*1*1~IEA*1*' || control || '~'
    FROM regexp_replace(segments, '\s*\n\s*', '', 'g') AS s
$$;
CREATE FUNCTION paid(amount text, claims text, control text DEFAULT '000000001') RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT wrapped('BPR*I*' || amount || '*C*ACH*CCP*01*999999992*DA*1*1512345678**01*999988880*DA*2*20260116~TRN*1*71700666555*1512345678~'
        'DTM*405*20260115~N1*PR*EXAMPLE HEALTH PLAN*XV*12345~N1*PE*EXAMPLE CLINIC*XX*1234567893~' || claims, control)
$$;

-- several claims, a reversal and what took its place, six reasons, a recoupment, interest
SELECT paid('87.5', '
    LX*1~
    CLP*C5001*1*200*100*30*12*PCN1*11*1~NM1*QC*1*DOE*JANE****MI*M123~MOA***MA01~
    SVC*HC:99213:25*150*80**1~DTM*472*20251230~CAS*CO*45*40~CAS*PR*2*20**3*10~REF*6R*1~AMT*B6*110~
    SVC*HC:85025*50*20**1*HC:85027*2~DTM*472*20251230~CAS*CO*45*20**97*10*1~REF*6R*2~LQ*HE*M15~
    CLP*C5002*1*500*0**12*PCN2*13*1~CAS*CO*16*500~NM1*QC*1*ROE*JOHN****MI*M124~MOA***MA130~DTM*232*20251201~
    CLP*C4000*22*-100*-60**12*PCN3*11*8~CAS*CO*45*-40~
    CLP*C4000*1*100*70**12*PCN4*11*7~
    SVC*HC:99214*100*70.00~CAS*CO*45*5**97*5*1*50*5**59*5**236*5**4*5.00*-1.5~
    PLB*1234567893*20251231*WO:PCN9*25*L6*-2.5~') AS file \gset
SELECT * FROM medcode.load_835_content(:'file', 'finance');
SELECT payer, payer_id, payee, payee_id, payment_amount, payment_method, remit_date, trace_number, is_test FROM finance.remit_payment;
SELECT claim_number, claim_id, claim_status_code AS status, charge_amount AS charge, paid_amount AS paid, patient_responsibility_amount AS patient,
    payer_claim_id, member_id, patient_last_name, claim_start_date, remark_codes FROM finance.remit_claim ORDER BY claim_number;
SELECT claim_number AS c, claim_line_number AS l, line_control_number AS control, hcpcs_code, hcpcs_modifier_1 AS m, charge_amount AS charge, paid_amount AS paid,
    allowed_amount AS allowed, service_unit_quantity AS units, submitted_code, submitted_unit_quantity AS submitted, claim_line_start_date, remark_codes
FROM finance.remit_line ORDER BY 1, 2;
SELECT claim_id, claim_line_number AS l, adjustment_number AS n, level, group_code, reason_code, amount, quantity, remark_codes, payer_claim_id,
    remit_date, claim_status_code AS status FROM finance.remit_adjustment ORDER BY claim_number, l NULLS FIRST, n;
SELECT adjustment_number, provider_id, fiscal_period_date, reason_code, reference, amount FROM finance.remit_provider_adjustment ORDER BY 1;
SELECT claim_number, claim_line_number, segment, qualifier, reference, amount FROM finance.remit_detail ORDER BY 1, 2, 3;

-- the same file a second time; then the same claims under another control number, in other ways to write them
SELECT medcode.load_835_content(:'file', 'finance');
SELECT * FROM medcode.load_835_content(replace(replace(:'file', '000000001', '000000002'), '~', E'~\r\n'), 'finance');
SELECT * FROM medcode.load_835_content(translate(replace(:'file', '000000001', '000000003'), '*~:', E'|\n>')::text, 'finance', true);
SELECT * FROM medcode.load_835_content(convert_to(replace(regexp_replace(:'file', '(.{80})', E'\\1\n', 'g'), '000000001', '000000004'), 'UTF8'), 'finance');
SELECT DISTINCT remit_id, patient_last_name FROM finance.remit_claim WHERE patient_last_name IS NOT NULL;
SELECT count(DISTINCT t) FROM (SELECT string_agg((to_jsonb(a) - 'remit_id')::text, ',' ORDER BY claim_number, claim_line_number, adjustment_number) AS t
    FROM finance.remit_adjustment AS a GROUP BY remit_id) AS s;

-- a payment without claims
SELECT * FROM medcode.load_835_content(paid('0', '', '000000005'), 'finance');
-- bytes that are not UTF-8 are taken for Latin-1
SELECT payments FROM medcode.load_835_content(convert_to(replace(paid('0', '', '000000006'), 'CLINIC', 'CLÍNICA'), 'LATIN1'), 'finance');
SELECT payee FROM finance.remit_payment WHERE interchange_control_number = '000000006';

-- in pieces
CREATE TABLE upload (number integer, content text);
INSERT INTO upload SELECT i, substr(f, i * 50 - 49, 50) FROM replace(:'file', '000000001', '000000007') AS f, generate_series(1, length(f) / 50 + 1) AS i;
SELECT medcode.load_835_pieces('SELECT number, content FROM upload ORDER BY number LIMIT 9', 'finance');
SELECT * FROM medcode.load_835_pieces('SELECT number, content FROM upload ORDER BY number', 'finance');
UPDATE upload SET content = replace(content, '000000007', '000000017');
SELECT * FROM medcode.load_835_pieces('SELECT number, convert_to(content, ''UTF8'') FROM upload ORDER BY number', 'finance');
SELECT medcode.load_835_pieces('SELECT number, content FROM upload WHERE number <> 3 ORDER BY number', 'finance');
SELECT medcode.load_835_pieces('SELECT content FROM upload ORDER BY number', 'finance');
SELECT medcode.load_835_pieces('SELECT number, content FROM upload LIMIT 0', 'finance');

-- from a file of the server
SELECT lo_from_bytea(0, convert_to(replace(:'file', '000000001', '000000008'), 'UTF8')) AS whole, lo_from_bytea(0, '') AS empty \gset
SELECT lo_export(:whole, :'folder' || '/medcode_remittances_test.835');
SELECT * FROM medcode.load_835(:'folder' || '/medcode_remittances_test.835', 'finance');
SELECT lo_export(:empty, :'folder' || '/medcode_remittances_test.835');
SELECT medcode.load_835(:'folder' || '/medcode_remittances_test.835', 'finance');
SELECT lo_unlink(:whole), lo_unlink(:empty);
SELECT medcode.load_835('no/such/file', 'finance');
SELECT medcode.load_835('base', 'finance');

-- what is refused, and nothing of it stays
\set VERBOSITY terse
CREATE FUNCTION kept() RETURNS TABLE (name text, rows bigint) LANGUAGE sql STABLE AS $$
    SELECT c.relname::text, (xpath('//n/text()', query_to_xml(format('SELECT count(*) AS n FROM %s', c.oid::regclass), false, false, '')))[1]::text::bigint
    FROM pg_class AS c WHERE c.relnamespace = 'finance'::regnamespace AND c.relkind = 'r' $$;
CREATE TABLE before AS SELECT * FROM kept();
CREATE FUNCTION refusal(content text, loader text DEFAULT 'load_835_content') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    state text;
    said text;
BEGIN
    EXECUTE format('SELECT * FROM medcode.%I($1::text, $2)', loader) USING content, 'finance';
    RETURN 'loaded';
EXCEPTION WHEN data_exception THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, said = PG_EXCEPTION_DETAIL;
    RETURN state || ' ' || said;
END
$$;
SELECT replace(:'file', '000000001', '000000009') AS file \gset
SELECT what, refusal(content) FROM (VALUES
    ('cut short', left(:'file', 900)),
    ('cut between segments', split_part(:'file', 'CLP*C5002', 1)),
    ('wrong count', replace(:'file', 'SE*3', 'SE*4')),
    ('unbalanced line', replace(:'file', 'CAS*CO*45*40~', 'CAS*CO*45*39.99~')),
    ('unbalanced claim', replace(:'file', 'CAS*CO*16*500', 'CAS*CO*16*499')),
    ('unbalanced payment', replace(:'file', 'L6*-2.5', 'L6*2.5')),
    ('missing CLP', replace(:'file', 'CLP*C5001*1*200*100*30*12*PCN1*11*1~', '')),
    ('seven reasons', replace(:'file', '5.00*-1.5', '5.00*-1.5*1*0')),
    ('claims are no remittance', wrapped('BHT*0019*00*1*20260101~', '000000010', '222A1')),
    ('a note', 'Patient JANE DOE denies chest pain.'),
    ('nothing', '')) AS v(what, content);
SELECT count(*) AS tables, bool_and(b.rows = k.rows) AS nothing_stays FROM before AS b JOIN kept() AS k USING (name);
SELECT medcode.load_835_content(NULL::text, 'finance');
SELECT medcode.load_835_content(:'file', NULL);
SELECT medcode.load_835_content(:'file', 'nowhere');
SELECT medcode.load_835_content(:'file', 'public');

-- claims
SELECT wrapped('BHT*0019*00*BATCH5*20260105*0900*CH~NM1*41*2*CLINIC*****46*T1~NM1*40*2*PLAN*****46*P1~
    HL*1**20*1~NM1*85*2*CLINIC*****XX*1234567893~REF*EI*123456789~
    HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*DOE*JANE****MI*M123~DMG*D8*19800412*F~NM1*PR*2*PLAN*****PI*12345~
    CLM*C5001*200***11:B:1*Y*A*Y*Y~HI*ABK:E119*ABF:I10~NM1*82*1*ROE*R****XX*1999999984~
    LX*1~SV1*HC:99213:25*150*UN*1***1:2~DTP*472*D8*20251230~REF*6R*1~
    LX*2~SV1*HC:85025*50*UN*2***1~DTP*472*RD8*20251230-20251231~REF*6R*2~', '000000101', '222A1') AS professional,
  wrapped('BHT*0019*00*BATCH6*20260105*0900*CH~HL*1**20*1~NM1*85*2*HOSPITAL*****XX*1234567893~
    HL*2*1*22*0~SBR*P*18*******MB~NM1*IL*1*DOE*JANE****MI*M123~NM1*PR*2*PLAN*****PI*12345~
    CLM*C5002*1000***11:A:1**A*Y*Y~DTP*434*RD8*20251201-20251204~DTP*435*DT*202512010830~CL1*1*7*01~
    HI*ABK:I2510:::::::Y~HI*ABF:E119:::::::N~HI*BBR:027034Z:D8:20251202~HI*DR:247~NM1*71*1*ROE*R****XX*1999999984~
    LX*1~SV2*0120**600*DA*3~LX*2~SV2*0450*HC:99284:25*400*UN*1~DTP*472*D8*20251201~', '000000102', '223A2') AS institutional \gset
SELECT * FROM medcode.load_837_content(:'professional', 'finance');
SELECT * FROM medcode.load_837_content(:'institutional', 'finance', true);
SELECT medcode.load_837_content(:'professional', 'finance');
SELECT claim_id, claim_type, member_id, patient_last_name AS name, birth_date, sex, payer, claim_start_date, claim_end_date, admission_date, place_of_service_code AS pos,
    bill_type_code AS bill, drg_code AS drg, charge_amount, billing_npi, rendering_npi, attending_npi FROM finance.claim ORDER BY 1;
SELECT claim_id, claim_line_number AS l, hcpcs_code, hcpcs_modifier_1 AS m, revenue_center_code AS rev, charge_amount, service_unit_quantity AS units, unit,
    diagnosis_pointers, claim_line_start_date, claim_line_end_date FROM finance.claim_line ORDER BY 1, 2;
SELECT claim_id, diagnosis_type, diagnosis_rank, code_type, diagnosis_code, present_on_admit_code AS poa FROM finance.claim_diagnosis ORDER BY 1, 3;
SELECT claim_id, procedure_rank, code_type, procedure_code, procedure_date FROM finance.claim_procedure;
-- the same from a file of the server, and in pieces
SELECT lo_from_bytea(0, convert_to(replace(:'professional', '000000101', '000000106'), 'UTF8')) AS whole \gset
SELECT lo_export(:whole, :'folder' || '/medcode_remittances_test.837');
SELECT * FROM medcode.load_837(:'folder' || '/medcode_remittances_test.837', 'finance');
SELECT medcode.load_837(:'folder' || '/medcode_remittances_test.837', 'finance');
SELECT lo_unlink(:whole);
SELECT medcode.load_837('no/such/file', 'finance');
TRUNCATE upload;
INSERT INTO upload SELECT i, substr(f, i * 50 - 49, 50) FROM replace(:'institutional', '000000102', '000000107') AS f, generate_series(1, length(f) / 50 + 1) AS i;
SELECT medcode.load_837_pieces('SELECT number, content FROM upload ORDER BY number LIMIT 9', 'finance');
SELECT * FROM medcode.load_837_pieces('SELECT number, content FROM upload ORDER BY number', 'finance');
SELECT medcode.load_837_pieces('SELECT number, content FROM upload WHERE number <> 3 ORDER BY number', 'finance');
SELECT count(DISTINCT t) FROM (SELECT string_agg((to_jsonb(l) - 'submission_id')::text, ',' ORDER BY claim_number, claim_line_number) AS t
    FROM finance.claim_line AS l JOIN finance.claim_submission AS s USING (submission_id) WHERE s.interchange_control_number IN ('000000101', '000000106') GROUP BY submission_id) AS s;
DELETE FROM finance.claim USING finance.claim_submission AS s WHERE claim.submission_id = s.submission_id AND s.interchange_control_number IN ('000000106', '000000107');
TRUNCATE before;
INSERT INTO before SELECT * FROM kept();
SELECT replace(:'professional', '000000101', '000000104') AS professional, replace(:'institutional', '000000102', '000000105') AS institutional \gset
SELECT what, refusal(content, 'load_837_content') FROM (VALUES
    ('lines do not add up', replace(:'professional', 'SV1*HC:85025*50', 'SV1*HC:85025*51')),
    ('without lines', wrapped('BHT*0019*00*1*20260105~HL*1**20*1~HL*2*1*22*0~CLM*C1*0***11:B:1~', '000000103', '222A1')),
    ('institutional service', replace(:'professional', 'SV1*HC:99213:25', 'SV2*HC:99213:25')),
    ('cut short', left(:'institutional', 600)),
    ('a remittance is no claim', :'file')) AS v(what, content);
SELECT count(*) AS tables, bool_and(b.rows = k.rows) AS nothing_stays FROM before AS b JOIN kept() AS k USING (name);

-- what was billed and what was paid
SELECT c.claim_id, l.claim_line_number, l.charge_amount, r.paid_amount
FROM finance.claim AS c JOIN finance.claim_line AS l USING (submission_id, claim_number)
JOIN finance.remit_line AS r ON r.claim_id = c.claim_id AND r.line_control_number = coalesce(l.line_control_number, l.claim_line_number::text)
JOIN finance.remit_payment AS p USING (remit_id) WHERE p.interchange_control_number = '000000001' ORDER BY 1, 2;

-- nobody else may see the rows, nor load
CREATE ROLE regress_medcode_clerk;
GRANT USAGE ON SCHEMA finance TO regress_medcode_clerk;
SET ROLE regress_medcode_clerk;
SELECT count(*) FROM finance.remit_claim;
SELECT count(*) FROM finance.claim;
SELECT medcode.load_835_content(:'file', 'finance');
RESET ROLE;
GRANT EXECUTE ON FUNCTION medcode.load_835(text, text, boolean), medcode.load_835_content(text, text, boolean) TO regress_medcode_clerk;
SET ROLE regress_medcode_clerk;
SELECT medcode.load_835_content(:'file', 'finance');
SELECT medcode.load_835('PG_VERSION', 'finance');
RESET ROLE;
DROP OWNED BY regress_medcode_clerk;
DROP ROLE regress_medcode_clerk;
DROP SCHEMA finance CASCADE;
DROP TABLE upload, before;
DROP FUNCTION wrapped, paid, refusal, kept;
