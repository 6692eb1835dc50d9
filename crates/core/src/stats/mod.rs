//! Textbook methods. Each names its source, refuses when the data cannot carry it, and is checked against a
//! reference implementation.

pub mod trend;
