/*
 * question_sql.c
 *		open_questions for SQL: what a note leaves open, and where each answer leads.
 */
#include "encounter/coding_sql.h"

#include "utils/builtins.h"

#include "encounter/evidence.h"
#include "encounter/json_sql.h"
#include "encounter/question.h"
#include "terminology/icd10cm.h"
#include "terminology/installed.h"

PG_FUNCTION_INFO_V1(mc_open_questions_sql);

/* Columns of open_questions */
enum
{
	COL_CODE,
	COL_TITLE,
	COL_QUESTION,
	COL_AXIS,
	COL_CHOICES,
	COL_EVIDENCE,
	COL_RELEASE,
	COL_VERSION,
	COL_ISSUE,
	NCOLUMNS
};

/* [{"answer": "left", "code": "M25.562", "title": "..."}, ...] */
static Datum
ChoicesDatum(const McCodingCall *call, const McQuestion *question)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_ARRAY, NULL);
	for (uint32 i = 0; i < question->nchoices; i++)
	{
		const McChoice *choice = &question->choices[i];
		/* jsonb keeps no copy of a text before the end */
		char *printed = palloc(MC_ICD10CM_BUFSIZE);
		McCodeInfo info;

		mc_icd10cm_print(choice->code, printed);
		pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
		if (choice->answer)
			mc_json_text(&state, "answer", choice->answer, strlen(choice->answer));
		else
			mc_json_null(&state, "answer");
		mc_json_text(&state, "code", printed, strlen(printed));
		if (call->terminology->code(call->terminology->arg, choice->code, &info))
			mc_json_text(&state, "title", pstrdup(info.title), strlen(info.title));
		else
			mc_json_null(&state, "title");
		pushJsonbValue(&state, WJB_END_OBJECT, NULL);
	}
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_ARRAY, NULL)));
}

static void
QuestionRow(McCodingCall *call, const McQuestion *question)
{
	const McSuggestion *s = &call->suggestions.list[question->suggestion];
	Datum values[NCOLUMNS] = {0};
	bool nulls[NCOLUMNS] = {false};

	values[COL_CODE] = UInt64GetDatum(s->code);
	values[COL_TITLE] = mc_title_datum(call, s->code, &nulls[COL_TITLE]);
	values[COL_QUESTION] = CStringGetTextDatum(mc_question_text(question->axis));
	values[COL_AXIS] = CStringGetTextDatum(mc_question_axis(question->axis));
	values[COL_CHOICES] = ChoicesDatum(call, question);
	values[COL_EVIDENCE] = mc_suggestion_evidence(&call->encounter, s);
	values[COL_RELEASE] = CStringGetTextDatum(mc_release_name());
	values[COL_VERSION] = mc_version_datum(&nulls[COL_VERSION]);
	nulls[COL_ISSUE] = true;
	mc_result_add(&call->rows, values, nulls);
}

/* open_questions(note, setting, as_of, ...) */
Datum
mc_open_questions_sql(PG_FUNCTION_ARGS)
{
	McCodingCall call;
	McQuestions questions;

	if (mc_coding_note(fcinfo, &call, NCOLUMNS, COL_ISSUE))
	{
		mc_find_questions(&call.rows.host, call.terminology, &call.suggestions,
						  &questions);
		for (size_t i = 0; i < questions.count; i++)
			QuestionRow(&call, &questions.list[i]);
	}
	return mc_result_end(&call.rows);
}
