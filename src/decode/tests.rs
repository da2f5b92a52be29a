//! What `decode` promises, on small cases and on any bytes at all.

#![allow(clippy::panic)] // a test that can't begin has failed

use super::*;
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Decoded<'_> {
    decode(bytes, &Hints::default()).unwrap_or_else(|refused| panic!("{refused}: {bytes:?}"))
}

fn back(bytes: &[u8]) -> Vec<u8> {
    let decoded = read(bytes);
    let kept = raw(&decoded, bytes);
    encode(&decoded.text, decoded.encoding, decoded.bom, &kept).unwrap_or_default()
}

#[test]
fn empty_is_utf8() {
    let decoded = read(b"");
    assert_eq!((decoded.text.as_ref(), decoded.encoding), ("", "UTF-8"));
}

#[test]
fn utf8_is_borrowed() {
    let decoded = read("na\u{ef}ve".as_bytes());
    assert!(matches!(decoded.text, Cow::Borrowed("na\u{ef}ve")));
    assert_eq!(raw(&decoded, "na\u{ef}ve".as_bytes()), Raw::Empty);
}

#[test]
fn marks_are_taken_off_and_put_back() {
    let text = "Zażółć gęślą jaźń, 日本";
    let mut cases = vec![("UTF-8", [b"\xEF\xBB\xBF", text.as_bytes()].concat())];
    for order in ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"] {
        cases.push((order, encode(text, order, true, &Raw::Empty).unwrap_or_default()));
    }
    for (encoding, bytes) in cases {
        let decoded = read(&bytes);
        assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, encoding));
        assert!(decoded.bom);
        assert_eq!(back(&bytes), bytes);
    }
}

#[test]
fn wide_text_needs_no_mark() {
    for text in [
        "Plain words and a line end.\n",
        "Слово за слово\nи так далее",
        "日本語の文章です。 はい\n",
        "아이는 학교에 가서 바다에 관한 책을 읽었습니다.\n",
        "Tre\u{300}s peu l’a\u{300}ge.\n",
    ] {
        for order in ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"] {
            let bytes = encode(text, order, false, &Raw::Empty).unwrap_or_default();
            let decoded = read(&bytes);
            assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, order));
            assert_eq!(back(&bytes), bytes);
        }
    }
}

#[test]
fn damaged_utf8_stays_utf8() {
    let text = "Die Straße führt über die Brücke; schön, daß es sie gibt.";
    for cut in 0..text.len() {
        let mut bytes = text.as_bytes().to_vec();
        bytes.remove(cut);
        let decoded = read(&bytes);
        assert_eq!(decoded.encoding, "UTF-8", "without byte {cut}");
        assert!(decoded.damage.len() <= 1);
        assert_eq!(back(&bytes), bytes);
    }
}

#[test]
fn legacy_text_is_detected() {
    let russian = "Съешь же ещё этих мягких французских булок, да выпей чаю.";
    let (bytes, encoding, _) = encoding_rs::KOI8_R.encode(russian);
    assert_eq!(read(&bytes).text, russian);
    assert!(encoding.name().starts_with("KOI8"));
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("Déjà vu à l’hôtel — 5 €");
    assert_eq!(read(&bytes).text, "Déjà vu à l’hôtel — 5 €");
}

#[test]
fn a_declaration_that_fits_decides() {
    let (bytes, ..) = encoding_rs::ISO_8859_2.encode("<meta charset=\"iso-8859-2\">Źle");
    let decoded = read(&bytes);
    assert_eq!((decoded.encoding, decoded.evidence.chosen_by), ("ISO-8859-2", "declared"));
    assert_eq!(decoded.evidence.declared.as_deref(), Some("iso-8859-2"));
    let utf8 = "<?xml version='1.0' encoding='iso-8859-1'?>Źle".as_bytes();
    assert_eq!(read(utf8).encoding, "UTF-8", "a declaration does not outweigh the bytes");
}

#[test]
fn binary_is_refused_and_stray_controls_are_not() {
    let refused = |bytes: &[u8]| decode(bytes, &Hints::default()).is_err();
    assert!(refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0"));
    assert!(refused(&[0; 64]));
    assert!(refused(&(0..=255).cycle().take(4096).collect::<Vec<u8>>()));
    assert!(!refused(b"a few \0 stray \x01 ones in a text of some length, as it happens"));
    assert!(!refused("BZh is short for something, naïve".as_bytes()));
}

#[test]
fn stray_nuls_make_no_wide_text() {
    let text = "Die Straße führt über die Brücke; schön, daß es sie gibt. ".repeat(15);
    let mut bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    for at in [3, 64, 150, 301, 302, 411, 700] {
        bytes.insert(at, 0);
    }
    assert_eq!(read(&bytes).encoding, "windows-1252");
}

#[test]
fn what_is_not_read_is_named() {
    let reason = |bytes: &[u8]| decode(bytes, &Hints::default()).err().map(|r| r.to_string());
    let korean = b"\x1B$)C\x0E>F@L4B\x0F \x0EGP13?!\x0F \x0E0!<-\x0F\n".repeat(4);
    assert!(reason(&korean).is_some_and(|reason| reason.starts_with("ISO-2022-KR")));
    let page = b"<meta charset=utf-7>Hi +AGEA4Q-";
    assert!(reason(page).is_some_and(|reason| reason.starts_with("UTF-7")));
}

#[test]
fn marks_of_tex_are_no_chinese() {
    for text in ["see Figure~{ab\n", "by~{Smith}~{and}\n", "~{~}", "~{\\bf x}"] {
        assert_eq!(read(text.as_bytes()).encoding, "UTF-8");
    }
}

#[test]
fn strict_means_utf8_alone() {
    let strict = Hints { strict_utf8: true, ..Hints::default() };
    assert!(decode(b"caf\xE9", &strict).is_err());
    assert!(decode("café\0".as_bytes(), &strict).is_ok());
}

#[test]
fn lines_of_two_makers_are_read_each_in_its_own() {
    let text =
        "Erste Zeile: schön\nZweite Zeile: größer\nDéjà vu à l’hôtel\nPlain\nCafé crème brûlée\n";
    let mut bytes = Vec::new();
    for line in text.split_inclusive('\n') {
        if line.starts_with(['D', 'C']) {
            bytes.extend(encoding_rs::WINDOWS_1252.encode(line).0.iter());
        } else {
            bytes.extend(line.as_bytes());
        }
    }
    let decoded = read(&bytes);
    assert_eq!((decoded.text.as_ref(), decoded.damage.len()), (text, 0));
    assert_eq!(decoded.segments.len(), 2);
    assert_eq!(back(&bytes), bytes);
}

#[test]
fn every_encoding_of_the_web_comes_back() {
    let all: Vec<u8> = (0x20..=0xFF).collect();
    for label in [
        "windows-1250",
        "koi8-u",
        "macintosh",
        "iso-8859-8",
        "windows-874",
        "ibm866",
        "cp855",
        "cp437",
        "cp852",
    ] {
        let hints = Hints { declared: Some(label), strict_utf8: false };
        if let Ok(decoded) = decode(&all, &hints) {
            let kept = raw(&decoded, &all);
            assert_eq!(
                encode(&decoded.text, decoded.encoding, decoded.bom, &kept),
                Some(all.clone())
            );
        }
    }
}

#[test]
fn each_language_is_read_in_all_its_encodings() {
    let texts = [
        (
            "Съешь же ещё этих мягких французских булок, да выпей чаю. Привет, Яна и Юлия!",
            "windows-1251 koi8-u iso-8859-5 ibm866 cp855 x-mac-cyrillic",
        ),
        (
            "Das Mädchen aß süße Äpfel; Straße und Brücke überquerte es größtenteils zu Fuß. \
          Österreich, Übermut, ähnlich, schön.",
            "windows-1252 macintosh cp850 cp437",
        ),
        (
            "Příliš žluťoučký kůň úpěl ďábelské ódy; řekl že mu to nevadí.",
            "windows-1250 iso-8859-2 cp852",
        ),
        (
            "Zażółć gęślą jaźń, bo ślimak śpi wśród trawy. Łódź płynie.",
            "windows-1250 iso-8859-2 cp852",
        ),
        (
            "Ένας άνθρωπος πήγε στην πόλη και είδε τη θάλασσα από κοντά.",
            "windows-1253 iso-8859-7 cp737",
        ),
        (
            "Şoför çok güzel bir ağacın altında öğle yemeğini yedi, sonra eve döndü.",
            "windows-1254 cp857",
        ),
        ("הילד הלך לבית הספר וקרא שם ספר על הים", "windows-1255 iso-8859-8 cp862"),
        ("ذهب الولد إلى المدرسة وقرأ كتابا عن البحر والسماء", "windows-1256 iso-8859-6"),
        (
            "Žąsys plaukė upe, o vėjas ūžė; mūsų šalyje žiemą būna šalta.",
            "windows-1257 iso-8859-13 cp775",
        ),
        ("เด็กผู้ชายเดินไปโรงเรียนและอ่านหนังสือเกี่ยวกับทะเล", "windows-874"),
        (
            "彼は昨日、東京で新しい本を買いました。とても面白いです。",
            "shift_jis euc-jp iso-2022-jp",
        ),
        ("아이는 학교에 가서 바다에 관한 책을 읽었습니다.", "euc-kr johab"),
        ("小孩去学校读了一本关于大海的书，他觉得很有意思。", "gbk hz-gb-2312"),
        ("小孩去學校讀了一本關於大海的書，他覺得很有意思。", "big5 euc-tw"),
    ];
    for (text, labels) in texts {
        for label in labels.split(' ') {
            let charset = charset::Charset::labelled(label);
            let mut bytes = Vec::new();
            assert_eq!(
                charset.and_then(|charset| charset.encode(text, &mut bytes)),
                Some(()),
                "{label}"
            );
            assert_eq!(read(&bytes).text, text, "{label}");
            assert_eq!(back(&bytes), bytes, "{label}");
        }
    }
}

#[test]
fn a_template_that_declares_the_wrong_encoding_is_not_believed() {
    for declared in ["iso-8859-1", "utf-8", "windows-1252", "nonsense"] {
        let page = format!("<meta charset={declared}><title>Главные новости дня</title>");
        let (bytes, ..) = encoding_rs::WINDOWS_1251.encode(&page);
        assert_eq!(read(&bytes).text, page);
    }
}

#[test]
fn signs_alone_are_western() {
    for text in ["© 2004 Smith & Co", "5 × 3", "a week’s work", "20° C, 50 €", "one » two", "naïve"]
    {
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(text);
        assert_eq!(read(&bytes).text, text);
    }
}

#[test]
fn johab_is_spelled_and_read() {
    let korean = "한국어 문장입니다. 서울은 큰 도시예요. 漢字 ㄱㅏ ㅄ 각갂값힣";
    let mut bytes = Vec::new();
    assert!(charset::Charset::Johab.encode(korean, &mut bytes).is_some());
    let decoded = read(&bytes);
    assert_eq!((decoded.text.as_ref(), decoded.encoding), (korean, "johab"));
    assert_eq!(raw(&decoded, &bytes), Raw::Empty);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn bytes_come_back(bytes in any::<Vec<u8>>(), wide in any::<bool>()) {
        let mut bytes = bytes;
        if wide { bytes.splice(0..0, *b"\xFF\xFE"); }
        if let Ok(decoded) = decode(&bytes, &Hints::default()) {
            let kept = raw(&decoded, &bytes);
            let again = encode(&decoded.text, decoded.encoding, decoded.bom, &kept);
            prop_assert_eq!(again, Some(bytes));
        }
    }

    #[test]
    fn text_with_bad_bytes_comes_back(
        pieces in prop::collection::vec(("[a-zé日я ]{0,12}", prop::collection::vec(any::<u8>(), 0..2)), 0..12)
    ) {
        let bytes: Vec<u8> =
            pieces.iter().flat_map(|(text, bad)| [text.as_bytes(), bad].concat()).collect();
        if let Ok(decoded) = decode(&bytes, &Hints::default()) {
            let kept = raw(&decoded, &bytes);
            let again = encode(&decoded.text, decoded.encoding, decoded.bom, &kept);
            prop_assert_eq!(again, Some(bytes));
        }
    }

    #[test]
    fn any_label_may_be_declared(bytes in any::<Vec<u8>>(), label in "utf-16|utf-8|shift_jis|iso-2022-jp|replacement|gb18030|x-user-defined|big5|nonsense") {
        if let Ok(decoded) = decode(&bytes, &Hints { declared: Some(&label), strict_utf8: false }) {
            let kept = raw(&decoded, &bytes);
            let again = encode(&decoded.text, decoded.encoding, decoded.bom, &kept);
            prop_assert_eq!(again, Some(bytes));
        }
    }
}
