/*
 * claim_load.c
 *		Claims into the tables of a user's schema.
 */
#include "x12/claim_load.h"

#include "pg_host.h"
#include "x12/claim.h"
#include "x12/control_load.h"

#define CREATE "create_claim_tables"

typedef struct Load
{
	const char *schema;
	McBatch *submissions;
	McBatch *claims;
	McBatch *lines;
	McBatch *diagnoses;
	McBatch *procedures;

	int64 submission_id; /* of the one that is being read */
} Load;

static const char *
ClaimType(bool institutional)
{
	return institutional ? "institutional" : "professional";
}

static void
AddSubmission(void *arg, const McClaimSubmission *submission)
{
	Load *load = arg;
	McBatch *b = load->submissions;

	mc_control_add(b, submission->control);
	mc_batch_text(b, ClaimType(submission->institutional));
	mc_batch_text(b, submission->reference);
	mc_batch_day(b, submission->date);
	mc_batch_text(b, submission->purpose);
	load->submission_id = mc_batch_row_returning(b, "submission_id");
	if (load->submission_id == 0)
		mc_control_known(load->schema, "claim_submission");
}

static void
AddClaim(void *arg, const McClaim *claim)
{
	Load *load = arg;
	McBatch *b = load->claims;
	const McClaimParties *parties = claim->parties;
	char bill_type[2 * MC_X12_CODE_SIZE];

	snprintf(bill_type, sizeof(bill_type), "%s%s", claim->facility, claim->frequency);
	mc_batch_number(b, load->submission_id);
	mc_batch_number(b, claim->number);
	mc_batch_text(b, claim->claim_id);
	mc_batch_text(b, ClaimType(claim->institutional));
	mc_batch_text(b, parties->subscriber.member_id);
	mc_batch_text(b, parties->patient.relationship);
	mc_batch_text(b, parties->patient.last_name);
	mc_batch_text(b, parties->patient.first_name);
	mc_batch_day(b, parties->patient.birth);
	mc_batch_text(b, parties->patient.sex);
	mc_batch_text(b, parties->subscriber.payer);
	mc_batch_text(b, parties->subscriber.payer_id);
	mc_batch_text(b, parties->subscriber.responsibility);
	mc_batch_text(b, parties->subscriber.filing_indicator);
	mc_batch_day(b, claim->start);
	mc_batch_day(b, claim->end);
	mc_batch_day(b, claim->admission);
	mc_batch_text(b, claim->admission_type);
	mc_batch_text(b, claim->admission_source);
	mc_batch_text(b, claim->discharge_status);
	mc_batch_text(b, claim->institutional ? "" : claim->facility);
	mc_batch_text(b, claim->institutional ? bill_type : "");
	mc_batch_text(b, claim->frequency);
	mc_batch_text(b, claim->drg);
	mc_batch_amount(b, claim->charge, true);
	mc_batch_text(b, claim->original_claim_id);
	mc_batch_text(b, claim->prior_authorization);
	mc_batch_text(b, parties->billing.npi);
	mc_batch_text(b, parties->billing.tin);
	mc_batch_text(b, parties->billing.taxonomy);
	mc_batch_text(b, claim->rendering_npi);
	mc_batch_text(b, claim->attending_npi);
	mc_batch_text(b, claim->operating_npi);
	mc_batch_text(b, claim->referring_npi);
	mc_batch_text(b, claim->facility_npi);
	mc_batch_row(b);
}

static void
AddLine(void *arg, const McClaim *claim, const McClaimLine *line)
{
	Load *load = arg;
	McBatch *b = load->lines;
	char pointers[MC_CLAIM_POINTERS * 11] = "";

	for (int i = 0; i < MC_CLAIM_POINTERS && line->pointer[i] > 0; i++)
		snprintf(pointers + strlen(pointers), sizeof(pointers) - strlen(pointers), "%s%u",
				 i > 0 ? " " : "", line->pointer[i]);
	mc_batch_number(b, load->submission_id);
	mc_batch_number(b, claim->number);
	mc_batch_number(b, line->number);
	mc_batch_text(b, claim->claim_id);
	mc_batch_text(b, line->control_number);
	mc_batch_text(b, line->qualifier);
	mc_batch_text(b, line->code);
	mc_batch_text(b, strcmp(line->qualifier, "HC") == 0 ? line->code : "");
	for (int i = 0; i < MC_CLAIM_MODIFIERS; i++)
		mc_batch_text(b, line->modifier[i]);
	mc_batch_text(b, line->revenue_code);
	mc_batch_text(b, line->ndc);
	mc_batch_amount(b, line->charge, true);
	mc_batch_text(b, line->unit);
	mc_batch_quantity(b, line->units, true);
	mc_batch_text(b, line->place_of_service);
	mc_batch_codes(b, pointers);
	mc_batch_day(b, line->start);
	mc_batch_day(b, line->end);
	mc_batch_text(b, line->rendering_npi);
	mc_batch_row(b);
}

static void
AddDiagnosis(void *arg, const McClaim *claim, const McClaimCode *code)
{
	static const char *const types[] = {"principal", "other", "admitting",
										"patient_reason", "external_cause"};
	Load *load = arg;
	McBatch *b = load->diagnoses;

	mc_batch_number(b, load->submission_id);
	mc_batch_number(b, claim->number);
	mc_batch_text(b, claim->claim_id);
	mc_batch_text(b, types[code->use]);
	mc_batch_number(b, code->rank);
	mc_batch_text(b, code->icd10 ? "icd-10-cm" : "icd-9-cm");
	mc_batch_text(b, code->code);
	mc_batch_text(b, code->present_on_admission);
	mc_batch_row(b);
}

static void
AddProcedure(void *arg, const McClaim *claim, const McClaimCode *code)
{
	Load *load = arg;
	McBatch *b = load->procedures;

	mc_batch_number(b, load->submission_id);
	mc_batch_number(b, claim->number);
	mc_batch_text(b, claim->claim_id);
	mc_batch_number(b, code->rank);
	mc_batch_text(b, code->icd10 ? "icd-10-pcs" : "icd-9-pcs");
	mc_batch_text(b, code->code);
	mc_batch_day(b, code->day);
	mc_batch_row(b);
}

static void
Begin(Load *load)
{
	const char *schema = load->schema;

	load->submissions = mc_batch_begin(
		schema, "claim_submission",
		MC_CONTROL_COLUMNS " t:claim_type t:reference d:submission_date t:purpose",
		CREATE);
	load->claims = mc_batch_begin(
		schema, "claim",
		"i:submission_id i:claim_number t:claim_id t:claim_type t:member_id"
		" t:patient_relationship t:patient_last_name t:patient_first_name d:birth_date"
		" t:sex t:payer t:payer_id t:payer_responsibility t:filing_indicator"
		" d:claim_start_date d:claim_end_date d:admission_date t:admit_type_code"
		" t:admit_source_code t:discharge_disposition_code t:place_of_service_code"
		" t:bill_type_code t:frequency_code t:drg_code n:charge_amount"
		" t:original_claim_id t:prior_authorization t:billing_npi t:billing_tin"
		" t:billing_taxonomy t:rendering_npi t:attending_npi t:operating_npi"
		" t:referring_npi t:facility_npi",
		CREATE);
	load->lines = mc_batch_begin(
		schema, "claim_line",
		"i:submission_id i:claim_number i:claim_line_number t:claim_id"
		" t:line_control_number t:code_qualifier t:service_code t:hcpcs_code"
		" t:hcpcs_modifier_1 t:hcpcs_modifier_2 t:hcpcs_modifier_3 t:hcpcs_modifier_4"
		" t:revenue_center_code t:ndc_code n:charge_amount t:unit"
		" n:service_unit_quantity t:place_of_service_code p:diagnosis_pointers"
		" d:claim_line_start_date d:claim_line_end_date t:rendering_npi",
		CREATE);
	load->diagnoses = mc_batch_begin(
		schema, "claim_diagnosis",
		"i:submission_id i:claim_number t:claim_id t:diagnosis_type i:diagnosis_rank"
		" t:code_type t:diagnosis_code t:present_on_admit_code",
		CREATE);
	load->procedures = mc_batch_begin(
		schema, "claim_procedure",
		"i:submission_id i:claim_number t:claim_id i:procedure_rank t:code_type"
		" t:procedure_code d:procedure_date",
		CREATE);
}

void
mc_claim_load(McX12Source source, const char *schema, bool keep_names,
			  int64 counts[MC_CLAIM_COUNTS])
{
	Load load = {.schema = schema};
	const McClaimSink sink = {
		.submission = AddSubmission,
		.claim = AddClaim,
		.line = AddLine,
		.diagnosis = AddDiagnosis,
		.procedure = AddProcedure,
		.arg = &load,
		.keep_names = keep_names,
	};
	McHost host = mc_pg_host(CurrentMemoryContext);
	McX12Problem problem;

	Begin(&load);
	counts[5] = (int64) mc_claim_read(&host, source, &sink, &problem);
	if (problem.text)
		mc_control_refuse(&problem, "file of claims (X12 837)");
	counts[0] = mc_batch_end(load.submissions);
	counts[1] = mc_batch_end(load.claims);
	counts[2] = mc_batch_end(load.lines);
	counts[3] = mc_batch_end(load.diagnoses);
	counts[4] = mc_batch_end(load.procedures);
}
