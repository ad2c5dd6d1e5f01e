/*
 * attribute_words.h
 *	  Words that state an attribute, by axis: knowledge of the language of
 *	  titles, for attribute.c alone.
 */
#ifndef MC_ATTRIBUTE_WORDS_H
#define MC_ATTRIBUTE_WORDS_H

#include "coding/attribute.h"

#define V(n) (uint16_t)(1u << (n))

static const char *const axis_names[MC_NAXES] = {
	[MC_AXIS_SIDE] = "side",
	[MC_AXIS_ACUITY] = "acuity",
	[MC_AXIS_PATTERN] = "pattern",
	[MC_AXIS_STAGE] = "stage",
	[MC_AXIS_STAGE_LETTER] = "stage_letter",
	[MC_AXIS_SEVERITY] = "severity",
	[MC_AXIS_TYPE] = "type",
	[MC_AXIS_TRIMESTER] = "trimester",
	[MC_AXIS_REMISSION] = "remission",
	[MC_AXIS_COURSE] = "course",
	[MC_AXIS_INTRACTABLE] = "intractable",
	[MC_AXIS_DISPLACED] = "displaced",
	[MC_AXIS_OPEN] = "open",
	[MC_AXIS_OPEN_TYPE] = "open_type",
	[MC_AXIS_ENCOUNTER] = "encounter",
	[MC_AXIS_HEALING] = "healing",
	[MC_AXIS_INTENT] = "intent",
	[MC_AXIS_DOMINANCE] = "dominance",
	[MC_AXIS_FETUS] = "fetus",
};

#define NUMBERS "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"

static const char *const value_names[MC_NAXES][12] = {
	[MC_AXIS_SIDE] = {"left", "right", "bilateral", "unilateral"},
	[MC_AXIS_ACUITY] = {"acute", "subacute", "chronic", "acute on chronic"},
	[MC_AXIS_PATTERN] = {"single", "recurrent", "intermittent", "persistent",
						 "paroxysmal", "permanent"},
	[MC_AXIS_STAGE] = {NUMBERS, "unstageable"},
	[MC_AXIS_STAGE_LETTER] = {"a", "b", "c", "d", "e"},
	[MC_AXIS_SEVERITY] = {"mild", "moderate", "severe", "profound", "indeterminate"},
	[MC_AXIS_TYPE] = {NUMBERS},
	[MC_AXIS_TRIMESTER] = {"first", "second", "third", "pregnancy", "childbirth",
						   "puerperium"},
	[MC_AXIS_REMISSION] = {"none", "in remission", "partial", "full", "relapse"},
	[MC_AXIS_COURSE] = {"none", "exacerbation", "status"},
	[MC_AXIS_INTRACTABLE] = {"no", "yes"},
	[MC_AXIS_DISPLACED] = {"no", "yes"},
	[MC_AXIS_OPEN] = {"closed", "open"},
	[MC_AXIS_OPEN_TYPE] = {"1", "2", "3a", "3b", "3c"},
	[MC_AXIS_ENCOUNTER] = {"initial", "subsequent", "sequela"},
	[MC_AXIS_HEALING] = {"routine", "delayed", "nonunion", "malunion"},
	[MC_AXIS_INTENT] = {"poisoning", "accidental", "self-harm", "assault", "undetermined",
						"adverse effect", "underdosing"},
	[MC_AXIS_DOMINANCE] = {"nondominant", "dominant"},
	[MC_AXIS_FETUS] = {NUMBERS, "other"},
};

/*
 * Words that state a value.  Of two phrases that begin alike the longer one
 * stands first.
 */
typedef struct Phrase
{
	const char *words; /* folded, one blank between */
	uint8_t axis;
	uint16_t value;
} Phrase;

static const Phrase phrases[] = {
	{"left", MC_AXIS_SIDE, V(MC_SIDE_LEFT)},
	{"right", MC_AXIS_SIDE, V(MC_SIDE_RIGHT)},
	{"bilateral", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"bilaterally", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both ankles", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both arms", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both breasts", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both ears", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both elbows", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both eyelids", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both eyes", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both feet", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both hands", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both heels", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both hips", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both kidneys", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both knees", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both legs", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both lower extremities", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both lower legs", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both lungs", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both ovaries", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both shoulders", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both sides", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both thumbs", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both upper extremities", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	{"both wrists", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	/* oculus dexter, sinister, uterque */
	{"od", MC_AXIS_SIDE, V(MC_SIDE_RIGHT)},
	{"os", MC_AXIS_SIDE, V(MC_SIDE_LEFT)},
	{"ou", MC_AXIS_SIDE, V(MC_SIDE_BILATERAL)},
	/* left and right are unilateral: a title with this alone is for both */
	{"unilateral", MC_AXIS_SIDE,
	 V(MC_SIDE_UNILATERAL) | V(MC_SIDE_LEFT) | V(MC_SIDE_RIGHT)},

	{"acute on chronic", MC_AXIS_ACUITY, V(MC_ACUITY_ACUTE_ON_CHRONIC)},
	{"acute and chronic", MC_AXIS_ACUITY, V(MC_ACUITY_ACUTE_ON_CHRONIC)},
	{"acute", MC_AXIS_ACUITY, V(MC_ACUITY_ACUTE)},
	{"subacute", MC_AXIS_ACUITY, V(MC_ACUITY_SUBACUTE)},
	{"chronic", MC_AXIS_ACUITY, V(MC_ACUITY_CHRONIC)},

	{"single episode", MC_AXIS_PATTERN, V(MC_PATTERN_SINGLE)},
	{"recurrent", MC_AXIS_PATTERN, V(MC_PATTERN_RECURRENT)},
	{"intermittent", MC_AXIS_PATTERN, V(MC_PATTERN_INTERMITTENT)},
	{"persistent", MC_AXIS_PATTERN, V(MC_PATTERN_PERSISTENT)},
	{"paroxysmal", MC_AXIS_PATTERN, V(MC_PATTERN_PAROXYSMAL)},
	{"permanent", MC_AXIS_PATTERN, V(MC_PATTERN_PERMANENT)},

	{"unstageable", MC_AXIS_STAGE, V(MC_STAGE_UNSTAGEABLE)},

	{"mild stage", MC_AXIS_SEVERITY, V(MC_SEVERITY_MILD)},
	{"moderate stage", MC_AXIS_SEVERITY, V(MC_SEVERITY_MODERATE)},
	{"severe stage", MC_AXIS_SEVERITY, V(MC_SEVERITY_SEVERE)},
	{"indeterminate stage", MC_AXIS_SEVERITY, V(MC_SEVERITY_INDETERMINATE)},
	{"mild", MC_AXIS_SEVERITY, V(MC_SEVERITY_MILD)},
	{"moderate", MC_AXIS_SEVERITY, V(MC_SEVERITY_MODERATE)},
	{"severe", MC_AXIS_SEVERITY, V(MC_SEVERITY_SEVERE)},
	{"profound", MC_AXIS_SEVERITY, V(MC_SEVERITY_PROFOUND)},

	{"first trimester", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_FIRST)},
	{"1st trimester", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_FIRST)},
	{"second trimester", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_SECOND)},
	{"2nd trimester", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_SECOND)},
	{"third trimester", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_THIRD)},
	{"3rd trimester", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_THIRD)},
	{"in pregnancy", MC_AXIS_TRIMESTER,
	 V(MC_TRIMESTER_PREGNANCY) | V(MC_TRIMESTER_FIRST) | V(MC_TRIMESTER_SECOND) |
		 V(MC_TRIMESTER_THIRD)},
	{"complicating pregnancy", MC_AXIS_TRIMESTER,
	 V(MC_TRIMESTER_PREGNANCY) | V(MC_TRIMESTER_FIRST) | V(MC_TRIMESTER_SECOND) |
		 V(MC_TRIMESTER_THIRD)},
	{"childbirth", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_CHILDBIRTH)},
	{"the puerperium", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_PUERPERIUM)},
	{"puerperium", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_PUERPERIUM)},

	{"not having achieved remission", MC_AXIS_REMISSION, V(MC_REMISSION_NONE)},
	{"in partial remission", MC_AXIS_REMISSION, V(MC_REMISSION_PARTIAL)},
	{"partial remission", MC_AXIS_REMISSION, V(MC_REMISSION_PARTIAL)},
	{"in full remission", MC_AXIS_REMISSION, V(MC_REMISSION_FULL)},
	{"full remission", MC_AXIS_REMISSION, V(MC_REMISSION_FULL)},
	{"complete remission", MC_AXIS_REMISSION, V(MC_REMISSION_FULL)},
	{"in remission", MC_AXIS_REMISSION,
	 V(MC_REMISSION_IN) | V(MC_REMISSION_PARTIAL) | V(MC_REMISSION_FULL)},
	{"remission", MC_AXIS_REMISSION,
	 V(MC_REMISSION_IN) | V(MC_REMISSION_PARTIAL) | V(MC_REMISSION_FULL)},
	{"in relapse", MC_AXIS_REMISSION, V(MC_REMISSION_RELAPSE)},

	{"uncomplicated", MC_AXIS_COURSE, V(MC_COURSE_NONE)},
	{"without status epilepticus", MC_AXIS_COURSE, V(MC_COURSE_NONE)},
	{"without status migrainosus", MC_AXIS_COURSE, V(MC_COURSE_NONE)},
	{"acute exacerbation", MC_AXIS_COURSE, V(MC_COURSE_EXACERBATION)},
	{"exacerbation", MC_AXIS_COURSE, V(MC_COURSE_EXACERBATION)},
	{"exacerbated", MC_AXIS_COURSE, V(MC_COURSE_EXACERBATION)},
	{"status asthmaticus", MC_AXIS_COURSE, V(MC_COURSE_STATUS)},
	{"status epilepticus", MC_AXIS_COURSE, V(MC_COURSE_STATUS)},
	{"status migrainosus", MC_AXIS_COURSE, V(MC_COURSE_STATUS)},

	{"not intractable", MC_AXIS_INTRACTABLE, V(MC_INTRACTABLE_NO)},
	{"intractable", MC_AXIS_INTRACTABLE, V(MC_INTRACTABLE_YES)},

	{"non displaced", MC_AXIS_DISPLACED, V(MC_DISPLACED_NO)},
	{"nondisplaced", MC_AXIS_DISPLACED, V(MC_DISPLACED_NO)},
	{"undisplaced", MC_AXIS_DISPLACED, V(MC_DISPLACED_NO)},
	{"displaced", MC_AXIS_DISPLACED, V(MC_DISPLACED_YES)},

	{"closed fracture", MC_AXIS_OPEN, V(MC_OPEN_CLOSED)},
	{"open fracture", MC_AXIS_OPEN, V(MC_OPEN_OPEN)},

	{"initial encounter", MC_AXIS_ENCOUNTER, V(MC_ENCOUNTER_INITIAL)},
	{"subsequent encounter", MC_AXIS_ENCOUNTER, V(MC_ENCOUNTER_SUBSEQUENT)},

	{"routine healing", MC_AXIS_HEALING, V(MC_HEALING_ROUTINE)},
	{"delayed healing", MC_AXIS_HEALING, V(MC_HEALING_DELAYED)},
	{"nonunion", MC_AXIS_HEALING, V(MC_HEALING_NONUNION)},
	{"malunion", MC_AXIS_HEALING, V(MC_HEALING_MALUNION)},

	{"poisoning by", MC_AXIS_INTENT, V(MC_INTENT_POISONING)},
	{"poisoning", MC_AXIS_INTENT, V(MC_INTENT_POISONING)},
	{"toxic effect", MC_AXIS_INTENT, V(MC_INTENT_POISONING)},
	{"toxic effects", MC_AXIS_INTENT, V(MC_INTENT_POISONING)},
	{"accidental", MC_AXIS_INTENT, V(MC_INTENT_ACCIDENTAL)},
	{"unintentional", MC_AXIS_INTENT, V(MC_INTENT_ACCIDENTAL)},
	{"intentional self harm", MC_AXIS_INTENT, V(MC_INTENT_SELF_HARM)},
	{"self harm", MC_AXIS_INTENT, V(MC_INTENT_SELF_HARM)},
	{"assault", MC_AXIS_INTENT, V(MC_INTENT_ASSAULT)},
	{"undetermined intent", MC_AXIS_INTENT, V(MC_INTENT_UNDETERMINED)},
	{"undetermined", MC_AXIS_INTENT, V(MC_INTENT_UNDETERMINED)},
	{"adverse effect", MC_AXIS_INTENT, V(MC_INTENT_ADVERSE_EFFECT)},
	{"adverse effects", MC_AXIS_INTENT, V(MC_INTENT_ADVERSE_EFFECT)},
	{"underdosing", MC_AXIS_INTENT, V(MC_INTENT_UNDERDOSING)},

	{"non dominant side", MC_AXIS_DOMINANCE, V(MC_DOMINANCE_NO)},
	{"non dominant", MC_AXIS_DOMINANCE, V(MC_DOMINANCE_NO)},
	{"nondominant side", MC_AXIS_DOMINANCE, V(MC_DOMINANCE_NO)},
	{"nondominant", MC_AXIS_DOMINANCE, V(MC_DOMINANCE_NO)},
	{"dominant side", MC_AXIS_DOMINANCE, V(MC_DOMINANCE_YES)},
	{"dominant", MC_AXIS_DOMINANCE, V(MC_DOMINANCE_YES)},

	{"not applicable or unspecified", MC_AXIS_FETUS, MC_UNSPECIFIED},
	{"other fetus", MC_AXIS_FETUS, V(MC_FETUS_OTHER)},
};

/* Words that state a value only when they are all there is: a piece of a note */
static const Phrase alone[] = {
	{"closed", MC_AXIS_OPEN, V(MC_OPEN_CLOSED)},
	{"open", MC_AXIS_OPEN, V(MC_OPEN_OPEN)},
	{"initial", MC_AXIS_ENCOUNTER, V(MC_ENCOUNTER_INITIAL)},
	{"subsequent", MC_AXIS_ENCOUNTER, V(MC_ENCOUNTER_SUBSEQUENT)},
	{"single", MC_AXIS_PATTERN, V(MC_PATTERN_SINGLE)},
	{"poisoning", MC_AXIS_INTENT, V(MC_INTENT_POISONING)},
	{"pregnancy", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_PREGNANCY)},
	{"in pregnancy", MC_AXIS_TRIMESTER, V(MC_TRIMESTER_PREGNANCY)},
	{"in remission", MC_AXIS_REMISSION, V(MC_REMISSION_IN)},
	{"remission", MC_AXIS_REMISSION, V(MC_REMISSION_IN)},
	{"unilateral", MC_AXIS_SIDE, V(MC_SIDE_UNILATERAL)},
};

/* Words with a number behind them, or an ordinal before them */
static const struct
{
	const char *word;
	uint8_t axis;
} numbered[] = {
	{"stage", MC_AXIS_STAGE}, {"grade", MC_AXIS_STAGE}, {"degree", MC_AXIS_STAGE},
	{"class", MC_AXIS_STAGE}, {"type", MC_AXIS_TYPE},   {"fetus", MC_AXIS_FETUS},
};

static const char *const ordinals[][2] = {
	{"first", "1st"},
	{"second", "2nd"},
	{"third", "3rd"},
	{"fourth", "4th"},
};

/* What "unspecified" before a word leaves open */
static const struct
{
	const char *word;
	uint8_t axis;
} missing[] = {
	{"trimester", MC_AXIS_TRIMESTER}, {"stage", MC_AXIS_STAGE},
	{"degree", MC_AXIS_STAGE},        {"grade", MC_AXIS_STAGE},
	{"severity", MC_AXIS_SEVERITY},   {"side", MC_AXIS_SIDE},
	{"fetus", MC_AXIS_FETUS},         {"laterality", MC_AXIS_SIDE},
	{"acuity", MC_AXIS_ACUITY},
};

/* Details that have no axis */
static const char *const details[] = {
	"part",     "parts",    "site",  "sites",  "organism", "region",       "location",
	"duration", "cause",    "type",  "nature", "control",  "multiplicity", "area",
	"level",    "quadrant", "depth", "number", "place",    "mechanism",
};

/* Parts of the body of which there are two: of an unspecified one the side is open */
static const char *const paired[] = {
	"ankle",   "arm",     "axilla",  "breast",   "calcaneus", "cheek",  "clavicle",
	"ear",     "elbow",   "eye",     "eyelid",   "eyelids",   "femur",  "fibula",
	"finger",  "fingers", "foot",    "forearm",  "hand",      "heel",   "hip",
	"humerus", "kidney",  "knee",    "leg",      "limb",      "lung",   "ovary",
	"patella", "radius",  "scapula", "shoulder", "talus",     "testis", "thigh",
	"thumb",   "tibia",   "toe",     "toes",     "ulna",      "ureter", "wrist",
};

/* Where the words behind "without" end */
static const char *const ends_absence[] = {"with", "without", "of",   "in", "due", "on",
										   "for",  "by",      "from", "at", "to"};

#endif /* MC_ATTRIBUTE_WORDS_H */
