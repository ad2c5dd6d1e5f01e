/*
 * hcc_macro_file.h
 *		Reader of the macros of CMS's risk adjustment software that hold tables.
 *
 *		V28115L3.TXT   LABEL HCC1 ="HIV/AIDS " ...;
 *		V28115H1.TXT   %SET0(CC=17, HIER=%STR(18, 19 ));
 *		V28I0ED1.TXT   IF &AGE < 18 AND &ICD10 IN ("J410", ...) THEN CC="-1.0";
 *
 * They are SAS, of which this reads those statements and refuses what it does
 * not know.  The name of the macro begins with that of the model.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_HCC_MACRO_FILE_H
#define MC_HCC_MACRO_FILE_H

#include "load/hcc_table_file.h"

/* Codes that an edit may name */
#define MC_HCC_MACRO_CODES 1000

/* Conditions of an edit joined by OR */
#define MC_HCC_MACRO_CONDITIONS 4

typedef struct McHccMacroToken
{
	const char *text;
	size_t length; /* 0: the end */
	uint32_t line;
	bool quoted; /* text is what stands between the quotes */
} McHccMacroToken;

typedef struct McHccMacroReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McHccTable table;
	const char *at;
	const char *end;
	uint32_t line;
	char model[MC_RISK_MODEL_SIZE];
	bool closed; /* the macro's end was read */
	McHccMacroToken token;

	/* what a statement has still to give */
	McHccRow row;
	McHccRow condition[MC_HCC_MACRO_CONDITIONS];
	int condition_count;
	int condition_next;
	McIcd10cm codes[MC_HCC_MACRO_CODES];
	int suppressed[MC_HCC_MACRO_CODES];
	int count;
	int next;
} McHccMacroReader;

/* Is it a macro with this table: labels, hierarchies or edits? */
extern bool mc_hcc_macro_recognise(const char *content, size_t length, McHccTable table);

/* Begin to read content[0..length), which must stay. */
extern void mc_hcc_macro_begin(McHccMacroReader *reader, McHccTable table,
							   const char *content, size_t length);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_hcc_macro_next(McHccMacroReader *reader, McHccRow *row);

#endif /* MC_HCC_MACRO_FILE_H */
