// SPDX-License-Identifier: Apache-2.0
package io.domicile.policies;

import com.styra.opa.wasm.OpaPolicy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Instances of one bundle's compiled policies; each serves one thread at a time.
final class WasmPool {

    private final PolicyBundle bundle;
    private final BlockingQueue<OpaPolicy> idle;

    /// Loads the instances: the first takes about a second, each further one a third.
    ///
    /// @throws PolicyUnavailable if the compiled policies cannot be loaded
    WasmPool(PolicyBundle bundle, int instances) {
        this.bundle = bundle;
        this.idle = new ArrayBlockingQueue<>(instances);
        for (int i = 0; i < instances; i++) {
            addNew();
        }
    }

    PolicyRevision revision() {
        return bundle.revision();
    }

    /// An instance that nobody uses, if there is one.
    @Nullable OpaPolicy poll() {
        return idle.poll();
    }

    /// An instance, as soon as one is idle.
    OpaPolicy take() {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PolicyUnavailable("interrupted while waiting for the compiled policy", e);
        }
    }

    void giveBack(OpaPolicy policy) {
        idle.add(policy);
    }

    void addNew() {
        try {
            idle.add(OpaPolicy.builder().withPolicy(bundle.wasm()).build().data(bundle.data()));
        } catch (RuntimeException e) {
            throw new PolicyUnavailable("the compiled policy cannot be loaded", e);
        }
    }
}
