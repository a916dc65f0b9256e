
Path recordings = root.resolve("examples/corpus/en-us-m1");
String csv = "path,label\n";
for (String digit : List.of("zero", "one", "two", "three", "four", "five")) {
    for (int take = 1; take <= 2; take++) {
        csv += recordings.resolve(digit + "-" + take + ".flac") + "," + (digit.contains("o") ? "high" : "low") + "\n";
    }
}
Path manifest = Files.writeString(folder.resolve("clips.csv"), csv);
var clips = new AudioManifestDataSource<>(new AudioManifest(manifest), new LabelFactory());
MutableDataset<Label> train = new MutableDataset<>(clips);
MutableDataset<Label> test = train;
var shape = EncoderShape.tiny().size(16, 2).frames(96).patches(128, 4);
var recipe = new FineTuningRecipe().epochs(1).batchSize(4).learningRate(3e-3);
var pretrainer = new SSAMBAPretrainer(shape, new PretrainingRecipe().steps(2).batchSize(4).maskedPatches(6));
var corpus = new AudioCorpus(new AudioManifest(manifest));
Path encoder = folder.resolve("encoder.ssamba");
pretrainer.pretrain(corpus).save(encoder);
//--- other outputs
var tagFactory = new MultiLabelFactory();
var tagged = new MutableDataset<MultiLabel>(new SimpleDataSourceProvenance("tags", tagFactory), tagFactory);
var numbers = new RegressionFactory();
var measured = new MutableDataset<Regressor>(new SimpleDataSourceProvenance("numbers", numbers), numbers);
for (Example<Label> each : train) {
    tagged.add(AudioExamples.create(new MultiLabel(Set.of(each.getOutput())), AudioReference.of(each)));
    measured.add(AudioExamples.create(new Regressor("size", measured.size()), AudioReference.of(each)));
}
//--- frozen embeddings
Path cacheFolder = folder.resolve("embeddings");
//--- one model
Path sounds = folder.resolve("sounds.tribuo");
//--- columns
Path machinesFile = Files.writeString(folder.resolve("machines.csv"), "sound,age,state\none-1.flac,3,works\ntwo-1.flac,4,broken\n");
//--- together
//--- strategies
//--- a model from Tribuo's program
SSAMBAModel<Label> model = new SSAMBATrainer<>(new LabelHead(), shape, recipe).train(train);
Path digitsModel = folder.resolve("digits.model");
Path digitsFile = folder.resolve("digits.tribuo");
try (var out = new ObjectOutputStream(Files.newOutputStream(digitsModel))) {
    out.writeObject(model);
}
//--- JSON
String xml = root.resolve("datasets-config/fsdd.xml").toString();
File json = folder.resolve("fsdd.json").toFile();
//--- replay
Path file = folder.resolve("model.tribuo");
model.serializeToFile(file);
//--- explaining
Example<Label> example = test.getExample(0);
//--- tags
//--- speakers and scenes
Path trialList = Files.writeString(folder.resolve("trials.txt"), "1 one-1.flac one-2.flac\n0 one-1.flac two-1.flac\n");
SequenceExample<Label> scene(int seed) {
    float[] samples = new float[32_000];
    var random = new SplittableRandom(seed);
    for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) (0.1 * (random.nextDouble() - 0.5));
    }
    return AudioSequences.create(AudioClip.of(samples, 16_000), List.of(new Label("tram"), new Label(seed == 0 ? "tram" : "park")));
}
var labels = new LabelFactory();
var scenes = new MutableSequenceDataset<Label>(List.of(scene(0), scene(1)), new SimpleDataSourceProvenance("scenes", labels), labels);
SSAMBASequenceModel sequenceModel = new SSAMBASequenceTrainer(new LabelHead(), shape.frames(208), recipe).train(scenes);
//--- data larger than memory
Path spectrograms = folder.resolve("spectrograms");
//--- ensembles
trainer = new SSAMBATrainer<>(new LabelHead(), EncoderSource.file(encoder), recipe);
Path bagFile = folder.resolve("bag.tribuo");
//--- serving
AudioReference clip = AudioReference.of(example);
//--- streams
// A microphone that records two seconds of silence.
var left = new java.util.concurrent.atomic.AtomicInteger(2 * 32_000);
Object answer(String method, Object[] values) {
    switch (method) {
        case "getFormat": return new AudioFormat(16_000, 16, 1, true, false);
        case "isOpen": return true;
        case "read": return Math.min((int) values[2], left.getAndAdd(-Math.min((int) values[2], left.get())));
        default: return null;
    }
}
var types = new Class<?>[] {javax.sound.sampled.TargetDataLine.class};
var line = (javax.sound.sampled.TargetDataLine) java.lang.reflect.Proxy.newProxyInstance(types[0].getClassLoader(), types, (proxy, method, values) -> answer(method.getName(), values));
//--- threads
Model<Label> loaded = model;
//--- compatibility
Path card = folder.resolve("card.json");
