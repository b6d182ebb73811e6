package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.ToyKey;

/**
 * One message that an identity provider's single sign-on service gets.
 *
 * @param id starts with the number of the security case
 */
public record RequestCase(String id, String what, boolean accepted, Maker maker) {
    /**
     * A service provider that signs its requests, and the identity provider that knows it.
     *
     * @param othersAcs the consumer service of another service provider
     * @param stranger a key that nobody trusts
     * @param canary an address that nobody may fetch
     */
    public record Asker(
            String sso, String entityId, String acs, String othersAcs, ToyKey key, ToyKey stranger, String canary) {
        /** The genuine request. */
        public AuthnAsk ask() {
            AuthnAsk ask = new AuthnAsk(entityId, sso);
            ask.attributes.put("AssertionConsumerServiceURL", acs);
            return ask;
        }
    }

    /** Makes the message. */
    @FunctionalInterface
    public interface Maker {
        Message make(Asker asker);
    }

    static RequestCase control(String id, String what, Maker maker) {
        return new RequestCase(id, what, true, maker);
    }

    static RequestCase attack(String id, String what, Maker maker) {
        return new RequestCase(id, what, false, maker);
    }

    @Override
    public String toString() {
        return id;
    }
}
