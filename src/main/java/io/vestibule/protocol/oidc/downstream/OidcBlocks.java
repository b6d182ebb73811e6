package io.vestibule.protocol.oidc.downstream;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The two blocks called {@code oidc} that the strict reader binds for this room. */
final class OidcBlocks {
    private static final String KEY = "oidc";

    private OidcBlocks() {}

    @Singleton
    static class OfRelyingParty implements ConfigBlock<OidcRelyingParty> {
        @Override
        public Place place() {
            return Place.RELYING_PARTY;
        }

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public Class<OidcRelyingParty> type() {
            return OidcRelyingParty.class;
        }
    }

    @Singleton
    static class OfRealm implements ConfigBlock<OidcRealm> {
        @Override
        public Place place() {
            return Place.REALM;
        }

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public Class<OidcRealm> type() {
            return OidcRealm.class;
        }
    }
}
