//! Counts in the sentences that views give.

/// ‘1 week’, ‘2 weeks’.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
