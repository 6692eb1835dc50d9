//! What stands above a column of a table of contacts, in Outlook's, Google's and anybody's words.

/// What a column says of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Given,
    Additional,
    Family,
    Prefix,
    Suffix,
    Nickname,
    Organisation,
    Department,
    Title,
    Email,
    Phone,
    Url,
    Handle,
    /// A part of an address; those of one name belong together, in this order.
    Address(u8),
    Notes,
    Birthday,
    Tags,
    HowKnown,
    Connected,
    /// What the ways before it are for.
    Label,
}

/// Headings, folded, of what is one column in any of the languages. Outlook writes those of its own language.
const WORDS: [(Column, &[&str]); 15] = [
    (
        Column::Name,
        &[
            "name",
            "full name",
            "fullname",
            "display name",
            "contact",
            "contact name",
            "file as",
            "anzeigename",
            "nom complet",
            "nombre completo",
            "nome completo",
            "volledige naam",
            "weergavenaam",
        ],
    ),
    (
        Column::Given,
        &[
            "first name",
            "firstname",
            "given name",
            "given",
            "vorname",
            "prenom",
            "nombre",
            "nome",
            "primeiro nome",
            "voornaam",
        ],
    ),
    (
        Column::Additional,
        &[
            "middle name",
            "additional name",
            "other names",
            "weitere vornamen",
            "deuxieme prenom",
            "segundo nombre",
            "secondo nome",
            "tweede naam",
        ],
    ),
    (
        Column::Family,
        &[
            "last name",
            "lastname",
            "surname",
            "family name",
            "family",
            "nachname",
            "nom",
            "nom de famille",
            "apellido",
            "apellidos",
            "cognome",
            "sobrenome",
            "achternaam",
        ],
    ),
    (
        Column::Prefix,
        &["name prefix", "prefix", "anrede", "before the name"],
    ),
    (
        Column::Suffix,
        &["name suffix", "suffix", "behind the name"],
    ),
    (
        Column::Nickname,
        &["nickname", "spitzname", "surnom", "apodo", "roepnaam"],
    ),
    (
        Column::Organisation,
        &[
            "company",
            "company name",
            "organization",
            "organisation",
            "organization name",
            "organization 1 - name",
            "employer",
            "firma",
            "unternehmen",
            "societe",
            "entreprise",
            "empresa",
            "azienda",
            "societa",
            "bedrijf",
        ],
    ),
    (
        Column::Department,
        &[
            "department",
            "organization department",
            "organization 1 - department",
            "abteilung",
            "service",
            "departamento",
            "reparto",
            "afdeling",
        ],
    ),
    (
        Column::Title,
        &[
            "title",
            "job title",
            "position",
            "organization title",
            "organization 1 - title",
            "role",
            "position title",
            "berufsbezeichnung",
            "funktion",
            "fonction",
            "titre",
            "cargo",
            "puesto",
            "posizione",
            "functie",
        ],
    ),
    (
        Column::Notes,
        &[
            "notes",
            "note",
            "comments",
            "notizen",
            "remarques",
            "notas",
            "notities",
        ],
    ),
    (
        Column::Birthday,
        &[
            "birthday",
            "birth date",
            "date of birth",
            "geburtstag",
            "anniversaire",
            "cumpleanos",
            "compleanno",
            "verjaardag",
            "aniversario",
        ],
    ),
    (
        Column::Tags,
        &[
            "tags",
            "tag",
            "labels",
            "categories",
            "group membership",
            "groups",
            "kategorien",
            "categorie",
            "categorias",
            "categorieen",
        ],
    ),
    (
        Column::HowKnown,
        &["how i know them", "how known", "how you know them"],
    ),
    (Column::Connected, &["connected on", "connected since"]),
];

/// What stands in a heading of a column of which there may be several.
const SEVERAL: [(Column, &[&str]); 4] = [
    (
        Column::Email,
        &["e-mail", "email", "mail address", "courriel", "correo"],
    ),
    (
        Column::Phone,
        &[
            "phone",
            "mobile",
            "telephone",
            "telefon",
            "telefoon",
            "telefono",
            "telefone",
            "handy",
            "cell",
        ],
    ),
    (
        Column::Url,
        &[
            "web page", "website", "webseite", "url", "linkedin", "homepage", "site web", "profile",
        ],
    ),
    (
        Column::Handle,
        &["handle", "twitter", "skype", "instant messenger"],
    ),
];

/// The parts of an address, in the order in which they are written in a line. The whole of one is part 0.
const ADDRESS: [(u8, &[&str]); 5] = [
    (1, &["street", "strasse", "rue", "calle", "via", "straat"]),
    (2, &["postal code", "zip", "postleitzahl", "postcode"]),
    (3, &["city", "ort", "ville", "ciudad", "citta", "plaats"]),
    (4, &["state", "region", "bundesland"]),
    (5, &["country", "land/region", "pays", "pais", "paese"]),
];

/// What a heading names; `job` says whether another column has the title of a job, so that this one is an address.
pub(super) fn column(heading: &str, job: bool) -> Option<Column> {
    if heading.ends_with("type") || heading.ends_with("label") {
        return Some(Column::Label);
    }
    if heading == "title" && job {
        return Some(Column::Prefix);
    }
    let known = WORDS.iter().find(|(_, words)| words.contains(&heading));
    if let Some((column, _)) = known {
        return Some(*column);
    }
    // How something is pronounced or shown is no way to reach anybody.
    let beside = ["display name", "phonetic", "yomi", "photo", "fax"];
    if beside.iter().any(|it| heading.contains(it)) {
        return None;
    }
    let has = |words: &[&str]| words.iter().any(|it| heading.contains(it));
    if let Some((column, _)) = SEVERAL.iter().find(|(_, words)| has(words)) {
        return Some(*column);
    }
    if heading.contains("formatted") || (heading.ends_with("address") && !heading.contains(" - ")) {
        return Some(Column::Address(0));
    }
    let part = ADDRESS.iter().rev().find(|(_, words)| has(words));
    let addressed = ["address", "business", "home", "other", "geschaft", "privat"];
    let addressed = addressed.iter().any(|it| heading.contains(it))
        || heading == "city"
        || heading == "country";
    part.filter(|_| addressed)
        .map(|(part, _)| Column::Address(*part))
}

/// What a way is for, by its heading: ‘mobile’, ‘work’, ‘home’.
pub(super) fn label(heading: &str) -> Option<&'static str> {
    let words = [
        ("mobile", "mobile"),
        ("cell", "mobile"),
        ("handy", "mobile"),
        ("home", "home"),
        ("privat", "home"),
        ("business", "work"),
        ("geschaft", "work"),
        ("company", "work"),
        ("work", "work"),
    ];
    let found = words.iter().find(|(word, _)| heading.contains(word));
    found.map(|(_, label)| *label)
}
