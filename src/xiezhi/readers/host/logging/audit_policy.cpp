#include "xiezhi/formats/registry_values/audit_policy.h"

#include <string>

#include "xiezhi/readers/host/registry.h"
#include "xiezhi/readers/host/subjects.h"
#include "xiezhi/readers/host/windows_version.h"
#include "xiezhi/schema/logging.h"

namespace xiezhi::readers {
namespace {

constexpr std::string_view kPath = R"(Policy\PolAdtEv)";

const char* setting_name(std::uint16_t setting) {
    if (setting == (audit_policy::kSuccess | audit_policy::kFailure)) return "success_failure";
    if (setting == audit_policy::kSuccess) return "success";
    return setting == audit_policy::kFailure ? "failure" : "none";
}

class PolicyReader {
public:
    PolicyReader(HostContext& host, const OpenHive& security, const regf::Key& key)
        : host_(host),
          security_(security),
          key_(key),
          value_(key.value("")),
          type_code_(host_type_code(*host.registry)) {}

    /// Documents told; nothing when the value is none.
    std::optional<std::uint64_t> read() {
        if (!value_) return std::nullopt;
        std::vector<std::byte> room;
        const auto policy = audit_policy::parse(value_->data(room).bytes);
        if (!policy) return std::nullopt;
        const auto categories = schema::audit_categories();
        const std::size_t count = std::min(categories.size(), policy->categories.size());
        for (std::size_t i = 0; i < count; ++i) {
            if (policy->by_category) {
                const std::uint16_t setting = policy->categories[i].front();
                tell(categories[i].name, policy->enabled ? setting : std::uint16_t{0}, nullptr);
            } else {
                read_category(categories[i].name, policy->categories[i]);
            }
        }
        return told_;
    }

private:
    /// Each category grew at its end: what an older Windows has is where the table begins, and what
    /// is behind the table is of a newer one and has no name yet.
    void read_category(std::string_view category, const std::vector<std::uint16_t>& settings) {
        std::size_t next = 0;
        for (const schema::AuditSubcategory& subcategory : schema::audit_subcategories()) {
            if (subcategory.category != category || next == settings.size()) continue;
            tell(category, settings[next++], &subcategory);
        }
    }

    void tell(std::string_view category, std::uint16_t setting,
              const schema::AuditSubcategory* subcategory) {
        State state(Dataset::AuditPolicy);
        state.set(StateField::AuditCategory, std::string(category));
        state.set(StateField::AuditSetting, setting_name(setting));
        state.set(StateField::HostOsTypeCode, type_code_);
        if (subcategory != nullptr) {
            state.set(StateField::AuditSubcategory, std::string(subcategory->name));
            const std::uint8_t usual = subcategory->by_default(type_code_);
            state.set(StateField::AuditDefault, setting_name(usual));
            state.set_truth(StateField::AuditWeakened, (usual & ~setting) != 0);
            for (const std::uint32_t event : schema::events_of(*subcategory)) {
                state.add(StateField::AuditEvents, std::to_string(event));
            }
        }
        place(state, security_, key_, std::string(kPath), &*value_);
        host_.states(std::move(state));
        ++told_;
    }

    HostContext& host_;
    const OpenHive& security_;
    const regf::Key& key_;
    std::optional<regf::KeyValue> value_;
    std::string type_code_;
    std::uint64_t told_ = 0;
};

}  // namespace

void read_audit_policy(HostContext& host) {
    const OpenHive* const security = host.registry->first(HiveKind::Security);
    const auto key = security == nullptr ? std::nullopt : security->hive.find(kPath);
    const auto told = key ? PolicyReader(host, *security, *key).read() : std::nullopt;
    const bool partly = security != nullptr && (security->incomplete || !told);
    observe(host, Dataset::AuditPolicy, "SECURITY", security != nullptr, partly, told.value_or(0));
}

}  // namespace xiezhi::readers
