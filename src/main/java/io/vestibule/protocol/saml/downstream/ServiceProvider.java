package io.vestibule.protocol.saml.downstream;

import io.vestibule.identity.RelyingPartyId;
import io.vestibule.protocol.saml.xml.Algorithms;
import io.vestibule.protocol.saml.xml.Encryption;
import io.vestibule.realm.Realm;
import io.vestibule.realm.RelyingParty;
import java.time.Duration;
import java.util.Optional;

/** A relying party that speaks SAML, in the words of that standard. */
record ServiceProvider(Realm realm, RelyingParty party, SamlRelyingParty saml, SamlRealm defaults, Partner partner) {
    RelyingPartyId id() {
        return party.id();
    }

    String entityId() {
        return party.id().value();
    }

    boolean mustSignRequests() {
        return saml.authnRequestsSigned().orElse(partner.signsRequests() || defaults.wantAuthnRequestsSigned());
    }

    /** What its metadata demands is given whatever the operator wished for. */
    boolean assertionIsSigned() {
        return saml.sign().assertion() || partner.wantsSignedAssertions();
    }

    boolean responseIsSigned() {
        return saml.sign().response();
    }

    Optional<Encryption.Recipient> encryptTo() {
        return saml.encrypt().orElse(true) ? partner.encryptTo() : Optional.empty();
    }

    SigningKeyKind signingKey() {
        return saml.signingKey().orElse(defaults.signingKey());
    }

    Duration assertionLifetime() {
        return saml.assertionLifetime().orElse(defaults.assertionLifetime());
    }

    ContextLadder ladder() {
        return new ContextLadder(saml.authnContexts().isEmpty() ? defaults.ladder() : saml.authnContexts());
    }

    Algorithms algorithms() {
        return new Algorithms(
                saml.accept().contains(Weakness.SHA1),
                saml.accept().contains(Weakness.RSA15),
                saml.accept().contains(Weakness.CBC));
    }
}
