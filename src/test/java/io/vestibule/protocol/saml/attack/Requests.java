package io.vestibule.protocol.saml.attack;

import static io.vestibule.protocol.saml.attack.RequestCase.attack;
import static io.vestibule.protocol.saml.attack.RequestCase.control;

import io.vestibule.protocol.saml.attack.RequestCase.Asker;
import io.vestibule.protocol.saml.toy.AuthnAsk;
import io.vestibule.protocol.saml.toy.RedirectQuery;
import io.vestibule.protocol.saml.toy.SamlNames;
import io.vestibule.protocol.saml.toy.Seal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Cases 21 and 22: requests that would have an assertion sent elsewhere, and requests that nobody signed. */
public final class Requests {
    static final String EVIL = "https://evil.example/acs";
    static final String ACS = "AssertionConsumerServiceURL";
    private static final String INDEX = "AssertionConsumerServiceIndex";

    private Requests() {}

    /** Every request there is, of the Redirect binding too. */
    public static List<RequestCase> all() {
        List<RequestCase> all = new ArrayList<>(Queries.cases());
        all.addAll(consumers());
        all.addAll(signatures());
        all.addAll(contents());
        return List.copyOf(all);
    }

    private static List<RequestCase> consumers() {
        return List.of(
                control("control-post", "a signed request by POST", asker -> post(asker, asker.ask())),
                control("control-index", "a consumer service by its index", asker -> {
                    AuthnAsk ask = asker.ask();
                    ask.attributes.remove(ACS);
                    ask.attributes.put(INDEX, "0");
                    return post(asker, ask);
                }),
                acs("21-acs-elsewhere", "an address not in metadata", asker -> EVIL),
                acs("21-acs-of-other", "the consumer service of another service provider", Asker::othersAcs),
                acs("21-acs-longer", "an address that begins with the known one", asker -> asker.acs() + "/evil"),
                acs("21-acs-query", "the known address with a query more", asker -> asker.acs() + "?x=y"),
                acs("21-acs-fragment", "the known address with a fragment", asker -> asker.acs() + "#x"),
                acs("21-acs-user", "the known address as user of another host", asker -> {
                    return asker.acs().replaceFirst("://([^/]*)/", "://$1@evil.example/");
                }),
                acs("21-acs-host-longer", "a host that begins with the known one", asker -> {
                    return asker.acs().replaceFirst("://([^/:]*)", "://$1.evil.example");
                }),
                acs("21-acs-case", "the known address in capitals", asker -> {
                    return asker.acs().toUpperCase(Locale.ROOT);
                }),
                acs("21-acs-dots", "the known address by way of another", asker -> {
                    return asker.acs().replaceFirst("/([^/]*)$", "/x/../$1");
                }),
                acs("21-acs-encoded", "the known address, percent-encoded", asker -> {
                    return asker.acs().replaceFirst("/([^/])([^/]*)$", "/%61$2");
                }),
                acs("21-acs-wildcard", "a wildcard", asker -> asker.acs().replaceFirst("/[^/]*$", "/*")),
                acs("21-acs-star", "anywhere", asker -> "*"),
                acs("21-acs-script", "a script as address", asker -> "javascript:alert(1)"),
                acs("21-acs-data", "a page as address", asker -> "data:text/html,x"),
                acs("21-acs-relative", "a relative address", asker -> "//evil.example/acs"),
                acs(
                        "21-acs-blanks",
                        "the known address between blanks, with another",
                        asker -> asker.acs() + " " + EVIL),
                index("21-index-unknown", "an index not in metadata", "99"),
                index("21-index-negative", "a negative index", "-1"),
                index("21-index-endless", "an index beyond numbers", "99999999999999999999"),
                index("21-index-text", "an index that is no number", "0x0"),
                attack("21-index-and-address", "an index and an address", asker -> {
                    AuthnAsk ask = asker.ask();
                    ask.attributes.put(INDEX, "0");
                    return post(asker, ask);
                }),
                attack("21-binding", "the answer by Redirect, which Profiles §4.1.2 rules out", asker -> {
                    AuthnAsk ask = asker.ask();
                    ask.attributes.put("ProtocolBinding", SamlNames.REDIRECT);
                    return post(asker, ask);
                }),
                attack("21-binding-unknown", "the answer by a binding nobody knows", asker -> {
                    AuthnAsk ask = asker.ask();
                    ask.attributes.put("ProtocolBinding", "urn:x:nothing");
                    return post(asker, ask);
                }),
                attack("21-unsigned-elsewhere", "unsigned, by POST, to elsewhere", asker -> {
                    AuthnAsk ask = asker.ask();
                    ask.attributes.put(ACS, EVIL);
                    return form(ask.text(), null);
                }));
    }

    private static List<RequestCase> signatures() {
        return List.of(
                attack("22-unsigned", "unsigned by POST where metadata demands signing", asker -> {
                    return form(asker.ask().text(), null);
                }),
                attack("22-stranger", "signed by a stranger", asker -> {
                    return form(Seal.sign(asker.ask().text(), asker.stranger()), null);
                }),
                attack("22-changed", "changed after signing", asker -> {
                    String signed = Seal.sign(asker.ask().text(), asker.key());
                    return form(signed.replace(asker.acs(), EVIL), null);
                }),
                attack("22-wrapped", "a forged request around the signed one", asker -> {
                    AuthnAsk evil = asker.ask();
                    evil.attributes.put(ACS, EVIL);
                    String genuine = Seal.sign(asker.ask().text(), asker.key());
                    return form(
                            evil.text()
                                    .replace(
                                            "</saml:Issuer>",
                                            "</saml:Issuer><samlp:Extensions>" + genuine + "</samlp:Extensions>"),
                            null);
                }),
                attack(
                        "22-wrapped-in-signature",
                        "a forged request with the signature, the signed one in it",
                        asker -> {
                            AuthnAsk evil = asker.ask();
                            evil.attributes.put(ACS, EVIL);
                            String genuine = asker.ask().text();
                            String signature = Seal.signature(genuine, Seal.Shape.of(asker.key()))
                                    .replace(
                                            "</ds:Signature>", "<ds:Object>" + genuine + "</ds:Object></ds:Signature>");
                            return form(Seal.insert(evil.text(), signature), null);
                        }),
                attack("22-same-id", "a forged request with the ID of the signed one inside", asker -> {
                    AuthnAsk genuine = asker.ask();
                    AuthnAsk evil = asker.ask();
                    evil.id = genuine.id;
                    evil.attributes.put(ACS, EVIL);
                    String signature = Seal.signature(genuine.text(), Seal.Shape.of(asker.key()));
                    return form(Seal.insert(evil.text(), signature), null);
                }),
                attack("22-signature-empty", "an empty ds:Signature", asker -> {
                    String empty = "<ds:Signature xmlns:ds=\"" + SamlNames.DSIG + "\"></ds:Signature>";
                    return form(Seal.insert(asker.ask().text(), empty), null);
                }),
                attack("22-sha1", "SHA-1 by the genuine key", asker -> {
                    Seal.Shape shape = Seal.Shape.of(asker.key());
                    return form(Seal.sign(asker.ask().text(), shape.method(SamlNames.DSIG + "rsa-sha1")), null);
                }),
                attack("22-doctype", "an external entity", asker -> {
                    String signed = Seal.sign(asker.ask().text(), asker.key());
                    return form(
                            "<!DOCTYPE x [<!ENTITY x SYSTEM \"" + asker.canary() + "/entity\">]>"
                                    + signed.replace("</saml:Issuer>", "&x;</saml:Issuer>"),
                            null);
                }),
                attack("22-comment", "a comment in the issuer", asker -> {
                    String signed = Seal.sign(asker.ask().text(), asker.key());
                    return form(signed.replace("</saml:Issuer>", "<!-- --></saml:Issuer>"), null);
                }),
                attack("22-request-twice", "two requests in one form", asker -> {
                    return post(asker, asker.ask()).and("&SAMLRequest=x");
                }),
                attack("22-response", "a response and a request in one form", asker -> {
                    return post(asker, asker.ask()).and("&SAMLResponse=x");
                }),
                attack("10-ten-megabytes", "ten megabytes", asker -> {
                    return form(Seal.sign(asker.ask().text(), asker.key()) + " ".repeat(10 << 20), null);
                }),
                attack("10-depth", "elements ten thousand deep", asker -> {
                    String deep = "<samlp:Extensions><e xmlns=\"urn:x\">" + "<x>".repeat(10_000) + "</x>".repeat(10_000)
                            + "</e></samlp:Extensions>";
                    return form(asker.ask().text().replace("</saml:Issuer>", "</saml:Issuer>" + deep), null);
                }));
    }

    private static List<RequestCase> contents() {
        return List.of(
                control("control-relay-state-script", "a script as RelayState, to be given back as text", asker -> {
                    return form(Seal.sign(asker.ask().text(), asker.key()), "\"><script>alert(1)</script>");
                }),
                attack("22-relay-state-large", "a RelayState of 100 kilobytes", asker -> {
                    return form(Seal.sign(asker.ask().text(), asker.key()), "x".repeat(100_000));
                }),
                said("22-destination", "another Destination", ask -> ask.destination = EVIL),
                said("22-destination-missing", "signed, without Destination", ask -> ask.destination = null),
                said(
                        "22-issued-long-ago",
                        "issued a day ago",
                        ask -> ask.issued = ask.issued.minus(Duration.ofDays(1))),
                said("22-issued-later", "issued tomorrow", ask -> ask.issued = ask.issued.plus(Duration.ofDays(1))),
                said(
                        "22-issuer-unknown",
                        "a service provider nobody knows",
                        ask -> ask.issuer = "https://evil.example"),
                said("22-issuer-script", "a script as issuer", ask -> ask.issuer = "<script>alert(1)</script>"),
                said("22-issuer-missing", "no issuer", ask -> ask.issuer = null),
                said("22-id-long", "an ID of ten kilobytes", ask -> ask.id = "_" + "x".repeat(10_000)),
                said("22-id-script", "a script as ID", ask -> ask.id = "\"><script>"),
                attack("22-version", "version 1.1", asker -> {
                    String text = asker.ask().text().replace("Version=\"2.0\"", "Version=\"1.1\"");
                    return form(Seal.sign(text, asker.key()), null);
                }),
                attack("22-other-message", "a LogoutRequest in its place", asker -> {
                    String text = asker.ask().text().replace("samlp:AuthnRequest", "samlp:LogoutRequest");
                    return form(Seal.sign(text, asker.key()), null);
                }),
                attack("22-garbage", "no Base64 at all", asker -> {
                    return Message.form("SAMLRequest=%25%25%25", new byte[0]);
                }),
                attack("22-empty", "a form without message", asker -> Message.form("x=y", new byte[0])));
    }

    private static RequestCase acs(String id, String what, Function<Asker, String> address) {
        return attack(id, what, asker -> {
            AuthnAsk ask = asker.ask();
            ask.attributes.put(ACS, address.apply(asker));
            return post(asker, ask);
        });
    }

    private static RequestCase index(String id, String what, String index) {
        return attack(id, what, asker -> {
            AuthnAsk ask = asker.ask();
            ask.attributes.remove(ACS);
            ask.attributes.put(INDEX, index);
            return post(asker, ask);
        });
    }

    private static RequestCase said(String id, String what, Consumer<AuthnAsk> change) {
        return attack(id, what, asker -> {
            AuthnAsk ask = asker.ask();
            change.accept(ask);
            return Message.get(RedirectQuery.signed("SAMLRequest", ask.text(), null, asker.key()));
        });
    }

    private static Message post(Asker asker, AuthnAsk ask) {
        return form(Seal.sign(ask.text(), asker.key()), null);
    }

    private static Message form(String xml, @Nullable String relayState) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("SAMLRequest", Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8)));
        if (relayState != null) {
            fields.put("RelayState", relayState);
        }
        return Message.form(RedirectQuery.form(fields), xml.getBytes(StandardCharsets.UTF_8));
    }
}
