use super::Fault;
use super::input::Input;

/// What a decoded document may cost, in bytes of memory that lists, maps and elements may still take: a few bytes of a
/// document can make an item of hundreds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget(usize);

/// What an allocation costs beside its content, about.
pub(super) const ALLOCATION: usize = 32;

/// What an error says where there is nothing left to pay with.
pub(super) const AFFORDABLE: &str = "no more items than the limit on decoded bytes allows";

impl Budget {
    pub(crate) const fn bytes(bytes: usize) -> Self {
        Self(bytes)
    }

    /// For documents that the user vouches for.
    pub(crate) const fn unlimited() -> Self {
        Self(usize::MAX)
    }

    /// Pays for one more item; false if there is nothing left to pay with.
    pub(super) fn pay(&mut self, bytes: usize) -> bool {
        let left = self.0.checked_sub(bytes);
        self.0 = left.unwrap_or_default();
        left.is_some()
    }
}

impl Input<'_> {
    /// Pays for what is about to be kept.
    #[inline]
    pub(super) fn pay(&mut self, bytes: usize) -> Result<(), Fault> {
        if self.budget.pay(bytes) { Ok(()) } else { Err(self.fault(AFFORDABLE).into_final()) }
    }
}
