/*
 * x12_fuzz.c
 *		Fuzz target of the readers of X12: any bytes, any pieces, any failure of the host.
 *
 * The first byte says which reader and how the rest is used: as it is, or as segments
 * of a transaction with right envelopes around, so that the loops are reached.  What
 * must hold: the size of the pieces changes nothing; content without its last
 * terminator is refused; memory is bounded; a failing host leaves nothing behind.
 */
#include <stdio.h>

#include "fuzz.h"
#include "x12_check.h"

#define ISA                                                                             \
	"ISA*00*          *00*          *ZZ*A              *ZZ*B              *260115*1200" \
	"*^*00501*000000001*0*P*:~"

/* How the input is used */
enum
{
	CLAIMS = 1,
	ENVELOPES = 2,
	INSTITUTIONAL = 4,
	NAMES = 8,
	FAILURE = 16, /* and more: which allocation or interrupt fails */
};

/* What stands before the segments of the input */
static const char *
Begin(unsigned mode)
{
	if (!(mode & CLAIMS))
		return ISA "GS*HP*A*B*20260115*1200*1*X*005010X221A1~ST*835*1~"
				   "BPR*I*0*C*NON************20260116~TRN*1*9*1~N1*PR*P~N1*PE*E~";
	if (mode & INSTITUTIONAL)
		return ISA
			"GS*HC*A*B*20260115*1200*1*X*005010X223A2~ST*837*1~BHT*0019*00*1*20260105~"
			"HL*1**20*1~HL*2*1*22*0~";
	return ISA "GS*HC*A*B*20260115*1200*1*X*005010X222A1~ST*837*1~BHT*0019*00*1*20260105~"
			   "HL*1**20*1~HL*2*1*22*0~";
}

static char *
Wrap(unsigned mode, const uint8_t *data, size_t size, size_t *length)
{
	const char *begin = Begin(mode);
	unsigned segments = 0;
	char *text = malloc(strlen(begin) + size + 100);

	MUST(text);
	memcpy(text, begin, strlen(begin));
	memcpy(text + strlen(begin), data, size);
	*length = strlen(begin) + size;
	for (size_t i = 0; i < *length; i++)
		segments += text[i] == '~';
	/* but for ISA and GS, with SE */
	*length +=
		(size_t) sprintf(text + *length, "SE*%u*1~GE*1*1~IEA*1*000000001~", segments - 1);
	return text;
}

static void
Read(unsigned mode, TestHost *host, X12Content *content)
{
	content->keep_names = mode & NAMES;
	if (mode & CLAIMS)
		x12_read_claims(&host->host, content);
	else
		x12_read_remittance(&host->host, content);
	MUST((content->segments > 0) == (content->problem.text == NULL));
	MUST(strlen(content->problem.name) <= 3);
}

/* Read from a block that ends where the content ends. */
static void
ReadCopy(unsigned mode, const char *text, size_t length, size_t piece,
		 X12Content *content)
{
	char *copy = malloc(length + 1);
	TestHost host;

	MUST(copy);
	memcpy(copy + 1, text, length);
	content->text = copy + 1;
	content->length = length;
	content->piece = piece;
	test_host_init(&host);
	Read(mode, &host, content);
	MUST(host.peak_bytes < 1024 * 1024);
	test_host_reset(&host);
	if (mode / FAILURE > 0)
	{
		test_host_init(&host);
		host.fail_allocation = mode / FAILURE;
		host.fail_interrupt = mode / FAILURE;
		if (setjmp(host.escape) == 0)
			Read(mode, &host, content);
		test_host_reset(&host);
	}
	free(copy);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	X12Content whole = {0};
	X12Content pieces = {0};
	unsigned mode;
	char *text;
	size_t length;

	if (size < 2)
		return 0;
	mode = data[0];
	if (mode & ENVELOPES)
		text = Wrap(mode, data + 2, size - 2, &length);
	else
	{
		length = size - 2;
		text = fuzz_copy(data + 2, length);
	}
	ReadCopy(mode % FAILURE, text, length, SIZE_MAX, &whole);
	ReadCopy(mode, text, length, data[1] + (size_t) 1, &pieces);
	if (mode / FAILURE == 0)
	{
		MUST(whole.segments == pieces.segments);
		MUST(whole.problem.segment == pieces.problem.segment);
		MUST(whole.problem.text == pieces.problem.text);
		MUST(whole.used == pieces.used &&
			 memcmp(whole.rows, pieces.rows, whole.used) == 0);
	}
	if (whole.segments > 0 && mode & ENVELOPES)
	{
		ReadCopy(mode % FAILURE, text, length - 1, SIZE_MAX, &pieces);
		MUST(pieces.segments == 0);
	}
	free(whole.rows);
	free(pieces.rows);
	free(text);
	return 0;
}
