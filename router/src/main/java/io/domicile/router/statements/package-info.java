// SPDX-License-Identifier: Apache-2.0
/// What the logs say of one person: its entries, and who has read of it.
@NullMarked
package io.domicile.router.statements;

import org.jspecify.annotations.NullMarked;
