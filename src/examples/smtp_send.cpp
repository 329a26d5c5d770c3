// SPDX-License-Identifier: MIT
// protocol: SMTP
// title: A letter in Chinese
// title.zh: 寄一封中文信
// blurb: Build a letter with a Chinese subject and an attachment, and hand it in; see who was refused.
// blurb.zh: 写一封带中文主题和附件的信并寄出，看看谁被拒收。
// usage: smtp_send [HOST [PORT [RECIPIENT...]]]
// page: mail.test 25 learner@mail.test nobody@mail.test

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "protocols/email.hpp"
#include "protocols/smtplib.hpp"

using namespace porthole;

int main(int argc, char** argv) {
  const std::string host = argc > 1 ? argv[1] : "mail.test";
  const int port = argc > 2 ? std::atoi(argv[2]) : smtplib::SMTP_PORT;
  std::vector<std::string> recipients(argv + (argc > 3 ? 3 : argc), argv + argc);
  if (recipients.empty()) recipients = {"learner@mail.test"};
  try {
    email::EmailMessage message;
    message.set("From", "老师 <teacher@mail.test>");
    message.set("To", "learner@mail.test");
    message.set("Subject", "你好，世界");
    message.set_content("同学们好！\n");
    message.add_attachment("床前明月光\n", {.filename = "静夜思.txt"});

    smtplib::SMTP smtp(host, port, seconds(20));
    smtp.login("learner", "secret");
    // Throws where nobody takes it; else returns those who did not.
    for (const auto& [recipient, reply] : smtp.send_message(message, {}, recipients))
      std::cout << recipient << ": " << reply.code << ' ' << reply.text << '\n';
    std::cout << "sent\n";
    smtp.quit();
  } catch (const std::exception& problem) {
    std::cerr << problem.what() << '\n';
    return 1;
  }
}
