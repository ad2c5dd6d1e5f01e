/*
 * index_file_test.c
 *		Unit test of the reader of the Alphabetic Index, and of its phrases.
 *
 * With MEDCODE_DATA set, the official files under it are read as well.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/index_file.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define DISEASES                            \
	DECLARATION "<ICD10CM.index>\n"         \
				"<version>2026</version>\n" \
				"<title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>\n"
#define CAUSES                              \
	DECLARATION "<ICD10CM.index>\n"         \
				"<version>2026</version>\n" \
				"<title>ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX</title>\n"
#define NEOPLASMS                                                                \
	DECLARATION "<ICD10CM.index>\n"                                              \
				"<version>2026</version>\n"                                      \
				"<indexHeading><head col=\"1\">Neoplasm</head>"                  \
				"<head col=\"2\">Malignant Primary</head>"                       \
				"<head col=\"3\">Malignant Secondary</head>"                     \
				"<head col=\"4\">Ca in situ</head><head col=\"5\">Benign</head>" \
				"<head col=\"6\">Uncertain Behavior</head>"                      \
				"<head col=\"7\">Unspecified Behavior</head></indexHeading>\n"
#define DRUGS                                                                  \
	DECLARATION "<ICD10CM.index>\n"                                            \
				"<version>2026</version>\n"                                    \
				"<indexHeading><head col=\"1\">Substance</head>"               \
				"<head col=\"2\">Poisoning, Accidental (unintentional)</head>" \
				"<head col=\"3\">Poisoning Intentional self-harm</head>"       \
				"<head col=\"4\">Poisoning Assault</head>"                     \
				"<head col=\"5\">Poisoning Undetermined</head>"                \
				"<head col=\"6\">Adverse effect</head>"                        \
				"<head col=\"7\">Underdosing</head></indexHeading>\n"
#define LETTER "<letter><title>A</title>\n"
#define END    "</letter></ICD10CM.index>\n"

/* What an index holds, as text */
static char dump[65536];

static void
add(const char *text)
{
	strncat(dump, text, sizeof(dump) - strlen(dump) - 1);
}

static void
add_code(const char *before, const McIndexCode *code)
{
	if (code->code == NULL)
		return;
	add(before);
	add(code->code);
	if (code->incomplete)
		add("-");
}

static void
add_text(const char *before, const char *text)
{
	if (text == NULL)
		return;
	add(before);
	add(text);
}

static void
dump_index(const McIndex *index)
{
	dump[0] = '\0';
	for (size_t i = 0; i < index->count; i++)
	{
		const McIndexEntry *entry = &index->entries[i];
		char number[40];

		(void) snprintf(number, sizeof(number), "%u/%u/%u ", (unsigned) i + 1,
						(unsigned) entry->parent, (unsigned) entry->level);
		add(number);
		add(entry->title);
		for (unsigned j = 0; j < entry->nonessential_count; j++)
		{
			add(" (");
			add(entry->nonessential[j]);
			add(")");
		}
		add_code(" = ", &entry->code);
		if (entry->subcategory)
			add(" subcategory");
		add_code(" & ", &entry->manifestation);
		add_text(" see ", entry->see);
		add_text(" also ", entry->see_also);
		add_text(" category ", entry->see_category);
		for (int j = 0; entry->cells && j < MC_INDEX_CELLS; j++)
		{
			char column[16];

			(void) snprintf(column, sizeof(column), " %d:", j + 2);
			add_code(column, &entry->cells[j]);
		}
		add("\n");
	}
	for (size_t i = 0; i < index->oddity_count; i++)
	{
		char line[200];

		(void) snprintf(line, sizeof(line), "%u: %s\n",
						(unsigned) index->oddities[i].line, index->oddities[i].reason);
		add(line);
	}
}

/* Read text[0..length); the memory ends where the text does. */
static bool
read_index(TestHost *host, const char *text, size_t length, McIndex *index)
{
	char *copy = malloc(length + 1);
	McXml *xml;
	bool read;

	memcpy(copy, text, length);
	copy[length] = '\0';
	xml = mc_xml_open(copy, length);
	read = xml != NULL && mc_index_read(&host->host, xml, index);
	mc_xml_close(xml);
	free(copy);
	return read;
}

static void
test_content(const char *name, const char *text, const char *expected)
{
	TestHost host;
	McIndex index;
	bool read;

	test_host_init(&host);
	read = read_index(&host, text, strlen(text), &index);
	if (read)
		dump_index(&index);
	else
		(void) snprintf(dump, sizeof(dump), "refused at line %u: %s\n",
						(unsigned) index.line, index.problem);
	test_ok(strcmp(dump, expected) == 0, "%s", name);
	if (strcmp(dump, expected) != 0)
		printf("# expected:\n%s# got:\n%s", expected, dump);
	test_host_reset(&host);
}

static void
test_titles(void)
{
	static const struct
	{
		const char *title; /* as in the file */
		const char *expected;
	} cases[] = {
		{"Plain", "Plain"},
		{"Abuse<nemod>(adult) (child)</nemod> NEC", "Abuse NEC (adult) (child)"},
		{"Abuse <nemod> (adult)  (child) </nemod>\n NEC", "Abuse NEC (adult) (child)"},
		{"Eye (left) thing (small)", "Eye thing (left) (small)"},
		{"Failure(s) , anxiety", "Failure, anxiety"},
		{"Infection(s)<nemod>(viral)</nemod>", "Infection (viral)"},
		{"Burn<nemod>(inflicted) by other person(s)</nemod>",
		 "Burn by other person (inflicted)"},
		{"Lip<nemod>(of)</nemod> cleft", "Lip cleft (of)"},
		{"Lip<nemod>(of)</nemod>cleft", "Lip cleft (of)"},
		{"Tear<nemod>(due to (bilateral) strain)</nemod>",
		 "Tear (due to (bilateral) strain)"},
		{"Word<nemod>plain modifier</nemod> end", "Word end (plain modifier)"},
		{"Word<nemod>()</nemod>", "Word"},
		{"Word <![CDATA[& more]]>", "Word & more"},
		{"caf\xC3\xA9\xC2\xA0rouge &amp; noir", "caf\xC3\xA9 rouge & noir"},
	};

	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char text[2000];
		char expected[400];

		(void) snprintf(text, sizeof(text), "%s<mainTerm><title>%s</title></mainTerm>%s",
						DISEASES LETTER, cases[i].title, END);
		(void) snprintf(expected, sizeof(expected), "1/0/0 %s\n", cases[i].expected);
		test_content(cases[i].expected, text, expected);
	}
}

static void
test_entries(void)
{
	test_content(
		"main terms, subterms and what they have",
		DISEASES LETTER
		"<mainTerm><title>Alpha</title><code>A01.0</code>\n"
		"<term level=\"1\"><title>one</title><seeAlso>Beta,  two</seeAlso><code>A02</code>"
		"<manif>M90.8-</manif></term>\n"
		"<term level=\"1\"><title>two</title><see>Beta</see>\n"
		"<term level=\"2\"><title>deep</title><seecat>C92.-</seecat></term></term>"
		"</mainTerm>"
		"</letter><letter><title>B</title>"
		"<mainTerm><title>Beta</title><subcat>H92.0</subcat></mainTerm>"
		"<mainTerm><title>Gamma</title><warning>careful</warning></mainTerm>" END,
		"1/0/0 Alpha = A01.0\n"
		"2/1/1 one = A02 & M90.8- also Beta, two\n"
		"3/1/1 two see Beta\n"
		"4/3/2 deep category C92\n"
		"5/0/0 Beta = H92.0- subcategory\n"
		"6/0/0 Gamma\n");
	test_content(
		"codes with a dash",
		DISEASES LETTER
		"<mainTerm><title>a</title><code>I21.-</code></mainTerm>"
		"<mainTerm><title>b</title><code>L03.03-</code></mainTerm>"
		"<mainTerm><title>c</title><code>C64-</code></mainTerm>"
		"<mainTerm><title>d</title><code> S05.8X- </code></mainTerm>"
		"<mainTerm><title>e</title><code>A01</code><subcat>B01.0</subcat></mainTerm>" END,
		"1/0/0 a = I21-\n2/0/0 b = L03.03-\n3/0/0 c = C64-\n4/0/0 d = S05.8X-\n"
		"5/0/0 e = A01 category B01.0\n");
	test_content("external causes",
				 CAUSES LETTER
				 "<mainTerm><title>Fall</title><code>W19</code></mainTerm>" END,
				 "1/0/0 Fall = W19\n");
	test_content(
		"neoplasm table",
		NEOPLASMS LETTER
		"<mainTerm><title>Neoplasm</title><cell col=\"2\">C80.1</cell>"
		"<cell col=\"3\">C79.8-</cell><cell col=\"4\">-</cell><cell col=\"5\">--</cell>"
		"<cell col=\"6\"></cell><cell col=\"7\"/>"
		"<term level=\"1\"><title>lung</title><cell col=\"7\">D49.1</cell></term>"
		"<term level=\"1\"><title>skin</title><cell col=\"2\">-</cell></term>"
		"</mainTerm>" END,
		"1/0/0 Neoplasm 2:C80.1 3:C79.8-\n2/1/1 lung 7:D49.1\n3/1/1 skin\n");
	test_content("table of drugs",
				 DRUGS LETTER "<mainTerm><title>Oil</title><cell col=\"6\">T47.4X5</cell>"
							  "<cell col=\"2\">T47.4X1</cell></mainTerm>" END,
				 "1/0/0 Oil 2:T47.4X1 6:T47.4X5\n");
}

static void
test_oddities(void)
{
	test_content(
		"a note is no term; what is below it belongs to the term before",
		DISEASES LETTER
		"<mainTerm><title>Failure</title>\n"
		"<term level=\"1\"><title>heart</title><code>I50.9</code>\n"
		"<term level=\"2\"><title>acute</title></term></term>\n"
		"<term level=\"1\"><title>Note: stages A and B</title><code>A00</code>\n"
		"<term level=\"2\"><title>systolic</title><code>I50.20</code>\n"
		"<term level=\"3\"><title>acute</title><code>I50.21</code></term></term></term>\n"
		"<term level=\"1\"><title>liver</title></term>\n"
		"<term level=\"1\"><title>Note: nothing below</title></term>\n"
		"</mainTerm>" END,
		"1/0/0 Failure\n2/1/1 heart = I50.9\n3/2/2 acute\n4/2/2 systolic = I50.20\n"
		"5/4/3 acute = I50.21\n6/1/1 liver\n"
		"9: the title is a note, not a term; the terms below it belong to the term before it\n"
		"13: the title is a note, not a term; left out\n");
	test_content(
		"a note that comes first",
		DISEASES LETTER
		"<mainTerm><title>Failure</title><term level=\"1\"><title>Note: x</title>"
		"<term level=\"2\"><title>below</title></term></term></mainTerm>" END,
		"1/0/0 Failure\n2/1/1 below\n"
		"6: the title is a note, not a term; the terms below it belong to the term before it\n");
	test_content(
		"texts that are no codes",
		DISEASES LETTER
		"<mainTerm><title>a</title><code>none</code></mainTerm>\n"
		"<mainTerm><title>b</title><code>-</code></mainTerm>\n"
		"<mainTerm><title>c</title><code>I219</code></mainTerm>\n"
		"<mainTerm><title>d</title><code>i21.9</code></mainTerm>\n"
		"<mainTerm><title>e</title><code>A00</code><manif>(mouth)</manif></mainTerm>\n"
		"<mainTerm><title>f</title><see> </see></mainTerm>\n" END,
		"1/0/0 a\n2/0/0 b\n3/0/0 c\n4/0/0 d\n5/0/0 e = A00\n6/0/0 f\n"
		"6: the text is not a code; left out\n7: the text is not a code; left out\n"
		"8: the text is not a code; left out\n9: the text is not a code; left out\n"
		"10: the text is not a code; left out\n11: an element has no text\n");
	test_content(
		"parentheses that are no pairs, and nothing else",
		DISEASES LETTER
		"<mainTerm><title>Sin<nemod>(one)</nemod>-pulmonary syndrome)</title></mainTerm>\n"
		"<mainTerm><title>Open (at end</title></mainTerm>\n"
		"<mainTerm><title><nemod>(gastric)</nemod></title></mainTerm>" END,
		"1/0/0 Sin-pulmonary syndrome (one)\n2/0/0 Open at end\n3/0/0 gastric (gastric)\n"
		"6: the parentheses of the title are no pairs\n"
		"7: the parentheses of the title are no pairs\n"
		"8: the title is only a nonessential modifier\n");
}

static void
test_damage(const char *text, unsigned line, const char *problem)
{
	TestHost host;
	McIndex index;
	bool read;

	test_host_init(&host);
	read = read_index(&host, text, strlen(text), &index);
	test_ok(!read && index.line == line && strstr(index.problem, problem) != NULL,
			"refused: %s", problem);
	if (read || index.line != line || strstr(index.problem, problem) == NULL)
		printf("# read %d, line %u: %s\n", read, (unsigned) index.line,
			   read ? "" : index.problem);
	test_host_reset(&host);
}

#define TERM(inside) DISEASES LETTER "<mainTerm>\n" inside "</mainTerm>" END

static void
test_damages(void)
{
	test_damage(TERM("<title>a</title><code>A00</code><code>A01</code>"), 7,
				"element code occurs twice");
	test_damage(TERM("<title>a</title><see>b</see><see>c</see>"), 7,
				"element see occurs twice");
	test_damage(TERM("<title>a</title><title>b</title>"), 7, "two titles");
	test_damage(TERM("<code>A00</code><title>a</title>"), 7,
				"does not begin with its title");
	test_damage(TERM(""), 6, "does not begin with its title");
	test_damage(TERM("<title> </title>"), 7, "a title has no words");
	test_damage(TERM("<title>a</title><term level=\"2\"><title>b</title></term>"), 7,
				"level of a term is not that of its nesting, 1");
	test_damage(TERM("<title>a</title>\n<term><title>b</title></term>"), 8,
				"level of a term");
	test_damage(TERM("<title>a</title><term level=\"1\"><title>b</title>\n"
					 "<term level=\"1\"><title>c</title></term></term>"),
				8, "level of a term is not that of its nesting, 2");
	test_damage(TERM("<title>a</title><term level=\"one\"><title>b</title></term>"), 7,
				"level of a term");
	test_damage(
		TERM("<title>a</title><term level=\"1\"><title>b</title></term><code>A00</code>"),
		7, "element code does not belong there");
	test_damage(TERM("<title>a</title><cell col=\"2\">C80.1</cell>"), 7,
				"no heading of columns");
	test_damage(TERM("<title>a</title><paragraph/>"), 7,
				"element paragraph does not belong there");
	test_damage(TERM("<title>a<b>c</b></title>"), 7, "element b does not belong there");
	test_damage(TERM("<title>a</title><\xC3\xA9/>"), 7,
				"element (unknown) does not belong there");
	test_damage(TERM("<title>a</title><diff><new>b</new></diff>"), 7, "addendum");
	test_damage(TERM("<title>a</title>loose"), 7, "text where none belongs");
	test_damage(DISEASES LETTER "<term level=\"1\"><title>a</title></term>" END, 6,
				"element term does not belong there");
	test_damage(DISEASES LETTER "<mainTerm><title>Note: x</title><term level=\"1\">"
								"<title>a</title></term></mainTerm>" END,
				6, "no term stands before it");
	test_damage(DISEASES LETTER END, 7, "there is no main term");
	test_damage(NEOPLASMS LETTER
				"<mainTerm><title>a</title><cell col=\"8\">C80.1</cell></mainTerm>" END,
				6, "in none of the columns 2 to 7");
	test_damage(NEOPLASMS LETTER
				"<mainTerm><title>a</title><cell>C80.1</cell></mainTerm>" END,
				6, "in none of the columns 2 to 7");
	test_damage(NEOPLASMS LETTER "<mainTerm><title>a</title><cell col=\"2\">C80.1</cell>"
								 "<cell col=\"2\">C80.1</cell></mainTerm>" END,
				6, "two cells in column 2");
	test_damage(
		DECLARATION
		"<ICD10CM.index isAddenda=\"true\"><title>ICD-10-CM INDEX TO DISEASES</title>" LETTER
		"<mainTerm><title>a</title></mainTerm>" END,
		2, "this is an addendum");
	test_damage(DECLARATION "<ICD10CM.index>\n<title>Another index</title>" LETTER
							"<mainTerm><title>a</title></mainTerm>" END,
				3, "neither title nor headings");
	test_damage(DECLARATION "<ICD10CM.tabular><version>2026</version></ICD10CM.tabular>",
				2, "does not belong there");
	test_damage("", 1, "");
}

/* Columns in another order would put codes under the wrong heading. */
static void
test_columns(void)
{
	char text[4000];
	char *benign;

	(void) snprintf(text, sizeof(text), "%s",
					NEOPLASMS LETTER "<mainTerm><title>a</title></mainTerm>" END);
	benign = strstr(text, "Benign");
	memcpy(benign, "Undone", 6);
	test_damage(text, 5, "the heading of column 5 is not that of the table");
	test_ok(strcmp(mc_index_column_name(mc_index_column(MC_INDEX_NEOPLASMS, 2)),
				   "in_situ") == 0 &&
				strcmp(mc_index_column_name(mc_index_column(MC_INDEX_DRUGS, 1)),
					   "poisoning_self_harm") == 0 &&
				strcmp(mc_index_column_name(mc_index_column(MC_INDEX_DRUGS, 5)),
					   "underdosing") == 0,
			"names of the columns");
}

static void
test_recognise(void)
{
	static const struct
	{
		const char *name;
		const char *text;
		bool found;
		McIndexKind kind;
		const char *version;
	} cases[] = {
		{"diseases", DISEASES LETTER END, true, MC_INDEX_DISEASES, "2026"},
		{"external causes", CAUSES LETTER END, true, MC_INDEX_EXTERNAL_CAUSES, "2026"},
		{"neoplasms", NEOPLASMS LETTER END, true, MC_INDEX_NEOPLASMS, "2026"},
		{"drugs", DRUGS LETTER END, true, MC_INDEX_DRUGS, "2026"},
		{"a damaged file", DISEASES LETTER "<mainTerm><oops>", true, MC_INDEX_DISEASES,
		 "2026"},
		{"no version",
		 "<ICD10CM.index><title>Index to Diseases</title><letter/></ICD10CM.index>", true,
		 MC_INDEX_DISEASES, ""},
		{"another title",
		 "<ICD10CM.index><title>Index of flowers</title><letter/></ICD10CM.index>", false,
		 0, ""},
		{"another root", "<index><title>Index to Diseases</title><letter/></index>",
		 false, 0, ""},
		{"no letter", "<ICD10CM.index><title>Index to Diseases</title></ICD10CM.index>",
		 false, 0, ""},
		{"a column of no number",
		 "<ICD10CM.index><indexHeading><head col=\"x\">Neoplasm</head>"
		 "</indexHeading><letter/></ICD10CM.index>",
		 false, 0, ""},
		{"text", "Index to Diseases", false, 0, ""},
		{"nothing", "", false, 0, ""},
	};

	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		McIndexKind kind = MC_INDEX_DRUGS;
		char version[MC_INDEX_VERSION_SIZE] = "";
		bool found =
			mc_index_recognise(cases[i].text, strlen(cases[i].text), &kind, version);

		test_ok(found == cases[i].found &&
					(!found ||
					 (kind == cases[i].kind && strcmp(version, cases[i].version) == 0)),
				"recognise: %s", cases[i].name);
	}
}

static const char sample[] = NEOPLASMS LETTER
	"<mainTerm><title>Neoplasm, neoplastic<nemod>(any) (kind)</nemod></title><cell col=\"2\">C80.1</cell>\n"
	"<term level=\"1\"><title>lung</title><see>Neoplasm</see><term level=\"2\">"
	"<title>Note: no term</title></term></term></mainTerm>\n" END;

/* No part of a file is a file, wherever it is cut. */
static void
test_cuts(void)
{
	size_t length = strlen(sample);
	size_t wrong = 0;

	while (sample[length - 1] == '\n')
		length--;
	for (size_t i = 0; i <= length; i++)
	{
		TestHost host;
		McIndex index;

		test_host_init(&host);
		wrong += read_index(&host, sample, i, &index) != (i == length);
		test_host_reset(&host);
	}
	test_ok(wrong == 0, "a file that is cut is refused, wherever");
}

/* Read the sample, leaving at the n-th allocation; false if that is not reached. */
static bool
escapes(unsigned long n)
{
	TestHost host;
	McIndex index;
	McXml *xml = mc_xml_open(sample, strlen(sample));
	volatile bool left = true;

	test_host_init(&host);
	host.fail_allocation = n;
	if (setjmp(host.escape) == 0)
	{
		(void) mc_index_read(&host.host, xml, &index);
		left = false;
	}
	mc_xml_close(xml);
	test_host_reset(&host);
	return left;
}

static void
test_escape(void)
{
	unsigned long n = 1;

	while (escapes(n))
		n++;
	test_ok(n > 3, "the host may leave at any of %lu allocations", n - 1);
}

static void
test_forms(void)
{
	test_ok(mc_index_forms("Failure, failed") == 2 &&
				mc_index_forms("Abnormal, abnormality, abnormalities") == 3 &&
				mc_index_forms("Abdomen, abdominal") == 2 &&
				mc_index_forms("Calculus, calculi, calculous") == 3 &&
				mc_index_forms("femur, femoral") == 2,
			"titles of one word in several forms");
	test_ok(mc_index_forms("Fracture, traumatic") == 1 &&
				mc_index_forms("Failure") == 1 &&
				mc_index_forms("Findings, abnormal, inconclusive") == 1 &&
				mc_index_forms("noise, on inner ear") == 1 &&
				mc_index_forms("tooth, teeth") == 1 &&
				mc_index_forms("artery, arteries of leg") == 1 && mc_index_forms("") == 1,
			"titles of several words");
}

/* The phrase of a path, whose last entry has the code A00; NULL if it has none */
static const char *
phrase_of(McIndexKind kind, const char *path, bool code)
{
	static char phrase[MC_INDEX_PHRASE_SIZE];
	static char titles[MC_INDEX_PHRASE_SIZE * 4];
	static const char *none;
	McIndexEntry entries[MC_INDEX_MAX_LEVEL + 1];
	McIndex index = {.kind = kind, .entries = entries};
	char *title = titles;

	(void) snprintf(titles, sizeof(titles), "%s", path);
	memset(entries, 0, sizeof(entries));
	while (title)
	{
		char *next = strstr(title, " > ");

		if (next)
		{
			*next = '\0';
			next += 3;
		}
		entries[index.count].title = title;
		entries[index.count].level = (uint32_t) index.count;
		entries[index.count].parent = (uint32_t) index.count;
		index.count++;
		title = next;
	}
	if (code)
		entries[index.count - 1].code.code = "A00";
	return mc_index_phrase(&index, (uint32_t) index.count, phrase) ? phrase : none;
}

static void
test_phrases(void)
{
	static const struct
	{
		const char *path;
		const char *phrase;
	} cases[] = {
		{"Failure, failed > heart", "heart failure"},
		{"Failure, failed > heart > congestive", "congestive heart failure"},
		{"Failure, failed > heart > systolic > acute > and chronic",
		 "acute and chronic systolic heart failure"},
		{"Diabetes, diabetic > type 2 > with > neuropathy",
		 "type 2 diabetes with neuropathy"},
		{"Diabetes, diabetic > with > retinopathy > proliferative",
		 "Diabetes with proliferative retinopathy"},
		{"Migraine > with aura > chronic", "chronic migraine with aura"},
		{"Pneumonia > due to > Klebsiella", "Pneumonia due to Klebsiella"},
		{"Pneumonia > in > anthrax", "Pneumonia in anthrax"},
		{"Abnormal, abnormality > weight > gain", "Abnormal weight gain"},
		{"Lack of > heating", "Lack of heating"},
		{"Addison's > anemia", "Addison's anemia"},
		{"Hepatitis > A", "Hepatitis A"},
		{"Deficiency, deficient > vitamin > C", "vitamin C deficiency"},
		{"Trisomy > 21", "Trisomy 21"},
		{"Fracture, traumatic > femur", "femur traumatic fracture"},
		{"Gastritis > acute or subacute", "acute gastritis"},
		{"Conjunctivitis NOS > viral", "viral conjunctivitis"},
		{"Injury > nerve NEC > ulnar", "ulnar nerve injury"},
		{"History > personal > stroke", "personal history of stroke"},
		{"History > family > malignant neoplasm > breast",
		 "family history of breast malignant neoplasm"},
		{"Status > transplant > heart", "heart transplant status"},
		{"Absence > kidney > acquired", "acquired kidney absence"},
		{"Neuritis", "Neuritis"},
		{"COVID-19", "COVID-19"},
		/* no conditions, or not by themselves */
		{"History > personal", NULL},
		{"Encounter > vaccination", NULL},
		{"Screening > colon cancer", NULL},
		{"COVID-19 > screening", NULL},
		{"Examination > eye", NULL},
		{"Failure, failed > kidney > specified NEC", NULL},
		{"Failure, failed > heart > specified type NEC > acute", NULL},
		{"Cyst > jaw NEC", NULL},
		{"Disorder > drug NEC-induced > amnesic", NULL},
		{"Niemann-Pick disease > type A/B", NULL},
		{"Neoplasia > anal [AIN I]", NULL},
		{"Cyst > jaw > unspecified site", NULL},
		{"Arthritis > in > diseases classified elsewhere", NULL},
		{"Burn > multiple sites, except eye", NULL},
		{"Abscess > by site > lung", NULL},
		{"Insomnia > due to", NULL},
		{"Migraine > with aura > without status migrainosus", NULL},
		{"Migraine > without aura", "Migraine without aura"},
		{"Absence > ear, congenital > acquired", NULL},
		/* too general */
		{"Abnormal, abnormality, abnormalities", NULL},
		{"Disease, diseased > acute", NULL},
		{"Disorder", NULL},
		{"Arm > left", NULL},
		{"Pain", NULL},
		{"Pain > arm", "arm pain"},
		{"Heat", NULL},
		{"AIDS", NULL},
		{"Irritable", NULL},
	};

	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		const char *got = phrase_of(MC_INDEX_DISEASES, cases[i].path, true);
		bool same = got == NULL || cases[i].phrase == NULL
						? got == cases[i].phrase
						: strcmp(got, cases[i].phrase) == 0;

		test_ok(same, "phrase: %s", cases[i].path);
		if (!same)
			printf("# expected %s, got %s\n", cases[i].phrase ? cases[i].phrase : "none",
				   got ? got : "none");
	}
	test_ok(phrase_of(MC_INDEX_DISEASES, "Failure > heart", false) == NULL &&
				phrase_of(MC_INDEX_EXTERNAL_CAUSES, "Fall > ladder", true) == NULL &&
				phrase_of(MC_INDEX_DRUGS, "Aspirin", true) == NULL,
			"no phrase without code, nor in other files");
	test_ok(
		phrase_of(
			MC_INDEX_DISEASES,
			"Zz > a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12 > a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11",
			true) != NULL &&
			phrase_of(
				MC_INDEX_DISEASES,
				"Zz > a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12 > a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12",
				true) == NULL,
		"24 words, and no more");
}

/* Counts of the publisher's files */
static void
test_official(const char *folder)
{
	static const struct
	{
		const char *path;
		McIndexKind kind;
		size_t count;
		size_t codes;
		size_t oddities;
	} cases[] = {
		{"fy2026/icd10cm_index_2026.xml", MC_INDEX_DISEASES, 81506, 63142, 10},
		{"fy2025/icd-10-cm-eindex-2025.xml", MC_INDEX_EXTERNAL_CAUSES, 8064, 6650, 0},
		{"fy2025/icd-10-cm-neoplasm-2025.xml", MC_INDEX_NEOPLASMS, 1937, 0, 3},
		{"fy2025/icd-10-cm-drug-2025.xml", MC_INDEX_DRUGS, 7428, 0, 0},
	};

	for (unsigned i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		char path[1024];
		FILE *file;
		char *text;
		size_t length;
		TestHost host;
		McIndex index;
		bool read;

		(void) snprintf(path, sizeof(path), "%s/data/icd10cm/%s", folder, cases[i].path);
		file = fopen(path, "rb");
		if (file == NULL)
		{
			test_ok(false, "%s can be opened", path);
			continue;
		}
		(void) fseek(file, 0, SEEK_END);
		length = (size_t) ftell(file);
		rewind(file);
		text = malloc(length + 1);
		length = fread(text, 1, length, file);
		(void) fclose(file);
		test_host_init(&host);
		read = read_index(&host, text, length, &index);
		test_ok(read && index.kind == cases[i].kind && index.count == cases[i].count &&
					index.code_elements == cases[i].codes &&
					index.oddity_count == cases[i].oddities,
				"%s", cases[i].path);
		if (!read)
			printf("# line %u: %s\n", (unsigned) index.line, index.problem);
		test_host_reset(&host);
		free(text);
	}
}

int
main(void)
{
	const char *folder = getenv("MEDCODE_DATA");

	test_titles();
	test_entries();
	test_oddities();
	test_damages();
	test_columns();
	test_recognise();
	test_cuts();
	test_escape();
	test_forms();
	test_phrases();
	if (folder && folder[0] != '\0')
		test_official(folder);
	return test_done();
}
