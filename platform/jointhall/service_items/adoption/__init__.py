"""A county's items in its townships (认领): taken over, varied, switched, put off, kept, closed."""
