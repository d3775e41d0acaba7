// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.regions.proof;

import org.jspecify.annotations.NullMarked;
