#include "xiezhi/rules/regex.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/rules/regex_size.h"

namespace xiezhi::rules {
namespace {

constexpr std::int64_t kMemoryMax = 4 << 20;  // of one regex, its caches included
constexpr std::size_t kAtomsMax = 16;

re2::RE2::Options options() {
    re2::RE2::Options out;
    out.set_max_mem(kMemoryMax);
    out.set_log_errors(false);
    out.set_never_capture(true);
    return out;
}

/// RE2 makes atoms lower case by its own table; case folding makes the same of both cases of every
/// letter but this one.
bool lower_case_is_ours(const std::string& pattern) {
    constexpr std::string_view kDottedCapitalI = "\xc4\xb0";
    return pattern.find(kDottedCapitalI) == std::string::npos &&
           pattern.find("\\x") == std::string::npos && pattern.find("\\p") == std::string::npos;
}

/// RE2's prefilter is a monotone formula over atoms. Unless it is always true, a fitting text has
/// at least one of the atoms; when the formula cannot be true without one certain atom, that alone.
std::vector<std::string> required_texts(const std::string& pattern, int atom_length) {
    re2::FilteredRE2 filter(atom_length);
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
    if (!std::ranges::all_of(atoms, is_ascii) && !lower_case_is_ours(pattern)) return {};
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

/// Long atoms when there are some, single characters when not.
std::vector<std::string> required_texts(const std::string& pattern) {
    for (int length = 3; length > 0; --length) {
        auto texts = required_texts(pattern, length);
        if (!texts.empty()) return texts;
    }
    return {};
}

/// The n of `.{n,}`, else 0.
std::size_t any_run(std::string_view pattern) {
    if (!pattern.starts_with(".{") || !pattern.ends_with(",}")) return 0;
    std::size_t size = 0;
    for (const char c : pattern.substr(2, pattern.size() - 4)) {
        if (c < '0' || c > '9' || size > 10'000) return 0;
        size = size * 10 + static_cast<std::size_t>(c - '0');
    }
    return size;
}

/// Code points in one line, without looking at more than `wanted`.
bool has_run(std::string_view text, std::size_t wanted) {
    std::size_t run = 0;
    for (const char c : text) {
        const bool continues = (static_cast<unsigned char>(c) & 0xc0U) == 0x80;
        run = c == '\n' ? 0 : run + (continues ? 0 : 1);
        if (run >= wanted) return true;
    }
    return false;
}

}  // namespace

Regex::Regex(std::string pattern) : pattern_(std::move(pattern)), run_min_(any_run(pattern_)) {
    size_min_ = std::max(run_min_, shortest_match(pattern_));
}

const std::vector<std::string>& Regex::required() const {
    std::call_once(searched_, [&] { required_ = required_texts(pattern_); });
    return required_;
}

bool Regex::fits(std::string_view text) const {
    if (text.size() < size_min_) return false;
    if (run_min_ != 0) return has_run(text, run_min_);
    std::call_once(compiled_,
                   [&] { expression_ = std::make_unique<re2::RE2>(pattern_, options()); });
    return expression_->ok() &&
           re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *expression_);
}

const Regex* RegexCache::get(const std::string& pattern) {
    std::unique_ptr<Regex>& regex = regexes_[pattern];
    if (regex == nullptr) regex = std::make_unique<Regex>(pattern);
    return regex.get();
}

bool regex_valid(const std::string& pattern, std::string& reason) {
    const re2::RE2 expression(pattern, options());
    if (!expression.ok()) reason = expression.error();
    return expression.ok();
}

}  // namespace xiezhi::rules
