package io.vestibule.journey;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vestibule.Waiting;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A mail server that takes every letter, and what is in its boxes. */
public final class Letters implements AutoCloseable {
    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    public Letters() {
        server.start();
    }

    /** A letter as whoever got it sees it. */
    public record Got(String to, String from, String subject, String contentType, String text, String autoSubmitted) {
        public URI link() {
            List<String> links =
                    LINK.matcher(text).results().map(match -> match.group()).toList();
            if (links.size() != 1) {
                throw new AssertionError("not one link in " + text);
            }
            return URI.create(links.getFirst());
        }

        boolean hasLink() {
            Matcher link = LINK.matcher(text);
            return link.find();
        }
    }

    /** The block {@code mail} of a realm whose letters come here, and tell of no new browser: each one in these tests is. */
    public String block(String... more) {
        return blockOfAll(Stream.concat(Stream.of("newDevices: false"), Arrays.stream(more))
                .toArray(String[]::new));
    }

    /** As {@link #block}, with every letter that a realm writes where nothing is said. */
    String blockOfAll(String... more) {
        return "mail:\n  host: 127.0.0.1\n  port: " + server.getSmtp().getPort()
                + "\n  tls: none\n  from: login@house.example\n"
                + String.join("\n", Arrays.stream(more).map(line -> "  " + line).toList()) + "\n";
    }

    List<Got> to(String address) {
        return Arrays.stream(server.getReceivedMessages())
                .map(Letters::got)
                .filter(letter -> letter.to().equals(address))
                .toList();
    }

    /** Waits for that many letters to the address, of which the last is given. */
    Got last(String address, int count) {
        Waiting.until(() -> to(address).size() >= count);
        return to(address).get(count - 1);
    }

    /** As {@link #last}, of those with a link. */
    public Got linked(String address, int count) {
        Waiting.until(() -> to(address).stream().filter(Got::hasLink).count() >= count);
        return to(address).stream().filter(Got::hasLink).toList().get(count - 1);
    }

    void clear() {
        try {
            server.purgeEmailFromAllMailboxes();
        } catch (FolderException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** One as a mail server keeps it. */
    static Got read(String whole) {
        try {
            return got(new MimeMessage(null, new ByteArrayInputStream(whole.getBytes(StandardCharsets.UTF_8))));
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static Got got(MimeMessage message) {
        try {
            return new Got(
                    message.getRecipients(Message.RecipientType.TO)[0].toString(),
                    message.getFrom()[0].toString(),
                    message.getSubject(),
                    message.getContentType(),
                    message.getContent().toString().replace("\r\n", "\n"),
                    String.join(",", message.getHeader("Auto-Submitted")));
        } catch (MessagingException broken) {
            throw new IllegalStateException(broken);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
