//! What the terminal shows, and the fewest bytes that make it show something else.

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use std::io::{self, Write};

/// The screen: what was drawn last, and what is being drawn.
pub(super) struct Screen {
    shown: Buffer,
    next: Buffer,
    cursor: Option<Position>,
    bytes: Vec<u8>,
}

impl Screen {
    /// Returns a screen of which nothing is known yet.
    pub(super) fn new(size: Size) -> Self {
        let area = Rect::new(0, 0, size.width, size.height);
        Self {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            cursor: None,
            bytes: Vec::new(),
        }
    }

    /// Returns its area.
    pub(super) fn area(&self) -> Rect {
        self.next.area
    }

    /// Forgets what the terminal shows, clears it and takes a new size.
    pub(super) fn renew(&mut self, size: Size) -> io::Result<()> {
        let bytes = std::mem::take(&mut self.bytes);
        *self = Self { bytes, ..Self::new(size) };
        let mut backend = CrosstermBackend::new(&mut self.bytes);
        backend.clear()?;
        backend.hide_cursor()
    }

    /// Draws a frame: one write to the terminal, of what differs from the frame before.
    pub(super) fn draw(
        &mut self,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        self.next.reset();
        let cursor = draw(&mut self.next);
        let changes = self.shown.diff(&self.next);
        if !changes.is_empty() || cursor != self.cursor {
            let mut backend = CrosstermBackend::new(&mut self.bytes);
            if !changes.is_empty() {
                backend.draw(changes.into_iter())?;
            }
            match (cursor, self.cursor) {
                (Some(at), None) => {
                    backend.set_cursor_position(at)?;
                    backend.show_cursor()?;
                }
                (Some(at), Some(_)) => backend.set_cursor_position(at)?,
                (None, Some(_)) => backend.hide_cursor()?,
                (None, None) => {}
            }
            self.cursor = cursor;
            std::mem::swap(&mut self.shown, &mut self.next);
        }
        self.send()
    }

    fn send(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(&self.bytes)?;
        self.bytes.clear();
        out.flush()
    }
}
