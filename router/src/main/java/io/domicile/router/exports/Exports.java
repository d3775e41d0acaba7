// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import io.domicile.policies.Decision;
import io.domicile.policies.PolicyBundles;
import io.domicile.policies.PolicyRevision;
import io.domicile.regions.Export;
import io.domicile.regions.Residence;
import io.domicile.regions.Tally;
import io.domicile.regions.Volume;
import io.domicile.router.register.Register;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/// Who is counted when data leaves a region, by which legal entity and as what (LAW 2.3).
@Singleton
public final class Exports {

    /// The obligation to count.
    public static final String COUNT = "VOL.COUNT";

    /// The exemptions whose persons do not count: CAC 2024 arts 4, 5(1) to 5(3) and 6
    /// (`cn_outbound.counter.exclude` of the law's data). That of art 5(4) counts.
    private static final Set<String> UNCOUNTED =
            Set.of("EXEMPT_ART4", "EXEMPT_ART5", "EXEMPT_ART6");

    /// The labels that make a record sensitive, besides those that begin with `cn.spi.`.
    private static final Set<String> SENSITIVE = Set.of("cn.msg.body.spi", "cn.auto.spi");

    private final Register register;
    private final PolicyBundles bundles;

    Exports(Register register, PolicyBundles bundles) {
        this.register = register;
        this.bundles = bundles;
    }

    /// The export of these persons' data out of a region, today.
    ///
    /// @param labels what the data is in law
    /// @return empty if no legal entity of the tenant is known, so that nobody can be counted
    public Optional<Export> of(
            Residence residence, String tenant, Collection<String> labels, Set<String> persons) {
        return register.of(tenant)
                .flatMap(facts -> facts.entityIn(residence.region().law()))
                .map(entity ->
                        new Export(
                                tenant,
                                entity,
                                residence.today().getYear(),
                                isSensitive(labels) ? Export.Kind.SPI : Export.Kind.PI,
                                persons));
    }

    /// Whether labels make a record sensitive, so that its persons count as such: what the policies
    /// ask in `law/cn/outbound` (PIPL 28, Auto Prov. 3). One sensitive part makes all of it so.
    static boolean isSensitive(Collection<String> labels) {
        return labels.stream()
                .anyMatch(label -> label.startsWith("cn.spi.") || SENSITIVE.contains(label));
    }

    /// Whether the law wants the persons of an allowed export counted.
    public static boolean isCounted(Decision decision) {
        return decision.obligations().contains(COUNT)
                && decision.need().filter(UNCOUNTED::contains).isEmpty();
    }

    /// The count of an export that was decided at a volume: it stands as long as no other export
    /// has moved the counts across a threshold meanwhile.
    ///
    /// @param policy the bundle that decided; its thresholds are those that matter, and where it is
    ///   not in force any more, the counts may not have moved at all
    public Tally tally(Residence residence, Export export, Volume decided, PolicyRevision policy) {
        var bundle = bundles.active();
        if (!bundle.revision().digest().equals(policy.digest())) {
            return new Tally(export, decided::equals);
        }
        var limits = ExportLimits.of(bundle, residence.region());
        return new Tally(export, found -> limits.isSame(decided, found));
    }
}
