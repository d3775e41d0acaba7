// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.domicile.regions.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;

/// The JSON that this gateway writes itself.
public final class Json {

    /// Writes our records, times as RFC 3339.
    public static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build();

    private Json() {}

    /// An entry of a log, which is JSON.
    ///
    /// @throws UncheckedIOException when it is not
    public static JsonNode of(Bytes entry) {
        try {
            return MAPPER.readTree(entry.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("an entry of the log is not JSON", e);
        }
    }

    /// An array of strings.
    public static ArrayNode array(Collection<String> texts) {
        var array = JsonNodeFactory.instance.arrayNode(texts.size());
        texts.forEach(array::add);
        return array;
    }
}
