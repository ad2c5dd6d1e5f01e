/*
 * statistic.h
 *	  Quantiles for what is inferred from a sample.
 */
#ifndef MC_STATISTIC_H
#define MC_STATISTIC_H

/* Student's t below which a share p of it lies; 0 < p < 1, freedom > 0 */
extern double mc_student_quantile(double p, double freedom);

/* Where a share p of the beta distribution lies below; 0 < p < 1, a and b > 0 */
extern double mc_beta_quantile(double p, double a, double b);

/*
 * Limits of the two-sided interval of Clopper and Pearson (Biometrika 26, 1934) for a
 * share, of which count of total were seen; 0 < confidence < 1.
 */
extern void mc_share_interval(double count, double total, double confidence, double *low,
							  double *high);

#endif /* MC_STATISTIC_H */
