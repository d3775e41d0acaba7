// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The policies as one OPA bundle: Rego, data, and the same compiled to WebAssembly.
///
/// OPA servers evaluate its Rego (`opa run --server -b bundle.tar.gz`), [WasmPolicyEngine] its
/// `policy.wasm`.
public final class PolicyBundle {

    private static final String RESOURCE = "bundle.tar.gz";
    private static final int REGO = 1;
    private static final Set<String> PARTS =
            Set.of(".manifest", "data.json", "policy.wasm", BundleSignature.FILE);

    private final byte[] gzipped;
    private final SortedMap<String, byte[]> files;
    private final PolicyRevision revision;
    private final String sources;
    private final JsonNode data;

    private PolicyBundle(byte[] gzipped, SortedMap<String, byte[]> files) throws IOException {
        JsonNode manifest = Json.MAPPER.readTree(required(files, ".manifest"));
        requireVersion(manifest);
        requireNothingElse(files);
        this.gzipped = gzipped;
        this.files = files;
        this.revision = new PolicyRevision(text(manifest.path("revision")), sha256(gzipped));
        this.sources = text(manifest.path("metadata").path("sources"));
        this.data = Json.MAPPER.readTree(required(files, "data.json"));
        required(files, "policy.wasm");
    }

    /// The bundle that comes with this version of Domicile.
    public static PolicyBundle bundled() {
        try (InputStream in = PolicyBundle.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new PolicyUnavailable("the policy bundle is not on the class path");
            }
            return of(in.readAllBytes());
        } catch (IOException e) {
            throw new PolicyUnavailable("the policy bundle cannot be read", e);
        }
    }

    /// The bundle in a file.
    public static PolicyBundle of(Path file) {
        try {
            return of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new PolicyUnavailable("the policy bundle cannot be read: " + file, e);
        }
    }

    /// Reads a bundle whose origin is known, for instance this program's own.
    ///
    /// @param gzipped the bytes of `bundle.tar.gz`
    /// @throws PolicyUnavailable if it is no bundle, is made for another version of Rego or OPA,
    ///   lacks a revision, the data or the compiled policies, or holds anything else
    public static PolicyBundle of(byte[] gzipped) {
        try {
            return new PolicyBundle(gzipped.clone(), Tar.read(gzipped));
        } catch (IOException e) {
            throw new PolicyUnavailable("the policy bundle is broken", e);
        }
    }

    /// Reads a bundle that must be signed.
    ///
    /// @param gzipped the bytes of `bundle.tar.gz`
    /// @param key who must have signed all of its files
    /// @throws PolicyUnavailable as [#of(byte\[\])] does, and if the signature is missing or wrong
    public static PolicyBundle signed(byte[] gzipped, BundleKey key) {
        PolicyBundle bundle = of(gzipped);
        BundleSignature.verify(bundle.files, key);
        return bundle;
    }

    /// Revision and digest of the bundle.
    public PolicyRevision revision() {
        return revision;
    }

    /// The digest of the Rego and data files from which the bundle was made: `sha256:` and hex.
    public String sources() {
        return sources;
    }

    /// A number of the law that the bundle's data has.
    ///
    /// @param pointer JSON Pointer of the number, for instance
    ///   `/law/cn_outbound/assessment_pi_from`
    /// @throws PolicyUnavailable if there is no whole number
    public long limit(String pointer) {
        JsonNode number = data.at(pointer);
        if (!number.isIntegralNumber()) {
            throw new PolicyUnavailable("the policy bundle's data has no number " + pointer);
        }
        return number.longValue();
    }

    /// The bytes of `bundle.tar.gz`.
    public byte[] bytes() {
        return gzipped.clone();
    }

    /// Whether the other bundle has the same files, whoever signed them.
    boolean hasFilesOf(PolicyBundle other) {
        return contents().equals(other.contents());
    }

    byte[] wasm() {
        return required(files, "policy.wasm").clone();
    }

    JsonNode data() {
        return data;
    }

    static String sha256(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private Map<String, String> contents() {
        var digests = new HashMap<String, String>();
        files.forEach((name, content) -> digests.put(name, sha256(content)));
        digests.remove(BundleSignature.FILE);
        return digests;
    }

    private static void requireVersion(JsonNode manifest) {
        String made = manifest.path("metadata").path("opa").asText();
        String major = BundleBuild.OPA_VERSION.replaceFirst("\\..*", ".");
        if (manifest.path("rego_version").asInt() != REGO || !made.startsWith(major)) {
            throw new PolicyUnavailable(
                    "the policy bundle is not made for Rego " + REGO + " by OPA " + major + "x");
        }
    }

    // OPA would load documents from other files too; the compiled policies would not see them.
    private static void requireNothingElse(SortedMap<String, byte[]> files) {
        for (String name : files.keySet()) {
            if (!PARTS.contains(name) && !name.endsWith(".rego")) {
                throw new PolicyUnavailable("the policy bundle holds a foreign file: " + name);
            }
        }
    }

    private static byte[] required(SortedMap<String, byte[]> files, String name) {
        byte @Nullable [] content = files.get(name);
        if (content == null) {
            throw new PolicyUnavailable("the policy bundle has no " + name);
        }
        return content;
    }

    private static String text(JsonNode node) {
        if (!node.isTextual() || node.textValue().isBlank()) {
            throw new PolicyUnavailable("the policy bundle names no revision or sources");
        }
        return node.textValue();
    }
}
