/*
 * claim.c
 *		Reader of claims: X12 837 professional and institutional.
 *
 * A segment is looked up in a table that says in which loops it may stand.  HL
 * segments open billing provider, subscriber and patient; CLM a claim, SBR behind it
 * another payer, LX a line.
 */
#include "x12/claim_reader.h"

#include <string.h>

#define PARTIES  (MC_CLAIM_BILLING | MC_CLAIM_SUBSCRIBER | MC_CLAIM_PATIENT)
#define ANYWHERE (MC_CLAIM_HEADER | PARTIES | MC_CLAIM_INSIDE)

/* ---- header and hierarchy ---- */

static McX12Status
ReadBht(McClaimReader *r)
{
	McClaimSubmission *submission = &r->submission;

	if (!MC_X12_COPY(&r->at, 3, submission->reference) ||
		!MC_X12_COPY(&r->at, 6, submission->purpose))
		return mc_x12_refuse_here(&r->at, MC_X12_TOO_LONG);
	if (mc_x12_value(&r->at, 4).length > 0 &&
		!mc_x12_day(mc_x12_value(&r->at, 4), &submission->date))
		return mc_x12_refuse_here(&r->at, MC_CLAIM_NO_DAY);
	r->sink->submission(r->sink->arg, submission);
	r->place = MC_CLAIM_HEADER;
	return MC_X12_SEGMENT;
}

static McX12Status
ReadHl(McClaimReader *r)
{
	static const char no_parent[] = "the level above it is not the one before it";
	McClaimParties *parties = &r->parties;
	uint32_t number;
	uint32_t parent = 0;

	if (mc_claim_close(r) == MC_X12_BAD)
		return MC_X12_BAD;
	if (!mc_x12_count(mc_x12_value(&r->at, 1), &number) || number != ++r->levels)
		return mc_x12_refuse_here(&r->at, "the levels are not numbered from 1 on");
	if (mc_x12_value(&r->at, 2).length > 0 &&
		!mc_x12_count(mc_x12_value(&r->at, 2), &parent))
		return mc_x12_refuse_here(&r->at, no_parent);
	memset(&parties->patient, 0, sizeof(parties->patient));
	if (mc_x12_value_is(&r->at, 3, "20") && parent == 0)
	{
		memset(parties, 0, sizeof(*parties));
		r->billing_level = number;
		r->subscriber_level = 0;
		r->place = MC_CLAIM_BILLING;
	}
	else if (mc_x12_value_is(&r->at, 3, "22") && r->billing_level > 0 &&
			 parent == r->billing_level)
	{
		memset(&parties->subscriber, 0, sizeof(parties->subscriber));
		r->subscriber_level = number;
		r->place = MC_CLAIM_SUBSCRIBER;
	}
	else if (mc_x12_value_is(&r->at, 3, "23") && r->subscriber_level > 0 &&
			 parent == r->subscriber_level)
		r->place = MC_CLAIM_PATIENT;
	else
		return mc_x12_refuse_here(&r->at, no_parent);
	return MC_X12_SEGMENT;
}

static McX12Status
ReadSbr(McClaimReader *r)
{
	McClaimParties *parties = &r->parties;

	if (r->place == MC_CLAIM_SUBSCRIBER)
		return mc_x12_fits(
			&r->at, MC_X12_COPY(&r->at, 1, parties->subscriber.responsibility) &&
						MC_X12_COPY(&r->at, 2, parties->patient.relationship) &&
						MC_X12_COPY(&r->at, 9, parties->subscriber.filing_indicator));
	r->place = MC_CLAIM_OTHER_PAYER;
	return MC_X12_SEGMENT;
}

static McX12Status
ReadPat(McClaimReader *r)
{
	return mc_x12_fits(&r->at,
					   r->place != MC_CLAIM_PATIENT ||
						   MC_X12_COPY(&r->at, 1, r->parties.patient.relationship));
}

static McX12Status
ReadDmg(McClaimReader *r)
{
	McClaimParties *parties = &r->parties;

	if (!(r->place & (MC_CLAIM_SUBSCRIBER | MC_CLAIM_PATIENT)))
		return MC_X12_SEGMENT;
	if (mc_x12_value(&r->at, 2).length > 0 &&
		!mc_x12_day(mc_x12_value(&r->at, 2), &parties->patient.birth))
		return mc_x12_refuse_here(&r->at, MC_CLAIM_NO_DAY);
	return mc_x12_fits(&r->at, MC_X12_COPY(&r->at, 3, parties->patient.sex));
}

static McX12Status
ReadPrv(McClaimReader *r)
{
	return mc_x12_fits(&r->at, r->place != MC_CLAIM_BILLING ||
								   MC_X12_COPY(&r->at, 3, r->parties.billing.taxonomy));
}

/* Copy the NPI of a provider, if it is one. */
static bool
mc_claim_copy_npi(const McClaimReader *r, char *to)
{
	return !mc_x12_value_is(&r->at, 8, "XX") ||
		   mc_x12_copy(mc_x12_value(&r->at, 9), to, MC_X12_CODE_SIZE);
}

static bool
CopyNames(McClaimReader *r)
{
	McClaimParties *parties = &r->parties;

	return !r->sink->keep_names || (MC_X12_COPY(&r->at, 3, parties->patient.last_name) &&
									MC_X12_COPY(&r->at, 4, parties->patient.first_name));
}

static McX12Status
ReadNm1(McClaimReader *r)
{
	McClaimParties *parties = &r->parties;
	McClaim *claim = &r->claim;
	bool fits = true;

	if (r->place == MC_CLAIM_BILLING && mc_x12_value_is(&r->at, 1, "85"))
		fits = mc_claim_copy_npi(r, parties->billing.npi);
	else if (r->place == MC_CLAIM_SUBSCRIBER && mc_x12_value_is(&r->at, 1, "IL"))
		/* the patient too, unless a level of the patient follows */
		fits = MC_X12_COPY(&r->at, 9, parties->subscriber.member_id) && CopyNames(r);
	else if (r->place == MC_CLAIM_SUBSCRIBER && mc_x12_value_is(&r->at, 1, "PR"))
		fits = MC_X12_COPY(&r->at, 3, parties->subscriber.payer) &&
			   MC_X12_COPY(&r->at, 9, parties->subscriber.payer_id);
	else if (r->place == MC_CLAIM_PATIENT && mc_x12_value_is(&r->at, 1, "QC"))
		fits = CopyNames(r);
	else if (r->place == MC_CLAIM_LINE && mc_x12_value_is(&r->at, 1, "82"))
		fits = mc_claim_copy_npi(r, r->line.rendering_npi);
	else if (r->place == MC_CLAIM_CLAIM)
		fits =
			mc_x12_value_is(&r->at, 1, "82") ? mc_claim_copy_npi(r, claim->rendering_npi)
			: mc_x12_value_is(&r->at, 1, "71")
				? mc_claim_copy_npi(r, claim->attending_npi)
			: mc_x12_value_is(&r->at, 1, "72")
				? mc_claim_copy_npi(r, claim->operating_npi)
			: mc_x12_value_is(&r->at, 1, "DN")
				? mc_claim_copy_npi(r, claim->referring_npi)
			: mc_x12_value_is(&r->at, 1, "77") ? mc_claim_copy_npi(r, claim->facility_npi)
											   : true;
	return mc_x12_fits(&r->at, fits);
}

static McX12Status
Skip(McClaimReader *r)
{
	(void) r;
	return MC_X12_SEGMENT;
}

static const struct
{
	uint32_t id;
	int places;
	McClaimSegment read;
} segments[] = {
	{MC_X12_ID('L', 'X', 0), MC_CLAIM_INSIDE, mc_claim_lx},
	{MC_X12_ID('S', 'V', '1'), MC_CLAIM_LINE, mc_claim_sv1},
	{MC_X12_ID('S', 'V', '2'), MC_CLAIM_LINE, mc_claim_sv2},
	{MC_X12_ID('D', 'T', 'P'), MC_CLAIM_INSIDE, mc_claim_dtp},
	{MC_X12_ID('R', 'E', 'F'), PARTIES | MC_CLAIM_INSIDE, mc_claim_ref},
	{MC_X12_ID('N', 'M', '1'), ANYWHERE, ReadNm1},
	{MC_X12_ID('H', 'L', 0), ANYWHERE, ReadHl},
	{MC_X12_ID('C', 'L', 'M'), MC_CLAIM_SUBSCRIBER | MC_CLAIM_PATIENT | MC_CLAIM_INSIDE,
	 mc_claim_clm},
	{MC_X12_ID('H', 'I', 0), MC_CLAIM_CLAIM, mc_claim_hi},
	{MC_X12_ID('S', 'B', 'R'),
	 MC_CLAIM_SUBSCRIBER | MC_CLAIM_CLAIM | MC_CLAIM_OTHER_PAYER, ReadSbr},
	{MC_X12_ID('D', 'M', 'G'),
	 MC_CLAIM_SUBSCRIBER | MC_CLAIM_PATIENT | MC_CLAIM_OTHER_PAYER, ReadDmg},
	{MC_X12_ID('P', 'A', 'T'), MC_CLAIM_SUBSCRIBER | MC_CLAIM_PATIENT, ReadPat},
	{MC_X12_ID('P', 'R', 'V'), MC_CLAIM_BILLING | MC_CLAIM_CLAIM | MC_CLAIM_LINE,
	 ReadPrv},
	{MC_X12_ID('C', 'L', '1'), MC_CLAIM_CLAIM, mc_claim_cl1},
	{MC_X12_ID('L', 'I', 'N'), MC_CLAIM_LINE, mc_claim_lin},
	{MC_X12_ID('B', 'H', 'T'), MC_CLAIM_START, ReadBht},
	{MC_X12_ID('N', '3', 0), PARTIES | MC_CLAIM_INSIDE, Skip},
	{MC_X12_ID('N', '4', 0), PARTIES | MC_CLAIM_INSIDE, Skip},
	{MC_X12_ID('P', 'E', 'R'), ANYWHERE, Skip},
	{MC_X12_ID('C', 'U', 'R'), MC_CLAIM_BILLING, Skip},
	{MC_X12_ID('P', 'W', 'K'), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('C', 'N', '1'), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('A', 'M', 'T'), MC_CLAIM_INSIDE, Skip},
	{MC_X12_ID('K', '3', 0), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('N', 'T', 'E'), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('C', 'R', '1'), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('C', 'R', '2'), MC_CLAIM_CLAIM, Skip},
	{MC_X12_ID('C', 'R', '3'), MC_CLAIM_LINE, Skip},
	{MC_X12_ID('C', 'R', 'C'), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('H', 'C', 'P'), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('Q', 'T', 'Y'), MC_CLAIM_CLAIM | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('C', 'A', 'S'), MC_CLAIM_OTHER_PAYER | MC_CLAIM_LINE, Skip},
	{MC_X12_ID('O', 'I', 0), MC_CLAIM_OTHER_PAYER, Skip},
	{MC_X12_ID('M', 'I', 'A'), MC_CLAIM_OTHER_PAYER, Skip},
	{MC_X12_ID('M', 'O', 'A'), MC_CLAIM_OTHER_PAYER, Skip},
	{MC_X12_ID('S', 'V', '5'), MC_CLAIM_LINE, Skip},
	{MC_X12_ID('M', 'E', 'A'), MC_CLAIM_LINE, Skip},
	{MC_X12_ID('P', 'S', '1'), MC_CLAIM_LINE, Skip},
	{MC_X12_ID('C', 'T', 'P'), MC_CLAIM_LINE, Skip},
	{MC_X12_ID('S', 'V', 'D'), MC_CLAIM_LINE, Skip},
	{MC_X12_ID('L', 'Q', 0), MC_CLAIM_LINE, Skip},
	{MC_X12_ID('F', 'R', 'M'), MC_CLAIM_LINE, Skip},
};

static McX12Status
ReadOne(McClaimReader *r)
{
	for (size_t i = 0; i < sizeof(segments) / sizeof(segments[0]); i++)
		if (segments[i].id == r->at.segment.id)
			return segments[i].places & r->place
					   ? segments[i].read(r)
					   : mc_x12_refuse_here(&r->at, "the segment may not stand here");
	return mc_x12_refuse_here(&r->at, "the segment does not belong into a claim");
}

static McX12Status
BeginTransaction(McClaimReader *r)
{
	const char *version = r->at.envelope.control.version;

	memset(&r->submission, 0, sizeof(r->submission));
	r->submission.control = &r->at.envelope.control;
	r->submission.institutional = strncmp(version, "005010X223", 10) == 0;
	if (!r->submission.institutional && strncmp(version, "005010X222", 10) != 0)
		return mc_x12_refuse_here(&r->at,
								  "the claims are neither professional (005010X222) nor "
								  "institutional (005010X223)");
	memset(&r->parties, 0, sizeof(r->parties));
	r->levels = 0;
	r->billing_level = 0;
	r->subscriber_level = 0;
	r->claims = 0;
	r->place = MC_CLAIM_START;
	return MC_X12_SEGMENT;
}

static McX12Status
EndTransaction(McClaimReader *r)
{
	if (mc_claim_close(r) == MC_X12_BAD)
		return MC_X12_BAD;
	return r->claims > 0
			   ? MC_X12_SEGMENT
			   : mc_x12_refuse_here(&r->at, "the transaction before it has no claim");
}

uint64_t
mc_claim_read(const McHost *host, McX12Source source, const McClaimSink *sink,
			  McX12Problem *problem)
{
	static const McX12Kind kind = {"HC", "837"};
	McClaimReader *r = mc_alloc(host, sizeof(*r));
	McX12Status status;

	memset(r, 0, sizeof(*r));
	r->sink = sink;
	mc_x12_open(&r->at.envelope, host, source, &kind);
	do
	{
		status = mc_x12_envelope_next(&r->at.envelope, &r->at.segment);
		if (status == MC_X12_TRANSACTION)
			status = BeginTransaction(r);
		else if (status == MC_X12_SEGMENT)
			status = ReadOne(r);
		else if (status == MC_X12_TRANSACTION_END)
			status = EndTransaction(r);
	} while (status != MC_X12_END && status != MC_X12_BAD);
	*problem = r->at.envelope.reader.problem;
	return status == MC_X12_END ? r->at.envelope.reader.number : 0;
}
