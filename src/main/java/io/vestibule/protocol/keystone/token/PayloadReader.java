package io.vestibule.protocol.keystone.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.msgpack.core.MessageFormat;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** The members of a Fernet payload as Keystone writes them; texts may be binaries, as its older versions had them. */
final class PayloadReader implements AutoCloseable {
    private static final int MOST = 1_000;

    private final MessageUnpacker in;

    PayloadReader(byte[] content) {
        this.in = MessagePack.newDefaultUnpacker(content);
    }

    /** The number of the kind. */
    int begin() throws IOException {
        length();
        return in.unpackInt();
    }

    int number() throws IOException {
        return in.unpackInt();
    }

    String id() throws IOException {
        return optionalId().orElseThrow(() -> new IllegalArgumentException("an id is missing"));
    }

    Optional<String> optionalId() throws IOException {
        if (length() != 2) {
            throw new IllegalArgumentException("not a pair");
        }
        boolean packed = in.unpackBoolean();
        if (in.tryUnpackNil()) {
            return Optional.empty();
        }
        byte[] bytes = bytes();
        return Optional.of(packed ? HexFormat.of().formatHex(bytes) : new String(bytes, StandardCharsets.UTF_8));
    }

    /** 16 bytes are an id, anything else is text. */
    String plainId() throws IOException {
        boolean binary = in.getNextFormat().getValueType() == ValueType.BINARY;
        byte[] bytes = bytes();
        return binary && bytes.length == 16
                ? HexFormat.of().formatHex(bytes)
                : new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> ids() throws IOException {
        int count = length();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(id());
        }
        return ids;
    }

    String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    Instant time() throws IOException {
        MessageFormat format = in.getNextFormat();
        return format.getValueType() == ValueType.INTEGER
                ? Instant.ofEpochSecond(in.unpackLong())
                : Instant.ofEpochSecond((long) in.unpackDouble());
    }

    List<String> auditIds() throws IOException {
        int count = length();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes()));
        }
        return ids;
    }

    private int length() throws IOException {
        int count = in.unpackArrayHeader();
        if (count > MOST) {
            throw new IllegalArgumentException("longer than any token");
        }
        return count;
    }

    private byte[] bytes() throws IOException {
        ValueType type = in.getNextFormat().getValueType();
        int length = type == ValueType.BINARY ? in.unpackBinaryHeader() : in.unpackRawStringHeader();
        if (length > 4 * MOST) {
            throw new IllegalArgumentException("longer than any token");
        }
        return in.readPayload(length);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
