"""Forms and practitioners in numbers, at the same time, and the truth in the table afterwards: `make load`."""
