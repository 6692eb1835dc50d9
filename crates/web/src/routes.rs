//! The route table: every address there is, but for the ways in, which are beside it.

mod accounts;
mod law;
mod people;
mod sharing;

use std::sync::Arc;

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use windward_store::{Instance, SignInToken};

use crate::{
    assets,
    error::{self, WebError},
    figures::{Figures, UnderWay},
    guard,
    pages::{
        actions, background, board, cases, changes, check_in, compare, course, destinations,
        evidence, expectation, experiments, feed, friday, hypotheses, import, ladder, mail,
        milestones, opportunities, plan, plateau, praise, record as entries, recovery, resume,
        review, roles, sample, search, setbacks, settings, sign_in, skill, skills, standing,
        take_away, takeaways, talks, timeline, titles, today, undo, welcome,
    },
    request::{self, FILE_WITHIN, FORM_WITHIN},
    state::{App, Options},
    table::{Address, Bounds, Table, get, post},
};

/// The largest form, in bytes. A form has at most a few hundred answers and some pages of text.
const MOST_IN_A_FORM: usize = 1 << 20;

/// The largest file that is imported through a page, in megabytes. The command line takes larger ones.
pub(crate) const MOST_IN_A_FILE_MB: usize = 64;

/// All of Windward's pages over one instance.
pub fn router(instance: Instance, options: Options) -> Router {
    served(instance, options).0
}

/// The same, with the numbers that are told to whoever watches the server.
pub fn served(instance: Instance, options: Options) -> (Router, Figures) {
    let app = App::new(instance, options);
    let of_files = Bounds {
        most: MOST_IN_A_FILE_MB << 20,
        within: FILE_WITHIN,
        holds: false,
    };
    let of_forms = Bounds {
        most: MOST_IN_A_FORM,
        within: FORM_WITHIN,
        holds: true,
    };
    let all = pages(&app.options)
        .into_router(Some(of_forms))
        .merge(files().into_router(Some(of_files)))
        .merge(small().into_router(None));
    (surrounded(all, &app), Figures::of(app))
}

/// Pages with what stands around every answer, those among them that no page gives.
pub(crate) fn surrounded(pages: Router<Arc<App>>, app: &Arc<App>) -> Router {
    pages
        .fallback(async || WebError::NotFound)
        .method_not_allowed_fallback(async || WebError::NotFound)
        .layer(middleware::from_fn_with_state(Arc::clone(app), surround))
        .with_state(Arc::clone(app))
}

/// All that stands around an answer, from the outside in. One layer, because axum clones what lies below a layer for each
/// request, and what lies below that again.
async fn surround(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let under_way = UnderWay::of(&app.counts, &request);
    let response = request::numbered(async {
        let mut response = request::caught(answer(&app, request, next)).await;
        guard::headers(&app, &mut response);
        response
    });
    let response = response.await;
    under_way.answered(response.status());
    response
}

async fn answer(app: &Arc<App>, request: Request, next: Next) -> Response {
    if request::is_too_long(request.uri()) {
        return WebError::AddressTooLong.into_response();
    }
    if let Some(refused) = guard::refused(app, &request) {
        return refused;
    }
    let asked = error::asked(&request);
    error::framed(app, asked, next.run(request).await).await
}

/// Every address there is, and the methods that something answers there.
#[must_use]
pub fn addresses(options: &Options) -> Vec<Address> {
    let all = pages(options).merge(files()).merge(small());
    all.into_addresses()
}

/// What takes large files.
fn files() -> Table {
    Table::new()
        .route("/import", get(import::choose).post(import::read))
        .route("/settings/import", post(entries::import))
        .route("/settings/framework", post(settings::framework))
}

/// What is no page.
fn small() -> Table {
    Table::new()
        .route("/assets/{name}", get(assets::serve))
        .route("/robots.txt", get(assets::robots))
        .route("/healthz", get(async || "ok\n"))
}

/// Every page, and what its forms are sent to.
fn pages(options: &Options) -> Table {
    Table::new()
        .route("/", get(today::show))
        .route("/welcome", get(welcome::show).post(welcome::begin))
        .route("/import/roles.csv", get(import::template))
        .route("/import/{id}", get(import::preview).post(import::apply))
        .route("/import/undo/{act}", post(import::undo))
        .route("/titles", get(titles::show).post(titles::confirm))
        .route("/course", get(course::show))
        .route("/skills", get(skills::show))
        .route("/skills/rate", post(skills::rate))
        .route("/skills/confirm", post(skills::confirm))
        .route("/skills/focus", post(skills::focus))
        .route("/skills/{skill}", get(skill::show).post(skill::note))
        .route("/claims", post(skills::claim))
        .route("/ladder", get(ladder::show))
        .route("/ladder/compare", get(compare::show))
        .route("/ladder/{rung}", get(ladder::rung))
        .route("/expectations/{id}", get(expectation::show))
        .route("/standing", get(standing::show))
        .route("/undo/{act}", post(undo::undo))
        .route("/settings", get(settings::show).post(settings::save))
        .route("/settings/export", get(entries::export))
        .route(
            "/settings/take-away",
            get(take_away::show).post(take_away::file),
        )
        .route("/recovery", get(recovery::show).post(recovery::confirm))
        .route("/recovery/new", post(recovery::renew))
        .route("/sample", post(sample::enter))
        .route("/sample/leave", post(sample::leave))
        .route("/signed-out", get(error::good_bye))
        .route("/sign-out", post(sign_in::out))
        .route("/sign-out/everywhere", post(sign_in::out_everywhere))
        .merge(accounts::entrance(options))
        .merge(record())
        .merge(growth())
        .merge(day())
        .merge(after_a_setback())
        .merge(conversations())
        .merge(milestones())
        .merge(people::about_people())
        .merge(on_the_board())
        .merge(people::news())
        .merge(ways())
        .merge(by_mail())
        .merge(sharing::sharing())
        .merge(sharing::others())
        .merge(law::law(options))
}

/// What a career is made of, and what is found in it.
fn record() -> Table {
    Table::new()
        .route("/evidence", get(evidence::list).post(evidence::log))
        .route("/evidence/drafts", get(evidence::drafts::show))
        .route("/evidence/export", get(evidence::take::out))
        .route(
            "/evidence/{id}",
            get(evidence::one::show).post(evidence::one::edit),
        )
        .route("/evidence/{id}/withdraw", post(evidence::one::withdraw))
        .route("/praise", get(praise::list).post(praise::add))
        .route("/praise/{id}", get(praise::show).post(praise::edit))
        .route("/praise/{id}/withdraw", post(praise::withdraw))
        .route("/friday", get(friday::show).post(friday::save))
        .route("/review", get(review::show))
        .route("/timeline", get(timeline::show))
        .route("/changes", get(changes::show))
        .route("/search", get(search::show))
        .route("/roles", get(roles::list))
        .route("/roles/new", get(roles::blank).post(roles::add))
        .route("/roles/{id}", get(roles::show).post(roles::edit))
        .route("/roles/{id}/withdraw", post(roles::withdraw))
        .route("/resume", get(resume::show).post(resume::save))
        .route("/resume/file", get(resume::file))
        .route("/background", get(background::list))
        .route(
            "/background/new/{kind}",
            get(background::blank).post(background::add),
        )
        .route(
            "/background/{id}",
            get(background::show).post(background::edit),
        )
        .route("/background/{id}/withdraw", post(background::withdraw))
}

/// Where it is to go, and how one finds out.
fn growth() -> Table {
    Table::new()
        .route(
            "/destinations",
            get(destinations::show).post(destinations::choose),
        )
        .route("/destinations/{id}/withdraw", post(destinations::withdraw))
        .route("/plan", get(plan::show).post(plan::ask))
        .route("/plan/plays", post(plan::mark))
        .route("/plan/take", post(plan::take))
        .route("/hypotheses", get(hypotheses::list).post(hypotheses::add))
        .route(
            "/hypotheses/{id}",
            get(hypotheses::show).post(hypotheses::edit),
        )
        .route("/hypotheses/{id}/verdict", post(hypotheses::overrule))
        .route("/hypotheses/{id}/withdraw", post(hypotheses::withdraw))
        .route(
            "/experiments",
            get(experiments::list).post(experiments::add),
        )
        .route("/experiments/new", get(experiments::blank))
        .route("/experiments/{id}", get(experiments::one::show))
        .route(
            "/experiments/{id}/edit",
            get(experiments::change).post(experiments::edit),
        )
        .route("/experiments/{id}/start", post(experiments::one::start))
        .route("/experiments/{id}/pulse", post(experiments::one::pulse))
        .route(
            "/experiments/{id}/decide",
            get(experiments::decide::show).post(experiments::decide::decide),
        )
        .route("/experiments/{id}/leave", post(experiments::one::leave))
        .route("/experiments/{id}/withdraw", post(experiments::withdraw))
        .route("/takeaways", get(takeaways::list).post(takeaways::add))
        .route(
            "/takeaways/{id}",
            get(takeaways::show).post(takeaways::edit),
        )
        .route("/takeaways/{id}/withdraw", post(takeaways::withdraw))
        .route("/actions", get(actions::list).post(actions::add))
        .route("/actions/{id}", get(actions::show).post(actions::edit))
        .route("/actions/{id}/done", post(actions::done))
        .route("/actions/{id}/later", post(actions::later))
        .route("/actions/{id}/drop", post(actions::drop))
        .route("/actions/{id}/reopen", post(actions::reopen))
        .route("/check-in", get(check_in::show).post(check_in::add))
        .route("/check-in/skip", post(check_in::skip))
        .route("/check-in/{id}", get(check_in::change).post(check_in::edit))
        .route("/check-in/{id}/withdraw", post(check_in::withdraw))
        .route("/plateau", get(plateau::show))
        .route("/plateau/take", post(plateau::take))
        .route("/plateau/settle", post(plateau::settle))
        .route("/plateau/time", post(plateau::time))
}

/// What leaves by mail, and how.
fn by_mail() -> Table {
    Table::new()
        .route("/settings/mail", get(mail::show).post(mail::save))
        .route("/settings/mail/test", post(mail::test))
        .route("/settings/mail/forget", post(mail::forget))
        .route("/settings/mail/anew", post(mail::anew))
        .route("/settings/mail/digest", post(mail::digest::save))
        .route(
            "/settings/mail/letters/{id}/again",
            post(mail::letters::again),
        )
        .route(
            "/settings/mail/letters/{id}/drop",
            post(mail::letters::take_out),
        )
        .route(
            "/digest/stop/{secret}",
            get(mail::digest::asked_to_stop).post(mail::digest::stop),
        )
}

/// What happened, and what may help.
fn after_a_setback() -> Table {
    use setbacks::{acts, dates, ends, judged, leaving, look_back, notes, pairs, people, slow};
    Table::new()
        .route("/setbacks", get(setbacks::list).post(setbacks::add))
        .route("/setbacks/new", get(setbacks::blank))
        .route("/setbacks/{id}", get(setbacks::show).post(setbacks::edit))
        .route("/setbacks/{id}/withdraw", post(setbacks::withdraw))
        .route("/setbacks/{id}/slow", post(slow::set))
        .route("/setbacks/{id}/slow/over", post(slow::over))
        .route("/setbacks/{id}/write", get(notes::show).post(notes::add))
        .route("/setbacks/notes/{id}", get(notes::one).post(notes::edit))
        .route("/setbacks/notes/{id}/withdraw", post(notes::withdraw))
        .route("/setbacks/{id}/people", get(people::show).post(people::add))
        .route("/setbacks/people/{id}", get(people::one).post(people::edit))
        .route("/setbacks/people/{id}/told", post(people::told))
        .route("/setbacks/people/{id}/withdraw", post(people::withdraw))
        .route(
            "/setbacks/{id}/look-back",
            get(look_back::show).post(look_back::add),
        )
        .route(
            "/setbacks/answers/{id}",
            get(look_back::one).post(look_back::edit),
        )
        .route(
            "/setbacks/answers/{id}/hypothesis",
            post(look_back::believe),
        )
        .route("/setbacks/answers/{id}/withdraw", post(look_back::withdraw))
        .route(
            "/setbacks/{id}/say-it-otherwise",
            get(pairs::show).post(pairs::add),
        )
        .route("/setbacks/pairs/{id}", get(pairs::one).post(pairs::edit))
        .route("/setbacks/pairs/{id}/withdraw", post(pairs::withdraw))
        .route("/setbacks/{id}/do", get(acts::show).post(acts::add))
        .route("/setbacks/{id}/leaving", get(leaving::show))
        .route("/setbacks/{id}/leaving/taken", post(leaving::taken))
        .route("/setbacks/{id}/leaving/asked", post(leaving::asked))
        .route("/setbacks/{id}/leaving/dates", post(dates::add))
        .route("/setbacks/{id}/leaving/promises", post(ends::close))
        .route(
            "/setbacks/{id}/judged",
            get(judged::show).post(judged::save),
        )
        .route("/setbacks/{id}/judged/decide", post(judged::decide))
}

/// What is done about a thing on Today.
fn day() -> Table {
    Table::new()
        .route("/feed", get(feed::show).post(feed::make))
        .route("/feed/{id}/end", post(feed::end))
        .route("/calendar/{file}", get(feed::calendar))
        .route("/today/done", post(today::aside::done))
        .route("/today/aside", post(today::aside::put))
        .route("/today/back", post(today::aside::back_again))
        .route("/today/quiet", post(today::aside::quiet))
        .route("/today/quiet/over", post(today::aside::quiet_over))
}

/// Talking about it with those who have a say.
fn conversations() -> Table {
    use talks::{
        agreement, agreements, allies, conversations, counterpart, feedback, handover, notes, one,
        prepare, promises, record,
    };
    Table::new()
        .route("/conversations", get(conversations::list))
        .route("/conversations/notes", post(notes::add))
        .route("/conversations/notes/{id}/drop", post(notes::drop))
        .route("/conversations/with", post(counterpart::add))
        .route(
            "/conversations/with/{id}",
            get(counterpart::show).post(counterpart::edit),
        )
        .route(
            "/conversations/with/{id}/withdraw",
            post(counterpart::withdraw),
        )
        .route(
            "/conversations/prepare",
            get(prepare::show).post(prepare::save),
        )
        .route(
            "/conversations/record",
            get(record::blank).post(record::save),
        )
        .route("/conversations/{id}", get(one::show).post(one::edit))
        .route("/conversations/{id}/said", post(one::said))
        .route("/conversations/{id}/withdraw", post(one::withdraw))
        .route("/feedback/{id}", get(feedback::show).post(feedback::edit))
        .route("/feedback/{id}/overrule", post(feedback::overrule))
        .route("/feedback/{id}/follow", post(feedback::follow))
        .route("/feedback/{id}/prove", post(feedback::prove))
        .route("/feedback/{id}/leave", post(feedback::leave))
        .route("/feedback/{id}/withdraw", post(feedback::withdraw))
        .route("/promises", get(promises::list).post(promises::add))
        .route("/promises/{id}", get(promises::show).post(promises::edit))
        .route("/promises/{id}/end", post(promises::end))
        .route("/promises/{id}/withdraw", post(promises::withdraw))
        .route("/agreements", get(agreements::list).post(agreements::add))
        .route("/agreements/new", get(agreements::blank))
        .route("/agreements/{id}", get(agreement::show))
        .route(
            "/agreements/{id}/edit",
            get(agreements::change).post(agreements::edit),
        )
        .route("/agreements/{id}/mark", post(agreement::mark))
        .route("/agreements/{id}/text", get(agreement::text))
        .route("/agreements/{id}/withdraw", post(agreement::withdraw))
        .route("/handover", get(handover::show))
        .route("/handover/text", get(handover::text))
        .route("/allies", get(allies::list).post(allies::add))
        .route("/allies/{id}", get(allies::show).post(allies::edit))
        .route("/allies/{id}/step", post(allies::stepped))
        .route("/allies/{id}/withdraw", post(allies::withdraw))
}

/// The few weeks that decide years.
fn milestones() -> Table {
    use cases::{
        argument, deciders, expectation, matrix, one, outcome, packet, stories, submitted,
    };
    Table::new()
        .route("/milestones", get(milestones::show))
        .route("/cases", get(cases::list).post(cases::add))
        .route("/cases/submitted/{id}", get(submitted::show))
        .route("/cases/submitted/{id}/file", get(submitted::file))
        .route("/cases/{id}", get(one::show))
        .route("/cases/{id}/act", post(one::act))
        .route("/cases/{id}/vouch", post(one::vouch))
        .route("/cases/{id}/withdraw", post(one::withdraw))
        .route("/cases/{id}/matrix", get(matrix::show))
        .route(
            "/cases/{id}/expectations/{expectation}",
            get(expectation::show).post(expectation::save),
        )
        .route("/cases/{id}/stories", get(stories::show))
        .route(
            "/cases/{id}/stories/{number}",
            get(stories::one).post(stories::save),
        )
        .route(
            "/cases/{id}/argument",
            get(argument::show).post(argument::save),
        )
        .route(
            "/cases/{id}/deciders",
            get(deciders::show).post(deciders::save),
        )
        .route("/cases/{id}/deciders/said", post(deciders::said))
        .route("/cases/{id}/deciders/add", post(deciders::add))
        .route("/cases/{id}/packet", get(packet::show).post(packet::save))
        .route("/cases/{id}/file", get(packet::file))
        .route("/cases/{id}/submit", post(packet::submit))
        .route(
            "/cases/{id}/outcome",
            get(outcome::show).post(outcome::save),
        )
        .route("/cases/{id}/reopen", post(outcome::reopen))
}

/// Who gives guidance, and the steps towards them.
fn on_the_board() -> Table {
    Table::new()
        .route("/board", get(board::show))
        .route("/board/seats", post(board::seat::add))
        .route("/board/seats/new", get(board::seat::blank))
        .route(
            "/board/seats/{id}",
            get(board::seat::show).post(board::seat::edit),
        )
        .route("/board/seats/{id}/rest", post(board::seat::rest))
        .route("/board/seats/{id}/withdraw", post(board::seat::withdraw))
        .route("/board/approaches", post(board::approach::add))
        .route("/board/approaches/new", get(board::approach::blank))
        .route("/board/approaches/{id}", get(board::approach::show))
        .route("/board/approaches/{id}/step", post(board::letter::take))
        .route("/board/approaches/{id}/draft", post(board::letter::keep))
        .route(
            "/board/approaches/{id}/let-go",
            post(board::approach::let_go),
        )
        .route(
            "/board/approaches/{id}/withdraw",
            post(board::approach::withdraw),
        )
        .route(
            "/board/with/{id}",
            get(board::with::show).post(board::with::log),
        )
        .route("/board/with/{id}/questions", post(board::waiting::ask))
        .route("/board/with/{id}/gifts", post(board::waiting::give))
        .route(
            "/board/questions/{id}/drop",
            post(board::waiting::drop_question),
        )
        .route("/board/gifts/{id}/drop", post(board::waiting::drop_gift))
        .route("/board/lessons/{id}", post(board::waiting::outcome))
        .route(
            "/board/review",
            get(board::review::show).post(board::review::save),
        )
}

/// Roles that one considers.
fn ways() -> Table {
    use opportunities::{one, reading, stage, take, weigh};
    Table::new()
        .route(
            "/opportunities",
            get(opportunities::list).post(opportunities::add),
        )
        .route("/opportunities/new", get(opportunities::blank))
        .route("/opportunities/export", get(take::out))
        .route("/opportunities/compare", get(weigh::show).post(weigh::save))
        .route("/opportunities/{id}", get(one::show))
        .route(
            "/opportunities/{id}/edit",
            get(opportunities::change).post(opportunities::edit),
        )
        .route("/opportunities/{id}/stage", post(stage::enter))
        .route("/opportunities/{id}/stepped", post(stage::stepped))
        .route("/opportunities/{id}/role", post(take::role))
        .route("/opportunities/{id}/posting", get(reading::show))
        .route(
            "/opportunities/{id}/posting/{at}",
            get(reading::passage).post(reading::correct),
        )
        .route(
            "/opportunities/{id}/withdraw",
            post(opportunities::withdraw),
        )
}

/// The path of a link that signs in, once.
#[must_use]
pub fn sign_in_path(token: &SignInToken) -> String {
    format!("/sign-in?token={}", token.reveal().as_str())
}
