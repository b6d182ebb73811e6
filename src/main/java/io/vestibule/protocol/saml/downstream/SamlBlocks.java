package io.vestibule.protocol.saml.downstream;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The two blocks called {@code saml} that the strict reader binds for this room. */
final class SamlBlocks {
    private static final String KEY = "saml";

    private SamlBlocks() {}

    @Singleton
    static class OfRelyingParty implements ConfigBlock<SamlRelyingParty> {
        @Override
        public Place place() {
            return Place.RELYING_PARTY;
        }

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public Class<SamlRelyingParty> type() {
            return SamlRelyingParty.class;
        }
    }

    @Singleton
    static class OfRealm implements ConfigBlock<SamlRealm> {
        @Override
        public Place place() {
            return Place.REALM;
        }

        @Override
        public String key() {
            return KEY;
        }

        @Override
        public Class<SamlRealm> type() {
            return SamlRealm.class;
        }
    }
}
