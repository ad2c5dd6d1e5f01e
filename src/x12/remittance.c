/*
 * remittance.c
 *		Reader of health care claim payments: X12 835.
 *
 * A segment is looked up in a table that says in which loops it may stand.
 */
#include "x12/remittance_reader.h"

#include <string.h>

static void
GivePayment(McRemitReader *r)
{
	if (r->place == MC_REMIT_PAYEE)
		r->sink->payment(r->sink->arg, &r->payment);
}

/* ---- header ---- */

static McX12Status
ReadBpr(McRemitReader *r)
{
	McRemitPayment *payment = &r->payment;

	if (!mc_x12_amount(mc_x12_value(&r->at, 2), &payment->amount))
		return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
	if (!MC_X12_COPY(&r->at, 1, payment->handling) ||
		!MC_X12_COPY(&r->at, 3, payment->credit_debit) ||
		!MC_X12_COPY(&r->at, 4, payment->method))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	if (mc_x12_value(&r->at, 16).length > 0 &&
		!mc_x12_day(mc_x12_value(&r->at, 16), &payment->date))
		return mc_x12_refuse_here(&r->at, MC_REMIT_NO_DAY);
	r->place = MC_REMIT_TRACE;
	return MC_X12_SEGMENT;
}

static McX12Status
ReadTrn(McRemitReader *r)
{
	if (mc_x12_value(&r->at, 2).length == 0)
		return mc_x12_refuse_here(&r->at, "the trace number is missing");
	if (!MC_X12_COPY(&r->at, 2, r->payment.trace) ||
		!MC_X12_COPY(&r->at, 3, r->payment.originator))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	r->place = MC_REMIT_HEADER;
	return MC_X12_SEGMENT;
}

static McX12Status
ReadN1(McRemitReader *r)
{
	McRemitPayment *payment = &r->payment;

	if (r->place == MC_REMIT_HEADER && mc_x12_value_is(&r->at, 1, "PR"))
	{
		r->place = MC_REMIT_PAYER;
		return MC_X12_COPY(&r->at, 2, payment->payer) &&
					   MC_X12_COPY(&r->at, 4, payment->payer_id)
				   ? MC_X12_SEGMENT
				   : mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	}
	if (r->place == MC_REMIT_PAYER && mc_x12_value_is(&r->at, 1, "PE"))
	{
		r->place = MC_REMIT_PAYEE;
		return MC_X12_COPY(&r->at, 2, payment->payee) &&
					   MC_X12_COPY(&r->at, 3, payment->payee_id_qualifier) &&
					   MC_X12_COPY(&r->at, 4, payment->payee_id)
				   ? MC_X12_SEGMENT
				   : mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	}
	return mc_x12_refuse_here(&r->at,
							  "it is neither the payer nor, behind it, the payee");
}

static McX12Status
ReadLx(McRemitReader *r)
{
	if (r->place == MC_REMIT_BATCH)
		return mc_x12_refuse_here(&r->at, "the LX segment before it has no claim");
	GivePayment(r);
	if (mc_remit_close_claim(r) == MC_X12_BAD)
		return MC_X12_BAD;
	r->place = MC_REMIT_BATCH;
	return MC_X12_SEGMENT;
}

/* ---- summary ---- */

static McX12Status
ReadPlb(McRemitReader *r)
{
	if (r->place == MC_REMIT_BATCH)
		return mc_x12_refuse_here(&r->at, "the LX segment before it has no claim");
	GivePayment(r);
	if (mc_remit_close_claim(r) == MC_X12_BAD)
		return MC_X12_BAD;
	r->place = MC_REMIT_SUMMARY;
	if (r->at.segment.count < 4 || r->at.segment.count > 14)
		return mc_x12_refuse_here(&r->at, "it does not have one to six adjustments");
	for (int i = 3; i <= r->at.segment.count; i += 2)
	{
		McRemitProviderAdjustment a = {.number = 0};

		if (mc_x12_value(&r->at, i).length + mc_x12_value(&r->at, i + 1).length == 0)
			continue;
		if (mc_x12_part(&r->at, i, 1).length == 0)
			return mc_x12_refuse_here(&r->at, "a reason code is missing");
		if (!mc_x12_amount(mc_x12_value(&r->at, i + 1), &a.amount))
			return mc_x12_refuse_here(&r->at, MC_X12_NO_AMOUNT);
		if (!mc_x12_day(mc_x12_value(&r->at, 2), &a.fiscal_period))
			return mc_x12_refuse_here(&r->at, MC_REMIT_NO_DAY);
		if (!MC_X12_COPY(&r->at, 1, a.provider_id) ||
			!MC_X12_COPY_PART(&r->at, i, 1, a.reason) ||
			!MC_X12_COPY_PART(&r->at, i, 2, a.reference))
			return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
		if (!mc_x12_subtract(&r->paid, a.amount))
			return mc_x12_refuse_here(&r->at, MC_X12_TOO_LARGE);
		a.number = ++r->provider_adjustments;
		r->sink->provider_adjustment(r->sink->arg, &a);
	}
	return MC_X12_SEGMENT;
}

static McX12Status
Skip(McRemitReader *r)
{
	(void) r;
	return MC_X12_SEGMENT;
}

/* The most frequent ones first */
static const struct
{
	uint32_t id;
	int places;
	McRemitSegment read;
} segments[] = {
	{MC_X12_ID('C', 'A', 'S'), MC_REMIT_CLAIM | MC_REMIT_LINE, mc_remit_cas},
	{MC_X12_ID('S', 'V', 'C'), MC_REMIT_CLAIM | MC_REMIT_LINE, mc_remit_svc},
	{MC_X12_ID('D', 'T', 'M'), MC_REMIT_HEADER | MC_REMIT_CLAIM | MC_REMIT_LINE,
	 mc_remit_dtm},
	{MC_X12_ID('R', 'E', 'F'),
	 MC_REMIT_HEADER | MC_REMIT_PAYER | MC_REMIT_PAYEE | MC_REMIT_CLAIM | MC_REMIT_LINE,
	 mc_remit_ref},
	{MC_X12_ID('A', 'M', 'T'), MC_REMIT_CLAIM | MC_REMIT_LINE, mc_remit_amt},
	{MC_X12_ID('L', 'Q', 0), MC_REMIT_LINE, mc_remit_lq},
	{MC_X12_ID('N', 'M', '1'), MC_REMIT_CLAIM, mc_remit_nm1},
	{MC_X12_ID('C', 'L', 'P'), MC_REMIT_BATCH | MC_REMIT_CLAIM | MC_REMIT_LINE,
	 mc_remit_clp},
	{MC_X12_ID('M', 'O', 'A'), MC_REMIT_CLAIM, mc_remit_moa},
	{MC_X12_ID('M', 'I', 'A'), MC_REMIT_CLAIM, mc_remit_mia},
	{MC_X12_ID('Q', 'T', 'Y'), MC_REMIT_CLAIM | MC_REMIT_LINE, mc_remit_qty},
	{MC_X12_ID('P', 'E', 'R'), MC_REMIT_PAYER | MC_REMIT_CLAIM, Skip},
	{MC_X12_ID('P', 'L', 'B'),
	 MC_REMIT_PAYEE | MC_REMIT_BATCH | MC_REMIT_CLAIM | MC_REMIT_LINE | MC_REMIT_SUMMARY,
	 ReadPlb},
	{MC_X12_ID('L', 'X', 0),
	 MC_REMIT_PAYEE | MC_REMIT_BATCH | MC_REMIT_CLAIM | MC_REMIT_LINE, ReadLx},
	{MC_X12_ID('T', 'S', '3'), MC_REMIT_BATCH, Skip},
	{MC_X12_ID('T', 'S', '2'), MC_REMIT_BATCH, Skip},
	{MC_X12_ID('B', 'P', 'R'), MC_REMIT_START, ReadBpr},
	{MC_X12_ID('T', 'R', 'N'), MC_REMIT_TRACE, ReadTrn},
	{MC_X12_ID('C', 'U', 'R'), MC_REMIT_HEADER, Skip},
	{MC_X12_ID('N', '1', 0), MC_REMIT_HEADER | MC_REMIT_PAYER, ReadN1},
	{MC_X12_ID('N', '3', 0), MC_REMIT_PAYER | MC_REMIT_PAYEE, Skip},
	{MC_X12_ID('N', '4', 0), MC_REMIT_PAYER | MC_REMIT_PAYEE, Skip},
	{MC_X12_ID('R', 'D', 'M'), MC_REMIT_PAYEE, Skip},
};

static McX12Status
ReadOne(McRemitReader *r)
{
	for (size_t i = 0; i < sizeof(segments) / sizeof(segments[0]); i++)
		if (segments[i].id == r->at.segment.id)
			return segments[i].places & r->place
					   ? segments[i].read(r)
					   : mc_x12_refuse_here(&r->at, "the segment may not stand here");
	return mc_x12_refuse_here(&r->at, "the segment does not belong into a remittance");
}

static void
BeginTransaction(McRemitReader *r)
{
	memset(&r->payment, 0, sizeof(r->payment));
	r->payment.control = &r->at.envelope.control;
	r->paid = 0;
	r->claims = 0;
	r->provider_adjustments = 0;
	r->place = MC_REMIT_START;
}

static McX12Status
EndTransaction(McRemitReader *r)
{
	if (r->place < MC_REMIT_PAYEE)
		return mc_x12_refuse_here(
			&r->at, "the payment before it has no BPR, TRN, payer and payee");
	if (r->place == MC_REMIT_BATCH)
		return mc_x12_refuse_here(&r->at, "the LX segment before it has no claim");
	GivePayment(r);
	if (mc_remit_close_claim(r) == MC_X12_BAD)
		return MC_X12_BAD;
	if (r->paid != r->payment.amount)
		return mc_x12_refuse_here(
			&r->at, "the payment does not balance: claims less provider adjustments "
					"(PLB) are not the amount of BPR02");
	return MC_X12_SEGMENT;
}

uint64_t
mc_remit_read(const McHost *host, McX12Source source, const McRemitSink *sink,
			  McX12Problem *problem)
{
	static const McX12Kind kind = {"HP", "835"};
	McRemitReader *r = mc_alloc(host, sizeof(*r));
	McX12Status status;

	memset(r, 0, sizeof(*r));
	r->sink = sink;
	mc_x12_open(&r->at.envelope, host, source, &kind);
	do
	{
		status = mc_x12_envelope_next(&r->at.envelope, &r->at.segment);
		if (status == MC_X12_TRANSACTION)
			BeginTransaction(r);
		else if (status == MC_X12_SEGMENT)
			status = ReadOne(r);
		else if (status == MC_X12_TRANSACTION_END)
			status = EndTransaction(r);
	} while (status != MC_X12_END && status != MC_X12_BAD);
	*problem = r->at.envelope.reader.problem;
	return status == MC_X12_END ? r->at.envelope.reader.number : 0;
}
