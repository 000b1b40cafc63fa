#pragma once

#include <map>
#include <optional>
#include <unordered_map>

#include "xiezhi/formats/wmi/records.h"
#include "xiezhi/formats/wmi/repository.h"

namespace xiezhi::wmi {

/// Namespaces and hashes are numbered in the order in which the index has them.
struct Repository::Impl {
    struct Entry {  // of a class: where its definition is; of an instance: its class
        std::uint32_t ns = 0;
        std::uint32_t hash = 0;
        RecordLocation location;
    };

    explicit Impl(const ByteSource& source) : objects(source) {}

    void read_index(Pages& index, const DamageSink& damages);
    void name_namespaces(const DamageSink& damages);

    /// Null: no such definition, or it is damaged (then it is told).
    std::shared_ptr<const ClassDefinition> definition(std::size_t entry, const DamageSink& damages);
    std::optional<ClassLayout> layout(std::uint32_t ns, std::uint32_t hash,
                                      const DamageSink& damages);
    [[nodiscard]] std::optional<std::uint32_t> known_hash(const std::string& hash) const;

    Pages objects;
    Mapping mapping;
    std::vector<Namespace> namespaces;
    std::unordered_map<std::string, std::uint32_t> namespace_numbers;
    std::vector<std::string> hashes;
    std::unordered_map<std::string, std::uint32_t> hash_numbers;
    std::vector<Entry> classes;
    std::vector<Entry> instances;
    std::unordered_map<std::uint64_t, std::size_t> class_at;  // namespace and hash -> entry
    std::unordered_multimap<std::uint32_t, std::uint32_t> namespaces_of;  // class hash
    std::unordered_map<std::size_t, std::shared_ptr<const ClassDefinition>> kept;
};

}  // namespace xiezhi::wmi
