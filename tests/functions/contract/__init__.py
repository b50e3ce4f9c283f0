"""The published contract: that it is whole, that the service keeps it, and who it lets in."""
