// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Tenants;
import io.domicile.router.auth.Callers;
import io.domicile.router.config.ChannelConfig;
import io.domicile.router.config.TenantConfig;
import io.domicile.router.intake.Submission;
import io.domicile.router.intake.Submission.Message;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Maps callbacks of a WeChat official account to records, and finds the tenant behind a signature.
@Singleton
final class WeChat {

    static final String NAME = "wechat";

    private final Tenants tenants;
    private final Clock clock;

    WeChat(Tenants tenants, Clock clock) {
        this.tenants = tenants;
        this.clock = clock;
    }

    void check(@Observes StartupEvent start) {
        requireSafe(tenants.all(), ConfigUtils.isProfileActive("development"));
    }

    /// Refuses settings by which a signature would not tell whose callback it is.
    ///
    /// @throws ConfigurationException naming the property
    static void requireSafe(Map<String, TenantConfig> tenants, boolean development) {
        var tokens = new HashSet<String>();
        tenants.forEach((tenant, config) -> {
            var property = "domicile.tenants." + tenant + ".channels.wechat.";
            var channel = config.channels().get(NAME);
            if (channel == null || channel.token().isEmpty()) {
                return;
            }
            if (!tokens.add(channel.token().get())) {
                throw new ConfigurationException(property + "token is another tenant's too");
            }
            requireKeys(channel, property);
            var receivers = channel.receivers().orElse(Set.of());
            if (!development && (receivers.isEmpty() || receivers.contains("*"))) {
                throw new ConfigurationException(
                        property + "receivers must list the official accounts of the token");
            }
        });
    }

    private static void requireKeys(ChannelConfig channel, String property) {
        var keys = channel.aesKeys().orElse(List.of());
        if (!keys.stream().allMatch(WeChatCipher::isKey)) {
            throw new ConfigurationException(property + "aes-keys takes 43 characters of base64");
        }
        if (!keys.isEmpty() && channel.appId().isEmpty()) {
            throw new ConfigurationException(property + "app-id must be set with aes-keys");
        }
    }

    /// The party that signs with a token.
    ///
    /// @param tenant whose official account it is
    /// @param token the shared token
    /// @param receivers ids of its official accounts, or `*`
    /// @param cipher what its callbacks are encrypted with; empty in clear mode
    record Signer(
            String tenant, String token, Set<String> receivers, Optional<WeChatCipher> cipher) {

        Caller caller() {
            return new Caller(
                    tenant, NAME, Optional.empty(), Optional.of(Callers.named(NAME, token)));
        }

        @Override
        public String toString() {
            return "Signer[" + tenant + "]";
        }
    }

    /// Whose token made the signature; empty for nobody's or a stale one.
    Optional<Signer> signer(WeChatSignature signature) {
        for (var tenant : tenants.all().entrySet()) {
            var channel = tenant.getValue().channels().get(NAME);
            if (channel != null && signs(channel, signature)) {
                return Optional.of(
                        new Signer(
                                tenant.getKey(),
                                channel.token().orElseThrow(),
                                channel.receivers().orElse(Set.of()),
                                cipher(channel)));
            }
        }
        return Optional.empty();
    }

    private static Optional<WeChatCipher> cipher(ChannelConfig channel) {
        return channel.aesKeys().map(keys -> new WeChatCipher(keys, channel.appId().orElseThrow()));
    }

    /// The record in a callback; empty for callbacks that hold none.
    ///
    /// @throws io.domicile.router.ProblemException with status 422
    Optional<Submission> read(WeChatXml xml, Signer signer) {
        var receiver = xml.required("ToUserName");
        if (!signer.receivers().contains("*") && !signer.receivers().contains(receiver)) {
            throw xml.at(
                    "ToUserName", Fault.UNKNOWN_VALUE, "Not an official account of this token.");
        }
        var channel = Channel.ofPhones(tenants.of(signer.tenant()), NAME);
        return switch (xml.required("MsgType")) {
            case "text" -> Optional.of(text(xml, channel));
            case "voice" -> Optional.of(voice(xml, channel));
            case "location" -> Optional.of(location(xml, channel));
            case "event" ->
                    xml.text("Event").filter("LOCATION"::equals).isPresent()
                            ? Optional.of(report(xml, channel))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// What makes a callback the same when WeChat sends it again.
    String identity(WeChatXml xml, Signer signer) {
        var parts =
                String.join(
                        "\n",
                        xml.required("FromUserName"),
                        xml.required("CreateTime"),
                        xml.required("MsgType"),
                        xml.text("MsgId").orElse(""));
        return NAME + ":" + WeChatSignature.nameOf(signer.token(), parts);
    }

    private boolean signs(ChannelConfig channel, WeChatSignature signature) {
        return channel.token().filter(signature::isBy).isPresent()
                && signature.isFresh(clock.instant(), channel.freshness());
    }

    private static Submission text(WeChatXml xml, Channel channel) {
        var body = new Message("text", xml.text("Content").orElse(""), null, null, null);
        return message("msg.text", xml, channel, body);
    }

    private static Submission voice(WeChatXml xml, Channel channel) {
        var mime =
                xml.text("Format").filter(f -> f.matches("[a-z0-9]{1,16}")).map("audio/"::concat);
        var body = new Message("voice", null, null, xml.required("MediaId"), mime.orElse(null));
        return message("msg.voice", xml, channel, body);
    }

    private static Submission message(
            String type, WeChatXml xml, Channel channel, Message message) {
        return channel.submission(
                type, account(xml), channel.collect(), time(xml), null, message, false);
    }

    private static Submission location(WeChatXml xml, Channel channel) {
        var position =
                channel.position(
                        xml.decimal("Location_X", -90, 90),
                        xml.decimal("Location_Y", -180, 180),
                        null,
                        xml.text("Label").orElse(null));
        return channel.submission(
                "msg.loc", account(xml), channel.collect(), time(xml), position, null, false);
    }

    private static Submission report(WeChatXml xml, Channel channel) {
        var position =
                channel.position(
                        xml.decimal("Latitude", -90, 90),
                        xml.decimal("Longitude", -180, 180),
                        xml.decimal("Precision", 0, 999_999),
                        null);
        return channel.submission(
                "loc.point", account(xml), channel.collect(), time(xml), position, null, true);
    }

    private static String account(WeChatXml xml) {
        return xml.required("FromUserName");
    }

    private static Instant time(WeChatXml xml) {
        return Instant.ofEpochSecond(xml.integer("CreateTime"));
    }
}
