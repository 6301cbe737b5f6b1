//! Files: the only part of the program that touches the disk.
