#include "xiezhi/output/host_screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/neutral.h"
#include "xiezhi/output/width.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi::output {
namespace {

using triage::LedgerStatus;

constexpr std::size_t kWidthMin = 40;
constexpr std::size_t kNameMax = 60;

/// `autostart` -> its title; channels keep their names.
std::string source_name(const std::string& name, Lang lang) {
    const auto dataset = schema::find_dataset(name);
    if (!dataset) return name;
    const schema::DatasetRow& row = schema::row_of(*dataset);
    return std::string(lang == Lang::Zh ? row.zh : row.en);
}

}  // namespace

HostScreen::HostScreen(const triage::HostResult& host, const WriterOptions& options)
    : host_(host), options_(options), width_(std::max(options.width, kWidthMin)) {}

void HostScreen::heading() {
    const std::string name = host_.computer.empty()
                                 ? render(msg::triage_host_unnamed(), options_.lang)
                                 : shortened(visible(host_.computer), kNameMax);
    put(painted("== " + name + " ", Style::Heading, options_.colour) +
        painted(std::string(width_ > display_width(name) + 4 ? width_ - display_width(name) - 4 : 0,
                            '='),
                Style::Quiet, options_.colour));
    wrap(render(msg::triage_evidence(host_.evidence), options_.lang), 0, Style::Quiet);
    put("");
}

void HostScreen::title(const Message& message) {
    put(painted(render(message, options_.lang), Style::Label, options_.colour));
}

void HostScreen::item(const std::string& text) {
    std::string mark = "  - ";
    for (const std::string& line : wrapped(visible(text), width_ - 4)) {
        put(std::exchange(mark, "    ") + line);
    }
}

void HostScreen::wrap(const std::string& text, std::size_t indent, Style style,
                      std::size_t lines_max) {
    std::size_t count = 0;
    for (const std::string& line : wrapped(visible(text), width_ - indent)) {
        if (count++ == lines_max) {
            text_.pop_back();
            text_ += " ...\n";
            break;
        }
        put(std::string(indent, ' ') + painted(line, style, options_.colour));
    }
}

void HostScreen::put(std::string_view line) {
    while (line.ends_with(' ')) line.remove_suffix(1);
    text_ += line;
    text_ += '\n';
}

void HostScreen::ledger_counts() {
    std::string counts;
    for (const auto status :
         {LedgerStatus::Findings, LedgerStatus::Clean, LedgerStatus::Partly,
          LedgerStatus::Checkable, LedgerStatus::CheckablePartly, LedgerStatus::Shown,
          LedgerStatus::NotSeen, LedgerStatus::NotRecorded, LedgerStatus::NoCheck}) {
        const std::uint64_t count = host_.ledger.count(status);
        if (count == 0) continue;
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ",
                              render(status_message(status), options_.lang), count);
    }
    wrap(render(msg::triage_ledger(host_.ledger.rows.size(), counts), options_.lang), 0,
         Style::Plain);
    put("");
}

const std::string& in_language(const rules::TwoTexts& texts, Lang lang) {
    const std::string& wanted = lang == Lang::Zh ? texts.zh : texts.en;
    return wanted.empty() ? (lang == Lang::Zh ? texts.en : texts.zh) : wanted;
}

std::string missing_of(const triage::LedgerRow& row, Lang lang) {
    constexpr std::size_t kNames = 3;
    std::string names;
    std::size_t count = 0;
    for (const triage::LedgerSource& source : row.sources) {
        if (source.seen || ++count > kNames) continue;
        names += (names.empty() ? "" : ", ") + source_name(source.name, lang);
    }
    if (count > kNames) names += " ...";
    return names;
}

Message status_message(LedgerStatus status) {
    switch (status) {
        case LedgerStatus::Findings:
            return msg::ledger_findings();
        case LedgerStatus::Clean:
            return msg::ledger_clean();
        case LedgerStatus::Partly:
            return msg::ledger_partly();
        case LedgerStatus::Shown:
            return msg::ledger_shown();
        case LedgerStatus::Checkable:
            return msg::ledger_checkable();
        case LedgerStatus::CheckablePartly:
            return msg::ledger_checkable_partly();
        case LedgerStatus::NotSeen:
            return msg::ledger_not_seen();
        case LedgerStatus::NotRecorded:
            return msg::ledger_not_recorded();
        case LedgerStatus::NoCheck:
            break;
    }
    return msg::ledger_no_check();
}

}  // namespace xiezhi::output
