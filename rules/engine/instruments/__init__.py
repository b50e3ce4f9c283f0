"""Scoring of validated instruments: answers to items become a total or its bounds, and the bands these lie in."""
