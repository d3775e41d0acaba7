// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.RecordId;
import io.domicile.regions.keys.KeyStoreFile;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCheckTest {

    private static final RegionId NL = RegionId.of("nl");
    private static final RegionId SG = RegionId.of("sg");

    @TempDir Path folder;

    @Test
    void regions_with_key_stores_of_their_own_open_nothing_of_each_other() {
        // given
        var nl = holder(NL, "nl");
        var sg = holder(SG, "sg");

        // when
        var states = new KeyCheck(List.of(nl, sg), List.of(exhibit(nl))).all();

        // then
        assertEquals(List.of(), states.getFirst().faults());
        assertEquals(0, states.getFirst().tried(), "its own is not foreign");
        assertEquals(List.of(), states.getLast().faults());
        assertEquals(1, states.getLast().tried());
    }

    @Test
    void one_key_store_for_two_regions_is_found_out() {
        // given
        var nl = holder(NL, "nl");
        var sg = holder(SG, "nl");

        // when
        var faults = new KeyCheck(List.of(nl, sg), List.of()).all().getLast().faults();

        // then
        assertEquals(
                List.of(
                        "a key was made for another region",
                        "a KEK is also one of nl",
                        "the key of pseudonyms is also that of nl",
                        "the key of the log is also that of nl",
                        "the key of the witness is also that of nl"),
                faults);
    }

    @Test
    void a_key_that_opens_what_another_region_wrapped_is_found_out() {
        // given
        var nl = holder(NL, "nl");
        var intruder = new KeyCheck.Holder(SG, "file", nl.keys());

        // when
        var faults =
                new KeyCheck(List.of(intruder), List.of(exhibit(nl))).all().getFirst().faults();

        // then
        assertTrue(faults.getFirst().endsWith(" opens a key of nl"), faults.toString());
    }

    private KeyCheck.Holder holder(RegionId region, String store) {
        return new KeyCheck.Holder(
                region,
                "file",
                KeyStoreFile.find(
                        region,
                        Suite.AES_256_GCM,
                        folder.resolve(store + ".p12"),
                        folder.resolve(store + ".password"),
                        true));
    }

    private static Exhibit exhibit(KeyCheck.Holder holder) {
        var record = new RecordId(holder.region(), UUID.randomUUID());
        var owner =
                new RegionKeys.Owner("t", Bytes.of("pseudonym"), Bytes.of(""), UUID.randomUUID());
        var kek = holder.keys().keks().getLast();
        var wrapped = holder.keys().wrap(kek, owner, new byte[64]);
        return new Exhibit(
                new Canary("message", record, List.of()),
                Bytes.of("envelope"),
                owner,
                kek,
                Bytes.of(wrapped));
    }
}
