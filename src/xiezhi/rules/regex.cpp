#include "xiezhi/rules/regex.h"

#include <algorithm>
#include <utility>

#include "xiezhi/rules/regex_facts.h"

namespace xiezhi::rules {
namespace {

constexpr std::int64_t kMemoryMax = 4 << 20;  // of one regex, its caches included

re2::RE2::Options options() {
    re2::RE2::Options out;
    out.set_max_mem(kMemoryMax);
    out.set_log_errors(false);
    out.set_never_capture(true);
    return out;
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
    RegexFacts facts = read_regex_facts(pattern_);
    size_min_ = std::max(run_min_, facts.size_min);
    required_ = std::move(facts.required);
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
    const std::lock_guard lock(mutex_);
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
