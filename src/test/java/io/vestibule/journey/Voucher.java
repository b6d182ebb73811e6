package io.vestibule.journey;

import io.vestibule.peer.PlainBrowser;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;

/** An upstream of the house in which everybody is signed in already, and of which a test says what it tells of that. */
public interface Voucher extends AutoCloseable {
    /** What the house's applications want, in the house's words. */
    String MFA = "https://refeds.org/profile/mfa";

    /** The same in the upstream's own, as the house's file knows. */
    String STRONG = "urn:elsewhere:two-factors";

    String WEAK = "urn:elsewhere:password";

    /** How it answers, whatever it is asked for. */
    enum Answer {
        /** In its word for what was wanted. */
        STRONGLY,
        WEAKLY,
        /** Without a word on how. */
        SILENTLY,
        /** In the house's words, which it was never told, and with every factor that there is. */
        BOASTING,
        /** Not at all to who asks for more than it has; weakly to who does not ask. */
        UNABLE
    }

    /** Its id in the house's file. */
    String connector();

    /** What the Identity API calls it. */
    String protocol();

    /** As an entry of the house's connectors. */
    String declaration();

    /** From now on {@code name} is signed in there. */
    void says(String name, Answer answer);

    /** What it was asked for, visit by visit; empty where nothing was. */
    List<String> askedFor();

    /** A program that has its word for it asks at that door; what it is answered. */
    HttpResponse<String> bring(PlainBrowser program, URI door);

    @Override
    void close();
}
