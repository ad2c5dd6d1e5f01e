/*
 * search_reader.h
 *	  The words of a short text, as search reads a term and a query.
 */
#ifndef MC_SEARCH_READER_H
#define MC_SEARCH_READER_H

#include "text/fold.h"
#include "text/host.h"
#include "text/token.h"
#include "text/word.h"

/* Reads one text after another in the same memory. */
typedef struct McSearchReader
{
	const McHost *host;
	McFold fold; /* of the text read last */
	McWords words;
	McTokens tokens;
	const McWord **list; /* its words that count, in their order */
	size_t count;
	size_t cap;
} McSearchReader;

extern void mc_search_reader_init(const McHost *host, McSearchReader *reader);

/*
 * Read a text.  The words that count, or all words, are in reader->list until
 * the next call.
 */
extern void mc_search_read(McSearchReader *reader, const char *text, uint32_t len,
						   bool all);

#endif /* MC_SEARCH_READER_H */
