/*
 * test_host.c
 *	  A host for the engine outside PostgreSQL, and TAP output.
 */
#include "test_host.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

typedef struct TestBlock
{
	struct TestBlock *next;
	struct TestBlock *previous;
	size_t size;
} TestBlock;

/*
 * Blocks are aligned to 8 bytes and never to more, as memory of the server is: what
 * assumes more is seen by the sanitizer, or crashes.
 */
#define HEADER sizeof(TestBlock)
_Static_assert(HEADER % 16 == 8, "a block from malloc is aligned to 16");

static unsigned tests_run;
static unsigned tests_failed;

static void *
Alloc(void *arg, size_t size)
{
	TestHost *host = arg;
	TestBlock *block;

	if (++host->allocations == host->fail_allocation)
		longjmp(host->escape, 1);
	block = malloc(HEADER + size);
	if (block == NULL)
		abort();
	block->size = size;
	block->previous = NULL;
	block->next = host->blocks;
	if (host->blocks)
		host->blocks->previous = block;
	host->blocks = block;
	host->live_bytes += size;
	if (host->live_bytes > host->peak_bytes)
		host->peak_bytes = host->live_bytes;
	return (char *) block + HEADER;
}

static void
Release(void *arg, void *memory)
{
	TestHost *host = arg;
	TestBlock *block = (TestBlock *) ((char *) memory - HEADER);

	if (block->previous)
		block->previous->next = block->next;
	else
		host->blocks = block->next;
	if (block->next)
		block->next->previous = block->previous;
	host->live_bytes -= block->size;
	free(block);
}

static void *
Resize(void *arg, void *memory, size_t size)
{
	const TestBlock *block = (TestBlock *) ((char *) memory - HEADER);
	void *bigger = Alloc(arg, size);

	__builtin_memcpy(bigger, memory, block->size < size ? block->size : size);
	Release(arg, memory);
	return bigger;
}

static void
Interrupt(void *arg)
{
	TestHost *host = arg;

	if (++host->interrupts == host->fail_interrupt)
		longjmp(host->escape, 2);
}

void
test_host_init(TestHost *host)
{
	__builtin_memset(host, 0, sizeof(*host));
	host->host.alloc = Alloc;
	host->host.resize = Resize;
	host->host.release = Release;
	host->host.interrupt = Interrupt;
	host->host.arg = host;
}

void
test_host_reset(TestHost *host)
{
	while (host->blocks)
		Release(host, (char *) host->blocks + HEADER);
	host->peak_bytes = 0;
}

static void
Report(bool passed, const char *format, va_list args)
{
	printf("%s %u - ", passed ? "ok" : "not ok", ++tests_run);
	vprintf(format, args);
}

unsigned
test_slowness(void)
{
#ifdef RUNNING_ON_VALGRIND
	if (RUNNING_ON_VALGRIND)
		return 60;
#endif
	if (getenv("MEDCODE_VALGRIND"))
		return 60;
#ifdef SANITIZED
	return 5;
#else
	return 1;
#endif
}

void
test_ok(bool passed, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	Report(passed, format, args);
	va_end(args);
	putchar('\n');
	tests_failed += !passed;
}

void
test_todo(bool passed, const char *reason, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	Report(passed, format, args);
	va_end(args);
	printf(" # TODO %s\n", reason);
}

int
test_done(void)
{
	printf("1..%u\n", tests_run);
	return tests_failed ? 1 : 0;
}
