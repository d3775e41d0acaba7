// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.router.auth.DevelopmentKey;
import io.domicile.router.auth.Roles;
import io.domicile.router.config.ChannelConfig;
import io.domicile.router.config.DomicileConfig;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.configuration.ConfigUtils;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Tells the person at the terminal what runs and how to use it, then waits.
public final class ServeApplication implements QuarkusApplication {

    private static final String TENANT = "demo";

    private final Path home;
    private final int port;
    private final String weChatToken;

    ServeApplication(
            @ConfigProperty(name = "domicile.home", defaultValue = ".domicile") Path home,
            @ConfigProperty(name = "quarkus.http.port") int port,
            DomicileConfig config) {
        this.home = home;
        this.port = port;
        this.weChatToken =
                config.defaultTenant()
                        .map(config.tenants()::get)
                        .map(tenant -> tenant.channels().get("wechat"))
                        .flatMap(ChannelConfig::token)
                        .orElse("of your settings");
    }

    @Override
    public int run(String... args) {
        var out = System.out;
        out.printf("%nDomicile answers on http://localhost:%d%n", port);
        if (ConfigUtils.isProfileActive("development")) {
            greet(out);
        }
        out.flush();
        Quarkus.waitForExit();
        return 0;
    }

    private void greet(PrintStream out) {
        var key = DevelopmentKey.in(home);
        out.printf("%nDevelopment profile: tokens of tenant %s, good for 24 hours%n", TENANT);
        for (var role : Roles.OF_TOKENS) {
            out.printf(
                    "  %-10s  %s%n",
                    role, key.token(role, TENANT, "in-region", Duration.ofHours(24)));
        }
        out.printf(
                """

                Store a record:
                  curl -i http://localhost:%d/v1/records -H 'Content-Type: application/json' \\
                    -H "Authorization: Bearer $(./domicile token --role service --tenant %s | tail -1)" \\
                    -d '{"type":"msg.text","subjects":[{"id":"u-1842","role":"author","home":"DE","age":34}],\
                "collect":"DE","via":"phone","purpose":"deliver_message","message":{"kind":"text","body":"Hallo"}}'

                WeChat callbacks go to /v1/ingest/wechat with the token %s,
                OwnTracks apps to /v1/ingest/owntracks with a service's token.

                """,
                port, TENANT, weChatToken);
    }
}
