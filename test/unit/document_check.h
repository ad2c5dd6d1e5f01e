/*
 * document_check.h
 *	  What must be true of every analysed note, whatever its text; and what the
 *	  tables of cases share.
 */
#ifndef DOCUMENT_CHECK_H
#define DOCUMENT_CHECK_H

#include "test_host.h"
#include "text/document.h"

/* A line of bounded length that a test writes and compares. */
typedef struct CheckLine
{
	size_t len;
	char text[16384];
} CheckLine;

extern void check_reset(CheckLine *line);
extern void check_add(CheckLine *line, const char *text);

/* Add a stretch of a note, each run of white space as one blank. */
extern void check_add_slice(CheckLine *line, const char *text, uint32_t start,
							uint32_t end);

/* One test of a table: passes if got is expected; input is its name. */
extern void check_case(const char *input, const char *expected, const char *got);

/* The headers that the tests of whole documents know. */
extern void check_headers(const McHost *host, McHeaders *headers);

/*
 * What is wrong with an analysed note, or NULL.  text and len are what was
 * given to mc_document; *where is set to the offset or number of the culprit.
 */
extern const char *document_fault(const McDocument *doc, const char *text, size_t len,
								  uint32_t *where);

/* Two analyses of the same text are equal if their digests are. */
extern uint64_t document_digest(const McDocument *doc);

/*
 * Analyse a text as mc_document does, but leave at the n-th allocation or
 * interrupt (0: never).  Returns false if it left; the host is reset then.
 */
extern bool document_interrupted(TestHost *host, const char *text, size_t len,
								 unsigned long fail_allocation,
								 unsigned long fail_interrupt, McDocument *doc);

#endif /* DOCUMENT_CHECK_H */
