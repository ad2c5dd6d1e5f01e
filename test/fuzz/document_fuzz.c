/*
 * document_fuzz.c
 *	  Fuzz target of the text engine: any bytes, any failure of the host.
 *
 * The first two bytes say at which allocation or interrupt the host fails;
 * the rest is the note.  What document_check.h promises must hold, and a
 * failure must leave nothing behind that changes the next analysis.
 */
#include <stdio.h>

#include "document_check.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	TestHost host;
	McDocument doc;
	const char *text;
	const char *fault;
	uint64_t digest;
	uint32_t where = 0;

	if (size < 2)
		return 0;
	text = (const char *) data + 2;
	size -= 2;

	document_interrupted(&host, text, size, 0, 0, &doc);
	fault = document_fault(&doc, text, size, &where);
	if (fault)
	{
		fprintf(stderr, "document_fuzz: %s at %u\n", fault, where);
		abort();
	}
	digest = document_digest(&doc);
	test_host_reset(&host);

	if (data[0] || data[1])
	{
		if (document_interrupted(&host, text, size, data[0], data[1], &doc))
			test_host_reset(&host);
		document_interrupted(&host, text, size, 0, 0, &doc);
		/* a failure changes nothing of the next analysis */
		MUST(document_digest(&doc) == digest);
		test_host_reset(&host);
	}
	return 0;
}
