// SPDX-License-Identifier: MIT
#include "protocols/xmlrpc/xml.hpp"

#include <catch_amalgamated.hpp>

using namespace porthole::xmlrpc;

namespace {

/// "<a>text</a>" as "+a 'text' -a".
std::string tokens(std::string_view document) {
  XmlReader reader(document);
  std::string all;
  for (;;) {
    switch (reader.next()) {
      case XmlReader::Token::start:
        all += '+' + reader.name() + ' ';
        break;
      case XmlReader::Token::end:
        all += '-' + reader.name() + ' ';
        break;
      case XmlReader::Token::text:
        all += '\'' + reader.text() + "' ";
        break;
      case XmlReader::Token::eof:
        return all;
    }
  }
}

}  // namespace

TEST_CASE("elements and texts come in order") {
  CHECK(tokens("<a>text<b/> more </a>") == "+a 'text' +b -b ' more ' -a ");
  CHECK(tokens("<?xml version='1.0' encoding=\"UTF-8\"?>\n<a>\n <b>x</b>\n</a>\n") == "+a +b 'x' -b -a ");
  CHECK(tokens("\xef\xbb\xbf<a > </a >") == "+a ' ' -a ");
  CHECK(tokens("<a x='1' y = \"2>3\"></a>") == "+a -a ");
  CHECK(tokens("<a>1<!-- <b> -->2<?pi x?>3<![CDATA[<&]]>4</a>") == "+a '123<&4' -a ");
  CHECK(tokens("<a>x\r\ny\rz</a>") == "+a 'x\ny\nz' -a ");
}

TEST_CASE("references become characters") {
  CHECK(tokens("<a>&lt;&gt;&amp;&quot;&apos;</a>") == "+a '<>&\"'' -a ");
  CHECK(tokens("<a>&#65;&#x4f60;&#233;&#x1F600;&#13;</a>") == "+a 'A你é😀\r' -a ");
}

TEST_CASE("what is no XML is refused") {
  for (const std::string_view document : {"<!DOCTYPE a><a/>",
                                          "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
                                          "<a>&b;</a>",
                                          "<a>&",
                                          "<a>&;</a>",
                                          "<a>&lt</a>",
                                          "<a>&#0;</a>",
                                          "<a>&#xd800;</a>",
                                          "<a>&#x110000;</a>",
                                          "<a>&#99999999999;</a>",
                                          "<a>&#-1;</a>",
                                          "<a>]]></a>",
                                          "<",
                                          "<>",
                                          "< a/>",
                                          "<1/>",
                                          "<a",
                                          "<a b>",
                                          "<a b=c>",
                                          "<a b='<'>",
                                          "<a b='c>",
                                          "<a/",
                                          "<a b='c'd='e'/>",
                                          "<a><!-- </a>",
                                          "<a><![CDATA[ </a>",
                                          "<?xml version='1.0' encoding='GB18030'?><a/>",
                                          "<a>\x01</a>",
                                          "</a b>"}) {
    INFO(document);
    CHECK_THROWS_AS(tokens(document), ResponseError);
  }
  CHECK_THROWS_AS(tokens(std::string_view("<a>\0</a>", 8)), ResponseError);
}

TEST_CASE("reserved characters are escaped and come back") {
  const std::string text = "<a & b> ]]> \r\n \t 你好";
  CHECK(tokens("<a>" + escaped(text) + "</a>") == "+a '" + text + "' -a ");
  CHECK_THROWS_AS(escaped("\x1b"), std::invalid_argument);
}
