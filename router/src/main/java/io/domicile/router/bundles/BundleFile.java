// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.bundles;

import io.domicile.policies.BundleKey;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.PrivateFile;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Where the bundle in force outlives the process, and the key that it must be signed with.
@Singleton
public final class BundleFile {

    /// The media types that a bundle is sent as.
    public static final Set<String> TYPES =
            Set.of("application/gzip", "application/vnd.openpolicyagent.bundles");

    /// The most bytes that a bundle has.
    public static final long LARGEST = 16 << 20;

    private static final String KEY = "domicile.policies.verification-key";

    private final Path file;
    private final boolean required;
    private final Optional<BundleKey> key;

    BundleFile(
            @ConfigProperty(name = "domicile.home", defaultValue = ".domicile") Path home,
            DomicileConfig config) {
        var settings = config.policies();
        this.file = settings.bundle().orElse(home.resolve("policies/bundle.tar.gz"));
        this.required = settings.bundle().isPresent();
        this.key = settings.verificationKey().map(path -> key(settings.signingAlgorithm(), path));
    }

    /// The key that bundles must be signed with.
    ///
    /// @throws ProblemException with status 422 if none is set, so that no bundle is taken
    public BundleKey requiredKey() {
        return key.orElseThrow(() ->
                new ProblemException(
                        Fault.BUNDLE_REFUSED, "No bundle is taken: " + KEY + " is not set."));
    }

    /// The bundle in the file, if there is one; checked.
    ///
    /// @throws ConfigurationException if it is not to be trusted, or not there though configured
    public Optional<PolicyBundle> read() {
        if (!required && !Files.exists(file)) {
            return Optional.empty();
        }
        var signer =
                key.orElseThrow(() ->
                        new ConfigurationException(
                                KEY + " is not set: it verifies the policy bundle " + file));
        try {
            return Optional.of(PolicyBundle.signed(Files.readAllBytes(file), signer));
        } catch (IOException | PolicyUnavailable e) {
            throw new ConfigurationException(
                    "the policy bundle %s is not usable: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Writes the bundle beside the file; the result puts it in place. Both are durable.
    Runnable prepare(PolicyBundle bundle) {
        var beside = file.resolveSibling(file.getFileName() + ".new");
        try {
            PrivateFile.write(beside, bundle.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> {
            try {
                PrivateFile.move(beside, file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static BundleKey key(String algorithm, Path pem) {
        try {
            return BundleKey.of(algorithm, Files.readString(pem));
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "%s: %s is not usable: %s".formatted(KEY, pem, e.getMessage()), e);
        }
    }
}
