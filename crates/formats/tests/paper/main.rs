//! Papers as PDF, read back by another program: what is in it, in which order, and what a screen reader is told.

mod packet;

#[test]
fn look() {
    let Ok(to) = std::env::var("LOOK") else {
        return;
    };
    let paper = packet::packet();
    let now = std::time::Instant::now();
    let pdf = paper.to_pdf().unwrap();
    println!("{:?}", now.elapsed());
    let now = std::time::Instant::now();
    let pdf2 = paper.to_pdf().unwrap();
    println!("{:?}", now.elapsed());
    assert_eq!(pdf, pdf2);
    std::fs::write(to, pdf).unwrap();
}
