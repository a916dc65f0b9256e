/**
 * Reads benchmark data sets as they are published and lists their clips in this project's manifest
 * format: one class for each data set.
 */
package org.ssamba.datasets.preparation;
