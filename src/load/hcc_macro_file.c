/*
 * hcc_macro_file.c
 *		Reader of the macros of CMS's risk adjustment software that hold tables.
 */
#include "load/hcc_macro_file.h"

#include <string.h>

#define MAX_HCC 9999

static bool
IsBlank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
IsWordCharacter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		   c == '_' || c == '.';
}

/* Move on, counting lines, behind the first place where the text stands, or to the end. */
static void
SkipBehind(McHccMacroReader *reader, const char *text)
{
	size_t length = strlen(text);

	for (; reader->at < reader->end; reader->at++)
	{
		if ((size_t) (reader->end - reader->at) >= length &&
			memcmp(reader->at, text, length) == 0)
		{
			reader->at += length;
			return;
		}
		reader->line += *reader->at == '\n';
	}
}

/* Does the text stand here? */
static bool
StandsHere(const McHccMacroReader *reader, const char *text)
{
	return (size_t) (reader->end - reader->at) >= strlen(text) &&
		   memcmp(reader->at, text, strlen(text)) == 0;
}

/* Read a token: a word with what marks it (&AGE, %SET0), a string, or a sign. */
static void
Advance(McHccMacroReader *reader)
{
	McHccMacroToken *token = &reader->token;

	for (;;)
	{
		while (reader->at < reader->end && IsBlank(*reader->at))
			reader->line += *reader->at++ == '\n';
		if (StandsHere(reader, "/*"))
			SkipBehind(reader, "*/");
		else if (StandsHere(reader, "%*") || StandsHere(reader, "*"))
			SkipBehind(reader, ";");
		else
			break;
	}
	token->text = reader->at;
	token->line = reader->line;
	token->length = 0;
	token->quoted = false;
	if (reader->at == reader->end)
		return;
	if (*reader->at == '"' || *reader->at == '\'')
	{
		char quote = *reader->at++;

		token->quoted = true;
		token->text = reader->at;
		while (reader->at < reader->end && *reader->at != quote && *reader->at != '\n')
			reader->at++;
		token->length = (size_t) (reader->at - token->text);
		reader->at += reader->at < reader->end && *reader->at == quote;
		return;
	}
	reader->at++;
	if (IsWordCharacter(*token->text) || *token->text == '&' || *token->text == '%')
		while (reader->at < reader->end && IsWordCharacter(*reader->at))
			reader->at++;
	else if ((*token->text == '<' || *token->text == '>') && reader->at < reader->end &&
			 *reader->at == '=')
		reader->at++;
	token->length = (size_t) (reader->at - token->text);
}

/* Is the token this word or sign, in whatever case? */
static bool
Is(const McHccMacroReader *reader, const char *word)
{
	McField field = {reader->token.text, reader->token.length, false};

	return !reader->token.quoted && reader->token.length > 0 && mc_field_is(&field, word);
}

/* Step over the token if it is this */
static bool
Accept(McHccMacroReader *reader, const char *word)
{
	bool is = Is(reader, word);

	if (is)
		Advance(reader);
	return is;
}

/* The number that the token, or the string, is; -1: none */
static int
AcceptNumber(McHccMacroReader *reader)
{
	McField field = {reader->token.text, reader->token.length, false};
	int number = mc_field_number(&field);

	if (number >= 0)
		Advance(reader);
	return number;
}

static McReadStatus
Refuse(McHccMacroReader *reader, const char *problem)
{
	return mc_lines_refuse(&reader->lines, reader->token.line, NULL, problem);
}

/* The words that only the macro with this table has; NULL: there is no such macro */
static const char *
Mark(McHccTable table)
{
	return table == MC_HCC_LABEL       ? "label"
		   : table == MC_HCC_HIERARCHY ? "%set0"
		   : table == MC_HCC_EDIT      ? "&icd10"
									   : NULL;
}

/* Read "%MACRO V28115L3": its name begins with that of the model. */
static bool
ReadName(McHccMacroReader *reader)
{
	if (!Accept(reader, "%macro") || reader->token.length < 3 || reader->token.quoted ||
		!mc_risk_model_name(reader->token.text, 3, reader->model))
		return false;
	Advance(reader);
	return true;
}

void
mc_hcc_macro_begin(McHccMacroReader *reader, McHccTable table, const char *content,
				   size_t length)
{
	memset(reader, 0, sizeof(*reader));
	mc_lines_begin(&reader->lines, content, length);
	reader->table = table;
	reader->at = reader->lines.next;
	reader->end = content + length;
	reader->line = 1;
	Advance(reader);
}

bool
mc_hcc_macro_recognise(const char *content, size_t length, McHccTable table)
{
	McHccMacroReader *reader;
	McHccMacroReader space;
	const char *mark = Mark(table);

	reader = &space;
	mc_hcc_macro_begin(reader, table, content, length);
	if (!mark || !ReadName(reader))
		return false;
	while (reader->token.length > 0 && !Is(reader, mark))
		Advance(reader);
	return reader->token.length > 0;
}

/* HCC1 ="HIV/AIDS "; names of other variables are stepped over */
static McReadStatus
ReadLabel(McHccMacroReader *reader, McHccRow *row)
{
	for (;;)
	{
		McHccMacroToken name = reader->token;
		McField digits = {name.text + 3, name.length - 3, false};
		McField start = {name.text, 3, false};
		bool is_hcc = !name.quoted && name.length > 3 && mc_field_is(&start, "hcc");

		/* RXHCC1 */
		if (!name.quoted && name.length > 5)
		{
			McField rx = {name.text, 5, false};

			if (mc_field_is(&rx, "rxhcc"))
			{
				is_hcc = true;
				digits = (McField){name.text + 5, name.length - 5, false};
			}
		}
		if (Accept(reader, ";"))
			return MC_READ_END;
		Advance(reader);
		if (!Accept(reader, "=") || !reader->token.quoted || reader->token.length == 0)
			return Refuse(reader, "a label is not written as NAME = \"text\"");
		memset(row, 0, sizeof(*row));
		row->line = name.line;
		row->text = (McField){reader->token.text, reader->token.length, false};
		Advance(reader);
		if (!is_hcc)
			continue;
		row->hcc = mc_field_number(&digits);
		return row->hcc > 0 && row->hcc <= MAX_HCC
				   ? MC_READ_ROW
				   : Refuse(reader, "a label has no number of an HCC");
	}
}

/* (CC=17, HIER=%STR(18, 19 )) behind %SET0 */
static bool
ReadHierarchy(McHccMacroReader *reader)
{
	memset(&reader->row, 0, sizeof(reader->row));
	reader->row.line = reader->token.line;
	reader->count = reader->next = 0;
	if (!Accept(reader, "(") || !Accept(reader, "cc") || !Accept(reader, "="))
		return false;
	reader->row.hcc = AcceptNumber(reader);
	if (reader->row.hcc <= 0 || !Accept(reader, ",") || !Accept(reader, "hier") ||
		!Accept(reader, "=") || !Accept(reader, "%str") || !Accept(reader, "("))
		return false;
	do
	{
		int child = AcceptNumber(reader);

		if (child <= 0 || child > MAX_HCC || child == reader->row.hcc ||
			reader->count == MC_HCC_MACRO_CODES)
			return false;
		reader->suppressed[reader->count++] = child;
	} while (Accept(reader, ","));
	return Accept(reader, ")") && Accept(reader, ")") && Accept(reader, ";");
}

/* &SEX="2", or &AGE < 18 */
static bool
ReadCondition(McHccMacroReader *reader, McHccRow *condition)
{
	memset(condition, 0, sizeof(*condition));
	condition->age_min = condition->age_max = -1;
	if (Accept(reader, "&sex"))
	{
		int sex = Accept(reader, "=") && reader->token.quoted ? AcceptNumber(reader) : -1;

		condition->sex = sex == 1 ? 'M' : 'F';
		return sex == 1 || sex == 2;
	}
	if (!Accept(reader, "&age"))
		return false;
	if (Accept(reader, "<"))
		condition->age_max = AcceptNumber(reader) - 1;
	else if (Accept(reader, "<="))
		condition->age_max = AcceptNumber(reader);
	else if (Accept(reader, ">="))
		condition->age_min = AcceptNumber(reader);
	else if (Accept(reader, ">"))
		condition->age_min = AcceptNumber(reader) + 1;
	return condition->age_max >= 0 || condition->age_min > 0;
}

/* The codes behind &ICD10: IN ("D66", "D67"), or = "F3481" */
static bool
ReadCodes(McHccMacroReader *reader)
{
	bool several = Accept(reader, "in");
	size_t position;

	if (several ? !Accept(reader, "(") : !Accept(reader, "="))
		return false;
	do
	{
		if (!reader->token.quoted || reader->count == MC_HCC_MACRO_CODES ||
			mc_icd10cm_parse(reader->token.text, reader->token.length,
							 &reader->codes[reader->count], &position) != MC_ICD10CM_OK)
			return false;
		reader->count++;
		Advance(reader);
	} while (several && Accept(reader, ","));
	return !several || Accept(reader, ")");
}

/* What stands behind IF, up to the semicolon */
static bool
ReadEdit(McHccMacroReader *reader)
{
	bool braced = Accept(reader, "(");
	McField value;

	memset(&reader->row, 0, sizeof(reader->row));
	reader->row.line = reader->token.line;
	reader->count = reader->next = 0;
	reader->condition_count = reader->condition_next = 0;
	do
	{
		if (reader->condition_count == MC_HCC_MACRO_CONDITIONS ||
			!ReadCondition(reader, &reader->condition[reader->condition_count++]))
			return false;
	} while (braced && Accept(reader, "or"));
	if ((braced && !Accept(reader, ")")) || !Accept(reader, "and") ||
		!Accept(reader, "&icd10") || !ReadCodes(reader) || !Accept(reader, "then") ||
		!Accept(reader, "cc") || !Accept(reader, "=") || !reader->token.quoted)
		return false;
	value = (McField){reader->token.text, reader->token.length, false};
	reader->row.hcc = mc_field_is(&value, "-1.0") ? 0 : mc_field_number(&value);
	Advance(reader);
	return reader->row.hcc >= 0 && reader->row.hcc <= MAX_HCC && Accept(reader, ";");
}

/* Give the next row of the statement read; false: it has none left. */
static bool
GiveRow(McHccMacroReader *reader, McHccRow *row)
{
	if (reader->next == reader->count &&
		++reader->condition_next < reader->condition_count)
		reader->next = 0;
	if (reader->next == reader->count)
		return false;
	*row = reader->row;
	row->age_min = row->age_max = -1;
	if (reader->table == MC_HCC_HIERARCHY)
		row->suppressed = reader->suppressed[reader->next++];
	else
	{
		const McHccRow *condition = &reader->condition[reader->condition_next];

		row->sex = condition->sex;
		row->age_min = condition->age_min;
		row->age_max = condition->age_max;
		row->code = reader->codes[reader->next++];
	}
	return true;
}

/* Read on to what follows the mark of the table; false: there is no more. */
static bool
FindStatement(McHccMacroReader *reader)
{
	for (; reader->token.length > 0; Advance(reader))
	{
		/* the macro within: what SET0 does */
		if (Accept(reader, "%macro"))
			while (reader->token.length > 0 && !Is(reader, "%mend"))
				Advance(reader);
		else if (Is(reader, "%mend"))
			reader->closed = true;
		/* edits of the Medicare Code Editor follow, which need other files */
		else if (reader->table == MC_HCC_EDIT && Is(reader, "%if"))
			while (reader->token.length > 0 && !Is(reader, "%mend"))
			{
				reader->closed = true;
				Advance(reader);
			}
		if (Accept(reader, reader->table == MC_HCC_EDIT ? "if" : Mark(reader->table)))
			return true;
	}
	return false;
}

McReadStatus
mc_hcc_macro_next(McHccMacroReader *reader, McHccRow *row)
{
	if (reader->model[0] == '\0')
	{
		if (!ReadName(reader))
			return Refuse(reader, "the macro's name does not begin with that of a model");
		if (reader->table == MC_HCC_LABEL && !FindStatement(reader))
			return Refuse(reader, "no label follows");
	}
	if (reader->table == MC_HCC_LABEL && !reader->closed)
	{
		McReadStatus status = ReadLabel(reader, row);

		if (status != MC_READ_END)
		{
			memcpy(row->model, reader->model, sizeof(row->model));
			return status;
		}
	}
	while (!GiveRow(reader, row))
	{
		if (!FindStatement(reader))
			return reader->closed
					   ? MC_READ_END
					   : Refuse(reader, "the macro has no end; the content is cut");
		if (reader->table == MC_HCC_LABEL)
			return Refuse(reader, "a second list of labels follows");
		if (reader->table == MC_HCC_HIERARCHY ? !ReadHierarchy(reader)
											  : !ReadEdit(reader))
			return Refuse(
				reader,
				reader->table == MC_HCC_HIERARCHY
					? "a hierarchy is not written as %SET0(CC=n, HIER=%STR(n, n));"
					: "an edit is not one by age or sex of a list of codes");
	}
	memcpy(row->model, reader->model, sizeof(row->model));
	return MC_READ_ROW;
}
