//! Changes of a seed at random.

/// What formats are made of, and numbers at their edges: put in where it hurts.
const WORDS: &[&str] = &[
    "\"",
    "\"\"",
    "'",
    ",",
    ";",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{85}",
    "\u{2028}",
    "\u{301}",
    "\u{1f1e9}\u{1f1ea}",
    "=",
    "+",
    "-",
    "@",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "&",
    "%",
    "%00",
    "%0d%0a",
    "%FF",
    "%2F",
    "\\",
    "\\u0000",
    "\\ud800",
    "//",
    "/\\",
    "../",
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "9223372036854775807",
    "18446744073709551616",
    "0000-00-00",
    "9999-12-31",
    "2026-02-30",
    "<script>",
    "javascript:",
    "![x](",
    "](",
    "```",
    "> ",
    "* ",
    "# ",
    "| ",
    "-> scrypt ",
    "BEGIN:VCARD",
    "END:VCARD",
    "BEGIN:VEVENT",
    "item1.",
    ";CHARSET=",
    ";ENCODING=QUOTED-PRINTABLE:",
    "=\r\n",
    "PK\u{3}\u{4}",
    "PK\u{5}\u{6}",
    "https://",
    "http:",
    "data:",
    "::ffff:",
    "[[rungs]]",
    "\"\"\"",
    "'''",
    " AND ",
    "\"entry_id\":",
    "{{7*7}}",
];

/// Inputs made of seeds, one after another.
#[derive(Debug)]
pub struct Changes<'a> {
    state: u64,
    seeds: &'a [Vec<u8>],
}

impl<'a> Changes<'a> {
    /// Bytes of the longest input: what is to be found beyond hides in depth and repetition, and comes from a seed.
    pub const LONGEST: usize = 64 * 1024;

    /// The inputs of a number.
    #[must_use]
    pub const fn from(number: u64, seeds: &'a [Vec<u8>]) -> Self {
        Self {
            state: number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1,
            seeds,
        }
    }

    /// A number below another (xorshift64*, Vigna 2016).
    fn below(&mut self, most: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        let drawn = self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(drawn).unwrap_or(0) % most.max(1)
    }

    /// The next input.
    pub fn input(&mut self) -> Vec<u8> {
        let seed = self.below(self.seeds.len());
        let mut input = self.seeds[seed].clone();
        input.truncate(Self::LONGEST);
        for _ in 0..=self.below(8) {
            self.change(&mut input);
            input.truncate(Self::LONGEST);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let end = (at + self.below(40)).min(input.len());
        match self.below(10) {
            0 if at < input.len() => input[at] ^= 1 << self.below(8),
            1 if at < input.len() => input[at] = self.byte(),
            2 => input.insert(at, self.byte()),
            3 => drop(input.drain(at..end)),
            4 => {
                let piece = input[at..end].to_vec();
                let times = 1 + self.below(60);
                insert(input, at, &piece.repeat(times));
            }
            5 => {
                let other = self.below(self.seeds.len());
                let other = &self.seeds[other];
                let from = self.below(other.len() + 1);
                let to = (from + self.below(200)).min(other.len());
                insert(input, at, &other[from..to]);
            }
            6 => input.truncate(at),
            7 => {
                let piece: Vec<u8> = input.drain(at..end).collect();
                let to = self.below(input.len() + 1);
                insert(input, to, &piece);
            }
            _ => {
                let word = WORDS[self.below(WORDS.len())].as_bytes();
                let times = if self.below(8) == 0 {
                    self.below(400)
                } else {
                    1
                };
                insert(input, at, &word.repeat(times));
            }
        }
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap_or(0)
    }
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    input.splice(at..at, piece.iter().copied());
}
