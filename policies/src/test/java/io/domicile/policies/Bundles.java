// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/// Bundles that differ from the one of this version, unsigned.
final class Bundles {

    /// How many days the bundle of this version keeps a German text message, and how many [#longer]
    /// does.
    static final int DAYS = 30;

    static final int LONGER_DAYS = 90;

    private Bundles() {}

    /// Keeps messages longer, under the revision given.
    static byte[] longer(String revision) {
        byte[] kept =
                edited(
                        "data.json",
                        data -> {
                            var days = (ObjectNode) data.at("/retention/days/NL");
                            days.put("msg.body.server", LONGER_DAYS);
                            return data;
                        });
        return edited(kept, ".manifest", manifest -> manifest.put("revision", revision));
    }

    /// The bundle of this version with another text in a JSON file.
    static byte[] edited(String file, UnaryOperator<ObjectNode> edit) {
        return edited(PolicyBundle.bundled().bytes(), file, edit);
    }

    private static byte[] edited(byte[] bundle, String file, UnaryOperator<ObjectNode> edit) {
        return changed(
                bundle,
                files -> {
                    try {
                        var json = Json.MAPPER.readValue(files.get(file), ObjectNode.class);
                        files.put(file, Json.MAPPER.writeValueAsBytes(edit.apply(json)));
                        return files;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// The bundle with other files.
    static byte[] changed(byte[] bundle, UnaryOperator<SortedMap<String, byte[]>> change) {
        try {
            return Tar.write(change.apply(Tar.read(bundle)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A bundle that decides the same whatever is asked.
    static byte[] always(Path opa, Path folder, String decision) throws Exception {
        Files.createDirectories(folder.resolve("rego"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/law.json"), "{\"law\":{}}");
        Files.copy(Path.of("capabilities.json"), folder.resolve("capabilities.json"));
        Files.writeString(
                folder.resolve("rego/decision.rego"),
                "package domicile\n\ndecision := " + decision + "\n",
                StandardCharsets.UTF_8);
        return BundleBuild.build(folder, opa);
    }
}
