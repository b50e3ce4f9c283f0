"""The Lambda functions: one entry file each, split by what it may touch."""
