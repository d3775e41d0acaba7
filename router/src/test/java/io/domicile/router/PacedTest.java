// SPDX-License-Identifier: Apache-2.0
package io.domicile.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PacedTest {

    private final AtomicLong now = new AtomicLong();
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

    /// A reader that takes so long for each write.
    private OutputStream reader(Duration time) {
        return new OutputStream() {
            @Override
            public void write(int one) {
                write(new byte[] {(byte) one}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                now.addAndGet(time.toNanos());
                taken.write(bytes, from, length);
            }
        };
    }

    @Test
    void a_reader_that_takes_next_to_nothing_is_cut_off() throws IOException {
        // given
        var paced = new Paced(reader(Duration.ofSeconds(29)), now::get);
        paced.write(new byte[100]);

        // when, then
        assertThrows(IOException.class, () -> paced.write(new byte[100]));
    }

    @Test
    void a_reader_that_is_fast_enough_gets_everything() throws IOException {
        // given
        var paced = new Paced(reader(Duration.ofSeconds(1)), now::get);

        // when
        for (int i = 0; i < 1000; i++) {
            paced.write(new byte[64 << 10]);
        }

        // then
        assertEquals(1000 * (64 << 10), taken.size());
    }

    @Test
    void the_time_that_we_need_ourselves_is_not_the_readers() throws IOException {
        // given
        var paced = new Paced(reader(Duration.ZERO), now::get);

        // when
        for (int i = 0; i < 10; i++) {
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            paced.write(i);
        }

        // then
        assertEquals(10, taken.size());
    }

    @Test
    void what_went_fast_before_is_no_credit_for_later() throws IOException {
        // given
        var paced = new Paced(reader(Duration.ofSeconds(30)), now::get);
        paced.write(new byte[100 << 20]);

        // when, then
        assertThrows(IOException.class, () -> paced.write(new byte[100]));
    }
}
