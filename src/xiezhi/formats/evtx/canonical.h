#pragma once

#include <string>

#include "xiezhi/formats/evtx/binxml.h"

namespace xiezhi::evtx {

/// Handler that writes what it hears: one byte for the kind, then the fields, texts with a count.
class CanonicalWriter {
public:
    explicit CanonicalWriter(std::string& out) : out_(out) {}

    bool open(std::uint16_t dependency, const NameRef& name) {
        out_ += 'o';
        number(dependency);
        return put('n', name.text);
    }
    bool attribute(const NameRef& name) { return put('a', name.text); }
    bool text(const TextRef& text) { return put('t', text.text); }
    bool cdata(const TextRef& text) { return put('c', text.text); }
    bool target(const NameRef& name) { return put('p', name.text); }
    bool instruction(Bytes text) { return put('i', text); }
    bool slot(std::uint16_t index, ValueType type, bool optional) {
        out_ += optional ? 'O' : 'S';
        number(index);
        out_ += static_cast<char>(type);
        return true;
    }
    bool close() {
        out_ += 'x';
        return true;
    }
    void content() { out_ += '>'; }
    /// A definition holds no instances: one that did could hold itself.
    static bool instance(Cursor& /*in*/) { return false; }

protected:
    bool put(char kind, Bytes text) {
        out_ += kind;
        number(static_cast<std::uint16_t>(text.size() / 2));
        out_ += as_text(text);
        return true;
    }
    void number(std::uint16_t value) {
        out_ += static_cast<char>(value & 0xffU);
        out_ += static_cast<char>(value >> 8U);
    }

private:
    std::string& out_;
};

}  // namespace xiezhi::evtx
