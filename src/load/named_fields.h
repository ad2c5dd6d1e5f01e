/*
 * named_fields.h
 *		Tables whose heading names the columns: CSV, or fields separated by tabs.
 *
 * Publishers change the order of columns and the wording of their names from
 * year to year, and put lines about copyright before the heading.  So a column is
 * found by how its name begins, with only letters and digits counting:
 * "HCPCS/CPT Code" is hcpcscptcode.
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_NAMED_FIELDS_H
#define MC_NAMED_FIELDS_H

#include "load/line_file.h"

/* The most fields a line may have */
#define MC_NAMED_FIELDS_MAX 40

/* The most lines before the heading */
#define MC_NAMED_PREFACE 12

/* A column that is looked for: beginnings of its name, separated by blanks */
typedef struct McNamedColumn
{
	const char *beginnings;
	bool required;
} McNamedColumn;

typedef struct McNamedFields
{
	char separator;
	int columns;                 /* of McNamedColumn */
	int fields;                  /* of a line */
	int at[MC_NAMED_FIELDS_MAX]; /* field of each column; -1: there is none */
} McNamedFields;

/*
 * Is the line a heading with all required columns?  A field serves one column,
 * the first that it fits.
 */
extern bool mc_named_heading(const McLine *line, const McNamedColumn *columns,
							 int ncolumns, McNamedFields *named);

/*
 * Find the heading among the first lines of the content.  *heading gets its line.
 * Nothing is checked.
 */
extern bool mc_named_find(const char *content, size_t length,
						  const McNamedColumn *columns, int ncolumns,
						  McNamedFields *named, McLine *heading);

/*
 * Split a line into the columns; a missing column has length 0.  False if the line does
 * not have as many fields as the heading, empty ones at its end aside.
 */
extern bool mc_named_split(const McNamedFields *named, const McLine *line,
						   McField *columns);

/*
 * Read the next line and split it.  none: why the content is refused if it ends here; NULL
 * if it may.
 */
extern McReadStatus mc_named_next(const McNamedFields *named, McLines *lines,
								  const char *none, McLine *line, McField *columns);

/* Does the field's name, in letters and digits only, begin with the text? */
extern bool mc_field_begins(const McField *field, const char *text);

#endif /* MC_NAMED_FIELDS_H */
