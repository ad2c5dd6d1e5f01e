/*
 * remittance_test.c
 *		Unit test of the reader of remittances (X12 835), with what it stands on.
 *
 * The sample is made by hand from the rules of docs/remittances.md.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "x12_check.h"

#define ISA                                                                             \
	"ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *260115*1200" \
	"*^*00501*000000101*0*P*:~"
#define GS "GS*HP*PAYER*PROVIDER*20260115*1200*7*X*005010X221A1~"
#define HEADER                                                                       \
	"ST*835*0001~"                                                                   \
	"BPR*I*87.5*C*ACH*CCP*01*999999992*DA*1*1512345678**01*999988880*DA*2*20260116~" \
	"TRN*1*71700666555*1512345678~"                                                  \
	"DTM*405*20260115~"                                                              \
	"N1*PR*EXAMPLE HEALTH PLAN*XV*12345~N3*1 MAIN ST~N4*TOWN*NY*10000~REF*2U*98765~" \
	"PER*BL*HELP*TE*8005550000~"                                                     \
	"N1*PE*EXAMPLE CLINIC*XX*1234567893~"
#define CLAIMS                                                                     \
	"LX*1~"                                                                        \
	"CLP*C5001*1*200*100*30*12*PCN1*11*1~NM1*QC*1*DOE*JANE****MI*M123~"            \
	"NM1*82*1*ROE*RICHARD****XX*1999999984~MOA***MA01*MA18~DTM*050*20260102~"      \
	"SVC*HC:99213:25*150*80**1~DTM*472*20251230~CAS*CO*45*40~CAS*PR*2*20**3*10~"   \
	"REF*6R*1~AMT*B6*110~"                                                         \
	"SVC*HC:85025*50*20**1*HC:85027*2~DTM*150*20251230~DTM*151*20251231~"          \
	"CAS*CO*45*20**97*10*1~REF*6R*2~LQ*HE*M15~LQ*HE*N390~"                         \
	"CLP*C5002*1*500*0**12*PCN2*13*1~CAS*CO*16*500~NM1*QC*1*ROE*JOHN****MI*M124~"  \
	"REF*F8*OLD77~REF*SY*123456789~MOA***MA130~DTM*232*20251201~DTM*233*20251202~" \
	"LX*2~TS3*1234567893*11*20251231*1*100~"                                       \
	"CLP*C4000*22*-100*-60**12*PCN3*11*8~CAS*CO*45*-40~"                           \
	"CLP*C4000*1*100*70**12*PCN4*11*7~"                                            \
	"SVC*HC:99214*100*70.00~CAS*CO*45*5**97*5*1*50*5**59*5**236*5**4*5.00*-1.5~"
#define SUMMARY "PLB*1234567893*20251231*WO:PCN9*25*L6*-2.5~"
#define TRAILER "SE*46*0001~GE*1*7~IEA*1*000000101~"

static const char sample[] = ISA GS HEADER CLAIMS SUMMARY TRAILER;

static const char *const rows[] = {
	"payment 000000101 0001 87.5 ACH 2026-01-16 71700666555|EXAMPLE HEALTH PLAN|12345|EXAMPLE CLINIC|1234567893",
	"claim 1 C5001 1 200 100|30|PCN1|M123||1999999984| 0000-00-00..0000-00-00 [MA01 MA18]",
	"detail 1.1 REF 6R 1",
	"detail 1.1 AMT B6 110",
	"line 1.1 HC:99213:25::: 150 80 1||1||110 2025-12-30..2025-12-30 []",
	"adjustment 1.1.1 CO 45 40 -",
	"adjustment 1.1.2 PR 2 20 -",
	"adjustment 1.1.3 PR 3 10 -",
	"detail 1.2 REF 6R 2",
	"line 1.2 HC:85025:::: 50 20 1||2|85027| 2025-12-30..2025-12-31 [M15 N390]",
	"adjustment 1.2.1 CO 45 20 -",
	"adjustment 1.2.2 CO 97 10 1",
	"detail 2.0 REF F8 OLD77",
	"claim 2 C5002 1 500 0||PCN2|M124|||OLD77 2025-12-01..2025-12-02 [MA130]",
	"adjustment 2.0.1 CO 16 500 -",
	"claim 3 C4000 22 -100 -60||PCN3|||| 0000-00-00..0000-00-00 []",
	"adjustment 3.0.1 CO 45 -40 -",
	"claim 4 C4000 1 100 70||PCN4|||| 0000-00-00..0000-00-00 []",
	"line 4.1 HC:99214:::: 100 70 1|||| 0000-00-00..0000-00-00 []",
	"adjustment 4.1.1 CO 45 5 -",
	"adjustment 4.1.2 CO 97 5 1",
	"adjustment 4.1.3 CO 50 5 -",
	"adjustment 4.1.4 CO 59 5 -",
	"adjustment 4.1.5 CO 236 5 -",
	"adjustment 4.1.6 CO 4 5 -1.5",
	"provider 1 1234567893 2025-12-31 WO PCN9 25",
	"provider 2 1234567893 2025-12-31 L6  -2.5",
};

static TestHost host;
static char *wanted;

static void
read_text(X12Content *content, const char *text, size_t length, size_t piece)
{
	content->text = text;
	content->length = length;
	content->piece = piece;
	x12_read_remittance(&host.host, content);
	test_host_reset(&host);
}

/* The text with its first "from" replaced by "to"; malloc'd */
static char *
replaced(const char *text, const char *from, const char *to)
{
	const char *place = strstr(text, from);
	char *copy = malloc(strlen(text) + strlen(to) + 1);

	if (place == NULL)
	{
		test_ok(false, "\"%s\" is in the sample", from);
		strcpy(copy, text);
		return copy;
	}
	sprintf(copy, "%.*s%s%s", (int) (place - text), text, to, place + strlen(from));
	return copy;
}

static void
test_rows(void)
{
	X12Content content = {0};
	char *line;
	size_t i = 0;

	read_text(&content, sample, strlen(sample), SIZE_MAX);
	test_ok(content.segments == 50, "50 segments (%d: segment %d %s)",
			(int) content.segments, (int) content.problem.segment,
			content.problem.text ? content.problem.text : "");
	wanted = strdup(content.rows);
	for (line = strtok(content.rows, "\n"); line; line = strtok(NULL, "\n"), i++)
		test_ok(i < sizeof(rows) / sizeof(rows[0]) && strcmp(line, rows[i]) == 0, "%s",
				line);
	test_ok(i == sizeof(rows) / sizeof(rows[0]), "all rows");
	free(content.rows);
}

static void
test_names(void)
{
	X12Content content = {.keep_names = true};

	read_text(&content, sample, strlen(sample), SIZE_MAX);
	test_ok(strstr(content.rows, "|DOE|") && strstr(content.rows, "REF SY 123456789"),
			"names and social security numbers are kept where asked for");
	free(content.rows);
	test_ok(!strstr(wanted, "DOE") && !strstr(wanted, "123456789 "), "and only there");
}

static void
test_pieces(void)
{
	X12Content content = {0};
	bool same = true;

	for (size_t piece = 1; piece < 300; piece++)
	{
		read_text(&content, sample, strlen(sample), piece);
		same = same && content.segments == 50 && strcmp(content.rows, wanted) == 0;
	}
	test_ok(same, "the size of the pieces does not matter");
	free(content.rows);
}

/* The same content written in another way gives the same rows. */
static void
test_written(const char *text, const char *what)
{
	X12Content content = {0};

	read_text(&content, text, strlen(text), 1000);
	test_ok(content.segments == 50 && strcmp(content.rows, wanted) == 0,
			"%s (segment %d: %s)", what, (int) content.problem.segment,
			content.problem.text ? content.problem.text : "");
	free(content.rows);
}

static void
test_ways_to_write(void)
{
	char text[8000];
	char *to;

	to = text;
	for (const char *from = sample; *from; from++)
	{
		*to++ = *from;
		if (*from == '~')
		{
			*to++ = '\r';
			*to++ = '\n';
		}
	}
	*to = '\0';
	test_written(text, "a segment a line");

	to = text;
	for (size_t i = 0; i < strlen(sample); i++)
	{
		*to++ = sample[i];
		if (i % 80 == 79)
			*to++ = '\n';
	}
	strcpy(to, "\n\n");
	test_written(text, "lines wrapped at 80 characters, empty ones at the end");

	strcpy(text, sample);
	for (to = text; *to; to++)
		*to = *to == '*' ? '|' : *to == '~' ? '\n' : *to == ':' ? '>' : *to;
	test_written(text, "other separators, segments ended by a line feed");

	strcpy(text, sample);
	for (to = text; *to; to++)
		*to = *to == '*' ? 0x1D : *to == '~' ? 0x1C : *to == ':' ? 0x1F : *to;
	test_written(text, "control characters as separators");

	snprintf(text, sizeof(text), "\xEF\xBB\xBF\r\n%s", sample);
	test_written(text, "a byte order mark");
}

/* The sample, changed, is refused at that segment with that clause. */
static void
refuses(const char *from, const char *to, unsigned segment, const char *name,
		const char *clause)
{
	char *text = replaced(sample, from, to);
	X12Content content = {0};

	read_text(&content, text, strlen(text), 4096);
	x12_check_refused(&content, segment, name, clause, from, to);
	free(content.rows);
	free(text);
}

#define MAY_NOT   "the segment may not stand here"
#define NO_AMOUNT "an amount is missing, or is no number"
#define NO_DAY    "a date is not a day of the form CCYYMMDD"
#define COUNT     "the count is not that of what stands before it"
#define CONTROL   "the control number is not that of the beginning"
#define LINE_BALANCE \
	"the line does not balance: its charge less its adjustments is not what is paid"
#define CLAIM_BALANCE \
	"the claim does not balance: its charge less all adjustments is not what is paid"
#define PAYMENT_BALANCE                                                                 \
	"the payment does not balance: claims less provider adjustments (PLB) are not the " \
	"amount of BPR02"

static void
test_envelopes(void)
{
	refuses("ISA*", "ISB*", 1, "", "an ISA segment is missing");
	refuses("*PROVIDER       *26", "*PROVIDER      *26", 1, "ISA",
			"its elements do not have their fixed lengths");
	refuses("P*:~GS", "P*A~GS", 1, "ISA",
			"its separators are not three characters other than letters and digits");
	refuses("GS*HP", "GS*HC", 2, "GS", "the group is of another kind of transaction");
	refuses("ST*835", "ST*837", 3, "ST", "the transaction is of another kind");
	refuses("X*005010X221A1", "X*004010X091A1", 3, "ST",
			"the version of the guide is not 005010");
	refuses(GS, "", 2, "ST", MAY_NOT);
	refuses("SE*46", "SE*45", 48, "SE", COUNT);
	refuses("SE*46", "SE*", 48, "SE", COUNT);
	refuses("SE*46*0001", "SE*46*0002", 48, "SE", CONTROL);
	refuses("GE*1*7", "GE*2*7", 49, "GE", COUNT);
	refuses("GE*1*7", "GE*1*8", 49, "GE", CONTROL);
	refuses("IEA*1*000000101", "IEA*1*000000102", 50, "IEA", CONTROL);
	refuses("IEA*1*000000101", "IEA*0*000000101", 50, "IEA", COUNT);
	refuses("IEA*1*000000101~", "", 50, "", "the content ends before its envelopes do");
	refuses("000000101~", "000000101", 50, "", "the content ends within the segment");
}

static void
test_structure(void)
{
	refuses("BPR*I", "BPX*I", 4, "", "the segment does not belong into a remittance");
	refuses("TRN*1*71700666555*1512345678~", "", 5, "DTM", MAY_NOT);
	refuses("N1*PE*EXAMPLE CLINIC*XX*1234567893~", "", 12, "LX", MAY_NOT);
	refuses("N1*PR", "N1*PE", 7, "N1",
			"it is neither the payer nor, behind it, the payee");
	refuses("LX*1~", "", 13, "CLP", MAY_NOT);
	refuses("CLP*C5001*1*200*100*30*12*PCN1*11*1~", "", 14, "NM1", MAY_NOT);
	refuses("LX*2~", "LX*2~LX*3~", 41, "LX", "the LX segment before it has no claim");
	refuses("CLP*C5001*1*", "CLP**1*", 14, "CLP",
			"the number or the status of the claim is missing");
	refuses("*200*100*", "*200,00*100*", 14, "CLP", NO_AMOUNT);
	refuses("*200*100*", "*200**", 14, "CLP", NO_AMOUNT);
	refuses("*200*100*", "*200.00001*100*", 14, "CLP", NO_AMOUNT);
	refuses("SVC*HC:99213:25", "SVC*HC", 19, "SVC", "the code of the service is missing");
	refuses("DTM*472*20251230", "DTM*472*20251330", 20, "DTM", NO_DAY);
	refuses("CAS*CO*45*40", "CAS*XX*45*40", 21, "CAS",
			"the group code is none of CO, PR, OA, PI, CR");
	refuses("CAS*CO*45*40", "CAS*CO", 21, "CAS", "it has no adjustment");
	refuses("CAS*CO*45*40", "CAS*CO*45", 21, "CAS", NO_AMOUNT);
	refuses("CAS*CO*45*40", "CAS*CO**40", 21, "CAS", "a reason code is missing");
	refuses("4*5.00*-1.5", "4*5.00*-1.5*1*0", 46, "CAS",
			"it has more than six adjustments");
	refuses("LQ*HE*M15", "LQ*HE*m15", 30, "LQ",
			"a remark code is not made of capital letters and digits");
	refuses("REF*6R*1~", "REF*6R*1\x01~", 23, "",
			"the segment has a control character in it");
	refuses("PLB*1234567893*20251231*WO:PCN9*25*", "PLB*1234567893*20251231*:PCN9*25*",
			47, "PLB", "a reason code is missing");
}

static void
test_balance(void)
{
	refuses("CAS*CO*45*40", "CAS*CO*45*40.01", 19, "SVC", LINE_BALANCE);
	refuses("SVC*HC:99213:25*150*80", "SVC*HC:99213:25*150*80.0001", 19, "SVC",
			LINE_BALANCE);
	refuses("C5001*1*200*100", "C5001*1*200*99.99", 14, "CLP", CLAIM_BALANCE);
	refuses("CAS*CO*16*500", "CAS*CO*16*499", 32, "CLP", CLAIM_BALANCE);
	refuses("C5001*1*200*100", "C5001*1*210*110", 14, "CLP",
			"the charges of the lines do not add up to that of the claim");
	refuses("BPR*I*87.5", "BPR*I*87.51", 48, "SE", PAYMENT_BALANCE);
	refuses("L6*-2.5", "L6*2.5", 48, "SE", PAYMENT_BALANCE);
	refuses("WO:PCN9*25*", "WO:PCN9*99999999999999*", 48, "SE", PAYMENT_BALANCE);
}

/* No beginning of a file is taken for a whole one. */
static void
test_cuts(void)
{
	X12Content content = {0};
	size_t whole = 0;

	for (size_t length = 0; length < strlen(sample); length++)
	{
		char *copy = malloc(length + 1);

		memcpy(copy, sample, length);
		read_text(&content, copy, length, 64);
		whole += content.segments > 0 || content.problem.text == NULL;
		free(copy);
	}
	test_ok(whole == 0, "no beginning of the sample is complete");
	free(content.rows);
}

static void
test_several(void)
{
	char text[16000];
	X12Content content = {0};
	char *other = replaced(sample, "*ZZ*PAYER          *", "|ZZ|PAYER          |");

	snprintf(text, sizeof(text), "%s%s", sample, sample);
	read_text(&content, text, strlen(text), 100);
	test_ok(content.segments == 100, "two interchanges");
	for (char *p = other; *p; p++)
		*p = *p == '*' ? '|' : *p;
	snprintf(text, sizeof(text), "%s\n%s", sample, other);
	read_text(&content, text, strlen(text), 100);
	test_ok(content.segments == 100, "with separators of their own");
	snprintf(text, sizeof(text),
			 ISA GS HEADER CLAIMS SUMMARY "SE*46*0001~" HEADER CLAIMS SUMMARY
										  "SE*46*0001~GE*2*7~IEA*1*000000101~");
	read_text(&content, text, strlen(text), 100);
	test_ok(content.segments == 96, "two transactions in a group");
	snprintf(text, sizeof(text), "%s",
			 ISA GS
			 "ST*835*0001~BPR*I*0*C*NON************20260116~TRN*1*9~N1*PR*P~N1*PE*E~"
			 "SE*6*0001~GE*1*7~IEA*1*000000101~");
	read_text(&content, text, strlen(text), 100);
	test_ok(content.segments == 10 && strstr(content.rows, "payment"),
			"a payment without claims");
	free(content.rows);
	free(other);
}

/* Memory does not grow with the stream, and a failing host leaves nothing behind. */
static void
test_host_leaves(void)
{
	X12Content content = {.text = sample, .length = strlen(sample), .piece = 10};

	test_host_init(&host);
	x12_read_remittance(&host.host, &content);
	test_ok(host.peak_bytes < 1024 * 1024, "%zu bytes are enough", host.peak_bytes);
	test_ok(host.allocations == 2, "two allocations");
	test_host_reset(&host);
	for (unsigned long i = 1; i <= 2; i++)
	{
		test_host_init(&host);
		host.fail_allocation = i;
		if (setjmp(host.escape) == 0)
			x12_read_remittance(&host.host, &content);
		test_host_reset(&host);
	}
	test_host_init(&host);
	x12_read_remittance(&host.host, &content);
	test_ok(strcmp(content.rows, wanted) == 0, "the next reading is whole");
	test_host_reset(&host);
	free(content.rows);
}

static void
test_amounts(void)
{
	static const struct
	{
		const char *text;
		bool good;
		McX12Amount amount;
	} cases[] = {
		{"0", true, 0},
		{"12.5", true, 125000},
		{"-12.50", true, -125000},
		{".5", true, 5000},
		{"5.", true, 50000},
		{"99999999999999.9999", true, 999999999999999999},
		{"0.0001", true, 1},
		{"1.00000", true, 10000},
		{"", false, 0},
		{"-", false, 0},
		{".", false, 0},
		{"+1", false, 0},
		{"1e3", false, 0},
		{"1,5", false, 0},
		{" 1", false, 0},
		{"0.00001", false, 0},
		{"1.2.3", false, 0},
		{"100000000000000", false, 0},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		McX12Amount amount = 0;
		bool good =
			mc_x12_amount((McX12Text){cases[i].text, strlen(cases[i].text)}, &amount);

		test_ok(good == cases[i].good && (!good || amount == cases[i].amount),
				"amount \"%s\"", cases[i].text);
	}
}

int
main(void)
{
	test_host_init(&host);
	test_rows();
	test_names();
	test_pieces();
	test_ways_to_write();
	test_envelopes();
	test_structure();
	test_balance();
	test_cuts();
	test_several();
	test_host_leaves();
	test_amounts();
	free(wanted);
	return test_done();
}
