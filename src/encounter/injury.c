/*
 * injury.c
 *	  Seventh characters of injuries, and their external causes (ICD-10-CM Guidelines
 *	  I.C.19.a, I.C.20).
 *
 * A character is never taken by default: A rests on words of active treatment in this
 * encounter, D and S on words that say so.  What the note does not say stays open.
 */
#include "coding/resolve.h"
#include "encounter/stated.h"

/* Active treatment: what is done for a fresh injury, or that it is fresh */
static const char active_words[] =
	"splint|splinted|splinting|sling|brace|bracing|braced|cast|casted|casting|crutches|boot|"
	"walking boot|immobilizer|immobilization|immobilize|immobilized|ice|icing|iced|rice|"
	"elevate|elevation|compression|ace wrap|wrapped|elastic bandage|bandage|sutures|sutured|"
	"suture|laceration repair|repaired|stitches|staples|dermabond|steri strips|irrigated|"
	"irrigation|debrided|reduction|reduced|closed reduction|surgery|surgical|surgically|"
	"operating room|operative|operated|debridement|washout|nailing|pinning|orif|internal fixation|fixation|surgeon|orthopedic consult|"
	"orthopedics|tetanus|tdap|wound care|bacitracin|antibiotic ointment|"
	"ibuprofen|naproxen|motrin|advil|aleve|tylenol|acetaminophen|nsaid|nsaids|"
	"anti inflammatory|anti inflammatories|antiinflammatory|meloxicam|mobic|ultram|tramadol|"
	"percocet|norco|hydrocodone|oxycodone|lidocaine|muscle relaxant|flexeril|cyclobenzaprine|"
	"methocarbamol|physical therapy|rest|weight bearing|weightbearing|weight-bearing|"
	"non weight bearing|heat|heating pad|injection|observation|admitted|admit|intubated|"
	"transfused|removed|extracted|burn cream|silvadene|dressing|dressings|buddy tape|"
	"buddy taping|taped|mri|ct scan|cortisone";

/* ... and what is done for a complication of care (I.C.19.a, T80-T88) */
static const char complication_words[] =
	"antibiotics|antibiotic|washout|washed out|exchanged|exchange|revision|revised|"
	"debridement|drainage|drained|explanted|operated|treated|active treatment";

/* The time after active treatment */
static const char subsequent_words[] =
	"routine healing|healing well|healing appropriately|healing nicely|healing fracture|"
	"well healed|delayed healing|nonunion|malunion|cast removal|cast removed|cast change|"
	"suture removal|sutures removed|staple removal|staples removed|splint removed|"
	"pin removal|hardware removal|follow up of fracture|fracture follow up|"
	"weeks status post|weeks s/p|weeks post op|weeks postop|weeks after orif|"
	"follow up for fracture|fracture care follow up|aftercare|postoperative visit|"
	"post op visit|postop visit|subsequent encounter|subsequent visit|callus formation|"
	"interval healing|weeks out from|recheck of fracture|wound check|out of the cast|"
	"progressing well after";

/* ... of which a note also tells beforehand: return for suture removal in 10 days */
static const char to_come[] =
	"return|returns|will|schedule|scheduled|in one week|in two weeks|in 1 week|in 2 weeks|"
	"in 3 weeks|in 4 weeks|in 6 weeks|in 7 days|in 10 days|in 14 days|next visit|"
	"next week|if|prn|needs|need|plan for|planned";

/* What is left when the injury itself is over */
static const char sequela_words[] =
	"sequela|sequelae|late effect|late effects|residual from|residual of|old fracture|"
	"old injury|years after the injury|chronic pain from old";

/* Words that make A certain whatever else the note says */
static const char initial_words[] = "initial encounter|initial visit|active treatment";

/* Do the notes tell of the time after active treatment, as of something that is so? */
static bool
IsAfterTreatment(const McCase *c)
{
	McStatedList said;
	bool after = false;

	if (!mc_notes_have(c, subsequent_words))
		return false;
	mc_stated_words(c, subsequent_words, &said);
	for (size_t i = 0; i < said.count && !after; i++)
	{
		const McStated *at = &said.list[i];
		const McDocument *doc = c->encounter->notes[at->note].doc;
		const McSentence *sentence = &doc->sentences.list[at->sentence];

		after =
			!at->assertion.negated && !at->assertion.hypothetical &&
			at->section != MC_SECTION_INSTRUCTIONS &&
			at->section != MC_SECTION_EDUCATION &&
			!mc_stated_within(doc, sentence->first_token, sentence->end_token, to_come);
	}
	mc_release(c->host, said.list);
	return after;
}

/* The encounter of a case's injuries, a value of MC_AXIS_ENCOUNTER; 0: the note does not say */
static uint16_t
Encounter(const McCase *c, const McSuggestion *s)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		if (mc_sentence_has(c, s->evidence[i], sequela_words))
			return 1u << MC_ENCOUNTER_SEQUELA;
		if (mc_sentence_has(c, s->evidence[i], subsequent_words) &&
			!mc_sentence_has(c, s->evidence[i], to_come))
			return 1u << MC_ENCOUNTER_SUBSEQUENT;
	}
	if (mc_notes_have(c, initial_words))
		return 1u << MC_ENCOUNTER_INITIAL;
	if (IsAfterTreatment(c))
		return 1u << MC_ENCOUNTER_SUBSEQUENT;
	if (mc_code_in(s->code, "T80 T81 T82 T83 T84 T85 T86 T87 T88") &&
		mc_notes_have(c, complication_words))
		return 1u << MC_ENCOUNTER_INITIAL;
	return mc_notes_have(c, active_words) ? 1u << MC_ENCOUNTER_INITIAL : 0;
}

/* Injuries, and fractures by disease and overuse, which have their characters (I.C.13.c, I.C.19.a) */
static const char with_seventh[] = "S T M48.4 M48.5 M80 M84.3 M84.4 M84.5 M84.6 M97";

/* Does a code want a character more? */
static bool
WantsSeventh(const McCase *c, const McSuggestion *s)
{
	return s->open & (1u << MC_AXIS_ENCOUNTER) || !mc_case_is_billable(c, s->code);
}

/* Most tokens from "open" to the fracture: open displaced comminuted fracture */
#define REACH_OPEN 4

/* Words that make "open" one of something else */
static const char not_of_fracture[] =
	"reduction|wound|book|area|areas|sore|treatment|repair";

/* The type of an open fracture that is named behind "open", a set of MC_AXIS_OPEN_TYPE; 0: none */
static uint16_t
OpenType(const McDocument *doc, uint32_t token, uint32_t end)
{
	static const struct
	{
		const char *words;
		uint16_t value;
	} types[] = {
		{"type i|type 1|type ii|type 2|grade i|grade 1|grade ii|grade 2",
		 1u << MC_OPEN_TYPE_1 | 1u << MC_OPEN_TYPE_2 | MC_UNSPECIFIED},
		{"type iiia|type 3a|grade iiia|grade 3a", 1u << MC_OPEN_TYPE_3A},
		{"type iiib|type 3b|grade iiib|grade 3b", 1u << MC_OPEN_TYPE_3B},
		{"type iiic|type 3c|grade iiic|grade 3c", 1u << MC_OPEN_TYPE_3C},
		{"type iii|type 3|grade iii|grade 3",
		 1u << MC_OPEN_TYPE_3A | 1u << MC_OPEN_TYPE_3B | 1u << MC_OPEN_TYPE_3C},
	};
	uint32_t last;

	for (uint32_t t = token + 1; t < end && t <= token + REACH_OPEN; t++)
	{
		for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		{
			if (mc_stated_at(doc, t, end, types[i].words, &last, NULL))
				return types[i].value;
		}
	}
	return 0;
}

/*
 * Is a fracture open by the words around its mentions, before it or behind it
 * ("..., open type IIIA")?  The type is read by its own words.
 */
static void
ReadOpen(const McCase *c, const McSuggestion *s, McAttributes *said)
{
	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McMention *m = &mc_case_finding(c, s->evidence[i])->mention;
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		const McSentence *sentence = &doc->sentences.list[m->sentence];
		uint32_t from = m->first_token > sentence->first_token + REACH_OPEN
							? m->first_token - REACH_OPEN
							: sentence->first_token;
		uint32_t to = m->last_token + 1 + REACH_OPEN;
		uint32_t last;

		to = to > sentence->end_token ? sentence->end_token : to;
		for (uint32_t t = from; t < to; t++)
		{
			if (!mc_stated_at(doc, t, sentence->end_token, "open", &last, NULL) ||
				mc_stated_at(doc, t + 1, sentence->end_token, not_of_fracture, &last,
							 NULL) ||
				mc_stated_within(doc, t > from ? t - 1 : from, t, "no|not|not an|never"))
				continue;
			said->value[MC_AXIS_OPEN] = 1u << MC_OPEN_OPEN;
			said->value[MC_AXIS_OPEN_TYPE] = OpenType(doc, t, sentence->end_token);
		}
	}
}

/* Is it a fracture that may be open? */
static bool
MayBeOpen(McCode code)
{
	return mc_code_in(code,
					  "S02 S12 S22 S32 S42 S49 S52 S59 S62 S72 S79 S82 S89 S92 S99");
}

/* A complete code without its seventh character, and the placeholders before it */
static McCode
WithoutSeventh(McCode code)
{
	McCode stem = code & ~((McCode) 0xFF << 8);

	for (int shift = 16; shift <= 32 && (char) (stem >> shift & 0xFF) == 'X'; shift += 8)
		stem &= ~((McCode) 0xFF << shift);
	return stem;
}

/* The seventh character of a code, or 0 */
static char
Seventh(McCode code)
{
	return (char) (code >> 8 & 0xFF);
}

/* The encounter that the seventh character of a complete code tells, by Tabular; 0: none */
static uint16_t
EncounterOf(McCode code)
{
	switch (Seventh(code))
	{
		case 'A':
		case 'B':
		case 'C':
			return 1u << MC_ENCOUNTER_INITIAL;
		case 'S':
			return 1u << MC_ENCOUNTER_SEQUELA;
		case 0:
			return 0;
		default:
			return 1u << MC_ENCOUNTER_SUBSEQUENT;
	}
}

/* Injuries that an external cause belongs to; the codes of drugs and poisons hold their own (I.C.19.e) */
static const char injuries[] =
	"S T07 T14 T15 T16 T17 T18 T19 T2 T30 T31 T32 T33 T34 T66 T67 T68 T69 T70 T71 T73 T74 "
	"T75 T76 T79";

/*
 * The condition that an injury has left is coded with the injury, S (I.B.10): it is past,
 * but history would lose what it did.
 */
static void
KeepSequelae(McCase *c)
{
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		bool left = false;

		if (s->dropped_by != MC_RULE_HISTORY_ACUTE || !mc_code_in(s->code, "S T1 T2 T3"))
			continue;
		for (uint32_t e = 0; e < mc_evidence_read(s) && !left; e++)
			left = mc_sentence_has(
				c, s->evidence[e],
				"sequela of|sequelae of|sequela from|late effect of|late effects of|"
				"residual of|residual from|residuals of");
		if (!left)
			continue;
		for (size_t k = 0; k < c->count && s->winner; k++)
		{
			McSuggestion *history = &c->list[k];

			if (mc_is_proposed(history) && history->code == s->winner &&
				history->nevidence == 1 && s->nevidence > 0 &&
				history->first.note == s->first.note &&
				history->first.finding == s->first.finding)
				mc_case_drop(history, MC_RULE_SEQUELA, s->code);
		}
		s->dropped_by = MC_RULE_NONE;
		s->winner = 0;
		s->rules |= MC_RULE_BIT(MC_RULE_SEQUELA);
		s->rules &= ~MC_RULE_BIT(MC_RULE_HISTORY);
		s->support = MC_ASSESSED;
		if (!(s->rules &
			  (MC_RULE_BIT(MC_RULE_NOT_ASSESSED) | MC_RULE_BIT(MC_RULE_LIST_ONLY))))
			s->status = MC_SUGGEST;
	}
}

/* How a fracture heals, of which only a subsequent encounter tells */
static uint16_t
Healing(const McCase *c, const McSuggestion *s)
{
	static const struct
	{
		const char *words;
		uint16_t value;
	} healing[] = {
		{"nonunion|non union|non-union|not united", 1u << MC_HEALING_NONUNION},
		{"malunion|malunited", 1u << MC_HEALING_MALUNION},
		{"delayed healing|delayed union|slow to heal", 1u << MC_HEALING_DELAYED},
		{"routine healing|healing well|healing appropriately|healing nicely|well healed|"
		 "healing fracture|callus formation|interval healing|good alignment|healing",
		 1u << MC_HEALING_ROUTINE},
	};

	for (size_t k = 0; k < sizeof(healing) / sizeof(healing[0]); k++)
	{
		for (uint32_t i = 0; i < mc_evidence_read(s); i++)
		{
			if (mc_sentence_has(c, s->evidence[i], healing[k].words))
				return healing[k].value;
		}
	}
	return mc_notes_have(c, healing[3].words) ? 1u << MC_HEALING_ROUTINE : 0;
}

/* The seventh character of one injury, by the words of its clause and of the encounter */
static void
CompleteInjury(McCase *c, size_t number)
{
	McSuggestion *s = &c->list[number];
	McAttributes said = {.flags = 0};
	uint32_t open;
	McCode stem = s->code;
	McCode code;

	mc_case_said(c, s, &said);
	if (MayBeOpen(s->code))
		ReadOpen(c, s, &said);
	if (!WantsSeventh(c, s))
	{
		/* complete, but taken for closed */
		if (Seventh(s->code) != 'A' || said.value[MC_AXIS_OPEN] == 0)
			return;
		stem = WithoutSeventh(s->code);
	}
	said.value[MC_AXIS_ENCOUNTER] =
		stem == s->code ? Encounter(c, s) : 1u << MC_ENCOUNTER_INITIAL;
	if (said.value[MC_AXIS_ENCOUNTER] == 0)
	{
		s->rules |= MC_RULE_BIT(MC_RULE_SEVENTH_OPEN);
		return;
	}
	if (said.value[MC_AXIS_ENCOUNTER] == 1u << MC_ENCOUNTER_SUBSEQUENT)
		said.value[MC_AXIS_HEALING] = Healing(c, s);
	code = mc_most_specific(c->terminology, stem, &said, NULL, 0, &open);
	if (code == s->code || code == stem)
		return;
	s = &c->list[mc_case_recode(c, number, code, MC_RULE_SEVENTH)];
	s->open = open;
}

/* Letter and first digit: the part of the body, S8 is knee and lower leg */
static McCode
Region(McCode code)
{
	return code & (McCode) 0xFFFF << 48;
}

/* An injury that is not said what it is gives way to one of that part of the body that is. */
static void
DropUnspecifiedInjuries(McCase *c)
{
	static const char unspecified[] =
		"S09.9 S19.9 S29.9 S39.9 S49.9 S59.9 S69.9 S79.9 S89.9 S99.9";

	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];

		if (!mc_is_proposed(s) || !mc_code_in(s->code, unspecified))
			continue;
		for (size_t k = 0; k < c->count && mc_is_proposed(s); k++)
		{
			const McSuggestion *named = &c->list[k];

			if (mc_is_proposed(named) && Region(named->code) == Region(s->code) &&
				!mc_code_in(named->code, unspecified) && named->status <= s->status)
				mc_case_drop(s, MC_RULE_LESS_SPECIFIC, named->code);
		}
	}
}

/* Where it happened, and at what, are told once, and at the initial encounter only (I.C.20.b, c, k). */
static void
KeepPlaceOnce(McCase *c, uint16_t encounter)
{
	static const char *const kinds[] = {"Y92", "Y93", "Y99"};

	for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++)
	{
		const McSuggestion *best = encounter == 1u << MC_ENCOUNTER_INITIAL
									   ? mc_case_find_under(c, mc_code(kinds[k]))
									   : NULL;

		for (size_t i = 0; i < c->count; i++)
		{
			McSuggestion *s = &c->list[i];

			if (mc_is_proposed(s) && s != best && mc_code_in(s->code, kinds[k]))
				mc_case_drop(s, MC_RULE_EXTERNAL_CAUSE, best ? best->code : 0);
		}
	}
}

/* An external cause has the character of the injury, and none without one (I.C.20.a). */
static void
CompleteCause(McCase *c, size_t number, uint16_t encounter)
{
	McSuggestion *s = &c->list[number];
	McAttributes said = {.flags = 0};
	uint32_t open;

	s->role = MC_ROLE_EXTERNAL_CAUSE;
	s->rules |= MC_RULE_BIT(MC_RULE_EXTERNAL_CAUSE);
	if (encounter == 0)
	{
		if (s->status < MC_REVIEW)
			s->status = MC_REVIEW;
		return;
	}
	/* "6 weeks after the fall" tells when, not how */
	if (encounter != 1u << MC_ENCOUNTER_INITIAL && mc_code_in(s->code, "W19 X58 X59"))
	{
		if (s->status < MC_REVIEW)
			s->status = MC_REVIEW;
	}
	/* how it came about is told in the history, and no assessment repeats it */
	else if (s->rules & MC_RULE_BIT(MC_RULE_NOT_ASSESSED))
	{
		s->status = MC_SUGGEST;
		s->rules &= ~MC_RULE_BIT(MC_RULE_NOT_ASSESSED);
	}
	if (mc_case_is_billable(c, s->code))
		return;
	said.value[MC_AXIS_ENCOUNTER] = encounter;
	(void) mc_case_recode(
		c, number, mc_most_specific(c->terminology, s->code, &said, NULL, 0, &open),
		MC_RULE_SEVENTH);
}

void
mc_complete_injuries(McCase *c)
{
	uint16_t encounter = 0;

	KeepSequelae(c);
	for (size_t i = 0; i < c->count; i++)
	{
		if (!mc_is_proposed(&c->list[i]) || !mc_code_in(c->list[i].code, with_seventh))
			continue;
		CompleteInjury(c, i);
		mc_interrupt(c->host);
	}
	DropUnspecifiedInjuries(c);
	for (size_t i = 0; i < c->count; i++)
	{
		McSuggestion *s = &c->list[i];
		const McSuggestion *left = s->dropped_by == MC_RULE_SEQUELA && s->winner
									   ? mc_case_find_under(c, s->winner)
									   : NULL;
		uint16_t here =
			mc_is_proposed(s) && s->status < MC_REVIEW && mc_code_in(s->code, injuries)
				? EncounterOf(s->code)
				: 0;

		/* of several the least: a fresh injury has a cause of its own */
		if (here != 0 && (encounter == 0 || here < encounter))
			encounter = here;
		if (left)
			s->winner = left->code;
	}
	for (size_t i = 0; i < c->count; i++)
	{
		if (mc_is_proposed(&c->list[i]) && mc_code_in(c->list[i].code, "V W X Y"))
			CompleteCause(c, i, encounter);
	}
	KeepPlaceOnce(c, encounter);
}
