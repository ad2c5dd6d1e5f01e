/*
 * section_assertion.c
 *	  What the section of a mention says of it.
 */
#include "context/section_assertion.h"

#include "context/quantity.h"

/* Words by which a historical terminator says that something is there now. */
static const char *const now_words[] = {
	"acute",    "active",   "continues", "current",    "currently",
	"new",      "newly",    "now",       "ongoing",    "persistent",
	"persists", "present",  "presently", "presenting", "presents",
	"recent",   "recently", "still",     "today",
};

/* How a terminator of the family axis begins that says what the patient has. */
static const char *const patient_words[] = {"he", "patient", "personal", "pt", "she"};
static const char *const having_words[] = {"had", "has", "of"};

/* Cues looked back over for one that contradicts a section. */
#define CONTRADICTION_REACH 32

static bool
SaysNow(const McDocument *doc, const McFoundCue *found)
{
	for (uint32_t i = found->first; i <= found->last; i++)
	{
		if (MC_WORD_IN(doc, &doc->tokens.list[i], now_words) >= 0)
			return true;
	}
	return false;
}

/* Does a terminator not only end a scope, but say the opposite of a section? */
static bool
Contradicts(const McDocument *doc, const McFoundCue *found)
{
	const McToken *t = doc->tokens.list;

	switch ((McCueCategory) found->cue->category)
	{
		case MC_CUE_FAMILY:
			return found->last > found->first &&
				   MC_WORD_IN(doc, &t[found->first], patient_words) >= 0 &&
				   MC_WORD_IN(doc, &t[found->last], having_words) >= 0;
		case MC_CUE_HISTORICAL:
			return SaysNow(doc, found);
		default:
			return true;
	}
}

/*
 * Does the sentence say of a target the opposite of what its section says?  "Patient
 * has asthma" in a family history; "now with ulcer" in a past history; "because
 * of pneumonia" in instructions.  The nearest cue of the axis before the target
 * decides.
 */
static bool
IsContradicted(const McDocument *doc, const McFoundCues *found, const McTarget *target,
			   McCueCategory axis)
{
	size_t low = 0;
	size_t high = found->count;

	while (low < high)
	{
		size_t mid = (low + high) / 2;

		if (found->list[mid].first < target->first_token)
			low = mid + 1;
		else
			high = mid;
	}
	for (size_t n = 0; low > 0 && n < CONTRADICTION_REACH; low--, n++)
	{
		const McFoundCue *cue = &found->list[low - 1];

		if (cue->cue->direction == MC_CUE_PSEUDO)
			continue;
		/* "currently" ends every scope, but speaks of time only */
		if (cue->cue->category == MC_CUE_ANY && axis == MC_CUE_HISTORICAL &&
			SaysNow(doc, cue))
			return true;
		if (mc_cue_axis((McCueCategory) cue->cue->category) != axis)
			continue;
		return cue->cue->direction == MC_CUE_TERMINATE && Contradicts(doc, cue);
	}
	return false;
}

/* Has one cue decided both? */
static bool
IsSameCue(const McAssertion *assertion, McCueCategory a, McCueCategory b)
{
	return assertion->cue_first[a] != MC_NO_TOKEN &&
		   assertion->cue_first[a] == assertion->cue_first[b] &&
		   assertion->cue_last[a] == assertion->cue_last[b];
}

/* What the section says where no cue does, and none says the opposite. */
void
mc_apply_section(const McDocument *doc, const McFoundCues *found,
				 const McSentence *sentence, const McTarget *target, McAssertion *out)
{
	switch ((McSectionCategory) doc->sections.list[sentence->section].category)
	{
		case MC_SECTION_FAMILY:
			if (!IsContradicted(doc, found, target, MC_CUE_FAMILY))
				out->experiencer = MC_FAMILY;
			break;
		case MC_SECTION_INSTRUCTIONS:
		case MC_SECTION_EDUCATION:
			if (!IsContradicted(doc, found, target, MC_CUE_HYPOTHETICAL))
				out->hypothetical = true;
			break;
		case MC_SECTION_PAST_MEDICAL:
		case MC_SECTION_PAST_SURGICAL:
			if (!IsContradicted(doc, found, target, MC_CUE_HISTORICAL))
				out->historical = true;
			break;
		case MC_SECTION_INDICATION:
		case MC_SECTION_PREOPERATIVE_DIAGNOSIS:
			if (!IsContradicted(doc, found, target, MC_CUE_UNCERTAIN))
				out->uncertain = true;
			break;
		case MC_SECTION_HOSPITAL_COURSE:
		case MC_SECTION_DISCHARGE_DIAGNOSIS:
			/* what was treated and got well in this stay is not past */
			if (IsSameCue(out, MC_CUE_RESOLVED, MC_CUE_HISTORICAL))
			{
				out->historical = false;
				out->cue_first[MC_CUE_HISTORICAL] = MC_NO_TOKEN;
				out->cue_last[MC_CUE_HISTORICAL] = MC_NO_TOKEN;
			}
			break;
		case MC_SECTION_ALLERGIES:
			if (out->status == MC_STATUS_NONE)
				out->status = MC_STATUS_ALLERGY;
			break;
		default:
			break;
	}
}
