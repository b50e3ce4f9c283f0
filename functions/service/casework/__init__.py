"""What people do with a case: one module for each kind of work, one way to carry it out (`performing`)."""
