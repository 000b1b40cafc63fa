#include "xiezhi/formats/task/dump.h"

#include <string_view>

namespace xiezhi::task {
namespace {

void some(RecordSink& sink, std::string_view name, std::string_view text) {
    if (!text.empty()) sink.text(name, text);
}

void write(RecordSink& sink, const ExecAction& exec) {
    sink.text("type", "exec");
    some(sink, "id", exec.id);
    sink.text("command", exec.command);
    sink.text("arguments", exec.arguments);
    some(sink, "working_directory", exec.working_directory);
}

void write(RecordSink& sink, const ComHandlerAction& handler) {
    sink.text("type", "com_handler");
    some(sink, "id", handler.id);
    sink.text("class_id", handler.class_id);
    some(sink, "data", handler.data);
}

void write(RecordSink& sink, const EmailAction& email) {
    sink.text("type", "send_email");
    some(sink, "id", email.id);
    sink.text("server", email.server);
    some(sink, "from", email.from);
    some(sink, "to", email.to);
    some(sink, "cc", email.cc);
    some(sink, "bcc", email.bcc);
    some(sink, "reply_to", email.reply_to);
    some(sink, "subject", email.subject);
    some(sink, "body", email.body);
    sink.begin_list("attachments");
    for (const std::string& file : email.attachments) sink.text({}, file);
    sink.end_list();
    sink.begin_object("headers");
    for (const auto& [name, value] : email.headers) sink.text(name, value);
    sink.end_object();
}

void write(RecordSink& sink, const MessageAction& message) {
    sink.text("type", "show_message");
    some(sink, "id", message.id);
    sink.text("title", message.title);
    sink.text("body", message.body);
}

void write(RecordSink& sink, const Trigger& trigger) {
    sink.text("type", trigger.element);
    some(sink, "id", trigger.id);
    sink.truth("enabled", trigger.enabled);
    some(sink, "start_boundary", trigger.start_boundary);
    some(sink, "end_boundary", trigger.end_boundary);
    some(sink, "execution_time_limit", trigger.execution_time_limit);
    some(sink, "delay", trigger.delay);
    some(sink, "random_delay", trigger.random_delay);
    some(sink, "repetition_interval", trigger.repetition_interval);
    some(sink, "repetition_duration", trigger.repetition_duration);
    if (trigger.stop_at_duration_end) sink.truth("stop_at_duration_end", true);
    some(sink, "user_id", trigger.user_id);
    some(sink, "subscription", trigger.subscription);
    some(sink, "state_change", trigger.state_change);
    some(sink, "state_name", trigger.state_name);
    sink.begin_list("others");  // names may repeat: DaysOfMonth.Day
    for (const Field& field : trigger.others) {
        sink.begin_object({});
        sink.text("name", field.name);
        sink.text("text", field.text);
        sink.end_object();
    }
    sink.end_list();
}

void write(RecordSink& sink, const Principal& principal) {
    some(sink, "id", principal.id);
    some(sink, "user_id", principal.user_id);
    some(sink, "group_id", principal.group_id);
    some(sink, "logon_type", principal.logon_type);
    some(sink, "run_level", principal.run_level);
    some(sink, "display_name", principal.display_name);
    some(sink, "sid_type", principal.sid_type);
    if (principal.required_privileges.empty()) return;
    sink.begin_list("required_privileges");
    for (const std::string& privilege : principal.required_privileges) sink.text({}, privilege);
    sink.end_list();
}

void write(RecordSink& sink, const JobTrigger& trigger) {
    sink.number("type", trigger.type);
    sink.text("start", trigger.start);
    some(sink, "end", trigger.end);
    sink.number("duration_minutes", trigger.duration_minutes);
    sink.number("interval_minutes", trigger.interval_minutes);
    sink.number("flags", trigger.flags);
    sink.number("specific_0", trigger.specific_0);
    sink.number("specific_1", trigger.specific_1);
    sink.number("specific_2", trigger.specific_2);
}

template <class Items>
void objects(RecordSink& sink, std::string_view name, const Items& items) {
    sink.begin_list(name);
    for (const auto& item : items) {
        sink.begin_object({});
        write(sink, item);
        sink.end_object();
    }
    sink.end_list();
}

}  // namespace

void write_actions(const std::vector<Action>& actions, RecordSink& sink) {
    sink.begin_list("actions");
    for (const Action& action : actions) {
        sink.begin_object({});
        std::visit([&](const auto& value) { write(sink, value); }, action);
        sink.end_object();
    }
    sink.end_list();
}

void dump(const Definition& task, RecordSink& sink) {
    sink.begin_record("task");
    some(sink, "uri", task.uri);
    some(sink, "date", task.date);
    some(sink, "author", task.author);
    some(sink, "source", task.source);
    some(sink, "description", task.description);
    some(sink, "documentation", task.documentation);
    some(sink, "registered_version", task.registered_version);
    some(sink, "security_descriptor", task.security_descriptor);
    some(sink, "schema_version", task.version);
    sink.truth("enabled", task.enabled);
    sink.truth("hidden", task.hidden);
    some(sink, "actions_context", task.actions_context);
    write_actions(task.actions, sink);
    objects(sink, "triggers", task.triggers);
    objects(sink, "principals", task.principals);
    sink.begin_object("settings");
    for (const Field& field : task.settings) sink.text(field.name, field.text);
    sink.end_object();
    (void)sink.end_record();  // the only one
}

void dump(const Job& job, RecordSink& sink) {
    sink.begin_record("job");
    sink.text("application", job.application);
    sink.text("parameters", job.parameters);
    some(sink, "working_directory", job.working_directory);
    some(sink, "author", job.author);
    some(sink, "comment", job.comment);
    some(sink, "last_run", job.last_run);
    sink.truth("enabled", !job.disabled());
    sink.truth("hidden", job.hidden());
    sink.text("id", job.id);
    sink.number("product_version", job.product_version);
    sink.number("file_version", job.file_version);
    sink.number("error_retry_count", job.error_retry_count);
    sink.number("error_retry_minutes", job.error_retry_minutes);
    sink.number("idle_deadline_minutes", job.idle_deadline_minutes);
    sink.number("idle_wait_minutes", job.idle_wait_minutes);
    sink.number("priority", job.priority);
    sink.number("run_time_max_ms", job.run_time_max_ms);
    sink.number("exit_code", job.exit_code);
    sink.number("status", job.status);
    sink.number("flags", job.flags);
    sink.number("running_instances", job.running_instances);
    objects(sink, "triggers", job.triggers);
    (void)sink.end_record();
}

}  // namespace xiezhi::task
