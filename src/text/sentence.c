/*
 * sentence.c
 *	  Sentences of clinical writing: prose, wrapped lines, lists, fragments
 *	  without punctuation.
 */
#include "text/sentence.h"

#include <stdbool.h>
#include <string.h>

/*
 * A line shorter than this that ends without punctuation was ended on
 * purpose; a longer one may have been wrapped.
 */
#define WRAPPED_LINE 50

/* Most words before the colon of a key-value line. */
#define MAX_KEY_WORDS 5

/* Abbreviations whose dot does not end a sentence. */
static const char *const open_abbreviations[] = {
	"approx", "capt", "dept", "dr",   "drs", "incl", "jr", "messrs", "mr",
	"mrs",    "ms",   "mt",   "prof", "rev", "sgt",  "sr", "st",     "vs",
};

/* The same, but only before a number. */
static const char *const counting_abbreviations[] = {
	"apt", "ca", "fig", "ht", "max", "min", "no", "nos", "temp", "vol", "wt",
};

static bool
InList(const char *const *list, size_t n, const char *text, uint32_t len)
{
	for (size_t i = 0; i < n; i++)
	{
		if (list[i][0] == text[0] && strlen(list[i]) == len &&
			memcmp(list[i], text, len) == 0)
			return true;
	}
	return false;
}

#define IN_LIST(list, text, len) \
	InList((list), sizeof(list) / sizeof((list)[0]), (text), (len))

/* Does this word's dot belong to it? */
static bool
IsOpenAbbreviation(const McWords *words, const McToken *token, const McToken *next)
{
	const McWord *word = &words->list[token->word];

	if (token->flags & MC_TOK_UPPER)
		return false; /* MS is a disease, Ms. a lady */
	return IN_LIST(open_abbreviations, word->text, word->len) ||
		   (next->kind == MC_TOKEN_NUMBER &&
			IN_LIST(counting_abbreviations, word->text, word->len));
}

/* Does a list item begin at token i, the first on its line? */
static bool
BeginsItem(const McTokens *tokens, size_t i)
{
	const McToken *t = &tokens->list[i];

	if (t->kind == MC_TOKEN_CHECKBOX)
		return true;
	if (i + 1 >= tokens->count)
		return false;
	if (t->kind == MC_TOKEN_PUNCT)
		return t->punct != 0 && strchr("*-+>#~", t->punct) != NULL;
	/* 1. 1) a) */
	if (t->kind == MC_TOKEN_NUMBER ||
		(t->kind == MC_TOKEN_WORD && t->end - t->start == 1))
		return t->end - t->start <= 2 && (t[1].flags & MC_TOK_JOINED) &&
			   (mc_is_punct(&t[1], ')') ||
				(mc_is_punct(&t[1], '.') && t->kind == MC_TOKEN_NUMBER));
	return false;
}

/* Value of a plain list number (1 to 99) at token i, or 0. */
static unsigned
ListNumber(const McTokens *tokens, const McWords *words, size_t i)
{
	const McToken *t = &tokens->list[i];
	const char *text;
	uint32_t len;

	if (t->kind != MC_TOKEN_NUMBER || i + 2 >= tokens->count ||
		!(t[1].flags & MC_TOK_JOINED) ||
		!(mc_is_punct(&t[1], '.') || mc_is_punct(&t[1], ')')) ||
		!(t[2].flags & MC_TOK_CAPITAL) || (t[2].flags & MC_TOK_LINE))
		return 0;
	text = mc_word_text(words, t->word);
	len = words->list[t->word].len;
	if (len > 2 || text[0] < '0' || text[0] > '9' ||
		(len == 2 && (text[1] < '0' || text[1] > '9')))
		return 0;
	return len == 1 ? (unsigned) (text[0] - '0')
					: (unsigned) ((text[0] - '0') * 10 + text[1] - '0');
}

/* Does the punctuation at token i end a sentence, given that i + 1 follows? */
static bool
EndsSentence(const McTokens *tokens, const McWords *words, size_t i)
{
	const McToken *t = tokens->list;
	const McToken *next = &t[i + 1];
	const McToken *before;
	bool glued = (next->flags & MC_TOK_JOINED) != 0;

	/* a dotted abbreviation (b.i.d.) may end a sentence: then a capital follows */
	if (t[i].flags & MC_TOK_DOTTED)
		return !glued && t[i].end - t[i].start > 4 &&
			   (next->flags & (MC_TOK_CAPITAL | MC_TOK_UPPER)) == MC_TOK_CAPITAL;
	if (t[i].kind != MC_TOKEN_PUNCT)
		return false;
	if (t[i].punct == '!')
		return !glued;
	/* a quotation or a parenthesis that ends with its sentence */
	if (t[i].punct == '"' || t[i].punct == ')')
		return !glued && i > 0 && (t[i].flags & MC_TOK_JOINED) &&
			   mc_is_punct(&t[i - 1], '.') && (next->flags & MC_TOK_CAPITAL);
	if (t[i].punct == '?')
		/* "? pneumonia" and "?PE" are doubts, not ends */
		return !glued && i > 0 && (t[i].flags & MC_TOK_JOINED) &&
			   !(t[i].flags & MC_TOK_LINE);
	if (t[i].punct != '.')
		return false;
	if (i == 0 || (t[i].flags & MC_TOK_LINE))
		return !glued;
	before = &t[i - 1];
	if (glued)
		/* "pain.The": a blank was forgotten; "C.difficile", "www.x" were not */
		return next->kind == MC_TOKEN_WORD && (next->flags & MC_TOK_CAPITAL) &&
			   !(next->flags & MC_TOK_UPPER) && before->kind == MC_TOKEN_WORD &&
			   before->end - before->start > 2 && next->end - next->start > 1;
	if (before->kind == MC_TOKEN_WORD && (t[i].flags & MC_TOK_JOINED))
	{
		uint32_t len = before->end - before->start;

		if (IsOpenAbbreviation(words, before, next))
			return false;
		/* the letter of a list item: a. Diabetes */
		if (len == 1 && (before->flags & MC_TOK_LINE))
			return false;
		/* an initial (John F. Smith), a genus (E. coli) */
		if (len == 1 && (before->flags & MC_TOK_CAPITAL) && next->kind == MC_TOKEN_WORD)
			return false;
	}
	/* the number of a list item: 1. Diabetes */
	if (before->kind == MC_TOKEN_NUMBER && (before->flags & MC_TOK_LINE) &&
		before->end - before->start <= 2)
		return false;
	/* lower case goes on: "approx. ten", "q.d. for" */
	if (next->kind == MC_TOKEN_WORD && !(next->flags & MC_TOK_CAPITAL) &&
		next->start - t[i].end < 2)
	{
		unsigned char c = (unsigned char) mc_word_text(words, next->word)[0];

		return c >= 0x80 || before->end - before->start > 4;
	}
	return true;
}

/* Is this short line "key: value"?  Returns the colon's token or 0. */
static size_t
KeyColon(const McTokens *tokens, size_t first, size_t end)
{
	const McToken *t = tokens->list;
	unsigned nwords = 0;

	for (size_t i = first; i < end; i++)
	{
		if (mc_is_punct(&t[i], ':'))
			return nwords > 0 && i + 1 < end ? i : 0;
		if (t[i].word != MC_NO_WORD)
			nwords++;
		else if (t[i].kind == MC_TOKEN_PUNCT && t[i].punct != 0 &&
				 strchr(".?!;", t[i].punct) != NULL && nwords > 0)
			return 0;
		if (nwords > MAX_KEY_WORDS)
			return 0;
	}
	return 0;
}

/* Where lines break: does a new sentence begin at token i, first on its line? */
static bool
LineBreaks(const McTokens *tokens, const McWords *words, size_t line_start, bool in_item,
		   size_t i)
{
	const McToken *t = tokens->list;
	const McToken *before = &t[i - 1];
	uint32_t length = before->end - t[line_start].start;

	if ((t[i].flags & MC_TOK_PARA) || BeginsItem(tokens, i))
		return true;
	if (before->kind == MC_TOKEN_PUNCT && before->punct != 0)
	{
		if (strchr(".?!:;", before->punct) != NULL)
			return true;
		if (strchr(",-/(&", before->punct) != NULL)
			return false;
	}
	if (before->kind == MC_TOKEN_MARKUP)
		return true;
	/* nobody ends on "of the" */
	if (before->word != MC_NO_WORD &&
		(words->list[before->word].flags & MC_WORD_FUNCTION))
		return false;
	/* prose that goes on in lower case was wrapped, unless its line was short */
	if (t[i].kind == MC_TOKEN_WORD && !(t[i].flags & MC_TOK_CAPITAL))
		return length < WRAPPED_LINE / 2 && !(in_item && (t[i].flags & MC_TOK_INDENTED));
	/* a line "key: value" is one by itself */
	if (length < WRAPPED_LINE)
		return true;
	for (size_t j = i; j < tokens->count && j < i + MAX_KEY_WORDS; j++)
	{
		if (j > i && (t[j].flags & MC_TOK_LINE))
			break;
		if (mc_is_punct(&t[j], ':'))
			return true;
	}
	return false;
}

/* May a sentence end with this token? */
static inline bool
MayEnd(const McToken *t)
{
	return t->kind == MC_TOKEN_PUNCT
			   ? t->punct == '.' || t->punct == '?' || t->punct == '!' ||
					 t->punct == '"' || t->punct == ')'
			   : (t->flags & MC_TOK_DOTTED) != 0;
}

static void
AddSentence(const McHost *host, McSentences *sentences, const McTokens *tokens,
			size_t first, size_t end, size_t section, bool header)
{
	const McToken *t = tokens->list;
	McSentence *sentence;
	size_t colon;

	if (first == end)
		return;
	MC_GROW(host, sentences->list, sentences->count, sentences->cap);
	sentence = &sentences->list[sentences->count++];
	sentence->first_token = (uint32_t) first;
	sentence->end_token = (uint32_t) end;
	sentence->section = (uint32_t) section;
	sentence->colon_token = 0;
	sentence->flags = 0;
	if (header)
	{
		sentence->flags = MC_SENT_HEADER;
		return;
	}
	if ((t[first].flags & MC_TOK_LINE) && BeginsItem(tokens, first))
		sentence->flags |= MC_SENT_ITEM;
	for (size_t i = first; i < end && i < first + 3; i++)
	{
		if (t[i].kind == MC_TOKEN_CHECKBOX)
		{
			sentence->flags |=
				t[i].flags & MC_TOK_CHECKED ? MC_SENT_CHECKED : MC_SENT_UNCHECKED;
			break;
		}
		if (t[i].word != MC_NO_WORD && t[i].kind == MC_TOKEN_WORD)
			break;
	}
	colon = KeyColon(tokens, first, end);
	if (colon > 0)
	{
		sentence->flags |= MC_SENT_KEYVALUE;
		sentence->colon_token = (uint32_t) colon;
	}
}

void
mc_find_sentences(const McHost *host, const McTokens *tokens, const McWords *words,
				  const McSections *sections, McSentences *sentences)
{
	const McToken *t = tokens->list;
	size_t section = 0;
	size_t first = 0; /* of the current sentence */
	size_t line_start = 0;
	size_t header_end = 0;
	unsigned list_number = 0;
	uint32_t section_end = sections->list[0].end;

	memset(sentences, 0, sizeof(*sentences));
	for (size_t i = 0; i < tokens->count; i++)
	{
		bool breaks = false;
		unsigned number;

		/* at most tokens nothing can break */
		if (!(t[i].flags & MC_TOK_BREAK) && t[i].start < section_end && i != header_end &&
			(i & (MC_INTERRUPT_INTERVAL - 1)) != 0)
			continue;
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == 0)
			mc_interrupt(host);
		if (i == 0)
		{
			if (sections->list[0].body_token > 0)
				header_end = sections->list[0].body_token;
		}
		else if (t[i].start >= section_end)
		{
			AddSentence(host, sentences, tokens, first, i, section, header_end > 0);
			first = i;
			section++;
			header_end = sections->list[section].body_token;
			section_end = sections->list[section].end;
			list_number = 0;
		}
		if (header_end > 0 && i == header_end)
		{
			AddSentence(host, sentences, tokens, first, i, section, true);
			first = i;
			header_end = 0;
		}
		number = t[i].kind == MC_TOKEN_NUMBER ? ListNumber(tokens, words, i) : 0;
		if (i > first && header_end == 0)
		{
			if (t[i].flags & MC_TOK_LINE)
				breaks =
					LineBreaks(tokens, words, line_start, BeginsItem(tokens, first), i);
			else if (MayEnd(&t[i - 1]))
				breaks = EndsSentence(tokens, words, i - 1);
			/* a box begins an item, unless a bullet just did */
			breaks |= (t[i].kind == MC_TOKEN_CHECKBOX &&
					   !(i == first + 1 && BeginsItem(tokens, first))) ||
					  (number > 1 && number == list_number + 1);
		}
		if (breaks)
		{
			AddSentence(host, sentences, tokens, first, i, section, false);
			first = i;
		}
		/* "1. Diabetes 2. Hypertension": numbers that count are a list */
		if (number > 0 && (number == list_number + 1 || (number == 1 && i == first)))
			list_number = number;
		if (t[i].flags & MC_TOK_LINE)
			line_start = i;
	}
	AddSentence(host, sentences, tokens, first, tokens->count, section, header_end > 0);
}
