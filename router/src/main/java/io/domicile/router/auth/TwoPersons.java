// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.regions.Bytes;
import io.domicile.regions.Credential;
import io.domicile.regions.Residence;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.ProblemException;
import io.domicile.router.config.DomicileConfig;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Has what cannot be undone done by two accounts: the first call of one is answered with an
/// approval, the same call of another that brings it does the work. Approvals are signed by the
/// region and kept nowhere.
@Singleton
public final class TwoPersons {

    /// The header that brings the approval.
    public static final String HEADER = "Approval";

    private static final Duration VALID = Duration.ofHours(24);
    private static final String EVERYBODY = "*";
    private static final int PARTS = 3;

    private final boolean wanted;
    private final Clock clock;

    TwoPersons(DomicileConfig config, Clock clock) {
        this.wanted = config.twoPersons();
        this.clock = clock;
    }

    /// Whether the caller may do it now; what it may and must is an entry of the region's log.
    ///
    /// @param account who signed in, see [Callers#account]
    /// @param action what is to be done, with all that it depends on
    /// @param approval the header, if it came
    /// @return empty if so, and else the answer for the first of the two
    /// @throws ProblemException with status 403 if the token names no account or the approval is
    ///   not of this region and action or is over, 409 if the caller gave it
    public Optional<Response> ask(
            Residence residence,
            Optional<Credential> account,
            Caller caller,
            String action,
            Optional<String> approval) {
        if (!wanted) {
            return Optional.empty();
        }
        var person =
                account.map(known -> residence.pseudonym(EVERYBODY, known))
                        .orElseThrow(() -> refused("The token's claim sub is missing."));
        if (approval.isEmpty()) {
            Notes.of("approval", caller, "ask", "ok").write(residence);
            return Optional.of(asked(residence, action, person));
        }
        if (first(residence, action, approval.get()).equals(person)) {
            throw new ProblemException(
                    Fault.SAME_OFFICER, "Another account brings the approval of the first.");
        }
        Notes.of("approval", caller, "approve", "ok").write(residence);
        return Optional.empty();
    }

    private Response asked(Residence residence, String action, String person) {
        var until = clock.instant().plus(VALID).getEpochSecond();
        var json =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("region", residence.region().code())
                        .put("pending", "second_person")
                        .put("approval", signed(residence, action, until, person))
                        .put("until", Instant.ofEpochSecond(until).toString());
        return Response.accepted(json.toString())
                .type(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /// Who gave the approval.
    private String first(Residence residence, String action, String approval) {
        var parts = approval.split("[.]", -1);
        boolean whole = parts.length == PARTS && parts[0].matches("[0-9]{1,12}");
        if (!whole || clock.instant().getEpochSecond() > Long.parseLong(parts[0])) {
            throw refused("The approval is over, or is none.");
        }
        var again = signed(residence, action, Long.parseLong(parts[0]), parts[1]);
        if (!MessageDigest.isEqual(bytes(again), bytes(approval))) {
            throw refused("The approval is not for this.");
        }
        return parts[1];
    }

    /// No credential of a caller begins so: it begins with the address of its issuer.
    private static String signed(Residence residence, String action, long until, String person) {
        var content = String.join("\0", List.of("two persons", action, until + "." + person));
        var mac = residence.pseudonym(EVERYBODY, new Credential.Presented(Bytes.of(content)));
        return until + "." + person + "." + mac;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(Fault.FORBIDDEN, detail);
    }
}
