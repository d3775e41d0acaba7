// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.Bytes;
import io.domicile.regions.seal.Suite;
import java.util.UUID;

/// The keys of one region that are above all subjects' keys. What holds them (a file, an HSM, a key
/// service) never gives them out.
public interface RegionKeys {

    /// The suite of the region.
    Suite suite();

    /// Id of the KEK that new DEKs are wrapped with.
    String currentKek();

    /// Whether every KEK was made for this region and for no other.
    boolean areLocal();

    /// Wraps a DEK's material with the current KEK, bound to its owner.
    byte[] wrap(Owner owner, byte[] material);

    /// Unwraps what [#wrap] made.
    ///
    /// @param kek id of the KEK that it was wrapped with
    /// @throws KeysUnusable if the KEK is unknown
    /// @throws WrapBroken if the bytes are not what was wrapped for this owner
    byte[] unwrap(String kek, Owner owner, byte[] wrapped);

    /// The keyed MAC of a message, 32 bytes. The label says what it is for, so that a value made
    /// for one use means nothing in another.
    Bytes mac(String label, String tenant, byte[] message);

    /// Seed of the Ed25519 key that signs the region's log, 32 bytes.
    byte[] logSeed();

    /// Whom a wrapped DEK belongs to.
    ///
    /// @param tenant the tenant
    /// @param holder the data subject's pseudonym
    /// @param key id of the DEK
    record Owner(String tenant, Bytes holder, UUID key) {}
}
