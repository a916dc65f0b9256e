// Where a saved model comes from: data, trainer, run. A model must be there: this makes one.
/open examples/jshell/train.jsh

Model<Label> loaded = Model.deserializeFromFile(saved).castModel(Label.class);
var provenance = loaded.getProvenance();
System.out.println("Trained at " + provenance.getTrainingTime());
System.out.println("On " + provenance.getDatasetProvenance());
System.out.println("By " + provenance.getTrainerProvenance());
System.out.println("How it went");
provenance.getInstanceProvenance().getMap().forEach((name, value) -> System.out.println("  " + name + ": " + value));

// The same as a configuration that OLCUT can run again.
var configuration = com.oracle.labs.mlrg.olcut.provenance.ProvenanceUtil.extractConfiguration(provenance);
System.out.println(configuration.size() + " configured objects, " + configuration.stream().map(object -> object.getName()).toList());
