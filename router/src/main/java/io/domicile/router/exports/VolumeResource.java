// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.exports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.PolicyBundles;
import io.domicile.regions.Export;
import io.domicile.regions.Residence;
import io.domicile.regions.Residences;
import io.domicile.regions.VolumeOfYear;
import io.domicile.router.Caller;
import io.domicile.router.Fault;
import io.domicile.router.Notes;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.RegionParameter;
import io.domicile.router.Rejections;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /v1/volumes`: how many persons' data the caller's tenant has taken abroad.
@Path("/v1/volumes")
final class VolumeResource {

    private final Residences residences;
    private final PolicyBundles bundles;
    private final Rejections rejections;
    private final SecurityIdentity identity;

    VolumeResource(
            Residences residences,
            PolicyBundles bundles,
            Rejections rejections,
            SecurityIdentity identity) {
        this.residences = residences;
        this.bundles = bundles;
        this.rejections = rejections;
        this.identity = identity;
    }

    /// The counts by region and legal entity. Each region that is looked into has it in its log,
    /// before the answer goes out.
    ///
    /// @param region one region's code; all without
    /// @param year a calendar year; without it the year that it is in each region
    @GET
    @RunOnVirtualThread
    @RolesAllowed(Roles.COMPLIANCE)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public Response get(
            @QueryParam("region") @Nullable String region,
            @QueryParam("year") @Nullable String year) {
        var caller = Callers.of(identity, List.of(Roles.COMPLIANCE));
        try {
            return volumes(caller, RegionParameter.of(residences, region), year(year));
        } catch (ProblemException bad) {
            return rejections.reject(caller, bad).toCompletableFuture().join();
        }
    }

    private Response volumes(Caller caller, List<Residence> asked, Optional<Integer> year) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("tenant", caller.tenant());
        var volumes = json.putArray("volumes");
        for (var residence : asked) {
            add(volumes, residence, caller, year.orElseGet(() -> residence.today().getYear()));
        }
        return Response.ok(json.toString(), MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    private void add(ArrayNode volumes, Residence residence, Caller caller, int year) {
        var limits = ExportLimits.of(bundles.active(), residence.region());
        var found = residence.volumes(caller.tenant(), year);
        Notes.of("volumes", caller, "read", "ok").write(residence);
        found.forEach(volume -> volumes.add(json(residence, volume, limits)));
    }

    private static ObjectNode json(Residence residence, VolumeOfYear counted, ExportLimits limits) {
        var volume = counted.volume();
        var json = JsonNodeFactory.instance.objectNode();
        json.put("region", residence.region().code());
        json.put("entity", counted.entity());
        json.put("year", counted.year());
        json.put("pi", volume.pi());
        json.put("spi", volume.spi());
        var next = json.putObject("next_threshold");
        for (var kind : Export.Kind.values()) {
            limits.next(kind, volume)
                    .ifPresent(limit -> next.put(kind.name().toLowerCase(Locale.ROOT), limit));
        }
        return json;
    }

    private static Optional<Integer> year(@Nullable String year) {
        if (year == null) {
            return Optional.empty();
        }
        if (!year.matches("20[0-9]{2}")) {
            throw new ProblemException(
                    Fault.OUT_OF_RANGE, "The parameter year is a year from 2000 to 2099.");
        }
        return Optional.of(Integer.valueOf(year));
    }
}
