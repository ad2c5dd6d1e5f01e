/*
 * arguments_sql.c
 *		From the arguments of an SQL function on an encounter to its suggestions.
 *
 * What is wrong with an argument raises an error with a hint or, with
 * on_issue => 'row', gives a row that says so.  No message has a word of a note
 * or of an argument.
 */
#include "encounter/coding_sql.h"

#include "utils/builtins.h"

#include "encounter/evidence.h"
#include "encounter/final_statement.h"
#include "terminology/installed.h"

/* Longest name of a setting, kind of document, author or sex, with its zero */
#define NAME_SIZE 32

/* Where suggest() has its arguments */
static const McCodingPlaces suggest_places = {.setting = 1,
											  .as_of = 2,
											  .sex = 4,
											  .birth_date = 5,
											  .final_note = 8,
											  .on_issue = 9,
											  .version = 10,
											  .expect = 11};
enum
{
	ARG_NOTE = 0,
	ARG_NOTE_DATE = 3,
	ARG_DOC_TYPE = 6,
	ARG_AUTHOR_ROLE = 7
};

void
mc_find_all(const McHost *host, const McTerminology *terminology, const McDocument *doc,
			McFindings *findings)
{
	mc_installed_open(false);
	mc_findings(host, terminology, doc, findings);
	if (mc_installed_close())
		return;
	mc_installed_open(true);
	mc_findings(host, terminology, doc, findings);
	(void) mc_installed_close();
}

static const text *
TextArgument(FunctionCallInfo fcinfo, int place)
{
	return PG_ARGISNULL(place) ? NULL : PG_GETARG_TEXT_PP(place);
}

/* An argument that a function may not have */
static bool
HasArgument(FunctionCallInfo fcinfo, int place)
{
	return place >= 0 && !PG_ARGISNULL(place);
}

void
mc_coding_options(FunctionCallInfo fcinfo, const McCodingPlaces *places,
				  McCodingOptions *options)
{
	memset(options, 0, sizeof(*options));
	options->final_note = -1;
	if (places->setting < 0)
		options->setting = cstring_to_text("outpatient");
	else
		options->setting = TextArgument(fcinfo, places->setting);
	options->has_as_of = HasArgument(fcinfo, places->as_of);
	if (options->has_as_of)
		options->as_of = PG_GETARG_DATEADT(places->as_of);
	options->has_birth_date = HasArgument(fcinfo, places->birth_date);
	if (options->has_birth_date)
		options->birth_date = PG_GETARG_DATEADT(places->birth_date);
	if (HasArgument(fcinfo, places->sex))
		options->sex = TextArgument(fcinfo, places->sex);
	if (HasArgument(fcinfo, places->final_note))
		options->final_note = PG_GETARG_BOOL(places->final_note);
	if (HasArgument(fcinfo, places->on_issue))
		options->on_issue = TextArgument(fcinfo, places->on_issue);
	if (places->version >= 0)
		options->version = mc_version_argument(fcinfo, places->version);
	if (HasArgument(fcinfo, places->expect))
		options->expect = TextArgument(fcinfo, places->expect);
}

static bool
TextIs(const text *value, const char *expected)
{
	size_t length = strlen(expected);

	return VARSIZE_ANY_EXHDR(value) == length &&
		   memcmp(VARDATA_ANY(value), expected, length) == 0;
}

/*
 * A name in small ASCII letters with underscores for blanks and hyphens: Discharge
 * Summary is discharge_summary.  What is too long for a name gives none.
 */
static const char *
FoldName(const text *value, char *name)
{
	size_t length = VARSIZE_ANY_EXHDR(value);
	const char *bytes = VARDATA_ANY(value);

	if (length >= NAME_SIZE)
		length = 0;
	for (size_t i = 0; i < length; i++)
	{
		char ch = bytes[i];

		if (ch >= 'A' && ch <= 'Z')
			ch = (char) (ch - 'A' + 'a');
		name[i] = ch == ' ' || ch == '-' ? '_' : ch;
	}
	name[length] = '\0';
	return name;
}

/* A row of NULLs but for the issue. */
static void
IssueRow(McCodingCall *call, const char *issue)
{
	Datum *values = palloc0((size_t) call->ncolumns * sizeof(Datum));
	bool *nulls = palloc((size_t) call->ncolumns * sizeof(bool));

	memset(nulls, true, (size_t) call->ncolumns * sizeof(bool));
	values[call->issue_column] = CStringGetTextDatum(issue);
	nulls[call->issue_column] = false;
	mc_result_add(&call->rows, values, nulls);
}

/* What is wrong with an argument: a row or an error.  False, for the caller to return. */
static bool
Refuse(McCodingCall *call, const char *issue, const char *hint)
{
	if (!call->wants_issues)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg_internal("%s", issue), errhint("%s", hint)));
	IssueRow(call, issue);
	return false;
}

static bool
ReadSetting(McCodingCall *call, const text *value)
{
	char name[NAME_SIZE] = "";
	int setting;

	if (value && VARSIZE_ANY_EXHDR(value) < NAME_SIZE)
		memcpy(name, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	setting = mc_setting_by_name(name);
	if (setting < 0)
		return Refuse(
			call, "unknown setting",
			"Settings are inpatient, outpatient, ed, observation, "
			"professional, snf, rehab, home_health, hospice. For one row of many "
			"pass on_issue => 'row'.");
	call->encounter.setting = (McSetting) setting;
	return true;
}

static bool
ReadSex(McCodingCall *call, const text *value)
{
	char name[NAME_SIZE];
	int sex;

	if (value == NULL)
		return true;
	sex = mc_sex_by_name(FoldName(value, name));
	if (sex < 0)
		return Refuse(
			call, "unknown sex",
			"sex is 'F' or 'female', 'M' or 'male', 'U' or 'unknown', or NULL.");
	call->encounter.sex = (McSex) sex;
	return true;
}

/* What is said of one note. */
static bool
ReadNote(McCodingCall *call, const McNoteInput *input, McNote *note)
{
	char name[NAME_SIZE];

	if (input->doc_type)
	{
		int kind = mc_document_kind_by_name(FoldName(input->doc_type, name));

		if (kind < 0)
			return Refuse(
				call, "unknown type of document",
				"Types are progress_note, office_visit, consultation, telehealth, "
				"history_and_physical, admission, ed_note, discharge_summary, "
				"operative_note, procedure_note, radiology_report, pathology_report, "
				"laboratory, nursing_note, problem_list, or NULL where it is not known.");
		note->kind = (McDocumentKind) kind;
	}
	if (input->author_role)
	{
		int author = mc_author_by_name(FoldName(input->author_role, name));

		if (author < 0)
			return Refuse(
				call, "unknown role of the author",
				"Roles are provider, physician, attending, resident, surgeon, "
				"nurse_practitioner, physician_assistant, psychologist; clinician, nurse, "
				"dietitian, therapist, pharmacist, emt, social_worker, case_manager, "
				"technician, coder, patient.");
		note->author = (McAuthor) author;
	}
	note->id = input->id ? text_to_cstring(input->id) : NULL;
	note->day = input->has_date ? input->date : MC_DAY_UNKNOWN;
	note->is_unsigned = input->is_unsigned;
	return true;
}

/* The age on the date of service, if both dates are known. */
static bool
ReadAge(McCodingCall *call, const McCodingOptions *options, const DateADT *service)
{
	call->encounter.age_days = MC_AGE_UNKNOWN;
	if (!options->has_birth_date || DATE_NOT_FINITE(options->birth_date) ||
		service == NULL || DATE_NOT_FINITE(*service))
		return true;
	if (options->birth_date > *service)
		return Refuse(call, "the birth date lies after the date of service",
					  "Pass as_of, the date of service, and birth_date of the same "
					  "encounter, or NULL for what is not known.");
	call->encounter.age_days = *service - options->birth_date;
	return true;
}

/* Raise if the terminology in use is not the one that the caller expects. */
static void
CheckExpected(const text *expect)
{
	const char *fingerprint;

	if (expect == NULL)
		return;
	fingerprint = mc_installed_fingerprint();
	if (!TextIs(expect, fingerprint))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the terminology is not the expected one"),
				 errdetail("Its fingerprint is %s.", fingerprint),
				 errhint("SELECT version, fingerprint FROM medcode.versions(); then pass "
						 "that version, or load what is missing.")));
}

static bool
ChooseRelease(McCodingCall *call, const DateADT *service)
{
	static const char issue[] = "the date of service lies before the first release of "
								"ICD-10-CM in this database";

	if (mc_choose_release(service))
		return true;
	if (!call->wants_issues)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s", issue),
				 errdetail("The first release here begins on %s.",
						   mc_date_text(mc_first_release_date())),
				 errhint("Load the release of that date with medcode.load_file(path, "
						 "release), or pass on_issue => 'row'.")));
	IssueRow(call, issue);
	return false;
}

/* Does the caller want what is wrong with a row as a row? */
static bool
WantsIssueRow(const text *on_issue)
{
	if (on_issue == NULL || TextIs(on_issue, "error"))
		return false;
	if (!TextIs(on_issue, "row"))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("unknown value of on_issue"),
						errhint("on_issue is 'error' or 'row'.")));
	return true;
}

static int
CompareTexts(const text *a, const text *b)
{
	size_t la = a ? VARSIZE_ANY_EXHDR(a) : 0;
	size_t lb = b ? VARSIZE_ANY_EXHDR(b) : 0;
	size_t shorter = la < lb ? la : lb;
	int order;

	if (a == NULL || b == NULL)
		return (a == NULL) - (b == NULL);
	order = shorter ? memcmp(VARDATA_ANY(a), VARDATA_ANY(b), shorter) : 0;
	return order ? order : (la > lb) - (la < lb);
}

/* By date, those without last, then by what else tells them apart, whatever order they came in. */
static int
CompareNotes(const void *a, const void *b)
{
	const McNoteInput *x = a;
	const McNoteInput *y = b;
	int order;

	if (x->has_date != y->has_date)
		return x->has_date ? -1 : 1;
	if (x->has_date && x->date != y->date)
		return x->date < y->date ? -1 : 1;
	order = CompareTexts(x->id, y->id);
	if (order == 0)
		order = CompareTexts(x->doc_type, y->doc_type);
	if (order == 0)
		order = CompareTexts(x->author_role, y->author_role);
	if (order == 0)
		order = (int) x->is_unsigned - (int) y->is_unsigned;
	return order ? order : CompareTexts(x->body, y->body);
}

/* Analyse a note; one that is too long gives a row that says so, or an error. */
static void
FindInNote(McCodingCall *call, const text *body, McNote *note)
{
	McDocument *doc = palloc(sizeof(McDocument));

	mc_document(&call->rows.host, call->terminology->headers, VARDATA_ANY(body),
				VARSIZE_ANY_EXHDR(body), doc);
	note->doc = doc;
	mc_find_all(&call->rows.host, call->terminology, doc, &note->findings);
	if (!note->findings.truncated && !doc->truncated)
		return;
	if (!call->wants_issues)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("the note is too long to be read to its end"),
						errdetail("It has %u bytes; at most %d mentions are kept.",
								  doc->fold.original_len, MC_MAX_MENTIONS),
						errhint("Pass on_issue => 'row' to get what its beginning "
								"supports, and a row that says so.")));
	IssueRow(call, "the note was not read to its end");
}

/* Take out notes without body; what is left is in the order of the encounter. */
static size_t
OrderNotes(McNoteInput *inputs, size_t ninputs)
{
	size_t n = 0;

	for (size_t i = 0; i < ninputs; i++)
	{
		if (inputs[i].body)
			inputs[n++] = inputs[i];
	}
	if (n > 1)
		qsort(inputs, n, sizeof(McNoteInput), CompareNotes);
	return n;
}

bool
mc_coding_run(McCodingCall *call, const McCodingOptions *options, McNoteInput *inputs,
			  size_t ninputs)
{
	const DateADT *service = options->has_as_of ? &options->as_of : NULL;
	size_t given = ninputs;
	McNote *notes;

	call->wants_issues = WantsIssueRow(options->on_issue);
	ninputs = OrderNotes(inputs, ninputs);
	if (call->wants_issues && !call->may_lack_notes && (ninputs < given || given == 0))
		IssueRow(call, given == 0 ? "the encounter has no note" : "the note is NULL");
	if (ninputs == 0 && !call->may_lack_notes)
		return false;
	/* dates are in order, the last one that is known is that of service, or of discharge */
	for (size_t i = 0; i < ninputs && !options->has_as_of && inputs[i].has_date; i++)
		service = &inputs[i].date;

	notes = mc_alloc(&call->rows.host, (ninputs + 1) * sizeof(McNote));
	memset(notes, 0, ninputs * sizeof(McNote));
	if (!ReadSetting(call, options->setting) || !ReadSex(call, options->sex) ||
		!ReadAge(call, options, service))
		return false;
	for (size_t i = 0; i < ninputs; i++)
	{
		if (!ReadNote(call, &inputs[i], &notes[i]))
			return false;
	}
	call->terminology = mc_installed_terminology(options->version);
	CheckExpected(options->expect);
	if (!ChooseRelease(call, service))
		return false;
	for (size_t i = 0; i < ninputs; i++)
		FindInNote(call, inputs[i].body, &notes[i]);
	if (call->encounter.setting == MC_INPATIENT)
		mc_choose_final_note(notes, ninputs, options->final_note);
	call->encounter.final_note = options->final_note;
	call->encounter.notes = notes;
	call->encounter.nnotes = ninputs;
	if (ninputs > 0)
		mc_suggest(&call->rows.host, call->terminology, &call->encounter,
				   &call->suggestions);
	return true;
}

bool
mc_coding_note(FunctionCallInfo fcinfo, McCodingCall *call, int ncolumns,
			   int issue_column)
{
	McCodingOptions options;
	McNoteInput input = {.has_date = !PG_ARGISNULL(ARG_NOTE_DATE)};

	memset(call, 0, sizeof(*call));
	call->ncolumns = ncolumns;
	call->issue_column = issue_column;
	mc_result_begin(fcinfo, &call->rows);
	mc_coding_options(fcinfo, &suggest_places, &options);
	input.body = TextArgument(fcinfo, ARG_NOTE);
	input.doc_type = TextArgument(fcinfo, ARG_DOC_TYPE);
	input.author_role = TextArgument(fcinfo, ARG_AUTHOR_ROLE);
	if (input.has_date)
		input.date = PG_GETARG_DATEADT(ARG_NOTE_DATE);
	return mc_coding_run(call, &options, &input, 1);
}
