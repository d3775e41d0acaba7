// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.store;

import io.domicile.policies.RegionId;
import io.domicile.regions.Bytes;
import io.domicile.regions.Once;
import io.domicile.regions.keys.RegionKeys;
import io.domicile.regions.seal.AssociatedData;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;

/// One region with its keys: what every part of its store needs to know.
///
/// @param region the region
/// @param origin the origin of its log
/// @param keys its keys
/// @param keyAge how old a subject's DEK may be to seal; then the subject gets a further one
public record Home(RegionId region, String origin, RegionKeys keys, Duration keyAge) {

    /// A data subject of a tenant, by pseudonym.
    record Holder(String tenant, Bytes pseudonym) {

        RegionKeys.Owner owning(UUID key) {
            return new RegionKeys.Owner(tenant, pseudonym, key);
        }
    }

    Holder holder(String tenant, String subject) {
        return new Holder(tenant, keys.mac("domicile/holder/v1", tenant, utf8(subject)));
    }

    Bytes session(String tenant, String session) {
        return keys.mac("domicile/session/v1", tenant, utf8(session));
    }

    Bytes onceKey(String tenant, Once once) {
        return keys.mac("domicile/once-key/v1", tenant, utf8(once.key()));
    }

    Bytes onceRequest(String tenant, Once once) {
        return keys.mac("domicile/once-request/v1", tenant, once.request().toArray());
    }

    /// What a public entry says of the facts in place of their digest, which could be guessed: it
    /// differs with every event.
    String facts(String tenant, UUID event, String digest) {
        var mac = keys.mac("domicile/facts/v1", tenant, utf8(event + digest));
        return "hmac:" + HexFormat.of().formatHex(mac.toArray());
    }

    AssociatedData ofRecord(Holder holder, UUID record, String type, String policy) {
        return new AssociatedData(
                AssociatedData.Kind.RECORD,
                region,
                holder.tenant(),
                record,
                holder.pseudonym(),
                type,
                policy);
    }

    AssociatedData ofDetail(Holder holder, UUID event) {
        return new AssociatedData(
                AssociatedData.Kind.AUDIT_DETAIL,
                region,
                holder.tenant(),
                event,
                holder.pseudonym(),
                "",
                "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
