#include "xiezhi/formats/task/definition.h"

#include <algorithm>
#include <array>
#include <pugixml.hpp>
#include <string_view>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"

namespace xiezhi::task {
namespace {

using namespace std::string_view_literals;

constexpr int kFieldDepthMax = 8;  // the schema needs three

/// The XML as UTF-8. Our own conversion: it keeps what pugixml would leave out.
std::string as_utf8(Bytes xml) {
    std::string text;
    if (as_text(xml).starts_with("\xFF\xFE"sv)) {
        append_utf8(text, xml.subspan(2));
    } else if (as_text(xml).starts_with("<\0"sv)) {
        append_utf8(text, xml);
    } else {
        text = as_text(xml);
        if (text.starts_with("\xEF\xBB\xBF"sv)) text.erase(0, 3);
    }
    return text;
}

/// A name without its namespace prefix: `t:Task` is a Task.
std::string_view local_name(const pugi::xml_node& node) {
    const std::string_view name = node.name();
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
    for (const pugi::xml_node node : parent) {
        if (local_name(node) == name) return node;
    }
    return {};
}

bool is_text(const pugi::xml_node& node) {
    return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata;
}

std::string text_of(const pugi::xml_node& node) {
    std::string text;
    for (const pugi::xml_node part : node) {
        if (is_text(part)) text += part.value();
    }
    return text;
}

std::string text_of(const pugi::xml_node& parent, std::string_view name) {
    return text_of(child(parent, name));
}

/// xs:boolean.
bool truth(const pugi::xml_node& parent, std::string_view name, bool absent) {
    const std::string text = text_of(parent, name);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos) return absent;
    return text.substr(first, 4) == "true" || text[first] == '1';
}

/// All leaves below `parent` with their paths, but for those elements that `taken` names.
void append_fields(std::vector<Field>& fields, const pugi::xml_node& parent,
                   const std::string& prefix, std::span<const std::string_view> taken, int depth) {
    if (depth > kFieldDepthMax) return;
    for (const pugi::xml_node node : parent) {
        if (node.type() != pugi::node_element) continue;
        const std::string_view name = local_name(node);
        if (std::ranges::find(taken, name) != taken.end()) continue;
        const std::string path =
            prefix.empty() ? std::string(name) : prefix + "." + std::string(name);
        for (const pugi::xml_attribute attribute : node.attributes()) {
            fields.push_back({path + "@" + attribute.name(), attribute.value()});
        }
        const pugi::xml_node inner =
            node.find_child([](const pugi::xml_node& n) { return n.type() == pugi::node_element; });
        if (inner) {
            append_fields(fields, node, path, {}, depth + 1);
        } else {
            fields.push_back({path, text_of(node)});
        }
    }
}

struct KindName {
    std::string_view element;
    TriggerKind kind;
};
constexpr std::array kTriggerKinds = {
    KindName{"BootTrigger", TriggerKind::Boot},
    KindName{"LogonTrigger", TriggerKind::Logon},
    KindName{"TimeTrigger", TriggerKind::Time},
    KindName{"CalendarTrigger", TriggerKind::Calendar},
    KindName{"EventTrigger", TriggerKind::Event},
    KindName{"IdleTrigger", TriggerKind::Idle},
    KindName{"RegistrationTrigger", TriggerKind::Registration},
    KindName{"SessionStateChangeTrigger", TriggerKind::SessionStateChange},
    KindName{"WnfStateChangeTrigger", TriggerKind::WnfStateChange},
};

TriggerKind trigger_kind(std::string_view element) {
    for (const KindName& name : kTriggerKinds) {
        if (name.element == element) return name.kind;
    }
    return TriggerKind::Other;
}

Trigger trigger_of(const pugi::xml_node& node) {
    constexpr std::array kTaken = {
        "Enabled"sv,      "StartBoundary"sv, "EndBoundary"sv, "ExecutionTimeLimit"sv,
        "Delay"sv,        "RandomDelay"sv,   "Repetition"sv,  "UserId"sv,
        "Subscription"sv, "StateChange"sv,   "StateName"sv};
    Trigger trigger;
    trigger.element = local_name(node);
    trigger.kind = trigger_kind(trigger.element);
    trigger.id = node.attribute("id").value();
    trigger.enabled = truth(node, "Enabled", true);
    trigger.start_boundary = text_of(node, "StartBoundary");
    trigger.end_boundary = text_of(node, "EndBoundary");
    trigger.execution_time_limit = text_of(node, "ExecutionTimeLimit");
    trigger.delay = text_of(node, "Delay");
    trigger.random_delay = text_of(node, "RandomDelay");
    const pugi::xml_node repetition = child(node, "Repetition");
    trigger.repetition_interval = text_of(repetition, "Interval");
    trigger.repetition_duration = text_of(repetition, "Duration");
    trigger.stop_at_duration_end = truth(repetition, "StopAtDurationEnd", false);
    trigger.user_id = text_of(node, "UserId");
    trigger.subscription = text_of(node, "Subscription");
    trigger.state_change = text_of(node, "StateChange");
    trigger.state_name = text_of(node, "StateName");
    append_fields(trigger.others, node, {}, kTaken, 0);
    return trigger;
}

Principal principal_of(const pugi::xml_node& node) {
    Principal principal{.id = node.attribute("id").value(),
                        .user_id = text_of(node, "UserId"),
                        .group_id = text_of(node, "GroupId"),
                        .logon_type = text_of(node, "LogonType"),
                        .run_level = text_of(node, "RunLevel"),
                        .display_name = text_of(node, "DisplayName"),
                        .sid_type = text_of(node, "ProcessTokenSidType"),
                        .required_privileges = {}};
    for (const pugi::xml_node privilege : child(node, "RequiredPrivileges")) {
        if (local_name(privilege) == "Privilege") {
            principal.required_privileges.push_back(text_of(privilege));
        }
    }
    return principal;
}

EmailAction email_of(const pugi::xml_node& node) {
    EmailAction email{.id = node.attribute("id").value(),
                      .server = text_of(node, "Server"),
                      .subject = text_of(node, "Subject"),
                      .from = text_of(node, "From"),
                      .to = text_of(node, "To"),
                      .cc = text_of(node, "Cc"),
                      .bcc = text_of(node, "Bcc"),
                      .reply_to = text_of(node, "ReplyTo"),
                      .body = text_of(node, "Body"),
                      .attachments = {},
                      .headers = {}};
    for (const pugi::xml_node file : child(node, "Attachments")) {
        if (local_name(file) == "File") email.attachments.push_back(text_of(file));
    }
    for (const pugi::xml_node header : child(node, "HeaderFields")) {
        if (local_name(header) != "HeaderField") continue;
        email.headers.emplace_back(text_of(header, "Name"), text_of(header, "Value"));
    }
    return email;
}

/// Nothing for an element that is no action.
std::optional<Action> action_of(const pugi::xml_node& node) {
    const std::string_view name = local_name(node);
    const std::string id = node.attribute("id").value();
    if (name == "Exec") {
        return ExecAction{id, text_of(node, "Command"), text_of(node, "Arguments"),
                          text_of(node, "WorkingDirectory")};
    }
    if (name == "ComHandler") {
        return ComHandlerAction{id, text_of(node, "ClassId"), text_of(node, "Data")};
    }
    if (name == "SendEmail") return email_of(node);
    if (name == "ShowMessage") {
        return MessageAction{id, text_of(node, "Title"), text_of(node, "Body")};
    }
    return std::nullopt;
}

void take_registration(Definition& task, const pugi::xml_node& node) {
    task.date = text_of(node, "Date");
    task.author = text_of(node, "Author");
    task.uri = text_of(node, "URI");
    task.source = text_of(node, "Source");
    task.description = text_of(node, "Description");
    task.documentation = text_of(node, "Documentation");
    task.registered_version = text_of(node, "Version");
    task.security_descriptor = text_of(node, "SecurityDescriptor");
}

}  // namespace

Result<Definition> parse_definition(Bytes xml, const DamageSink& damages) {
    std::string text = as_utf8(xml);
    pugi::xml_document document;
    const pugi::xml_parse_result parsed = document.load_buffer_inplace(
        text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    const pugi::xml_node root = child(document, "Task");
    if (!root) return Error{Errc::Damaged, msg::task_no_task(), {}};
    if (!parsed) {
        // Where in the UTF-8 text: nearly always twice that in the file.
        damages({static_cast<std::uint64_t>(parsed.offset), msg::task_xml_broken()});
    }
    Definition task;
    task.version = root.attribute("version").value();
    take_registration(task, child(root, "RegistrationInfo"));
    for (const pugi::xml_node node : child(root, "Triggers")) {
        if (node.type() == pugi::node_element) task.triggers.push_back(trigger_of(node));
    }
    for (const pugi::xml_node node : child(root, "Principals")) {
        if (local_name(node) == "Principal") task.principals.push_back(principal_of(node));
    }
    const pugi::xml_node settings = child(root, "Settings");
    task.hidden = truth(settings, "Hidden", false);
    task.enabled = truth(settings, "Enabled", true);
    append_fields(task.settings, settings, {}, {}, 0);
    const pugi::xml_node actions = child(root, "Actions");
    task.actions_context = actions.attribute("Context").value();
    for (const pugi::xml_node node : actions) {
        if (auto action = action_of(node)) task.actions.push_back(std::move(*action));
    }
    return task;
}

Result<Definition> read_definition(const ByteSource& source, const DamageSink& damages) {
    auto bytes = read_all(source, kXmlSizeMax);
    if (!bytes) return std::move(bytes.error());
    return parse_definition(*bytes, damages);
}

}  // namespace xiezhi::task
