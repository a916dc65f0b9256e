/** Programs to copy from: the quick start, its short form, and what pretraining is worth. */
package org.ssamba.examples;
