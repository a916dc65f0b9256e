// Embeds a folder of clips and finds those that sound most like one of them.

Path encoderFile = Path.of("target/quickstart/encoder.ssamba");

// The quick start's encoder, or else one that is pretrained here for a few seconds.
PretrainedEncoder pretrainOne() {
    var shape = EncoderShape.tiny().size(64, 4).frames(88).patches(128, 8);
    var recipe = new PretrainingRecipe().steps(200).batchSize(16).learningRate(3e-3);
    var pretrainer = new SSAMBAPretrainer(shape, recipe);
    pretrainer.setListener(new ProgressDisplay());
    return pretrainer.pretrain(new AudioCorpus(Path.of("examples/corpus")));
}

PretrainedEncoder encoder = Files.exists(encoderFile) ? PretrainedEncoder.load(encoderFile) : pretrainOne();

List<Path> files = new AudioCorpus(Path.of("examples/corpus/en-us-m1")).references().stream().map(AudioReference::path).toList();
float[][] vectors = encoder.embedFiles(files);
Embeddings embeddings = Embeddings.of(vectors);

System.out.println("Most like " + files.get(0).getFileName() + ":");
for (Embeddings.Match match : embeddings.nearest(vectors[0], 5)) {
    System.out.printf("  %.3f  %s%n", match.similarity(), files.get(match.clip()).getFileName());
}

INDArray plane = embeddings.principalComponents(2);
System.out.println("Two principal components of the first clip: " + plane.getRow(0));
