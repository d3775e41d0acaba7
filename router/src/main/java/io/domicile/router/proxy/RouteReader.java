// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Fault;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.SubmissionReader;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads one route of `proxy.yaml`.
final class RouteReader {

    private static final Set<String> ROUTE =
            Set.of(
                    "name",
                    "host",
                    "method",
                    "path",
                    "upstream",
                    "tenant",
                    "purpose",
                    "country",
                    "record",
                    "headers",
                    "request",
                    "response",
                    "unknown",
                    "limits");
    private static final Set<String> LIMITS = Set.of("body_bytes", "timeout_ms", "concurrency");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "*");
    private static final Set<String> RECORD =
            Set.of(
                    "subjects",
                    "collect",
                    "via",
                    "purpose",
                    "session",
                    "session_bound",
                    "occurred_at",
                    "location",
                    "consents");
    private static final Set<String> UNKNOWN = Set.of("refuse", "pass");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");
    private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}|in-region");
    private static final int TIMEOUT_MS = 30_000;

    private final JsonNode node;
    private final Fields fields;
    private final Set<RoutesReader.Allowed> allowed;

    /// @param allowed where tokens may become values again
    RouteReader(Fields.Element element, Set<RoutesReader.Allowed> allowed) {
        this.node = element.node();
        this.fields = element.object().only(ROUTE);
        this.allowed = allowed;
    }

    /// Reads the route.
    ///
    /// @throws io.domicile.router.ProblemException with the place
    Route read() {
        var path =
                required(
                        "path",
                        PathTemplate::parse,
                        "Must be a path: {name} stands for a segment, ** at its end for the rest.");
        var route =
                new Route(
                        fields.required("name", checked("name", NAME.asMatchPredicate())),
                        Optional.ofNullable(fields.name("host", 253))
                                .map(host -> host.toLowerCase(Locale.ROOT)),
                        fields.required("method", fields.oneOf("method", METHODS)),
                        path,
                        required(
                                "upstream",
                                Upstream::parse,
                                "Must be http:// or https://, a host, and perhaps port and path."),
                        Optional.ofNullable(fields.name("tenant", 63)),
                        Optional.ofNullable(checked("purpose", SubmissionReader::isPurpose)),
                        Optional.ofNullable(checked("country", COUNTRY.asMatchPredicate())),
                        template(path),
                        fields.list("headers", HeaderRule::read),
                        fields.list("request", RuleReader::read),
                        fields.list("response", RuleReader::read),
                        "pass".equals(fields.oneOf("unknown", UNKNOWN)),
                        limits());
        requireRecord(route);
        requireAllowed(route);
        return route;
    }

    private <T> T required(String name, Function<String, Optional<T>> read, String detail) {
        return read.apply(fields.requiredText(name, 1024))
                .orElseThrow(() -> fields.at(name, Fault.BAD_TEXT, detail));
    }

    private @Nullable String checked(String name, Predicate<String> form) {
        var text = fields.name(name, 256);
        if (text != null && !form.test(text)) {
            throw fields.at(name, Fault.BAD_TEXT, "Is not of the documented form.");
        }
        return text;
    }

    private Route.Limits limits() {
        var limits = fields.object("limits");
        if (limits == null) {
            return new Route.Limits(
                    OptionalInt.empty(), Duration.ofMillis(TIMEOUT_MS), OptionalInt.empty());
        }
        limits.only(LIMITS);
        var timeout = limits.integer("timeout_ms", 1, 3_600_000);
        return new Route.Limits(
                optional(limits.integer("body_bytes", 1, 1 << 30)),
                Duration.ofMillis(timeout == null ? TIMEOUT_MS : timeout),
                optional(limits.integer("concurrency", 1, 1_000_000)));
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private Optional<RecordTemplate> template(PathTemplate path) {
        var record = fields.object("record");
        if (record == null || !(node.get("record") instanceof ObjectNode template)) {
            return Optional.empty();
        }
        record.only(RECORD);
        texts(template).forEach(text -> requireSource(text, path));
        return Optional.of(new RecordTemplate(template));
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isTextual()
                ? Stream.of(node.textValue())
                : node.valueStream().flatMap(RouteReader::texts);
    }

    private void requireSource(String text, PathTemplate path) {
        if (text.startsWith("$") && RecordTemplate.path(text).isEmpty()) {
            throw fields.at(
                    "record",
                    Fault.BAD_TEXT,
                    text + " is no JSONPath of names, indices, * and .. alone.");
        }
        if (RecordTemplate.isSegment(text)
                && !path.names().contains(text.substring(1, text.length() - 1))) {
            throw fields.at("record", Fault.BAD_TEXT, text + " is no segment of the path.");
        }
    }

    private void requireRecord(Route route) {
        if (has(route.request(), Action::isOfRecords) && route.record().isEmpty()) {
            throw fields.at(
                    "record", Fault.MISSING_FIELD, "Must say whose the tokenised fields are.");
        }
        if (has(route.response(), Action::isOfRecords)) {
            throw fields.at("response", Fault.CONFLICT, "Fields of answers do not become records.");
        }
        if (has(route.request(), Action.SEAL::equals)) {
            fields.required("purpose", route.purpose().orElse(null));
            fields.required("country", route.country().orElse(null));
        }
    }

    private void requireAllowed(Route route) {
        boolean out = has(route.request(), Action.DETOKENISE::equals);
        if (!out && !has(route.response(), Action.DETOKENISE::equals)) {
            return;
        }
        var purpose = fields.requiredText("purpose", 64);
        var wanted =
                new RoutesReader.Allowed(route.upstream().host(), route.path().text(), purpose);
        if (!allowed.contains(wanted)) {
            throw fields.at(
                    out ? "request" : "response",
                    Fault.CONFLICT,
                    "The list detokenise does not have this host of the upstream, path and purpose.");
        }
        if (out) {
            fields.required("country", route.country().orElse(null));
        }
    }

    private static boolean has(List<Rule> rules, Predicate<Action> actions) {
        return rules.stream().map(Rule::action).anyMatch(actions);
    }
}
