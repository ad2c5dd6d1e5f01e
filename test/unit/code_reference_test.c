/*
 * code_reference_test.c
 *		Unit test of the reader of codes in tabular notes.
 */
#include "test_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load/code_reference.h"

static TestHost host;
static McCodeReferences references;

/* Write what a text names: "I21 T36-T50{5 at 56} E08-E13{610}" */
static void
describe(const char *text, size_t length, char *to)
{
	char *exact = malloc(length + 1); /* ends where the memory ends */

	memcpy(exact + 1, text, length);
	mc_code_references(&host.host, exact + 1, length, &references);
	free(exact);
	*to = '\0';
	for (size_t i = 0; i < references.count; i++)
	{
		const McCodeReference *reference = &references.items[i];
		char code[MC_ICD10CM_BUFSIZE];

		mc_icd10cm_print(reference->first, code);
		to += sprintf(to, "%s%s", i ? " " : "", code);
		mc_icd10cm_print(reference->last, code);
		if (reference->last != reference->first)
			to += sprintf(to, "-%s", code);
		if (reference->place_count > 0)
		{
			to += sprintf(to, "{%s at ", reference->characters);
			for (int n = 0; n < reference->place_count; n++)
				to += sprintf(to, "%d", reference->places[n]);
			to += sprintf(to, "}");
		}
		if (reference->pattern[0] != '\0')
			to += sprintf(to, "{%s}", reference->pattern);
	}
}

static const struct
{
	const char *text;
	const char *names;
} cases[] = {
	/* one code */
	{"cough (R05)", "R05"},
	{"cough (R05.-)", "R05"},
	{"wheeze (R06.2)", "R06.2"},
	{"gout (M1A.-)", "M1A"},
	{"carcinoid (C7A.0-)", "C7A.0"},
	{"weeks (Z3A)", "Z3A"},
	{"disorder (QA0.0-)", "QA0.0"},
	{"complication (O9A.21-)", "O9A.21"},
	{"poisoning (T43.1X1A)", "T43.1X1A"},
	{"crying R68.11", "R68.11"},
	{"risk Z15.-", "Z15"},
	{"code (R05 )", "R05"},
	{"closed twice (J91.0))", "J91.0"},
	{"closed wrongly (E87.8}", "E87.8"},
	{"not closed (Z89.52-", "Z89.52"},
	{"lacks its dash (J96.)", "J96"},
	{"I10", ""},
	{"in I10", "I10"},
	/* lists */
	{"(A40-A41, R65.2-)", "A40-A41 R65.2"},
	{"(M80.0-, M81.0-)", "M80.0 M81.0"},
	{"(J00-J06; J20-J22)", "J00-J06 J20-J22"},
	{"(C43.2-,C44.2-)", "C43.2 C44.2"},
	{"(I60.-. I61.-, I62.-)", "I60 I61 I62"},
	{"(K50.014, K50.114,)", "K50.014 K50.114"},
	{"(S24.0 and S24.1)", "S24.0 S24.1"},
	{"(A00-R94 and T80-T88.6, T88.8)", "A00-R94 T80-T88.6 T88.8"},
	{"(i.e. E05.8, E07.0, E16-E31, E34.-)", "E05.8 E07.0 E16-E31 E34"},
	{"code from category T31 or T32 to say how much", "T31 T32"},
	{"of categories E08, E09 and E13 to tell", "E08 E09 E13"},
	{"Categories D37-D44, and D48 sort by place", "D37-D44 D48"},
	{"trouble in I50.- or I51.4-I51.7, I51.9 due to", "I50 I51.4-I51.7 I51.9"},
	{"receptor: Z17.0, Z17.1, Z17.2-", "Z17.0 Z17.1 Z17.2"},
	{"subcategories S89.0, S89.1, and S89.3", "S89.0 S89.1 S89.3"},
	{"one (R05) and another (R06.-)", "R05 R06"},
	/* ranges */
	{"(T36-T50)", "T36-T50"},
	{"(C00-D49)", "C00-D49"},
	{"(I10-I1A)", "I10-I1A"},
	{"(E08.31-E08.35)", "E08.31-E08.35"},
	{"(F10.-F17.-)", "F10-F17"},
	{"(F10.- -F17.-)", "F10-F17"},
	{"(F10.--F17.-)", "F10-F17"},
	{"(S12.0--S12.6.-)", "S12.0-S12.6"},
	{"(F98.2.-F98.3)", "F98.2-F98.3"},
	{"(S00 - S09)", "S00-S09"},
	{"(I01.0 -I01.9)", "I01.0-I01.9"},
	{"(I69.81- I69.91-)", "I69.81-I69.91"},
	{"(M05.00 to M05.8A)", "M05.00-M05.8A"},
	{"in S06.1- to S06.6-, and S06.8-, code to", "S06.1-S06.6 S06.8"},
	{"belonging to S06.0- to S06.8-code to wound", "S06.0-S06.8"},
	{"(T36\xE2\x80\x93T50)", "T36-T50"},
	{"(E11.\xE2\x80\x91)", "E11"},
	{"(T36\xC2\xA0\xE2\x80\x94\xC2\xA0T50)", "T36-T50"},
	{"(C44.9-C43.2)", "C44.9 C43.2"},
	{"(T50-T36)", ""},
	{"trouble in N18 and N26 - due to pressure", "N18 N26"},
	/* characters */
	{"(T36-T50 with fifth or sixth character 5)", "T36-T50{5 at 56}"},
	{"(T36-T50 with fifth or six character 5)", "T36-T50{5 at 56}"},
	{"(T36-T50) with fifth or sixth character 6", "T36-T50{6 at 56}"},
	{"(T36-T65 with fifth or sixth character 1-4)", "T36-T65{1234 at 56}"},
	{"(T36-T65 with fifth or sixth character 1-4 or 6)", "T36-T65{12346 at 56}"},
	{"(T39.0-, with sixth character 1-4)", "T39.0{1234 at 6}"},
	{"(T36-T50 with final character 6)", "T36-T50{6 at 56}"},
	{"(T36-T50 with fifth or final character 6)", "T36-T50{6 at 56}"},
	{"(S42.- with final or seventh character B)", "S42{B at 567}"},
	{"(S42.- with 7th character B or C)", "S42{BC at 7}"},
	{"(S92.-with 7th character B)", "S92{B at 7}"},
	{"(S32.1--S32.9 with 7th character B)", "S32.1-S32.9{B at 7}"},
	{"(S52.- with open fracture 7th character)", "S52{BCEFHJMNQR at 7}"},
	{"(A37 with fifth-character 1)", "A37{1 at 5}"},
	{"(J96. with 5th character 2)", "J96{2 at 5}"},
	{"(F10-F19 with 5th character .6)", "F10-F19{6 at 5}"},
	{"code O33.3 with a 7th character of 1 through 3.", "O33.3{123 at 7}"},
	{"in category S06 with 6th character 7 - early, or 8 - late.", "S06{78 at 6}"},
	{"(A37, B27.- with fifth character 1)", "A37{1 at 5} B27{1 at 5}"},
	{"(T51-T65 with fifth or sixth character to show intent)", "T51-T65"},
	{"E08-E10 (E11.-) with acid", "E11"},
	{"see categories E08-E10, E11 with acid", "E08-E10 E11"},
	{"break - code to the break with 7th character D", ""},
	/* patterns */
	{"(E08-E13 with .610)", "E08-E13{610}"},
	{"(E08-E13 with .61-)", "E08-E13{61}"},
	{"(E08-E13 with .9)", "E08-E13{9}"},
	{"(E08-E13 with .51-.53)", "E08-E13{51} E08-E13{52} E08-E13{53}"},
	{"(F10-F19, with .17, .27)", "F10-F19{17} F10-F19{27}"},
	{"(F11-F19 with .15. .25, .95)", "F11-F19{15} F11-F19{25} F11-F19{95}"},
	{"(F10, F13 with .26, .96)", "F10{26} F13{26} F10{96} F13{96}"},
	{"(E08, E09 with final characters .00 or .01)", "E08{00} E09{00} E08{01} E09{01}"},
	{"(I69. with final characters -91)", "I69{-91}"},
	{"(F11-F19 with fifth to sixth characters 51)", "F11-F19{-51}"},
	{"(E08-E13 with .61012)", "E08-E13"},
	/* announced */
	{"any kind in A15 (J65)", "A15 J65"},
	{"Anything in I00 with fever", "I00"},
	{"Anything in I10 specified as", "I10"},
	{"named under K45 specified as black", "K45"},
	{"conditions classified to B36", "B36"},
	{"whose place is to G00-G08 as the reason", "G00-G08"},
	{"except as in G80-G82", "G80-G82"},
	{"except T74 and T76", "T74 T76"},
	{"code(s) from F11-F16 and F18-F19 to tell", "F11-F16 F18-F19"},
	{"a code from category QA0 to", "QA0"},
	{"each code in subcategory S89.9", "S89.9"},
	{"(e.g. cough in J40).", "J40"},
	{"added to code O33.3. 7th character 0 is for", "O33.3"},
	{"Y93.A Activities", "Y93.A"},
	/* none */
	{"", ""},
	{"vitamin B12 lack", ""},
	{"vitamin B12 lack (E53.8)", "E53.8"},
	{"deaf to vitamin B12 or iron", ""},
	{"due to B12 lack", ""},
	{"in B12 lack", ""},
	{"(B12 lack)", ""},
	{"HLA-B27 positive", ""},
	{"(HLA-B27)", ""},
	{"flu A/H1N1 (J10.-)", "J10"},
	{"LGMD R12", ""},
	{"parvovirus B19 infection", ""},
	{"E. coli O157:H7", ""},
	{"G6PD lack (G6PD)", ""},
	{"growth gene (GH1) broken", ""},
	{"AML M5a", ""},
	{"vertebrae C1-C7, T4 and T1-T12", ""},
	{"fracture of T10-T12 level", ""},
	{"Type 1, stage 2, 1000-2499 g, 3-4 May 1972", ""},
	{"t(9;22) (q34;q11)", ""},
	{"see Table of Drugs, see Chapter 20", ""},
	{"U.S.A. and e.g. p.o.", ""},
	{"(COVID-19) (CD4) (NOS) (AIDS)", ""},
	{"(e11.9)", ""},
	{"(E11.9x)", ""},
	{"(E119)", ""},
	{"(E11.91234)", ""},
	{"S\xC3\xB8"
	 "E11.9",
	 ""},
	{"at 37.8 C and E1.5", ""},
	{"(E1)", ""},
};

static void
test_cases(void)
{
	char said[1000];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		describe(cases[i].text, strlen(cases[i].text), said);
		test_ok(strcmp(said, cases[i].names) == 0, "\"%s\" names \"%s\" (said: \"%s\")",
				cases[i].text, cases[i].names, said);
	}
}

/* Any prefix of any text, bytes of every kind: nothing is read past the end. */
static void
test_bytes(void)
{
	char said[4000];
	char text[200];
	unsigned seed = 1;
	size_t most = 0;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t n = 0; n <= strlen(cases[i].text); n++)
			describe(cases[i].text, n, said);
	for (int round = 0; round < 20000; round++)
	{
		static const char alphabet[] = "E1.-, (A0with )5th character\xE2\x80\x93\xC2\xA0";
		size_t length = (size_t) round % sizeof(text);

		for (size_t i = 0; i < length; i++)
		{
			seed = seed * 1103515245u + 12345u;
			text[i] = alphabet[(seed >> 16) % sizeof(alphabet)];
		}
		describe(text, length < 60 ? length : 60, said);
		if (references.count > most)
			most = references.count;
	}
	test_ok(most > 0 && most <= 20, "%zu references at most in noise", most);
}

/* A list with many members and many patterns grows as it has to. */
static void
test_long(void)
{
	char *text = malloc(20000);
	char *to = text;

	*to++ = '(';
	for (int i = 0; i < 1000; i++)
		to += sprintf(to, "E%02d.%d, ", i % 100, i / 100);
	to += sprintf(to, "E11 with .1, .2, .3)");
	mc_code_references(&host.host, text, (size_t) (to - text), &references);
	test_ok(references.count == 3003, "%zu references", references.count);
	mc_code_references(&host.host, "none", 4, &references);
	test_ok(references.count == 0, "used again");
	free(text);
}

static void
test_fits(void)
{
	static const struct
	{
		const char *text;
		const char *code;
		bool fits;
	} fit_cases[] = {
		{"(E11.-)", "E11", true},
		{"(E11.-)", "E11.9", true},
		{"(E11.-)", "E12", false},
		{"(E11.6)", "E11", false},
		{"(T36-T50 with fifth or sixth character 5)", "T36.0X5A", true},
		{"(T36-T50 with fifth or sixth character 5)", "T36.0X1A", false},
		{"(T36-T50 with fifth or sixth character 5)", "T36.95XA", true},
		{"(T36-T50 with fifth or sixth character 5)", "T36.0", false},
		{"(T36-T50 with fifth or sixth character 5)", "T51.0X5A", false},
		{"(E08-E13 with .610)", "E10.610", true},
		{"(E08-E13 with .610)", "E10.61", false},
		{"(E08-E13 with .61-)", "E10.610", true},
		{"(E08-E13 with .61-)", "E14.610", false},
		{"(I69. with final characters -91)", "I69.391", true},
		{"(I69. with final characters -91)", "I69.91", false},
		{"(I69. with final characters -91)", "I69.390", false},
		{"(S42.- with 7th character B or C)", "S42.001C", true},
		{"(S42.- with 7th character B or C)", "S42.001A", false},
	};

	for (size_t i = 0; i < sizeof(fit_cases) / sizeof(fit_cases[0]); i++)
	{
		const char *text = fit_cases[i].text;
		const char *code = fit_cases[i].code;
		McIcd10cm packed;
		size_t position;

		mc_icd10cm_parse(code, strlen(code), &packed, &position);
		mc_code_references(&host.host, text, strlen(text), &references);
		test_ok(references.count == 1 &&
					mc_code_reference_fits(&references.items[0], packed) ==
						fit_cases[i].fits,
				"%s %s %s", text, fit_cases[i].fits ? "names" : "does not name", code);
	}
}

int
main(void)
{
	test_host_init(&host);
	test_cases();
	test_bytes();
	test_long();
	test_fits();
	test_host_reset(&host);
	return test_done();
}
