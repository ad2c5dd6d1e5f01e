/*
 * edit_store.h
 *		The edits of claims that this database holds, as a session keeps them.
 *
 * Which file holds on a date of service, and its rows, read once and kept until
 * the files change.  Pair edits, of which there are millions, are read and kept
 * by column one code.
 */
#ifndef MC_EDIT_STORE_H
#define MC_EDIT_STORE_H

#include "postgres.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "utils/date.h"

#include "claim/claim.h"
#include "load/mue_file.h"

/* Kinds of files; of the first two there is one for each setting */
typedef enum McEditKind
{
	MC_EDITS_PTP,
	MC_EDITS_MUE,
	MC_EDITS_ADD_ON,
	MC_EDITS_MCE,
	MC_EDITS_POA,
	MC_EDITS_HCPCS,
	MC_EDITS_CPT,
	MC_NEDIT_KINDS
} McEditKind;

/* A file that is in use */
typedef struct McEditFile
{
	int64 release_id;
	DateADT from;    /* first day it was published for */
	DateADT reaches; /* first day it speaks of */
} McEditFile;

typedef struct McEditFiles
{
	McEditFile *list; /* newest first */
	int count;
} McEditFiles;

/* The rows of a file as an array, read at first use */
typedef struct McEditList
{
	int64 release_id;
	void *items;
	size_t count;
	uint32 kinds; /* of MCE: bit of each list that the file has */
	struct McEditList *next;
} McEditList;

/*
 * Begin a call: what is kept is let go if the files have changed since.  Everything
 * that the functions below give stays valid until the next one.
 */
extern void mc_edits_begin(void);

/* The files of a kind; setting counts for NCCI's pair edits and units alone. */
extern const McEditFiles *mc_edit_files(McEditKind kind, McNcciSetting setting);

/* The newest of them that speaks of the day, or NULL */
extern const McEditFile *mc_edit_file_on(McEditKind kind, McNcciSetting setting,
										 DateADT day);

/* The statement that loads such a file for the day, palloc'd */
extern char *mc_edit_mend(McEditKind kind, McNcciSetting setting, DateADT day);

/*
 * The rows of a file.  query gives them for $1, the release; add makes an item, of
 * size bytes, from a row, and says whether it counts; compare sorts them.
 */
extern const McEditList *
mc_edit_list(const McEditFile *file, const char *query, size_t size,
			 bool (*add)(HeapTuple row, TupleDesc desc, void *item, McEditList *list),
			 int (*compare)(const void *, const void *));

/*
 * The edits of a column one code, in memory of the session that lasts until the next
 * call.  False: no file speaks of the day.
 */
extern bool mc_ptp_list(McNcciSetting setting, uint32 column1, DateADT day,
						const uint8 **list, size_t *count);

/* The day as pairs count it */
extern int mc_ptp_day(DateADT day);

/* The setting of the edits for a McSetting; MC_NCCI_UNKNOWN: the edits do not concern it. */
extern McNcciSetting mc_ncci_setting(int setting);

/*
 * The setting of the edits by the name of a setting in SQL: professional, outpatient, ...
 * MC_NCCI_UNKNOWN: the edits do not concern it.  Raises 22023 for what is no setting.
 */
extern McNcciSetting mc_ncci_setting_by_name(const char *name);

/* list_store.c: what claims are checked with */
extern const McClaimFiles mc_claim_files;

/* The edit of a code in a setting, or NULL */
extern const McMue *mc_mue_find(McNcciSetting setting, uint32 code, DateADT day);

/* The edits that concern a claim; MC_NCCI_UNKNOWN: none */
extern McNcciSetting mc_claim_ncci_setting(const McClaim *claim);

#endif /* MC_EDIT_STORE_H */
