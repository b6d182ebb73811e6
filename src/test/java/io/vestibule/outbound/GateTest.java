package io.vestibule.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vestibule.outbound.OutboundOutcome.Failed;
import io.vestibule.outbound.OutboundOutcome.Kind;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server-side request forgery: which URLs from outside are not called (security case 39). */
class GateTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://127.8.8.8/",
                "https://127.1/",
                "https://2130706433/",
                "https://0.0.0.0/",
                "https://localhost/",
                "https://10.1.2.3/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1/",
                "https://100.64.0.1/",
                "https://169.254.169.254/latest/meta-data/",
                "https://192.0.0.192/",
                "https://198.18.0.1/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://[::1]/",
                "https://[::]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:a9fe:a9fe]/",
                "https://[::127.0.0.1]/",
                "https://[fe80::1]/",
                "https://[fc00::1]/",
                "https://[fd00:ec2::254]/",
                "https://[ff02::1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[64:ff9b:1::1]/",
                "https://[2002:7f00:1::1]/",
                "https://[2001:db8::1]/",
                "https://[2001::1]/"
            })
    void anInternalAddressIsNotCalled(String url) {
        assertThat(outcome(url, List.of()).kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://93.184.215.14/",
                "ftp://93.184.215.14/",
                "file:///etc/passwd",
                "gopher://93.184.215.14/",
                "https:///nohost",
                "https://user:pass@93.184.215.14/",
                "//93.184.215.14/",
                "https://under_score.test/",
                "mailto:a@b.test"
            })
    void anythingButHttpsToAHostIsNotCalled(String url) {
        assertThat(outcome(url, List.of()).kind()).isEqualTo(Kind.FORBIDDEN);
    }

    @ParameterizedTest
    @CsvSource({
        "93.184.215.14, false",
        "172.32.0.1, false",
        "100.128.0.1, false",
        "2606:4700::1111, false",
        "64:ff9b::5db8:d70e, false",
        "2002:5db8:d70e::1, false",
        "2002:a9fe:a9fe::1, true",
        "fdff::1, true",
    })
    void tellsPublicAddressesFromInternalOnes(String address, boolean internal) {
        assertThat(new AddressRules(List.of()).internal(OutboundClientTest.address(address)))
                .isEqualTo(internal);
    }

    @Test
    void aNameWithOneInternalAddressAmongPublicOnesIsNotCalled() {
        Gate gate = gate(List.of(), "93.184.215.14", "10.0.0.7");

        assertThat(gate.passage(origin("https://mixed.test"), Set.of())).isInstanceOf(Gate.Passage.Shut.class);
    }

    @Test
    void anOriginTheOperatorWroteMayBeInternalAndOnlyThatOrigin() {
        Gate gate = gate(List.of(), "10.0.0.7");
        Set<Origin> trusted = Set.of(origin("https://idp.internal"));

        assertThat(gate.passage(origin("https://idp.internal"), trusted)).isInstanceOf(Gate.Passage.Open.class);
        assertThat(gate.passage(origin("https://idp.internal:8443"), trusted)).isInstanceOf(Gate.Passage.Shut.class);
        assertThat(gate.passage(origin("https://other.internal"), trusted)).isInstanceOf(Gate.Passage.Shut.class);
    }

    @Test
    void plainHttpIsForThisMachineWhenTheOperatorWroteItAndForAllowedHosts() {
        Set<Origin> trusted = Set.of(origin("http://idp.test"));

        assertThat(gate(List.of(), "127.0.0.1").passage(origin("http://idp.test"), trusted))
                .isInstanceOf(Gate.Passage.Open.class);
        assertThat(gate(List.of(), "127.0.0.1").passage(origin("http://idp.test"), Set.of()))
                .isInstanceOf(Gate.Passage.Shut.class);
        assertThat(gate(List.of(), "10.0.0.7").passage(origin("http://idp.test"), trusted))
                .isInstanceOf(Gate.Passage.Shut.class);
        assertThat(gate(List.of("10.0.0.0/24"), "10.0.0.7").passage(origin("http://idp.test"), Set.of()))
                .isInstanceOf(Gate.Passage.Open.class);
    }

    @Test
    void allowNamesHostsAddressesAndBlocks() {
        List<String> allow = List.of("Wiki.Internal", "10.9.0.0/16", "fd12::/16", "192.168.7.7");

        assertThat(gate(allow, "172.16.5.5").passage(origin("https://wiki.internal"), Set.of()))
                .isInstanceOf(Gate.Passage.Open.class);
        assertThat(gate(allow, "10.9.255.1").passage(origin("https://a.test"), Set.of()))
                .isInstanceOf(Gate.Passage.Open.class);
        assertThat(gate(allow, "10.10.0.1").passage(origin("https://a.test"), Set.of()))
                .isInstanceOf(Gate.Passage.Shut.class);
        assertThat(gate(allow, "fd12::9").passage(origin("https://a.test"), Set.of()))
                .isInstanceOf(Gate.Passage.Open.class);
        assertThat(gate(allow, "192.168.7.7").passage(origin("https://a.test"), Set.of()))
                .isInstanceOf(Gate.Passage.Open.class);
        assertThat(gate(allow, "192.168.7.8").passage(origin("https://a.test"), Set.of()))
                .isInstanceOf(Gate.Passage.Shut.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129", "300.1.1.1"})
    void aMisspeltBlockStopsTheStartRatherThanAllowingNothingSilently(String entry) {
        assertThatThrownBy(() -> new AddressRules(List.of(entry)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(entry);
    }

    private static Failed outcome(String url, List<String> allow) {
        Vertx vertx = Vertx.vertx();
        OutboundClient client = new OutboundClient(
                vertx, OutboundSettings.standard(), host -> List.of(InetAddress.getAllByName(host)), Clock.systemUTC());
        try {
            return OutboundClientTest.failed(client.get(URI.create(url), Map.of(), Reach.ofPublicAddresses()));
        } finally {
            client.close();
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Gate gate(List<String> allow, String... addresses) {
        NameResolver resolver = host ->
                Arrays.stream(addresses).map(OutboundClientTest::address).toList();
        return new Gate(resolver, new AddressRules(allow));
    }

    private static Origin origin(String url) {
        return Origin.of(URI.create(url)).orElseThrow();
    }

    @Test
    void aResolverThatThrowsNothingUsefulStillGivesADetail() {
        Gate gate = new Gate(
                host -> {
                    throw new UnknownHostException();
                },
                new AddressRules(List.of()));

        assertThat(gate.passage(origin("https://gone.test"), Set.of()))
                .isEqualTo(new Gate.Passage.Shut(new Failed(Kind.UNRESOLVED, "gone.test")));
    }
}
