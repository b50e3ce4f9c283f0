"""What holds for every test: how long an example takes on a busy machine says nothing about what it shows."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
