/*
 * highlight.h
 *	  A note as HTML with its findings marked.
 */
#ifndef MC_HIGHLIGHT_H
#define MC_HIGHLIGHT_H

#include "coding/finding.h"

typedef struct McHtml
{
	char *text; /* UTF-8, not terminated */
	size_t len;
	size_t cap;
} McHtml;

/*
 * Write the note into html.  Each finding becomes
 *	 <mark class="mc-STATE" data-code="E11.9" title="...">...</mark>
 * where STATE is affirmed, negated, uncertain, historical, hypothetical or
 * family, and the cue that decided it <span class="mc-cue">...</span>.  Every
 * character from the note or the terminology that means something in HTML is
 * escaped.  print_code writes a code, zero terminated, into 16 bytes.
 */
extern void mc_highlight(const McHost *host, const McTerminology *terminology,
						 const McDocument *doc, const McFindings *findings,
						 void (*print_code)(McCode code, char *out), McHtml *html);

#endif /* MC_HIGHLIGHT_H */
