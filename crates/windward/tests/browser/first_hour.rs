//! The first hour.
