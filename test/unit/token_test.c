/*
 * token_test.c
 *	  Tokens of clinical writing.
 */
#include <string.h>

#include "document_check.h"

typedef struct Case
{
	const char *input;
	const char *expected;
} Case;

/* Tokens as they stand in the note, joined by a bar. */
static const Case cuts[] = {
	{"", ""},
	{"   \n ", ""},
	{"fever", "fever"},
	{"fever and cough", "fever|and|cough"},
	/* slash abbreviations stay whole, other words are cut at a slash */
	{"h/o CHF", "h/o|CHF"},
	{"H/O CHF", "H/O|CHF"},
	{"w/ fever", "w/|fever"},
	{"w/o fever", "w/o|fever"},
	{"s/p CABG", "s/p|CABG"},
	{"S/P fall", "S/P|fall"},
	{"c/o pain", "c/o|pain"},
	{"r/o MI", "r/o|MI"},
	{"f/u in 2 wks", "f/u|in|2|wks"},
	{"d/c home", "d/c|home"},
	{"b/l edema", "b/l|edema"},
	{"y/o male", "y/o|male"},
	{"n/v/d", "n/v/d"},
	{"N/V since", "N/V|since"},
	{"(h/o PE)", "(|h/o|PE|)"},
	{"h/o.", "h/o|."},
	{"COPD/asthma", "COPD|/|asthma"},
	{"SOB/CP", "SOB|/|CP"},
	{"fever/chills/cough", "fever|/|chills|/|cough"},
	{"fever / chills", "fever|/|chills"},
	/* ampersands */
	{"I&D of abscess", "I&D|of|abscess"},
	{"H&P", "H&P"},
	{"D&C.", "D&C|."},
	{"fever & chills", "fever|&|chills"},
	/* colons and commas */
	{"fever:none", "fever|:|none"},
	{"fever: none", "fever|:|none"},
	{"fever,cough;rash", "fever|,|cough|;|rash"},
	{"HTN,DM2", "HTN|,|DM2"},
	/* letters and digits */
	{"T2DM", "T2DM"},
	{"DM2", "DM2"},
	{"A1c 9.2%", "A1c|9.2|%"},
	{"HbA1c", "HbA1c"},
	{"B12", "B12"},
	{"q6h", "q6h"},
	{"500mg", "500|mg"},
	{"500 mg", "500|mg"},
	{"12.5mg", "12.5|mg"},
	{"98.6F", "98.6|F"},
	{"45yo", "45|yo"},
	{"142/88mmHg", "142/88|mmHg"},
	{"2nd", "2nd"},
	{"21st century", "21st|century"},
	{"stage 3b", "stage|3b"},
	{"stage IIIb", "stage|IIIb"},
	/* numbers, ratios, ranges */
	{"BP 142/88", "BP|142/88"},
	{"BP 142/88.", "BP|142/88|."},
	{"pain 5/10,", "pain|5/10|,"},
	{"EF 35-40%", "EF|35-40|%"},
	{"EF 35\xE2\x80\x93"
	 "40%",
	 "EF|35\xE2\x80\x93"
	 "40|%"},
	{"K 3.5", "K|3.5"},
	{"K 3.5.", "K|3.5|."},
	{"in 5.", "in|5|."},
	{"1.5-2.5 cm", "1.5-2.5|cm"},
	{">60", ">|60"},
	{"K<3.5 and Na>140", "K|<|3.5|and|Na|>|140"},
	{"2+ edema", "2|+|edema"},
	{"(12)", "(|12|)"},
	/* dates */
	{"01/02/2026", "01/02/2026"},
	{"on 1/2/26,", "on|1/2/26|,"},
	{"2026-01-02.", "2026-01-02|."},
	{"seen 10-12-2025", "seen|10-12-2025"},
	{"10/12/2025:", "10/12/2025|:"},
	/* codes */
	{"E11.9", "E11.9"},
	{"E11.9.", "E11.9|."},
	{"(S72.001A)", "(|S72.001A|)"},
	{"I10, Z79.4", "I10|,|Z79.4"},
	{"C4A.1;", "C4A.1|;"},
	/* dots */
	{"b.i.d.", "b.i.d."},
	{"q.d. for", "q.d.|for"},
	{"p.o. t.i.d.", "p.o.|t.i.d."},
	{"a.m. dose", "a.m.|dose"},
	{"No fever.", "No|fever|."},
	{"fever.Cough", "fever|.|Cough"},
	{"wait...", "wait|.|.|."},
	/* possessives */
	{"Crohn's disease", "Crohn's|disease"},
	{"Crohn\xE2\x80\x99s disease", "Crohn\xE2\x80\x99s|disease"},
	{"Crohn's.", "Crohn's|."},
	{"'fever'", "'|fever|'"},
	/* hyphens cut words and are not kept */
	{"follow-up", "follow|up"},
	{"non-small-cell", "non|small|cell"},
	{"COVID-19", "COVID|19"},
	{"L4-L5", "L4|L5"},
	{"well\xE2\x80\x91known", "well|known"},
	/* what de-identification left */
	{"seen [**2150-1-1**].", "seen|[**2150-1-1**]|."},
	{"Pt [**Last Name (un) 12**] was", "Pt|[**Last Name (un) 12**]|was"},
	{"at ____ today", "at|____|today"},
	{"by XXXX.", "by|XXXX|."},
	/* check boxes */
	{"[ ] fever", "[ ]|fever"},
	{"[x] fever\n[X] cough", "[x]|fever|[X]|cough"},
	{"( ) male", "( )|male"},
	{"  [x] fever", "[x]|fever"},
	{"\xE2\x98\x91 fever", "\xE2\x98\x91|fever"},
	/* remains of HTML and RTF */
	{"fever<br>cough", "fever|<br>|cough"},
	{"<b>fever</b>", "<b>|fever|</b>"},
	{"<p class=\"x\">fever", "<p class=\"x\">|fever"},
	{"fever&nbsp;none", "fever|&nbsp;|none"},
	{"fever\\par cough", "fever|\\par|cough"},
	{"BP < 120 and HR > 90", "BP|<|120|and|HR|>|90"},
	/* other scripts, symbols, odd spaces */
	{"caf\xC3\xA9 au lait", "caf\xC3\xA9|au|lait"},
	{"Me\xCC\x81nie\xCC\x80re", "Me\xCC\x81nie\xCC\x80re"},
	{"\xEF\xAC\x81"
	 "brosis",
	 "\xEF\xAC\x81"
	 "brosis"},
	{"dia\xC2\xAD"
	 "betes",
	 "dia\xC2\xAD"
	 "betes"},
	{"a\xC2\xA0"
	 "b\tc",
	 "a|b|c"},
	{"\xE7\xB3\x96\xE5\xB0\xBF\xE7\x97\x85", "\xE7\xB3\x96|\xE5\xB0\xBF|\xE7\x97\x85"},
	{"\xD8\xAD\xD9\x85\xD9\x89 \xD8\xB3\xD8\xB9\xD8\xA7\xD9\x84",
	 "\xD8\xAD\xD9\x85\xD9\x89|\xD8\xB3\xD8\xB9\xD8\xA7\xD9\x84"},
	{"ok \xF0\x9F\x98\x80!", "ok|\xF0\x9F\x98\x80|!"},
	{"wait\xE2\x80\xA6 now", "wait|\xE2\x80\xA6|now"},
	{"37 \xE2\x84\x83.", "37|\xE2\x84\x83|."},
	{"37 \xC2\xB0"
	 "C.",
	 "37|\xC2\xB0|C|."},
	{"a\r\nb\rc", "a|b|c"},
};

/* Words of the tokens; a token without one is its character. */
static const Case words[] = {
	{"COPD and Asthma", "copd|and|asthma"},
	{"Crohn\xE2\x80\x99s", "crohn's"},
	{"CAF\xC3\x89", "caf\xC3\xA9"},
	{"\xEF\xBC\xA3\xEF\xBC\xAF\xEF\xBC\xB0\xEF\xBC\xA4", "copd"},
	{"EF 35\xE2\x80\x93"
	 "40%",
	 "ef|35-40|%"},
	{"stage IIIb", "stage|3b"},
	{"Stage IV cancer", "stage|4|cancer"},
	{"type II diabetes", "type|2|diabetes"},
	{"type two diabetes", "type|two|diabetes"},
	{"grade three", "grade|three"},
	{"stage 3b", "stage|3b"},
	{"class IV angina", "class|4|angina"},
	{"IV fluids", "iv|fluids"},
	{"I have", "i|have"},
	{"vitamin C", "vitamin|c"},
	{"type and screen", "type|and|screen"},
};

/*
 * Kinds: w word, n number, d date, p punctuation, c check box, C ticked one,
 * b blank, m markup, s symbol.
 */
static const Case kinds[] = {
	{"fever h/o T2DM I&D E11.9 b.i.d. Crohn's", "wwwwwww"},
	{"500 3.5 142/88 35-40 3b 2nd", "nnnnnn"},
	{"01/02/2026 2026-01-02", "dd"},
	{"BP 142/88, HR 70.", "wnpwnp"},
	{"EF 35-40%", "wnp"},
	{"[ ] a\n[x] b\n( ) c\n(x) d", "cwCwcwCw"},
	{"\xE2\x98\x90 a\n\xE2\x98\x91 b\n\xE2\x98\x92 c", "cwCwCw"},
	{"[**2150-1-1**] ____ XXXX", "bbb"},
	{"<br>a</p>&nbsp;\\par", "mwmmm"},
	{"\xF0\x9F\x98\x80 a", "sw"},
	{"\xE7\xB3\x96\xE5\xB0\xBF", "ww"},
	{"type II", "wn"},
	{"(a)", "pwp"},
};

/*
 * Flags of each token: l line, p paragraph, j joined, C capital, U upper,
 * h hyphen, d dotted; a minus for none.
 */
static const Case flags[] = {
	{"fever and", "lp -"},    {"Fever\nCOPD", "lpC lCU"},
	{"a\n\nb", "lp lp"},      {"a\r\nb\r\n\r\nc", "lp l lp"},
	{"a\n \t \nb", "lp lp"},  {"follow-up", "lp jh"},
	{"500mg", "lp j"},        {"fever: none", "lp j -"},
	{"fever:none", "lp j j"}, {"COPD/Asthma", "lpCU j jC"},
	{"A b", "lpC -"},         {"T2DM", "lpCU"},
	{"b.i.d. x", "lpd -"},    {"mRNA", "lp"},
};

/* Tokens that carry meaning of their own. */
static const Case counting[] = {
	{"history of the fever", "history|fever"},
	{"fever, chills.", "fever|chills"},
	{"hepatitis A", "hepatitis|A"},
	{"hepatitis A virus", "hepatitis|A|virus"},
	{"a fever", "fever"},
	{"A fever", "fever"},
	{"No fever. A cough.", "No|fever|cough"},
	{"type 2 diabetes", "type|2|diabetes"},
};

typedef enum Show
{
	SHOW_CUTS,
	SHOW_WORDS,
	SHOW_KINDS,
	SHOW_FLAGS,
	SHOW_COUNTING
} Show;

static void
ShowFlags(CheckLine *line, const McToken *token)
{
	static const struct
	{
		uint16_t flag;
		const char *letter;
	} letters[] = {
		{MC_TOK_LINE, "l"},    {MC_TOK_PARA, "p"},  {MC_TOK_JOINED, "j"},
		{MC_TOK_CAPITAL, "C"}, {MC_TOK_UPPER, "U"}, {MC_TOK_HYPHEN, "h"},
		{MC_TOK_DOTTED, "d"},
	};
	size_t len = line->len;

	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (token->flags & letters[i].flag)
			check_add(line, letters[i].letter);
	if (line->len == len)
		check_add(line, "-");
}

static void
Run(TestHost *host, const Case *cases, size_t ncases, Show show)
{
	static CheckLine line;

	for (size_t i = 0; i < ncases; i++)
	{
		const char *input = cases[i].input;
		McFold fold;
		McWords all;
		McTokens tokens;

		mc_fold(&host->host, input, (uint32_t) strlen(input), &fold);
		memset(&tokens, 0, sizeof(tokens));
		mc_words_init(&host->host, &all, 16);
		mc_tokenise(&host->host, &fold, &all, &tokens);

		check_reset(&line);
		for (size_t t = 0; t < tokens.count; t++)
		{
			const McToken *token = &tokens.list[t];

			if (show == SHOW_COUNTING && !mc_token_counts(&tokens, &all, t))
				continue;
			if (line.len > 0 && show != SHOW_KINDS)
				check_add(&line, show == SHOW_FLAGS ? " " : "|");
			if (show == SHOW_KINDS)
				check_add(&line, (token->flags & MC_TOK_CHECKED)
									 ? "C"
									 : (const char *const[]){"w", "n", "d", "p", "c", "b",
															 "m", "s"}[token->kind]);
			else if (show == SHOW_FLAGS)
				ShowFlags(&line, token);
			else if (show == SHOW_WORDS && token->word != MC_NO_WORD)
				check_add_slice(&line, mc_word_text(&all, token->word), 0,
								all.list[token->word].len);
			else
				check_add_slice(&line, input, token->start, token->end);
		}
		check_case(input, cases[i].expected, line.text);
		test_host_reset(host);
	}
}

/* The same folded word is the same number, wherever it stands. */
static void
TestIntern(TestHost *host)
{
	static char text[100000 * 5 + MC_FOLD_PAD] = "fever cough fever";
	unsigned many = 100000 / test_slowness();
	McWords all;
	uint32_t fever;
	uint32_t cough;
	bool found = true;

	mc_words_init(&host->host, &all, 0);
	fever = mc_words_intern(&host->host, &all, text, 5);
	cough = mc_words_intern(&host->host, &all, text + 6, 5);
	test_ok(fever != cough && mc_words_intern(&host->host, &all, text + 12, 5) == fever &&
				all.count == 2,
			"a word is interned once");
	test_ok(all.list[fever].key == mc_hash_bytes("fever", 5) &&
				all.list[fever].len == 5 &&
				memcmp(mc_word_text(&all, fever), "fever", 5) == 0,
			"what is known of a word");

	mc_words_reset(&all);
	test_ok(all.count == 0, "all words forgotten");
	for (unsigned i = 0; i < many; i++)
	{
		for (unsigned n = i, at = 0; at < 5; at++, n /= 26)
			text[i * 5 + at] = (char) ('a' + n % 26);
		found = found && mc_words_intern(&host->host, &all, text + i * 5, 5) == i;
	}
	for (unsigned i = 0; i < many; i++)
		found = found && mc_words_intern(&host->host, &all, text + i * 5, 5) == i;
	test_ok(found && all.count == many, "many words, each found again");
	test_host_reset(host);
}

#define RUN(cases, show) Run(&host, cases, sizeof(cases) / sizeof((cases)[0]), show)

int
main(void)
{
	TestHost host;

	test_host_init(&host);
	RUN(cuts, SHOW_CUTS);
	RUN(words, SHOW_WORDS);
	RUN(kinds, SHOW_KINDS);
	RUN(flags, SHOW_FLAGS);
	RUN(counting, SHOW_COUNTING);
	TestIntern(&host);
	return test_done();
}
