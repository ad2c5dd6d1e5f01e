/*
 * remittance_reader.h
 *		What the reader of remittances holds while it reads.
 *
 * Private to remittance.c, which has the payment and the order of segments, and
 * remittance_claim.c, which has claims and lines.
 */
#ifndef MC_X12_REMITTANCE_READER_H
#define MC_X12_REMITTANCE_READER_H

#include "x12/cursor.h"
#include "x12/remittance.h"

typedef enum McRemitPlace
{
	MC_REMIT_START = 1,     /* ST was read: BPR comes */
	MC_REMIT_TRACE = 2,     /* BPR was read: TRN comes */
	MC_REMIT_HEADER = 4,    /* before the payer */
	MC_REMIT_PAYER = 8,     /* loop 1000A */
	MC_REMIT_PAYEE = 16,    /* loop 1000B */
	MC_REMIT_BATCH = 32,    /* loop 2000, before its first claim */
	MC_REMIT_CLAIM = 64,    /* loop 2100 */
	MC_REMIT_LINE = 128,    /* loop 2110 */
	MC_REMIT_SUMMARY = 256, /* PLB was read */
} McRemitPlace;

/* The adjustments of the claim or line that is open */
typedef struct McRemitAdjustments
{
	int count;
	McX12Amount sum;
	McRemitAdjustment list[MC_REMIT_ADJUSTMENTS];
} McRemitAdjustments;

typedef struct McRemitReader
{
	McX12Cursor at;
	const McRemitSink *sink;
	McRemitPlace place;
	bool claim_given; /* has the sink the open claim? */

	McRemitPayment payment;
	McX12Amount paid; /* by claims, less what PLB takes */
	uint32_t claims;
	uint32_t provider_adjustments;

	McRemitClaim claim;
	McX12Amount claim_adjusted; /* by the claim and its lines */
	McX12Amount line_charge;    /* of all lines */
	uint32_t lines;

	McRemitLine line;
	McRemitAdjustments adjustments;
} McRemitReader;

typedef McX12Status (*McRemitSegment)(McRemitReader *);

#define MC_REMIT_NO_DAY "a date is not a day of the form CCYYMMDD"

/*
 * The claim that is open ends: hold it against its lines and adjustments, and give
 * the sink what it has not got yet.
 */
extern McX12Status mc_remit_close_claim(McRemitReader *r);

/* Readers of segments of claims and lines */
extern McX12Status mc_remit_clp(McRemitReader *r);
extern McX12Status mc_remit_cas(McRemitReader *r);
extern McX12Status mc_remit_nm1(McRemitReader *r);
extern McX12Status mc_remit_mia(McRemitReader *r);
extern McX12Status mc_remit_moa(McRemitReader *r);
extern McX12Status mc_remit_svc(McRemitReader *r);
extern McX12Status mc_remit_dtm(McRemitReader *r);
extern McX12Status mc_remit_ref(McRemitReader *r);
extern McX12Status mc_remit_amt(McRemitReader *r);
extern McX12Status mc_remit_qty(McRemitReader *r);
extern McX12Status mc_remit_lq(McRemitReader *r);

#endif /* MC_X12_REMITTANCE_READER_H */
