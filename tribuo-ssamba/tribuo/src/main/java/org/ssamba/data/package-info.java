/**
 * Corpora, manifests and data sources; examples that refer to audio; caches of spectrograms.
 *
 * <p>An example does not hold audio. It holds an {@link org.ssamba.data.AudioReference}, as String
 * metadata: which file, which part of it, and the SHA-256 of the file's bytes. A {@link
 * org.ssamba.data.SpectrogramSource} turns references into log-mel spectrograms when a trainer or a
 * model asks for them, so that a data set may be far larger than memory.
 *
 * <p>Labelled clips come from {@link org.ssamba.data.AudioDirectoryDataSource}, {@link
 * org.ssamba.data.AudioManifestDataSource} or {@link org.ssamba.data.AudioShardDataSource},
 * unlabelled ones from an {@link org.ssamba.data.AudioCorpus}, and clips with a label for each
 * second from an {@link org.ssamba.data.AudioSequenceDataSource}; {@link
 * org.ssamba.data.AudioSequences} decides how many seconds a clip has. A {@link
 * org.ssamba.data.ClipAudio} is a clip in a file or in memory, for whatever reads either.
 */
package org.ssamba.data;
