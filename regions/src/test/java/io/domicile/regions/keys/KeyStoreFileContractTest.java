// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.domicile.policies.RegionId;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class KeyStoreFileContractTest {

    @TempDir Path folder;

    @Nested
    class WithAes implements RegionKeysContract {

        @Override
        public RegionKeys open(RegionId region) {
            return keys(region, Suite.AES_256_GCM);
        }

        @Override
        public void create(RegionId region) {
            assertTrue(open(region).areLocal());
        }
    }

    @Nested
    class WithSm4 implements RegionKeysContract {

        @Override
        public RegionKeys open(RegionId region) {
            return keys(region, Suite.SM4_GCM);
        }

        @Override
        public void create(RegionId region) {
            assertTrue(open(region).areLocal());
        }
    }

    private RegionKeys keys(RegionId region, Suite suite) {
        return KeyStoreFile.find(
                region,
                suite,
                folder.resolve(region + ".p12"),
                folder.resolve(region + ".password"),
                true);
    }
}
