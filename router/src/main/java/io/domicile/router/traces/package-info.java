// SPDX-License-Identifier: Apache-2.0
/// Traces for who runs the gateway, without a word about anybody.
@NullMarked
package io.domicile.router.traces;

import org.jspecify.annotations.NullMarked;
