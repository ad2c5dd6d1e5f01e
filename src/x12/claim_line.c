/*
 * claim_line.c
 *		Claims of X12 837 with their codes and lines.
 */
#include "x12/claim_reader.h"

#include <string.h>

/* ---- closing what is open ---- */

static bool
IsEarlier(McDay a, McDay b)
{
	return a.year != b.year     ? a.year < b.year
		   : a.month != b.month ? a.month < b.month
								: a.day < b.day;
}

static McX12Status
CloseLine(McClaimReader *r)
{
	const McClaimLine *line = &r->line;
	McClaim *claim = &r->claim;

	if (r->place != MC_CLAIM_LINE)
		return MC_X12_SEGMENT;
	if (!r->has_service)
		return mc_x12_refuse_at(&r->at, line->segment, MC_X12_ID('L', 'X', 0),
								"the line has no SV1 or SV2 segment");
	if (!mc_x12_add(&r->line_charge, line->charge))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LARGE);
	if (!r->has_statement_dates && line->start.year > 0)
	{
		if (claim->start.year == 0 || IsEarlier(line->start, claim->start))
			claim->start = line->start;
		if (claim->end.year == 0 || IsEarlier(claim->end, line->end))
			claim->end = line->end;
	}
	r->sink->line(r->sink->arg, claim, line);
	return MC_X12_SEGMENT;
}

McX12Status
mc_claim_close(McClaimReader *r)
{
	if (!(r->place & MC_CLAIM_INSIDE))
		return MC_X12_SEGMENT;
	if (CloseLine(r) == MC_X12_BAD)
		return MC_X12_BAD;
	if (r->lines == 0)
		return mc_x12_refuse_at(&r->at, r->claim.segment, MC_X12_ID('C', 'L', 'M'),
								"the claim has no line");
	if (r->line_charge != r->claim.charge)
		return mc_x12_refuse_at(
			&r->at, r->claim.segment, MC_X12_ID('C', 'L', 'M'),
			"the charges of the lines do not add up to that of the claim");
	r->sink->claim(r->sink->arg, &r->claim);
	return MC_X12_SEGMENT;
}

/* ---- claim ---- */

McX12Status
mc_claim_clm(McClaimReader *r)
{
	McClaim *claim = &r->claim;

	if (mc_claim_close(r) == MC_X12_BAD)
		return MC_X12_BAD;
	if (r->subscriber_level == 0)
		return mc_x12_refuse_here(&r->at, "no subscriber stands before the claim");
	memset(claim, 0, sizeof(*claim));
	memset(r->codes, 0, sizeof(r->codes));
	r->procedures = 0;
	r->lines = 0;
	r->line_charge = 0;
	r->has_statement_dates = false;
	claim->number = ++r->claims;
	claim->segment = r->at.segment.number;
	claim->institutional = r->submission.institutional;
	claim->parties = &r->parties;
	if (mc_x12_value(&r->at, 1).length == 0)
		return mc_x12_refuse_here(&r->at, "the number of the claim is missing");
	if (!mc_x12_amount(mc_x12_value(&r->at, 2), &claim->charge))
		return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
	r->place = MC_CLAIM_CLAIM;
	return mc_x12_fits(&r->at, MC_X12_COPY(&r->at, 1, claim->claim_id) &&
								   MC_X12_COPY_PART(&r->at, 5, 1, claim->facility) &&
								   MC_X12_COPY_PART(&r->at, 5, 3, claim->frequency));
}

McX12Status
mc_claim_dtp(McClaimReader *r)
{
	McClaim *claim = &r->claim;
	McDay first;
	McDay last;

	if (r->place == MC_CLAIM_LINE && mc_x12_value_is(&r->at, 1, "472"))
	{
		if (!mc_x12_days(mc_x12_value(&r->at, 3), &r->line.start, &r->line.end))
			return mc_x12_refuse_here(&r->at, MC_CLAIM_NO_DAY);
	}
	else if (r->place == MC_CLAIM_CLAIM && mc_x12_value_is(&r->at, 1, "434"))
	{
		if (!mc_x12_days(mc_x12_value(&r->at, 3), &claim->start, &claim->end))
			return mc_x12_refuse_here(&r->at, MC_CLAIM_NO_DAY);
		r->has_statement_dates = true;
	}
	else if (r->place == MC_CLAIM_CLAIM && mc_x12_value_is(&r->at, 1, "435"))
	{
		/* institutional claims give the hour too: CCYYMMDDHHMM */
		McX12Text day = mc_x12_value(&r->at, 3);

		if (day.length == 12)
			day.length = 8;
		if (!mc_x12_days(day, &first, &last))
			return mc_x12_refuse_here(&r->at, MC_CLAIM_NO_DAY);
		claim->admission = first;
	}
	return MC_X12_SEGMENT;
}

McX12Status
mc_claim_cl1(McClaimReader *r)
{
	McClaim *claim = &r->claim;

	return mc_x12_fits(&r->at, MC_X12_COPY(&r->at, 1, claim->admission_type) &&
								   MC_X12_COPY(&r->at, 2, claim->admission_source) &&
								   MC_X12_COPY(&r->at, 3, claim->discharge_status));
}

McX12Status
mc_claim_ref(McClaimReader *r)
{
	bool fits = true;

	if (r->place == MC_CLAIM_BILLING && mc_x12_value_is(&r->at, 1, "EI"))
		fits = MC_X12_COPY(&r->at, 2, r->parties.billing.tin);
	else if (r->place == MC_CLAIM_CLAIM && mc_x12_value_is(&r->at, 1, "F8"))
		fits = MC_X12_COPY(&r->at, 2, r->claim.original_claim_id);
	else if (r->place == MC_CLAIM_CLAIM && mc_x12_value_is(&r->at, 1, "G1"))
		fits = MC_X12_COPY(&r->at, 2, r->claim.prior_authorization);
	else if (r->place == MC_CLAIM_LINE && mc_x12_value_is(&r->at, 1, "6R"))
		fits = MC_X12_COPY(&r->at, 2, r->line.control_number);
	return mc_x12_fits(&r->at, fits);
}

/* Copy a code without its dot. */
static bool
CopyCode(McX12Text code, char *to)
{
	char *end;

	if (!mc_x12_copy(code, to, MC_X12_CODE_SIZE))
		return false;
	end = strchr(to, '.');
	if (end)
		memmove(end, end + 1, strlen(end));
	return true;
}

static McX12Status
ReadDiagnosis(McClaimReader *r, int i, McClaimCodeUse use, bool icd10)
{
	McClaimCode code = {.use = use, .icd10 = icd10};

	if (use == MC_CLAIM_PRINCIPAL && r->codes[use] > 0)
		return mc_x12_refuse_here(&r->at, "the claim has a second principal diagnosis");
	code.rank = ++r->codes[use] + (use == MC_CLAIM_OTHER);
	if (!CopyCode(mc_x12_part(&r->at, i, 2), code.code) ||
		!MC_X12_COPY_PART(&r->at, i, 9, code.present_on_admission))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	r->sink->diagnosis(r->sink->arg, &r->claim, &code);
	return MC_X12_SEGMENT;
}

static McX12Status
ReadProcedure(McClaimReader *r, int i, McClaimCodeUse use, bool icd10)
{
	McClaimCode code = {.use = use, .icd10 = icd10};

	code.rank = ++r->procedures;
	if (!CopyCode(mc_x12_part(&r->at, i, 2), code.code))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	if (mc_x12_part(&r->at, i, 4).length > 0 &&
		!mc_x12_day(mc_x12_part(&r->at, i, 4), &code.day))
		return mc_x12_refuse_here(&r->at, MC_CLAIM_NO_DAY);
	r->sink->procedure(r->sink->arg, &r->claim, &code);
	return MC_X12_SEGMENT;
}

McX12Status
mc_claim_hi(McClaimReader *r)
{
	static const struct
	{
		const char *qualifier;
		McX12Status (*read)(McClaimReader *, int, McClaimCodeUse, bool);
		McClaimCodeUse use;
		bool icd10;
	} codes[] = {
		{"ABK", ReadDiagnosis, MC_CLAIM_PRINCIPAL, true},
		{"ABF", ReadDiagnosis, MC_CLAIM_OTHER, true},
		{"ABJ", ReadDiagnosis, MC_CLAIM_ADMITTING, true},
		{"APR", ReadDiagnosis, MC_CLAIM_REASON, true},
		{"ABN", ReadDiagnosis, MC_CLAIM_EXTERNAL_CAUSE, true},
		{"BBR", ReadProcedure, MC_CLAIM_PRINCIPAL, true},
		{"BBQ", ReadProcedure, MC_CLAIM_OTHER, true},
		{"BK", ReadDiagnosis, MC_CLAIM_PRINCIPAL, false},
		{"BF", ReadDiagnosis, MC_CLAIM_OTHER, false},
		{"BJ", ReadDiagnosis, MC_CLAIM_ADMITTING, false},
		{"PR", ReadDiagnosis, MC_CLAIM_REASON, false},
		{"BN", ReadDiagnosis, MC_CLAIM_EXTERNAL_CAUSE, false},
		{"BR", ReadProcedure, MC_CLAIM_PRINCIPAL, false},
		{"BQ", ReadProcedure, MC_CLAIM_OTHER, false},
	};

	for (int i = 1; i <= r->at.segment.count; i++)
	{
		McX12Text qualifier = mc_x12_part(&r->at, i, 1);

		if (mc_x12_value(&r->at, i).length == 0)
			continue;
		if (mc_x12_part(&r->at, i, 2).length == 0)
			return mc_x12_refuse_here(&r->at, "a code is missing");
		if (mc_x12_is(qualifier, "DR") && !MC_X12_COPY_PART(&r->at, i, 2, r->claim.drg))
			return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
		for (size_t k = 0; k < sizeof(codes) / sizeof(codes[0]); k++)
			if (mc_x12_is(qualifier, codes[k].qualifier) &&
				codes[k].read(r, i, codes[k].use, codes[k].icd10) == MC_X12_BAD)
				return MC_X12_BAD;
	}
	return MC_X12_SEGMENT;
}

/* ---- line ---- */

McX12Status
mc_claim_lx(McClaimReader *r)
{
	uint32_t number;

	if (CloseLine(r) == MC_X12_BAD)
		return MC_X12_BAD;
	if (!mc_x12_count(mc_x12_value(&r->at, 1), &number) || number != ++r->lines)
		return mc_x12_refuse_here(&r->at,
								  "the lines of the claim are not numbered from 1 on");
	memset(&r->line, 0, sizeof(r->line));
	r->line.number = number;
	r->line.segment = r->at.segment.number;
	r->has_service = false;
	r->place = MC_CLAIM_LINE;
	return MC_X12_SEGMENT;
}

/* The composite of the procedure, the charge, the unit and how many of it */
static McX12Status
ReadService(McClaimReader *r, int procedure)
{
	McClaimLine *line = &r->line;

	if (r->has_service)
		return mc_x12_refuse_here(&r->at, "the line has a second service");
	r->has_service = true;
	line->units = MC_X12_ONE;
	if (!mc_x12_amount(mc_x12_value(&r->at, procedure + 1), &line->charge) ||
		(mc_x12_value(&r->at, procedure + 3).length > 0 &&
		 !mc_x12_amount(mc_x12_value(&r->at, procedure + 3), &line->units)))
		return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
	for (int i = 0; i < MC_CLAIM_MODIFIERS; i++)
		if (!MC_X12_COPY_PART(&r->at, procedure, i + 3, line->modifier[i]))
			return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	return mc_x12_fits(&r->at, MC_X12_COPY_PART(&r->at, procedure, 1, line->qualifier) &&
								   MC_X12_COPY_PART(&r->at, procedure, 2, line->code) &&
								   MC_X12_COPY(&r->at, procedure + 2, line->unit));
}

McX12Status
mc_claim_sv1(McClaimReader *r)
{
	McClaimLine *line = &r->line;

	if (r->claim.institutional)
		return mc_x12_refuse_here(&r->at,
								  "a professional service in an institutional claim");
	if (mc_x12_part(&r->at, 1, 2).length == 0)
		return mc_x12_refuse_here(&r->at, "the code of the service is missing");
	if (ReadService(r, 1) == MC_X12_BAD)
		return MC_X12_BAD;
	for (int i = 0; i < MC_CLAIM_POINTERS; i++)
		if (mc_x12_part(&r->at, 7, i + 1).length > 0 &&
			!mc_x12_count(mc_x12_part(&r->at, 7, i + 1), &line->pointer[i]))
			return mc_x12_refuse_here(&r->at, "a pointer to a diagnosis is no number");
	return mc_x12_fits(&r->at, MC_X12_COPY(&r->at, 5, line->place_of_service));
}

McX12Status
mc_claim_sv2(McClaimReader *r)
{
	if (!r->claim.institutional)
		return mc_x12_refuse_here(&r->at,
								  "an institutional service in a professional claim");
	if (mc_x12_value(&r->at, 1).length == 0 && mc_x12_value(&r->at, 2).length == 0)
		return mc_x12_refuse_here(&r->at, "the code of the service is missing");
	if (ReadService(r, 2) == MC_X12_BAD)
		return MC_X12_BAD;
	return mc_x12_fits(&r->at, MC_X12_COPY(&r->at, 1, r->line.revenue_code));
}

McX12Status
mc_claim_lin(McClaimReader *r)
{
	return mc_x12_fits(&r->at, !mc_x12_value_is(&r->at, 2, "N4") ||
								   MC_X12_COPY(&r->at, 3, r->line.ndc));
}
