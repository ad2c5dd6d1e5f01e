/*
 * affix.c
 *	  Beginnings and endings of medical words by which two real words differ.
 */
#include "match/affix.h"

#include <stddef.h>
#include <string.h>

/* Endings of the names of diseases, findings and kinds of tissue; idis is their genitive */
static const char *const disease_endings[] = {
	"algia",   "asis",    "cardia", "cele",      "cytosis",  "ectasia",   "ectasis",
	"emia",    "esis",    "ism",    "itis",      "lith",     "lithiasis", "lysis",
	"malacia", "mania",   "megaly", "oma",       "opia",     "osis",      "paresis",
	"pathy",   "penia",   "pepsia", "phagia",    "phasia",   "philia",    "phobia",
	"idis",    "phonia",  "phoria", "plasia",    "plegia",   "pnea",      "ptosis",
	"rrhage",  "rrhagia", "rrhea",  "sclerosis", "stenosis", "sthenia",   "syncope",
	"thermia", "thorax",  "tonia",  "trophy",    "tropia",   "uria",      NULL};

static const char *const procedure_endings[] = {
	"centesis", "desis",   "gram",  "graph",   "graphy", "meter",   "metry",
	"ologic",   "ologist", "ology", "pexy",    "plasty", "rrhaphy", "scope",
	"scopic",   "scopy",   "stomy", "therapy", "tome",   "tomy",    NULL};

/* Endings of derivations */
static const char *const derived_endings[] = {
	"able", "al",  "ally", "an",  "ar",  "ary",  "ate",  "ated", "ates", "ating", "ation",
	"ed",   "er",  "ers",  "ful", "ian", "ible", "ic",   "ics",  "ine",  "ing",   "ish",
	"ism",  "ist", "ists", "ive", "ize", "ized", "less", "ly",   "ment", "ness",  "oid",
	"or",   "ors", "ory",  "ous", "s",   "ship", "ward", "y",    NULL};

static const char *const inflections[] = {"ed",  "er",   "ers", "est",
										  "ing", "ings", "ly",  NULL};

/* Beginnings that stand for one another; the groups end with NULL */
static const char *const beginnings[] = {
	"hyper",  "hypo",  NULL, /* too much, too little */
	"extra",  "infra", "inter", "intra", "retro", "supra",  "ultra",  NULL,    "ab",
	"ad",     NULL,    "ante",  "anti",  NULL,    "para",   "per",    "peri",  "post",
	"pre",    "pro",   NULL,    "hemi",  "hemo",  "homo",   NULL,     "ecto",  "endo",
	"epi",    "exo",   NULL,    "macro", "micro", NULL,     "mono",   "multi", "oligo",
	"poly",   NULL,    "brady", "tachy", NULL,    "ureter", "urethr", NULL,    "hemato",
	"hepato", NULL,    "myco",  "myelo", "myo",   "pyelo",  "pyo",    NULL,    "meso",
	"meta",   NULL,    "phono", "photo", NULL};

#define NBEGINNINGS (sizeof(beginnings) / sizeof(beginnings[0]))

static bool
EndsWith(const char *word, uint32_t len, const char *ending, uint32_t ending_len)
{
	return len > ending_len && memcmp(word + len - ending_len, ending, ending_len) == 0;
}

static bool
BeginsWith(const char *word, uint32_t len, const char *beginning, uint32_t beginning_len)
{
	return len > beginning_len && memcmp(word, beginning, beginning_len) == 0;
}

static bool
HasEnding(const char *word, uint32_t len, const char *const *endings)
{
	for (; *endings; endings++)
	{
		if (EndsWith(word, len, *endings, (uint32_t) strlen(*endings)))
			return true;
	}
	return false;
}

bool
mc_names_disease_kind(const char *word, uint32_t len)
{
	return HasEnding(word, len, disease_endings);
}

bool
mc_end_apart(const char *written, uint32_t written_len, const char *meant,
			 uint32_t meant_len)
{
	for (const char *const *e = disease_endings; *e; e++)
	{
		uint32_t len = (uint32_t) strlen(*e);

		if (EndsWith(written, written_len, *e, len) &&
			!EndsWith(meant, meant_len, *e, len))
			return true;
	}
	return false;
}

bool
mc_names_procedure_kind(const char *word, uint32_t len)
{
	return HasEnding(word, len, procedure_endings);
}

/* Are the words equal but for one ending of a disease in place of another? */
static bool
DifferInEnding(const char *one, uint32_t one_len, const char *other, uint32_t other_len)
{
	for (const char *const *e = disease_endings; *e; e++)
	{
		uint32_t len = (uint32_t) strlen(*e);
		uint32_t rest = one_len - len;

		if (!EndsWith(one, one_len, *e, len) || rest > other_len ||
			memcmp(one, other, rest) != 0)
			continue;
		for (const char *const *f = disease_endings; *f; f++)
		{
			if (f != e && strlen(*f) == other_len - rest &&
				memcmp(other + rest, *f, other_len - rest) == 0)
				return true;
		}
	}
	return false;
}

/* Are the words equal but for one beginning of a group in place of another? */
static bool
DifferInBeginning(const char *one, uint32_t one_len, const char *other,
				  uint32_t other_len)
{
	size_t group = 0;

	for (size_t i = 0; i < NBEGINNINGS; i++)
	{
		uint32_t len;

		if (beginnings[i] == NULL)
		{
			group = i + 1;
			continue;
		}
		len = (uint32_t) strlen(beginnings[i]);
		if (!BeginsWith(one, one_len, beginnings[i], len))
			continue;
		for (size_t k = group; beginnings[k]; k++)
		{
			uint32_t other_beginning = (uint32_t) strlen(beginnings[k]);

			if (k != i && BeginsWith(other, other_len, beginnings[k], other_beginning) &&
				one_len - len == other_len - other_beginning &&
				memcmp(one + len, other + other_beginning, one_len - len) == 0)
				return true;
		}
	}
	return false;
}

bool
mc_differ_in_affix(const char *one, uint32_t one_len, const char *other,
				   uint32_t other_len)
{
	return DifferInBeginning(one, one_len, other, other_len) ||
		   DifferInEnding(one, one_len, other, other_len);
}

bool
mc_begin_apart(const char *written, uint32_t written_len, const char *meant,
			   uint32_t meant_len)
{
	for (size_t i = 0; i < NBEGINNINGS; i++)
	{
		uint32_t len;

		if (beginnings[i] == NULL)
			continue;
		len = (uint32_t) strlen(beginnings[i]);
		/* a beginning that the word has is no mistake */
		if (len > 2 && BeginsWith(written, written_len, beginnings[i], len) &&
			!BeginsWith(meant, meant_len, beginnings[i], len))
			return true;
	}
	return false;
}

bool
mc_is_inflected(const char *word, uint32_t len)
{
	return HasEnding(word, len, inflections);
}

bool
mc_is_derived(const char *written, uint32_t written_len, const char *meant,
			  uint32_t meant_len)
{
	for (const char *const *e = derived_endings; *e; e++)
	{
		uint32_t len = (uint32_t) strlen(*e);

		if (EndsWith(written, written_len, *e, len) &&
			!EndsWith(meant, meant_len, *e, len) &&
			BeginsWith(meant, meant_len, written, written_len - len))
			return true;
	}
	return false;
}
