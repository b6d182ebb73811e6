package io.vestibule.protocol.keystone.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePacker;

/** The members of a Fernet payload, written as Keystone writes them. The array's length comes first, so all is kept back. */
final class PayloadWriter implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();
    private static final int ID_DIGITS = 32;

    private final List<Member> members = new ArrayList<>();
    private final MessageBufferPacker out = MessagePack.newDefaultBufferPacker();

    private interface Member {
        void pack(MessagePacker out) throws IOException;
    }

    void begin(int kind, String user, int methods) {
        members.add(to -> to.packInt(kind));
        id(user);
        members.add(to -> to.packInt(methods));
    }

    /** A pair: whether it is the 16 bytes of 32 hexadecimal digits, and those, or the text as it is. */
    void id(String id) {
        members.add(to -> packId(to, id));
    }

    void optionalId(Optional<String> id) {
        if (id.isPresent()) {
            id(id.get());
        } else {
            members.add(to -> {
                to.packArrayHeader(2).packBoolean(false).packNil();
            });
        }
    }

    /** A pair with text, even where it looks like an id. */
    void pair(String text) {
        members.add(to -> to.packArrayHeader(2).packBoolean(false).packString(text));
    }

    /** 16 bytes for an id, or the text, without saying which. */
    void plainId(String id) {
        members.add(to -> {
            if (isHex(id)) {
                packBytes(to, HEX.parseHex(id));
            } else {
                to.packString(id);
            }
        });
    }

    void ids(List<String> ids) {
        members.add(to -> {
            to.packArrayHeader(ids.size());
            for (String id : ids) {
                packId(to, id);
            }
        });
    }

    void text(String text) {
        members.add(to -> to.packString(text));
    }

    /** Audit ids are the unpadded base64url of 16 bytes. */
    void end(Instant expiresAt, List<String> auditIds) {
        members.add(to -> to.packDouble(expiresAt.getEpochSecond()));
        members.add(to -> {
            to.packArrayHeader(auditIds.size());
            for (String id : auditIds) {
                packBytes(to, Base64.getUrlDecoder().decode(id.getBytes(StandardCharsets.US_ASCII)));
            }
        });
    }

    byte[] bytes() throws IOException {
        out.packArrayHeader(members.size());
        for (Member member : members) {
            member.pack(out);
        }
        return out.toByteArray();
    }

    private static void packId(MessagePacker to, String id) throws IOException {
        to.packArrayHeader(2);
        to.packBoolean(isHex(id));
        if (isHex(id)) {
            packBytes(to, HEX.parseHex(id));
        } else {
            to.packString(id);
        }
    }

    private static void packBytes(MessagePacker to, byte[] bytes) throws IOException {
        to.packBinaryHeader(bytes.length);
        to.writePayload(bytes);
    }

    private static boolean isHex(String id) {
        return id.length() == ID_DIGITS && id.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
