//! Lines of calendars and of address books, which RFC 5545 and RFC 6350 fold alike.

/// Bytes of a line without its end, as both bound it.
pub(crate) const LINE: usize = 75;

/// Writes a line, folded between letters: what follows begins with a space.
pub(crate) fn put(out: &mut String, line: &str) {
    let mut room = LINE;
    for letter in line.chars() {
        if letter.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        room -= letter.len_utf8();
        out.push(letter);
    }
    out.push_str("\r\n");
}
