"""One module for each thing outside: the table, the clinic settings, the secrets, the released rule set."""
