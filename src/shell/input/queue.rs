//! What has come and isn't taken yet.

use crate::app::Input;
use crate::shell::input::channel::ShellEvent;
use std::collections::VecDeque;
use std::sync::mpsc::Receiver;

/// The events that have come and aren't taken yet, the oldest first.
#[derive(Default)]
pub(crate) struct EventQueue(VecDeque<ShellEvent>);

impl EventQueue {
    /// Adds an event behind those that have come before, or to the last of them: a flood of movements of the
    /// mouse is one.
    pub(crate) fn push(&mut self, event: ShellEvent) {
        if let ShellEvent::Input(Input::Mouse(later)) = &event
            && let Some(ShellEvent::Input(Input::Mouse(last))) = self.0.back_mut()
            && let Some(merged) = last.merged(*later)
        {
            *last = merged;
            return;
        }
        self.0.push_back(event);
    }

    /// Adds all events that wait at the end of a channel.
    pub(crate) fn push_all(&mut self, events: &Receiver<ShellEvent>) {
        for event in events.try_iter() {
            self.push(event);
        }
    }

    /// Takes the oldest event.
    pub(crate) fn pop(&mut self) -> Option<ShellEvent> {
        self.0.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Chord, Key, MouseAction, MouseButton, MouseInput};
    use std::sync::mpsc::channel;

    #[test]
    fn a_flood_of_movements_is_one_and_no_click_or_key_is_lost() {
        let (sender, events) = channel();
        let send = |input| sender.send(ShellEvent::Input(input)).expect("open");
        let mouse = |action, x| Input::Mouse(MouseInput::new(action, (x, 0)));
        send(mouse(MouseAction::Press(MouseButton::Left, 1), 0));
        (1..10_000).for_each(|x| send(mouse(MouseAction::Drag, x)));
        send(mouse(MouseAction::Release, 9_999));
        (0..50).for_each(|_| send(mouse(MouseAction::Wheel(1, 0), 3)));
        send(Input::Key(Chord::plain(Key::Enter)));
        send(mouse(MouseAction::Drag, 1));
        let mut queue = EventQueue::default();
        queue.push_all(&events);
        let inputs: Vec<String> = std::iter::from_fn(|| queue.pop())
            .map(|event| match event {
                ShellEvent::Input(Input::Mouse(done)) => format!("{:?} {}", done.action, done.at.0),
                ShellEvent::Input(Input::Key(chord)) => chord.to_string(),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(
            inputs,
            ["Press(Left, 1) 0", "Drag 9999", "Release 9999", "Wheel(50, 0) 3", "Enter", "Drag 1"]
        );
    }
}
