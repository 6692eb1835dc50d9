//! What talks to the server.
//!
//! What is handed to it is done to its end even if nobody waits any more, as the writer of SQLite does it. It is done
//! on the runtime of whoever asks if that has threads of its own, as a server's has, and there the connections live then
//! too: from one runtime to another and back would be a third of what a short question costs. So would a task for each
//! question: whoever asks does it, and a task takes over what is left when they wait no longer. For all others there is
//! a thread.

use std::{
    future::Future,
    io,
    pin::Pin,
    task::{Context, Poll},
    thread,
};

use tokio::{
    runtime::{Builder, Handle, Runtime, RuntimeFlavor},
    sync::oneshot,
};

use crate::error::StoreError;

/// A runtime of its own, for callers without one that goes on by itself.
#[derive(Debug)]
pub(super) struct Engine(Option<Runtime>);

impl Engine {
    pub(super) fn start() -> io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("windward-postgres")
            .enable_all()
            .build()?;
        Ok(Self(Some(runtime)))
    }

    fn runtime(&self) -> &Runtime {
        self.0.as_ref().expect("there until it is dropped")
    }

    /// Does it, whether or not the answer is waited for.
    pub(super) fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send {
        let (work, answer) = telling(work);
        self.done_here(work, answer)
    }

    async fn done_here<T: Send>(
        &self,
        work: Work,
        answer: oneshot::Receiver<Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        if callers().is_some() {
            let (engine, work) = (self, Some(work));
            Here { engine, work }.await;
        } else {
            self.spawn(work);
        }
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// The same beside what whoever asks does meanwhile.
    pub(super) async fn run_beside<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, StoreError>> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (work, answer) = telling(work);
        self.spawn(work);
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Begins something that tells by itself when it is done.
    pub(super) fn begin(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.spawn(Box::pin(work));
    }

    fn spawn(&self, work: Work) {
        match callers() {
            Some(callers) => callers.spawn(work),
            None => self.runtime().spawn(work),
        };
    }

    /// Waits for it, on whatever thread.
    pub(super) fn wait<T: Send>(&self, work: impl Future<Output = T> + Send) -> T {
        // A thread that is part of another runtime may not wait on this one.
        thread::scope(|scope| {
            let waiting = scope.spawn(|| self.runtime().block_on(work));
            match waiting.join() {
                Ok(done) => done,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }
}

/// One kind for all: each kind would bring some ten kilobytes of the runtime's own code.
type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Does it and tells the answer, if anybody waits for that.
fn telling<T: Send + 'static>(
    work: impl Future<Output = T> + Send + 'static,
) -> (Work, oneshot::Receiver<T>) {
    let (done, answer) = oneshot::channel();
    let work = async move {
        // Nobody waits any more, and it is done all the same.
        _ = done.send(work.await);
    };
    (Box::pin(work), answer)
}

/// The runtime of whoever asks, if it goes on by itself.
fn callers() -> Option<Handle> {
    let callers = Handle::try_current().ok()?;
    (callers.runtime_flavor() == RuntimeFlavor::MultiThread).then_some(callers)
}

/// Something that is done by whoever waits for it, and by a task once they wait no longer.
struct Here<'a> {
    engine: &'a Engine,
    /// None once it is done.
    work: Option<Work>,
}

impl Future for Here<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // Taken, so that nothing of it is left if it panics.
        let Some(mut work) = self.work.take() else {
            return Poll::Ready(());
        };
        let done = work.as_mut().poll(context);
        if done.is_pending() {
            self.work = Some(work);
        }
        done
    }
}

impl Drop for Here<'_> {
    fn drop(&mut self) {
        if let Some(work) = self.work.take() {
            self.engine.spawn(work);
        }
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            // The last handle may go on a thread of the runtime itself, which cannot wait for its own end.
            runtime.shutdown_background();
        }
    }
}
