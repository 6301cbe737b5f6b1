//! What is drawn on: the cells of the screen, and what each of them stands for.

use crate::app::Target;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::ops::{Deref, DerefMut};

/// A buffer that also remembers which of its areas can be clicked, if somebody wants to know.
///
/// It stands for its [`Buffer`] wherever something is only drawn.
#[derive(Debug)]
pub struct Canvas<'b> {
    buffer: &'b mut Buffer,
    /// What was registered so far, if anything is.
    targets: Option<Targets>,
    /// Which lines are drawn, if not all.
    wanted: Option<&'b [bool]>,
}

/// The areas of the screen that can be clicked, in the order in which they were drawn.
#[derive(Clone, Debug, Default)]
pub struct Targets(Vec<(Rect, Target)>);

impl<'b> Canvas<'b> {
    /// A canvas on which nothing can be clicked yet.
    pub(crate) fn new(buffer: &'b mut Buffer) -> Self {
        Self { buffer, targets: Some(Targets::default()), wanted: None }
    }

    /// A canvas of which only some lines are drawn; what can be clicked isn't registered.
    pub(crate) fn of_lines(buffer: &'b mut Buffer, wanted: &'b [bool]) -> Self {
        Self { buffer, targets: None, wanted: Some(wanted) }
    }

    /// A canvas on which no line needs to be drawn: what can be clicked is registered.
    pub(crate) fn of_targets(buffer: &'b mut Buffer) -> Self {
        Self { wanted: Some(&[]), ..Self::new(buffer) }
    }

    /// Whether it is registered what can be clicked.
    pub(crate) fn registers(&self) -> bool {
        self.targets.is_some()
    }

    /// Whether a line is drawn.
    pub(crate) fn is_wanted(&self, y: u16) -> bool {
        let at = usize::from(y.saturating_sub(self.buffer.area.y));
        self.wanted.is_none_or(|wanted| wanted.get(at).is_some_and(|is_wanted| *is_wanted))
    }

    /// Registers what an area stands for; it covers what was registered there before.
    pub(crate) fn target(&mut self, area: Rect, target: Target) {
        let Some(targets) = &mut self.targets else { return };
        let area = area.intersection(self.buffer.area);
        if !area.is_empty() {
            targets.0.push((area, target));
        }
    }

    /// Hands out what was registered.
    pub(crate) fn into_targets(self) -> Targets {
        self.targets.unwrap_or_default()
    }
}

impl Deref for Canvas<'_> {
    type Target = Buffer;

    fn deref(&self) -> &Buffer {
        self.buffer
    }
}

impl DerefMut for Canvas<'_> {
    fn deref_mut(&mut self) -> &mut Buffer {
        self.buffer
    }
}

impl Targets {
    /// What a position stands for, and how far it is from the left and from the top of that area.
    pub fn hit(&self, at: Position) -> Option<(Target, (u16, u16))> {
        let (area, target) = self.0.iter().rev().find(|(area, _)| area.contains(at))?;
        Some((*target, (at.x - area.x, at.y - area.y)))
    }

    /// Iterates over all areas and what they stand for, in the order in which they were drawn.
    pub fn iter(&self) -> impl Iterator<Item = (Rect, Target)> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_last_covers_what_was_drawn_before() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 5));
        let mut canvas = Canvas::new(&mut buffer);
        canvas.target(Rect::new(0, 0, 20, 5), Target::Grid);
        canvas.target(Rect::new(2, 1, 10, 3), Target::Overlay);
        canvas.target(Rect::new(3, 2, 4, 1), Target::Line(7));
        canvas.target(Rect::new(18, 4, 10, 10), Target::Status);
        canvas.target(Rect::new(30, 0, 4, 1), Target::Title);
        let targets = canvas.into_targets();
        let hit = |x, y| targets.hit(Position::new(x, y));
        assert_eq!(hit(1, 1), Some((Target::Grid, (1, 1))));
        assert_eq!(hit(2, 1), Some((Target::Overlay, (0, 0))));
        assert_eq!(hit(6, 2), Some((Target::Line(7), (3, 0))));
        assert_eq!(hit(7, 2), Some((Target::Overlay, (5, 1))));
        assert_eq!(hit(19, 4), Some((Target::Status, (1, 0))));
        assert_eq!((hit(30, 0), targets.iter().count()), (None, 4), "outside of the screen");
    }
}
