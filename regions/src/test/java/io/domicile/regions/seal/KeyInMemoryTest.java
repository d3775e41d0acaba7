// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.seal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Looks for keys in dumps of the whole heap, garbage included. The bytes that are looked for are
/// never in the heap in clear themselves.
class KeyInMemoryTest {

    private static final byte MASK = 0x5a;
    private static final int LOOKED_FOR = 16;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @EnumSource(Suite.class)
    void a_destroyed_key_is_nowhere_in_the_heap(Suite suite) throws IOException {
        // given
        var random = new SecureRandom();
        var masked = new byte[SubjectKey.LENGTH];
        random.nextBytes(masked);
        var key = SubjectKey.of(UUID.randomUUID(), suite, unmasked(masked));
        var bound =
                new AssociatedData.OfDetail(
                        RegionId.of("nl"), "oem-7", UUID.randomUUID(), Bytes.of(new byte[32]));
        var sealed = key.seal(bound, new byte[100], new Nonces(random, 1));
        var opened = key.open(bound, Envelope.read(sealed));

        // when
        key.destroy();

        // then
        assertEquals(100, opened.length);
        assertFalse(isInHeap(masked));
    }

    @Test
    void a_key_that_is_in_use_is_found() throws IOException {
        // given
        var masked = new byte[SubjectKey.LENGTH];
        new SecureRandom().nextBytes(masked);

        // when
        try (var key = SubjectKey.of(UUID.randomUUID(), Suite.SM4_GCM, unmasked(masked))) {
            // then
            assertTrue(isInHeap(masked), key::toString);
        }
    }

    private boolean isInHeap(byte[] masked) throws IOException {
        var file = folder.resolve("heap.hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpHeap(file.toString(), false);
        try (var dump = Files.newInputStream(file)) {
            return isIn(dump, masked);
        } finally {
            Files.delete(file);
        }
    }

    /// Whether the beginning of a key is there.
    private static boolean isIn(InputStream dump, byte[] masked) throws IOException {
        var buffer = new byte[1 << 20];
        int kept = 0;
        for (int read = dump.read(buffer, kept, buffer.length - kept);
                read > 0;
                read = dump.read(buffer, kept, buffer.length - kept)) {
            int there = kept + read;
            for (int at = 0; at + LOOKED_FOR <= there; at++) {
                if (isAt(buffer, at, masked)) {
                    return true;
                }
            }
            kept = Math.min(there, LOOKED_FOR - 1);
            System.arraycopy(buffer, there - kept, buffer, 0, kept);
        }
        return false;
    }

    private static boolean isAt(byte[] buffer, int at, byte[] masked) {
        for (int i = 0; i < LOOKED_FOR; i++) {
            if (buffer[at + i] != (byte) (masked[i] ^ MASK)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] unmasked(byte[] masked) {
        var bytes = new byte[masked.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (masked[i] ^ MASK);
        }
        return bytes;
    }
}
