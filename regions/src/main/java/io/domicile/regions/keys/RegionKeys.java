// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.audit.SigningKey;
import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.seal.Fields;
import io.domicile.regions.seal.Suite;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// The keys of one region that are above all subjects' keys, held by a file, an HSM or a key
/// service.
///
/// Methods that ask the holder throw [KeysAway] while it does not answer.
public interface RegionKeys {

    /// What holds them, as `provider` of the configuration: `file`, `pkcs11` or `transit`.
    String kind();

    /// The suite of the region.
    Suite suite();

    /// Ids of the KEKs that are here now, the oldest first. An id names one key for good. Which of
    /// them wraps new DEKs, the region's database says.
    ///
    /// @throws KeysUnusable if they cannot be read
    List<String> keks();

    /// Whether the operator says that a certified module (GM/T 0028) holds them. Without one,
    /// operators of critical information infrastructure may not be served in the mainland
    /// (Commercial Cryptography Regulations 38-39).
    default boolean areCertified() {
        return false;
    }

    /// Whether every KEK was made for this region and for no other.
    boolean areLocal();

    /// What tells a KEK's material from any other's, whatever its name; empty where the holder
    /// shows nothing that could.
    default Optional<Bytes> fingerprint(String kek) {
        return Optional.empty();
    }

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

    /// The key that signs the region's log: the Ed25519 key of the newest generation.
    default SigningKey logKey() {
        return logKeys().of(logKeys().newest()).ed25519();
    }

    /// The keys that sign the region's log.
    LogKeys logKeys();

    /// The key that the region cosigns other regions' logs with. It signs nothing else: a signature
    /// of it says that a log only grew.
    SigningKey witnessKey();

    /// Whom a wrapped DEK belongs to.
    ///
    /// @param tenant the tenant
    /// @param holder the data subject's pseudonym
    /// @param session empty, or the pseudonym of the session whose end is the DEK's
    /// @param key id of the DEK
    record Owner(String tenant, Bytes holder, Bytes session, UUID key) {

        /// What a DEK wrapped with this KEK of the region is bound to.
        byte[] boundTo(RegionId region, String kek) {
            return new Fields("domicile/dek/v1")
                    .add(region.code())
                    .add(tenant)
                    .add(holder.toArray())
                    .add(session.toArray())
                    .add(key)
                    .add(kek)
                    .toArray();
        }
    }
}
