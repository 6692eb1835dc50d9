use super::{Column, Language};

pub(super) const WORDS: Language = Language {
    months: [
        &["januari", "jan"],
        &["februari", "feb"],
        &["maart", "mrt"],
        &["april", "apr"],
        &["mei"],
        &["juni", "jun"],
        &["juli", "jul"],
        &["augustus", "aug"],
        &["september", "sep", "sept"],
        &["oktober", "okt"],
        &["november", "nov"],
        &["december", "dec"],
    ],
    now: &[
        "heden",
        "nu",
        "vandaag",
        "huidig",
        "huidige",
        "tot heden",
        "tot nu",
        "lopend",
    ],
    since: &["sinds", "vanaf", "van"],
    until: &["tot", "tot en met", "t/m"],
    at: &["bij"],
    yes: &["ja", "j", "waar"],
    headings: &[
        (
            Column::Title,
            &[
                "titel",
                "functie",
                "functietitel",
                "functienaam",
                "rol",
                "positie",
            ],
        ),
        (
            Column::Organisation,
            &[
                "bedrijf",
                "bedrijfsnaam",
                "werkgever",
                "organisatie",
                "naam van het bedrijf",
            ],
        ),
        (
            Column::From,
            &["van", "vanaf", "sinds", "begin", "begindatum", "startdatum"],
        ),
        (
            Column::To,
            &["tot", "tot en met", "t/m", "einde", "eind", "einddatum"],
        ),
        (Column::Period, &["periode"]),
        (Column::Current, &["huidig", "huidige functie", "lopend"]),
        (
            Column::Note,
            &[
                "omschrijving",
                "beschrijving",
                "toelichting",
                "notitie",
                "notities",
                "opmerkingen",
            ],
        ),
    ],
};
