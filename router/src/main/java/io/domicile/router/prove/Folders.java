// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import io.domicile.policies.RegionId;
import io.domicile.regions.proof.Folder;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The folders that configuration adds to a proof: `nl:/backups/nl`, or `/var/log/app` of no
/// region.
final class Folders {

    private static final Pattern WRITTEN = Pattern.compile("(?:([a-z]{2}):)?(/.*)");

    private Folders() {}

    /// @throws ConfigurationException if one is written otherwise
    static List<Folder> of(DomicileConfig.Prove settings) {
        return settings.folders().orElse(List.of()).stream().map(Folders::folder).toList();
    }

    private static Folder folder(String text) {
        var match = WRITTEN.matcher(text);
        if (!match.matches()) {
            throw wrong(text);
        }
        try {
            return new Folder(
                    Path.of(match.group(2)), Optional.ofNullable(match.group(1)).map(RegionId::of));
        } catch (InvalidPathException _) {
            throw wrong(text);
        }
    }

    private static ConfigurationException wrong(String text) {
        return new ConfigurationException(
                "domicile.prove.folders: "
                        + text
                        + " is no absolute path, alone or after a region: nl:/backups/nl");
    }
}
