# One image for every service; the argument says which: doc, auth, presence, collab or edge.
#
#   docker build --tag quire .
#   docker run --rm --env-file quire.env --publish 8080:8080 quire edge
#
# It holds no PostgreSQL, no Redis and no secret: QUIRE_DATABASE_URL, QUIRE_REDIS_URL and the rest come
# from the environment. k8s/base starts it.

FROM maven:3.9-eclipse-temurin-17 AS services
WORKDIR /quire
COPY . .
# The embedded servers are for ./scripts/up alone.
RUN mvn -B -ntp -DskipTests -Dquick -pl standalone -am package \
  && rm standalone/target/lib/embedded-postgres-binaries-*.jar standalone/target/lib/embedded-redis-*.jar
# Java without the compiler, for standalone/jvm.options and the libraries' needs.
RUN jlink --output /runtime --strip-java-debug-attributes --no-header-files --no-man-pages --include-locales=en \
  --add-modules java.se,jdk.crypto.ec,jdk.localedata,jdk.management,jdk.naming.dns,jdk.net,jdk.unsupported,jdk.zipfs

FROM node:22-bookworm-slim AS editor
WORKDIR /editor
COPY editor/package.json editor/package-lock.json editor/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY editor ./
RUN npm run build

FROM debian:bookworm-slim
COPY --from=services /runtime /opt/java
WORKDIR /quire
COPY scripts/launch scripts/
COPY standalone/jvm.options standalone/
COPY --from=services /quire/standalone/target/lib standalone/target/lib/
COPY --from=services /quire/standalone/target/quire-standalone-0.1.0-SNAPSHOT.jar standalone/target/
COPY --from=editor /editor/dist editor/dist/
# The heap is half of what the container may have: sockets and states take memory beside it.
ENV JAVA_HOME=/opt/java QUIRE_JAVA_OPTIONS=-XX:MaxRAMPercentage=50 QUIRE_DATA=/tmp/quire
# As in k8s/base: a number, since Kubernetes can't tell whether a name is root's.
USER 10001:10001
EXPOSE 8080 9090 5701 5801
ENTRYPOINT ["/quire/scripts/launch", "dev.quire.standalone.QuireProcess"]
