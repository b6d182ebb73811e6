package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.relyingparty.Authentication;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.opensaml.saml.common.SAMLVersion;
import org.opensaml.saml.saml2.core.Assertion;
import org.opensaml.saml.saml2.core.Attribute;
import org.opensaml.saml.saml2.core.AttributeStatement;
import org.opensaml.saml.saml2.core.AttributeValue;
import org.opensaml.saml.saml2.core.Audience;
import org.opensaml.saml.saml2.core.AudienceRestriction;
import org.opensaml.saml.saml2.core.AuthenticatingAuthority;
import org.opensaml.saml.saml2.core.AuthnContext;
import org.opensaml.saml.saml2.core.AuthnContextClassRef;
import org.opensaml.saml.saml2.core.AuthnStatement;
import org.opensaml.saml.saml2.core.Conditions;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.Subject;
import org.opensaml.saml.saml2.core.SubjectConfirmation;
import org.opensaml.saml.saml2.core.SubjectConfirmationData;

/** What is asserted of a person (SAML Core §2, SAML Profiles §4.1.4.2): built once, in the order of the schema. */
@ApplicationScoped
class Assertions {
    /** For clocks of service providers that are slow. */
    private static final Duration BEFORE = Duration.ofSeconds(30);

    private final OpenSaml xml;
    private final MessageIds ids;
    private final SamlUrls urls;
    private final PairwiseIds pairwise;

    Assertions(OpenSaml xml, MessageIds ids, SamlUrls urls, PairwiseIds pairwise) {
        this.xml = xml;
        this.ids = ids;
        this.urls = urls;
        this.pairwise = pairwise;
    }

    /**
     * What an assertion says.
     *
     * @param recipient the consumer service it is sent to
     * @param classRef how the person was authenticated
     */
    record Statement(
            ServiceProvider party,
            String recipient,
            Optional<String> inResponseTo,
            Authentication who,
            PersonName name,
            String classRef,
            List<ReleasedAttribute> attributes,
            Instant now) {
        Instant usableUntil() {
            return now.plus(party.assertionLifetime());
        }
    }

    Assertion of(Statement said) {
        Assertion assertion = xml.build(Assertion.DEFAULT_ELEMENT_NAME, Assertion.class);
        assertion.setID(ids.next());
        assertion.setIssueInstant(said.now());
        assertion.setVersion(SAMLVersion.VERSION_20);
        assertion.setIssuer(issuer(said));
        assertion.setSubject(subject(said));
        assertion.setConditions(conditions(said));
        assertion.getAuthnStatements().add(authnStatement(said));
        if (!said.attributes().isEmpty()) { // an empty statement is not valid by schema
            assertion.getAttributeStatements().add(attributeStatement(said.attributes()));
        }
        return assertion;
    }

    private Issuer issuer(Statement said) {
        Issuer issuer = xml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue(urls.entityId(said.party().realm()));
        return issuer;
    }

    private Subject subject(Statement said) {
        Subject subject = xml.build(Subject.DEFAULT_ELEMENT_NAME, Subject.class);
        subject.setNameID(nameId(xml, urls, said.party(), said.name()));
        SubjectConfirmation confirmation =
                xml.build(SubjectConfirmation.DEFAULT_ELEMENT_NAME, SubjectConfirmation.class);
        confirmation.setMethod(SubjectConfirmation.METHOD_BEARER);
        SubjectConfirmationData bearer =
                xml.build(SubjectConfirmationData.DEFAULT_ELEMENT_NAME, SubjectConfirmationData.class);
        bearer.setRecipient(said.recipient());
        bearer.setNotOnOrAfter(said.usableUntil());
        said.inResponseTo().ifPresent(bearer::setInResponseTo);
        confirmation.setSubjectConfirmationData(bearer);
        subject.getSubjectConfirmations().add(confirmation);
        return subject;
    }

    /** The element for a name, the same in an assertion and in a request about it. */
    static NameID nameId(OpenSaml xml, SamlUrls urls, ServiceProvider party, PersonName name) {
        NameID nameId = xml.build(NameID.DEFAULT_ELEMENT_NAME, NameID.class);
        nameId.setFormat(name.format().uri());
        nameId.setValue(name.value());
        if (name.isQualified()) {
            nameId.setNameQualifier(urls.entityId(party.realm()));
            nameId.setSPNameQualifier(party.entityId());
        }
        return nameId;
    }

    private Conditions conditions(Statement said) {
        Conditions conditions = xml.build(Conditions.DEFAULT_ELEMENT_NAME, Conditions.class);
        conditions.setNotBefore(said.now().minus(BEFORE));
        conditions.setNotOnOrAfter(said.usableUntil());
        Audience audience = xml.build(Audience.DEFAULT_ELEMENT_NAME, Audience.class);
        audience.setURI(said.party().entityId());
        AudienceRestriction restriction =
                xml.build(AudienceRestriction.DEFAULT_ELEMENT_NAME, AudienceRestriction.class);
        restriction.getAudiences().add(audience);
        conditions.getAudienceRestrictions().add(restriction);
        return conditions;
    }

    private AuthnStatement authnStatement(Statement said) {
        AuthnStatement statement = xml.build(AuthnStatement.DEFAULT_ELEMENT_NAME, AuthnStatement.class);
        statement.setAuthnInstant(said.who().context().authnInstant().truncatedTo(ChronoUnit.MILLIS));
        statement.setSessionIndex(pairwise.of(said.party(), said.who().session().id()));
        said.who().sessionEnds().ifPresent(end -> statement.setSessionNotOnOrAfter(end.truncatedTo(ChronoUnit.MILLIS)));
        AuthnContext context = xml.build(AuthnContext.DEFAULT_ELEMENT_NAME, AuthnContext.class);
        AuthnContextClassRef classRef =
                xml.build(AuthnContextClassRef.DEFAULT_ELEMENT_NAME, AuthnContextClassRef.class);
        classRef.setURI(said.classRef());
        context.setAuthnContextClassRef(classRef);
        for (String upstream : said.who().context().authorities()) {
            AuthenticatingAuthority authority =
                    xml.build(AuthenticatingAuthority.DEFAULT_ELEMENT_NAME, AuthenticatingAuthority.class);
            authority.setURI(upstream);
            context.getAuthenticatingAuthorities().add(authority);
        }
        statement.setAuthnContext(context);
        return statement;
    }

    private AttributeStatement attributeStatement(List<ReleasedAttribute> attributes) {
        AttributeStatement statement = xml.build(AttributeStatement.DEFAULT_ELEMENT_NAME, AttributeStatement.class);
        for (ReleasedAttribute released : attributes) {
            Attribute attribute = xml.build(Attribute.DEFAULT_ELEMENT_NAME, Attribute.class);
            attribute.setName(released.name());
            attribute.setNameFormat(released.nameFormat());
            released.friendlyName().ifPresent(attribute::setFriendlyName);
            for (String value : released.values()) {
                attribute.getAttributeValues().add(xml.text(AttributeValue.DEFAULT_ELEMENT_NAME, value));
            }
            statement.getAttributes().add(attribute);
        }
        return statement;
    }
}
