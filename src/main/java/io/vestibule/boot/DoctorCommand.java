package io.vestibule.boot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.vestibule.boot.Finding.Verdict;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks at everything a start depends on and changes nothing. */
@Command(
        name = "doctor",
        description = "Look at everything the server depends on. Changes nothing.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing stands in the way", "1:something does"})
final class DoctorCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Answer in JSON, for programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        Settings settings = Settings.ofThisProcess();
        List<Check> checks = Doctor.checks(settings, Clock.systemUTC());
        Map<String, Finding> findings = new LinkedHashMap<>();
        checks.forEach(check -> findings.put(check.name(), check.answer()));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? asJson(findings) : asText(findings));
        out.flush();
        return worst(findings.values()) == Verdict.FAILURE ? 1 : 0;
    }

    private static String asText(Map<String, Finding> findings) {
        StringBuilder text = new StringBuilder();
        int widest = findings.keySet().stream().mapToInt(String::length).max().orElse(1);
        String line = "%-8s %-" + widest + "s %s%n";
        findings.forEach((name, finding) -> {
            text.append(line.formatted(word(finding.verdict()), name, finding.found()));
            if (!finding.nextStep().isEmpty()) {
                text.append(line.formatted("", "", finding.nextStep()));
            }
        });
        return text.toString().stripTrailing();
    }

    private static String asJson(Map<String, Finding> findings) throws JsonProcessingException {
        List<Map<String, String>> checks = findings.entrySet().stream()
                .map(entry -> {
                    Map<String, String> check = new LinkedHashMap<>();
                    check.put("check", entry.getKey());
                    check.put("verdict", word(entry.getValue().verdict()));
                    check.put("found", entry.getValue().found());
                    check.put("nextStep", entry.getValue().nextStep());
                    return check;
                })
                .toList();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("version", Main.Version.ofArtifact());
        report.put("verdict", word(worst(findings.values())));
        report.put("checks", checks);
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report);
    }

    private static Verdict worst(Collection<Finding> findings) {
        return findings.stream().map(Finding::verdict).max(Verdict::compareTo).orElse(Verdict.OK);
    }

    private static String word(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT);
    }
}
