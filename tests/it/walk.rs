//! The walk-through of two weeks: the same keys without a terminal, where its screens are taken for the
//! README, and in the real program.

use crate::readme::hold_part;
use crate::support::files::SAMPLE;
use crate::support::office::Office;
use crate::support::portal::{Portal, Refusals};

#[test]
fn explore() {
    let mut o = Office::open(SAMPLE);
    let mut portal = Portal::holding(SAMPLE);
    let steps = [
        "gcmarketplace<enter>",
        "gagsyes<enter>",
        "gcreferral stat<enter>",
        "fv",
        "gasacc<enter>",
        "ff",
        "gg0j",
        "slost<enter>",
        "2<enter>",
        "9gg",
        "swon<enter>",
        "gg0",
        "<ctrl-s>",
        "c",
        "G",
        "2",
        "<enter>",
        "<esc>",
    ];
    for step in steps {
        o.press(step);
        println!("=== {step}\n{}", o.session.screen());
    }
    let ids: Vec<String> = (0..60).map(|r| o.sheet().table().referral_id(r)).collect();
    let refusals = Refusals::none()
        .with(
            &ids[4],
            "Required field Solution 1 missing; An unexpected error occurred, try again later",
        )
        .with(&ids[12], "Currency GBP isn't supported for this customer")
        .with(&ids[8], "An unexpected error occurred, try again later");
    for n in 1..=2 {
        let bytes =
            std::fs::read(o.dir.path().join(format!("leads.upload-00{n}.csv"))).expect("part");
        let done = portal.upload(&bytes, &refusals).expect("processed");
        println!("{} {} {:?}", done.updated, done.not_processed, done.refused);
        std::fs::write(o.dir.path().join(format!("processed-{n}.csv")), &done.results).expect("w");
    }
    o.restart();
    for step in [
        "gmprocessed-1.csv<enter>",
        "<esc>",
        "gmprocessed-2.csv<enter>",
        "<esc>",
        "m",
        "j",
        "j",
        "<space>",
        "<esc>",
    ] {
        o.press(step);
        println!("=== {step}\n{}", o.session.screen());
    }
}
