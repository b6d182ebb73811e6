# Build:  docker build -t vestibule .
# Look:   docker run --rm -p 127.0.0.1:8080:8080 -e VESTIBULE_DEMO_ALLOW_REMOTE=true vestibule
# Run:    docker run --read-only --cap-drop ALL --security-opt no-new-privileges \
#           -v vestibule-data:/data -v ./realm-config:/etc/vestibule/realm-config:ro \
#           -e VESTIBULE_BASE_URL=https://login.example.org -p 8080:8080 vestibule
# Nothing is written outside /data. With VESTIBULE_DATABASE_URL and VESTIBULE_MASTER_KEY set, nothing in it is needed again.

FROM eclipse-temurin:25-jdk AS build
WORKDIR /src
COPY .mvn .mvn
COPY mvnw pom.xml ./
# The libraries change less often than the sources, so this layer is kept between builds. What it misses comes with the next.
RUN ./mvnw --batch-mode --no-transfer-progress -q dependency:go-offline || true
COPY src src
COPY templates templates
COPY connectors connectors
COPY realm-config realm-config
RUN ./mvnw --batch-mode --no-transfer-progress -q -Dmaven.test.skip=true package

FROM eclipse-temurin:25-jre
# A user with a name, because PostgreSQL looks up who makes its files; with a number, because Kubernetes asks for one.
RUN groupadd --gid 10001 vestibule \
 && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin vestibule \
 && mkdir -p /data /etc/vestibule /opt/vestibule/postgres \
 && chown vestibule:vestibule /data
WORKDIR /opt/vestibule
COPY vestibule ./
COPY --from=build /src/target/quarkus-app target/quarkus-app
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    VESTIBULE_DATA_DIR=/data \
    VESTIBULE_POSTGRES_PROGRAMS=/opt/vestibule/postgres \
    VESTIBULE_REALM_CONFIG=/etc/vestibule/realm-config \
    VESTIBULE_CONNECTORS=/etc/vestibule/connectors \
    VESTIBULE_TEMPLATES=/etc/vestibule/templates \
    TMPDIR=/data/tmp
# Unpacks the embedded database and records a start, here and not in every new container; after that only root may change
# the artifact.
RUN chown vestibule:vestibule target target/quarkus-app postgres \
 && setpriv --reuid=10001 --regid=10001 --clear-groups ./vestibule rehearse \
 && chown root:root target target/quarkus-app postgres \
 && find /data -mindepth 1 -delete
USER 10001:10001
VOLUME /data
EXPOSE 8080
# No curl in the image. A server that speaks https only (QUARKUS_HTTP_INSECURE_REQUESTS=disabled) needs a check of its own.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT:-8080} && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
ENTRYPOINT ["/opt/vestibule/vestibule"]
CMD ["start"]
