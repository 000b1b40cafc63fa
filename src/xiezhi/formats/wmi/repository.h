#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "xiezhi/base/damage.h"
#include "xiezhi/formats/wmi/index.h"
#include "xiezhi/formats/wmi/instance.h"

namespace xiezhi::wmi {

/// The CIM repository of a host: OBJECTS.DATA, INDEX.BTR and the newest MAPPINGn.MAP
/// (docs/formats/wmi.md). Memory: the places of all definitions and instances, some pages and some
/// definitions; never the files. The sources must outlive the Repository that reads them.
struct RepositoryFiles {
    const ByteSource* objects = nullptr;
    const ByteSource* index = nullptr;                  // may be missing
    std::vector<std::unique_ptr<ByteSource>> mappings;  // those that are there
};

struct Namespace {
    std::string name;  // `root\subscription`, letter case as stored; its hash when nothing names it
    std::string hash;
};

/// Where an object was found.
struct Found {
    std::string ns;            // name of the namespace; empty: not known (carved)
    std::uint64_t offset = 0;  // of the record in OBJECTS.DATA
    bool deleted = false;      // carved from what no index and no page refers to
    bool whole = true;         // false: the end of the record is gone
};

using ClassSink = std::function<bool(const Found& place, const ClassLayout& layout)>;
using InstanceSink =
    std::function<bool(const Found& place, const ClassLayout& layout, const Instance& instance)>;
/// A definition without its superclasses, as carving finds it.
using DefinitionSink = std::function<bool(const Found& place, const ClassDefinition& definition)>;

class Repository {
public:
    /// Error: OBJECTS.DATA is none. What else is missing or damaged is told; then there are no
    /// namespaces, and only carving finds something.
    [[nodiscard]] static Result<Repository> open(const RepositoryFiles& files,
                                                 const DamageSink& damages);
    Repository(Repository&&) noexcept;
    Repository& operator=(Repository&&) noexcept;
    Repository(const Repository&) = delete;
    Repository& operator=(const Repository&) = delete;
    ~Repository();

    [[nodiscard]] const std::vector<Namespace>& namespaces() const noexcept;

    /// In the index's order, until the sink returns false. `damages`: what could not be read.
    void classes(const ClassSink& sink, const DamageSink& damages);
    void instances(const InstanceSink& sink, const DamageSink& damages);

    /// Deleted instances of known classes, and deleted definitions, from pages that no map refers
    /// to and from what lies between records; in order of offset. False: the sinks have enough.
    bool carve(const DefinitionSink& definitions, const InstanceSink& instances);

    struct Impl;  // repository_impl.h

private:
    explicit Repository(std::unique_ptr<Impl> impl) noexcept;
    std::unique_ptr<Impl> impl_;
};

/// Upper-case hex of a name's hash: SHA-256, on XP MD5, of the upper-case UTF-16LE name.
[[nodiscard]] std::string name_hash(std::string_view name, bool xp);

}  // namespace xiezhi::wmi
