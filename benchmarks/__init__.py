"""The service measured against its peers. Reads the product, is read by nothing."""
