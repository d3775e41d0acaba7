// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.alarms;

import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Knows the canaries by their keyed hashes.
@Startup
@Singleton
final class Canaries {

    private static final String PREFIX = "domicile.canaries.";
    private static final String MAC = "HmacSHA256";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int MARK = 8;
    private static final int LONGEST = 8192;

    private final Set<String> credentials;
    private final Set<String> subjects;
    private final Optional<SecretKeySpec> key;

    /// @throws ConfigurationException if a hash is malformed, or there is no key for them
    Canaries(DomicileConfig config) {
        var canaries = config.canaries();
        this.credentials = hashes("credentials", canaries.credentials());
        this.subjects = hashes("subjects", canaries.subjects());
        this.key = canaries.keyFile().map(Canaries::key);
        if (key.isEmpty() && !(credentials.isEmpty() && subjects.isEmpty())) {
            throw new ConfigurationException(PREFIX + "key-file is not set");
        }
    }

    private static Set<String> hashes(String name, Optional<Set<String>> given) {
        var hashes = given.orElse(Set.of());
        if (!hashes.stream().allMatch(hash -> HASH.matcher(hash).matches())) {
            throw new ConfigurationException(PREFIX + name + ": write HMAC-SHA-256 in hex");
        }
        return Set.copyOf(hashes);
    }

    private static SecretKeySpec key(Path file) {
        try (var lines = Files.lines(file)) {
            var first = lines.findFirst().filter(line -> !line.isBlank());
            return new SecretKeySpec(
                    first.orElseThrow(
                                    () -> new ConfigurationException(PREFIX + "key-file is empty"))
                            .getBytes(StandardCharsets.UTF_8),
                    MAC);
        } catch (IOException e) {
            throw new ConfigurationException(PREFIX + "key-file cannot be read", e);
        }
    }

    /// Whether there are any that a call may use.
    boolean areThere() {
        return hasSubjects() || !credentials.isEmpty();
    }

    boolean hasSubjects() {
        return !subjects.isEmpty();
    }

    Optional<Canary> credential(String value) {
        return find(credentials, Canary.Kind.CREDENTIAL, value);
    }

    Optional<Canary> subject(String value) {
        return find(subjects, Canary.Kind.SUBJECT, value);
    }

    private Optional<Canary> find(Set<String> hashes, Canary.Kind kind, String value) {
        return hashes.isEmpty() || value.isEmpty() || value.length() > LONGEST
                ? Optional.empty()
                : key.map(secret -> hash(secret, value))
                        .filter(hashes::contains)
                        .map(hash -> new Canary(kind, hash.substring(0, MARK)));
    }

    private static String hash(SecretKeySpec key, String value) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }
}
