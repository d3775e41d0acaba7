// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.cli;

import io.domicile.policies.Decision;
import io.domicile.policies.Effect;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.Question;
import io.domicile.policies.WasmPolicyEngine;
import io.domicile.router.Problem;
import io.domicile.router.ProblemException;
import io.domicile.router.decisions.Answers;
import io.domicile.router.decisions.QuestionReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `policy`: asks the policies of this program, or a gateway what others would change.
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Asks the policies, and what others would change.",
        subcommands = ReplayCommand.class)
final class PolicyCommand implements Runnable {

    private static final String STDIN = "-";

    @Override
    public void run() {
        throw new Usage("policy takes explain or replay");
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Says what the law answers to a question, and by which rules.",
                "Exits with 0 if the deed is allowed, with 1 if not."
            })
    int explain(
            @Parameters(
                            paramLabel = "FACTS.json",
                            description =
                                    "the question, {\"query\":\"store\",\"facts\":{…}}, or - to read"
                                            + " it from standard input")
                    String file,
            @Option(
                            names = "--lang",
                            defaultValue = "en",
                            description =
                                    "language of the sentences: en, zh or nl (default:"
                                            + " ${DEFAULT-VALUE})")
                    String language,
            @Option(names = "--json", description = "prints the whole decision as JSON")
                    boolean asJson) {
        Usage.require(language.matches("en|zh|nl"), "--lang is en, zh or nl");
        var question = question(file);
        var bundle = PolicyBundle.bundled();
        var decision = decide(bundle, question);
        // Chinese stays readable in a terminal whose locale says nothing
        var out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        if (asJson) {
            out.println(Answers.of(decision, bundle.revision()).toPrettyString());
        } else {
            new Explanation(decision, bundle.revision(), language).print(out);
        }
        out.flush();
        return decision.effect() == Effect.ALLOW ? 0 : 1;
    }

    private static Decision decide(PolicyBundle bundle, Question question) {
        try (var engine = new WasmPolicyEngine(bundle, 1)) {
            return engine.decide(question).toCompletableFuture().join();
        }
    }

    private static Question question(String file) {
        try {
            var bytes =
                    file.equals(STDIN)
                            ? System.in.readAllBytes()
                            : Files.readAllBytes(Path.of(file));
            return new QuestionReader().read(bytes);
        } catch (ProblemException e) {
            throw new Usage(file + ": " + describe(e.problem()));
        } catch (IOException _) {
            throw new Usage("cannot read " + file);
        }
    }

    private static String describe(Problem problem) {
        var fault = problem.fault().title() + ". " + problem.detail();
        return problem.pointer().map(at -> "at \"" + at + "\": " + fault).orElse(fault);
    }
}
