use std::io::Cursor;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_ipc::reader::{FileReader, StreamReader};
use careweave_types::{Error, Result};

/// How a file of Arrow begins; a stream does not.
const FILE: &[u8] = b"ARROW1";

/// Reads the record batches of an Arrow IPC stream or file, as pyarrow, Polars and apache-arrow for JavaScript write
/// them.
///
/// # Errors
/// `InvalidInput` when it is neither, or is compressed.
pub fn read_arrow_ipc(bytes: &[u8]) -> Result<Vec<RecordBatch>> {
    let refuse = |_| {
        Error::invalid(
            "event.read",
            "(table)",
            "must be an Arrow IPC stream or file, not compressed",
        )
    };
    let source = Cursor::new(bytes);
    let reader: Box<dyn RecordBatchReader> = if bytes.starts_with(FILE) {
        Box::new(FileReader::try_new(source, None).map_err(refuse)?)
    } else {
        Box::new(StreamReader::try_new(source, None).map_err(refuse)?)
    };
    reader.map(|batch| batch.map_err(refuse)).collect()
}
