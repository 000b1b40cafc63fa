#include "xiezhi/formats/regf/dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "xiezhi/base/message_ids.h"
#include "xiezhi/base/text.h"
#include "xiezhi/base/value.h"
#include "xiezhi/formats/regf/data.h"
#include "xiezhi/formats/regf/deleted.h"
#include "xiezhi/formats/regf/security.h"
#include "xiezhi/formats/regf/walk.h"

namespace xiezhi::regf {
namespace {

std::string_view place_name(Remnant place) {
    switch (place) {
        case Remnant::FreeCell:
            return "free_cell";
        case Remnant::UnreachedCell:
            return "unreached_cell";
        case Remnant::Slack:
            return "slack";
        case Remnant::BehindBins:
            return "behind_bins";
    }
    return {};
}

class HiveDump {
public:
    HiveDump(const Hive& hive, RecordSink& sink, const DamageSink& damages)
        : hive_(hive),
          sink_(sink),
          damages_(damages),
          left_(hive.bins().bytes().size()),
          securities_(hive.bins().bytes().size()) {}

    void run(std::span<const std::string> log_names) {
        if (!write_head(log_names)) return;
        bool stopped = false;
        const WalkSink each{.key =
                                [&](const Key& key, std::string_view path) {
                                    path_ = path;
                                    stopped = !write_key(key, nullptr);
                                    return !stopped;
                                },
                            .value =
                                [&](const KeyValue& value) {
                                    stopped = !write_value(value, nullptr);
                                    return !stopped;
                                }};
        walk(hive_, each, damages_);
        if (stopped) return;
        left_ = hive_.bins().bytes().size();
        recover_deleted(hive_, {.key =
                                    [&](const DeletedKey& deleted) {
                                        path_ = deleted.path;
                                        return write_key(deleted.key, &deleted);
                                    },
                                .value =
                                    [&](const DeletedValue& deleted) {
                                        path_ = deleted.path;
                                        return write_value(deleted.value, &deleted);
                                    }});
    }

private:
    bool write_head(std::span<const std::string> log_names) {
        const Replay& replay = hive_.replay();
        const BaseBlock& base = hive_.base();
        sink_.begin_record("hive");
        std::string name;
        append_utf8(name, until_nul(base.file_name));
        sink_.text("file_name", name);
        sink_.text("version", fmt::format("{}.{}", base.major, base.minor));
        if (const auto& stored = hive_.stored_base()) {
            sink_.number("primary_sequence", stored->primary_sequence);
            sink_.number("secondary_sequence", stored->secondary_sequence);
            sink_.number("bins_size", stored->bins_size);
            sink_.text("checksum", fmt::format("{:#010x}", stored->checksum_stored));
            sink_.truth("checksum_valid", stored->checksum_valid());
        }
        if (base.last_written.ticks != 0) sink_.time("last_written", base.last_written);
        sink_.truth("dirty", replay.dirty);
        sink_.truth("logs_replayed", replay.entries > 0);
        if (replay.entries > 0) {
            sink_.begin_list("logs");
            for (const std::size_t log : replay.logs) sink_.text("", log_names[log]);
            sink_.end_list();
            sink_.number("log_entries", replay.entries);
            sink_.number("log_first_sequence", replay.first_sequence);
            sink_.number("log_last_sequence", replay.last_sequence);
            sink_.truth("base_block_from_log", replay.base_from_log);
        }
        return sink_.end_record();
    }

    bool write_key(const Key& key, const DeletedKey* deleted) {
        if (deleted == nullptr && !write_security(key)) return false;
        sink_.begin_record("key");
        sink_.text("path", path_);
        text_.clear();
        key.name().append_to(text_);
        sink_.text("name", text_);
        sink_.time("last_written", key.last_written());
        sink_.number("subkeys", key.subkey_count());
        sink_.number("values", key.value_count());
        write_class(key);
        if (deleted == nullptr) sink_.number("security", Bins::file_offset(key.security_cell()));
        write_place(key.cell(), deleted != nullptr, deleted ? deleted->place : Remnant{});
        if (deleted != nullptr) sink_.truth("whole_path", deleted->whole_path);
        return sink_.end_record();
    }

    bool write_value(const KeyValue& value, const DeletedValue* deleted) {
        sink_.begin_record("value");
        if (deleted == nullptr || deleted->has_key) sink_.text("path", path_);
        text_.clear();
        value.name().append_to(text_);
        sink_.text("name", text_);
        sink_.text("type", type_name(value.type()));
        sink_.number("size", value.size());
        if (deleted != nullptr && deleted->data_overwritten) {
            sink_.truth("data_overwritten", true);
        } else {
            write_data(value, deleted == nullptr);
        }
        write_place(value.cell(), deleted != nullptr, deleted ? deleted->place : Remnant{});
        return sink_.end_record();
    }

    void write_place(std::uint32_t cell, bool deleted, Remnant place) {
        sink_.number("offset", Bins::file_offset(cell));
        if (hive_.from_log(cell)) sink_.truth("from_log", true);
        sink_.truth("deleted", deleted);
        if (deleted) sink_.text("found_in", place_name(place));
    }

    /// Cells that many keys or values name could make a dump without end of a small hive: all that
    /// is shown of such cells is together at most what the hive holds.
    bool spend(std::size_t bytes, std::uint64_t offset) {
        if (bytes <= left_) {
            left_ -= bytes;
            return true;
        }
        if (left_ > 0) damages_({.offset = offset, .what = msg::regf_data_shared()});
        left_ = 0;
        return false;
    }

    void write_class(const Key& key) {
        const std::string name = key.class_name();
        if (!name.empty() && spend(name.size(), key.offset())) sink_.text("class", name);
    }

    void write_data(const KeyValue& value, bool live) {
        if (left_ == 0 && !value.is_inline()) return;
        const ValueData data = value.data(room_);
        if (!spend(value.is_inline() ? 0 : data.bytes.size(), value.offset())) return;
        if (!data.complete() && live) {
            damages_({.offset = value.offset(),
                      .what = msg::regf_value_cut(data.size_said, data.bytes.size())});
        }
        if (!data.complete()) sink_.truth("data_cut", true);
        write_typed(value.type(), data.bytes);
    }

    void write_typed(ValueType type, Bytes data) {
        switch (type) {
            case ValueType::Sz:
            case ValueType::ExpandSz:
            case ValueType::Link:
                write_text(data, type == ValueType::Link);
                return;
            case ValueType::MultiSz:
                sink_.begin_list("data");
                for (const std::string& text : multi_text_of(data)) sink_.text("", text);
                sink_.end_list();
                return;
            case ValueType::Dword:
            case ValueType::DwordBigEndian:
            case ValueType::Qword:
                if (const auto number = number_of(type, data)) {
                    sink_.number("data", *number);
                    return;
                }
                break;
            case ValueType::None:
            case ValueType::Binary:
            case ValueType::ResourceList:
            case ValueType::FullResourceDescriptor:
            case ValueType::ResourceRequirementsList:
                break;
        }
        sink_.binary("data", data);
    }

    /// A link has no NUL at its end, and one inside would belong to it.
    void write_text(Bytes data, bool link) {
        if (link) {
            text_.clear();
            append_wtf8(text_, data);
            sink_.text("data", text_);
            return;
        }
        const TextData text = text_of(data);
        sink_.text("data", text.text);
        if (!text.after_nul.empty()) sink_.binary("data_after_nul", text.after_nul);
    }

    /// Few descriptors serve all keys of a hive: each is a record of its own before the first key
    /// that names it.
    bool write_security(const Key& key) {
        const std::uint32_t cell = key.security_cell();
        if (securities_.at(cell)) return true;
        securities_.mark(cell, 0);
        const Bytes bytes = key.security();
        const auto descriptor = parse_security(bytes);
        if (!descriptor || !spend(bytes.size(), Bins::file_offset(cell))) return true;
        sink_.begin_record("security");
        write_sid("owner", descriptor->owner);
        write_sid("group", descriptor->group);
        text_.clear();
        append_sddl(text_, *descriptor);
        sink_.text("sddl", text_);
        if (descriptor->damaged) sink_.truth("damaged", true);
        sink_.number("offset", Bins::file_offset(cell));
        return sink_.end_record();
    }

    void write_sid(std::string_view name, Bytes sid) {
        if (sid.empty()) return;
        text_.clear();
        append_text(text_, {.type = xiezhi::ValueType::Sid, .bytes = sid});
        sink_.text(name, text_);
    }

    const Hive& hive_;
    RecordSink& sink_;
    const DamageSink& damages_;
    std::size_t left_;  // bytes of shared cells, see spend()
    std::string path_;
    std::string text_;
    std::vector<std::byte> room_;
    Marks securities_;  // that were written
};

}  // namespace

void dump_hive(const Hive& hive, std::span<const std::string> log_names, RecordSink& sink,
               const DamageSink& damages) {
    HiveDump(hive, sink, damages).run(log_names);
}

}  // namespace xiezhi::regf
