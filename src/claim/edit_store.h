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

#include "utils/date.h"

#include "claim/ptp_pair.h"
#include "load/mue_file.h"

/* A medically unlikely edit */
typedef struct McMue
{
	uint32 code; /* as mc_hcpcs_parse() */
	int32 units;
	int16 mai;
} McMue;

/*
 * Begin a call: what is kept is let go if the files have changed since.  Everything
 * that the functions below give stays valid until the next one.
 */
extern void mc_edits_begin(void);

/* Are there pair edits, or medically unlikely ones, for this setting and day? */
extern bool mc_ptp_is_loaded(McNcciSetting setting, DateADT day);
extern bool mc_mue_is_loaded(McNcciSetting setting, DateADT day);

/* The statement that loads them for the day, palloc'd */
extern char *mc_ptp_mend(McNcciSetting setting, DateADT day);
extern char *mc_mue_mend(McNcciSetting setting, DateADT day);

/*
 * The edit that pays column one and not column two on that day.  False: there is none.
 */
extern bool mc_ptp_find(McNcciSetting setting, uint32 column1, uint32 column2,
						DateADT day, McPtpPair *pair);

/* How many edits have this column one code, whatever their dates? */
extern size_t mc_ptp_count(McNcciSetting setting, uint32 column1, DateADT day);

/* The edit of a code on that day, or NULL */
extern const McMue *mc_mue_find(McNcciSetting setting, uint32 code, DateADT day);

/*
 * The setting of the edits by the name of a setting in SQL: professional, outpatient, ...
 * MC_NCCI_UNKNOWN: the edits do not concern it.  Raises 22023 for what is no setting.
 */
extern McNcciSetting mc_ncci_setting_by_name(const char *name);

#endif /* MC_EDIT_STORE_H */
