//! A receiver of webhooks on the loopback.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A delivery as it came: headers and the bytes of the body.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Received {
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.headers
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect()
    }

    pub(crate) fn signature(&self) -> &str {
        let named = |pair: &&(String, String)| pair.0.eq_ignore_ascii_case("x-acuity-signature");
        &self.headers.iter().find(named).unwrap().1
    }
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    deliveries: mpsc::UnboundedReceiver<Received>,
}

impl Receiver {
    pub(crate) async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks/opaque", listener.local_addr().unwrap());
        let (sender, deliveries) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                let received = loop {
                    let mut chunk = [0; 4_096];
                    match stream.read(&mut chunk).await {
                        Ok(0) | Err(_) => break None,
                        Ok(n) => bytes.extend_from_slice(&chunk[..n]),
                    }
                    if let Some(received) = whole(&bytes) {
                        break Some(received);
                    }
                };
                let line = "HTTP/1.1 200 X\r\ncontent-length: 0\r\n\r\n";
                // What was received is known before the sender hears of it.
                if let Some(received) = received
                    && sender.send(received).is_err()
                {
                    return;
                }
                let _ = stream.write_all(line.as_bytes()).await;
            }
        });
        Self { url, deliveries }
    }

    pub(crate) async fn next(&mut self) -> Received {
        self.deliveries.recv().await.unwrap()
    }
}

fn whole(bytes: &[u8]) -> Option<Received> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let headers: Vec<(String, String)> = head
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))?;
    let length: usize = length.1.parse().unwrap();
    let body = bytes.get(end + 4..end + 4 + length)?.to_vec();
    Some(Received { headers, body })
}
