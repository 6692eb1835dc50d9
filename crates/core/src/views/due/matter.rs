//! What kinds of things are due, and how pressing each kind is.

use crate::words::words;

words! {
    /// What kind of thing is due. Its word is pinned: what was put aside is stored under it. The order is that of
    /// Today where nothing else decides.
    Matter {
        /// There is no role yet.
        AddRole = "add-role", "a first role";
        /// Titles were read and not confirmed.
        ConfirmTitles = "confirm-titles", "titles to confirm";
        /// A promise of one's own.
        Promise = "promise", "a promise of yours";
        /// A conversation that is planned.
        Talk = "talk", "a conversation";
        /// Somebody who decides should hear something first.
        CaseSay = "case-say", "somebody to speak with about your case";
        /// A case is to be handed in.
        Case = "case", "a case to hand in";
        /// A case was to be decided.
        CaseAnswer = "case-answer", "the answer to your case";
        /// An offer that wants an answer.
        OfferAnswer = "offer-answer", "an offer to answer";
        /// Something that happened to somebody, and was not answered.
        Moment = "moment", "a moment of theirs";
        /// The birthday of somebody one is in touch with.
        Birthday = "birthday", "a birthday";
        /// A promise of somebody else that is late.
        TheirPromise = "their-promise", "a promise to you";
        /// What was agreed comes due.
        Agreement = "agreement", "an agreement";
        /// Something to follow up after an event.
        FollowUp = "follow-up", "something to follow up";
        /// A step so that somebody comes to know one's work.
        AllyStep = "ally-step", "a step with somebody who has a say";
        /// The next step with an opportunity.
        OpportunityStep = "opportunity-step", "a step with an opportunity";
        /// An experiment has ended, and nothing is decided.
        Decide = "decide", "a decision on an experiment";
        /// A day on which one decides whether to stay or go.
        StayOrGo = "stay-or-go", "whether to stay or go";
        /// Something to do.
        Act = "act", "something to do";
        /// An experiment runs, and its last pulse is a week old.
        Pulse = "pulse", "the pulse of an experiment";
        /// The check-in of the month.
        CheckIn = "check-in", "the check-in";
        /// It is time for a conversation, and none is planned.
        ArrangeTalk = "arrange-talk", "a conversation to arrange";
        /// It is time to be in touch with whoever sits on a seat.
        Seat = "seat", "a seat on your board";
        /// It is time to be in touch with somebody.
        Touch = "touch", "somebody to be in touch with";
        /// It is time to look at the whole board.
        BoardReview = "board-review", "the review of your board";
        /// The monthly note: a draft that waits, or the next one.
        Update = "update", "your monthly note";
        /// Nothing was heard of an opportunity for a while.
        Opportunity = "opportunity", "an opportunity gone quiet";
        /// The minute at the end of the week.
        Friday = "friday", "the Friday minute";
        /// A sealed copy of the record is to be taken to a device of one's own.
        Copy = "sealed-copy", "a sealed copy to take";
        /// Skills that the next rung asks for, and that nobody rated.
        Assess = "assess", "skills to rate";
        /// Duties of the next rung that nobody looked at.
        Claim = "claim", "duties to look at";
        /// No focus is chosen, or it has run out.
        ChooseFocus = "choose-focus", "a focus to choose";
        /// No destination is chosen.
        ChooseDestination = "choose-destination", "a destination to choose";
        /// Somebody to write to before one needs something.
        Reconnect = "reconnect", "somebody to write to";
        /// Lines that were logged and say too little.
        Complete = "complete", "evidence to complete";
        /// A step of an approach that could come next.
        Approach = "approach", "a step towards somebody";
        /// What is met but unproven.
        Prove = "prove", "things to back with evidence";
    }
}

words! {
    /// How pressing a kind of thing is, the most pressing first.
    Press {
        /// Everything else rests on it.
        First = "first", "first";
        /// Somebody else counts on it.
        Promised = "promised", "somebody counts on it";
        /// It has its day, or is to be done.
        Due = "due", "it is time";
        /// It comes round by itself.
        Round = "round", "it comes round";
        /// It can wait.
        Whenever = "whenever", "when you like";
    }
}

words! {
    /// All that may be known of a due thing without opening the record.
    Class {
        /// It has to do with somebody else.
        People = "people", "with people";
        /// It is one's own.
        Own = "own", "your own";
    }
}

impl Matter {
    /// How pressing it is.
    #[must_use]
    pub const fn press(self) -> Press {
        match self {
            Self::AddRole | Self::ConfirmTitles => Press::First,
            Self::Promise | Self::Talk | Self::OfferAnswer => Press::Promised,
            Self::CaseSay
            | Self::Case
            | Self::CaseAnswer
            | Self::Moment
            | Self::Birthday
            | Self::TheirPromise
            | Self::Agreement
            | Self::FollowUp
            | Self::AllyStep
            | Self::OpportunityStep
            | Self::Decide
            | Self::StayOrGo
            | Self::Act => Press::Due,
            Self::Pulse
            | Self::CheckIn
            | Self::ArrangeTalk
            | Self::Seat
            | Self::Touch
            | Self::BoardReview
            | Self::Update
            | Self::Opportunity
            | Self::Friday
            | Self::Copy => Press::Round,
            Self::Assess
            | Self::Claim
            | Self::ChooseFocus
            | Self::ChooseDestination
            | Self::Reconnect
            | Self::Complete
            | Self::Approach
            | Self::Prove => Press::Whenever,
        }
    }

    /// How many days before its day it stands on Today, where it has one: as long as it takes to get ready.
    #[must_use]
    pub const fn days_ahead(self) -> i64 {
        match self {
            Self::Talk => 2,
            Self::Promise | Self::CaseSay | Self::OfferAnswer => 3,
            Self::Agreement | Self::Case => 14,
            _ => 0,
        }
    }

    /// All that may be known of it without opening the record.
    #[must_use]
    pub const fn class(self) -> Class {
        match self {
            Self::Promise
            | Self::Talk
            | Self::CaseSay
            | Self::OfferAnswer
            | Self::Moment
            | Self::Birthday
            | Self::TheirPromise
            | Self::Agreement
            | Self::FollowUp
            | Self::AllyStep
            | Self::ArrangeTalk
            | Self::Seat
            | Self::Touch
            | Self::BoardReview
            | Self::Update
            | Self::Reconnect
            | Self::Approach => Class::People,
            _ => Class::Own,
        }
    }
}
