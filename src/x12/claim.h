/*
 * claim.h
 *		Reader of claims: X12 837 professional (guide 005010X222) and institutional
 *		(005010X223).
 *
 * What was billed, as rows: submissions, claims, lines, diagnoses, procedures.  The
 * charges of the lines have to add up to that of the claim.  What other payers have
 * paid before (loops 2320, 2430) is read over: docs/remittances.md.
 */
#ifndef MC_X12_CLAIM_H
#define MC_X12_CLAIM_H

#include "x12/envelope.h"

#define MC_CLAIM_MODIFIERS 4
#define MC_CLAIM_POINTERS  4

/* A transaction */
typedef struct McClaimSubmission
{
	const McX12Control *control;
	bool institutional;
	char reference[MC_X12_NAME_SIZE]; /* BHT03 */
	McDay date;                       /* BHT04 */
	char purpose[MC_X12_CODE_SIZE];   /* BHT06: CH charged, RP reporting (encounters) */
} McClaimSubmission;

/* Who bills, for whom, to whom: the hierarchy above a claim */
typedef struct McClaimParties
{
	struct
	{
		char npi[MC_X12_CODE_SIZE];
		char tin[MC_X12_CODE_SIZE];
		char taxonomy[MC_X12_CODE_SIZE];
	} billing;
	struct
	{
		char responsibility[MC_X12_CODE_SIZE]; /* SBR01: P, S, T */
		char filing_indicator[MC_X12_CODE_SIZE];
		char member_id[MC_X12_NAME_SIZE];
		char payer[MC_X12_NAME_SIZE];
		char payer_id[MC_X12_NAME_SIZE];
	} subscriber;
	struct
	{
		char
			relationship[MC_X12_CODE_SIZE]; /* to the subscriber; 18 is the same person */
		char last_name[MC_X12_NAME_SIZE];   /* only if names are kept */
		char first_name[MC_X12_NAME_SIZE];
		McDay birth;
		char sex[MC_X12_CODE_SIZE];
	} patient;
} McClaimParties;

typedef struct McClaim
{
	uint32_t number; /* in the transaction, from 1 */
	uint64_t segment;
	bool institutional;
	const McClaimParties *parties;
	char claim_id[MC_X12_NAME_SIZE]; /* CLM01 */
	McX12Amount charge;
	char facility[MC_X12_CODE_SIZE];  /* CLM05-1: place of service, or of the bill type */
	char frequency[MC_X12_CODE_SIZE]; /* CLM05-3 */
	char original_claim_id[MC_X12_NAME_SIZE];   /* REF*F8 */
	char prior_authorization[MC_X12_NAME_SIZE]; /* REF*G1 */
	char admission_type[MC_X12_CODE_SIZE];
	char admission_source[MC_X12_CODE_SIZE];
	char discharge_status[MC_X12_CODE_SIZE];
	char drg[MC_X12_CODE_SIZE];
	char rendering_npi[MC_X12_CODE_SIZE];
	char attending_npi[MC_X12_CODE_SIZE];
	char operating_npi[MC_X12_CODE_SIZE];
	char referring_npi[MC_X12_CODE_SIZE];
	char facility_npi[MC_X12_CODE_SIZE];
	McDay start; /* DTP*434; else the first and the last day of the lines */
	McDay end;
	McDay admission; /* DTP*435 */
} McClaim;

typedef struct McClaimLine
{
	uint32_t number; /* LX01 */
	uint64_t segment;
	char control_number[MC_X12_NAME_SIZE]; /* REF*6R */
	char qualifier[MC_X12_CODE_SIZE];
	char code[MC_X12_NAME_SIZE];
	char modifier[MC_CLAIM_MODIFIERS][MC_X12_CODE_SIZE];
	char revenue_code[MC_X12_CODE_SIZE];
	McX12Amount charge;
	McX12Amount units;
	char unit[MC_X12_CODE_SIZE]; /* UN units, MJ minutes, DA days */
	char place_of_service[MC_X12_CODE_SIZE];
	uint32_t pointer[MC_CLAIM_POINTERS]; /* to diagnoses, by rank; 0: none */
	char ndc[MC_X12_CODE_SIZE];          /* LIN03, of LIN02 N4 */
	char rendering_npi[MC_X12_CODE_SIZE];
	McDay start; /* DTP*472 */
	McDay end;
} McClaimLine;

typedef enum McClaimCodeUse
{
	MC_CLAIM_PRINCIPAL,
	MC_CLAIM_OTHER,
	MC_CLAIM_ADMITTING,
	MC_CLAIM_REASON, /* patient's reason for the visit */
	MC_CLAIM_EXTERNAL_CAUSE,
	MC_CLAIM_USES
} McClaimCodeUse;

/* A code of HI */
typedef struct McClaimCode
{
	McClaimCodeUse use;
	/* of diagnoses by what pointers mean: principal 1, others from 2; else in the use */
	uint32_t rank;
	bool icd10;
	char code[MC_X12_CODE_SIZE];                 /* without dot */
	char present_on_admission[MC_X12_CODE_SIZE]; /* of diagnoses */
	McDay day;                                   /* of procedures */
} McClaimCode;

/*
 * Where the rows go.  A submission comes before its claims, a claim behind its
 * lines, diagnoses and procedures, which are thrown away after MC_X12_BAD.  These may
 * leave by longjmp.
 */
typedef struct McClaimSink
{
	void (*submission)(void *arg, const McClaimSubmission *submission);
	void (*claim)(void *arg, const McClaim *claim);
	void (*line)(void *arg, const McClaim *claim, const McClaimLine *line);
	void (*diagnosis)(void *arg, const McClaim *claim, const McClaimCode *code);
	void (*procedure)(void *arg, const McClaim *claim, const McClaimCode *code);
	void *arg;
	bool keep_names; /* names of patients too */
} McClaimSink;

/*
 * Read a stream to its end.  Returns the number of segments, or 0 if the stream is
 * refused; then *problem says why.
 */
extern uint64_t mc_claim_read(const McHost *host, McX12Source source,
							  const McClaimSink *sink, McX12Problem *problem);

#endif /* MC_X12_CLAIM_H */
