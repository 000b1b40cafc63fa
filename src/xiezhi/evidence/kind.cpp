#include "xiezhi/evidence/kind.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/evidence/signs.h"

namespace xiezhi::evidence {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHeadSize = 4096 + 8;  // file header and the signature of the first chunk
constexpr std::uint64_t kFirstChunk = 4096;
constexpr std::uint64_t kChunkSize = 65536;
constexpr std::uint64_t kSlotsLookedAt = 16;  // live chunks may lie behind zeroed slots
constexpr std::string_view kChunkSignature = "ElfChnk\0"sv;
constexpr std::size_t kZipNameSizeField = 26;  // local file header: APPNOTE 4.3.7
constexpr std::size_t kZipNameField = 30;

/// `"name"` followed by a colon somewhere in the text.
bool has_key(std::string_view text, std::string_view name) {
    for (auto at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
        const auto next = text.find_first_not_of(" \t\r\n", at + name.size());
        if (next != std::string_view::npos && text[next] == ':') return true;
    }
    return false;
}

/// evtx_dump's `-o json` puts a line `Record 37` before each object.
std::string_view without_record_line(std::string_view text) {
    if (!text.starts_with("Record ")) return text;
    const auto end = text.find('\n');
    return end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
}

bool is_event_json(std::string_view head) {
    std::string converted;
    if (head.starts_with("\xFF\xFE")) {  // what PowerShell's `>` makes of a program's output
        append_utf8(converted, as_bytes(head.substr(2)));
        head = converted;
    }
    if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
    head = without_record_line(head);
    const auto first = head.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return false;
    if (head[first] != '{' && head[first] != '[') return false;
    return has_key(head, "\"Event\"") && has_key(head, "\"System\"");
}

/// Packages that happen to be zips: their first entry says so.
bool is_document_package(std::string_view head) {
    Cursor in(as_bytes(head));
    in.seek(kZipNameSizeField);
    const auto name_size = in.read<std::uint16_t>();
    if (head.size() < kZipNameField) return false;
    const std::string_view name = head.substr(kZipNameField, name_size);
    constexpr std::array kMarks = {"[Content_Types].xml"sv, "_rels/"sv, "META-INF/"sv, "mimetype"sv,
                                   "AndroidManifest.xml"sv};
    return std::ranges::any_of(kMarks, [&](auto mark) { return name.starts_with(mark); });
}

/// A log whose header is gone: zeroed, or damaged while the size still is that of whole chunks.
bool may_have_lost_its_header(std::string_view head, std::uint64_t size) {
    return head.starts_with("\0\0\0\0\0\0\0\0"sv) || size % kChunkSize == kFirstChunk;
}

Result<bool> has_later_chunk(const ByteSource& source) {
    for (std::uint64_t slot = 1; slot < kSlotsLookedAt; ++slot) {
        std::array<std::byte, kChunkSignature.size()> signature{};
        auto got = source.read(kFirstChunk + slot * kChunkSize, signature);
        if (!got) return std::move(got.error());
        if (*got < signature.size()) return false;
        if (as_text(signature) == kChunkSignature) return true;
    }
    return false;
}

}  // namespace

std::string_view kind_name(ArtefactKind kind) noexcept {
    switch (kind) {
        case ArtefactKind::EventLog:
        case ArtefactKind::EventJson:
            return "log";
        case ArtefactKind::Hive:
        case ArtefactKind::HiveLog:
            return "hive";
        case ArtefactKind::TaskXml:
        case ArtefactKind::TaskJob:
            return "task";
        case ArtefactKind::WmiObjects:
        case ArtefactKind::WmiIndex:
        case ArtefactKind::WmiMap:
            return "wmi";
        case ArtefactKind::Prefetch:
            return "prefetch";
        case ArtefactKind::RecentFileCache:
            return "recentfilecache";
        case ArtefactKind::Link:
            return "lnk";
        case ArtefactKind::JumpList:
        case ArtefactKind::CustomJumpList:
            return "jumplist";
        case ArtefactKind::RecycleBin:
            return "recycle";
        case ArtefactKind::Program:
            return "pe";
        case ArtefactKind::Catalog:
            return "catalog";
        case ArtefactKind::RegistryPol:
        case ArtefactKind::PolicyScripts:
            return "policy";
        case ArtefactKind::DefenderDetection:
        case ArtefactKind::DefenderLog:
            return "defender";
        case ArtefactKind::Hosts:
            return "hosts";
        case ArtefactKind::PowerShellHistory:
        case ArtefactKind::PowerShellTranscript:
            return "powershell";
        case ArtefactKind::FirewallLog:
            return "firewall";
        case ArtefactKind::CompatibilityList:
            return "pca";
        case ArtefactKind::Zip:
        case ArtefactKind::SevenZip:
        case ArtefactKind::Other:
            return {};
    }
    return {};
}

Result<ArtefactKind> artefact_kind(const ByteSource& source, std::string_view path) {
    std::array<std::byte, kHeadSize> bytes{};
    auto got = source.read(0, bytes);
    if (!got) return std::move(got.error());
    const std::string_view head = as_text(Bytes(bytes).first(*got));
    if (head.starts_with("ElfFile\0"sv) || head.starts_with(kChunkSignature)) {
        return ArtefactKind::EventLog;
    }
    if (head.size() == kHeadSize && head.substr(kFirstChunk) == kChunkSignature) {
        return ArtefactKind::EventLog;
    }
    if (head.starts_with("PK\x03\x04")) {
        return is_document_package(head) ? ArtefactKind::Other : ArtefactKind::Zip;
    }
    if (head.starts_with("PK\x05\x06")) return ArtefactKind::Zip;
    if (head.starts_with("7z\xBC\xAF\x27\x1C")) return ArtefactKind::SevenZip;
    if (is_event_json(head)) return ArtefactKind::EventJson;
    if (head.size() == kHeadSize && may_have_lost_its_header(head, source.size())) {
        auto later = has_later_chunk(source);
        if (!later) return std::move(later.error());
        if (*later) return ArtefactKind::EventLog;
    }
    return kind_by_signs(head, path);
}

}  // namespace xiezhi::evidence
