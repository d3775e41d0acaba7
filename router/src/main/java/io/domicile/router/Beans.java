// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.policies.CachedPolicyEngine;
import io.domicile.policies.OpaPolicyEngine;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.PolicyBundles;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.WasmPolicyEngine;
import io.domicile.router.bundles.BundleFile;
import io.domicile.router.classify.Territories;
import io.domicile.router.config.DomicileConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// What the framework cannot make by itself. All of it is made at start-up, so that the first
/// request finds it warm.
final class Beans {

    @Produces
    @Singleton
    @Startup
    Territories territories() {
        return Territories.load();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    @Startup
    PolicyBundles policyBundles(DomicileConfig config, BundleFile file, MeterRegistry meters) {
        var bundle = file.read().orElseGet(PolicyBundle::bundled);
        var settings = config.policies();
        var engine =
                switch (settings.engine()) {
                    case "wasm" -> new WasmPolicyEngine(bundle, settings.instances());
                    case "opa" ->
                            new OpaPolicyEngine(
                                    settings.opaUrl(),
                                    bundle.revision(),
                                    settings.opaTimeout(),
                                    settings.opaOverlap());
                    default ->
                            throw new ConfigurationException(
                                    "domicile.policies.engine is wasm or opa");
                };
        var cached = new CachedPolicyEngine(engine, bundle, settings.cache().asLongValue());
        measure(cached, meters);
        return new PolicyBundles(bundle, cached);
    }

    @Produces
    @Singleton
    PolicyEngine policyEngine(PolicyBundles bundles) {
        return bundles.engine();
    }

    void close(@Disposes PolicyBundles bundles) {
        bundles.engine().close();
    }

    private static void measure(CachedPolicyEngine cached, MeterRegistry meters) {
        meters.more()
                .counter(
                        "domicile.policies.cache.hits",
                        Tags.empty(),
                        cached,
                        engine -> engine.stats().hitCount());
        meters.more()
                .counter(
                        "domicile.policies.cache.misses",
                        Tags.empty(),
                        cached,
                        engine -> engine.stats().missCount());
        meters.gauge("domicile.policies.cache.bytes", cached, CachedPolicyEngine::weight);
    }
}
