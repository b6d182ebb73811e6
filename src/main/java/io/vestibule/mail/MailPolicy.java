package io.vestibule.mail;

import io.vestibule.identity.Secret;
import io.vestibule.outbound.SmtpServer;
import io.vestibule.realm.Realm;
import io.vestibule.realm.reading.IfAbsent;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The realm's {@code mail} block: the server that takes letters, and which are written. Without it none is, and no page offers
 * anything that would need one.
 *
 * @param linkLifetime how long a link in a letter is good
 * @param passwordReset whether a forgotten password is replaced over mail
 * @param notices whether people hear of changes to how they sign in
 * @param newDevices whether such notices tell of a sign-in in a browser that is new to the account, too
 */
public record MailPolicy(
        String host,
        @IfAbsent("587") int port,
        @IfAbsent("starttls") SmtpServer.Tls tls,
        Optional<String> username,
        Optional<Secret> password,
        String from,
        @IfAbsent("20m") Duration linkLifetime,
        @IfAbsent("true") boolean passwordReset,
        @IfAbsent("true") boolean notices,
        @IfAbsent("true") boolean newDevices) {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@<>\"(),:;\\p{Cntrl}]+@[^\\s@<>\"(),:;\\p{Cntrl}]+");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|.+\\.localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofMinutes(60);

    public MailPolicy {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("host and port must say where the mail server is");
        }
        if (!isAddress(from)) {
            throw new IllegalArgumentException("from must be an address such as login@example.org");
        }
        if (username.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("username and password go together");
        }
        if (tls == SmtpServer.Tls.NONE && !LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException("tls: none is for a mail server on this machine only:"
                    + " links that set a password would travel readable");
        }
        if (linkLifetime.compareTo(SHORTEST) < 0 || linkLifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("linkLifetime must be between 5m and 60m");
        }
    }

    public static Optional<MailPolicy> of(Realm realm) {
        return realm.blocks().find(MailPolicy.class);
    }

    /** Whether this realm replaces forgotten passwords over mail. */
    public static boolean resets(Realm realm) {
        return of(realm).filter(MailPolicy::passwordReset).isPresent();
    }

    public boolean tellsOfNewDevices() {
        return notices && newDevices;
    }

    /** One mailbox and nothing else: no list, no name, nothing that another header could hide in. */
    public static boolean isAddress(String text) {
        return text.length() <= 254 && ADDRESS.matcher(text).matches(); // RFC 5321 §4.5.3.1.3
    }

    SmtpServer server(String greetsAs) {
        return new SmtpServer(
                host,
                port,
                tls,
                username.flatMap(name -> password.map(secret -> new SmtpServer.Login(name, secret.reveal()))),
                from,
                greetsAs);
    }
}
