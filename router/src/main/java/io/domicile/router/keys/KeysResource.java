// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.keys;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.RegionId;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.Retirement;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Json;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.auth.TwoPersons;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/v1/keys`: which KEKs the regions have and how far their rotation is; rotates and retires them,
/// and rotates the keys of the logs. Every look and every change is audited.
@Path("/v1/keys")
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
final class KeysResource {

    private static final List<String> READERS =
            List.of(Roles.COMPLIANCE, Roles.REGULATOR, Roles.OPERATOR);
    private static final List<String> OPERATORS = List.of(Roles.OPERATOR);

    private final Residences residences;
    private final CurrentIdentityAssociation identity;
    private final TwoPersons twoPersons;

    KeysResource(
            Residences residences, CurrentIdentityAssociation identity, TwoPersons twoPersons) {
        this.residences = residences;
        this.identity = identity;
        this.twoPersons = twoPersons;
    }

    /// The KEKs of all regions of this gateway.
    @GET
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE, Roles.REGULATOR})
    @RunOnVirtualThread
    public Response all() {
        var answer = JsonNodeFactory.instance.objectNode();
        var regions = answer.putArray("regions");
        var caller = caller(READERS);
        residences.all().forEach(residence -> regions.add(state(caller, residence)));
        return Response.ok(answer.toString()).build();
    }

    /// The KEKs of one region.
    @GET
    @Path("{region}")
    @RolesAllowed({Roles.OPERATOR, Roles.COMPLIANCE, Roles.REGULATOR})
    @RunOnVirtualThread
    public Response one(@PathParam("region") String region) {
        return Response.ok(state(caller(READERS), residence(region)).toString()).build();
    }

    /// Puts a new KEK in force; the DEKs follow in the background.
    @POST
    @Path("{region}/rotation")
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    public Response rotate(@PathParam("region") String region) {
        var caller = caller(OPERATORS);
        var residence = residence(region);
        var kek = residence.rotateKek(caller.tenant(), caller.role());
        return Response.accepted(about(residence, kek)).build();
    }

    /// Destroys a KEK that wraps nothing any more; two operators do.
    @DELETE
    @Path("{region}/keks/{id}")
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    public Response retire(
            @PathParam("region") String region,
            @PathParam("id") String id,
            @HeaderParam(TwoPersons.HEADER) @Nullable String approval) {
        var caller = caller(OPERATORS);
        var residence = residence(region);
        return twoPersons
                .ask(
                        residence,
                        Callers.account(identity.getIdentity()),
                        caller,
                        "retire " + id,
                        Optional.ofNullable(approval))
                .orElseGet(() -> retire(residence, caller, id));
    }

    private static Response retire(Residence residence, Caller caller, String id) {
        return switch (residence.retireKek(id, caller.tenant(), caller.role())) {
            case Retirement.Retired() -> Response.ok(about(residence, id)).build();
            case Retirement.Current() ->
                    throw new ProblemException(
                            Fault.KEK_IN_USE, "It wraps new keys; rotate the region first.");
            case Retirement.InUse(long subjectKeys) ->
                    throw new ProblemException(
                            Fault.KEK_IN_USE, "It still wraps " + subjectKeys + " subject keys.");
            case Retirement.Unknown() ->
                    throw new ProblemException(Fault.NOT_FOUND, "The region has no such KEK.");
        };
    }

    /// Puts new log keys in force; those before sign beside them for the time of the overlap.
    @POST
    @Path("{region}/log/rotation")
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    public Response rotateLog(@PathParam("region") String region) {
        var caller = caller(OPERATORS);
        var residence = residence(region);
        var generations =
                residence
                        .rotateLog(caller.tenant(), caller.role())
                        .orElseThrow(() ->
                                new ProblemException(
                                        Fault.LOG_CLOSING,
                                        "Rotate the keys of the next one, which opens within seconds."));
        var answer = region(residence.region()).put("log", residence.origin());
        answer.set("signing", Json.array(generations));
        return Response.accepted(answer.toString()).build();
    }

    /// Has the open log closed, whose keys are not safe, and another begun with new keys.
    @POST
    @Path("{region}/log/freeze")
    @RolesAllowed(Roles.OPERATOR)
    @RunOnVirtualThread
    public Response freezeLog(@PathParam("region") String region) {
        var caller = caller(OPERATORS);
        var residence = residence(region);
        var frozen = residence.freezeLog(caller.tenant(), caller.role());
        var answer = region(residence.region());
        return Response.accepted(answer.put("log", frozen.orElseGet(residence::origin)).toString())
                .build();
    }

    private Caller caller(List<String> roles) {
        return Callers.of(identity.getIdentity(), roles);
    }

    private Residence residence(String code) {
        return RegionParameter.inPath(residences, code);
    }

    private static String about(Residence residence, String kek) {
        return region(residence.region()).put("kek", kek).toString();
    }

    private static ObjectNode state(Caller caller, Residence residence) {
        Notes.of("key", caller, "read", "ok").write(residence);
        var state = region(residence.region());
        var keks = state.putArray("keks");
        for (var kek : residence.keks()) {
            keks.addObject()
                    .put("id", kek.id())
                    .put("state", kek.state().name().toLowerCase(Locale.ROOT))
                    .put("subject_keys", kek.subjectKeys());
        }
        return state;
    }

    private static ObjectNode region(RegionId region) {
        return JsonNodeFactory.instance.objectNode().put("region", region.code());
    }
}
