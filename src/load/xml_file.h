/*
 * xml_file.h
 *		Reading the publishers' XML files, event by event.
 *
 * A thin layer over libxml2's reader: no network, no external entities, no
 * document type of the file's own, content as UTF-8.  It knows no PostgreSQL.
 *
 * libxml2 allocates with malloc, so whoever may leave by longjmp between open
 * and close has to see to it that mc_xml_close() is called.
 */
#ifndef MC_XML_FILE_H
#define MC_XML_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum McXmlEvent
{
	MC_XML_START, /* of an element: name, attributes, line */
	MC_XML_TEXT,  /* text or CDATA that is not only white space: text, line */
	MC_XML_END,   /* of an element, empty ones too: name, line */
	MC_XML_DONE,  /* the document is complete and well-formed */
	MC_XML_BAD    /* it is not; problem, line.  Nothing more comes. */
} McXmlEvent;

typedef struct McXml McXml;

/*
 * Begin to read content[0..length), which must stay as long as the reader.
 * NULL if there is no memory.  The content may begin with a byte order mark;
 * an encoding that the document declares is honoured.
 */
extern McXml *mc_xml_open(const char *content, size_t length);

extern McXmlEvent mc_xml_next(McXml *xml);

/* Name of the element that starts or ends; valid until the next event. */
extern const char *mc_xml_name(const McXml *xml);

/* The same for a message: "(unknown)" if it is long or not of printable ASCII. */
extern const char *mc_xml_tell_name(const McXml *xml);

/* Is that its name? */
extern bool mc_xml_is(const McXml *xml, const char *name);

/* The text, as is, zero terminated UTF-8; valid until the next event. */
extern const char *mc_xml_text(const McXml *xml);

/*
 * Value of an attribute of the element that starts, or NULL; valid until the
 * next event or the next call of this.
 */
extern const char *mc_xml_attribute(McXml *xml, const char *name);

/* Line of the event, from 1 */
extern uint32_t mc_xml_line(const McXml *xml);

/* Elements around the event: 0 for start and end of the root. */
extern int mc_xml_depth(const McXml *xml);

/* Bytes of the content read so far */
extern size_t mc_xml_offset(const McXml *xml);

/* After MC_XML_BAD: what is wrong, a clause that quotes nothing of the content. */
extern const char *mc_xml_problem(const McXml *xml);

extern void mc_xml_close(McXml *xml);

/*
 * Is this XML whose root element has the name, and which has within its first
 * 4,000 bytes this text?  (NULL: any.)  For telling kinds of files apart.
 */
extern bool mc_xml_looks_like(const char *content, size_t length, const char *root,
							  const char *within);

#endif /* MC_XML_FILE_H */
