// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import io.domicile.policies.RegionId;
import io.domicile.regions.keys.KeyStoreFile;
import io.domicile.regions.keys.TokenKeys;
import java.nio.file.Path;

/// Makes the keys that a production gateway is given.
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

    /// Makes a region's KEK and HMAC key in a PKCS#11 token, where they stay.
    ///
    /// @param region the region that the keys are for
    /// @param library the PKCS#11 module of the token's maker
    /// @param slot the id of its slot
    /// @param pinFile the user's PIN in the first line
    public static void createInToken(RegionId region, Path library, long slot, Path pinFile) {
        TokenKeys.create(region, new TokenKeys.Place(library, slot, pinFile));
    }
}
