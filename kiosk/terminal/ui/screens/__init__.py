"""What fills the board between header and footer: one question a screen."""
