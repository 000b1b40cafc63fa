#include "xiezhi/triage/traits.h"

#include <algorithm>
#include <array>
#include <string>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/text.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::triage {
namespace {

constexpr auto kProgramEndings = std::to_array<std::string_view>(
    {"exe", "dll", "sys", "com", "scr", "pif", "bat", "cmd", "vbs", "vbe", "js", "jse", "wsf",
     "hta", "ps1", "cpl", "ocx", "msi", "lnk"});
constexpr auto kDocumentEndings = std::to_array<std::string_view>(
    {"doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "txt", "rtf", "jpg", "jpeg", "png",
     "gif", "bmp",  "zip", "rar",  "7z",  "mp3",  "mp4", "avi", "csv", "htm", "html"});

template <class List>
bool is_one_of(std::string_view text, const List& list) {
    return std::ranges::find(list, text) != std::ranges::end(list);
}

/// Letters and groups of letters that look like others, replaced by those.
std::string look_of(std::string_view name) {
    struct Alike {
        std::string_view shown;
        std::string_view meant;
    };
    constexpr auto kAlike = std::to_array<Alike>({
        {"rn", "m"}, {"vv", "w"}, {"0", "o"}, {"1", "l"}, {"5", "s"}, {"3", "e"},
        {"!", "i"},  {"$", "s"},  {"@", "a"}, {"і", "i"}, {"а", "a"}, {"е", "e"},
        {"о", "o"},  {"р", "p"},  {"с", "c"}, {"х", "x"}, {"у", "y"}, {"ѕ", "s"},
        {"ӏ", "l"},  {"ο", "o"},  {"ν", "v"}, {"α", "a"},
    });
    std::string out;
    while (!name.empty()) {
        const auto found = std::ranges::find_if(
            kAlike, [&](const Alike& alike) { return name.starts_with(alike.shown); });
        if (found != kAlike.end()) {
            out += found->meant;
            name.remove_prefix(found->shown.size());
        } else {
            out += name.front() == 'i' ? 'l' : name.front();  // I and l are one in many fonts
            name.remove_prefix(1);
        }
    }
    return out;
}

/// One letter more, less, other, or two neighbours changed.
bool is_one_edit(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1) return false;
    const auto [in_a, in_b] = std::ranges::mismatch(a, b);
    const auto same = static_cast<std::size_t>(in_a - a.begin());
    if (same == a.size()) return b.size() == a.size() + 1;
    if (a.size() != b.size()) return a.substr(same) == b.substr(same + 1);
    if (a.substr(same + 1) == b.substr(same + 1)) return true;
    return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
           a.substr(same + 2) == b.substr(same + 2);
}

std::string_view without_exe(std::string_view name) {
    return name.ends_with(".exe") ? name.substr(0, name.size() - 4) : name;
}

/// `svchost32`, `svchosts`, `svchost_`: the name with a little behind it.
bool is_longer_by_a_little(std::string_view stem, std::string_view program) {
    if (!stem.starts_with(program) || stem.size() > program.size() + 3) return false;
    return std::ranges::all_of(stem.substr(program.size()), [](char c) {
        return (c >= '0' && c <= '9') || c == '_' || c == '-' || c == 's' || c == 'x';
    });
}

bool has_hidden_characters(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t c = next_code_point(text, at);
        const bool turns = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        const bool unseen = (c >= 0x200b && c <= 0x200f) || c == 0xfeff || c == 0x00ad || c < 0x20;
        if (turns || unseen) return true;
    }
    return false;
}

bool is_servicing_copy(std::string_view path) {
    return path.find("\\winsxs\\") != std::string_view::npos ||
           path.find("\\servicing\\") != std::string_view::npos ||
           path.find("\\windows\\uus\\") != std::string_view::npos ||
           path.find("\\softwaredistribution\\") != std::string_view::npos ||
           path.find("\\windows.old\\") != std::string_view::npos ||
           path.find("\\$windows.~bt\\") != std::string_view::npos;
}

void add_name_traits(State& state, const std::string& name, const std::string& path) {
    const std::string_view alike = lookalike_of(name);
    if (!alike.empty()) state.set(StateField::TraitLookalikeOf, std::string(alike));
    const schema::WindowsProgram* const program = schema::find_windows_program(name);
    const std::string_view local = schema::without_drive(path);
    if (program != nullptr && local.size() > name.size() + 1 && !is_servicing_copy(path)) {
        const std::string_view folder = local.substr(0, local.size() - name.size() - 1);
        const bool at_home = std::ranges::any_of(program->folders, [&](std::string_view home) {
            return schema::path_match(home, folder);
        });
        if (!at_home) state.set(StateField::TraitWrongFolderOf, name);
    }
    const std::size_t dot = name.rfind('.');
    const std::string_view stem = std::string_view(name).substr(0, dot);
    if (is_random_name(stem)) state.set_truth(StateField::TraitRandomName, true);
    const std::string_view ending =
        dot == std::string::npos ? std::string_view() : std::string_view(name).substr(dot + 1);
    const std::size_t inner = stem.rfind('.');
    if (inner != std::string_view::npos && is_one_of(ending, kProgramEndings) &&
        is_one_of(stem.substr(inner + 1), kDocumentEndings)) {
        state.set_truth(StateField::TraitDoubleExtension, true);
    }
    if (has_hidden_characters(name)) state.set_truth(StateField::TraitHiddenCharacters, true);
    const std::string_view runs = state.text(StateField::TraitInterpreter);
    const bool loads = runs == "rundll32" || runs == "regsvr32";
    if (loads && !ending.empty() &&
        !is_one_of(ending, std::array{std::string_view("dll"), std::string_view("cpl"),
                                      std::string_view("ocx"), std::string_view("drv"),
                                      std::string_view("ax"), std::string_view("sct"),
                                      std::string_view("inf")})) {
        state.set_truth(StateField::TraitOddExtension, true);
    }
}

}  // namespace

std::string_view lookalike_of(std::string_view name) {
    constexpr std::size_t kShortest = 5;  // names of fewer letters are near to too many others
    const std::string lower = ascii_lower(name);
    if (schema::find_windows_program(lower) != nullptr) return {};
    const std::string_view stem = without_exe(lower);
    if (stem.size() == lower.size() && lower.find('.') != std::string::npos) return {};
    const std::string looks = look_of(stem);
    for (const schema::WindowsProgram& program : schema::windows_programs()) {
        const std::string_view real = without_exe(program.name);
        if (!program.imitated || real.size() < kShortest) continue;
        if (looks == look_of(real) || is_one_edit(stem, real) ||
            is_longer_by_a_little(stem, real)) {
            return program.name;
        }
    }
    return {};
}

bool is_random_name(std::string_view stem) {
    constexpr std::size_t kShortest = 7;
    if (stem.size() < kShortest || stem.size() > 40) return false;
    std::size_t digits = 0;
    std::size_t hex = 0;
    std::size_t vowels = 0;
    std::size_t letters = 0;
    std::size_t switches = 0;  // between letters and digits
    std::size_t run = 0;       // consonants in a row
    std::size_t longest_run = 0;
    bool was_digit = false;
    for (std::size_t i = 0; i < stem.size(); ++i) {
        const char c = ascii_lower(stem[i]);
        const bool digit = c >= '0' && c <= '9';
        const bool letter = c >= 'a' && c <= 'z';
        if (!digit && !letter) return false;  // people put marks between words, machines do not
        const bool vowel = std::string_view("aeiouy").find(c) != std::string_view::npos;
        digits += digit ? 1 : 0;
        letters += letter ? 1 : 0;
        vowels += letter && vowel ? 1 : 0;
        hex += digit || (c >= 'a' && c <= 'f') ? 1 : 0;
        if (i > 0 && digit != was_digit) ++switches;
        run = letter && !vowel ? run + 1 : 0;
        longest_run = std::max(longest_run, run);
        was_digit = digit;
    }
    if (hex == stem.size() && stem.size() >= 8 && digits > 0 && digits < stem.size()) return true;
    if (switches >= 4) return true;
    return letters == stem.size() && stem.size() >= 8 && (vowels == 0 || longest_run >= 7);
}

void add_traits(State& state) {
    const std::string path = folded(state.text(StateField::FilePath));
    const std::string name = folded(state.text(StateField::FileName));
    if (path.empty() || path.find("://") != std::string::npos) return;
    if (!name.empty()) add_name_traits(state, name, path);
    const bool full = path.size() > 2 && path[1] == ':';
    if (path.starts_with("\\\\")) state.set(StateField::TraitHideout, "network");
    if (!full) return;
    if (path.find(':', 2) != std::string::npos) state.set(StateField::TraitHideout, "stream");
    // An exclusion names the folder that things are left alone in.
    const bool folder = state.dataset() == Dataset::DefenderExclusion;
    const schema::Hideout* const hideout = schema::find_hideout(folder ? path + "\\*" : path);
    if (hideout != nullptr && hideout->kind != "-" && !state.has(StateField::TraitHideout)) {
        state.set(StateField::TraitHideout, std::string(hideout->kind));
    }
    state.set_truth(StateField::TraitUserWritable, hideout != nullptr && hideout->writable);
    const std::string_view local = schema::without_drive(path);
    const bool system = local.starts_with("\\windows\\") ||
                        local.starts_with("\\program files\\") ||
                        local.starts_with("\\program files (x86)\\");
    state.set_truth(StateField::TraitSystemFolder,
                    system && (hideout == nullptr || !hideout->writable));
}

void add_recency(std::vector<State>& documents) {
    constexpr std::uint64_t kDay = 864'000'000'000;  // ticks
    constexpr std::uint64_t kRecent = 30 * kDay;
    FileTime newest{};
    std::string_view installed;
    for (const State& state : documents) {
        const bool by_the_system =
            state.meaning == TimeMeaning::KeyLastWritten || state.meaning == TimeMeaning::LastRun;
        if (by_the_system) newest = std::max(newest, state.time);
        if (state.dataset() == Dataset::Host) installed = state.text(StateField::HostInstalled);
    }
    const FileTime set_up = parse_iso(installed).value_or(FileTime{});
    for (State& state : documents) {
        const std::uint64_t time = state.time.ticks;
        if (time == 0 || time + kRecent < newest.ticks || time < set_up.ticks + kDay) continue;
        state.set_truth(StateField::TraitRecent, true);
    }
}

}  // namespace xiezhi::triage
