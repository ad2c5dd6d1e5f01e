/*
 * affix.h
 *	  Beginnings and endings of medical words by which two real words differ, so that
 *	  neither is taken for the other misspelt.
 */
#ifndef MC_AFFIX_H
#define MC_AFFIX_H

#include <stdbool.h>
#include <stdint.h>

/* Does the word end as names of diseases do: -itis, -emia? */
extern bool mc_names_disease_kind(const char *word, uint32_t len);

/* Has the written word an ending of a disease that the other has not: fasciolosis? */
extern bool mc_end_apart(const char *written, uint32_t written_len, const char *meant,
						 uint32_t meant_len);

/* Does the word end as names of procedures and instruments do: -ostomy, -scope? */
extern bool mc_names_procedure_kind(const char *word, uint32_t len);

/*
 * Do two words differ in a beginning or an ending of one group alone: hypotension and
 * hypertension, gastritis and gastrosis?
 */
extern bool mc_differ_in_affix(const char *one, uint32_t one_len, const char *other,
							   uint32_t other_len);

/*
 * Has the written word another beginning than the one it is to be corrected to, as
 * intrarenal has another than infrarenal?
 */
extern bool mc_begin_apart(const char *written, uint32_t written_len, const char *meant,
						   uint32_t meant_len);

/* Does the word end as forms of any English word do: -ing, -ed? */
extern bool mc_is_inflected(const char *word, uint32_t len);

/* Is the written word a derivation of the other: arthritic of arthritis? */
extern bool mc_is_derived(const char *written, uint32_t written_len, const char *meant,
						  uint32_t meant_len);

#endif /* MC_AFFIX_H */
