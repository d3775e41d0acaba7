// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/// A proof of residency in words.
///
/// @param proof as the gateway gives it
record ProofReport(JsonNode proof) {

    void print(PrintWriter out) {
        out.println(verdict());
        out.println();
        for (var check : proof.path("checks")) {
            out.printf("%-6s %s%n", text(check, "verdict"), text(check, "title"));
            for (var part : text(check, "says").split("; ", -1)) {
                out.printf("       %s%n", part);
            }
        }
        out.println();
        out.printf(
                "%-7s %7s %9s %7s %10s %10s  %s%n",
                "region", "files", "MiB", "tables", "in clear", "sealed", "keys");
        proof.path("regions").forEach(region -> region(out, region));
        out.println();
        proof.path("limits").forEach(limit -> out.println(limit.asText()));
    }

    private String verdict() {
        return switch (text(proof, "verdict")) {
            case "green" ->
                    "green: every canary rests in its own region alone, sealed, and nowhere in"
                            + " clear";
            case "amber" ->
                    "amber: nothing is where it may not be, but not everything could be looked at";
            default -> "red: something is not as it should be";
        };
    }

    private static void region(PrintWriter out, JsonNode region) {
        out.printf(
                Locale.ROOT,
                "%-7s %7d %9.1f %7d %10d %10d  %s%n",
                text(region, "region"),
                region.at("/files/count").asLong(),
                region.at("/files/bytes").asLong() / (double) (1 << 20),
                region.at("/tables/count").asLong(),
                region.at("/values/plain").asLong(),
                region.at("/values/sealed").asLong(),
                text(region.path("keys"), "provider")
                        + (region.at("/keys/certified").asBoolean() ? ", certified" : ""));
    }

    private static String text(JsonNode json, String name) {
        return json.path(name).asText();
    }
}
