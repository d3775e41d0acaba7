// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The headers of one part of a form.
///
/// @param name of the field
/// @param file its file name, if it is a file
/// @param type its `Content-Type`
record PartHead(String name, Optional<String> file, Optional<ContentType> type) {

    private static final Pattern DISPOSITION =
            Pattern.compile(
                    "content-disposition:[ \t]*form-data;[ \t]*name=\"([^\"\\\\\\x00-\\x1f]+)\""
                            + "(?:;[ \t]*filename=\"([^\"\\\\\\x00-\\x1f]*)\")?[ \t]*",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern TYPE =
            Pattern.compile("content-type:[ \t]*([!-~ ]+)", Pattern.CASE_INSENSITIVE);

    /// What the value of a part is.
    enum Kind {
        TEXT,
        JSON,
        FILE
    }

    /// Reads the lines, one character for each byte.
    static PartHead read(String head) {
        Optional<String> name = Optional.empty();
        Optional<String> file = Optional.empty();
        Optional<ContentType> type = Optional.empty();
        for (var line : head.split("\r\n", -1)) {
            var disposition = DISPOSITION.matcher(line);
            var content = TYPE.matcher(line);
            if (disposition.matches() && name.isEmpty()) {
                name = Optional.of(utf8(disposition.group(1)));
                file = Optional.ofNullable(disposition.group(2)).map(PartHead::utf8);
            } else if (content.matches() && type.isEmpty()) {
                type = ContentType.parse(content.group(1));
                if (type.isEmpty()) {
                    throw malformed();
                }
            } else {
                throw malformed();
            }
        }
        return new PartHead(name.orElseThrow(PartHead::malformed), file, type);
    }

    private static String utf8(String latin) {
        return Payload.text(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ProblemException malformed() {
        return new ProblemException(
                Fault.BAD_REQUEST,
                "A part has one Content-Disposition with name, perhaps filename, perhaps one"
                        + " Content-Type, and nothing else.");
    }

    Kind kind() {
        var name = type.map(ContentType::name).orElse("text/plain");
        if (file.isPresent()) {
            return Kind.FILE;
        }
        return switch (name) {
            case "text/plain" -> Kind.TEXT;
            case "application/json" -> Kind.JSON;
            default -> Kind.FILE;
        };
    }

    /// The head of a part whose value is another now: what a file was called and was, goes with it.
    PartHead changed() {
        return kind() == Kind.JSON
                ? this
                : new PartHead(name, file.map(_ -> "file"), Optional.empty());
    }

    /// The headers with the empty line behind them.
    String text() {
        return "Content-Disposition: form-data; name=\""
                + name
                + "\""
                + file.map(it -> "; filename=\"" + it + "\"").orElse("")
                + "\r\n"
                + type.map(it -> "Content-Type: " + it.name() + "\r\n").orElse("");
    }
}
