// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.regions.witness;

import org.jspecify.annotations.NullMarked;
