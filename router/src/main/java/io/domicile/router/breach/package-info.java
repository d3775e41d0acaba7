// SPDX-License-Identifier: Apache-2.0
/// The scope of a breach, and the clocks that it starts.
@NullMarked
package io.domicile.router.breach;

import org.jspecify.annotations.NullMarked;
