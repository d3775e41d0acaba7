// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// The policies as one OPA bundle: Rego, data, and the same compiled to WebAssembly.
///
/// OPA servers evaluate its Rego (`opa run --server -b bundle.tar.gz`), [WasmPolicyEngine] its
/// `policy.wasm`.
public final class PolicyBundle {

    private static final String RESOURCE = "bundle.tar.gz";

    private final PolicyRevision revision;
    private final String sources;
    private final byte[] wasm;
    private final JsonNode data;

    private PolicyBundle(PolicyRevision revision, String sources, byte[] wasm, JsonNode data) {
        this.revision = revision;
        this.sources = sources;
        this.wasm = wasm;
        this.data = data;
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

    /// Reads a bundle.
    ///
    /// @param gzipped the bytes of `bundle.tar.gz`
    /// @throws PolicyUnavailable if it is no bundle, or lacks a revision, the data or the compiled
    ///   policies
    public static PolicyBundle of(byte[] gzipped) {
        try {
            SortedMap<String, byte[]> files = Tar.read(gzipped);
            JsonNode manifest = Json.MAPPER.readTree(required(files, ".manifest"));
            JsonNode data = Json.MAPPER.readTree(required(files, "data.json"));
            String revision = text(manifest.path("revision"));
            String sources = text(manifest.path("metadata").path("sources"));
            var identity = new PolicyRevision(revision, sha256(gzipped));
            return new PolicyBundle(identity, sources, required(files, "policy.wasm"), data);
        } catch (IOException e) {
            throw new PolicyUnavailable("the policy bundle is broken", e);
        }
    }

    /// Revision and digest of the bundle.
    public PolicyRevision revision() {
        return revision;
    }

    /// The digest of the Rego and data files from which the bundle was made: `sha256:` and hex.
    public String sources() {
        return sources;
    }

    byte[] wasm() {
        return wasm.clone();
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
