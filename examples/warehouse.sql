-- A small warehouse in the shape of Tuva's tables, with notes and remittances: five queries an analyst would run.
--
--     cd examples && psql -X -d medcode_demo -f demo.sql -f warehouse.sql
--
-- Every person, note, claim and payer is invented.  To run it again: DROP SCHEMA core CASCADE.

\set ON_ERROR_STOP on
\set QUIET on
\encoding UTF8
\pset pager off
\pset footer off
\pset null ''
\pset linestyle ascii
\pset border 1

-- ---------------------------------------------------------------------------------------------------------
-- Load.  The ten claims of demo.sql come along, with their notes and remittances, and get lines; five more
-- come from warehouse/.
-- ---------------------------------------------------------------------------------------------------------
BEGIN;

\ir warehouse/schema.sql

\copy core.medical_claim (medical_claim_id, claim_id, claim_line_number, encounter_id, claim_type, person_id, member_id, payer, plan, claim_start_date, claim_end_date, claim_line_start_date, claim_line_end_date, admission_date, discharge_date, place_of_service_code, bill_type_code, drg_code, revenue_center_code, service_unit_quantity, hcpcs_code, hcpcs_modifier_1, hcpcs_modifier_2, rendering_npi, billing_npi, facility_npi, paid_date, paid_amount, allowed_amount, charge_amount, data_source) FROM 'warehouse/medical_claim.csv' (FORMAT csv, HEADER)
\copy core.condition (condition_id, person_id, encounter_id, claim_id, recorded_date, condition_type, normalized_code_type, normalized_code, condition_rank, data_source) FROM 'warehouse/condition.csv' (FORMAT csv, HEADER)
\copy core.clinical_note (note_id, person_id, encounter_id, note_date, note_type, author_credential, signed_at, setting, data_source, note_text) FROM 'warehouse/clinical_note.csv' (FORMAT csv, HEADER)
\copy core.remit_claim FROM 'warehouse/remit_claim.csv' (FORMAT csv, HEADER)

INSERT INTO core.condition (condition_id, person_id, encounter_id, claim_id, recorded_date, condition_type, normalized_code_type,
							normalized_code, condition_rank, present_on_admit_code, data_source)
SELECT d.claim_id || '-' || d.diagnosis_rank, d.person_id, d.encounter_id, d.claim_id, d.claim_end_date, 'discharge_diagnosis',
	   'icd-10-cm', d.diagnosis_code, d.diagnosis_rank,
	   CASE WHEN d.claim_id IN ('C5002', 'C5006') THEN 'Y' END,		-- the two stays
	   'example'
FROM demo.claim_diagnosis AS d;

INSERT INTO core.clinical_note (note_id, person_id, encounter_id, note_date, note_type, author_credential, signed_at, setting,
								note_text, data_source)
SELECT note_id, person_id, encounter_id, note_date, note_type, author_credential, signed_at, setting, note_text, data_source
FROM demo.clinical_note;

CREATE TEMP TABLE adjustment_file (LIKE demo.remit_adjustment) ON COMMIT DROP;
\copy adjustment_file FROM 'warehouse/remit_adjustment.csv' (FORMAT csv, HEADER)
INSERT INTO core.remit_adjustment
SELECT c.remit_id, a.claim_id, a.claim_line_number, a.group_code, a.reason_code, a.amount, coalesce(a.remark_codes, '{}'), a.payer,
	   a.remit_date
FROM (SELECT * FROM demo.remit_adjustment UNION ALL SELECT * FROM adjustment_file) AS a
JOIN core.remit_claim AS c USING (claim_id);

-- Handfuls of rows of the publishers' files (NCCI, third quarter of 2024), and coverage policies of the invented
-- payers.  medcode.load_file() reads whole files on the server; here psql reads them, as it does all others.
\set content `cat warehouse/ptp.csv`
SELECT FROM medcode.load_content(:'content' || E'\n', '2024-Q3-practitioner-f1') \g /dev/null
\set content `cat warehouse/mue_practitioner.csv`
SELECT FROM medcode.load_content(:'content' || E'\n', '2024-Q3') \g /dev/null
\set content `cat warehouse/mue_outpatient.csv`
SELECT FROM medcode.load_content(:'content' || E'\n', '2024-Q3') \g /dev/null
\set content `cat warehouse/coverage.csv`
SELECT FROM medcode.load_content(:'content' || E'\n', '2025-01-01-example') \g /dev/null

-- What the contracts with two of the payers say; Medicare's clocks come with the extension.
INSERT INTO medcode.payer_clock (payer, kind, level, name, days, counted_from, source) VALUES
	('Example Health Plan', 'filing', 1, 'claim', 90, 'service_date', 'contract, 4.1'),
	('Example Health Plan', 'corrected_claim', 1, 'corrected claim', 180, 'remit_date', 'contract, 4.3'),
	('Example Health Plan', 'appeal', 1, 'appeal', 180, 'remit_date', 'contract, 9.1'),
	('Example Medicare Advantage', 'filing', 1, 'claim', 180, 'service_date', 'contract, 7'),
	('Example Medicare Advantage', 'corrected_claim', 1, 'corrected claim', 120, 'remit_date', 'contract, 7'),
	('Example Medicare Advantage', 'appeal', 1, 'payment dispute', 60, 'remit_date', 'contract, 12');

COMMIT;

\echo
\echo 'WAREHOUSE: CLAIMS, NOTES AND REMITTANCES'
\echo 'What is charged is paid or explained, claim by claim: otherwise no sum below would mean anything.'
\echo
SELECT count(*) AS claims, sum(r.charge_amount) AS charged, sum(r.paid_amount) AS paid, sum(a.adjusted) AS adjusted,
	   count(*) FILTER (WHERE r.charge_amount <> r.paid_amount + a.adjusted OR r.charge_amount <> c.charged) AS out_of_balance
FROM core.remit_claim AS r
JOIN (SELECT claim_id, sum(charge_amount) AS charged FROM core.medical_claim GROUP BY claim_id) AS c USING (claim_id)
JOIN (SELECT claim_id, sum(amount) AS adjusted FROM core.remit_adjustment GROUP BY claim_id) AS a USING (claim_id);

-- ---------------------------------------------------------------------------------------------------------
-- A row a claim, as medcode's functions take it: diagnoses in their order, lines, notes of the encounter.
-- ---------------------------------------------------------------------------------------------------------
CREATE VIEW core.claim AS
SELECT c.claim_id, c.payer, c.setting, c.service_date, d.diagnoses, d.poa, c.lines, n.notes
FROM (SELECT m.claim_id, min(m.encounter_id) AS encounter_id, min(m.payer) AS payer, max(m.claim_end_date) AS service_date,
			 CASE WHEN min(m.claim_type) = 'professional' THEN 'professional'
				  WHEN min(m.bill_type_code) LIKE '11%' THEN 'inpatient' ELSE 'ed' END AS setting,
			 array_agg(ROW(m.claim_line_number, m.hcpcs_code,
						   array_remove(ARRAY[m.hcpcs_modifier_1, m.hcpcs_modifier_2, m.hcpcs_modifier_3, m.hcpcs_modifier_4], NULL),
						   m.service_unit_quantity, m.claim_line_start_date, m.rendering_npi, m.place_of_service_code,
						   ARRAY[1])::medcode.claim_line ORDER BY m.claim_line_number) AS lines
	  FROM core.medical_claim AS m
	  GROUP BY m.claim_id) AS c
LEFT JOIN (SELECT claim_id, array_agg(normalized_code ORDER BY condition_rank) AS diagnoses,
				  array_agg(present_on_admit_code ORDER BY condition_rank) AS poa
		   FROM core.condition
		   WHERE normalized_code_type = 'icd-10-cm'
		   GROUP BY claim_id) AS d USING (claim_id)
LEFT JOIN (SELECT encounter_id,
				  array_agg(ROW(note_id, note_date,
								CASE note_type				-- the house's names of documents, as medcode knows them
									WHEN 'emergency department note' THEN 'ed_note'
									WHEN 'urgent care note' THEN 'office_visit'
									WHEN 'letter' THEN 'consultation'
									WHEN 'postoperative note' THEN 'progress_note'
									ELSE note_type END,
								'provider', signed_at IS NOT NULL, note_text)::medcode.note_input ORDER BY note_date, note_id) AS notes
		   FROM core.clinical_note
		   GROUP BY encounter_id) AS n USING (encounter_id);

-- ---------------------------------------------------------------------------------------------------------
\echo '1. WHAT EACH BILLED CODE IS WORTH BY ITS NOTE'
\echo 'Verdicts over all claims, and what they count as.'
\echo
CREATE TABLE core.verdict AS
SELECT c.claim_id, c.payer, a.*
FROM core.claim AS c
CROSS JOIN LATERAL medcode.audit_encounter(c.notes, c.diagnoses, setting => c.setting, as_of => c.service_date,
										   on_issue => 'row') AS a;

SELECT v.verdict, medcode.verdict_class(v.verdict) AS counts_as, count(*) AS codes, count(DISTINCT v.claim_id) AS claims
FROM core.verdict AS v
GROUP BY v.verdict
ORDER BY array_position(ARRAY['right', 'open', 'error', 'missed'], medcode.verdict_class(v.verdict)), count(*) DESC, v.verdict;

\echo 'The codes in error, the code to use, and the words of the note that decide it.'
\echo
SELECT v.claim_id AS claim, v.code AS billed, v.verdict, v.use_code AS use,
	   left(coalesce(w.quotes, 'nothing of it in the note'), 72) AS the_note_says
FROM core.verdict AS v
CROSS JOIN LATERAL
	(SELECT string_agg(q.quote, ' | ' ORDER BY q.speaks_against DESC, q.start) AS quotes
	 FROM (SELECT e.speaks_against, (e.word ->> 'start')::int AS start,
				  regexp_replace(concat_ws(': ', e.word ->> 'cue', e.word ->> 'text'), '\s+', ' ', 'g') AS quote
		   FROM (SELECT true, x FROM jsonb_array_elements(v.against) AS x
				 UNION ALL
				 SELECT false, x FROM jsonb_array_elements(v.evidence) AS x) AS e(speaks_against, word)
		   ORDER BY 1 DESC, 2
		   LIMIT 2) AS q) AS w
WHERE medcode.verdict_class(v.verdict) = 'error'
ORDER BY v.claim_id, v.position;

-- ---------------------------------------------------------------------------------------------------------
\echo '2. WHAT CHECKING THE CLAIM WOULD HAVE STOPPED'
\echo 'Denied lines, and what was to be seen before the claim went out.  claim: check_claim() has an error or warning for'
\echo 'the line or the whole claim, or no diagnosis meets the policy of the payer.  note: only the audit shows it.'
\echo
CREATE TABLE core.finding AS
SELECT c.claim_id, f.*
FROM core.claim AS c
CROSS JOIN LATERAL medcode.check_claim(c.diagnoses, c.lines, setting => c.setting, on_date => c.service_date, poa => c.poa,
									 payer => c.payer) AS f
UNION ALL
SELECT c.claim_id, 'coverage ' || s.policy, 'error', ARRAY[l.hcpcs], ARRAY[l.line], s.status, NULL, 'policy ' || s.policy
FROM core.claim AS c
CROSS JOIN LATERAL unnest(c.lines) AS l
CROSS JOIN LATERAL medcode.coverage_status(c.diagnoses, l.hcpcs, l.service_date, c.payer) AS s
WHERE s.status IN ('not covered', 'no covered diagnosis');

-- What each adjustment means.  The function is asked once for each combination that occurs, not for each row.
CREATE TABLE core.adjustment AS
WITH line AS (
	SELECT a.*, m.hcpcs_code, m.claim_line_start_date AS service_date, CASE m.claim_type WHEN 'institutional' THEN 'outpatient' ELSE 'professional' END AS setting,
		   array_remove(ARRAY[m.hcpcs_modifier_1, m.hcpcs_modifier_2, m.hcpcs_modifier_3, m.hcpcs_modifier_4], NULL) AS modifiers,
		   ARRAY(SELECT o.hcpcs_code				-- the other services of that day and provider
				 FROM core.medical_claim AS o
				 WHERE o.claim_id = m.claim_id
				   AND o.claim_line_number <> m.claim_line_number
				   AND o.rendering_npi = m.rendering_npi
				   AND o.claim_line_start_date = m.claim_line_start_date
				 ORDER BY o.hcpcs_code) AS other_hcpcs
	FROM core.remit_adjustment AS a
	LEFT JOIN core.medical_claim AS m USING (claim_id, claim_line_number)
), meaning AS (
	SELECT t.*, d.denial, d.cause, d.action, d.hard_stop, d.look_at, d.issue
	FROM (SELECT DISTINCT group_code, reason_code, remark_codes, hcpcs_code, modifiers, service_date, payer, other_hcpcs, setting FROM line) AS t
	CROSS JOIN LATERAL medcode.denial_cause(t.group_code, t.reason_code, t.remark_codes, t.hcpcs_code, t.modifiers, service_date => t.service_date,
											payer => t.payer, other_hcpcs => t.other_hcpcs, setting => t.setting) AS d
)
SELECT l.*, m.denial, m.cause, m.action, m.hard_stop, m.look_at, m.issue
FROM line AS l
JOIN meaning AS m ON (m.group_code, m.reason_code, m.remark_codes, m.payer, m.other_hcpcs, m.setting)
		= (l.group_code, l.reason_code, l.remark_codes, l.payer, l.other_hcpcs, l.setting)
	AND (m.hcpcs_code, m.modifiers, m.service_date) IS NOT DISTINCT FROM (l.hcpcs_code, l.modifiers, l.service_date);

CREATE TABLE core.denied AS
SELECT a.*, f.findings, v.codes AS verdicts, CASE WHEN f.stops THEN 'claim' WHEN v.codes IS NOT NULL THEN 'note' ELSE 'no' END AS caught
FROM core.adjustment AS a
LEFT JOIN LATERAL							-- findings of the line, and those of the claim as a whole
	(SELECT string_agg(DISTINCT f.edit || ' (' || f.severity || ')', ', ') AS findings, bool_or(f.severity <> 'review') AS stops
	 FROM core.finding AS f
	 WHERE f.claim_id = a.claim_id
	   AND f.severity <> 'issue'
	   AND (a.claim_line_number IS NULL OR f.lines = '{}' OR a.claim_line_number = ANY (f.lines))) AS f ON true
LEFT JOIN LATERAL							-- where diagnoses are the reason, what the notes say to them
	(SELECT string_agg(v.code || coalesce(' > ' || v.use_code, ' out'), ', ' ORDER BY v.position) AS codes
	 FROM core.verdict AS v
	 WHERE v.claim_id = a.claim_id
	   AND a.cause IN ('NOT_SPECIFIC', 'DX_PROC_MISMATCH', 'MEDICAL_NECESSITY')
	   AND medcode.verdict_class(v.verdict) = 'error') AS v ON true
WHERE a.denial;

SELECT d.claim_id AS claim, coalesce(d.claim_line_number::text, 'all') AS line, d.hcpcs_code AS hcpcs,
	   d.group_code || '-' || d.reason_code AS denial, d.amount, d.caught, d.findings AS on_the_claim,
	   left(d.verdicts, 46) AS diagnoses_by_the_note
FROM core.denied AS d
ORDER BY array_position(ARRAY['claim', 'note', 'no'], d.caught), d.amount DESC, d.claim_id;

SELECT d.caught, count(*) AS denials, sum(d.amount) AS amount
FROM core.denied AS d
GROUP BY d.caught
ORDER BY array_position(ARRAY['claim', 'note', 'no'], d.caught);

\echo 'The other way round: findings on claims and lines that were paid.  They are the price of looking.'
\echo
SELECT f.claim_id AS claim, f.edit, f.severity, array_to_string(f.codes, ' ') AS codes, left(f.message, 70) AS message
FROM core.finding AS f
WHERE f.severity <> 'issue'
  AND NOT EXISTS (SELECT
				  FROM core.adjustment AS a
				  WHERE a.claim_id = f.claim_id
					AND a.denial
					AND (a.claim_line_number IS NULL OR f.lines = '{}' OR a.claim_line_number = ANY (f.lines)))
ORDER BY f.claim_id, f.edit, f.codes;

\echo 'What was not checked, because its list is not loaded here, and the statement that loads it.'
\echo
SELECT f.edit, count(DISTINCT f.claim_id) AS claims, min(f.advice) AS statement
FROM core.finding AS f
WHERE f.severity = 'issue'
GROUP BY f.edit
ORDER BY f.edit;

-- ---------------------------------------------------------------------------------------------------------
\echo '3. DENIALS BY PAYER AND CAUSE'
\echo 'Where the charges went: what the contract takes off and what the patient owes are no denials.'
\echo
SELECT c.payer, c.charged, c.paid, a.contractual, a.patient_share, a.denied,
	   round(100 * a.denied / c.charged, 1) AS denied_percent
FROM (SELECT payer, sum(charge_amount) AS charged, sum(r.paid) AS paid
	  FROM (SELECT DISTINCT claim_id, payer FROM core.medical_claim) AS m
	  JOIN (SELECT claim_id, charge_amount, paid_amount AS paid FROM core.remit_claim) AS r USING (claim_id)
	  GROUP BY payer) AS c
JOIN (SELECT payer,
			 coalesce(sum(amount) FILTER (WHERE NOT denial AND cause = 'CONTRACTUAL'), 0) AS contractual,
			 coalesce(sum(amount) FILTER (WHERE NOT denial AND cause = 'PATIENT_SHARE'), 0) AS patient_share,
			 coalesce(sum(amount) FILTER (WHERE denial), 0) AS denied
	  FROM core.adjustment
	  GROUP BY payer) AS a USING (payer)
ORDER BY a.denied DESC;

SELECT a.payer, a.cause, count(*) AS denials, sum(a.amount) AS amount, string_agg(DISTINCT a.action, ', ') AS action,
	   left(min(coalesce(a.hard_stop, a.look_at)), 60) AS look_at
FROM core.adjustment AS a
WHERE a.denial
GROUP BY a.payer, a.cause
ORDER BY a.payer, sum(a.amount) DESC, a.cause;

-- ---------------------------------------------------------------------------------------------------------
\echo '4. WHAT IS DUE WHEN'
\echo 'Denied lines on 15 August 2026: how each can be answered, and until when.  Lines to close are left out.  Medicare''s'
\echo 'clocks come with the extension, two payers have theirs by contract, one is unknown: it has an issue, no guess.'
\echo
CREATE TABLE core.clock AS
SELECT a.claim_id, a.claim_line_number, a.amount, a.group_code || '-' || a.reason_code AS adjustment, a.cause, a.action, a.payer,
	   r.received_date, k.*
FROM core.denied AS a
JOIN core.remit_claim AS r USING (remit_id, claim_id)
JOIN (SELECT claim_id, min(claim_start_date) AS first_day, max(claim_end_date) AS last_day
	  FROM core.medical_claim
	  GROUP BY claim_id) AS m USING (claim_id)
CROSS JOIN LATERAL medcode.payer_clocks(a.payer, m.first_day, a.remit_date, '2026-08-15', r.filing_indicator, m.last_day) AS k;

SELECT c.claim_id AS claim, coalesce(c.claim_line_number::text, 'all') AS line, c.adjustment AS denial, c.amount, c.action,
	   c.name AS clock, c.due, c.days_left, CASE WHEN c.passed THEN 'too late' WHEN NOT c.passed THEN 'open' END AS state
FROM core.clock AS c
WHERE c.issue IS NULL
  AND c.level = 1
  AND c.kind = ANY (CASE
						WHEN c.action = 'CORRECTED_CLAIM' THEN '{corrected_claim,reopening}'::text[]
						WHEN c.action = 'APPEAL' OR c.cause = 'TIMELY' THEN '{appeal,reopening}'
						WHEN c.action = 'REVIEW' THEN '{corrected_claim,reopening,appeal}'
						ELSE '{}' END)
ORDER BY c.due, c.claim_id, c.claim_line_number, c.kind;

SELECT c.claim_id AS claim, c.amount, regexp_replace(c.issue, ' (INSERT|VALUES)', E'\n\\1', 'g') AS issue
FROM core.clock AS c
WHERE c.kind IS NULL
ORDER BY c.claim_id;

\echo 'Denied as too late: the clock of filing beside the day the payer received the claim.'
\echo
SELECT c.claim_id AS claim, c.amount, c.starts AS service, c.due, c.received_date AS received,
	   CASE WHEN c.received_date <= c.due THEN 'in time: appeal with the proof' ELSE 'late by ' || c.received_date - c.due || ' days: close' END AS so
FROM core.clock AS c
WHERE c.cause = 'TIMELY'
  AND c.kind = 'filing'
ORDER BY c.claim_id;

-- ---------------------------------------------------------------------------------------------------------
\echo '5. DENIED LINES AND THE NOTE'
\echo 'What the note says to each denial: mends, what to bill instead; defends, the sentence for the appeal; against, missing and'
\echo 'nothing, what stands in the way; check, what a person has to weigh; none, what no note can answer.'
\echo
CREATE TABLE core.review AS
SELECT d.remit_id, d.claim_id, d.claim_line_number, d.group_code || '-' || d.reason_code AS adjustment, d.amount, r.*
FROM core.denied AS d
JOIN core.claim AS c USING (claim_id)
CROSS JOIN LATERAL medcode.denial_review(c.notes, d.group_code, d.reason_code, d.remark_codes, c.diagnoses, c.lines, d.claim_line_number,
										 c.setting, c.service_date, payer => d.payer, contractor => d.payer) AS r;

SELECT r.claim_id AS claim, coalesce(r.claim_line_number::text, 'all') AS line, r.adjustment AS denial, r.answer, r.billed, r.use_code AS use,
	   left(r.message, 60) AS message, left(regexp_replace(r.quote, '\s+', ' ', 'g'), 54) AS the_note_says, r.action
FROM core.review AS r
WHERE r.answer NOT IN ('none', 'issue')
ORDER BY r.claim_id, r.claim_line_number, r.adjustment, array_position('{mends,defends,against,missing,ask,check,nothing,no_record}', r.answer), r.message, r.start_char;

\echo 'What comes of it: amounts by what to do, and what could have been billed so at once.'
\echo
SELECT d.action, count(*) AS denials, sum(d.amount) AS amount, count(*) FILTER (WHERE d.preventable) AS preventable,
	   coalesce(sum(d.amount) FILTER (WHERE d.preventable), 0) AS preventable_amount
FROM (SELECT DISTINCT remit_id, claim_id, claim_line_number, adjustment, amount, action, preventable FROM core.review) AS d
GROUP BY d.action
ORDER BY sum(d.amount) DESC, d.action;
