#include "tests/support/defender_writer.h"

namespace xiezhi::testing {
namespace {

void item(ByteWriter& out, std::uint32_t type, const ByteWriter& data) {
    out.u32(static_cast<std::uint32_t>(data.size())).u32(type).raw(data.bytes()).align(8);
}

void text(ByteWriter& out, std::string_view utf8) {
    item(out, 0x15, ByteWriter().utf16(utf8).u16(0));
}

void number(ByteWriter& out, std::uint32_t value) {
    item(out, 6, ByteWriter().u32(value));
}

void sized_text(ByteWriter& out, std::string_view utf8) {
    const ByteWriter data = ByteWriter().utf16(utf8).u16(0);
    out.u32(static_cast<std::uint32_t>(data.size())).raw(data.bytes());
}

ByteWriter tracking() {
    ByteWriter facts;
    sized_text(facts, "ThreatTrackingSha256");
    facts.u32(6);
    sized_text(facts, "00ff");
    sized_text(facts, "ThreatTrackingThreatId");
    facts.u32(3).u32(7);
    sized_text(facts, "ThreatTrackingSize");
    facts.u32(4).u64(37640);
    sized_text(facts, "ThreatTrackingStartTime");
    facts.u32(4).u64(0x01d8c234de44c76c);
    sized_text(facts, "ThreatTrackingIsEsuSig");
    facts.u32(5).u8(1);
    sized_text(facts, "ThreatTrackingResearchData");
    facts.u32(7).u32(2).u16(0x2211);
    return ByteWriter().u32(static_cast<std::uint32_t>(facts.size() + 4)).raw(facts.bytes());
}

}  // namespace

std::vector<std::byte> detection_file(std::string_view threat, std::string_view file) {
    ByteWriter out;
    item(out, 8, ByteWriter().u64(0x8003b41c));
    item(out, 0x1e, ByteWriter().u64(0x1111222233334444).u64(0x5555666677778888));
    text(out, "Magic.Version:1.2");
    text(out, threat);
    for (std::uint32_t i = 0; i < 3; ++i) number(out, i);
    text(out, "Magic.Version:1.2");
    text(out, "file");
    text(out, file);
    number(out, 0x10000001);
    item(out, 0x28, tracking());
    text(out, "Magic.Version:1.2");
    text(out, "webfile");
    text(out, "C:\\a|http://x/|pid:1");
    item(out, 0x28, ByteWriter().u32(1).u32(0x14).u32(0).u32(0x14).u32(0));
    item(out, 0x0a, ByteWriter().u64(0x01d8c234de44c76d));
    number(out, 0);
    text(out, "HOST\\user");
    text(out, "C:\\Windows\\explorer.exe");
    item(out, 0x0a, ByteWriter().u64(1));
    item(out, 0x0a, ByteWriter().u64(0));
    text(out, "NT AUTHORITY\\SYSTEM");
    return out.bytes();
}

}  // namespace xiezhi::testing
