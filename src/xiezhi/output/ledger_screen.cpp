// The ledger, row by row: what was checked, what was not and why, how far back the logs reach.
#include <fmt/format.h>

#include <algorithm>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/output/facts.h"
#include "xiezhi/output/host_screen.h"
#include "xiezhi/output/limit_text.h"
#include "xiezhi/output/triage_screen.h"

namespace xiezhi::output {
namespace {

using triage::LedgerStatus;

class LedgerScreen {
public:
    LedgerScreen(const triage::HostResult& host, const WriterOptions& options)
        : screen_(host, options), host_(host), options_(options) {}

    std::string text() {
        screen_.heading();
        for (const triage::LedgerRow& row : host_.ledger.rows) ledger_row(row);
        screen_.put("");
        screen_.ledger_counts();
        return screen_.take();
    }

private:
    void ledger_row(const triage::LedgerRow& row) {
        std::string line = "[" + render(status_message(row.status), options_.lang) + "] " +
                           row.capability->id + "  " +
                           in_language(row.capability->title, options_.lang);
        if (row.findings > 0) line += fmt::format(" ({})", row.findings);
        screen_.wrap(line, 0, Style::Plain);
        ledger_logs(row);
        if (!std::ranges::all_of(row.sources, &triage::LedgerSource::seen)) {
            screen_.wrap(render(msg::ledger_missing(missing_of(row, options_.lang)), options_.lang),
                         4, Style::Quiet);
        }
        const bool blind =
            row.status == LedgerStatus::NotSeen || row.status == LedgerStatus::NotRecorded;
        if (blind && row.capability->kind == triage::CapabilityKind::Detect) {
            screen_.wrap(render(msg::ledger_hides(in_language(row.capability->why, options_.lang)),
                                options_.lang),
                         4, Style::Quiet);
        }
    }

    /// How far back the logs of a row reach, and what they do not say.
    void ledger_logs(const triage::LedgerRow& row) {
        std::string reaches;
        for (const triage::LedgerSource& source : row.sources) {
            if (source.first.ticks == 0 || source.blind) continue;
            const std::string time = time_text(source.first, options_.zone);
            if (!reaches.empty()) reaches += options_.lang == Lang::Zh ? "；" : "; ";
            reaches += source.older_gone
                           ? render(msg::ledger_reaches_gone(source.name, time), options_.lang)
                           : source.name + ' ' + time;
        }
        if (!reaches.empty()) {
            screen_.wrap(render(msg::ledger_reaches(reaches), options_.lang), 4, Style::Quiet);
        }
        for (const triage::LedgerSource& source : row.sources) {
            for (const triage::Limit& limit : source.limits) {
                screen_.wrap(limit_text(limit, options_.lang, options_.zone), 4, Style::Plain);
            }
        }
    }

    HostScreen screen_;
    const triage::HostResult& host_;
    const WriterOptions& options_;
};

}  // namespace

std::string ledger_screen(const triage::HostResult& host, const WriterOptions& options) {
    return LedgerScreen(host, options).text();
}

}  // namespace xiezhi::output
