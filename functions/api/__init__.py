"""The HTTP side: reading requests, checking claims, shaping replies. Knows nothing of tables and keys."""
