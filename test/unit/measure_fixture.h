/*
 * measure_fixture.h
 *	  The measures of the starter, without a server, and values as text.
 */
#ifndef MEASURE_FIXTURE_H
#define MEASURE_FIXTURE_H

#include "test_host.h"
#include "value/value.h"

/* Rows read; 0 when a file is missing or a row cannot act. */
extern size_t measure_fixture(TestHost *host, McMeasures *measures);

/*
 * Values as "a1c 9.2 %", with what applies of: kind, comparator, "= 95.3 kg" where that is
 * another number, "@2024-03", "!issue"; several with " | " between, none as "-".  A buffer of this
 * function, good until its next call.
 */
extern const char *measure_print(const McMeasures *measures, const McValues *values);

#endif /* MEASURE_FIXTURE_H */
