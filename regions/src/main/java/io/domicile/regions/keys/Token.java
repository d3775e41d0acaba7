// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import io.domicile.regions.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/// A PKCS#11 token that is open: secret keys by label, which never leave it.
///
/// @param provider JCA provider of this token alone; not among the JVM's own
/// @param store the token's objects
record Token(Provider provider, KeyStore store) {

    /// What the JDK asks a token for when it makes keys (SunPKCS11's configuration).
    private static final String MADE =
            """
            attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
              CKA_TOKEN = true CKA_PRIVATE = true CKA_SENSITIVE = true CKA_EXTRACTABLE = false
              CKA_ENCRYPT = true CKA_DECRYPT = true
            }
            attributes(generate, CKO_SECRET_KEY, CKK_GENERIC_SECRET) = {
              CKA_TOKEN = true CKA_PRIVATE = true CKA_SENSITIVE = true CKA_EXTRACTABLE = false
              CKA_SIGN = true CKA_VERIFY = true
            }
            """;

    /// Logs in.
    ///
    /// @throws KeysUnusable if module, slot or PIN are wrong; the message never has the PIN
    static Token open(String name, TokenKeys.Place place) {
        var pin = pin(place.pinFile());
        try {
            var provider = Security.getProvider("SunPKCS11").configure(configuration(name, place));
            var store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            return new Token(provider, store);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new KeysUnusable(
                    "cannot log in to the token in slot "
                            + place.slot()
                            + " of "
                            + place.library()
                            + " with the PIN in "
                            + place.pinFile(),
                    e);
        } finally {
            Arrays.fill(pin, ' ');
        }
    }

    /// Labels of the token's keys that begin so, in their order.
    List<String> labels(String prefix) {
        try {
            return Collections.list(store.aliases()).stream()
                    .filter(label -> label.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeysAway("the token does not list its keys", e);
        }
    }

    /// The key with this label: a handle without bytes.
    ///
    /// @throws KeysUnusable if there is none, or the token would give it out
    SecretKey key(String label) {
        try {
            if (!(store.getKey(label, null) instanceof SecretKey key)) {
                throw new KeysUnusable("the token has no secret key " + label);
            }
            if (key.getEncoded() != null) {
                throw new KeysUnusable(
                        "the token would give out " + label + ": it must not be extractable");
            }
            return key;
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeysAway("the token does not give the key " + label, e);
        }
    }

    /// Makes a key in the token.
    ///
    /// @param algorithm of the JDK's key generators
    /// @throws KeysUnusable if the label is taken or the token refuses
    void generate(String label, String algorithm) {
        try {
            if (store.containsAlias(label)) {
                throw new KeysUnusable("the token has a key " + label + " already");
            }
            var generator = KeyGenerator.getInstance(algorithm, provider);
            generator.init(256);
            store.setKeyEntry(label, generator.generateKey(), null, null);
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeysUnusable("the token does not make the key " + label, e);
        }
    }

    /// Destroys the key with this label, if there is one.
    ///
    /// @throws KeysUnusable if the token refuses
    void destroy(String label) {
        try {
            if (store.containsAlias(label)) {
                store.deleteEntry(label);
            }
        } catch (GeneralSecurityException | ProviderException e) {
            throw new KeysUnusable("the token does not destroy the key " + label, e);
        }
    }

    @Override
    public String toString() {
        return "Token";
    }

    private static String configuration(String name, TokenKeys.Place place) {
        return "--name = \""
                + name
                + "\"\nlibrary = \""
                + place.library()
                + "\"\nslot = "
                + place.slot()
                + "\n"
                + MADE;
    }

    private static char[] pin(Path file) {
        try {
            return PrivateFile.password(file).toCharArray();
        } catch (IOException e) {
            throw new KeysUnusable(
                    "no PIN for the token: " + file + " is missing, unreadable or empty", e);
        }
    }
}
