#pragma once

#include <cstdint>
#include <string_view>

namespace xiezhi::schema {

/// What the records of one provider and event id say, with places for their fields. EVTX holds
/// values only; Windows has the words in message files that evidence does not bring along.
/// The places are described at the head of schema/sentences.tsv.
struct Sentence {
    std::string_view provider;
    std::uint32_t event_id = 0;
    std::string_view zh;
    std::string_view en;
};

/// nullptr when nothing is known of this id: then the record is shown without a sentence.
[[nodiscard]] const Sentence* find_sentence(std::string_view provider,
                                            std::uint32_t event_id) noexcept;

/// What one code means (schema/codes.tsv). An empty meaning says that there is nothing to tell.
struct Code {
    std::string_view table;
    std::string_view code;
    std::string_view zh;
    std::string_view en;
};

/// `code` in lower case as records have it: 0xc000006a, 10, %%1904. The table of a provider's
/// message numbers is called %% and its name.
[[nodiscard]] const Code* find_code(std::string_view table, std::string_view code) noexcept;

}  // namespace xiezhi::schema
