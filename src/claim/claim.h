/*
 * claim.h
 *		A claim, and what is to be looked at before it is submitted.
 *
 * docs/claim-edits.md lists the edits with their sources.  What the publishers'
 * files say comes through McClaimFiles; codes, notes and coding knowledge
 * through the engine's handle.  A claim of any size takes a time that grows little more than
 * its number of lines.
 */
#ifndef MC_CLAIM_H
#define MC_CLAIM_H

#include "claim/ptp_pair.h"
#include "encounter/encounter.h"
#include "match/terminology.h"
#include "terminology/hcpcs_code.h"
#include "terminology/icd10cm.h"
#include "text/host.h"

/* Most diagnoses that are compared with each other: more than a claim can have */
#define MC_CLAIM_MAX_DIAGNOSES 100

#define MC_CLAIM_MODIFIERS 5

/* A claim of more findings is cut here, with an issue that says so. */
#define MC_CLAIM_MAX_FINDINGS 5000

/* Codes and lines that a finding names */
#define MC_FINDING_CODES 3
#define MC_FINDING_LINES 50

typedef enum McClaimSeverity
{
	MC_FINDING_ERROR,   /* the claim, or the line, will not be paid as it is */
	MC_FINDING_WARNING, /* against a rule that has exceptions */
	MC_FINDING_REVIEW,  /* right if the record says so */
	MC_FINDING_ISSUE    /* not checked, and why */
} McClaimSeverity;

/* The edits; claim_edit.c has their names, severities, texts and sources. */
typedef enum McClaimEdit
{
#define MC_EDIT(symbol, name, severity, message, source) MC_EDIT_##symbol,
#include "claim/claim_edit_rows.h"
#undef MC_EDIT
	MC_NEDITS
} McClaimEdit;

extern const char *mc_claim_edit_name(McClaimEdit edit);
extern McClaimSeverity mc_claim_edit_severity(McClaimEdit edit);
extern const char *mc_claim_edit_message(McClaimEdit edit);
extern const char *mc_claim_edit_source(McClaimEdit edit);
extern const char *mc_claim_severity_name(McClaimSeverity severity);

/* A diagnosis of the claim, in its order */
typedef struct McDiagnosis
{
	const char *text; /* as the claim has it, zero terminated */
	McIcd10cm code;   /* MC_ICD10CM_NONE: no code of ICD-10-CM */
	char poa;         /* indicator "present on admission", in upper case; 0: none */

	/* set by mc_check_claim() */
	bool valid;    /* in the list of the day, complete */
	bool repeated; /* stands above already */
	uint16_t node; /* on its card */
} McDiagnosis;

/* A service line */
typedef struct McClaimLine
{
	int32_t number;                        /* as the claim counts them */
	const char *text;                      /* code as the claim has it, zero terminated */
	uint32_t hcpcs;                        /* MC_HCPCS_NONE: none of five characters */
	char modifiers[MC_CLAIM_MODIFIERS][3]; /* upper case; "" at the end */
	double units;
	bool has_units;
	int32_t day;             /* of service, as the server counts; MC_DAY_UNKNOWN */
	const char *provider;    /* zero terminated; NULL: the claim's */
	int place;               /* place of service, 0: not given */
	const int32_t *pointers; /* diagnoses, from 1 */
	size_t npointers;
} McClaimLine;

typedef struct McClaim
{
	McSetting setting;
	bool supplier; /* of durable medical equipment */
	McSex sex;
	int age_years; /* MC_AGE_UNKNOWN */
	int32_t day;   /* that decides for diagnoses: discharge, or the last service */
	McDiagnosis *diagnoses;
	size_t ndiagnoses;
	McClaimLine *lines;
	size_t nlines;
	bool lines_given; /* is it known that there are no others? */
	bool poa_given;
} McClaim;

/* The lists of the Medicare Code Editor that are asked for */
typedef enum McMceList
{
	MC_MCE_NEWBORN,
	MC_MCE_PEDIATRIC,
	MC_MCE_MATERNITY,
	MC_MCE_ADULT,
	MC_MCE_FEMALE,
	MC_MCE_MALE,
	MC_MCE_MANIFESTATION,
	MC_MCE_UNACCEPTABLE,
	MC_MCE_QUESTIONABLE,
	MC_MCE_WRONG_PROCEDURE,
	MC_NMCE_LISTS
} McMceList;

/* What a file says of a code */
typedef enum McListed
{
	MC_NOT_LOADED, /* there is no file for the day */
	MC_NOT_LISTED,
	MC_LISTED,
	MC_LISTED_ELSEWHEN /* of codes: valid on other days */
} McListed;

typedef struct McMce
{
	int age_from; /* years, of the lists of ages */
	int age_to;
} McMce;

/* A medically unlikely edit */
typedef struct McMue
{
	uint32_t code;
	int32_t units;
	int16_t mai;
} McMue;

/* Add-on code edits of one code, in the order of the file; days as the server counts */
typedef struct McAddOn
{
	uint32_t code;
	uint32_t primary; /* MC_HCPCS_NONE: the contractor decides */
	int32_t from;
	int32_t to;
	int16_t type;
} McAddOn;

/*
 * The publishers' files, by day of service.  What they point to stays valid until the
 * next call of the same function.
 */
typedef struct McClaimFiles
{
	McListed (*mce)(McMceList list, McIcd10cm code, int32_t day, McMce *found);
	McListed (*poa_exempt)(McIcd10cm code, int32_t day);
	McListed (*hcpcs)(uint32_t code, int32_t day);
	McListed (*mue)(const McClaim *claim, uint32_t code, int32_t day,
					const McMue **found);
	McListed (*ptp)(const McClaim *claim, uint32_t column1, int32_t day,
					const uint8_t **list, size_t *count);
	int (*ptp_day)(int32_t day); /* the day as pairs count it */
	McListed (*add_on)(uint32_t code, int32_t day, const McAddOn **list, size_t *count);
} McClaimFiles;

typedef struct McClaimFinding
{
	McClaimEdit edit;
	McClaimSeverity severity;
	const char
		*codes[MC_FINDING_CODES]; /* as printed; those of the claim as it has them */
	int ncodes;
	int32_t lines[MC_FINDING_LINES]; /* the first ones */
	int nlines;
	McIcd10cm about;    /* the diagnosis it is about, for what replaces it */
	int32_t day;        /* of a service; MC_DAY_UNKNOWN: that of the claim */
	const char *detail; /* what the message does not say; NULL */
	const char *source; /* instead of that of the edit; NULL */
	uint32_t note_id;   /* of the Tabular List; 0: none */
} McClaimFinding;

typedef struct McClaimCheck
{
	const McHost *host;
	const McTerminology
		*terminology; /* with the release of the claim's day; NULL: none has it */
	bool all_codes;   /* is it the publisher's list, not a part of it? */
	bool notes;       /* has it the Tabular List? */
	const McClaimFiles *files;
	McClaim *claim;
	McClaimFinding *findings;
	size_t nfindings;
	size_t cap;
	bool missing[MC_NEDITS]; /* issues that are said already */
} McClaimCheck;

/*
 * Check the claim: fills findings, in memory of the host, in an order that depends on the
 * claim alone.  The lines of the claim are sorted.
 */
extern void mc_check_claim(McClaimCheck *check);

/*
 * The parts, a file each
 */

/* diagnosis_code.c: is each a complete code of the day? */
extern void mc_check_diagnosis_codes(McClaimCheck *check);

/* diagnosis_order.c: which may stand first, what goes before what */
extern void mc_check_diagnosis_order(McClaimCheck *check);

/* diagnosis_pair.c: codes that do not go together */
extern void mc_check_diagnosis_pairs(McClaimCheck *check);

/* diagnosis_patient.c: sex, age, setting, present on admission */
extern void mc_check_patient(McClaimCheck *check);

/* claim_line.c: each line by itself, and lines given twice */
extern void mc_check_lines(McClaimCheck *check);

/* claim_ncci.c: pairs, units, add-on codes of one day and provider */
extern void mc_check_ncci(McClaimCheck *check);

/*
 * Helpers
 */

/* Add a finding about up to two codes; NULL: none.  NULL is returned when there are too many. */
extern McClaimFinding *mc_claim_find(McClaimCheck *check, McClaimEdit edit,
									 const char *code, const char *other);

/* Add a line to what it names. */
extern void mc_finding_add_line(McClaimFinding *finding, int32_t line);

/* Set the detail: formatted, cut at 200 bytes. */
extern void mc_finding_detail(const McClaimCheck *check, McClaimFinding *finding,
							  const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Say once for the claim that something is not loaded, for a day. */
extern void mc_claim_missing(McClaimCheck *check, McClaimEdit edit, int32_t day);

/* A code as printed, in memory of the host */
extern const char *mc_claim_printed(const McClaimCheck *check, McIcd10cm code);
extern const char *mc_claim_hcpcs(const McClaimCheck *check, uint32_t code);

/*
 * The side that the title of a code on a card states: one of MC_SIDE_* as a bit, or
 * MC_UNSPECIFIED; 0: none, or several.  By the title: a card gives "unilateral" both sides.
 */
extern uint16_t mc_claim_side(const McClaimCheck *check, const struct McCard *card,
							  uint16_t node);

/* Has the line one of these modifiers, two characters each, separated by blanks? */
extern bool mc_line_has_modifier(const McClaimLine *line, const char *list);

/* The card of a diagnosis; only of a valid one */
struct McCard;
extern const struct McCard *mc_claim_card(const McClaimCheck *check,
										  const McDiagnosis *d);

#endif /* MC_CLAIM_H */
