package io.vestibule.protocol.saml.downstream;

import io.vestibule.relyingparty.ProtocolMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this protocol remembers while a person signs in. It travels sealed in URLs, so it is short.
 *
 * @param requestId what the answer is to; none when it was started here
 * @param nameIdFormat the one asked for
 * @param subject the NameID asked about (SAML Core §3.4.1.5)
 * @param classes the classes that would do, as asked
 * @param attributeService index of the attributes asked for
 */
record SamlMemory(
        Optional<String> requestId,
        ConsumerBinding binding,
        Optional<String> relayState,
        Optional<NameIdFormat> nameIdFormat,
        Optional<String> subject,
        List<String> classes,
        Optional<Integer> attributeService) {
    ProtocolMemory packed() {
        Map<String, String> values = new LinkedHashMap<>();
        requestId.ifPresent(text -> values.put("i", text));
        values.put("b", binding.name());
        relayState.ifPresent(text -> values.put("r", text));
        nameIdFormat.ifPresent(format -> values.put("n", format.name()));
        subject.ifPresent(text -> values.put("s", text));
        if (!classes.isEmpty()) {
            values.put("c", String.join(" ", classes)); // URIs have no spaces
        }
        attributeService.ifPresent(index -> values.put("a", index.toString()));
        return new ProtocolMemory(values);
    }

    static SamlMemory unpacked(ProtocolMemory memory) {
        Map<String, String> values = memory.values();
        String classes = values.getOrDefault("c", "");
        return new SamlMemory(
                Optional.ofNullable(values.get("i")),
                ConsumerBinding.valueOf(values.getOrDefault("b", ConsumerBinding.POST.name())),
                Optional.ofNullable(values.get("r")),
                Optional.ofNullable(values.get("n")).map(NameIdFormat::valueOf),
                Optional.ofNullable(values.get("s")),
                classes.isEmpty() ? List.of() : List.of(classes.split(" ")),
                Optional.ofNullable(values.get("a")).map(Integer::valueOf));
    }
}
