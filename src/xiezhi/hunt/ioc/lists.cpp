#include "xiezhi/hunt/ioc/lists.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::hunt::ioc {
namespace {

constexpr std::uint64_t kFileMax = 256ULL << 20U;
constexpr std::size_t kExampleMax = 60;
constexpr std::size_t kFilesMax = 200;

/// As UTF-8 without a mark: notepad writes UTF-16.
std::string decoded(Bytes bytes) {
    std::string text;
    if (bytes.size() >= 2 && bytes[0] == std::byte{0xff} && bytes[1] == std::byte{0xfe}) {
        append_utf8(text, bytes.subspan(2));
        return text;
    }
    text = std::string(as_text(bytes));
    if (text.starts_with("\xef\xbb\xbf")) text.erase(0, 3);
    return text;
}

std::string file_name(const std::string& path) {
    return path.substr(path.find_last_of("/\\") + 1);
}

}  // namespace

bool ListSink::take(const Classified& classified, std::string_view text, std::string_view about) {
    if (classified.indicator) {
        ++summary_.taken;
        return indicators_.add(list_, *classified.indicator, about);
    }
    if (classified.reason == Unusable::TooGeneral) {
        ++summary_.too_general;
        return true;
    }
    if (summary_.not_understood++ == 0) {
        summary_.first_not_understood = std::string(text.substr(0, kExampleMax));
    }
    return true;
}

Result<void> read_list(Bytes bytes, ListSink& sink) {
    const std::string text = decoded(bytes);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return {};
    if (text[first] == '{' || (text[first] == '[' && text.find('"') != std::string::npos)) {
        return read_json_list(text, sink);
    }
    if (text[first] == '<') return read_openioc(text, sink);
    if (text.find('\0') != std::string::npos) {
        return Error{Errc::Unsupported, msg::ioc_not_a_list(), {}};
    }
    read_text_list(text, sink);
    return {};
}

Result<std::shared_ptr<Lists>> load_lists(const std::vector<std::string>& paths) {
    auto lists = std::make_shared<Lists>();
    if (paths.size() > kFilesMax) return Error{Errc::Usage, msg::ioc_too_many(kFilesMax), {}};
    for (const std::string& path : paths) {
        auto file = platform::open_file(path);
        if (!file) return std::move(file.error()).in(path);
        auto bytes = read_all(**file, kFileMax);
        if (!bytes) return std::move(bytes.error()).in(path);
        const auto number = static_cast<std::uint32_t>(lists->files.size());
        ListSummary& summary = lists->files.emplace_back();
        summary.path = platform::with_slashes(path);
        ListSink sink(lists->indicators, number, summary);
        if (auto read = read_list(*bytes, sink); !read) {
            return std::move(read.error()).in(path);
        }
        if (summary.taken > 0) continue;
        return Error{Errc::Unsupported,
                     msg::ioc_nothing_usable(summary.not_understood, summary.too_general),
                     {}}
            .in(path);
    }
    return lists;
}

void add_rules(rules::RuleSet& rules, Lists& lists) {
    lists.first_rule = static_cast<std::uint32_t>(rules.rules.size());
    for (const ListSummary& file : lists.files) {
        rules::Rule& rule = rules.rules.emplace_back();
        const Message title = msg::ioc_title(file_name(file.path));
        const auto both = [](const Message& message) {
            return rules::TwoTexts{render(message, Lang::En), render(message, Lang::Zh)};
        };
        rule.head.id = "ioc:" + file_name(file.path);
        rule.head.title = render(title, Lang::En);
        rule.head.level = rules::Level::High;
        rule.head.ruleset = rules::Ruleset::Pack;
        rule.head.place.path = file.path;
        rule.head.pack.title_zh = render(title, Lang::Zh);
        rule.head.pack.capabilities = {"intel.list-match"};
        rule.head.pack.why = {both(msg::ioc_why())};
        rule.head.pack.against = {both(msg::ioc_against())};
        rule.head.pack.next = {both(msg::ioc_next())};
        rule.source.product = "windows";
        rule.condition = rules::Node::constant(false);
    }
}

}  // namespace xiezhi::hunt::ioc
