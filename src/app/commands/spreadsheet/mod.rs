//! What hands know from Excel and LibreOffice Calc, and the presets of keys.

pub(crate) mod fill;
pub(crate) mod moves;
pub(crate) mod presets;
