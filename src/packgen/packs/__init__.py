"""A finished pack: zipped, signed, verified, built again to be compared."""
