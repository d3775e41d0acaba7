// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import io.domicile.policies.PolicyUnavailable;
import io.domicile.regions.AuditBacklog;
import io.domicile.regions.ResidenceUnavailable;
import io.domicile.regions.SealBroken;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Turns every failure of a request into a [Problem]. The one place where failures are logged, and
/// none of them with its message: messages of libraries quote what they could not read.
public final class Problems {

    private static final Logger LOG = Logger.getLogger(Problems.class);

    /// When an outage was logged last, as [System#nanoTime].
    private static final ConcurrentMap<Fault, Long> LOGGED = new ConcurrentHashMap<>();

    private static final long QUIET = Duration.ofSeconds(10).toNanos();

    /// Files of the log: readers look for those that are not there (yet), and to write down that
    /// somebody reads the log would make it longer.
    private static final Pattern LOG_FILE =
            Pattern.compile(
                    "/v1/audit/[^/]+/(?:[^/]+/)?(?:checkpoint|log\\.[a-z.]+|retention|tile/.*)");

    private final Refusals refusals;

    Problems(Refusals refusals) {
        this.refusals = refusals;
    }

    @ServerExceptionMapper
    Uni<Response> problem(ProblemException thrown, HttpServerRequest request) {
        var problem = thrown.problem();
        var path = String.valueOf(request.path());
        return problem.fault() == Fault.NOT_FOUND && LOG_FILE.matcher(path).matches()
                ? Uni.createFrom().item(problem.response())
                : refusals.refuse(problem, request);
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException thrown, HttpServerRequest request) {
        refusals.login("missing", request);
        return unauthenticated();
    }

    @ServerExceptionMapper
    Response unauthorized(AuthenticationFailedException thrown, HttpServerRequest request) {
        var header = request.getHeader(HttpHeaders.AUTHORIZATION);
        boolean password = header != null && header.regionMatches(true, 0, "Basic ", 0, 6);
        refusals.login(password ? "password" : "token", request);
        return unauthenticated();
    }

    @ServerExceptionMapper
    Uni<Response> forbidden(ForbiddenException thrown, HttpServerRequest request) {
        return refusals.refuse(
                Problem.of(Fault.FORBIDDEN, "The token's roles do not allow this call."), request);
    }

    @ServerExceptionMapper
    Response refused(Refused thrown) {
        return thrown.response();
    }

    @ServerExceptionMapper
    Response policy(PolicyUnavailable thrown) {
        return of(thrown).response();
    }

    @ServerExceptionMapper
    Response region(ResidenceUnavailable thrown) {
        return of(thrown).response();
    }

    @ServerExceptionMapper
    Response seal(SealBroken thrown) {
        return of(thrown).response();
    }

    @ServerExceptionMapper
    Response http(WebApplicationException thrown, UriInfo address) {
        int status = thrown.getResponse().getStatus();
        if (status < 400) {
            return thrown.getResponse();
        }
        var fault = Fault.of(status);
        var problem = Problem.of(fault, fault.title() + ".");
        var answer = problem.response(problem.json());
        return status == 405
                ? answer.header(HttpHeaders.ALLOW, allowed(address.getPath())).build()
                : answer.build();
    }

    /// The framework knows that a method is not allowed, but not which ones are; where an address
    /// has a variable part it says 404 itself.
    private static String allowed(String path) {
        return switch (path) {
            case "/v1/register" -> "GET, HEAD, PUT";
            case "/v1/proofs", "/v1/transfers" -> "GET, HEAD, POST";
            case "/v1/keys", "/v1/register/versions", "/v1/retention", "/v1/volumes" -> "GET, HEAD";
            default ->
                    path.matches("/v1/(ingest/wechat.*|audit/[a-z]{2}/recovery)")
                            ? "GET, HEAD, POST"
                            : "POST";
        };
    }

    @ServerExceptionMapper
    Response any(Throwable thrown) {
        return of(thrown).response();
    }

    /// The problem behind a failure; logs what the caller is not to blame for.
    public static Problem of(Throwable thrown) {
        return switch (thrown) {
            case ProblemException ours -> ours.problem();
            case CompletionException wrapped when wrapped.getCause() != null ->
                    of(wrapped.getCause());
            case PolicyUnavailable _ -> logged(Fault.POLICY_UNAVAILABLE, thrown, "Try again.");
            case AuditBacklog _ -> logged(Fault.AUDIT_BACKLOG, thrown, "Try again.");
            case ResidenceUnavailable _ -> logged(Fault.REGION_UNAVAILABLE, thrown, "Try again.");
            case SealBroken _ ->
                    logged(Fault.SEAL_BROKEN, thrown, "It is not released. Tell the operator.");
            default -> logged(Fault.INTERNAL_ERROR, thrown, "The operator's log says where.");
        };
    }

    private static Problem logged(Fault fault, Throwable thrown, String detail) {
        if (fault.status() != 503 || isNews(fault)) {
            LOG.errorf(
                    "%s: %s at %s",
                    fault.code(),
                    thrown.getClass().getName(),
                    Arrays.stream(thrown.getStackTrace())
                            .limit(12)
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining(" < ")));
        }
        return Problem.of(fault, fault.title() + ". " + detail);
    }

    /// An outage fails every request in the same way, and is not logged with each of them.
    private static boolean isNews(Fault outage) {
        long now = System.nanoTime();
        return LOGGED.merge(outage, now, (before, _) -> now - before > QUIET ? now : before) == now;
    }

    private static Response unauthenticated() {
        return Problem.of(
                        Fault.UNAUTHENTICATED, "Send a valid token: Authorization: Bearer <token>.")
                .response();
    }
}
