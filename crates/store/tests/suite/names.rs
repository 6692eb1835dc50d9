//! Names, on every store: of two who take the same at the same moment, one has it.

use windward_store::{
    AccountRole, Instance, Join, Joined, Journal as _, NotAName, PersonStore, Sharing as _,
};

use crate::{
    accounts::account,
    pen::at,
    places::each_place,
    sharing::{open, somebody},
};

async fn called(instance: &Instance, who: &PersonStore) -> Option<String> {
    instance.chosen_name(who.person()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_take_a_name_at_once_and_one_has_it() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        for round in 0..12 {
            let name = format!("Lea Park {round}");
            let other = name.to_uppercase();
            let (one, two) = tokio::join!(
                instance.call(ada.person(), &name),
                instance.call(kim.person(), &other),
            );
            let lost = match (&one, &two) {
                (Ok(()), Err(lost)) | (Err(lost), Ok(())) => lost,
                both => panic!("{both:?}"),
            };
            assert!(matches!(lost, NotAName::Another), "{lost:?}");
            let names = [called(&instance, &ada).await, called(&instance, &kim).await];
            let have = names
                .iter()
                .flatten()
                .filter(|it| it.ends_with(&round.to_string()));
            assert_eq!(have.count(), 1, "{names:?}");
        }
        // What one is not called any more is free.
        instance.call(ada.person(), "Ada Byron").await.unwrap();
        instance.call(ada.person(), "Ada Lovelace").await.unwrap();
        instance.call(kim.person(), "ada byron").await.unwrap();
        let free = instance.is_nobodys_name("Ada  LOVELACE").await;
        assert!(matches!(free, Err(NotAName::Another)), "{free:?}");
        instance.is_nobodys_name("Lea Park 0").await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_what_somebody_begins_to_sign_in_with_at_that_moment() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        for round in 0..3 {
            let name = format!("lea{round}");
            let shown = format!("Le A{round}");
            let invited = name.parse().unwrap();
            let invite = || instance.invite(&invited, AccountRole::Member, at(4));
            let (first, second) = (invite().await.unwrap(), invite().await.unwrap());
            let password = "three words of mine";
            let (one, two, named) = tokio::join!(
                instance.join(Some(&first), account(&name, password), at(5)),
                instance.join(Some(&second), account(&name, password), at(5)),
                instance.call(ada.person(), &shown),
            );
            let joined = [one.unwrap(), two.unwrap()];
            let refused = |it: &&Join| matches!(it, Join::No(Joined::NameTaken));
            let lost = joined.iter().filter(refused).count();
            assert_eq!(
                lost + usize::from(named.is_err()),
                2,
                "{joined:?}, {named:?}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_of_before_is_still_somebodys() {
    each_place(async |dir, place| {
        let instance = open(dir, place);
        let ada = somebody(&instance, "ada", AccountRole::Administrator).await;
        let kim = somebody(&instance, "kim", AccountRole::Member).await;
        // As it was stored before two could not take one at once.
        let put = instance
            .journal()
            .put_shown_name(ada.person(), "Ada Byron".to_owned());
        put.await.unwrap();
        let refused = instance.call(kim.person(), "ADA BYRON").await;
        assert!(matches!(refused, Err(NotAName::Another)), "{refused:?}");
        instance.call(ada.person(), "Ada  Byron").await.unwrap();
        instance.journal().erase(ada.person()).await.unwrap();
        instance.call(kim.person(), "Ada Byron").await.unwrap();
    })
    .await;
}
