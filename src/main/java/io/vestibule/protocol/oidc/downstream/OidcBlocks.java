package io.vestibule.protocol.oidc.downstream;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** The two blocks called {@code oidc} that the strict reader binds for this room. */
final class OidcBlocks {
    private static final String KEY = "oidc";

    private OidcBlocks() {}

    @Singleton
    static class OfRelyingParty extends NamedBlock<OidcRelyingParty> {
        OfRelyingParty() {
            super(Place.RELYING_PARTY, KEY, OidcRelyingParty.class);
        }
    }

    @Singleton
    static class OfRealm extends NamedBlock<OidcRealm> {
        OfRealm() {
            super(Place.REALM, KEY, OidcRealm.class);
        }
    }
}
