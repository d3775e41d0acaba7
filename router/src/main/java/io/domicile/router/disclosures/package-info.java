// SPDX-License-Identifier: Apache-2.0
/// What courts and authorities demand of a region's records (LAW 2.7): the register, the release by
/// two officers, and the hand-over that the recipient alone can open.
@NullMarked
package io.domicile.router.disclosures;

import org.jspecify.annotations.NullMarked;
