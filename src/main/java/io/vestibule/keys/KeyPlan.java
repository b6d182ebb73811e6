package io.vestibule.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import io.vestibule.identity.RealmName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Which keys a realm always has ready for one purpose, and for how long each is of use.
 *
 * @param recipes one for each kind of key
 * @param inUse how long a key signs
 * @param publishedBefore how long partners can see it before it signs
 * @param publishedAfter how long they can still see it afterwards
 */
record KeyPlan(
        String purpose, List<Recipe> recipes, Duration inUse, Duration publishedBefore, Duration publishedAfter) {
    KeyPlan {
        recipes = List.copyOf(recipes);
    }

    /** How one kind of key is made. */
    interface Recipe {
        /** What the kind is called in table realm_key. */
        String algorithm();

        /** A new key, of use between the two instants. */
        JWK make(RealmName realm, Instant notBefore, Instant notAfter) throws JOSEException;
    }
}
