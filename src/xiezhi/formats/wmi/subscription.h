#pragma once

#include <optional>
#include <string>
#include <vector>

#include "xiezhi/formats/wmi/repository.h"

namespace xiezhi::wmi {

/// A reference as text: `\\.\root\subscription:__EventFilter.Name="x"`, mostly without the part
/// before the class.
struct ObjectPath {
    std::string ns;  // `root\subscription`; empty: not stated
    std::string class_name;
    std::string key;  // value of the first key, unescaped
};
[[nodiscard]] ObjectPath parse_object_path(std::string_view path);

/// A permanent event subscription: a __FilterToConsumerBinding and what it joins. An instance that
/// is not there is missing; WMI then does nothing.
struct Subscription {
    std::string ns;
    Instance binding;
    std::optional<Instance> filter;
    std::optional<Instance> consumer;  // of any class that derives from __EventConsumer
    std::optional<Instance> timer;     // whose events the filter asks for
    bool deleted = false;              // the binding was carved
};

/// A filter or a consumer that no binding joins: the rest of a subscription, or one half of it.
struct Orphan {
    std::string ns;
    Instance instance;
    bool is_consumer = false;
    bool deleted = false;  // carved; what a live one of the same name replaces is left out
};

/// Instances that a subscription is made of, from Repository::instances() and ::carve().
class SubscriptionParts {
public:
    void add(const Found& place, const ClassLayout& layout, const Instance& instance);

    /// In the order of the bindings. A deleted binding may find its filter or consumer among the
    /// deleted ones.
    [[nodiscard]] std::vector<Subscription> join() const;

    /// Filters first, each name once; those of deleted bindings stand with these.
    [[nodiscard]] std::vector<Orphan> orphans() const;

private:
    struct Part {
        std::string ns;
        bool deleted = false;
        Instance instance;
    };
    [[nodiscard]] static std::optional<Instance> find(const std::vector<Part>& parts,
                                                      const std::string& ns, const ObjectPath& path,
                                                      bool deleted);

    [[nodiscard]] bool is_joined(const Part& part, const char* role) const;

    std::vector<Part> bindings_;
    std::vector<Part> filters_;
    std::vector<Part> consumers_;
    std::vector<Part> timers_;
};

}  // namespace xiezhi::wmi
