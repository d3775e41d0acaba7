// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.keys.KeyStoreFile;
import java.nio.file.Path;

/// Makes the key stores that a production gateway is given.
public final class KeyStores {

    private KeyStores() {}

    /// Makes a PKCS#12 key store with new random keys: KEK, pseudonym key and log key. Both files
    /// are for their owner alone.
    ///
    /// @param region the region that the keys are for
    /// @param file the key store to make
    /// @param passwordFile holds its password; made at random where it is missing
    public static void create(RegionId region, Path file, Path passwordFile) {
        KeyStoreFile.create(region, file, passwordFile, false);
    }
}
