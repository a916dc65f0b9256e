/** A small HTTP server for a model, on the JDK's own: see docs/serving.md. */
package org.ssamba.examples.serve;
