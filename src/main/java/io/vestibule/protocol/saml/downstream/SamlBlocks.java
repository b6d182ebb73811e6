package io.vestibule.protocol.saml.downstream;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** The two blocks called {@code saml} that the strict reader binds for this room. */
final class SamlBlocks {
    private static final String KEY = "saml";

    private SamlBlocks() {}

    @Singleton
    static class OfRelyingParty extends NamedBlock<SamlRelyingParty> {
        OfRelyingParty() {
            super(Place.RELYING_PARTY, KEY, SamlRelyingParty.class);
        }
    }

    @Singleton
    static class OfRealm extends NamedBlock<SamlRealm> {
        OfRealm() {
            super(Place.REALM, KEY, SamlRealm.class);
        }
    }
}
