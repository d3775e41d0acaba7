// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.postgres;

import io.domicile.regions.PrivateFile;
import io.domicile.regions.store.Rounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;

/// A real PostgreSQL cluster, started by the gateway and stopped with it. Its data stay.
///
/// It listens on the loopback address alone, asks for passwords, and writes nothing of a row or a
/// parameter into its log.
public final class EmbeddedPostgres implements AutoCloseable {

    /// The cluster's superuser.
    public static final String SUPERUSER = "postgres";

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

    private static final int START_ATTEMPTS = 3;

    private static final Duration LOOK = Duration.ofSeconds(1);

    private static final List<String> SETTINGS =
            List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "fsync=on",
                    "synchronous_commit=on",
                    "full_page_writes=on",
                    "shared_buffers=64MB",
                    "max_connections=40",
                    "max_wal_size=256MB",
                    "log_error_verbosity=terse",
                    "log_min_error_statement=panic",
                    "log_statement=none",
                    "log_parameter_max_length=0",
                    "log_parameter_max_length_on_error=0");

    private final Path folder;
    private final Binaries binaries;
    private final Account account;
    private final Rounds keeper;
    private int port;
    private boolean running = true;

    private EmbeddedPostgres(String region, Path folder, Binaries binaries, Account account) {
        this.folder = folder;
        this.binaries = binaries;
        this.account = account;
        this.keeper = new Rounds("postgres-" + region);
    }

    /// Where and how clusters run.
    ///
    /// @param home below it lie the clusters
    /// @param binaries the folder that PostgreSQL's programs are unpacked into
    /// @param user whom to become as root where user namespaces are forbidden
    /// @param namespaces whether root may try a user namespace
    public record Place(Path home, Path binaries, String user, boolean namespaces) {

        public Place {
            home = home.toAbsolutePath().normalize();
            binaries = binaries.toAbsolutePath().normalize();
        }
    }

    /// Starts the cluster in `<home>/<region>/postgres`, made at the first start.
    ///
    /// A server that a killed gateway left behind is stopped first: the caller holds the lock of
    /// the home ([HomeLock]), so it is nobody's.
    ///
    /// @throws PostgresFailed if it does not start; the message says why
    public static EmbeddedPostgres start(Place place, String region) {
        return start(place, region, Binaries.unpack(place.binaries()));
    }

    static EmbeddedPostgres start(Place place, String region, Binaries binaries) {
        var account =
                Account.choose(place.home(), binaries.folder(), place.user(), place.namespaces());
        var folder = place.home().resolve(region).resolve("postgres");
        var cluster = new EmbeddedPostgres(region, folder, binaries, account);
        cluster.begin();
        return cluster;
    }

    /// The JDBC URL of a database of this cluster.
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /// The superuser's password.
    public String password() {
        try {
            return PrivateFile.password(passwordFile());
        } catch (IOException e) {
            throw new PostgresFailed("no password in " + passwordFile(), e);
        }
    }

    /// From now on starts the server again, at the same place, when it has ended without being told
    /// to: killed, or by a full disk. As often as it takes.
    public void keepRunning() {
        keeper.start(() -> {
            if (!new Orphan(data(), pidFile()).isThere()) {
                startAgain();
            }
            return LOOK;
        });
    }

    /// Stops the server: open transactions are rolled back, all that was committed is on disk.
    @Override
    public void close() {
        keeper.close();
        if (!Files.exists(pidFile())) {
            return;
        }
        var stopped = pgCtl("stop", "-m", "fast");
        if (!stopped.succeeded()) {
            throw new PostgresFailed("PostgreSQL did not stop: " + stopped.output());
        }
    }

    private void begin() {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            if (Files.exists(pidFile())) {
                new Orphan(data(), pidFile()).remove();
            }
            account.own(folder);
            if (!Files.exists(data().resolve("PG_VERSION"))) {
                initialise();
            }
        } catch (IOException e) {
            throw new PostgresFailed("cannot prepare " + folder, e);
        }
        start();
    }

    /// Makes the cluster beside its place, so that a start that is killed leaves no half of one.
    private void initialise() throws IOException {
        var beside = folder.resolve("data.new");
        delete(beside);
        var secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        var text = HexFormat.of().formatHex(secret) + "\n";
        PrivateFile.write(passwordFile(), text.getBytes(StandardCharsets.US_ASCII));
        account.own(passwordFile());
        var made =
                run(
                        "initdb",
                        "--pgdata=" + beside,
                        "--username=" + SUPERUSER,
                        "--auth=scram-sha-256",
                        "--pwfile=" + passwordFile(),
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "--data-checksums");
        if (!made.succeeded()) {
            throw new PostgresFailed("PostgreSQL could not make a cluster: " + made.output());
        }
        PrivateFile.move(beside, data());
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (var files = Files.walk(tree)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void start() {
        Commands.Result started = new Commands.Result(1, "");
        for (int attempt = 0; attempt < START_ATTEMPTS && !started.succeeded(); attempt++) {
            port = freePort();
            started = startServer();
        }
        if (!started.succeeded()) {
            throw new PostgresFailed(
                    "PostgreSQL did not start (see "
                            + folder.resolve("server.log")
                            + "): "
                            + started.output());
        }
    }

    private Commands.Result startServer() {
        return pgCtl("start", "-l", folder.resolve("server.log").toString(), "-o", options());
    }

    private void startAgain() {
        if (running) {
            LOG.errorf("the database in %s has ended; it is started again", folder);
        }
        running = startServer().succeeded();
    }

    private String options() {
        var options = new StringBuilder("-p " + port);
        SETTINGS.forEach(setting -> options.append(" -c ").append(setting));
        return options.toString();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new PostgresFailed("no free port on the loopback address", e);
        }
    }

    private Commands.Result pgCtl(String action, String... arguments) {
        var all = new ArrayList<>(List.of(action, "-w", "-D", data().toString()));
        all.addAll(List.of(arguments));
        return run("pg_ctl", all.toArray(String[]::new));
    }

    private Commands.Result run(String program, String... arguments) {
        var command = new ArrayList<>(account.prefix());
        command.add(binaries.program(program).toString());
        command.addAll(List.of(arguments));
        return Commands.run(Path.of("/"), command);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path pidFile() {
        return data().resolve("postmaster.pid");
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }
}
