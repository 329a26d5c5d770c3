// SPDX-License-Identifier: MIT
#include "protocols/xmlrpc/marshal.hpp"

#include <catch_amalgamated.hpp>
#include <limits>

using namespace porthole::xmlrpc;
using porthole::LimitError;

namespace {

Value answered(const std::string& value) {
  return loads("<methodResponse><params><param>" + value + "</param></params></methodResponse>").params.at(0);
}

Value again(const Value& value) {
  return loads(dumps_response(value)).params.at(0);
}

}  // namespace

TEST_CASE("values of every type come back as they were") {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  Array mixed;
  mixed.emplace_back(1);
  mixed.emplace_back("two & <three>");
  mixed.emplace_back(Array{});
  const std::vector<Value> values = {Value(),
                                     true,
                                     false,
                                     0,
                                     -1,
                                     std::numeric_limits<std::int32_t>::max(),
                                     std::numeric_limits<std::int64_t>::min(),
                                     0.5,
                                     -1e300,
                                     1e-7,
                                     "",
                                     "你好\r\n",
                                     DateTime{"20261123T02:15:00"},
                                     Binary{every},
                                     Binary{},
                                     mixed,
                                     Struct{},
                                     Struct{{"a", 1}, {"名", mixed}, {"a", 2}}};
  for (const Value& value : values) {
    INFO(repr(value));
    CHECK(again(value) == value);
  }
}

TEST_CASE("calls and faults are written as the specification has them") {
  CHECK(dumps({1, "a"}, "sum") ==
        "<?xml version='1.0'?>\n<methodCall>\n<methodName>sum</methodName>\n<params>\n"
        "<param>\n<value><int>1</int></value>\n</param>\n"
        "<param>\n<value><string>a</string></value>\n</param>\n</params>\n</methodCall>\n");
  const Document call = loads(dumps({}, "system.listMethods"));
  CHECK((call.methodname == "system.listMethods" && call.params.empty()));
  try {
    loads(dumps(Fault(4, "Too many parameters.")));
    FAIL("no fault");
  } catch (const Fault& fault) {
    CHECK(fault.faultCode() == 4);
    CHECK(fault.faultString() == "Too many parameters.");
    CHECK(std::string(fault.what()) == "the host answered with fault 4: Too many parameters.");
  }
}

TEST_CASE("what cannot be written is refused") {
  CHECK_THROWS_AS(dumps({}, ""), std::invalid_argument);
  CHECK_THROWS_AS(dumps({}, "a</methodName>"), std::invalid_argument);
  CHECK_THROWS_AS(dumps({"\x01"}, "a"), std::invalid_argument);
  CHECK_THROWS_AS(dumps({std::numeric_limits<double>::infinity()}, "a"), std::invalid_argument);
  Value deep = 1;
  for (std::size_t depth = 0; depth < max_depth; ++depth) {
    Array outer;
    outer.push_back(std::move(deep));
    deep = std::move(outer);
  }
  CHECK(again(deep) == deep);
  Array outer;
  outer.push_back(deep);
  CHECK_THROWS_AS(dumps_response(outer), std::invalid_argument);
}

TEST_CASE("values are read as hosts write them") {
  CHECK(answered("<value>plain</value>") == Value("plain"));
  CHECK(answered("<value></value>") == Value(""));
  CHECK(answered("<value/>") == Value(""));
  CHECK(answered("<value><string/></value>") == Value(""));
  CHECK(answered("<value> <i4> 7 </i4>\n</value>") == Value(7));
  CHECK(answered("<value><i8>+8</i8></value>") == Value(8));
  CHECK(answered("<value><double>1</double></value>") == Value(1.0));
  CHECK(answered("<value><base64>aGVs\n bG8=\n</base64></value>") == Value(Binary{"hello"}));
  CHECK(answered("<value><nil/></value>").is_nil());
  CHECK(answered("<value><string> kept </string></value>") == Value(" kept "));
}

TEST_CASE("what is no XML-RPC is refused") {
  for (const char* value :
       {"<value><int>x</int></value>", "<value><int></int></value>",
        "<value><int>99999999999999999999</int></value>", "<value><boolean>2</boolean></value>",
        "<value><boolean>true</boolean></value>", "<value><double>nan</double></value>",
        "<value><double>1e999</double></value>", "<value><double>0x1p3</double></value>",
        "<value><base64>?</base64></value>", "<value><what>1</what></value>",
        "<value><int>1</int><int>2</int></value>", "<value>x<int>1</int></value>", "<value><array/></value>",
        "<value><array><data><int>1</int></data></array></value>",
        "<value><struct><member><value>1</value></member></struct></value>",
        "<value><struct><member><name>a</name></member></struct></value>", "<int>1</int>", "",
        "<value><int>1</value>"}) {
    INFO(value);
    CHECK_THROWS_AS(answered(value), ResponseError);
  }
  for (const char* document : {"", "<html></html>", "<methodResponse/>", "<methodCall><params/></methodCall>",
                               "<methodResponse><params></params></methodResponse><x/>",
                               "<methodResponse><fault><value>1</value></fault></methodResponse>",
                               "<methodResponse><fault><value><struct/></value></fault></methodResponse>"}) {
    INFO(document);
    CHECK_THROWS_AS(loads(document), ResponseError);
  }
}

TEST_CASE("nesting, size and number of values are limited") {
  std::string deep;
  for (int depth = 0; depth < 100'000; ++depth) deep += "<value><array><data>";
  CHECK_THROWS_AS(answered(deep), LimitError);
  std::string structs;
  for (int depth = 0; depth < 100'000; ++depth) structs += "<value><struct><member><name>a</name>";
  CHECK_THROWS_AS(answered(structs), LimitError);
  std::string many = "<value><array><data>";
  for (std::size_t count = 0; count <= max_values; ++count) many += "<value/>";
  CHECK_THROWS_AS(answered(many + "</data></array></value>"), LimitError);
  CHECK_THROWS_AS(loads(std::string(max_document + 1, ' ')), LimitError);
}

TEST_CASE("a value that is something else is told so") {
  CHECK_THROWS_AS(Value(1).as_string(), ResponseError);
  CHECK_THROWS_AS(Value("1").as_int(), ResponseError);
  CHECK_THROWS_AS(Value(Struct{{"a", 1}}).at("b"), ResponseError);
  CHECK(Value(Struct{{"a", 1}}).at("a").as_double() == 1.0);
  CHECK(repr(Value(Struct{{"a", Value()}, {"b", 0.5}, {"c", "it's"}, {"d", Binary{"\x01x"}}})) ==
        "{'a': None, 'b': 0.5, 'c': 'it\\'s', 'd': b'\\x01x'}");
}
