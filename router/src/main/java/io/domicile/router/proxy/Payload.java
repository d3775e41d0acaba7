// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.Fault;
import io.domicile.router.ProblemException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A body taken apart, whose fields can be changed before it is put together again. Nothing of it
/// goes on that was not understood.
interface Payload {

    /// Where its documents hang: one, or each line or event of several.
    List<Spot> documents();

    /// Puts it together as it is now.
    byte[] bytes();

    /// What it is then.
    String contentType();

    /// Whether bodies of the type can be taken apart.
    static boolean isKnown(ContentType type) {
        return Format.of(type).isPresent();
    }

    /// Takes a body apart.
    ///
    /// @return empty if it is of a type that this gateway cannot read
    /// @throws ProblemException with status 400 or 422 if it is not what it says
    static Optional<Payload> read(ContentType type, byte[] body) {
        return Format.of(type)
                .map(format ->
                        switch (format) {
                            case JSON -> JsonPayload.document(type.name(), body);
                            case LINES -> JsonPayload.lines(type.name(), body);
                            case BATCH -> JsonPayload.batch(type.name(), body);
                            case FORM -> FormPayload.read(body);
                            case MULTIPART -> MultipartPayload.read(type, body);
                            case XML -> XmlPayload.read(type.name(), body);
                        });
    }

    /// Text as UTF-8.
    ///
    /// @throws ProblemException with status 422 for half a character: everyone reads it otherwise
    static byte[] utf8(String text) {
        try {
            var bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            var array = new byte[bytes.remaining()];
            bytes.get(array);
            return array;
        } catch (CharacterCodingException _) {
            throw new ProblemException(Fault.BAD_TEXT, "Must be well-formed Unicode.");
        }
    }

    /// Text out of UTF-8.
    ///
    /// @throws ProblemException with status 400 for anything else
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw new ProblemException(Fault.BAD_ENCODING, "Send UTF-8.");
        }
    }
}
