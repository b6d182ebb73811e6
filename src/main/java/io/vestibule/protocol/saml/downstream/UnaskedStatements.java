package io.vestibule.protocol.saml.downstream;

import io.vestibule.protocol.saml.xml.OpenSaml;
import io.vestibule.realm.Realm;
import io.vestibule.relyingparty.PartnerStatement;
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
import org.opensaml.saml.saml2.core.AuthnContext;
import org.opensaml.saml.saml2.core.AuthnContextClassRef;
import org.opensaml.saml.saml2.core.AuthnStatement;
import org.opensaml.saml.saml2.core.Conditions;
import org.opensaml.saml.saml2.core.Issuer;
import org.opensaml.saml.saml2.core.NameID;
import org.opensaml.saml.saml2.core.NameIDType;
import org.opensaml.saml.saml2.core.Subject;
import org.opensaml.saml.saml2.core.SubjectConfirmation;
import org.opensaml.saml.saml2.core.SubjectConfirmationData;

/** What is asserted to a partner that asked nothing (SAML Profiles §4.1.5), in the order of the schema. */
@ApplicationScoped
class UnaskedStatements {
    /** For clocks of partners that are slow. */
    private static final Duration BEFORE = Duration.ofSeconds(30);

    private final OpenSaml xml;
    private final MessageIds ids;
    private final SamlUrls urls;

    UnaskedStatements(OpenSaml xml, MessageIds ids, SamlUrls urls) {
        this.xml = xml;
        this.ids = ids;
        this.urls = urls;
    }

    Assertion assertion(Realm realm, PartnerStatement said, Optional<String> audience, Instant now) {
        SamlRealm settings = ServiceProviders.settings(realm);
        Instant waits = now.plus(settings.assertionLifetime());
        Instant usable = waits.isBefore(said.goodUntil()) ? waits : said.goodUntil();
        Assertion assertion = xml.build(Assertion.DEFAULT_ELEMENT_NAME, Assertion.class);
        assertion.setID(ids.next());
        assertion.setIssueInstant(now);
        assertion.setVersion(SAMLVersion.VERSION_20);
        assertion.setIssuer(issuer(realm));
        assertion.setSubject(subject(said, usable));
        assertion.setConditions(conditions(audience, now, usable));
        assertion.getAuthnStatements().add(authnStatement(settings, said));
        assertion.getAttributeStatements().add(attributes(said));
        return assertion;
    }

    Issuer issuer(Realm realm) {
        Issuer issuer = xml.build(Issuer.DEFAULT_ELEMENT_NAME, Issuer.class);
        issuer.setValue(urls.entityId(realm));
        issuer.setFormat(NameIDType.ENTITY);
        return issuer;
    }

    /** Only whoever receives at that address, and only for so long, may take it (SAML Profiles §4.1.4.2). */
    private Subject subject(PartnerStatement said, Instant usable) {
        NameID name = xml.build(NameID.DEFAULT_ELEMENT_NAME, NameID.class);
        name.setFormat(NameIDType.UNSPECIFIED);
        name.setValue(said.name());
        SubjectConfirmationData bearer =
                xml.build(SubjectConfirmationData.DEFAULT_ELEMENT_NAME, SubjectConfirmationData.class);
        bearer.setRecipient(said.recipient().toString());
        bearer.setNotOnOrAfter(usable);
        SubjectConfirmation confirmation =
                xml.build(SubjectConfirmation.DEFAULT_ELEMENT_NAME, SubjectConfirmation.class);
        confirmation.setMethod(SubjectConfirmation.METHOD_BEARER);
        confirmation.setSubjectConfirmationData(bearer);
        Subject subject = xml.build(Subject.DEFAULT_ELEMENT_NAME, Subject.class);
        subject.setNameID(name);
        subject.getSubjectConfirmations().add(confirmation);
        return subject;
    }

    private Conditions conditions(Optional<String> audience, Instant now, Instant usable) {
        Conditions conditions = xml.build(Conditions.DEFAULT_ELEMENT_NAME, Conditions.class);
        conditions.setNotBefore(now.minus(BEFORE));
        conditions.setNotOnOrAfter(usable);
        audience.ifPresent(entityId -> {
            Audience only = xml.build(Audience.DEFAULT_ELEMENT_NAME, Audience.class);
            only.setURI(entityId);
            AudienceRestriction restriction =
                    xml.build(AudienceRestriction.DEFAULT_ELEMENT_NAME, AudienceRestriction.class);
            restriction.getAudiences().add(only);
            conditions.getAudienceRestrictions().add(restriction);
        });
        return conditions;
    }

    private AuthnStatement authnStatement(SamlRealm settings, PartnerStatement said) {
        AuthnContextClassRef classRef =
                xml.build(AuthnContextClassRef.DEFAULT_ELEMENT_NAME, AuthnContextClassRef.class);
        classRef.setURI(
                new ContextLadder(settings.ladder()).classOf(said.context().acr(), List.of()));
        AuthnContext context = xml.build(AuthnContext.DEFAULT_ELEMENT_NAME, AuthnContext.class);
        context.setAuthnContextClassRef(classRef);
        AuthnStatement statement = xml.build(AuthnStatement.DEFAULT_ELEMENT_NAME, AuthnStatement.class);
        statement.setAuthnInstant(said.context().authnInstant().truncatedTo(ChronoUnit.MILLIS));
        statement.setSessionIndex(ids.next());
        statement.setSessionNotOnOrAfter(said.goodUntil().truncatedTo(ChronoUnit.MILLIS));
        statement.setAuthnContext(context);
        return statement;
    }

    private AttributeStatement attributes(PartnerStatement said) {
        AttributeStatement statement = xml.build(AttributeStatement.DEFAULT_ELEMENT_NAME, AttributeStatement.class);
        said.attributes().forEach((name, values) -> {
            Attribute attribute = xml.build(Attribute.DEFAULT_ELEMENT_NAME, Attribute.class);
            attribute.setName(name);
            attribute.setNameFormat(AttributeName.URI_FORMAT); // as a Keystone says of these names
            for (String value : values) {
                attribute.getAttributeValues().add(xml.text(AttributeValue.DEFAULT_ELEMENT_NAME, value));
            }
            statement.getAttributes().add(attribute);
        });
        return statement;
    }
}
