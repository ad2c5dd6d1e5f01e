/*
 * highlight.c
 *	  A note as HTML with its findings marked.
 */
#include "coding/highlight.h"

#include <stdlib.h>
#include <string.h>

/* A stretch of the note to be marked. */
typedef struct Mark
{
	uint32_t start;
	uint32_t end;
	const McFinding *finding; /* NULL: a cue */
} Mark;

typedef struct Writer
{
	const McHost *host;
	McHtml *html;
} Writer;

static void
Add(Writer *w, const char *text, size_t len)
{
	McHtml *html = w->html;

	if (len == 0)
		return;
	if (html->len + len > html->cap)
	{
		html->cap = (html->len + len) * 2;
		html->text = mc_resize(w->host, html->text, html->cap);
	}
	memcpy(html->text + html->len, text, len);
	html->len += len;
}

static void
AddPlain(Writer *w, const char *text)
{
	Add(w, text, strlen(text));
}

static void
AddEscaped(Writer *w, const char *text, size_t len)
{
	size_t done = 0;

	for (size_t i = 0; i < len; i++)
	{
		const char *entity;

		switch (text[i])
		{
			case '&':
				entity = "&amp;";
				break;
			case '<':
				entity = "&lt;";
				break;
			case '>':
				entity = "&gt;";
				break;
			case '"':
				entity = "&quot;";
				break;
			case '\'':
				entity = "&#39;";
				break;
			default:
				continue;
		}
		Add(w, text + done, i - done);
		AddPlain(w, entity);
		done = i + 1;
		if (done % MC_INTERRUPT_INTERVAL == 0)
			mc_interrupt(w->host);
	}
	Add(w, text + done, len - done);
}

static const char *
StateName(const McAssertion *a)
{
	if (a->negated)
		return "negated";
	if (a->experiencer == MC_FAMILY)
		return "family";
	if (a->hypothetical)
		return "hypothetical";
	if (a->uncertain)
		return "uncertain";
	return a->historical ? "historical" : "affirmed";
}

/* Findings first where a cue and a finding begin together. */
static int
CompareMarks(const void *a, const void *b)
{
	const Mark *x = a;
	const Mark *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if ((x->finding == NULL) != (y->finding == NULL))
		return x->finding ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

static size_t
CollectMarks(const McDocument *doc, const McFindings *findings, Mark *marks)
{
	size_t n = 0;

	for (size_t i = 0; i < findings->count; i++)
	{
		const McFinding *finding = &findings->list[i];
		McCueCategory axis = mc_deciding_axis(&finding->assertion);

		marks[n].start = doc->tokens.list[finding->mention.first_token].start;
		marks[n].end = doc->tokens.list[finding->mention.last_token].end;
		marks[n++].finding = finding;
		if (axis == MC_CUE_NCATEGORIES)
			continue;
		marks[n].start = doc->tokens.list[finding->assertion.cue_first[axis]].start;
		marks[n].end = doc->tokens.list[finding->assertion.cue_last[axis]].end;
		marks[n++].finding = NULL;
	}
	if (n > 1)
		qsort(marks, n, sizeof(Mark), CompareMarks);
	return n;
}

void
mc_highlight(const McHost *host, const McTerminology *terminology, const McDocument *doc,
			 const McFindings *findings, void (*print_code)(McCode code, char *out),
			 McHtml *html)
{
	Writer w = {host, html};
	const char *text = doc->fold.original;
	Mark *marks = mc_alloc(host, (findings->count * 2 + 1) * sizeof(Mark));
	size_t nmarks = CollectMarks(doc, findings, marks);
	uint32_t done = 0;

	memset(html, 0, sizeof(*html));
	for (size_t i = 0; i < nmarks; i++)
	{
		const Mark *mark = &marks[i];

		/* a cue shared by several findings, or inside one, is marked once */
		if (mark->start < done)
			continue;
		AddEscaped(&w, text + done, mark->start - done);
		if (mark->finding)
		{
			McCodeInfo info;
			char code[16];

			print_code(mark->finding->mention.term.code, code);
			AddPlain(&w, "<mark class=\"mc-");
			AddPlain(&w, StateName(&mark->finding->assertion));
			AddPlain(&w, "\" data-code=\"");
			AddEscaped(&w, code, strlen(code));
			if (terminology->code(terminology->arg, mark->finding->mention.term.code,
								  &info))
			{
				AddPlain(&w, "\" title=\"");
				AddEscaped(&w, info.title, strlen(info.title));
			}
			AddPlain(&w, "\">");
		}
		else
			AddPlain(&w, "<span class=\"mc-cue\">");
		AddEscaped(&w, text + mark->start, mark->end - mark->start);
		AddPlain(&w, mark->finding ? "</mark>" : "</span>");
		done = mark->end;
	}
	AddEscaped(&w, text + done, doc->fold.original_len - done);
	mc_release(host, marks);
}
