// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.domicile.router.Digest;
import io.domicile.router.config.DomicileConfig;
import io.domicile.router.config.MachineConfig;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;

/// The machines in the settings, by what they sign in with.
@Startup
@Singleton
final class Machines {

    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final int URI = 6;
    private static final int DNS = 2;

    private final Map<String, Machine> byKey = new HashMap<>();
    private final Map<String, Machine> byCertificate = new HashMap<>();
    private final Clock clock;

    /// @throws ConfigurationException naming the property that is wrong
    Machines(DomicileConfig config, Clock clock) {
        this.clock = clock;
        config.machines().forEach(this::add);
    }

    private void add(String name, MachineConfig config) {
        var property = "domicile.machines." + name;
        var machine = Machine.of(name, config);
        if (config.key().isEmpty() == config.certificate().isEmpty()) {
            throw new ConfigurationException(property + ": set either .key or .certificate");
        }
        config.key()
                .ifPresent(hash -> {
                    require(HASH.matcher(hash).matches(), property + ".key is sha256:<hex>");
                    require(machine.expires().isPresent(), property + ".expires is not set");
                    require(
                            byKey.put(hash, machine) == null,
                            property + ".key: another machine has it");
                });
        config.certificate()
                .ifPresent(text ->
                        require(
                                byCertificate.put(known(property, text), machine) == null,
                                property + ".certificate: another machine has it"));
    }

    private static String known(String property, String text) {
        try {
            return text.startsWith("URI:") || text.startsWith("DNS:")
                    ? text
                    : new X500Principal(text).getName();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(property + ".certificate is no name", e);
        }
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new ConfigurationException(problem);
        }
    }

    /// Whether one signs in with a certificate.
    boolean haveCertificates() {
        return !byCertificate.isEmpty();
    }

    /// The machine that has the key, unless its time is over.
    Optional<Machine> byKey(String key) {
        var hash = Digest.sha256(key.getBytes(StandardCharsets.UTF_8));
        return Optional.ofNullable(byKey.get(hash)).filter(this::isCurrent);
    }

    /// The machine of a certificate that TLS has verified, unless its time is over; by its subject,
    /// or one of its alternative names.
    Optional<Machine> of(X509Certificate certificate) {
        return Stream.concat(
                        Stream.of(certificate.getSubjectX500Principal().getName()),
                        alternatives(certificate))
                .map(byCertificate::get)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .filter(this::isCurrent);
    }

    private boolean isCurrent(Machine machine) {
        return !machine.isOver(LocalDate.now(clock));
    }

    private static Stream<String> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Stream.empty()
                    : names.stream()
                            .filter(name ->
                                    name.getFirst() instanceof Integer kind
                                            && (kind == URI || kind == DNS))
                            .map(name ->
                                    (name.getFirst().equals(URI) ? "URI:" : "DNS:") + name.get(1));
        } catch (CertificateParsingException _) {
            return Stream.empty();
        }
    }
}
