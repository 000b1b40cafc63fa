#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "xiezhi/hunt/ioc/indicator.h"

namespace xiezhi::hunt::ioc {

/// An indicator that was met in a text. Views live as long as the Indicators and the text.
struct Met {
    std::uint32_t list = 0;
    Kind kind = Kind::Domain;
    std::string_view text;   // what of the text it is, folded
    std::string_view about;  // what the list says of it: family, date; may be empty
};

/// All indicators of all lists, to be met in texts. Millions of them are some tens of bytes each.
/// Built by add(), then shared by threads.
class Indicators {
public:
    /// `about` is kept once for all indicators that share it. The same key of the same list counts
    /// once. False when there is no more room (kBytesMax).
    bool add(std::uint32_t list, const Indicator& indicator, std::string_view about);

    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    [[nodiscard]] bool has(Kind kind) const noexcept {
        return counts_.at(static_cast<std::size_t>(kind)) > 0;
    }

    /// Appends what stands in `text` (folded UTF-8), each indicator once. Addresses, hashes,
    /// domains and URLs anywhere in it; paths and names where a path can be told: the whole text,
    /// between quotes, between blanks; registry keys as the whole text.
    void find(std::string_view text, std::vector<Met>& out) const;

    static constexpr std::size_t kBytesMax = 1U << 30U;

private:
    struct Entry {
        std::uint32_t at = 0;  // of the key in texts_
        std::uint32_t about = 0;
        std::uint16_t size = 0;
        std::uint8_t list = 0;
        Kind kind = Kind::Domain;
    };
    bool add_key(std::uint32_t list, Kind kind, std::string_view key, std::string_view about);
    void grow();
    void put(std::uint32_t index);
    [[nodiscard]] std::string_view key_of(const Entry& entry) const;
    void look_up(Kind kind, std::string_view key, std::string_view shown,
                 std::vector<Met>& out) const;
    void look_up_address(std::string_view token, std::vector<Met>& out) const;
    void look_up_domain(std::string_view token, std::vector<Met>& out) const;
    void look_up_path(std::string_view path, std::vector<Met>& out) const;
    void look_up_registry(std::string_view text, std::vector<Met>& out) const;
    void look_up_urls(std::string_view text, std::vector<Met>& out) const;
    void look_up_token(std::string_view token, std::vector<Met>& out) const;
    std::uint32_t about_index(std::string_view about);

    std::string texts_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> table_;    // open addressing; 0: free, else index + 1
    std::vector<unsigned> network_bits_;  // sizes that networks have
    std::vector<std::string> abouts_ = {""};
    std::array<std::size_t, kKinds> counts_{};
};

}  // namespace xiezhi::hunt::ioc
