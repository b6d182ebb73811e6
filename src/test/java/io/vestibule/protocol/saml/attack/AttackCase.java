package io.vestibule.protocol.saml.attack;

import java.util.Comparator;

/**
 * One message that a service provider gets.
 *
 * @param id starts with the number of the security case, such as {@code 1-xsw3-assertion}
 * @param what the attack in a sentence
 * @param plot how it is sent
 * @param expect what a service provider must do with it
 * @param maker makes the message for the login that it is sent into
 */
public record AttackCase(String id, String what, Plot plot, Expect expect, Maker maker) {
    /** What a service provider must do. */
    public enum Expect {
        /** The control: a genuine message, so that refusing everything proves nothing. */
        ACCEPTED,
        REFUSED,
        /** To be refused for its size or shape, before anything is verified, under fixed memory and time. */
        TOO_LARGE,
        /** Strange and no lie: refused, or accepted as the whole of what was signed. Nothing may be fetched. */
        HARMLESS
    }

    /** How a message is sent; all but {@code NO_LOGIN} into a login that was begun for it. */
    public enum Plot {
        ONCE,
        /** Accepted once, then the same octets again. */
        TWICE,
        /** Accepted once, then the same octets into another login of the same browser. */
        AGAIN_IN_A_NEW_LOGIN,
        /** Made for the login of one browser, sent by another that has begun a login of its own. */
        OTHER_BROWSER,
        /** Two genuine messages for two logins, whose assertions have one ID; the first is accepted. */
        SAME_ASSERTION_ID,
        /** By a browser that began nothing. */
        NO_LOGIN
    }

    /** Makes the message for one login. */
    @FunctionalInterface
    public interface Maker {
        Message make(Target target);
    }

    public static AttackCase attack(String id, String what, Maker maker) {
        return new AttackCase(id, what, Plot.ONCE, Expect.REFUSED, maker);
    }

    public AttackCase plot(Plot other) {
        return new AttackCase(id, what, other, expect, maker);
    }

    public AttackCase expect(Expect other) {
        return new AttackCase(id, what, plot, other, maker);
    }

    /** The number of the security case; 0 for controls. */
    public int number() {
        String digits = id.substring(0, id.indexOf('-'));
        return digits.equals("control") ? 0 : Integer.parseInt(digits);
    }

    public static Comparator<AttackCase> inOrder() {
        return Comparator.comparingInt(AttackCase::number);
    }

    @Override
    public String toString() {
        return id;
    }
}
