//! People, as forms: brought in by choice, found, tagged many at once, merged and told apart, touched, met.

use std::fmt::Write as _;

use axum::http::StatusCode;
use windward_core::record::{
    Action, Cadence, Channel, Community, Contact, Evidence, Gathering, Kind, Moment, MomentKind,
    Record, TagCadence, Touch,
};

use crate::app::TestApp;

async fn record(app: &TestApp) -> Record {
    Record::fold(app.store().load().await.expect("a record").entries)
}

fn named<'r>(record: &'r Record, name: &str) -> &'r Contact {
    let mut all = record.all::<Contact>().filter(|of| of.it.name == name);
    all.next().unwrap_or_else(|| panic!("no {name}")).it
}

fn count<T: Kind>(record: &Record) -> usize {
    record.all::<T>().count()
}

/// Writes somebody down; answers the path of their page.
async fn somebody(app: &TestApp, fields: &[(&str, &str)]) -> String {
    app.post("/people/new", fields).await.leads_to().to_owned()
}

const CONNECTIONS: &str = "Notes:\n\"x\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nInes,Dahl,https://www.linkedin.com/in/ines,,Fjord Rail,CPO,04 Jul 2023\nTom,Okafor,https://www.linkedin.com/in/tom,,Acme,Designer,12 May 2022\n,,,,,,03 Feb 2021\n";

/// An export with a role and three connections.
fn export() -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let positions = "Company Name,Title,Description,Location,Started On,Finished On\nAcme,Product Manager,,,Nov 2019,\n";
    for (name, text) in [
        ("Positions.csv", positions),
        ("Connections.csv", CONNECTIONS),
    ] {
        zip.start_file(name, options).expect("a file");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}

async fn apply(app: &TestApp, name: &str, bytes: &[u8], more: &[(&str, &str)]) -> String {
    let address = app
        .upload("/import", name, bytes)
        .await
        .leads_to()
        .to_owned();
    let shown = app.get(&address).await;
    let fields = ["once", "seen"].map(|name| (name, shown.field(name)));
    let fields = fields.iter().map(|(name, it)| (*name, it.as_str()));
    let fields: Vec<_> = fields.chain(more.iter().copied()).collect();
    app.post(&address, &fields).await.leads_to().to_owned()
}

#[tokio::test]
async fn the_connections_of_an_export_are_one_choice_and_left_out_unless_it_is_made() {
    let app = TestApp::start().await;
    let address = app
        .upload("/import", "x.zip", &export())
        .await
        .leads_to()
        .to_owned();
    let shown = app.get(&address).await.body;
    assert!(shown.contains("Bring them in: 2 new people"), "{shown}");
    assert!(!shown.contains("name=\"people\" value=\"yes\" checked"));
    assert!(shown.contains("they have left LinkedIn"));
    apply(&app, "x.zip", &export(), &[]).await;
    assert_eq!(count::<Contact>(&record(&app).await), 0);
    apply(&app, "x.zip", &export(), &[("people", "yes")]).await;
    let record = record(&app).await;
    assert_eq!(count::<Contact>(&record), 2);
    assert_eq!(
        named(&record, "Ines Dahl").connected_on,
        Some("2023-07-04".parse().unwrap())
    );
}

#[tokio::test]
async fn connections_alone_are_what_the_file_was_chosen_for_and_taken_back_as_one() {
    let app = TestApp::start().await;
    let address = app
        .upload("/import", "Connections.csv", CONNECTIONS.as_bytes())
        .await;
    let shown = app.get(address.leads_to()).await.body;
    assert!(
        shown.contains("name=\"people\" value=\"yes\" checked"),
        "{shown}"
    );
    let led = apply(
        &app,
        "Connections.csv",
        CONNECTIONS.as_bytes(),
        &[("people", "yes")],
    )
    .await;
    let listed = app.get(&led).await.body;
    assert!(listed.contains("Two people written."), "{listed}");
    // An address book after it: one is the same person and gains what was missing.
    let book = "BEGIN:VCARD\nVERSION:3.0\nFN:Ines Dahl\nORG:Fjord Rail AS\nEMAIL:ines@fjord.example\nEND:VCARD\n";
    let address = app
        .upload("/import", "book.vcf", book.as_bytes())
        .await
        .leads_to()
        .to_owned();
    let shown = app.get(&address).await.body;
    assert!(
        shown.contains("what is new about 1 you have already"),
        "{shown}"
    );
    assert!(shown.contains("ines@fjord.example"));
    let led = apply(&app, "book.vcf", book.as_bytes(), &[("people", "yes")]).await;
    assert_eq!(named(&record(&app).await, "Ines Dahl").reach.len(), 2);
    let act = led.split_once('=').expect("an act").1;
    app.post(&format!("/import/undo/{act}"), &[])
        .await
        .leads_to();
    assert_eq!(named(&record(&app).await, "Ines Dahl").reach.len(), 1);
}

#[tokio::test]
async fn somebody_is_written_down_put_right_and_refused_with_what_was_typed() {
    let app = TestApp::start().await;
    let wrong = [
        ("name", ""),
        ("birthday", "soon"),
        ("notes", "Likes <maps>"),
    ];
    let refused = app.post("/people/new", &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for wanted in [
        "What are they called?",
        "Write it as 1980-04-12",
        "Likes &lt;maps&gt;",
        "value=\"soon\"",
    ] {
        assert!(refused.body.contains(wanted), "{wanted}: {}", refused.body);
    }
    let fields = [
        ("name", "Ines <b>Dahl"),
        ("reach", "ines@example.org (work)\njavascript:alert(1)"),
        ("tags", "mentor, Mentor, rail"),
        ("cadence", "quarter"),
        ("boundaries", "No calls"),
    ];
    let path = somebody(&app, &fields).await;
    let page = app.get(&path).await.body;
    assert!(page.contains("Ines &lt;b&gt;Dahl") && !page.contains("<b>Dahl"));
    assert!(page.contains("They asked you: ") && page.contains("href=\"mailto:ines@example.org\""));
    assert!(!page.contains("href=\"javascript"));
    let it = named(&record(&app).await, "Ines <b>Dahl").clone();
    assert_eq!((it.tags.len(), it.cadence), (2, Some(Cadence::Quarter)));
    // As the sheet shows it, it is saved as it was.
    let sheet = app.get(&format!("{path}/edit")).await;
    let revises = sheet.field("revises");
    let again = [
        ("revises", revises.as_str()),
        ("name", "Ines <b>Dahl"),
        ("reach", "ines@example.org (work)\njavascript:alert(1)"),
        ("tags", "mentor, rail"),
        ("cadence", "quarter"),
        ("boundaries", "No calls"),
    ];
    app.post(&format!("{path}/edit"), &again).await.leads_to();
    assert_eq!(
        record(&app).await.entry_count(),
        1,
        "nothing changed, nothing written"
    );
}

#[tokio::test]
async fn a_list_is_found_in_pages_and_tagged_at_once() {
    let app = TestApp::start().await;
    let mut table = "Name,E-mail,Company\n".to_owned();
    for it in 0..120 {
        let company = if it < 60 { "Acme" } else { "Brook" };
        writeln!(table, "Person {it:03},p{it}@example.org,{company}").expect("a text");
    }
    apply(&app, "people.csv", table.as_bytes(), &[("people", "yes")]).await;
    let first = app.get("/people").await.body;
    assert!(first.contains("Person 049") && !first.contains("Person 050"));
    assert!(first.contains("Page 1 of 3"));
    let last = app.get("/people?page=99").await.body;
    assert!(last.contains("Person 119"));
    let found = app.get("/people?q=acme").await.body;
    assert!(found.contains("all 60 that were found"), "{found}");
    let led = app
        .post(
            "/people/tag",
            &[
                ("q", "acme"),
                ("all", "yes"),
                ("new_tag", "old team"),
                ("do", "add"),
            ],
        )
        .await;
    let led = led.leads_to().to_owned();
    let page = app.get(&led).await.body;
    assert!(page.contains("60 people changed."), "{page}");
    assert!(page.contains("old team (60)"));
    let act = led.split_once("done=").expect("an act").1;
    app.post(&format!("/undo/{act}"), &[]).await.leads_to();
    let tagged = |record: &Record| {
        record
            .all::<Contact>()
            .filter(|of| !of.it.tags.is_empty())
            .count()
    };
    assert_eq!(tagged(&record(&app).await), 0);
    // All of one page, and no more.
    let here = [
        ("page", "3"),
        ("here", "yes"),
        ("new_tag", "last"),
        ("do", "add"),
    ];
    app.post("/people/tag", &here).await.leads_to();
    let now = record(&app).await;
    assert_eq!(tagged(&now), 20);
    assert!(named(&now, "Person 119").tags.contains(&"last".to_owned()));
    // Without a mark or a tag nothing happens, and that is said.
    let nobody = app
        .post("/people/tag", &[("new_tag", "x"), ("do", "add")])
        .await;
    let says = app.get(nobody.leads_to()).await.body;
    assert!(says.contains("Mark somebody first"), "{says}");
}

#[tokio::test]
async fn who_is_there_twice_is_merged_on_a_proposal_and_back_again() {
    let app = TestApp::start().await;
    let one = somebody(
        &app,
        &[
            ("name", "Ines Dahl"),
            ("reach", "ines@example.org"),
            ("tags", "mentor"),
        ],
    )
    .await;
    let other = somebody(
        &app,
        &[
            ("name", "I. Dahl"),
            ("reach", "INES@example.org\n+47 55 12 34 56"),
        ],
    )
    .await;
    app.post(&format!("{other}/touches"), &[("note", "Lunch")])
        .await
        .leads_to();
    let page = app.get("/people/duplicates").await.body;
    assert!(page.contains("The same e-mail address."), "{page}");
    let id = |path: &str| path.rsplit('/').next().expect("an id").to_owned();
    let (one_id, other_id) = (id(&one), id(&other));
    let who = [
        ("who", one_id.as_str()),
        ("who", other_id.as_str()),
        ("keep", one_id.as_str()),
        ("do", "merge"),
    ];
    let led = app
        .post("/people/duplicates", &who)
        .await
        .leads_to()
        .to_owned();
    assert_eq!(
        app.get(&other).await.leads_to(),
        one,
        "what named one of them means the one"
    );
    let page = app.get(&one).await.body;
    assert!(page.contains("Lunch") && page.contains("+47 55 12 34 56"));
    let act = led.split_once('=').expect("an act").1;
    app.post(&format!("/undo/{act}"), &[]).await.leads_to();
    assert_eq!(count::<Contact>(&record(&app).await), 2);
    let apart = [
        ("who", one_id.as_str()),
        ("who", other_id.as_str()),
        ("do", "apart"),
    ];
    app.post("/people/duplicates", &apart).await.leads_to();
    assert!(
        app.get("/people/duplicates")
            .await
            .body
            .contains("Nobody is there twice")
    );
    // By hand, whatever they share.
    let third = somebody(&app, &[("name", "Inge D.")]).await;
    let choose = app.get(&format!("{one}/merge?q=inge")).await.body;
    assert!(choose.contains("Inge D."));
    let third_id = id(&third);
    app.post(&format!("{one}/merge"), &[("other", third_id.as_str())])
        .await
        .leads_to();
    assert_eq!(count::<Contact>(&record(&app).await), 2);
}

#[tokio::test]
async fn a_touch_a_moment_and_a_rhythm_are_logged_and_come_round() {
    let app = TestApp::start().await;
    let path = somebody(
        &app,
        &[
            ("name", "Ines Dahl"),
            ("tags", "mentor"),
            ("boundaries", "No calls"),
        ],
    )
    .await;
    let ahead = app
        .post(
            &format!("{path}/touches"),
            &[("on", "2199"), ("note", "Lunch")],
        )
        .await;
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(ahead.body.contains("still to come") && ahead.body.contains("value=\"Lunch\""));
    app.post(
        &format!("{path}/touches"),
        &[
            ("on", "2026-03-01"),
            ("note", "Lunch"),
            ("gave", "An article"),
        ],
    )
    .await
    .leads_to();
    app.post("/people/tags", &[("tag", "mentor"), ("cadence", "quarter")])
        .await
        .leads_to();
    assert_eq!(count::<TagCadence>(&record(&app).await), 1);
    let people = app.get("/people").await.body;
    assert!(
        people.contains("Be in touch with Ines Dahl")
            && people.contains("as for everybody tagged ‘mentor’")
    );
    assert!(people.contains("They asked: No calls."), "{people}");
    app.post(
        &format!("{path}/moments"),
        &[
            ("what", "Laid off"),
            ("sort", "hard-time"),
            ("when", "2026-11-20"),
        ],
    )
    .await
    .leads_to();
    let people = app.get("/people").await.body;
    assert!(people.contains("Stand by: a line is enough"), "{people}");
    let record_now = record(&app).await;
    let id = record_now.all::<Moment>().next().expect("a moment").id;
    app.post(&format!("/moments/{id}/answer"), &[])
        .await
        .leads_to();
    let now = record(&app).await;
    assert_eq!((count::<Touch>(&now), count::<Moment>(&now)), (2, 1));
    let people = app.get("/people").await.body;
    assert!(!people.contains("Stand by") && !people.contains("Be in touch with"));
    app.post("/people/tags", &[("tag", "mentor"), ("cadence", "")])
        .await
        .leads_to();
    assert_eq!(count::<TagCadence>(&record(&app).await), 0);
}

#[tokio::test]
async fn whom_one_met_at_an_event_is_known_or_written_down() {
    let app = TestApp::start().await;
    somebody(&app, &[("name", "Ines Dahl")]).await;
    let community = app
        .post(
            "/communities",
            &[
                ("name", "Product people"),
                ("sort", "meetup"),
                ("url", "javascript:x"),
            ],
        )
        .await;
    let community = community.leads_to().to_owned();
    assert!(!app.get(&community).await.body.contains("href=\"javascript"));
    let id = community.rsplit('/').next().expect("an id");
    let event = [
        ("name", "Autumn evening"),
        ("community", id),
        ("on", "2026-10-06"),
        ("met", "Dahl, Ines\nBo Berg"),
        ("follow_up", "Send the survey"),
    ];
    let refusing = app.post("/events/new", &[("name", "")]).await;
    assert_eq!(refusing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let path = app.post("/events/new", &event).await.leads_to().to_owned();
    let now = record(&app).await;
    assert_eq!(
        (
            count::<Contact>(&now),
            count::<Gathering>(&now),
            count::<Community>(&now)
        ),
        (2, 1, 1)
    );
    assert_eq!(
        named(&now, "Bo Berg").how_known.as_deref(),
        Some("Met at Autumn evening")
    );
    assert_eq!(named(&now, "Ines Dahl").communities.len(), 1);
    let met: Vec<Touch> = now.all::<Touch>().map(|of| of.it.clone()).collect();
    assert_eq!(met.len(), 1, "to meet somebody is to be in touch");
    assert_eq!(
        (met[0].with.len(), met[0].channel, met[0].on.to_string()),
        (2, Some(Channel::Event), "2026-10-06".to_owned())
    );
    assert!(app.get(&path).await.body.contains("Send the survey"));
    // Of two of one name nobody is guessed, and where they work tells them apart.
    for organisation in ["Lumen", "Fjord Rail"] {
        somebody(
            &app,
            &[("name", "Priya Raman"), ("organisation", organisation)],
        )
        .await;
    }
    let mut second = [
        ("name", "Winter evening"),
        ("on", "2026-10-20"),
        ("met", "Priya Raman"),
    ];
    let asked = app.post("/events/new", &second).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        asked.body.contains("two people called Priya Raman"),
        "{}",
        asked.body
    );
    second[2].1 = "Priya Raman, Lumen";
    app.post("/events/new", &second).await.leads_to();
    let now = record(&app).await;
    assert_eq!(count::<Contact>(&now), 4, "nobody new");
    let page = app.get("/communities").await.body;
    assert!(
        page.contains("To follow up: Send the survey")
            && page.contains("Two people you know there")
    );
    assert!(
        app.get(&path)
            .await
            .body
            .contains(&format!("{path}/followed"))
    );
    app.post(&format!("{path}/followed"), &[]).await.leads_to();
    assert!(!app.get("/communities").await.body.contains("To follow up"));
}

#[tokio::test]
async fn a_new_job_in_a_file_can_become_a_moment_and_goes_with_the_import() {
    let app = TestApp::start().await;
    let table = |work: &str| {
        format!(
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,Brandt,https://www.linkedin.com/in/ada,,{work},04 Jul 2023\n"
        )
    };
    let before = table("Analytical Engines,VP Product");
    let people = ("people", "yes");
    apply(&app, "Connections.csv", before.as_bytes(), &[people]).await;
    let after = table("Babbage & Co,CPO");
    let address = app
        .upload("/import", "Connections.csv", after.as_bytes())
        .await;
    let shown = app.get(address.leads_to()).await.body;
    assert!(
        shown.contains("Ada Brandt: CPO, Babbage &amp; Co"),
        "{shown}"
    );
    assert!(shown.contains("takes the place of what you have"));
    let jobs = [people, ("jobs", "yes")];
    let led = apply(&app, "Connections.csv", after.as_bytes(), &jobs).await;
    assert!(led.starts_with("/people?imported="), "{led}");
    let now = record(&app).await;
    let moment = now.all::<Moment>().next().expect("a moment").it;
    assert_eq!(
        (moment.kind, moment.what.as_str()),
        (MomentKind::NewJob, "CPO, Babbage & Co")
    );
    let act = led.split_once('=').expect("an act").1;
    app.post(&format!("/undo/{act}"), &[]).await.leads_to();
    let now = record(&app).await;
    assert_eq!(count::<Moment>(&now), 0);
    assert_eq!(
        named(&now, "Ada Brandt").title.as_deref(),
        Some("VP Product")
    );
}

#[tokio::test]
async fn what_comes_next_after_a_touch_can_be_something_to_do() {
    let app = TestApp::start().await;
    let path = somebody(&app, &[("name", "Ines Dahl")]).await;
    let touch = [("note", "Lunch"), ("next", "Send the survey")];
    let touches = format!("{path}/touches");
    app.post(&touches, &touch).await.leads_to();
    assert_eq!(count::<Action>(&record(&app).await), 0, "only where wished");
    let touch = [touch[0], touch[1], ("opens", "yes")];
    app.post(&touches, &touch).await.leads_to();
    let now = record(&app).await;
    let action = now.all::<Action>().next().expect("a thing to do").it;
    assert_eq!(
        (action.what.as_str(), action.whom.as_deref()),
        ("Send the survey", Some("Ines Dahl"))
    );
}

#[tokio::test]
async fn people_are_taken_away_without_what_is_ones_own() {
    let app = TestApp::start().await;
    let fields = [
        ("name", "=Ines"),
        ("notes", "Likes maps"),
        ("boundaries", "No calls"),
        ("reach", "ines@example.org"),
    ];
    somebody(&app, &fields).await;
    let book = app.get("/people/export?format=vcard").await;
    assert!(book.body.contains("FN:=Ines") && !book.body.contains("maps"));
    assert!(book.header("content-disposition").contains(".vcf"));
    let table = app.get("/people/export?format=csv&notes=yes").await.body;
    assert!(
        table.contains("'=Ines") && table.contains("Likes maps") && !table.contains("No calls")
    );
}

#[tokio::test]
async fn who_saw_a_piece_of_evidence_is_offered_and_any_name_is_as_good() {
    let app = TestApp::start()
        .await
        .with_title("Product Manager", "2020")
        .await;
    let path = somebody(&app, &[("name", "Ines Dahl")]).await;
    app.post("/evidence", &[("what", "Shipped annual pricing")])
        .await
        .leads_to();
    let now = record(&app).await;
    let of = now.all::<Evidence>().next().expect("a piece");
    let address = format!("/evidence/{}", of.id);
    let sheet = app.get(&address).await;
    assert!(
        sheet.body.contains("<option value=\"Ines Dahl\">"),
        "{}",
        sheet.body
    );
    let (revises, on) = (sheet.field("revises"), sheet.field("on"));
    let fields = [
        ("revises", revises.as_str()),
        ("what", "Shipped annual pricing"),
        ("on", on.as_str()),
        ("witnesses", "Somebody else"),
        ("witness", "Ines Dahl"),
    ];
    app.post(&address, &fields).await.leads_to();
    let now = record(&app).await;
    assert_eq!(
        now.all::<Evidence>().next().expect("a piece").it.witnesses,
        ["Somebody else", "Ines Dahl"]
    );
    assert!(app.get(&path).await.body.contains("they saw it"));
}

#[tokio::test]
async fn a_group_says_how_many_a_tag_brings_and_how_many_come_otherwise() {
    let app = TestApp::start().await.with_sample().await;
    let groups = app.get("/updates/groups").await.body;
    assert!(
        groups.contains("Seven people: six tagged monthly update, and one by name or as an ally"),
        "{groups}"
    );
}
