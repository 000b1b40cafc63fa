#include "tests/support/task_writer.h"

namespace xiezhi::testing {
namespace {

using Words = std::initializer_list<std::uint16_t>;

std::string utf16_of(std::string_view utf8) {
    std::string text;
    append_utf16le(text, utf8);
    return text;
}

void counted(ByteWriter& out, std::string_view utf8) {
    const std::string text = utf8.empty() ? std::string() : utf16_of(utf8) + std::string(2, '\0');
    out.u16(static_cast<std::uint16_t>(text.size() / 2)).ascii(text);
}

void sized(ByteWriter& out, std::string_view utf8) {
    const std::string text = utf16_of(utf8);
    out.u32(static_cast<std::uint32_t>(text.size())).ascii(text);
}

void block_byte(ByteWriter& out, std::uint8_t value) {
    out.u8(value).zeros(7);
}
void block_number(ByteWriter& out, std::uint32_t value) {
    out.u32(value).zeros(4);
}

void block_time(ByteWriter& out, std::uint64_t ticks) {
    block_byte(out, 1);
    out.u64(ticks);
}

void block_text(ByteWriter& out, std::string_view utf8) {
    const std::string text = utf16_of(utf8);
    block_number(out, static_cast<std::uint32_t>(text.size()));
    out.ascii(text).align(8);
}

/// S-1-5-21-1-2-3-1001.
void user(ByteWriter& out) {
    block_byte(out, 0);
    block_byte(out, 0);
    block_number(out, 1);
    block_number(out, 28);
    out.u8(1).u8(5).zeros(5).u8(5).u32(21).u32(1).u32(2).u32(3).u32(1001).align(8);
    block_text(out, "HOST\\user");
}

void trigger_head(ByteWriter& out, std::uint32_t magic) {
    block_number(out, magic);
    block_time(out, 0x01d3000000000000);
    block_time(out, 0);
    out.u32(30).u32(0).u32(300).u32(3600).u32(3600).u32(0);
    block_byte(out, 1);
    out.zeros(8);
    sized(out, "t1");
    out.align(8);
}

}  // namespace

std::vector<std::byte> job_file(std::string_view application, std::string_view parameters) {
    ByteWriter out;
    out.u16(0x0501).u16(1).u64(0x1111222233334444).u64(0x5555666677778888);
    out.u16(70).u16(0).u16(0).u16(0).u16(60).u16(10).u32(0x20).u32(259'200'000);
    out.u32(0).u32(0x41300).u32(0x200);
    for (const std::uint16_t part : Words{2013, 8, 6, 24, 12, 42, 0, 112}) out.u16(part);
    out.u16(0);
    counted(out, application);
    counted(out, parameters);
    counted(out, "");
    counted(out, "SYSTEM");
    counted(out, "Created by NetScheduleJobAdd.");
    out.u16(0).u16(8).u64(0);
    out.overwrite(22, static_cast<std::uint16_t>(out.size()));
    out.u16(1).u16(48).u16(0);
    for (const std::uint16_t part : Words{2013, 7, 12, 0, 0, 0, 15, 42}) out.u16(part);
    out.u32(1440).u32(60).u32(0).u32(1).u16(1).u16(0).u16(0).zeros(6);
    return out.bytes();
}

std::vector<std::byte> utf16_file(std::string_view utf8) {
    return ByteWriter().u8(0xff).u8(0xfe).utf16(utf8).bytes();
}

std::vector<std::byte> cached_exec_action(std::string_view command, std::string_view arguments) {
    ByteWriter out;
    out.u16(3);
    sized(out, "Author");
    out.u16(0x6666);
    sized(out, "");
    sized(out, command);
    sized(out, arguments);
    sized(out, "");
    return out.u16(0).bytes();
}

std::vector<std::byte> cached_actions(std::string_view command, std::string_view arguments) {
    ByteWriter out;
    out.raw(cached_exec_action(command, arguments));
    out.u16(0x7777);
    sized(out, "second");
    out.u64(0x1111222233334444).u64(0x5555666677778888);
    sized(out, "$(Arg0)");
    return out.bytes();
}

std::vector<std::byte> cached_triggers() {
    ByteWriter out;
    block_byte(out, 0x17);
    block_time(out, 0x01d3000000000000);
    block_time(out, 0);
    block_number(out, 0x00c00000);
    block_number(out, 0xcafe);
    block_text(out, "Author");
    block_text(out, "");
    user(out);
    block_number(out, 0);
    trigger_head(out, 0xaaaa);
    user(out);
    block_number(out, 0xdddd);
    for (int i = 0; i < 3; ++i) block_time(out, 0x01d3000000000000);
    out.u32(600).u32(86400).u32(0).u32(1).u16(2).u16(0).u16(0).u16(0).u8(0).u8(1).zeros(6);
    out.u32(45).zeros(4);
    sized(out, "daily");
    out.align(8);
    trigger_head(out, 0xcccc);
    const std::string query = "<QueryList/>";
    block_number(out, static_cast<std::uint32_t>(query.size()));
    out.utf16(query).u16(0).align(8).zeros(8);
    block_number(out, 0);
    block_number(out, 0);
    return out.bytes();
}

}  // namespace xiezhi::testing
