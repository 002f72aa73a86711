"""What pages of several tabs do: printing, long runs, reserving, going to a customer."""
