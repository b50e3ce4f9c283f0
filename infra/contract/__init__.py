"""The contract of the API: generated from the code, compared with the last released one. Never shipped as code."""
