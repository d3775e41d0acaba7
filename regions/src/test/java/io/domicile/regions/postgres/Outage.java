// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes a running cluster away and brings it back at the same place, as an operator or an accident
/// might.
public final class Outage {

    private Outage() {}

    /// Kills the server without letting it finish anything.
    public static void begin(Path cluster) {
        pgCtl(cluster, "stop", "-m", "immediate");
    }

    /// Starts it as it was started before.
    public static void end(Path cluster) {
        pgCtl(cluster, "restart", "-l", cluster.resolve("server.log").toString());
    }

    /// Starts a running one again so that it may lose what it confirms.
    public static void weaken(Path cluster) throws IOException {
        var port = Files.readAllLines(cluster.resolve("data/postmaster.pid")).get(3);
        var options =
                "-p "
                        + port
                        + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= "
                        + "-c fsync=off";
        pgCtl(cluster, "restart", "-o", options, "-l", cluster.resolve("server.log").toString());
    }

    private static void pgCtl(Path cluster, String action, String... arguments) {
        var binaries =
                Binaries.unpack(Path.of(System.getProperty("user.home"), ".cache", "domicile"));
        var account = Account.choose(cluster, binaries.folder(), "nobody", true);
        var command = new ArrayList<>(account.prefix());
        command.add(binaries.program("pg_ctl").toString());
        command.addAll(List.of(action, "-w", "-D", cluster.resolve("data").toString()));
        command.addAll(List.of(arguments));
        var result = Commands.run(Path.of("/"), command);
        if (!result.succeeded()) {
            throw new IllegalStateException(result.output());
        }
    }
}
