"""Figures for leads, over fakes."""
