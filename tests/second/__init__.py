"""A second reading of the clinical tables, in plain Python, against which the released rules are compared."""
