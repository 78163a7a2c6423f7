"""The certificate of a saved allocation, and its proof in exact arithmetic, without a solver."""
