package io.vestibule.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses as people are told of them. */
class AddressBlockTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.77, 203.0.113.0/24",
        "192.168.255.1, 192.168.255.0/24",
        "2001:db8:85a3:1::7, 2001:db8:85a3::/48",
        "::1, 0:0:0::/48",
        "::ffff:203.0.113.77, 203.0.113.0/24"
    })
    void aPersonIsToldAboutWhereAndNotWhereExactly(String address, String about) {
        assertThat(AddressBlock.whereabouts(address)).hasValue(about);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "proxy.example", "300.1.1.1", "1:2:3"})
    void whatIsNoAddressIsNowhere(String text) {
        assertThat(AddressBlock.whereabouts(text)).isEmpty();
    }

    @Test
    void oneHouseholdCountsAsOne() {
        assertThat(AddressBlock.network("2001:db8:0:1::1")).isEqualTo(AddressBlock.network("2001:db8:0:1:ffff::2"));
    }
}
