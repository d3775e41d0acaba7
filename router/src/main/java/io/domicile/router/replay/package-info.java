// SPDX-License-Identifier: Apache-2.0
/// What a candidate bundle would change of the decisions that were audited.
@NullMarked
package io.domicile.router.replay;

import org.jspecify.annotations.NullMarked;
