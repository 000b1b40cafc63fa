#include "xiezhi/formats/wmi/repository.h"

#include <algorithm>

#include "xiezhi/base/digest.h"
#include "xiezhi/base/digits.h"
#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/wmi/repository_impl.h"

namespace xiezhi::wmi {
namespace {

constexpr std::size_t kEntriesMax = 2'000'000;  // real repositories have some 10,000
constexpr std::size_t kDefinitionsKept = 512;
constexpr std::size_t kInheritanceMax = 64;
constexpr std::string_view kSystemNamespace = "__SystemClass";
constexpr std::string_view kNamespaceClass = "__NAMESPACE";

std::uint64_t pair_of(std::uint32_t ns, std::uint32_t hash) noexcept {
    return (std::uint64_t{ns} << 32U) | hash;
}

/// `CD_<hash>.1.2.3` -> hash, when the part has this prefix.
std::optional<std::string> hash_in(std::string_view part, std::string_view prefix) {
    if (!part.starts_with(prefix)) return std::nullopt;
    part.remove_prefix(prefix.size());
    return std::string(part.substr(0, part.find('.')));
}

std::vector<std::string_view> split(std::string_view key) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = key.find('\\');
        parts.push_back(key.substr(0, end));
        if (end == std::string_view::npos) return parts;
        key.remove_prefix(end + 1);
    }
}

template <class Numbers, class Names>
std::uint32_t number_of(const std::string& name, Numbers& numbers, Names& names) {
    const auto next = static_cast<std::uint32_t>(names.size());
    const auto [found, added] = numbers.emplace(name, next);
    if (added) names.emplace_back(name);
    return found->second;
}

}  // namespace

std::string name_hash(std::string_view name, bool xp) {
    std::string upper(name);
    for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    std::string utf16;
    append_utf16le(utf16, upper);
    const DigestValue digest =
        digest_of(xp ? DigestKind::Md5 : DigestKind::Sha256, as_bytes(utf16));
    std::string hash;
    for (const std::byte byte : digest.bytes()) {
        hash += digits::kUpperHex.pair(std::to_integer<std::uint8_t>(byte));
    }
    return hash;
}

void Repository::Impl::read_index(Pages& index, const DamageSink& damages) {
    const auto take = [&](const std::string& key) {
        if (classes.size() + instances.size() >= kEntriesMax) {
            damages({0, msg::wmi_limit(kEntriesMax)});
            return false;
        }
        const auto parts = split(key);
        const auto ns_hash = hash_in(parts.front(), "NS_");
        const auto location = location_of(key);
        if (!ns_hash || !location || parts.size() < 2) return true;
        const std::uint32_t before = static_cast<std::uint32_t>(namespaces.size());
        const auto [known, added] = namespace_numbers.emplace(*ns_hash, before);
        if (added) namespaces.push_back({*ns_hash, *ns_hash});
        if (const auto hash = hash_in(parts[1], "CD_"); hash && parts.size() == 2) {
            const auto number = number_of(*hash, hash_numbers, hashes);
            class_at.emplace(pair_of(known->second, number), classes.size());
            namespaces_of.emplace(number, known->second);
            classes.push_back({known->second, number, *location});
        } else if (const auto owner = hash_in(parts[1], "CI_"); owner && parts.size() == 3) {
            const auto number = number_of(*owner, hash_numbers, hashes);
            instances.push_back({known->second, number, *location});
        }
        return true;
    };
    walk_index(index, mapping.index, take, damages);
}

std::optional<std::uint32_t> Repository::Impl::known_hash(const std::string& hash) const {
    const auto found = hash_numbers.find(hash);
    if (found == hash_numbers.end()) return std::nullopt;
    return found->second;
}

std::shared_ptr<const ClassDefinition> Repository::Impl::definition(std::size_t entry,
                                                                    const DamageSink& damages) {
    if (const auto found = kept.find(entry); found != kept.end()) return found->second;
    const Entry& place = classes[entry];
    const auto record = read_record(objects, mapping.objects, place.location);
    const std::string& hash = hashes[place.hash];
    std::optional<ClassDefinition> parsed;
    if (!record) {
        damages({0, msg::wmi_record_absent("CD_" + hash)});
    } else if (parsed = parse_class(record->bytes); !parsed) {
        damages({record->offset, msg::wmi_class_damaged("CD_" + hash)});
    } else {
        parsed->offset = record->offset;
    }
    if (kept.size() >= kDefinitionsKept) kept.clear();
    auto shared = parsed ? std::make_shared<const ClassDefinition>(std::move(*parsed)) : nullptr;
    kept.emplace(entry, shared);
    return shared;
}

std::optional<ClassLayout> Repository::Impl::layout(std::uint32_t ns, std::uint32_t hash,
                                                    const DamageSink& damages) {
    std::vector<std::shared_ptr<const ClassDefinition>> chain;
    const auto system = namespace_numbers.find(name_hash(kSystemNamespace, mapping.xp));
    std::optional<std::uint32_t> wanted = hash;
    while (wanted && chain.size() < kInheritanceMax) {
        auto entry = class_at.find(pair_of(ns, *wanted));
        if (entry == class_at.end() && system != namespace_numbers.end()) {
            entry = class_at.find(pair_of(system->second, *wanted));
        }
        if (entry == class_at.end()) return std::nullopt;
        auto one = definition(entry->second, damages);
        if (!one) return std::nullopt;
        chain.push_back(std::move(one));
        const std::string& superclass = chain.back()->superclass;
        if (superclass.empty()) return layout_of(std::move(chain));
        wanted = known_hash(name_hash(superclass, mapping.xp));
    }
    return std::nullopt;
}

void Repository::Impl::name_namespaces(const DamageSink& damages) {
    const auto name = [&](const std::string& text) -> std::optional<std::uint32_t> {
        const auto found = namespace_numbers.find(name_hash(text, mapping.xp));
        if (found == namespace_numbers.end()) return std::nullopt;
        namespaces[found->second].name = text;
        return found->second;
    };
    name(std::string(kSystemNamespace));
    std::vector<std::uint32_t> named;
    if (const auto root = name("root")) named.push_back(*root);
    const auto wanted = known_hash(name_hash(kNamespaceClass, mapping.xp));
    if (!wanted || named.empty()) return;
    const auto plan = layout(named.front(), *wanted, damages);
    if (!plan) return;
    std::multimap<std::uint32_t, std::string> children;  // of each namespace
    for (const Entry& entry : instances) {
        if (entry.hash != *wanted) continue;
        const auto record = read_record(objects, mapping.objects, entry.location);
        if (!record) continue;
        const auto instance = parse_instance(record->bytes, *plan, mapping.xp);
        if (instance) children.emplace(entry.ns, instance->text("Name"));
    }
    std::vector<bool> done(namespaces.size(), false);
    for (std::size_t i = 0; i < named.size(); ++i) {
        if (done[named[i]]) continue;
        done[named[i]] = true;
        const auto [first, last] = children.equal_range(named[i]);
        const std::string prefix = namespaces[named[i]].name + "\\";
        for (auto child = first; child != last; ++child) {
            if (const auto number = name(prefix + child->second)) named.push_back(*number);
        }
    }
}

Repository::Repository(std::unique_ptr<Impl> impl) noexcept : impl_(std::move(impl)) {}
Repository::Repository(Repository&&) noexcept = default;
Repository& Repository::operator=(Repository&&) noexcept = default;
Repository::~Repository() = default;

Result<Repository> Repository::open(const RepositoryFiles& files, const DamageSink& damages) {
    if (files.objects == nullptr || files.objects->size() < kPageSize) {
        return Error{Errc::Damaged, msg::wmi_no_repository(), {}};
    }
    auto impl = std::make_unique<Impl>(*files.objects);
    bool has_map = false;
    for (const auto& source : files.mappings) {
        auto mapping = read_mapping(*source, damages);
        if (!mapping) continue;
        if (!has_map || mapping->version > impl->mapping.version)
            impl->mapping = std::move(*mapping);
        has_map = true;
    }
    if (!has_map) {
        damages({0, msg::wmi_no_map()});
    } else if (files.index == nullptr) {
        damages({0, msg::wmi_no_index()});
    } else {
        Pages index(*files.index);
        impl->read_index(index, damages);
        impl->name_namespaces(damages);
    }
    return Repository(std::move(impl));
}

const std::vector<Namespace>& Repository::namespaces() const noexcept {
    return impl_->namespaces;
}

void Repository::classes(const ClassSink& sink, const DamageSink& damages) {
    for (const Impl::Entry& entry : impl_->classes) {
        const auto layout = impl_->layout(entry.ns, entry.hash, damages);
        if (!layout) {
            damages({0, msg::wmi_class_damaged("CD_" + impl_->hashes[entry.hash])});
            continue;
        }
        const Found place{impl_->namespaces[entry.ns].name, layout->chain.front()->offset};
        if (!sink(place, *layout)) return;
    }
}

void Repository::instances(const InstanceSink& sink, const DamageSink& damages) {
    std::optional<ClassLayout> layout;
    std::optional<std::uint64_t> laid_out;  // they come sorted by namespace and class
    for (const Impl::Entry& entry : impl_->instances) {
        const std::string& hash = impl_->hashes[entry.hash];
        if (laid_out != pair_of(entry.ns, entry.hash)) {
            laid_out = pair_of(entry.ns, entry.hash);
            layout = impl_->layout(entry.ns, entry.hash, damages);
            if (!layout) damages({0, msg::wmi_class_unknown("CI_" + hash)});
        }
        if (!layout) continue;
        const auto record = read_record(impl_->objects, impl_->mapping.objects, entry.location);
        if (!record) {
            damages({0, msg::wmi_record_absent("CI_" + hash)});
            continue;
        }
        const auto instance = parse_instance(record->bytes, *layout, impl_->mapping.xp);
        if (!instance || !instance->whole) {
            damages({record->offset, msg::wmi_instance_damaged(layout->chain.front()->name)});
        }
        if (!instance) continue;
        const Found place{impl_->namespaces[entry.ns].name, record->offset, false, instance->whole};
        if (!sink(place, *layout, *instance)) return;
    }
}

}  // namespace xiezhi::wmi
