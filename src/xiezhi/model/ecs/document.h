#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/model/event.h"

namespace xiezhi::ecs {

/// A field name that was looked up once: for those who ask the same of every record.
struct Field {
    static constexpr std::uint16_t kNotInTables = 0xffff;
    std::uint16_t index = kNotInTables;
    bool is_caseless = false;  // the values in lower case
    std::string name;
};

/// The ECS document of one log record, derived field by field when asked for: begin() derives
/// nothing, values() touches the native fields that the one field is made of. One per thread;
/// begin() for each record. All events must come from one catalogue: what is learned about a shape
/// is kept by its id. How documents are made: docs/ecs.md.
class Document {
public:
    Document();
    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    /// `process.name.caseless` and `process.name.text` are the field process.name indexed
    /// otherwise: its values in lower case, and as they are. fields() does not name such.
    [[nodiscard]] static Field resolve(std::string_view name);

    void begin(const Event& event);  // the event must live until the next begin()

    /// Appends the values of the ECS field as text (numbers decimal, booleans true/false, addresses
    /// and times as ECS has them). Empty: field absent.
    void values(std::string_view field, std::vector<std::string>& out);
    void values(const Field& field, std::vector<std::string>& out);

    /// Names of all fields this record has (for `dump -f ecs` and field patterns), sorted.
    void fields(std::vector<std::string>& out);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace xiezhi::ecs
