/*
 * sequence.c
 *	  Roles, pairs and the order in which codes are proposed.
 *
 * First comes the reason for the encounter: the first-listed condition of an outpatient
 * visit (ICD-10-CM Guidelines IV.G), the principal diagnosis of a stay (II).  A manifestation
 * stands behind its cause (I.A.13), external causes, status and history codes behind all
 * conditions (I.C.20, I.C.21).
 */
#include <stdlib.h>
#include <string.h>

#include "encounter/case.h"
#include "encounter/tabular_note.h"

/* Most notes of a card followed for one code */
#define MAX_DEPTH 8

/* What a suggestion is sorted by */
typedef struct Key
{
	uint32_t number;
	int tier;      /* proposed and sure first */
	int kind;      /* conditions, status, external causes */
	int reason;    /* how little it looks like the reason for the encounter */
	uint32_t note; /* of the best evidence */
	uint32_t token;
	McCode code;
} Key;

/* Codes that say what a patient is or has been, not what is dealt with */
static bool
IsStatus(McCode code)
{
	return mc_code_in(
		code, "Z14 Z15 Z16 Z17 Z18 Z19 Z21 Z22 Z28 Z33.1 Z37 Z3A Z55 Z56 Z57 Z58 Z59 "
			  "Z60 Z62 Z63 Z64 Z65 Z66 Z67 Z68 Z72 Z73 Z74 Z75 Z77 Z78 Z79 Z80 Z81 Z82 "
			  "Z83 Z84 Z85 Z86 Z87 Z88 Z89 Z90 Z91 Z92 Z93 Z94 Z95 Z96 Z97 Z98 Z99");
}

static bool
IsExternalCause(McCode code)
{
	return code >> 56 >= 'V' && code >> 56 <= 'Y';
}

/* The injury itself stands behind what it left (I.B.10) */
static bool
IsSequela(McCode code)
{
	return (code >> 56 == 'S' || code >> 56 == 'T') && (code >> 8 & 0xFF) == 'S';
}

/* May the code never come first?  Manifestations by the flag of their title. */
static bool
NeverFirst(const McCase *c, const McSuggestion *s)
{
	return s->role == MC_ROLE_MANIFESTATION || IsExternalCause(s->code) ||
		   IsStatus(s->code) ||
		   mc_code_in(s->code,
					  "R65.2 B95 B96 B97 T36 T37 T38 T39 T40 T41 T42 T43 T44 T45 T46 T47 "
					  "T48 T49 T50") ||
		   s->rules & MC_RULE_BIT(MC_RULE_SECONDARY_ONLY) ||
		   strstr(mc_case_title(c, s->code), "classified elsewhere") != NULL;
}

/* Poisoning stands before what it does, an adverse effect behind (I.C.19.e) */
static bool
IsPoisoning(McCode code)
{
	char intent = (char) (code >> 16 & 0xFF);

	return mc_code_in(code,
					  "T36 T37 T38 T39 T40 T41 T42 T43 T44 T45 T46 T47 T48 T49 T50") &&
		   intent >= '1' && intent <= '4';
}

/* Is one of the pieces of evidence what the patient came for? */
static bool
IsComplaint(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		switch (mc_case_finding(c, s->evidence[i])->section)
		{
			case MC_SECTION_CHIEF_COMPLAINT:
			case MC_SECTION_ADMISSION_DIAGNOSIS:
			case MC_SECTION_INDICATION:
				return true;
			default:
				break;
		}
	}
	return false;
}

/* What is over and has left a condition, which comes first: I.B.10, I.C.1.g.1.m */
static bool
IsLeftBehind(McCode code)
{
	return (mc_code_in(code, "S T") && (char) (code >> 8 & 0xFF) == 'S') ||
		   code == mc_code("U09.9");
}

/* The degree of a burn or corrosion, its fifth character; 0: none */
static int
BurnDegree(McCode code)
{
	int degree = (int) (code >> 32 & 0xFF);

	return mc_code_in(code, "T20 T21 T22 T23 T24 T25") && degree >= '0' && degree <= '7'
			   ? degree & 3
			   : 0;
}

/*
 * How far a code is from being the reason for the encounter: chapter 15 before all
 * others, poisoning before its effects, what the patient came for, what is acute.
 */
static int
Reason(const McCase *c, const McSuggestion *s)
{
	int distance = 0;

	if (s->status != MC_SUGGEST)
		return 9;
	if (s->code >> 56 == 'O' || IsPoisoning(s->code))
		return 0;
	if (NeverFirst(c, s))
		return 8;
	/* an encounter for chemotherapy, immunotherapy or radiation (I.C.2.e.2) */
	if (mc_code_in(s->code, "Z51.0 Z51.1") && s->support == MC_ASSESSED)
		return 1;
	distance = 4;
	if (IsComplaint(c, s))
		distance -= 2;
	if (s->section == MC_SECTION_DISCHARGE_DIAGNOSIS ||
		s->section == MC_SECTION_DIAGNOSES)
		distance -= 1;
	if (mc_is_symptom_code(s->code))
		distance += 1;
	if (IsLeftBehind(s->code))
		distance += 3;
	return distance;
}

static Key
MakeKey(const McCase *c, uint32_t number)
{
	const McSuggestion *s = &c->list[number];
	Key key = {.number = number, .code = s->code, .note = UINT32_MAX};

	key.tier = !mc_is_proposed(s) ? 100 + (int) s->dropped_by
								  : (int) s->status * 4 + (int) s->support;
	key.kind = IsExternalCause(s->code)                  ? 2
			   : IsStatus(s->code) || IsSequela(s->code) ? 1
														 : 0;
	key.reason = Reason(c, s);
	for (uint32_t i = 0; i < s->nevidence; i++)
	{
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);

		/* the list is by note and place: the first of the best section */
		if (finding->section == s->section && key.note == UINT32_MAX)
		{
			key.note = s->evidence[i].note;
			key.token = finding->mention.first_token;
		}
	}
	return key;
}

static int
CompareKeys(const void *a, const void *b)
{
	const Key *x = a;
	const Key *y = b;

	if (x->tier != y->tier)
		return x->tier < y->tier ? -1 : 1;
	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	if (x->note != y->note)
		return x->note < y->note ? -1 : 1;
	if (x->token != y->token)
		return x->token < y->token ? -1 : 1;
	if (x->code != y->code)
		return x->code < y->code ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* A list of numbers on its way to its order */
typedef struct Order
{
	const McCase *c;
	const Key *keys;
	unsigned *kinds; /* of notes at the code of each key */
	size_t count;    /* proposed ones */
	bool *placed;
	uint32_t *out;
	size_t nout;
} Order;

static bool
NoteNames(const Order *order, size_t key, McTabularNote kind, McCode other)
{
	return order->kinds[key] & (1u << kind) &&
		   mc_note_names(order->c, order->c->list[order->keys[key].number].code, kind,
						 other);
}

/* Must the code of key i stand before that of key k?  I.A.13, I.A.17 */
static bool
StandsBefore(const Order *order, size_t i, size_t k)
{
	const McSuggestion *first = &order->c->list[order->keys[i].number];
	const McSuggestion *second = &order->c->list[order->keys[k].number];

	if (first->status > second->status || first->code == second->code)
		return false;
	if (second->paired_with == first->code && first->paired_with != second->code)
		return true;
	/* the burn of the highest degree (I.C.19.d.1) */
	if (BurnDegree(second->code) > 0 &&
		BurnDegree(first->code) > BurnDegree(second->code))
		return true;
	/* COVID-19 before what it brings about (I.C.1.g.1.b) */
	if (first->code == mc_code("U07.1") &&
		mc_code_in(second->code, "J12 J20 J22 J40 J80 J96.0 J98.8"))
		return true;
	return NoteNames(order, k, MC_TABULAR_CODE_FIRST, first->code) ||
		   (NoteNames(order, i, MC_TABULAR_USE_ADDITIONAL, second->code) &&
			!NoteNames(order, i, MC_TABULAR_CODE_FIRST, second->code) &&
			/* what was lost stands behind what it brought about, whatever it asks for */
			!(IsStatus(first->code) && !IsStatus(second->code)));
}

/* Place a code behind all that must stand before it. */
static void
Place(Order *order, size_t k, int depth)
{
	if (order->placed[k])
		return;
	order->placed[k] = true;
	for (size_t i = 0; i < order->count && depth < MAX_DEPTH; i++)
	{
		if (!order->placed[i] && StandsBefore(order, i, k))
			Place(order, i, depth + 1);
	}
	order->out[order->nout++] = order->keys[k].number;
}

/* Which of the sure conditions comes first, and what could as well: its place in keys */
static size_t
ChooseFirst(McCase *c, const Key *keys, size_t count)
{
	size_t first = 0;

	for (size_t k = 1; k < count; k++)
	{
		if (keys[k].reason < keys[first].reason)
			first = k;
	}
	if (count == 0 || keys[first].reason >= 8)
		return count;
	for (size_t k = 0; k < count; k++)
		c->list[keys[k].number].tied = k != first && keys[k].reason == keys[first].reason;
	return first;
}

static void
SetRoles(McCase *c, const uint32_t *order, size_t count)
{
	bool stay = c->encounter->setting == MC_INPATIENT ||
				c->encounter->setting == MC_SNF || c->encounter->setting == MC_REHAB ||
				c->encounter->setting == MC_HOME_HEALTH ||
				c->encounter->setting == MC_HOSPICE;

	for (size_t i = 0; i < count; i++)
	{
		McSuggestion *s = &c->list[order[i]];

		if (i == 0 && s->status == MC_SUGGEST && (Reason(c, s) < 8))
		{
			s->role = stay ? MC_ROLE_PRINCIPAL : MC_ROLE_FIRST_LISTED;
			s->rules |= MC_RULE_BIT(stay ? MC_RULE_PRINCIPAL : MC_RULE_FIRST_LISTED);
		}
		else if (IsExternalCause(s->code))
			s->role = MC_ROLE_EXTERNAL_CAUSE;
		else if (IsStatus(s->code))
			s->role = MC_ROLE_STATUS;
		else if (s->role == MC_ROLE_MANIFESTATION ||
				 strstr(mc_case_title(c, s->code), "classified elsewhere") != NULL)
			s->role = MC_ROLE_MANIFESTATION;
		else
			s->role = MC_ROLE_SECONDARY;
		if (s->tied)
			s->rules |= MC_RULE_BIT(MC_RULE_TIED);
	}
}

void
mc_sequence(McCase *c)
{
	Key *keys = mc_alloc(c->host, c->count * sizeof(Key));
	McSuggestion *sorted = mc_alloc(c->host, c->count * sizeof(McSuggestion));
	Order order = {.c = c,
				   .keys = keys,
				   .kinds = mc_alloc(c->host, c->count * sizeof(unsigned)),
				   .placed = mc_alloc(c->host, c->count * sizeof(bool)),
				   .out = mc_alloc(c->host, c->count * sizeof(uint32_t))};
	size_t first;

	for (uint32_t i = 0; i < c->count; i++)
		keys[i] = MakeKey(c, i);
	qsort(keys, c->count, sizeof(Key), CompareKeys);
	while (order.count < c->count && keys[order.count].tier < 100)
	{
		order.kinds[order.count] =
			mc_note_kinds(c, c->list[keys[order.count].number].code);
		order.count++;
	}
	memset(order.placed, 0, c->count * sizeof(bool));
	first = ChooseFirst(c, keys, order.count);
	if (first < order.count)
		Place(&order, first, 0);
	for (size_t k = 0; k < order.count; k++)
	{
		Place(&order, k, 0);
		mc_interrupt(c->host);
	}
	SetRoles(c, order.out, order.nout);
	for (size_t k = order.count; k < c->count; k++)
		order.out[order.nout++] = keys[k].number;
	for (size_t i = 0; i < c->count; i++)
		sorted[i] = c->list[order.out[i]];
	mc_release(c->host, c->list);
	c->list = sorted;
	c->cap = c->count;
	mc_release(c->host, keys);
	mc_release(c->host, order.kinds);
	mc_release(c->host, order.placed);
	mc_release(c->host, order.out);
}
