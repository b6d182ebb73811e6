package io.vestibule.protocol.keystone.token;

import io.vestibule.keys.TokenKeys;
import io.vestibule.realm.Realm;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.Optional;

/** Keystone's {@code fernet} provider: opaque, short, and readable to a Keystone with the same key repository. */
@ApplicationScoped
class FernetFormat implements TokenFormat {
    private static final String BEGINS =
            "gAAAA"; // the version and the first bytes of any timestamp before the year 2106

    private final TokenKeys keys;
    private final SecureRandom random;

    FernetFormat(TokenKeys keys, SecureRandom random) {
        this.keys = keys;
        this.random = random;
    }

    @Override
    public KeystoneRealm.Format name() {
        return KeystoneRealm.Format.FERNET;
    }

    @Override
    public boolean looksRight(String text) {
        return text.startsWith(BEGINS);
    }

    @Override
    public String write(Realm realm, TokenPayload payload) {
        byte[] content = new FernetPayload(methods(realm)).pack(payload);
        return FernetBox.seal(keys.fernet(realm.name()).getFirst(), payload.issuedAt(), content, random);
    }

    @Override
    public Optional<TokenPayload> read(Realm realm, String text) {
        return FernetBox.open(keys.fernet(realm.name()), text)
                .flatMap(opened -> new FernetPayload(methods(realm)).unpack(opened.content(), opened.sealedAt()));
    }

    private static MethodBits methods(Realm realm) {
        return new MethodBits(KeystoneRealm.of(realm).named());
    }
}
