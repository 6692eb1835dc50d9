//! Reading job titles.
