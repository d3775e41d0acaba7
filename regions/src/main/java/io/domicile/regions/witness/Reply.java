// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.witness;

/// What a witness answers to `add-checkpoint` (C2SP tlog-witness).
///
/// @param status the HTTP status
/// @param body of 200 the lines of its cosignatures, of 409 the size that it saw last, each line
///   with its newline; else why not, in words
public record Reply(int status, String body) {

    /// It cosigned.
    public static final int COSIGNED = 200;

    /// The request is not one, or its old size is above the new one.
    public static final int MALFORMED = 400;

    /// The checkpoint has no signature of its log, or a wrong one.
    public static final int UNSIGNED = 403;

    /// It does not witness this log.
    public static final int UNKNOWN = 404;

    /// The old size is not the one that it saw last.
    public static final int STALE = 409;

    /// The log did not only grow.
    public static final int INCONSISTENT = 422;

    /// The media type of a body of 409.
    public static final String SIZE_TYPE = "text/x.tlog.size";

    static Reply cosigned(String lines) {
        return new Reply(COSIGNED, lines);
    }

    static Reply stale(long size) {
        return new Reply(STALE, size + "\n");
    }
}
