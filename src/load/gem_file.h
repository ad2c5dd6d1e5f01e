/*
 * gem_file.h
 *		Reader of the General Equivalence Mappings between ICD-9-CM and
 *		ICD-10-CM, in either direction.
 *
 * Lines of 19 characters, ordered by the source code:
 *
 *		from ICD-9-CM (2018_I9gem.txt)		from ICD-10-CM (2018_I10gem.txt)
 *		 1 -  5		source					 1 -  7		source
 *		 7 - 13		target, or NoDx			 9 - 13		target, or NoDx
 *		15			1: approximate
 *		16			1: there is no equivalent; the target is NoDx
 *		17			1: one of several targets that are needed together
 *		18			scenario: which such combination; 0 if it is none
 *		19			choice list: place in the combination; 0 likewise
 *
 * Plain C without PostgreSQL; nothing here allocates or raises.
 */
#ifndef MC_GEM_FILE_H
#define MC_GEM_FILE_H

#include "terminology/icd10cm.h"
#include "load/line_file.h"

typedef enum McGemDirection
{
	MC_GEM_NONE, /* no line of mappings */
	MC_GEM_FROM_ICD9CM,
	MC_GEM_FROM_ICD10CM
} McGemDirection;

typedef struct McGemRow
{
	uint32_t line;
	char source[MC_ICD10CM_BUFSIZE]; /* as printed, with dot */
	char target[MC_ICD10CM_BUFSIZE]; /* "" if there is no equivalent */
	bool approximate;
	bool combination;
	int scenario;
	int choice_list;
} McGemRow;

typedef struct McGemReader
{
	McLines lines; /* tells what is wrong, after MC_READ_BAD */
	McGemDirection direction;
	const char *last;    /* line before */
	const char *group;   /* first line of that source code */
	uint32_t group_size; /* lines from there on */
	bool last_part;      /* has the end of the source's code system been reached? */
} McGemReader;

/* Which direction does the line, from the columns that are blank, belong to? */
extern McGemDirection mc_gem_direction(const McLine *line);

/* Do the first lines look like mappings of that direction, damaged perhaps? */
extern bool mc_gem_recognise(const char *content, size_t length,
							 McGemDirection direction);

/* Begin to read content[0..length), which must stay. */
extern void mc_gem_begin(McGemReader *reader, const char *content, size_t length,
						 McGemDirection direction);

/* Read the next row.  Only MC_READ_END says that the content is complete. */
extern McReadStatus mc_gem_next(McGemReader *reader, McGemRow *row);

#endif /* MC_GEM_FILE_H */
