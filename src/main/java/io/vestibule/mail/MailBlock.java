package io.vestibule.mail;

import io.vestibule.realm.ConfigBlock;
import jakarta.inject.Singleton;

/** The realm's block {@code mail}. */
@Singleton
class MailBlock implements ConfigBlock<MailPolicy> {
    @Override
    public Place place() {
        return Place.REALM;
    }

    @Override
    public String key() {
        return "mail";
    }

    @Override
    public Class<MailPolicy> type() {
        return MailPolicy.class;
    }
}
