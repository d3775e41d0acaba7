// SPDX-License-Identifier: Apache-2.0
package io.domicile.audit;

import java.io.File;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/// The command that verifies a log: its signature, every tile and every entry. Needs the JDK alone.
public final class Verify {
    /// The log is whole.
    public static final int FINE = 0;

    /// It is not.
    public static final int FAILED = 1;

    /// The command was not understood.
    public static final int USAGE = 2;

    /// The log cannot be read, so nothing is known about it.
    public static final int UNAVAILABLE = 3;

    private static final long PROGRESS_NANOS = 200_000_000;

    private static final String HELP =
            """
            Usage: %s [--key VKEY|FILE]... [--policy FILE] [--since FILE] [--pruned] [--json] DIRECTORY|URL|ZIP

            Checks an audit log in the tlog-tiles layout: the signatures of its checkpoint, every
            entry and every tile, from a directory, an http(s) address, or an export, zipped or not.

              --key VKEY|FILE  a public key of the log, or a file with some; one of them must have
                               signed. Default: log.pub beside the checkpoint, which the log itself
                               says
              --policy FILE    a tlog-policy: the logs that are accepted, and the witnesses that
                               must have confirmed the checkpoint
              --since FILE     a checkpoint of the log that you kept: the log must continue it
              --pruned         entries may be missing that the log's file `retention` says were
                               pruned, though no entry of this log says so: for a closed log, of
                               which a later one says it
              --json           one JSON object instead of sentences
              --help           this text

            Exit status: 0 the log is whole, 1 it is not, 2 usage, 3 it cannot be read.
            """;

    private final String program;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    private Verify(String program, PrintStream out, PrintStream err) {
        this.program = program;
        this.out = out;
        this.err = err;
        var console = System.console();
        this.terminal = console != null && console.isTerminal();
    }

    /// Runs the command and ends the process with its exit status.
    public static void main(String[] args) {
        System.exit(run(program(), args, System.out, System.err));
    }

    /// Runs the command.
    ///
    /// @param program how the user calls it, for instance `./domicile verify`
    /// @param args options, and the log's directory or address
    /// @param out takes the answer
    /// @param err takes errors, and progress at a terminal
    /// @return the exit status: [#FINE], [#FAILED], [#USAGE] or [#UNAVAILABLE]
    public static int run(String program, String[] args, PrintStream out, PrintStream err) {
        return new Verify(program, out, err).run(args);
    }

    private int run(String[] args) {
        Arguments arguments;
        try {
            arguments = Arguments.parse(args);
        } catch (IllegalArgumentException e) {
            return misused(e);
        }
        if (arguments.help()) {
            out.printf(HELP, program);
            return FINE;
        }
        return verify(arguments);
    }

    private int verify(Arguments arguments) {
        try (var source = Source.open(arguments.target())) {
            return answer(arguments, verify(source, arguments));
        } catch (LogFailure.Unavailable e) {
            clearProgress();
            if (arguments.json()) {
                out.println(Report.unavailable(e.getMessage()).json());
            }
            err.println("The log cannot be read: " + e.getMessage());
            err.println("Next: " + look(arguments));
            return UNAVAILABLE;
        } catch (LogFailure.Damaged e) {
            clearProgress();
            return answer(arguments, Report.failed(e.getMessage(), arguments.target()));
        } catch (IllegalArgumentException e) {
            clearProgress();
            return misused(e);
        }
    }

    private Report verify(Source source, Arguments arguments) {
        var clock = InstantSource.system();
        var verification =
                new Verification(
                        source, arguments.given(), arguments.since(), arguments.pruned(), clock);
        var report = verification.run(progress());
        clearProgress();
        return report;
    }

    private int misused(IllegalArgumentException e) {
        err.println(Objects.requireNonNullElse(e.getMessage(), "Not understood."));
        err.println("Next: " + program + " --help");
        return USAGE;
    }

    private int answer(Arguments arguments, Report report) {
        if (arguments.json()) {
            out.println(report.json());
            return report.ok() ? FINE : FAILED;
        }
        var verdict = report.ok() ? coloured("ok:", "32") : coloured("FAILED:", "31");
        out.println(verdict + " " + report.message());
        report.details().forEach(out::println);
        if (!report.ok()) {
            err.println("Next: " + again("--json", arguments));
            return FAILED;
        }
        report.trust()
                .filter(trust -> trust.keysFrom().equals(Trust.LOG))
                .ifPresent(trust -> adviseToPin(trust, arguments));
        return FINE;
    }

    private void adviseToPin(Trust trust, Arguments arguments) {
        out.println(
                "The key came from the log itself. Compare it with the one its operator published, and pin it:");
        out.println("  " + again("--key " + quoted(trust.keys().getFirst().toString()), arguments));
    }

    private String again(String option, Arguments arguments) {
        return program + " " + option + " " + quoted(arguments.target());
    }

    private static String look(Arguments arguments) {
        var target = arguments.target().replaceFirst("/*$", "");
        return Source.isAddress(target)
                ? "curl --include " + quoted(target + "/" + TileFiles.CHECKPOINT)
                : "ls -l " + quoted(arguments.target());
    }

    private Progress progress() {
        if (!terminal) {
            return (entries, size) -> {};
        }
        var last = new AtomicLong(System.nanoTime());
        return (entries, size) -> {
            if (System.nanoTime() - last.get() > PROGRESS_NANOS) {
                last.set(System.nanoTime());
                var share = " (" + 100 * entries / size + " %)";
                err.print("\r" + Fault.number(entries) + " entries checked" + share);
            }
        };
    }

    private void clearProgress() {
        if (terminal) {
            err.print("\r" + " ".repeat(50) + "\r");
        }
    }

    private String coloured(String word, String colour) {
        var plain = !terminal || !System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        return plain ? word : "\u001b[" + colour + "m" + word + "\u001b[0m";
    }

    /// For a POSIX shell.
    private static String quoted(String argument) {
        return argument.matches("[A-Za-z0-9+/=._:@,-]+")
                ? argument
                : "'" + argument.replace("'", "'\\''") + "'";
    }

    /// How the process was started, for the commands that are shown to the user. A launcher says it
    /// by the property `domicile.program`.
    private static String program() {
        var launcher = System.getProperty("domicile.program");
        if (launcher != null) {
            return launcher;
        }
        var classpath = System.getProperty("java.class.path", "");
        return classpath.endsWith(".jar") && !classpath.contains(File.pathSeparator)
                ? "java -jar " + quoted(classpath)
                : "java -cp " + quoted(classpath) + " " + Verify.class.getName();
    }
}
