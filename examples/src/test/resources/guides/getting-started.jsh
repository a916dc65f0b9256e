//--- imports

// The configuration as it is, with fewer and smaller numbers, and clips that are there.
Path one = root.resolve("examples/corpus/en-us-m1/one-1.flac");
Path two = root.resolve("examples/corpus/en-us-m1/two-1.flac");
Path manifest = Files.writeString(folder.resolve("manifest.csv"), "path,set,label,group\n" + one + ",esc10,a,fold1\n" + two + ",esc10,b,fold2\n" + two + ",esc10,b,fold5\n");
Files.createDirectories(folder.resolve("datasets-config"));
String configuration = Files.readString(root.resolve("datasets-config/esc10.xml"));
configuration = configuration.replace("<property name=\"steps\" value=\"20000\"/>", "<property name=\"steps\" value=\"1\"/><property name=\"batchSize\" value=\"2\"/>");
Files.writeString(folder.resolve("datasets-config/esc10.xml"), configuration);
