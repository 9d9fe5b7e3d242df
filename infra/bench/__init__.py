"""Speed, measured: each figure beside its bound in the same run (`make bench`)."""
