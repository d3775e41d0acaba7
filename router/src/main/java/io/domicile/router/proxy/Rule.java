// SPDX-License-Identifier: Apache-2.0
package io.domicile.router.proxy;

import io.domicile.router.intake.RecordType;
import java.util.Optional;

/// What a route does with one declared field.
///
/// @param field where it stands in the body
/// @param as what it is; there for [Action#TOKENISE], [Action#SEAL] and [Action#COARSEN]
/// @param action what becomes of it
/// @param token what tokens look like
/// @param mime media type of what is tokenised
/// @param optional whether it may be missing
record Rule(
        FieldPath field,
        Optional<RecordType> as,
        Action action,
        Shape token,
        Optional<String> mime,
        boolean optional) {}
