// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.regions.postgres;

import org.jspecify.annotations.NullMarked;
