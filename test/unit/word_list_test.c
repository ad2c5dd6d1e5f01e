/*
 * word_list_test.c
 *	  Lists of words: where alternatives begin and end, and that a list compiled twice is the same.
 */
#include <stdio.h>
#include <string.h>

#include "test_host.h"
#include "text/word_list.h"

/* More lists than are kept, each at an address of its own */
#define NLISTS 1500
static char many[NLISTS][24];

int
main(void)
{
	static const char note[] =
		"No E. coli, status post repair. Status unknown, s/p graft.";
	static const char words[] = "status|status post|s/p|e coli|post repair";
	McHeaders headers;
	TestHost host;
	McDocument doc;
	McListed found = {0};
	uint8_t marks[64] = {0};
	uint32_t end;
	bool same = true;

	test_host_init(&host);
	mc_headers_init(&host.host, &headers);
	mc_document(&host.host, &headers, note, strlen(note), &doc);
	end = (uint32_t) doc.tokens.count;

	/* no e . coli , status post repair . status unknown , s/p graft . */
	test_ok(mc_list_at(&doc, 5, end, words, MC_NO_DOTS, &found) && found.last == 6 &&
				found.which == 1,
			"the longest alternative counts");
	test_ok(mc_list_at(&doc, 5, 6, words, MC_NO_DOTS, &found) && found.last == 5 &&
				found.which == 0,
			"none reaches over the end");
	test_ok(!mc_list_at(&doc, 1, end, words, MC_NO_DOTS, &found), "a dot parts words");
	test_ok(mc_list_at(&doc, 1, end, words, MC_OVER_DOTS, &found) && found.last == 3 &&
				found.which == 3,
			"unless it may stand between them");
	test_ok(!mc_list_at(&doc, 2, end, words, MC_OVER_DOTS, &found),
			"nothing begins at a dot");
	test_ok(mc_list_within(&doc, 6, end, words, MC_NO_DOTS) == 6 &&
				mc_list_within(&doc, 7, end, words, MC_NO_DOTS) == 9 &&
				mc_list_within(&doc, 10, end, words, MC_NO_DOTS) == 12,
			"the first place from a token on");
	test_ok(mc_list_within(&doc, 13, end, words, MC_NO_DOTS) == end, "or the end");
	test_ok(mc_token_is(&doc, 12, words) && !mc_token_is(&doc, 3, words),
			"a token alone, not the end of one");
	test_ok(mc_list_may_occur(&doc, "graft unknown|unheard of") &&
				!mc_list_may_occur(&doc, "graft failure|failure|unheard of"),
			"a list may occur if the note has all words of one, wherever they stand");
	test_ok(!mc_list_mark(&doc, "no failure|failure of graft", 4, marks) &&
				marks[doc.tokens.list[0].word] == 0,
			"what lacks a word is not marked");
	test_ok(mc_list_mark(&doc, "graft unknown|status", 4, marks) &&
				marks[doc.tokens.list[5].word] == 4 &&
				marks[doc.tokens.list[13].word] == 4 &&
				marks[doc.tokens.list[0].word] == 0,
			"first words are marked");
	for (int i = 0; i < NLISTS; i++)
	{
		snprintf(many[i], sizeof(many[i]), "w%d x|status|graft", i);
		same &= mc_list_within(&doc, 0, end, many[i], MC_NO_DOTS) == 5;
	}
	test_ok(same && mc_list_within(&doc, 0, end, words, MC_OVER_DOTS) == 1,
			"lists are compiled anew when their room is used up");
	test_host_reset(&host);
	return test_done();
}
