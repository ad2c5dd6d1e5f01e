/*
 * envelope.h
 *		The envelopes of X12: interchange (ISA, IEA), group (GS, GE), transaction (ST, SE).
 *
 * Control numbers and counts at the end of each envelope are held against its
 * beginning, so that a stream that is cut or pieced together wrongly is refused.
 */
#ifndef MC_X12_ENVELOPE_H
#define MC_X12_ENVELOPE_H

#include "x12/segment.h"
#include "x12/value.h"

/* What transactions are wanted */
typedef struct McX12Kind
{
	const char *group;       /* GS01: HP, HC */
	const char *transaction; /* ST01: 835, 837 */
} McX12Kind;

/* Control numbers, which tell one transaction of a sender from all others */
typedef struct McX12Control
{
	char sender[MC_X12_NAME_SIZE];
	char receiver[MC_X12_NAME_SIZE];
	char date[MC_X12_CODE_SIZE]; /* ISA09 and ISA10: YYMMDDHHMM */
	char interchange[MC_X12_CODE_SIZE];
	char group[MC_X12_CODE_SIZE];
	char transaction[MC_X12_CODE_SIZE];
	char version[MC_X12_CODE_SIZE]; /* of the guide: 005010X221A1 */
	bool test;                      /* ISA15: not meant for production */
} McX12Control;

typedef struct McX12Envelope
{
	McX12Reader reader;
	McX12Control control;
	uint32_t transactions; /* read so far */

	/* private */
	const McX12Kind *kind;
	int depth; /* 0: between interchanges; 1, 2, 3: within ISA, GS, ST */
	uint32_t groups;
	uint32_t group_transactions;
	uint64_t first; /* segment number of ST */
} McX12Envelope;

extern void mc_x12_open(McX12Envelope *envelope, const McHost *host, McX12Source source,
						const McX12Kind *kind);

/*
 * Read the next segment of a transaction, its first (MC_X12_TRANSACTION: ST, control
 * is set) or its last one.  MC_X12_END: all envelopes are closed and there was at least
 * one transaction.
 */
extern McX12Status mc_x12_envelope_next(McX12Envelope *envelope, McX12Segment *segment);

#endif /* MC_X12_ENVELOPE_H */
