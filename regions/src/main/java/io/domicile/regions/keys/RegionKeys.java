// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.Bytes;
import io.domicile.regions.seal.Suite;
import java.util.List;
import java.util.UUID;

/// The keys of one region that are above all subjects' keys. What holds them (a file, an HSM, a key
/// service) never gives them out.
public interface RegionKeys {

    /// The suite of the region.
    Suite suite();

    /// Ids of the KEKs that are here now, the oldest first. An id names one key for good. Which of
    /// them wraps new DEKs, the region's database says.
    ///
    /// @throws KeysUnusable if they cannot be read
    List<String> keks();

    /// Makes a KEK, which is the last of [#keks] and durable when this returns.
    ///
    /// @return its id
    /// @throws KeysUnusable if it cannot be made
    String makeKek();

    /// Destroys a KEK, durably; one that is not here is left alone. What is still wrapped with it
    /// does not open any more.
    void destroyKek(String kek);

    /// Wraps a DEK's material, bound to its owner.
    ///
    /// @param kek id of the KEK to wrap it with
    /// @throws KeysUnusable if the KEK is unknown
    byte[] wrap(String kek, Owner owner, byte[] material);

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
