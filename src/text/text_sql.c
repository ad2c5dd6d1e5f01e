/*
 * text_sql.c
 *		fold, tokens, sentences and sections for SQL.
 *
 * All offsets are characters of the note, 0-based, half open.
 */
#include "pg_host.h"

#include "catalog/pg_type.h"
#include "utils/builtins.h"

#include "terminology/installed.h"
#include "text/stem.h"

PG_FUNCTION_INFO_V1(mc_fold_sql);
PG_FUNCTION_INFO_V1(mc_tokens_sql);
PG_FUNCTION_INFO_V1(mc_sentences_sql);
PG_FUNCTION_INFO_V1(mc_sections_sql);
PG_FUNCTION_INFO_V1(mc_is_section_category_sql);

static const char *const token_kinds[] = {
	[MC_TOKEN_WORD] = "word",         [MC_TOKEN_NUMBER] = "number",
	[MC_TOKEN_DATE] = "date",         [MC_TOKEN_PUNCT] = "punctuation",
	[MC_TOKEN_CHECKBOX] = "checkbox", [MC_TOKEN_BLANK] = "blank",
	[MC_TOKEN_MARKUP] = "markup",     [MC_TOKEN_SYMBOL] = "symbol",
};

/* fold(text) returns text */
Datum
mc_fold_sql(PG_FUNCTION_ARGS)
{
	text *input = PG_GETARG_TEXT_PP(0);
	McHost host = mc_pg_host(CurrentMemoryContext);
	McFold fold;
	text *result;

	mc_fold(&host, VARDATA_ANY(input), VARSIZE_ANY_EXHDR(input), &fold);
	if (fold.len > MaxAllocSize - VARHDRSZ)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("folded text is longer than a value can be"),
						errdetail("It has %u bytes.", fold.len)));
	result = cstring_to_text_with_len(fold.text, (int) fold.len);
	pfree(fold.text);
	PG_RETURN_TEXT_P(result);
}

/* The word a token is matched by: its stem, or NULL. */
static bool
TokenStem(const McDocument *doc, const McToken *token, Datum *value)
{
	char stem[MC_MAX_STEM];
	const char *word;
	uint32 len;
	uint32 n;

	if (token->word == MC_NO_WORD)
		return false;
	word = mc_word_text(&doc->words, token->word);
	len = doc->words.list[token->word].len;
	n = mc_stem_text(word, len, stem);
	*value = PointerGetDatum(n > 0 ? cstring_to_text_with_len(stem, (int) n)
								   : cstring_to_text_with_len(word, (int) len));
	return true;
}

/* tokens(note) returns start_char, end_char, text, kind, stem */
Datum
mc_tokens_sql(PG_FUNCTION_ARGS)
{
	McResult rows;
	McHeaders no_headers;

	mc_result_begin(fcinfo, &rows);
	mc_headers_init(&rows.host, &no_headers);
	mc_result_document(&rows, &no_headers, PG_GETARG_TEXT_PP(0));
	for (size_t i = 0; i < rows.doc.tokens.count; i++)
	{
		const McToken *token = &rows.doc.tokens.list[i];
		Datum values[5];
		bool nulls[5] = {false};

		values[0] = UInt32GetDatum(mc_char_offset(&rows.doc, token->start));
		values[1] = UInt32GetDatum(mc_char_offset(&rows.doc, token->end));
		values[2] = mc_text_between(&rows.doc, token->start, token->end);
		values[3] = CStringGetTextDatum(token_kinds[token->kind]);
		nulls[4] = !TokenStem(&rows.doc, token, &values[4]);
		mc_result_add(&rows, values, nulls);
		pfree(DatumGetPointer(values[2]));
		pfree(DatumGetPointer(values[3]));
		if (!nulls[4])
			pfree(DatumGetPointer(values[4]));
	}
	return mc_result_end(&rows);
}

static const char *
SentenceKind(const McSentence *sentence)
{
	if (sentence->flags & MC_SENT_HEADER)
		return "header";
	if (sentence->flags & MC_SENT_CHECKED)
		return "checked";
	if (sentence->flags & MC_SENT_UNCHECKED)
		return "unchecked";
	if (sentence->flags & MC_SENT_KEYVALUE)
		return "key_value";
	if (sentence->flags & MC_SENT_ITEM)
		return "item";
	return "text";
}

/* sentences(note, version) returns start_char, end_char, text, kind, section */
Datum
mc_sentences_sql(PG_FUNCTION_ARGS)
{
	McResult rows;

	mc_result_begin(fcinfo, &rows);
	if (PG_ARGISNULL(0))
		return mc_result_end(&rows);
	mc_result_document(&rows,
					   mc_installed_terminology(mc_version_argument(fcinfo, 1))->headers,
					   PG_GETARG_TEXT_PP(0));
	for (size_t i = 0; i < rows.doc.sentences.count; i++)
	{
		const McSentence *sentence = &rows.doc.sentences.list[i];
		uint32 start = rows.doc.tokens.list[sentence->first_token].start;
		uint32 end = rows.doc.tokens.list[sentence->end_token - 1].end;
		const McSection *section = &rows.doc.sections.list[sentence->section];
		Datum values[5];
		bool nulls[5] = {false};

		values[0] = UInt32GetDatum(mc_char_offset(&rows.doc, start));
		values[1] = UInt32GetDatum(mc_char_offset(&rows.doc, end));
		values[2] = mc_text_between(&rows.doc, start, end);
		values[3] = CStringGetTextDatum(SentenceKind(sentence));
		values[4] =
			CStringGetTextDatum(mc_section_name((McSectionCategory) section->category));
		mc_result_add(&rows, values, nulls);
		for (int k = 2; k < 5; k++)
			pfree(DatumGetPointer(values[k]));
	}
	return mc_result_end(&rows);
}

/* sections(note, version) returns start_char, end_char, category, title, title_start, title_end */
Datum
mc_sections_sql(PG_FUNCTION_ARGS)
{
	McResult rows;

	mc_result_begin(fcinfo, &rows);
	if (PG_ARGISNULL(0))
		return mc_result_end(&rows);
	mc_result_document(&rows,
					   mc_installed_terminology(mc_version_argument(fcinfo, 1))->headers,
					   PG_GETARG_TEXT_PP(0));
	for (size_t i = 0; i < rows.doc.sections.count; i++)
	{
		const McSection *section = &rows.doc.sections.list[i];
		Datum values[6];
		bool nulls[6] = {false};

		values[0] = UInt32GetDatum(mc_char_offset(&rows.doc, section->start));
		values[1] = UInt32GetDatum(mc_char_offset(&rows.doc, section->end));
		values[2] =
			CStringGetTextDatum(mc_section_name((McSectionCategory) section->category));
		nulls[3] = nulls[4] = nulls[5] = section->title_start == section->title_end;
		if (!nulls[3])
		{
			values[3] =
				mc_text_between(&rows.doc, section->title_start, section->title_end);
			values[4] = UInt32GetDatum(mc_char_offset(&rows.doc, section->title_start));
			values[5] = UInt32GetDatum(mc_char_offset(&rows.doc, section->title_end));
		}
		mc_result_add(&rows, values, nulls);
	}
	return mc_result_end(&rows);
}

/* is_section_category(text) returns boolean */
Datum
mc_is_section_category_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(mc_section_category(text_to_cstring(PG_GETARG_TEXT_PP(0))) >= 0);
}
