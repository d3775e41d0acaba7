// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.BundleSign;
import io.domicile.policies.PolicyBundle;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Policy bundles in a folder, signed with ES256 by keys of this run.
///
/// @param folder where keys (`<name>.key`, `<name>.pub`) and bundles lie
public record Bundles(Path folder) {

    /// The bundle of this version, unsigned.
    public static final String UNSIGNED = "unsigned.tar.gz";

    /// Makes the folder, with the bundle of this version in it.
    public Bundles {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(UNSIGNED), PolicyBundle.bundled().bytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes a key pair.
    public void key(String name) throws IOException, GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        pem(name + ".key", "PRIVATE KEY", pair.getPrivate().getEncoded());
        pem(name + ".pub", "PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /// Signs the bundle of this version.
    public void sign(String key, String signed) throws IOException, GeneralSecurityException {
        sign(key, UNSIGNED, signed);
    }

    /// Signs a bundle that differs from the one of this version in its data.
    public void sign(String key, String signed, Consumer<ObjectNode> edit)
            throws IOException, GeneralSecurityException {
        var unsigned = "edited-" + signed;
        Files.write(folder.resolve(unsigned), edited(signed, edit));
        sign(key, unsigned, signed);
    }

    private void sign(String key, String unsigned, String signed)
            throws IOException, GeneralSecurityException {
        BundleSign.main(
                new String[] {
                    folder.resolve(unsigned).toString(),
                    "ES256",
                    folder.resolve(key + ".key").toString(),
                    folder.resolve(signed).toString()
                });
    }

    private static byte[] edited(String revision, Consumer<ObjectNode> edit) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var in =
                        new TarArchiveInputStream(
                                new GZIPInputStream(
                                        new ByteArrayInputStream(PolicyBundle.bundled().bytes())));
                var out = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var content =
                        switch (entry.getName()) {
                            case "data.json" -> edited(in.readAllBytes(), edit);
                            case ".manifest" ->
                                    edited(in.readAllBytes(), m -> m.put("revision", revision));
                            default -> in.readAllBytes();
                        };
                var copy = new TarArchiveEntry(entry.getName());
                copy.setSize(content.length);
                out.putArchiveEntry(copy);
                out.write(content);
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] edited(byte[] json, Consumer<ObjectNode> edit) throws IOException {
        var document = Json.MAPPER.readValue(json, ObjectNode.class);
        edit.accept(document);
        return Json.MAPPER.writeValueAsBytes(document);
    }

    private void pem(String file, String kind, byte[] der) throws IOException {
        var base64 = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(
                folder.resolve(file),
                "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(kind, base64, kind));
    }
}
