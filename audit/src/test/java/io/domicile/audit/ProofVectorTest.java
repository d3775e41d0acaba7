// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The proofs, good and bad, of transparency-dev/merkle.
class ProofVectorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// There, a root may be any bytes; this one has 11. Here, a hash has 32, and a proof between
    /// other things is refused. A proof from size 0 is an error in both.
    private static final Set<String> REFUSED_HERE =
            Set.of("additional/sizes-are-equal-one-and-proof-is-empty.json");

    @Test
    void inclusion_proofs_are_judged_as_the_vectors_say() throws IOException {
        // given
        var folder = Vectors.folder("merkle/inclusion");
        var wrong = new ArrayList<String>();

        // when
        for (var file : Vectors.filesBelow(folder)) {
            var vector = JSON.readTree(file.toFile());
            var proves =
                    sizes(vector, "leafIdx", "treeSize")
                            && hash(vector.get("root")).isPresent()
                            && hash(vector.get("leafHash")).isPresent()
                            && path(vector).isPresent()
                            && new Inclusion(
                                            vector.get("leafIdx").longValue(),
                                            vector.get("treeSize").longValue(),
                                            path(vector).orElseThrow())
                                    .proves(
                                            hash(vector.get("leafHash")).orElseThrow(),
                                            hash(vector.get("root")).orElseThrow());
            note(folder, file, vector, proves, wrong);
        }

        // then
        assertEquals(List.of(), wrong);
    }

    @Test
    void consistency_proofs_are_judged_as_the_vectors_say() throws IOException {
        // given
        var folder = Vectors.folder("merkle/consistency");
        var wrong = new ArrayList<String>();

        // when
        for (var file : Vectors.filesBelow(folder)) {
            var vector = JSON.readTree(file.toFile());
            var proves =
                    sizes(vector, "size1", "size2")
                            && hash(vector.get("root1")).isPresent()
                            && hash(vector.get("root2")).isPresent()
                            && path(vector).isPresent()
                            && new Consistency(
                                            vector.get("size1").longValue(),
                                            vector.get("size2").longValue(),
                                            path(vector).orElseThrow())
                                    .proves(
                                            hash(vector.get("root1")).orElseThrow(),
                                            hash(vector.get("root2")).orElseThrow());
            note(folder, file, vector, proves, wrong);
        }

        // then
        assertEquals(REFUSED_HERE, Set.copyOf(wrong));
    }

    private static void note(
            Path folder, Path file, JsonNode vector, boolean proves, List<String> wrong) {
        if (proves == vector.get("wantErr").booleanValue()) {
            wrong.add(folder.relativize(file).toString());
        }
    }

    /// Sizes beyond 2^63 are no sizes here.
    private static boolean sizes(JsonNode vector, String... names) {
        for (var name : names) {
            if (vector.get(name).bigIntegerValue().compareTo(BigInteger.valueOf(Long.MAX_VALUE))
                    > 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Hash> hash(JsonNode value) {
        return Hash.parse(value.asText());
    }

    private static Optional<List<Hash>> path(JsonNode vector) {
        var hashes = new ArrayList<Hash>();
        for (var value : vector.get("proof")) {
            var hash = hash(value);
            if (hash.isEmpty()) {
                return Optional.empty();
            }
            hashes.add(hash.get());
        }
        return Optional.of(hashes);
    }
}
