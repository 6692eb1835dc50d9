//! The form about the mail server.

use maud::{Markup, html};
use windward_formats::mail::Mailbox;
use windward_post::{Field as Which, MailServer, Password, Security, Settings};

use crate::{
    components::{Field, Kind, field, go, marks},
    form::{Form, LINE, sentence},
};

/// What is known of it, or the form.
pub(super) fn section(settings: Option<&Settings>, sent: Option<Form>, shared: bool) -> Markup {
    if let Some(Settings {
        server,
        given: true,
    }) = settings
    {
        return html! {
            section {
                h2 { "Your mail server" }
                dl {
                    dt { "Server" } dd { (server.host) ", port " (server.port) }
                    dt { "Protection" } dd { (label(server.security)) }
                    dt { "Letters come from" } dd { (server.from) }
                }
                p.soft { "Set in " code { "windward.toml" } "; it is changed there." }
            }
        };
    }
    let server = settings.map(|it| &it.server);
    let form = sent.unwrap_or_else(|| filled(server));
    let chosen = form.typed("security");
    html! {
        section {
            h2 { (if shared { "The mail server" } else { "Your mail server" }) }
            p { (if shared { "The one that letters of everybody here go through." } else { "The one that your mail program sends through; its help page names it under SMTP." }) " The password is sealed with a key that lies beside the database, not in it." }
            form method="post" action="/settings/mail" {
                (marks(None))
                (field(&form, Field { name: "host", label: "Server", hint: "Like smtp.example.org.", kind: Kind::Line { autocomplete: "off" } }))
                fieldset {
                    legend { "Protection" }
                    @for security in Security::ALL {
                        label.check { input type="radio" name="security" value=(security.word()) checked[chosen == security.word()]; span { (label(security)) } }
                    }
                    @if let Some(fault) = form.fault_of("security") { p.error { (fault) } }
                }
                (field(&form, Field { name: "port", label: "Port", hint: "Empty is the usual one: 465 with TLS, 587 with STARTTLS.", kind: Kind::Line { autocomplete: "off" } }))
                (field(&form, Field { name: "user", label: "User", hint: "Often your address. Empty if the server asks for none.", kind: Kind::Line { autocomplete: "off" } }))
                (password(&form, server.is_some_and(|it| it.password.is_some())))
                (field(&form, Field { name: "from", label: if shared { "Address of this Windward" } else { "Your address" }, hint: if shared { "Where letters come from." } else { "Where letters come from, and where answers go." }, kind: Kind::Line { autocomplete: "email" } }))
                (field(&form, Field { name: "from_name", label: if shared { "Name on its letters" } else { "Your name on letters" }, hint: "", kind: Kind::Line { autocomplete: "name" } }))
                div.actions {
                    button { "Save the server" }
                    @if server.is_some() { button.quiet form="forget" { "Forget this mail server" } }
                }
            }
            @if server.is_some() { form #forget method="post" action="/settings/mail/forget" { (marks(None)) } }
        }
    }
}

/// What those learn of it who do not run it; and those who do, before they have shown who they are.
pub(super) fn told(settings: Option<&Settings>, runs: bool) -> Markup {
    html! {
        section {
            h2 { "The mail server" }
            @match settings {
                Some(it) => p { "Letters come from " (it.server.from.address()) ", updates in your name; answers go to the address that you give." },
                None => p { "None is set up, so nothing is sent. Until there is one an update is taken as a file for your own mail program." },
            }
            @if runs { div.actions { (go("/prove?to=/settings/mail", "Set it up")) } }
            @else { p { "Whoever administers this Windward sees to it." } }
        }
    }
}

fn password(form: &Form, kept: bool) -> Markup {
    let fault = form.fault_of("password");
    html! {
        div.field {
            label for="password" { "Password" }
            p.hint #password-hint {
                @if kept { "One is kept. Empty leaves it as it is." }
                @else { "Most providers want one made for a program, called an app password." }
            }
            input #password name="password" type="password" autocomplete="off" aria-invalid=[fault.map(|_| "true")]
                aria-describedby=(if fault.is_some() { "password-hint password-fault" } else { "password-hint" });
            @if let Some(fault) = fault { p.error #password-fault { (fault) } }
        }
    }
}

const fn label(security: Security) -> &'static str {
    match security {
        Security::Tls => "TLS from the start",
        Security::StartTls => "STARTTLS",
        Security::None => "None, for a mail server on this machine",
    }
}

fn filled(server: Option<&MailServer>) -> Form {
    let Some(server) = server else {
        return Form::filled([("security", Security::Tls.word().to_owned())]);
    };
    let usual = server.port == server.security.port();
    Form::filled([
        ("host", server.host.clone()),
        ("security", server.security.word().to_owned()),
        (
            "port",
            if usual {
                String::new()
            } else {
                server.port.to_string()
            },
        ),
        ("user", server.user.clone().unwrap_or_default()),
        ("from", server.from.address().to_owned()),
        (
            "from_name",
            server.from.name().unwrap_or_default().to_owned(),
        ),
    ])
}

/// What the form says; `None` if something is wrong with it. An empty password is the one that is kept, as long as
/// it goes to the same server and user: it is shown to no other.
pub(super) fn read(form: &mut Form, before: Option<&MailServer>) -> Option<MailServer> {
    let host = form
        .needed("host", LINE, "Which server is it?")
        .unwrap_or_default();
    let security = Security::named(form.typed("security")).unwrap_or(Security::Tls);
    let port = match form.text("port", LINE).map(|it| it.parse::<u16>()) {
        None => security.port(),
        Some(Ok(port)) if port > 0 => port,
        Some(_) => {
            form.fault("port", "A port is a number from 1 to 65535.");
            0
        }
    };
    let user = form.text("user", LINE);
    let typed = form.typed("password").to_owned();
    let same = before.filter(|it| it.host == host && it.port == port && it.user == user);
    let password = match typed.as_str() {
        "" => same.and_then(|it| it.password.clone()),
        typed => Some(Password::new(typed)),
    };
    // A password is on no page, not even on that of the one who typed it.
    form.set("password", "");
    let name = form.text("from_name", LINE);
    let from = form.needed("from", LINE, "Where do letters come from?");
    let from = from.and_then(|it| mailbox(form, "from", name.as_deref(), &it));
    let server = MailServer {
        host,
        port,
        security,
        user,
        password,
        from: from?,
        root: None,
    };
    for bad in server.faults() {
        let name = match bad.field {
            Which::Host => "host",
            Which::Security => "security",
            Which::User => "user",
            Which::Password => "password",
        };
        if form.fault_of(name).is_none() {
            form.fault(name, bad.says);
        }
    }
    form.is_good().then_some(server)
}

/// An address that was typed into a field.
pub(super) fn mailbox(
    form: &mut Form,
    at: &str,
    name: Option<&str>,
    address: &str,
) -> Option<Mailbox> {
    Mailbox::new(name, address)
        .map_err(|error| form.fault(at, sentence(&error)))
        .ok()
}

/// A letter to oneself.
pub(super) fn test(settings: Option<&Settings>, form: &Form) -> Markup {
    let Some(settings) = settings else {
        return html! {};
    };
    let own = Form::filled([("test_to", settings.server.from.address().to_owned())]);
    let form = if form.is_good() { &own } else { form };
    html! {
        section.card {
            h2 { "Does it work?" }
            form method="post" action="/settings/mail/test" {
                (marks(None))
                (field(form, Field { name: "test_to", label: "Send a test to", hint: "It goes at once, and the page waits for what the server says.", kind: Kind::Line { autocomplete: "email" } }))
                button.quiet { "Send the test" }
            }
        }
    }
}
