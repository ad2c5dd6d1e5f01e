-- Risk adjustment from notes: three members with an HCC to add, one to delete and one to recapture
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS medcode;
CREATE SCHEMA risk_notes;
SET search_path = risk_notes;
SET datestyle = iso;
\set SHOW_CONTEXT never
CREATE TABLE clinical_note (note_id text PRIMARY KEY, person_id text, encounter_id text, note_date date, note_type text, author_npi text,
	author_credential text, signed_at timestamp, setting text, note_text text, data_source text);
INSERT INTO clinical_note VALUES
	('N1', 'P1', 'E1', '2025-03-04', 'progress note', '1000000001', 'MD', '2025-03-04 17:10', 'outpatient', E'HPI: Here for follow-up of diabetes.\nAssessment and Plan:\n1. Type 2 diabetes mellitus with diabetic neuropathy: A1c 8.2, continue gabapentin.\n2. Hypertension, at goal.', 'EHR'),
	('N2', 'P2', 'E2', '2025-05-20', 'consultation', '1000000002', 'DO', '2025-05-21 08:00', 'outpatient', E'HPI: Seen for knee pain. She had a stroke in 2019 without residual weakness.\nAssessment: Osteoarthritis of the right knee, continue naproxen.', 'EHR'),
	('N3', 'P3', 'E3', '2025-08-11', 'office visit', '1000000003', 'NP', '2025-08-11 12:30', 'outpatient', E'Assessment:\n1. COPD: stable, continue tiotropium.\n2. Chest CT to be read.', 'EHR'),
	('N4', 'P3', 'E4', '2025-09-01', 'radiology report', '1000000004', 'MD', '2025-09-01 09:00', 'outpatient', E'Impression: Malignant neoplasm of the right upper lobe of the lung.', 'EHR');
CREATE TABLE condition (person_id text, claim_id text, encounter_id text, recorded_date date, normalized_code text);
INSERT INTO condition VALUES ('P1', 'C1', 'E1', '2025-03-04', 'E119'), ('P1', 'C1', 'E1', '2025-03-04', 'I10'), ('P2', 'C2', 'E2', '2025-05-20', 'I639'),
	('P2', 'C2', 'E2', '2025-05-20', 'M1711'), ('P3', 'C3', 'E9', '2024-04-02', 'J449'), ('P3', 'C4', 'E3', '2025-08-11', 'Z0000');
CREATE TABLE medical_claim (claim_id text, claim_type text, bill_type_code text);
INSERT INTO medical_claim VALUES ('C1', 'professional', NULL), ('C2', 'professional', NULL), ('C3', 'professional', NULL), ('C4', 'professional', NULL);
CREATE TABLE member (person_id text, age integer, sex text);
INSERT INTO member VALUES ('P1', 71, 'F'), ('P2', 80, 'F'), ('P3', 67, 'M');
SELECT medcode.create_finding_table('finding', 'clinical_note', 'note_text');
CALL medcode.refresh_findings('finding');

-- both ways in one run
SELECT person_id, hcc_code AS hcc, gap, verdict, suspect_type, evidence_status, hierarchical_status, codes, claims, grade, score_change
FROM medcode.risk_review('finding', 'condition', 'V28', 2026, members => 'member') WHERE hcc_code IS NOT NULL;
-- the evidence of each
SELECT person_id, hcc_code AS hcc, note_id, start_char, end_char, author_credential AS by, signature, elements, quote
FROM medcode.risk_review('finding', 'condition', 'V28', 2026) WHERE gap IN ('add', 'delete', 'recapture');
-- as Tuva has suspects; a record that does not count says why
SELECT person_id, data_source, hcc_code, hcc_description, reason, contributing_factor, suspect_date, record_reasons
FROM medcode.risk_review('finding', 'condition', 'V28', 2026) WHERE reason IS NOT NULL;
-- a packet of proof
SELECT person_id, hcc_code AS hcc, verdict, record_rank AS no, validating_hcc, note_id, date_of_service, author_credential AS by, grade,
	(SELECT string_agg(s->>'text', ' | ') FROM jsonb_array_elements(spans) AS s) AS spans, contradictions->0->>'says' AS elsewhere
FROM medcode.radv_packet('finding', 'condition', 'V28', 2026);
-- what an audit would ask for
SELECT risk_group, person_id, flagged, missing, codes, note_says, note_id, note_codes FROM medcode.oig_review('condition', 'medical_claim', 2025, finding_table => 'finding');
SELECT risk_group, person_id, flagged, missing FROM medcode.oig_review('condition', NULL, 2025);

-- what is wrong is said
SELECT * FROM medcode.risk_review('finding', 'condition');
SELECT * FROM medcode.risk_review('finding', 'condition', 'V28', 2031);
SELECT * FROM medcode.risk_review('clinical_note', 'condition', 'V28', 2026);
SELECT * FROM medcode.risk_review('finding', 'member', 'V28', 2026);
SELECT * FROM medcode.risk_review('finding', 'condition', 'V28', 2026, note_columns => '{"signed_at": "signed_on"}');
SELECT * FROM medcode.risk_review('finding', 'condition', 'V28', 2026, minimum_grade => 'weak');
SELECT person_id, gap, issue FROM medcode.risk_review('finding', 'condition', 'V28', 2026, persons => '{P9}');
INSERT INTO clinical_note (note_id, person_id, note_date) VALUES ('N5', 'P1', '2025-12-01');
SELECT person_id, gap, note_id, issue FROM medcode.risk_review('finding', 'condition', 'V28', 2026, persons => '{P1}') WHERE hcc_code IS NULL AND gap = 'unread_note';
DROP SCHEMA risk_notes CASCADE;
