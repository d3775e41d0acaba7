// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.records;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.router.Json;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExportPageTest {

    private static final String RECORDS =
            """
            [{"type":"msg.voice","occurred_at":"2026-11-20T08:00:00Z",
              "record":{"subjects":[{"id":"u-1","role":"author"}],
                        "location":{"label":"<script>alert(1)</script> & \\u0007 Dam"},
                        "message":{"kind":"voice","media":"Y2FuYXJ5"}}}]
            """;

    @Test
    void whatever_a_record_says_is_text_on_the_page() throws IOException {
        // when
        var page = ExportPage.ofRecords(Json.MAPPER.readTree(RECORDS));

        // then
        assertTrue(page.startsWith("<!doctype html>\n<html lang=\"en\">"), page);
        assertTrue(page.contains("&lt;script&gt;") && page.contains("&amp;"));
        assertFalse(page.contains("<script>"));
        assertFalse(page.contains("\u0007"));
        assertTrue(page.contains("msg.voice, 2026-11-20T08:00:00Z"));
    }

    @Test
    void recordings_stay_in_the_file_beside_the_page() throws IOException {
        // when
        var page = ExportPage.ofRecords(Json.MAPPER.readTree(RECORDS));

        // then
        assertFalse(page.contains("Y2FuYXJ5"));
        assertTrue(page.contains("in the JSON file beside this page"));
    }
}
