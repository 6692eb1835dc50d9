//! The words by which postings are read, gathered by hand. English; `docs/reference/posting.md` explains them.

/// What postings say, and what ladders call it. To the left words of a ladder, several ways to say it between bars; to
/// the right phrases of postings that stand for it. Both are read by the stems of their words.
#[rustfmt::skip]
pub(super) const PHRASES: &[(&str, &[&str])] = &[
    ("execution | idea launch", &["go to market", "gtm", "end to end", "from concept to launch", "from discovery to delivery", "ship", "deliver product", "product delivery", "release", "product lifecycle", "roll out", "time to market", "deliver on time", "hands on product", "idea to launch", "from idea to", "launched product", "launched platform", "bring product to market", "you have launched", "you have shipped"]),
    ("agile", &["scrum", "kanban", "sprint", "user story", "iterative", "jira", "continuous delivery", "lean", "product owner", "development cycle", "backlog grooming", "backlog refinement"]),
    ("technical", &["api", "apis", "architecture", "computer science", "software engineering", "machine learning", "llm", "cloud", "infrastructure", "sdk", "technical debt", "technical trade off", "technically", "tech stack", "engineering background", "sql and python", "reliability", "scalability", "technical literacy", "developer experience", "code"]),
    ("design sense", &["ux", "user experience", "prototype", "wireframe", "figma", "usability", "interaction design", "design thinking", "customer experience", "user interface"]),
    ("consumer science | research user", &["user research", "customer research", "customer interview", "user interview", "a b test", "ab test", "experimentation", "experiment", "survey", "focus group", "discovery", "customer insight", "user insight", "voice of the customer", "customer need", "user need", "talk to customer", "talk to user", "usability test", "interview user", "interview customer", "listen to customer", "listen to user", "talk to people"]),
    ("product sense", &["product intuition", "product judgement", "product judgment", "product taste", "product mindset", "what is worth building", "what to build", "eye for product", "customer obsession", "customer obsessed"]),
    ("data metrics", &["kpi", "okr", "north star", "analytics", "sql", "dashboard", "data driven", "data informed", "quantitative", "success measure", "measure success", "amplitude", "looker", "conversion", "retention", "funnel", "analytical", "instrumentation", "measurable outcome", "data scientist", "cohort", "churn", "telemetry", "measure impact"]),
    ("market knowledge", &["competitive analysis", "competitive landscape", "market research", "market analysis", "market trend", "market insight", "competitor", "competition", "industry trend", "industry knowledge", "domain expertise", "domain knowledge", "market opportunity", "understanding of the market", "industry expert", "segment"]),
    ("vision strategy", &["product direction", "long term direction", "product strategist", "strategic thinking", "set the direction", "where to play", "multi year", "strategic plan"]),
    ("prioritisation | roadmap backlog", &["roadmap", "backlog", "trade off", "tradeoff", "say no", "ruthless", "prioritize", "priority", "sequencing"]),
    ("business finance", &["p l", "profit and loss", "revenue", "budget", "pricing", "monetization", "business case", "business model", "unit economics", "margin", "commercial", "roi", "arr", "gross", "ltv", "profitability", "business acumen", "financial", "forecast"]),
    ("innovation", &["zero to one", "0 to 1", "new venture", "invent", "ambiguity", "ambiguous", "problem solving", "creative", "unsolved", "greenfield"]),
    ("communication", &["communicator", "communicate", "storytelling", "presentation", "written", "verbal", "articulate", "present to", "public speaking", "write well", "writing skill", "explain", "keep informed", "public documentation"]),
    ("cross functional | collaboration", &["cross functional", "cross team", "across team", "across function", "work closely with", "partner with", "partner closely", "collaborate", "collaborative", "engineering and design", "design and engineering", "without authority", "interdisciplinary", "multidisciplinary", "matrix", "without formal authority", "without any formal authority", "without direct authority", "hand in hand with", "squad", "team of engineer", "side by side with"]),
    ("stakeholders", &["stakeholder", "negotiate", "negotiation", "manage expectation", "alignment across", "build consensus", "internal partner", "consensus", "on board", "keep informed", "vendor", "supplier", "difficult conversation"]),
    ("influencing executives", &["c level", "c suite", "executive team", "executive leadership", "senior leadership", "leadership team", "board of directors", "board meeting", "the board", "present to executive", "executive stakeholder", "senior leader", "executive presence", "investor", "ceo", "cto", "cfo", "coo", "founder", "c level executive", "vp"]),
    ("network partnerships", &["partnership", "strategic partner", "external partner", "conference", "industry event", "ecosystem", "alliances", "third party", "business development", "speak at"]),
    ("mentoring coaching", &["mentor", "coach", "mentorship", "raise the bar", "develop junior", "guide junior", "support junior", "share your knowledge", "craft of product management"]),
    ("managing people", &["direct report", "people manager", "people management", "line management", "line manager", "performance review", "manage a team of", "lead a team of", "team of product manager", "people leadership", "manage product manager", "one on one", "career development", "delegate"]),
    ("building teams", &["hire", "hiring", "recruit", "recruiting", "grow the team", "grow a team", "build a team", "build the team", "scale the team", "attract talent", "retain talent", "onboard", "team building", "build and lead", "high performing team", "talent"]),
    ("organisational design", &["operating model", "product operation", "ways of working", "org design", "organizational structure", "product process", "scale the organization", "change management", "product practice", "best practice across"]),
    ("portfolio resources", &["portfolio", "resource allocation", "allocate resource", "capacity planning", "headcount", "investment decision", "multiple product", "product line", "product suite"]),
    ("company strategy", &["corporate strategy", "company direction", "company vision", "company wide strategy", "company objective", "strategic decision", "business strategy", "overall strategy"]),
    ("decide", &["decision", "decision making"]),
    ("profit loss", &["p l"]),
    ("metrics", &["kpi"]),
    ("goals KPIs", &["okr", "objective and key result", "success metric"]),
    ("executive", &["executives", "c level", "c suite", "leadership team", "senior leadership"]),
    ("C-level", &["executive team", "c suite", "leadership team", "senior leadership", "executives"]),
    ("competitors", &["competition", "competitive", "rival"]),
    ("initiatives strategic", &["strategic project", "strategic programme", "strategic program"]),
    ("launch", &["go live", "release", "ship", "roll out"]),
    ("allocate budget", &["own the budget", "manage the budget", "budget responsibility"]),
    ("mentor", &["coach", "mentorship"]),
    ("product managers", &["product management team", "team of pms", "other pms"]),
];

/// Words, by their stems, that stand in postings of every kind and tell nothing.
#[rustfmt::skip]
pub(super) const EMPTY: &[&str] = &[
    "a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "with", "by", "at", "from", "as",
    "is", "are", "be", "been", "was", "were", "will", "would", "can", "could", "must", "should",
    "may", "might", "do", "doe", "did", "have", "has", "had", "it", "its", "this", "that", "these",
    "those", "there", "here", "they", "them", "their", "you", "your", "yours", "we", "our", "us",
    "i", "my", "one", "ones", "oneself", "who", "whom", "which", "what", "where", "when", "why",
    "how", "not", "no", "nor", "but", "if", "so", "than", "then", "too", "veri", "also", "onli",
    "more", "most", "less", "least", "much", "mani", "some", "ani", "all", "each", "everi", "both",
    "either", "other", "anoth", "such", "same", "own", "into", "onto", "up", "down", "out", "over",
    "under", "about", "after", "befor", "between", "among", "through", "within", "without",
    "while", "until", "per", "etc", "eg", "ie", "product", "manag", "pm", "pms", "role", "job",
    "posit", "candid", "applic", "year", "experi", "experienc", "strong", "excel", "great", "good",
    "best", "better", "proven", "track", "record", "abil", "abl", "skill", "knowledg",
    "understand", "familiar", "background", "prefer", "plus", "requir", "requirement", "respons",
    "qualif", "ideal", "look", "seek", "join", "help", "make", "take", "get", "give", "put", "set",
    "keep", "use", "see", "go", "come", "bring", "work", "need", "want", "know", "well", "new",
    "high", "level", "larg", "small", "big", "full", "time", "day", "week", "month", "thing",
    "way", "part", "place", "world", "peopl", "person", "environ", "cultur", "pace", "passion",
    "passionat", "drive", "driven", "deep", "deepli", "broad", "wide", "key", "core", "across",
    "along", "around", "toward", "order", "term", "first", "second", "two", "three", "sever",
    "self", "like", "ensur", "includ", "provid", "support", "respect", "relat", "relev", "area",
    "field", "industri", "degre", "bachelor", "master", "mba", "senior", "junior", "lead",
    "leader", "leadership", "head", "chief", "let", "else", "still", "just", "even", "once",
    "again", "ever", "never", "next", "last", "long", "hold", "run", "bear", "stand", "true",
    "real", "whole", "itself", "themselv", "someth", "someon", "somebodi", "anybodi", "everybodi",
    "nobodi", "beyond", "enough", "particular", "general", "sourc", "side", "end", "begin",
    "start", "open", "turn", "call", "say", "said", "tell", "show", "hand",
];

/// Words, by their stems, that stand for much: in a name they count once, elsewhere not at all.
#[rustfmt::skip]
pub(super) const WEAK: &[&str] = &[
    "design", "busi", "team", "build", "built", "develop", "compani", "organiz", "organ", "consum",
    "custom", "user", "engin", "sale", "resourc", "scienc", "sens", "impact", "goal", "process",
    "plan", "project", "deliv", "deliveri", "feedback", "result", "idea", "chang", "function",
    "valu", "solut", "problem", "qualiti", "growth", "grow", "complex", "scale", "global", "oper",
    "direct", "strateg", "defin", "definit", "ownership", "creat", "improv", "analysi", "program",
    "servic", "technolog", "softwar", "digit", "platform", "featur", "initi", "influenc", "decis",
    "decid", "act", "answer", "relationship", "partner", "execut", "read", "fluenci",
];

/// How words begin that are of their own, though their stems are those of others: ‘marketing’ is a function and no
/// form of ‘market’, an executive no execution, an experiment no experience.
pub(super) const OF_THEIR_OWN: &[&str] = &["marketing", "executive", "experiment"];

/// Headings, by their stems, under which a posting tells of the employer and asks for nothing.
#[rustfmt::skip]
pub(super) const ASIDE: &[&str] = &[
    "about us", "about the company", "about the team", "who we are", "our mission", "our values",
    "our culture", "benefits", "perks", "what we offer", "we offer", "what you get", "what you will get",
    "compensation", "salary", "pay range", "why join us", "why us", "why work with us", "equal opportunity",
    "diversity", "how to apply", "the process", "interview process", "hiring process", "our story",
    "location", "privacy", "life at", "what is in it for you", "legal",
];

/// What stands in lines that the law asks for and that ask for nothing themselves.
#[rustfmt::skip]
pub(super) const LEGAL: &[&str] = &[
    "equal opportunity employer", "equal opportunities employer", "equal employment opportunity", "affirmative action",
    "without regard to race", "regardless of race", "regardless of gender", "regardless of age", "protected veteran",
    "reasonable accommodation", "background check", "sexual orientation",
];

/// Headings, by their stems, under which a posting asks again.
#[rustfmt::skip]
pub(super) const ASKING: &[&str] = &[
    "requirements", "responsibilities", "qualifications", "what you will do", "what you ll do", "you will",
    "your role", "the role", "about the role", "about you", "who you are", "what you bring", "you bring",
    "your profile", "your tasks", "tasks", "what we look for", "what we are looking for", "skills",
    "must have", "nice to have", "your mission", "your responsibilities", "key responsibilities",
    "what we expect", "you have", "experience", "the job", "job description", "what you need", "preferred",
];
