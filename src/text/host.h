/*
 * host.h
 *	  What the engine needs from whoever runs it.
 *
 * The rooms text, match, context and coding know nothing of PostgreSQL.  They
 * take memory and give way to cancellation through these hooks.  Each hook
 * may leave by longjmp (an out-of-memory error, a cancelled query), so the
 * engine holds nothing across a call that the host could not take back: all
 * memory comes from alloc, and the host frees it as a whole.
 */
#ifndef MC_HOST_H
#define MC_HOST_H

#include <stddef.h>
#include <stdint.h>

typedef struct McHost
{
	/* never returns NULL; sizes above 1 GB are allowed */
	void *(*alloc)(void *arg, size_t size);
	void *(*resize)(void *arg, void *block, size_t size);
	void (*release)(void *arg, void *block);
	/*
	 * called every MC_INTERRUPT_INTERVAL tokens or candidates, and every 64 kB
	 * of text that gives none
	 */
	void (*interrupt)(void *arg);
	void *arg;
} McHost;

#define MC_INTERRUPT_INTERVAL 4096

static inline void *
mc_alloc(const McHost *host, size_t size)
{
	return host->alloc(host->arg, size);
}

static inline void *
mc_resize(const McHost *host, void *block, size_t size)
{
	return block ? host->resize(host->arg, block, size) : host->alloc(host->arg, size);
}

static inline void
mc_release(const McHost *host, void *block)
{
	if (block)
		host->release(host->arg, block);
}

static inline void
mc_interrupt(const McHost *host)
{
	host->interrupt(host->arg);
}

/*
 * Make room for one more element in a growing array.  capacity doubles; the
 * arrays of a note are bounded by the length of its text.
 */
#define MC_GROW(host, array, count, capacity)                                 \
	do                                                                        \
	{                                                                         \
		if ((count) == (capacity))                                            \
		{                                                                     \
			size_t mc_cap_ = (capacity) ? (size_t) (capacity) *2 : 64;        \
			(array) = mc_resize((host), (array), mc_cap_ * sizeof(*(array))); \
			(capacity) = mc_cap_;                                             \
		}                                                                     \
	} while (0)

#endif /* MC_HOST_H */
