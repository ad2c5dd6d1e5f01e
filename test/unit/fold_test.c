/*
 * fold_test.c
 *	  Folding: what becomes of characters, and the way back to the original.
 */
#include <string.h>

#include "document_check.h"

typedef struct Case
{
	const char *input;
	const char *expected;
} Case;

static const Case folds[] = {
	/* nothing to do, and the ASCII fast path */
	{"", ""},
	{"fever", "fever"},
	{"Fever AND Cough", "fever and cough"},
	{"T2DM, COPD/asthma: BP 142/88!", "t2dm, copd/asthma: bp 142/88!"},
	{"ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`", "abcdefghijklmnopqrstuvwxyz[\\]^_`"},
	{"a longer line, to be folded sixteen Bytes at A time, with a tail Z",
	 "a longer line, to be folded sixteen bytes at a time, with a tail z"},
	/* white space */
	{"a\tb", "a b"},
	{"a\nb", "a\nb"},
	{"a\xC2\xA0"
	 "b",
	 "a b"}, /* no-break space */
	{"a\xE2\x80\x89"
	 "b",
	 "a b"}, /* thin space */
	{"a\xE2\x80\xAF"
	 "b",
	 "a b"}, /* narrow no-break space */
	{"a\xE3\x80\x80"
	 "b",
	 "a b"}, /* ideographic space */
	{"a\xE2\x80\xA8"
	 "b",
	 "a\nb"}, /* line separator */
	{"a\xE2\x80\xA9"
	 "b",
	 "a\nb"}, /* paragraph separator */
	{"a\xC2\x85"
	 "b",
	 "a\nb"}, /* next line */
	/* case, full */
	{"\xC3\x89T\xC3\x89", "\xC3\xA9t\xC3\xA9"}, /* ÉTÉ */
	{"Stra\xC3\x9F"
	 "e",
	 "strasse"},
	{"\xCE\xA3\xCE\x91\xCE\xA3", "\xCF\x83\xCE\xB1\xCF\x83"}, /* ΣΑΣ: no final sigma */
	{"\xD0\x9A\xD0\x90\xD0\xA8\xD0\x95\xD0\x9B\xD0\xAC",
	 "\xD0\xBA\xD0\xB0\xD1\x88\xD0\xB5\xD0\xBB\xD1\x8C"},
	{"\xC4\xB0", "i\xCC\x87"}, /* İ */
	{"\xE1\xBA\x9E", "ss"},    /* ẞ */
	/* composition, diacritics stay */
	{"M\xC3\xA9ni\xC3\xA8re", "m\xC3\xA9ni\xC3\xA8re"},
	{"Me\xCC\x81nie\xCC\x80re", "m\xC3\xA9ni\xC3\xA8re"},
	{"Sjo\xCC\x88gren", "sj\xC3\xB6gren"},
	/* compatibility */
	{"\xEF\xAC\x81"
	 "brosis",
	 "fibrosis"}, /* fi */
	{"o\xEF\xAC\x83"
	 "ce",
	 "office"},                                                   /* ffi */
	{"\xEF\xBC\xA3\xEF\xBC\xAF\xEF\xBC\xB0\xEF\xBC\xA4", "copd"}, /* full width */
	{"BMI 30 kg/m\xC2\xB2", "bmi 30 kg/m2"},
	{"\xE2\x84\x83", "\xC2\xB0"
					 "c"},               /* degree Celsius */
	{"\xC2\xB5g", "\xCE\xBCg"},          /* micro sign: Greek mu */
	{"\xE2\x84\xAB", "\xC3\xA5"},        /* Angstrom sign */
	{"Stage \xE2\x85\xA2", "stage iii"}, /* Roman numeral three */
	{"Tylenol\xE2\x84\xA2", "tylenoltm"},
	{"wait\xE2\x80\xA6", "wait..."},
	{"\xEF\xBC\x9A", ":"}, /* full width colon */
	/* invisible characters go */
	{"dia\xC2\xAD"
	 "betes",
	 "diabetes"}, /* soft hyphen */
	{"dia\xE2\x80\x8B"
	 "betes",
	 "diabetes"}, /* zero width space */
	{"\xEF\xBB\xBF"
	 "Fever",
	 "fever"}, /* byte order mark */
	/* quotation marks, apostrophes, dashes */
	{"\xE2\x80\x9C"
	 "ok\xE2\x80\x9D",
	 "\"ok\""},
	{"Crohn\xE2\x80\x99s", "crohn's"},
	{"\xE2\x80\x98ok\xE2\x80\x99", "'ok'"},
	{"35\xE2\x80\x93"
	 "40",
	 "35-40"},                               /* en dash */
	{"fever\xE2\x80\x94none", "fever-none"}, /* em dash */
	{"\xE2\x88\x92"
	 "2.5",
	 "-2.5"},                              /* minus */
	{"follow\xE2\x80\x90up", "follow-up"}, /* hyphen */
	{"follow\xE2\x80\x91up", "follow-up"}, /* no-break hyphen */
	/* check boxes */
	{"\xE2\x98\x90 fever", "[ ] fever"},
	{"\xE2\x98\x91 fever", "[x] fever"},
	{"\xE2\x98\x92 fever", "[x] fever"},
	/* other scripts and symbols stay */
	{"\xE7\xB3\x96\xE5\xB0\xBF\xE7\x97\x85", "\xE7\xB3\x96\xE5\xB0\xBF\xE7\x97\x85"},
	{"\xF0\x9F\x98\x80 OK", "\xF0\x9F\x98\x80 ok"},
	/* ill-formed bytes */
	{"fe\xFFver", "fe\xEF\xBF\xBDver"},
	{"fever\xE2\x80", "fever\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"\xC0\x80X", "\xEF\xBF\xBD\xEF\xBF\xBDx"},
	{"A\xED\xA0\x80"
	 "B",
	 "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
	 "b"},
};

/*
 * A folded needle in a folded text, and where it stands in the original, as
 * the bytes of that place.
 */
typedef struct Origin
{
	const char *input;
	const char *needle;
	const char *expected;
} Origin;

static const Origin origins[] = {
	{"Fever and cough", "cough", "cough"},
	{"a\tb Fever", "fever", "Fever"},
	{"Caf\xC3\xA9 Fever", "fever", "Fever"},
	{"Me\xCC\x81nie\xCC\x80re Fever", "fever", "Fever"},
	{"Me\xCC\x81nie\xCC\x80re Fever", "m\xC3\xA9ni\xC3\xA8re", "Me\xCC\x81nie\xCC\x80re"},
	{"\xEF\xAC\x81"
	 "brosis Fever",
	 "fever", "Fever"},
	{"\xEF\xAC\x81"
	 "brosis Fever",
	 "fibrosis",
	 "\xEF\xAC\x81"
	 "brosis"},
	{"\xEF\xAC\x81"
	 "brosis Fever",
	 "brosis", "brosis"},
	{"\xE2\x80\x9C"
	 "ok\xE2\x80\x9D Fever",
	 "ok", "ok"},
	{"\xE2\x80\x9C"
	 "ok\xE2\x80\x9D Fever",
	 "fever", "Fever"},
	{"35\xE2\x80\x93"
	 "40 %",
	 "35-40",
	 "35\xE2\x80\x93"
	 "40"},
	{"35\xE2\x80\x93"
	 "40 %",
	 "40", "40"},
	{"a\xC2\xA0"
	 "b\xE3\x80\x80"
	 "c",
	 "b", "b"},
	{"a\xC2\xA0"
	 "b\xE3\x80\x80"
	 "c",
	 "c", "c"},
	{"dia\xC2\xAD"
	 "betes Fever",
	 "diabetes",
	 "dia\xC2\xAD"
	 "betes"},
	{"dia\xC2\xAD"
	 "betes Fever",
	 "fever", "Fever"},
	{"\xEF\xBB\xBF"
	 "Fever",
	 "fever", "Fever"},
	{"\xF0\x9F\x98\x80\xE2\x80\x99"
	 "Fever",
	 "fever", "Fever"},
	{"wait\xE2\x80\xA6"
	 "Fever",
	 "wait", "wait"},
	{"wait\xE2\x80\xA6"
	 "Fever",
	 "fever", "Fever"},
	{"wait\xE2\x80\xA6"
	 "Fever",
	 ".", "\xE2\x80\xA6"},
	{"37 \xE2\x84\x83 Fever", "c", "\xE2\x84\x83"},
	{"37 \xE2\x84\x83 Fever", "fever", "Fever"},
	{"Stra\xC3\x9F"
	 "e Fever",
	 "strasse",
	 "Stra\xC3\x9F"
	 "e"},
	{"Stra\xC3\x9F"
	 "e Fever",
	 "fever", "Fever"},
	{"\xC2\xBD tablet", "tablet", "tablet"},
	{"x\r\nFever\r\nCough", "fever", "Fever"},
	{"x\r\nFever\r\nCough", "cough", "Cough"},
	{"fe\xFFver Cough", "cough", "Cough"},
	{"\xFF\xFE Cough", "cough", "Cough"},
};

static const McFold *
Fold(TestHost *host, const char *text, size_t len)
{
	static McFold fold;

	test_host_reset(host);
	mc_fold(&host->host, text, (uint32_t) len, &fold);
	return &fold;
}

/* Every bullet folds to the same single ASCII character. */
static void
TestBullets(TestHost *host)
{
	static const char *const bullet[] = {
		"\xE2\x80\xA2", "\xE2\x97\xA6", "\xE2\x96\xAA", "\xE2\x97\x8F",
		"\xE2\x80\xA3", "\xE2\x97\x8B", "\xE2\x96\xA0",
	};
	char first = Fold(host, bullet[0], 3)->text[0];

	for (size_t i = 0; i < sizeof(bullet) / sizeof(bullet[0]); i++)
	{
		const McFold *fold = Fold(host, bullet[i], 3);

		test_ok(fold->len == 1 && fold->text[0] == first && (unsigned char) first < 0x80,
				"bullet %s", bullet[i]);
	}
}

/* All ways to end a line give one line end. */
static void
TestLineEnds(TestHost *host)
{
	static const char *const line_end[] = {"a\nb", "a\r\nb", "a\rb", "a \r\n b"};

	for (size_t i = 0; i < sizeof(line_end) / sizeof(line_end[0]); i++)
	{
		const McFold *fold = Fold(host, line_end[i], strlen(line_end[i]));
		unsigned lines = 0;

		for (uint32_t at = 0; at < fold->len; at++)
			lines += fold->text[at] == '\n';
		test_ok(lines == 1 && memchr(fold->text, '\r', fold->len) == NULL, "line end %zu",
				i);
	}
}

/* The fast path for ASCII and ICU agree, wherever the first other character stands. */
static void
TestPathsAgree(TestHost *host)
{
	char text[130];
	char folded[130];
	bool same = true;

	for (size_t at = 0; at < 64 && same; at++)
	{
		const McFold *fold;

		for (size_t i = 0; i < 128; i++)
			text[i] = (char) (' ' + (i * 7 + at) % 95);
		fold = Fold(host, text, 128);
		memcpy(folded, fold->text, 128);
		same = fold->len == 128 && fold->ascii;
		memmove(text + at + 2, text + at, 128 - at);
		memcpy(text + at, "\xC3\xA9", 2);
		fold = Fold(host, text, 130);
		same = same && fold->len == 130 && !fold->ascii &&
			   memcmp(fold->text, folded, at) == 0 &&
			   memcmp(fold->text + at + 2, folded + at, 128 - at) == 0;
	}
	test_ok(same, "the rest of a text with one accent folds as without it");
}

int
main(void)
{
	static CheckLine line;
	TestHost host;

	test_host_init(&host);
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++)
	{
		const McFold *fold = Fold(&host, folds[i].input, strlen(folds[i].input));

		check_reset(&line);
		for (uint32_t at = 0; at < fold->len; at++)
			check_add(&line, (char[]){fold->text[at], '\0'});
		check_case(folds[i].input, folds[i].expected, line.text);
	}
	for (size_t i = 0; i < sizeof(origins) / sizeof(origins[0]); i++)
	{
		const char *input = origins[i].input;
		const McFold *fold = Fold(&host, input, strlen(input));
		const char *found = strstr(fold->text, origins[i].needle);

		check_reset(&line);
		if (found)
		{
			uint32_t at = (uint32_t) (found - fold->text);
			uint32_t end = at + (uint32_t) strlen(origins[i].needle);
			size_t cursor = 0;

			uint32_t from = mc_fold_origin(fold, at, false, &cursor);
			size_t fresh = 0;

			check_add_slice(&line, input, from, mc_fold_origin(fold, end, true, &fresh));
		}
		check_case(input, origins[i].expected, line.text);
	}
	TestBullets(&host);
	TestLineEnds(&host);
	TestPathsAgree(&host);
	test_ok(Fold(&host, NULL, 0)->len == 0, "no text at all (NULL)");
	test_ok(Fold(&host, "a\0B", 3)->len == 3, "a zero byte does not end the text");
	test_host_reset(&host);
	return test_done();
}
