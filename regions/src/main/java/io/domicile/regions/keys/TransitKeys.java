// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static java.util.Comparator.reverseOrder;

import com.fasterxml.jackson.databind.JsonNode;
import io.domicile.audit.SigningKey;
import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.seal.Suite;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The region's keys in the transit secrets engine of OpenBao or Vault.
///
/// The engine holds `domicile-<region>-kek` (`aes256-gcm96`), `-mac` (`hmac`), `-log` and
/// `-witness` (`ed25519`), none exportable. DEKs are wrapped and logs signed there; the owner of a
/// DEK is the associated data. The key of the pseudonyms is derived with `-mac` at the start and in
/// memory. A KEK's id is the name of its key and its version, for instance `domicile-nl-kek-v3`;
/// what is wrapped has the engine's bytes without their `vault:v3:`.
public final class TransitKeys implements RegionKeys {

    private final RegionId region;
    private final Transit transit;
    private final boolean certified;
    private final MacKey mac;
    private final SigningKey witness;

    private TransitKeys(RegionId region, Suite suite, Transit transit, boolean certified) {
        this.region = region;
        this.transit = transit;
        this.certified = certified;
        var kinds =
                Map.of(
                        "kek",
                        "aes256-gcm96",
                        "mac",
                        "hmac",
                        "log",
                        "ed25519",
                        "witness",
                        "ed25519");
        kinds.forEach((use, kind) -> require(name(use), kind));
        this.mac = MacKey.derived(region, suite, this::hmac);
        this.witness = TransitLogKey.open(transit, name("witness"), 1);
        logKey();
    }

    /// Opens the region's keys.
    ///
    /// @param certified whether the operator says that a certified module holds the engine's keys
    /// @throws KeysUnusable if a key is missing, of another kind, or may be exported, or the suite
    ///   is not AES
    /// @throws KeysAway if the engine does not answer
    public static TransitKeys open(
            RegionId region, Suite suite, TransitPlace place, boolean certified) {
        TokenKeys.requireAes(suite, region);
        return new TransitKeys(region, suite, new Transit(place), certified);
    }

    @Override
    public String kind() {
        return "transit";
    }

    @Override
    public Suite suite() {
        return mac.suite();
    }

    /// The keys of other regions have other names, and are never asked for.
    @Override
    public boolean areLocal() {
        return true;
    }

    @Override
    public boolean areCertified() {
        return certified;
    }

    /// Ids of the versions of the KEK that open what they wrapped, the oldest first.
    ///
    /// @throws KeysAway if the engine does not answer
    @Override
    public List<String> keks() {
        return transit.key(name("kek"))
                .path("keys")
                .propertyStream()
                .map(version -> Integer.valueOf(version.getKey()))
                .sorted()
                .map(this::kek)
                .toList();
    }

    /// Has the engine rotate the KEK: a new version is the last of [#keks].
    ///
    /// @return its id
    /// @throws KeysUnusable if the engine refuses
    @Override
    public String makeKek() {
        transit.order("keys/" + name("kek") + "/rotate", Transit.order());
        return keks().getLast();
    }

    /// Has the engine destroy a version of the KEK, which must be the oldest and not the only one;
    /// one that is not there is left alone. What is still wrapped with it does not open any more.
    ///
    /// @throws KeysUnusable if it is another, or the engine refuses
    @Override
    public void destroyKek(String kek) {
        int next = version(kek) + 1;
        var keks = keks();
        if (!keks.contains(kek)) {
            return;
        }
        if (!keks.getFirst().equals(kek) || keks.size() == 1) {
            throw new KeysUnusable("a transit engine destroys the oldest version alone");
        }
        var key = "keys/" + name("kek");
        transit.order(
                key + "/config",
                Transit.order()
                        .put("min_decryption_version", next)
                        .put("min_encryption_version", next));
        transit.order(key + "/trim", Transit.order().put("min_available_version", next));
    }

    /// Wraps a DEK's material with this version of the KEK, bound to its owner.
    ///
    /// @throws KeysUnusable if there is no such version
    @Override
    public byte[] wrap(String kek, Owner owner, byte[] material) {
        var question =
                Transit.question(version(kek))
                        .put("plaintext", Transit.base64(material))
                        .put("associated_data", Transit.base64(owner.boundTo(region, kek)));
        return transit.result("encrypt/" + name("kek"), question, "ciphertext");
    }

    @Override
    public byte[] unwrap(String kek, Owner owner, byte[] wrapped) {
        int version = version(kek);
        if (wrapped.length < Suite.NONCE + Suite.TAG) {
            throw new WrapBroken("a wrapped key has the wrong length", null);
        }
        return transit.decrypt(name("kek"), version, wrapped, owner.boundTo(region, kek));
    }

    @Override
    public Bytes mac(String label, String tenant, byte[] message) {
        return mac.mac(label, tenant, message);
    }

    @Override
    public LogKeys logKeys() {
        return new Generations();
    }

    /// The versions of the engine's key. It has no ML-DSA: the log is signed with Ed25519 alone.
    private final class Generations implements LogKeys {

        @Override
        public String newest() {
            return all().stream()
                    .findFirst()
                    .orElseThrow(() -> new KeysUnusable("the log key has no version"));
        }

        @Override
        public List<String> candidates(String known) {
            return all();
        }

        private List<String> all() {
            return transit.key(name("log"))
                    .path("keys")
                    .propertyStream()
                    .map(version -> Integer.valueOf(version.getKey()))
                    .sorted(reverseOrder())
                    .map(TransitLogKey::generation)
                    .toList();
        }

        @Override
        public String next(String generation) {
            int version = TransitLogKey.version(generation);
            if (TransitLogKey.version(newest()) <= version) {
                transit.order("keys/" + name("log") + "/rotate", Transit.order());
            }
            return newest();
        }

        @Override
        public LogKey of(String generation) {
            return LogKey.of(
                    TransitLogKey.open(transit, name("log"), TransitLogKey.version(generation)));
        }
    }

    @Override
    public SigningKey witnessKey() {
        return witness;
    }

    @Override
    public String toString() {
        return "TransitKeys[" + region + "]";
    }

    /// The first version for ever: a pseudonym must stay the same.
    private byte[] hmac(byte[] message) {
        var question = Transit.question(1).put("input", Transit.base64(message));
        return transit.result("hmac/" + name("mac") + "/sha2-256", question, "hmac");
    }

    private void require(String name, String kind) {
        var key = transit.key(name);
        if (!key.path("type").asText().equals(kind)) {
            throw new KeysUnusable("the key " + name + " of the key service is not " + kind);
        }
        if (!isKept(key.path("exportable")) || !isKept(key.path("allow_plaintext_backup"))) {
            throw new KeysUnusable("the key service would give out the key " + name);
        }
    }

    private static boolean isKept(JsonNode may) {
        return may.isBoolean() && !may.booleanValue();
    }

    private String kek(int version) {
        return name("kek") + "-v" + version;
    }

    private int version(String kek) {
        var version = Pattern.compile(name("kek") + "-v([1-9][0-9]{0,8})").matcher(kek);
        if (!version.matches()) {
            throw new KeysUnusable("region " + region + " has no KEK " + kek);
        }
        return Integer.parseInt(version.group(1));
    }

    private String name(String use) {
        return "domicile-" + region + "-" + use;
    }
}
