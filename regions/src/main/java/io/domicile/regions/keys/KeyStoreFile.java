// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.audit.SigningKey;
import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.PrivateFile;
import io.domicile.regions.seal.Suite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.spec.SecretKeySpec;

/// The region's keys in one PKCS#12 file, opened with a password out of another file.
///
/// Each entry is a secret key of 32 bytes: `kek-<region>-<date>` private keys of the KEKs (X25519
/// or SM2, as the suite wants; the last by name is the current one), `mac` for pseudonyms, `log`
/// the seed of the log's Ed25519 key. An entry `development` marks keys that the gateway made for
/// itself.
public final class KeyStoreFile implements RegionKeys {

    private static final String KEK = "kek-";
    private static final String MAC = "mac";
    private static final String LOG = "log";
    private static final String DEVELOPMENT = "development";
    private static final int LENGTH = 32;

    private final RegionId region;
    private final Suite suite;
    private final Map<String, byte[]> entries;
    private final SecureRandom random = new SecureRandom();

    private KeyStoreFile(RegionId region, Suite suite, Map<String, byte[]> entries) {
        this.region = region;
        this.suite = suite;
        this.entries = entries;
    }

    /// Opens the region's key store. In development it is made where it is missing; elsewhere it
    /// must be there, and must not be one that was made so.
    ///
    /// @throws KeysUnusable if it cannot be opened or may not be used; the message names the
    ///   property
    public static KeyStoreFile find(
            RegionId region, Suite suite, Path file, Path passwordFile, boolean development) {
        var property = "domicile.regions." + region + ".key-store";
        if (!Files.exists(file)) {
            if (!development) {
                throw new KeysUnusable(
                        property
                                + ": there is no key store "
                                + file
                                + ", and none is made unless domicile.keys.generate is true");
            }
            create(region, file, passwordFile, true);
        }
        var keys = open(region, suite, file, passwordFile);
        if (keys.isDevelopment() && !development) {
            throw new KeysUnusable(property + ": the keys in " + file + " are for development");
        }
        return keys;
    }

    /// Opens a key store.
    ///
    /// @param file the PKCS#12 file
    /// @param passwordFile its password in the first line
    /// @throws KeysUnusable if a file is missing, the password wrong, or an entry absent
    static KeyStoreFile open(RegionId region, Suite suite, Path file, Path passwordFile) {
        var password = password(passwordFile);
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            var entries = new TreeMap<String, byte[]>();
            for (var alias : Collections.list(store.aliases())) {
                entries.put(alias, store.getKey(alias, password).getEncoded());
            }
            var keys = new KeyStoreFile(region, suite, entries);
            keys.check(file);
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable("cannot open the key store " + file, e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /// Makes a key store with new random keys, and a password file beside it where there is none.
    /// Both are for their owner alone.
    ///
    /// @param development whether to mark the keys as not for production
    public static void create(RegionId region, Path file, Path passwordFile, boolean development) {
        if (Files.exists(file)) {
            throw new KeysUnusable("there is a key store already: " + file);
        }
        try {
            if (!Files.exists(passwordFile)) {
                var secret = new byte[24];
                new SecureRandom().nextBytes(secret);
                var text = HexFormat.of().formatHex(secret) + "\n";
                PrivateFile.write(passwordFile, text.getBytes(StandardCharsets.US_ASCII));
            }
            var password = password(passwordFile);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            put(store, KEK + region + "-" + LocalDate.now(ZoneOffset.UTC), password);
            put(store, MAC, password);
            put(store, LOG, password);
            if (development) {
                put(store, DEVELOPMENT, password);
            }
            var content = new ByteArrayOutputStream();
            store.store(content, password);
            PrivateFile.write(file, content.toByteArray());
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable("cannot make the key store " + file, e);
        }
    }

    /// Whether the keys were made by the gateway for trying.
    boolean isDevelopment() {
        return entries.containsKey(DEVELOPMENT);
    }

    @Override
    public Suite suite() {
        return suite;
    }

    @Override
    public String currentKek() {
        return entries.keySet().stream()
                .filter(alias -> alias.startsWith(KEK))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new KeysUnusable("no KEK"));
    }

    @Override
    public boolean areLocal() {
        return entries.keySet().stream()
                .filter(alias -> alias.startsWith(KEK))
                .allMatch(alias -> alias.startsWith(KEK + region + "-"));
    }

    @Override
    public byte[] wrap(Owner owner, byte[] material) {
        return Wrap.of(suite)
                .wrap(entry(currentKek()), context(currentKek(), owner), material, random);
    }

    @Override
    public byte[] unwrap(String kek, Owner owner, byte[] wrapped) {
        return Wrap.of(suite).unwrap(entry(kek), context(kek, owner), wrapped);
    }

    @Override
    public Bytes mac(String label, String tenant, byte[] message) {
        return new MacKey(suite, entry(MAC)).mac(label, tenant, message);
    }

    @Override
    public SigningKey logKey() {
        return SigningKey.of(entry(LOG));
    }

    @Override
    public String toString() {
        return "KeyStoreFile[" + region + "]";
    }

    private byte[] context(String kek, Owner owner) {
        return owner.boundTo(region, kek);
    }

    private byte[] entry(String alias) {
        var entry = entries.get(alias);
        if (entry == null) {
            throw new KeysUnusable("the key store has no entry " + alias);
        }
        return entry;
    }

    private void check(Path file) {
        var needed = List.of(currentKek(), MAC, LOG);
        if (!needed.stream().allMatch(alias -> entry(alias).length == LENGTH)) {
            throw new KeysUnusable("an entry of " + file + " is not of " + LENGTH + " bytes");
        }
    }

    private static void put(KeyStore store, String alias, char[] password)
            throws GeneralSecurityException {
        var material = new byte[LENGTH];
        new SecureRandom().nextBytes(material);
        // A scalar of SM2 lies below the order of the curve, which begins with 32 one bits; with
        // the first bit clear it always does. X25519 clamps by itself.
        material[0] &= 0x7f;
        var key = new SecretKeySpec(material, "AES");
        store.setEntry(
                alias, new KeyStore.SecretKeyEntry(key), new KeyStore.PasswordProtection(password));
    }

    private static char[] password(Path file) {
        try {
            return PrivateFile.password(file).toCharArray();
        } catch (IOException e) {
            throw new KeysUnusable(
                    "no password for the key store: " + file + " is missing, unreadable or empty",
                    e);
        }
    }
}
