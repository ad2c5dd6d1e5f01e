/*
 * procedure.c
 *	  Does a phrase name a procedure rather than a condition?
 */
#include "context/procedure.h"

#include <string.h>

#include "context/quantity.h"

/* Words for what is done, in the order of strcmp. */
static const char *const procedure_words[] = {
	"ablation",
	"amputation",
	"anastomosis",
	"angiogram",
	"arthrodesis",
	"aspiration",
	"biopsy",
	"brachytherapy",
	"bypass",
	"cabg",
	"cardioversion",
	"catheterization",
	"chemotherapy",
	"craniotomy",
	"debridement",
	"delivery",
	"dialysis",
	"drainage",
	"embolization",
	"evacuation",
	"excision",
	"exploration",
	"fixation",
	"fusion",
	"graft",
	"hemodialysis",
	"implantation",
	"incision",
	"infusion",
	"injection",
	"intubation",
	"irradiation",
	"laparotomy",
	"ligation",
	"lithotripsy",
	"operation",
	"orif",
	"pci",
	"placement",
	"prep",
	"procedure",
	"prophylaxis",
	"radiation",
	"radiotherapy",
	"reconstruction",
	"reduction",
	"removal",
	"repair",
	"replacement",
	"resection",
	"revascularization",
	"revision",
	"section",
	"sterilization",
	"stent",
	"stenting",
	"surgery",
	"therapy",
	"transfusion",
	"transplant",
	"transplantation",
	"treatment",
	"vaccination",
};

static const char *const endings[] = {
	"centesis", "ctomy",  "desis",   "graphy", "otomy",  "ostomy",
	"pexy",     "plasty", "rrhaphy", "scopy",  "tripsy",
};

static bool
IsProcedureWord(const McDocument *doc, const McToken *token)
{
	const McWord *word;

	if (token->word == MC_NO_WORD)
		return false;
	if (MC_WORD_IN(doc, token, procedure_words) >= 0)
		return true;
	word = &doc->words.list[token->word];
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
	{
		size_t len = strlen(endings[i]);

		if (word->len > len && memcmp(word->text + word->len - len, endings[i], len) == 0)
			return true;
	}
	return false;
}

bool
mc_is_procedure(const McDocument *doc, uint32_t first, uint32_t last)
{
	static const char *const of[] = {"against", "for", "of"};
	const McToken *t = doc->tokens.list;

	if (IsProcedureWord(doc, &t[last]))
		return true;
	for (uint32_t i = first; i < last; i++)
	{
		if (MC_WORD_IN(doc, &t[i + 1], of) >= 0)
			return IsProcedureWord(doc, &t[i]);
	}
	return false;
}

uint32_t
mc_operation_end(const McDocument *doc, uint32_t first, uint32_t end)
{
	static const char *const removals[] = {
		"excision",  "extraction", "removal",         "repair",
		"resection", "transplant", "transplantation", "whipple",
	};
	/* of vessels, and those that do not say what was taken away */
	static const char *const others[] = {
		"atherectomy", "embolectomy", "endarterectomy", "thrombectomy", "vasectomy",
	};
	static const char ending[] = "ectomy";
	const McToken *t = doc->tokens.list;

	for (uint32_t i = first; i < end && i < first + 3; i++)
	{
		const McWord *word;

		if (t[i].kind != MC_TOKEN_WORD || t[i].word == MC_NO_WORD)
			return first;
		if (MC_WORD_IN(doc, &t[i], removals) >= 0)
			return i + 1;
		word = &doc->words.list[t[i].word];
		if (word->len >= sizeof(ending) &&
			memcmp(word->text + word->len - (sizeof(ending) - 1), ending,
				   sizeof(ending) - 1) == 0 &&
			MC_WORD_IN(doc, &t[i], others) < 0)
			return i + 1;
		if (word->flags & MC_WORD_FUNCTION)
			return first;
	}
	return first;
}
