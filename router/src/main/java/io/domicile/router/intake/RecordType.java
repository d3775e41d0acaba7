// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.intake;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The closed list of record types (LAW 1.1) and what each consists of.
public enum RecordType {
    LOC_POINT("loc.point", Part.REQUIRED, Part.NONE, ""),
    LOC_LIVE("loc.live", Part.REQUIRED, Part.NONE, ""),
    LOC_TRACK("loc.track", Part.REQUIRED, Part.NONE, ""),
    LOC_DEST("loc.dest", Part.REQUIRED, Part.NONE, ""),
    LOC_COARSE("loc.coarse", Part.REQUIRED, Part.NONE, ""),
    LOC_CHARGE("loc.charge", Part.REQUIRED, Part.NONE, ""),
    MSG_LOC("msg.loc", Part.REQUIRED, Part.OPTIONAL, "text"),
    MSG_TEXT("msg.text", Part.NONE, Part.REQUIRED, "text"),
    MSG_VOICE("msg.voice", Part.NONE, Part.REQUIRED, "voice"),
    MSG_TRANSCRIPT("msg.transcript", Part.NONE, Part.REQUIRED, "text"),
    MSG_IMAGE("msg.image", Part.NONE, Part.REQUIRED, "image"),
    MSG_META("msg.meta", Part.NONE, Part.NONE, ""),
    MSG_ROSTER("msg.roster", Part.NONE, Part.NONE, ""),
    CONTACT_GRAPH("contact.graph", Part.NONE, Part.NONE, ""),
    VEH_TELEMETRY("veh.telemetry", Part.OPTIONAL, Part.NONE, ""),
    AI_QUERY("ai.query", Part.OPTIONAL, Part.OPTIONAL, "text"),
    AI_PROFILE("ai.profile", Part.NONE, Part.NONE, ""),
    SESS_QR("sess.qr", Part.NONE, Part.NONE, ""),
    SESS_LOGOUT("sess.logout", Part.NONE, Part.NONE, ""),
    ID_REAL_NAME("id.real_name", Part.NONE, Part.OPTIONAL, "text"),
    DEV_ID("dev.id", Part.NONE, Part.OPTIONAL, "text");

    /// Whether a record has a part. What is not named cannot ride along under another type.
    public enum Part {
        REQUIRED,
        OPTIONAL,
        NONE
    }

    private static final Map<String, RecordType> BY_CODE =
            Arrays.stream(values())
                    .collect(Collectors.toMap(type -> type.code, Function.identity()));

    private final String code;
    private final Part location;
    private final Part message;
    private final String kind;

    RecordType(String code, Part location, Part message, String kind) {
        this.code = code;
        this.location = location;
        this.message = message;
        this.kind = kind;
    }

    /// The type of that code, for instance `loc.point`.
    public static Optional<RecordType> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    public String code() {
        return code;
    }

    public Part location() {
        return location;
    }

    public Part message() {
        return message;
    }

    /// The `kind` that the message must be of.
    public String kind() {
        return kind;
    }
}
