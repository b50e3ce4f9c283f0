"""The clinical core: answers in, findings and dispositions out.

Pure computation: no clock, no network, no storage, no environment. Time, ids and site settings are arguments.
"""
