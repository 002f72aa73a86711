"""What the desk sees: Textual. Holds no rule and no SQL; one folder per tab of the menu bar."""
