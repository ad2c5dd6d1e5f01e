-- Plain tables of the example, named as warehouses name them.  Nothing here depends on medcode.

CREATE SCHEMA demo;

CREATE TABLE demo.clinical_note
(
	note_id           text PRIMARY KEY,
	person_id         text NOT NULL,
	encounter_id      text NOT NULL,
	note_date         date NOT NULL,		-- date of service; inpatient: discharge
	note_type         text NOT NULL,
	author_credential text,
	signed_at         timestamp,
	setting           text NOT NULL,		-- outpatient, inpatient, ed, professional, ...
	data_source       text NOT NULL,
	note_text         text					-- filled from notes/ by demo.sql
);

CREATE INDEX ON demo.clinical_note (encounter_id);

-- The diagnosis list belongs to the whole claim: one row per claim and rank.
CREATE TABLE demo.claim_diagnosis
(
	claim_id         text NOT NULL,
	encounter_id     text NOT NULL,
	person_id        text NOT NULL,
	claim_type       text NOT NULL,			-- professional or institutional
	claim_start_date date NOT NULL,
	claim_end_date   date NOT NULL,
	diagnosis_rank   int  NOT NULL,
	diagnosis_code   text NOT NULL,			-- ICD-10-CM without the dot
	PRIMARY KEY (claim_id, diagnosis_rank)
);

CREATE INDEX ON demo.claim_diagnosis (encounter_id);

-- What the payer's remittance (835) took off the charge, and why.
CREATE TABLE demo.remit_adjustment
(
	claim_id          text NOT NULL,
	claim_line_number int,					-- empty: the adjustment is of the whole claim
	group_code        text NOT NULL,		-- CO, PR, OA, PI
	reason_code       text NOT NULL,		-- CARC
	amount            numeric(12,2) NOT NULL,	-- positive: lowers the payment
	remark_codes      text[],				-- RARC
	payer             text NOT NULL,
	remit_date        date NOT NULL
);

CREATE INDEX ON demo.remit_adjustment (claim_id);

-- Members as risk adjustment wants them, and what was billed in the years before.
CREATE TABLE demo.member
(
	person_id text PRIMARY KEY,
	age       int  NOT NULL,				-- on 1 February of the payment year
	sex       text NOT NULL,
	dual      text NOT NULL,				-- status of Medicaid, CMS's codes
	orec      text NOT NULL					-- original reason for entitlement: 0 age, 1 disability
);

CREATE TABLE demo.prior_diagnosis (LIKE demo.claim_diagnosis INCLUDING ALL);
