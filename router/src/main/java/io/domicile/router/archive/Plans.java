// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import io.domicile.router.Json;
import io.domicile.router.config.DomicileConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Keeps the plans of archives for a week, below the home folder: so long can a broken download go
/// on, also at another gateway on the same folder.
@Singleton
final class Plans {

    static final Duration KEPT = Duration.ofDays(7);

    private final Path folder;
    private final Clock clock;

    Plans(DomicileConfig config, Clock clock) {
        this.folder = config.home().resolve("exports");
        this.clock = clock;
    }

    void keep(Plan plan) {
        try {
            Files.createDirectories(folder);
            sweep();
            var file = file(plan.id());
            var whole = file.resolveSibling("." + file.getFileName() + ".tmp");
            Files.write(whole, Json.MAPPER.writeValueAsBytes(plan));
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The plan of that id; empty once it is too old.
    Optional<Plan> find(UUID id) {
        try {
            var plan = Json.MAPPER.readValue(Files.readAllBytes(file(id)), Plan.class);
            return Optional.of(plan).filter(found -> found.at().isAfter(oldest()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sweep() throws IOException {
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (var file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(oldest())) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Instant oldest() {
        return clock.instant().minus(KEPT);
    }

    private Path file(UUID id) {
        return folder.resolve(id + ".json");
    }
}
