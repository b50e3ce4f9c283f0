"""Figures for those who lead a clinic: how work waits, how long each step took, how often each rule spoke.

They are counted from what the audit trail names and hold no patient, no case and no free text.
"""
