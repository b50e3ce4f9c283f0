"""People work on a case, from the claim to the signed decision."""
