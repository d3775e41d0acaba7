// SPDX-License-Identifier: Apache-2.0
/// Benchmarks: what things cost, each beside something run on the same machine in the same run.
@NullMarked
package io.domicile.bench;

import org.jspecify.annotations.NullMarked;
