//! A user's way through several runs of the real program: start, edit, quit, resume.

use super::pty::Program;
use super::workspace::Workspace;
use std::ops::{Deref, DerefMut};

/// A workspace and the program that edits its file, run after run.
///
/// Keys are pressed and screens are waited for as on a [`Program`], which is the one that was started last.
pub struct Journey {
    pub workspace: Workspace,
    program: Option<Program>,
}

impl Journey {
    /// Starts the program on the sample.
    pub fn start() -> Self {
        Self::start_in(Workspace::new())
    }

    /// Starts the program on the file of a workspace.
    pub fn start_in(workspace: Workspace) -> Self {
        let mut journey = Self { workspace, program: None };
        journey.start_again();
        journey
    }

    /// Starts the program on another file of a workspace.
    pub fn start_on(workspace: Workspace, name: &str) -> Self {
        let mut journey = Self { workspace, program: None };
        journey.open(name);
        journey
    }

    /// Starts the program again on another file of the workspace.
    pub fn open(&mut self, name: &str) {
        let path = self.workspace.path(name);
        self.start_args(&[path.to_str().expect("UTF-8")]);
    }

    /// Starts the program, edits the first lead, and quits; the work is saved.
    pub fn saved() -> Self {
        let mut journey = Self::start();
        journey.edit(1, "other name");
        journey.save_and_quit();
        journey
    }

    /// Starts the program again on the file.
    pub fn start_again(&mut self) {
        self.program = Some(self.workspace.start());
    }

    /// Starts the program again on the file, with options.
    pub fn start_with(&mut self, options: &[&str]) {
        self.program = Some(self.workspace.start_with(options));
    }

    /// Starts the program with other arguments.
    pub fn start_args(&mut self, args: &[&str]) {
        self.program = Some(self.workspace.start_args(args, (80, 24)));
    }

    /// Starts the program again and resumes the saved work, whose size is shown so.
    pub fn resume(&mut self, size: &str) {
        self.start_again();
        self.wait_for(size);
        self.keys("<Enter>");
        self.wait_for("Restored");
    }

    /// Renames a lead, counted from 1, and waits until the journal has it.
    pub fn edit(&mut self, lead: usize, name: &str) {
        // In two pieces: many keys at once would be taken for a paste on a busy machine.
        self.keys(&format!("{lead}gg0cc"));
        self.wait_for("EDIT");
        self.keys(&format!("{name}<Enter>"));
        self.wait_for(&format!("*{name}"));
        self.workspace.wait_for_line(name);
    }

    /// Accepts the first lead of the sample and exports it; the report is open then.
    pub fn export_first_lead(&mut self) {
        self.keys("sacc<Enter>");
        self.wait_for("3 cells changed");
        self.keys("yes<Enter>");
        self.wait_for("Ready to export");
        self.keys("<C-s>");
        self.wait_for("Review");
        self.keys("<Enter>");
        self.wait_for("verified");
    }

    /// Quits the program, which asks nothing as there is no work to be saved.
    pub fn quit(&mut self) {
        self.end("q");
    }

    /// Quits the program and lets it save the work.
    pub fn save_and_quit(&mut self) {
        self.end("q<Enter>");
    }

    /// Quits the program and discards the work.
    pub fn discard_and_quit(&mut self) {
        self.end("qd");
    }

    /// Presses the keys that end the program, which it does without an error.
    pub fn end(&mut self, keys: &str) {
        self.keys(keys);
        assert_eq!(self.wait_exit(), 0);
        self.program = None;
    }

    /// Kills the program without a warning.
    pub fn kill(&mut self) {
        Program::kill(self);
        self.wait_exit();
        self.program = None;
    }
}

impl Deref for Journey {
    type Target = Program;

    fn deref(&self) -> &Program {
        self.program.as_ref().expect("the program is started")
    }
}

impl DerefMut for Journey {
    fn deref_mut(&mut self) -> &mut Program {
        self.program.as_mut().expect("the program is started")
    }
}
