package io.vestibule.protocol.keystone.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vestibule.protocol.keystone.wire.KeystoneRefused;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients are told of a broken body: the first line of what a recorded Keystone says. */
@Tag("keystone")
class SchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Schemas schemas = new Schemas();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            user_create | {"name":"","enabled":"maybe"} | Invalid input for field 'enabled': 'maybe' is not of type 'boolean'
            user_create | {} | 'name' is a required property
            user_create | [] | [] is not of type 'object'
            user_create | {"name":""} | Invalid input for field 'name': '' is too short
            user_create | {"name":" "} | Invalid input for field 'name': ' ' does not match '[\\\\S]+'
            user_create | {"name":1} | Invalid input for field 'name': 1 is not of type 'string'
            user_create | {"name":"a","default_project_id":1} | Invalid input for field 'default_project_id': 1 is not of type 'string', 'null'
            user_create | {"name":"a","options":{"x":true}} | Invalid input for field 'options': Additional properties are not allowed ('x' was unexpected)
            user_create | {"name":"a","password":12345} | Invalid input for field 'password': '***' is not of type 'string', 'null'
            user_update | {} | {} does not have enough properties
            user_update | {"enabled":null} | Invalid input for field 'enabled': None is not of type 'boolean'
            project_tags_update | ["a","a"] | ['a', 'a'] has non-unique elements
            project_tags_update | ["a,b"] | Invalid input for field '0': 'a,b' does not match '^[^,/]*$'
            registered_limit_create | [] | [] is too short
            registered_limit_create | [{"service_id":"s","resource_name":"r","default_limit":"x"}] | Invalid input for field '0/default_limit': 'x' is not of type 'integer'
            registered_limit_create | [{"service_id":"s","resource_name":"r","default_limit":-2}] | Invalid input for field '0/default_limit': -2 is less than the minimum of -1
            limit_create | [{"resource_name":"r"}] | Invalid input for field '0': {'resource_name': 'r'} is not valid under any of the given schemas
            """)
    void theFirstBrokenRuleIsNamedInKeystonesWords(String schema, String body, String message) throws Exception {
        var tree = JSON.readTree(body);
        assertThatThrownBy(() -> schemas.check(schema, tree))
                .isInstanceOf(KeystoneRefused.class)
                .hasMessage(message);
    }

    @Test
    void unknownAttributesAreKeptWhereKeystoneKeepsThem() throws JsonProcessingException {
        var user =
                JSON.readTree("{\"name\":\"a\",\"password\":null,\"email\":\"a@example.org\",\"shoe\":{\"size\":44}}");
        assertThatCode(() -> schemas.check("user_create", user)).doesNotThrowAnyException();
    }
}
