/*
 * coding_sql.h
 *	  What the SQL functions on findings and suggestions share.
 */
#ifndef MC_CODING_SQL_H
#define MC_CODING_SQL_H

#include "pg_host.h"

#include "utils/array.h"
#include "utils/date.h"

#include "encounter/suggestion.h"

/* The findings of a note, with the terms of this database. */
extern void mc_find_all(const McHost *host, const McTerminology *terminology,
						const McDocument *doc, McFindings *findings);

/* What a caller says of an encounter; NULL, or false in has_...: not given */
typedef struct McCodingOptions
{
	const text *setting;
	const text *sex;
	const text *on_issue;
	const text *expect;
	DateADT as_of;
	DateADT birth_date;
	bool has_as_of;
	bool has_birth_date;
	int final_note; /* 1, 0; -1: not given */
	int32 version;  /* 0: all that can be seen */
} McCodingOptions;

/* A note of it as the caller gives it */
typedef struct McNoteInput
{
	const text *id;
	const text *doc_type;
	const text *author_role;
	const text *body; /* NULL: no note */
	DateADT date;
	bool has_date;
	bool is_unsigned;
} McNoteInput;

/* A call of a function on an encounter, from its arguments to its suggestions */
typedef struct McCodingCall
{
	McResult rows;
	int ncolumns; /* of a row */
	int issue_column;
	bool wants_issues;   /* what is wrong with the input as a row, not as an error */
	bool may_lack_notes; /* an encounter without note is one, and no issue */
	McTerminology *terminology;
	McEncounter encounter;
	McSuggestions suggestions;
} McCodingCall;

/* Arguments behind the note, by their places; -1: the function has none such */
typedef struct McCodingPlaces
{
	int setting;
	int as_of;
	int sex;
	int birth_date;
	int final_note;
	int on_issue;
	int version;
	int expect;
} McCodingPlaces;

extern void mc_coding_options(FunctionCallInfo fcinfo, const McCodingPlaces *places,
							  McCodingOptions *options);

/*
 * Read the notes and find what may be coded; all memory is that of call->rows, which
 * has begun.  Notes without body are passed over.  False: there is nothing more to
 * give, what is wrong has been raised or added as a row.
 */
extern bool mc_coding_run(McCodingCall *call, const McCodingOptions *options,
						  McNoteInput *notes, size_t nnotes);

/* An array of note_input; an element that is NULL is a note without body. */
extern McNoteInput *mc_note_inputs(ArrayType *array, size_t *count);

/*
 * The same for functions on one note, with the arguments of suggest(): begins the rows, reads
 * the arguments, runs.  If false the rows have only to be ended.
 */
extern bool mc_coding_note(FunctionCallInfo fcinfo, McCodingCall *call, int ncolumns,
						   int issue_column);

/* Rows of suggest(): its columns, and those that a call proposes. */
#define MC_SUGGESTION_COLUMNS 14
#define MC_SUGGESTION_ISSUE   13
extern void mc_suggestion_rows(McCodingCall *call);

/* The title of a code as a value; *null where the release does not have it. */
extern Datum mc_title_datum(const McCodingCall *call, McCode code, bool *null);

/* The texts of rules as an array. */
extern Datum mc_rules_datum(McRules rules);

/* The version for the result; *null where rows of the draft took part. */
extern Datum mc_version_datum(bool *null);

#endif /* MC_CODING_SQL_H */
