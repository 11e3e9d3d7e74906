#!/bin/sh
# setup.sh SWIFT PACKAGE...
#
# Sees to it that Swift and the named Debian packages are there. Installs what is missing by apt:
# at a terminal after asking, elsewhere only where root needs no password. Where it cannot, it
# prints the command to type.
set -eu

swift=$1
shift

if ! command -v "$swift" >/dev/null 2>&1; then
    echo "loopwalk needs Swift 6.2 or newer, and '$swift' is not there." >&2
    echo "Install it from https://www.swift.org/install/linux and run make again." >&2
    exit 1
fi

missing=
for package in "$@"; do
    if command -v dpkg-query >/dev/null 2>&1; then
        status=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
        case $status in
            *"ok installed"*) ;;
            *) missing="$missing $package" ;;
        esac
    fi
done

if ! command -v dpkg-query >/dev/null 2>&1; then
    # Not Debian or Ubuntu: the names differ, so only say what is needed.
    there=yes
    for header in histedit.h cmark-gfm.h curl/curl.h sqlite3.h; do
        [ -e "/usr/include/$header" ] || there=
    done
    [ -z "$there" ] || exit 0
    echo "loopwalk needs the headers of some libraries; on Debian and Ubuntu they are in" >&2
    echo "    $*" >&2
    echo "Install your system's packages of them and run make again." >&2
    exit 1
fi

[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root="sudo "
command="${as_root}apt-get install -y$missing"
echo "loopwalk needs system packages that are not installed:$missing"

refuse() {
    echo "$1 Type this and run make again:" >&2
    echo "    $command" >&2
    exit 1
}

command -v apt-get >/dev/null 2>&1 || refuse "There is no apt-get here."
if [ -n "$as_root" ]; then
    command -v sudo >/dev/null 2>&1 || refuse "They need root, and there is no sudo."
fi
if [ -t 0 ] && [ -t 1 ]; then
    printf 'Install them now, with "%s"? [Y/n] ' "$command"
    read -r answer || answer=n
    case $answer in
        "" | y | Y | yes) ;;
        *) refuse "Nothing was installed." ;;
    esac
elif [ -n "$as_root" ] && ! sudo -n true 2>/dev/null; then
    refuse "They need root."
fi

echo "Installing:$missing"
# A list of packages that is too old to find them is brought up to date once.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive ${as_root}apt-get install -y $missing >/dev/null 2>&1 || {
    ${as_root}apt-get update
    DEBIAN_FRONTEND=noninteractive ${as_root}apt-get install -y $missing
}
