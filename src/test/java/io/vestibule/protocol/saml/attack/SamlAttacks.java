package io.vestibule.protocol.saml.attack;

import io.vestibule.protocol.saml.attack.Target.Honest;
import io.vestibule.protocol.saml.attack.Target.Other;
import io.vestibule.protocol.saml.toy.Draft;
import io.vestibule.protocol.saml.toy.ToyKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./vestibule saml-attacks}: hostile SAML responses for any service provider. */
@Command(
        name = "./vestibule saml-attacks",
        usageHelpWidth = 110,
        sortOptions = false,
        description = {
            "Sends hostile SAML responses to a service provider and says which it took.",
            "",
            "You play the identity provider: the service provider must trust the certificate given here under the "
                    + "issuer given here. Every message is made from a genuine one, which must be accepted: otherwise "
                    + "refusing proves nothing."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  A login for every message, begun where the service provider sends people to this identity provider:",
            "    ./vestibule saml-attacks --acs https://sp.example/acs --audience https://sp.example/metadata \\",
            "      --issuer https://idp.example/metadata --key idp.pem --cert idp.crt --login https://sp.example/login",
            "  A service provider that takes answers nobody asked for:",
            "    ./vestibule saml-attacks --acs … --audience … --issuer … --key … --cert …",
            "  The messages as files, to look at or to send by other means:",
            "    ./vestibule saml-attacks --acs … --audience … --issuer … --key … --cert … --out messages",
            "",
            "Exit code: 0 all refused and the control accepted; 1 something hostile was accepted or fetched;",
            "2 nothing could be proved: the control was refused, or wrong options."
        })
public final class SamlAttacks implements Callable<Integer> {
    @Spec
    CommandSpec spec;

    @Option(names = "--acs", paramLabel = "URL", description = "Its assertion consumer service.")
    URI acs;

    @Option(names = "--audience", paramLabel = "ENTITY-ID", description = "Its entity ID.")
    String audience;

    @Option(names = "--issuer", paramLabel = "ENTITY-ID", description = "The entity ID it trusts.")
    String issuer;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The private key it trusts, RSA or EC, as unencrypted PEM.")
    Path key;

    @Option(names = "--cert", paramLabel = "FILE", description = "The certificate of that key, as PEM.")
    Path certificate;

    @Option(
            names = "--login",
            paramLabel = "URL",
            description = "An address that leads, by redirects alone, to an AuthnRequest for the issuer. "
                    + "It is opened before every message, with cookies of its own.")
    @Nullable
    URI login;

    @Option(
            names = "--in-response-to",
            paramLabel = "ID",
            description = "The request that is answered, where there is no --login. The control comes last then.")
    @Nullable
    String inResponseTo;

    @Option(names = "--relay-state", paramLabel = "TEXT", description = "Sent along, where there is no --login.")
    @Nullable
    String relayState;

    @Option(names = "--cookie", paramLabel = "NAME=VALUE", description = "Sent along; may be repeated.")
    List<String> cookies = new ArrayList<>();

    @Option(
            names = "--encryption-cert",
            paramLabel = "FILE",
            description = "What assertions for it are encrypted with (RSA); without it case 17 is left out.")
    @Nullable
    Path encryption;

    @Option(
            names = "--other",
            arity = "3",
            paramLabel = "ENTITY-ID KEY CERT",
            hideParamSyntax = true,
            description = "A second identity provider it trusts: entity ID, key file, certificate file; "
                    + "without it case 13 is left out.")
    List<String> other = List.of();

    @Option(
            names = "--name-id",
            paramLabel = "TEXT",
            defaultValue = "emmy-7f3a",
            description = "The person of the genuine messages (default: ${DEFAULT-VALUE}).")
    String nameId;

    @Option(
            names = "--name-id-format",
            paramLabel = "URI",
            defaultValue = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            description = "The format of that name (default: persistent).")
    String nameIdFormat;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "CASE",
            description = "Numbers or names of cases, such as 1,7 or 1-xsw3-assertion.")
    List<String> only = List.of();

    @Option(
            names = "--accepted-when",
            paramLabel = "REGEX",
            description = "What an acceptance looks like, found in its status, headers and body. Without it: a status "
                    + "below 400 and another status, redirect or cookie than garbage gets.")
    @Nullable
    Pattern acceptedWhen;

    @Option(
            names = "--canary",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "An address of this machine that the service provider could reach; who fetches what a "
                    + "message points at is found out there (default: ${DEFAULT-VALUE}).")
    InetAddress canary;

    @Option(names = "--out", paramLabel = "DIR", description = "Write the messages there instead of sending them.")
    @Nullable
    Path out;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This text.")
    boolean help;

    @Option(names = "--list", description = "Print what the cases are, and end.")
    boolean list;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new SamlAttacks())
                .setExecutionExceptionHandler((broken, line, parsed) -> {
                    line.getErr().println("vestibule: " + broken.getMessage());
                    return 2;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        List<AttackCase> controls = Corpus.controls(encryption != null);
        List<AttackCase> attacks = chosen(Corpus.attacks(encryption != null, !other.isEmpty()));
        if (list) {
            attacks.forEach(attack -> print.printf("%-38s %s%n", attack.id(), attack.what()));
            return 0;
        }
        if (Stream.of(acs, audience, issuer, key, certificate).anyMatch(Objects::isNull)) {
            throw new ParameterException(
                    spec.commandLine(), "--acs, --audience, --issuer, --key and --cert are needed (see --help)");
        }
        try (Canary trap = new Canary(canary);
                HttpClient client = HttpClient.newBuilder()
                        .connectTimeout(Duration.ofSeconds(10))
                        .build()) {
            Target target = target(trap);
            if (out != null) {
                int written = MessageFiles.write(caller().resolve(out), target, controls, attacks);
                print.println(written + " messages in " + out);
                return 0;
            }
            Logins logins = new Logins(target, Optional.ofNullable(login), client, String.join("; ", cookies));
            return new Campaign(new Attempt(logins, acs), logins.areFresh(), acceptedWhen, trap, print)
                    .run(controls, attacks);
        }
    }

    private List<AttackCase> chosen(List<AttackCase> all) {
        if (only.isEmpty()) {
            return all;
        }
        for (String name : only) {
            if (all.stream().noneMatch(attack -> names(attack, name))) {
                throw new ParameterException(spec.commandLine(), "no such case here: " + name + " (see --list)");
            }
        }
        return all.stream()
                .filter(attack -> only.stream().anyMatch(name -> names(attack, name)))
                .toList();
    }

    private static boolean names(AttackCase attack, String name) {
        return attack.id().equals(name) || Integer.toString(attack.number()).equals(name);
    }

    private Target target(Canary trap) throws IOException {
        Optional<PublicKey> to = Optional.empty();
        if (encryption != null) {
            to = Optional.of(ToyKey.certificate(caller().resolve(encryption)).getPublicKey());
        }
        Optional<Other> second = Optional.empty();
        if (!other.isEmpty()) {
            ToyKey keys = ToyKey.read(caller().resolve(other.get(1)), caller().resolve(other.get(2)));
            second = Optional.of(new Other(other.getFirst(), keys));
        }
        ToyKey trusted = ToyKey.read(caller().resolve(key), caller().resolve(certificate));
        return new Target(
                issuer,
                audience,
                acs.toString(),
                trusted,
                Target.namesake(trusted),
                inResponseTo,
                relayState,
                to,
                second,
                trap.address(),
                new Honest(nameId, nameIdFormat, Draft.newId()));
    }

    /** The script changes the directory before it calls this. */
    private static Path caller() {
        return Path.of(System.getProperty("vestibule.attacks.caller", ""));
    }
}
