"""The table. Only this package knows its keys, indexes, item layout and condition expressions."""
