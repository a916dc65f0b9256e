Path labels = folder.resolve("clips");
for (String voice : List.of("cs-Jacky", "da-Mike", "de-m8", "el-miguel")) {
    for (String word : List.of("six", "one")) {
        Files.createDirectories(labels.resolve(word));
        Files.copy(root.resolve("examples/corpus/" + voice + "/" + word + "-1.flac"), labels.resolve(word + "/" + voice + ".flac"));
    }
}
Path saved = folder.resolve("model.tribuo");
List<Path> files = List.of(root.resolve("examples/corpus/cs-Jacky/six-2.flac"));
LabelFactory LABELS = new LabelFactory();
folder = labels;
//--- imports
folder = folder.getParent();

// The configuration as it is, with fewer and smaller numbers, and clips that are there.
Path one = root.resolve("examples/corpus/en-us-m1/one-1.flac");
Path two = root.resolve("examples/corpus/en-us-m1/two-1.flac");
Path manifest = Files.writeString(folder.resolve("manifest.csv"), "path,set,label,group\n" + one + ",esc10,a,fold1\n" + two + ",esc10,b,fold2\n" + two + ",esc10,b,fold5\n");
Files.createDirectories(folder.resolve("datasets-config"));
String configuration = Files.readString(root.resolve("datasets-config/esc10.xml"));
configuration = configuration.replace("<property name=\"steps\" value=\"20000\"/>", "<property name=\"steps\" value=\"1\"/><property name=\"batchSize\" value=\"2\"/>");
Files.writeString(folder.resolve("datasets-config/esc10.xml"), configuration);
