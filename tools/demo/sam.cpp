#include "tools/demo/sam.h"

#include "xiezhi/base/text.h"

namespace xiezhi::demo {
namespace {

void put(std::string& out, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out[at + i] = static_cast<char>(value >> (8 * i));
}

std::string sid_of(std::uint32_t rid) {
    std::string sid("\x01\x05\0\0\0\0\0\x05", 8);
    for (const std::uint32_t part : {21U, 3512467890U, 1180244571U, 2904415663U, rid}) {
        const std::size_t at = sid.size();
        sid.resize(at + 4);
        put(sid, at, part, 4);
    }
    return sid;
}

}  // namespace

std::string account_fixed(const SamAccount& account) {
    constexpr std::size_t kSize = 80;
    std::string f(kSize, '\0');
    put(f, 0, 3, 2);
    put(f, 0x08, account.last_logon.ticks, 8);
    put(f, 0x18, account.password_set.ticks, 8);
    put(f, 0x20, 0x7fff'ffff'ffff'ffff, 8);
    put(f, 0x30, account.acts_as, 4);
    put(f, 0x34, 513, 4);
    put(f, 0x38, account.control, 2);
    put(f, 0x42, account.last_logon.ticks == 0 ? 0 : 12, 2);
    return f;
}

/// Offsets and sizes of texts, then the texts. Entry 14 is the password's hash.
std::string account_texts(const SamAccount& account) {
    constexpr std::size_t kHeader = 0xcc;
    constexpr std::size_t kEntry = 12;
    std::string v(kHeader, '\0');
    const auto add = [&](std::size_t entry, const std::string& bytes) {
        put(v, entry * kEntry, v.size() - kHeader, 4);
        put(v, entry * kEntry + 4, bytes.size(), 4);
        v += bytes;
        while (v.size() % 4 != 0) v += '\0';
    };
    const auto text = [&](std::size_t entry, const char* utf8) {
        std::string wide;
        append_utf16le(wide, utf8);
        add(entry, wide);
    };
    text(1, account.name);
    text(3, account.comment);
    add(14, account.hash);
    return v;
}

std::string group_value(std::uint32_t rid, const char* name,
                        const std::vector<std::uint32_t>& members) {
    constexpr std::size_t kHeader = 0x34;
    std::string c(kHeader, '\0');
    std::string wide;
    append_utf16le(wide, name);
    while (wide.size() % 4 != 0) wide += '\0';
    std::string sids;
    for (const std::uint32_t member : members) sids += sid_of(member);
    put(c, 0, rid, 4);
    put(c, 0x14, std::string_view(name).size() * 2, 4);
    put(c, 0x28, wide.size(), 4);
    put(c, 0x2c, sids.size(), 4);
    put(c, 0x30, members.size(), 4);
    return c + wide + sids;
}

/// The three numbers of the SID stand at the end.
std::string machine_sid_value() {
    std::string v(0x40, '\0');
    return v + sid_of(0).substr(12, 12);
}

std::string rid_name(std::uint32_t rid) {
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (int shift = 28; shift >= 0; shift -= 4) out += kDigits[(rid >> shift) & 0xfU];
    return out;
}

}  // namespace xiezhi::demo
