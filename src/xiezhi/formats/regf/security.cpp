#include "xiezhi/formats/regf/security.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/value.h"

namespace xiezhi::regf {
namespace {

constexpr std::size_t kSidHead = 8;
constexpr std::size_t kSubAuthoritiesMax = 15;
constexpr std::uint16_t kDaclPresent = 0x0004;
constexpr std::uint16_t kDaclProtected = 0x1000;
constexpr std::uint16_t kDaclAutoInherited = 0x0400;
constexpr std::size_t kAceHead = 8;

/// The bytes of the SID at `position`; empty when there is none.
Bytes sid_at(Bytes bytes, std::size_t position) {
    Cursor in(bytes);
    in.seek(position);
    const auto revision = in.read<std::uint8_t>();
    const std::size_t count = in.read<std::uint8_t>();
    if (!in.ok() || revision != 1 || count > kSubAuthoritiesMax) return {};
    in.seek(position);
    return in.take(kSidHead + 4 * count);
}

bool has_plain_layout(std::uint8_t type) {
    constexpr std::array<std::uint8_t, 5> kPlain = {0, 1, 2, 3,
                                                    0x11};  // allow, deny, audits, label
    for (const std::uint8_t plain : kPlain) {
        if (type == plain) return true;
    }
    return false;
}

void read_dacl(Bytes bytes, std::size_t position, SecurityDescriptor& out) {
    Cursor head(bytes);
    head.seek(position);
    head.take(2);  // revision
    const std::size_t size = head.read<std::uint16_t>();
    const auto count = head.read<std::uint16_t>();
    head.take(2);
    head.seek(position);
    const Bytes list = head.take(size);
    Cursor in(list);
    in.take(kAceHead);
    for (std::uint16_t i = 0; i < count; ++i) {
        const std::size_t start = in.position();
        Ace ace{.type = in.read<std::uint8_t>(), .flags = in.read<std::uint8_t>()};
        const std::size_t ace_size = in.read<std::uint16_t>();
        ace.mask = in.read<std::uint32_t>();
        if (!in.ok() || ace_size < kAceHead || ace_size > list.size() - start) break;
        if (has_plain_layout(ace.type)) ace.sid = sid_at(list.first(start + ace_size), start + 8);
        out.dacl.push_back(ace);
        in.seek(start + ace_size);
    }
    out.damaged = !head.ok() || out.dacl.size() < count;
}

void append_sid(std::string& out, Bytes sid) {
    append_text(out, Value{.type = ValueType::Sid, .bytes = sid});
}

void append_ace(std::string& out, const Ace& ace) {
    constexpr std::array<std::string_view, 5> kFlags = {"OI", "CI", "NP", "IO", "ID"};
    out += ace.type == 0 ? "(A;" : ace.type == 1 ? "(D;" : fmt::format("({:#x};", ace.type);
    for (std::size_t i = 0; i < kFlags.size(); ++i) {
        if ((ace.flags >> i & 1U) != 0) out += kFlags[i];
    }
    fmt::format_to(std::back_inserter(out), ";{:#x};;;", ace.mask);
    if (!ace.sid.empty()) append_sid(out, ace.sid);
    out += ')';
}

}  // namespace

std::optional<SecurityDescriptor> parse_security(Bytes bytes) {
    Cursor in(bytes);
    in.take(2);  // revision
    SecurityDescriptor out;
    out.control = in.read<std::uint16_t>();
    const auto owner = in.read<std::uint32_t>();
    const auto group = in.read<std::uint32_t>();
    in.take(4);  // the system list: audits, not shown
    const auto dacl = in.read<std::uint32_t>();
    if (!in.ok()) return std::nullopt;
    if (owner != 0) out.owner = sid_at(bytes, owner);
    if (group != 0) out.group = sid_at(bytes, group);
    out.has_dacl = (out.control & kDaclPresent) != 0 && dacl != 0;
    if (out.has_dacl) read_dacl(bytes, dacl, out);
    return out;
}

void append_sddl(std::string& out, const SecurityDescriptor& descriptor) {
    if (!descriptor.owner.empty()) {
        out += "O:";
        append_sid(out, descriptor.owner);
    }
    if (!descriptor.group.empty()) {
        out += "G:";
        append_sid(out, descriptor.group);
    }
    out += "D:";
    if (!descriptor.has_dacl) out += "NO_ACCESS_CONTROL";
    if ((descriptor.control & kDaclProtected) != 0) out += 'P';
    if ((descriptor.control & kDaclAutoInherited) != 0) out += "AI";
    for (const Ace& ace : descriptor.dacl) append_ace(out, ace);
}

}  // namespace xiezhi::regf
