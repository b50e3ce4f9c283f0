"""An emulated cloud on this computer, for the real template. Knows nothing of clinics or screenings."""
