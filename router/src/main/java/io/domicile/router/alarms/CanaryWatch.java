// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.alarms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import io.domicile.router.auth.Callers;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Looks for canaries in what calls present: credentials, valid or not, and what stands in their
/// addresses and JSON bodies. A call goes on as if nothing had happened. Where no canaries are set,
/// nothing is looked at.
@Singleton
public final class CanaryWatch implements SecurityIdentityAugmentor {

    private static final Logger LOG = Logger.getLogger(CanaryWatch.class);
    private static final JsonFactory JSON = new JsonFactory();
    private static final int EARLY = 9_000;
    private static final int LONGEST_ID = 512;

    private final Canaries canaries;
    private final Alarms alarms;

    CanaryWatch(Canaries canaries, Alarms alarms) {
        this.canaries = canaries;
        this.alarms = alarms;
    }

    void install(@Observes Filters filters) {
        if (canaries.areThere()) {
            filters.register(this::look, EARLY);
        }
    }

    private void look(RoutingContext call) {
        look(call.request(), call.request().getHeader(HttpHeaders.AUTHORIZATION));
        call.next();
    }

    /// Looks at a request's head.
    ///
    /// @param header what it presents, as in `Authorization`
    public void look(HttpServerRequest request, @Nullable String header) {
        if (header != null) {
            presented(header).flatMap(canaries::credential).ifPresent(alarms::raise);
        }
        if (canaries.hasSubjects()) {
            for (var part : String.valueOf(request.path()).split("/", -1)) {
                decoded(part).flatMap(canaries::subject).ifPresent(alarms::raise);
            }
        }
    }

    /// The token or key, or the account of a password.
    private static Optional<String> presented(String header) {
        int space = header.indexOf(' ');
        var value = header.substring(space + 1).strip();
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.of(value);
        }
        try {
            var pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
            return Optional.of(pair.split(":", 2)[0]);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<String> decoded(String part) {
        try {
            return Optional.of(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Looks at the account that has signed in.
    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context) {
        if (canaries.areThere() && Callers.isKnown(identity)) {
            canaries.credential(identity.getPrincipal().getName())
                    .ifPresent(canary -> alarms.raise(canary, Callers.of(identity)));
        }
        return Uni.createFrom().item(identity);
    }

    /// Looks at the texts of a JSON body, as far as it can be read.
    public void body(byte[] body) {
        if (!canaries.hasSubjects()) {
            return;
        }
        try (var json = JSON.createParser(body)) {
            for (var token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING && json.getTextLength() <= LONGEST_ID) {
                    canaries.subject(json.getText()).ifPresent(alarms::raise);
                }
            }
        } catch (IOException malformed) {
            LOG.debugf("a body that is no JSON: %s", malformed.getClass().getName());
        }
    }
}
