// SPDX-License-Identifier: MIT
#include "letters.hpp"

#include "protocols/email/base64.hpp"

namespace verbs {

std::string every_byte() {
  std::string bytes;
  for (const int step : {1, 3, 255})
    for (int value = 0; value < 256; ++value) bytes += static_cast<char>(value * step);
  return bytes + "\r\n.\r\n\n\r..";
}

std::string letter(unsigned number) {
  const std::string name = std::to_string(number);
  std::string text = "From: teacher@mail.test\r\nTo: learner@mail.test\r\nSubject: Letter " + name +
                     "\r\nMessage-ID: <" + name + "@mail.test>\r\n";
  if (number < letter_count) {
    text += "\r\n";
    for (unsigned line = 0; line < number % 20; ++line)
      text += std::string(line % 4, '.') + "第 " + std::to_string(line) + " 行 of letter " + name + "\r\n";
    return text;
  }
  text +=
      "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"=-=\"\r\n\r\n--=-=\r\n"
      "Content-Transfer-Encoding: 8bit\r\n\r\n";
  for (int value = 1; value < 256; ++value) {
    if (value != '\r' && value != '\n') text += static_cast<char>(value);
    if (value % 64 == 0) text += "\r\n";
  }
  return text +
         "\r\n--=-=\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
         porthole::email::encodebytes(every_byte()) + "--=-=--\r\n";
}

}  // namespace verbs
