#include "xiezhi/base/message.h"

#include <fmt/format.h>

#include <iterator>
#include <span>
#include <string_view>

#include "xiezhi/base/message_table.h"

namespace xiezhi {
namespace {

const MessageText& text_of(const Message& message) {
    const std::span texts(kMessageTexts);
    return message.id < texts.size() ? texts[message.id] : texts.front();
}

void append_argument(std::string& out, const MessageArg& arg, char kind) {
    if (const auto* text = std::get_if<std::string>(&arg)) {
        out += *text;
    } else if (const auto* number = std::get_if<std::uint64_t>(&arg)) {
        out += kind == 'x' ? fmt::format("0x{:x}", *number) : fmt::format("{}", *number);
    } else {
        out += fmt::format("{}", std::get<std::int64_t>(arg));
    }
}

}  // namespace

std::string render(const Message& message, Lang lang) {
    const MessageText& text = text_of(message);
    const std::string_view pattern = lang == Lang::Zh ? text.zh : text.en;
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] != '\x01' || i + 2 >= pattern.size()) {
            out += pattern[i];
            continue;
        }
        const auto index = static_cast<std::size_t>(pattern[i + 1] - 'a');
        if (index < message.args.size()) append_argument(out, message.args[index], pattern[i + 2]);
        i += 2;
    }
    return out;
}

const char* message_name(const Message& message) {
    return text_of(message).id;
}

}  // namespace xiezhi
