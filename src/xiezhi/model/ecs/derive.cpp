#include "xiezhi/model/ecs/derive.h"

#include <unordered_set>

#include "xiezhi/model/ecs/head.h"
#include "xiezhi/model/ecs/lookup.h"
#include "xiezhi/model/ecs/network.h"
#include "xiezhi/model/ecs/powershell.h"
#include "xiezhi/model/ecs/registry.h"
#include "xiezhi/model/ecs/script_block.h"

namespace xiezhi::ecs {
namespace {

using schema::ecs::Transform;

std::string_view text_at(std::span<const Texts> operands, std::size_t index) {
    if (index >= operands.size() || operands[index].empty()) return {};
    return operands[index].front();
}

void join_path(std::span<const Texts> operands, Texts& out) {
    std::string path;
    for (const Texts& operand : operands) {
        if (operand.empty()) return;
        if (!path.empty() && !path.ends_with('\\')) path += '\\';
        path += operand.front();
    }
    out.push_back(std::move(path));
}

void unite(std::span<const Texts> operands, Texts& out) {
    std::unordered_set<std::string_view> seen;
    for (const Texts& operand : operands) {
        for (const std::string& text : operand) {
            if (seen.insert(text).second) out.push_back(text);
        }
    }
}

/// Transforms of several operands, or of a list. False when `transform` is none of them.
bool derive_of_all(Transform transform, std::string_view parameter, std::span<const Texts> operands,
                   Texts& out) {
    if (transform == Transform::Union) {
        unite(operands, out);
    } else if (transform == Transform::Count) {
        if (!operands.empty() && !operands[0].empty()) {
            out.push_back(std::to_string(operands[0].size()));
        }
    } else if (transform == Transform::JoinedPath) {
        join_path(operands, out);
    } else if (transform == Transform::AccessMask) {
        access_mask(text_at(operands, 0), text_at(operands, 1), out);
    } else if (transform == Transform::AccountBeside) {
        if (!text_at(operands, 1).empty()) account(text_at(operands, 0), parameter, out);
    } else {
        return false;
    }
    return true;
}

using Plain = void (*)(std::string_view, Texts&);
using WithParameter = void (*)(std::string_view, std::string_view, Texts&);

void copy(std::string_view text, Texts& out) {
    out.emplace_back(text);
}

void trim(std::string_view text, Texts& out) {
    if (const std::string_view inner = trimmed(text); !inner.empty()) out.emplace_back(inner);
}

Plain plain(Transform transform) {
    switch (transform) {
        case Transform::Text:
            return copy;
        case Transform::Lower:
            return lower;
        case Transform::Trim:
            return trim;
        case Transform::Decimal:
            return decimal;
        case Transform::NotZero:
            return not_zero;
        case Transform::NoDash:
            return no_dash;
        case Transform::BeforeAt:
            return before_at;
        case Transform::Time:
            return time;
        case Transform::Name:
            return name_of;
        case Transform::LastPart:
            return last_part_of;
        case Transform::Directory:
            return directory_of;
        case Transform::Extension:
            return extension_of;
        case Transform::Argv:
            return argv;
        case Transform::ArgvQuoted:
            return argv_quoted;
        case Transform::Words:
            return words;
        case Transform::Address:
            return address;
        case Transform::Outcome:
            return outcome;
        case Transform::Messages:
            return messages;
        case Transform::MessageNumbers:
            return message_numbers;
        default:
            return nullptr;
    }
}

WithParameter with_parameter(Transform transform) {
    switch (transform) {
        case Transform::Table:
            return look_up;
        case Transform::Number:
            return look_up_number;
        case Transform::Bits:
            return bits;
        case Transform::Hash:
            return hash;
        case Transform::Registry:
            return registry;
        case Transform::Domain:
            return domain;
        case Transform::Answers:
            return answers;
        case Transform::Account:
            return account;
        case Transform::Member:
            return member;
        case Transform::Invocation:
            return invocation;
        case Transform::Script:
            return script;
        case Transform::Fqbn:
            return fqbn;
        default:
            return nullptr;
    }
}

}  // namespace

void derive(Transform transform, std::string_view parameter, std::span<const Texts> operands,
            Texts& out) {
    if (derive_of_all(transform, parameter, operands, out)) return;
    const Plain single = plain(transform);
    const WithParameter parted = with_parameter(transform);
    const std::size_t before = out.size();
    for (const Texts& operand : operands) {  // the first native that gives something
        if (operand.empty() || out.size() != before) continue;
        if (single != nullptr) single(operand.front(), out);
        if (parted != nullptr) parted(operand.front(), parameter, out);
    }
}

}  // namespace xiezhi::ecs
