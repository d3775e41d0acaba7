// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.reverseOrder;

import io.domicile.audit.SigningKey;
import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.PrivateFile;
import io.domicile.regions.seal.Suite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// The region's keys in one PKCS#12 file, opened with a password out of another file.
///
/// Each entry is a secret key of 32 bytes: `kek-<region>-<date>` private keys of the KEKs (X25519
/// or SM2, as the suite wants; a later one has a greater name), `mac` for pseudonyms, `log` the
/// seed of the log's keys, `log-<date>` that of a later generation, `witness` that of the key that
/// cosigns other regions' logs. An entry `development` marks keys that the gateway made for itself.
///
/// The file is read again when it has changed and the KEKs are listed, or one is asked for that is
/// not known: another process may have added it.
public final class KeyStoreFile implements RegionKeys {

    private static final String KEK = "kek-";
    private static final String MAC = "mac";
    private static final String LOG = "log";
    private static final String WITNESS = "witness";
    private static final String LATER_LOG = "log-";
    private static final String DEVELOPMENT = "development";
    private static final int LENGTH = KeyStoreContent.LENGTH;

    private final RegionId region;
    private final Suite suite;
    private final KeyStoreContent content;
    private final Map<String, byte[]> entries;
    private final SecureRandom random = new SecureRandom();
    private String version;

    private KeyStoreFile(RegionId region, Suite suite, KeyStoreContent content) {
        this.region = region;
        this.suite = suite;
        this.content = content;
        this.version = content.version();
        this.entries = new ConcurrentSkipListMap<>(content.load());
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
        var keys = new KeyStoreFile(region, suite, new KeyStoreContent(file, passwordFile));
        keys.check(file);
        return keys;
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
        } catch (IOException e) {
            throw new KeysUnusable("cannot make the key store " + file, e);
        }
        var names = new ArrayList<>(List.of(KeyNames.now(KEK + region + "-"), MAC, LOG, WITNESS));
        if (development) {
            names.add(DEVELOPMENT);
        }
        new KeyStoreContent(file, passwordFile).create(names);
    }

    /// Whether the keys were made by the gateway for trying.
    boolean isDevelopment() {
        return entries.containsKey(DEVELOPMENT);
    }

    @Override
    public String kind() {
        return "file";
    }

    @Override
    public Suite suite() {
        return suite;
    }

    @Override
    public synchronized List<String> keks() {
        refresh();
        return entries.keySet().stream().filter(alias -> alias.startsWith(KEK)).toList();
    }

    @Override
    public boolean areLocal() {
        return entries.keySet().stream()
                .filter(alias -> alias.startsWith(KEK))
                .allMatch(alias -> alias.startsWith(KEK + region + "-"));
    }

    @Override
    public Optional<Bytes> fingerprint(String kek) {
        var label = "domicile/kek-fingerprint/v1".getBytes(StandardCharsets.US_ASCII);
        return Optional.of(Bytes.of(Suite.hmacSha256(kek(kek), label)));
    }

    @Override
    public synchronized String makeKek() {
        var kek = KeyNames.next(KEK + region + "-", keks());
        content.change(names -> {
            var last = names.stream().filter(alias -> alias.startsWith(KEK)).max(naturalOrder());
            if (last.filter(before -> before.compareTo(kek) >= 0).isPresent()) {
                throw new KeysUnusable(
                        "the key store's newest KEK "
                                + last.orElseThrow()
                                + " is not older than now; try again, and look at the clock");
            }
            names.add(kek);
        });
        refresh();
        return kek;
    }

    @Override
    public synchronized void destroyKek(String kek) {
        if (!kek.startsWith(KEK)) {
            throw new IllegalArgumentException("not the name of a KEK");
        }
        content.change(names -> names.remove(kek));
        refresh();
    }

    @Override
    public byte[] wrap(String kek, Owner owner, byte[] material) {
        return Wrap.of(suite).wrap(kek(kek), context(kek, owner), material, random);
    }

    @Override
    public byte[] unwrap(String kek, Owner owner, byte[] wrapped) {
        return Wrap.of(suite).unwrap(kek(kek), context(kek, owner), wrapped);
    }

    @Override
    public Bytes mac(String label, String tenant, byte[] message) {
        return new MacKey(suite, entry(MAC)).mac(label, tenant, message);
    }

    @Override
    public LogKeys logKeys() {
        return new Generations();
    }

    /// The seeds of the log's keys: names that begin alike, of which a later one is greater.
    private final class Generations implements LogKeys {

        @Override
        public String newest() {
            return all().getFirst();
        }

        @Override
        public List<String> candidates(String known) {
            return all();
        }

        private List<String> all() {
            synchronized (KeyStoreFile.this) {
                refresh();
                return entries.keySet().stream().filter(this::is).sorted(reverseOrder()).toList();
            }
        }

        @Override
        public String next(String generation) {
            synchronized (KeyStoreFile.this) {
                content.change(names -> {
                    if (names.stream()
                            .filter(this::is)
                            .allMatch(one -> !isAfter(one, generation))) {
                        names.add(KeyNames.next(LATER_LOG, names));
                    }
                });
                var newest = newest();
                if (!isAfter(newest, generation)) {
                    throw new KeysUnusable(
                            "the key store's newest log key "
                                    + newest
                                    + " is not older than now; try again, and look at the clock");
                }
                return newest;
            }
        }

        @Override
        public LogKey of(String generation) {
            if (!is(generation)) {
                throw new KeysUnusable("region " + region + " has no log key " + generation);
            }
            if (!entries.containsKey(generation)) {
                refresh();
            }
            return LogKey.of(entry(generation), suite);
        }

        private boolean is(String alias) {
            return alias.equals(LOG) || alias.startsWith(LATER_LOG);
        }

        private boolean isAfter(String one, String generation) {
            return one.compareTo(generation) > 0;
        }
    }

    @Override
    public SigningKey witnessKey() {
        return SigningKey.of(entry(WITNESS));
    }

    @Override
    public String toString() {
        return "KeyStoreFile[" + region + "]";
    }

    private byte[] context(String kek, Owner owner) {
        return owner.boundTo(region, kek);
    }

    private byte[] kek(String kek) {
        if (!entries.containsKey(kek)) {
            refresh();
        }
        return entry(kek);
    }

    private byte[] entry(String alias) {
        var entry = entries.get(alias);
        if (entry == null) {
            throw new KeysUnusable(
                    "the key store of region "
                            + region
                            + " has no entry "
                            + alias
                            + "; put back the newest copy of domicile.regions."
                            + region
                            + ".key-store");
        }
        return entry;
    }

    /// Takes up KEKs and log keys that were added to the file, and destroys KEKs that were removed
    /// from it. Everything else stays as it was opened.
    private synchronized void refresh() {
        var now = content.version();
        if (now.equals(version)) {
            return;
        }
        var found = content.load();
        entries.entrySet()
                .removeIf(entry -> {
                    var gone = entry.getKey().startsWith(KEK) && !found.containsKey(entry.getKey());
                    if (gone) {
                        Arrays.fill(entry.getValue(), (byte) 0);
                    }
                    return gone;
                });
        found.forEach((alias, material) -> {
            if (!(alias.startsWith(KEK) || alias.startsWith(LATER_LOG))
                    || material.length != LENGTH
                    || entries.putIfAbsent(alias, material) != null) {
                Arrays.fill(material, (byte) 0);
            }
        });
        version = now;
    }

    private void check(Path file) {
        if (entries.keySet().stream().noneMatch(alias -> alias.startsWith(KEK))) {
            throw new KeysUnusable("no KEK in " + file);
        }
        entry(MAC);
        entry(LOG);
        entry(WITNESS);
        if (entries.values().stream().anyMatch(material -> material.length != LENGTH)) {
            throw new KeysUnusable("an entry of " + file + " is not of " + LENGTH + " bytes");
        }
    }
}
