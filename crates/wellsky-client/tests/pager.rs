//! A list is read whole, or the reader is told that it is not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use std::collections::BTreeMap;
use std::sync::Mutex;

use careweave_wellsky_client::{Client, ClientFilter, Error, ErrorKind, Page, Result};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::{Value, json};
use support::Vendor;
use wiremock::matchers::path;
use wiremock::{Mock, Request, Respond, ResponseTemplate};

/// Answers lists by a function of (request number, limit, offset).
struct Lists<F>(F, Mutex<u64>);

impl<F: Fn(u64, u64, u64) -> Value + Send + Sync> Respond for Lists<F> {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let query: BTreeMap<String, u64> = request
            .url
            .query_pairs()
            .map(|(name, value)| (name.into_owned(), value.parse().unwrap()))
            .collect();
        let mut number = self.1.lock().unwrap();
        *number += 1;
        ResponseTemplate::new(200).set_body_json((self.0)(*number, query["limit"], query["offset"]))
    }
}

async fn vendor(lists: impl Fn(u64, u64, u64) -> Value + Send + Sync + 'static) -> Vendor {
    let vendor = Vendor::start().await;
    Mock::given(path("/v1/clients"))
        .respond_with(Lists(lists, Mutex::new(0)))
        .mount(&vendor.server)
        .await;
    vendor
}

async fn read(vendor: &Vendor, page_size: u32) -> Result<Vec<u64>> {
    let pager = vendor
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .page_size(page_size)?;
    Ok(numbers(&pager.all().await?))
}

fn numbers(clients: &[Client]) -> Vec<u64> {
    clients.iter().map(|c| c.id.as_str().parse().unwrap()).collect()
}

fn page(ids: impl IntoIterator<Item = u64>, total: u64) -> Value {
    let clients: Vec<Value> = ids.into_iter().map(|id| support::client(&json!(id))).collect();
    json!({"clients": clients, "total": total})
}

/// What an honest server with clients 0 to `total` answers.
fn honest(total: u64, limit: u64, offset: u64) -> Value {
    page(offset..(offset + limit).min(total), total)
}

fn incomplete(error: &Error, expected: &str, got: &str) {
    assert_eq!(error.kind(), ErrorKind::Incomplete, "{error}");
    assert_eq!(
        (error.get("expected"), error.get("got")),
        (Some(expected), Some(got)),
        "{error}"
    );
}

#[tokio::test]
async fn two_hundred_and_fifty_rows_take_three_requests() {
    let vendor = vendor(|_, limit, offset| honest(250, limit, offset)).await;
    assert_eq!(read(&vendor, 100).await.unwrap(), (0..250).collect::<Vec<_>>());
    assert_eq!(vendor.requests().await.len(), 3);
}

#[tokio::test]
async fn an_empty_list_takes_one_request() {
    let vendor = vendor(|_, limit, offset| honest(0, limit, offset)).await;
    assert!(read(&vendor, 100).await.unwrap().is_empty());
    assert_eq!(vendor.requests().await.len(), 1);
}

#[tokio::test]
async fn pages_come_one_by_one_and_only_when_asked_for() {
    let vendor = vendor(|_, limit, offset| honest(7, limit, offset)).await;
    let mut pager = vendor
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .page_size(3)
        .unwrap();
    let first = pager.next().await.unwrap().unwrap();
    assert_eq!(
        (numbers(&first.items), first.total, first.offset, first.pass),
        (vec![0, 1, 2], 7, 0, 1)
    );
    assert_eq!(vendor.requests().await.len(), 1);
    let rest: Vec<Page<Client>> = pager.try_collect().await.unwrap();
    assert_eq!(rest.iter().map(|p| p.offset).collect::<Vec<_>>(), [3, 6]);
}

#[tokio::test]
async fn a_server_with_smaller_pages_than_asked_for_is_read_whole() {
    let vendor = vendor(|_, limit, offset| {
        let mut answer = honest(10, limit.min(4), offset);
        answer["limit"] = json!(4);
        answer
    })
    .await;
    assert_eq!(read(&vendor, 100).await.unwrap().len(), 10);
}

#[tokio::test]
async fn an_empty_page_in_the_middle_is_not_the_end() {
    // Rows 2 and 3 come with the next page instead of their own.
    let vendor = vendor(|_, _, offset| match offset {
        0 => page([0, 1], 6),
        2 => page([], 6),
        4 => page([2, 3, 4, 5], 6),
        _ => page([], 6),
    })
    .await;
    assert_eq!(read(&vendor, 2).await.unwrap(), [0, 1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_row_that_comes_twice_counts_once_and_the_later_one_wins() {
    let vendor = vendor(|_, _, offset| match offset {
        0 => page([0, 1], 3),
        _ => {
            let mut answer = page([1, 2], 3);
            answer["clients"][0]["last_name"] = json!("Later");
            answer
        }
    })
    .await;
    let clients = vendor
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .page_size(2)
        .unwrap()
        .all()
        .await
        .unwrap();
    assert_eq!(numbers(&clients), [0, 1, 2]);
    assert_eq!(clients[1].last_name.expose(), "Later");
}

#[tokio::test]
async fn a_list_that_changes_once_is_read_again_from_its_start() {
    // Row 9 arrives, row 1 goes, between the first and the second request.
    let vendor = vendor(|number, _, offset| match (number, offset) {
        (1, _) => page([0, 1], 4),
        (_, 0) => page([0, 2], 5),
        (_, 2) => page([3, 4], 5),
        _ => page([9], 5),
    })
    .await;
    assert_eq!(read(&vendor, 2).await.unwrap(), [0, 2, 3, 4, 9]);
}

#[tokio::test]
async fn a_second_pass_is_marked_so_that_the_first_can_be_thrown_away() {
    let vendor = vendor(|number, _, offset| match (number, offset) {
        (1, _) => page([0, 1], 4),
        (_, 0) => page([0, 2], 3),
        _ => page([3], 3),
    })
    .await;
    let pager = vendor
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .page_size(2)
        .unwrap();
    let pages: Vec<Page<Client>> = pager.try_collect().await.unwrap();
    assert_eq!(
        pages.iter().map(|p| (p.pass, p.offset)).collect::<Vec<_>>(),
        [(1, 0), (2, 0), (2, 2)]
    );
}

#[tokio::test]
async fn a_list_that_never_holds_still_is_incomplete() {
    let vendor = vendor(|number, limit, offset| honest(100 + number, limit, offset)).await;
    let error = read(&vendor, 10).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incomplete);
    assert!(error.get("expected").is_some(), "{error}");
    // Two in each pass, and one that was asked for ahead.
    assert!((4..=6).contains(&vendor.requests().await.len()), "{error}");
}

#[tokio::test]
async fn a_page_that_repeats_for_ever_is_incomplete_after_few_requests() {
    let vendor = vendor(|_, _, _| page([0, 1], 1_000)).await;
    incomplete(&read(&vendor, 2).await.unwrap_err(), "1000", "2");
    // Three in each pass, and one that was asked for ahead.
    assert!((6..=8).contains(&vendor.requests().await.len()));
}

#[tokio::test]
async fn empty_pages_without_end_are_incomplete_after_a_bounded_number_of_requests() {
    let vendor = vendor(|_, _, _| page([], 50)).await;
    incomplete(&read(&vendor, 10).await.unwrap_err(), "50", "0");
    assert!((10..=12).contains(&vendor.requests().await.len()));
}

#[tokio::test]
async fn rows_that_trickle_in_are_incomplete_after_a_bounded_number_of_requests() {
    let vendor = vendor(|_, _, offset| page([offset], 1_000)).await;
    let error = read(&vendor, 100).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incomplete);
    assert!(vendor.requests().await.len() <= 60, "{error}");
}

#[tokio::test]
async fn a_missing_row_is_incomplete() {
    let vendor = vendor(|_, _, offset| match offset {
        0 => page([0, 1], 4),
        _ => page([1, 3], 4),
    })
    .await;
    incomplete(&read(&vendor, 2).await.unwrap_err(), "4", "3");
}

#[tokio::test]
async fn more_rows_than_there_are_said_to_be_is_incomplete() {
    let vendor = vendor(|_, _, _| page([0, 1, 2], 2)).await;
    incomplete(&read(&vendor, 100).await.unwrap_err(), "2", "3");
}

#[tokio::test]
async fn the_stream_ends_after_an_error() {
    let vendor = vendor(|_, _, _| page([0, 1, 2], 2)).await;
    let pages: Vec<Result<Page<Client>>> = vendor
        .wellsky
        .clients()
        .list(ClientFilter::default())
        .collect()
        .await;
    assert_eq!(
        pages.iter().map(Result::is_err).collect::<Vec<_>>(),
        [false, false, true]
    );
}

#[tokio::test]
async fn a_page_that_fails_is_no_part_of_an_answer() {
    let vendor = Vendor::start().await;
    Mock::given(path("/v1/clients"))
        .and(wiremock::matchers::query_param("offset", "0"))
        .respond_with(ResponseTemplate::new(200).set_body_json(honest(4, 2, 0)))
        .mount(&vendor.server)
        .await;
    Mock::given(path("/v1/clients"))
        .respond_with(ResponseTemplate::new(503))
        .mount(&vendor.server)
        .await;
    assert_eq!(read(&vendor, 2).await.unwrap_err().kind(), ErrorKind::Server);
}

/// Rows of all parts that count, and whether each part began afresh.
async fn parts(vendor: &Vendor, page_size: u32) -> Result<(Vec<Client>, Vec<bool>)> {
    let pager = vendor.wellsky.clients().list(ClientFilter::default());
    let (mut rows, mut afresh) = (Vec::new(), Vec::new());
    let mut parts = std::pin::pin!(pager.page_size(page_size)?.parts());
    while let Some(part) = parts.next().await.transpose()? {
        if part.afresh {
            rows.clear();
        }
        afresh.push(part.afresh);
        rows.extend(part.rows);
    }
    Ok((rows, afresh))
}

#[tokio::test]
async fn the_parts_of_a_list_are_the_list() {
    let vendor = vendor(|_, limit, offset| honest(250, limit, offset)).await;
    let (rows, afresh) = parts(&vendor, 100).await.unwrap();
    assert_eq!(numbers(&rows), (0..250).collect::<Vec<_>>());
    assert_eq!(afresh, [false; 3]);
    assert_eq!(vendor.requests().await.len(), 3);
}

#[tokio::test]
async fn a_row_that_comes_again_makes_the_parts_before_it_void() {
    let vendor = vendor(|_, _, offset| match offset {
        0 => page([0, 1], 3),
        _ => {
            let mut answer = page([1, 2], 3);
            answer["clients"][0]["last_name"] = json!("Later");
            answer
        }
    })
    .await;
    let (rows, afresh) = parts(&vendor, 2).await.unwrap();
    assert_eq!(numbers(&rows), [0, 1, 2]);
    assert_eq!(rows[1].last_name.expose(), "Later");
    assert_eq!(afresh, [false, true]);
}

#[tokio::test]
async fn parts_of_a_list_that_changes_begin_afresh() {
    let vendor = vendor(|number, _, offset| match (number, offset) {
        (1, _) => page([0, 1], 4),
        (_, 0) => page([0, 2], 3),
        _ => page([3], 3),
    })
    .await;
    let (rows, afresh) = parts(&vendor, 2).await.unwrap();
    assert_eq!(numbers(&rows), [0, 2, 3]);
    assert_eq!(afresh, [false, true, false]);
}

#[tokio::test]
async fn parts_of_a_list_that_lacks_a_row_end_with_an_error() {
    let vendor = vendor(|_, _, offset| match offset {
        0 => page([0, 1], 4),
        _ => page([2], 4),
    })
    .await;
    assert_eq!(parts(&vendor, 2).await.unwrap_err().kind(), ErrorKind::Incomplete);
}
