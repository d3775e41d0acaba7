// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.regions.Note;
import io.domicile.regions.Residences;
import io.domicile.router.Digest;
import io.domicile.router.Tenants;
import io.domicile.router.config.DomicileConfig;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/// The file `proxy.yaml`, and the routes of it that are in force. A bad file changes nothing; each
/// change is in the log of the gateway's own region before it holds.
@Singleton
final class RouteFile {

    private static final Logger LOG = Logger.getLogger(RouteFile.class);

    private final Path path;
    private final Residences residences;
    private final Tenants tenants;

    private volatile Optional<Routes> current = Optional.empty();
    private volatile String refused = "";

    RouteFile(DomicileConfig config, Residences residences, Tenants tenants) {
        this.path = config.proxy().file().orElseGet(() -> config.home().resolve("proxy.yaml"));
        this.residences = residences;
        this.tenants = tenants;
    }

    /// The routes in force; empty until there is a file.
    Optional<Routes> current() {
        return current;
    }

    /// Looks at the file, and puts it in force if it is another and a good one. Blocks.
    ///
    /// @return what is wrong with it; nothing if it is in force or not there
    synchronized List<String> refresh() {
        byte[] file;
        try {
            file = Files.readAllBytes(path);
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the routes of the proxy", e);
        }
        var digest = Digest.sha256(file);
        if (current.filter(routes -> routes.digest().equals(digest)).isPresent()
                || digest.equals(refused)) {
            return List.of();
        }
        return switch (RoutesReader.read(file)) {
            case RoutesReader.Good(var routes) -> {
                write(routes);
                current = Optional.of(routes);
                refused = "";
                LOG.infof("the proxy has %d routes", routes.routes().size());
                yield List.of();
            }
            case RoutesReader.Bad(var problems) -> {
                note("deny", List.of("file:" + digest, "problems:" + problems.size()));
                refused = digest;
                problems.forEach(problem -> LOG.errorf("proxy.yaml is refused: %s", problem));
                yield problems;
            }
        };
    }

    /// What a route lets through has an entry of its own, with each file that says so.
    private void write(Routes routes) {
        for (var route : routes.routes()) {
            if (!route.optOuts().isEmpty()) {
                var labels = new ArrayList<>(List.of("file:" + routes.digest()));
                labels.add("route:" + route.name());
                labels.addAll(route.optOuts());
                note("opt.out", labels);
            }
        }
        note("config", List.of("file:" + routes.digest(), "routes:" + routes.routes().size()));
    }

    private void note(String act, List<String> labels) {
        residences
                .at(tenants.ingressRegion())
                .note(Note.ofGateway("proxy", "*", act, labels), Optional.empty(), Optional.empty())
                .toCompletableFuture()
                .join();
    }
}
