package io.vestibule.protocol.saml.metadata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.namespace.QName;

/**
 * What stands around an entity and says something for it: start tags of its groups with their namespaces and validity, and
 * the groups' extensions. Put around the entity's octets it makes them a document again.
 */
@SuppressWarnings("ArrayRecordComponent") // one of a kind, never compared
record Surrounding(byte[] before, byte[] after) {
    private static final Surrounding NONE = new Surrounding(new byte[0], new byte[0]);

    static Surrounding none() {
        return NONE;
    }

    Surrounding inside(byte[] startTag, QName name) {
        String prefix = name.getPrefix().isEmpty() ? "" : name.getPrefix() + ":";
        byte[] endTag = ("</" + prefix + name.getLocalPart() + ">").getBytes(StandardCharsets.UTF_8);
        return new Surrounding(joined(before, startTag), joined(endTag, after));
    }

    Surrounding with(byte[] extensions) {
        return new Surrounding(joined(before, extensions), after);
    }

    byte[] around(byte[] entity) {
        return joined(before, entity, after);
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            whole.writeBytes(piece);
        }
        return whole.toByteArray();
    }
}
