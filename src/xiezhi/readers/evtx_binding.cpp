#include "xiezhi/readers/evtx_binding.h"

#include <algorithm>
#include <map>

#include "xiezhi/base/text.h"

namespace xiezhi::readers {
namespace {

using evtx::Node;
using evtx::NodeKind;

class Binder {
public:
    explicit Binder(const evtx::Document& document) : document_(document) {}

    Binding run() {
        const std::size_t count = std::min(document_.parts().size(), kPartsMax);
        for (part_ = 0; part_ < count; ++part_) {
            nodes_ = document_.parts()[part_].compiled->nodes();
            for (std::size_t i = 0; i < nodes_.size(); i = behind(i)) {
                if (nodes_[i].kind != NodeKind::Open) continue;
                if (nodes_[i].name == "Event") {
                    event(i);
                } else {
                    part(i);
                }
            }
        }
        return std::move(binding_);
    }

private:
    [[nodiscard]] std::size_t behind(std::size_t i) const {
        if (nodes_[i].kind == NodeKind::Open) return nodes_[i].end + 1;
        return nodes_[i].kind == NodeKind::Attribute ? nodes_[i].end : i + 1;
    }
    [[nodiscard]] std::size_t content_of(std::size_t i) const {
        std::size_t content = i + 1;
        while (nodes_[content].kind == NodeKind::Attribute) content = nodes_[content].end;
        return content;
    }

    template <class Visit>
    void each_child(std::size_t i, const Visit& visit) {
        for (std::size_t at = content_of(i); at < nodes_[i].end; at = behind(at)) {
            if (nodes_[at].kind == NodeKind::Open) visit(at);
        }
    }

    void event(std::size_t i) {
        each_child(i, [&](std::size_t child) {
            if (nodes_[child].name == "System") {
                origin_ = FieldOrigin::System;
                each_child(child, [&](std::size_t element) { leaves(element, 0); });
            } else {
                section(child);
            }
        });
    }

    /// The root of a part that another one holds: EventData, or the child of UserData.
    void part(std::size_t i) {
        if (part_ == 0 || nodes_[i].name == "EventData") return section(i);
        origin_ = FieldOrigin::UserData;
        leaves(i, 0);
    }

    void section(std::size_t i) {
        const std::string_view name = nodes_[i].name;
        if (name == "EventData") {
            origin_ = FieldOrigin::EventData;
            each_child(i, [&](std::size_t child) { data(child); });
            return;
        }
        origin_ = name == "UserData" ? FieldOrigin::UserData : FieldOrigin::Other;
        leaves(i, 0);
    }

    /// <Data Name="X">, <Data>, and whatever else a provider puts below EventData.
    void data(std::size_t i) {
        if (nodes_[i].name != "Data") return leaves(i, 0);
        std::string name;
        for (std::size_t at = i + 1; nodes_[at].kind == NodeKind::Attribute; at = nodes_[at].end) {
            if (nodes_[at].name != "Name") continue;
            for (std::size_t p = at + 1; p < nodes_[at].end; ++p) {
                append_utf8(name, until_nul(nodes_[p].text));
            }
        }
        add(name.empty() ? "Data" : name, content_of(i), nodes_[i].end);
    }

    /// Elements that hold text, by local name at any depth, and attributes as Element_Attribute.
    void leaves(std::size_t i, std::size_t depth) {
        const Node& open = nodes_[i];
        const std::string name = local(open.name);
        for (std::size_t at = i + 1; nodes_[at].kind == NodeKind::Attribute; at = nodes_[at].end) {
            if (nodes_[at].name.starts_with("xmlns")) continue;
            add(name + "_" + local(nodes_[at].name), at + 1, nodes_[at].end);
        }
        if (!open.has_elements) {
            if (open.attributes == 0 || open.pieces != 0) add(name, content_of(i), open.end);
            return;
        }
        if (depth < evtx::kOpenElementsMax) {
            each_child(i, [&](std::size_t child) { leaves(child, depth + 1); });
        }
    }

    static std::string local(std::string_view name) {
        return std::string(name.substr(name.find(':') + 1));  // npos + 1 is 0
    }

    /// A field whose value stands between two nodes; one more value when the name is known already.
    void add(const std::string& name, std::size_t first, std::size_t last) {
        FieldSource source{.part = static_cast<std::uint8_t>(part_),
                           .system = origin_ == FieldOrigin::System,
                           .index = static_cast<std::uint32_t>(first),
                           .last = static_cast<std::uint32_t>(last)};
        if (last == first + 1 && nodes_[first].kind == NodeKind::Slot) {
            if (nodes_[first].type == ValueType::BinXml) return;  // its part has its own fields
            source.kind = FieldSource::Kind::Slot;
            source.index = nodes_[first].index;
        } else if (last == first + 1) {
            source.kind = FieldSource::Kind::Text;
            binding_.fixed_texts.push_back(nodes_[first].text);
        } else if (last > first) {
            source.kind = FieldSource::Kind::Joined;
            binding_.joins = true;
        } else if (source.system) {
            return;  // <Correlation/>: as absent as an optional one that is NULL
        }
        const auto [known, fresh] = index_.try_emplace({origin_ == FieldOrigin::System, name},
                                                       binding_.shape.fields.size());
        if (fresh) {
            binding_.shape.fields.push_back({name, origin_});
            binding_.sources.emplace_back();
        }
        binding_.sources[known->second].push_back(source);
    }

    const evtx::Document& document_;
    std::span<const Node> nodes_;
    std::size_t part_ = 0;
    FieldOrigin origin_ = FieldOrigin::Other;
    std::map<std::pair<bool, std::string>, std::size_t> index_;
    Binding binding_;
};

void append_number(std::string& key, std::uint32_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8)
        key += static_cast<char>((number >> shift) & 0xffU);
}

}  // namespace

Binding bind_fields(const evtx::Document& document) {
    return Binder(document).run();
}

bool binding_key(const evtx::Document& document, std::string& key) {
    const std::size_t count = std::min(document.parts().size(), kPartsMax);
    for (std::size_t p = 0; p < count; ++p) {
        const evtx::Part& part = document.parts()[p];
        if (part.compiled->id() == 0) return false;
        append_number(key, part.compiled->id());
    }
    return true;
}

}  // namespace xiezhi::readers
