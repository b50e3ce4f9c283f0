"""Clinical rules: the engine that evaluates them, the content clinicians review, and the released rule sets."""
