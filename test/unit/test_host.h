/*
 * test_host.h
 *	  A host for the engine outside PostgreSQL: memory from malloc, taken back
 *	  as a whole, with failures on demand.
 */
#ifndef TEST_HOST_H
#define TEST_HOST_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>

#include "text/host.h"

typedef struct TestHost
{
	McHost host;
	struct TestBlock *blocks; /* every block not yet given back */
	size_t live_bytes;
	size_t peak_bytes;
	unsigned long allocations; /* calls so far */
	unsigned long interrupts;
	unsigned long fail_allocation; /* leave at the n-th call; 0: never */
	unsigned long fail_interrupt;
	jmp_buf escape; /* where a failure leaves to */
} TestHost;

extern void test_host_init(TestHost *host);

/* Give back all memory, whatever state the engine was left in. */
extern void test_host_reset(TestHost *host);

/*
 * How much slower than a plain build: 1, 5 under a sanitizer, 60 under valgrind.  What is
 * repeated for chance alone is repeated so many times less.
 */
extern unsigned test_slowness(void);

/* TAP output. */
extern void test_ok(bool passed, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The same for what is known to be missing, with the reason; it fails nothing. */
extern void test_todo(bool passed, const char *reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
extern int test_done(void);

#endif /* TEST_HOST_H */
