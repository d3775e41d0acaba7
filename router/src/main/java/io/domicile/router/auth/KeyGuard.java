// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import io.quarkus.runtime.LaunchMode;
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
    private static final String AUDIENCES = "mp.jwt.verify.audiences";

    private final Path home;
    private final Optional<String> key;
    private final Optional<String> issuer;
    private final Optional<String> audiences;

    KeyGuard(
            @ConfigProperty(name = "domicile.home", defaultValue = ".domicile") Path home,
            @ConfigProperty(name = KEY) Optional<String> key,
            @ConfigProperty(name = ISSUER) Optional<String> issuer,
            @ConfigProperty(name = AUDIENCES) Optional<String> audiences) {
        this.home = home;
        this.key = key;
        this.issuer = issuer;
        this.audiences = audiences;
    }

    void check(@Observes @Priority(1) StartupEvent start) {
        if (ConfigUtils.isProfileActive("development")) {
            DevelopmentKey.in(home);
            return;
        }
        require(KEY, key, "the address of the issuer's public key or JWKS");
        require(ISSUER, issuer, "the issuer that tokens must name");
        require(AUDIENCES, audiences, "the audience that tokens must be for, its own name");
        boolean development =
                issuer.filter(DevelopmentKey.ISSUER::equals).isPresent()
                        || key.filter(location -> location.contains("/dev/token-key")).isPresent();
        if (development) {
            throw new ConfigurationException(
                    "%s and %s point to the development key: set those of your issuer, or start"
                                    .formatted(KEY, ISSUER)
                            + " with -Dquarkus.profile=development");
        }
    }

    private static void require(String property, Optional<String> value, String meaning) {
        if (value.filter(text -> !text.isBlank()).isEmpty()) {
            throw new ConfigurationException(
                    "%s is not set: a production gateway needs %s (now in mode %s)"
                            .formatted(property, meaning, LaunchMode.current()));
        }
    }
}
