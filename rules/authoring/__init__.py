"""From content that clinicians review to a released rule set: read, check, compile, release. Never shipped."""
