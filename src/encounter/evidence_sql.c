/*
 * evidence_sql.c
 *		Evidence of findings as a jsonb array.
 */
#include "encounter/evidence.h"

#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

/* Members of an object of evidence, in the order of jsonb: shorter keys first */
enum
{
	KEY_CUE,
	KEY_END,
	KEY_TEXT,
	KEY_START,
	KEY_NOTE_ID,
	NKEYS,
	KEY_CORRECTED = NKEYS /* where there is one */
};

/* The array being made; its objects, which need not be sorted again */
typedef struct EvidenceArray
{
	JsonbValue *objects;
	int count;
} EvidenceArray;

static EvidenceArray
BeginArray(uint32 n)
{
	EvidenceArray array = {.objects = palloc((n + 1) * sizeof(JsonbValue))};

	return array;
}

static Datum
EndArray(const EvidenceArray *array)
{
	JsonbValue value = {.type = jbvArray};

	value.val.array.nElems = array->count;
	value.val.array.elems = array->objects;
	value.val.array.rawScalar = false;
	return JsonbPGetDatum(JsonbValueToJsonb(&value));
}

static JsonbValue
Text(const char *text, size_t length)
{
	JsonbValue value = {.type = jbvString};

	value.val.string.val = unconstify(char *, text);
	value.val.string.len = (int) length;
	return value;
}

static JsonbValue
CharOffset(const McDocument *doc, uint32 byte)
{
	JsonbValue value = {.type = jbvNumeric};

	value.val.numeric = int64_to_numeric(mc_char_offset(doc, byte));
	return value;
}

/* A span of the note. */
static JsonbValue
Span(const McDocument *doc, uint32 first_token, uint32 last_token)
{
	uint32 start = doc->tokens.list[first_token].start;

	return Text(doc->fold.original + start, doc->tokens.list[last_token].end - start);
}

/*
 * The misspelt words of a mention, as an array: each as the terminology has it, and where it
 * stands.
 */
static JsonbValue
Corrected(const McDocument *doc, const McMention *mention)
{
	JsonbValue array = {.type = jbvArray};
	JsonbValue *words = palloc(mention->ncorrected * sizeof(JsonbValue));

	for (uint32 i = 0; i < mention->ncorrected; i++)
	{
		const McCorrected *corrected = &mention->corrected[i];
		const McToken *token = &doc->tokens.list[corrected->token];
		JsonbPair *pairs = palloc(3 * sizeof(JsonbPair));

		/* in the order of jsonb: shorter keys first */
		pairs[0] = (JsonbPair){
			.key = Text("end", 3), .value = CharOffset(doc, token->end), .order = 0};
		pairs[1] = (JsonbPair){.key = Text("word", 4),
							   .value = Text(corrected->word, corrected->len),
							   .order = 1};
		pairs[2] = (JsonbPair){
			.key = Text("start", 5), .value = CharOffset(doc, token->start), .order = 2};
		words[i].type = jbvObject;
		words[i].val.object.nPairs = 3;
		words[i].val.object.pairs = pairs;
	}
	array.val.array.nElems = (int) mention->ncorrected;
	array.val.array.elems = words;
	return array;
}

/* Tokens of a note of this name or none; cue: the words that decided about them, or null. */
static void
AddSpan(EvidenceArray *array, const McDocument *doc, const char *note_id,
		uint32 first_token, uint32 last_token, JsonbValue cue)
{
	static const char *const keys[NKEYS] = {
		[KEY_CUE] = "cue",     [KEY_END] = "end",         [KEY_TEXT] = "text",
		[KEY_START] = "start", [KEY_NOTE_ID] = "note_id",
	};
	JsonbValue *object = &array->objects[array->count++];
	JsonbPair *pairs = palloc((NKEYS + 1) * sizeof(JsonbPair));

	for (int i = 0; i < NKEYS; i++)
	{
		pairs[i].key = Text(keys[i], strlen(keys[i]));
		pairs[i].order = (uint32) i;
	}
	pairs[KEY_CUE].value = cue;
	pairs[KEY_END].value = CharOffset(doc, doc->tokens.list[last_token].end);
	pairs[KEY_TEXT].value = Span(doc, first_token, last_token);
	pairs[KEY_START].value = CharOffset(doc, doc->tokens.list[first_token].start);
	pairs[KEY_NOTE_ID].value =
		note_id ? Text(note_id, strlen(note_id)) : (JsonbValue){.type = jbvNull};
	object->type = jbvObject;
	object->val.object.nPairs = NKEYS;
	object->val.object.pairs = pairs;
}

/* One piece of evidence. */
static void
AddEvidence(EvidenceArray *array, const McDocument *doc, const char *note_id,
			const McFinding *finding)
{
	McCueCategory axis = mc_deciding_axis(&finding->assertion);

	AddSpan(array, doc, note_id, finding->mention.first_token,
			finding->mention.last_token,
			axis == MC_CUE_NCATEGORIES ? (JsonbValue){.type = jbvNull}
									   : Span(doc, finding->assertion.cue_first[axis],
											  finding->assertion.cue_last[axis]));
	if (finding->mention.ncorrected > 0)
	{
		JsonbValue *object = &array->objects[array->count - 1];
		JsonbPair *last = &object->val.object.pairs[object->val.object.nPairs++];

		last->key = Text("corrected", 9);
		last->value = Corrected(doc, &finding->mention);
		last->order = KEY_CORRECTED;
	}
}

/* Words that are no finding, likewise. */
static void
AddWords(EvidenceArray *array, const McDocument *doc, const char *note_id,
		 const McSpokenWords *words)
{
	AddSpan(array, doc, note_id, words->first_token, words->last_token,
			(JsonbValue){.type = jbvNull});
}

/* Do the words stand before the finding that a piece of evidence names? */
static bool
StandBefore(const McEncounter *encounter, const McSpokenWords *words, McEvidence e)
{
	if (words->note != e.note)
		return words->note < e.note;
	return words->first_token <
		   encounter->notes[e.note].findings.list[e.finding].mention.first_token;
}

Datum
mc_evidence(const McDocument *doc, const McFindings *findings, const uint32 *numbers,
			uint32 n)
{
	EvidenceArray array = BeginArray(n);

	for (uint32 i = 0; i < n; i++)
		AddEvidence(&array, doc, NULL, &findings->list[numbers[i]]);
	return EndArray(&array);
}

Datum
mc_suggestion_evidence(const McEncounter *encounter, const McSuggestion *s)
{
	EvidenceArray array = BeginArray(s->nevidence + s->nwords);

	for (uint32 i = 0, w = 0; i < s->nevidence || w < s->nwords;)
	{
		if (i == s->nevidence ||
			(w < s->nwords && StandBefore(encounter, &s->words[w], s->evidence[i])))
		{
			const McNote *note = &encounter->notes[s->words[w].note];

			AddWords(&array, note->doc, note->id, &s->words[w]);
			w++;
		}
		else
		{
			const McNote *note = &encounter->notes[s->evidence[i].note];

			AddEvidence(&array, note->doc, note->id,
						&note->findings.list[s->evidence[i].finding]);
			i++;
		}
	}
	return EndArray(&array);
}

Datum
mc_span_evidence(const McNote *note, uint32 first_token, uint32 last_token)
{
	McSpokenWords words = {.first_token = first_token, .last_token = last_token};
	EvidenceArray array = BeginArray(1);

	AddWords(&array, note->doc, note->id, &words);
	return EndArray(&array);
}

char *
mc_date_text(DateADT date)
{
	int year;
	int month;
	int day;

	if (DATE_NOT_FINITE(date))
		return pstrdup(DATE_IS_NOBEGIN(date) ? "-infinity" : "infinity");
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	return psprintf("%04d-%02d-%02d", year, month, day);
}
