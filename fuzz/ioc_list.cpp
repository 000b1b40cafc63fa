// Bytes as a list of indicators: it is read alike twice, what was taken is counted, and every
// indicator is met in its own text.
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/checked_sink.h"
#include "xiezhi/base/text.h"
#include "xiezhi/hunt/ioc/lists.h"

namespace {

using namespace xiezhi;
using namespace xiezhi::hunt::ioc;
using fuzz::require;

std::size_t read(Bytes bytes, Indicators& indicators, ListSummary& summary) {
    ListSink sink(indicators, 0, summary);
    const auto result = read_list(bytes, sink);
    if (!result) require(!render(result.error().what, Lang::Zh).empty());
    require(indicators.size() <= summary.taken);
    return indicators.size();
}

void check_line(std::string_view line) {
    const Classified classified = classify(line);
    if (!classified.indicator) return;
    const Indicator& indicator = *classified.indicator;
    require(!indicator.key.empty());
    Indicators one;
    require(one.add(0, indicator, "about") && one.size() == 1);
    const bool is_text = indicator.kind == Kind::Domain || indicator.kind == Kind::Hash ||
                         indicator.kind == Kind::FileName || indicator.kind == Kind::FilePath;
    std::vector<Met> met;
    one.find(folded(indicator.key), met);
    if (is_text) require(met.size() == 1 && met.front().about == "about");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const Bytes bytes = fuzz::input(data, size);
    Indicators first;
    ListSummary summary;
    ListSummary again;
    Indicators second;
    require(read(bytes, first, summary) == read(bytes, second, again));
    require(summary.taken == again.taken && summary.not_understood == again.not_understood);
    const std::string text(as_text(bytes));
    std::vector<Met> met;
    const std::string looked_at = folded(text);
    first.find(looked_at, met);
    for (const Met& one : met) require(!one.text.empty() && one.list == 0);
    check_line(text.substr(0, text.find('\n')));
    return 0;
}
