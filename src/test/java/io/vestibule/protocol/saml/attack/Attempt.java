package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.attack.Logins.Login;
import io.vestibule.protocol.saml.toy.Draft;
import java.net.URI;
import java.util.function.Consumer;

/** Sends one case as its plot says. */
public final class Attempt {
    private final Logins logins;
    private final URI acs;

    public Attempt(Logins logins, URI acs) {
        this.logins = logins;
        this.acs = acs;
    }

    /** What answered, and the browser that asked. */
    public record Answered(Browser browser, Browser.Page page) {}

    /** The answer to the message that is to be refused. */
    Browser.Page send(AttackCase attack) {
        return send(attack, browser -> {}).page();
    }

    /** @param last called with the browser when only that message is left to be sent */
    public Answered send(AttackCase attack, Consumer<Browser> last) {
        return switch (attack.plot()) {
            case ONCE -> {
                Login login = logins.begin();
                yield sent(login.browser(), attack, login.target(), last);
            }
            case TWICE -> {
                Login login = logins.begin();
                Message message = attack.maker().make(login.target());
                login.browser().send(acs, message);
                last.accept(login.browser());
                yield new Answered(login.browser(), login.browser().send(acs, message));
            }
            case AGAIN_IN_A_NEW_LOGIN -> {
                Login first = logins.begin();
                Login second = logins.begin(first.browser()); // before a session would make it needless
                sent(first.browser(), attack, first.target(), browser -> {});
                Target again = first.target()
                        .inResponseTo(
                                first.target().inResponseTo(), second.target().relayState());
                yield sent(second.browser(), attack, again, last);
            }
            case OTHER_BROWSER -> {
                Login victim = logins.begin();
                Login other = logins.begin();
                yield sent(other.browser(), attack, victim.target(), last);
            }
            case SAME_ASSERTION_ID -> {
                String id = Draft.newId();
                Login first = logins.begin();
                sent(first.browser(), attack, first.target().assertionId(id), browser -> {});
                Login second = logins.begin();
                yield sent(second.browser(), attack, second.target().assertionId(id), last);
            }
            case NO_LOGIN -> {
                Login none = logins.none();
                yield sent(none.browser(), attack, none.target(), last);
            }
        };
    }

    private Answered sent(Browser browser, AttackCase attack, Target target, Consumer<Browser> last) {
        Message message = attack.maker().make(target);
        last.accept(browser);
        return new Answered(browser, browser.send(acs, message));
    }
}
