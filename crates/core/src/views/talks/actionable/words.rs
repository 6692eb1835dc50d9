//! The words by which feedback is read, gathered by hand; those that are compared by their stems are stems (Snowball
//! English).

/// Verbs of doing, by their stems: what somebody else can see or hear.
#[rustfmt::skip]
pub(super) const DOING: &[&str] = &[
    "said", "say", "wrote", "write", "written", "send", "sent", "ask", "interrupt", "present",
    "decid", "miss", "ship", "launch", "listen", "spoke", "speak", "talk", "answer", "cut",
    "explain", "show", "call", "push", "skip", "wait", "prepar", "drew", "draw", "test", "chang",
    "price", "led", "lead", "ran", "run", "held", "hold", "open", "close", "clos", "told", "tell",
    "brought", "bring", "gave", "give", "share", "split", "move", "repli", "deliv", "deliver",
    "cancel", "promis", "rush", "read", "review", "summaris", "summar", "argu", "agre", "refus",
    "propos", "offer", "invit", "includ", "leav", "left", "cover", "stop", "start", "pick", "chose",
    "choos", "handl", "solv", "fix", "built", "build", "measur", "interview", "teach", "taught",
    "coach", "mentor", "hire", "document", "report", "escal", "negoti", "apologis", "apolog",
    "defend", "repeat", "correct", "thank", "credit", "introduc", "mention", "put", "cite", "quot",
];

/// Words that say when or where.
#[rustfmt::skip]
pub(super) const PLACED: &[&str] = &[
    "when", "during", "after", "befor", "yesterday", "today", "monday", "tuesday", "wednesday",
    "thursday", "friday", "week", "month", "quarter", "sprint", "meet", "review", "retro",
    "standup", "demo", "workshop", "offsit", "call", "email", "memo", "deck", "document", "paper",
    "launch", "board", "kickoff", "interview", "session", "round", "slide", "thread", "channel",
    "roadmap", "plan", "forum", "presentation", "incid", "outag",
];

/// Words that say what to do.
#[rustfmt::skip]
pub(super) const ADVISING: &[&str] = &[
    "should", "could", "tri", "next", "instead", "rather", "would", "need", "must", "suggest",
    "recommend", "ought", "let", "make", "consid",
];

/// Words that a next step may begin with.
#[rustfmt::skip]
pub(super) const BEGINNING: &[&str] = &[
    "ask", "bring", "call", "cut", "do", "give", "go", "invite", "keep", "lead", "leave", "listen",
    "make", "prepare", "present", "put", "read", "say", "send", "share", "show", "speak", "start",
    "stop", "take", "talk", "tell", "try", "use", "wait", "write",
];

/// Words that may mean many things.
#[rustfmt::skip]
pub(super) const LOOSE: &[&str] = &[
    "strateg", "visibl", "visibility", "proactiv", "ownership", "presenc", "execut", "leadership",
    "impact", "influenc", "communic", "senior", "stakehold", "confid", "mindset", "attitud",
    "polish", "gravita", "scope", "matur", "holist", "level",
];

/// Words that nearly every English sentence has one of.
#[rustfmt::skip]
pub(super) const ENGLISH: &[&str] = &[
    "the", "a", "an", "to", "you", "your", "and", "of", "is", "are", "was", "were", "more", "with",
    "for", "on", "at", "be", "it", "that", "this", "not", "but", "too", "very", "well", "good",
    "great", "i", "we", "they", "he", "she", "have", "has", "had", "as", "in", "job", "work",
    "from", "by", "up", "what", "how", "when",
];
