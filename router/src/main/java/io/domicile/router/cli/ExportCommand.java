// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.router.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `export`: gets a region's audit log as an archive.
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Gets a region's audit log, or the part of a time, from a running gateway as an archive",
            "that anybody checks without it. A download that breaks goes on by itself, and with the",
            "same command later on. Exits with 1 if the law does not let the log go there."
        })
final class ExportCommand implements Callable<Integer> {

    @Mixin private final GatewayCall gateway = new GatewayCall();

    @Option(names = "--region", required = true, description = "the region, for instance nl")
    private String region = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "since when, a date or a time of RFC 3339; the whole log without")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "until when, not included")
    private @Nullable String to;

    @Option(
            names = "--shard",
            paramLabel = "NAME",
            description = "a log by its name, for instance 2026; the open one without")
    private @Nullable String shard;

    @Option(
            names = "--entry",
            paramLabel = "ID",
            description = "an entry that gets a proof of its own; may come up to 100 times")
    private List<String> entries = new ArrayList<>();

    @Option(
            names = "--ocsf",
            paramLabel = "VERSION",
            description = "the version of OCSF: 1.6.0, or 1.9.0-dev with record_integrity")
    private @Nullable String ocsf;

    @Option(
            names = "--out",
            paramLabel = "FILE.zip",
            required = true,
            description = "where the archive goes; until it is whole, it is FILE.zip.part")
    private Path out = Path.of("");

    @Option(names = "--json", description = "prints what the archive is of as JSON")
    private boolean asJson;

    ExportCommand() {}

    @Override
    public Integer call() {
        Usage.require(region.matches("[a-z]{2}"), "--region takes two letters, for instance nl");
        Usage.require(
                Files.notExists(out) || Files.isRegularFile(out),
                "--out takes a file, no folder and no device");
        var bar = ProgressBar.onStandardError();
        new Download(gateway, path(), out, bar).run();
        var manifest = manifest();
        if (asJson) {
            System.out.println(manifest.toPrettyString());
        } else {
            System.out.printf(
                    "%s: %d of %d entries of %s%nCheck it: ./domicile verify %s%n",
                    out,
                    manifest.path("entries").asLong(),
                    manifest.path("size").asLong(),
                    manifest.path("origin").asText(),
                    out);
        }
        return 0;
    }

    private String path() {
        var parameters = new ArrayList<String>();
        add(parameters, "from", from);
        add(parameters, "to", to);
        add(parameters, "shard", shard);
        add(parameters, "ocsf", ocsf);
        entries.forEach(entry -> add(parameters, "entry", entry));
        return "/v1/audit/"
                + region
                + "/export"
                + (parameters.isEmpty() ? "" : "?" + String.join("&", parameters));
    }

    private static void add(List<String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    /// What the archive says of itself.
    private ObjectNode manifest() {
        try (var zip = new ZipFile(out.toFile());
                var file = zip.getInputStream(zip.getEntry("archive.json"))) {
            return Json.MAPPER
                    .readValue(file, ObjectNode.class)
                    .put("file", out.toString())
                    .put("bytes", Files.size(out));
        } catch (IOException e) {
            throw new IllegalStateException("what came is no archive: " + out, e);
        }
    }
}
