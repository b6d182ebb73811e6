package io.vestibule.mail;

/** A letter as it is handed in. */
public record Letter(String to, String subject, String text) {
    public Letter {
        if (!MailPolicy.isAddress(to)) {
            throw new IllegalArgumentException("not one address");
        }
        subject = subject.replaceAll("\\p{Cntrl}+", " "); // a line break would begin another header
    }
}
