#include "xiezhi/schema/sentence.h"

#include <algorithm>
#include <tuple>

#include "xiezhi/schema/sentence_tables.h"

namespace xiezhi::schema {
namespace {

/// Instances of SQL Server write under their own names: MSSQL$ERP.
std::string_view family(std::string_view provider) noexcept {
    return provider.starts_with("MSSQL$") ? std::string_view("MSSQLSERVER") : provider;
}

}  // namespace

const Sentence* find_sentence(std::string_view provider, std::uint32_t event_id) noexcept {
    const auto key = std::pair(family(provider), event_id);
    const auto* found = std::ranges::lower_bound(kSentences, key, {}, [](const Sentence& row) {
        return std::pair(row.provider, row.event_id);
    });
    const bool known = found != std::end(kSentences) && found->provider == key.first &&
                       found->event_id == event_id;
    return known ? found : nullptr;
}

const Code* find_code(std::string_view table, std::string_view code) noexcept {
    const auto key = std::pair(table, code);
    const auto* found = std::ranges::lower_bound(
        kCodes, key, {}, [](const Code& row) { return std::pair(row.table, row.code); });
    const bool known = found != std::end(kCodes) && found->table == table && found->code == code;
    return known ? found : nullptr;
}

}  // namespace xiezhi::schema
