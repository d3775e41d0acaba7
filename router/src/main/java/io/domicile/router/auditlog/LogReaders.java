// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auditlog;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.domicile.regions.Receipt;
import io.domicile.regions.Residence;
import io.domicile.router.Caller;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.Refused;
import io.domicile.router.auth.Callers;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.virtual.threads.VirtualThreads;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/// Who reads the files and proofs of logs that are not public. Readers fetch many small files, and
/// an entry of each would make the log longer for ever: one entry stands for all that a reader
/// fetches in an hour. Blocks.
@Singleton
public final class LogReaders {

    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final int MOST = 10_000;

    private final AuditLaw law;
    private final DomicileConfig config;
    private final CurrentIdentityAssociation identity;
    private final AsyncCache<Seen, Receipt> seen;

    LogReaders(
            AuditLaw law,
            DomicileConfig config,
            CurrentIdentityAssociation identity,
            @VirtualThreads ExecutorService virtualThreads) {
        this.law = law;
        this.config = config;
        this.identity = identity;
        this.seen =
                Caffeine.newBuilder()
                        .expireAfterWrite(INTERVAL)
                        .maximumSize(MOST)
                        .executor(virtualThreads)
                        .buildAsync();
    }

    /// Which audit row stands for a reading.
    ///
    /// @param policy digest of the bundle that decided
    private record Seen(Caller caller, String region, String policy, boolean allowed) {}

    /// The reader of what tells nothing of single entries, in the first of the roles that it has.
    ///
    /// @return empty where logs are public: there is nobody to tell apart
    /// @throws UnauthorizedException if it did not sign in
    /// @throws ProblemException with status 403 if it has none of the roles
    public Optional<Caller> known(List<String> roles) {
        if (config.audit().everyone()) {
            return Optional.empty();
        }
        var reader = identity.getDeferredIdentity().await().indefinitely();
        if (reader.isAnonymous()) {
            throw new UnauthorizedException();
        }
        return Optional.of(Callers.of(reader, roles));
    }

    /// The same for a reader of entries, whom the law must let have them. The audit row is durable
    /// when this returns.
    ///
    /// @throws Refused if the law does not
    public Optional<Caller> admit(Residence residence, List<String> roles) {
        var reader = known(roles);
        reader.ifPresent(caller -> admit(law.ask(caller, residence)));
        return reader;
    }

    private void admit(AuditLaw.Ruling ruling) {
        var key =
                new Seen(
                        ruling.caller(),
                        ruling.residence().region().code(),
                        ruling.decision().policy().digest(),
                        ruling.allowed());
        var receipt =
                seen.get(
                                key,
                                (_, executor) ->
                                        CompletableFuture.supplyAsync(
                                                () -> notes(ruling).write(ruling.residence()),
                                                executor))
                        .join();
        if (!ruling.allowed()) {
            throw ruling.refused(receipt);
        }
    }

    private static Notes notes(AuditLaw.Ruling ruling) {
        var seconds = "seconds:" + INTERVAL.toSeconds();
        return ruling.allowed()
                ? ruling.notes("log", "read", "ok").label(seconds)
                : ruling.denied("log", seconds);
    }
}
