// What libregf, hivex, dissect.regf, yarp, regipy and the bytes say of registry hives and their
// logs.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/corpus.h"
#include "tests/support/facts.h"
#include "tests/support/hives.h"
#include "tests/support/registry_lists.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/formats/regf/deleted.h"
#include "xiezhi/formats/regf/log.h"
#include "xiezhi/formats/regf/walk.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;
using Values = std::optional<std::vector<std::string>>;

std::vector<std::string> one(const std::string& value) {
    return {value};
}
std::vector<std::string> yes_no(bool truth) {
    return {truth ? "yes" : "no"};
}
std::string hex8(std::uint32_t number) {
    return fmt::format("{:#010x}", number);
}

/// What the walk of a hive gives: as it stands, and after its logs.
struct Counts {
    std::size_t keys = 0;
    std::size_t values = 0;
};
Counts counts_of(const regf::Hive& hive) {
    Counts counts;
    const regf::WalkSink sink{.key =
                                  [&](const regf::Key&, std::string_view) {
                                      ++counts.keys;
                                      return true;
                                  },
                              .value =
                                  [&](const regf::KeyValue&) {
                                      ++counts.values;
                                      return true;
                                  }};
    regf::walk(hive, sink, [](const Damage&) {});
    return counts;
}

struct Deleted {
    std::size_t keys = 0;
    std::size_t values = 0;
    std::vector<std::string> names;
};
Deleted deleted_of(const regf::Hive& hive) {
    Deleted deleted;
    regf::recover_deleted(hive, {.key =
                                     [&](const regf::DeletedKey& key) {
                                         ++deleted.keys;
                                         deleted.names.push_back(key.path);
                                         return true;
                                     },
                                 .value =
                                     [&](const regf::DeletedValue& value) {
                                         ++deleted.values;
                                         deleted.names.push_back(value.value.name().text());
                                         return true;
                                     }});
    return deleted;
}

constexpr const char* kNotRead = "(not read)";
constexpr const char* kOfOthers = "(of other readers)";

class Registry {
public:
    explicit Registry(fs::path root)
        : root_(std::move(root)), facts_(facts_of(root_, "registry")) {}

    Values ours(const Fact& fact) {
        if (fact.file != file_) {
            file_ = fact.file;
            bytes_ = bytes_of(root_ / file_);
            plain_ = open_hive(root_ / file_, Logs::None);
            replayed_ = open_hive(root_ / file_, Logs::Beside);
            plain_counts_ = plain_.hive ? counts_of(*plain_.hive) : Counts{};
            replayed_counts_ = replayed_.hive ? counts_of(*replayed_.hive) : Counts{};
        }
        const std::string field = field_name(fact.field).name;
        if (field.starts_with("header_")) return header(field);
        if (field.starts_with("log_")) return log(field);
        if (field.starts_with("replay_")) return replay(field);
        if (field.starts_with("reader") || field == "readers_disagree") return disagreement(fact);
        if (field.starts_with("deleted_")) return deleted(field);
        if (field == "is_hive") return yes_no(plain_.hive.has_value());
        if (!plain_.hive) return std::vector<std::string>{};
        const regf::Hive& hive = *plain_.hive;
        if (field == "key_count") return one(std::to_string(plain_counts_.keys));
        if (field == "value_count") return one(std::to_string(plain_counts_.values));
        if (field == "root_name") return one(hive.root() ? hive.root()->name().text() : "");
        if (field == "plaso_event_data_count") return one(std::to_string(plain_counts_.keys));
        const ListEntry system = system_facts(hive);
        if (system.contains(field) && fact.subject == "-") return one(system.at(field));
        return listed(hive, fact);
    }

private:
    Values listed(const regf::Hive& hive, const Fact& fact) const {
        if (is_not_read(fact)) return one(kNotRead);
        const auto entries = registry_list(hive, list_subject(fact.subject).list);
        if (!entries) return std::nullopt;
        return listed_values(facts_, fact, *entries);
    }

    /// Lists that are not read yet, and why.
    static bool is_not_read(const Fact& fact) {
        const bool counts_members = fact.subject == "typed_paths" || fact.subject == "typed_urls";
        if (counts_members && fact.field == "entry_count") return true;    // of regipy's dictionary
        return fact.subject.find("shellbag_plugin") != std::string::npos;  // shell items
    }

    Values header(const std::string& field) const {
        const auto base = regf::parse_base_block(bytes_);
        if (!base) return std::vector<std::string>{};
        if (field == "header_checksum") return one(hex8(base->checksum_stored));
        if (field == "header_checksum_computed") return one(hex8(base->checksum_computed));
        if (field == "header_checksum_valid") return yes_no(base->checksum_valid());
        if (field == "header_hbins_size") return one(std::to_string(base->bins_size));
        if (field == "header_primary_seq") return one(std::to_string(base->primary_sequence));
        if (field == "header_secondary_seq") return one(std::to_string(base->secondary_sequence));
        if (field == "header_version") return one(fmt::format("{}.{}", base->major, base->minor));
        return std::nullopt;
    }

    Values log(const std::string& field) const {
        const auto base = regf::parse_base_block(bytes_);
        if (!base) return std::vector<std::string>{};
        if (field == "log_primary_seq") return one(std::to_string(base->primary_sequence));
        if (field == "log_type") return one(std::to_string(base->file_type));
        if (field == "log_magic_at_512") {
            return one(std::string(as_text(Bytes(bytes_).subspan(512, 4))));
        }
        return std::nullopt;
    }

    Values replay(const std::string& field) const {
        if (!replayed_.hive) return std::vector<std::string>{};
        const regf::Replay& replay = replayed_.hive->replay();
        if (field == "replay_recovered") return yes_no(replay.entries > 0);
        if (field == "replay_log_file") return one(kOfOthers);
        if (field == "replay_key_count") return one(std::to_string(replayed_counts_.keys));
        if (field == "replay_value_count") return one(std::to_string(replayed_counts_.values));
        if (field == "replay_result") {
            return one(replay.entries > 0 ? "replayed" : "refused: AutoRecoveryException");
        }
        return std::nullopt;
    }

    /// Where the readers disagree nothing is required but what one of them salvages.
    Values disagreement(const Fact& fact) const {
        if (fact.field == "readers_disagree" || fact.field == "reader_result")
            return one(kOfOthers);
        if (!plain_.hive) return std::vector<std::string>{};
        if (fact.field == "reader_key_count") return one(std::to_string(plain_counts_.keys));
        if (fact.field == "reader_value_count") return one(std::to_string(plain_counts_.values));
        return std::nullopt;
    }

    Values deleted(const std::string& field) const {
        if (!plain_.hive) return std::vector<std::string>{};
        const Deleted deleted = deleted_of(*plain_.hive);
        if (field == "deleted_key_count") return one(std::to_string(deleted.keys));
        if (field == "deleted_value_count") return one(std::to_string(deleted.values));
        if (field == "deleted_name") return deleted.names;
        return std::nullopt;
    }

    fs::path root_;
    std::vector<Fact> facts_;
    std::string file_;
    std::vector<std::byte> bytes_;
    OpenedHive plain_;
    OpenedHive replayed_;
    Counts plain_counts_;
    Counts replayed_counts_;
};

FactClass others(const char* name, const char* ours_is, std::size_t count_max, const char* document,
                 const char* example) {
    return {.name = name,
            .document = document,
            .example = example,
            .count_max = count_max,
            .applies = [ours_is](const Fact& /*fact*/, const std::string& ours) {
                return ours == ours_is;
            }};
}

TEST(FactsRegistry, EqualOtherReaders) {
    XIEZHI_CORPUS_OR_SKIP(root);
    Registry registry(root);
    const std::vector<FactClass> classes = {
        {.name = "a key that two lists name is counted once",
         .document = "docs/formats/regf.md, Damage: a second visit could go on for ever",
         .example = "yarp/BadSubkeyHive - key_count: 7, 6",
         .count_max = 1,
         .applies =
             [](const Fact& fact, const std::string& ours) {
                 return fact.field == "key_count" && std::stoul(ours) + 1 == std::stoul(fact.value);
             }},
        others("lists that are not read", kNotRead, 39,
               "docs/progress.md: shell items of shellbags; members of regipy's own dictionary",
               "NTUSER.DAT shellbag_plugin entry_count: 29, (not read)"),
        others("what is said of other readers", kOfOthers, 40,
               "whether libregf, hivex or dissect.regf read a damaged hive says nothing of ours",
               "ez/SAMBadHBinHeader libregf reader_result: error, (of other readers)"),
    };
    check_facts(root, "registry", classes, [&](const Fact& fact) { return registry.ours(fact); });
}

}  // namespace
}  // namespace xiezhi::testing
