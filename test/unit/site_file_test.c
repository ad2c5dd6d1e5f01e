/*
 * site_file_test.c
 *		Unit test of the reader of a site's own tables.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/site_file.h"

#define TERMS "phrase\tcode\n"
#define CODES "code_system\tcode\ttitle\n"

typedef struct Seen
{
	char text[4000];
	unsigned rows;
	uint32_t line;
	char problem[200];
} Seen;

static McSiteStatus
read_all(const char *content, size_t length, Seen *seen)
{
	McSiteReader reader;
	McSiteRow row;
	McSiteStatus status;
	char *exact = malloc(length ? length : 1);
	char *to = seen->text;

	memcpy(exact, content, length);
	memset(seen, 0, sizeof(*seen));
	mc_site_begin(&reader, exact, length);
	while ((status = mc_site_next(&reader, &row)) == MC_SITE_ROW)
	{
		seen->rows++;
		if (to - seen->text > 3000)
			continue;
		to += sprintf(to, "%u", row.line);
		for (int i = 0; i < MC_SITE_COLUMNS; i++)
			if (i != MC_SITE_BILLABLE)
				to += sprintf(to, "|%.*s", (int) row.field[i].length, row.field[i].text);
		to += sprintf(to, "|%d;", row.billable);
	}
	if (status == MC_SITE_BAD)
	{
		seen->line = reader.line;
		snprintf(seen->problem, sizeof(seen->problem), "%s", reader.problem);
	}
	free(exact);
	return status;
}

/* want: line|code|code_system|phrase|kind|title|short_title|parent|billable */
static void
test_good(const char *content, McSiteFormat format, const char *want, const char *name)
{
	Seen seen;
	McSiteStatus status = read_all(content, strlen(content), &seen);

	test_ok(status == MC_SITE_END && strcmp(seen.text, want) == 0 &&
				mc_site_format(content, strlen(content)) == format,
			"%s (read: %s%s)", name, seen.text, seen.problem);
}

static void
test_bad(const char *content, uint32_t line, const char *problem)
{
	Seen seen;
	McSiteStatus status = read_all(content, strlen(content), &seen);

	test_ok(status == MC_SITE_BAD && seen.line == line &&
				strcmp(seen.problem, problem) == 0,
			"line %u: %s (said: %u: %s)", line, problem, seen.line, seen.problem);
}

static void
test_terms(void)
{
	char longest[MC_SITE_PHRASE_MAX + 20];
	Seen seen;

	test_good(TERMS "blue fever\tE119\n grippe \t j10.1 \n", MC_SITE_TERMS,
			  "2|E11.9|icd10cm|blue fever|site||||1;"
			  "3|J10.1|icd10cm|grippe|site||||1;",
			  "phrase and code");
	test_good("kind\tcode_system\tcode\tphrase\r\n"
			  "lay\t\tI10\tthe pressure\r\n"
			  "\tsnomed\t38341003\tthe \"pressure\"\r\n"
			  "synonym\tcpt\t99213\toffice visit\r\n",
			  MC_SITE_TERMS,
			  "2|I10|icd10cm|the pressure|lay||||1;"
			  "3|38341003|snomed|the \"pressure\"|site||||1;"
			  "4|99213|cpt|office visit|synonym||||1;",
			  "all columns in another order");
	test_good("\xEF\xBB\xBF" TERMS "M\xC3\xA9ni\xC3\xA8re\tH81.0\n", MC_SITE_TERMS,
			  "2|H81.0|icd10cm|M\xC3\xA9ni\xC3\xA8re|site||||1;",
			  "byte order mark and accents");

	test_bad("phrase\tcode\tcolour\n", 1,
			 "a column is none of phrase, code, code_system, kind");
	test_bad("phrase\tcode\ttitle\n", 1,
			 "a column is none of phrase, code, code_system, kind");
	test_bad("phrase\tcode\tcode\n", 1, "a column is named twice");
	test_bad("code\tphrase\t\n", 1,
			 "a column is none of phrase, code, code_system, kind");
	test_bad(TERMS, 1, "nothing follows the header");
	test_bad("phrase\tcode", 1, "the last line is cut: it has no line end");
	test_bad(TERMS "a\tI10\nb\tI1", 3, "the last line is cut: it has no line end");
	test_bad(TERMS "a\tI10\nb\n", 3,
			 "the line does not have as many fields as the first line");
	test_bad(TERMS "a\tI10\tsite\n", 2,
			 "the line does not have as many fields as the first line");
	test_bad(TERMS "a\tI10\n\n", 3,
			 "the line does not have as many fields as the first line");
	test_bad(TERMS " \tI10\n", 2, "the phrase is empty");
	test_bad(TERMS "a\t\n", 2, "the code is empty");
	test_bad(TERMS "a\tI\n", 2, "the code is not one of ICD-10-CM");
	test_bad(TERMS "a\tI10.-\n", 2, "the code is not one of ICD-10-CM");
	test_bad("phrase\tcode\tcode_system\na\t123\tICD10\n", 2,
			 "the name of the code system is not made of lower case letters, digits and "
			 "underscores");
	test_bad("phrase\tcode\tkind\na\tI10\ttitle\n", 2,
			 "the kind is none of site, synonym, lay");
	test_bad(TERMS "a\xE9\tI10\n", 2, "the text is not UTF-8");
	test_bad(TERMS "a\x07\tI10\n", 2, "the line has a control character");
	test_bad("code\tcode_system\n", 0, "the first line names no columns");
	test_bad("", 0, "the first line names no columns");

	strcpy(longest, TERMS);
	memset(longest + strlen(TERMS), 'x', sizeof(longest) - strlen(TERMS));
	{
		size_t room = strlen(TERMS) + MC_SITE_PHRASE_MAX;
		char text[MC_SITE_PHRASE_MAX + 40];

		memcpy(text, longest, room);
		memcpy(text + room, "\tI10\n", 5);
		test_ok(read_all(text, room + 5, &seen) == MC_SITE_END,
				"a phrase of 2,000 bytes");
		text[room] = 'x';
		memcpy(text + room + 1, "\tI10\n", 5);
		test_ok(read_all(text, room + 6, &seen) == MC_SITE_BAD && seen.line == 2 &&
					strcmp(seen.problem, "the phrase is longer than 2,000 bytes") == 0,
				"a phrase of 2,001 bytes");
	}
}

static void
test_codes(void)
{
	test_good(CODES "snomed\t38341003\tHypertensive disorder\n", MC_SITE_CODES,
			  "2|38341003|snomed|||Hypertensive disorder|||1;", "the three columns");
	test_good("parent\tbillable\ttitle\tshort_title\tcode\tcode_system\n"
			  "\tfalse\tA heading\thead\tE11\ticd10cm\n"
			  "e11\tyes\tA code\t\te119\ticd10cm\n"
			  "E11\t0\tAnother\t\tE11.8\ticd10cm\n",
			  MC_SITE_CODES,
			  "2|E11|icd10cm|||A heading|head||0;"
			  "3|E11.9|icd10cm|||A code||E11|1;"
			  "4|E11.8|icd10cm|||Another||E11|0;",
			  "all columns, codes as printed");
	test_bad("code\ttitle\n", 1, "columns code_system, code and title are needed");
	test_bad(
		"code_system\tcode\ttitle\tkind\n", 1,
		"a column is none of code_system, code, title, short_title, billable, parent");
	test_bad(CODES "cpt\t99213\t\n", 2, "the title is empty");
	test_bad(CODES "\t99213\ta\n", 2,
			 "the name of the code system is not made of lower case letters, digits and "
			 "underscores");
	test_bad(
		CODES "cpt\t1\ta\nsnomed\t2\tb\n", 3,
		"the code system is not that of the first row; each takes a file of its own");
	test_bad("code_system\tcode\ttitle\tbillable\ncpt\t1\ta\tmaybe\n", 2,
			 "billable is neither true nor false");
	test_bad(CODES "icd10cm\t1\ta\n", 2, "the code is not one of ICD-10-CM");
	test_bad(CODES "cpt\t1234567890123456789012345678901234567890123456789012345678901234"
				   "\ta\n",
			 2, "the code is longer than 63 bytes");
}

static void
test_formats(void)
{
	test_ok(mc_site_format("code\ttitle\n", 11) == MC_SITE_CODES &&
				mc_site_format("title\tphrase\tcode\n", 18) == MC_SITE_TERMS &&
				mc_site_format("id\tlabel\txrefs\n", 15) == MC_SITE_UNKNOWN &&
				mc_site_format("phrases\tcode\n", 13) == MC_SITE_UNKNOWN &&
				mc_site_format("code,title\n", 11) == MC_SITE_UNKNOWN &&
				mc_site_format("", 0) == MC_SITE_UNKNOWN,
			"what is recognised");
}

/* Whatever is cut off: only a cut behind a line can pass. */
static void
test_cuts(void)
{
	static const char text[] = CODES "cpt\t1\ta\ncpt\t2\tb\n";
	unsigned passed = 0;
	Seen seen;

	for (size_t cut = 0; cut < sizeof(text); cut++)
		passed += read_all(text, cut, &seen) == MC_SITE_END;
	test_ok(passed == 2, "cuts: %u pass", passed);
}

int
main(void)
{
	test_terms();
	test_codes();
	test_formats();
	test_cuts();
	return test_done();
}
