// SPDX-License-Identifier: Apache-2.0
package io.domicile.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domicile.policies.CachedPolicyEngine;
import io.domicile.policies.Decision;
import io.domicile.policies.OpaPolicyEngine;
import io.domicile.policies.PolicyBundle;
import io.domicile.policies.PolicyEngine;
import io.domicile.policies.Question;
import io.domicile.policies.WasmPolicyEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// One decision, by one caller: from memory, in this process, and by an OPA server over REST. All
/// three have the same bundle and get the same questions.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

    /// The system property that names the `opa` binary.
    static final String OPA = "domicile.opa";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final List<Question> QUESTIONS =
            List.of(
                    question(
                            "store",
                            """
                            {"record":{"type":"loc.point","crs":"GCJ02","precision_m":5},
                             "subjects":[{"home":"CN","age":34}],"collect":"CN","place":"CN",
                             "via":"in_car","tenant":{"est":"CN"},"purpose":"navigation"}
                            """),
                    question(
                            "store",
                            """
                            {"record":{"type":"msg.text"},"subjects":[{"home":"DE","age":34}],
                             "collect":"DE","via":"phone","tenant":{"est":"DE"},
                             "purpose":"deliver_message"}
                            """),
                    question(
                            "read",
                            """
                            {"record":{"type":"msg.voice"},"subjects":[{"home":"SG","age":20}],
                             "collect":"SG","via":"phone","tenant":{"est":"SG"},"src":"SG",
                             "requester":{"country":"SG"},"purpose":"support"}
                            """),
                    question(
                            "transfer",
                            """
                            {"record":{"type":"loc.point","crs":"GCJ02","precision_m":5},
                             "subjects":[{"home":"CN","age":34}],"collect":"CN","via":"phone",
                             "tenant":{"est":"CN"},"src":"CN","dest":"SG","purpose":"support",
                             "volume":{"spi_ytd":9999},"mech":["SC"],"sep_consent":true}
                            """));

    private final PolicyBundle bundle = PolicyBundle.bundled();
    private final PolicyEngine inProcess = new WasmPolicyEngine(bundle, 1);
    private final PolicyEngine cached =
            new CachedPolicyEngine(new WasmPolicyEngine(bundle, 1), bundle, 10_000_000);
    private final OpaProcess opa;
    private final PolicyEngine rest;
    private int next;

    /// Starts all three engines.
    public DecisionBenchmark() {
        this.opa = OpaProcess.start(Path.of(System.getProperty(OPA)), bundle);
        this.rest = new OpaPolicyEngine(opa.url(), bundle.revision(), TIMEOUT, Duration.ZERO);
    }

    /// Lets every engine answer every question, so that the cache has them, and compares.
    @Setup
    public void fill() {
        for (Question question : QUESTIONS) {
            var decision = decide(cached, question);
            for (var engine : List.of(inProcess, rest)) {
                if (!decide(engine, question).json().equals(decision.json())) {
                    throw new IllegalStateException("the engines do not agree");
                }
            }
        }
    }

    @TearDown
    public void stop() {
        rest.close();
        opa.close();
        cached.close();
        inProcess.close();
    }

    @Benchmark
    public Decision fromMemory() {
        return decide(cached, nextQuestion());
    }

    @Benchmark
    public Decision inProcess() {
        return decide(inProcess, nextQuestion());
    }

    @Benchmark
    public Decision overRest() {
        return decide(rest, nextQuestion());
    }

    private Question nextQuestion() {
        next = (next + 1) % QUESTIONS.size();
        return QUESTIONS.get(next);
    }

    private static Decision decide(PolicyEngine engine, Question question) {
        return engine.decide(question).toCompletableFuture().join();
    }

    private static Question question(String query, String facts) {
        try {
            return new Question(query, new ObjectMapper().readValue(facts, ObjectNode.class));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
