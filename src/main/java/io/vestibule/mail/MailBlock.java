package io.vestibule.mail;

import io.vestibule.realm.NamedBlock;
import jakarta.inject.Singleton;

/** The realm's block {@code mail}. */
@Singleton
class MailBlock extends NamedBlock<MailPolicy> {
    MailBlock() {
        super(Place.REALM, "mail", MailPolicy.class);
    }
}
