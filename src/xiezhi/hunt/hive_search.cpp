#include "xiezhi/hunt/hive_search.h"

#include <algorithm>
#include <utility>

#include "xiezhi/base/text.h"
#include "xiezhi/model/state.h"
#include "xiezhi/readers/host/registry.h"
#include "xiezhi/rules/leaf.h"

namespace xiezhi::hunt {
namespace {

constexpr std::size_t kDataMax = 64U << 10U;  // bytes of one value that are looked at and shown

/// A search rule asked of plain texts: its leaves name no field.
class TextQuestion {
public:
    explicit TextQuestion(const rules::Node& node) { root_ = add(node); }

    [[nodiscard]] bool fits(std::string_view text) {
        raw_ = text;
        is_folded_ = false;
        return ask(root_);
    }

private:
    struct Step {
        rules::Node::Kind kind = rules::Node::Kind::True;
        std::size_t leaf = 0;
        bool raw = false;
        std::vector<std::size_t> children;
    };

    std::size_t add(const rules::Node& node) {  // NOLINT(misc-no-recursion): as deep as our tree
        Step step;
        step.kind = node.kind;
        if (node.kind == rules::Node::Kind::Leaf) {
            step.leaf = leaves_.size();
            step.raw = rules::wants_raw(node.leaf);
            leaves_.push_back(rules::make_ready(node.leaf, 0, 0, regexes_));
        }
        for (const rules::Node& child : node.children) step.children.push_back(add(child));
        steps_.push_back(std::move(step));
        return steps_.size() - 1;
    }

    bool ask(std::size_t index) {  // NOLINT(misc-no-recursion)
        using Kind = rules::Node::Kind;
        const Step& step = steps_[index];
        const auto each = [&](std::size_t child) { return ask(child); };
        switch (step.kind) {
            case Kind::And:
                return std::ranges::all_of(step.children, each);
            case Kind::Or:
                return std::ranges::any_of(step.children, each);
            case Kind::Not:
                return !ask(step.children.front());
            case Kind::Leaf:
                return rules::fits_text(leaves_[step.leaf], step.raw ? raw_ : folded_text());
            case Kind::True:
                return true;
            case Kind::False:
                break;
        }
        return false;
    }

    std::string_view folded_text() {
        if (!is_folded_) {
            folded_.clear();
            append_folded(folded_, raw_);
            is_folded_ = true;
        }
        return folded_;
    }

    rules::RegexCache regexes_;
    std::vector<rules::ReadyLeaf> leaves_;
    std::vector<Step> steps_;
    std::size_t root_ = 0;
    std::string_view raw_;
    std::string folded_;
    bool is_folded_ = false;
};

/// What of a value's data can be read as text.
void add_texts(const regf::KeyValue& value, std::vector<std::string>& out) {
    using regf::ValueType;
    switch (value.type()) {
        case ValueType::Sz:
        case ValueType::ExpandSz:
        case ValueType::Link:
            out.push_back(value.text());
            break;
        case ValueType::MultiSz:
            for (std::string& text : value.multi_text()) out.push_back(std::move(text));
            break;
        case ValueType::Dword:
        case ValueType::DwordBigEndian:
        case ValueType::Qword:
            if (const auto number = value.number()) out.push_back(std::to_string(*number));
            break;
        default: {
            std::vector<std::byte> room;
            const Bytes bytes = value.data(room).bytes;
            const Bytes looked_at = bytes.first(std::min(bytes.size(), kDataMax));
            out.emplace_back(as_text(looked_at));
            append_utf8(out.emplace_back(), looked_at);
            break;
        }
    }
    for (std::string& text : out) {
        if (text.size() > kDataMax) text.resize(kDataMax);
    }
}

class HiveSearch {
public:
    HiveSearch(const rules::Rule& rule, const HuntOptions& options, const FindingSink& findings,
               const std::atomic<bool>* cancel, HiveSearchSummary& summary)
        : rule_(rule),
          question_(rule.condition),
          options_(options),
          findings_(findings),
          cancel_(cancel),
          summary_(summary) {}

    void search(const readers::OpenHive& hive, const std::string& computer) {
        hive_ = &hive;
        computer_ = computer;
        fitting_.clear();
        readers::walk_hive(
            hive, [&](const regf::Key& key, std::string_view path) { return visit(key, path); },
            [&](const regf::KeyValue& value) { return visit(value); });
    }

private:
    bool visit(const regf::Key& key, std::string_view path) {
        if (cancel_ != nullptr && cancel_->load()) return stop();
        path_ = path;
        key_time_ = key.last_written();
        const bool below_a_hit = !fitting_.empty() && path.starts_with(fitting_) &&
                                 (path.size() == fitting_.size() || path[fitting_.size()] == '\\');
        key_fits_ = below_a_hit || question_.fits(path);
        if (!key_fits_ || below_a_hit) return true;
        fitting_ = path;
        return report("registry.key", path_, nullptr, &key, {});
    }

    bool visit(const regf::KeyValue& value) {
        const std::string name = readers::shown_name(value);
        std::vector<std::string> texts;
        const bool by_name =
            question_.fits(name) || (!key_fits_ && question_.fits(path_ + "\\" + name));
        add_texts(value, texts);
        if (by_name) return report("registry.value", name, &value, nullptr, texts);
        for (const std::string& text : texts) {
            if (question_.fits(text)) {
                return report("registry.data.strings", text, &value, nullptr, texts);
            }
        }
        return true;
    }

    bool report(const char* field, const std::string& text, const regf::KeyValue* value,
                const regf::Key* key, const std::vector<std::string>& texts) {
        if (options_.from && key_time_ < *options_.from) return true;
        if (options_.to && *options_.to < key_time_) return true;
        State state(Dataset::RegistryValue);
        const std::string full = hive_->root + '\\' + path_;
        state.set(StateField::RegistryKey, full);
        state.set(StateField::RegistryPath,
                  value == nullptr ? full : full + '\\' + readers::shown_name(*value));
        if (value != nullptr) state.set(StateField::RegistryValue, readers::shown_name(*value));
        for (const std::string& each : texts) {
            if (is_readable(each)) state.add(StateField::RegistryDataStrings, each);
        }
        state.time = key_time_;
        state.meaning = TimeMeaning::KeyLastWritten;
        state.proofs = {readers::proof_of(*hive_, path_, value, key)};
        Finding finding;
        finding.rule = &rule_.head;
        finding.matches.push_back({"", field, text});
        FindingEvent& event = finding.events.emplace_back();
        event.path = hive_->path;
        event.event = keep(state);
        event.event.computer = computer_;
        event.proofs = state.proofs;
        ++summary_.findings;
        return findings_(finding) || stop();
    }

    /// Binary data is shown only as far as it is text.
    static bool is_readable(std::string_view text) {
        return std::ranges::none_of(text, [](char c) { return c >= 0 && c < ' ' && c != '\t'; });
    }

    bool stop() {
        summary_.stopped = true;
        return false;
    }

    const rules::Rule& rule_;
    TextQuestion question_;
    const HuntOptions& options_;
    const FindingSink& findings_;
    const std::atomic<bool>* cancel_;
    HiveSearchSummary& summary_;
    const readers::OpenHive* hive_ = nullptr;
    std::string computer_;
    std::string path_;     // of the key that is visited
    std::string fitting_;  // the last key whose own path fits
    FileTime key_time_{};
    bool key_fits_ = false;
};

std::string computer_of(const readers::Registry& registry) {
    const auto key = registry.control(R"(Control\ComputerName\ComputerName)");
    return key ? key->text("ComputerName").value_or("") : "";
}

}  // namespace

HiveSearchSummary search_hives(const evidence::Collection& collection,
                               const std::vector<std::string>& named, const rules::Rule& rule,
                               const HuntOptions& options, const FindingSink& findings,
                               const NoteSink& notes, const std::atomic<bool>* cancel) {
    HiveSearchSummary summary;
    HiveSearch search(rule, options, findings, cancel, summary);
    for (const readers::HostArtefacts& host : readers::hosts_of(collection, named)) {
        const readers::Volume volume(collection, host.artefacts);
        const readers::Registry registry = readers::Registry::open(volume, notes);
        const std::string computer = computer_of(registry);
        for (const auto& hive : registry.hives()) {
            if (summary.stopped) return summary;
            ++summary.hives;
            search.search(*hive, computer);
        }
    }
    return summary;
}

}  // namespace xiezhi::hunt
