//! The program under faults: killed, hung up, full disks, lost terminals.

mod fault_table;
mod faults;
mod recovery;
