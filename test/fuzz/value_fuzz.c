/*
 * value_fuzz.c
 *	  Fuzz target: any bytes as a note, with the measures of the starter.  Runs from the top of
 *	  the tree.
 */
#include "fuzz.h"
#include "measure_fixture.h"
#include "terminology_fixture.h"

static TestHost keep;
static TestHost work;
static McMeasures measures;
static McHeaders headers;

/* Numbers can be printed and read again as they are. */
static void
CheckNumber(McDecimal number, bool read)
{
	char printed[MC_DECIMAL_BUFSIZE];
	size_t len = mc_decimal_print(number, printed);
	McDecimal again;

	MUST(len > 0 && len < sizeof(printed) && printed[len] == '\0');
	MUST(!read || !mc_decimal_read(printed, len, &again) ||
		 mc_decimal_compare(number, again) == 0);
}

static void
CheckValue(const McDocument *doc, const McValue *value)
{
	const McMeasure *measure;

	MUST(value->measure < measures.count);
	measure = &measures.list[value->measure];
	MUST(value->first <= value->last && value->last < doc->tokens.count);
	MUST(value->name_first <= value->name_last && value->name_last < value->first);
	MUST(doc->tokens.list[value->first].start < doc->tokens.list[value->last].end);
	MUST(value->amount.nnumbers == 1 || value->amount.nnumbers == 2);
	MUST(value->amount.unit == MC_NO_UNIT || value->amount.unit < measures.nunits);
	MUST(mc_value_kind_name(value->kind) != NULL);
	MUST(value->issue != MC_VALUE_IMPLAUSIBLE || !value->has_normal);
	for (unsigned i = 0; i < value->amount.nnumbers; i++)
	{
		CheckNumber(value->amount.number[i], true);
		if (!value->has_normal)
			continue;
		CheckNumber(value->normal[i], true);
		MUST(mc_decimal_compare(value->normal[i], measure->lowest) >= 0);
		MUST(mc_decimal_compare(value->normal[i], measure->highest) <= 0);
	}
	MUST(value->measured.month <= 12 && value->measured.day <= 31);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McDocument doc;
	McValues values;
	char *note;

	if (measures.count == 0)
	{
		test_host_init(&keep);
		test_host_init(&work);
		MUST(measure_fixture(&keep, &measures) > 0);
		mc_headers_init(&keep.host, &headers);
		MUST(fixture_read_headers(&keep, "data/starter/section_header.tsv", &headers) >
			 0);
	}
	note = fuzz_copy(data, size);
	mc_document(&work.host, &headers, note, size, &doc);
	mc_find_values(&work.host, &measures, &doc, &values);
	for (size_t i = 0; i < values.count; i++)
	{
		CheckValue(&doc, &values.list[i]);
		MUST(i == 0 || values.list[i].first >= values.list[i - 1].first);
	}
	test_host_reset(&work);
	free(note);
	return 0;
}
