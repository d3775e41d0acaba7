// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import java.util.Locale;

/// What can be wrong with a request: the closed list of problem codes, each with its HTTP status.
public enum Fault {
    MALFORMED_JSON(400, "The body is not JSON"),
    MALFORMED_XML(400, "The body is not the XML that is expected here"),
    DUPLICATE_KEY(400, "A JSON object names a member twice"),
    TRAILING_BYTES(400, "Something follows the JSON document"),
    BAD_ENCODING(400, "The body is not UTF-8"),
    TOO_DEEP(400, "The JSON document is nested too deeply"),
    NUMBER_TOO_LONG(400, "A number has too many digits"),
    BAD_HEADER(400, "A header is missing or malformed"),
    BAD_REQUEST(400, "The request is malformed"),
    UNAUTHENTICATED(401, "No valid token"),
    FORBIDDEN(403, "The token does not allow this"),
    UNSIGNED_CHECKPOINT(403, "The checkpoint is not signed by its log"),
    NOT_FOUND(404, "Nothing here"),
    UNKNOWN_LOG(404, "This witness does not cosign the log"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be given"),
    REQUEST_TIMEOUT(408, "The body did not come in time"),
    ERASED(410, "The record was erased"),
    MOVED(410, "The record has moved to another region"),
    TRANSFER_UNDER_WAY(409, "The record is on its way to another region"),
    LEGAL_HOLD(409, "A legal hold forbids this"),
    NOT_RELEASABLE(409, "The demand is not in a state for this"),
    SAME_OFFICER(409, "Two different officers must release it"),
    KEK_IN_USE(409, "The region key is in use"),
    LOG_CLOSING(409, "The audit log is being closed"),
    NOT_ROLLED_BACK(409, "The region has nothing to recover from"),
    PROOF_RUNNING(409, "A proof of residency runs already"),
    PRECONDITION_FAILED(412, "It was changed meanwhile"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not taken here"),
    RANGE_NOT_SATISFIABLE(416, "The range is not there"),
    UNKNOWN_FIELD(422, "A field is not known"),
    MISSING_FIELD(422, "A field is missing"),
    WRONG_TYPE(422, "A field has the wrong type"),
    OUT_OF_RANGE(422, "A field is out of range"),
    UNKNOWN_VALUE(422, "A field has a value that is not in its list"),
    BAD_TIME(422, "A field is not a time of RFC 3339"),
    BAD_TEXT(422, "A field has text that is not allowed there"),
    CONFLICT(422, "Fields contradict each other"),
    UNSUPPORTED_PAYLOAD(422, "The payload is of a kind that is not taken here"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key came before with another request"),
    INCONSISTENT_LOG(422, "The log did not only grow"),
    BUNDLE_REFUSED(422, "The policy bundle is not taken"),
    PRECONDITION_REQUIRED(428, "The request must say what it changes"),
    RATE_LIMITED(429, "Too many requests with this credential"),
    REFUSED(451, "The law does not allow this"),
    OBLIGATION_UNMET(451, "The law asks for more than is there"),
    OBLIGATION_UNSUPPORTED(451, "The law asks for what this gateway cannot do"),
    NOT_TRANSFERABLE(451, "The record cannot leave its region"),
    HELD(451, "The record is held, not released"),
    INTERNAL_ERROR(500, "The gateway failed"),
    SEAL_BROKEN(500, "The stored record is not what was sealed"),
    ANSWER_REFUSED(502, "The upstream's answer cannot be handed on"),
    UPSTREAM_UNREACHABLE(502, "The upstream does not answer"),
    POLICY_UNAVAILABLE(503, "No decision can be had now"),
    AUDIT_BACKLOG(503, "The audit log of a region has fallen behind"),
    REGION_UNAVAILABLE(503, "A region cannot be used now"),
    COPIES_MISSING(503, "Not all copies of the message could be stored"),
    IN_TRANSIT(503, "The record is on its way to another region"),
    OVERLOADED(503, "The gateway has too much to do"),
    UNAVAILABLE(503, "The gateway cannot answer now"),
    UPSTREAM_TIMEOUT(504, "The upstream does not answer in time");

    private final int status;
    private final String title;

    Fault(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /// The code as problems and audit entries write it, for instance `duplicate_key`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The general fault behind an HTTP status that was set outside our code.
    public static Fault of(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 416 -> RANGE_NOT_SATISFIABLE;
            case 503 -> UNAVAILABLE;
            default -> status < 500 ? BAD_REQUEST : INTERNAL_ERROR;
        };
    }
}
