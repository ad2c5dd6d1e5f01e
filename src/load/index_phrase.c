/*
 * index_phrase.c
 *		The titles of the Alphabetic Index: their forms, and the path of an entry
 *		as a phrase.
 */
#include "load/index_file.h"

#include <stdlib.h>
#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

/* All lists are sorted. */

/* Main terms that are a reason for a contact, a procedure, or no fact alone */
static const char *const no_conditions[] = {
	"adjustment",     "administration", "admission",   "aftercare",   "attention",
	"boarder",        "check-up",       "checking",    "clearance",   "consultation",
	"contact",        "convalescence",  "counseling",  "donor",       "encounter",
	"examination",    "exposure",       "findings",    "fitting",     "follow-up",
	"immunization",   "inspection",     "issue",       "laboratory",  "maintenance",
	"monitoring",     "observation",    "outcome",     "person",      "procedure",
	"prophylactic",   "radiotherapy",   "removal",     "replacement", "reprogramming",
	"routine",        "screening",      "supervision", "surgery",     "test",
	"unavailability", "underdosing",    "use",         "vaccination",
};

/* Words that make a title a remainder or an instruction */
static const char *const remainders[] = {
	"above",        "any",       "are",         "classifiable", "classified", "code",
	"described",    "elsewhere", "except",      "is",           "meaning",    "nec",
	"other",        "otherwise", "percent",     "see",          "specified",  "stated",
	"undetermined", "unknown",   "unspecified", "unstated",     "years",
};

/* What begins a subterm that stands behind */
static const char *const connecting[] = {
	"affecting", "after",       "as",           "associated", "at",      "attributed",
	"because",   "before",      "between",      "by",         "caused",  "causing",
	"combined",  "complicated", "complicating", "due",        "during",  "following",
	"for",       "from",        "in",           "involving",  "not",     "of",
	"on",        "related",     "resulting",    "secondary",  "through", "to",
	"upon",      "with",        "within",       "without",
};

/* Of these, the ones that are so only before another word */
static const char *const second_words[] = {
	"as", "by", "from", "in", "of", "on", "the", "to", "with",
};

/* Endings by which a main term is an adjective, and nouns that have them */
static const char *const adjective_endings[] = {
	"al", "ary", "ed", "ic", "ive", "oid", "ous", "ular",
};
static const char *const adjectives[] = {
	"bad",   "broad",      "deep",         "double", "faulty", "flat",  "frequent",
	"high",  "inadequate", "insufficient", "large",  "late",   "low",   "minor",
	"poor",  "rapid",      "short",        "single", "slow",   "small", "sore",
	"tight", "triple",     "unstable",     "weak",
};
static const char *const nouns[] = {
	"betrayal", "colic",    "crystal",  "denial", "keloid", "mosaic",     "panic",
	"refusal",  "reversal", "survival", "tic",    "trial",  "withdrawal",
};

/* Names of conditions that are everyday words when they stand alone */
static const char *const alone[] = {
	"amok",       "anger",         "bends",          "birthmark",
	"blackout",   "brash",         "breathlessness", "broad-",
	"callus",     "chill",         "chokes",         "circumcision",
	"cloaca",     "collapse",      "conus",          "corn",
	"cramp",      "crusts",        "death",          "dentition",
	"drowned",    "falling",       "famine",         "fit",
	"flatus",     "flooding",      "fluor",          "flushing",
	"foundling",  "freezing",      "frozen",         "furloughed",
	"furrowed",   "gas",           "globus",         "growth",
	"heat",       "hobo",          "hunger",         "hyperactive",
	"immersion",  "investigation", "irritable",      "lightning",
	"loneliness", "malleus",       "mammogram",      "masturbation",
	"mite",       "nervous",       "nomad",          "noncompliance",
	"numb",       "pandas",        "papa",           "personality",
	"piles",      "pitting",       "puberty",        "reflex",
	"reflux",     "regurgitation", "rumination",     "rupture",
	"scabs",      "scales",        "screaming",      "sighing",
	"siti",       "smoker",        "snoring",        "soor",
	"submersion", "suicide",       "sweat",          "sweating",
	"tag",        "tattoo",        "thirst",         "toothache",
	"torus",      "tramp",         "trance",         "transplant",
	"travel",     "twin",          "twins",          "uta",
	"vagabond",   "vagrancy",      "walking",        "worries",
	"yawning",
};

/*
 * Words too general to name a condition.  A site and a problem name one
 * together (heart failure); other combinations do not (acute disease, left arm).
 */
static const char *const sites[] = {
	"abdomen",   "abdominal", "ankle",    "anus",     "aorta",       "aortic",
	"appendix",  "arm",       "artery",   "back",     "bladder",     "blood",
	"body",      "bone",      "bowel",    "brain",    "breast",      "bronchus",
	"calf",      "cardiac",   "cerebral", "cervical", "cervix",      "chest",
	"colon",     "cornea",    "coronary", "duct",     "ear",         "elbow",
	"esophagus", "eye",       "eyelid",   "face",     "facial",      "fetus",
	"finger",    "foot",      "forearm",  "genital",  "gland",       "groin",
	"hand",      "head",      "heart",    "heel",     "hip",         "intestine",
	"jaw",       "joint",     "kidney",   "knee",     "labor",       "larynx",
	"leg",       "ligament",  "limb",     "lip",      "liver",       "lung",
	"lymph",     "mouth",     "muscle",   "nail",     "neck",        "nerve",
	"node",      "nose",      "oral",     "organ",    "ovary",       "palate",
	"pancreas",  "pelvic",    "pelvis",   "penis",    "pharynx",     "placenta",
	"prostate",  "pulmonary", "rectum",   "renal",    "respiratory", "retina",
	"rib",       "scalp",     "scrotum",  "shoulder", "sinus",       "skin",
	"skull",     "spinal",    "spine",    "spleen",   "stomach",     "teeth",
	"tendon",    "testis",    "thigh",    "throat",   "thumb",       "tissue",
	"toe",       "tongue",    "tooth",    "trachea",  "ureter",      "urethra",
	"urinary",   "uterus",    "vagina",   "valve",    "vein",        "vertebra",
	"vessel",    "vulva",     "wall",     "wrist",
};
static const char *const problems[] = {
	"abnormality", "absence",     "accident",    "activity",     "allergy",
	"alteration",  "anomaly",     "arrest",      "aspiration",   "bite",
	"bleeding",    "block",       "burn",        "change",       "complication",
	"compression", "condition",   "contracture", "contusion",    "crush",
	"cut",         "cyst",        "death",       "defect",       "deficiency",
	"deficit",     "deformity",   "delay",       "delivery",     "dependence",
	"deviation",   "dilatation",  "disease",     "disorder",     "displacement",
	"distortion",  "disturbance", "dysfunction", "effect",       "effusion",
	"failure",     "fall",        "finding",     "fire",         "fissure",
	"fistula",     "fracture",    "fusion",      "ganglion",     "growth",
	"illness",     "impairment",  "infection",   "inflammation", "injury",
	"lack",        "lesion",      "loss",        "malformation", "mass",
	"observation", "pain",        "perforation", "pressure",     "problem",
	"reaction",    "response",    "rupture",     "scar",         "separation",
	"shock",       "slip",        "sprain",      "state",        "status",
	"strain",      "stress",      "swelling",    "symptom",      "syndrome",
	"tear",        "trauma",      "trouble",     "tumor",        "wound",
};
static const char *const qualifiers[] = {
	"abnormal",   "accessory",    "accidental",  "acquired",    "active",
	"acute",      "adult",        "anterior",    "atypical",    "bilateral",
	"birth",      "child",        "childhood",   "chronic",     "cold",
	"complete",   "complicated",  "congenital",  "dead",        "deep",
	"diffuse",    "distal",       "elevated",    "excess",      "excessive",
	"external",   "failed",       "familial",    "female",      "foreign",
	"functional", "general",      "generalized", "great",       "hereditary",
	"high",       "idiopathic",   "impaired",    "imperfect",   "inactive",
	"incomplete", "infant",       "infantile",   "infected",    "inferior",
	"inner",      "intermittent", "internal",    "irregular",   "juvenile",
	"large",      "lateral",      "left",        "local",       "localized",
	"low",        "lower",        "main",        "major",       "male",
	"medial",     "middle",       "mild",        "minor",       "mixed",
	"moderate",   "multiple",     "natural",     "neonatal",    "new",
	"newborn",    "nontraumatic", "normal",      "old",         "organic",
	"outer",      "part",         "partial",     "patient",     "peripheral",
	"persistent", "positive",     "posterior",   "pregnancy",   "previous",
	"primary",    "proximal",     "puerperal",   "recurrent",   "region",
	"result",     "right",        "secondary",   "senile",      "severe",
	"sex",        "short",        "sick",        "side",        "simple",
	"single",     "site",         "small",       "spontaneous", "stage",
	"subacute",   "superficial",  "superior",    "surgical",    "systemic",
	"temporary",  "therapy",      "total",       "toxic",       "transient",
	"traumatic",  "treatment",    "tube",        "type",        "unilateral",
	"upper",      "urine",        "water",
};

/* A word, not terminated */
typedef struct Word
{
	const char *text;
	size_t length;
} Word;

/* A phrase in the making: groups of words, each a noun and what describes it */
typedef struct Phrase
{
	Word words[MC_INDEX_PHRASE_WORDS];
	unsigned count;
	unsigned group; /* where the last group begins: what describes it goes there */
	bool full;
} Phrase;

static char
Lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static int
CompareWord(const Word *word, const char *text)
{
	for (size_t i = 0; i < word->length; i++)
	{
		int difference = (unsigned char) Lower(word->text[i]) - (unsigned char) text[i];

		if (difference != 0)
			return difference;
	}
	return text[word->length] == '\0' ? 0 : -1;
}

static int
CompareForSearch(const void *word, const void *entry)
{
	return CompareWord(word, *(const char *const *) entry);
}

static bool
InList(const Word *word, const char *const *list, size_t count)
{
	return bsearch(word, list, count, sizeof(char *), CompareForSearch) != NULL;
}

#define IN(word, list) InList((word), (list), COUNT(list))

static bool
Is(const Word *word, const char *text)
{
	return CompareWord(word, text) == 0;
}

/*
 * Next word of a title; *comma tells whether one stands behind it.  False at
 * the end.
 */
static bool
NextWord(const char **title, Word *word, bool *comma)
{
	const char *at = *title;

	while (*at == ' ' || *at == ',')
		at++;
	if (*at == '\0')
		return false;
	word->text = at;
	while (*at != '\0' && *at != ' ' && *at != ',')
		at++;
	word->length = (size_t) (at - word->text);
	*comma = *at == ',';
	*title = at;
	return true;
}

/*
 * Are these inflections of one word: do they begin alike, for half of the longer
 * or all but two letters of the shorter one (femur, femoral)?
 */
static bool
IsInflection(const Word *first, const Word *word)
{
	size_t longest = first->length > word->length ? first->length : word->length;
	size_t i = 0;

	while (i < first->length && i < word->length &&
		   Lower(first->text[i]) == Lower(word->text[i]))
		i++;
	return i >= 3 &&
		   (2 * i >= longest || first->length + word->length - longest <= i + 2);
}

unsigned
mc_index_forms(const char *title)
{
	Word first;
	Word word;
	bool comma;
	unsigned forms = 1;

	if (!NextWord(&title, &first, &comma))
		return 1;
	while (comma)
	{
		if (!NextWord(&title, &word, &comma) || !IsInflection(&first, &word))
			return 1;
		forms++;
	}
	return *title == '\0' ? forms : 1;
}

/* Put a word at place; what stands there moves on. */
static void
Insert(Phrase *phrase, unsigned place, const Word *word)
{
	if (phrase->count == MC_INDEX_PHRASE_WORDS)
	{
		phrase->full = true;
		return;
	}
	memmove(&phrase->words[place + 1], &phrase->words[place],
			(phrase->count - place) * sizeof(Word));
	phrase->words[place] = *word;
	phrase->count++;
}

/* NEC-induced */
static bool
BeginsWithNec(const Word *word)
{
	return word->length > 4 && memcmp(word->text, "NEC-", 4) == 0;
}

/* A sign that nobody writes so: brackets of an abbreviation, a slash, ... */
static bool
HasSign(const Word *word)
{
	for (size_t i = 0; i < word->length; i++)
		if (strchr("/[]:;<>=%+&", word->text[i]) != NULL)
			return true;
	return false;
}

/*
 * The words of a title as it is to be written: one form, no NOS, what stands
 * behind a comma in front.  False if it can not be written, or says nothing.
 */
static bool
TitleWords(const char *title, bool own, Phrase *words)
{
	Word word;
	Word previous = {NULL, 0};
	bool comma;
	bool first = mc_index_forms(title) > 1;
	unsigned commas = 0;
	unsigned place = 0;

	memset(words, 0, sizeof(*words));
	while (NextWord(&title, &word, &comma))
	{
		if (Is(&word, "nos"))
			continue;
		if (Is(&word, "nec") && !own)
			continue;
		if (IN(&word, remainders) || BeginsWithNec(&word))
			return false;
		if (previous.length > 0 && Is(&previous, "by") &&
			(Is(&word, "site") || Is(&word, "type") || Is(&word, "cause")))
			return false;
		Insert(words, place++, &word);
		previous = word;
		if (comma && first)
			break;
		if (comma)
		{
			const char *rest = title;
			Word next;
			bool more;

			/* "noise, on inner ear" reads as it is; "ear, acute" does not */
			if (NextWord(&rest, &next, &more) && !IN(&next, connecting))
				place = 0;
			if (++commas > 1)
				return false;
		}
	}
	if (words->count >= 3 && Is(&words->words[words->count - 2], "or"))
		words->count -= 2;
	for (unsigned i = 0; i < words->count; i++)
		if (Is(&words->words[i], "or") || HasSign(&words->words[i]))
			return false;
	return words->count > 0 && !words->full;
}

/* Is the word a connecting one, here before next (which may be none)? */
static bool
IsConnecting(const Phrase *words)
{
	static const char *const need_another[] = {"associated", "attributed", "because",
											   "caused",     "combined",   "complicated",
											   "related",    "resulting",  "secondary"};

	if (!IN(&words->words[0], connecting))
		return false;
	if (IN(&words->words[0], need_another))
		return words->count > 1 && IN(&words->words[1], second_words);
	return true;
}

/* Do the words end in one that something has to follow? */
static bool
IsOpen(const Phrase *words)
{
	const Word *last = &words->words[words->count - 1];

	return IN(last, connecting) || IN(last, second_words) || Is(last, "and");
}

static bool
IsAdjective(const Word *word)
{
	if (IN(word, adjectives))
		return true;
	if (word->length < 5 || IN(word, nouns))
		return false;
	for (size_t i = 0; i < COUNT(adjective_endings); i++)
	{
		size_t n = strlen(adjective_endings[i]);

		if (memcmp(word->text + word->length - n, adjective_endings[i], n) == 0)
			return true;
	}
	return false;
}

/* Addison's, Wilms' */
static bool
IsPossessive(const Word *word)
{
	return word->length > 2 &&
		   (word->text[word->length - 1] == '\'' || word->text[word->length - 2] == '\'');
}

/* Are the words nothing but connecting ones: "with", "due to"? */
static bool
OnlyConnects(const Phrase *words)
{
	for (unsigned i = 0; i < words->count; i++)
		if (!IN(&words->words[i], connecting) && !IN(&words->words[i], second_words))
			return false;
	return true;
}

/* A letter or a number, which stands behind what it numbers: hepatitis A */
static bool
IsLabel(const Phrase *words)
{
	const Word *word = &words->words[0];

	return words->count == 1 &&
		   (word->length == 1 ||
			(word->length == 2 && word->text[0] >= '0' && word->text[0] <= '9'));
}

/*
 * Add the words of a title to the phrase.  behind: at the end, whatever they
 * are.  last_end is where the words of the title above ended.  Returns where
 * these end.
 */
static unsigned
Join(Phrase *phrase, const Phrase *words, bool behind, unsigned last_end)
{
	unsigned place = phrase->group;

	if (phrase->count == 0 || behind)
		place = phrase->count;
	else if (IsLabel(words) || (Is(&words->words[0], "and") && words->count > 1))
		place = last_end;
	else if (IsConnecting(words) || IsOpen(phrase))
	{
		place = phrase->count;
		/* what is below "with" describes what comes behind it */
		if (OnlyConnects(words))
			phrase->group = place + words->count;
		else if (IsOpen(phrase))
			phrase->group = place;
	}
	for (unsigned i = 0; i < words->count; i++)
		Insert(phrase, place + i, &words->words[i]);
	return place + words->count;
}

/*
 * Capitals alone, as AIDS?  In small letters many are other words, and which of
 * them may be expanded is for the table of abbreviations to say.
 */
static bool
IsShortAbbreviation(const Word *word)
{
	for (size_t i = 0; i < word->length; i++)
		if (Lower(word->text[i]) == word->text[i] && word->text[i] >= 'a')
			return false;
	return word->length < 6;
}

static bool
Has(const Phrase *phrase, const char *text)
{
	for (unsigned i = 0; i < phrase->count; i++)
		if (Is(&phrase->words[i], text))
			return true;
	return false;
}

/*
 * Do the words name a condition, or are they all too general?  Where a subterm
 * says the opposite of a term above it, they do not read as a phrase.
 */
static bool
NamesSomething(const Phrase *phrase)
{
	bool site = false;
	bool problem = false;

	if (phrase->count == 1 &&
		(IN(&phrase->words[0], alone) || IsAdjective(&phrase->words[0]) ||
		 IsShortAbbreviation(&phrase->words[0])))
		return false;
	if (Has(phrase, "congenital") && Has(phrase, "acquired"))
		return false;
	/* "with aura without status" has the words of "without aura with status" */
	if ((Has(phrase, "without") || Has(phrase, "not")) && Has(phrase, "with"))
		return false;
	for (unsigned i = 0; i < phrase->count; i++)
	{
		const Word *word = &phrase->words[i];
		Word singular = *word;

		if (word->length > 4 && Lower(word->text[word->length - 1]) == 's')
			singular.length--;
		if (IN(word, sites) || IN(&singular, sites))
			site = true;
		else if (IN(word, problems) || IN(&singular, problems))
			problem = true;
		else if (word->length > 1 && !IN(word, qualifiers) &&
				 !IN(&singular, qualifiers) && !IN(word, connecting) &&
				 !IN(word, second_words) && !Is(word, "and") &&
				 (word->text[0] < '0' || word->text[0] > '9'))
			return true;
	}
	return site && problem;
}

/*
 * Write the words with blanks between; false if there are too many.  The main
 * term begins with a capital only where it does so as a name.
 */
static bool
Write(const Phrase *phrase, const char *main_term, char *to)
{
	size_t length = 0;

	for (unsigned i = 0; i < phrase->count; i++)
	{
		const Word *word = &phrase->words[i];

		if (length + word->length + 2 > MC_INDEX_PHRASE_SIZE)
			return false;
		if (length > 0)
			to[length++] = ' ';
		memcpy(to + length, word->text, word->length);
		if (word->text == main_term && i > 0 && word->length > 1 &&
			Lower(word->text[1]) == word->text[1] &&
			memchr(word->text, '\'', word->length) == NULL)
			to[length] = Lower(to[length]);
		length += word->length;
	}
	to[length] = '\0';
	return length > 0;
}

/*
 * Begin with the main term; *next is set to the title that comes next.  False
 * if nothing below it is a condition.
 */
static bool
BeginPhrase(const char *const *path, unsigned count, Phrase *phrase, unsigned *next,
			bool *behind)
{
	static const Word history = {"history", 7};
	static const Word of = {"of", 2};
	Phrase words;

	if (!TitleWords(path[0], count == 1, &words) || IN(&words.words[0], no_conditions))
		return false;
	*next = 1;
	*behind = false;
	if (Is(&words.words[0], "history"))
	{
		/* a phrase of its own behind "personal history of" */
		if (count < 3 || !TitleWords(path[1], false, &words) || words.count != 1 ||
			!(Is(&words.words[0], "personal") || Is(&words.words[0], "family")))
			return false;
		Insert(phrase, 0, &words.words[0]);
		Insert(phrase, 1, &history);
		Insert(phrase, 2, &of);
		phrase->group = 3;
		*next = 2;
		return true;
	}
	(void) Join(phrase, &words, false, 0);
	*behind = IsOpen(&words) || (words.count == 1 && (IsAdjective(&words.words[0]) ||
													  IsPossessive(&words.words[0])));
	return true;
}

bool
mc_index_phrase(const McIndex *index, uint32_t number, char *phrase)
{
	const char *path[MC_INDEX_MAX_LEVEL + 2];
	unsigned count = 0;
	unsigned next;
	unsigned end;
	bool behind;
	Phrase result = {.count = 0};
	const McIndexEntry *entry = &index->entries[number - 1];

	if (index->kind != MC_INDEX_DISEASES || entry->code.code == NULL ||
		entry->level > MC_INDEX_MAX_LEVEL ||
		(entry->nonessential_count > 0 && entry->title == entry->nonessential[0]))
		return false;
	count = entry->level + 1;
	for (unsigned i = count; i-- > 0;)
	{
		path[i] = entry->title;
		if (entry->parent != 0)
			entry = &index->entries[entry->parent - 1];
	}
	if (!BeginPhrase(path, count, &result, &next, &behind))
		return false;
	end = result.count;
	for (; next < count; next++)
	{
		Phrase words;

		if (!TitleWords(path[next], next + 1 == count, &words) ||
			IN(&words.words[0], no_conditions))
			return false;
		end = Join(&result, &words, behind, end);
	}
	if (result.full || IsOpen(&result) || !NamesSomething(&result))
		return false;
	return Write(&result, path[0], phrase);
}
