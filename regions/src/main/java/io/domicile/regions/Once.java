// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions;

import java.util.function.Function;

/// Makes a request happen once: the answer is kept beside the record, in the same transaction, for
/// 24 hours.
///
/// @param key the caller's `Idempotency-Key`
/// @param request the request's body, compared by keyed MAC
/// @param status the HTTP status of the answer
/// @param answer writes the answer that is replayed, from the receipt
public record Once(String key, Bytes request, int status, Function<Receipt, Bytes> answer) {}
