#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace xiezhi::testing {

/// Makes zips byte by byte, also ones that no honest program makes: raw names in any code page,
/// stated sizes that lie.
class ZipWriter {
public:
    struct Entry {
        std::string name;  // as it stands in the zip
        std::string bytes;
        bool deflate = true;
        bool utf8_flag = false;
        std::uint32_t stated_size = 0;  // 0: the true one
    };

    void add(const Entry& entry);
    void add(std::string name, std::string bytes) {
        add(Entry{std::move(name), std::move(bytes), true, false, 0});
    }
    [[nodiscard]] std::string bytes() const;

private:
    std::string body_;
    std::string directory_;
    std::uint16_t count_ = 0;
};

/// A zip whose entries are AES-256 encrypted, made by libzip; empty when it cannot do that.
[[nodiscard]] std::string encrypted_zip(
    const std::vector<std::pair<std::string, std::string>>& entries, const std::string& password);

[[nodiscard]] std::string deflated(std::string_view bytes);

}  // namespace xiezhi::testing
