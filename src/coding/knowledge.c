/*
 * knowledge.c
 *	  What the Guidelines and medicine say of conditions, as sorted rows.
 *
 * A code is looked for with all its characters, then with ever fewer down to its
 * category, by binary search.
 */
#include "coding/knowledge.h"

#include <stdlib.h>
#include <string.h>

#include "coding/knowledge_data.h"
#include "context/cue.h"
#include "text/fold.h"
#include "text/token.h"

/* Bits of a code that its category takes */
#define CATEGORY_BITS 24

/* Begin with all characters of a code: the bits they take. */
static unsigned
CodeBits(McCode code)
{
	unsigned bits = 0;

	while (bits < 64 && (code << bits) != 0)
		bits += 8;
	return bits;
}

/* The first characters of a code */
static McCode
Heading(McCode code, unsigned bits)
{
	return code & ~UINT64_C(0) << (64 - bits);
}

McKnowledge *
mc_knowledge_create(const McHost *host)
{
	McKnowledge *knowledge = mc_alloc(host, sizeof(*knowledge));

	memset(knowledge, 0, sizeof(*knowledge));
	knowledge->host = host;
	return knowledge;
}

/* ---- adding ---- */

void
mc_knowledge_add_class(McKnowledge *knowledge, McCode code,
					   McConditionClass condition_class)
{
	struct McClassRow row = {code, (uint32_t) knowledge->nclasses,
							 (uint32_t) condition_class};

	MC_GROW(knowledge->host, knowledge->classes, knowledge->nclasses,
			knowledge->classes_cap);
	knowledge->classes[knowledge->nclasses++] = row;
}

void
mc_knowledge_add_symptom(McKnowledge *knowledge, McCode symptom, McCode disease)
{
	struct McSymptomRow row = {symptom, disease};

	MC_GROW(knowledge->host, knowledge->symptoms, knowledge->nsymptoms,
			knowledge->symptoms_cap);
	knowledge->symptoms[knowledge->nsymptoms++] = row;
}

void
mc_knowledge_add_link(McKnowledge *knowledge, const McLink *link)
{
	McLink row = *link;

	/* whole, for it may be written down */
	memset(row.unused, 0, sizeof(row.unused));
	MC_GROW(knowledge->host, knowledge->links, knowledge->nlinks, knowledge->links_cap);
	knowledge->links[knowledge->nlinks++] = row;
}

void
mc_knowledge_add_exception(McKnowledge *knowledge, McCode cause, McCode condition,
						   McLinkKind kind)
{
	struct McExceptionRow row = {cause, condition, kind};

	MC_GROW(knowledge->host, knowledge->exceptions, knowledge->nexceptions,
			knowledge->exceptions_cap);
	knowledge->exceptions[knowledge->nexceptions++] = row;
}

bool
mc_knowledge_add_drug(McKnowledge *knowledge, const char *drug, McCode long_term,
					  McCode indication)
{
	const McHost *host = knowledge->host;
	struct McDrugName name = {0};
	McFold fold;
	McWords words;
	McTokens tokens = {0};
	bool fits;

	mc_fold(host, drug, (uint32_t) strlen(drug), &fold);
	mc_words_init(host, &words, 8);
	mc_tokenise(host, &fold, &words, &tokens);
	fits = tokens.count > 0 && tokens.count <= MC_MAX_DRUG_TOKENS;
	name.first_key = (uint32_t) knowledge->nkeys;
	name.nkeys = (uint32_t) tokens.count;
	name.order = (uint32_t) knowledge->ndrugs;
	name.drug.long_term = long_term;
	name.indication = indication;
	for (size_t i = 0; fits && i < tokens.count; i++)
	{
		MC_GROW(host, knowledge->keys, knowledge->nkeys, knowledge->keys_cap);
		knowledge->keys[knowledge->nkeys++] = mc_cue_key(&words, &tokens.list[i]);
	}
	if (fits)
	{
		MC_GROW(host, knowledge->drugs, knowledge->ndrugs, knowledge->drugs_cap);
		knowledge->drugs[knowledge->ndrugs++] = name;
	}
	mc_release(host, fold.text);
	mc_release(host, fold.steps);
	mc_release(host, words.list);
	mc_release(host, words.slots);
	mc_release(host, tokens.list);
	return fits;
}

/* ---- sorting ---- */

#define COMPARE(a, b)                  \
	do                                 \
	{                                  \
		if ((a) != (b))                \
			return (a) < (b) ? -1 : 1; \
	} while (0)

static int
CompareClasses(const void *a, const void *b)
{
	const struct McClassRow *x = a;
	const struct McClassRow *y = b;

	COMPARE(x->code, y->code);
	COMPARE(y->order, x->order);
	return 0;
}

static int
CompareSymptoms(const void *a, const void *b)
{
	const struct McSymptomRow *x = a;
	const struct McSymptomRow *y = b;

	COMPARE(x->symptom, y->symptom);
	COMPARE(x->disease, y->disease);
	return 0;
}

static int
CompareLinks(const void *a, const void *b)
{
	const McLink *x = a;
	const McLink *y = b;

	COMPARE(x->cause, y->cause);
	COMPARE(x->condition, y->condition);
	COMPARE(x->kind, y->kind);
	COMPARE(x->code, y->code);
	/* more is said by the one that has a second code */
	COMPARE(y->manifestation, x->manifestation);
	COMPARE(y->beside, x->beside);
	return 0;
}

static int
CompareExceptions(const void *a, const void *b)
{
	const struct McExceptionRow *x = a;
	const struct McExceptionRow *y = b;

	COMPARE(x->cause, y->cause);
	COMPARE(x->condition, y->condition);
	COMPARE(y->kind, x->kind);
	return 0;
}

/*
 * A name while drugs are sorted, with its keys, because qsort() has no argument
 */
typedef struct SortedName
{
	const uint64_t *keys;
	struct McDrugName name;
} SortedName;

static int
CompareKeys(const SortedName *x, const SortedName *y)
{
	COMPARE(x->keys[0], y->keys[0]);
	COMPARE(y->name.nkeys, x->name.nkeys);
	for (uint32_t i = 1; i < x->name.nkeys; i++)
		COMPARE(x->keys[i], y->keys[i]);
	return 0;
}

static int
CompareNames(const void *a, const void *b)
{
	const SortedName *x = a;
	const SortedName *y = b;
	int order = CompareKeys(x, y);

	if (order != 0)
		return order;
	COMPARE(x->name.indication, y->name.indication);
	COMPARE(y->name.order, x->name.order);
	return 0;
}

/* Sort an array; what has no element may be NULL. */
static void
Sort(const McHost *host, void *list, size_t count, size_t size,
	 int (*compare)(const void *, const void *))
{
	mc_interrupt(host);
	if (count > 1)
		qsort(list, count, size, compare);
	mc_interrupt(host);
}

/* Make one name of the rows of each drug; what it is given for gets an array of its own. */
static void
FinishDrugs(McKnowledge *knowledge)
{
	const McHost *host = knowledge->host;
	size_t n = knowledge->ndrugs;
	SortedName *sorted = mc_alloc(host, (n + 1) * sizeof(*sorted));
	uint64_t *keys = mc_alloc(host, (knowledge->nkeys + 1) * sizeof(*keys));
	size_t nkeys = 0;
	size_t ndrugs = 0;

	for (size_t i = 0; i < n; i++)
		sorted[i] = (SortedName){knowledge->keys + knowledge->drugs[i].first_key,
								 knowledge->drugs[i]};
	Sort(host, sorted, n, sizeof(*sorted), CompareNames);
	for (size_t i = 0, next; i < n; i = next)
	{
		struct McDrugName name = sorted[i].name;
		uint32_t latest = 0;

		if (i % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(host);
		name.drug = (McDrug){0, (uint32_t) knowledge->nindications, 0};
		for (next = i; next < n && CompareKeys(&sorted[i], &sorted[next]) == 0; next++)
		{
			const struct McDrugName *row = &sorted[next].name;

			/* of several codes of long-term use the one that came last */
			if (row->drug.long_term && row->order >= latest)
			{
				latest = row->order;
				name.drug.long_term = row->drug.long_term;
			}
			if (row->indication == 0 ||
				(name.drug.nindications > 0 &&
				 knowledge->indications[knowledge->nindications - 1] == row->indication))
				continue;
			MC_GROW(host, knowledge->indications, knowledge->nindications,
					knowledge->indications_cap);
			knowledge->indications[knowledge->nindications++] = row->indication;
			name.drug.nindications++;
		}
		memcpy(keys + nkeys, sorted[i].keys, name.nkeys * sizeof(uint64_t));
		name.first_key = (uint32_t) nkeys;
		name.order = 0;
		name.indication = 0;
		nkeys += name.nkeys;
		knowledge->drugs[ndrugs++] = name;
	}
	mc_release(host, sorted);
	mc_release(host, knowledge->keys);
	knowledge->keys = keys;
	knowledge->nkeys = nkeys;
	knowledge->ndrugs = ndrugs;
}

/* Of equal elements, as the sort has them, keep the first. */
#define KEEP_FIRST(list, count, same)            \
	do                                           \
	{                                            \
		size_t kept_ = 0;                        \
		for (size_t i_ = 0; i_ < (count); i_++)  \
		{                                        \
			if (i_ % MC_INTERRUPT_INTERVAL == 0) \
				mc_interrupt(knowledge->host);   \
			if (kept_ == 0 || !(same))           \
				(list)[kept_++] = (list)[i_];    \
		}                                        \
		(count) = kept_;                         \
	} while (0)

void
mc_knowledge_finish(McKnowledge *knowledge)
{
	const McHost *host = knowledge->host;
	struct McClassRow *classes = knowledge->classes;
	struct McSymptomRow *symptoms = knowledge->symptoms;
	McLink *links = knowledge->links;
	struct McExceptionRow *exceptions = knowledge->exceptions;

	Sort(host, classes, knowledge->nclasses, sizeof(*classes), CompareClasses);
	KEEP_FIRST(classes, knowledge->nclasses, classes[kept_ - 1].code == classes[i_].code);
	for (size_t i = 0; i < knowledge->nclasses; i++)
		classes[i].order = 0;
	Sort(host, symptoms, knowledge->nsymptoms, sizeof(*symptoms), CompareSymptoms);
	KEEP_FIRST(symptoms, knowledge->nsymptoms,
			   CompareSymptoms(&symptoms[kept_ - 1], &symptoms[i_]) == 0);
	/* only the first of a pair is ever found */
	Sort(host, links, knowledge->nlinks, sizeof(*links), CompareLinks);
	KEEP_FIRST(links, knowledge->nlinks,
			   links[kept_ - 1].cause == links[i_].cause &&
				   links[kept_ - 1].condition == links[i_].condition);
	Sort(host, exceptions, knowledge->nexceptions, sizeof(*exceptions),
		 CompareExceptions);
	KEEP_FIRST(exceptions, knowledge->nexceptions,
			   exceptions[kept_ - 1].cause == exceptions[i_].cause &&
				   exceptions[kept_ - 1].condition == exceptions[i_].condition);
	FinishDrugs(knowledge);
	mc_knowledge_mark(knowledge);
}

/* ---- looking up ---- */

/*
 * The first element of a sorted array that is not below (first, second), by the codes
 * that every kind of element begins with.
 */
static size_t
LowerBound(const void *list, size_t count, size_t size, McCode first, McCode second)
{
	size_t low = 0;

	while (count > 0)
	{
		size_t half = count / 2;
		McCode at[2];

		memcpy(at, (const char *) list + (low + half) * size, sizeof(at));
		if (at[0] < first || (at[0] == first && at[1] < second))
		{
			low += half + 1;
			count -= half + 1;
		}
		else
			count = half;
	}
	return low;
}

/* The bit of a pair of codes, which is that of all pairs of their categories */
static uint32_t
PairBit(McCode first, McCode second)
{
	uint64_t both = Heading(first, CATEGORY_BITS) ^ Heading(second, CATEGORY_BITS) >> 24;

	return (uint32_t) ((both * MC_HASH_A) >> 40) % MC_PAIR_BITS;
}

static void
MarkPair(McPairBits *pairs, McCode first, McCode second)
{
	uint32_t bit = PairBit(first, second);

	pairs->bits[bit / 64] |= UINT64_C(1) << (bit % 64);
}

/* May there be a row for two codes, or for headings of them?  No is certain. */
static bool
MayBePair(const McPairBits *pairs, McCode first, McCode second)
{
	uint32_t bit = PairBit(first, second);

	return pairs->bits[bit / 64] >> (bit % 64) & 1;
}

/*
 * The element for a pair of codes: with the longest heading of the first, then the
 * longest of the second.  Returns count if there is none.
 */
static size_t
FindPair(const void *list, size_t count, size_t size, McCode first, McCode second)
{
	const char *bytes = list;

	if (count == 0)
		return count;
	for (unsigned a = CodeBits(first); a >= CATEGORY_BITS; a -= 8)
	{
		McCode x = Heading(first, a);
		size_t begin = LowerBound(list, count, size, x, 0);
		size_t n = LowerBound(bytes + begin * size, count - begin, size, x, UINT64_MAX);

		for (unsigned b = CodeBits(second); n > 0 && b >= CATEGORY_BITS; b -= 8)
		{
			McCode y = Heading(second, b);
			size_t place = LowerBound(bytes + begin * size, n, size, x, y);
			McCode at[2];

			if (place == n)
				continue;
			memcpy(at, bytes + (begin + place) * size, sizeof(at));
			if (at[1] == y)
				return begin + place;
		}
	}
	return count;
}

/* Is there an element for a code and any other? */
static bool
HasFirst(const void *list, size_t count, size_t size, McCode first)
{
	for (unsigned bits = CodeBits(first); bits >= CATEGORY_BITS; bits -= 8)
	{
		McCode heading = Heading(first, bits);
		size_t place = LowerBound(list, count, size, heading, 0);
		McCode at;

		if (place == count)
			continue;
		memcpy(&at, (const char *) list + place * size, sizeof(at));
		if (at == heading)
			return true;
	}
	return false;
}

McConditionClass
mc_condition_class(const McKnowledge *knowledge, McCode code)
{
	for (unsigned bits = CodeBits(code); bits >= CATEGORY_BITS; bits -= 8)
	{
		McCode heading = Heading(code, bits);
		size_t place = LowerBound(knowledge->classes, knowledge->nclasses,
								  sizeof(struct McClassRow), heading, 0);

		if (place < knowledge->nclasses && knowledge->classes[place].code == heading)
			return (McConditionClass) knowledge->classes[place].condition_class;
	}
	return MC_CLASS_UNKNOWN;
}

bool
mc_is_ever_integral(const McKnowledge *knowledge, McCode symptom)
{
	return HasFirst(knowledge->symptoms, knowledge->nsymptoms,
					sizeof(struct McSymptomRow), symptom);
}

bool
mc_is_integral(const McKnowledge *knowledge, McCode symptom, McCode disease)
{
	return MayBePair(&knowledge->symptom_bits, symptom, disease) &&
		   FindPair(knowledge->symptoms, knowledge->nsymptoms,
					sizeof(struct McSymptomRow), symptom, disease) < knowledge->nsymptoms;
}

bool
mc_link_find(const McKnowledge *knowledge, McCode cause, McCode condition, McLink *link)
{
	size_t place;
	size_t exception;

	if (!MayBePair(&knowledge->link_bits, cause, condition))
		return false;
	place =
		FindPair(knowledge->links, knowledge->nlinks, sizeof(McLink), cause, condition);
	if (place == knowledge->nlinks)
		return false;
	*link = knowledge->links[place];
	exception = FindPair(knowledge->exceptions, knowledge->nexceptions,
						 sizeof(struct McExceptionRow), cause, condition);
	if (exception < knowledge->nexceptions &&
		knowledge->exceptions[exception].kind > link->kind)
		link->kind = (uint8_t) knowledge->exceptions[exception].kind;
	return true;
}

bool
mc_link_has_cause(const McKnowledge *knowledge, McCode cause)
{
	return HasFirst(knowledge->links, knowledge->nlinks, sizeof(McLink), cause);
}

void
mc_knowledge_mark(McKnowledge *knowledge)
{
	memset(knowledge->drug_bits, 0, sizeof(knowledge->drug_bits));
	memset(&knowledge->symptom_bits, 0, sizeof(knowledge->symptom_bits));
	memset(&knowledge->link_bits, 0, sizeof(knowledge->link_bits));
	for (size_t i = 0; i < knowledge->nsymptoms; i++)
		MarkPair(&knowledge->symptom_bits, knowledge->symptoms[i].symptom,
				 knowledge->symptoms[i].disease);
	for (size_t i = 0; i < knowledge->nlinks; i++)
		MarkPair(&knowledge->link_bits, knowledge->links[i].cause,
				 knowledge->links[i].condition);
	for (size_t i = 0; i < knowledge->ndrugs; i++)
	{
		uint64_t key = knowledge->keys[knowledge->drugs[i].first_key];

		knowledge->drug_bits[key % MC_DRUG_BITS / 64] |= UINT64_C(1) << key % 64;
	}
}

bool
mc_may_begin_drug(const McKnowledge *knowledge, uint64_t key)
{
	return knowledge->drug_bits[key % MC_DRUG_BITS / 64] >> key % 64 & 1;
}

/* The first name of a drug that begins with a key, or behind all that do */
static size_t
FirstDrug(const McKnowledge *knowledge, uint64_t key)
{
	size_t low = 0;
	size_t high = knowledge->ndrugs;

	while (low < high)
	{
		size_t mid = low + (high - low) / 2;

		if (knowledge->keys[knowledge->drugs[mid].first_key] < key)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

const McDrug *
mc_drug_at(const McKnowledge *knowledge, const McDocument *doc, uint32_t token,
		   uint32_t *last)
{
	size_t ntokens = doc->tokens.count;
	uint64_t key;

	if (token >= ntokens || doc->tokens.list[token].word == MC_NO_WORD)
		return NULL;
	key = mc_cue_key(&doc->words, &doc->tokens.list[token]);
	if (!mc_may_begin_drug(knowledge, key))
		return NULL;
	for (size_t i = FirstDrug(knowledge, key); i < knowledge->ndrugs; i++)
	{
		const struct McDrugName *name = &knowledge->drugs[i];
		const uint64_t *keys = knowledge->keys + name->first_key;
		uint32_t same = 1;

		if (keys[0] != key)
			break;
		if (name->nkeys > ntokens - token)
			continue;
		while (same < name->nkeys &&
			   keys[same] == mc_cue_key(&doc->words, &doc->tokens.list[token + same]))
			same++;
		if (same < name->nkeys || (same > 1 && mc_sentence_of(doc, token) !=
												   mc_sentence_of(doc, token + same - 1)))
			continue;
		*last = token + same - 1;
		return &name->drug;
	}
	return NULL;
}

bool
mc_drug_treats(const McKnowledge *knowledge, const McDrug *drug, McCode condition)
{
	for (uint32_t i = 0; i < drug->nindications; i++)
	{
		if (mc_code_is_under(condition,
							 knowledge->indications[drug->first_indication + i]))
			return true;
	}
	return false;
}
