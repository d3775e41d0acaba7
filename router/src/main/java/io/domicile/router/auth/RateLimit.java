// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domicile.regions.Credential;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.Rejections;
import io.domicile.router.config.DomicileConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;

/// Lets each credential make so many requests a second. The first that is refused in a minute
/// leaves an entry in the log, the others only count: whoever hammers does not fill the log.
@Singleton
final class RateLimit implements SecurityIdentityAugmentor {

    private static final int MOST_CREDENTIALS = 100_000;
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private final OptionalInt rate;
    private final int burst;
    private final Rejections rejections;
    private final Clock clock;
    private final Counter limited;
    private final Cache<Who, Bucket> buckets =
            Caffeine.newBuilder()
                    .maximumSize(MOST_CREDENTIALS)
                    .expireAfterAccess(FORGOTTEN)
                    .build();

    private record Who(String tenant, Credential credential) {}

    /// @throws ConfigurationException if no request could ever be made
    RateLimit(DomicileConfig config, Rejections rejections, Clock clock, MeterRegistry meters) {
        this.rate = config.limits().rate();
        this.burst = config.limits().burst().orElseGet(() -> rate.orElse(1));
        if (rate.orElse(1) < 1 || burst < 1) {
            throw new ConfigurationException("domicile.limits.rate and .burst are at least 1");
        }
        this.rejections = rejections;
        this.clock = clock;
        this.limited = meters.counter("domicile.requests.rate.limited");
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context) {
        return rate.isEmpty() || identity.isAnonymous() || !Callers.isKnown(identity)
                ? Uni.createFrom().item(identity)
                : limit(identity, Callers.of(identity));
    }

    private Uni<SecurityIdentity> limit(SecurityIdentity identity, Caller caller) {
        var bucket = bucket(caller);
        if (bucket.take(System.nanoTime())) {
            return Uni.createFrom().item(identity);
        }
        limited.increment();
        var refusal = new ProblemException(Fault.RATE_LIMITED, "Send fewer requests.");
        if (!bucket.isFirstIn(clock.millis() / Duration.ofMinutes(1).toMillis())) {
            return Uni.createFrom().failure(refusal);
        }
        return Uni.createFrom()
                .completionStage(() ->
                        rejections.note(caller, "rejected", "deny", Fault.RATE_LIMITED.code()))
                .onItem()
                .transformToUni(_ -> Uni.createFrom().failure(refusal));
    }

    private Bucket bucket(Caller caller) {
        return buckets.get(
                new Who(caller.tenant(), caller.credential().orElseThrow()),
                _ -> new Bucket(rate.orElseThrow(), burst, System.nanoTime()));
    }
}
