package io.vestibule.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Shibboleth's daemon, which does the talking for Apache's mod_shib, as a child of the test. */
final class ShibbolethDaemon implements AutoCloseable {
    private static final String MODULE = "mod_shib.so";
    private static final Path PROGRAM = Path.of("/usr/sbin/shibd");
    private static final Path DEFAULTS = Path.of("/etc/shibboleth");

    private final Path folder;
    private final PeerProcess process;

    private ShibbolethDaemon(Path folder, PeerProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * A service provider as Shibboleth's configuration has it.
     *
     * @param settings further attributes of its {@code ApplicationDefaults}
     * @param provider the identity provider's entityID, and {@code metadata} its own
     * @param filters of that metadata
     * @param attributes the whole map of them
     */
    record Configuration(
            String entityId, String settings, String provider, String metadata, String filters, String attributes) {}

    static boolean installed() {
        return ApacheServer.installed(MODULE) && Files.isExecutable(PROGRAM);
    }

    /** Ready for Apache when it returns. */
    static ShibbolethDaemon start(Configuration configuration) {
        Path folder = ApacheServer.newFolder("shibd");
        Path socket = folder.resolve("shibd.socket");
        try {
            write(folder, socket, configuration);
            PeerProcess process = PeerProcess.start(
                    folder,
                    List.of(
                            PROGRAM.toString(),
                            "-f",
                            "-F",
                            "-c",
                            folder.resolve("shibboleth2.xml").toString()),
                    Map.of());
            process.awaitFile(socket, Duration.ofSeconds(30));
            // Apache's children are another user.
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rwxrwxrwx"));
            return new ShibbolethDaemon(folder, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Apache's own lines for it. */
    String inApache() {
        return """
                LoadModule mod_shib %s/%s
                ShibConfig "%s/shibboleth2.xml"
                <Location /Shibboleth.sso>
                  AuthType None
                  Require all granted
                </Location>
                """.formatted(ApacheServer.modules(), MODULE, folder);
    }

    /** The last lines that it printed. */
    String log() {
        return process.lastLines();
    }

    @Override
    public void close() {
        process.close();
    }

    private static void write(Path folder, Path socket, Configuration configuration) throws IOException {
        SelfSigned own = SelfSigned.in(folder, "shibboleth");
        Files.writeString(folder.resolve("idp.xml"), configuration.metadata());
        // A file, because shibd keeps what it prints to itself until there is much of it.
        Files.writeString(folder.resolve("log.conf"), """
                log4j.rootCategory=WARN, file
                log4j.appender.file=org.apache.log4j.FileAppender
                log4j.appender.file.fileName=%s/output.log
                log4j.appender.file.layout=org.apache.log4j.PatternLayout
                log4j.appender.file.layout.ConversionPattern=%%p %%c: %%m%%n
                """.formatted(folder));
        Files.writeString(folder.resolve("native.conf"), """
                log4j.rootCategory=WARN, console
                log4j.appender.console=org.apache.log4j.ConsoleAppender
                """);
        Files.writeString(folder.resolve("attribute-map.xml"), configuration.attributes());
        Files.writeString(folder.resolve("shibboleth2.xml"), """
                <SPConfig xmlns="urn:mace:shibboleth:3.0:native:sp:config" clockSkew="60">
                  <OutOfProcess logger="%1$s/log.conf"/>
                  <InProcess logger="%1$s/native.conf"/>
                  <UnixListener address="%2$s"/>
                  <ApplicationDefaults entityID="%3$s" encryption="false" %4$s>
                    <Sessions lifetime="3600" timeout="3600" relayState="ss:mem" checkAddress="false" handlerSSL="false"
                        cookieProps="http" redirectLimit="exact">
                      <SSO entityID="%5$s" ECP="true">SAML2</SSO>
                      <Logout>SAML2 Local</Logout>
                      <Handler type="MetadataGenerator" Location="/Metadata" signing="false"/>
                    </Sessions>
                    <Errors/>
                    <MetadataProvider type="XML" validate="true" path="%1$s/idp.xml">
                      %6$s
                    </MetadataProvider>
                    <AttributeExtractor type="XML" path="%1$s/attribute-map.xml"/>
                    <AttributeFilter type="XML" path="%7$s/attribute-policy.xml"/>
                    <CredentialResolver type="File" use="signing" key="%8$s" certificate="%9$s"/>
                    <CredentialResolver type="File" use="encryption" key="%8$s" certificate="%9$s"/>
                  </ApplicationDefaults>
                  <SecurityPolicyProvider type="XML" path="%7$s/security-policy.xml"/>
                  <ProtocolProvider type="XML" path="%7$s/protocols.xml"/>
                </SPConfig>
                """.formatted(
                        folder,
                        socket,
                        configuration.entityId(),
                        configuration.settings(),
                        configuration.provider(),
                        configuration.filters(),
                        DEFAULTS,
                        own.key(),
                        own.certificate()));
    }
}
