//! Japanese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    number: "カード番号",
    brand: "利用するブランド",
    expiry: "有効期限（月／年）",
    expiry_example: "MM/YY",
    code: "セキュリティコード",
    code_on_back: "裏面の3桁の数字",
    code_on_front: "表面の4桁の数字",
    name: "カード名義（任意）",
    submit: "このカードを使う",
    sealed_for: "この端末で暗号化して送信：",

    sending: "カードを確認しています…",
    retrying: "接続が切れました。再試行しています…",

    invalid_number: "カード番号をご確認ください。",
    expired_card: "このカードは有効期限が切れています。",
    invalid_expiry: "カードの月と年を入力してください（例：04/30）。",
    invalid_security_code: "セキュリティコードをご確認ください。",
    unsupported_brand: "このブランドのカードはご利用いただけません。",
    payment_token: "端末用の番号です。カードの番号を入力してください。",
    live_card_in_test: "テスト用のページです。実際のカードは入力しないでください。",
    test_card_in_live: "テスト用のカードは使えません。",
    invalid_name: "カード名義をご確認ください。",

    network: "接続が切れました。請求は発生していません。",
    session_over: "このフォームは無効になりました。閉じて、もう一度お試しください。",
    unavailable: "ただいまカードを受け付けられません。",
    covered: "フォームが隠れているため、送信しませんでした。",
    unknown: "エラーが発生しました。請求は発生していません。",

    declined: "カードが承認されませんでした。別のカードをお使いください。",
    insufficient_funds: "残高または利用可能枠が不足しています。別のカードをお使いください。",
};
