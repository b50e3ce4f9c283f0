"""Medicines as people write them: names resolved, doses read, one row for each ingredient taken."""
