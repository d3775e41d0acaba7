// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domicile.router.alarms;

import org.jspecify.annotations.NullMarked;
