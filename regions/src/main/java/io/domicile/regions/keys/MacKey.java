// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.seal.Fields;
import io.domicile.regions.seal.Suite;
import java.util.function.UnaryOperator;

/// The key of a region's MACs, in memory.
final class MacKey {

    private static final int LENGTH = 32;

    private final Suite suite;
    private final byte[] key;

    /// @param suite its MAC is used
    /// @param key 32 bytes
    MacKey(Suite suite, byte[] key) {
        this.suite = suite;
        this.key = key.clone();
    }

    /// The key of this region that an HSM or a key service derives with an HMAC key which it keeps.
    /// Asked for once: a record takes several MACs, too many for a question each.
    ///
    /// @param hmac HMAC-SHA-256 with the key that is kept elsewhere
    static MacKey derived(RegionId region, Suite suite, UnaryOperator<byte[]> hmac) {
        return new MacKey(suite, derive("domicile/mac-key/v1", region, hmac));
    }

    /// 32 bytes that only the holder of the HMAC key can make, others for each label and region.
    static byte[] derive(String label, RegionId region, UnaryOperator<byte[]> hmac) {
        var derived = hmac.apply(new Fields(label).add(region.code()).toArray());
        if (derived.length != LENGTH) {
            throw new KeysUnusable("the HMAC key of region " + region + " is not for SHA-256");
        }
        return derived;
    }

    Suite suite() {
        return suite;
    }

    /// See [RegionKeys#mac].
    Bytes mac(String label, String tenant, byte[] message) {
        return Bytes.of(suite.mac(key, new Fields(label).add(tenant).add(message).toArray()));
    }
}
