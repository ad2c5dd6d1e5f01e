/*
 * note_fact.c
 *	  What a note says that queries by code ask for.
 */
#include "notes/note_fact.h"

#include <string.h>

#include "encounter/statement.h"

static uint8_t
AssertionBits(const McAssertion *assertion)
{
	return (uint8_t) ((assertion->negated ? MC_FACT_NEGATED : 0) |
					  (assertion->uncertain ? MC_FACT_UNCERTAIN : 0) |
					  (assertion->historical ? MC_FACT_HISTORICAL : 0) |
					  (assertion->hypothetical ? MC_FACT_HYPOTHETICAL : 0) |
					  (assertion->experiencer != MC_PATIENT ? MC_FACT_FAMILY : 0));
}

static uint8_t
SectionBits(McSectionCategory section)
{
	int rank = mc_section_rank(section);

	return (uint8_t) ((rank == 2   ? MC_FACT_DIAGNOSIS
					   : rank == 1 ? MC_FACT_COURSE
								   : 0) |
					  (mc_section_support(section) == MC_LIST_ONLY ? MC_FACT_LIST : 0) |
					  (mc_is_observation(section) ? MC_FACT_OBSERVATION : 0));
}

void
mc_note_facts(const McHost *host, const McTerminology *terminology, const McDocument *doc,
			  McFindings *findings, McNoteFacts *facts)
{
	McNote note = {.doc = doc, .findings = *findings};
	McSuggestions derived = {.proposed = 0};
	size_t n = 0;

	if (findings->count > 0)
		mc_derive(host, terminology, &note, &derived);
	facts->list =
		mc_alloc(host, (findings->count + derived.proposed + 1) * sizeof(McNoteFact));
	for (size_t i = 0; i < findings->count; i++)
	{
		const McFinding *finding = &findings->list[i];

		if (finding->code == 0)
			continue;
		facts->list[n++] = (McNoteFact){
			.code = finding->code,
			.assertion = AssertionBits(&finding->assertion),
			.section = SectionBits(finding->section),
			.score = (uint8_t) finding->mention.score,
		};
	}
	for (size_t i = 0; i < derived.proposed; i++)
	{
		const McSuggestion *s = &derived.list[i];
		const McFinding *first = &findings->list[s->first.finding];

		facts->list[n++] = (McNoteFact){
			.code = s->code,
			.assertion = AssertionBits(&first->assertion),
			.section = SectionBits(first->section),
			.score = s->score,
			.derived = true,
		};
	}
	facts->count = n;
}

void
mc_ready_query(const McHost *host, const McQueryNode *nodes, McCategoryCodes look_up,
			   void *arg, McReadyQuery *query)
{
	query->nodes = nodes;
	query->natoms = 0;
	query->atoms = mc_alloc(host, nodes->size * sizeof(McAtom));
	for (uint32_t i = 0; i < nodes->size; i++)
	{
		const McQueryNode *node = &nodes[i];
		McAtom atom = {.assertion = (McQueryAssertion) node->assertion,
					   .min_score = node->min_score};

		if (node->type == MC_QUERY_CODES)
		{
			atom.low = node->low;
			atom.high = node->high;
		}
		else if (node->type == MC_QUERY_HCC)
		{
			atom.nset = look_up(arg, (uint32_t) (node->high >> 32),
								(uint32_t) (node->high & 0xFFFF), (uint32_t) node->low,
								&atom.set);
			/* a category without codes: a range that nothing lies in */
			atom.low = atom.nset ? atom.set[0] : 1;
			atom.high = atom.nset ? atom.set[atom.nset - 1] : 0;
		}
		else
			continue;
		query->atoms[query->natoms++] = atom;
	}
}

bool
mc_atom_has_code(const McAtom *atom, McCode code)
{
	size_t low = 0;
	size_t high = atom->nset;

	if (code < atom->low || code > atom->high)
		return false;
	if (atom->set == NULL)
		return true;
	while (low < high)
	{
		size_t mid = (low + high) / 2;

		if (atom->set[mid] < code)
			low = mid + 1;
		else
			high = mid;
	}
	return low < atom->nset && atom->set[low] == code;
}

bool
mc_query_holds(const McHost *host, const McReadyQuery *query, const McNoteFacts *facts)
{
	uint8_t *truth = mc_alloc(host, query->natoms);
	bool holds;

	for (uint32_t i = 0; i < query->natoms; i++)
	{
		const McAtom *atom = &query->atoms[i];

		truth[i] = MC_FALSE;
		for (size_t k = 0; k < facts->count && truth[i] == MC_FALSE; k++)
		{
			const McNoteFact *fact = &facts->list[k];

			if (fact->score >= atom->min_score &&
				mc_assertion_fits(atom->assertion, fact->assertion) &&
				mc_atom_has_code(atom, fact->code))
				truth[i] = MC_TRUE;
		}
	}
	holds = mc_query_truth(query->nodes, truth) == MC_TRUE;
	mc_release(host, truth);
	return holds;
}
