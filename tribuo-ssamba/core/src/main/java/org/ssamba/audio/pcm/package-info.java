/**
 * Formats of samples that are stored as they are, or nearly: WAV, AIFF, AU and SPHERE, with linear
 * PCM, companded PCM and ADPCM in them.
 *
 * <p>Imports {@code decoding}, and of {@code org.ssamba.audio} the exception alone. Not part of the
 * API: only {@code org.ssamba.audio} and its rooms use this package.
 */
package org.ssamba.audio.pcm;
