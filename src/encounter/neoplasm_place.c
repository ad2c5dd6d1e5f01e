/*
 * neoplasm_place.c
 *	  Where a neoplasm is that was named by its histology (ICD-10-CM Guidelines I.C.2, I.C.2.t;
 *	  Table of Neoplasms of the Alphabetic Index, by behaviour).
 *
 * "Lipoma of the right arm", "tubular adenoma, sigmoid colon", "intracranial meningioma": the
 * term gives the code of an unspecified site, the words next to it the site.
 */
#include "encounter/neoplasm_place.h"

#include "encounter/neoplasm_site.h"
#include "encounter/wording.h"

/* Words between a histology and its site, prepositions and articles not counted */
#define PLACE_REACH 2

/* Words behind a lymphoma in which its sites are looked for */
#define LYMPHOMA_REACH 14

#define MOST_GROUPS 8

/* Groups of sites, by the parts that the skin is divided into, and organs */
typedef enum Place
{
	PLACE_NONE,
	PLACE_NOSE,
	PLACE_EAR,
	PLACE_FACE,
	PLACE_SCALP,
	PLACE_TRUNK,
	PLACE_ARM,
	PLACE_LEG,
	PLACE_CECUM,
	PLACE_APPENDIX,
	PLACE_ASCENDING,
	PLACE_TRANSVERSE,
	PLACE_DESCENDING,
	PLACE_SIGMOID,
	PLACE_RECTOSIGMOID,
	PLACE_RECTUM,
	PLACE_ANUS,
	PLACE_COLON,
	PLACE_STOMACH,
	PLACE_DUODENUM,
	PLACE_BREAST,
	PLACE_THYROID,
	PLACE_ADRENAL,
	PLACE_LIVER,
	PLACE_SPINE,
	PLACE_SKULL,
	PLACE_SKIN
} Place;

static const struct
{
	const char *words;
	Place place;
} places[] = {
	{"nose|nasal|nasal ala|nasal tip|nasal bridge", PLACE_NOSE},
	{"ear|earlobe|auricle|pinna|helix|ear lobe", PLACE_EAR},
	{"face|cheek|forehead|chin|temple|brow|eyebrow|jaw", PLACE_FACE},
	{"scalp|neck|nape", PLACE_SCALP},
	{"back|trunk|chest|chest wall|abdomen|abdominal wall|flank|buttock|upper back|lower back|"
	 "mid back|groin|axilla|scapula",
	 PLACE_TRUNK},
	{"arm|forearm|upper arm|hand|finger|wrist|elbow|shoulder|upper extremity|upper limb|thumb",
	 PLACE_ARM},
	{"leg|thigh|calf|shin|foot|ankle|knee|hip|lower leg|lower extremity|lower limb|toe|heel",
	 PLACE_LEG},
	{"cecum|caecum|cecal|ileocecal valve", PLACE_CECUM},
	{"appendix", PLACE_APPENDIX},
	{"ascending colon|right colon", PLACE_ASCENDING},
	{"transverse colon|hepatic flexure|splenic flexure", PLACE_TRANSVERSE},
	{"descending colon|left colon", PLACE_DESCENDING},
	{"sigmoid colon|sigmoid", PLACE_SIGMOID},
	{"rectosigmoid|rectosigmoid junction|rectosigmoid colon", PLACE_RECTOSIGMOID},
	{"rectum|rectal", PLACE_RECTUM},
	{"anus|anal canal", PLACE_ANUS},
	{"colon|colonic|large bowel|large intestine", PLACE_COLON},
	{"stomach|gastric", PLACE_STOMACH},
	{"duodenum|duodenal", PLACE_DUODENUM},
	{"breast", PLACE_BREAST},
	{"thyroid", PLACE_THYROID},
	{"adrenal|adrenal gland", PLACE_ADRENAL},
	{"liver|hepatic", PLACE_LIVER},
	{"spine|spinal|spinal cord|spinal canal", PLACE_SPINE},
	{"brain|intracranial|cerebral|frontal|parietal|temporal|occipital|parafalcine|falx|"
	 "parasagittal|convexity|sphenoid wing|sphenoid|olfactory groove|tentorial|"
	 "cerebellopontine angle|posterior fossa|skull base|suprasellar|cavernous sinus",
	 PLACE_SKULL},
	{"skin|subcutaneous|cutaneous", PLACE_SKIN},
};

/* The code of one histology at one place: side not said, right, left; "" for one code */
typedef struct PlaceRow
{
	const char *from; /* codes of the unspecified site */
	Place place;
	const char *none;
	const char *right;
	const char *left;
} PlaceRow;

static const PlaceRow rows[] = {
	{"C43.9", PLACE_NOSE, "C43.31", "", ""},
	{"C43.9", PLACE_EAR, "C43.20", "C43.21", "C43.22"},
	{"C43.9", PLACE_FACE, "C43.39", "", ""},
	{"C43.9", PLACE_SCALP, "C43.4", "", ""},
	{"C43.9", PLACE_TRUNK, "C43.59", "", ""},
	{"C43.9", PLACE_ARM, "C43.60", "C43.61", "C43.62"},
	{"C43.9", PLACE_LEG, "C43.70", "C43.71", "C43.72"},
	{"C44.91", PLACE_NOSE, "C44.311", "", ""},
	{"C44.91", PLACE_EAR, "C44.211", "C44.212", "C44.219"},
	{"C44.91", PLACE_FACE, "C44.319", "", ""},
	{"C44.91", PLACE_SCALP, "C44.41", "", ""},
	{"C44.91", PLACE_TRUNK, "C44.519", "", ""},
	{"C44.91", PLACE_ARM, "C44.611", "C44.612", "C44.619"},
	{"C44.91", PLACE_LEG, "C44.711", "C44.712", "C44.719"},
	{"C44.92", PLACE_NOSE, "C44.321", "", ""},
	{"C44.92", PLACE_EAR, "C44.221", "C44.222", "C44.229"},
	{"C44.92", PLACE_FACE, "C44.329", "", ""},
	{"C44.92", PLACE_SCALP, "C44.42", "", ""},
	{"C44.92", PLACE_TRUNK, "C44.529", "", ""},
	{"C44.92", PLACE_ARM, "C44.621", "C44.622", "C44.629"},
	{"C44.92", PLACE_LEG, "C44.721", "C44.722", "C44.729"},
	{"D03.9", PLACE_EAR, "D03.20", "D03.21", "D03.22"},
	{"D03.9", PLACE_FACE, "D03.39", "", ""},
	{"D03.9", PLACE_NOSE, "D03.39", "", ""},
	{"D03.9", PLACE_SCALP, "D03.4", "", ""},
	{"D03.9", PLACE_TRUNK, "D03.59", "", ""},
	{"D03.9", PLACE_ARM, "D03.60", "D03.61", "D03.62"},
	{"D03.9", PLACE_LEG, "D03.70", "D03.71", "D03.72"},
	{"D04.9", PLACE_EAR, "D04.20", "D04.21", "D04.22"},
	{"D04.9", PLACE_FACE, "D04.39", "", ""},
	{"D04.9", PLACE_NOSE, "D04.39", "", ""},
	{"D04.9", PLACE_SCALP, "D04.4", "", ""},
	{"D04.9", PLACE_TRUNK, "D04.5", "", ""},
	{"D04.9", PLACE_ARM, "D04.60", "D04.61", "D04.62"},
	{"D04.9", PLACE_LEG, "D04.70", "D04.71", "D04.72"},
	{"D17.9 D17.30", PLACE_FACE, "D17.0", "", ""},
	{"D17.9 D17.30", PLACE_SCALP, "D17.0", "", ""},
	{"D17.9 D17.30", PLACE_TRUNK, "D17.1", "", ""},
	{"D17.9 D17.30", PLACE_ARM, "D17.20", "D17.21", "D17.22"},
	{"D17.9 D17.30", PLACE_LEG, "D17.20", "D17.23", "D17.24"},
	{"D17.9", PLACE_SKIN, "D17.30", "", ""},
	{"D18.00", PLACE_LIVER, "D18.03", "", ""},
	{"D18.00", PLACE_SKULL, "D18.02", "", ""},
	{"D18.00", PLACE_SKIN, "D18.01", "", ""},
	{"D22.9", PLACE_EAR, "D22.20", "D22.21", "D22.22"},
	{"D22.9", PLACE_FACE, "D22.39", "", ""},
	{"D22.9", PLACE_NOSE, "D22.39", "", ""},
	{"D22.9", PLACE_SCALP, "D22.4", "", ""},
	{"D22.9", PLACE_TRUNK, "D22.5", "", ""},
	{"D22.9", PLACE_ARM, "D22.60", "D22.61", "D22.62"},
	{"D22.9", PLACE_LEG, "D22.70", "D22.71", "D22.72"},
	{"D23.9", PLACE_EAR, "D23.20", "D23.21", "D23.22"},
	{"D23.9", PLACE_FACE, "D23.39", "", ""},
	{"D23.9", PLACE_NOSE, "D23.39", "", ""},
	{"D23.9", PLACE_SCALP, "D23.4", "", ""},
	{"D23.9", PLACE_TRUNK, "D23.5", "", ""},
	{"D23.9", PLACE_ARM, "D23.60", "D23.61", "D23.62"},
	{"D23.9", PLACE_LEG, "D23.70", "D23.71", "D23.72"},
	{"D32.9", PLACE_SKULL, "D32.0", "", ""},
	{"D32.9", PLACE_SPINE, "D32.1", "", ""},
	{"D12.6 D36.9", PLACE_CECUM, "D12.0", "", ""},
	{"D12.6 D36.9", PLACE_APPENDIX, "D12.1", "", ""},
	{"D12.6 D36.9", PLACE_ASCENDING, "D12.2", "", ""},
	{"D12.6 D36.9", PLACE_TRANSVERSE, "D12.3", "", ""},
	{"D12.6 D36.9", PLACE_DESCENDING, "D12.4", "", ""},
	{"D12.6 D36.9", PLACE_SIGMOID, "D12.5", "", ""},
	{"D12.6 D36.9", PLACE_RECTOSIGMOID, "D12.7", "", ""},
	{"D12.6 D36.9", PLACE_RECTUM, "D12.8", "", ""},
	{"D12.6 D36.9", PLACE_ANUS, "D12.9", "", ""},
	{"D36.9", PLACE_COLON, "D12.6", "", ""},
	{"D36.9", PLACE_STOMACH, "D13.1", "", ""},
	{"D36.9", PLACE_DUODENUM, "D13.2", "", ""},
	{"D36.9", PLACE_BREAST, "D24.9", "D24.1", "D24.2"},
	{"D36.9", PLACE_THYROID, "D34", "", ""},
	{"D36.9", PLACE_ADRENAL, "D35.00", "D35.01", "D35.02"},
	{"D36.9", PLACE_LIVER, "D13.4", "", ""},
	{"D24.9", PLACE_BREAST, "D24.9", "D24.1", "D24.2"},
};

static const char filler_words[] =
	"of|in|on|at|the|a|his|her|their|involving|from|within|left|right|bilateral|proximal|"
	"distal|mid|upper|lower|anterior|posterior|lateral|medial|dorsal|small|large|benign|skin|subcutaneous|"
	"tissue|over|excised|removed";

/* The place whose name begins at a token; *length gets its tokens; PLACE_NONE: none */
static Place
PlaceAt(const McDocument *doc, uint32_t token, uint32_t end, uint32_t *length)
{
	Place best = PLACE_NONE;

	*length = 0;
	if (doc->tokens.list[token].word == MC_NO_WORD)
		return PLACE_NONE;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
	{
		uint32_t n = mc_words_at(doc, token, end, places[i].words);

		if (n > *length)
		{
			*length = n;
			best = places[i].place;
		}
	}
	return best;
}

static const PlaceRow *
RowOf(McCode code, Place place)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
	{
		if (rows[i].place == place && mc_code_in(code, rows[i].from))
			return &rows[i];
	}
	return NULL;
}

static McCode
CodeOf(const McCase *c, const PlaceRow *row, bool right, bool left)
{
	const char *text = row->none;
	McCode code;

	if (row->right[0] && right != left)
		text = right ? row->right : row->left;
	code = mc_code(text);
	return mc_case_is_billable(c, code) ? code : 0;
}

/*
 * The code of the place from a token on, in a direction: behind the mention as far as only
 * fillers and a comma stand between, before it next to it.  0: none.
 */
static McCode
CodeBehind(const McCase *c, const McDocument *doc, McCode code, uint32_t from,
		   uint32_t end)
{
	int others = 0;
	bool right = false;
	bool left = false;

	for (uint32_t t = from; t < end && others <= PLACE_REACH; t++)
	{
		uint32_t length;
		Place place;
		const PlaceRow *row;

		if (mc_is_punct(&doc->tokens.list[t], ';') ||
			mc_token_is(doc, t, "and|but|without|no|not|with|versus|vs|or"))
			break;
		right |= mc_token_is(doc, t, "right|rt");
		left |= mc_token_is(doc, t, "left|lt");
		place = PlaceAt(doc, t, end, &length);
		row = place != PLACE_NONE ? RowOf(code, place) : NULL;
		/* the skin is a place only where no part of it follows */
		if (row != NULL && place == PLACE_SKIN)
		{
			McCode part = CodeBehind(c, doc, code, t + length, end);

			return part != 0 ? part : CodeOf(c, row, right, left);
		}
		if (row != NULL)
			return CodeOf(c, row, right, left);
		if (!mc_token_is(doc, t, filler_words))
			others++;
	}
	return 0;
}

static McCode
CodeBefore(const McCase *c, const McDocument *doc, McCode code, uint32_t first,
		   uint32_t mention)
{
	uint32_t from = mention > first + PLACE_REACH ? mention - PLACE_REACH : first;

	for (uint32_t t = from; t < mention; t++)
	{
		uint32_t length;
		Place place = PlaceAt(doc, t, mention, &length);
		const PlaceRow *row = place != PLACE_NONE ? RowOf(code, place) : NULL;

		if (row != NULL && t + length == mention)
			return CodeOf(c, row, t > first && mc_token_is(doc, t - 1, "right|rt"),
						  t > first && mc_token_is(doc, t - 1, "left|lt"));
	}
	return 0;
}

/* A site that a word of the term itself names: "breast fibroadenoma" */
static McCode
CodeWithin(const McCase *c, const McFinding *finding, const McDocument *doc, McCode code)
{
	const McMention *m = &finding->mention;

	for (uint32_t t = m->first_token; t <= m->last_token; t++)
	{
		uint32_t length;
		Place place = PlaceAt(doc, t, m->last_token + 1, &length);
		const PlaceRow *row = place != PLACE_NONE ? RowOf(code, place) : NULL;

		if (row != NULL)
			return CodeOf(c, row, false, false);
	}
	return 0;
}

static void
PlaceOne(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];

	for (uint32_t i = 0; i < mc_evidence_read(s); i++)
	{
		const McDocument *doc = mc_case_document(c, s->evidence[i]);
		const McFinding *finding = mc_case_finding(c, s->evidence[i]);
		const McMention *m = &finding->mention;
		const McSentence *sentence = &doc->sentences.list[m->sentence];
		McCode code = CodeBehind(c, doc, s->code, m->last_token + 1, sentence->end_token);

		if (code == 0)
			code = CodeBefore(c, doc, s->code, sentence->first_token, m->first_token);
		if (code == 0)
			code = CodeWithin(c, finding, doc, s->code);
		if (code == 0)
			continue;
		(void) mc_case_recode(c, number, code, MC_RULE_NEOPLASM);
		return;
	}
}

/*
 * The fifth character of a lymphoma for the sites behind it: nodes by region, '8' for those
 * of several, the spleen, '9' for what is no lymph node; 0: none is named.
 */
static char
LymphomaGroup(const McCase *c, McEvidence e)
{
	static const char *const nodes[MOST_GROUPS] = {"C77.0", "C77.1", "C77.2", "C77.3",
												   "C77.4", "C77.5", "C77.8", NULL};
	static const char group[] = "1234568";
	const McDocument *doc = mc_case_document(c, e);
	const McMention *m = &mc_case_finding(c, e)->mention;
	uint32_t end = doc->sentences.list[m->sentence].end_token;
	char chosen = 0;

	if (end > m->last_token + 1 + LYMPHOMA_REACH)
		end = m->last_token + 1 + LYMPHOMA_REACH;
	for (uint32_t t = m->last_token + 1; t < end; t++)
	{
		uint32_t length;
		const McNeoplasmSite *site;
		char own = 0;

		if (mc_is_punct(&doc->tokens.list[t], ';') ||
			mc_token_is(doc, t,
						"no|not|without|negative|but|vs|versus|history|s/p|after"))
			break;
		site = mc_site_at(doc, t, end, &length);
		if (site == NULL)
			continue;
		t += length - 1;
		for (size_t k = 0; nodes[k] != NULL; k++)
		{
			if (mc_code(site->secondary) == mc_code(nodes[k]))
				own = group[k];
		}
		if (own == 0 && mc_code(site->secondary) == mc_code("C77.9"))
			continue;
		/* marrow is the stage of a lymphoma, not its site */
		if (own == 0 && mc_code(site->secondary) == mc_code("C79.52"))
			continue;
		if (own == 0)
			own = mc_token_is(doc, t, "spleen|splenic") ? '7' : '9';
		/* spread beyond the nodes counts, else nodes of several regions */
		if (chosen == 0 || own == '9')
			chosen = own;
		else if (chosen != own && chosen != '9')
			chosen = '8';
	}
	return chosen;
}

static void
PlaceLymphoma(McCase *c, size_t number)
{
	const McSuggestion *s = &c->list[number];
	char group = 0;
	McCode code;

	/* the fifth character is 0: C83.30 */
	if ((s->code >> 24 & 0xFF) != '0' || (s->code & 0xFFFFFF) != 0)
		return;
	for (uint32_t i = 0; i < mc_evidence_read(s) && group == 0; i++)
		group = LymphomaGroup(c, s->evidence[i]);
	if (group == 0)
		return;
	code = (s->code & ~((McCode) 0xFF << 24)) | (McCode) group << 24;
	/* extranodal sites of some have a sixth character, 8 for all but the brain's own */
	if (!mc_case_is_billable(c, code))
		code |= (McCode) '8' << 16;
	if (mc_case_is_billable(c, code))
		(void) mc_case_recode(c, number, code, MC_RULE_NEOPLASM);
}

void
mc_place_neoplasms(McCase *c)
{
	size_t count = c->count;

	for (size_t i = 0; i < count; i++)
	{
		if (!mc_is_proposed(&c->list[i]))
			continue;
		if (mc_code_in(c->list[i].code, "C81 C82 C83 C84 C85 C88"))
			PlaceLymphoma(c, i);
		else if (mc_code_in(c->list[i].code,
							"C43.9 C44.91 C44.92 D03.9 D04.9 D12.6 D17.9 D17.30 "
							"D18.00 D22.9 D23.9 D24.9 D32.9 D36.9"))
			PlaceOne(c, i);
		mc_interrupt(c->host);
	}
}
