// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transfers through the packaged gateway, with the process killed at any moment; with
/// `-Ddomicile.transfer.kills=20` more often.
class TransferIT {

    private static final int KILLS = Integer.getInteger("domicile.transfer.kills", 2);
    private static final int SHARE = 15;
    private static final int RECORDS = KILLS * SHARE;

    @TempDir Path folder;

    @Test
    void transfers_survive_kills_with_every_record_in_one_home() throws Exception {
        // given
        var home = folder.resolve("home");
        var gateway = Gateway.start(home);
        var records = store(gateway);
        var transfers = new ArrayList<String>();

        // when
        for (int kill = 0; kill < KILLS; kill++) {
            for (var id : records.subList(kill * SHARE, kill * SHARE + SHARE)) {
                transfers.add(order(gateway, id));
                assertNotTwoHomes(gateway, id, transfers.getLast());
            }
            gateway.kill();
            gateway = Gateway.start(home);
        }
        try (var last = gateway) {
            while (!unfinished(last).isEmpty()) {
                LockSupport.parkNanos(100_000_000);
            }

            // then
            var there = new HashSet<String>();
            for (int i = 0; i < RECORDS; i++) {
                there.add(assertMoved(last, records.get(i), transfers.get(i)));
            }
            assertEquals(RECORDS, there.size());
            for (var region : Set.of("sg", "nl")) {
                var log = last.uri("/v1/audit/" + region + "/").toString();
                var outcome = Gateway.verify(log);
                assertEquals(0, outcome.exit(), outcome.text());
            }
        }
    }

    /// From Singapore to Europe a record may go without further ado (PDPR 11(1)(a)).
    private static List<String> store(Gateway gateway) throws Exception {
        var ids = new ArrayList<String>();
        for (int i = 0; i < RECORDS; i++) {
            var record = Examples.SINGAPORE_TEXT.replace("u-1842", "u-" + i % 7);
            var answer = gateway.post("/v1/records", record);
            assertEquals(201, answer.statusCode(), answer.body());
            ids.add(json(answer.body()).get("id").textValue());
        }
        return ids;
    }

    /// Orders without waiting for the end.
    private static String order(Gateway gateway, String id) throws Exception {
        var body =
                "{\"record\":\"%s\",\"to\":\"nl\",\"mode\":\"move\",\"purpose\":\"support\"}"
                        .formatted(id);
        var answer = gateway.post("/v1/transfers", body);
        assertTrue(Set.of(200, 202).contains(answer.statusCode()), answer.body());
        return json(answer.body()).get("id").textValue();
    }

    private static JsonNode unfinished(Gateway gateway) throws Exception {
        return json(gateway.get("/v1/transfers").body()).get("transfers");
    }

    private static void assertNotTwoHomes(Gateway gateway, String id, String transfer)
            throws Exception {
        var there = newId(gateway, transfer);
        boolean isThere = status(gateway, there) == 200;
        boolean isHere = status(gateway, id) == 200;
        assertTrue(!(isThere && isHere), "two homes");
    }

    private static String assertMoved(Gateway gateway, String id, String transfer)
            throws Exception {
        var there = newId(gateway, transfer);
        assertEquals(410, status(gateway, id));
        assertEquals(200, status(gateway, there));
        return there;
    }

    private static String newId(Gateway gateway, String transfer) throws Exception {
        var state = json(gateway.get("/v1/transfers/" + transfer).body());
        return state.at("/first/0/new_id").textValue();
    }

    private static int status(Gateway gateway, String id) throws Exception {
        return gateway.get("/v1/records/" + id, "Purpose", "navigation").statusCode();
    }

    private static JsonNode json(String text) throws Exception {
        return Json.MAPPER.readTree(text);
    }
}
