// SPDX-License-Identifier: Apache-2.0
/// Moves and copies records to other regions, as far as the law allows.
@NullMarked
package io.domicile.router.transfers;

import org.jspecify.annotations.NullMarked;
