/*
 * claim_reader.h
 *		What the reader of claims holds while it reads.
 *
 * Private to claim.c, which has the hierarchy above claims and the order of segments,
 * and claim_line.c, which has claims and lines.
 */
#ifndef MC_X12_CLAIM_READER_H
#define MC_X12_CLAIM_READER_H

#include "x12/claim.h"
#include "x12/cursor.h"

typedef enum McClaimPlace
{
	MC_CLAIM_START = 1,        /* ST was read: BHT comes */
	MC_CLAIM_HEADER = 2,       /* loops 1000 */
	MC_CLAIM_BILLING = 4,      /* loop 2000A */
	MC_CLAIM_SUBSCRIBER = 8,   /* loop 2000B */
	MC_CLAIM_PATIENT = 16,     /* loop 2000C */
	MC_CLAIM_CLAIM = 32,       /* loops 2300, 2310 */
	MC_CLAIM_OTHER_PAYER = 64, /* loops 2320, 2330 */
	MC_CLAIM_LINE = 128,       /* loops 2400 to 2440 */
} McClaimPlace;

#define MC_CLAIM_INSIDE (MC_CLAIM_CLAIM | MC_CLAIM_OTHER_PAYER | MC_CLAIM_LINE)

typedef struct McClaimReader
{
	McX12Cursor at;
	const McClaimSink *sink;
	McClaimPlace place;

	McClaimSubmission submission;
	McClaimParties parties;
	uint32_t levels; /* HL segments */
	uint32_t billing_level;
	uint32_t subscriber_level;
	uint32_t claims;

	McClaim claim;
	McX12Amount line_charge; /* of all lines */
	uint32_t lines;
	uint32_t codes[MC_CLAIM_USES]; /* of each use */
	uint32_t procedures;
	bool has_statement_dates;

	McClaimLine line;
	bool has_service; /* has the line its SV1 or SV2? */
} McClaimReader;

typedef McX12Status (*McClaimSegment)(McClaimReader *);

#define MC_CLAIM_NO_DAY "a date is not a day or two of the form CCYYMMDD"

/* The claim that is open, if one is, ends: check it and give it to the sink. */
extern McX12Status mc_claim_close(McClaimReader *r);

/* Readers of segments of claims and lines */
extern McX12Status mc_claim_clm(McClaimReader *r);
extern McX12Status mc_claim_dtp(McClaimReader *r);
extern McX12Status mc_claim_cl1(McClaimReader *r);
extern McX12Status mc_claim_ref(McClaimReader *r);
extern McX12Status mc_claim_hi(McClaimReader *r);
extern McX12Status mc_claim_lx(McClaimReader *r);
extern McX12Status mc_claim_sv1(McClaimReader *r);
extern McX12Status mc_claim_sv2(McClaimReader *r);
extern McX12Status mc_claim_lin(McClaimReader *r);

#endif /* MC_X12_CLAIM_READER_H */
