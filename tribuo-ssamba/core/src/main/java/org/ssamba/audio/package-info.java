/**
 * Audio files to waveforms to log-mel spectrograms.
 *
 * <p>{@link org.ssamba.audio.AudioReader} decodes a file into an {@link
 * org.ssamba.audio.AudioClip}, {@link org.ssamba.audio.LogMelExtractor} turns a clip into a {@link
 * org.ssamba.audio.LogMelSpectrogram}. Formats and codecs have rooms of their own, which are not
 * part of the API: containers ({@code ogg}, {@code matroska}, {@code mp4}) above codecs ({@code
 * aac}, {@code opus}) above {@code decoding}; {@code pcm}, {@code flac} and {@code mpeg} are both
 * in one. This package depends on no other package of the library and neither on Tribuo nor on DJL.
 */
package org.ssamba.audio;
