//! The ladder that ships with Windward.

use windward_core::framework::{Framework, PRODUCT};

fn product() -> Framework {
    Framework::parse(PRODUCT).unwrap_or_else(|faults| panic!("frameworks/product.toml:\n{faults}"))
}

#[test]
fn it_has_no_fault() {
    let framework = product();
    assert_eq!(framework.rungs.len(), 6);
    assert_eq!(framework.skills.len(), 23);
}
