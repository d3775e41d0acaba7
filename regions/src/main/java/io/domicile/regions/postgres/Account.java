// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// As whom PostgreSQL runs: it refuses to be root.
sealed interface Account {

    /// What stands before a command so that it runs as this account.
    List<String> prefix();

    /// The owner that the cluster's files must have; empty for whoever runs the gateway.
    Optional<String> owner();

    /// The account of the gateway itself, an ordinary user.
    record Same() implements Account {

        @Override
        public List<String> prefix() {
            return List.of();
        }

        @Override
        public Optional<String> owner() {
            return Optional.empty();
        }
    }

    /// Root in a user namespace of its own, where it is nobody.
    record Namespace() implements Account {

        private static final List<String> PREFIX = List.of("unshare", "-U");

        @Override
        public List<String> prefix() {
            return PREFIX;
        }

        @Override
        public Optional<String> owner() {
            return Optional.of("root");
        }
    }

    /// An unprivileged user, where root may not make user namespaces.
    ///
    /// @param user name of the user
    /// @param group name or number of its group
    /// @param searching whether it keeps the capability to pass folders that it could not enter
    record Dropped(String user, String group, boolean searching) implements Account {

        @Override
        public List<String> prefix() {
            var prefix = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group));
            prefix.addAll(List.of("--clear-groups", "--no-new-privs"));
            var kept = searching ? "-all,+dac_read_search" : "-all";
            prefix.add("--inh-caps=" + kept);
            prefix.add("--ambient-caps=" + kept);
            prefix.add("--bounding-set=" + kept);
            if (searching) {
                // Without it access(2), which PostgreSQL asks before it executes, knows no
                // capabilities of an ordinary user.
                prefix.add("--securebits=+no_setuid_fixup");
            }
            return List.copyOf(prefix);
        }

        @Override
        public Optional<String> owner() {
            return Optional.of(user);
        }
    }

    /// Chooses the account for clusters below `home` with programs in `binaries`.
    ///
    /// @param user the user to become as root where user namespaces are forbidden
    /// @param namespaces whether user namespaces may be tried
    static Account choose(Path home, Path binaries, String user, boolean namespaces) {
        if (!isRoot()) {
            return new Same();
        }
        var inNamespace = new Namespace();
        if (namespaces && works(inNamespace, "true")) {
            return inNamespace;
        }
        var group = Commands.run(home, List.of("id", "-g", user));
        if (!group.succeeded()) {
            throw new PostgresFailed(
                    "PostgreSQL does not run as root and there is no user "
                            + user
                            + ": name one by domicile.embedded.user, or run the gateway as an"
                            + " ordinary user");
        }
        return dropped(home, binaries, user, group.output());
    }

    private static Account dropped(Path home, Path binaries, String user, String group) {
        for (var searching : List.of(false, true)) {
            var account = new Dropped(user, group, searching);
            if (canEnter(account, home) && canEnter(account, binaries.resolve("bin"))) {
                return account;
            }
        }
        throw new PostgresFailed(
                closedFolder(home)
                        .or(() -> closedFolder(binaries))
                        .map(folder -> cannotEnter(user, folder))
                        .orElse("cannot become the user " + user + " to run PostgreSQL"));
    }

    private static String cannotEnter(String user, Path folder) {
        return "the user "
                + user
                + ", as whom PostgreSQL would run, cannot enter "
                + folder
                + ": chmod a+x it, or set domicile.home and domicile.embedded.binaries to folders"
                + " that it can reach";
    }

    private static boolean canEnter(Account account, Path folder) {
        return works(account, "test", "-x", folder.toString());
    }

    private static boolean works(Account account, String... command) {
        var whole = new ArrayList<>(account.prefix());
        whole.addAll(List.of(command));
        try {
            return Commands.run(Path.of("/"), whole).succeeded();
        } catch (PostgresFailed programMissing) {
            return false;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static Optional<Path> closedFolder(Path folder) {
        for (Path part = folder.toAbsolutePath(); part != null; part = part.getParent()) {
            try {
                if (Files.exists(part)
                        && !Files.getPosixFilePermissions(part)
                                .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return Optional.of(part);
                }
            } catch (IOException e) {
                throw new PostgresFailed("cannot look at " + part, e);
            }
        }
        return Optional.empty();
    }

    /// Gives the folder and all in it to this account, where it belongs to another.
    default void own(Path folder) {
        owner().filter(name -> !name.equals(ownerOf(folder))).ifPresent(name -> give(folder, name));
    }

    private static String ownerOf(Path folder) {
        try {
            return Files.readAttributes(
                            folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .owner()
                    .getName();
        } catch (IOException e) {
            throw new PostgresFailed("cannot look at " + folder, e);
        }
    }

    private static void give(Path folder, String name) {
        try (var files = Files.walk(folder)) {
            var owner =
                    folder.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(name);
            for (var file : (Iterable<Path>) files::iterator) {
                Files.getFileAttributeView(
                                file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(owner);
            }
        } catch (IOException e) {
            throw new PostgresFailed("cannot give " + folder + " to " + name, e);
        }
    }
}
