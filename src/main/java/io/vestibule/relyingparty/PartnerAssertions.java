package io.vestibule.relyingparty;

import io.vestibule.realm.Realm;

/**
 * Says who somebody is to a partner that asked nothing, in a signed message which a program carries there. The protocol that
 * can sign one offers this; whoever needs it does without where there is none.
 */
public interface PartnerAssertions {
    /** The message alone. */
    byte[] message(Realm realm, PartnerStatement said);

    /** The message in an envelope for a program to hand over, with what the partner is to find its place again by. */
    byte[] envelope(Realm realm, PartnerStatement said, String relayState);

    /** What a partner needs in order to believe such messages. */
    byte[] metadata(Realm realm);
}
