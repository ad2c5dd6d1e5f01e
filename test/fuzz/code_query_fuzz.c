/*
 * code_query_fuzz.c
 *	  Fuzz target: any bytes as a query by code, as text and as stored nodes, and a query
 *	  with one of its bytes changed.
 *
 * What is taken prints as a text that reads as the same, bit by bit; what is refused is
 * refused at a place in the text.
 */
#include "fuzz.h"
#include "notes/note_fact.h"
#include "test_host.h"

static TestHost work;

/* What holds for each query */
static void
CheckQuery(const McQueryNode *nodes, uint32_t count)
{
	char *text = mc_query_print(&work.host, nodes);
	McQueryError error;
	McQueryNode *again;
	uint32_t again_count;
	uint8_t *atoms = calloc(count, 1);
	bool opposite[2];

	MUST(nodes->size == count && count <= MC_QUERY_MAX_NODES);
	again = mc_query_parse(&work.host, text, strlen(text), &again_count, &error);
	MUST(again && again_count == count &&
		 memcmp(again, nodes, count * sizeof(McQueryNode)) == 0);
	MUST(strcmp(mc_query_print(&work.host, again), text) == 0);
	MUST(mc_query_has_negation(nodes) == (strchr(text, '!') != NULL));

	/* all false, all true: known; all open: never the opposite of both */
	MUST(atoms != NULL);
	for (int value = 0; value < 2; value++)
	{
		memset(atoms, value, count);
		MUST(mc_query_truth(nodes, atoms) != MC_MAYBE);
		opposite[value] = mc_query_truth(nodes, atoms) == MC_TRUE;
	}
	memset(atoms, MC_MAYBE, count);
	MUST(mc_query_truth(nodes, atoms) == MC_MAYBE);
	MUST(mc_query_has_negation(nodes) || (!opposite[0] && opposite[1]));
	free(atoms);
}

static void
CheckNodes(const void *data, size_t size)
{
	uint32_t count = (uint32_t) (size / sizeof(McQueryNode));
	McQueryNode *nodes = fuzz_copy(data, count * sizeof(McQueryNode));

	if (mc_query_is_valid(&work.host, nodes, count))
		CheckQuery(nodes, count);
	free(nodes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	McQueryError error = {.position = SIZE_MAX};
	McQueryNode *nodes;
	uint32_t count;
	char *text;

	if (work.host.alloc == NULL)
		test_host_init(&work);
	CheckNodes(data, size);

	text = fuzz_copy(data, size);
	nodes = mc_query_parse(&work.host, text, size, &count, &error);
	if (nodes == NULL)
		MUST(error.position <= size && error.problem != NULL);
	else
	{
		MUST(mc_query_is_valid(&work.host, nodes, count));
		CheckQuery(nodes, count);
		/* a byte of it is changed: the text says which one, and to what */
		for (size_t i = 0; i + 1 < size && i < 16; i++)
		{
			uint8_t *bytes = (uint8_t *) nodes;
			size_t at = (data[i] * 256u + data[i + 1]) % (count * sizeof(McQueryNode));
			uint8_t kept = bytes[at];

			bytes[at] = data[size - 1 - i];
			CheckNodes(nodes, count * sizeof(McQueryNode));
			bytes[at] = kept;
		}
	}
	free(text);
	test_host_reset(&work);
	return 0;
}
