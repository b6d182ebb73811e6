package io.vestibule.outbound;

import io.vestibule.identity.AddressBlock;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which addresses a stranger's URL may lead to (server-side request forgery), and which the operator adds. */
final class AddressRules {
    /** What is not global unicast, or is ours: IANA special-purpose registries (RFC 6890), and IPv4 inside IPv6 apart. */
    private static final List<AddressBlock> INTERNAL = blocks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT, RFC 6598
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local, where clouds keep their metadata
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3", // multicast, reserved, broadcast
            "2001::/23", // Teredo and other protocol assignments
            "2001:db8::/32",
            "3fff::/20");

    private static final AddressBlock GLOBAL_IPV6 = block("2000::/3");
    private static final AddressBlock NAT64 = block("64:ff9b::/96"); // RFC 6052
    private static final AddressBlock SIX_TO_FOUR = block("2002::/16"); // RFC 3056

    private final Set<String> allowedHosts;
    private final List<AddressBlock> allowedBlocks;

    /** {@code allow}: host names, addresses and CIDR blocks. */
    AddressRules(List<String> allow) {
        this.allowedBlocks = allow.stream()
                .map(AddressBlock::parse)
                .flatMap(Optional::stream)
                .toList();
        this.allowedHosts = allow.stream()
                .filter(entry -> AddressBlock.parse(entry).isEmpty())
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the operator allowed this host by name, or this address. */
    boolean operatorAllows(String host, InetAddress address) {
        return allowedHosts.contains(host) || allowedBlocks.stream().anyMatch(allowed -> allowed.contains(address));
    }

    boolean internal(InetAddress address) {
        if (!(address instanceof Inet6Address ipv6)) {
            return listed(address);
        }
        if (NAT64.contains(ipv6)) {
            return internal(embedded(ipv6, 12));
        }
        if (SIX_TO_FOUR.contains(ipv6)) {
            return internal(embedded(ipv6, 2));
        }
        return !GLOBAL_IPV6.contains(ipv6) || listed(ipv6); // mapped, compatible, ULA, link-local lie outside 2000::/3
    }

    private static boolean listed(InetAddress address) {
        return INTERNAL.stream().anyMatch(block -> block.contains(address));
    }

    private static InetAddress embedded(Inet6Address address, int offset) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), offset, offset + 4));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }

    private static List<AddressBlock> blocks(String... texts) {
        return Stream.of(texts).map(AddressRules::block).toList();
    }

    private static AddressBlock block(String text) {
        return AddressBlock.parse(text).orElseThrow();
    }
}
