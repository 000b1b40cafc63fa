#include "xiezhi/triage/story.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/text.h"
#include "xiezhi/schema/host.h"

namespace xiezhi::triage {
namespace {

constexpr std::size_t kEntitiesOfFindingMax = 40;
constexpr std::size_t kEntitiesShownMax = 12;
constexpr std::size_t kManyFindings = 30;

bool is_windows_own(const std::string& path) {
    const std::string_view local = schema::without_drive(path);
    const std::size_t at = local.rfind('\\');
    if (at == std::string_view::npos) return schema::find_windows_program(path) != nullptr;
    const schema::WindowsProgram* const program =
        schema::find_windows_program(local.substr(at + 1));
    return program != nullptr && std::ranges::any_of(program->folders, [&](std::string_view home) {
               return schema::path_match(home, local.substr(0, at));
           });
}

bool is_end_of_path(char c) {
    return std::string_view("\"'<>|*?;,()\r\n\t").find(c) != std::string_view::npos;
}

/// The full Windows paths in a text, `C:\…`: up to a quote, a mark no path has, or a blank behind
/// something with an ending.
void add_paths(std::string_view text, std::vector<std::string>& out) {
    for (std::size_t at = text.find(":\\"); at != std::string_view::npos;
         at = text.find(":\\", at + 2)) {
        if (at == 0 || out.size() >= kEntitiesOfFindingMax) continue;
        const char drive = text[at - 1];
        if ((drive < 'A' || drive > 'Z') && (drive < 'a' || drive > 'z')) continue;
        std::size_t end = at + 2;
        while (end < text.size() && !is_end_of_path(text[end])) {
            const std::string_view so_far = text.substr(at - 1, end - at + 1);
            const std::size_t dot = so_far.rfind('.');
            const bool ended = dot != std::string_view::npos && so_far.size() - dot <= 5 &&
                               so_far.find('\\', dot) == std::string_view::npos;
            const bool option = text.substr(end).starts_with(" /");  // no path has one
            if (option || (text[end] == ' ' && ended)) break;
            ++end;
        }
        std::string path(text.substr(at - 1, end - at + 1));
        while (path.ends_with(' ') || path.ends_with('.')) path.pop_back();
        if (path.size() > 3) out.push_back(std::move(path));
    }
}

bool says_nothing(std::string_view kind, std::string_view value) {
    if (value.empty() || value == "-") return true;
    if (kind != "address") return false;
    return value == "::1" || value.starts_with("127.") || value == "0.0.0.0" || value == "::" ||
           value == "LOCAL";
}

/// `SHA256=…,MD5=…,IMPHASH=…`, as Sysmon writes hashes of one file: the best of them.
std::string best_hash(const std::string& value) {
    if (value.find('=') == std::string::npos) return value;
    for (const std::string_view name : {"SHA256=", "SHA1=", "MD5="}) {
        const std::size_t at = value.find(name);
        if (at == std::string::npos) continue;
        const std::size_t begin = at + name.size();
        return ascii_lower(value.substr(begin, value.find(',', begin) - begin));
    }
    return {};
}

/// The file that an event's hashes are of.
std::string_view hashed_file(const KeptEvent& event) {
    for (const char* name : {"file.path", "ImageLoaded", "TargetFilename", "Image"}) {
        if (const auto path = event.field(name); !path.empty()) return path;
    }
    return {};
}

/// Sets of findings that belong together.
class Groups {
public:
    explicit Groups(std::size_t count) : parents_(count) {
        std::iota(parents_.begin(), parents_.end(), std::size_t{0});
    }
    std::size_t find(std::size_t one) {
        while (parents_[one] != one) one = parents_[one] = parents_[parents_[one]];
        return one;
    }
    void join(std::size_t a, std::size_t b) { parents_[find(b)] = find(a); }

private:
    std::vector<std::size_t> parents_;
};

struct Shared {
    Entity entity;
    std::vector<std::size_t> findings;
};

FileTime time_of(const hunt::Finding& finding) {
    return finding.events.empty() ? FileTime{} : finding.events.front().event.time;
}

std::size_t rules_in(const Story& story, const std::vector<hunt::Finding>& findings) {
    std::set<const rules::RuleHead*> heads;
    for (const std::size_t index : story.findings) heads.insert(findings[index].rule);
    return heads.size();
}

void add_entities(Story& story, const std::map<std::string, Shared>& shared, Groups& groups) {
    std::vector<const Shared*> own;
    const std::size_t group = groups.find(story.findings.front());
    for (const auto& [key, one] : shared) {
        if (groups.find(one.findings.front()) == group) own.push_back(&one);
    }
    std::ranges::stable_sort(own, [](const Shared* a, const Shared* b) {
        return a->findings.size() > b->findings.size();
    });
    for (const Shared* one : own) {
        if (story.entities.size() == kEntitiesShownMax) break;
        story.entities.push_back(one->entity);
    }
}

}  // namespace

std::vector<Entity> entities_of(const hunt::Finding& finding) {
    std::vector<Entity> out;
    const auto add = [&](std::string_view kind, std::string value) {
        const bool known = std::ranges::any_of(out, [&](const Entity& one) {
            return one.kind == kind && folded(one.value) == folded(value);
        });
        if (known || says_nothing(kind, value) || out.size() >= kEntitiesOfFindingMax) return;
        if (kind == "file" && is_windows_own(folded(value))) return;
        out.push_back({kind, std::move(value)});
    };
    for (const hunt::FindingEvent& found : finding.events) {
        // A service of svchost.exe has the hash of that file, as a hundred others do.
        const bool own = is_windows_own(folded(hashed_file(found.event)));
        for (const KeptField& field : found.event.fields) {
            const auto row =
                std::ranges::find(schema::entity_fields(), field.name, &schema::EntityField::field);
            if (row == schema::entity_fields().end()) continue;
            for (const std::string& value : field.values) {
                if (row->kind != "file") {
                    if (row->kind != "hash") add(row->kind, value);
                    if (row->kind == "hash" && !own) add("hash", best_hash(value));
                    continue;
                }
                std::vector<std::string> paths;
                add_paths(value, paths);
                for (std::string& path : paths) add("file", std::move(path));
            }
        }
    }
    return out;
}

std::vector<Story> tell_stories(const std::vector<hunt::Finding>& findings) {
    std::map<std::string, Shared> shared;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        for (Entity& entity : entities_of(findings[i])) {
            std::string key = std::string(entity.kind) + '\n' + folded(entity.value);
            Shared& one = shared[std::move(key)];
            if (one.findings.empty()) one.entity = std::move(entity);
            one.findings.push_back(i);
        }
    }
    Groups groups(findings.size());
    for (const auto& [key, one] : shared) {
        if (findings.size() > kManyFindings && one.findings.size() > findings.size() / 3) continue;
        for (const std::size_t other : one.findings) groups.join(one.findings.front(), other);
    }
    std::map<std::size_t, Story> by_group;
    for (std::size_t i = 0; i < findings.size(); ++i) {
        Story& story = by_group[groups.find(i)];
        story.findings.push_back(i);
        story.level = std::max(story.level, findings[i].rule->level);
        const FileTime time = time_of(findings[i]);
        if (time.ticks == 0) continue;
        story.first = story.first.ticks == 0 ? time : std::min(story.first, time);
        story.last = std::max(story.last, time);
    }
    std::vector<Story> stories;
    for (auto& [group, story] : by_group) {
        add_entities(story, shared, groups);
        std::ranges::stable_sort(story.findings, {},
                                 [&](std::size_t index) { return time_of(findings[index]); });
        stories.push_back(std::move(story));
    }
    std::ranges::stable_sort(stories, [&](const Story& a, const Story& b) {
        if (a.level != b.level) return a.level > b.level;
        const std::size_t in_a = rules_in(a, findings);
        const std::size_t in_b = rules_in(b, findings);
        if (in_a != in_b) return in_a > in_b;
        return a.first < b.first;
    });
    return stories;
}

}  // namespace xiezhi::triage
