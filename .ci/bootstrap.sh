# Sourced by ./windrow and ./dev: finds the .NET SDK and installs Debian packages. Functions only.

# Exit status for a machine that lacks something, as in `windrow --help`.
readonly EXIT_MACHINE=3

# Sets DOTNET to an SDK of version 10, and DOTNET_ROOT to its directory.
find_sdk() {
    local candidate found=
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" ~/.dotnet/dotnet \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        [[ -x $candidate ]] || continue
        found+=" $candidate"
        if DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then
            DOTNET=$candidate
            DOTNET_ROOT=$(dirname "$(readlink -f "$candidate")")
            export DOTNET_ROOT DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
            # A bare machine has no ICU, without which the SDK does not start; nothing here needs it.
            export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
            return
        fi
    done
    {
        echo "windrow: the .NET SDK 10 is needed to build, and it was not found."
        [[ -z $found ]] || echo "windrow: these have no SDK of version 10:$found"
        echo "windrow: looked in PATH, \$DOTNET_ROOT, ~/.dotnet, /usr/share/dotnet, /usr/lib/dotnet and /usr/local/share/dotnet"
        echo "windrow: install it from https://dotnet.microsoft.com/download/dotnet/10.0, or set DOTNET_ROOT"
    } >&2
    exit $EXIT_MACHINE
}

# The name that .NET has for this machine.
runtime_identifier() {
    case $(uname -m) in x86_64) echo linux-x64 ;; aarch64) echo linux-arm64 ;; *) echo "linux-$(uname -m)" ;; esac
}

# install_packages PACKAGE...: those that are missing; without root it prints the line to type and exits.
install_packages() {
    local package missing=()
    for package; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
        echo "windrow: missing: ${missing[*]}. Install with:" >&2
        echo "sudo apt-get install --no-install-recommends ${missing[*]}" >&2
        exit $EXIT_MACHINE
    fi
    echo "windrow: installing ${missing[*]}" >&2
    local log
    log=$(mktemp)
    # The lists may be empty (containers) or old, so a failure is tried once more with new ones.
    if ! apt_install "${missing[@]}" >"$log" 2>&1 && ! { apt-get update && apt_install "${missing[@]}"; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        echo "windrow: could not install ${missing[*]}; try: apt-get update && apt-get install ${missing[*]}" >&2
        exit $EXIT_MACHINE
    fi
    rm -f "$log"
}

apt_install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}
