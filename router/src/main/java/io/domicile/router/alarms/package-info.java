// SPDX-License-Identifier: Apache-2.0
/// Alarms: what nobody has a reason to use was used.
@NullMarked
package io.domicile.router.alarms;

import org.jspecify.annotations.NullMarked;
