/**
 * Fourier and cosine transforms of arrays of numbers, which do not know that these are audio.
 *
 * <p>Imports nothing of the library. Not part of the API: only {@code org.ssamba.audio} and its
 * rooms use this package.
 */
package org.ssamba.audio.transform;
