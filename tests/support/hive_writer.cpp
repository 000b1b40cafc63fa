#include "tests/support/hive_writer.h"

#include <algorithm>
#include <optional>

#include "xiezhi/base/ascii.h"
#include "xiezhi/base/cursor.h"
#include "xiezhi/base/text.h"
#include "xiezhi/formats/regf/key.h"
#include "xiezhi/formats/regf/name.h"

namespace xiezhi::testing {
namespace {

constexpr std::size_t kBase = 4096;
constexpr std::size_t kBin = 4096;
constexpr std::size_t kBinHead = 32;

void put(std::string& out, std::size_t at, std::uint64_t value, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i) out[at + i] = static_cast<char>(value >> (8 * i));
}
void put(std::string& out, std::size_t at, std::string_view bytes) {
    out.replace(at, bytes.size(), bytes);
}
std::string u32(std::uint32_t value) {
    std::string out(4, '\0');
    put(out, 0, value, 4);
    return out;
}
std::string utf16(std::string_view text) {
    std::string out;
    append_utf16le(out, text);
    return out;
}

/// Upper case of ASCII: what the order of a list and its hashes are made of.
std::string upper(std::string_view name) {
    std::string out(name);
    for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

class Writer {
public:
    explicit Writer(const HiveOptions& options) : options_(options) {}

    std::string write(const HiveKey& root) {
        security_ = cell(security());
        keys_ = 0;
        const std::uint32_t top = key(root, regf::kNoCell, 0x2c);
        put(bins_, security_ + 4 + 12, keys_, 4);
        close_bin();
        return base_block(top) + bins_;
    }

private:
    /// Room for a cell, never across the end of a bin.
    std::uint32_t room(std::size_t size) {
        const std::size_t whole = (size + 4 + 7) / 8 * 8;
        if (whole > bin_end_ - used_) {
            close_bin();
            const std::size_t bin = (whole + kBinHead + kBin - 1) / kBin * kBin;
            const std::size_t start = bins_.size();
            bins_.resize(start + bin);
            put(bins_, start, "hbin");
            put(bins_, start + 4, start, 4);
            put(bins_, start + 8, bin, 4);
            put(bins_, start + 20, options_.written.ticks, 8);
            used_ = start + kBinHead;
            bin_end_ = bins_.size();
        }
        const std::size_t at = used_;
        used_ += whole;
        put(bins_, at, ~std::uint64_t{whole} + 1, 4);
        return static_cast<std::uint32_t>(at);
    }
    void close_bin() {
        if (used_ < bin_end_) put(bins_, used_, bin_end_ - used_, 4);
        used_ = bin_end_;
    }
    std::uint32_t cell(std::string_view content) {
        const std::uint32_t at = room(content.size());
        put(bins_, at + 4, content);
        return at;
    }

    /// Everything allowed to System and (unless closed) Administrators.
    std::string security() const {
        const std::string descriptor =
            security_descriptor({{sid_bytes(5, {32, 544}), options_.closed ? 0x60000U : 0xf003fU},
                                 {sid_bytes(5, {18}), 0xf003f}});
        const std::uint32_t self = kBinHead;  // the first cell of all
        return std::string("sk\0\0", 4) + u32(self) + u32(self) + u32(1) +
               u32(static_cast<std::uint32_t>(descriptor.size())) + descriptor;
    }

    std::uint32_t key(const HiveKey& key_in, std::uint32_t parent, std::uint16_t flags) {
        ++keys_;
        const bool latin1 = is_ascii(key_in.name);
        const std::string name = latin1 ? key_in.name : utf16(key_in.name);
        const std::uint32_t self = room(76 + name.size());
        std::uint32_t values = regf::kNoCell;
        if (!key_in.values.empty()) {
            std::string list;
            for (const HiveValue& one : key_in.values) list += u32(value(one));
            values = cell(list);
        }
        const std::string class_name = utf16(key_in.class_name);
        const std::uint32_t class_at = class_name.empty() ? regf::kNoCell : cell(class_name);
        const std::uint32_t list = subkeys(key_in, self);
        std::string nk(76, '\0');
        put(nk, 0, "nk");
        put(nk, 2, std::uint64_t{flags} | (latin1 ? 0x20U : 0U), 2);
        put(nk, 4, key_in.written.ticks, 8);
        put(nk, 16, parent, 4);
        put(nk, 20, key_in.subkeys.size(), 4);
        put(nk, 28, list, 4);
        put(nk, 32, regf::kNoCell, 4);
        put(nk, 36, key_in.values.size(), 4);
        put(nk, 40, values, 4);
        put(nk, 44, security_, 4);
        put(nk, 48, class_at, 4);
        put(nk, 52, largest(key_in.subkeys, [](const HiveKey& k) { return utf16(k.name); }), 4);
        put(nk, 60, largest(key_in.values, [](const HiveValue& v) { return utf16(v.name); }), 4);
        put(nk, 64, largest(key_in.values, [](const HiveValue& v) { return v.data; }), 4);
        put(nk, 72, name.size(), 2);
        put(nk, 74, class_name.size(), 2);
        put(bins_, self + 4, nk + name);
        return self;
    }

    template <class Items, class Text>
    static std::size_t largest(const Items& items, const Text& text) {
        std::size_t size = 0;
        for (const auto& item : items) size = std::max(size, text(item).size());
        return size;
    }

    std::uint32_t subkeys(const HiveKey& parent, std::uint32_t self) {
        if (parent.subkeys.empty()) return regf::kNoCell;
        std::vector<const HiveKey*> sorted;
        for (const HiveKey& one : parent.subkeys) sorted.push_back(&one);
        std::ranges::stable_sort(sorted, {}, [](const HiveKey* one) { return upper(one->name); });
        std::vector<std::uint32_t> leaves;
        for (std::size_t i = 0; i < sorted.size(); i += options_.leaf_size_max) {
            const std::size_t count = std::min(options_.leaf_size_max, sorted.size() - i);
            std::string leaf = "lh" + u32(static_cast<std::uint32_t>(count)).substr(0, 2);
            for (std::size_t j = i; j < i + count; ++j) {
                leaf += u32(key(*sorted[j], self, 0)) + u32(regf::name_hash(sorted[j]->name));
            }
            leaves.push_back(cell(leaf));
        }
        if (leaves.size() == 1) return leaves.front();
        std::string root = "ri" + u32(static_cast<std::uint32_t>(leaves.size())).substr(0, 2);
        for (const std::uint32_t leaf : leaves) root += u32(leaf);
        return cell(root);
    }

    std::uint32_t value(const HiveValue& one) {
        const bool latin1 = is_ascii(one.name);
        const std::string name = latin1 ? one.name : utf16(one.name);
        std::string vk(20, '\0');
        put(vk, 0, "vk");
        put(vk, 2, name.size(), 2);
        const bool is_inline = one.data.size() <= 4;
        put(vk, 4, one.data.size() | (is_inline ? 0x80000000U : 0U), 4);
        if (is_inline) {
            put(vk, 8, one.data);
        } else {
            put(vk, 8, data(one.data), 4);
        }
        put(vk, 12, one.type, 4);
        put(vk, 16, latin1 ? 1 : 0, 2);
        return cell(vk + name);
    }

    std::uint32_t data(const std::string& bytes) {
        if (bytes.size() <= regf::kBigDataSegment || options_.minor < 4) return cell(bytes);
        std::string list;
        for (std::size_t at = 0; at < bytes.size(); at += regf::kBigDataSegment) {
            list += u32(cell(bytes.substr(at, regf::kBigDataSegment)));
        }
        const std::string count = u32(static_cast<std::uint32_t>(list.size() / 4)).substr(0, 2);
        return cell("db" + count + u32(cell(list)));
    }

    std::string base_block(std::uint32_t root) const {
        std::string block(kBase, '\0');
        put(block, 0, "regf");
        put(block, 4, options_.primary_sequence, 4);
        put(block, 8, options_.secondary_sequence, 4);
        put(block, 12, options_.written.ticks, 8);
        put(block, 20, 1, 4);
        put(block, 24, options_.minor, 4);
        put(block, 32, 1, 4);
        put(block, 36, root, 4);
        put(block, 40, bins_.size(), 4);
        put(block, 44, 1, 4);
        put(block, 48, utf16(options_.file_name).substr(0, 62));
        seal_base_block(block);
        return block;
    }

    const HiveOptions& options_;
    std::string bins_;
    std::size_t used_ = 0;
    std::size_t bin_end_ = 0;
    std::uint32_t security_ = 0;
    std::uint32_t keys_ = 0;
};

}  // namespace

HiveValue text_value(std::string name, std::string_view utf8, std::uint32_t type) {
    return {.name = std::move(name), .type = type, .data = utf16(utf8) + std::string(2, '\0')};
}
HiveValue multi_text_value(std::string name, const std::vector<std::string>& texts) {
    HiveValue value{.name = std::move(name), .type = 7};
    for (const std::string& text : texts) value.data += utf16(text) + std::string(2, '\0');
    value.data += std::string(2, '\0');
    return value;
}
HiveValue number_value(std::string name, std::uint32_t number) {
    return {.name = std::move(name), .type = 4, .data = u32(number)};
}
HiveValue binary_value(std::string name, std::string bytes) {
    return {.name = std::move(name), .type = 3, .data = std::move(bytes)};
}

HiveKey& key_at(HiveKey& root, std::string_view path) {
    HiveKey* key = &root;
    while (!path.empty()) {
        const std::size_t end = std::min(path.find('\\'), path.size());
        const std::string_view name = path.substr(0, end);
        path.remove_prefix(std::min(end + 1, path.size()));
        const auto found = std::ranges::find_if(key->subkeys, [&](const HiveKey& one) {
            return ascii_lower(one.name) == ascii_lower(name);
        });
        key = found != key->subkeys.end()
                  ? &*found
                  : &key->subkeys.emplace_back(HiveKey{.name = std::string(name)});
    }
    return *key;
}

std::string sid_bytes(std::uint8_t authority, std::initializer_list<std::uint32_t> parts) {
    std::string sid(8, '\0');
    sid[0] = '\1';
    sid[1] = static_cast<char>(parts.size());
    sid[7] = static_cast<char>(authority);
    for (const std::uint32_t part : parts) sid += u32(part);
    return sid;
}

std::string security_descriptor(const std::vector<HiveRight>& rights) {
    const std::string administrators = sid_bytes(5, {32, 544});
    std::string aces;
    for (const HiveRight& right : rights) {
        aces += std::string("\0\2", 2) + static_cast<char>(8 + right.sid.size()) + '\0' +
                u32(right.mask) + right.sid;
    }
    const std::string acl = std::string("\2\0", 2) + static_cast<char>(8 + aces.size()) + '\0' +
                            static_cast<char>(rights.size()) + std::string(3, '\0') + aces;
    const auto owner_at = static_cast<std::uint32_t>(20 + acl.size());
    const auto group_at = static_cast<std::uint32_t>(owner_at + administrators.size());
    return std::string("\1\0\4\x80", 4) + u32(owner_at) + u32(group_at) + u32(0) + u32(20) + acl +
           administrators + administrators;
}

void seal_base_block(std::string& hive) {
    std::uint32_t sum = 0;
    for (std::size_t at = 0; at < 508; at += 4) sum ^= load_le<std::uint32_t>(as_bytes(hive), at);
    put(hive, 508, sum == 0 ? 1 : sum == 0xffffffffU ? 0xfffffffeU : sum, 4);
}

std::string write_hive(const HiveKey& root, const HiveOptions& options) {
    return Writer(options).write(root);
}

}  // namespace xiezhi::testing
