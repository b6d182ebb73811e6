package io.vestibule.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Names to addresses. Asked once for each call: what was checked is what is connected to (DNS rebinding). */
@FunctionalInterface
interface NameResolver {
    List<InetAddress> resolve(String host) throws UnknownHostException;
}
