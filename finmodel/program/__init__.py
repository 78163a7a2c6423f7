"""The linear program: families of rows and columns, blocks, sparse assembly."""
