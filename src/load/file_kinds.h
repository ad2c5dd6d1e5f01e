/*
 * file_kinds.h
 *		The kinds of publishers' files that can be loaded.
 */
#ifndef MC_FILE_KINDS_H
#define MC_FILE_KINDS_H

#include "load/load.h"

/*
 * The kind that recognises the content, or NULL.  content[0..length) may be any
 * bytes; a zero byte follows.
 */
extern const McFileKind *mc_file_kind(const char *content, size_t length);

/* The names of all kinds, for a message; palloc'd */
extern char *mc_file_kind_names(void);

#endif /* MC_FILE_KINDS_H */
