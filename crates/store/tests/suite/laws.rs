//! Every store and the model answer alike, whatever is asked in whatever order.

use std::sync::OnceLock;

use proptest::{collection::vec, option, prelude::*};
use uuid::Uuid;
use windward_core::id::{ActId, EntryId};
use windward_store::{
    Body, Head, Journal, Layout, NewRow, NewRows, Person, PersonId, PersonKey, Postgres, Sqlite,
    State, Tenant, TenantId,
};

use crate::{
    model::Model,
    pen::at,
    places::{citus, open, servers},
};

/// Few ids, so that they meet often.
const IDS: u128 = 8;

#[derive(Debug, Clone)]
enum Step {
    Append {
        who: usize,
        rows: Vec<(u128, Option<u128>)>,
        expected: Option<u64>,
    },
    Redact {
        who: usize,
        id: u128,
    },
    Load {
        who: usize,
        since: u64,
    },
    Erase {
        who: usize,
    },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = 0..2_usize;
    let rows = vec((0..IDS, option::of(0..IDS)), 0..4);
    let append = (who.clone(), rows, option::weighted(0.2, 0..10_u64));
    let step = prop_oneof![
        12 => append.prop_map(|(who, rows, expected)| Step::Append { who, rows, expected }),
        2 => (who.clone(), 0..IDS).prop_map(|(who, id)| Step::Redact { who, id }),
        2 => (who.clone(), 0..10_u64).prop_map(|(who, since)| Step::Load { who, since }),
        1 => who.prop_map(|who| Step::Erase { who }),
    ];
    vec(step, 0..16)
}

const fn id(number: u128) -> EntryId {
    EntryId(Uuid::from_u128(number))
}

/// What a store says to a step, in words, so that errors compare too.
async fn answer<J: Journal>(journal: &J, people: &[PersonKey], step: &Step) -> String {
    match step {
        Step::Append {
            who,
            rows,
            expected,
        } => {
            let rows = rows
                .iter()
                .map(|(number, revises)| NewRow {
                    entry_id: id(*number),
                    act: ActId(Uuid::from_u128(*number)),
                    revises: revises.map(id),
                    body: Body::Sealed(vec![7; 40]),
                })
                .collect();
            let act = NewRows {
                rows,
                expected: *expected,
                imported: expected.is_some(),
                received_at: at(1),
                due: None,
            };
            format!("{:?}", journal.append(people[*who], act).await)
        }
        Step::Redact { who, id: number } => {
            let tombstone = Body::Sealed(vec![0; 10]);
            format!(
                "{:?}",
                journal
                    .redact(people[*who], id(*number), tombstone, at(2))
                    .await
            )
        }
        Step::Load { who, since } => {
            format!("{:?}", journal.load_since(people[*who], *since).await)
        }
        Step::Erase { who } => format!("{:?}", journal.erase(people[*who]).await),
    }
}

/// Tells both the same steps, about two people of their own, and compares what they say.
async fn alike<J: Journal>(journal: &J, steps: &[Step]) {
    let model = Model::default();
    let tenant = Tenant {
        id: TenantId::random().unwrap(),
        layout: Layout::Packed,
    };
    let people = [(); 2].map(|()| PersonKey::new(tenant, PersonId::random().unwrap()));
    for key in people {
        let person = Person {
            key,
            pseudonym: 3,
            state: State::Active,
            created_at: at(0),
            head: Head::default(),
        };
        journal.add_person(person, Vec::new()).await.unwrap();
        model.add_person(person, Vec::new()).await.unwrap();
    }
    let last = (0..2).map(|who| Step::Load { who, since: 0 });
    for step in steps.iter().cloned().chain(last) {
        // What a server keeps for a while the model does not.
        let said = answer(journal, &people, &step).await;
        let said = said.replace("traces: true", "traces: false");
        assert_eq!(said, answer(&model, &people, &step).await, "{step:?}");
    }
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
}

/// One database of each kind for all cases: each has people of its own.
fn on_servers() -> &'static [Postgres] {
    static SERVERS: OnceLock<Vec<Postgres>> = OnceLock::new();
    SERVERS.get_or_init(|| {
        let urls = servers().into_iter().map(|(_, url)| url).chain(citus());
        urls.map(|url| open(&url)).collect()
    })
}

proptest! {
    // Each case waits for the disk at every step.
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_model_and_sqlite_answer_alike(steps in steps()) {
        let dir = tempfile::tempdir().unwrap();
        let sqlite = Sqlite::open(&dir.path().join("law.db")).unwrap();
        runtime().block_on(alike(&sqlite, &steps));
    }

    #[test]
    fn the_model_and_postgres_answer_alike(steps in steps()) {
        for journal in on_servers() {
            runtime().block_on(alike(journal, &steps));
        }
    }
}
