#pragma once

#include <string>
#include <string_view>

#include "xiezhi/base/message.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/writer.h"
#include "xiezhi/triage/triage.h"

namespace xiezhi::output {

/// Text about one host for a terminal, line by line, as wide as the options say.
class HostScreen {
public:
    /// Both must outlive it.
    HostScreen(const triage::HostResult& host, const WriterOptions& options);

    void heading();
    void title(const Message& message);
    void item(const std::string& text);
    void wrap(const std::string& text, std::size_t indent, Style style,
              std::size_t lines_max = SIZE_MAX);
    void put(std::string_view line);
    /// How many capabilities came to what.
    void ledger_counts();

    [[nodiscard]] std::string take() { return std::move(text_); }
    [[nodiscard]] const triage::HostResult& host() const noexcept { return host_; }
    [[nodiscard]] const WriterOptions& options() const noexcept { return options_; }
    [[nodiscard]] std::size_t width() const noexcept { return width_; }

private:
    const triage::HostResult& host_;
    const WriterOptions& options_;
    std::size_t width_;
    std::string text_;
};

[[nodiscard]] const std::string& in_language(const rules::TwoTexts& texts, Lang lang);

/// The first few of what serves a capability and is not in the evidence, by their titles.
[[nodiscard]] std::string missing_of(const triage::LedgerRow& row, Lang lang);

[[nodiscard]] Message status_message(triage::LedgerStatus status);

}  // namespace xiezhi::output
