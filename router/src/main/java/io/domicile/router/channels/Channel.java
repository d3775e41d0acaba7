// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import io.domicile.router.config.AccountConfig;
import io.domicile.router.config.ChannelConfig;
import io.domicile.router.config.TenantConfig;
import io.domicile.router.intake.Submission;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.intake.Submission.Message;
import io.domicile.router.intake.Submission.Position;
import io.domicile.router.intake.Submission.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The facts that a client's own format does not carry and the tenant's settings do. What they do
/// not carry either stays absent, and the law answers with quarantine.
///
/// @param datum the coordinate system that the format itself prescribes
/// @param via what the format comes by, where the settings do not say
record Channel(
        Optional<TenantConfig> tenant,
        Optional<ChannelConfig> config,
        @Nullable String datum,
        @Nullable String via) {

    /// The channel of apps on phones.
    static Channel ofPhones(Optional<TenantConfig> tenant, String name) {
        var config = of(tenant, name);
        return new Channel(tenant, config, null, config.isPresent() ? "phone" : null);
    }

    /// A channel of which it is not known what it comes by.
    static Channel ofAny(Optional<TenantConfig> tenant, String name, @Nullable String datum) {
        return new Channel(tenant, of(tenant, name), datum, null);
    }

    private static Optional<ChannelConfig> of(Optional<TenantConfig> tenant, String name) {
        return tenant.map(known -> known.channels().get(name));
    }

    /// A position in the channel's coordinate system.
    Position position(double lat, double lon, @Nullable Double precision, @Nullable String label) {
        return new Position(lat, lon, crs(), precision == null ? precision() : precision, label);
    }

    @Nullable String crs() {
        return config.flatMap(ChannelConfig::crs).orElse(datum);
    }

    @Nullable String collect() {
        return config.flatMap(ChannelConfig::collect).orElse(null);
    }

    /// A record of the account's holder.
    Submission submission(
            String type,
            String account,
            @Nullable String collect,
            @Nullable Instant occurredAt,
            @Nullable Position position,
            @Nullable Message message,
            boolean continuous) {
        return new Submission(
                type,
                List.of(subject(account)),
                collect,
                config.flatMap(ChannelConfig::via).orElse(via),
                config.flatMap(ChannelConfig::purpose).orElse(null),
                null,
                null,
                occurredAt,
                position,
                message,
                consents(account),
                continuous);
    }

    private Subject subject(String account) {
        if (Subject.isNoPathSegment(account)) {
            throw new ProblemException(Fault.BAD_TEXT, "The account must not be . or .. alone.");
        }
        var own = tenant.map(known -> known.accounts().get(account));
        return new Subject(
                account,
                "author",
                own.flatMap(AccountConfig::home)
                        .or(() -> config.flatMap(ChannelConfig::home))
                        .orElse(null),
                age(own),
                own.flatMap(AccountConfig::guardian).orElse(null));
    }

    private @Nullable Integer age(Optional<AccountConfig> own) {
        if (own.isPresent() && own.get().age().isPresent()) {
            return own.get().age().getAsInt();
        }
        return config.isPresent() && config.get().age().isPresent()
                ? (Integer) config.get().age().getAsInt()
                : null;
    }

    private @Nullable Double precision() {
        return config.isPresent() && config.get().precisionM().isPresent()
                ? (Double) config.get().precisionM().getAsDouble()
                : null;
    }

    private List<Consent> consents(String account) {
        return tenant
                .map(known -> known.accounts().get(account))
                .flatMap(AccountConfig::consents)
                .or(() -> config.flatMap(ChannelConfig::consents))
                .orElse(Set.of())
                .stream()
                .sorted()
                .map(Consent::of)
                .toList();
    }
}
