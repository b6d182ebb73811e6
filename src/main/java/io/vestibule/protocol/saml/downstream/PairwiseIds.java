package io.vestibule.protocol.saml.downstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vestibule.identity.SessionId;
import io.vestibule.identity.UserId;
import io.vestibule.keys.MasterKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;

/**
 * What one service provider knows a user or a session by: stable, and without relation to what any other knows it by (SAML
 * Core §2.7.2, §8.3.7). It is the id under a keyed permutation of its own for every service provider, so nothing is stored
 * for it and only this server can go back from it. The key comes from the master key and from nothing an operator may change
 * by accident.
 */
@ApplicationScoped
class PairwiseIds {
    private static final int BLOCK = 16;
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    private final MasterKey master;
    private final Cache<String, SecretKey> keys =
            Caffeine.newBuilder().maximumSize(10_000).build();

    PairwiseIds(MasterKey master) {
        this.master = master;
    }

    String of(ServiceProvider party, UserId user) {
        return crypt(Cipher.ENCRYPT_MODE, party, "user", user.value());
    }

    String of(ServiceProvider party, SessionId session) {
        return "_" + crypt(Cipher.ENCRYPT_MODE, party, "session", session.value());
    }

    /** Whose it would be; that nobody has this id is for the directory to say. */
    Optional<UserId> user(ServiceProvider party, String text) {
        return uuid(party, "user", text).map(UserId::new);
    }

    Optional<SessionId> session(ServiceProvider party, String text) {
        return text.startsWith("_") ? uuid(party, "session", text.substring(1)).map(SessionId::new) : Optional.empty();
    }

    /** The key of one use for one service provider. */
    SecretKey key(ServiceProvider party, String use) {
        return keys.get("saml|" + use + "|" + party.realm().name() + "|" + party.entityId(), master::derive);
    }

    private Optional<UUID> uuid(ServiceProvider party, String use, String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        ByteBuffer block = ByteBuffer.wrap(HexFormat.of().parseHex(text));
        UUID sealed = new UUID(block.getLong(), block.getLong());
        byte[] plain = HexFormat.of().parseHex(crypt(Cipher.DECRYPT_MODE, party, use, sealed));
        ByteBuffer opened = ByteBuffer.wrap(plain);
        return Optional.of(new UUID(opened.getLong(), opened.getLong()));
    }

    private String crypt(int mode, ServiceProvider party, String use, UUID id) {
        byte[] block = ByteBuffer.allocate(BLOCK)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        try {
            // One block, all of it unique: the mode of operation and its start do not matter.
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(mode, key(party, use), new IvParameterSpec(new byte[BLOCK]));
            return HexFormat.of().formatHex(cipher.doFinal(block));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has AES", missing);
        }
    }
}
