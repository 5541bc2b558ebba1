//! Japanese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    number: "カード番号",
    expiry: "有効期限（月／年）",
    expiry_example: "MM/YY",
    code: "セキュリティコード",
    code_on_back: "裏面の3桁の数字",
    code_on_front: "表面の4桁の数字",
    name: "カード名義（任意）",
    submit: "このカードを使う",
    sealed_for: "この端末で暗号化して送信：",

    sending: "カードを確認しています…",
    retrying: "接続が切れました。再送しています…",

    invalid_number: "カード番号をご確認ください。",
    expired_card: "このカードは有効期限が切れています。",
    invalid_expiry: "カードに記載の月と年を入力してください（例：04/30）。",
    invalid_security_code: "セキュリティコードをご確認ください。",
    unsupported_brand: "このブランドのカードはご利用いただけません。",
    payment_token: "端末用の番号です。カードに印字された番号を入力してください。",
    live_card_in_test: "テスト用のページです。実際のカードは入力しないでください。",
    test_card_in_live: "テスト用のカードです。実際のカードをお使いください。",
    invalid_name: "名義をご確認ください（64文字以内）。",

    network: "接続が切れました。請求は発生していません。もう一度お試しください。",
    session_over: "このフォームは無効になりました。閉じて、もう一度お試しください。",
    unavailable: "ただいまカードを受け付けられません。何も送信されていません。",
    covered: "フォームが何かに覆われています。何も送信されていません。",
    unknown: "エラーが発生しました。請求は発生していません。もう一度お試しください。",

    declined: "カードが承認されませんでした。別のカードを使うか、カード会社にお問い合わせください。",
    insufficient_funds: "残高不足のため承認されませんでした。別のカードをお使いください。",
};
