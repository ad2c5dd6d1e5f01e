/*
 * load.h
 *		The content of a publisher's file on its way into the tables.
 *
 * A kind of file is described by an McFileKind; file_kinds.c lists them.
 * load_sql.c reads the file, asks each kind whether it recognises the content,
 * and calls the one that does.  What all loads share is here: refusing,
 * reporting, writing rows, progress.
 *
 * Whatever is raised ends the load as a whole; nothing of it stays.
 */
#ifndef MC_LOAD_H
#define MC_LOAD_H

#include "postgres.h"

#include "load/edition.h"

/* PostgreSQL's own macro names a style that clang does not know. */
#define MC_PRINTF(template, first) __attribute__((format(printf, template, first)))

typedef struct McLoad McLoad;

typedef struct McFileKind
{
	const char *name;        /* for people: "ICD-10-CM order file" */
	const char *code_system; /* of its row in medcode.release: "icd10cm" */
	const char *table_kind;  /* likewise: "codes", "tabular", ... */
	const char *hint;        /* how the publisher's file looks and is called */

	/*
	 * Is this content of the kind?  Looks at little, and is content with a
	 * damaged file: load() refuses that, with the line.  content is followed
	 * by a zero byte that length does not count.
	 */
	bool (*recognise)(const char *content, size_t length);

	/*
	 * Name of the release that the content tells, palloc'd, or NULL.  May be
	 * NULL itself.  The caller's argument wins, then this, then the name of
	 * the file.
	 */
	char *(*release)(const char *content, size_t length);

	/*
	 * Read everything, check it, write the rows.  load->release_id is the
	 * new row of medcode.release.  Sets load->rows.
	 */
	void (*load)(McLoad *load);

	const char *table; /* that it fills, of several the main one */

	const char *origin; /* of the release's row; NULL: official */
	/* the code system that the content tells, palloc'd; NULL: code_system */
	char *(*code_system_of)(const char *content, size_t length);
	/* the code system that the name of the release tells, where the content does not; may be NULL */
	const char *(*code_system_of_release)(const char *release);
	bool gives_terms;  /* do official terms follow from its rows? */
	bool side_by_side; /* may several of its releases begin on one day? */
} McFileKind;

struct McLoad
{
	const McFileKind *kind;
	const char *content; /* a zero byte follows */
	size_t length;
	McEdition *edition;
	int64 release_id;
	MemoryContext context;   /* lives as long as the load */
	const char *code_system; /* of the row of medcode.release */
	int64 rows;              /* records of the file, set by the kind */
	int64 added;             /* terms added, set by a kind that adds terms itself */

	/* private to load.c */
	int64 rejected;
	struct StringInfoData *rejected_rows;
	bool codes_read;
	struct HTAB *codes;
};

/*
 * Refuse the file: raises 22000 with "Line N: reason" as detail (without a
 * line if it is 0).  The reason is a clause and quotes nothing of the file but
 * codes and names of elements.
 */
_Noreturn extern void mc_load_refuse(const McLoad *load, uint32 line, const char *format,
									 ...) MC_PRINTF(3, 4);

/*
 * Report an oddity that is survived: the caller leaves the row out, or loads
 * what can be loaded of it.  Counted, and listed with line and reason.
 */
extern void mc_load_reject(McLoad *load, uint32 line, const char *format, ...)
	MC_PRINTF(3, 4);

/* Tell how far in the content the load is; shown in pg_stat_progress_copy.  Cancels. */
extern void mc_load_progress(McLoad *load, size_t offset);

/*
 * The content in UTF-8: itself if it is valid UTF-8, else converted from
 * Windows-1252, in which some publishers write.  Zero terminated; *length is set.
 */
extern const char *mc_load_utf8(const McLoad *load, size_t *length);

/*
 * Codes of the release of that name that have been loaded ("codes" of the
 * kind's code system), to check the codes of this file with.  Does the release
 * have the code, as printed?  Where no list of codes of that release is loaded
 * mc_load_has_codes is false and nothing can be checked.
 */
extern bool mc_load_has_codes(McLoad *load);
extern bool mc_load_knows_code(McLoad *load, const char *code);

/* A table being filled. */
typedef struct McRows McRows;

/*
 * Begin to fill medcode.TABLE.  columns lists the columns that mc_rows_add
 * gives, separated by blanks; release_id is filled by itself and the others
 * are NULL, or their simple default where they have one (false, '{}').
 * Several tables may be filled at a time.
 */
extern McRows *mc_rows_begin(McLoad *load, const char *table, const char *columns);

/*
 * Add a row: values in the order of the columns, of the columns' types; nulls
 * may be NULL.  The values are copied.  Constraints are checked, indexes kept;
 * triggers and foreign keys are not, because all rows are of this load.
 * Raises what an INSERT would: 23502, 23505 (a key twice), 23514.
 */
extern void mc_rows_add(McRows *rows, const Datum *values, const bool *nulls);

/* Write what is left and close.  Returns the number of rows added. */
extern int64 mc_rows_end(McRows *rows);

#endif /* MC_LOAD_H */
