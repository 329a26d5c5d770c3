// SPDX-License-Identifier: MIT
#include "protocols/email/charset_names.hpp"

#include <algorithm>
#include <array>

#include "protocols/email/charset.hpp"
#include "protocols/email/text.hpp"

namespace porthole::email {
namespace {

struct Alias {
  std::string_view name;
  std::string_view first;
  std::string_view second = {};
};

/// glibc and musl know different names, and mail knows more of them than both.
constexpr std::array aliases = {
    Alias{"", "us-ascii"},
    Alias{"ascii", "us-ascii"},
    Alias{"ansi_x3.4-1968", "us-ascii"},
    Alias{"646", "us-ascii"},
    Alias{"utf8", "utf-8"},
    Alias{"unicode-1-1-utf-8", "utf-8"},
    Alias{"unicode-1-1-utf-7", "utf-7"},
    Alias{"utf7", "utf-7"},
    Alias{"latin1", "iso-8859-1"},
    Alias{"latin-1", "iso-8859-1"},
    Alias{"iso-8859-8-i", "iso-8859-8"},
    Alias{"iso-8859-8-e", "iso-8859-8"},
    Alias{"iso-8859-6-i", "iso-8859-6"},
    Alias{"gb2312", "gb18030"},
    Alias{"gb_2312-80", "gb18030"},
    Alias{"csgb2312", "gb18030"},
    Alias{"euc-cn", "gb18030"},
    Alias{"gbk", "gb18030"},
    Alias{"x-gbk", "gb18030"},
    Alias{"cp936", "gb18030"},
    Alias{"ms936", "gb18030"},
    Alias{"windows-936", "gb18030"},
    Alias{"gb-18030", "gb18030"},
    Alias{"hz", "hz-gb-2312"},
    Alias{"hz-gb", "hz-gb-2312"},
    Alias{"x-big5", "big5"},
    Alias{"cn-big5", "big5"},
    Alias{"cp950", "big5"},
    Alias{"big5-hkscs", "big5-hkscs", "big5"},
    Alias{"ks_c_5601-1987", "cp949", "euc-kr"},
    Alias{"ks_c_5601", "cp949", "euc-kr"},
    Alias{"ksc5601", "cp949", "euc-kr"},
    Alias{"euc-kr", "cp949", "euc-kr"},
    Alias{"cp949", "cp949", "euc-kr"},
    Alias{"uhc", "cp949", "euc-kr"},
    Alias{"shift_jis", "cp932", "shift_jis"},
    Alias{"shift-jis", "cp932", "shift_jis"},
    Alias{"x-sjis", "cp932", "shift_jis"},
    Alias{"sjis", "cp932", "shift_jis"},
    Alias{"cp932", "cp932", "shift_jis"},
    Alias{"windows-31j", "cp932", "shift_jis"},
    Alias{"x-euc-jp", "euc-jp"},
    Alias{"eucjp", "euc-jp"},
    Alias{"iso-2022-jp-2", "iso-2022-jp-2", "iso-2022-jp"},
    Alias{"windows-874", "cp874", "tis-620"},
    Alias{"x-windows-1252", "windows-1252"},
};

}  // namespace

std::vector<std::string> charset_names(std::string_view charset) {
  // A name goes to the C library, where '/' begins its own options ("//TRANSLIT") and may name a file.
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-_.:+()";
  const std::string name = lower(trim(charset));
  if (name.size() > max_charset_name || name.find_first_not_of(allowed) != std::string::npos) return {};
  std::string dashed = name;
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  for (const std::string& spelling : {name, dashed}) {
    const auto* alias =
        std::find_if(aliases.begin(), aliases.end(), [&](const Alias& a) { return a.name == spelling; });
    if (alias == aliases.end()) continue;
    std::vector<std::string> names{std::string(alias->first)};
    if (!alias->second.empty()) names.emplace_back(alias->second);
    return names;
  }
  if (dashed.starts_with("iso8859")) return {"iso-8859" + dashed.substr(7)};
  if (dashed.starts_with("cp125")) return {"windows-" + dashed.substr(2), dashed};
  if (dashed == name) return {name};
  return {name, dashed};
}

}  // namespace porthole::email
