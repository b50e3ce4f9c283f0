"""The `ketascreen` command: a table of contents. Each group of commands has a module of its own."""

import typer

from cli.audit import app as audit_app
from cli.clinic import app as clinic_app
from cli.records import app as records_app
from cli.rules import app as rules_app
from cli.screen import screen
from cli.staff import app as staff_app

app = typer.Typer(
    help="Eligibility screening for ketamine therapy: clinics, staff, rules, screenings.",
    epilog="Exit codes: 0 done, 1 refused (the message says why), 2 wrong usage, 3 the cloud cannot be reached.",
    no_args_is_help=True,
    add_completion=False,
    # A traceback's local variables may hold what a person entered.
    pretty_exceptions_show_locals=False,
)

app.add_typer(clinic_app, name="clinic")
app.add_typer(staff_app, name="staff")
app.add_typer(rules_app, name="rules")
app.add_typer(audit_app, name="audit")
app.add_typer(records_app, name="records")
app.command("screen")(screen)
