// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Sees to the keys that verify tokens before anything else starts: makes those of the development
/// profile, and keeps a production gateway from starting with them or without any.
@Singleton
final class KeyGuard {

    private static final String KEY = "mp.jwt.verify.publickey.location";
    private static final String ISSUER = "mp.jwt.verify.issuer";

    private final Path home;
    private final Optional<String> key;
    private final Optional<String> issuer;

    KeyGuard(
            @ConfigProperty(name = "domicile.home", defaultValue = ".domicile") Path home,
            @ConfigProperty(name = KEY) Optional<String> key,
            @ConfigProperty(name = ISSUER) Optional<String> issuer) {
        this.home = home;
        this.key = key.filter(text -> !text.isBlank());
        this.issuer = issuer.filter(text -> !text.isBlank());
    }

    void check(@Observes @Priority(1) StartupEvent start) {
        if (ConfigUtils.isProfileActive("development")) {
            DevelopmentKey.in(home);
        } else {
            requireOwnKeys();
        }
    }

    /// Passes when issuer and key are set and are not those of a development gateway.
    ///
    /// @throws ConfigurationException that names the property
    void requireOwnKeys() {
        require(key.isPresent(), KEY, "is not set: the address of your issuer's key or JWKS");
        require(issuer.isPresent(), ISSUER, "is not set: the issuer that tokens must name");
        require(
                key.filter(location -> DevelopmentKey.isAt(location, home)).isEmpty(),
                KEY,
                "is the development key: set the address of your issuer's key or JWKS");
        require(
                issuer.filter(DevelopmentKey.ISSUER::equals).isEmpty(),
                ISSUER,
                "is the development issuer: set the issuer that tokens must name");
    }

    private static void require(boolean condition, String property, String problem) {
        if (!condition) {
            throw new ConfigurationException(property + " " + problem);
        }
    }
}
