// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import io.domicile.policies.Facts;
import io.domicile.router.Tenants;
import io.domicile.router.classify.Bucket;
import io.domicile.router.classify.Datum;
import io.domicile.router.classify.Flag;
import io.domicile.router.classify.Place;
import io.domicile.router.classify.Territories;
import io.domicile.router.exports.Persons;
import io.domicile.router.intake.Submission.Consent;
import io.domicile.router.intake.Submission.Position;
import io.domicile.router.intake.Submission.Subject;
import io.domicile.router.register.Establishment;
import io.domicile.router.register.Register;
import io.domicile.router.register.TenantFacts;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the facts that the law is asked about out of a submission's envelope, the gateway's
/// register and the map. Bodies and labels are not read.
@Singleton
public final class Classifier {

    private static final String OPEN = "?";

    private final Tenants tenants;
    private final Register register;
    private final Persons persons;
    private final Territories territories;
    private final Clock clock;

    Classifier(
            Tenants tenants,
            Register register,
            Persons persons,
            Territories territories,
            Clock clock) {
        this.tenants = tenants;
        this.register = register;
        this.persons = persons;
        this.territories = territories;
        this.clock = clock;
    }

    /// The facts for the query `store`. What is not known is not there.
    ///
    /// @param sessionClosed whether the record's session is known to have ended
    Facts.Store facts(String tenant, Submission submission, boolean sessionClosed) {
        var holder = submission.holder();
        var consents = consents(submission.consentsAt(clock.instant()));
        var subjects =
                submission.subjects().stream()
                        .map(s -> subject(s, s.equals(holder) ? consents : List.of()))
                        .toList();
        return new Facts.Store(
                item(submission),
                subjects,
                submission.collect(),
                place(submission),
                tenants.ingress(),
                Optional.ofNullable(submission.via()).orElse(OPEN),
                tenant(register.of(tenant), submission.collect()),
                volume(tenant, submission),
                submission.purpose(),
                sessionClosed ? true : null);
    }

    /// Chinese law asks more of who processes many people in cars there.
    private Facts.@Nullable Volume volume(String tenant, Submission submission) {
        return "CN".equals(submission.collect()) && "in_car".equals(submission.via())
                ? persons.inMainland(tenant)
                        .map(total -> new Facts.Volume(total, null, null))
                        .orElse(null)
                : null;
    }

    /// The territory that a device reports from, where the map leaves no doubt that matters.
    public Optional<String> territory(Position position) {
        var place = locate(position);
        return isOpen(place) || place.flags().contains(Flag.MARITIME)
                ? Optional.empty()
                : Optional.of(place.territory());
    }

    private static Facts.Item item(Submission submission) {
        var position = submission.location();
        return new Facts.Item(
                submission.type(),
                position == null ? null : position.crs(),
                position == null || position.precision() == null
                        ? null
                        : Precision.forLaw(position.precision()),
                submission.continuous() ? true : null,
                null,
                null,
                null);
    }

    private static Facts.Subject subject(Subject subject, List<String> consents) {
        return new Facts.Subject(
                subject.role(), subject.home(), subject.age(), subject.guardian(), consents);
    }

    /// Near a border that matters, the declared territory decides if it is one of the candidates;
    /// otherwise the place stays open.
    private @Nullable String place(Submission submission) {
        var position = submission.location();
        if (position == null) {
            return null;
        }
        var place = locate(position);
        if (!isOpen(place)) {
            return place.territory();
        }
        var collect = submission.collect();
        return collect != null && place.candidates().contains(collect) ? collect : OPEN;
    }

    private boolean isOpen(Place place) {
        return place.flags().contains(Flag.INVALID_FIX)
                || (!place.certain() && territories.bucketsDiffer(place));
    }

    private Place locate(Position position) {
        var datum = Optional.ofNullable(position.crs()).map(Datum::valueOf).orElse(Datum.UNKNOWN);
        double accuracy = position.precision() == null ? Double.NaN : position.precision();
        return territories.locate(position.lat(), position.lon(), datum, accuracy);
    }

    private Facts.Tenant tenant(Optional<TenantFacts> known, @Nullable String collect) {
        return new Facts.Tenant(
                known.flatMap(tenant -> establishment(tenant.establishments(), collect))
                        .orElse(null),
                known.filter(TenantFacts::ciio).isPresent() ? true : null,
                known.flatMap(TenantFacts::mlps).orElse(null),
                known.filter(TenantFacts::surveyQualified).isPresent() ? true : null,
                known.filter(TenantFacts::foreignInvested).isPresent() ? true : null,
                known.filter(TenantFacts::stateOrgan).isPresent() ? true : null,
                known.filter(TenantFacts::gba).isPresent() ? true : null,
                known.flatMap(TenantFacts::ftz).orElse(null),
                known.map(TenantFacts::targets).orElse(List.of()));
    }

    /// The establishment whose activities the record belongs to: the one in the territory of
    /// collection, where the EEA counts as one, else the main one.
    private Optional<String> establishment(
            List<Establishment> establishments, @Nullable String collect) {
        return establishments.stream()
                .map(Establishment::country)
                .filter(established -> isSameTerritory(established, collect))
                .findFirst()
                .or(() -> establishments.stream().map(Establishment::country).findFirst());
    }

    private boolean isSameTerritory(String established, @Nullable String collect) {
        return established.equals(collect)
                || (collect != null && isInEea(established) && isInEea(collect));
    }

    private boolean isInEea(String territory) {
        var bucket = territories.bucketOf(territory);
        return bucket == Bucket.EU || bucket == Bucket.EEA;
    }

    private static List<String> consents(List<Consent> consents) {
        return consents.stream().map(Consent::kind).distinct().sorted().toList();
    }
}
