package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.attack.Logins.Login;
import io.vestibule.protocol.saml.toy.Draft;
import java.net.URI;

/** Sends one case as its plot says. */
final class Attempt {
    private final Logins logins;
    private final URI acs;

    Attempt(Logins logins, URI acs) {
        this.logins = logins;
        this.acs = acs;
    }

    /** The answer to the message that is to be refused. */
    Browser.Page send(AttackCase attack) {
        return switch (attack.plot()) {
            case ONCE -> {
                Login login = logins.begin();
                yield sent(login.browser(), attack, login.target());
            }
            case TWICE -> {
                Login login = logins.begin();
                Message message = attack.maker().make(login.target());
                login.browser().send(acs, message);
                yield login.browser().send(acs, message);
            }
            case AGAIN_IN_A_NEW_LOGIN -> {
                Login first = logins.begin();
                sent(first.browser(), attack, first.target());
                Login second = logins.begin(first.browser());
                Target old = first.target();
                yield sent(
                        second.browser(),
                        attack,
                        second.target()
                                .inResponseTo(
                                        old.inResponseTo(), second.target().relayState()));
            }
            case OTHER_BROWSER -> {
                Login victim = logins.begin();
                Login other = logins.begin();
                yield sent(other.browser(), attack, victim.target());
            }
            case SAME_ASSERTION_ID -> {
                String id = Draft.newId();
                Login first = logins.begin();
                sent(first.browser(), attack, first.target().assertionId(id));
                Login second = logins.begin();
                yield sent(second.browser(), attack, second.target().assertionId(id));
            }
            case NO_LOGIN -> {
                Login none = logins.none();
                yield sent(none.browser(), attack, none.target());
            }
        };
    }

    private Browser.Page sent(Browser browser, AttackCase attack, Target target) {
        return browser.send(acs, attack.maker().make(target));
    }
}
