//! What it looks like.
