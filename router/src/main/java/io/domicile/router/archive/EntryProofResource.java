// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.regions.PlacedEntry;
import io.domicile.regions.Residences;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.auditlog.LogReaders;
import io.domicile.router.auth.Roles;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// `GET /v1/audit/{region}/entries/{id}/proof`: that the log has an entry. What a log shows to
/// everyone, it proves to everyone; else operators and regulators see every entry, compliance and
/// services those of their own tenant, and devices none.
@PermitAll
@Path("/v1/audit/{region}/entries/{id}/proof")
final class EntryProofResource {

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Residences residences;
    private final LogReaders readers;

    EntryProofResource(Residences residences, LogReaders readers) {
        this.residences = residences;
        this.readers = readers;
    }

    /// The proof as a file of [C2SP tlog-proof](https://c2sp.org/tlog-proof); for whoever asks for
    /// JSON, with the entry that it proves.
    @GET
    @RunOnVirtualThread
    @Produces({MediaType.TEXT_PLAIN, MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response prove(
            @PathParam("region") String region,
            @PathParam("id") String id,
            @HeaderParam("Accept") @Nullable String accept) {
        var placed = find(region, id);
        return accept != null && accept.startsWith(MediaType.APPLICATION_JSON)
                ? json(id, placed)
                : ok(placed.proof().text(), TEXT);
    }

    private static Response json(String id, PlacedEntry placed) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("entry", id);
        json.put("index", placed.proof().inclusion().index());
        json.put("data", new String(placed.entry().toArray(), StandardCharsets.UTF_8));
        json.put("proof", placed.proof().text());
        return ok(json.toString(), MediaType.APPLICATION_JSON);
    }

    private PlacedEntry find(String region, String id) {
        var residence = RegionParameter.inPath(residences, region);
        var caller = readers.admit(residence, Roles.OF_TOKENS);
        return residence
                .placed(Wish.id(id))
                .filter(placed -> caller.map(known -> isShown(placed, known)).orElse(true))
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.NOT_FOUND, "No checkpoint covers such an entry yet."));
    }

    private static boolean isShown(PlacedEntry placed, Caller caller) {
        return Exporting.ALL.contains(caller.role())
                || Line.read(placed.proof().inclusion().index(), placed.entry().toArray())
                        .isOf(caller.tenant());
    }

    private static Response ok(String body, String type) {
        return Response.ok(body, type).header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
