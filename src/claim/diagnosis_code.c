/*
 * diagnosis_code.c
 *		Is each diagnosis of a claim a complete code of the day?
 */
#include <string.h>

#include "claim/claim.h"
#include "coding/card.h"

/* Place of the i-th character (from 1) in the word of a code */
#define SHIFT(i) (64 - 8 * (i))

#define SEVENTH MC_ICD10CM_MAX_LEN

static char
CharacterAt(McIcd10cm code, int i)
{
	return (char) (code >> SHIFT(i));
}

/* The first length characters */
static McIcd10cm
Prefix(McIcd10cm code, int length)
{
	return length == 0 ? 0 : code & (~UINT64_C(0) << SHIFT(length));
}

/* A heading of length characters with placeholders and a seventh character */
static McIcd10cm
WithSeventh(McIcd10cm heading, int length, char seventh)
{
	for (int i = length + 1; i < SEVENTH; i++)
		heading |= (McIcd10cm) 'X' << SHIFT(i);
	return heading | (McIcd10cm) (unsigned char) seventh << SHIFT(SEVENTH);
}

static bool
IsComplete(const McCard *card, uint16_t node)
{
	return node != MC_NO_NODE && (card->nodes[node].flags & MC_CARD_BILLABLE);
}

/*
 * The seventh characters that make the heading complete, in text; 0 where it goes on
 * with other characters.
 */
static int
SeventhCharacters(const McCard *card, uint16_t heading, char *text, int size)
{
	McIcd10cm code = card->nodes[heading].code;
	int length = mc_icd10cm_length(code);
	int n = 0;

	text[0] = '\0';
	if (length == SEVENTH)
		return 0;
	for (uint16_t node = (uint16_t) (heading + 1); node < card->nodes[heading].end;
		 node++)
	{
		McIcd10cm below = card->nodes[node].code;
		char seventh = CharacterAt(below, SEVENTH);

		if (!IsComplete(card, node))
			continue;
		if (seventh == '\0' || WithSeventh(code, length, seventh) != below)
			return 0;
		if (2 * n + 2 < size)
		{
			text[2 * n] = seventh;
			text[2 * n + 1] = ' ';
			text[2 * n + 2] = '\0';
			n++;
		}
	}
	if (n > 0)
		text[2 * n - 1] = '\0';
	return n;
}

/* A heading is reported: what is missing */
static void
FindIncomplete(McClaimCheck *check, const McCard *card, const McDiagnosis *d,
			   uint16_t node)
{
	char characters[40];
	McClaimFinding *finding;
	const char *printed = mc_claim_printed(check, d->code);

	if (SeventhCharacters(card, node, characters, sizeof(characters)) > 0)
	{
		finding = mc_claim_find(check, MC_EDIT_DX_NO_SEVENTH, printed, NULL);
		mc_finding_detail(check, finding, "one of %s", characters);
	}
	else
	{
		uint16_t child = mc_card_next_child(card, node, MC_NO_NODE);
		char codes[120] = "";

		for (size_t used = 0;
			 child != MC_NO_NODE && used + MC_ICD10CM_BUFSIZE + 2 < sizeof(codes);
			 child = mc_card_next_child(card, node, child))
		{
			if (used > 0)
			{
				memcpy(codes + used, ", ", 2);
				used += 2;
			}
			used += (size_t) mc_icd10cm_print(card->nodes[child].code, codes + used);
		}
		finding = mc_claim_find(check, MC_EDIT_DX_NOT_COMPLETE, printed, NULL);
		mc_finding_detail(check, finding, "below it: %s%s", codes,
						  child != MC_NO_NODE ? ", ..." : "");
	}
	if (finding)
		finding->about = d->code;
}

/* A code that the list does not have: is it one with a wrong placeholder or seventh character? */
static void
FindUnknown(McClaimCheck *check, const McCard *card, const McDiagnosis *d)
{
	const char *printed = mc_claim_printed(check, d->code);
	int length = mc_icd10cm_length(d->code);
	char last = CharacterAt(d->code, length);
	uint16_t heading = MC_NO_NODE;
	int known = length - 1;
	char characters[40];
	McClaimFinding *finding;

	while (card && known >= MC_ICD10CM_CATEGORY_LEN &&
		   (heading = mc_card_find(card, Prefix(d->code, known))) == MC_NO_NODE)
		known--;
	if (heading != MC_NO_NODE && known < SEVENTH - 1 && !IsComplete(card, heading))
	{
		uint16_t meant =
			mc_card_find(card, WithSeventh(Prefix(d->code, known), known, last));

		if (IsComplete(card, meant))
		{
			finding = mc_claim_find(check, MC_EDIT_DX_PLACEHOLDER, printed,
									mc_claim_printed(check, card->nodes[meant].code));
			mc_finding_detail(check, finding, "the second code is the one that exists");
			return;
		}
	}
	if (heading != MC_NO_NODE && length == SEVENTH &&
		SeventhCharacters(card, heading, characters, sizeof(characters)) > 0)
	{
		finding = mc_claim_find(check, MC_EDIT_DX_BAD_SEVENTH, printed, NULL);
		mc_finding_detail(check, finding, "one of %s", characters);
		return;
	}
	finding = mc_claim_find(check, MC_EDIT_DX_INVALID, printed, NULL);
	if (finding && (heading == MC_NO_NODE || !IsComplete(card, heading)))
		finding->about = d->code;
	if (heading != MC_NO_NODE && IsComplete(card, heading))
		mc_finding_detail(check, finding, "%s is complete by itself",
						  mc_claim_printed(check, card->nodes[heading].code));
}

/* What a text that is no code of ICD-10-CM looks like */
static const char *
OtherSystem(const char *text)
{
	size_t length = strlen(text);
	size_t digits = strspn(text, "0123456789");
	size_t letters =
		strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

	if (length == 7 && letters == 7)
		return "perhaps ICD-10-PCS";
	if (digits == 3 && (text[3] == '.' || text[3] == '\0'))
		return "perhaps ICD-9-CM";
	if (length == 5 && letters == 5)
		return "perhaps HCPCS or CPT";
	return NULL;
}

static void
CheckCode(McClaimCheck *check, McDiagnosis *d)
{
	const McTerminology *terminology = check->terminology;
	const McCard *card;
	McCodeInfo info;

	if (d->code == MC_ICD10CM_NONE)
	{
		McClaimFinding *finding = mc_claim_find(check, MC_EDIT_DX_SYSTEM, d->text, NULL);
		const char *other = OtherSystem(d->text);

		if (other)
			mc_finding_detail(check, finding, "%s", other);
		return;
	}
	if (terminology == NULL || check->claim->day == MC_DAY_UNKNOWN)
		return;
	card = mc_claim_card(check, d);
	d->node = card ? mc_card_find(card, d->code) : MC_NO_NODE;
	if (card == NULL && terminology->code(terminology->arg, d->code, &info))
		return;
	if (d->node == MC_NO_NODE)
	{
		if (check->all_codes)
			FindUnknown(check, card, d);
	}
	else if (!IsComplete(card, d->node))
		FindIncomplete(check, card, d, d->node);
	else
		d->valid = true;
}

void
mc_check_diagnosis_codes(McClaimCheck *check)
{
	McClaim *claim = check->claim;

	for (size_t i = 0; i < claim->ndiagnoses; i++)
	{
		McDiagnosis *d = &claim->diagnoses[i];

		/* of those that a claim cannot have only the codes themselves are looked at */
		for (size_t j = 0; j < i && j < MC_CLAIM_MAX_DIAGNOSES && !d->repeated; j++)
			d->repeated =
				d->code != MC_ICD10CM_NONE && claim->diagnoses[j].code == d->code;
		if (d->repeated)
			(void) mc_claim_find(check, MC_EDIT_DX_REPEATED,
								 mc_claim_printed(check, d->code), NULL);
		else
			CheckCode(check, d);
		mc_interrupt(check->host);
	}
	if (claim->ndiagnoses > MC_CLAIM_MAX_DIAGNOSES)
		claim->ndiagnoses = MC_CLAIM_MAX_DIAGNOSES;
}
