/*
 * Copyright 2026 The tribuo-ssamba authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package org.ssamba.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.ssamba.ComputeDevice;
import org.ssamba.compute.DeviceInfo;
import org.ssamba.compute.cuda.CudaBackend;
import org.ssamba.compute.cuda.CudaCards;
import org.ssamba.download.Downloads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at this machine. */
@Command(
        name = "doctor",
        description = "Says what of this machine is used, and what would make it faster or safer.")
final class DoctorCommand implements Callable<Integer> {
    private static final double GIGABYTE = 1e9;
    private static final double LITTLE_GIGABYTES = 1;

    private final List<String> advice = new ArrayList<>();

    @Mixin private Log log;

    /** Used by picocli. */
    DoctorCommand() {}

    @Override
    public Integer call() throws IOException {
        log.begin();
        java();
        processor();
        gpu();
        disk();
        text();
        System.out.println();
        if (advice.isEmpty()) {
            System.out.println("Nothing is amiss.");
        }
        advice.forEach(line -> System.out.println("What would help: " + line));
        return ExitCode.DONE;
    }

    private static void line(String name, Object value) {
        System.out.printf(Locale.ROOT, "%-16s %s%n", name, value);
    }

    private void java() throws IOException {
        line("ssamba", Version.text());
        line("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
        line("Java home", System.getProperty("java.home"));
        line(
                "memory",
                String.format(
                        Locale.ROOT,
                        "%.1f GB for Java at most",
                        Runtime.getRuntime().maxMemory() / GIGABYTE));
        if (!Launch.hasVectorModule()) {
            advice.add(
                    "start Java with --add-modules "
                            + Launch.VECTOR
                            + ", about three times as fast; the launcher does");
        }
        Launch launch = Launch.ofThisProcess();
        if (launch.jar() != null) {
            line("class archive", launch.archive() + (launch.hasArchive() ? "" : " (missing)"));
            if (!launch.hasArchive()) {
                advice.add(
                        "start once with permission to write in "
                                + launch.archive().getParent()
                                + ": commands then start in half the time");
            }
        }
    }

    private void processor() {
        ComputeDevice cpu = new ComputeDevice(ComputeDevice.Kind.CPU);
        DeviceInfo info = cpu.backend().device();
        line("processor", info.name());
        for (Map.Entry<String, String> detail : info.details().entrySet()) {
            if (!detail.getKey().equals("java")) {
                line("  " + detail.getKey(), detail.getValue());
            }
        }
        String reason = info.details().get("matrix product reason");
        if (reason != null) {
            advice.add("a BLAS for matrix products: " + reason);
        }
    }

    private void gpu() {
        Optional<String> unavailable = CudaBackend.unavailable();
        if (unavailable.isPresent()) {
            line("GPU", "none is used: " + unavailable.get());
            return;
        }
        DeviceInfo info = new ComputeDevice(ComputeDevice.Kind.CUDA).backend().device();
        line("GPU", info.name());
        info.details().forEach((name, value) -> line("  " + name, value));
        int cards = CudaCards.available();
        if (cards > 1) {
            line("  GPUs in all", Integer.toString(cards));
            line("  NCCL, to use several", CudaCards.collectives());
        }
    }

    private void disk() throws IOException {
        Downloads downloads = Downloads.standard();
        folder("downloads", downloads.folder());
        line("  offline", downloads.offline() ? "yes" : "no");
        String djl = System.getenv("DJL_CACHE_DIR");
        folder(
                "libtorch",
                djl != null ? Path.of(djl) : Path.of(System.getProperty("user.home"), ".djl.ai"));
        folder("temporary files", Path.of(System.getProperty("java.io.tmpdir")));
    }

    private void folder(String name, Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null) {
            line(name, folder + ", on no disk that is there");
            advice.add("another folder for " + name + " than " + folder);
            return;
        }
        double free = Files.getFileStore(there).getUsableSpace() / GIGABYTE;
        line(name, folder + String.format(Locale.ROOT, ", %.1f GB free", free));
        if (!Files.isWritable(there)) {
            advice.add("permission to write in " + there + ", for " + name);
        }
        if (free < LITTLE_GIGABYTES) {
            advice.add("room on the disk of " + there + ", for " + name);
        }
    }

    private void text() {
        String names = System.getProperty("sun.jnu.encoding");
        line("locale", Locale.getDefault());
        line("text", Charset.defaultCharset() + ", names of files as " + names);
        if (!Charset.isSupported(names) || !Charset.forName(names).equals(StandardCharsets.UTF_8)) {
            advice.add(
                    "LANG=C.UTF-8 in the environment: file names with letters beyond "
                            + names
                            + " cannot be read");
        }
    }
}
