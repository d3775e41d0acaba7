// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.policies;

import org.jspecify.annotations.NullMarked;
