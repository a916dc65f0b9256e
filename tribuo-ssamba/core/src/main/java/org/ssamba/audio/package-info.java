/**
 * Audio files to waveforms to log-mel spectrograms.
 *
 * <p>{@link org.ssamba.audio.AudioReader} decodes a file into an {@link
 * org.ssamba.audio.AudioClip}, {@link org.ssamba.audio.LogMelExtractor} turns a clip into a {@link
 * org.ssamba.audio.LogMelSpectrogram}. This package depends on no other package of the library and
 * neither on Tribuo nor on DJL.
 */
package org.ssamba.audio;
