// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Makes the policy bundle from the sources with the `opa` program. The bytes depend on the sources
/// and the version of OPA alone.
public final class BundleBuild {

    /// The version of OPA that the bundle is built with.
    public static final String OPA_VERSION = "1.22.0";

    private BundleBuild() {}

    /// Writes the bundle.
    ///
    /// @param args the `policies` folder, the `opa` program, the file to write
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 3) {
            System.err.println("usage: BundleBuild POLICIES_DIR OPA OUT");
            System.exit(2);
        }
        byte[] bundle = build(Path.of(args[0]), Path.of(args[1]));
        Files.write(Path.of(args[2]), bundle);
        System.out.println(PolicyBundle.of(bundle).revision().revision());
    }

    /// Compiles and packs the sources.
    ///
    /// @param policies the folder with `rego/`, `data/` and `capabilities.json`
    /// @param opa the program, at [#OPA_VERSION]
    /// @return the bytes of `bundle.tar.gz`
    static byte[] build(Path policies, Path opa) throws IOException, InterruptedException {
        Path compiled = Files.createTempFile("domicile-policies", ".tar.gz");
        try {
            run(policies, opa, compiled);
            return pack(sources(policies), Tar.read(Files.readAllBytes(compiled)));
        } finally {
            Files.delete(compiled);
        }
    }

    /// The digest over names and contents of all sources that the bundle is made from.
    static String digest(Path policies) {
        return digest(sources(policies));
    }

    // The manifest names no WebAssembly entry point: an OPA server without a WebAssembly engine
    // refuses to load it then, and evaluates the Rego otherwise.
    private static byte[] pack(
            SortedMap<String, byte[]> sources, SortedMap<String, byte[]> compiled) {
        String digest = digest(sources);
        String manifest =
                """
                {"revision":"%s","roots":[""],"rego_version":1,"metadata":{"opa":"%s","sources":"%s"}}
                """
                        .formatted(
                                digest.substring("sha256:".length()).substring(0, 12),
                                OPA_VERSION,
                                digest);
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        files.put(".manifest", manifest.getBytes(StandardCharsets.UTF_8));
        files.put("data.json", required(compiled, "data.json"));
        sources.forEach((name, content) -> {
            if (name.startsWith("rego/")) {
                files.put(name.substring("rego/".length()), content);
            }
        });
        files.put("policy.wasm", required(compiled, "policy.wasm"));
        return Tar.write(files);
    }

    private static byte[] required(SortedMap<String, byte[]> compiled, String name) {
        byte[] content = compiled.get(name);
        if (content == null) {
            throw new IllegalStateException("opa build gave no " + name);
        }
        return content;
    }

    private static String digest(SortedMap<String, byte[]> sources) {
        var listing = new StringBuilder();
        sources.forEach((name, content) ->
                listing.append(PolicyBundle.sha256(content))
                        .append("  ")
                        .append(name)
                        .append('\n'));
        return PolicyBundle.sha256(listing.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static SortedMap<String, byte[]> sources(Path policies) {
        var files = new TreeMap<String, byte[]>();
        for (String folder : List.of("rego", "data")) {
            try (Stream<Path> paths = Files.walk(policies.resolve(folder))) {
                for (Path path : paths.filter(BundleBuild::isSource).toList()) {
                    String name = policies.relativize(path).toString().replace('\\', '/');
                    files.put(name, Files.readAllBytes(path));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static boolean isSource(Path path) {
        String name = path.getFileName().toString();
        return Files.isRegularFile(path)
                && (name.endsWith(".rego") || name.endsWith(".json"))
                && !name.endsWith("_test.rego");
    }

    private static void run(Path policies, Path opa, Path out)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                opa.toString(),
                                "build",
                                "--target=wasm",
                                "--entrypoint=domicile/decision",
                                "--capabilities=capabilities.json",
                                "--ignore=*_test.rego",
                                "--output=" + out,
                                "rego",
                                "data")
                        .directory(policies.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("opa build failed: " + said.strip());
        }
    }
}
