/*
 * tabular_file_test.c
 *		Unit test of the reader of the Tabular List, and of its notes.
 *
 * With MEDCODE_DATA set, the official file under it is read as well.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/tabular_file.h"

#define HEAD                                       \
	"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" \
	"<ICD10CM.tabular>\n"                          \
	"<version>2026</version>\n"

/* A small list, with one element a line where it matters */
static const char sample[] = HEAD
	"<introduction><introSection type=\"title\"><title>List</title></introSection></introduction>\n"
	"<chapter><name>4</name><desc>Glands (E00-E89)</desc>\n"
	"<includes><note>all  of \n\t them</note></includes>\n"
	"<sectionIndex><sectionRef first=\"E08\" last=\"E13\" id=\"E08-E13\"> x </sectionRef>"
	"<sectionRef first=\"C43\" last=\"C44\" id=\"C43-C44\"/></sectionIndex>\n"
	"<section id=\"E08-E13\"><desc>Sugar (E08-E13)</desc>\n"
	"<excludes2><note>other sugar (E74.-)</note></excludes2>\n"
	"<diag><name>E11</name><desc>Type 2 </desc>\n"
	"<inclusionTerm><note>sugar NOS</note><note>sweetness</note></inclusionTerm>\n"
	"<useAdditionalCode><note>code to identify:</note><note>insulin (Z79.4)</note>"
	"<note>code for place (Y92.-)</note></useAdditionalCode>\n"
	"<diag><name>E11.6</name><desc>with more</desc>\n"
	"<diag placeholder=\"true\"><name>E11.6X</name><desc>with X</desc>"
	"<sevenChrNote><note>add a 7th</note></sevenChrNote>"
	"<sevenChrDef><extension char=\"A\">first</extension>"
	"<extension char=\"S\">later</extension></sevenChrDef></diag>\n"
	"<excludes1><note>late (E12)</note></excludes1>\n"
	"</diag>\n"
	"<codeFirst><note>such as:</note><note>salt</note></codeFirst>"
	"<codeAlso><note></note></codeAlso>\n"
	"</diag></section>\n"
	"<section id=\"C43-C44\"><name>x</name><desc>Skin</desc>\n"
	"<diag><name>C43</name><desc>M</desc></diag>\n"
	"<diag><name>C4A</name><desc>L</desc><visualImpairment><visCategory>x"
	"</visCategory></visualImpairment></diag>\n"
	"</section></chapter>\n"
	"</ICD10CM.tabular>\n";

static const char want[] =
	"chapter 4: Glands\n"
	"note chapter 4 includes: all of them\n"
	"indexed E08-E13\n"
	"indexed C43-C44\n"
	"section E08-E13 E08 E13: Sugar\n"
	"note section E08-E13 excludes2: other sugar (E74.-)\n"
	"code E11 of -: Type 2\n"
	"note code E11 inclusion_term: sugar NOS\n"
	"note code E11 inclusion_term: sweetness\n"
	"note code E11 use_additional conditional: code to identify:\n"
	"note code E11 use_additional listed conditional: insulin (Z79.4)\n"
	"note code E11 use_additional: code for place (Y92.-)\n"
	"code E11.6 of E11: with more\n"
	"code E11.6X of E11.6 placeholder: with X\n"
	"note code E11.6X seventh_character: add a 7th\n"
	"seventh E11.6X A: first\n"
	"seventh E11.6X S: later\n"
	"note code E11.6 excludes1: late (E12)\n"
	"note code E11 code_first: such as:\n"
	"note code E11 code_first listed: salt\n"
	"note code E11 code_also: \n"
	"section C43-C44 C43 C44: Skin\n"
	"code C43 of -: M\n"
	"code C4A of -: L\n";

static TestHost host;
static char said[5000];
static char problem[300];
static uint32_t problem_line;
static unsigned counts[MC_TABULAR_BAD + 1];

static char *
tell_row(McTabularStatus status, const McTabularRow *row, char *to)
{
	char code[MC_ICD10CM_BUFSIZE] = "-";
	char last[MC_ICD10CM_BUFSIZE];

	switch (status)
	{
		case MC_TABULAR_CHAPTER:
			to += sprintf(to, "chapter %s", row->place);
			break;
		case MC_TABULAR_INDEXED:
			return to + sprintf(to, "indexed %s\n", row->place);
		case MC_TABULAR_SECTION:
			mc_icd10cm_print(row->first, code);
			mc_icd10cm_print(row->last, last);
			to += sprintf(to, "section %s %s %s", row->place, code, last);
			break;
		case MC_TABULAR_CODE:
			if (row->parent != MC_ICD10CM_NONE)
				mc_icd10cm_print(row->parent, code);
			to += sprintf(to, "code %s of %s%s", row->place, code,
						  row->placeholder ? " placeholder" : "");
			break;
		case MC_TABULAR_NOTE:
			to += sprintf(to, "note %s %s %s%s%s", mc_tabular_level_name(row->level),
						  row->place, mc_note_kind_name(row->note),
						  row->listed ? " listed" : "",
						  row->conditional ? " conditional" : "");
			break;
		default:
			to += sprintf(to, "seventh %s %c", row->place, row->character);
	}
	return to + sprintf(to, ": %.*s\n", (int) row->length, row->text);
}

/* Read content to its end; returns the last status. */
static McTabularStatus
read_all(const char *content, size_t length, bool tell)
{
	char *copy = malloc(length + 1); /* ends where the memory ends */
	McTabularRow row;
	McTabularStatus status;
	char *to = said;
	McTabular *tabular;

	memcpy(copy + 1, content, length);
	tabular = mc_tabular_open(&host.host, copy + 1, length);
	*problem = *said = '\0';
	memset(counts, 0, sizeof(counts));
	while ((status = mc_tabular_next(tabular, &row)) < MC_TABULAR_END)
	{
		counts[status]++;
		if (tell && to < said + sizeof(said) - 500)
			to = tell_row(status, &row, to);
	}
	if (status == MC_TABULAR_BAD)
	{
		snprintf(problem, sizeof(problem), "%s", mc_tabular_problem(tabular));
		problem_line = mc_tabular_problem_line(tabular);
	}
	mc_tabular_close(tabular);
	test_host_reset(&host);
	free(copy);
	return status;
}

/* The sample with the first old replaced by new */
static char *
changed(const char *old, const char *new)
{
	const char *at = strstr(sample, old);
	char *text = malloc(sizeof(sample) + strlen(new));

	if (at == NULL)
	{
		test_ok(false, "\"%s\" is in the sample", old);
		at = sample;
		old = "";
	}
	sprintf(text, "%.*s%s%s", (int) (at - sample), sample, new, at + strlen(old));
	return text;
}

static void
test_damage(const char *old, const char *new, uint32_t line, const char *clause)
{
	char *text = changed(old, new);
	McTabularStatus status = read_all(text, strlen(text), false);

	test_ok(status == MC_TABULAR_BAD && strcmp(problem, clause) == 0 &&
				problem_line == line,
			"line %u: %s (said: line %u: %s)", line, clause, problem_line, problem);
	free(text);
}

static void
test_allowed(const char *old, const char *new, const char *name)
{
	char *text = changed(old, new);

	test_ok(read_all(text, strlen(text), false) == MC_TABULAR_END, "%s (%s)", name,
			problem);
	free(text);
}

static void
test_damages(void)
{
	const char *root = "the root is not <ICD10CM.tabular>";
	const char *number = "the number of the chapter is missing or out of order";
	const char *no_code = "the <name> of a <diag> is no ICD-10-CM code";
	const char *no_id = "<section> has no id such as A00-A09";
	const char *no_char = "<extension> has no char that is one character";

	test_damage("<ICD10CM.tabular>", "<ICD10CM.index>", 2, root);
	test_damage("<ICD10CM.tabular>", "<ICD10CM.tabular isAddenda=\"true\">", 2,
				"it is the addenda, not the whole list");
	test_damage("<version>2026</version>\n", "\n", 5, "a chapter before the <version>");
	test_damage("<version>2026</version>", "<version> </version>", 3,
				"the <version> is empty");
	/* chapters */
	test_damage("<name>4</name>", "", 5, "a <desc> without a <name> before it");
	test_damage("<name>4</name>", "<name>four</name>", 5, number);
	test_damage("<name>4</name>", "<name></name>", 5, number);
	test_damage("<name>4</name>", "<name>0</name>", 5, number);
	test_damage("<name>4</name>", "<name>100</name>", 5, number);
	test_damage("</chapter>", "</chapter><chapter><name>4</name></chapter>", 23, number);
	test_damage("<name>4</name>", "<name>4</name><name>5</name>", 5, "a second <name>");
	test_damage("<desc>Glands (E00-E89)</desc>", "", 6,
				"<includes> before <name> and <desc>");
	test_damage("<desc>Glands (E00-E89)</desc>", "<desc> </desc>", 5, "an empty <desc>");
	test_damage("</chapter>", "</chapter><chapter/>", 23,
				"<chapter> lacks its <name> or <desc>");
	/* sections */
	test_damage("section id=\"E08-E13\"", "section", 9, no_id);
	test_damage("section id=\"E08-E13\"",
				"section id=\"E08\xE2\x80\x93"
				"E13\"",
				9, no_id);
	test_damage("section id=\"E08-E13\"", "section id=\"E13-E08\"", 9, no_id);
	test_damage("section id=\"E08-E13\"", "section id=\"E08.1-E13\"", 9, no_id);
	test_damage("section id=\"C43-C44\"", "section id=\"E08-E13\"", 20,
				"section E08-E13 occurs a second time");
	test_damage("<desc>Sugar (E08-E13)</desc>", "<desc>x</desc><desc>y</desc>", 9,
				"a second <desc>");
	/* codes */
	test_damage("<name>E11.6</name>", "", 14, "a <desc> without a <name> before it");
	test_damage("<desc>with more</desc>\n", "\n", 15, "<diag> before <name> and <desc>");
	test_damage("<desc>M</desc>", "", 21, "<diag> lacks its <name> or <desc>");
	test_damage("<name>E11.6</name>", "<name>E116</name>", 14, no_code);
	test_damage("<name>E11.6</name>", "<name>e11.6</name>", 14, no_code);
	test_damage("<name>E11.6</name>", "<name>CANARY</name>", 14, no_code);
	test_damage("<name>E11.6</name>", "<name></name>", 14, no_code);
	test_damage("<name>E11.6</name>", "<name>E12.6</name>", 14,
				"code E12.6 stands under another heading");
	test_damage("<name>E11.6</name>", "<name>E11</name>", 14,
				"code E11 stands under another heading");
	test_damage("<name>C43</name>", "<name>C43.0</name>", 21,
				"code C43.0 does not belong in section C43-C44");
	test_damage("<name>C4A</name>", "<name>C45</name>", 22,
				"code C45 does not belong in section C43-C44");
	test_damage("<name>C4A</name>", "<name>D4A</name>", 22,
				"code D4A does not belong in section C43-C44");
	test_damage("<name>C4A</name>", "<name>C43</name>", 22,
				"code C43 occurs a second time");
	/* seventh characters */
	test_damage("<extension char=\"A\">", "<extension>", 15, no_char);
	test_damage("<extension char=\"A\">", "<extension char=\"AA\">", 15, no_char);
	test_damage("<extension char=\"A\">", "<extension char=\"a\">", 15, no_char);
	test_damage("<extension char=\"A\">", "<extension char=\"\xC3\x84\">", 15, no_char);
	/* elements and texts out of place */
	test_damage("<includes>", "<excludes><note>x</note></excludes><includes>", 6,
				"element <excludes> does not belong there");
	test_damage("<note>late (E12)</note>", "<diag/>", 16,
				"element <diag> does not belong there");
	test_damage("<note>sweetness</note>", "<note>sweet<old>ness</old></note>", 12,
				"element <old> does not belong there");
	test_damage("<codeAlso>", "<\xC3\xA9/><codeAlso>", 18,
				"element <(unknown)> does not belong there");
	test_damage("<excludes1>", "CANARY<excludes1>", 16, "text where none belongs");
	test_damage("<excludes1>", "<excludes1>CANARY", 16, "text where none belongs");
	/* the whole */
	test_damage("</diag></section>", "</section>", 19,
				"the XML is damaged or cut, or its encoding is wrong");
	test_damage("<note>late", "<note>l\xE9te", 16,
				"the XML is damaged or cut, or its encoding is wrong");
}

static void
test_alternatives(void)
{
	test_allowed("<ICD10CM.tabular>", "<ICD10CM.tabular isAddenda=\"false\">",
				 "it says that it is no addenda");
	test_allowed("<introduction>", "<title>x</title><introduction>", "a title");
	test_allowed("section id=\"C43-C44\"", "section id=\"C43-C4A\"", "a section to C4A");
	test_allowed("</diag></section>",
				 "</diag><deactivated from=\"x\"><desc>y</desc></deactivated></section>",
				 "deactivated codes");
	test_allowed("<sevenChrDef>", "<sevenChrDef><note>x</note>",
				 "a note in a definition");
	test_allowed("<note>sweetness</note>", "<note><![CDATA[a<b]]> &amp; c</note>",
				 "CDATA");
	read_all(HEAD "</ICD10CM.tabular>", strlen(HEAD "</ICD10CM.tabular>"), false);
	test_ok(strcmp(problem, "it has no chapter") == 0, "no chapter");
}

/* Whatever is cut off, nothing but the white space at the end can be missing. */
static void
test_cuts(void)
{
	unsigned passed = 0;

	for (size_t cut = 0; cut < sizeof(sample); cut++)
		passed += read_all(sample, cut, false) == MC_TABULAR_END;
	test_ok(passed == 2, "cuts at every byte: %u pass", passed);
}

/* The n-th allocation fails, or the query is cancelled: nothing stays behind. */
static void
test_failures(void)
{
	McTabular *volatile tabular = NULL;
	volatile unsigned long fails = 0;

	for (volatile unsigned long n = 2;; n++)
	{
		host.allocations = 0;
		host.fail_allocation = n;
		if (setjmp(host.escape) == 0)
		{
			McTabularRow row;

			tabular = mc_tabular_open(&host.host, sample, strlen(sample));
			while (mc_tabular_next(tabular, &row) < MC_TABULAR_END)
				;
			mc_tabular_close(tabular);
			break;
		}
		fails++;
		mc_tabular_close(tabular);
		test_host_reset(&host);
	}
	host.fail_allocation = 0;
	test_host_reset(&host);
	test_ok(fails >= 3, "memory runs out at %lu places", fails);
}

static void
test_releases(void)
{
	static const struct
	{
		const char *version;
		const char *release;
	} cases[] = {
		{"<version>2026</version>", "FY2026"},
		{"<version> 2027 </version>", "FY2027"},
		{"<version>2026-April</version>", "FY2026-April"},
		{"<version>April 1, 2026</version>", "FY2026-April"},
		{"<version></version>", ""},
		{"<version>20261</version>", ""},
		{"<version>old</version>", ""},
		{"<title>2026</title>", ""},
		{"<introduction><version>2026</version></introduction>", ""},
		{"", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char *text = changed("<version>2026</version>", cases[i].version);
		char release[MC_TABULAR_RELEASE_SIZE] = "";
		bool told = mc_tabular_release(text, strlen(text), release);

		test_ok(told == (cases[i].release[0] != '\0') &&
					strcmp(release, cases[i].release) == 0,
				"%s is \"%s\" (said: \"%s\")", cases[i].version, cases[i].release,
				release);
		free(text);
	}
}

static void
test_phrases(void)
{
	static const struct
	{
		const char *text;
		const char *phrase;
	} cases[] = {
		{"Sweetness", "Sweetness"},
		{"Sweetness NOS", "Sweetness"},
		{"Sweetness, NOS", "Sweetness"},
		{"Sweetness (NOS)", "Sweetness"},
		{"Sweetness NOS of brain", "Sweetness of brain"},
		{"Sweetness NOS, acquired", "Sweetness, acquired"},
		{"Sweetness NOS (congenital)", "Sweetness (congenital)"},
		{"NOSE bleed", "NOSE bleed"},
		{"Sweetness, unspecified", "Sweetness"},
		{"Sweetness, unspecified NOS", "Sweetness"},
		{"Unspecified sweetness", "sweetness"},
		{"Sweetness, grade unspecified", ""},
		{"Unspecified sweetness, unspecified grade", ""},
		{"Sweetness (E11.-)", "Sweetness"},
		{"Sweetness (acute) (E11.- with .9)", "Sweetness (acute)"},
		{"Sweetness (acute) (chronic)", "Sweetness (acute) (chronic)"},
		{"Sweetness after birth.", "Sweetness after birth"},
		{"Sweetness due to E. coli [E. coli]", "Sweetness due to E. coli [E. coli]"},
		{"Sweetness O157:H7 with t(9;22)", "Sweetness O157:H7 with t(9;22)"},
		{"\xC3\x89tat NOS", "\xC3\x89tat"},
		{"Sweetness NEC", ""},
		{"Other sweetness", ""},
		{"Sweetness in other diseases", ""},
		{"Sweetness in motherhood", "Sweetness in motherhood"},
		{"Sweetness, not elsewhere classified", ""},
		{"Conditions classifiable to E11.-", ""},
		{"Any condition in E11", ""},
		{"Any sweetness", ""},
		{"Sweetness as in E11.6, late", ""},
		{"Sweetness due to:", ""},
		{"Grade: 2", ""},
		{"Groans; restless", ""},
		{"Sweetness such as sugar", ""},
		{"Sweetness NOS or without sugar", ""},
		{"This code is for sugar", ""},
		{"Late sweetness. Use with sugar", ""},
		{"Use two codes if both", ""},
		{"with sugar", ""},
		{"Sweetness (late", ""},
		{"Sweetness (late] [early)", ""},
		{"NOS", ""},
		{"Unspecified", ""},
		{"Unspecified ", ""},
		{".", ""},
		{"(E11.-)", ""},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		size_t length = strlen(cases[i].text);
		char *text = malloc(length + 1);
		char *phrase = malloc(length + 1);
		size_t size;

		memcpy(text + 1, cases[i].text, length); /* ends where the memory ends */
		size = mc_inclusion_phrase(&host.host, text + 1, length, phrase);
		test_ok(size == strlen(cases[i].phrase) &&
					memcmp(phrase, cases[i].phrase, size) == 0,
				"phrase of \"%s\" is \"%.*s\"", cases[i].text, (int) size, phrase);
		free(phrase);
		free(text);
	}
	test_host_reset(&host);
}

static void
test_conditions(void)
{
	static const struct
	{
		const char *text;
		bool conditional;
	} cases[] = {
		{", if applicable, sugar (E11.-)", true},
		{"If applicable:", true},
		{"code (if applicable) for sugar", true},
		{"underlying sugar, if known, such as:", true},
		{"sugar, if any", true},
		{"sugar, if present", true},
		{"code for sugar, if drug-induced", true},
		{"code to identify sugar", true},
		{"code to further identify sugar", true},
		{"code to specify sugar", true},
		{"code, where applicable, for sugar", true},
		{"code for sugar, when specified", true},
		{"any associated sugar", true},
		{"code for any associated sugar", true},
		{"code(s) for any sugar", true},
		{"underlying sugar", false},
		{"code for sugar (E11.-)", false},
		{"sugar, any type", false},
		{"anything sweet", false},
		{"specific sugar", false},
		{"code", false},
		{"", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		test_ok(mc_note_is_conditional(cases[i].text, strlen(cases[i].text)) ==
					cases[i].conditional,
				"\"%s\" is %s", cases[i].text,
				cases[i].conditional ? "a condition" : "none");
}

static void
test_official(void)
{
	const char *data = getenv("MEDCODE_DATA");
	char path[1000];
	FILE *file;
	char *text;
	size_t length;
	McTabularStatus status;

	snprintf(path, sizeof(path), "%s/data/icd10cm/fy2026/icd10cm_tabular_2026.xml",
			 data ? data : "");
	file = fopen(path, "rb");
	if (!file)
	{
		test_ok(true, "Tabular List of FY2026 # SKIP MEDCODE_DATA has none");
		return;
	}
	fseek(file, 0, SEEK_END);
	length = (size_t) ftell(file);
	rewind(file);
	text = malloc(length);
	length = fread(text, 1, length, file);
	fclose(file);
	status = read_all(text, length, false);
	test_ok(status == MC_TABULAR_END && counts[MC_TABULAR_CHAPTER] == 22 &&
				counts[MC_TABULAR_SECTION] == 297 && counts[MC_TABULAR_INDEXED] == 297 &&
				counts[MC_TABULAR_CODE] == 46881 && counts[MC_TABULAR_NOTE] == 25159 &&
				counts[MC_TABULAR_SEVENTH] == 1790,
			"Tabular List of FY2026: %u codes, %u notes, %u seventh characters (%s)",
			counts[MC_TABULAR_CODE], counts[MC_TABULAR_NOTE], counts[MC_TABULAR_SEVENTH],
			problem);
	test_ok(read_all(text, length / 2, false) == MC_TABULAR_BAD, "cut in the middle");
	free(text);
}

int
main(void)
{
	test_host_init(&host);
	test_ok(read_all(sample, strlen(sample), true) == MC_TABULAR_END &&
				strcmp(said, want) == 0,
			"rows of the sample (%s)", problem);
	if (strcmp(said, want) != 0)
		fputs(said, stderr);
	test_damages();
	test_alternatives();
	test_cuts();
	test_failures();
	test_releases();
	test_phrases();
	test_conditions();
	test_official();
	test_host_reset(&host);
	return test_done();
}
