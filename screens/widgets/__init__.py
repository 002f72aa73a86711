"""What the screens share: forms, lists, dialogs, the masthead and the foot line."""
