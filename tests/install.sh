#!/usr/bin/env bash
# The tests play in real Chromium and on real PostgreSQL. What is missing is installed where we may (Debian, as root);
# elsewhere one line says what to install and which tests that leaves out. With CI=true a missing part is a failure.
# Its words are the parts that are needed; without any, all.
set -u
pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core"
parts=${*:-chromium libatomic1 postgresql pango tesseract}

# The shell, in which a page takes a third of the time; where it cannot be had, the whole browser will do.
has_chromium() { command -v chromium-headless-shell || { [ -n "$tried" ] && command -v chromium; }; }
has_libatomic1() { /sbin/ldconfig -p | grep libatomic.so.1; } # Playwright's driver loads it
has_pango() { /sbin/ldconfig -p | grep -q libpangoft2-1.0 && /sbin/ldconfig -p | grep -q libharfbuzz-subset; } # WeasyPrint
has_tesseract() { tesseract --list-langs | grep -x sqi; } # scans and photos, in Albanian
has_postgresql() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }

missing() {
    for part in $parts; do
        "has_$part" &>/dev/null || sed "s/^chromium$/&-headless-shell/; s/^pango$/$pango/; s/^tesseract$/tesseract-ocr tesseract-ocr-sqi/" <<<"$part"
    done
}

install() {
    export DEBIAN_FRONTEND=noninteractive
    # The tests make a cluster of their own; without this Debian would create one beside it and start it.
    if [ ! -e /etc/postgresql-common ]; then
        mkdir -p /etc/postgresql-common/createcluster.d
        echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.d/no-main-cluster.conf
    fi
    apt-get update -qq || return
    # Where there is no shell, it must not keep all the others from being installed.
    apt-cache show chromium-headless-shell &>/dev/null || set -- "${@/%chromium-headless-shell/chromium}"
    apt-get install -y -qq --no-install-recommends "$@"
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get; }

tried=
may_install >/dev/null || tried=1
wanted=$(missing)
[ -z "$wanted" ] && exit 0

if may_install >/dev/null; then
    echo "Installing for the tests:" $wanted
    log=$(mktemp)
    install $wanted >"$log" 2>&1 || tail -n 20 "$log"
    rm -f "$log"
    tried=1
    wanted=$(missing)
    [ -z "$wanted" ] && exit 0
fi

leaves_out=$(sed 's/^chromium.*\|^libatomic1/browser/; s/^libpango.*/pdf/; s/^tesseract.*/scans/' <<<"$wanted" | sort -u | paste -sd ' ')
echo "Install" $wanted "to run everything; without, these tests are left out: $leaves_out" >&2
[ "${CI:-}" != true ]
