package io.vestibule.protocol.keystone.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import org.junit.jupiter.api.Test;

class KeystoneRefusedTest {
    @Test
    void whatIsForTheOperatorStaysWithTheOperator() {
        KeystoneRefused refused = KeystoneRefused.unauthorized()
                .because("upstream-unreachable", "campus: no answer in time")
                .with("more", TextNode.valueOf("told"));
        assertThat(refused.reason()).isEqualTo("upstream-unreachable");
        assertThat(refused.detail()).isEqualTo("campus: no answer in time");
        assertThat(refused.body().toString()).contains("told").doesNotContain("campus", "upstream");
    }
}
