/**
 * MPEG audio, layers I to III: frames, the streams that joined files consist of, encoders' tags.
 * JLayer decodes the frames.
 *
 * <p>Imports {@code decoding}, and of {@code org.ssamba.audio} the exception alone. Not part of the
 * API: only {@code org.ssamba.audio} and its rooms use this package.
 */
package org.ssamba.audio.mpeg;
