// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.prove;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.domicile.router.Fault;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;

/// `/v1/proofs`: begins proofs of residency and shows what they came to.
@Path("/v1/proofs")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class ProofsResource {

    private final Proofs proofs;
    private final ProofNotes notes;
    private final CurrentIdentityAssociation identity;

    ProofsResource(Proofs proofs, ProofNotes notes, CurrentIdentityAssociation identity) {
        this.proofs = proofs;
        this.notes = notes;
        this.identity = identity;
    }

    /// Begins one; it goes on in the background.
    @POST
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE})
    @RunOnVirtualThread
    public Response begin() {
        var run =
                proofs.begin(
                        Callers.of(
                                identity.getIdentity(), List.of(Roles.COMPLIANCE, Roles.OPERATOR)));
        return Response.accepted(ProofJson.head(run).toString())
                .location(URI.create("/v1/proofs/" + run.id()))
                .build();
    }

    /// The latest, newest first, without their findings.
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE, Roles.REGULATOR})
    @RunOnVirtualThread
    public Response latest() {
        noteRead();
        var answer = JsonNodeFactory.instance.objectNode();
        var all = answer.putArray("proofs");
        proofs.latest().forEach(run -> all.add(ProofJson.head(run)));
        return ok(answer.toString(), MediaType.APPLICATION_JSON);
    }

    /// One with its findings.
    @GET
    @Path("{id}")
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE, Roles.REGULATOR})
    @RunOnVirtualThread
    public Response one(@PathParam("id") String id) {
        return ok(ProofJson.of(run(id)).toString(), MediaType.APPLICATION_JSON);
    }

    /// The same for people.
    @GET
    @Path("{id}/page")
    @Produces({MediaType.TEXT_HTML, Problem.MEDIA_TYPE})
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE, Roles.REGULATOR})
    @RunOnVirtualThread
    public Response page(@PathParam("id") String id) {
        return ok(
                new ProofPage(ProofJson.of(run(id))).html(),
                MediaType.TEXT_HTML + ";charset=UTF-8");
    }

    private void noteRead() {
        notes.write(
                "read",
                Callers.of(
                        identity.getIdentity(),
                        List.of(Roles.COMPLIANCE, Roles.REGULATOR, Roles.OPERATOR)));
    }

    private Run run(String id) {
        noteRead();
        return proofs.find(id)
                .orElseThrow(() ->
                        new ProblemException(
                                Fault.NOT_FOUND, "The gateway keeps no such proof any more."));
    }

    private static Response ok(String body, String type) {
        return Response.ok(body, type)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
                .build();
    }
}
