// A clip's spectrogram, as an array to look into, as a sound and as a picture.

AudioClip clip = AudioReader.read(Path.of("examples/corpus/en-us-m1/seven-1.flac"));
System.out.println(clip);

LogMelSpectrogram spectrogram = new LogMelExtractor().extract(clip);
INDArray array = SpectrogramArrays.of(spectrogram);
System.out.println("frames by mel bins: " + Arrays.toString(array.shape()));
System.out.println("loudest frame: " + array.mean(1).argMax().getInt(0));

Display.sound(clip);
Display.picture(SpectrogramPlot.draw(spectrogram, "seven"));
