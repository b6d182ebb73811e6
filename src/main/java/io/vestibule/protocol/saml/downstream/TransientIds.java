package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.SessionId;
import io.vestibule.keys.Hmac;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * NameIDs that are new with every session (SAML Core §8.3.8). Each is the session sealed for its service provider, so that a
 * logout request finds the session again without anything having been stored, and the same name is known at its end.
 */
@ApplicationScoped
class TransientIds {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int ID_BYTES = 16;
    private static final String USE = "transient";

    private final PairwiseIds keys;

    TransientIds(PairwiseIds keys) {
        this.keys = keys;
    }

    String next(ServiceProvider party, SessionId session) {
        byte[] id = ByteBuffer.allocate(ID_BYTES)
                .putLong(session.value().getMostSignificantBits())
                .putLong(session.value().getLeastSignificantBits())
                .array();
        try {
            byte[] nonce = nonce(party, id);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, party, nonce).doFinal(id);
            byte[] all = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return "_" + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("AES-GCM failed", broken);
        }
    }

    Optional<SessionId> session(ServiceProvider party, String text) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text.isEmpty() ? text : text.substring(1)));
            if (in.remaining() != NONCE_BYTES + ID_BYTES + TAG_BITS / 8) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            in.get(nonce);
            byte[] sealed = new byte[in.remaining()];
            in.get(sealed);
            ByteBuffer id =
                    ByteBuffer.wrap(cipher(Cipher.DECRYPT_MODE, party, nonce).doFinal(sealed));
            return Optional.of(new SessionId(new UUID(id.getLong(), id.getLong())));
        } catch (IllegalArgumentException | GeneralSecurityException notOurs) {
            return Optional.empty();
        }
    }

    /** One nonce for one text: a second sealing of the same session is the same octets, and tells nothing new. */
    private byte[] nonce(ServiceProvider party, byte[] id) {
        return Arrays.copyOf(Hmac.SHA256.of(keys.key(party, USE + "-nonce"), id), NONCE_BYTES);
    }

    private Cipher cipher(int mode, ServiceProvider party, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.key(party, USE), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
