/*
 * remittance_bench.c
 *		Large remittances (X12 835) from a seed, and how fast they are read.
 *
 * usage: remittance_bench write MEGABYTES SEED >FILE
 *		  remittance_bench read FILE
 *
 * write: payments of 1,000 claims with one to eight lines each, most of them reduced to
 * the contract, some denied, some reversed, with recoupments and interest; all of it
 * balances.  The same seed gives the same bytes.  read: processor time of reading, the
 * rows counted and thrown away, the median of five rounds, and the memory it took.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "test_host.h"
#include "x12/remittance.h"

#define CLAIMS_OF_A_PAYMENT 1000
#define ROUNDS              5

/* ---- writing ---- */

static uint64_t state;

/* SplitMix64, below n */
static unsigned
Random(unsigned n)
{
	uint64_t z = state += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return (unsigned) ((z ^ (z >> 31)) % n);
}

static char *claims; /* of the payment */
static size_t used;
static size_t size;
static unsigned segments;

#define WRITE(...)                                             \
	do                                                         \
	{                                                          \
		if (size - used < 1024)                                \
			claims = realloc(claims, size = 2 * size + 65536); \
		used += (size_t) sprintf(claims + used, __VA_ARGS__);  \
		segments++;                                            \
	} while (0)

/* Cents as X12 writes them */
static const char *
Money(long cents)
{
	static char texts[8][24];
	static int next;
	char *text = texts[next++ % 8];

	sprintf(text, cents % 100 ? "%s%ld.%02ld" : "%s%ld", cents < 0 ? "-" : "",
			labs(cents) / 100, labs(cents) % 100);
	return text;
}

/* A claim with its lines; returns what is paid for it, in cents. */
static long
WriteClaim(unsigned long number)
{
	static const char *const codes[] = {"99213", "99214", "85025", "80053",
										"93000", "71046", "J1885", "20610"};
	static const char *const denials[] = {"CAS*CO*50*%s", "CAS*CO*97*%s", "CAS*CO*16*%s",
										  "CAS*PR*96*%s", "CAS*CO*197*%s"};
	static const char *const remarks[] = {"N115", "M15", "N822", "N130", "MA130"};
	unsigned lines = 1 + Random(8);
	bool reversal = Random(100) == 0;
	long charge[8];
	long paid[8];
	int denied[8];
	long patient = 0;
	long total = 0;
	long sum = 0;

	for (unsigned i = 0; i < lines; i++)
	{
		charge[i] = 500 + (long) Random(40000);
		denied[i] = Random(10) == 0 ? (int) Random(5) : -1;
		paid[i] = denied[i] >= 0 ? 0 : charge[i] * (40 + (long) Random(40)) / 100;
		if (reversal)
		{
			charge[i] = -charge[i];
			paid[i] = -paid[i];
		}
		patient += paid[i] / 5;
		paid[i] -= paid[i] / 5;
		total += charge[i];
		sum += paid[i];
	}
	WRITE("CLP*C%lu*%d*%s*%s*%s*12*P%lu*11*%d~", number, reversal ? 22 : 1, Money(total),
		  Money(sum), Money(patient), number * 7, reversal ? 8 : 1);
	WRITE("NM1*QC*1*DOE*JANE****MI*M%06u~", Random(1000000));
	WRITE("NM1*82*1*ROE*RICHARD****XX*1999999984~");
	WRITE("MOA***MA01~");
	WRITE("DTM*050*20260102~");
	for (unsigned i = 0; i < lines; i++)
	{
		long share = paid[i] / 4; /* paid is four fifths of what is allowed */

		if (denied[i] < 0)
			share = reversal ? -((-paid[i] + 3) / 4) : (paid[i] + 3) / 4;
		WRITE("SVC*HC:%s%s*%s*%s**%u~", codes[Random(8)], Random(4) ? "" : ":25",
			  Money(charge[i]), Money(paid[i]), 1 + Random(3));
		WRITE("DTM*472*202512%02u~", 1 + Random(28));
		if (denied[i] >= 0)
		{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			WRITE(denials[denied[i]], Money(charge[i]));
#pragma GCC diagnostic pop
			claims[used++] = '~';
			WRITE("REF*6R*%u~", i + 1);
			WRITE("LQ*HE*%s~", remarks[denied[i]]);
			continue;
		}
		WRITE("CAS*CO*45*%s~", Money(charge[i] - paid[i] - share));
		WRITE("CAS*PR*2*%s~", Money(share));
		WRITE("REF*6R*%u~", i + 1);
		WRITE("AMT*B6*%s~", Money(paid[i] + share));
	}
	return sum;
}

static void
WritePayment(unsigned long number, unsigned long *claim)
{
	long paid = 0;
	long recouped = 100 * (long) Random(50);
	long interest = (long) Random(500);

	used = 0;
	segments = 0;
	WRITE("LX*1~");
	for (int i = 0; i < CLAIMS_OF_A_PAYMENT; i++)
		paid += WriteClaim(++*claim);
	WRITE("PLB*1234567893*20251231*WO:PCN9*%s*L6*%s~", Money(recouped), Money(-interest));
	printf(
		"ST*835*%04lu~BPR*I*%s*C*ACH*CCP*01*999999992*DA*1*1512345678**01*999988880*DA*"
		"2*20260116~TRN*1*T%lu*1512345678~DTM*405*20260115~N1*PR*EXAMPLE HEALTH "
		"PLAN*XV*12345~N1*PE*EXAMPLE CLINIC*XX*1234567893~%.*sSE*%u*%04lu~",
		number, Money(paid - recouped + interest), number, (int) used, claims,
		segments + 7, number);
}

static int
Write(double megabytes, unsigned long seed)
{
	unsigned long payments = 0;
	unsigned long claim = 0;
	double written = 0;

	state = seed;
	printf("ISA*00*          *00*          *ZZ*PAYER          *ZZ*PROVIDER       *260115*"
		   "1200*^*00501*%09lu*0*P*:~GS*HP*PAYER*PROVIDER*20260115*1200*1*X*"
		   "005010X221A1~",
		   seed % 1000000000);
	while (written < megabytes * 1e6)
	{
		WritePayment(++payments, &claim);
		written += (double) used;
	}
	printf("GE*%lu*1~IEA*1*%09lu~", payments, seed % 1000000000);
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}

/* ---- reading ---- */

static unsigned long rows[6];

static void
CountPayment(void *arg, const McRemitPayment *payment)
{
	(void) arg, (void) payment;
	rows[0]++;
}

static void
CountClaim(void *arg, const McRemitClaim *claim)
{
	(void) arg, (void) claim;
	rows[1]++;
}

static void
CountLine(void *arg, const McRemitClaim *claim, const McRemitLine *line)
{
	(void) arg, (void) claim, (void) line;
	rows[2]++;
}

static void
CountAdjustment(void *arg, const McRemitClaim *claim, const McRemitLine *line,
				uint32_t number, const McRemitAdjustment *adjustment)
{
	(void) arg, (void) claim, (void) line, (void) number, (void) adjustment;
	rows[3]++;
}

static void
CountDetail(void *arg, const McRemitDetail *detail)
{
	(void) arg, (void) detail;
	rows[4]++;
}

static void
CountProviderAdjustment(void *arg, const McRemitProviderAdjustment *adjustment)
{
	(void) arg, (void) adjustment;
	rows[5]++;
}

static size_t
ReadFile(void *arg, char *buffer, size_t want)
{
	return fread(buffer, 1, want, arg);
}

static double
Now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double) t.tv_sec + (double) t.tv_nsec / 1e9;
}

static int
CompareDouble(const void *a, const void *b)
{
	double x = *(const double *) a;
	double y = *(const double *) b;

	return (x > y) - (x < y);
}

static int
Read(const char *path)
{
	const McRemitSink sink = {CountPayment, CountClaim,
							  CountLine,    CountAdjustment,
							  CountDetail,  CountProviderAdjustment,
							  NULL,         false};
	FILE *file = fopen(path, "rb");
	double seconds[ROUNDS];
	double bytes = 0;
	struct rusage usage;

	if (file == NULL)
	{
		perror(path);
		return 1;
	}
	for (int round = 0; round < ROUNDS; round++)
	{
		TestHost host;
		McX12Problem problem;

		rewind(file);
		memset(rows, 0, sizeof(rows));
		test_host_init(&host);
		seconds[round] = -Now();
		if (mc_remit_read(&host.host, (McX12Source){ReadFile, file}, &sink, &problem) ==
			0)
		{
			fprintf(stderr, "segment %llu (%s): %s\n",
					(unsigned long long) problem.segment, problem.name, problem.text);
			return 1;
		}
		seconds[round] += Now();
		bytes = (double) ftell(file);
		test_host_reset(&host);
	}
	qsort(seconds, ROUNDS, sizeof(double), CompareDouble);
	getrusage(RUSAGE_SELF, &usage);
	printf("%.0f MB, %lu payments, %lu claims, %lu lines, %lu adjustments: %.2f s, "
		   "%.0f MB/s, at most %ld kB resident\n",
		   bytes / 1e6, rows[0], rows[1], rows[2], rows[3], seconds[ROUNDS / 2],
		   bytes / 1e6 / seconds[ROUNDS / 2], usage.ru_maxrss);
	fclose(file);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "write") == 0)
		return Write(atof(argv[2]), strtoul(argv[3], NULL, 10));
	if (argc == 3 && strcmp(argv[1], "read") == 0)
		return Read(argv[2]);
	fprintf(stderr, "usage: remittance_bench write MEGABYTES SEED >FILE\n"
					"       remittance_bench read FILE\n");
	return 2;
}
