/*
 * remittance_claim.c
 *		Claims and lines of remittances, and how they balance.
 *
 * What a segment opens closes what was open: a claim closes the line before it, and
 * then the claim before it.
 */
#include "x12/remittance_reader.h"

#include <string.h>

/* Read an amount that may be missing; *has says whether it is there. */
static bool
OptionalAmount(const McRemitReader *r, int i, McX12Amount *amount, bool *has)
{
	*has = mc_x12_value(&r->at, i).length > 0;
	return !*has || mc_x12_amount(mc_x12_value(&r->at, i), amount);
}

/* ---- closing what is open ---- */

static void
GiveAdjustments(McRemitReader *r, const McRemitLine *line)
{
	for (int i = 0; i < r->adjustments.count; i++)
		r->sink->adjustment(r->sink->arg, &r->claim, line, (uint32_t) i + 1,
							&r->adjustments.list[i]);
	r->adjustments.count = 0;
	r->adjustments.sum = 0;
}

/* All of the claim itself is read; lines or the next claim follow. */
static McX12Status
GiveClaim(McRemitReader *r)
{
	if (!mc_x12_add(&r->claim_adjusted, r->adjustments.sum))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LARGE);
	r->sink->claim(r->sink->arg, &r->claim);
	GiveAdjustments(r, NULL);
	r->claim_given = true;
	return MC_X12_SEGMENT;
}

static McX12Status
CloseLine(McRemitReader *r)
{
	McRemitLine *line = &r->line;
	McX12Amount rest = line->charge;

	if (!mc_x12_subtract(&rest, r->adjustments.sum) ||
		!mc_x12_add(&r->claim_adjusted, r->adjustments.sum) ||
		!mc_x12_add(&r->line_charge, line->charge))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LARGE);
	if (rest != line->paid)
		return mc_x12_refuse_at(
			&r->at, line->segment, MC_X12_ID('S', 'V', 'C'),
			"the line does not balance: its charge less its adjustments is "
			"not what is paid");
	r->sink->line(r->sink->arg, &r->claim, line);
	GiveAdjustments(r, line);
	return MC_X12_SEGMENT;
}

McX12Status
mc_remit_close_claim(McRemitReader *r)
{
	const McRemitClaim *claim = &r->claim;
	McX12Amount rest = claim->charge;

	if (r->place != MC_REMIT_CLAIM && r->place != MC_REMIT_LINE)
		return MC_X12_SEGMENT;
	if ((r->place == MC_REMIT_LINE && CloseLine(r) == MC_X12_BAD) ||
		(!r->claim_given && GiveClaim(r) == MC_X12_BAD))
		return MC_X12_BAD;
	if (!mc_x12_subtract(&rest, r->claim_adjusted) || !mc_x12_add(&r->paid, claim->paid))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LARGE);
	if (rest != claim->paid)
		return mc_x12_refuse_at(
			&r->at, claim->segment, MC_X12_ID('C', 'L', 'P'),
			"the claim does not balance: its charge less all adjustments is "
			"not what is paid");
	if (r->lines > 0 && r->line_charge != claim->charge)
		return mc_x12_refuse_at(
			&r->at, claim->segment, MC_X12_ID('C', 'L', 'P'),
			"the charges of the lines do not add up to that of the claim");
	return MC_X12_SEGMENT;
}

/* ---- claim ---- */

McX12Status
mc_remit_clp(McRemitReader *r)
{
	McRemitClaim *claim = &r->claim;

	if (mc_remit_close_claim(r) == MC_X12_BAD)
		return MC_X12_BAD;
	memset(claim, 0, offsetof(McRemitClaim, remarks) + 1);
	claim->number = ++r->claims;
	claim->segment = r->at.segment.number;
	if (mc_x12_value(&r->at, 1).length == 0 || mc_x12_value(&r->at, 2).length == 0)
		return mc_x12_refuse_here(&r->at,
								  "the number or the status of the claim is missing");
	if (!mc_x12_amount(mc_x12_value(&r->at, 3), &claim->charge) ||
		!mc_x12_amount(mc_x12_value(&r->at, 4), &claim->paid) ||
		!OptionalAmount(r, 5, &claim->patient_responsibility,
						&claim->has_patient_responsibility))
		return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
	if (!MC_X12_COPY(&r->at, 1, claim->claim_id) ||
		!MC_X12_COPY(&r->at, 2, claim->status) ||
		!MC_X12_COPY(&r->at, 6, claim->filing_indicator) ||
		!MC_X12_COPY(&r->at, 7, claim->payer_claim_id) ||
		!MC_X12_COPY(&r->at, 8, claim->facility_type) ||
		!MC_X12_COPY(&r->at, 9, claim->frequency) || !MC_X12_COPY(&r->at, 11, claim->drg))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	r->claim_given = false;
	r->claim_adjusted = 0;
	r->line_charge = 0;
	r->lines = 0;
	r->place = MC_REMIT_CLAIM;
	return MC_X12_SEGMENT;
}

static bool
IsGroup(McX12Text group)
{
	/* CR ended with guide 005010 and still occurs */
	static const char *const groups[] = {"CO", "PR", "OA", "PI", "CR"};

	for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (mc_x12_is(group, groups[i]))
			return true;
	return false;
}

McX12Status
mc_remit_cas(McRemitReader *r)
{
	McRemitAdjustments *adjustments = &r->adjustments;
	int before = adjustments->count;

	if (!IsGroup(mc_x12_value(&r->at, 1)))
		return mc_x12_refuse_here(&r->at, "the group code is none of CO, PR, OA, PI, CR");
	if (r->at.segment.count > 19)
		return mc_x12_refuse_here(&r->at, "it has more than six adjustments");
	for (int i = 2; i <= r->at.segment.count; i += 3)
	{
		McRemitAdjustment *a = &adjustments->list[adjustments->count];

		if (mc_x12_value(&r->at, i).length + mc_x12_value(&r->at, i + 1).length +
				mc_x12_value(&r->at, i + 2).length ==
			0)
			continue;
		if (adjustments->count == MC_REMIT_ADJUSTMENTS)
			return mc_x12_refuse_here(&r->at,
									  "a claim or line has more than 594 adjustments");
		if (mc_x12_value(&r->at, i).length == 0)
			return mc_x12_refuse_here(&r->at, "a reason code is missing");
		if (!mc_x12_amount(mc_x12_value(&r->at, i + 1), &a->amount) ||
			!OptionalAmount(r, i + 2, &a->quantity, &a->has_quantity))
			return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
		if (!MC_X12_COPY(&r->at, 1, a->group) || !MC_X12_COPY(&r->at, i, a->reason))
			return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
		if (!mc_x12_add(&adjustments->sum, a->amount))
			return mc_x12_refuse_here(&r->at, MC_X12_TOO_LARGE);
		adjustments->count++;
	}
	if (adjustments->count == before)
		return mc_x12_refuse_here(&r->at, "it has no adjustment");
	return MC_X12_SEGMENT;
}

McX12Status
mc_remit_nm1(McRemitReader *r)
{
	McRemitClaim *claim = &r->claim;
	bool fits = true;

	if (mc_x12_value_is(&r->at, 1, "QC"))
	{
		if (claim->member_id[0] == '\0')
			fits = MC_X12_COPY(&r->at, 9, claim->member_id);
		if (r->sink->keep_names)
			fits = fits && MC_X12_COPY(&r->at, 3, claim->last_name) &&
				   MC_X12_COPY(&r->at, 4, claim->first_name);
	}
	else if (mc_x12_value_is(&r->at, 1, "IL") && mc_x12_value(&r->at, 9).length > 0)
		fits = MC_X12_COPY(&r->at, 9, claim->member_id);
	else if (mc_x12_value_is(&r->at, 1, "74"))
		fits = MC_X12_COPY(&r->at, 9, claim->corrected_member_id);
	else if (mc_x12_value_is(&r->at, 1, "82") && mc_x12_value_is(&r->at, 8, "XX"))
		fits = MC_X12_COPY(&r->at, 9, claim->rendering_npi);
	return fits ? MC_X12_SEGMENT : mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
}

/* Remark codes are letters and digits: N130, MA01, M15. */
static McX12Status
AddRemark(McRemitReader *r, char *remarks, McX12Text code)
{
	size_t used = strlen(remarks);

	if (code.length == 0)
		return MC_X12_SEGMENT;
	for (size_t i = 0; i < code.length; i++)
		if (!((code.text[i] >= '0' && code.text[i] <= '9') ||
			  (code.text[i] >= 'A' && code.text[i] <= 'Z')))
			return mc_x12_refuse_here(
				&r->at, "a remark code is not made of capital letters and digits");
	if (code.length > 10 || used + code.length + 2 > MC_REMIT_REMARKS)
		return mc_x12_refuse_here(&r->at,
								  "a remark code is too long, or there are too many");
	if (used > 0)
		remarks[used++] = ' ';
	memcpy(remarks + used, code.text, code.length);
	remarks[used + code.length] = '\0';
	return MC_X12_SEGMENT;
}

McX12Status
mc_remit_mia(McRemitReader *r)
{
	static const int places[] = {5, 20, 21, 22, 23};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (AddRemark(r, r->claim.remarks, mc_x12_value(&r->at, places[i])) == MC_X12_BAD)
			return MC_X12_BAD;
	return MC_X12_SEGMENT;
}

McX12Status
mc_remit_moa(McRemitReader *r)
{
	for (int i = 3; i <= 7; i++)
		if (AddRemark(r, r->claim.remarks, mc_x12_value(&r->at, i)) == MC_X12_BAD)
			return MC_X12_BAD;
	return MC_X12_SEGMENT;
}

/* ---- line ---- */

McX12Status
mc_remit_svc(McRemitReader *r)
{
	McRemitLine *line = &r->line;
	bool has;

	if (r->place == MC_REMIT_LINE ? CloseLine(r) == MC_X12_BAD
								  : GiveClaim(r) == MC_X12_BAD)
		return MC_X12_BAD;
	memset(line, 0, offsetof(McRemitLine, remarks) + 1);
	line->number = ++r->lines;
	line->segment = r->at.segment.number;
	line->units = MC_X12_ONE;
	if (mc_x12_part(&r->at, 1, 1).length == 0 || mc_x12_part(&r->at, 1, 2).length == 0)
		return mc_x12_refuse_here(&r->at, "the code of the service is missing");
	if (!mc_x12_amount(mc_x12_value(&r->at, 2), &line->charge) ||
		!mc_x12_amount(mc_x12_value(&r->at, 3), &line->paid) ||
		!OptionalAmount(r, 5, &line->units, &has))
		return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
	line->submitted_units = line->units;
	if (!OptionalAmount(r, 7, &line->submitted_units, &has))
		return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
	if (!MC_X12_COPY_PART(&r->at, 1, 1, line->qualifier) ||
		!MC_X12_COPY_PART(&r->at, 1, 2, line->code) ||
		!MC_X12_COPY(&r->at, 4, line->revenue_code) ||
		!MC_X12_COPY_PART(&r->at, 6, 2, line->submitted_code))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	for (int i = 0; i < MC_REMIT_MODIFIERS; i++)
		if (!MC_X12_COPY_PART(&r->at, 1, i + 3, line->modifier[i]))
			return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	r->place = MC_REMIT_LINE;
	return MC_X12_SEGMENT;
}

McX12Status
mc_remit_dtm(McRemitReader *r)
{
	static const struct
	{
		McRemitPlace place;
		const char *qualifier;
		size_t offset;
	} days[] = {
		{MC_REMIT_HEADER, "405", offsetof(McRemitReader, payment.production_date)},
		{MC_REMIT_CLAIM, "232", offsetof(McRemitReader, claim.start)},
		{MC_REMIT_CLAIM, "233", offsetof(McRemitReader, claim.end)},
		{MC_REMIT_CLAIM, "050", offsetof(McRemitReader, claim.received)},
		{MC_REMIT_LINE, "472", offsetof(McRemitReader, line.start)},
		{MC_REMIT_LINE, "472", offsetof(McRemitReader, line.end)},
		{MC_REMIT_LINE, "150", offsetof(McRemitReader, line.start)},
		{MC_REMIT_LINE, "151", offsetof(McRemitReader, line.end)},
	};

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (days[i].place == r->place && mc_x12_value_is(&r->at, 1, days[i].qualifier) &&
			!mc_x12_day(mc_x12_value(&r->at, 2), (McDay *) ((char *) r + days[i].offset)))
			return mc_x12_refuse_here(&r->at, MC_REMIT_NO_DAY);
	return MC_X12_SEGMENT;
}

/* ---- what claims and lines have of any qualifier ---- */

static McX12Status
GiveDetail(McRemitReader *r, McRemitDetail *detail)
{
	if (mc_x12_value(&r->at, 1).length == 0 || mc_x12_value(&r->at, 2).length == 0)
		return mc_x12_refuse_here(&r->at, "the qualifier or the value is missing");
	if (!MC_X12_COPY(&r->at, 1, detail->qualifier) ||
		!MC_X12_COPY(&r->at, 2, detail->reference))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	detail->claim = r->claim.number;
	detail->line = r->place == MC_REMIT_LINE ? r->line.number : 0;
	r->sink->detail(r->sink->arg, detail);
	return MC_X12_SEGMENT;
}

McX12Status
mc_remit_ref(McRemitReader *r)
{
	McRemitDetail detail = {.segment = "REF"};

	if (r->place < MC_REMIT_CLAIM)
		return MC_X12_SEGMENT; /* of the payment, payer and payee none is kept */
	if (r->place == MC_REMIT_CLAIM && mc_x12_value_is(&r->at, 1, "F8") &&
		!MC_X12_COPY(&r->at, 2, r->claim.original_claim_id))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	if (r->place == MC_REMIT_LINE && mc_x12_value_is(&r->at, 1, "6R") &&
		!MC_X12_COPY(&r->at, 2, r->line.control_number))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	if (mc_x12_value_is(&r->at, 1, "SY") && !r->sink->keep_names)
		return MC_X12_SEGMENT;
	return GiveDetail(r, &detail);
}

McX12Status
mc_remit_amt(McRemitReader *r)
{
	McRemitDetail detail = {.segment = "AMT"};

	if (!mc_x12_amount(mc_x12_value(&r->at, 2), &detail.amount))
		return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
	if (r->place == MC_REMIT_LINE && mc_x12_value_is(&r->at, 1, "B6"))
	{
		r->line.allowed = detail.amount;
		r->line.has_allowed = true;
	}
	return GiveDetail(r, &detail);
}

McX12Status
mc_remit_qty(McRemitReader *r)
{
	McRemitDetail detail = {.segment = "QTY"};

	return mc_x12_amount(mc_x12_value(&r->at, 2), &detail.amount)
			   ? GiveDetail(r, &detail)
			   : mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
}

McX12Status
mc_remit_lq(McRemitReader *r)
{
	McRemitDetail detail = {.segment = "LQ"};

	if (mc_x12_value(&r->at, 2).length == 0)
		return mc_x12_refuse_here(&r->at, "the remark code is missing");
	return mc_x12_value_is(&r->at, 1, "HE")
			   ? AddRemark(r, r->line.remarks, mc_x12_value(&r->at, 2))
			   : GiveDetail(r, &detail);
}
