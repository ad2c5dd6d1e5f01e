/*
 * document_test.c
 *	  Whole documents: what holds for every text, however nasty; failures of
 *	  the host; bounds on memory, time and cancelling.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "document_check.h"

#define KB ((size_t) 1024)
#define MB (1024 * KB)

typedef struct Text
{
	const char *name;
	const char *text;
	size_t len;
} Text;

#define TEXT(name, literal)                \
	{                                      \
		name, literal, sizeof(literal) - 1 \
	}

static const Text nasty[] = {
	TEXT("empty", ""),
	TEXT("one blank", " "),
	TEXT("blanks only", "          \t\t   \n\n\n   \r\n  "),
	TEXT("one letter", "a"),
	TEXT("line ends only", "\n\r\n\r\r\n"),
	TEXT("CRLF", "HPI: cough.\r\n\r\nPMH:\r\n- HTN\r\n- DM\r\n\r\nPlan: rest.\r\n"),
	TEXT("CR only", "HPI: cough.\rPMH:\r- HTN\rPlan\rrest"),
	TEXT("control characters", "fever\x01\x02\x03"
							   "cough\x07\x08 rash\x1B[31mred\x7F end"),
	TEXT("zero bytes", "fe\0ver \0\0\0 cough\0"),
	TEXT("deep bullets",
		 "- a\n - b\n  - c\n   * d\n    + e\n     - f\n      1. g\n       a) h\n"),
	TEXT("bullets in a row", "- - - - * * * 1. 2. 3. a) b) c)"),
	TEXT("rules of dashes",
		 "Fever\n------------\nCough\n============\nRash\n____________\n*****\n"),
	TEXT("right to left",
		 "\xD8\xAD\xD9\x85\xD9\x89 \xD9\x88\xD8\xB3\xD8\xB9\xD8\xA7\xD9\x84. "
		 "\xE2\x80\xAB"
		 "fever\xE2\x80\xAC \xD7\x97\xD7\x95\xD7\x9D"),
	TEXT(
		"CJK",
		"\xE7\xB3\x96\xE5\xB0\xBF\xE7\x97\x85\xE3\x80\x82HPI\xEF\xBC\x9A\xE5\x92\xB3\xE5\x97\xBD "
		"\xEB\x8B\xB9\xEB\x87\xA8 \xE3\x81\x8B\xE3\x81\x9C"),
	TEXT("emoji",
		 "fever \xF0\x9F\x98\x80\xF0\x9F\x91\xA9\xE2\x80\x8D\xE2\x9A\x95\xEF\xB8\x8F ok "
		 "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBD!"),
	TEXT("HTML",
		 "<html><body class=\"x\"><p>Fever</p><br/>&nbsp;&amp;&lt;38&gt; &#8226; cough"
		 "<!-- no --></body>"),
	TEXT("HTML cut short", "<p>Fever <b class=\"unclosed"),
	TEXT(
		"RTF",
		"{\\rtf1\\ansi{\\fonttbl\\f0 Arial;}\\f0\\pard Fever\\par\n\\'e9 \\u8226? cough\\par}"),
	TEXT("ligatures and width",
		 "\xEF\xAC\x81"
		 "brosis \xEF\xBC\xA3\xEF\xBC\xAF\xEF\xBC\xB0\xEF\xBC\xA4 "
		 "\xE2\x84\x83 \xC2\xBD \xE2\x80\xA6 \xEF\xB7\xBA stra\xC3\x9F"
		 "e \xC4\xB0"),
	TEXT("combining",
		 "Me\xCC\x81nie\xCC\x80re\xCC\x80\xCC\x81\xCC\x82 \xCC\x81 a\xCC\x81"),
	TEXT("invisible",
		 "dia\xC2\xAD"
		 "betes\xE2\x80\x8B mel\xE2\x80\x8Clitus \xEF\xBB\xBFx\xC2\xA0y\xE2\x80\xA8z"),
	TEXT(
		"ill-formed",
		"fe\xFFver \xC3 \xE2\x80 cough\xF0\x9F\x98 \xC0\x80 \xED\xA0\x80 \xF5\x80\x80\x80\x80"),
	TEXT("ill-formed end", "cough \xE2\x80"),
	TEXT("blanks of de-identification",
		 "Mr. [**Last Name (un) **] seen on [**2150-1-1**] at ____ by XXXX."
		 " [**unclosed\n[**\n**]"),
	TEXT("check boxes",
		 "[ ] fever\n[x] cough\n[X] rash\n( ) pain\n(x) ache\n\xE2\x98\x90 a\n"
		 "\xE2\x98\x91 b\n[\n]\n[ x\n( "),
	TEXT("colons", ":::: a: :b c:d: e :f\n: \n::\n"),
	TEXT("headers only", "HPI:\nPMH:\nFH: ROS: PE:\nPlan\nAssessment\nAllergies:"),
	TEXT("headers and nothing else", "HPI: PMH: FH: HPI: HPI: PLAN"),
	TEXT("dots", "... .. . a.b.c.d. b.i.d... Dr.Dr. q.d.q.d 1.2.3.4.5 .5 5. e.g.i.e."),
	TEXT("slashes",
		 "/ // w/ w/o/ n/v/d/c/f/u h/o// 1/2/3/4/5 1/ /1 a/ /b COPD/asthma/CHF"),
	TEXT("ampersands", "& && I&D I&D&C & I& &D I & D A&Ox3"),
	TEXT(
		"quotation marks",
		"\"' '' \"\" Crohn's ''s 's s' patients' \xE2\x80\x99s \xE2\x80\x9C\xE2\x80\x9D"),
	TEXT("hyphens", "- -- --- a-b -a- a--b 1-2-3-4 35-40 -5 5- \xE2\x80\x93 a\xE2\x80\x94"
					"b 2026-01-02-03"),
	TEXT(
		"numerals",
		"stage IIIb type II grade three class iv stage X stage i type one stage Stage stage 3"),
	TEXT(
		"a note",
		"Mr. ___ is a 67 yo M w/ h/o T2DM, COPD/asthma (FEV1 35-40%) s/p CABG 01/02/2019.\n\n"
		"PAST MEDICAL HISTORY\n1. CKD stage IIIb\n2. Crohn\xE2\x80\x99s disease\n\nFamily History: mother \xE2\x80\x93 "
		"breast ca.\n\nROS: fever:none, n/v/d: denies\nBP 142/88. Metformin 500mg b.i.d. p.o.\n"
		"A/P:\n\xE2\x80\xA2 I&D of abscess\n\xE2\x80\xA2 f/u w/ Dr. Smith in 2 wks\n"),
};

#define NNASTY (sizeof(nasty) / sizeof(nasty[0]))

/* Analyse a copy that ends where the text ends, so that reading on is seen. */
static const char *
Fault(const char *text, size_t len, uint32_t *where)
{
	TestHost host;
	McDocument doc;
	char *copy = malloc(len ? len : 1);
	const char *fault;

	memcpy(copy, text, len);
	document_interrupted(&host, copy, len, 0, 0, &doc);
	fault = document_fault(&doc, copy, len, where);
	test_host_reset(&host);
	free(copy);
	return fault;
}

static void
TestNasty(void)
{
	for (size_t i = 0; i < NNASTY; i++)
	{
		uint32_t where = 0;
		const char *fault = Fault(nasty[i].text, nasty[i].len, &where);
		size_t cut = nasty[i].len;

		test_ok(fault == NULL, "%s", nasty[i].name);
		if (fault)
		{
			printf("#   %s at %u\n", fault, where);
			continue;
		}
		while (cut > 0 && !fault)
			fault = Fault(nasty[i].text, --cut, &where);
		test_ok(fault == NULL, "%s, cut at every byte", nasty[i].name);
		if (fault)
			printf("#   %s at %u, cut at %zu\n", fault, where, cut);
	}
}

static void
TestNothing(void)
{
	TestHost host;
	McDocument doc;
	McHeaders none;
	uint32_t where = 0;

	document_interrupted(&host, NULL, 0, 0, 0, &doc);
	test_ok(document_fault(&doc, NULL, 0, &where) == NULL, "no text at all (NULL)");
	test_ok(doc.tokens.count == 0 && doc.sentences.count == 0 && doc.sections.count == 1,
			"no text: no token, no sentence, one section");
	test_ok(mc_char_offset(&doc, 0) == 0 && mc_byte_offset(&doc, 7) == 0,
			"no text: offsets");
	test_host_reset(&host);

	document_interrupted(&host, " \n\t ", 4, 0, 0, &doc);
	test_ok(doc.tokens.count == 0 && doc.sentences.count == 0 && doc.sections.count == 1,
			"blanks only: no token, no sentence, one section");
	test_host_reset(&host);

	test_host_init(&host);
	mc_headers_init(&host.host, &none);
	mc_document(&host.host, &none, "HPI: cough.", 11, &doc);
	test_ok(doc.sections.count == 1 &&
				document_fault(&doc, "HPI: cough.", 11, &where) == NULL,
			"no headers at all");
	test_host_reset(&host);
}

/* The same sequence on every machine. */
static uint32_t
NextRandom(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static size_t
Generate(uint32_t seed, char *text, size_t size)
{
	static const char *const piece[] = {
		"fever",
		"Cough",
		"COPD",
		"T2DM",
		"stage",
		"IIIb",
		"no",
		"of",
		"the",
		"h/o",
		"w/",
		"s/p",
		"I&D",
		"Crohn's",
		"b.i.d.",
		"Dr.",
		"E11.9",
		"142/88",
		"35-40%",
		"500mg",
		"01/02/2026",
		"HPI:",
		"PMH",
		"Family History",
		"PLAN:",
		"Assessment and Plan",
		"Lungs: clear",
		"\n",
		"\n\n",
		"\r\n",
		"\n- ",
		"\n1. ",
		"\n2) ",
		"\n[ ] ",
		"\n[x] ",
		"\n\xE2\x80\xA2 ",
		"\t",
		" ",
		" ",
		" ",
		" ",
		" ",
		". ",
		", ",
		": ",
		":",
		"-",
		"/",
		"(",
		")",
		"&",
		".",
		"?",
		"'",
		"\"",
		"[**2150-1-1**]",
		"____",
		"XXXX",
		"<br>",
		"&nbsp;",
		"\\par ",
		"[**",
		"**]",
		"<",
		">",
		"\xC2\xA0",
		"\xC3\xA9",
		"\xC3\x89",
		"\xEF\xAC\x81",
		"\xE2\x80\x99",
		"\xE2\x80\x93",
		"\xC2\xAD",
		"\xE7\xB3\x96",
		"\xF0\x9F\x98\x80",
		"e\xCC\x81",
		"\xE2\x80\xA6",
		"\xC2\xB5",
		"\xFF",
		"\xE2\x80",
		"\xE2\x98\x91",
		"\xD8\xAD\xD9\x85\xD9\x89",
		"A",
		"1",
		"x",
		"\x01",
	};
	uint32_t state = seed * 2654435761u | 1;
	size_t len = 0;
	uint32_t pieces = 1 + NextRandom(&state) % 120;

	for (uint32_t i = 0; i < pieces; i++)
	{
		const char *next = piece[NextRandom(&state) % (sizeof(piece) / sizeof(piece[0]))];
		size_t width = strlen(next);

		if (len + width > size)
			break;
		memcpy(text + len, next, width);
		len += width;
	}
	return len;
}

static void
TestGenerated(void)
{
	uint32_t rounds = 20000 / test_slowness();
	const char *fault = NULL;
	uint32_t where = 0;
	uint32_t seed;
	char text[4096];

	for (seed = 1; seed <= rounds && !fault; seed++)
	{
		size_t len = Generate(seed, text, sizeof(text));

		fault = Fault(text, len, &where);
	}
	test_ok(fault == NULL, "%u generated documents", rounds);
	if (fault)
		printf("#   %s at %u, seed %u\n", fault, where, seed - 1);
}

/* Text enough that every stage meets its interrupts: more than 4,096 tokens. */
static char *
LongNote(size_t *len)
{
	static const char line[] =
		"- Patient with COPD/asthma, h/o CHF; fever: none. caf\xC3\xA9\n";
	size_t repeat = 700;
	char *text;

	*len = repeat * (sizeof(line) - 1);
	text = malloc(*len);
	for (size_t i = 0; i < repeat; i++)
		memcpy(text + i * (sizeof(line) - 1), line, sizeof(line) - 1);
	return text;
}

/* Leave at the n-th call of a hook, for all n; then the same note again. */
static void
TestFailures(const char *name, const char *text, size_t len)
{
	TestHost host;
	McDocument doc;
	uint64_t digest;
	unsigned long allocations;
	unsigned long interrupts;
	unsigned long failed = 0;
	bool same = true;

	document_interrupted(&host, text, len, 0, 0, &doc);
	digest = document_digest(&doc);
	allocations = host.allocations;
	interrupts = host.interrupts;
	test_host_reset(&host);

	for (unsigned long n = 1; n <= allocations + interrupts; n++)
	{
		bool memory = n <= allocations;

		if (document_interrupted(&host, text, len, memory ? n : 0,
								 memory ? 0 : n - allocations, &doc))
			test_host_reset(&host);
		else
			failed++;
		document_interrupted(&host, text, len, 0, 0, &doc);
		same = same && document_digest(&doc) == digest;
		test_host_reset(&host);
	}
	test_ok(failed == allocations + interrupts,
			"%s: left at each of %lu allocations and %lu interrupts", name, allocations,
			interrupts);
	test_ok(same, "%s: the same result after each failure", name);
}

static double
Now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static double last_interrupt;
static double longest_gap;

static void
TimedInterrupt(void *arg)
{
	double now = Now();

	((TestHost *) arg)->interrupts++;
	if (now - last_interrupt > longest_gap)
		longest_gap = now - last_interrupt;
	last_interrupt = now;
}

/*
 * A large text made by repeating a piece: how much memory per byte, how long,
 * and how long at most between two chances to cancel.
 */
static void
TestLarge(const char *name, const char *piece, size_t piece_len, size_t size,
		  unsigned bytes_per_byte)
{
	unsigned slowness = test_slowness();
	TestHost host;
	McHeaders headers;
	McDocument doc;
	uint32_t where = 0;
	const char *fault;
	char *text;
	double begin;
	double elapsed;

	size /= slowness;
	text = malloc(size);
	for (size_t i = 0; i < size; i++)
		text[i] = piece[i % piece_len];
	/* the last piece may be cut within a character: blanks instead */
	for (size_t i = size - size % piece_len; i < size; i++)
		text[i] = ' ';

	test_host_init(&host);
	check_headers(&host.host, &headers);
	host.host.interrupt = TimedInterrupt;
	longest_gap = 0;
	last_interrupt = begin = Now();
	mc_document(&host.host, &headers, text, size, &doc);
	elapsed = Now() - begin;
	TimedInterrupt(&host);

	printf(
		"# %s, %zu bytes: %zu tokens, %.2f s, peak %.1f bytes per byte, %lu interrupts, "
		"longest gap %.3f s\n",
		name, size, doc.tokens.count, elapsed, (double) host.peak_bytes / (double) size,
		host.interrupts, longest_gap);
	test_ok(host.peak_bytes <= size * bytes_per_byte + MB, "%s: memory", name);
	test_ok(elapsed < 20, "%s: time", name);
	test_ok(longest_gap < 1.0 * slowness, "%s: can be cancelled at once", name);
	fault = document_fault(&doc, text, size, &where);
	test_ok(fault == NULL, "%s: sound", name);
	if (fault)
		printf("#   %s at %u\n", fault, where);
	test_host_reset(&host);
	free(text);
}

#define LARGE(name, piece, size, bytes) \
	TestLarge(name, piece, sizeof(piece) - 1, size, bytes)

int
main(void)
{
	const Text *note = &nasty[NNASTY - 1];
	char *text;
	size_t len;

	setvbuf(stdout, NULL, _IOLBF, 0);
	TestNothing();
	TestNasty();
	TestGenerated();

	TestFailures("a note", note->text, note->len);
	TestFailures("empty", "", 0);
	TestFailures("HTML", nasty[15].text, nasty[15].len);
	text = LongNote(&len);
	TestFailures("long note", text, len);
	free(text);

	LARGE(
		"50 MB of prose",
		"Patient with a long history of COPD and asthma. Denies fever, chills or cough. ",
		50 * MB, 24);
	LARGE("20 MB of prose with accents",
		  "Patiente \xC3\xA2g\xC3\xA9"
		  "e \xE2\x80\x93 d\xC3\xA9nie fi\xC3\xA8vre. ",
		  20 * MB, 24);
	LARGE("one token of 1 MB", "a", MB, 24);
	LARGE("one token of 20 MB", "Ab", 20 * MB, 24);
	LARGE("one number of 1 MB", "1", MB, 24);
	LARGE("one number with dots", "1.", MB, 24);
	LARGE("one ratio", "1/", MB, 24);
	LARGE("one dotted abbreviation", "a.", MB, 24);
	LARGE("one slash abbreviation", "a/", MB, 24);
	LARGE("one accented token", "\xC3\xA9", 4 * MB, 24);
	LARGE("combining characters", "\xCC\x81", 2 * MB, 24);
	LARGE("50 MB of blanks", " ", 50 * MB, 24);
	LARGE("20 MB of line ends", "\n", 20 * MB, 24);
	LARGE("20 MB of CRLF", "\r\n", 20 * MB, 24);
	LARGE("open blanks", "[**", 3 * MB, 96);
	LARGE("open tags", "<a ", 3 * MB, 64);
	LARGE("open brackets", "[", 2 * MB, 96);
	LARGE("RTF groups", "{\\f0 ", 5 * MB, 64);
	LARGE("entities", "&amp", 4 * MB, 64);
	LARGE("underscores", "_", 4 * MB, 24);
	LARGE("hyphens", "-", 4 * MB, 96);
	/* a token and more for each byte: bounded, though by a larger factor */
	LARGE("commas", ",", 10 * MB, 96);
	LARGE("one letter each", "a ", 10 * MB, 96);
	LARGE("bullets", "- ", 4 * MB, 96);
	LARGE("deeper and deeper bullets", "\n- - - - - - a", 4 * MB, 96);
	LARGE("short lines", "a\n", 10 * MB, 96);
	LARGE("check boxes", "[ ]\n", 4 * MB, 96);
	LARGE("headers", "HPI:\n", 10 * MB, 96);
	LARGE("headers in a line", "PE: ", 4 * MB, 96);
	LARGE("keys", "a: ", 4 * MB, 96);
	LARGE("emoji", "\xF0\x9F\x98\x80", 8 * MB, 96);
	LARGE("ideographs", "\xE7\xB3\x96", 6 * MB, 96);
	LARGE("ill-formed bytes", "\xFF", 4 * MB, 96);
	LARGE("wide ligatures", "\xEF\xB7\xBA", 3 * MB, 96);
	return test_done();
}
