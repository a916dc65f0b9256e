/**
 * Embeddings and predictions of audio as stages of Apache Spark ML and functions of Spark SQL, and
 * jobs over whole corpora. Tasks share nothing but the bytes of the network: rows stay in their
 * partitions, in order.
 */
package org.ssamba.spark;
