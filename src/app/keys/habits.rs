//! What the last keys mean for the next ones.

use crate::app::grid::jumps::Jumps;
use crate::app::keys::typing_guard::TypingGuard;

/// What the last keys mean for the next ones.
#[derive(Debug, Default)]
pub(crate) struct Habits {
    /// The places that the cursor jumped from.
    pub(crate) jumps: Jumps,
    /// The column where the first of the last Tabs was pressed, to go back to with Enter.
    pub(crate) tab_origin: Option<usize>,
    /// What is known about letters that seem to be typed where they are commands.
    pub(crate) typing: TypingGuard,
}
