"""Library knowledge for effects: one file a library family, the vendor's documentation linked at the top."""
