// Trains a classifier on some voices, from scratch and briefly, and evaluates it on others.

Path manifest = Path.of("examples/corpus/manifest.csv");
LabelFactory labels = new LabelFactory();
var trainRows = AudioManifest.builder(manifest).splits("train").build();
var testRows = AudioManifest.builder(manifest).splits("validation").build();
var train = new MutableDataset<>(new AudioManifestDataSource<>(trainRows, labels));
var test = new MutableDataset<>(new AudioManifestDataSource<>(testRows, labels));

var shape = EncoderShape.tiny().size(48, 2).frames(84).patches(128, 4);
var recipe = new FineTuningRecipe().epochs(6).learningRate(3e-3).batchSize(16);
var trainer = new SSAMBATrainer<>(new LabelHead(), shape, recipe);
trainer.setListener(new ProgressDisplay());
SSAMBAModel<Label> model = trainer.train(train);

LabelEvaluation evaluation = new LabelEvaluator().evaluate(model, test);
System.out.println(evaluation);

Path saved = Path.of("target/jshell/model.tribuo");
Files.createDirectories(saved.getParent());
model.serializeToFile(saved);
System.out.println("The model is " + saved.toAbsolutePath());
