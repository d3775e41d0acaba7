// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.audit.SigningKey;
import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.seal.Suite;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;

/// The region's keys in a PKCS#11 token (an HSM), by the JDK's SunPKCS11.
///
/// The token holds `kek-<region>-<date>` (AES-256) and `mac-<region>` (HMAC-SHA-256), neither
/// extractable. DEKs are wrapped by AES-256-GCM in the token: nonce (12), ciphertext, tag; the
/// owner is the associated data. SunPKCS11 has neither AES key wrap nor Ed25519, so the keys of the
/// log and the witness are derived with `mac-<region>` and in memory, like the key of the
/// pseudonyms; the log's generations are `log-v1`, `log-v2` and so on.
public final class TokenKeys implements RegionKeys {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String HMAC = "HmacSHA256";

    /// So many rotations may be newer than a backup: more than one in each week of a year.
    private static final int FORGOTTEN = 64;

    private final RegionId region;
    private final Token token;
    private final boolean certified;
    private final MacKey mac;
    private final SigningKey witness;
    private final SecureRandom random = new SecureRandom();

    private TokenKeys(RegionId region, Suite suite, Token token, boolean certified) {
        this.region = region;
        this.token = token;
        this.certified = certified;
        var keks = keks();
        if (keks.isEmpty()) {
            throw new KeysUnusable("the token has no key " + prefix(region) + "<date>");
        }
        keks.forEach(token::key);
        this.mac = MacKey.derived(region, suite, this::hmac);
        this.witness = SigningKey.of(MacKey.derive("domicile/witness-seed/v1", region, this::hmac));
    }

    /// Where a token is.
    ///
    /// @param library the PKCS#11 module of its maker
    /// @param slot the id of its slot
    /// @param pinFile the user's PIN in the first line
    public record Place(Path library, long slot, Path pinFile) {}

    /// Opens the region's keys.
    ///
    /// @param certified whether the operator says that the token is a certified module
    /// @throws KeysUnusable if the token cannot be used, lacks a key, would give one out, or the
    ///   suite is not AES
    public static TokenKeys open(RegionId region, Suite suite, Place place, boolean certified) {
        requireAes(suite, region);
        return new TokenKeys(region, suite, token(region, place), certified);
    }

    /// Makes the region's keys in the token; those of other regions may be there too.
    ///
    /// @throws KeysUnusable if they are there already or the token refuses
    public static void create(RegionId region, Place place) {
        var token = token(region, place);
        token.generate(macLabel(region), HMAC);
        token.generate(KeyNames.now(prefix(region)), "AES");
    }

    /// Ids of the KEKs that are in the token, the oldest first.
    ///
    /// @throws KeysAway if the token does not answer
    @Override
    public List<String> keks() {
        return token.labels(prefix(region));
    }

    /// Makes a KEK in the token, which is the last of [#keks].
    ///
    /// @return its id
    /// @throws KeysUnusable if the token refuses
    @Override
    public String makeKek() {
        var kek = KeyNames.next(prefix(region), keks());
        token.generate(kek, "AES");
        return kek;
    }

    /// Destroys a KEK in the token; one that is not there is left alone. What is still wrapped with
    /// it does not open any more.
    ///
    /// @throws KeysUnusable if it is no KEK of this region
    @Override
    public void destroyKek(String kek) {
        token.destroy(requireOwn(kek));
    }

    @Override
    public String kind() {
        return "pkcs11";
    }

    @Override
    public Suite suite() {
        return mac.suite();
    }

    /// The labels of other regions are never looked at.
    @Override
    public boolean areLocal() {
        return true;
    }

    @Override
    public boolean areCertified() {
        return certified;
    }

    /// Wraps a DEK's material with this KEK, bound to its owner.
    ///
    /// @throws KeysUnusable if the KEK is unknown
    @Override
    public byte[] wrap(String kek, Owner owner, byte[] material) {
        var nonce = new byte[Suite.NONCE];
        random.nextBytes(nonce);
        try {
            var sealed =
                    cipher(Cipher.ENCRYPT_MODE, requireOwn(kek), nonce, owner).doFinal(material);
            var wrapped = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, wrapped, nonce.length, sealed.length);
            return wrapped;
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeysAway("the token of region " + region + " does not wrap", e);
        }
    }

    @Override
    public byte[] unwrap(String kek, Owner owner, byte[] wrapped) {
        requireOwn(kek);
        if (wrapped.length < Suite.NONCE + Suite.TAG) {
            throw new WrapBroken("a wrapped key has the wrong length", null);
        }
        var nonce = Arrays.copyOf(wrapped, Suite.NONCE);
        try {
            return cipher(Cipher.DECRYPT_MODE, kek, nonce, owner)
                    .doFinal(wrapped, Suite.NONCE, wrapped.length - Suite.NONCE);
        } catch (AEADBadTagException e) {
            throw new WrapBroken("a wrapped key does not open", e);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeysAway("the token of region " + region + " does not unwrap", e);
        }
    }

    @Override
    public Bytes mac(String label, String tenant, byte[] message) {
        return mac.mac(label, tenant, message);
    }

    @Override
    public LogKeys logKeys() {
        return new Generations();
    }

    /// Numbered: none is kept anywhere, each can always be derived.
    private final class Generations implements LogKeys {

        @Override
        public String newest() {
            return TransitLogKey.generation(1);
        }

        @Override
        public List<String> candidates(String known) {
            int version = TransitLogKey.version(known);
            return IntStream.range(version, version + FORGOTTEN)
                    .mapToObj(TransitLogKey::generation)
                    .toList();
        }

        @Override
        public String next(String generation) {
            return TransitLogKey.generation(TransitLogKey.version(generation) + 1);
        }

        @Override
        public LogKey of(String generation) {
            int version = TransitLogKey.version(generation);
            var label = "domicile/log-seed/v1" + (version == 1 ? "" : "/" + version);
            return LogKey.of(MacKey.derive(label, region, TokenKeys.this::hmac), suite());
        }
    }

    @Override
    public SigningKey witnessKey() {
        return witness;
    }

    @Override
    public String toString() {
        return "TokenKeys[" + region + "]";
    }

    /// Neither a token of the JDK's nor a key service has SM2 or SM4, and no other cipher stands in
    /// for them unasked.
    static void requireAes(Suite suite, RegionId region) {
        if (suite != Suite.AES_256_GCM) {
            throw new KeysUnusable(
                    "domicile.regions."
                            + region
                            + ".keys.provider: this one wraps with AES alone, and the suite is "
                            + suite.title());
        }
    }

    private Cipher cipher(int mode, String kek, byte[] nonce, Owner owner)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance(CIPHER, token.provider());
        cipher.init(mode, token.key(kek), new GCMParameterSpec(Suite.TAG * 8, nonce));
        cipher.updateAAD(owner.boundTo(region, kek));
        return cipher;
    }

    private byte[] hmac(byte[] message) {
        try {
            var hmac = Mac.getInstance(HMAC, token.provider());
            hmac.init(token.key(macLabel(region)));
            return hmac.doFinal(message);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeysUnusable("the token's key " + macLabel(region) + " makes no HMAC", e);
        }
    }

    private String requireOwn(String kek) {
        if (!kek.startsWith(prefix(region))) {
            throw new KeysUnusable("region " + region + " has no KEK " + kek);
        }
        return kek;
    }

    private static Token token(RegionId region, Place place) {
        return Token.open("domicile-" + region, place);
    }

    private static String prefix(RegionId region) {
        return "kek-" + region + "-";
    }

    private static String macLabel(RegionId region) {
        return "mac-" + region;
    }
}
