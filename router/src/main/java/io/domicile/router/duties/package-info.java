// SPDX-License-Identifier: Apache-2.0
/// What the law asks for besides its yes: who carries out each obligation, and whether it is done.
@NullMarked
package io.domicile.router.duties;

import org.jspecify.annotations.NullMarked;
