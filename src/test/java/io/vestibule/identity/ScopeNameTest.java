package io.vestibule.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeNameTest {
    @Test
    void projectsDomainsAndTheSystemAreNamed() {
        assertThat(ScopeName.parse("project:Default/apollo")).contains(new ScopeName.OfProject("Default", "apollo"));
        assertThat(ScopeName.parse("domain:Default")).contains(new ScopeName.OfDomain("Default"));
        assertThat(ScopeName.parse("system:all")).contains(new ScopeName.OfSystem());
    }

    @Test
    void whatAScopeMayNotHoldIsEscapedAndComesBack() {
        ScopeName name = new ScopeName.OfProject("Müller & Söhne", "a/b 100%");
        assertThat(name.text()).isEqualTo("project:M%C3%BCller%20&%20S%C3%B6hne/a%2Fb%20100%25");
        assertThat(ScopeName.parse(name.text())).contains(name);
    }

    @Test
    void aNameMayHoldASlashAsItIsSinceOnlyTheFirstParts() {
        assertThat(ScopeName.parse("project:Default/a/b")).contains(new ScopeName.OfProject("Default", "a/b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "project:apollo",
                "project:/apollo",
                "project:Default/",
                "domain:",
                "domain:%",
                "domain:%2",
                "domain:%GG",
                "domain:%FF",
                "domain:%20",
                "system:some",
                "system",
                "openid",
                "Project:Default/apollo"
            })
    void anythingElseIsNone(String text) {
        assertThat(ScopeName.parse(text)).isEmpty();
    }
}
