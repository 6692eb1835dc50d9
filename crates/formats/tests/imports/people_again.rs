//! People who come again: one's own address book, and a file that knows more and something else.

use jiff::Timestamp;
use windward_core::{
    framework::{Framework, PRODUCT},
    record::{Act, Contact},
    sample,
};
use windward_formats::{Choice, Choices, Verdict, read, vcard::to_vcard};

use crate::{
    files::{Desk, TODAY},
    people::card,
};

#[test]
fn ones_own_address_book_proposes_nothing_when_it_comes_back() {
    let framework = Framework::parse(PRODUCT).expect("the shipped ladder");
    let mut desk = Desk::default();
    let entries = sample::entries(framework.hash, TODAY, Timestamp::UNIX_EPOCH, &mut desk.ids);
    desk.append(entries);
    let record = desk.record;
    let people: Vec<_> = record.all::<Contact>().map(|of| (of.id, of.it)).collect();
    let text = to_vcard(&people, true);
    let incoming = read("book.vcf", text.as_bytes()).unwrap();
    let plan = windward_formats::plan(incoming, &record, TODAY);
    let changed = plan.lines.iter().filter(|it| {
        !matches!(
            it.verdict,
            Verdict::Same { .. } | Verdict::KeptYours { .. } | Verdict::Already { .. }
        )
    });
    let changed: Vec<_> = changed.map(|it| (&it.content, &it.verdict)).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn what_is_missing_comes_in_though_something_is_to_be_decided() {
    let mut desk = Desk::default();
    desk.import(
        card("BEGIN:VCARD\nFN:Ada Brandt\nORG:Fjord Rail\nTITLE:CPO\nEMAIL:ada@example.org\nEND:VCARD\n"),
        &Choices::new(),
    );
    // By hand since then; and the card has a new title and a birthday.
    let before = desk.record.all::<Contact>().next().unwrap();
    let mut act = Act::new(&mut desk.ids, Timestamp::UNIX_EPOCH);
    let title = Some("Advisor".to_owned());
    act.revise(
        before,
        Contact {
            title,
            ..before.it.clone()
        },
    );
    let entries = act.into_entries();
    desk.append(entries);
    let book = "BEGIN:VCARD\nFN:Ada Brandt\nORG:Fjord Rail\nTITLE:CEO\nEMAIL:ada@example.org\nBDAY:1980-04-12\nEND:VCARD\n";
    let (plan, _) = desk.import(card(book), &Choices::new());
    assert_eq!(plan.lines[0].choices()[0], Choice::Fill);
    let of = |desk: &Desk| desk.record.all::<Contact>().next().unwrap().it.clone();
    let ada = of(&desk);
    assert_eq!(
        (ada.title.as_deref(), ada.birthday.as_deref()),
        (Some("Advisor"), Some("1980-04-12"))
    );
    // What is open is asked again, and the same file writes nothing more.
    let again = desk.plan(card(book));
    assert!(matches!(again.lines[0].verdict, Verdict::Asked { .. }));
    assert_eq!(again.lines[0].choices()[0], Choice::Leave);
    // Decided in the end, it is as in the file, and a new job for whoever wants to write a line.
    let jobs = again.new_jobs();
    assert_eq!((jobs.len(), jobs[0].what.as_str()), (1, "CEO, Fjord Rail"));
    desk.import(card(book), &Choices::from([(0, Choice::File)]));
    assert_eq!(of(&desk).title.as_deref(), Some("CEO"));
    assert!(desk.plan(card(book)).new_jobs().is_empty());
}
