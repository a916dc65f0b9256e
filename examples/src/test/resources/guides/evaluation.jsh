
Path corpus = root.resolve("examples/corpus/en-us-m1");
var shape = EncoderShape.tiny().size(16, 2).frames(96).patches(128, 4);
var recipe = new FineTuningRecipe().epochs(1).batchSize(4).learningRate(3e-3);
var tagFactory = new MultiLabelFactory();
var test = new MutableDataset<MultiLabel>(new SimpleDataSourceProvenance("tags", tagFactory), tagFactory);
for (String digit : List.of("one", "two", "three", "four")) {
    var tag = new MultiLabel(digit.contains("o") ? Set.of(new Label("siren"), new Label("car")) : Set.of(new Label("car")));
    test.add(AudioExamples.create(tag, AudioReference.ofFile(corpus.resolve(digit + "-1.flac"))));
}
SSAMBAModel<MultiLabel> model = new SSAMBATrainer<>(new MultiLabelHead(), shape, recipe).train(test);
//--- speakers
Path list = Files.writeString(folder.resolve("trials.txt"), "1 one-1.flac one-2.flac\n0 one-1.flac two-1.flac\n");
PretrainedEncoder encoder = model.encoder();
//--- scenes
SequenceExample<Label> scene(int seed) {
    float[] samples = new float[32_000];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) (0.1 * (random.nextDouble() - 0.5));
    }
    return AudioSequences.create(AudioClip.of(samples, 16_000), List.of(new Label("tram"), new Label(seed == 0 ? "tram" : "park")));
}
var labels = new LabelFactory();
var clips = new MutableSequenceDataset<Label>(List.of(scene(0), scene(1)), new SimpleDataSourceProvenance("scenes", labels), labels);
SSAMBASequenceModel sequenceModel = new SSAMBASequenceTrainer(new LabelHead(), shape.frames(208), recipe).train(clips);
//--- by speaker
var spoken = new MutableDataset<Label>(new SimpleDataSourceProvenance("digits", labels), labels);
for (String speaker : List.of("en-us-m1", "en-us-f1", "de-m8")) {
    for (String digit : List.of("one", "two", "three", "four")) {
        Path file = root.resolve("examples/corpus").resolve(speaker).resolve(digit + "-1.flac");
        spoken.add(AudioExamples.create(new Label(digit), AudioReference.ofFile(file), Map.of(AudioExamples.GROUP_KEY, speaker)));
    }
}
var trainer = new SSAMBATrainer<>(new LabelHead(), shape, recipe);
//--- model card
AudioTaggingEvaluation evaluation = new AudioTaggingEvaluator().evaluate(model, test);
