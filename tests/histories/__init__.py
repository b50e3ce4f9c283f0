"""What must be true after any history of forms and people, however it came about and wherever it is kept."""
