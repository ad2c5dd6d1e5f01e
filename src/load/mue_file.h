/*
 * mue_file.h
 *		Reader of medically unlikely edits
 *		(MCR_MUE_PractitionerServices_Eff_01-01-2026.csv).
 *
 * Behind lines about copyright the heading: code, MUE value, MUE adjudication
 * indicator (MAI; "2 Date of Service Edit: Policy" or the number alone),
 * rationale.  The name of the value column, or a column of the service type,
 * says for whom the list is.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_MUE_FILE_H
#define MC_MUE_FILE_H

#include "load/named_fields.h"
#include "terminology/hcpcs_code.h"

typedef enum McNcciSetting
{
	MC_NCCI_PRACTITIONER,
	MC_NCCI_OUTPATIENT, /* hospital */
	MC_NCCI_DME,        /* suppliers of durable medical equipment */
	MC_NCCI_SETTINGS,
	MC_NCCI_UNKNOWN = MC_NCCI_SETTINGS
} McNcciSetting;

typedef struct McMueRow
{
	uint32_t line;
	uint32_t code;
	int units;
	int mai; /* 1, 2, 3 */
	McField rationale;
} McMueRow;

typedef struct McMueReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McNamedFields named;
	McNcciSetting setting;
	uint32_t last;
	bool any;
} McMueReader;

/* Do its first lines name code, MUE value and MAI? */
extern bool mc_mue_recognise(const char *content, size_t length);

/* For whom the list is, by its heading or its first row */
extern McNcciSetting mc_mue_setting(const char *content, size_t length);

/* Begin to read content[0..length), UTF-8, which must stay. */
extern void mc_mue_begin(McMueReader *reader, const char *content, size_t length);

/* Read the next row; they are ordered by code. */
extern McReadStatus mc_mue_next(McMueReader *reader, McMueRow *row);

#endif /* MC_MUE_FILE_H */
