/*
 * ontology_file_test.c
 *		Unit test of the reader of ontologies.
 *
 * With MEDCODE_DATA set, the official files under it are read as well.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/ontology_file.h"

#define TSV_HEAD "id\tlabel\txrefs\n"
#define OBO_HEAD \
	"format-version: 1.2\ndata-version: doid/releases/2026-07-31/doid.obo\n\n"

static const char *const kinds[] = {"label", "exact", "abbreviation"};
static const char *const codings[] = {"one", "none", "several", "range", "dash", "bad"};

typedef struct Seen
{
	char text[4000]; /* all that was read, in a short form */
	unsigned concepts;
	unsigned names;
	unsigned coded;
	uint32_t line;
	char problem[200];
} Seen;

/* Read content[0..length) to its end, from memory of exactly that size. */
static McOntologyStatus
read_all(const char *content, size_t length, Seen *seen)
{
	TestHost host;
	McOntologyReader reader;
	const McOntologyConcept *concept;
	McOntologyStatus status;
	char *exact = malloc(length ? length : 1);
	char *to = seen->text;

	memcpy(exact, content, length);
	memset(seen, 0, sizeof(*seen));
	test_host_init(&host);
	mc_ontology_begin(&reader, &host.host, exact, length);
	while ((status = mc_ontology_next(&reader, &concept)) == MC_ONTOLOGY_CONCEPT)
	{
		McIcd10cm code;
		uint32_t line;
		char printed[MC_ICD10CM_BUFSIZE] = "";
		McOntologyCoding coding = mc_ontology_coding(concept, &code, &line);

		seen->concepts++;
		seen->names += (unsigned) concept->name_count;
		seen->coded += coding == MC_CODING_ONE && !concept->obsolete;
		if (coding == MC_CODING_ONE)
			mc_icd10cm_print(code, printed);
		if (to - seen->text > 3000)
			continue;
		to +=
			sprintf(to, "%u %s %s%s%s@%u", concept->line, concept->id,
					concept->obsolete ? "obsolete " : "", codings[coding], printed, line);
		for (size_t i = 0; i < concept->name_count; i++)
			to += sprintf(to, "|%u %s %.100s", concept->names[i].line,
						  kinds[concept->names[i].kind], concept->names[i].phrase);
		*to++ = ';';
	}
	if (status == MC_ONTOLOGY_BAD)
	{
		seen->line = reader.line;
		snprintf(seen->problem, sizeof(seen->problem), "%s", reader.problem);
	}
	test_host_reset(&host);
	free(exact);
	return status;
}

static void
test_good(const char *content, const char *want, const char *name)
{
	Seen seen;
	McOntologyStatus status = read_all(content, strlen(content), &seen);

	test_ok(status == MC_ONTOLOGY_END && strcmp(seen.text, want) == 0, "%s (read: %s%s)",
			name, seen.text, seen.problem);
}

static void
test_bad(const char *content, uint32_t line, const char *problem)
{
	Seen seen;
	McOntologyStatus status = read_all(content, strlen(content), &seen);

	test_ok(status == MC_ONTOLOGY_BAD && seen.line == line &&
				strcmp(seen.problem, problem) == 0,
			"line %u: %s (said: %u: %s)", line, problem, seen.line, seen.problem);
}

static void
test_tsv(void)
{
	test_good(TSV_HEAD "\"X:1\"\t\"blue fever\"\t\"ICD10CM:E11.9\"\n"
					   "X:2\tgreen fever\tICD10CM:e119, MESH:D1\r\n"
					   "\"X:3\"\t\"obsolete red fever\"\t\"ICD10CM:I10\"\n"
					   "\"X:4\"\t\"two fevers\"\t\"ICD10CM:I10, ICD10CM:I11.0\"\n"
					   "\"X:5\"\t\"one fever twice\"\t\"ICD10CM:I10, ICD10CM:I10\"\n"
					   "\"X:6\"\t\"fevers\"\t\"ICD10CM:A00-A09\"\n"
					   "\"X:7\"\t\"open fever\"\t\"ICD10CM:A00.-\"\n"
					   "\"X:8\"\t\"odd fever\"\t\"ICD10CM:1\"\n"
					   "\"X:9\"\t\"GIST\"\t\"\"\n",
			  "2 X:1 oneE11.9@2|2 label blue fever;"
			  "3 X:2 oneE11.9@3|3 label green fever;"
			  "4 X:3 obsolete oneI10@4|4 label obsolete red fever;"
			  "5 X:4 several@5|5 label two fevers;"
			  "6 X:5 oneI10@6|6 label one fever twice;"
			  "7 X:6 range@7|7 label fevers;"
			  "8 X:7 dash@8|8 label open fever;"
			  "9 X:8 bad@9|9 label odd fever;"
			  "10 X:9 none@10|10 label GIST;",
			  "a table of labels");
	test_good("\xEF\xBB\xBF" TSV_HEAD "X:1\tM\xC3\xA9ni\xC3\xA8re\tICD10CM:H81.0\n",
			  "2 X:1 oneH81.0@2|2 label M\xC3\xA9ni\xC3\xA8re;",
			  "byte order mark and accents");

	test_bad(
		"id\tlabel\tsubClassOf\n\"X:1\"\t\"a\"\t\"b\"\n", 1,
		"the file has no column xrefs, so it refers to no codes; ICD10inDO.tsv of the "
		"same publisher does");
	test_bad("id\tlabel\tother\nX:1\ta\tb\n", 1,
			 "the columns are not id, label and xrefs");
	test_bad(TSV_HEAD, 1, "nothing follows the header");
	test_bad("id\tlabel\txrefs", 1, "the last line is cut: it has no line end");
	test_bad(TSV_HEAD "X:1\ta\tICD10CM:I10", 2,
			 "the last line is cut: it has no line end");
	test_bad(TSV_HEAD "X:1\ta\n", 2,
			 "the line does not have three fields, each in quotes");
	test_bad(TSV_HEAD "X:1\ta\tb\tc\n", 2,
			 "the line does not have three fields, each in quotes");
	test_bad(TSV_HEAD "X:1\ta\tb\n\n", 3,
			 "the line does not have three fields, each in quotes");
	test_bad(TSV_HEAD "\"X:1\t\"a\"\t\"b\"\n", 2,
			 "the line does not have three fields, each in quotes");
	test_bad(TSV_HEAD "\"X:1\"\t\"a \"b\" c\"\t\"b\"\n", 2,
			 "the line does not have three fields, each in quotes");
	test_bad(TSV_HEAD "\"\"\t\"a\"\t\"b\"\n", 2, "id or label is empty");
	test_bad(TSV_HEAD "\"X:1\"\t\" \"\t\"b\"\n", 2, "id or label is empty");
	test_bad(TSV_HEAD "X:1\tM\xE9ni\tb\n", 2, "the text is not UTF-8");
	test_bad(TSV_HEAD "X:1\ta\x01z\tb\n", 2, "the line has a control character");
	test_bad("something else\n", 0, "the content begins as no file of an ontology");
	test_bad("", 0, "the content begins as no file of an ontology");
}

static void
test_obo(void)
{
	test_good(
		OBO_HEAD
		"[Term]\nid: X:1\nname: blue fever\n"
		"synonym: \"azure fever\" EXACT []\n"
		"synonym: \"BF\" EXACT OMO:0003012 []\n"
		"synonym: \"blue-f\" EXACT OMO:0003012 [MESH:1]\n"
		"synonym: \"BF-2\" EXACT []\n"
		"synonym: \"UPPER WORDS\" EXACT []\n"
		"synonym: \"A\" EXACT []\n"
		"synonym: \"coloured fever\" BROAD []\n"
		"synonym: \"dark blue fever\" NARROW []\n"
		"synonym: \"blue rash\" RELATED OMO:0003012 []\n"
		"xref: MESH:D1\nxref: ICD10CM:E11.9 {source=\"a\"}\nis_a: X:2 ! fever\n\n"
		"[Term]\r\nid: X:2\r\nname: say \\\"fever\\\"\\, twice\r\n"
		"synonym: \"back\\\\slash \\\"q\\\"\" EXACT []\r\n\r\n"
		"[Typedef]\nid: part_of\nname: part of\n\n"
		"[Term]\nid: X:3\nname: gone\nxref: ICD10CM:I10\nis_obsolete: true\n\n"
		"[Term]\nid: X:4\nis_obsolete: false\nxref: ICD10CM:I10\nxref: ICD10CM:I11\n\n",
		"4 X:1 oneE11.9@17|6 label blue fever|7 exact azure fever|8 abbreviation BF"
		"|9 abbreviation blue-f|10 abbreviation BF-2|11 exact UPPER WORDS|12 exact A;"
		"20 X:2 none@20|22 label say \"fever\", twice|23 exact back\\slash \"q\";"
		"29 X:3 obsolete oneI10@32|31 label gone;"
		"35 X:4 several@39;",
		"terms with synonyms");

	test_good("format-version: 1.2\nontology: doid/subsets/A\n\n[Term]\nid: X:1\n\n",
			  "4 X:1 none@4;", "a part of the ontology");
	test_bad("format-version: 1.2\nontology: mondo\n\n[Term]\nid: X:1\n\n", 2,
			 "the ontology is not the Disease Ontology");
	test_bad(OBO_HEAD, 3, "the file has no term");
	test_bad(OBO_HEAD "[Term]\nid: X:1\nname: a\n", 6,
			 "the last term is cut: no empty line follows it");
	test_bad(OBO_HEAD "[Term]\nid: X:1\nname: a", 6,
			 "the last line is cut: it has no line end");
	test_bad(OBO_HEAD "[Term]\nname: a\n\n", 4, "the term has no id");
	test_bad(OBO_HEAD "[Term]\nid: X:1\njust words\n\n", 6,
			 "the line is no tag with a value");
	test_bad(OBO_HEAD "[Term]\nid: X:1\nsynonym: \"cut EXACT []\n\n", 6,
			 "the synonym has no text in quotes with a scope");
	test_bad(OBO_HEAD "[Term]\nid: X:1\nsynonym: bare EXACT []\n\n", 6,
			 "the synonym has no text in quotes with a scope");
	test_bad(OBO_HEAD "[Term]\nid: X:1\nsynonym: \"a\" EXACTLY []\n\n", 6,
			 "the synonym has no text in quotes with a scope");
	test_bad(OBO_HEAD "[Term]\nid: X:1\nname: a\xFF\n\n", 6, "the text is not UTF-8");
}

/* Whatever is cut off: only a cut behind a whole concept can pass. */
static void
test_cuts(void)
{
	static const char obo[] = OBO_HEAD
		"[Term]\nid: X:1\nname: a\n\n[Term]\nid: X:2\nsynonym: \"b\\\"\" EXACT []\n\n";
	static const char tsv[] = TSV_HEAD "\"X:1\"\t\"a\"\t\"b\"\n\"X:2\"\t\"a\"\t\"b\"\n";
	unsigned passed = 0;
	Seen seen;

	for (size_t cut = 0; cut < sizeof(obo); cut++)
		passed += read_all(obo, cut, &seen) == MC_ONTOLOGY_END;
	test_ok(passed == 2, "cuts of an obo file: %u pass", passed);
	passed = 0;
	for (size_t cut = 0; cut < sizeof(tsv); cut++)
		passed += read_all(tsv, cut, &seen) == MC_ONTOLOGY_END;
	test_ok(passed == 2, "cuts of a tsv file: %u pass", passed);
}

static void
test_release(const char *content, const char *want)
{
	char name[60] = "";
	bool found = mc_ontology_release(content, strlen(content), name, sizeof(name));

	test_ok(found == (*want != '\0') && strcmp(name, want) == 0, "release \"%s\" (%s)",
			want, name);
}

static void
test_phrases(void)
{
	static const struct
	{
		const char *phrase;
		bool good;
	} cases[] = {
		{"blue fever", true},
		{"hand, foot and mouth disease", true},
		{"fever, NOS", false},
		{"tumour, NEC/NOS", false},
		{"NOSE disease", true},
		{"diagNOSis", true},
		{"fever 2 with or without rash", false},
		{"rash and/or fever", false},
		{"leukemia with t(8;21)", false},
		{"", false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		test_ok(mc_ontology_is_phrase(cases[i].phrase) == cases[i].good,
				"\"%s\" is %sa phrase", cases[i].phrase, cases[i].good ? "" : "not ");
}

static void
test_official(const char *file, unsigned concepts, unsigned coded, const char *release)
{
	const char *data = getenv("MEDCODE_DATA");
	char path[1000];
	char name[60] = "";
	FILE *in;
	char *text;
	size_t length;
	Seen seen;
	McOntologyStatus status;

	snprintf(path, sizeof(path), "%s/data/synonyms/%s", data ? data : "", file);
	in = fopen(path, "rb");
	if (!in)
	{
		test_ok(true, "%s # SKIP MEDCODE_DATA has none", file);
		return;
	}
	fseek(in, 0, SEEK_END);
	length = (size_t) ftell(in);
	rewind(in);
	text = malloc(length);
	length = fread(text, 1, length, in);
	fclose(in);
	status = read_all(text, length, &seen);
	mc_ontology_release(text, length, name, sizeof(name));
	test_ok(status == MC_ONTOLOGY_END && seen.concepts == concepts &&
				seen.coded == coded && strcmp(name, release) == 0,
			"%s: %u concepts, %u with one code, release \"%s\" %s", file, seen.concepts,
			seen.coded, name, seen.problem);
	free(text);
}

int
main(void)
{
	test_tsv();
	test_obo();
	test_cuts();
	test_release(OBO_HEAD, "2026-07-31");
	test_release("format-version: 1.2\r\ndata-version: "
				 "doid/releases/2025-01-02/subsets/A_slim.obo\r\n\n",
				 "2025-01-02-A_slim");
	test_release("format-version: 1.2\ndata-version: 17\n\n", "");
	test_release("format-version: 1.2\n[Term]\ndata-version: 2026-07-31\n", "");
	test_release(TSV_HEAD, "");
	test_release("", "");
	test_phrases();
	test_official("ICD10inDO.tsv", 3571, 3480, "");
	test_official("DO_cancer_slim.obo", 730, 89, "2026-07-31-DO_cancer_slim");
	test_official("DO_infectious_disease_slim.obo", 536, 285,
				  "2026-07-31-DO_infectious_disease_slim");
	test_official("DO_rare_slim.obo", 3460, 1309, "2026-07-31-DO_rare_slim");
	return test_done();
}
