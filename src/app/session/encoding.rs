//! A file that isn't UTF-8: in which encoding it is read.

use crate::app::app::App;
use crate::app::effect::{Effect, UnreadFile};
use crate::app::mode::Mode;
use crate::app::panels::picker::state::{Picker, PickerKind};
use crate::leads::Encoding;

impl App {
    /// Lets the user choose the encoding of a file, those first that fit its bytes.
    pub(crate) fn ask_encoding(&mut self, file: UnreadFile) {
        let mut encodings = file.readable_as.clone();
        encodings.extend(Encoding::ALL.iter().filter(|e| !file.readable_as.contains(e)));
        let title = format!("Encoding of {}", file.name);
        self.set_status(format!("{}: {}; choose its encoding.", file.name, file.reason));
        let offers = PickerKind::Encodings { file: Box::new(file), encodings };
        self.mode = Mode::Picker(Picker::open(title, offers));
    }

    /// Reads a file in the encoding that was chosen.
    pub(crate) fn read_in(&mut self, file: UnreadFile, encoding: Encoding) {
        let UnreadFile { wanted, path, .. } = file;
        self.effects.push(Effect::ReadIn { wanted, path, encoding });
    }
}
