# SPDX-License-Identifier: MIT
"""What compare_with_python.py compares: headers, dates, addresses, parameters, texts and messages from the wild."""

HEADERS = [
    "plain",
    "",
    "=?utf-8?b?5L2g5aW9?=",
    "=?utf-8?B?5L2g?= =?utf-8?B?5aW9?=",
    "=?utf-8?B?5L0=?= =?utf-8?B?oOWlvQ==?=",
    "Re: =?gb2312?B?xOO6ww==?= tail",
    "=?GBK?Q?=C4=E3_=BA=C3?=",
    "=?gb18030?b?xOO6ww==?= =?big5?b?p0Gmbg==?=",
    "a =?iso-8859-1?q?b?= c =?utf-8?q?=C3=A9?= d",
    "=?iso-2022-jp?B?GyRCJDMkcyRLJEEkTxsoQg==?=",
    "=?euc-kr?B?vsiz58fPvLy/5A==?=",
    "=?koi8-r?B?8NLJ18XU?=",
    "=?utf-8?q?a_b=5F=20c?=",
    "=?windows-1252?q?=80_=93x=94?=",
    "no =?end",
    "=?utf-8?z?a?=",
]

TEXTS = [
    "hello",
    "你好",
    "Re: 关于会议的通知",
    "关于明天下午三点会议的通知：请各位同事准时参加，带上季度报告与相关材料，谢谢大家的配合与支持。",
    "naïve café, déjà vu",
    "mixed 中文 and English 混合 with a tail of plain words that go on and on until the line is long",
    "x" * 60,
    "emoji 😀😀😀 and 漢字 and кириллица and العربية",
    "semi; colon, quote and = percent % star * here é",
    "こんにちは世界、これは長い件名のテストです。折り返しが正しく行われるかを確認します。",
]

ADDRESSES = [
    ("", "a@x.test"),
    ("Li Lei", "lilei@mail.test"),
    ("李雷", "lilei@mail.test"),
    ("Li, Lei", "lilei@mail.test"),
    ('quote " and \\ backslash', "q@x.test"),
    ("dots. in. it", "a@x.test"),
    ("(parens)", "a@x.test"),
    ("a@b", "a@x.test"),
]

LISTS = [
    "a@x.test",
    "A B <a@x.test>, c@y.test",
    '"Li, Lei" <l@x.test>,H <h@x.test>',
    "a@x.test (a comment)",
    "<a@x.test>",
    "friends: a@x.test, b@y.test;",
    "undisclosed-recipients:;",
    "<@route.test:a@x.test>",
    '"quoted local"@x.test',
    "",
    "a . b @ x . test",
]

DATES = [
    "Mon, 23 Nov 2026 03:12:25 +0800",
    "Fri, 21 Nov 1997 09:55:06 -0600",
    "21 Nov 97 09:55:06 GMT",
    "1 Jan 00 00:00 +0000",
    "31 Dec 68 23:59:59 +0000",
    "31 Dec 69 23:59:59 +0000",
    "Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time)",
    "Mon, 23 Nov 2026 03:12:25 EST",
    "Mon, 23 Nov 2026 03:12:25 PDT",
    "Mon, 23 Nov 2026 03:12:25 UT",
    "Sunday, 06-Nov-94 08:49:37 GMT",
    "Sat, 29 Feb 2020 12:00:00 +1345",
    "yesterday",
    "",
]

PARAMETERS = [
    "attachment",
    'attachment; filename="a b.txt"',
    "attachment; filename=plain.txt; size=12",
    "attachment; filename*=utf-8''%E4%BD%A0%E5%A5%BD.txt",
    "attachment; filename*=gb2312'zh'%C4%E3%BA%C3.txt",
    'attachment; filename*0="one "; filename*1="two.txt"',
    "attachment; filename*0*=utf-8''%E4%BD; filename*1*=%A0; filename*2=.txt",
    'attachment; filename="quoted \\"name\\" and \\\\.txt"',
    'attachment; filename="C:\\dir\\file"',
    'ATTACHMENT; FILENAME="Upper.TXT"',
    'attachment; filename="semi;colon=equals.txt"',
]

CHARSETS = [
    ("utf-8", "你好 ëä 😀"),
    ("gb2312", "你好，世界。中文新闻组"),
    ("gbk", "你好，世界。囍镕朱鎔基"),
    ("gb18030", "你好 😀 㐀 ë"),
    ("big5", "你好，世界。繁體中文"),
    ("hz", "你好，hello ~世界"),
    ("utf-7", "你好 a+b 😀 ~ é"),
    ("iso-8859-1", "café ÿ ¡"),
    ("iso-8859-2", "Dvořák łódź"),
    ("iso-8859-5", "Привет"),
    ("iso-8859-7", "Καλημέρα"),
    ("iso-8859-15", "€ œuvre"),
    ("windows-1250", "Dvořák „ł”"),
    ("windows-1251", "Привет – «мир»"),
    ("windows-1252", "€ “quoted” – café"),
    ("koi8-r", "Привет"),
    ("koi8-u", "Привіт ґ"),
    ("iso-2022-jp", "こんにちは、漢字 ascii カタカナ"),
    ("shift_jis", "こんにちは、漢字 ｶﾅ"),
    ("euc-jp", "こんにちは、漢字"),
    ("euc-kr", "안녕하세요 세계"),
    ("cp949", "안녕하세요 똠방각하"),
    ("us-ascii", "plain"),
    ("tis-620", "สวัสดี"),
    ("utf-16", "你好 😀"),
]

_HEAD = b"From: a@x.test\nSubject: s\nMIME-Version: 1.0\n"

MESSAGES = [
    b"Subject: x\n\nbody\n",
    b"Subject: x\r\n\r\nbody\r\nmore\r\n",
    b"Subject: x\n\n",
    b"Subject: x",
    _HEAD
    + b"Content-Type: text/plain; charset=gb18030\nContent-Transfer-Encoding: 8bit\n\n\xc4\xe3\xba\xc3\n",
    _HEAD
    + b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9=\n x\n",
    _HEAD + b'Content-Type: TEXT/HTML; CHARSET="UTF-8"\nContent-Transfer-Encoding: BASE64\n\n5L2g5aW9\n',
    _HEAD + b"Content-Type: nonsense\n\nx\n",
    _HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n\n--b--\npost\n",
    _HEAD + b'Content-Type: multipart/mixed; boundary="b b"\n\n--b b\n\none\n\n--b b  \n\ntwo\n--b b--',
    _HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nopen end",
    _HEAD
    + b"Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; boundary=i\n\n"
    b"--i\n\nin\n--o\n\nout\n--o--\n",
    _HEAD + b"Content-Type: multipart/mixed; boundary=none\n\nno part here\n",
    _HEAD + b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: in\n\nbody\n--b--\n",
    _HEAD + b"Content-Type: message/rfc822\n\nSubject: in\n\nbody\n",
    _HEAD + b'Content-Type: application/octet-stream; name="f.bin"\nContent-Disposition: attachment\n'
    b"Content-Transfer-Encoding: base64\n\nAAECAwQFBgcICf//\n",
]
