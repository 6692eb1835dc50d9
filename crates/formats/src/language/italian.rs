use super::{Column, Language};

pub(super) const WORDS: Language = Language {
    months: [
        &["gennaio", "gen", "genn"],
        &["febbraio", "feb", "febbr"],
        &["marzo", "mar"],
        &["aprile", "apr"],
        &["maggio", "mag", "magg"],
        &["giugno", "giu"],
        &["luglio", "lug"],
        &["agosto", "ago"],
        &["settembre", "set", "sett"],
        &["ottobre", "ott"],
        &["novembre", "nov"],
        &["dicembre", "dic"],
    ],
    now: &[
        "presente",
        "il presente",
        "oggi",
        "ad oggi",
        "a oggi",
        "attuale",
        "attualmente",
        "in corso",
        "ora",
    ],
    since: &["dal", "da", "dall'"],
    until: &["al", "a", "ad", "fino a", "fino al"],
    at: &["presso"],
    yes: &["si", "s", "vero"],
    headings: &[
        (
            Column::Title,
            &[
                "titolo",
                "ruolo",
                "posizione",
                "qualifica",
                "mansione",
                "incarico",
            ],
        ),
        (
            Column::Organisation,
            &[
                "azienda",
                "nome azienda",
                "nome dell'azienda",
                "societa",
                "impresa",
                "organizzazione",
                "datore di lavoro",
            ],
        ),
        (
            Column::From,
            &[
                "dal",
                "da",
                "inizio",
                "data di inizio",
                "data d'inizio",
                "data inizio",
            ],
        ),
        (
            Column::To,
            &["al", "fine", "data di fine", "data fine", "fino al"],
        ),
        (Column::Period, &["periodo"]),
        (Column::Current, &["attuale", "in corso"]),
        (
            Column::Note,
            &["descrizione", "note", "nota", "annotazioni"],
        ),
    ],
};
