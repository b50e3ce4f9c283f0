#!/usr/bin/env bash
# A browser for the tests of the pages: the machine's own, else Debian's package where we may install one, else
# the one playwright fetches for itself.
set -euo pipefail
if command -v chromium >/dev/null || command -v google-chrome >/dev/null; then
    exit 0
fi
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium
else
    .tools/web/bin/playwright install --only-shell chromium
fi
