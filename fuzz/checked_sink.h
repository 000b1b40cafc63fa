#pragma once

#include <cstdlib>
#include <functional>
#include <string_view>
#include <vector>

#include "xiezhi/base/damage.h"
#include "xiezhi/base/hash.h"
#include "xiezhi/base/record_sink.h"

namespace xiezhi::fuzz {

inline void require(bool holds) {
    if (!holds) std::abort();
}

/// What every format must keep to: records are whole, objects and lists closed in order, fields
/// named in snake_case and items of lists not at all, every damage has its text in both languages.
/// All that is told is mixed into `digest`.
class CheckedSink final : public RecordSink {
public:
    void begin_record(std::string_view kind) override {
        require(!open_ && is_name(kind));
        open_ = true;
        mix(kind);
    }
    [[nodiscard]] bool end_record() override {
        require(open_ && lists_.empty());
        open_ = false;
        ++records;
        return true;
    }
    void text(std::string_view name, std::string_view utf8) override {
        field(name);
        mix(utf8);
    }
    void number(std::string_view name, std::uint64_t number) override {
        field(name);
        digest += number;
    }
    void negative(std::string_view name, std::int64_t number) override {
        field(name);
        digest += static_cast<std::uint64_t>(number);
    }
    void real(std::string_view name, double /*number*/) override { field(name); }
    void truth(std::string_view name, bool truth) override {
        field(name);
        digest += truth ? 1U : 0U;
    }
    void begin_object(std::string_view name) override { begin(name, false); }
    void end_object() override { end(false); }
    void begin_list(std::string_view name) override { begin(name, true); }
    void end_list() override { end(true); }

    void damage(const Damage& damage) {
        require(!render(damage.what, Lang::En).empty() && !render(damage.what, Lang::Zh).empty());
        digest += damage.offset + damage.what.id;
    }

    std::uint64_t digest = 0;
    std::size_t records = 0;

private:
    static bool is_name(std::string_view name) {
        return !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") ==
                                    std::string_view::npos;
    }
    void mix(std::string_view text) { digest = hash64(text, digest); }
    void field(std::string_view name) {
        require(open_);
        require(!lists_.empty() && lists_.back() ? name.empty() : is_name(name));
        mix(name);
    }
    void begin(std::string_view name, bool list) {
        field(name);
        lists_.push_back(list);
    }
    void end(bool list) {
        require(!lists_.empty() && lists_.back() == list);
        lists_.pop_back();
    }

    bool open_ = false;
    std::vector<bool> lists_;
};

/// Runs `read` twice: whatever it is, it is the same both times.
inline void check_records(
    const std::function<void(RecordSink& sink, const DamageSink& damages)>& read) {
    CheckedSink first;
    read(first, [&](const Damage& damage) { first.damage(damage); });
    CheckedSink second;
    read(second, [&](const Damage& damage) { second.damage(damage); });
    require(first.digest == second.digest && first.records == second.records);
}

/// The input as bytes.
inline Bytes input(const std::uint8_t* data, std::size_t size) {
    return std::as_bytes(std::span(data, size));
}

}  // namespace xiezhi::fuzz
