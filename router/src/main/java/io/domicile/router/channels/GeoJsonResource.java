// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.regions.Bytes;
import io.domicile.router.Bodies;
import io.domicile.router.Caller;
import io.domicile.router.Problem;
import io.domicile.router.Rejections;
import io.domicile.router.Tenants;
import io.domicile.router.auth.Callers;
import io.domicile.router.auth.Roles;
import io.domicile.router.intake.Answer;
import io.domicile.router.intake.Batches;
import io.domicile.router.intake.Fields;
import io.domicile.router.intake.IdempotencyKey;
import io.domicile.router.intake.Intake;
import io.domicile.router.intake.StrictJson;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// `POST /v1/ingest/geojson`: a feature is answered as a record is, a collection with a result for
/// each feature.
@Path("/v1/ingest/geojson")
final class GeoJsonResource {

    private static final Set<String> TYPES =
            Set.of("application/geo+json", MediaType.APPLICATION_JSON);

    /// RFC 7946, section 4. Another system is agreed on in the settings, as the section allows.
    private static final String DATUM = "WGS84";

    private final Bodies bodies;
    private final GeoJson geoJson;
    private final Intake intake;
    private final Batches batches;
    private final Rejections rejections;
    private final Tenants tenants;
    private final SecurityIdentity identity;

    GeoJsonResource(
            Bodies bodies,
            GeoJson geoJson,
            Intake intake,
            Batches batches,
            Rejections rejections,
            Tenants tenants,
            SecurityIdentity identity) {
        this.bodies = bodies;
        this.geoJson = geoJson;
        this.intake = intake;
        this.batches = batches;
        this.rejections = rejections;
        this.tenants = tenants;
        this.identity = identity;
    }

    @POST
    @NonBlocking
    @RolesAllowed(Roles.SERVICE)
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    public CompletionStage<Response> post(
            @Context HttpServerRequest request,
            @HeaderParam("Idempotency-Key") @Nullable String key) {
        var caller = Callers.of(identity);
        return bodies.read(request, TYPES)
                .thenCompose(body -> take(caller, StrictJson.read(body), IdempotencyKey.of(key)))
                .exceptionallyCompose(thrown -> rejections.reject(caller, thrown));
    }

    private CompletionStage<Response> take(
            Caller caller, ObjectNode document, Optional<IdempotencyKey> key) {
        var channel = Channel.ofAny(tenants.of(caller.tenant()), "geojson", DATUM);
        if (!GeoJson.isCollection(document)) {
            var submission = geoJson.read(Fields.of(document), channel);
            return intake.take(caller, submission, once(key, 0, document))
                    .thenApply(Answer::response);
        }
        var features = GeoJson.features(document);
        return batches.takeAll(
                caller,
                IntStream.range(0, features.size())
                        .<Supplier<Batches.Item>>mapToObj(
                                i -> () -> item(features.get(i), i, channel, key))
                        .toList());
    }

    private Batches.Item item(
            Fields.Element feature, int index, Channel channel, Optional<IdempotencyKey> key) {
        return new Batches.Item(
                geoJson.read(feature.object(), channel), once(key, index, feature.node()));
    }

    private static Optional<Intake.Repeatable> once(
            Optional<IdempotencyKey> key, int index, JsonNode feature) {
        return key.map(given -> given.part(index, Bytes.of(feature.toString())));
    }
}
