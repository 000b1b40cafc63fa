// The WMI repository against another reader: how many instances a class has, and their values.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/support/corpus.h"
#include "tests/support/facts.h"
#include "xiezhi/base/ascii.h"
#include "xiezhi/formats/wmi/subscription.h"
#include "xiezhi/platform/file.h"

namespace xiezhi::testing {
namespace {

namespace fs = std::filesystem;

/// Instances of one host by `namespace:class` in lower case.
struct Host {
    std::map<std::string, std::vector<wmi::Instance>> instances;
    std::vector<wmi::Subscription> subscriptions;
    std::size_t classes = 0;
    std::size_t all_instances = 0;
    std::size_t class_times = 0;  // instances whose class was written when they say it was
};

std::unique_ptr<ByteSource> open_beside(const fs::path& objects, const std::string& name) {
    const fs::path path = objects.parent_path() / name;
    if (!fs::exists(path)) return nullptr;
    auto file = platform::open_file(path.string());
    return file ? std::move(*file) : nullptr;
}

Host read_host(const fs::path& path) {
    Host host;
    const auto objects = open_beside(path, path.filename().string());
    const auto index = open_beside(path, "INDEX.BTR");
    wmi::RepositoryFiles files{objects.get(), index.get(), {}};
    for (const char* name : {"MAPPING1.MAP", "MAPPING2.MAP", "MAPPING3.MAP"}) {
        if (auto map = open_beside(path, name)) files.mappings.push_back(std::move(map));
    }
    const DamageSink damages = [&](const Damage& damage) {
        ADD_FAILURE() << path << " " << damage.offset << " " << render(damage.what, Lang::En);
    };
    auto repository = wmi::Repository::open(files, damages);
    EXPECT_TRUE(repository) << path;
    if (!repository) return host;
    repository->classes(
        [&](const wmi::Found&, const wmi::ClassLayout&) {
            ++host.classes;
            return true;
        },
        damages);
    wmi::SubscriptionParts parts;
    repository->instances(
        [&](const wmi::Found& place, const wmi::ClassLayout& layout, const wmi::Instance& one) {
            parts.add(place, layout, one);
            ++host.all_instances;
            if (layout.chain.front()->written == one.class_written) ++host.class_times;
            host.instances[ascii_lower(place.ns + ":" + one.class_name)].push_back(one);
            return true;
        },
        damages);
    host.subscriptions = parts.join();
    return host;
}

std::string text_of(const wmi::PropertyValue* value) {
    const auto* scalar = value == nullptr ? nullptr : std::get_if<wmi::Scalar>(&value->value);
    if (scalar == nullptr) return "null";
    if (const auto* text = std::get_if<std::string>(scalar)) return *text;
    if (const auto* number = std::get_if<std::uint64_t>(scalar)) return std::to_string(*number);
    if (const auto* truth = std::get_if<bool>(scalar)) return *truth ? "yes" : "no";
    return "?";
}

TEST(FactsWmi, AllRows) {
    XIEZHI_CORPUS_OR_SKIP(root);
    std::map<std::string, Host> hosts;
    check_facts(root, "wmi", {}, [&](const Fact& fact) -> std::optional<std::vector<std::string>> {
        if (!hosts.contains(fact.file)) hosts[fact.file] = read_host(root / fact.file);
        auto& instances = hosts[fact.file].instances[ascii_lower(fact.subject)];
        if (fact.field == "instance_count") return {{std::to_string(instances.size())}};
        const std::map<std::string, std::string> properties = {
            {"timer_id", "TimerId"},
            {"interval_between_events", "IntervalBetweenEvents"},
            {"skip_if_passed", "SkipIfPassed"}};
        const auto property = properties.find(fact.field);
        if (property == properties.end()) return std::nullopt;
        std::vector<std::string> values;
        for (const wmi::Instance& one : instances) {
            values.push_back(text_of(one.find(property->second)));
        }
        return values;
    });
    for (const auto& [file, host] : hosts) {
        std::cout << file << ": " << host.classes << " classes, " << host.all_instances
                  << " instances, " << host.class_times << " of them of the class as it stands\n";
        EXPECT_FALSE(host.subscriptions.empty()) << file;
        for (const wmi::Subscription& one : host.subscriptions) {
            EXPECT_TRUE(one.filter && one.consumer) << file << " " << one.binding.text("Filter");
        }
    }
}

}  // namespace
}  // namespace xiezhi::testing
