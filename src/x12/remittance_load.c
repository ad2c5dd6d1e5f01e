/*
 * remittance_load.c
 *		Remittances into the tables of a user's schema.
 */
#include "x12/remittance_load.h"

#include "pg_host.h"
#include "x12/control_load.h"
#include "x12/remittance.h"

#define CREATE "create_remittance_tables"

typedef struct Load
{
	const char *schema;
	McBatch *payments;
	McBatch *claims;
	McBatch *lines;
	McBatch *adjustments;
	McBatch *details;
	McBatch *provider_adjustments;

	/* of the payment that is being read */
	int64 remit_id;
	char payer[MC_X12_NAME_SIZE];
	McDay date;
} Load;

static void
AddPayment(void *arg, const McRemitPayment *payment)
{
	Load *load = arg;
	McBatch *b = load->payments;

	load->date = payment->date.year > 0 ? payment->date : payment->production_date;
	strlcpy(load->payer, payment->payer[0] ? payment->payer : "-", sizeof(load->payer));
	mc_control_add(b, payment->control);
	mc_batch_text(b, load->payer);
	mc_batch_text(b, payment->payer_id);
	mc_batch_text(b, payment->payee);
	mc_batch_text(b, payment->payee_id);
	mc_batch_amount(b, payment->amount, true);
	mc_batch_text(b, payment->credit_debit);
	mc_batch_text(b, payment->handling);
	mc_batch_text(b, payment->method);
	mc_batch_day(b, load->date);
	mc_batch_day(b, payment->production_date);
	mc_batch_text(b, payment->trace);
	mc_batch_text(b, payment->originator);
	load->remit_id = mc_batch_row_returning(b, "remit_id");
	if (load->remit_id == 0)
		mc_control_known(load->schema, "remit_payment");
}

static void
AddClaim(void *arg, const McRemitClaim *claim)
{
	Load *load = arg;
	McBatch *b = load->claims;

	mc_batch_number(b, load->remit_id);
	mc_batch_number(b, claim->number);
	mc_batch_text(b, claim->claim_id);
	mc_batch_text(b, claim->status);
	mc_batch_amount(b, claim->charge, true);
	mc_batch_amount(b, claim->paid, true);
	mc_batch_amount(b, claim->patient_responsibility, claim->has_patient_responsibility);
	mc_batch_text(b, claim->filing_indicator);
	mc_batch_text(b, claim->payer_claim_id);
	mc_batch_text(b, claim->facility_type);
	mc_batch_text(b, claim->frequency);
	mc_batch_text(b, claim->drg);
	mc_batch_text(b, claim->original_claim_id);
	mc_batch_text(b, claim->member_id);
	mc_batch_text(b, claim->corrected_member_id);
	mc_batch_text(b, claim->last_name);
	mc_batch_text(b, claim->first_name);
	mc_batch_text(b, claim->rendering_npi);
	mc_batch_day(b, claim->start);
	mc_batch_day(b, claim->end);
	mc_batch_day(b, claim->received);
	mc_batch_codes(b, claim->remarks);
	mc_batch_row(b);
}

static void
AddLine(void *arg, const McRemitClaim *claim, const McRemitLine *line)
{
	Load *load = arg;
	McBatch *b = load->lines;

	mc_batch_number(b, load->remit_id);
	mc_batch_number(b, claim->number);
	mc_batch_number(b, line->number);
	mc_batch_text(b, claim->claim_id);
	mc_batch_text(b, line->control_number);
	mc_batch_text(b, line->qualifier);
	mc_batch_text(b, line->code);
	mc_batch_text(b, strcmp(line->qualifier, "HC") == 0 ? line->code : "");
	for (int i = 0; i < MC_REMIT_MODIFIERS; i++)
		mc_batch_text(b, line->modifier[i]);
	mc_batch_text(b,
				  strcmp(line->qualifier, "NU") == 0 ? line->code : line->revenue_code);
	mc_batch_amount(b, line->charge, true);
	mc_batch_amount(b, line->paid, true);
	mc_batch_amount(b, line->allowed, line->has_allowed);
	mc_batch_quantity(b, line->units, true);
	mc_batch_text(b, line->submitted_code);
	mc_batch_quantity(b, line->submitted_units, true);
	mc_batch_day(b, line->start);
	mc_batch_day(b, line->end.year > 0 ? line->end : line->start);
	mc_batch_codes(b, line->remarks);
	mc_batch_row(b);
}

static void
AddAdjustment(void *arg, const McRemitClaim *claim, const McRemitLine *line,
			  uint32_t number, const McRemitAdjustment *adjustment)
{
	Load *load = arg;
	McBatch *b = load->adjustments;
	char remarks[2 * MC_REMIT_REMARKS + 1];

	/* what is remarked of the claim is remarked of its lines */
	snprintf(remarks, sizeof(remarks), "%s%s%s", line ? line->remarks : "",
			 line && line->remarks[0] && claim->remarks[0] ? " " : "", claim->remarks);
	mc_batch_number(b, load->remit_id);
	mc_batch_number(b, claim->number);
	mc_batch_text(b, claim->claim_id);
	mc_batch_number_or_null(b, line ? line->number : 0, line != NULL);
	mc_batch_number(b, number);
	mc_batch_text(b, line ? "line" : "claim");
	mc_batch_text(b, adjustment->group);
	mc_batch_text(b, adjustment->reason);
	mc_batch_amount(b, adjustment->amount, true);
	mc_batch_quantity(b, adjustment->quantity, adjustment->has_quantity);
	mc_batch_codes(b, remarks);
	mc_batch_text(b, load->payer);
	mc_batch_text(b, claim->payer_claim_id);
	mc_batch_day(b, load->date);
	mc_batch_text(b, claim->status);
	mc_batch_row(b);
}

static void
AddDetail(void *arg, const McRemitDetail *detail)
{
	Load *load = arg;
	McBatch *b = load->details;

	mc_batch_number(b, load->remit_id);
	mc_batch_number(b, detail->claim);
	mc_batch_number_or_null(b, detail->line, detail->line > 0);
	mc_batch_text(b, detail->segment);
	mc_batch_text(b, detail->qualifier);
	mc_batch_text(b, detail->reference);
	mc_batch_amount(b, detail->amount,
					strcmp(detail->segment, "AMT") == 0 ||
						strcmp(detail->segment, "QTY") == 0);
	mc_batch_row(b);
}

static void
AddProviderAdjustment(void *arg, const McRemitProviderAdjustment *adjustment)
{
	Load *load = arg;
	McBatch *b = load->provider_adjustments;

	mc_batch_number(b, load->remit_id);
	mc_batch_number(b, adjustment->number);
	mc_batch_text(b, adjustment->provider_id);
	mc_batch_day(b, adjustment->fiscal_period);
	mc_batch_text(b, adjustment->reason);
	mc_batch_text(b, adjustment->reference);
	mc_batch_amount(b, adjustment->amount, true);
	mc_batch_row(b);
}

static void
Begin(Load *load)
{
	const char *schema = load->schema;

	load->payments = mc_batch_begin(
		schema, "remit_payment",
		MC_CONTROL_COLUMNS " t:payer t:payer_id t:payee t:payee_id n:payment_amount"
						   " t:credit_debit t:handling_code t:payment_method d:remit_date"
						   " d:production_date t:trace_number t:originator_id",
		CREATE);
	load->claims = mc_batch_begin(
		schema, "remit_claim",
		"i:remit_id i:claim_number t:claim_id t:claim_status_code n:charge_amount"
		" n:paid_amount n:patient_responsibility_amount t:filing_indicator"
		" t:payer_claim_id t:facility_type_code t:frequency_code t:drg_code"
		" t:original_claim_id t:member_id t:corrected_member_id t:patient_last_name"
		" t:patient_first_name t:rendering_npi d:claim_start_date d:claim_end_date"
		" d:received_date c:remark_codes",
		CREATE);
	load->lines = mc_batch_begin(
		schema, "remit_line",
		"i:remit_id i:claim_number i:claim_line_number t:claim_id t:line_control_number"
		" t:code_qualifier t:service_code t:hcpcs_code t:hcpcs_modifier_1"
		" t:hcpcs_modifier_2 t:hcpcs_modifier_3 t:hcpcs_modifier_4"
		" t:revenue_center_code n:charge_amount n:paid_amount n:allowed_amount"
		" n:service_unit_quantity t:submitted_code n:submitted_unit_quantity"
		" d:claim_line_start_date d:claim_line_end_date c:remark_codes",
		CREATE);
	load->adjustments = mc_batch_begin(
		schema, "remit_adjustment",
		"i:remit_id i:claim_number t:claim_id i:claim_line_number i:adjustment_number"
		" t:level t:group_code t:reason_code n:amount n:quantity c:remark_codes t:payer"
		" t:payer_claim_id d:remit_date t:claim_status_code",
		CREATE);
	load->details = mc_batch_begin(
		schema, "remit_detail",
		"i:remit_id i:claim_number i:claim_line_number t:segment t:qualifier t:reference"
		" n:amount",
		CREATE);
	load->provider_adjustments = mc_batch_begin(
		schema, "remit_provider_adjustment",
		"i:remit_id i:adjustment_number t:provider_id d:fiscal_period_date t:reason_code"
		" t:reference n:amount",
		CREATE);
}

void
mc_remit_load(McX12Source source, const char *schema, bool keep_names,
			  int64 counts[MC_REMIT_COUNTS])
{
	Load load = {.schema = schema};
	const McRemitSink sink = {
		.payment = AddPayment,
		.claim = AddClaim,
		.line = AddLine,
		.adjustment = AddAdjustment,
		.detail = AddDetail,
		.provider_adjustment = AddProviderAdjustment,
		.arg = &load,
		.keep_names = keep_names,
	};
	McHost host = mc_pg_host(CurrentMemoryContext);
	McX12Problem problem;

	Begin(&load);
	counts[5] = (int64) mc_remit_read(&host, source, &sink, &problem);
	if (problem.text)
		mc_control_refuse(&problem, "remittance (X12 835)");
	counts[0] = mc_batch_end(load.payments);
	counts[1] = mc_batch_end(load.claims);
	counts[2] = mc_batch_end(load.lines);
	counts[3] = mc_batch_end(load.adjustments);
	counts[4] = mc_batch_end(load.provider_adjustments);
	mc_batch_end(load.details);
}
