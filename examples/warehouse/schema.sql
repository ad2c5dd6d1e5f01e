-- Claims, diagnoses and notes as a warehouse in the shape of Tuva has them, and remittances beside them.
-- Nothing here depends on medcode.

CREATE SCHEMA core;

-- A row a line.  The names are Tuva's; diagnoses are in core.condition.
CREATE TABLE core.medical_claim
(
	medical_claim_id       text PRIMARY KEY,
	claim_id               text NOT NULL,
	claim_line_number      int  NOT NULL,
	encounter_id           text,
	claim_type             text NOT NULL,		-- professional or institutional
	person_id              text NOT NULL,
	member_id              text,
	payer                  text,
	plan                   text,
	claim_start_date       date,
	claim_end_date         date,
	claim_line_start_date  date,
	claim_line_end_date    date,
	admission_date         date,
	discharge_date         date,
	place_of_service_code  text,
	bill_type_code         text,
	drg_code               text,
	revenue_center_code    text,
	service_unit_quantity  numeric,
	hcpcs_code             text,
	hcpcs_modifier_1       text,
	hcpcs_modifier_2       text,
	hcpcs_modifier_3       text,
	hcpcs_modifier_4       text,
	hcpcs_modifier_5       text,
	rendering_npi          text,
	rendering_tin          text,
	billing_npi            text,
	facility_npi           text,
	paid_date              date,
	paid_amount            numeric(12,2),
	allowed_amount         numeric(12,2),
	charge_amount          numeric(12,2),
	data_source            text,
	UNIQUE (claim_id, claim_line_number)
);

CREATE INDEX ON core.medical_claim (encounter_id);

-- A row a diagnosis of a claim; it belongs to the whole claim, there is no line number.
CREATE TABLE core.condition
(
	condition_id                 text PRIMARY KEY,
	person_id                    text NOT NULL,
	member_id                    text,
	patient_id                   text,
	encounter_id                 text,
	claim_id                     text,
	recorded_date                date,
	onset_date                   date,
	resolved_date                date,
	status                       text,
	condition_type               text,
	source_code_type             text,
	source_code                  text,
	source_description           text,
	normalized_code_type         text,			-- icd-10-cm
	normalized_code              text,			-- without the dot
	normalized_description       text,
	mapping_method               text,
	condition_rank               int,
	present_on_admit_code        text,
	present_on_admit_description text,
	data_source                  text
);

CREATE INDEX ON core.condition (claim_id);
CREATE INDEX ON core.condition (encounter_id);

-- Tuva has no notes; this is the table that medcode's functions are written for.
CREATE TABLE core.clinical_note
(
	note_id           text PRIMARY KEY,
	person_id         text NOT NULL,
	encounter_id      text NOT NULL,
	note_date         date NOT NULL,
	note_type         text,
	author_npi        text,
	author_credential text,
	signed_at         timestamp,
	setting           text NOT NULL,
	note_text         text NOT NULL CHECK (length(note_text) > 100),
	data_source       text
);

CREATE INDEX ON core.clinical_note (encounter_id);

-- Of remittances the columns that the queries need; medcode.load_835() fills tables with all of them.
CREATE TABLE core.remit_claim
(
	remit_id          bigint NOT NULL,
	claim_id          text NOT NULL,
	claim_status_code text NOT NULL,
	filing_indicator  text,					-- CLP06: 12 preferred provider organization, 16 Medicare Advantage, MB Medicare Part B, CI commercial
	received_date     date,					-- the day the payer says he received the claim
	charge_amount     numeric(12,2) NOT NULL,
	paid_amount       numeric(12,2) NOT NULL,
	PRIMARY KEY (remit_id, claim_id)
);

CREATE TABLE core.remit_adjustment
(
	remit_id          bigint NOT NULL,
	claim_id          text NOT NULL,
	claim_line_number int,					-- empty: the adjustment is of the whole claim
	group_code        text NOT NULL,
	reason_code       text NOT NULL,
	amount            numeric(12,2) NOT NULL,
	remark_codes      text[] NOT NULL,
	payer             text NOT NULL,
	remit_date        date NOT NULL
);

CREATE INDEX ON core.remit_adjustment (claim_id);
