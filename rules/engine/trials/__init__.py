"""Treatment history: whether each past treatment was adequate and failed, and what follows for the patient."""
