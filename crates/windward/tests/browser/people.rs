//! Whom one knows: connections and an address book come in, are found, marked, merged and taken away.

use crate::{
    browser::{DESKTOP, PHONE},
    first_hour::choose as read,
    hands::{answer, choose, fill, senior},
};

/// As LinkedIn writes it, with its preamble, empty addresses, and a row without a name.
const CONNECTIONS: &str = "Notes:\n\"When exporting your connection data, you may notice that some of the email addresses are missing.\"\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,Brandt,https://www.linkedin.com/in/example-ada,,Kestrel Bay,Head of Product,04 Jul 2023\nTomás,Oyelaran,https://www.linkedin.com/in/example-tomas,tomas@example.org,,Designer,12 May 2022\n,,,,,,03 Feb 2021\n";

/// As a phone writes it: one of those people with more about her, and somebody new.
const ADDRESS_BOOK: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8:Brandt;Ada;;;\r\nFN:Ada Brandt\r\nORG:Kestrel Bay\r\nTEL;CELL:+47 555 0100\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;\r\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg M=C3=BCller\r\nEMAIL;INTERNET:joerg@example.org\r\nEND:VCARD\r\n";

#[tokio::test]
async fn connections_and_an_address_book_become_one_list_on_a_phone() {
    let (server, browser) = senior(PHONE).await;
    browser.visit("People").await;
    browser.says("Nobody here yet").await;
    browser.sound().await;
    browser.follow("Import from a file").await;
    read(&browser, "Connections.csv", CONNECTIONS.as_bytes()).await;
    browser.says("Bring them in: 2 new people").await;
    browser.sound().await;
    browser.follow("Apply").await;
    browser.says("Tomás Oyelaran").await;
    browser.sound().await;

    browser.goto(&server.url("/import")).await;
    read(&browser, "contacts.vcf", ADDRESS_BOOK.as_bytes()).await;
    browser
        .says("and what is new about 1 you have already")
        .await;
    browser.press("The same people, as it seems").await;
    browser.sound().await;
    browser.follow("Apply").await;
    browser.says("Jörg Müller").await;
    browser.says("Everybody 3").await;

    // What each file knew of her is on one page.
    browser.follow("Ada Brandt").await;
    browser.says("+47 555 0100").await;
    browser.says("Head of Product").await;
    browser.sound().await;
    browser.close().await;
}

#[tokio::test]
async fn somebody_is_found_as_one_types_marked_and_merged() {
    let (server, browser) = senior(DESKTOP).await;
    browser.goto(&server.url("/import")).await;
    read(&browser, "Connections.csv", CONNECTIONS.as_bytes()).await;
    browser.follow("Apply").await;
    browser.says("Everybody 2").await;
    fill(&browser, "#search", "toma").await;
    browser.says("Found 1").await;
    let found = browser.one("#found").await.text().await;
    let found = found.expect("readable");
    assert!(!found.contains("Ada Brandt"), "only who fits: {found}");
    choose(&browser, "input[name=who]").await;
    fill(&browser, "#new-tag", "design").await;
    browser.follow("Give the tag").await;
    browser.says("One person changed.").await;
    browser.follow("Take it back").await;
    browser.goto(&server.url("/people")).await;
    assert!(!browser.text().await.contains("design"), "taken back");

    browser.follow("Write somebody down").await;
    fill(&browser, "#name", "T. Oyelaran").await;
    fill(&browser, "#reach", "tomas@example.org").await;
    browser.sound().await;
    browser.follow("Save").await;
    browser.says("You were in touch").await;
    fill(&browser, "#note", "Coffee after the meetup").await;
    browser.follow("Log it").await;
    browser.says("Coffee after the meetup").await;
    browser.goto(&server.url("/people/duplicates")).await;
    browser.says("T. Oyelaran").await;
    browser.sound().await;
    browser
        .follow_at("form[action='/people/duplicates'] button[value=merge]")
        .await;
    browser.goto(&server.url("/people")).await;
    browser.says("Everybody 2").await;

    let book = answer(&browser, "/people/export?format=vcard").await;
    assert!(
        book.starts_with("BEGIN:VCARD\r\nVERSION:4.0\r\n") && book.contains("Tomás Oyelaran"),
        "{book}"
    );
    assert!(!book.contains("Coffee"), "touches stay in the record");
    browser.close().await;
}
