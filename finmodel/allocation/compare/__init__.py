"""Two or more saved allocations set side by side: inputs, money, causes, trust."""
