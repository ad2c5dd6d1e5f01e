/*
 * osteoporosis.c
 *	  A fracture that the note calls osteoporotic is one by disease, although a minor fall
 *	  brought it about (ICD-10-CM Guidelines I.C.13.d.2): M80.0- in place of the injury, and of
 *	  osteoporosis without fracture.
 */
#include "encounter/case.h"

/* The note lays the fracture to the bone */
static const char osteoporotic_words[] =
	"osteoporotic|osteoporosis|fragility fracture|fragility|osteoporosis related|"
	"osteoporosis-related";

static const char no_link_words[] =
	"no osteoporosis|without osteoporosis|not osteoporotic|not due to osteoporosis|"
	"history of osteoporosis";

/* ... and what breaks a sound bone as well */
static const char force_words[] =
	"motor vehicle|mva|mvc|car accident|motorcycle|pedestrian|struck by|gunshot|assault|"
	"high energy|high-energy|ladder|roof|scaffold|fall from height|fell from a height|"
	"fell from height|crush|crushed|bicycle";

/* The place of a traumatic fracture, as M80.0- names it */
static const struct
{
	const char *fractures;
	char place;
} places[] = {
	{"S42.0 S42.1", '1'}, {"S42.2 S42.3 S42.4", '2'},
	{"S52", '3'},         {"S62", '4'},
	{"S72", '5'},         {"S82.5 S82.6 S82.8 S92", '7'},
	{"S82", '6'},         {"S12 S22.0 S32.0", '8'},
};

/* Right 1, left 2, neither 9; the vertebrae have no side */
static char
SideOf(const McCase *c, McCode fracture, char place)
{
	uint16_t node;
	const McCard *card = mc_case_card(c, fracture, &node);
	uint16_t side =
		node == MC_NO_NODE ? 0 : mc_card_attributes(card, node)->value[MC_AXIS_SIDE];

	if (place == '8')
		return 'X';
	return side & 1u << MC_SIDE_RIGHT ? '1' : side & 1u << MC_SIDE_LEFT ? '2' : '9';
}

/* The seventh character of a fracture by disease has no open ones: A for B and C */
static char
SeventhOf(McCode fracture)
{
	char seventh = (char) (fracture >> 8 & 0xFF);

	switch (seventh)
	{
		case 'B':
		case 'C':
			return 'A';
		case 'E':
		case 'F':
			return 'D';
		default:
			return seventh;
	}
}

static McCode
FractureOfDisease(const McCase *c, McCode fracture)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
	{
		McCode code;

		if (!mc_code_in(fracture, places[i].fractures) || SeventhOf(fracture) == 0)
			continue;
		code = mc_code("M80.0") | (McCode) places[i].place << 24 |
			   (McCode) SideOf(c, fracture, places[i].place) << 16 |
			   (McCode) SeventhOf(fracture) << 8;
		return mc_case_is_billable(c, code) ? code : 0;
	}
	return 0;
}

void
mc_settle_osteoporosis(McCase *c)
{
	McCode made = 0;

	if (!mc_notes_have(c, osteoporotic_words) || mc_notes_have(c, force_words))
		return;
	for (size_t i = 0; i < c->count; i++)
	{
		const McSuggestion *s = &c->list[i];
		McCode code;

		if (!mc_is_proposed(s) ||
			!mc_code_in(s->code, "S12 S22 S32 S42 S52 S62 S72 S82 S92") ||
			!mc_evidence_has(c, s, osteoporotic_words) ||
			mc_evidence_has(c, s, no_link_words))
			continue;
		code = FractureOfDisease(c, s->code);
		if (code == 0)
			continue;
		(void) mc_case_recode(c, i, code, MC_RULE_WRITTEN_LINK);
		made = code;
	}
	for (size_t i = 0; i < c->count && made != 0; i++)
	{
		McSuggestion *s = &c->list[i];

		/* the fracture says that there is osteoporosis (Excludes1 at M81) */
		if (mc_is_proposed(s) && (mc_code_in(s->code, "M81.0") ||
								  (mc_code_in(s->code, "M80.00") && s->code != made)))
			mc_case_drop(s, MC_RULE_PART_OF_COMBINATION, made);
	}
}
