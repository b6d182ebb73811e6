package io.vestibule.relyingparty;

import io.vestibule.realm.Realm;
import java.util.Optional;

/**
 * An address of a realm, besides its front door, that whoever starts the server has to hand on to others. One bean per
 * protocol that has one.
 */
public interface Landmark {
    /** What it is called and where it is. */
    record Sign(String label, String address) {}

    /** Nothing where the realm has no such thing. */
    Optional<Sign> in(Realm realm);
}
