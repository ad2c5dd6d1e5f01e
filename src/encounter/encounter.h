/*
 * encounter.h
 *	  An encounter: where, when, whose, and its notes.
 */
#ifndef MC_ENCOUNTER_H
#define MC_ENCOUNTER_H

#include "coding/finding.h"

/* Where the patient was seen; it decides what may be coded. */
typedef enum McSetting
{
	MC_INPATIENT,
	MC_OUTPATIENT,
	MC_ED,
	MC_OBSERVATION,
	MC_PROFESSIONAL,
	MC_SNF,
	MC_REHAB,
	MC_HOME_HEALTH,
	MC_HOSPICE,
	MC_NSETTINGS
} McSetting;

typedef enum McSex
{
	MC_SEX_UNKNOWN,
	MC_FEMALE,
	MC_MALE
} McSex;

/* What kind of document a note is */
typedef enum McDocumentKind
{
	MC_DOC_UNKNOWN,
	MC_DOC_PROGRESS,  /* office visit, consultation, progress note */
	MC_DOC_ADMISSION, /* history and physical, emergency department */
	MC_DOC_DISCHARGE, /* summary, final statement */
	MC_DOC_OPERATIVE,
	MC_DOC_RADIOLOGY, /* test interpreted by a physician */
	MC_DOC_PATHOLOGY,
	MC_DOC_LABORATORY, /* values without interpretation */
	MC_DOC_NURSING,
	MC_DOC_PROBLEM_LIST,
	MC_NDOCS
} McDocumentKind;

/* Who wrote it */
typedef enum McAuthor
{
	MC_AUTHOR_PROVIDER, /* may establish a diagnosis */
	MC_AUTHOR_CLINICIAN /* nurse, dietitian, therapist, ... */
} McAuthor;

#define MC_AGE_UNKNOWN (-1)
#define MC_DAY_UNKNOWN INT32_MIN

typedef struct McNote
{
	const McDocument *doc;
	McFindings findings;
	McDocumentKind kind;
	McAuthor author;
	const char *id; /* as the caller names it, zero terminated; NULL: not named */
	int32_t day;    /* its date, counted from any day, the same for all; MC_DAY_UNKNOWN */
	bool is_unsigned; /* a draft that nobody answers for yet */
	bool not_final;   /* another note is the final statement of the stay */
} McNote;

typedef struct McEncounter
{
	McSetting setting;
	McSex sex;
	int age_days;   /* on the date of service; MC_AGE_UNKNOWN */
	int final_note; /* is the diagnosis that of discharge? 1, 0; -1: by kind and section */
	const McNote *notes;
	size_t nnotes;
} McEncounter;

/* By their names in SQL; -1 for what is no name. */
extern int mc_setting_by_name(const char *name);
extern int mc_document_kind_by_name(const char *name);
extern int mc_author_by_name(const char *name);
extern int mc_sex_by_name(const char *name);

#endif /* MC_ENCOUNTER_H */
