//! Tables of Parquet: texts change and nothing else does, restore gives the table
//! back, and what can't be read fails by name while the rest goes on. Files are
//! written by the Rust crate here, and by pyarrow where that is installed
//! (`make test-parquet` installs it).

use crate::support::Place;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::RowAccessor;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// A row: its number, its text, its other text.
type Row<'t> = (i64, Option<&'t str>, &'t str);

const ROWS: &[Row<'static>] = &[
    (7, Some("the the  gate"), "the the gate"),
    (8, None, "no text"),
    (9, Some("sound"), "x"),
    (10, Some("IE 11 is not supported. Use another browser."), ""),
    (11, Some(""), "empty before"),
    (12, Some("wonâ€™t open\n"), "wonâ€™t"),
];

const SCHEMA: &str = "message m {
    required int64 n;
    optional binary text (STRING);
    required binary other (STRING);
    required double weight;
    optional group in { required binary text (STRING); }
}";

/// A file of these rows, so many in a row group.
fn table(path: &Path, rows: &[Row<'_>], group: usize, packing: Compression) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let note = KeyValue::new("maker".to_owned(), "a test".to_owned());
    let properties = WriterProperties::builder()
        .set_compression(packing)
        .set_created_by("somebody else".to_owned())
        .set_key_value_metadata(Some(vec![note]))
        .set_bloom_filter_enabled(true)
        .build();
    let mut writer =
        SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::new(properties))
            .unwrap();
    for rows in rows.chunks(group) {
        let mut out = writer.next_row_group().unwrap();
        let bytes = |text: &str| ByteArray::from(text.as_bytes().to_vec());
        let numbers: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let levels: Vec<i16> = rows.iter().map(|row| i16::from(row.1.is_some())).collect();
        let texts: Vec<ByteArray> = rows.iter().filter_map(|row| row.1).map(bytes).collect();
        let others: Vec<ByteArray> = rows.iter().map(|row| bytes(row.2)).collect();
        let weights: Vec<f64> =
            rows.iter().map(|row| f64::from(i32::try_from(row.0).unwrap()) / 3.0).collect();
        let mut column = out.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&numbers, None, None).unwrap();
        column.close().unwrap();
        let mut column = out.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None).unwrap();
        column.close().unwrap();
        let mut column = out.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&others, None, None).unwrap();
        column.close().unwrap();
        let mut column = out.next_column().unwrap().unwrap();
        column.typed::<DoubleType>().write_batch(&weights, None, None).unwrap();
        column.close().unwrap();
        let mut column = out.next_column().unwrap().unwrap();
        column
            .typed::<ByteArrayType>()
            .write_batch(&others, Some(&vec![1; rows.len()]), None)
            .unwrap();
        column.close().unwrap();
        out.close().unwrap();
    }
    writer.close().unwrap();
}

/// What a file says: all about it, its row groups, and every row.
fn said(path: &Path) -> (String, Vec<i64>, Vec<String>) {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let file = reader.metadata().file_metadata();
    let about = format!(
        "{:?} {:?} {:?}",
        file.schema(),
        file.created_by(),
        file.key_value_metadata()
            .map(|all| all.iter().map(|kv| (&kv.key, &kv.value)).collect::<Vec<_>>())
    );
    let groups = reader.metadata().row_groups();
    let packing = groups
        .iter()
        .map(|group| format!("{:?}", group.column(group.num_columns().min(2) - 1).compression()));
    let about = about + &packing.collect::<String>();
    let groups = groups.iter().map(parquet::file::metadata::RowGroupMetaData::num_rows).collect();
    let rows = reader.get_row_iter(None).unwrap().map(|row| row.unwrap().to_string()).collect();
    (about, groups, rows)
}

fn texts(path: &Path) -> Vec<Option<String>> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    let rows = reader.get_row_iter(None).unwrap();
    rows.map(|row| row.unwrap().get_string(1).ok().cloned()).collect()
}

#[test]
fn texts_change_and_nothing_else() {
    for packing in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(ZstdLevel::default()),
        Compression::GZIP(parquet::basic::GzipLevel::default()),
        Compression::LZ4_RAW,
        Compression::BROTLI(parquet::basic::BrotliLevel::default()),
    ] {
        let place = Place::new();
        table(&place.at("in/a.parquet"), ROWS, 2, packing);
        place.put("in/b.txt", b"the the gate\n");
        let ran = place.run("clean in -o out --edits e.jsonl").exits(0);
        ran.tells("6 documents read: 4 changed, 2 unchanged, 0 failed, 1 empty now");
        let want =
            [Some("the gate"), None, Some("sound"), Some(""), Some(""), Some("won’t open\n")];
        let want: Vec<Option<String>> = want.iter().map(|text| text.map(str::to_owned)).collect();
        assert_eq!(texts(&place.at("out/a.parquet")), want, "{packing}");
        let (before, after) = (said(&place.at("in/a.parquet")), said(&place.at("out/a.parquet")));
        assert_eq!((&before.0, &before.1), (&after.0, &after.1));
        for (before, after) in before.2.iter().zip(&after.2) {
            let rest = |row: &str| row[row.find(", other:").unwrap()..].to_owned();
            assert_eq!(rest(before), rest(after));
        }
        place.run("clean in -o out --edits f.jsonl").exits(0).tells("nothing was written");
        assert_eq!(place.read("e.jsonl"), place.read("f.jsonl"));
        place.run("restore out --edits e.jsonl -o back").exits(0).tells("6 documents restored");
        assert_eq!(said(&place.at("back/a.parquet")), before);
        place.run("clean out -o again").exits(0).tells("0 changed");
        assert_eq!(
            fs::read(place.at("again/a.parquet")).unwrap(),
            fs::read(place.at("out/a.parquet")).unwrap()
        );
    }
}

#[test]
fn a_table_in_which_nothing_changes_stays_byte_for_byte() {
    let place = Place::new();
    table(
        &place.at("in/a.parquet"),
        &[(1, Some("sound"), "the the"), (2, None, "")],
        1,
        Compression::SNAPPY,
    );
    place.run("clean in -o out --edits e.jsonl").exits(0);
    assert_eq!(
        fs::read(place.at("out/a.parquet")).unwrap(),
        fs::read(place.at("in/a.parquet")).unwrap()
    );
    place.run("restore out --edits e.jsonl -o back").exits(0);
    assert_eq!(
        fs::read(place.at("back/a.parquet")).unwrap(),
        fs::read(place.at("in/a.parquet")).unwrap()
    );
}

/// As of lines: what was done is not done again, and what is left is a fresh run's.
#[test]
fn a_run_that_comes_again_does_what_has_changed() {
    let place = Place::new();
    let text = |n: i64| format!("the the row {n} of a  table\n");
    let texts: Vec<String> = (0..1000).map(text).collect();
    let mut rows: Vec<Row<'_>> = (0..).zip(&texts).map(|(n, t)| (n, Some(&**t), "o")).collect();
    table(&place.at("in/a.parquet"), &rows, 300, Compression::SNAPPY);
    table(&place.at("in/b.parquet"), ROWS, 2, Compression::SNAPPY);
    let run = "clean in -o out --edits e.jsonl";
    let equals_fresh = || {
        let _ = fs::remove_dir_all(place.at("fresh"));
        place.run("clean in -o fresh --edits fresh.jsonl").exits(0);
        assert!(place.tree("out") == place.tree("fresh"));
        assert_eq!(place.read("e.jsonl"), place.read("fresh.jsonl"));
    };
    place.run(run).exits(0);
    let ran = place.run(run).exits(0).tells("nothing was written");
    ran.tells("1,005 documents had been done by an earlier run");
    equals_fresh();
    // A text in the third of four batches, and another column's value in the second.
    rows[700].1 = Some("another  text");
    rows[300].2 = "other";
    table(&place.at("in/a.parquet"), &rows, 300, Compression::SNAPPY);
    place.run(run).exits(0).tells("493 documents had been done by an earlier run");
    equals_fresh();
    let row = &self::texts(&place.at("out/a.parquet"))[700];
    assert_eq!(row.as_deref(), Some("another text"));
}

#[test]
fn columns_can_be_named_also_inner_ones_and_rows_by_their_ids() {
    let place = Place::new();
    table(&place.at("a.parquet"), ROWS, 4, Compression::SNAPPY);
    place
        .run("clean a.parquet -o b.parquet --text-field in.text --id-field n --edits e.jsonl")
        .exits(0);
    let rows = said(&place.at("b.parquet")).2;
    assert!(
        rows[0].contains("other: \"the the gate\"") && rows[0].contains("in: {text: \"the gate\"}"),
        "{}",
        rows[0]
    );
    assert!(place.read("e.jsonl").starts_with(r#"{"doc":"a.parquet#7","#));
    let told = place.run("explain a.parquet:1").exits(0).out;
    assert!(told.contains("read as UTF-8 (table)") && told.contains("doubled-word"), "{told}");
    place.run("explain a.parquet:2").exits(2).tells("no record");
    let ran = place.run("restore b.parquet --edits e.jsonl -o back --rule doubled-word").exits(0);
    ran.tells("6 documents restored");
    assert!(said(&place.at("back/a.parquet")).2[0].contains("in: {text: \"the the gate\"}"));
}

#[test]
fn rules_may_ask_what_the_other_columns_say() {
    let place = Place::new();
    table(
        &place.at("a.parquet"),
        &[(7, Some("Late news.\n"), "x"), (8, Some("Late news.\n"), "y")],
        4,
        Compression::SNAPPY,
    );
    place.put(
        "r.toml",
        b"[[rule]]\nid = \"late\"\npass = \"boilerplate\"\nwhy = \"x\"\nline = 'Late news\\.'\nwhere = { meta = { other = \"y\" } }\n",
    );
    let ran = place.run("clean a.parquet -o b.parquet --rules r.toml");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let got = texts(&place.at("b.parquet"));
    assert_eq!((got[0].as_deref(), got[1].as_deref()), (Some("Late news.\n"), Some("")));
}

#[test]
fn what_cannot_be_read_fails_by_name_and_the_rest_goes_on() {
    let place = Place::new();
    table(&place.at("in/good.parquet"), ROWS, 2, Compression::SNAPPY);
    let whole = fs::read(place.at("in/good.parquet")).unwrap();
    place.put("in/cut.parquet", &whole[..whole.len() - 20]);
    place.put("in/empty.parquet", b"");
    place.put("in/words.parquet", b"PAR1 is only what it begins with, and ends with PAR1");
    let mut footer = whole.clone();
    let at = footer.len() - 60;
    footer[at..at + 40].fill(0xff);
    place.put("in/footer.parquet", &footer);
    let ran = place.run("clean in -o out").exits(1).tells("4 failed");
    for name in ["cut", "empty", "words", "footer"] {
        let name = format!("{name}.parquet");
        assert!(ran.err.contains(&format!("failed: {name}: ")), "{}", ran.err);
        assert!(!place.at(&format!("out/{name}")).exists());
        let raw = fs::read(place.at(&format!("out/pumice-aside/{name}"))).unwrap();
        assert_eq!(raw, fs::read(place.at(&format!("in/{name}"))).unwrap());
    }
    assert_eq!(texts(&place.at("out/good.parquet"))[0].as_deref(), Some("the gate"));
    assert_eq!(place.read("out/pumice-aside/reasons.jsonl").lines().count(), 4);

    let wrong = |field: &str, why: &str| {
        let args = format!("clean in/good.parquet --dry-run --text-field {field}");
        place.run(&args).exits(1).tells(why);
    };
    wrong("body", "there is no column `body`; the table has n, text, other, weight, in.text");
    wrong("n", "the column `n` is INT64, not a text");
    wrong("weight", "the column `weight` is DOUBLE, not a text");
}

/// Each byte of a file in turn is damaged; whatever becomes of it, nothing breaks and
/// what is written is a table.
#[test]
fn a_damaged_byte_breaks_nothing() {
    let place = Place::new();
    table(&place.at("a.parquet"), ROWS, 3, Compression::UNCOMPRESSED);
    let whole = fs::read(place.at("a.parquet")).unwrap();
    let step = whole.len() / 60;
    for at in (4..whole.len()).step_by(step.max(1)) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        place.put(&format!("in/{at}.parquet"), &bytes);
    }
    let ran = place.run("clean in -o out -q");
    assert!(ran.code < 2, "{}", ran.err);
    for (name, _) in place.tree("out").iter().filter(|(name, _)| !name.contains("pumice")) {
        let reader = SerializedFileReader::new(File::open(place.at("out").join(name)).unwrap());
        assert_eq!(reader.unwrap().metadata().file_metadata().num_rows(), 6, "{name}");
    }
}

#[test]
fn a_table_stays_a_table() {
    let place = Place::with(&[("a.jsonl", b"{\"text\": \"x\"}\n"), ("a.txt", b"x")]);
    table(&place.at("a.parquet"), ROWS, 3, Compression::SNAPPY);
    place.run("clean a.parquet -o b.jsonl").exits(2).tells("a.parquet is a table");
    place.run("clean a.jsonl -o b.parquet").exits(2).tells("a.jsonl is no table");
    place.run("clean a.txt -o b.jsonl").exits(2).tells("a.txt is one text");
    place.run("clean a.jsonl -o b.jsonl.zst").exits(0);
    place.run("clean - --format parquet").exits(2).tells("name the file");
    fs::copy(place.at("a.parquet"), place.at("odd")).unwrap();
    place.run("clean odd --format parquet -o odd2").exits(0);
    assert_eq!(texts(&place.at("odd2"))[0].as_deref(), Some("the gate"));
}

#[test]
fn bytes_that_are_no_text_are_replaced_and_given_back() {
    let place = Place::new();
    // The crate does not look at what it is told to write as a text.
    let schema =
        Arc::new(parse_message_type("message m { required binary text (STRING); }").unwrap());
    let file = File::create(place.at("a.parquet")).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, Arc::default()).unwrap();
    let mut out = writer.next_row_group().unwrap();
    let mut column = out.next_column().unwrap().unwrap();
    let texts = [&b"the the gate \xff\xfe"[..], b"sound"].map(|b| ByteArray::from(b.to_vec()));
    column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap();
    column.close().unwrap();
    out.close().unwrap();
    writer.close().unwrap();
    place.run("clean a.parquet -o b.parquet --edits e.jsonl").exits(0).tells("2 bytes");
    assert_eq!(said(&place.at("b.parquet")).2[0], "{text: \"the gate \u{fffd}\u{fffd}\"}");
    place.run("restore b.parquet --edits e.jsonl -o back").exits(0);
    let back = SerializedFileReader::new(File::open(place.at("back/a.parquet")).unwrap()).unwrap();
    let group = back.get_row_group(0).unwrap();
    let parquet::column::reader::ColumnReader::ByteArrayColumnReader(mut column) =
        group.get_column_reader(0).unwrap()
    else {
        panic!("no texts")
    };
    let mut values = Vec::new();
    column.read_records(2, None, None, &mut values).unwrap();
    assert_eq!(values[0].data(), b"the the gate \xff\xfe");
}

#[test]
fn tables_that_pyarrow_wrote() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pyarrow_tables.py");
    let python = std::env::var_os("PUMICE_PYTHON");
    let run = |args: &[&str], place: &Place| {
        let mut command = Command::new(python.clone().unwrap_or("python3".into()));
        command.arg(&script).args(args).current_dir(place.at(".")).output()
    };
    let place = Place::new();
    let wrote = run(&["write", "in"], &place).ok().filter(|output| output.status.success());
    if wrote.is_none() {
        assert!(python.is_none(), "PUMICE_PYTHON names a Python without pyarrow");
        eprintln!("skipped: there is no Python with pyarrow");
        return;
    }
    place.run("clean in -o out --edits e.jsonl").exits(0);
    place.run("restore out --edits e.jsonl -o back").exits(0);
    let compared = run(&["compare", "in", "out", "back"], &place).unwrap();
    assert!(compared.status.success(), "{}", String::from_utf8_lossy(&compared.stderr));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn restore_gives_every_table_back(
        texts in proptest::collection::vec(
            proptest::option::of(proptest::sample::select(&[
                "", " ", "the the gate", "wonâ€™t", "sound", "a  b\u{a0}c\n\n\n\nd", "\u{0}\u{feff}x",
                "IE 11 is not supported. Use another browser.\n",
            ][..])),
            0..40,
        ),
        group in 1..20_usize,
    ) {
        let place = Place::new();
        let rows: Vec<Row<'_>> = (0..).zip(&texts).map(|(n, text)| (n, *text, "o")).collect();
        table(&place.at("in/a.parquet"), &rows, group, Compression::SNAPPY);
        let ran = place.run("clean in -o out --edits e.jsonl -q");
        prop_assert_eq!(ran.code, 0, "{}", ran.err);
        prop_assert_eq!(said(&place.at("out/a.parquet")).1, said(&place.at("in/a.parquet")).1);
        let ran = place.run("restore out --edits e.jsonl -o back");
        prop_assert_eq!(ran.code, 0, "{}", ran.err);
        if texts.iter().any(Option::is_some) {
            prop_assert_eq!(said(&place.at("back/a.parquet")), said(&place.at("in/a.parquet")));
        }
    }
}
