// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.router.witness;

import org.jspecify.annotations.NullMarked;
