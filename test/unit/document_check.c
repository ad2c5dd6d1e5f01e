/*
 * document_check.c
 *	  What must be true of every analysed note, whatever its text.
 */
#include "document_check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/numeral.h"
#include "text/utf8.h"

/* Leave document_fault unless the condition holds. */
#define REQUIRE(condition, place, message) \
	do                                     \
	{                                      \
		if (!(condition))                  \
		{                                  \
			*where = (uint32_t) (place);   \
			return (message);              \
		}                                  \
	} while (0)

void
check_reset(CheckLine *line)
{
	line->len = 0;
	line->text[0] = '\0';
}

static void
AddByte(CheckLine *line, char c)
{
	if (line->len + 1 < sizeof(line->text))
		line->text[line->len++] = c;
	line->text[line->len] = '\0';
}

void
check_add(CheckLine *line, const char *text)
{
	while (*text)
		AddByte(line, *text++);
}

void
check_add_slice(CheckLine *line, const char *text, uint32_t start, uint32_t end)
{
	bool blank = false;

	for (; start < end; start++)
	{
		if (strchr(" \t\r\n\v\f", text[start]) && text[start] != '\0')
		{
			blank = true;
			continue;
		}
		if (blank)
			AddByte(line, ' ');
		blank = false;
		AddByte(line, text[start]);
	}
}

/* A text on one line of TAP. */
static const char *
OneLine(const char *text, char *buffer, size_t size)
{
	size_t n = 0;

	for (; *text && n + 5 < size; text++)
	{
		unsigned char c = (unsigned char) *text;

		if (c == '\n' || c == '\r' || c == '\t')
		{
			buffer[n++] = '\\';
			buffer[n++] = c == '\n' ? 'n' : c == '\r' ? 'r' : 't';
		}
		else if (c < 0x20 || c == '#')
			n += (size_t) snprintf(buffer + n, 5, "\\x%02X", c);
		else
			buffer[n++] = (char) c;
	}
	buffer[n] = '\0';
	return buffer;
}

void
check_case(const char *input, const char *expected, const char *got)
{
	char name[1024];
	char have[1024];
	char want[1024];
	bool same = strcmp(expected, got) == 0;

	test_ok(same, "%s", OneLine(input, name, sizeof(name)));
	if (!same)
		printf("#   expected: %s\n#   got:      %s\n",
			   OneLine(expected, want, sizeof(want)), OneLine(got, have, sizeof(have)));
}

void
check_headers(const McHost *host, McHeaders *headers)
{
	static const struct
	{
		const char *header;
		McSectionCategory category;
	} list[] = {
		{"chief complaint", MC_SECTION_CHIEF_COMPLAINT},
		{"hpi", MC_SECTION_PRESENT_ILLNESS},
		{"history of present illness", MC_SECTION_PRESENT_ILLNESS},
		{"past medical history", MC_SECTION_PAST_MEDICAL},
		{"pmh", MC_SECTION_PAST_MEDICAL},
		{"past surgical history", MC_SECTION_PAST_SURGICAL},
		{"family history", MC_SECTION_FAMILY},
		{"fh", MC_SECTION_FAMILY},
		{"social history", MC_SECTION_SOCIAL},
		{"review of systems", MC_SECTION_REVIEW_OF_SYSTEMS},
		{"ros", MC_SECTION_REVIEW_OF_SYSTEMS},
		{"medications", MC_SECTION_MEDICATIONS},
		{"discharge medications", MC_SECTION_DISCHARGE_MEDICATIONS},
		{"allergies", MC_SECTION_ALLERGIES},
		{"vital signs", MC_SECTION_VITAL_SIGNS},
		{"physical exam", MC_SECTION_PHYSICAL_EXAM},
		{"pe", MC_SECTION_PHYSICAL_EXAM},
		{"lungs", MC_SECTION_EXAM_ITEM},
		{"heart", MC_SECTION_EXAM_ITEM},
		{"heent", MC_SECTION_EXAM_ITEM},
		{"labs", MC_SECTION_LABS},
		{"impression", MC_SECTION_IMPRESSION},
		{"findings", MC_SECTION_FINDINGS},
		{"indication", MC_SECTION_INDICATION},
		{"assessment", MC_SECTION_ASSESSMENT},
		{"assessment and plan", MC_SECTION_ASSESSMENT_AND_PLAN},
		{"a/p", MC_SECTION_ASSESSMENT_AND_PLAN},
		{"plan", MC_SECTION_PLAN},
		{"problem list", MC_SECTION_PROBLEM_LIST},
		{"diagnosis", MC_SECTION_DIAGNOSES},
		{"discharge diagnosis", MC_SECTION_DISCHARGE_DIAGNOSIS},
		{"hospital course", MC_SECTION_HOSPITAL_COURSE},
		{"follow-up", MC_SECTION_FOLLOW_UP},
		{"procedure", MC_SECTION_PROCEDURE},
		{"subjective", MC_SECTION_SUBJECTIVE},
		{"objective", MC_SECTION_OBJECTIVE},
	};

	mc_headers_init(host, headers);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		mc_headers_add(host, headers, list[i].header, list[i].category);
}

static bool
IsAlnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool
IsUpper(unsigned char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Is a byte offset the start of a character, ill-formed bytes being one each? */
static bool
IsCharacterStart(const char *text, uint32_t len, uint32_t offset)
{
	int width;

	if (offset == len)
		return true;
	for (uint32_t back = 1; back <= 3 && back <= offset; back++)
	{
		mc_utf8_read(text + offset - back, text + len, &width);
		if ((uint32_t) width > back)
			return false;
	}
	return true;
}

static bool
IsWellFormed(const char *text, uint32_t len)
{
	int width;

	for (uint32_t i = 0; i < len; i += (uint32_t) width)
	{
		if (mc_utf8_read(text + i, text + len, &width) == 0xFFFD && width == 1)
			return false;
	}
	return true;
}

static const char *
FoldFault(const McFold *fold, const char *text, uint32_t len, uint32_t *where)
{
	bool ascii = true;
	uint32_t fold_at = 0;
	uint32_t at = 0;
	uint32_t last_start = 0;
	uint32_t last_end = 0;
	size_t start_cursor = 0;
	size_t end_cursor = 0;

	for (uint32_t i = 0; i < len && ascii; i++)
		ascii = (unsigned char) text[i] < 0x80;
	REQUIRE(fold->ascii == ascii, 0, "fold.ascii does not say what the text is");
	REQUIRE(fold->original_len == len, fold->original_len, "fold.original_len");
	REQUIRE(len == 0 || fold->original == text, 0, "fold.original is not the text");
	for (uint32_t i = 0; i < MC_FOLD_PAD; i++)
		REQUIRE(fold->text[fold->len + i] == 0, i,
				"padding of the folded text is not zero");
	REQUIRE(IsWellFormed(fold->text, fold->len), 0, "folded text is not UTF-8");

	for (size_t i = 0; i < fold->nsteps; i++)
	{
		const McFoldStep *step = &fold->steps[i];

		REQUIRE(step->fold_start >= fold_at && step->fold_end >= step->fold_start &&
					step->fold_end <= fold->len,
				i, "fold step out of order in the folded text");
		REQUIRE(step->start >= at && step->end >= step->start && step->end <= len, i,
				"fold step out of order in the original");
		REQUIRE(step->fold_start - fold_at == step->start - at, i,
				"offsets between fold steps do not differ by a constant");
		fold_at = step->fold_end;
		at = step->end;
	}
	REQUIRE(fold->len - fold_at == len - at, fold->nsteps,
			"the rest behind the last fold step");

	for (uint32_t i = 0; i <= fold->len; i++)
	{
		uint32_t start = mc_fold_origin(fold, i, false, &start_cursor);
		uint32_t end = mc_fold_origin(fold, i, true, &end_cursor);

		REQUIRE(start <= len && end <= len, i, "origin behind the text");
		REQUIRE(start >= last_start && end >= last_end, i, "origins do not ascend");
		if (i % 64 == 0 && fold->nsteps < 1000)
		{
			size_t fresh = 0;
			size_t fresh_end = 0;

			REQUIRE(mc_fold_origin(fold, i, false, &fresh) == start &&
						mc_fold_origin(fold, i, true, &fresh_end) == end,
					i, "origin depends on the cursor");
		}
		last_start = start;
		last_end = end;
	}
	return NULL;
}

/* Is the word of a token what its ASCII text folds to, or the digits of that? */
static bool
WordFits(const McWords *words, const McToken *token, const char *text)
{
	const char *word = mc_word_text(words, token->word);
	uint32_t len = words->list[token->word].len;
	uint32_t size = token->end - token->start;
	char folded[MC_FOLD_PAD];
	char digits[8];
	const char *number;

	if (size == len || size == len + 1)
	{
		uint32_t i = 0;

		while (i < len && (IsUpper((unsigned char) text[token->start + i])
							   ? text[token->start + i] + 32
							   : text[token->start + i]) == word[i])
			i++;
		if (i == len && (size == len ||
						 ((token->flags & MC_TOK_DOTTED) && text[token->end - 1] == '.')))
			return true;
	}
	if (size >= sizeof(folded))
		return false;
	for (uint32_t i = 0; i < size; i++)
		folded[i] = (char) (IsUpper((unsigned char) text[token->start + i])
								? text[token->start + i] + 32
								: text[token->start + i]);
	folded[size] = '\0';
	if (mc_roman_digits(folded, size, digits) == len && memcmp(digits, word, len) == 0)
		return true;
	number = mc_number_word(folded, size);
	return number && strlen(number) == len && memcmp(number, word, len) == 0;
}

static const char *
TokenFault(const McDocument *doc, const char *text, uint32_t len, uint32_t *where)
{
	uint32_t end = 0;

	for (size_t i = 0; i < doc->tokens.count; i++)
	{
		const McToken *token = &doc->tokens.list[i];
		bool ascii = true;
		bool gap_ascii = true;
		bool gap_blank = false;
		bool gap_line = false;
		uint32_t letters = 0;
		uint32_t capitals = 0;

		REQUIRE(token->start < token->end && token->end <= len, i,
				"token outside the text");
		REQUIRE(token->start >= end, i, "tokens overlap or do not ascend");
		REQUIRE(IsCharacterStart(text, len, token->start) &&
					IsCharacterStart(text, len, token->end),
				i, "token cuts a character");
		REQUIRE(token->kind <= MC_TOKEN_SYMBOL, i, "kind of token");
		REQUIRE(token->word == MC_NO_WORD || token->word < doc->words.count, i,
				"word of token");
		REQUIRE(token->word != MC_NO_WORD ||
					(token->kind != MC_TOKEN_WORD && token->kind != MC_TOKEN_NUMBER),
				i, "word or number without a word");

		for (uint32_t at = end; at < token->start; at++)
		{
			unsigned char c = (unsigned char) text[at];

			REQUIRE(!IsAlnum(c), at, "letter or digit in no token");
			gap_ascii = gap_ascii && c < 0x80;
			gap_blank = gap_blank || c == ' ' || c == '\t';
			gap_line = gap_line || c == '\n' || c == '\r';
		}
		for (uint32_t at = token->start; at < token->end; at++)
		{
			unsigned char c = (unsigned char) text[at];

			ascii = ascii && c < 0x80;
			letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
			capitals += IsUpper(c);
		}
		REQUIRE((i > 0 && !gap_line) || (token->flags & MC_TOK_LINE) || !gap_ascii, i,
				"first token of a line without MC_TOK_LINE");
		REQUIRE(!(token->flags & MC_TOK_PARA) || (token->flags & MC_TOK_LINE), i,
				"MC_TOK_PARA without MC_TOK_LINE");
		REQUIRE(!(token->flags & MC_TOK_JOINED) || !(gap_blank || gap_line), i,
				"MC_TOK_JOINED behind a blank");
		/* an accent behind a blank or a hyphen folds together with it */
		REQUIRE((token->flags & MC_TOK_JOINED) || i == 0 || token->start > end ||
					!doc->fold.ascii,
				i, "no MC_TOK_JOINED and nothing in between");
		REQUIRE(!(token->flags & MC_TOK_HYPHEN) || token->start > end || !doc->fold.ascii,
				i, "MC_TOK_HYPHEN and no hyphen in between");
		if (ascii && token->word != MC_NO_WORD &&
			(token->kind == MC_TOKEN_WORD || token->kind == MC_TOKEN_NUMBER))
			REQUIRE(WordFits(&doc->words, token, text), i, "word is not the folded text");
		if (ascii && token->kind == MC_TOKEN_WORD)
		{
			REQUIRE(!(token->flags & MC_TOK_CAPITAL) ==
						!IsUpper((unsigned char) text[token->start]),
					i, "MC_TOK_CAPITAL");
			/* a possessive s does not count: PCP's */
			if (token->end - token->start > 2 &&
				memcmp(text + token->end - 2, "'s", 2) == 0)
				letters--;
			REQUIRE(!(token->flags & MC_TOK_UPPER) ==
						!(letters >= 2 && capitals == letters),
					i, "MC_TOK_UPPER");
		}
		if (token->kind == MC_TOKEN_PUNCT && ascii &&
			strchr(",.;:()?!/%", text[token->start]) && text[token->start] != '\0')
			REQUIRE(token->punct == (uint8_t) text[token->start] &&
						token->end == token->start + 1,
					i, "punctuation is not its character");
		end = token->end;
	}
	for (uint32_t at = end; at < len; at++)
		REQUIRE(!IsAlnum((unsigned char) text[at]), at,
				"letter or digit behind the last token");
	return NULL;
}

static const char *
SectionFault(const McDocument *doc, uint32_t len, uint32_t *where)
{
	uint32_t at = 0;

	REQUIRE(doc->sections.count >= 1, 0, "no section");
	for (size_t i = 0; i < doc->sections.count; i++)
	{
		const McSection *section = &doc->sections.list[i];

		REQUIRE(section->start == at && section->end >= section->start, i,
				"sections leave a gap or overlap");
		REQUIRE(section->end > section->start || len == 0, i, "empty section");
		REQUIRE(section->category < MC_SECTION_NCATEGORIES, i, "category of section");
		REQUIRE(section->title_start <= section->title_end, i, "title of section");
		REQUIRE(section->body_token <= doc->tokens.count &&
					section->first_token <= section->body_token,
				i, "tokens of section");
		if (section->title_start < section->title_end)
		{
			REQUIRE(section->title_start >= section->start &&
						section->title_end <= section->end,
					i, "title outside its section");
			REQUIRE(section->first_token < section->body_token &&
						doc->tokens.list[section->first_token].start <=
							section->title_start &&
						doc->tokens.list[section->first_token].start >= section->start &&
						doc->tokens.list[section->body_token - 1].end <= section->end &&
						doc->tokens.list[section->body_token - 1].end >=
							section->title_end,
					i, "title and tokens of the header do not agree");
		}
		if (section->body_token < doc->tokens.count)
			REQUIRE(doc->tokens.list[section->body_token].start >= section->start, i,
					"body begins before its section");
		at = section->end;
	}
	REQUIRE(at == len, doc->sections.count, "sections do not reach the end of the text");
	return NULL;
}

static const char *
SentenceFault(const McDocument *doc, uint32_t *where)
{
	uint32_t next = 0;

	for (size_t i = 0; i < doc->sentences.count; i++)
	{
		const McSentence *sentence = &doc->sentences.list[i];
		const McSection *section;
		bool in_header;

		REQUIRE(sentence->first_token == next && sentence->end_token > next &&
					sentence->end_token <= doc->tokens.count,
				i, "sentences do not cover the tokens");
		REQUIRE(sentence->section < doc->sections.count, i, "section of sentence");
		section = &doc->sections.list[sentence->section];
		REQUIRE(doc->tokens.list[sentence->first_token].start >= section->start &&
					doc->tokens.list[sentence->end_token - 1].end <= section->end,
				i, "sentence reaches over its section");
		in_header = section->title_start < section->title_end &&
					sentence->first_token >= section->first_token &&
					sentence->first_token < section->body_token;
		REQUIRE(!(sentence->flags & MC_SENT_HEADER) == !in_header, i, "MC_SENT_HEADER");
		REQUIRE(!in_header || sentence->end_token <= section->body_token, i,
				"header and body in one sentence");
		if (sentence->flags & MC_SENT_KEYVALUE)
			REQUIRE(sentence->colon_token >= sentence->first_token &&
						sentence->colon_token < sentence->end_token &&
						doc->tokens.list[sentence->colon_token].punct == ':',
					i, "colon of key and value");
		REQUIRE((sentence->flags & (MC_SENT_CHECKED | MC_SENT_UNCHECKED)) !=
					(MC_SENT_CHECKED | MC_SENT_UNCHECKED),
				i, "ticked and not ticked");
		REQUIRE(mc_sentence_of(doc, sentence->first_token) == i &&
					mc_sentence_of(doc, sentence->end_token - 1) == i,
				i, "mc_sentence_of");
		next = sentence->end_token;
	}
	REQUIRE(next == doc->tokens.count, next, "tokens in no sentence");
	return NULL;
}

static const char *
CharacterFault(const McDocument *doc, const char *text, uint32_t len, uint32_t *where)
{
	bool sound = IsWellFormed(text, len);
	uint32_t characters = 0;
	uint32_t last = 0;
	int width;

	if (!sound)
	{
		for (uint32_t i = 0; i <= len; i++)
		{
			uint32_t character = mc_char_offset(doc, i);

			REQUIRE(character >= last && character <= i, i,
					"character offsets do not ascend");
			REQUIRE(mc_byte_offset(doc, character) <= len, i,
					"byte offset behind the text");
			last = character;
		}
		return NULL;
	}
	for (uint32_t i = 0; i < len; i += (uint32_t) width)
	{
		mc_utf8_read(text + i, text + len, &width);
		REQUIRE(mc_char_offset(doc, i) == characters, i, "mc_char_offset");
		REQUIRE(mc_byte_offset(doc, characters) == i, i, "mc_byte_offset");
		characters++;
	}
	REQUIRE(mc_char_offset(doc, len) == characters, len, "mc_char_offset of the end");
	REQUIRE(mc_byte_offset(doc, characters) == len &&
				mc_byte_offset(doc, characters + 1) == len &&
				mc_byte_offset(doc, UINT32_MAX) == len,
			len, "mc_byte_offset past the end");
	return NULL;
}

const char *
document_fault(const McDocument *doc, const char *text, size_t len, uint32_t *where)
{
	const char *fault;
	uint32_t read = len > MC_MAX_TEXT ? MC_MAX_TEXT : (uint32_t) len;

	REQUIRE(doc->truncated == (len > MC_MAX_TEXT), 0, "truncated");
	if ((fault = FoldFault(&doc->fold, text, read, where)) == NULL &&
		(fault = TokenFault(doc, text, read, where)) == NULL &&
		(fault = SectionFault(doc, read, where)) == NULL &&
		(fault = SentenceFault(doc, where)) == NULL)
		fault = CharacterFault(doc, text, read, where);
	return fault;
}

static uint64_t
Mix(uint64_t digest, uint64_t value)
{
	return (digest ^ value) * UINT64_C(0x100000001B3);
}

uint64_t
document_digest(const McDocument *doc)
{
	uint64_t digest = UINT64_C(0xCBF29CE484222325);

	digest = Mix(digest, mc_hash_bytes(doc->fold.text, doc->fold.len));
	for (size_t i = 0; i < doc->tokens.count; i++)
	{
		const McToken *token = &doc->tokens.list[i];

		digest = Mix(Mix(digest, token->start), token->end);
		digest = Mix(Mix(digest, token->kind), token->flags);
		digest = Mix(Mix(digest, token->word), token->punct);
	}
	for (size_t i = 0; i < doc->words.count; i++)
	{
		const McWord *word = &doc->words.list[i];

		digest = Mix(Mix(digest, word->key), word->stem_key);
		digest = Mix(Mix(digest, word->flags), mc_hash_bytes(word->text, word->len));
	}
	for (size_t i = 0; i < doc->sections.count; i++)
	{
		const McSection *section = &doc->sections.list[i];

		digest = Mix(Mix(digest, section->start), section->title_start);
		digest = Mix(Mix(digest, section->title_end), section->category);
		digest = Mix(digest, section->body_token);
	}
	for (size_t i = 0; i < doc->sentences.count; i++)
	{
		const McSentence *sentence = &doc->sentences.list[i];

		digest = Mix(Mix(digest, sentence->end_token), sentence->flags);
		digest = Mix(digest, sentence->section);
		if (sentence->flags & MC_SENT_KEYVALUE)
			digest = Mix(digest, sentence->colon_token);
	}
	return digest;
}

bool
document_interrupted(TestHost *host, const char *text, size_t len,
					 unsigned long fail_allocation, unsigned long fail_interrupt,
					 McDocument *doc)
{
	McHeaders headers;

	test_host_init(host);
	host->fail_allocation = fail_allocation;
	host->fail_interrupt = fail_interrupt;
	if (setjmp(host->escape) != 0)
	{
		test_host_reset(host);
		return false;
	}
	check_headers(&host->host, &headers);
	mc_document(&host->host, &headers, text, len, doc);
	return true;
}
