// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.audit;

import org.jspecify.annotations.NullMarked;
