"""What the service does with a screening. Knows neither HTTP nor AWS; time, ids and randomness are arguments."""
