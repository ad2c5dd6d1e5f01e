/*-------------------------------------------------------------------------
 *
 * order_file.h
 *		Reader of the ICD-10-CM order file, and of the titles in it.
 *
 * The publisher's list of all codes and headings of an edition, in the order
 * of the Tabular List: ASCII, lines of fixed columns that end in LF or CRLF.
 *
 *		 1 -  5		order number, from 00001 without gap
 *		 7 - 13		code without dot
 *		15			1: billable code, 0: heading
 *		17 - 76		short title
 *		78 -		long title
 *
 * The name of the file changes every year, so it is recognised by its content
 * alone, and every line is checked: a list that was cut, sorted or edited is
 * refused rather than loaded in part.  What stands under a heading follows it
 * without anything else between, which makes most of that possible in one
 * pass.  Titles are pointers into the content.
 *
 * This file and order_file.c are plain C without PostgreSQL.  Nothing here
 * allocates, raises, reads a locale or keeps state.
 *
 *-------------------------------------------------------------------------
 */
#ifndef MC_ORDER_FILE_H
#define MC_ORDER_FILE_H

#include "terminology/icd10cm.h"

typedef struct McOrderRow
{
	uint32_t order; /* also the number of the line */
	McIcd10cm code;
	McIcd10cm parent; /* longest code it begins with, or none */
	bool billable;
	const char *short_title; /* neither is terminated */
	size_t short_length;
	const char *long_title;
	size_t long_length;
} McOrderRow;

typedef enum McOrderStatus
{
	MC_ORDER_ROW, /* a row was read */
	MC_ORDER_END, /* the content is a complete order file */
	MC_ORDER_BAD  /* it is none; see problem */
} McOrderStatus;

typedef enum McOrderProblem
{
	MC_ORDER_NO_PROBLEM,
	MC_ORDER_EMPTY,
	MC_ORDER_NOT_NUMBERED,
	MC_ORDER_NOT_IN_ORDER,
	MC_ORDER_NOT_ASCII,
	MC_ORDER_NO_LINE_END,
	MC_ORDER_TOO_SHORT,
	MC_ORDER_TOO_LONG,
	MC_ORDER_COLUMNS,
	MC_ORDER_BAD_CODE,
	MC_ORDER_BAD_FLAG,
	MC_ORDER_NO_SHORT_TITLE,
	MC_ORDER_NO_LONG_TITLE,
	MC_ORDER_DUPLICATE,
	MC_ORDER_NO_PARENT,
	MC_ORDER_BILLABLE_PARENT,
	MC_ORDER_NO_CHILD,
	MC_ORDER_INCOMPLETE
} McOrderProblem;

/* Five digits number a line, so that no file has more. */
#define MC_ORDER_MAX_ROWS 99999

/* A longer line is no line of an order file; the longest of FY2026 has 305. */
#define MC_ORDER_MAX_LINE 1000

/* Bytes that mc_order_problem() may write, with the NUL */
#define MC_ORDER_PROBLEM_SIZE 160

typedef struct McOrderReader
{
	/* Where and why reading ended, after MC_ORDER_BAD */
	McOrderProblem problem;
	uint32_t line;  /* 1-based; 0 if the content is empty */
	McIcd10cm code; /* the code concerned, or none */

	/* Private */
	const char *next;
	const char *end;
	uint32_t rows;
	int depth; /* headings above the last row, and the row */
	struct
	{
		McIcd10cm code;
		bool billable;
	} path[MC_ICD10CM_MAX_LEN - MC_ICD10CM_CATEGORY_LEN + 1];
	McIcd10cm *seen; /* hash table of the codes so far */
	size_t seen_mask;
	bool last_category; /* has category Z99 been read? */
} McOrderReader;

/*
 * How many elements a reader of a content of length bytes needs to remember
 * its codes.
 */
extern size_t mc_order_seen_size(size_t length);

/*
 * Begin to read content[0..length), any bytes.  seen has room for
 * mc_order_seen_size(length) elements, all zero; it and the content stay the
 * caller's and must live as long as the reader is used.
 */
extern void mc_order_begin(McOrderReader *reader, const char *content, size_t length,
						   McIcd10cm *seen);

/*
 * Read the next row.  Rows must not be used before the end was reached: only
 * MC_ORDER_END says that the content is complete.  After that, or after
 * MC_ORDER_BAD, the reader must not be called again.
 */
extern McOrderStatus mc_order_next(McOrderReader *reader, McOrderRow *row);

/*
 * Describe reader->problem in a clause, for instance "code A01.0 occurs a
 * second time", in buf, which has room for MC_ORDER_PROBLEM_SIZE bytes.  Tells
 * nothing of the content but numbers and well-formed codes.
 */
extern void mc_order_problem(const McOrderReader *reader, char *buf);

/*
 * The phrase that names the concept of a title: what a clinician writes who
 * says just this.  "Unspecified" is left out, because nobody writes it:
 *
 *		Pneumonia, unspecified organism  ->  Pneumonia
 *
 * Writes it to phrase, without NUL, which has room for length bytes; returns
 * its length, or 0 if the title names a remainder or an encounter rather than
 * a condition ("Other ...", "... elsewhere classified", "..., sequela"), or
 * what is unspecified cannot be left out.
 */
extern size_t mc_order_phrase(const char *title, size_t length, char *phrase);

#endif /* MC_ORDER_FILE_H */
