/*
 * token.c
 *	  Tokens of clinical writing.
 *
 * One pass over the folded text, driven by a table of byte classes.  ICU's
 * break iterator would cost four times as much as all of this and would cut
 * h/o into three.
 */
#include "text/token.h"

#include <stdbool.h>
#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "text/charclass.h"
#include "text/grade.h"
#include "text/utf8.h"

typedef struct Scanner
{
	const McHost *host;
	const McFold *fold;
	McWords *words;
	McTokens *tokens;
	const char *text; /* folded text */
	const char *end;
	size_t cursor;        /* of mc_fold_origin */
	McToken *next;        /* where the next token goes */
	McToken *limit;       /* end of the room for tokens, or the next interrupt */
	uint16_t pending;     /* flags for the next token */
	const char *last_end; /* where the last token ended */
} Scanner;

static inline bool
IsLetter(const char *p)
{
	return mc_byte_class[(unsigned char) *p] == MC_CH_LETTER;
}

static inline bool
IsDigit(const char *p)
{
	return mc_byte_class[(unsigned char) *p] == MC_CH_DIGIT;
}

/* Does a word go on at p?  Looks at whole characters outside ASCII. */
static inline bool
IsWordChar(const char *p, const char *end, int *width)
{
	uint8_t class = mc_byte_class[(unsigned char) *p];
	uint32_t c;

	*width = 1;
	if (class == MC_CH_LETTER || class == MC_CH_DIGIT)
		return p < end;
	if (class != MC_CH_WIDE || p >= end)
		return false;
	c = mc_utf8_read(p, end, width);
	class = mc_codepoint_class(c);
	return class == MC_CH_LETTER || class == MC_CH_DIGIT;
}

/* End of the run of letters and digits at p; a run with other than ASCII in it. */
static const char *
WideRunEnd(const char *p, const char *end)
{
	int width;

	while (IsWordChar(p, end, &width))
		p += width;
	return p;
}

#ifdef __SSE2__
/*
 * Length of the run of ASCII letters and digits at p, at most 16.  Sixteen
 * bytes are read whatever the length, which the padding behind the text allows;
 * the ends of words are what a processor guesses worst.
 */
static inline unsigned
AsciiRun16(const char *p)
{
	__m128i c = _mm_loadu_si128((const __m128i *) p);
	__m128i letter = _mm_cmplt_epi8(_mm_add_epi8(c, _mm_set1_epi8((char) (128 - 'a'))),
									_mm_set1_epi8((char) (-128 + 26)));
	__m128i digit = _mm_cmplt_epi8(_mm_add_epi8(c, _mm_set1_epi8((char) (128 - '0'))),
								   _mm_set1_epi8((char) (-128 + 10)));
	unsigned in_word = (unsigned) _mm_movemask_epi8(_mm_or_si128(letter, digit));

	return (unsigned) __builtin_ctz(~in_word);
}
#endif

/* End of the run of letters and digits at p. */
static inline const char *
RunEnd(const char *p, const char *end)
{
#ifdef __SSE2__
	unsigned n = AsciiRun16(p);

	p += n;
	if (n < 16)
		return (unsigned char) *p >= 0x80 ? WideRunEnd(p, end) : p;
#endif
	/* the padding behind the text is no letter, so this stops there */
	while (mc_byte_in_word[(unsigned char) *p])
		p++;
	return (unsigned char) *p >= 0x80 ? WideRunEnd(p, end) : p;
}

static const char *
DigitsEnd(const char *p)
{
	while (IsDigit(p))
		p++;
	return p;
}

static bool
AtLineStart(const Scanner *s, const char *p)
{
	while (p > s->text && mc_byte_class[(unsigned char) p[-1]] == MC_CH_SPACE)
		p--;
	return p == s->text || p[-1] == '\n';
}

/* Case of the original letters of a token. */
static uint16_t
CaseFlags(const char *p, uint32_t len)
{
	unsigned letters = 0;
	uint16_t flags = MC_TOK_CAPITAL;

	/* nearly all words are decided by their second letter */
	if (len > 1 && p[1] >= 'a' && p[1] <= 'z' && p[1] != 's')
		return flags;
	for (uint32_t i = 0; i < len; i++)
	{
		if (p[i] >= 'a' && p[i] <= 'z')
		{
			/* the possessive of an abbreviation is lower case: MD's */
			if (p[i] == 's' && i + 1 == len && i > 1 && p[i - 1] == '\'')
				break;
			return flags;
		}
		if ((p[i] >= 'A' && p[i] <= 'Z') || (unsigned char) p[i] >= 0x80)
			letters++;
	}
	return letters >= 2 ? flags | MC_TOK_UPPER : flags;
}

/* Room for the next token; gives way to cancellation at the same time. */
static void
MoreTokens(Scanner *s)
{
	McTokens *tokens = s->tokens;

	tokens->count = (size_t) (s->next - tokens->list);
	if (tokens->count > 0)
		mc_interrupt(s->host);
	MC_GROW(s->host, tokens->list, tokens->count, tokens->cap);
	s->next = tokens->list + tokens->count;
	s->limit = s->next + MC_INTERRUPT_INTERVAL;
	if (s->limit > tokens->list + tokens->cap)
		s->limit = tokens->list + tokens->cap;
}

/*
 * The place of a token in a text where lengths change.  Of a character that
 * folds to several tokens the first has it whole; the others are not kept.
 */
static void
PlaceToken(Scanner *s, McToken *token, const char *start, const char *end)
{
	token->start =
		mc_fold_origin(s->fold, (uint32_t) (start - s->text), false, &s->cursor);
	token->end = mc_fold_origin(s->fold, (uint32_t) (end - s->text), true, &s->cursor);
	if (token > s->tokens->list && token->start < token[-1].end)
		token->start = token[-1].end;
	s->next += token->end > token->start;
}

/*
 * Add a token.  What is returned may be filled in, but is not kept when the
 * last token has its place already.
 */
static inline McToken *
AddToken(Scanner *s, const char *start, const char *end, McTokenKind kind)
{
	McToken *token;

	if (s->next == s->limit)
		MoreTokens(s);
	token = s->next;
	if (s->fold->nsteps == 0)
	{
		token->start = (uint32_t) (start - s->text);
		token->end = (uint32_t) (end - s->text);
		s->next++;
	}
	else
		PlaceToken(s, token, start, end);
	token->word = MC_NO_WORD;
	token->kind = (uint8_t) kind;
	token->punct = 0;
	token->flags = s->pending | (start == s->last_end ? MC_TOK_JOINED : 0);
	s->pending = 0;
	s->last_end = end;
	return token;
}

/*
 * Where a word begins that is the rest of a stretch of which the last token has
 * the place: behind that stretch.
 */
static const char *
BehindTaken(Scanner *s, const char *start, const char *end)
{
	uint32_t origin =
		mc_fold_origin(s->fold, (uint32_t) (start - s->text), false, &s->cursor);

	if (s->next > s->tokens->list && origin < s->next[-1].end)
		start = s->text + s->fold->steps[s->cursor - 1].fold_end;
	return start < end ? start : end;
}

static inline void
AddWord(Scanner *s, const char *start, const char *end, McTokenKind kind)
{
	McToken *token;
	const char *original;

	if (s->fold->nsteps > 0 && (start = BehindTaken(s, start, end)) == end)
		return;
	token = AddToken(s, start, end, kind);
	original = s->fold->original + token->start;
	token->word = mc_words_intern(s->host, s->words, start, (uint32_t) (end - start));
	if (*original >= 'A' && *original <= 'Z')
		token->flags |= CaseFlags(original, token->end - token->start);
	if (kind == MC_TOKEN_NUMBER)
		token->flags |= MC_TOK_BREAK;
	if (end[-1] == '.')
	{
		token->flags |= MC_TOK_DOTTED;
		s->pending |= MC_TOK_BREAK;
	}
	if (kind == MC_TOKEN_WORD && (s->words->list[token->word].flags & MC_WORD_ROMAN))
		mc_read_grade(s->host, s->words, s->tokens->list, token);
}

/* h/o, s/p, n/v/d, w/: single characters between slashes. */
static const char *
SlashAbbreviation(const char *p, const char *run, const char *end)
{
	const char *q = run;

	if (run - p != 1 || *q != '/')
		return NULL;
	if (*p == 'w')
	{
		const char *rest = RunEnd(q + 1, end);
		size_t n = (size_t) (rest - q - 1);

		/* w/ before a blank or a longer word; w/o and w/out are one word */
		if (n == 1 || (n == 3 && memcmp(q + 1, "out", 3) == 0))
			return rest;
		return q + 1;
	}
	while (*q == '/' && IsLetter(q + 1) && RunEnd(q + 1, end) - q == 2)
		q += 2;
	return q > run ? q : NULL;
}

/* b.i.d., U.S., M.D.: single letters between dots; the last dot belongs to it. */
static const char *
DottedAbbreviation(const char *p, const char *run, const char *end)
{
	const char *q = run;

	if (run - p != 1 || *q != '.')
		return NULL;
	while (*q == '.' && IsLetter(q + 1) && RunEnd(q + 1, end) - q == 2)
		q += 2;
	if (q == run)
		return NULL;
	return *q == '.' ? q + 1 : q;
}

/* E11.9, F32.A: three characters, a dot, up to four more. */
static bool
IsCode(const char *p, const char *run, const char *end)
{
	size_t n = (size_t) (RunEnd(run + 1, end) - run - 1);

	return run - p == 3 && IsLetter(p) && IsDigit(p + 1) &&
		   ((IsDigit(run + 1) && n <= 4) || (IsLetter(run + 1) && n == 1));
}

/* A word that begins with a letter, at p. */
static const char *
ScanWord(Scanner *s, const char *p)
{
	const char *run = RunEnd(p, s->end);
	const char *special;

	/* most words end at a blank */
	if (*run == ' ' && *p != 'x')
	{
		AddWord(s, p, run, MC_TOKEN_WORD);
		return run;
	}
	switch (*run)
	{
		case '/':
			if ((special = SlashAbbreviation(p, run, s->end)) != NULL)
				run = special;
			break;
		case '.':
			if ((special = DottedAbbreviation(p, run, s->end)) != NULL)
				run = special;
			else if (IsCode(p, run, s->end))
				run = RunEnd(run + 1, s->end);
			break;
		case '&':
			if (run - p <= 2 && IsLetter(run + 1) && RunEnd(run + 1, s->end) - run <= 3)
				run = RunEnd(run + 1, s->end);
			break;
		case '\'':
			/* crohn's, doesn't, o'brien; a closing quotation mark stays out */
			if (IsLetter(run + 1) || (unsigned char) run[1] >= 0x80)
				run = RunEnd(run + 1, s->end);
			break;
	}
	/* XXXX stands for a name that was taken out */
	if (run - p >= 3 && *p == 'x' && strspn(p, "x") >= (size_t) (run - p))
		AddToken(s, p, run, MC_TOKEN_BLANK);
	else
		AddWord(s, p, run, MC_TOKEN_WORD);
	return run;
}

/* Date at p (d/m/y or y-m-d), or NULL. */
static const char *
DateEnd(const char *p)
{
	const char *a = DigitsEnd(p);
	const char *b;
	const char *c;

	if (*a != '/' && *a != '-')
		return NULL;
	b = DigitsEnd(a + 1);
	if (*b != *a || b == a + 1)
		return NULL;
	c = DigitsEnd(b + 1);
	if (b - a - 1 > 2)
		return NULL;
	if (a - p <= 2 && (c - b - 1 == 2 || c - b - 1 == 4))
		return c;
	if (a - p == 4 && (c - b - 1 == 1 || c - b - 1 == 2))
		return c;
	return NULL;
}

/* A number, at p. */
static const char *
ScanNumber(Scanner *s, const char *p)
{
	const char *q = DateEnd(p);
	const char *run;

	if (q)
	{
		AddWord(s, p, q, MC_TOKEN_DATE);
		return q;
	}
	q = DigitsEnd(p);
	/* decimals and thousands, ratios, ranges, times: 3.5, 1,200, 142/88, 35-40 */
	while ((*q == '.' || *q == ',' || *q == '/' || *q == '-' || *q == ':') &&
		   IsDigit(q + 1))
	{
		if (*q == ',' && (DigitsEnd(q + 1) - q != 4 || (q - p) > 3))
			break;
		q = DigitsEnd(q + 1);
	}
	run = RunEnd(q, s->end);
	if (run > q)
	{
		size_t letters = (size_t) (run - q);
		bool ordinal =
			letters == 2 && (memcmp(q, "st", 2) == 0 || memcmp(q, "nd", 2) == 0 ||
							 memcmp(q, "rd", 2) == 0 || memcmp(q, "th", 2) == 0);

		/* 3b and 2nd are one word; 500mg is a number and its unit */
		if (ordinal || (letters == 1 && *q >= 'a' && *q <= 'e'))
			q = run;
	}
	AddWord(s, p, q, MC_TOKEN_NUMBER);
	return q;
}

/* [ ], [x] anywhere, ( ) and (x) at the start of a line; NULL when it is none. */
static const char *
ScanCheckbox(Scanner *s, const char *p)
{
	char close = *p == '[' ? ']' : ')';
	const char *q = p + 1;
	bool checked = false;

	if (*p == '(' && !AtLineStart(s, p))
		return NULL;
	while (*q == ' ' && q - p <= 3)
		q++;
	if (*q == 'x' || *q == '*')
	{
		checked = true;
		q++;
		while (*q == ' ' && q - p <= 6)
			q++;
	}
	if (*q != close || q >= s->end || (close == ')' && q == p + 1))
		return NULL;
	AddToken(s, p, q + 1, MC_TOKEN_CHECKBOX)->flags |=
		MC_TOK_BREAK | (checked ? MC_TOK_CHECKED : 0);
	return q + 1;
}

/* Place of `what` in the next `within` bytes of the same line, or NULL. */
static const char *
FindOnLine(const Scanner *s, const char *p, const char *what, size_t within)
{
	size_t n = strlen(what);

	for (const char *q = p; q < s->end && (size_t) (q - p) < within && *q != '\n'; q++)
	{
		if (*q == *what && strncmp(q, what, n) == 0)
			return q;
	}
	return NULL;
}

/* What de-identification left, or a tag or control word; NULL when it is none. */
static const char *
ScanPlaceholder(Scanner *s, const char *p)
{
	const char *q;

	switch (*p)
	{
		case '[':
			if (p[1] == '*' && p[2] == '*' &&
				(q = FindOnLine(s, p + 3, "**]", 200)) != NULL)
			{
				AddToken(s, p, q + 3, MC_TOKEN_BLANK);
				return q + 3;
			}
			break;
		case '_':
			q = p + strspn(p, "_");
			if (q - p >= 2)
			{
				AddToken(s, p, q, MC_TOKEN_BLANK);
				return q;
			}
			break;
		case '<':
			if ((IsLetter(p + 1) || p[1] == '/' || p[1] == '!') &&
				(q = FindOnLine(s, p + 1, ">", 200)) != NULL)
			{
				static const char *const breaks[] = {
					"br", "p",  "/p", "div", "/div", "li",
					"tr", "h1", "h2", "h3",  "ul",   "table",
				};

				AddToken(s, p, q + 1, MC_TOKEN_MARKUP);
				for (size_t i = 0; i < sizeof(breaks) / sizeof(breaks[0]); i++)
				{
					size_t n = strlen(breaks[i]);

					if (strncmp(p + 1, breaks[i], n) == 0 && !IsLetter(p + 1 + n) &&
						!IsDigit(p + 1 + n))
						s->pending |= MC_TOK_LINE | MC_TOK_BREAK;
				}
				return q + 1;
			}
			break;
		case '&':
			q = p + 1 + (p[1] == '#');
			while (IsLetter(q) || IsDigit(q))
				q++;
			if (*q == ';' && q - p >= 3 && q - p <= 9)
			{
				AddToken(s, p, q + 1, MC_TOKEN_MARKUP);
				return q + 1;
			}
			break;
		case '\\':
			q = p + 1;
			if (*q == '\'' && (IsLetter(q + 1) || IsDigit(q + 1)) &&
				(IsLetter(q + 2) || IsDigit(q + 2)))
				q += 3; /* \'e9: a byte of another code page */
			else if (IsLetter(q))
			{
				while (IsLetter(q))
					q++;
				if (*q == '-' && IsDigit(q + 1))
					q++;
				q = DigitsEnd(q);
			}
			else
				break;
			AddToken(s, p, q, MC_TOKEN_MARKUP);
			if ((q - p == 4 && memcmp(p, "\\par", 4) == 0) ||
				(q - p == 5 && memcmp(p, "\\line", 5) == 0))
				s->pending |= MC_TOK_LINE | MC_TOK_BREAK;
			return q;
	}
	return NULL;
}

static const char *
ScanPunct(Scanner *s, const char *p)
{
	const char *q;
	McToken *token;

	if ((q = ScanPlaceholder(s, p)) != NULL)
		return q;
	if ((*p == '[' || *p == '(') && (q = ScanCheckbox(s, p)) != NULL)
		return q;
	/* the hyphen between two words only joins them */
	if (*p == '-' && p == s->last_end && p > s->text)
	{
		int width;

		if (IsWordChar(p + 1, s->end, &width) && IsWordChar(p - 1, s->end, &width))
		{
			s->last_end = p + 1;
			s->pending |= MC_TOK_HYPHEN;
			return p + 1;
		}
	}
	token = AddToken(s, p, p + 1, MC_TOKEN_PUNCT);
	token->punct = (uint8_t) *p;
	if (*p == ':')
		token->flags |= MC_TOK_BREAK;
	else if (*p == '.' || *p == '?' || *p == '!' || *p == '"' || *p == ')')
		s->pending |= MC_TOK_BREAK;
	return p + 1;
}

/* A character outside ASCII. */
static const char *
ScanWide(Scanner *s, const char *p)
{
	int width;
	uint32_t c = mc_utf8_read(p, s->end, &width);

	switch (mc_codepoint_class(c))
	{
		case MC_CH_LETTER:
		case MC_CH_DIGIT:
			return ScanWord(s, p);
		case MC_CH_IDEOGRAPH:
			AddWord(s, p, p + width, MC_TOKEN_WORD);
			break;
		case MC_CH_PUNCT:
			AddToken(s, p, p + width, MC_TOKEN_PUNCT);
			break;
		case MC_CH_SPACE:
			break;
		case MC_CH_NEWLINE:
			s->pending |= MC_TOK_LINE | MC_TOK_BREAK;
			break;
		default:
			AddToken(s, p, p + width, MC_TOKEN_SYMBOL);
			break;
	}
	return p + width;
}

void
mc_tokenise(const McHost *host, const McFold *fold, McWords *words, McTokens *tokens)
{
	Scanner s = {
		.host = host,
		.fold = fold,
		.words = words,
		.tokens = tokens,
		.text = fold->text,
		.end = fold->text + fold->len,
		.pending = MC_TOK_LINE | MC_TOK_PARA | MC_TOK_BREAK,
		.next = tokens->list,
		.limit = tokens->list,
	};
	const char *p = s.text;

	while (p < s.end)
	{
		/* what comes next most often, without the jump table */
		if (*p == ' ')
			p++;
		if (p < s.end && *p >= 'a' && *p <= 'z')
		{
			p = ScanWord(&s, p);
			continue;
		}
		if (p == s.end)
			break;
		switch ((McCharClass) mc_byte_class[(unsigned char) *p])
		{
			case MC_CH_SPACE:
				p++;
				if (((p - s.text) & 0xFFFF) == 0)
					mc_interrupt(host);
				break;
			case MC_CH_NEWLINE:
				s.pending |=
					(s.pending & MC_TOK_LINE) ? MC_TOK_PARA : MC_TOK_LINE | MC_TOK_BREAK;
				p++;
				s.pending &= (uint16_t) ~MC_TOK_INDENTED;
				if (*p == ' ')
					s.pending |= MC_TOK_INDENTED;
				if (((p - s.text) & 0xFFFF) == 0)
					mc_interrupt(host);
				break;
			case MC_CH_LETTER:
				p = ScanWord(&s, p);
				break;
			case MC_CH_DIGIT:
				p = ScanNumber(&s, p);
				break;
			case MC_CH_WIDE:
				p = ScanWide(&s, p);
				break;
			default:
				p = ScanPunct(&s, p);
				break;
		}
	}
	tokens->count = (size_t) (s.next - tokens->list);
}

bool
mc_token_counts(const McTokens *tokens, const McWords *words, size_t i)
{
	const McToken *token = &tokens->list[i];
	const McWord *word;

	if (token->word == MC_NO_WORD)
		return false;
	word = &words->list[token->word];
	if (!(word->flags & MC_WORD_FUNCTION))
		return true;
	return word->len == 1 && i > 0 && tokens->list[i - 1].word != MC_NO_WORD &&
		   !(words->list[tokens->list[i - 1].word].flags & MC_WORD_FUNCTION) &&
		   ((token->flags & (MC_TOK_CAPITAL | MC_TOK_LINE)) == MC_TOK_CAPITAL ||
			i + 1 == tokens->count);
}
