// SPDX-License-Identifier: Apache-2.0
/// What leaves a region: who is counted for it, and where the law's thresholds stand.
@NullMarked
package io.domicile.router.exports;

import org.jspecify.annotations.NullMarked;
