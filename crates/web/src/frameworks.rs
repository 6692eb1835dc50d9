//! Frameworks, parsed and kept in memory: they never change.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{sync::Mutex as Turns, task::spawn_blocking};
use windward_core::framework::{Framework, FrameworkHash, PRODUCT};
use windward_store::{Instance, Ladders, StoreError};

use crate::book::BookError;

/// Parsed frameworks.
///
/// Bounded at [`Frameworks::MOST`], and at [`Frameworks::MOST_TEXT`] of text together; an instance has a handful. Where there
/// are more, those that were asked for longest ago are parsed again when they are needed.
#[derive(Debug)]
pub struct Frameworks {
    product: Arc<Framework>,
    kept: Mutex<Kept>,
    /// One is parsed at a time, off the threads that answer: many large ones hold up whoever asks for them, and nobody else.
    parsing: Turns<()>,
}

impl Default for Frameworks {
    fn default() -> Self {
        Self::new()
    }
}

impl Frameworks {
    /// How many frameworks stay parsed: as many as can be offered, and some that people brought for themselves.
    pub const MOST: usize = Ladders::MOST + 14;

    /// How much text they may be of, in bytes.
    pub const MOST_TEXT: usize = 64 << 20;

    /// Parses the shipped framework.
    ///
    /// # Panics
    /// Never in a build whose tests passed: the shipped framework has no faults.
    #[must_use]
    pub fn new() -> Self {
        let product = Framework::parse(PRODUCT).expect("the shipped framework has no faults");
        Self {
            product: Arc::new(product),
            kept: Mutex::default(),
            parsing: Turns::default(),
        }
    }

    /// The framework that ships with Windward.
    #[must_use]
    pub fn product(&self) -> Arc<Framework> {
        Arc::clone(&self.product)
    }

    /// A framework by its hash, from the store if need be.
    pub async fn get(
        &self,
        instance: &Instance,
        hash: FrameworkHash,
    ) -> Result<Arc<Framework>, BookError> {
        if hash == self.product.hash {
            return Ok(self.product());
        }
        if let Some(known) = self.kept().find(hash) {
            return Ok(known);
        }
        let _turn = self.parsing.lock().await;
        // Whoever had the turn before may have wanted the same.
        if let Some(known) = self.kept().find(hash) {
            return Ok(known);
        }
        let text = instance.framework(hash).await?;
        let text = text.ok_or(BookError::NoFramework(hash))?;
        let size = text.len();
        let parsed = spawn_blocking(move || Framework::parse(&text)).await;
        let parsed = parsed.map_err(|_| StoreError::Closed)?;
        let parsed = parsed.map_err(|faults| BookError::Framework(hash, faults))?;
        let framework = Arc::new(parsed);
        self.kept().keep(Parsed {
            framework: Arc::clone(&framework),
            size,
        });
        Ok(framework)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // A panic while it was held leaves a list that is whole.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Parsed {
    framework: Arc<Framework>,
    /// Bytes of the text that it is of.
    size: usize,
}

/// Those that are kept, the one that was asked for last at the end.
#[derive(Debug, Default)]
struct Kept(Vec<Parsed>);

impl Kept {
    fn find(&mut self, hash: FrameworkHash) -> Option<Arc<Framework>> {
        let place = self.0.iter().position(|it| it.framework.hash == hash)?;
        self.0[place..].rotate_left(1);
        self.0.last().map(|it| Arc::clone(&it.framework))
    }

    fn keep(&mut self, parsed: Parsed) {
        self.0.push(parsed);
        let (mut count, mut text) = (0, 0);
        let kept = self.0.iter().rev().take_while(|it| {
            count += 1;
            text += it.size;
            count <= Frameworks::MOST && text <= Frameworks::MOST_TEXT
        });
        let gone = self.0.len() - kept.count();
        self.0.drain(..gone);
    }
}

#[cfg(test)]
mod tests {
    use std::{pin::pin, sync::mpsc, task::Poll};

    use windward_store::{OpenOptions, Role};

    use super::*;

    /// A ladder of its own, by a comment.
    fn ladder(number: usize) -> String {
        format!("{PRODUCT}\n# {number}\n")
    }

    fn kept(number: usize, size: usize) -> Parsed {
        let mut framework = Framework::parse(PRODUCT).unwrap();
        framework.hash = FrameworkHash::of(&ladder(number));
        Parsed {
            framework: Arc::new(framework),
            size,
        }
    }

    #[test]
    fn as_many_as_can_be_offered_stay_and_the_one_not_asked_for_goes() {
        let mut all = Kept::default();
        let hash = |number| FrameworkHash::of(&ladder(number));
        for number in 0..Frameworks::MOST {
            all.keep(kept(number, 1));
        }
        assert!((0..Ladders::MOST).all(|it| all.find(hash(it)).is_some()));
        all.keep(kept(Frameworks::MOST, 1));
        assert_eq!(all.0.len(), Frameworks::MOST);
        assert!(all.find(hash(0)).is_some(), "asked for since");
        assert!(all.find(hash(Ladders::MOST)).is_none(), "not asked for");
        all.keep(kept(99, Frameworks::MOST_TEXT));
        assert_eq!(all.0.len(), 1, "as much text as fits");
    }

    #[test]
    fn one_is_parsed_once_and_off_the_threads_that_answer() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let dir = tempfile::tempdir().unwrap();
        let how = OpenOptions {
            role: Role::Server,
            create: true,
        };
        let opened = Instance::open(&dir.path().join("data"), how).unwrap();
        let instance = opened.instance;
        let hash = FrameworkHash::of(&ladder(1));
        runtime.block_on(async {
            instance.put_framework(&ladder(1)).await.unwrap();
            let (release, held) = mpsc::channel::<()>();
            let holding = spawn_blocking(move || held.recv());
            let frameworks = Frameworks::new();
            let mut first = pin!(frameworks.get(&instance, hash));
            let early = std::future::poll_fn(|context| {
                let polled = Future::poll(first.as_mut(), context);
                Poll::Ready(polled.is_ready())
            });
            assert!(!early.await, "nothing is parsed while its thread is taken");
            release.send(()).unwrap();
            holding.await.unwrap().unwrap();
            let first = first.await.unwrap();
            let again = frameworks.get(&instance, hash).await.unwrap();
            assert!(Arc::ptr_eq(&first, &again));
        });
    }
}
