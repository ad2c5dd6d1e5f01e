/*
 * statistic.c
 *	  Quantiles for what is inferred from a sample, by the incomplete beta function.
 */
#include "audit/statistic.h"

#include <math.h>

/* Steps of the continued fraction and of the search; enough for the last digits of a double */
#define MOST_STEPS    500
#define MOST_HALVINGS 200

/* Nothing smaller is divided by */
#define TINY 1e-300

/*
 * The continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8) by
 * the method of Lentz.
 */
static double
Fraction(double a, double b, double x)
{
	double c = 1.0;
	double d = 1.0 - (a + b) * x / (a + 1.0);
	double h;

	d = 1.0 / (fabs(d) < TINY ? TINY : d);
	h = d;
	for (int m = 1; m < MOST_STEPS; m++)
	{
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step;

		d = 1.0 + even * d;
		c = 1.0 + even / c;
		d = 1.0 / (fabs(d) < TINY ? TINY : d);
		c = fabs(c) < TINY ? TINY : c;
		h *= d * c;
		d = 1.0 + odd * d;
		c = 1.0 + odd / c;
		d = 1.0 / (fabs(d) < TINY ? TINY : d);
		c = fabs(c) < TINY ? TINY : c;
		step = d * c;
		h *= step;
		if (fabs(step - 1.0) < 1e-15)
			break;
	}
	return h;
}

/* The regularised incomplete beta function; x from 0 to 1 */
static double
Beta(double a, double b, double x)
{
	double front;

	if (x <= 0.0 || x >= 1.0)
		return x <= 0.0 ? 0.0 : 1.0;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	return x < (a + 1.0) / (a + b + 2.0) ? front * Fraction(a, b, x) / a
										 : 1.0 - front * Fraction(b, a, 1.0 - x) / b;
}

/*
 * The x of which Beta is p, by Newton's method; where that leaves what is known to hold x, by
 * halving.
 */
double
mc_beta_quantile(double p, double a, double b)
{
	double scale = lgamma(a + b) - lgamma(a) - lgamma(b);
	double low = 0.0;
	double high = 1.0;
	double x = a / (a + b);

	for (int i = 0; i < MOST_HALVINGS; i++)
	{
		double over = Beta(a, b, x) - p;
		double density = exp(scale + (a - 1.0) * log(x) + (b - 1.0) * log1p(-x));
		double next = x - over / density;

		if (over < 0.0)
			low = x;
		else
			high = x;
		if (!(next > low && next < high))
			next = (low + high) / 2.0;
		if (fabs(next - x) <= 1e-16 * x)
			return next;
		x = next;
	}
	return x;
}

double
mc_student_quantile(double p, double freedom)
{
	double tail = p < 0.5 ? p : 1.0 - p;
	double x;
	double t;

	if (p == 0.5)
		return 0.0;
	/* Abramowitz and Stegun 26.7.1: both tails are Beta(f/2, 1/2) at f / (f + t^2) */
	x = mc_beta_quantile(2.0 * tail, freedom / 2.0, 0.5);
	t = sqrt(freedom * (1.0 - x) / x);
	return p < 0.5 ? -t : t;
}

void
mc_share_interval(double count, double total, double confidence, double *low,
				  double *high)
{
	double tail = (1.0 - confidence) / 2.0;

	*low = count <= 0.0 ? 0.0 : mc_beta_quantile(tail, count, total - count + 1.0);
	*high =
		count >= total ? 1.0 : mc_beta_quantile(1.0 - tail, count + 1.0, total - count);
}
