use serde_json::json;

use crate::dies::dies_after;
use crate::world::{CLIENT_PACKET, World, stores};

#[tokio::test]
async fn killed_at_every_step_a_packet_still_converts_once() {
    for polls in 1..40 {
        let world = World::start().await;
        let prospect = world.prospect().await;
        world.signed(CLIENT_PACKET, prospect.as_str()).await;
        world.accept_all().await;
        dies_after(polls, async { drop(world.run().await) }).await;
        // A second worker comes at once, others later.
        for _ in 0..3 {
            world.run().await;
            world.wait(120);
        }
        assert_eq!(world.conversions().await, 1, "after {polls} polls");
        let decisions = world.decisions().await;
        let proved = decisions
            .iter()
            .filter(|decision| decision.starts_with("proved"))
            .count();
        assert!(proved >= 1, "after {polls} polls: {decisions:?}");
        let (served, converted) = world.run().await;
        assert_eq!((served.read, converted.read), (0, 0), "after {polls} polls");
    }
}

#[tokio::test]
async fn a_conversion_whose_answer_was_lost_happens_once_with_two_workers() {
    for when in ["after_commit", "before_commit"] {
        let (stores, _folder) = stores(when).await;
        for store in stores {
            let world = World::over(store).await;
            let prospect = world.prospect().await;
            world.signed(CLIENT_PACKET, prospect.as_str()).await;
            world.accept_all().await;
            world.flow().serve(10).await.unwrap();
            world
                .fault("POST", "/prospects", 1, json!({"kind": "drop", "when": when}))
                .await;
            for _ in 0..4 {
                let (one, other) = (world.flow(), world.flow());
                drop(tokio::join!(one.convert(), other.convert()));
                world.wait(120);
            }
            assert_eq!(world.conversions().await, 1, "{when}");
        }
    }
}
