#include "xiezhi/rules/regex.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "xiezhi/base/text.h"

namespace xiezhi::rules {
namespace {

constexpr std::int64_t kMemoryMax = 4 << 20;  // of one regex, its caches included
constexpr int kAtomLength = 3;
constexpr std::size_t kAtomsMax = 16;

re2::RE2::Options options() {
    re2::RE2::Options out;
    out.set_max_mem(kMemoryMax);
    out.set_log_errors(false);
    out.set_never_capture(true);
    return out;
}

/// RE2's prefilter is a monotone formula over atoms. Unless it is always true, a fitting text has
/// at least one of the atoms; when the formula cannot be true without one certain atom, that alone.
std::vector<std::string> required_texts(const std::string& pattern) {
    re2::FilteredRE2 filter(kAtomLength);
    int id = 0;
    if (filter.Add(pattern, options(), &id) != re2::RE2::NoError) return {};
    std::vector<std::string> atoms;
    filter.Compile(&atoms);
    const auto possible = [&](const std::vector<int>& present) {
        std::vector<int> passed;
        filter.AllPotentials(present, &passed);
        return !passed.empty();
    };
    if (atoms.empty() || atoms.size() > kAtomsMax || possible({})) return {};
    if (!std::ranges::all_of(atoms, is_ascii)) return {};  // RE2's lower case is not our folding
    std::optional<std::size_t> single;
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        std::vector<int> others(atoms.size());
        std::iota(others.begin(), others.end(), 0);
        others.erase(std::ranges::find(others, static_cast<int>(i)));
        if (possible(others)) continue;
        if (!single || atoms[i].size() > atoms[*single].size()) single = i;
    }
    if (single) return {folded(atoms[*single])};
    for (std::string& atom : atoms) atom = folded(atom);
    return atoms;
}

}  // namespace

bool Regex::fits(std::string_view text) const {
    return expression->ok() &&
           re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *expression);
}

const Regex* RegexCache::get(const std::string& pattern) {
    std::unique_ptr<Regex>& regex = regexes_[pattern];
    if (regex == nullptr) {
        regex = std::make_unique<Regex>();
        regex->expression = std::make_unique<re2::RE2>(pattern, options());
        if (regex->expression->ok()) regex->required = required_texts(pattern);
    }
    return regex.get();
}

bool regex_valid(const std::string& pattern, std::string& reason) {
    const re2::RE2 expression(pattern, options());
    if (!expression.ok()) reason = expression.error();
    return expression.ok();
}

}  // namespace xiezhi::rules
