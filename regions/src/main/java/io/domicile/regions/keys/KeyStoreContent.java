// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;

/// A PKCS#12 file of secret keys with the file of its password. Nothing is kept in memory.
///
/// @param file the key store
/// @param passwordFile its password in the first line
record KeyStoreContent(Path file, Path passwordFile) {

    /// Bytes of each key that is made.
    static final int LENGTH = 32;

    /// Tells one content of the file from another, without reading it.
    String version() {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.fileKey();
        } catch (IOException e) {
            throw new KeysUnusable("cannot read the key store " + file, e);
        }
    }

    /// All keys, by name.
    Map<String, byte[]> load() {
        var password = password();
        try {
            var store = open(password);
            var entries = new TreeMap<String, byte[]>();
            for (var alias : Collections.list(store.aliases())) {
                entries.put(alias, store.getKey(alias, password).getEncoded());
            }
            return entries;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable("cannot open the key store " + file, e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /// Makes the file with new random keys of these names.
    void create(Collection<String> names) {
        var password = password();
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var name : names) {
                put(store, name, password);
            }
            write(store, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable("cannot make the key store " + file, e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    /// Changes which keys are in the file while no other process does: names that are added get new
    /// random keys, those of names that are removed are gone.
    void change(Consumer<Set<String>> change) {
        var password = password();
        try (var lock =
                        FileChannel.open(
                                file.resolveSibling(file.getFileName() + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var unused = lock.lock()) {
            var store = open(password);
            var before = Set.copyOf(Collections.list(store.aliases()));
            var after = new TreeSet<>(before);
            change.accept(after);
            for (var name : before) {
                if (!after.contains(name)) {
                    store.deleteEntry(name);
                }
            }
            for (var name : after) {
                if (!before.contains(name)) {
                    put(store, name, password);
                }
            }
            if (!after.equals(before)) {
                write(store, password);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable("cannot change the key store " + file, e);
        } finally {
            Arrays.fill(password, ' ');
        }
    }

    private KeyStore open(char[] password) throws IOException, GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        }
    }

    private void write(KeyStore store, char[] password)
            throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayOutputStream();
        store.store(bytes, password);
        PrivateFile.write(file, bytes.toByteArray());
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
        Arrays.fill(material, (byte) 0);
    }

    private char[] password() {
        try {
            return PrivateFile.password(passwordFile).toCharArray();
        } catch (IOException e) {
            throw new KeysUnusable(
                    "no password for the key store: "
                            + passwordFile
                            + " is missing, unreadable or empty",
                    e);
        }
    }
}
