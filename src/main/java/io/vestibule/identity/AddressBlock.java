package io.vestibule.identity;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** A block of addresses in CIDR notation; a single address is a block of one. */
public record AddressBlock(InetAddress base, int prefix) {
    private static final int IPV6_NETWORK_BYTES = 8; // a home or a machine has a /64, with 2^64 addresses to come from

    /** The block, or nothing when {@code text} is a host name rather than an address. Never asks DNS. */
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> base = literal(slash < 0 ? text : text.substring(0, slash));
        return base.map(address -> {
            int bits = address.getAddress().length * 8;
            int prefix = slash < 0 ? bits : number(text, text.substring(slash + 1));
            if (prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException(text + " is no block of addresses: a prefix has 0 to " + bits);
            }
            return new AddressBlock(address, prefix);
        });
    }

    private static int number(String block, String prefix) {
        try {
            return Integer.parseInt(prefix);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException(block + " is no block of addresses", malformed);
        }
    }

    /** The address that {@code text} writes out, or nothing when it is a host name. Never asks DNS. */
    private static Optional<InetAddress> literal(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException(text + " is no block of addresses", malformed);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] theirs = address.getAddress();
        byte[] ours = base.getAddress();
        if (theirs.length != ours.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((theirs[bit / 8] & mask) != (ours[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** The same of an address as a connection has it; what is none lies in no block. */
    public boolean contains(String address) {
        try {
            return literal(address).filter(this::contains).isPresent();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /** About where an address lies, for people to recognise and not to find anybody: its /24, or /48; nothing of what is none. */
    public static Optional<String> whereabouts(String address) {
        try {
            return literal(address).map(AddressBlock::whereabouts);
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }

    private static String whereabouts(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + ".0/24";
        }
        ByteBuffer groups = ByteBuffer.wrap(bytes);
        return String.format(
                Locale.ROOT,
                "%x:%x:%x::/48",
                groups.getShort() & 0xffff,
                groups.getShort() & 0xffff,
                groups.getShort() & 0xffff);
    }

    /** What counts as one address: an IPv6 network is one household or machine. */
    public static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            // A colon makes it a literal: the JDK refuses a broken one and never asks a name server.
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, IPV6_NETWORK_BYTES)
                    : parsed.getHostAddress();
        } catch (UnknownHostException notAnAddress) {
            return address;
        }
    }
}
