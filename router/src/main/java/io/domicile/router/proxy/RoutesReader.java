// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.domicile.router.Digest;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.intake.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Reads `proxy.yaml`. What is not known there is refused, each problem with its place.
final class RoutesReader {

    private static final Set<String> FILE = Set.of("routes", "detokenise");
    private static final Set<String> ALLOWED = Set.of("host", "path", "purpose");
    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build());

    private final List<String> problems = new ArrayList<>();

    private RoutesReader() {}

    /// What a file is.
    sealed interface Outcome {}

    /// Routes.
    record Good(Routes routes) implements Outcome {}

    /// Not to be put in force.
    ///
    /// @param problems what is wrong, each with its place: `/routes/0/path: …`
    record Bad(List<String> problems) implements Outcome {

        Bad {
            problems = List.copyOf(problems);
        }
    }

    /// Where tokens may become values again.
    ///
    /// @param host of the upstream
    /// @param path the template of the route
    /// @param purpose of the route
    record Allowed(String host, String path, String purpose) {}

    /// Reads a file.
    static Outcome read(byte[] file) {
        var reader = new RoutesReader();
        var routes = reader.routes(file);
        return reader.problems.isEmpty()
                ? new Good(new Routes(Digest.sha256(file), routes))
                : new Bad(reader.problems);
    }

    private List<Route> routes(byte[] file) {
        try {
            if (!(YAML.readTree(file) instanceof ObjectNode document)) {
                problems.add(": Must be a map with the key routes.");
                return List.of();
            }
            var fields = Fields.of(document).only(FILE);
            var allowed = new HashSet<>(fields.list("detokenise", RoutesReader::allowed));
            var routes = new ArrayList<Route>();
            fields.list(
                    "routes",
                    element -> {
                        read(element, allowed, routes);
                        return element.pointer();
                    });
            return routes;
        } catch (ProblemException e) {
            problems.add(told(e.problem()));
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            problems.add(
                    ": Not YAML, or a key twice, at line %d, column %d."
                            .formatted(
                                    place == null ? 0 : place.getLineNr(),
                                    place == null ? 0 : place.getColumnNr()));
        } catch (IOException _) {
            problems.add(": Not YAML in UTF-8.");
        }
        return List.of();
    }

    private void read(Fields.Element element, Set<Allowed> allowed, List<Route> routes) {
        try {
            var route = new RouteReader(element, allowed).read();
            if (routes.stream().anyMatch(other -> other.name().equals(route.name()))) {
                problems.add(element.pointer() + "/name: Name each route once.");
            }
            routes.add(route);
        } catch (ProblemException e) {
            problems.add(told(e.problem()));
        }
    }

    private static Allowed allowed(Fields.Element element) {
        var fields = element.object().only(ALLOWED);
        return new Allowed(
                fields.requiredText("host", 253),
                fields.requiredText("path", 512),
                fields.requiredText("purpose", 64));
    }

    private static String told(Problem problem) {
        return problem.pointer().orElse("") + ": " + problem.detail();
    }
}
