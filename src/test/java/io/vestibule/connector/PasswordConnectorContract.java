package io.vestibule.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vestibule.connector.AuthnOutcome.Rejected;
import io.vestibule.connector.AuthnOutcome.Rejection;
import io.vestibule.identity.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The promises of a connector which checks a user name and password. */
public abstract class PasswordConnectorContract extends ConnectorContract {
    @Override
    protected abstract PasswordConnector connector();

    /** What {@code person} types as name. */
    protected abstract String username(Person person);

    protected abstract Secret password(Person person);

    @Override
    protected List<Secret> secrets() {
        return List.of(password(Person.ADA), password(Person.GRACE));
    }

    @Override
    protected AuthnOutcome genuine(Person person) {
        return connector().verify(username(person), password(person));
    }

    @Override
    protected List<AuthnOutcome> forged() {
        String right = password(Person.ADA).reveal();
        List<AuthnOutcome> outcomes = new ArrayList<>();
        for (String wrong :
                List.of(right + " ", right.substring(1), right.toUpperCase(Locale.ROOT) + "!", right + "\0")) {
            outcomes.add(connector().verify(username(Person.ADA), new Secret(wrong)));
        }
        outcomes.add(connector().verify(username(Person.GRACE), password(Person.ADA)));
        return outcomes;
    }

    @Override
    protected List<AuthnOutcome> hostile(String text) {
        return List.of(
                connector().verify(text, password(Person.ADA)),
                connector().verify(username(Person.ADA), new Secret(text)),
                connector().verify(text, new Secret(text)));
    }

    @Override
    protected AuthnOutcome whileDown() {
        upstreamGoesDown();
        return genuine(Person.ADA);
    }

    @Test
    void anUnknownPersonIsAnsweredLikeAWrongPassword() {
        AuthnOutcome wrong = connector().verify(username(Person.ADA), new Secret("certainly not this one"));
        AuthnOutcome unknown = connector().verify("nobody-of-that-name", new Secret("certainly not this one"));
        assertThat(kind(unknown)).isEqualTo(kind(wrong)).isEqualTo(Rejection.BAD_CREDENTIALS);
    }

    private static Rejection kind(AuthnOutcome outcome) {
        assertThat(outcome).isInstanceOf(Rejected.class);
        return ((Rejected) outcome).kind(); // all the person ever sees of it; the reason is the log's
    }
}
