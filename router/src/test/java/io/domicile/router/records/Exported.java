// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.router.Json;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/// The files of a person's export.
record Exported(Map<String, byte[]> files) {

    static Exported of(Response answer) throws IOException {
        answer.then().statusCode(200).header("Cache-Control", "no-store");
        var files = new TreeMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.asByteArray()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return new Exported(files);
    }

    boolean has(String name) {
        return files.containsKey(name);
    }

    byte[] bytes(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    JsonNode json(String name) throws IOException {
        return Json.MAPPER.readTree(bytes(name));
    }

    /// Whether a text is in any of the files.
    boolean mentions(String text) {
        return files.keySet().stream().anyMatch(name -> text(name).contains(text));
    }
}
