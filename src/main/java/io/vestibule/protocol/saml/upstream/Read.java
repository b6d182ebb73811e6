package io.vestibule.protocol.saml.upstream;

import io.vestibule.connector.Step;
import io.vestibule.protocol.saml.xml.SamlRefused;

/** Where a message that is not believed becomes an outcome. */
final class Read {
    private Read() {}

    /** What reads a message and may not believe it. */
    interface Reading<T> {
        T read() throws SamlRefused;
    }

    /** What the reading gives, or its refusal as an outcome. */
    static <T> Step<T> of(Reading<T> reading) {
        try {
            return Step.done(reading.read());
        } catch (SamlRefused refused) {
            return Step.invalid(refused.reason(), refused.expected(), refused.actual());
        }
    }
}
