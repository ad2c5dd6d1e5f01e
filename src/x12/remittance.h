/*
 * remittance.h
 *		Reader of health care claim payments: X12 835, guide 005010X221.
 *
 * What a payer pays and why it pays less, as rows: payments, claims, lines,
 * adjustments.  The structure is that of the guide; each line, claim and payment has
 * to balance: docs/remittances.md.
 */
#ifndef MC_X12_REMITTANCE_H
#define MC_X12_REMITTANCE_H

#include "x12/envelope.h"

/* Adjustments of one claim or one line: 99 CAS segments of six each */
#define MC_REMIT_ADJUSTMENTS 594

/* Bytes of the remark codes of a claim or line, with blanks between: 99 and more */
#define MC_REMIT_REMARKS 1100

#define MC_REMIT_MODIFIERS 4

/* A transaction: one payment */
typedef struct McRemitPayment
{
	const McX12Control *control;
	char handling[MC_X12_CODE_SIZE]; /* BPR01 */
	McX12Amount amount;              /* BPR02 */
	char credit_debit[MC_X12_CODE_SIZE];
	char method[MC_X12_CODE_SIZE]; /* BPR04: ACH, CHK, NON */
	McDay date;                    /* BPR16: year 0 if it is missing */
	char trace[MC_X12_NAME_SIZE];  /* TRN02 */
	char originator[MC_X12_NAME_SIZE];
	McDay production_date; /* DTM*405 */
	char payer[MC_X12_NAME_SIZE];
	char payer_id[MC_X12_NAME_SIZE];
	char payee[MC_X12_NAME_SIZE];
	char payee_id_qualifier[MC_X12_CODE_SIZE];
	char payee_id[MC_X12_NAME_SIZE];
} McRemitPayment;

/* What a claim and a line have in common */
typedef struct McRemitAdjustment
{
	char group[3];
	char reason[6];
	McX12Amount amount;
	McX12Amount quantity;
	bool has_quantity;
} McRemitAdjustment;

typedef struct McRemitClaim
{
	uint32_t number; /* in the payment, from 1 */
	uint64_t segment;
	char claim_id[MC_X12_NAME_SIZE]; /* CLP01 */
	char status[MC_X12_CODE_SIZE];
	McX12Amount charge;
	McX12Amount paid;
	McX12Amount patient_responsibility;
	bool has_patient_responsibility;
	char filing_indicator[MC_X12_CODE_SIZE];
	char payer_claim_id[MC_X12_NAME_SIZE];
	char facility_type[MC_X12_CODE_SIZE];
	char frequency[MC_X12_CODE_SIZE];
	char drg[MC_X12_CODE_SIZE];
	char original_claim_id[MC_X12_NAME_SIZE]; /* REF*F8 */
	char member_id[MC_X12_NAME_SIZE];         /* NM1*IL, else NM1*QC */
	char corrected_member_id[MC_X12_NAME_SIZE];
	char last_name[MC_X12_NAME_SIZE]; /* NM1*QC, only if names are kept */
	char first_name[MC_X12_NAME_SIZE];
	char rendering_npi[MC_X12_CODE_SIZE];
	McDay start;    /* DTM*232 */
	McDay end;      /* DTM*233 */
	McDay received; /* DTM*050 */
	char remarks[MC_REMIT_REMARKS];
} McRemitClaim;

typedef struct McRemitLine
{
	uint32_t number; /* in the claim, from 1 */
	uint64_t segment;
	char control_number[MC_X12_NAME_SIZE]; /* REF*6R */
	char qualifier[MC_X12_CODE_SIZE];
	char code[MC_X12_NAME_SIZE];
	char modifier[MC_REMIT_MODIFIERS][MC_X12_CODE_SIZE];
	char revenue_code[MC_X12_CODE_SIZE];
	McX12Amount charge;
	McX12Amount paid;
	McX12Amount units; /* SVC05; 1 if it is missing */
	char submitted_code[MC_X12_NAME_SIZE];
	McX12Amount submitted_units; /* SVC07; those paid if it is missing */
	McX12Amount allowed;         /* AMT*B6 */
	bool has_allowed;
	McDay start; /* DTM*472, or 150 and 151 */
	McDay end;
	char remarks[MC_REMIT_REMARKS];
} McRemitLine;

/* REF, AMT, QTY of a claim or, if line is not 0, of a line */
typedef struct McRemitDetail
{
	uint32_t claim;
	uint32_t line;
	const char *segment; /* REF, AMT, QTY, LQ */
	char qualifier[MC_X12_CODE_SIZE];
	char reference[MC_X12_NAME_SIZE];
	McX12Amount amount; /* of AMT and QTY */
} McRemitDetail;

/* PLB: what the payer adds or takes that is no claim of this payment */
typedef struct McRemitProviderAdjustment
{
	uint32_t number; /* in the payment, from 1 */
	char provider_id[MC_X12_NAME_SIZE];
	McDay fiscal_period;
	char reason[MC_X12_CODE_SIZE];
	char reference[MC_X12_NAME_SIZE];
	McX12Amount amount; /* positive: lowers the payment */
} McRemitProviderAdjustment;

/*
 * Where the rows go.  A payment comes before its claims, a claim before its
 * adjustments and lines, but its details before it.  Rows come before it is known
 * whether all is right: whoever takes them throws them away after MC_X12_BAD.
 * These may leave by longjmp.
 */
typedef struct McRemitSink
{
	void (*payment)(void *arg, const McRemitPayment *payment);
	void (*claim)(void *arg, const McRemitClaim *claim);
	void (*line)(void *arg, const McRemitClaim *claim, const McRemitLine *line);
	/* line is NULL for the adjustments of the claim */
	void (*adjustment)(void *arg, const McRemitClaim *claim, const McRemitLine *line,
					   uint32_t number, const McRemitAdjustment *adjustment);
	void (*detail)(void *arg, const McRemitDetail *detail);
	void (*provider_adjustment)(void *arg, const McRemitProviderAdjustment *adjustment);
	void *arg;
	bool keep_names; /* names of patients and their social security numbers too */
} McRemitSink;

/*
 * Read a stream to its end.  Returns the number of segments, or 0 if the stream is
 * refused; then *problem says why.
 */
extern uint64_t mc_remit_read(const McHost *host, McX12Source source,
							  const McRemitSink *sink, McX12Problem *problem);

#endif /* MC_X12_REMITTANCE_H */
