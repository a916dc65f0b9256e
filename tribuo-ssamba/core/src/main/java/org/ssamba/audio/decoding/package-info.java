/**
 * What every format is built from: {@link org.ssamba.audio.decoding.AudioInput} (the bytes, and
 * errors that name them), tags, {@link org.ssamba.audio.decoding.AudioDecoder} (what a format is
 * opened as), and, for containers, packets and the codecs that decode them.
 *
 * <p>Imports no other room, and of {@code org.ssamba.audio} the exception alone. Not part of the
 * API: only {@code org.ssamba.audio} and its rooms use this package.
 */
package org.ssamba.audio.decoding;
