// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class PlacesTest {

    @Test
    void who_finds_no_place_is_told_so_and_who_leaves_gives_one_back_once() {
        // given
        var places = new Places(2);
        var first = places.take();
        var second = places.take();

        // when
        var none = assertThrows(ProblemException.class, places::take);
        first.close();
        first.close();
        var third = places.take();

        // then
        assertEquals(Fault.UNAVAILABLE, none.problem().fault());
        assertThrows(ProblemException.class, places::take);
        second.close();
        third.close();
        places.take().close();
    }
}
