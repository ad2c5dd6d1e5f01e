/*
 * finding.c
 *	  Findings: mentions with their assertions.
 */
#include "coding/finding.h"

#include <string.h>

#include "coding/resolve.h"

void
mc_findings(const McHost *host, const McTerminology *terminology, const McDocument *doc,
			McFindings *findings)
{
	McMentions mentions;
	McTarget *targets;
	McAssertion *assertions;

	memset(findings, 0, sizeof(*findings));
	mc_match(host, terminology, doc, &mentions);
	findings->truncated = mentions.truncated;
	findings->losers = mentions.losers;
	findings->nlosers = mentions.nlosers;
	if (mentions.count == 0)
		return;
	targets = mc_alloc(host, mentions.count * sizeof(McTarget));
	assertions = mc_alloc(host, mentions.count * sizeof(McAssertion));
	for (size_t i = 0; i < mentions.count; i++)
	{
		targets[i].first_token = mentions.list[i].first_token;
		targets[i].last_token = mentions.list[i].last_token;
	}
	mc_assert(host, terminology->cues, doc, targets, mentions.count, assertions);

	findings->list = mc_alloc(host, mentions.count * sizeof(McFinding));
	for (size_t i = 0; i < mentions.count; i++)
	{
		McFinding *finding = &findings->list[i];
		const McSentence *sentence = &doc->sentences.list[mentions.list[i].sentence];

		finding->mention = mentions.list[i];
		finding->assertion = assertions[i];
		finding->section =
			(McSectionCategory) doc->sections.list[sentence->section].category;
	}
	findings->count = mentions.count;
	mc_resolve(host, terminology, doc, findings->list, findings->count);
	mc_release(host, targets);
	mc_release(host, assertions);
	mc_release(host, mentions.list);
}
