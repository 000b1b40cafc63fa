#include <algorithm>
#include <set>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/cli/results.h"
#include "xiezhi/cli/verbs.h"
#include "xiezhi/output/layout.h"
#include "xiezhi/output/report_rows.h"
#include "xiezhi/output/triage_document.h"
#include "xiezhi/platform/file.h"
#include "xiezhi/rules/pack.h"

namespace xiezhi::cli {
namespace {

struct ReportArguments {
    std::vector<std::string> files;
    std::string output;
    bool force = false;
    bool quiet = false;
};

VerbSpec report_spec(ReportArguments& a) {
    return {.name = "report",
            .usage = msg::report_operand(),
            .purpose = msg::report_purpose(),
            .groups = {{msg::group_output(),
                        {{"-o,--output", msg::arg_file(), msg::report_output(), &a.output},
                         {"--force", std::nullopt, msg::hunt_force(), &a.force},
                         {"-q,--quiet", std::nullopt, msg::hunt_quiet(), &a.quiet}}}},
            .closing = msg::report_closing(),
            .operands = &a.files};
}

/// Rules that findings name, and those that rows tell of.
struct RuleIds {
    static constexpr std::size_t kNamedMax = 50'000;  // far more than a pack has
    std::set<std::string, std::less<>> named;
    std::set<std::string, std::less<>> told;

    void add(const output::ReportRow& row) {
        if (row.rule.empty()) return;
        auto& ids = row.kind == output::RowKind::Finding ? named : told;
        if (ids.size() < kNamedMax) ids.emplace(row.rule);
    }
};

/// What hunt does not write with its findings: reasons and next steps of our own rules.
bool tell_rules(const RuleIds& ids, output::ReportPage& page) {
    if (std::ranges::includes(ids.told, ids.named)) return true;
    const rules::RuleSet pack = rules::load_builtin_pack();
    const auto tell = [&](const rules::RuleHead& head) {
        if (!ids.named.contains(head.id) || ids.told.contains(head.id)) return true;
        return page.rows(output::rule_line(head));
    };
    return std::ranges::all_of(pack.rules, [&](const auto& rule) { return tell(rule.head); }) &&
           std::ranges::all_of(pack.correlations, [&](const auto& one) { return tell(one.head); });
}

Result<void> add_file(const std::string& path, output::ReportPage& page, RuleIds& ids,
                      bool& wanted) {
    XZ_TRY(const auto source, platform::open_file(path), path);
    auto read = output::read_report_rows(*source, [&](const output::ReportRow& row) {
        ids.add(row);
        wanted = page.row(row.json, row.kind, row.dataset);
        return wanted;
    });
    if (!read) return std::move(read.error()).in(path);
    return {};
}

}  // namespace

void tell_left_out(const Shell& shell, const output::ReportPage& page) {
    if (page.documents_left_out() > 0) {
        shell.note(msg::report_left_out(output::grouped(page.documents_left_out())));
    }
    if (page.findings_left_out() > 0) {
        shell.note(msg::report_findings_left_out(output::grouped(page.findings_left_out())));
    }
}

int run_report(const Shell& shell, const std::vector<std::string>& arguments) {
    ReportArguments typed;
    VerbSpec spec = report_spec(typed);
    if (const auto code = shell.parsed(spec, arguments)) return *code;
    if (typed.files.empty()) return shell.usage(msg::report_no_operand(), spec.name);
    if (typed.output.empty() && shell.environment().out_width > 0) {
        return shell.usage(msg::report_needs_file(), spec.name);
    }
    for (const std::string& file : typed.files) {  // before half a page is written
        if (auto kind = platform::file_kind(file); !kind)
            return shell.failed(std::move(kind.error()).in(file));
    }
    auto results = Results::open(typed.output, typed.force, shell.environment());
    if (!results) return shell.failed(results.error());
    output::ReportPage page((*results)->sink(),
                            {.version = shell.environment().version, .lang = shell.lang()});
    bool wanted = page.begin();
    RuleIds ids;
    for (const std::string& file : typed.files) {
        if (!wanted) break;
        if (auto added = add_file(file, page, ids, wanted); !added)
            return shell.failed(added.error());
    }
    if (wanted && tell_rules(ids, page)) page.end();
    if (const auto code = (*results)->finish(shell)) return *code;
    if (!typed.quiet) {
        tell_left_out(shell, page);
        if ((*results)->is_file()) shell.say(msg::report_written((*results)->path()));
    }
    return kExitDone;
}

}  // namespace xiezhi::cli
