"""The tab Balie: Uitlenen and Innemen with a scanner, in bezit, and what a session ends with."""
