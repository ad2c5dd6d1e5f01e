/*
 * x12_check.h
 *		X12 content in memory, read in pieces of any size, its rows written down as text.
 */
#ifndef X12_CHECK_H
#define X12_CHECK_H

#include "test_host.h"
#include "x12/claim.h"
#include "x12/remittance.h"

typedef struct X12Content
{
	const char *text;
	size_t length;
	size_t piece; /* bytes that the source gives at a time */

	/* what was read */
	char *rows; /* a row a line; malloc'd */
	size_t used;
	size_t size;
	bool keep_names;
	McX12Problem problem;
	uint64_t segments;
} X12Content;

/* Read it with the reader of remittances, or of claims.  The host may leave. */
extern void x12_read_remittance(const McHost *host, X12Content *content);
extern void x12_read_claims(const McHost *host, X12Content *content);

/* Test: it was refused, at that segment (0: at any) with that clause; from was changed to to. */
extern void x12_check_refused(const X12Content *content, unsigned segment,
							  const char *name, const char *clause, const char *from,
							  const char *to);

/* Forget what was read. */
extern void x12_reset(X12Content *content);

#endif /* X12_CHECK_H */
