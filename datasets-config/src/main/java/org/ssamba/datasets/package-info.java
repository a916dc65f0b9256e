/**
 * Recipes of benchmark data sets: folds, training, evaluation and the report of a run. For another
 * way to divide clips implement {@link org.ssamba.datasets.FoldScheme}, for another score {@link
 * org.ssamba.datasets.Metric}; another recipe is an XML file.
 */
package org.ssamba.datasets;
