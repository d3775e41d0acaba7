// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Holds a home folder for one living gateway; the system lets go of it when the gateway dies.
public final class HomeLock implements AutoCloseable {

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the folder, made if need be.
    ///
    /// @throws PostgresFailed if another gateway holds the folder
    public static HomeLock take(Path home) {
        try {
            Files.createDirectories(home);
            var channel =
                    FileChannel.open(
                            home.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (held(channel)) {
                return new HomeLock(channel);
            }
            channel.close();
        } catch (IOException e) {
            throw new PostgresFailed("cannot lock " + home.toAbsolutePath(), e);
        }
        throw new PostgresFailed(
                "another gateway is running on "
                        + home.toAbsolutePath()
                        + ": stop it, or set domicile.home to another folder");
    }

    private static boolean held(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException anotherInThisProcess) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new PostgresFailed("cannot unlock the home folder", e);
        }
    }
}
