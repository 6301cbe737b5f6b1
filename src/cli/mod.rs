//! The same answers without a screen.
