"""What `make bench` runs: packgen and the tools its users could pick instead, on the same text, on this machine."""
