#!/usr/bin/env bash
# Copies Apache Kafka's artefacts, as deploy/kafka/pom.xml names them, to .cache/kafka/<version>/.
# Without Java or Maven it says so and leaves the tests to skip, or fails if REQUIRE_INFRA=1.
set -euo pipefail
cd "$(dirname "$0")/.."

version="$(sed -n 's:.*<kafka.version>\(.*\)</kafka.version>.*:\1:p' deploy/kafka/pom.xml)"
target=".cache/kafka/$version"
[ -d "$target" ] && exit 0

give_up() {
    echo "$1" >&2
    [ "${REQUIRE_INFRA:-}" = 1 ] && exit 1
    exit 0
}
for program in java mvn; do
    command -v "$program" >/dev/null ||
        give_up "The Kafka tests will skip: \`$program\` is not installed (Java 17 or later and Maven are needed)."
done

# Copied beside the target and then renamed, so that an interrupted copy is never taken for a whole one.
mkdir -p .cache/kafka
staging="$(mktemp -d "$PWD/.cache/kafka/.staging-XXXXXX")"
trap 'rm -rf "$staging"' EXIT
echo "Fetching Apache Kafka $version for the tests."
mvn --batch-mode --quiet -f deploy/kafka/pom.xml dependency:copy-dependencies \
    -DoutputDirectory="$staging" || give_up "The Kafka tests will skip: Maven could not fetch Kafka $version (above)."
chmod 755 "$staging"
mv -T "$staging" "$target"
