/*
 * document.c
 *	  The analysed note.
 */
#include "text/document.h"

#include <string.h>

/* Bytes that begin a character. */
static inline uint32_t
CountChars(const char *p, uint32_t n)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++)
		count += ((unsigned char) p[i] & 0xC0) != 0x80;
	return count;
}

static void
MarkChars(const McHost *host, McDocument *doc)
{
	uint32_t len = doc->fold.original_len;
	uint32_t nmarks = len / MC_CHAR_STRIDE + 1;
	uint32_t count = 0;

	doc->char_marks = mc_alloc(host, nmarks * sizeof(uint32_t));
	for (uint32_t i = 0; i < nmarks; i++)
	{
		uint32_t from = i * MC_CHAR_STRIDE;

		doc->char_marks[i] = count;
		if (from + MC_CHAR_STRIDE <= len)
			count += CountChars(doc->fold.original + from, MC_CHAR_STRIDE);
		if ((i & (MC_INTERRUPT_INTERVAL - 1)) == MC_INTERRUPT_INTERVAL - 1)
			mc_interrupt(host);
	}
}

void
mc_document(const McHost *host, const McHeaders *headers, const char *text, size_t len,
			McDocument *doc)
{
	memset(doc, 0, sizeof(*doc));
	if (len > MC_MAX_TEXT)
	{
		doc->truncated = true;
		len = MC_MAX_TEXT;
	}
	mc_fold(host, text, (uint32_t) len, &doc->fold);
	mc_words_init(host, &doc->words, len / 16);
	doc->tokens.cap = len / 5 + 64;
	if (doc->tokens.cap > 65536)
		doc->tokens.cap = 65536;
	doc->tokens.list = mc_alloc(host, doc->tokens.cap * sizeof(McToken));
	mc_tokenise(host, &doc->fold, &doc->words, &doc->tokens);
	mc_find_sections(host, headers, &doc->tokens, &doc->words, (uint32_t) len,
					 &doc->sections);
	mc_find_sentences(host, &doc->tokens, &doc->words, &doc->sections, &doc->sentences);
	if (!doc->fold.ascii)
		MarkChars(host, doc);
}

uint32_t
mc_char_offset(const McDocument *doc, uint32_t byte)
{
	uint32_t mark = byte / MC_CHAR_STRIDE;

	if (doc->char_marks == NULL)
		return byte;
	return doc->char_marks[mark] +
		   CountChars(doc->fold.original + mark * MC_CHAR_STRIDE, byte % MC_CHAR_STRIDE);
}

uint32_t
mc_byte_offset(const McDocument *doc, uint32_t character)
{
	const char *text = doc->fold.original;
	uint32_t len = doc->fold.original_len;
	uint32_t low = 0;
	uint32_t high = len / MC_CHAR_STRIDE;
	uint32_t byte;
	uint32_t count;

	if (doc->char_marks == NULL)
		return character < len ? character : len;
	while (low < high)
	{
		uint32_t mid = (low + high + 1) / 2;

		if (doc->char_marks[mid] <= character)
			low = mid;
		else
			high = mid - 1;
	}
	/* the mark may stand inside a character: its first byte was counted before */
	count = doc->char_marks[low];
	for (byte = low * MC_CHAR_STRIDE; byte < len; byte++)
	{
		if (((unsigned char) text[byte] & 0xC0) == 0x80)
			continue;
		if (count == character)
			return byte;
		count++;
	}
	return len;
}

uint32_t
mc_sentence_of(const McDocument *doc, uint32_t token)
{
	uint32_t low = 0;
	uint32_t high = (uint32_t) doc->sentences.count;

	while (low + 1 < high)
	{
		uint32_t mid = (low + high) / 2;

		if (doc->sentences.list[mid].first_token <= token)
			low = mid;
		else
			high = mid;
	}
	return low;
}
