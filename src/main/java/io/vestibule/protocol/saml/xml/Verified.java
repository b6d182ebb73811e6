package io.vestibule.protocol.saml.xml;

import java.security.PublicKey;
import org.opensaml.core.xml.XMLObject;

/**
 * An element whose own signature verified, or which lies inside such a one; the only thing that may be read from a message.
 * Made by {@link Signatures} alone.
 *
 * @param by the trusted key that signed it
 */
public final class Verified<T extends XMLObject> {
    private final T object;
    private final PublicKey by;

    Verified(T object, PublicKey by) {
        this.object = object;
        this.by = by;
    }

    public T object() {
        return object;
    }

    public PublicKey by() {
        return by;
    }

    /** A direct child of the verified element, which its signature covers. */
    public <C extends XMLObject> Verified<C> child(C child) {
        if (child.getParent() != object) {
            throw new IllegalArgumentException("not a child of what was verified");
        }
        return new Verified<>(child, by);
    }
}
