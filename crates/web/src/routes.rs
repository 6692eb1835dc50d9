//! The route table: every address there is.

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    handler::Handler,
    middleware,
    routing::{MethodRouter, get, post},
};
use windward_store::{Instance, SignInToken};

use crate::{
    assets,
    error::{self, WebError},
    guard, kept,
    pages::{
        actions, background, board, changes, check_in, compare, course, destinations, evidence,
        expectation, experiments, friday, hypotheses, import, ladder, plan, plateau, praise,
        record as entries, recovery, review, roles, sample, search, settings, sign_in, skill,
        skills, standing, takeaways, timeline, titles, today, welcome,
    },
    state::{App, Options},
};

/// The largest form, in bytes. A form has at most a few hundred answers and some pages of text.
const MOST_IN_A_FORM: usize = 1 << 20;

/// The largest file that is imported through a page, in megabytes. The command line takes larger ones.
pub(crate) const MOST_IN_A_FILE_MB: usize = 64;

/// Pages that read their book and nothing else, so that they are kept: see `kept.rs`. One that also asks the store, or
/// the clock, is none.
struct Kept(Arc<App>);

impl Kept {
    fn get<T: 'static>(&self, page: impl Handler<T, Arc<App>>) -> MethodRouter<Arc<App>> {
        let again = middleware::from_fn_with_state(Arc::clone(&self.0), kept::again);
        get(page).route_layer(again)
    }
}

/// All of Windward's pages over one instance.
pub fn router(instance: Instance, options: Options) -> Router {
    let app = App::new(instance, options);
    let kept = Kept(Arc::clone(&app));
    let files = Router::new()
        .route("/import", get(import::choose).post(import::read))
        .route("/settings/import", post(entries::import))
        .route("/settings/framework", post(settings::framework))
        .layer(DefaultBodyLimit::max(MOST_IN_A_FILE_MB << 20));
    Router::new()
        .route("/", kept.get(today::show))
        .route("/welcome", get(welcome::show).post(welcome::begin))
        .route("/import/roles.csv", get(import::template))
        .route("/import/{id}", get(import::preview).post(import::apply))
        .route("/import/undo/{act}", post(import::undo))
        .route("/titles", get(titles::show).post(titles::confirm))
        .route("/course", kept.get(course::show))
        .route("/skills", kept.get(skills::show))
        .route("/skills/rate", post(skills::rate))
        .route("/skills/confirm", post(skills::confirm))
        .route("/skills/focus", post(skills::focus))
        .route("/skills/{skill}", kept.get(skill::show).post(skill::note))
        .route("/claims", post(skills::claim))
        .route("/ladder", kept.get(ladder::show))
        .route("/ladder/compare", kept.get(compare::show))
        .route("/ladder/{rung}", kept.get(ladder::rung))
        .route("/expectations/{id}", kept.get(expectation::show))
        .route("/standing", kept.get(standing::show))
        .route("/undo/{act}", post(entries::undo))
        .route("/settings", get(settings::show).post(settings::save))
        .route("/settings/export", get(entries::export))
        .route("/recovery", get(recovery::show).post(recovery::confirm))
        .route("/recovery/new", post(recovery::renew))
        .route("/sample", post(sample::enter))
        .route("/sample/leave", post(sample::leave))
        .route("/sign-in", get(sign_in::by_link))
        .route("/signed-out", get(error::good_bye))
        .route("/sign-out", post(sign_in::out))
        .route("/sign-out/everywhere", post(sign_in::out_everywhere))
        .merge(record(&kept))
        .merge(growth(&kept))
        .merge(people())
        .layer(DefaultBodyLimit::max(MOST_IN_A_FORM))
        .merge(files)
        .route("/assets/{name}", get(assets::serve))
        .route("/healthz", get(async || "ok\n"))
        .fallback(async || WebError::NotFound)
        .method_not_allowed_fallback(async || WebError::NotFound)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            error::framed,
        ))
        .layer(middleware::from_fn_with_state(
            Arc::clone(&app),
            guard::admit,
        ))
        .layer(middleware::from_fn(guard::headers))
        .with_state(app)
}

/// What a career is made of, and what is found in it.
fn record(kept: &Kept) -> Router<Arc<App>> {
    Router::new()
        .route("/evidence", kept.get(evidence::list).post(evidence::log))
        .route("/evidence/drafts", kept.get(evidence::drafts::show))
        .route("/evidence/export", get(evidence::take::out))
        .route(
            "/evidence/{id}",
            kept.get(evidence::one::show).post(evidence::one::edit),
        )
        .route("/evidence/{id}/withdraw", post(evidence::one::withdraw))
        .route("/praise", kept.get(praise::list).post(praise::add))
        .route("/praise/{id}", kept.get(praise::show).post(praise::edit))
        .route("/praise/{id}/withdraw", post(praise::withdraw))
        .route("/friday", kept.get(friday::show).post(friday::save))
        .route("/review", kept.get(review::show))
        .route("/timeline", kept.get(timeline::show))
        .route("/changes", kept.get(changes::show))
        .route("/search", kept.get(search::show))
        .route("/roles", kept.get(roles::list))
        .route("/roles/new", get(roles::blank).post(roles::add))
        .route("/roles/{id}", kept.get(roles::show).post(roles::edit))
        .route("/roles/{id}/withdraw", post(roles::withdraw))
        .route("/background", kept.get(background::list))
        .route(
            "/background/new/{kind}",
            get(background::blank).post(background::add),
        )
        .route(
            "/background/{id}",
            kept.get(background::show).post(background::edit),
        )
        .route("/background/{id}/withdraw", post(background::withdraw))
}

/// Where it is to go, and how one finds out.
fn growth(kept: &Kept) -> Router<Arc<App>> {
    Router::new()
        .route(
            "/destinations",
            kept.get(destinations::show).post(destinations::choose),
        )
        .route("/destinations/{id}/withdraw", post(destinations::withdraw))
        .route("/plan", kept.get(plan::show).post(plan::ask))
        .route("/plan/plays", post(plan::mark))
        .route("/plan/take", post(plan::take))
        .route(
            "/hypotheses",
            kept.get(hypotheses::list).post(hypotheses::add),
        )
        .route(
            "/hypotheses/{id}",
            kept.get(hypotheses::show).post(hypotheses::edit),
        )
        .route("/hypotheses/{id}/verdict", post(hypotheses::overrule))
        .route("/hypotheses/{id}/withdraw", post(hypotheses::withdraw))
        .route(
            "/experiments",
            kept.get(experiments::list).post(experiments::add),
        )
        .route("/experiments/new", get(experiments::blank))
        .route("/experiments/{id}", kept.get(experiments::one::show))
        .route(
            "/experiments/{id}/edit",
            kept.get(experiments::change).post(experiments::edit),
        )
        .route("/experiments/{id}/start", post(experiments::one::start))
        .route("/experiments/{id}/pulse", post(experiments::one::pulse))
        .route(
            "/experiments/{id}/decide",
            kept.get(experiments::decide::show)
                .post(experiments::decide::decide),
        )
        .route("/experiments/{id}/leave", post(experiments::one::leave))
        .route("/experiments/{id}/withdraw", post(experiments::withdraw))
        .route("/takeaways", kept.get(takeaways::list).post(takeaways::add))
        .route(
            "/takeaways/{id}",
            kept.get(takeaways::show).post(takeaways::edit),
        )
        .route("/takeaways/{id}/withdraw", post(takeaways::withdraw))
        .merge(day())
        .route("/actions", kept.get(actions::list).post(actions::add))
        .route("/actions/{id}", kept.get(actions::show).post(actions::edit))
        .route("/actions/{id}/done", post(actions::done))
        .route("/actions/{id}/later", post(actions::later))
        .route("/actions/{id}/drop", post(actions::drop))
        .route("/actions/{id}/reopen", post(actions::reopen))
        .route("/check-in", kept.get(check_in::show).post(check_in::add))
        .route("/check-in/skip", post(check_in::skip))
        .route(
            "/check-in/{id}",
            kept.get(check_in::change).post(check_in::edit),
        )
        .route("/check-in/{id}/withdraw", post(check_in::withdraw))
        .route("/plateau", kept.get(plateau::show))
        .route("/plateau/take", post(plateau::take))
        .route("/plateau/settle", post(plateau::settle))
        .route("/plateau/time", post(plateau::time))
}

/// What is done about a thing on Today.
fn day() -> Router<Arc<App>> {
    Router::new()
        .route("/today/done", post(today::aside::done))
        .route("/today/aside", post(today::aside::put))
        .route("/today/back", post(today::aside::back_again))
        .route("/today/quiet", post(today::aside::quiet))
        .route("/today/quiet/over", post(today::aside::quiet_over))
}

/// Whom it is done with.
fn people() -> Router<Arc<App>> {
    Router::new()
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

/// The path of a link that signs in, once.
#[must_use]
pub fn sign_in_path(token: &SignInToken) -> String {
    format!("/sign-in?token={}", token.reveal().as_str())
}
