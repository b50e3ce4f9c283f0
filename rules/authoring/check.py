"""`python -m rules.authoring.check`: says what is wrong with the content, or what it amounts to."""

import sys

from rules.authoring.problems import ContentError
from rules.authoring.release import compile_content


def main() -> int:
    """Exit status 1 and one line for each problem, or 0 and a summary."""
    try:
        rule_set, canonical = compile_content()
    except ContentError as error:
        sys.stdout.write(f"{error}\n{len(error.problems)} problem(s)\n")
        return 1
    sys.stdout.write(
        f"{len(rule_set.rules)} rules, {len(rule_set.items)} items, {len(rule_set.derived)} derived facts, "
        f"{len(canonical)} bytes, decisive facts: {', '.join(rule_set.decisive)}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
