/*
 * relative.h
 *	  Whose condition it is, where it is a relative's.
 */
#ifndef MC_RELATIVE_H
#define MC_RELATIVE_H

#include <stdint.h>

#include "context/scope.h"
#include "text/document.h"

/*
 * A relative: 0 is nobody, MC_RELATIVE_FAMILY a relative that the note does not
 * name; all others are numbers for mc_relative_name() only.
 */
typedef uint8_t McRelative;

#define MC_RELATIVE_NONE   0
#define MC_RELATIVE_FAMILY 1

/*
 * The English word for a relative: mother, paternal grandfather; "family" for
 * one that is not named, NULL for MC_RELATIVE_NONE.
 */
extern const char *mc_relative_name(McRelative relative);

/*
 * The relative that a target is said of.  The words of the cue count first, then
 * the nearest word for a relative before the target in its sentence ("Father
 * died of MI"), then one behind it ("breast cancer in her mother").  The cue is
 * that of the family axis; cue_first MC_NO_TOKEN where only the section says so.
 */
extern McRelative mc_relative_of(const McDocument *doc, const McSentence *sentence,
								 const McTarget *target, uint32_t cue_first,
								 uint32_t cue_last);

#endif /* MC_RELATIVE_H */
