#include "xiezhi/hunt/ioc/finder.h"

#include <algorithm>

#include "xiezhi/base/hash.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi::hunt::ioc {
namespace {

constexpr std::size_t kBlankTexts = 8192;  // a power of two
constexpr std::size_t kShortest = 4;       // bytes: nothing shorter is an indicator

bool is_text(const Value& value) {
    return value.bytes.size() >= kShortest &&
           (value.type == ValueType::String || value.type == ValueType::AnsiString ||
            value.type == ValueType::Utf8);
}

}  // namespace

Finder::Finder(const Lists* lists) : lists_(lists) {
    if (lists_ != nullptr) blank_.resize(kBlankTexts);
}

/// `use(field index, folded text)` for every text.
template <class Use>
void Finder::each_text(const Event& event, Use use) {
    const Shape& shape = event.shape();
    for (std::size_t i = 0; i < shape.fields.size(); ++i) {
        // What we worked out ourselves (a name that a program resembles) is no evidence.
        if (shape.fields[i].name.starts_with("xiezhi.")) continue;
        values_.clear();
        event.values(i, values_);
        for (const Value& value : values_) {
            if (is_text(value)) use(i, value);
        }
    }
}

void Finder::match(const Event& event, std::vector<rules::Hit>& hits) {
    if (lists_ == nullptr) return;
    met_.clear();
    const auto look = [&](const Value& value) {
        const std::uint64_t hash = hash64(value.bytes, 1);
        std::uint64_t& blank = blank_[hash % kBlankTexts];
        if (blank == hash) return;
        text_.clear();
        append_folded_text(text_, value);
        const std::size_t before = met_.size();
        lists_->indicators.find(text_, met_);
        for (std::size_t i = before; i < met_.size(); ++i) met_[i].text = {};  // text_ goes on
        if (met_.size() == before) blank = hash;
    };
    if (schema::is_state_channel(event.head().channel)) {
        each_text(event, [&](std::size_t /*field*/, const Value& value) { look(value); });
    } else {
        values_.clear();
        event.all_values(values_);
        for (const Value& value : values_) {
            if (is_text(value)) look(value);
        }
    }
    std::ranges::sort(met_, {}, &Met::list);
    for (const Met& met : met_) {
        const rules::Hit hit{lists_->first_rule + met.list, false};
        if (hits.empty() || hits.back() != hit) hits.push_back(hit);
    }
}

bool Finder::is_own(const rules::Hit& hit) const noexcept {
    return lists_ != nullptr && hit.rule >= lists_->first_rule &&
           hit.rule - lists_->first_rule < lists_->files.size();
}

rules::Explanation Finder::explain(const Event& event, const rules::Hit& hit) {
    rules::Explanation out;
    each_text(event, [&](std::size_t field, const Value& value) {
        text_.clear();
        append_folded_text(text_, value);
        met_.clear();
        lists_->indicators.find(text_, met_);
        for (const Met& met : met_) {
            if (lists_->first_rule + met.list != hit.rule) continue;
            if (out.matches.size() == kMatchesMax) return;
            std::string selection(kind_name(met.kind));
            if (!met.about.empty()) selection += ": " + std::string(met.about);
            out.matches.push_back(
                {std::move(selection), event.shape().fields[field].name, std::string(met.text)});
        }
    });
    return out;
}

}  // namespace xiezhi::hunt::ioc
