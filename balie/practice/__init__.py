"""The practice desk: a library in full swing that exists nowhere, to learn on and to show."""
