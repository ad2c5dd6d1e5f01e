/*
 * claim_test.c
 *		Unit test of the reader of claims (X12 837).
 *
 * The samples are made by hand from the rules of docs/remittances.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "x12_check.h"

#define ISA                                                                             \
	"ISA*00*          *00*          *ZZ*PROVIDER       *ZZ*PAYER          *260105*0900" \
	"*^*00501*000000202*0*T*:~"
#define BEGIN(guide)                                                              \
	ISA "GS*HC*PROVIDER*PAYER*20260105*0900*3*X*" guide "~ST*837*0021*" guide "~" \
		"BHT*0019*00*BATCH5*20260105*0900*CH~NM1*41*2*CLINIC*****46*TIN1~"        \
		"PER*IC*ANN*TE*8005550001~NM1*40*2*PLAN*****46*PLN1~"                     \
		"HL*1**20*1~PRV*BI*PXC*207Q00000X~NM1*85*2*CLINIC*****XX*1234567893~"     \
		"N3*1 MAIN ST~N4*TOWN*NY*10000~REF*EI*123456789~"
#define SELF                                                            \
	"HL*2*1*22*0~SBR*P*18*GROUP1******CI~NM1*IL*1*DOE*JANE****MI*M123~" \
	"N3*2 MAIN ST~N4*TOWN*NY*10000~DMG*D8*19800412*F~NM1*PR*2*PLAN*****PI*12345~"
#define PROFESSIONAL                                                             \
	"CLM*C5001*200***11:B:1*Y*A*Y*Y~REF*G1*AUTH9~HI*ABK:E11.9*ABF:I10*ABF:Z794~" \
	"NM1*82*1*ROE*R****XX*1999999984~PRV*PE*PXC*207Q00000X~"                     \
	"LX*1~SV1*HC:99213:25*150*UN*1***1:2~DTP*472*D8*20251230~REF*6R*A1~"         \
	"LX*2~SV1*HC:J3490*50*UN*2.5*12**3~DTP*472*RD8*20251228-20251231~"           \
	"LIN**N4*00011122233~CTP****2*ML~"
#define DEPENDANT                                                                     \
	"HL*3*1*22*1~SBR*S**GROUP2******MB~NM1*IL*1*ROE*JOHN****MI*M124~"                 \
	"NM1*PR*2*OTHER PLAN*****PI*999~HL*4*3*23*0~PAT*19~NM1*QC*1*ROE*TIM~"             \
	"DMG*D8*20150101*M~"                                                              \
	"CLM*C5002*75.5***22:B:7*Y*A*Y*Y~REF*F8*PCN77~HI*BK:250.00~"                      \
	"SBR*P*18*******MC~CAS*CO*45*10~AMT*D*65.5~OI***Y***Y~NM1*IL*1*ROE*TIM****MI*X1~" \
	"LX*1~SV1*HC:99212*75.5*UN*1***1~DTP*472*D8*20260102~SVD*999*65.5*HC:99212**1~"   \
	"CAS*CO*45*10~DTP*573*D8*20260103~"
#define END(count) "SE*" count "*0021~GE*1*3~IEA*1*000000202~"

static const char professional[] =
	BEGIN("005010X222A1") SELF PROFESSIONAL DEPENDANT END("55");
static const char institutional[] = BEGIN("005010X223A2") SELF
	"CLM*C9*1000***11:A:1**A*Y*Y~DTP*434*RD8*20251201-20251204~DTP*435*DT*202512010830~"
	"CL1*1*7*01~HI*ABK:I2510:::::::Y~HI*ABJ:R0789~HI*APR:R0789~HI*ABN:W19XXXA:::::::N~"
	"HI*ABF:E119:::::::Y*ABF:I10:::::::1~HI*DR:247~"
	"HI*BBR:027034Z:D8:20251202~HI*BBQ:4A023N7:D8:20251202*BBQ:B2111ZZ:D8:20251203~"
	"HI*BH:11:D8:20251201~NM1*71*1*ROE*R****XX*1999999984~"
	"LX*1~SV2*0120**600*DA*3~DTP*472*D8*20251201~"
	"LX*2~SV2*0450*HC:99284:25*400*UN*1~" END("38");

static const char *const professional_rows[] = {
	"submission P 000000202 0021 BATCH5 2026-01-05 CH",
	"diagnosis 1 0.1 10 E119 ",
	"diagnosis 1 1.2 10 I10 ",
	"diagnosis 1 1.3 10 Z794 ",
	"line 1.1 HC:99213:25::: 150 1 UN|||1 2 0 0|A1| 2025-12-30..2025-12-30",
	"line 1.2 HC:J3490:::: 50 2.5 UN||12|3 0 0 0||00011122233 2025-12-28..2025-12-31",
	"claim 1 C5001 200 11/1 2025-12-28..2025-12-31 adm 0000-00-00|1234567893 123456789|"
	"M123 PLAN 12345||18 1980-04-12 F|drg |1999999984   AUTH9",
	"diagnosis 2 0.1 9 25000 ",
	"line 2.1 HC:99212:::: 75.5 1 UN|||1 0 0 0|| 2026-01-02..2026-01-02",
	"claim 2 C5002 75.5 22/7 2026-01-02..2026-01-02 adm 0000-00-00|1234567893 123456789|"
	"M124 OTHER PLAN 999||19 2015-01-01 M|drg |  PCN77 ",
};

static const char *const institutional_rows[] = {
	"submission I 000000202 0021 BATCH5 2026-01-05 CH",
	"diagnosis 1 0.1 10 I2510 Y",
	"diagnosis 1 2.1 10 R0789 ",
	"diagnosis 1 3.1 10 R0789 ",
	"diagnosis 1 4.1 10 W19XXXA N",
	"diagnosis 1 1.2 10 E119 Y",
	"diagnosis 1 1.3 10 I10 1",
	"procedure 1 0.1 10 027034Z 2025-12-02",
	"procedure 1 1.2 10 4A023N7 2025-12-02",
	"procedure 1 1.3 10 B2111ZZ 2025-12-03",
	"line 1.1 ::::: 600 3 DA|0120||0 0 0 0|| 2025-12-01..2025-12-01",
	"line 1.2 HC:99284:25::: 400 1 UN|0450||0 0 0 0|| 0000-00-00..0000-00-00",
	("claim 1 C9 1000 11/1 2025-12-01..2025-12-04 adm 2025-12-01|1234567893 123456789|"
	 "M123 PLAN 12345||18 1980-04-12 F|drg 247| 1999999984  "),
};

static TestHost host;

static void
read_text(X12Content *content, const char *text, size_t piece)
{
	content->text = text;
	content->length = strlen(text);
	content->piece = piece;
	x12_read_claims(&host.host, content);
	test_host_reset(&host);
}

static void
test_rows(const char *sample, const char *const *rows, size_t nrows, const char *what)
{
	X12Content content = {0};
	size_t i = 0;
	char *first;
	bool same = true;

	read_text(&content, sample, 7);
	test_ok(content.segments > 0, "%s: accepted (segment %d %s: %s)", what,
			(int) content.problem.segment, content.problem.name,
			content.problem.text ? content.problem.text : "");
	first = strdup(content.rows);
	for (char *line = strtok(content.rows, "\n"); line; line = strtok(NULL, "\n"), i++)
		test_ok(i < nrows && strcmp(line, rows[i]) == 0, "%s", line);
	test_ok(i == nrows, "all rows");
	for (size_t piece = 1; piece < 200; piece++)
	{
		read_text(&content, sample, piece);
		same = same && strcmp(content.rows, first) == 0;
	}
	test_ok(same, "whatever the size of the pieces");
	free(first);
	free(content.rows);
}

static void
test_cuts(const char *sample)
{
	X12Content content = {0};
	unsigned whole = 0;

	for (size_t length = 0; length < strlen(sample); length++)
	{
		char *copy = strndup(sample, length);

		read_text(&content, copy, 64);
		whole += content.segments > 0;
		free(copy);
	}
	test_ok(whole == 0, "no beginning is complete");
	free(content.rows);
}

/* The sample with its first "from" replaced is refused at that segment. */
static void
refuses(const char *sample, const char *from, const char *to, const char *name,
		const char *clause)
{
	const char *place = strstr(sample, from);
	char *text = malloc(strlen(sample) + strlen(to) + 1);
	X12Content content = {0};

	if (place == NULL)
		abort();
	sprintf(text, "%.*s%s%s", (int) (place - sample), sample, to, place + strlen(from));
	read_text(&content, text, 4096);
	x12_check_refused(&content, 0, name, clause, from, to);
	free(content.rows);
	free(text);
}

static void
test_refused(void)
{
	static const char may_not[] = "the segment may not stand here";
	static const char above[] = "the level above it is not the one before it";
	static const char sum[] =
		"the charges of the lines do not add up to that of the claim";
	static const char day[] = "a date is not a day or two of the form CCYYMMDD";

	refuses(professional, "ST*837*0021*005010X222A1", "ST*837*0021*005010X224A2", "ST",
			"the claims are neither professional (005010X222) nor institutional "
			"(005010X223)");
	refuses(professional, "BHT*", "XXX*", "", "the segment does not belong into a claim");
	refuses(professional, "HL*1**20*1~", "", "PRV", may_not);
	refuses(professional, "HL*2*1*22", "HL*3*1*22", "HL",
			"the levels are not numbered from 1 on");
	refuses(professional, "HL*2*1*22", "HL*2*2*22", "HL", above);
	refuses(professional, "HL*2*1*22", "HL*2*1*23", "HL", above);
	refuses(professional, "HL*4*3*23", "HL*4*2*23", "HL", above);
	refuses(professional, "CLM*C5001*200*", "CLM*C5001*201*", "CLM", sum);
	refuses(professional, "CLM*C5001*", "CLM**", "CLM",
			"the number of the claim is missing");
	refuses(professional, "CLM*C5001*200***11:B:1*Y*A*Y*Y~", "", "HI", may_not);
	refuses(professional, "LX*1~", "", "SV1", may_not);
	refuses(professional, "LX*2~", "LX*3~", "LX",
			"the lines of the claim are not numbered from 1 on");
	refuses(professional, "SV1*HC:99213:25*150*UN*1***1:2~", "", "LX",
			"the line has no SV1 or SV2 segment");
	refuses(professional, "SV1*HC:99213:25*150", "SV2*HC:99213:25*150", "SV2",
			"an institutional service in a professional claim");
	refuses(institutional, "SV2*0120**600*DA*3", "SV1*HC:1*600", "SV1",
			"a professional service in an institutional claim");
	refuses(professional, "HI*ABK:E11.9*", "HI*ABK*", "HI", "a code is missing");
	refuses(professional, "*ABF:I10*", "*ABK:I10*", "HI",
			"the claim has a second principal diagnosis");
	refuses(professional, "***1:2~", "***1:x~", "SV1",
			"a pointer to a diagnosis is no number");
	refuses(professional, "RD8*20251228-20251231", "RD8*20251228-20251331", "DTP", day);
	refuses(professional, "HL*3*1*22*1~", "CLM*C7*0~HL*3*1*22*1~", "CLM",
			"the claim has no line");
}

int
main(void)
{
	test_host_init(&host);
	test_rows(professional, professional_rows,
			  sizeof(professional_rows) / sizeof(professional_rows[0]), "professional");
	test_rows(institutional, institutional_rows,
			  sizeof(institutional_rows) / sizeof(institutional_rows[0]),
			  "institutional");
	test_cuts(professional);
	test_cuts(institutional);
	test_refused();
	return test_done();
}
