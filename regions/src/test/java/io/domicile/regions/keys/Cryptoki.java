// SPDX-License-Identifier: Apache-2.0
package io.domicile.regions.keys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// A token asked by PKCS#11 itself (OASIS PKCS#11 2.40), past the JDK's provider: as somebody who
/// has the PIN and wants the keys. Unsigned longs have 8 bytes here, as on 64-bit Linux and macOS.
public final class Cryptoki implements AutoCloseable {

    /// What a call returns that succeeds.
    public static final long OK = 0;

    /// What one returns that asks for the bytes of a sensitive key.
    public static final long ATTRIBUTE_SENSITIVE = 0x11;

    /// What one returns that would wrap a key which may not leave.
    public static final long KEY_UNEXTRACTABLE = 0x6A;

    private static final long ALREADY_INITIALIZED = 0x191;
    private static final long ALREADY_LOGGED_IN = 0x100;

    private static final long AES_KEY_GEN = 0x1080;
    private static final long AES_KEY_WRAP = 0x2109;

    private final Arena arena = Arena.ofConfined();
    private final SymbolLookup library;
    private final long session;

    /// Attributes of a key that are true or false.
    public enum Flag {
        SENSITIVE(0x103),
        WRAP(0x106),
        EXTRACTABLE(0x162),
        NEVER_EXTRACTABLE(0x164),
        ALWAYS_SENSITIVE(0x165);

        private final long type;

        Flag(long type) {
            this.type = type;
        }
    }

    /// An attribute for a template.
    private record Attribute(long type, MemorySegment value) {}

    private Cryptoki(Path module, long slot) {
        library = SymbolLookup.libraryLookup(module, arena);
        require(call("C_Initialize", MemorySegment.NULL), ALREADY_INITIALIZED);
        var handle = arena.allocate(JAVA_LONG);
        require(call("C_OpenSession", slot, 6L, MemorySegment.NULL, MemorySegment.NULL, handle));
        session = handle.get(JAVA_LONG, 0);
        var pin = bytes(SoftHsm.PIN);
        require(call("C_Login", session, 1L, pin, pin.byteSize()), ALREADY_LOGGED_IN);
    }

    /// Logs in to a token of [SoftHsm].
    public static Cryptoki open(Path module, long slot) {
        return new Cryptoki(module, slot);
    }

    /// The handle of the one key with this label.
    public long find(String label) {
        var template = template(new Attribute(0x3, bytes(label)));
        require(call("C_FindObjectsInit", session, template, 1L));
        var found = arena.allocate(JAVA_LONG, 2);
        var count = arena.allocate(JAVA_LONG);
        require(call("C_FindObjects", session, found, 2L, count));
        require(call("C_FindObjectsFinal", session));
        if (count.get(JAVA_LONG, 0) != 1) {
            throw new AssertionError("not one key " + label);
        }
        return found.get(JAVA_LONG, 0);
    }

    public boolean is(long key, Flag flag) {
        var value = arena.allocate(JAVA_BYTE);
        var template = template(new Attribute(flag.type, value));
        require(call("C_GetAttributeValue", session, key, template, 1L));
        return value.get(JAVA_BYTE, 0) != 0;
    }

    /// Asks for a key's bytes (CKA_VALUE).
    ///
    /// @return the return value
    public long readValue(long key) {
        var template = template(new Attribute(0x11, arena.allocate(64)));
        return call("C_GetAttributeValue", session, key, template, 1L);
    }

    /// Makes an AES key for this session that may be taken out and may wrap others.
    public long generateLoose() {
        var template =
                template(
                        new Attribute(0x161, number(32)),
                        new Attribute(Flag.WRAP.type, truth(true)),
                        new Attribute(Flag.SENSITIVE.type, truth(false)),
                        new Attribute(Flag.EXTRACTABLE.type, truth(true)));
        var key = arena.allocate(JAVA_LONG);
        require(call("C_GenerateKey", session, mechanism(AES_KEY_GEN), template, 4L, key));
        return key.get(JAVA_LONG, 0);
    }

    /// Asks for a key wrapped by another (RFC 3394).
    ///
    /// @return the return value
    public long wrap(long wrapping, long key) {
        var length = number(64);
        var wrapped = arena.allocate(64);
        return call("C_WrapKey", session, mechanism(AES_KEY_WRAP), wrapping, key, wrapped, length);
    }

    @Override
    public void close() {
        require(call("C_CloseSession", session));
        arena.close();
    }

    private long call(String name, Object... arguments) {
        var types =
                Arrays.stream(arguments)
                        .map(argument -> argument instanceof Long ? JAVA_LONG : ADDRESS)
                        .toArray(MemoryLayout[]::new);
        var function =
                Linker.nativeLinker()
                        .downcallHandle(
                                library.find(name).orElseThrow(),
                                FunctionDescriptor.of(JAVA_LONG, types));
        try {
            return (long) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }

    private static void require(long returned, long... alsoFine) {
        if (returned != OK && Arrays.stream(alsoFine).noneMatch(fine -> fine == returned)) {
            throw new AssertionError("PKCS#11 returned 0x" + Long.toHexString(returned));
        }
    }

    private MemorySegment template(Attribute... attributes) {
        var template = arena.allocate(JAVA_LONG, 3L * attributes.length);
        for (int i = 0; i < attributes.length; i++) {
            template.setAtIndex(JAVA_LONG, 3L * i, attributes[i].type());
            template.setAtIndex(ADDRESS, 3L * i + 1, attributes[i].value());
            template.setAtIndex(JAVA_LONG, 3L * i + 2, attributes[i].value().byteSize());
        }
        return template;
    }

    private MemorySegment mechanism(long type) {
        var mechanism = arena.allocate(JAVA_LONG, 3);
        mechanism.set(JAVA_LONG, 0, type);
        return mechanism;
    }

    private MemorySegment bytes(String text) {
        return arena.allocateFrom(JAVA_BYTE, text.getBytes(StandardCharsets.UTF_8));
    }

    private MemorySegment number(long value) {
        return arena.allocateFrom(JAVA_LONG, value);
    }

    private MemorySegment truth(boolean value) {
        return arena.allocateFrom(JAVA_BYTE, (byte) (value ? 1 : 0));
    }
}
