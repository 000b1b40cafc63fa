#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/base/time.h"
#include "xiezhi/model/event.h"
#include "xiezhi/model/proof.h"
#include "xiezhi/schema/dataset.h"

namespace xiezhi {

using schema::Dataset;
using schema::StateField;

/// An owned document of a dataset (docs/datasets.md). A field that is not known is left out; an
/// empty text is never a value. Texts are UTF-8; numbers decimal; times ISO 8601 in UTC.
class State {
public:
    explicit State(Dataset dataset) : dataset_(dataset) {}

    void set(StateField field, std::string text);  // in place of what was there; empty: nothing
    void add(StateField field, std::string text);  // one more value of a list; empty: nothing
    void set_number(StateField field, std::uint64_t number);
    void set_truth(StateField field, bool truth);
    void set_time(StateField field, FileTime moment);  // zero: nothing
    void add_time(StateField field, FileTime moment);

    [[nodiscard]] Dataset dataset() const noexcept { return dataset_; }
    [[nodiscard]] bool has(StateField field) const noexcept { return find(field) != nullptr; }
    /// The first value, or empty.
    [[nodiscard]] std::string_view text(StateField field) const noexcept;
    [[nodiscard]] bool is_true(StateField field) const noexcept { return text(field) == "true"; }
    [[nodiscard]] const std::vector<std::string>& values(StateField field) const noexcept;

    struct Field {
        StateField id;
        std::vector<std::string> values;
    };
    /// In the order in which they were set.
    [[nodiscard]] const std::vector<Field>& fields() const noexcept { return fields_; }

    /// The time that places the document, and what it means.
    FileTime time{};
    TimeMeaning meaning = TimeMeaning::None;
    /// The first one is where the document stands; others support single facts.
    std::vector<Proof> proofs;

private:
    [[nodiscard]] const Field* find(StateField field) const noexcept;
    [[nodiscard]] std::vector<std::string>& values_of(StateField field);

    Dataset dataset_;
    std::vector<Field> fields_;
};

using StateSink = std::function<void(State&&)>;

/// A document as rules see it: an event of the channel `xiezhi/state/<dataset>` whose shape has all
/// fields of the dataset. `state` must outlive it.
class StateEvent final : public Event {
public:
    explicit StateEvent(const State& state);
    void values(std::size_t index, std::vector<Value>& out) const override;

private:
    const State& state_;
};

/// The document as an owned event, for findings: fields that it has, under their names.
[[nodiscard]] KeptEvent keep(const State& state);

}  // namespace xiezhi
