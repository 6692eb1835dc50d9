//! The addresses of the ways in, and of accounts.

use crate::{
    pages::{account, sign_in},
    state::Options,
    table::{Table, get, post},
};

/// The ways in: by a link of the terminal where one person keeps the record, else by accounts.
pub(super) fn entrance(options: &Options) -> Table {
    use account::{
        accounts, forgotten, join, ladders, mine, passkeys, prove, second, sign_in as by_name,
        unlock,
    };
    if !options.accounts {
        return Table::new().route("/sign-in", get(sign_in::by_link));
    }
    let by_provider = if options.sso.is_some() {
        by_provider()
    } else {
        Table::new()
    };
    by_provider
        .route("/sign-in", get(by_name::show).post(by_name::enter))
        .route("/sign-in/second", get(second::show).post(second::check))
        .route("/forgotten", get(forgotten::show).post(forgotten::ask))
        .route(
            "/reset/{token}",
            get(forgotten::choose).post(forgotten::set),
        )
        .route("/join/{token}", get(join::show).post(join::make))
        .route("/sign-in/passkey/ask", post(passkeys::ask))
        .route("/sign-in/passkey", post(passkeys::enter))
        .route("/sign-in/second/passkey", post(passkeys::second))
        .route("/prove/passkey", post(passkeys::prove))
        .route("/account/passkeys", get(passkeys::new).post(passkeys::make))
        .route("/account/passkeys/ask", post(passkeys::offer))
        .route("/account/passkeys/second", post(passkeys::second_on))
        .route("/account/passkeys/{id}/drop", post(passkeys::drop))
        .route("/unlock", get(unlock::show).post(unlock::open))
        .route("/unlock/file", post(unlock::by_file))
        .route("/prove", get(prove::show).post(prove::check))
        .route("/account", get(mine::show))
        .route("/account/password", post(mine::change_password))
        .route(
            "/account/second",
            get(mine::set_up_second).post(mine::second_on),
        )
        .route("/account/second/off", post(mine::second_off))
        .route("/account/spare", post(mine::spare))
        .route("/account/sessions/{id}/end", post(mine::end_session))
        .route("/account/sessions/others", post(mine::end_others))
        .route(
            "/account/passphrase",
            get(mine::passphrase).post(mine::set_passphrase),
        )
        .route("/account/passphrase/drop", post(mine::drop_passphrase))
        .route("/account/key-file", post(mine::key_file))
        .route("/account/key-file/drop", post(mine::drop_key_file))
        .route("/accounts", get(accounts::list))
        .route("/accounts/invite", post(accounts::invite))
        .route("/accounts/invitations/{id}/end", post(accounts::withdraw))
        .route(
            "/accounts/ladders",
            get(ladders::list).post(ladders::install),
        )
        .route("/accounts/ladders/{hash}/{verb}", post(ladders::act))
        .route("/accounts/{id}/sessions", get(accounts::sessions))
        .route("/accounts/{id}/{verb}", post(accounts::act))
}

/// The ways in by a provider of single sign-on.
fn by_provider() -> Table {
    use account::sso::{self, join, link};
    Table::new()
        .route("/sso", post(sso::start))
        .route("/sso/back", get(sso::back))
        .route("/sso/join", get(join::show).post(join::make))
        .route("/account/sso", post(link::start))
        .route("/account/sso/drop", post(link::drop))
}
