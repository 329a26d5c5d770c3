// SPDX-License-Identifier: MIT
#include "hosts/web/texts.hpp"

namespace porthole::hosts {

const std::string_view home_text = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>www.test</title></head>
<body>
<h1>It works.</h1>
<p>You have reached the practice web server of Porthole.</p>
<ul>
<li><a href="/hello.txt">/hello.txt</a> one line of text</li>
<li><a href="/zh">/zh</a> 中文网页</li>
<li><a href="/poem.txt">/poem.txt</a> a poem in two languages, whole or in ranges</li>
<li><a href="/slow">/slow</a> five lines, half a second apart (?n=LINES&amp;ms=MILLISECONDS)</li>
<li><a href="/big?n=1000000">/big?n=1000000</a> as many bytes as you ask for, or a range of them</li>
<li><a href="/chunks">/chunks</a> an answer in chunks, with a trailer</li>
<li><a href="/headers">/headers</a> your request, sent back to you</li>
<li>/echo gives the body of any request back; /upload counts it</li>
<li><a href="/form">/form</a> a form to post</li>
<li><a href="/files/">/files/</a> yours to fill: PUT, GET, DELETE</li>
<li><a href="/redirect?n=3">/redirect?n=3</a> leads elsewhere, /loop in a circle (?to=PATH&amp;status=STATUS)</li>
<li><a href="/private">/private</a> asks who you are (learner, secret)</li>
<li><a href="/cookie">/cookie</a> counts your visits; /status/418 answers with any status</li>
<li>/RPC2 speaks XML-RPC: system.listMethods tells what</li>
</ul>
</body>
</html>
)";

const std::string_view chinese_text = R"(<!DOCTYPE html>
<html lang="zh">
<head><meta charset="utf-8"><title>你好</title></head>
<body>
<h1>你好，套接字！</h1>
<p>这一页来自 Porthole 的练习服务器 www.test。</p>
<p>一个汉字在 UTF-8 里占三个字节，所以 Content-Length 比字数大。</p>
</body>
</html>
)";

const std::string_view form_text = R"(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>A form</title></head>
<body>
<form method="post" action="/form">
<label>Name 姓名 <input name="name"></label>
<label>Message 留言 <textarea name="message"></textarea></label>
<button>Send 发送</button>
</form>
</body>
</html>
)";

const std::string_view poem_text =
    "静夜思\n"
    "李白\n"
    "\n"
    "床前明月光，\n"
    "疑是地上霜。\n"
    "举头望明月，\n"
    "低头思故乡。\n"
    "\n"
    "Quiet Night Thoughts\n"
    "Li Bai\n"
    "\n"
    "Before my bed the moonlight glows,\n"
    "like frost upon the ground.\n"
    "I raise my head and see the moon,\n"
    "then bow it, thinking of home.\n";

}  // namespace porthole::hosts
