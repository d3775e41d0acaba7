// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.proof;

import io.domicile.regions.PrivateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Clear text of nobody that is planted in a file in every form, so that the same search shows in
/// the same run that it finds what is there.
final class Control implements AutoCloseable {

    private final Path file;
    private final List<Needle> needles;

    private Control(Path file, List<Needle> needles) {
        this.file = file;
        this.needles = needles;
    }

    /// @param folder where the file is put
    /// @param latin random letters and digits
    /// @param chinese random Chinese characters
    static Control plant(Path folder, String latin, String chinese) {
        var clue = new Clue(Clue.Kind.CONTROL, Optional.empty(), "planted");
        var needles = new ArrayList<>(Needles.ofText(clue, latin));
        needles.addAll(Needles.ofText(clue, chinese));
        needles.addAll(Needles.ofNumber(clue, 52.0 + latin.hashCode() / 1e12));
        try {
            Files.createDirectories(folder);
            var file = folder.resolve("planted-" + latin.substring(0, 8));
            PrivateFile.write(file, text(needles));
            return new Control(file, needles);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing can be planted in " + folder, e);
        }
    }

    List<Needle> needles() {
        return needles;
    }

    /// In how many forms it stands in the file.
    int forms() {
        return (int) needles.stream().map(Needle::form).distinct().count();
    }

    private static byte[] text(List<Needle> needles) {
        var text = new ByteArrayOutputStream();
        for (var needle : needles) {
            for (int i = 0; i < needle.length(); i++) {
                text.write(needle.at(i));
            }
            text.write('\n');
        }
        return text.toByteArray();
    }

    /// Removes the file.
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + file, e);
        }
    }
}
