//! Numbers that look random and are the same after each start.

/// A die (xorshift); the number it begins with isn't 0.
pub struct Dice(pub u64);

impl Dice {
    /// Returns a number below another one, or 0.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    /// Returns one of several things.
    pub fn one_of<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }
}
