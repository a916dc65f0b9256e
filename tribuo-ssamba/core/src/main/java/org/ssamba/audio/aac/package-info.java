/**
 * AAC-LC (ISO/IEC 14496-3): the codec, which containers use too, and ADTS, the plain stream of its
 * frames.
 *
 * <p>Imports {@code decoding} and {@code transform}, and of {@code org.ssamba.audio} the exception
 * alone. Not part of the API: only {@code org.ssamba.audio} and its rooms use this package.
 */
package org.ssamba.audio.aac;
